"""The race's charts: which marks, fields, colours and scales, and where the names stand."""

import numpy as np
import pytest

from charts.race import factor_bars, gradient_against_z, march, name_places, race, target_line
from charts.theme import LOG_END, SERIES, for_log
from core.neurons.learning import descend


def layers(spec):
    """All single views of a specification, however deep they are nested."""
    return [view for layer in spec["layer"] for view in layers(layer)] if "layer" in spec else [spec]


def lines(spec):
    return [view for view in layers(spec) if view["mark"]["type"] == "line"]


@pytest.mark.parametrize("quantity", ["output", "cost", "gradient"])
def test_each_chart_of_the_race_draws_both_costs_in_their_colours_and_dashes(quantity):
    spec = race(quantity, False, False).to_dict()

    slow, fast = lines(spec)
    assert [slow["encoding"]["y"]["field"], fast["encoding"]["y"]["field"]] == ["quadratic", "cross_entropy"]
    assert [view["transform"][0]["calculate"] for view in (slow, fast)] == ["'quadratic'", "'cross-entropy'"]
    assert "strokeDash" in slow["mark"]
    assert "strokeDash" not in fast["mark"]  # not [1, 0], which takes the browser a dash for each pixel
    assert slow["encoding"]["color"]["scale"] == {"domain": list(SERIES), "range": "category"}


def test_the_gradient_is_on_a_logarithmic_axis_and_the_output_between_0_and_1():
    assert lines(race("gradient", False, False).to_dict())[0]["encoding"]["y"]["scale"]["type"] == "log"
    assert lines(race("output", False, False).to_dict())[0]["encoding"]["y"]["scale"]["domain"] == [0, 1]


def test_only_the_chart_at_the_foot_writes_the_axis_of_updates():
    above, foot = (lines(race("cost", False, at_foot).to_dict())[0]["encoding"]["x"] for at_foot in (False, True))

    assert (above["title"], above["axis"]["labels"]) == (None, False)
    assert (foot["title"], foot["axis"]["labels"]) == ("updates", True)


def test_charts_under_one_another_have_y_axes_of_one_width():
    widths = {
        (axis["minExtent"], axis["maxExtent"])
        for quantity in ("output", "cost", "gradient")
        for axis in [lines(race(quantity, False, False).to_dict())[0]["encoding"]["y"]["axis"]]
    }

    assert len(widths) == 1


def test_only_the_output_shows_the_target():
    names = {quantity: {view["data"]["name"] for view in layers(race(quantity, False, False).to_dict())}
             for quantity in ("output", "cost")}  # fmt: skip

    assert "target" in names["output"]
    assert "target" not in names["cost"]


def test_the_gradient_against_z_names_what_it_shows():
    spec = gradient_against_z("w₁", True).to_dict()

    assert lines(spec)[0]["encoding"]["y"]["title"] == "|∂C/∂w₁|"
    assert lines(spec)[0]["encoding"]["x"]["title"] == "weighted input z₁"


def test_bars_of_factors_keep_the_order_they_are_given():
    bars, labels, *_ = layers(factor_bars(3.0, "2", "|a − y|", "σ′(z)").to_dict())

    assert bars["encoding"]["y"]["sort"] == ["2", "|a − y|", "σ′(z)"]
    assert bars["encoding"]["x"]["scale"]["domain"] == [0, 3.0]
    assert labels["encoding"]["text"]["field"] == "label"


def test_the_bars_differ_in_more_than_colour_and_are_named():
    bars, _, hollow, name, full, other = layers(factor_bars(3.0, "x", "w").to_dict())

    assert bars["encoding"]["fillOpacity"]["condition"]["test"] == "(datum.series === 'quadratic')"
    assert bars["encoding"]["fillOpacity"]["condition"]["value"] == hollow["encoding"]["fillOpacity"]["value"] < 0.2
    assert full["encoding"]["fillOpacity"]["value"] == 1
    assert [text["encoding"]["text"]["field"] for text in (name, other)] == ["series", "series"]
    assert "datum.factor === 'w'" in str(name["transform"][0])


def test_the_gradient_against_z_names_both_curves_with_their_dashes():
    legend = layers(gradient_against_z("w", False).to_dict())[4:]

    assert [mark["mark"]["type"] for mark in legend] == ["rule", "text", "rule", "text"]
    assert ["strokeDash" in mark["mark"] for mark in legend[::2]] == [False, True]


def test_names_stand_between_the_curves_without_touching_them():
    slow, fast = (descend(2.0, 2.0, 1.0, 0.0, cost, 0.15, 300).a for cost in ("half_quadratic", "cross_entropy"))

    places = name_places(slow, fast, march(300, False))

    assert list(places["text"]) == ["quadratic", "cross-entropy"]
    at = int(places["x"][0])
    assert fast[at] + 0.05 < places["value"][1] < places["value"][0] < slow[at] - 0.05


@pytest.mark.parametrize(
    ("y", "start", "side"), [(0.0, 3, "above"), (1.0, -3, "below"), (0.3, 3, "above"), (0.7, -3, "below")]
)
def test_the_target_is_named_at_its_line_where_no_curve_passes(y, start, side):
    runs = [descend(start, 0.0, 1.0, y, cost, 0.15, 300).a for cost in ("half_quadratic", "cross_entropy")]

    name = target_line(y, *runs, march(300, False)).iloc[0]

    assert (name["text"], name["side"], name["value"]) == (f"target y = {y:g}", side, y)
    assert abs(name["at"] - y) <= 0.03
    for curve in runs:
        beyond = (curve[int(name["x"]) - 40 : int(name["x"]) + 40] - name["at"]) * (1 if side == "above" else -1)
        assert ((beyond <= 1e-9) | (beyond > 0.1)).all()


def test_curves_on_top_of_one_another_are_left_without_names():
    same = np.linspace(1.0, 0.0, 301)

    assert list(name_places(same, same, march(300, True))["text"]) == ["", ""]


@pytest.mark.parametrize("log_steps", [False, True])
def test_the_march_goes_from_0_to_1_and_spreads_the_first_updates_on_a_logarithmic_axis(log_steps):
    along = march(1000, log_steps)

    assert (along[0], along[-1]) == (0.0, 1.0)
    assert (np.diff(along) > 0).all()
    assert along[100] == pytest.approx(np.log1p(10.0) / np.log1p(100.0) if log_steps else 0.1)


def test_a_logarithmic_axis_keeps_zero_on_the_picture():
    assert list(for_log(np.array([0.0, 1e-20, 0.5]))) == [LOG_END, LOG_END, 0.5]
