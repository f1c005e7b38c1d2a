"""Shares and quartiles of epochs, some of which were never reached."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.statistics.epochs import NOT_REACHED, spread

INF = NOT_REACHED
EPOCHS = st.one_of(st.integers(0, 9).map(float), st.just(INF))


@pytest.mark.parametrize(
    ("epochs", "quartiles"),
    [
        ([7.0], (7.0, 7.0, 7.0)),
        ([4.0, 1.0, 3.0, 2.0], (1.0, 2.0, 3.0)),
        ([5.0, 1.0, 4.0, 2.0, 3.0], (2.0, 3.0, 4.0)),
        ([10.0, INF], (10.0, 10.0, INF)),  # one of the middle two was never reached: half of the runs arrived by 10
        ([10.0, INF, INF], (10.0, INF, INF)),
        ([10.0, 20.0, INF, INF], (10.0, 20.0, INF)),
        ([INF, INF], (INF, INF, INF)),
    ],
)
def test_quartiles_are_epochs_of_runs_and_never_between_a_number_and_not_reached(epochs, quartiles):
    found = spread(np.array(epochs))
    assert (found.lower, found.median, found.upper) == quartiles
    assert (found.runs, found.reached) == (len(epochs), sum(e < INF for e in epochs))
    assert found.share == found.reached / found.runs


@given(st.lists(EPOCHS, min_size=1, max_size=40))
def test_each_quartile_is_the_first_epoch_by_which_so_many_have_arrived(epochs):
    found = spread(np.array(epochs))
    for quarters, epoch in enumerate((found.lower, found.median, found.upper), start=1):
        assert epoch in epochs
        assert 4 * sum(e <= epoch for e in epochs) >= quarters * len(epochs)
        assert 4 * sum(e < epoch for e in epochs) < quarters * len(epochs)
    assert (found.median < INF) == (2 * found.reached >= found.runs)


@pytest.mark.parametrize(
    ("epochs", "words"),
    [
        ([], "there are no runs"),
        ([3.0, np.nan], "nan is no epoch: pass numbers from 0 on, and ∞ for a run that did not reach it"),
        ([-1.0], "-1 is no epoch"),
        ([-INF], "-inf is no epoch"),
        ([[1.0]], r"shape \(1, 1\), but 1 dimension"),
    ],
)
def test_what_is_no_epoch_is_refused(epochs, words):
    with pytest.raises(ValueError, match=words):
        spread(np.array(epochs))
