"""Lesson 2's charts: what they draw, which data they name, and that these data are right."""

import json
import math
from functools import cache

import numpy as np
import pytest

from charts.activation import ARROW, LARGEST_Z, curve, layer_histogram, nudge_effect, slope
from charts.activation_data import (
    bands,
    curve_table,
    layer_range,
    layer_tables,
    nudge_tables,
    on_chart,
    tangent,
    threshold,
)
from core.functions.activations import ACTIVATIONS
from core.neurons.layer import layer_response
from core.neurons.neuron import Neuron, nudge

NAMES = list(ACTIVATIONS)
FLAT = [name for name, activation in ACTIVATIONS.items() if activation.flat]


@cache
def spec_of(chart, name):
    """The specification of a chart of an activation."""
    return chart(name).to_dict()


def data_of(layer, spec):
    """The name of a layer's data set, which Altair writes above the layers when all share it."""
    return layer.get("data", spec.get("data"))["name"]


def marks(spec):
    return [(layer["mark"]["type"], data_of(layer, spec)) for layer in spec["layer"]]


def fields(spec):
    """For each data set the columns that its marks read."""
    found = {}
    for layer in spec["layer"]:
        columns = {channel["field"] for channel in layer["encoding"].values() if "field" in channel} - {"series"}
        found.setdefault(data_of(layer, spec), set()).update(columns)
    return found


