"""The best η of a method, and which seeds choose it."""

import numpy as np
import pytest

from core.statistics.choice import CHOOSING, JUDGING, Results, best_setting, choose
from core.statistics.epochs import NOT_REACHED

INF = NOT_REACHED


@pytest.mark.parametrize(
    ("epochs", "best"),
    [
        ([[9.0, 9.0, 9.0], [8.0, 8.0, INF], [9.0, 1.0, 9.0]], 1),  # the smallest median
        ([[9.0, 9.0, INF], [1.0, 9.0, 99.0], [9.0, 9.0, INF]], 1),  # of equal ones, where more runs arrived
        ([[INF, INF, 3.0], [INF, INF, INF], [INF, INF, 3.0]], 2),  # of those, the smaller η
        ([[INF, INF, INF], [INF, INF, INF], [INF, INF, INF]], 2),
    ],
)
def test_the_best_setting_has_the_smallest_median_then_the_most_arrivals_then_the_smaller_eta(epochs, best):
    assert best_setting(Results((3.0, 1.0, 0.3), np.array(epochs))) == best


@pytest.mark.parametrize("seeds", [1, 2, 7, 12])
def test_each_seed_chooses_or_judges_and_any_first_part_of_them_has_both(seeds):
    order = np.arange(seeds)
    assert sorted([*order[CHOOSING], *order[JUDGING]]) == list(order)
    assert len(order[CHOOSING]) - len(order[JUDGING]) in (0, 1)


def test_the_seeds_that_judge_do_not_choose():
    epochs = np.array([[1.0, 9.0] * 4, [9.0, 1.0] * 4])
    first, second = Results((0.1, 1.0), epochs), Results((0.1, 1.0), epochs[::-1])
    assert choose(first, second) == ((0, 1), JUDGING)


def test_where_nothing_is_chosen_all_seeds_judge():
    only = Results((0.1,), np.ones((1, 5)))
    assert choose(only, only) == ((0, 0), slice(None))
    assert choose(only, Results((0.1, 1.0), np.ones((2, 5)))) == ((0, 0), JUDGING)


@pytest.mark.parametrize(
    ("etas", "shape"), [((), (0, 4)), ((0.1,), (2, 4)), ((0.1, 1.0), (2, 0))], ids=["no η", "a row too many", "no seed"]
)
def test_results_need_a_row_for_each_eta_and_a_column_for_each_seed(etas, shape):
    with pytest.raises(ValueError, match="pass one row for each η and one column for each seed"):
        Results(etas, np.ones(shape))


def test_different_seeds_cannot_be_compared():
    with pytest.raises(ValueError, match="5 seeds cannot be compared with 4: run both methods with the same seeds"):
        choose(Results((0.1,), np.ones((1, 5))), Results((0.1,), np.ones((1, 4))))
    with pytest.raises(ValueError, match="nan is no epoch"):
        Results((0.1,), np.array([[np.nan]]))
