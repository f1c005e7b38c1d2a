"""Thinning: few points, and yet the whole curve."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.neurons.learning import descend
from core.thinning import CLOSE, MOST, extremes, thin

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
    if not all(farthest(x, curve, kept) <= CLOSE * np.ptp(curve) for curve in curves):
        assert n > MOST
        assert kept.tolist() == extremes(x, *curves, columns=MOST // 6).tolist()


@pytest.mark.parametrize("start", [0.6, 2.0, 4.0])
def test_a_race_takes_a_few_dozen_points_whatever_its_length(start):
    outputs = [descend(start, start, 1, 0, cost, 0.15, 12_000).a for cost in ("half_quadratic", "cross_entropy")]
    assert len(thin(np.arange(12_001.0), *outputs)) < 150


def test_a_swing_at_every_step_is_not_smoothed_away():
    swing = np.tile([0.0, 1.0], 100)
    assert len(thin(np.arange(200.0), swing)) == 200


@given(n=st.integers(2, 3 * MOST), columns=st.integers(1, 400), seed=st.integers(0, 99))
def test_columns_show_the_ends_and_extremes_that_the_whole_curves_have_there(n, columns, seed):
    rng = np.random.default_rng(seed)
    x = np.cumsum(rng.uniform(0.1, 2.0, n))
    curves = rng.normal(size=(2, n)).round(1)  # some values are equal
    kept = extremes(x, *curves, columns=columns)
    assert np.all(np.diff(kept) > 0)
    assert len(kept) <= 6 * columns
    edges = x[0] + (x[-1] - x[0]) * np.arange(1, columns) / columns
    column = np.searchsorted(edges, x, "right")
    for each in range(0, columns, 1 + columns // 20):
        whole = np.flatnonzero(column == each)
        shown = kept[column[kept] == each]
        assert len(shown) == 0 if len(whole) == 0 else (shown[0], shown[-1]) == (whole[0], whole[-1])
        for curve in curves:
            assert (curve[shown].min(initial=9), curve[shown].max(initial=-9)) == (
                curve[whole].min(initial=9),
                curve[whole].max(initial=-9),
            )


def test_a_race_that_swings_thousands_of_times_is_drawn_as_a_band_and_not_as_a_slow_wave():
    outputs = [descend(2, 2, 1, 0.5, cost, 50, 12_000).a for cost in ("half_quadratic", "cross_entropy")]
    x = np.arange(12_001.0)
    kept = thin(x, *outputs)
    assert len(kept) <= MOST
    for curve in outputs:
        swings = np.count_nonzero(np.diff(np.sign(curve - 0.5)) != 0)
        drawn = np.count_nonzero(np.diff(np.sign(curve[kept] - 0.5)) != 0)
        assert drawn >= min(swings, 300)


def test_a_straight_line_takes_the_fewest_points():
    assert len(thin(np.arange(500.0), np.linspace(3.0, 4.0, 500), np.zeros(500))) <= 18
