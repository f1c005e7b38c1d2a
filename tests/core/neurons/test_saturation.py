"""The flat sides of the activations, and how values pile up on them."""

import math

import numpy as np
import pytest

from core.functions.activations import ACTIVATIONS
from core.functions.activations.sigmoid import sigmoid
from core.neurons.saturation import (
    FlatRange,
    flat_ranges,
    flat_side,
    shares,
    shift_to_middle,
)

GRID = np.linspace(-12.0, 12.0, 24_001)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_largest_slope_on_a_fine_grid_is_the_steepest(name):
    fn = ACTIVATIONS[name]
    assert np.max(fn.derivative(GRID, fn.fn(GRID))) == pytest.approx(fn.steepest, rel=1e-6)


@pytest.mark.parametrize("share", [0.01, 0.19, 0.5, 0.99])
@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_a_central_difference_is_below_the_share_exactly_on_the_saturated_stretches(name, share):
    fn, h = ACTIVATIONS[name].fn, 1e-5
    slope = (fn(GRID + h) - fn(GRID - h)) / (2 * h)
    left, right = flat_ranges(name, share)
    edges = np.abs(np.abs(GRID) - right.low) < 1e-3

    assert (left.low, right.high) == (-math.inf, math.inf)
    assert left.high == -right.low
    saturated = np.abs(GRID) > right.low
    assert np.array_equal(saturated[~edges], (slope < share * slope.max())[~edges])


def test_a_relu_has_one_flat_side_that_no_share_moves_and_a_linear_unit_has_none():
    for share in (0.001, 0.19, 0.99):
        assert flat_ranges("relu", share) == (FlatRange(-math.inf, 0.0, "off"),)
        assert flat_ranges("leaky_relu", share) == (FlatRange(-math.inf, 0.0, "leaking"),)
        assert flat_ranges("linear", share) == ()


@pytest.mark.parametrize(
    ("name", "z", "expected"),
    [
        ("tanh", 4.0, "saturated"),
        ("tanh", -4.0, "saturated"),
        ("tanh", 1.47, None),
        ("tanh", 1.48, "saturated"),
        ("sigmoid", 2.94, None),
        ("sigmoid", 2.95, "saturated"),
        ("sigmoid", 800.0, "saturated"),
        ("relu", 1e9, None),
        ("relu", 0.0, "off"),
        ("relu", -1e-9, "off"),
        ("leaky_relu", -1.0, "leaking"),
        ("leaky_relu", 1.0, None),
        ("linear", -800.0, None),
    ],
)
def test_a_neuron_is_called_by_the_side_it_stands_on(name, z, expected):
    assert flat_side(name, z, 0.19) == expected


@pytest.mark.parametrize("share", [0.01, 0.19, 0.99])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_z_is_flat_just_where_the_drawn_stretches_are(name, share):
    z = GRID + 1e-6  # no point on an edge
    inside = [(z > each.low) & (z < each.high) for each in flat_ranges(name, share)]
    is_flat = ACTIVATIONS[name].is_flat
    assert is_flat(z, share).tolist() == np.any([np.zeros_like(z, dtype=bool), *inside], axis=0).tolist()
    at_0 = {"relu": True, "leaky_relu": True, "silu": share > 0.9, "tanh": False, "sigmoid": False, "linear": False}
    assert name not in at_0 or is_flat(0.0, share) == at_0[name]


def test_the_way_back_of_a_tanh_at_4_is_the_published_one():
    way = shift_to_middle("tanh", 4.0)
    assert (way.change, way.inwards) == (-0.01, True)
    assert way.shift == pytest.approx(-1.3859744332556105, rel=1e-9)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("z", [-6.0, -3.0, -0.5, -0.005, 0.0, 0.004, 0.3, 2.0, 6.0])
def test_going_the_way_back_moves_a_by_the_amount_and_towards_the_middle_if_it_says_so(name, z):
    fn = ACTIVATIONS[name]
    way = shift_to_middle(name, z)

    before, after = float(fn.fn(z)), float(fn.fn(z + way.shift))
    assert abs(way.change) == 0.01
    assert after - before == pytest.approx(way.change, abs=1e-12)
    assert way.inwards == (abs(before - fn.centre) >= 0.01)
    assert (abs(after - fn.centre) < abs(before - fn.centre)) or not way.inwards


def test_a_dead_relu_must_climb_all_the_way_to_the_corner_first():
    assert shift_to_middle("relu", -3.0).shift == pytest.approx(3.01)
    assert shift_to_middle("relu", -3.0).inwards is False


def test_values_beyond_the_edges_count_into_the_end_bins():
    values = np.array([-99.0, -1.0, 0.5, 1.5, 2.0, 99.0])
    assert shares(values, np.array([-1.0, 0.0, 1.0, 2.0])) == pytest.approx([2 / 6, 1 / 6, 3 / 6])


def test_all_activations_but_the_linear_have_a_name_for_their_flat_side():
    names = {name: activation.flat.name for name, activation in ACTIVATIONS.items() if activation.flat}
    assert "linear" not in names
    assert (
        names.items()
        >= {
            "sigmoid": "saturated",
            "tanh": "saturated",
            "relu": "off",
            "leaky_relu": "leaking",
            "silu": "flat",
        }.items()
    )


def test_the_edge_of_saturation_is_where_the_slope_has_fallen_to_that_share():
    for name in ("sigmoid", "tanh"):
        for share in (1e-12, 0.01, 0.19, 0.5, 1.0):
            left, right = flat_ranges(name, share)
            assert left.high == -right.low
            slope = ACTIVATIONS[name].derivative(right.low, 0.0)
            assert slope == pytest.approx(share * ACTIVATIONS[name].steepest, rel=1e-12)
    assert sigmoid(flat_ranges("sigmoid", 0.19)[1].low) == pytest.approx(0.95, rel=1e-14)
    for share in (0.0, 1.1, math.nan):
        with pytest.raises(ValueError, match="share is"):
            flat_ranges("tanh", share)


@pytest.mark.parametrize("share", [0.01, 0.05, 0.09, 0.092, 0.19, 0.5, 0.9, 0.92, 0.999])
def test_the_ends_of_the_flat_parts_of_silu_have_just_that_share_of_the_largest_slope(share):
    silu = ACTIVATIONS["silu"]
    ends = [z for each in flat_ranges("silu", share) for z in (each.low, each.high) if math.isfinite(z)]
    assert np.abs(silu.derivative(np.array(ends), 0.0)) == pytest.approx(share * silu.steepest, rel=1e-9)
    assert len(flat_ranges("silu", share)) == (2 if share < 0.0907 or share > 0.9093 else 1)