def axis(spec, channel, data):
    return next(
        layer["encoding"][channel]
        for layer in spec["layer"]
        if data_of(layer, spec) == data and "scale" in layer["encoding"].get(channel, {})
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_curve_draws_the_function_the_tangent_the_neuron_and_the_nudge(name):
    spec = spec_of(curve, name)

    assert ("line", "curve") in marks(spec)
    assert ("line", "tangent") in marks(spec)
    assert ("point", "neuron") in marks(spec)
    assert ("point", "nudged") in marks(spec)
    assert (("rect", "bands") in marks(spec)) == (name in FLAT)
    assert (("text", "bands") in marks(spec)) == (name in FLAT)


@pytest.mark.parametrize("name", NAMES)
def test_the_slope_has_a_threshold_only_where_there_is_saturation(name):
    graded = [each for each in FLAT if ACTIVATIONS[each].flat.graded]
    assert {"sigmoid", "tanh", "silu"} <= set(graded) and not {"relu", "leaky_relu", "linear"} & set(graded)
    assert (("rule", "threshold") in marks(spec_of(slope, name))) == (name in graded)


@pytest.mark.parametrize("name", NAMES)
def test_the_curve_and_its_slope_share_the_z_axis_and_the_width_of_the_other(name):
    upper, lower = spec_of(curve, name), spec_of(slope, name)
    domains = [axis(spec, "x", "curve")["scale"]["domain"] for spec in (upper, lower)]
    widths = [axis(spec, "y", "curve")["axis"]["minExtent"] for spec in (upper, lower)]

    assert domains == [[-10.0, 10.0]] * 2
    assert widths[0] == widths[1]


@pytest.mark.parametrize("name", NAMES)
def test_every_curve_lies_inside_its_constant_axes(name):
    table = curve_table(name)
    for spec, column in ((spec_of(curve, name), "a"), (spec_of(slope, name), "slope")):
        low, high = axis(spec, "y", "curve")["scale"]["domain"]
        assert low <= table[column].min()
        assert table[column].max() <= high


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_is_the_same_every_time_and_holds_no_data(name):
    for made in (curve, slope, nudge_effect):
        first, second = (json.dumps(each, sort_keys=True) for each in (spec_of(made, name), made(name).to_dict()))
        assert first == second
        assert '"values": [{' not in first


@pytest.mark.parametrize("name", NAMES)
def test_the_data_sets_have_the_columns_that_the_charts_read(name):
    response = layer_response("normal", name, 20, 30)
    neuron = Neuron(1.0, 0.0, name)
    push = nudge(neuron, 1.0, 0.0, 0.1)
    neurons = {"neuron": on_chart(name, 1.0), "nudged": on_chart(name, 1.1)}
    flat = bands(name, 0.19)
    shown = {"curve": curve_table(name), "tangent": tangent(name, 1.0), **neurons, "bands": flat}
    shown["threshold"] = threshold(name, 0.19)
    drawn = [(spec_of(curve, name), shown), (spec_of(slope, name), shown)]
    drawn += [(spec_of(nudge_effect, name), nudge_tables(name, 1.0, push, push))]
    drawn += [
        (
            layer_histogram(quantity, not flat.empty, *layer_range(quantity, name, 60.0)).to_dict(),
            layer_tables(quantity, name, "normal", response, 0.19, 60.0),
        )
        for quantity in ("z", "a")
    ]
    for spec, tables in drawn:
        for data, columns in fields(spec).items():
            assert columns <= set(tables[data].columns), data


@pytest.mark.parametrize("name", NAMES)
def test_the_layer_histogram_names_exactly_the_data_sets_it_is_given(name):
    response = layer_response("normal", name, 20, 30)
    for quantity in ("z", "a"):
        spec = layer_histogram(quantity, name in FLAT, *layer_range(quantity, name, 10.0)).to_dict()
        assert set(layer_tables(quantity, name, "normal", response, 0.19, 10.0)) == set(fields(spec))


def test_the_tangent_has_the_slope_of_the_curve_and_touches_it():
    for name, fn in ACTIVATIONS.items():
        left, right = tangent(name, 1.3).to_numpy(dtype=float)
        rise = (right[1] - left[1]) / (right[0] - left[0])
        difference = (float(fn.fn(1.3 + 1e-6)) - float(fn.fn(1.3 - 1e-6))) / 2e-6
        assert rise == pytest.approx(difference, rel=1e-6)
        assert (left[1] + right[1]) / 2 == pytest.approx(float(fn.fn(1.3)))


def test_a_neuron_beyond_the_chart_is_an_arrow_at_the_edge_it_left_by():
    assert on_chart("tanh", 4.0)[["z", "shape"]].iloc[0].tolist() == [4.0, "inside"]
    assert on_chart("tanh", LARGEST_Z)["shape"].item() == "inside"
    assert on_chart("relu", 44.0)[["z", "a", "shape"]].iloc[0].tolist() == [ARROW, ARROW, "right"]
    assert on_chart("relu", -44.0)[["z", "a", "shape"]].iloc[0].tolist() == [-ARROW, 0.0, "left"]


def test_the_bands_of_a_tanh_begin_at_artanh_point_nine():
    table = bands("tanh", 0.19)
    assert table["name"].tolist() == ["saturated", "saturated"]
    assert table["high"].iloc[0] == pytest.approx(-math.atanh(0.9))
    assert table["low"].iloc[1] == pytest.approx(math.atanh(0.9))
    assert (table["low"].iloc[0], table["high"].iloc[1]) == (-LARGEST_Z, LARGEST_Z)


@pytest.mark.parametrize("name", NAMES)
def test_the_axis_of_slopes_holds_every_slope(name):
    z = np.linspace(-LARGEST_Z, LARGEST_Z, 20_001)
    slopes = ACTIVATIONS[name].derivative(z, ACTIVATIONS[name].fn(z))
    layers = [layer for layer in spec_of(slope, name)["layer"] if "scale" in layer["encoding"].get("y", {})]
    low, high = layers[0]["encoding"]["y"]["scale"]["domain"]
    assert low < slopes.min()
    assert slopes.max() < high


def test_the_corner_of_a_relu_is_drawn_as_a_step_of_its_slope():
    table = curve_table("relu")
    jump = np.flatnonzero(np.diff(table["slope"]))
    assert len(jump) == 1
    assert np.ptp(table["z"].iloc[jump[0] : jump[0] + 2]) < 1e-6


def test_the_histograms_hold_every_neuron_once():
    response = layer_response("normal", "sigmoid", 784, 256)
    for quantity in ("z", "a"):
        assert layer_tables(quantity, "sigmoid", "normal", response, 0.19, 10.0)["bars"][
            "share"
        ].sum() == pytest.approx(1)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("z", [-25.0, -4.0, -2.0, 0.0, 1e-3, 4.0, 25.0])
def test_both_lines_of_the_nudge_stay_inside_their_axes_and_the_names_do_not_collide(name, z):
    neuron = Neuron(1.0, 0.0, name)
    here, middle = (nudge(neuron, at, 0.0, 0.5) for at in (z, 0.0))
    low, high = axis(spec_of(nudge_effect, name), "y", "curves")["scale"]["domain"]
    tables = nudge_tables(name, z, here, middle)
    values = tables["curves"][["here", "middle"]].to_numpy()
    end = tables["names"].iloc[0]

    assert low < values.min()
    assert values.max() < high
    assert end["middle_name"] == "" or abs(end["here"] - end["middle"]) > 0.03 * (high - low)
    assert "at z = 0" in end["here_name"] + end["middle_name"]
