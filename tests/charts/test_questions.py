"""Charts of guesses and answers: they differ by shape, filling and words as well as by colour."""

from charts.questions import PICKED, among_options, on_a_map, on_an_axis


def layers(spec):
    return [view for layer in spec["layer"] for view in layers(layer)] if "layer" in spec else [spec]


def points(spec):
    return [view["mark"] for view in layers(spec) if view["mark"]["type"] == "point"]


def test_guess_and_answer_stand_on_one_axis_over_the_whole_range():
    spec = on_an_axis("updates", 1.0, 20_000.0, True).to_dict()
    guess, answer = points(spec)

    assert {str(view["encoding"]["x"]["scale"]) for view in layers(spec)} == {
        str({"domain": [1.0, 20_000.0], "nice": False, "type": "log"})
    }
    assert [guess["filled"], answer["filled"]] == [False, True]
    assert answer["shape"] == "diamond"
    assert {view["data"]["name"] for view in layers(spec)} == {"marks", "gap"}
    assert on_an_axis("%", 0.0, 100.0, False).to_dict() != spec


def test_the_right_option_is_filled_and_the_others_are_hollow():
    spec = among_options("cost", False).to_dict()
    others, right = points(spec)

    assert [others["filled"], right["filled"]] == [False, True]
    assert spec["data"] == {"name": "options"}
    stems, logarithmic = layers(spec)[0], layers(among_options("σ′(z)", True).to_dict())[0]
    assert stems["encoding"]["x2"] == {"datum": 0}
    assert logarithmic["encoding"]["x"]["scale"]["type"] == "log"
    assert logarithmic["encoding"]["x2"] == {"value": 0}


def test_the_map_is_square_and_lets_a_place_be_picked():
    spec = on_a_map(4.0).to_dict()
    for view in layers(spec):
        assert view["encoding"]["x"]["scale"]["domain"] == view["encoding"]["y"]["scale"]["domain"] == [-4.0, 4.0]
    (picked,) = spec["params"]
    assert picked["name"] == PICKED
    assert picked["select"]["fields"] == ["w", "b"]
    assert {view["data"]["name"] for view in layers(spec)} == {"line", "path", "gap", "places", "grid"}
