"""Thinning: few points, and yet the whole curve."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.neurons.learning import descend
from core.thinning import CLOSE, MOST, thin

SIZES = st.integers(1, 3 * MOST)


def farthest(x, curve, kept):
    return float(np.abs(np.interp(x, x[kept], curve[kept]) - curve).max())


@given(n=SIZES, seed=st.integers(0, 99), rough=st.booleans())
def test_lines_between_the_points_follow_every_curve_and_reach_both_its_ends(n, seed, rough):
    rng = np.random.default_rng(seed)
    x = np.cumsum(rng.uniform(0.1, 2.0, n))
    steps = rng.normal(size=(2, n))
    curves = np.cumsum(np.where(rng.random((2, n)) < 0.01, 100 * steps, 0 if not rough else steps), axis=1)
    kept = thin(x, *curves)
    assert (kept[0], kept[-1]) == (0, n - 1)
    assert np.all(np.diff(kept) > 0)
    assert len(kept) <= MOST
    if len(kept) < MOST:
        assert all(farthest(x, curve, kept) <= CLOSE * np.ptp(curve) for curve in curves)


@pytest.mark.parametrize("start", [0.6, 2.0, 4.0])
def test_a_race_takes_a_few_dozen_points_whatever_its_length(start):
    outputs = [descend(start, start, 1, 0, cost, 0.15, 12_000).a for cost in ("half_quadratic", "cross_entropy")]
    assert len(thin(np.arange(12_001.0), *outputs)) < 150


def test_a_swing_at_every_step_is_not_smoothed_away():
    swing = np.tile([0.0, 1.0], 100)
    assert len(thin(np.arange(200.0), swing)) == 200


def test_a_straight_line_takes_the_fewest_points():
    assert len(thin(np.arange(500.0), np.linspace(3.0, 4.0, 500), np.zeros(500))) <= 18
