"""The median difference over pairs and its interval, with failures among the pairs."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.statistics.bootstrap import interval, median_difference
from core.statistics.epochs import NOT_REACHED

INF = NOT_REACHED
EPOCHS = st.one_of(st.integers(0, 20).map(float), st.just(INF))


@pytest.mark.parametrize(
    ("differences", "median"),
    [
        ([3.0, -1.0, 9.0], 3.0),
        ([3.0, 5.0], 3.0),  # each value from 3 to 5 is a median: the one closest to 0
        ([-3.0, -5.0], -3.0),
        ([-4.0, 6.0], 0.0),
        ([7.0, INF], 7.0),
        ([-INF, INF], 0.0),
        ([INF, INF, 2.0], INF),
        ([-INF, -INF], -INF),
    ],
)
def test_the_median_difference_never_averages(differences, median):
    assert median_difference(np.array(differences)) == median
    assert median_difference(-np.array(differences)) == -median


def chances_of_medians(differences):
    """P(median of a resample ≤ x) for each x in order: the k smallest come up at least m times, binomially."""
    n = len(differences)
    return [
        math.fsum(math.comb(n, j) * (k / n) ** j * (1 - k / n) ** (n - j) for j in range((n + 1) // 2, n + 1))
        for k in range(1, n + 1)
    ]


@pytest.mark.parametrize("failures", [0, 3, 9])
def test_the_ends_are_those_of_all_resamples(failures):
    """For an odd number of pairs the chances of resampled medians are known; failures are the largest differences."""
    n = 15
    first, second = np.arange(20.0, 20.0 + n), np.full(n, 25.0)
    first[n - failures :] = INF
    ordered, chances = np.sort(first - second), chances_of_medians(first)

    found = interval(first, second, resamples=19_999, seed=3)

    for end, share in ((found.low, 0.025), (found.high, 0.975)):
        possible = {
            ordered[k] for k in range(n) if chances[k] >= share - 0.004 and (k == 0 or chances[k - 1] <= share + 0.004)
        }
        assert end in possible
    assert found.middle == ordered[n // 2]


def test_an_end_may_be_not_reached():
    first, second = np.array([10.0, 12.0, 11.0, INF, INF]), np.array([14.0, 15.0, 16.0, 13.0, INF])
    assert interval(first, second) == (-5.0, -3.0, INF)
    assert interval(np.full(9, INF), np.arange(9.0)) == (INF, INF, INF)
    assert interval(np.full(9, INF), np.full(9, INF)) == (0.0, 0.0, 0.0)


@settings(max_examples=50)
@given(st.lists(st.tuples(EPOCHS, EPOCHS), min_size=1, max_size=12), st.integers(0, 99))
def test_an_interval_is_in_order_defined_and_turned_round_by_exchanging_the_methods(pairs, seed):
    first, second = np.array(pairs).T
    found = interval(first, second, resamples=199, seed=seed)
    assert found.low <= found.high and not any(map(math.isnan, found))
    assert found == interval(first, second, resamples=199, seed=seed)
    assert interval(second, first, resamples=199, seed=seed) == tuple(-end for end in reversed(found))


def test_a_wider_level_gives_a_wider_interval():
    first, second = np.random.default_rng(0).integers(1, 99, (2, 64)).astype(float)
    wide, narrow = (interval(first, second, level=level) for level in (0.99, 0.5))
    assert wide.low < narrow.low <= narrow.middle <= narrow.high < wide.high


def test_what_has_no_interval_is_refused():
    with pytest.raises(ValueError, match="there are no pairs"):
        interval(np.array([]), np.array([]))
    with pytest.raises(ValueError, match=r"level 1\.0 with 1999 resamples: pass a level between 0 and 1"):
        interval(np.ones(3), np.ones(3), level=1.0)
