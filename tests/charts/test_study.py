"""The charts of a study: where the dots of runs stand, and which marks, fields and scales there are."""

import math

import numpy as np
import pytest

from charts.study import (
    HALF,
    LOOKS,
    NEVER_FROM,
    NEVER_TO,
    arrivals,
    end_of,
    learning,
    medians,
    never_zone,
    places,
    shares,
)
from tests.sampling import some


def marks(chart):
    return [(each["mark"]["type"], each["data"].get("name")) for each in chart.to_dict()["layer"]]


def test_dots_at_one_epoch_stand_apart_and_those_that_never_came_stand_right_of_the_last_epoch():
    x, y = places(np.array([3.0, np.inf, 3.0, 5.0, 3.0]), last=30)
    assert x[[0, 2, 3, 4]].tolist() == [3.0, 3.0, 5.0, 3.0]
    assert sorted(y[[0, 2, 4]]) == pytest.approx([-0.09, 0.0, 0.09]) and y[3] == y[1] == 0.0
    assert 30 * NEVER_FROM < x[1] < 30 * NEVER_TO


@pytest.mark.parametrize("runs", some([1, 9, 10, 64, 255], 2, always=[256]))
def test_all_dots_stay_in_their_row_and_no_two_at_one_place(runs):
    for epochs in (np.full(runs, 4.0), np.full(runs, np.inf)):
        x, y = places(epochs, last=30)
        assert np.abs(y).max() <= HALF + 1e-12 and x.max() <= 30 * NEVER_TO
        assert len({(round(a, 6), round(b, 6)) for a, b in zip(x, y, strict=True)}) == runs


def test_the_arrivals_have_a_row_for_each_method_and_a_zone_for_never():
    chart = arrivals(30, "first", "second").to_dict()
    zone, *others = chart["layer"]
    assert never_zone(30) == {"from": [pytest.approx(31.2)], "to": [pytest.approx(36.3)]}
    assert (zone["data"]["name"], zone["encoding"]["x"]["field"], zone["encoding"]["x2"]["field"]) == (
        "zone",
        "from",
        "to",
    )
    assert [each["data"]["name"] for each in others] == ["spreads", "runs", "spreads", "words"]
    axis = others[1]["encoding"]["y"]["axis"]
    assert axis["values"] == [0, 1] and axis["labelExpr"] == "['first', 'second'][datum.value]"
    across = others[1]["encoding"]["x"]["axis"]
    assert across["values"][:-1] == [0, 5, 10, 15, 20, 25] and across["labelExpr"].startswith(
        "datum.value > 30 ? 'never'"
    )


@pytest.mark.parametrize(("last", "ticks"), [(5, 5), (12, 6), (40, 8), (300, 6), (1000, 10)])
def test_the_axis_of_epochs_has_few_whole_ticks(last, ticks):
    values = arrivals(last, "a", "b").to_dict()["layer"][2]["encoding"]["x"]["axis"]["values"]
    assert len(values) - 1 == ticks and values[-2] <= 0.95 * last < last < values[-1]


@pytest.mark.parametrize(
    ("epochs", "last", "end"),
    [([3, 7, math.inf], 200, 8), ([100], 1000, 120), ([28], 30, 30), ([math.inf], 30, 30), ([0, 1], 1000, 1000)],
)
def test_the_picture_goes_little_further_than_the_last_run_that_learned(epochs, last, end):
    assert end_of(np.array(epochs, float), last) == end


@pytest.mark.parametrize("chart", [shares(0.15, 1.0, 2.0), medians(30, 0.15, 1.0, 2.0)])
def test_each_method_has_a_line_dots_and_a_ring_at_its_best_rate(chart):
    layers = chart.to_dict()["layer"]
    lines = [each for each in layers if each["mark"]["type"] == "line"]
    assert [each["mark"].get("strokeDash") for each in lines] == [[*look.dash] or None for look in LOOKS]
    assert [each["mark"]["type"] for each in layers[len(lines) :]] == ["point", "point"]
    assert layers[-1]["transform"][-1] == {"filter": "datum.best"}
    assert layers[0]["encoding"]["x"]["scale"] == {"domain": pytest.approx([0.1, 3.0]), "nice": False, "type": "log"}
    assert layers[0]["encoding"]["x"]["axis"]["values"] == [0.15, 1.0, 2.0]


def test_learning_curves_have_a_band_a_median_and_faint_single_runs():
    cost = learning("cost", True, True, "first", "second")
    assert marks(cost)[:2] == [("line", "runs"), ("area", "curves")]
    up = cost.to_dict()["layer"][2]["encoding"]["y"]
    assert up["scale"]["type"] == "log"
    accuracy = learning("right, %", False, False, "first", "second", "third").to_dict()
    assert accuracy["layer"][2]["encoding"]["y"]["scale"] == {"domain": [0, 100]}
    named = [each["transform"][0]["filter"] for each in accuracy["layer"] if each["data"]["name"] == "names"]
    assert named[::2] == [f"(datum.text === '{name}')" for name in ("first", "second", "third")]
    assert "target" in {each["data"]["name"] for each in accuracy["layer"]}
