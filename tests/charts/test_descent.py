"""Lesson 4's charts: which marks, fields, colours and scales."""

import pytest

from charts.descent import batch_costs, bend, cost_of_updates, landscape, valley_shares
from charts.theme import SERIES
from tests.charts.test_race import layers, lines

CHARTS = [
    (cost_of_updates,),
    (batch_costs, "updates"),
    (batch_costs, "examples"),
    (landscape,),
    (valley_shares, "Momentum"),
    (bend, "cost"),
    (bend, "bend"),
]


@pytest.mark.parametrize(("make", "given"), [(make, given) for make, *given in CHARTS])
def test_every_mark_is_coloured_by_the_theme_and_names_its_data(make, given):
    spec = make(*given).to_dict()
    for view in layers(spec):
        data = view.get("data", spec.get("data"))  # which Altair hoists, if it is the same for all
        assert "name" in data and "values" not in data
        assert view["encoding"]["color"]["scale"] == {"domain": list(SERIES), "range": "category"}
        assert view["mark"].get("strokeDash") != [1, 0]


def test_the_costs_are_drawn_in_their_colours_and_dashes_on_a_logarithmic_axis():
    slow, fast = lines(cost_of_updates().to_dict())

    assert [view["data"]["name"] for view in (slow, fast)] == ["quadratic", "cross_entropy"]
    assert [view["transform"][0]["calculate"] for view in (slow, fast)] == ["'quadratic'", "'cross-entropy'"]
    assert "strokeDash" in slow["mark"] and "strokeDash" not in fast["mark"]
    assert slow["encoding"]["y"]["scale"]["type"] == fast["encoding"]["y"]["scale"]["type"] == "log"


@pytest.mark.parametrize(("against", "title"), [("updates", "updates"), ("examples", "examples looked at")])
def test_batches_are_told_apart_by_colour_and_by_dash_and_the_legend_shows_the_same(against, title):
    spec = batch_costs(against).to_dict()
    drawn = [(view["transform"][0]["calculate"].strip("'"), view["mark"].get("strokeDash")) for view in lines(spec)]
    legend = [
        (view["transform"][0]["filter"].split("'")[1], view["mark"].get("strokeDash"))
        for view in layers(spec)
        if view["mark"]["type"] == "rule" and view["data"]["name"] == "names"
    ]

    assert drawn == legend == [("green", None), ("purple", [7, 4]), ("ink", None)]
    assert lines(spec)[0]["encoding"]["x"]["title"] == title


def test_each_instance_is_a_line_of_its_own_behind_the_average():
    each, average = lines(landscape().to_dict())

    assert (each["data"]["name"], each["encoding"]["detail"]["field"]) == ("each", "instance")
    assert each["mark"]["strokeWidth"] < average["mark"]["strokeWidth"]


def test_shares_stand_on_one_scale_in_all_three_histograms():
    spec = valley_shares("Momentum").to_dict()
    bars = layers(spec)[0]

    assert bars["mark"]["type"] == "bar"
    assert bars["encoding"]["y"]["scale"]["domain"] == [0, 1.12]
    assert spec["title"]["text"] == "Momentum"


def test_the_part_that_bends_down_is_a_band_behind_both_curves():
    for of in ("cost", "bend"):
        views = layers(bend(of).to_dict())
        assert views[0]["mark"]["type"] == "rect"
        assert {views[0]["encoding"][end]["field"] for end in ("x", "x2")} == {"left", "right"}
        assert [view["encoding"]["y"]["field"] for view in lines(bend(of).to_dict())] == ["quadratic", "cross_entropy"]
