"""The charts of lesson 1: what they draw, over which axes, and that they wait for their data."""

import math
from functools import cache

import altair as alt
import pytest

from charts.costs import RANGES, cost_curves, costs_against_z, dots, growth_curves, on_axis, slope_curves, walls

CHARTS = {
    "linear": lambda: cost_curves("linear"),
    "log": lambda: cost_curves("log"),
    "slope": slope_curves,
    "growth": growth_curves,
    "z": costs_against_z,
}


@cache
def drawn(chart):
    return CHARTS[chart]().to_dict()


def layers(chart):
    return drawn(chart)["layer"]


def lines(chart):
    return [layer for layer in layers(chart) if layer["mark"]["type"] == "line"]


def mark(chart, kind):
    return [layer for layer in layers(chart) if layer["mark"]["type"] == kind]


@pytest.mark.parametrize(
    ("chart", "names"),
    [
        ("linear", {"curves", "dots", "walls"}),
        ("log", {"curves", "dots", "walls"}),
        ("slope", {"curves", "dots", "walls", "level"}),
        ("growth", {"curves", "level", "beyond"}),
        ("z", {"curves", "dots"}),
    ],
)
def test_a_chart_names_its_data_and_holds_none(chart, names):
    assert {layer["data"]["name"] for layer in layers(chart)} == names
    assert "datasets" not in drawn(chart)


@pytest.mark.parametrize("chart", CHARTS)
def test_the_quadratic_is_dashed_and_cross_entropy_is_solid(chart):
    dashes = {line["encoding"]["y"]["field"]: line["mark"].get("strokeDash") for line in lines(chart)}

    assert dashes == {"quadratic": [7, 4], "cross_entropy": None}


@pytest.mark.parametrize("chart", ["linear", "log", "slope", "z"])
def test_the_vertical_axis_is_fixed_and_lines_end_at_its_edge(chart):
    for line in lines(chart):
        assert line["mark"]["clip"] is True
    scale = lines(chart)[0]["encoding"]["y"]["scale"]
    assert scale["domain"] == list(RANGES[chart])
    assert scale.get("type") == {"linear": "linear", "log": "log"}.get(chart)


@pytest.mark.parametrize("chart", ["linear", "log", "slope"])
def test_the_axis_of_estimates_leaves_room_beside_the_poles(chart):
    low, high = lines(chart)[0]["encoding"]["x"]["scale"]["domain"]

    assert low < 0 and high > 1


@pytest.mark.parametrize("chart", CHARTS)
def test_no_chart_writes_a_colour(chart):
    for layer in layers(chart):
        assert not {"color", "fill", "stroke"} & layer["mark"].keys()
        assert layer["encoding"]["color"]["scale"]["range"] == "category"


@pytest.mark.parametrize("chart", ["linear", "log", "slope", "z"])
def test_the_legend_says_the_value_of_each_cost(chart):
    texts = [layer for layer in mark(chart, "text") if layer["data"]["name"] == "dots"]

    assert [layer["encoding"]["text"]["field"] for layer in texts] == ["label", "label"]


def test_a_chart_of_one_kind_is_made_alike_every_time():
    assert cost_curves("log").to_dict() == drawn("log")
    assert isinstance(cost_curves("log"), alt.LayerChart)


@pytest.mark.parametrize(
    ("value", "axis", "place"),
    [
        (0.7758, "linear", (0.7758, "circle")),
        (5.0, "linear", (5.0, "circle")),
        (9.21, "linear", (5.0, "triangle-up")),
        (math.inf, "log", (30.0, "triangle-up")),
        (0.0, "log", (1e-9, "triangle-down")),
        (-math.inf, "slope", (-12.0, "triangle-down")),
    ],
)
def test_a_dot_beyond_the_axis_becomes_a_triangle_at_its_edge(value, axis, place):
    assert on_axis(value, axis) == place


def test_the_dots_carry_the_values_even_where_they_are_off_the_chart():
    frame = dots(0.0, (1.0, math.inf), "linear")

    assert list(frame["series"]) == ["quadratic", "cross-entropy"]
    assert list(frame["label"]) == ["quadratic 1", "cross-entropy ∞"]
    assert list(frame["value"]) == [1.0, 5.0]


@pytest.mark.parametrize(("y", "poles"), [(1.0, [0.0]), (0.0, [1.0]), (0.4, [0.0, 1.0])])
def test_there_is_a_pole_where_no_chance_is_left_to_what_can_happen(y, poles):
    frame = walls(y, ("left", "right"))

    assert frame["x"].tolist() == [y, *poles]
    assert frame["series"].tolist() == ["ink"] + ["cross-entropy"] * len(poles)
    assert frame["text"].tolist()[1:] == ["left" if pole == 0.0 else "right" for pole in poles]
