"""Lesson 5's charts: which curves, on which scales, and how they are told apart."""

from charts.backpropagation import error_over_step, two_trainings


def layers(spec):
    return [view for layer in spec["layer"] for view in layers(layer)] if "layer" in spec else [spec]


def test_the_error_is_drawn_over_the_step_on_logarithmic_axes_with_both_its_parts():
    spec = layers(error_over_step().to_dict())
    curve, truncation, rounding = [view for view in spec if view["mark"]["type"] == "line"]
    assert curve["encoding"]["x"]["scale"] == {"type": "log", "domain": [1e-12, 0.1], "nice": False}
    assert curve["encoding"]["y"]["scale"]["type"] == "log"
    assert [view["encoding"]["y"]["field"] for view in (curve, truncation, rounding)] == [
        "error",
        "truncation",
        "rounding",
    ]
    dashes = [view["mark"].get("strokeDash") for view in (curve, truncation, rounding)]
    assert dashes[0] is None
    assert len({str(dash) for dash in dashes}) == 3
    assert {view["data"]["name"] for view in spec} == {"curve", "parts", "now", "names"}


def test_two_trainings_differ_by_dash_and_name_too():
    spec = layers(two_trainings().to_dict())
    right, wrong = [view for view in spec if view["mark"]["type"] == "line"]
    assert [right["encoding"]["y"]["field"], wrong["encoding"]["y"]["field"]] == ["right", "wrong"]
    assert "strokeDash" not in right["mark"]
    assert wrong["mark"]["strokeDash"] == [7, 4]
    assert [view["mark"]["text"] for view in spec if view["mark"]["type"] == "text"] == [
        "right gradient",
        "with the mistake",
    ]
    assert {view["data"]["name"] for view in spec} == {"curves"}
