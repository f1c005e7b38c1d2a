"""Lesson 8's chart of a layer's neurons."""

from charts.digits_inside import neurons
from charts.theme import SERIES


def test_a_bar_stands_over_the_number_of_its_neuron_in_the_colour_of_its_net():
    spec = neurons("a").to_dict()
    edges = {each["as"]: each["calculate"] for each in spec["transform"]}
    assert spec["data"] == {"name": "neurons"}
    assert edges["low"] == "datum.neuron - 0.45" and edges["high"] == "datum.neuron + 0.45"
    assert spec["encoding"]["x"]["field"] == "low" and spec["encoding"]["x2"]["field"] == "high"
    assert spec["encoding"]["color"]["scale"] == {"domain": list(SERIES), "range": "category"}
    assert spec["encoding"]["x"]["title"] == "neuron"


def test_slopes_of_all_layers_have_one_axis():
    assert neurons("σ′(z)", "neuron", 0.25).to_dict()["encoding"]["y"]["scale"]["domain"] == [0.0, 0.25]
