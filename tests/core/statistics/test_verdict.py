"""Which method is better, or that these seeds cannot show it; and how often that is claimed of equally good ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.false_claims import LAWS, MOST, claims, differing
from core.statistics.choice import Results
from core.statistics.epochs import NOT_REACHED
from core.statistics.pairs import Tally
from core.statistics.sign_test import sign_test
from core.statistics.verdict import LEVEL, judge, verdict

INF = NOT_REACHED
EPOCHS = st.one_of(st.integers(0, 3).map(float), st.just(INF))
PAIRS = st.lists(st.tuples(EPOCHS, EPOCHS), max_size=24).map(lambda pairs: np.array(pairs).reshape(-1, 2).T)
OTHER = {"first": "second", "second": "first"}


def pairs_of(wins, ties, losses):
    """Pairs with this tally."""
    return np.repeat([[1.0, 2.0, INF], [INF, 2.0, 3.0]], (wins, ties, losses), axis=1)


@pytest.mark.parametrize(
    ("counts", "kind", "p", "smallest"),
    [
        ((16, 0, 0), "first", 2.0**-15, 2.0**-15),
        ((0, 4, 6), "second", 0.03125, 0.03125),
        ((13, 0, 3), "first", 0.021270751953125, 2.0**-15),
        ((12, 0, 4), "not shown", 0.076812744140625, 2.0**-15),
        ((8, 0, 8), "not shown", 1.0, 2.0**-15),
        ((5, 99, 0), "too few", 0.0625, 0.0625),
        ((3, 0, 2), "too few", 1.0, 0.0625),
        ((0, 7, 0), "all tie", 1.0, 1.0),
        ((0, 0, 0), "too few", 1.0, 1.0),
    ],
)
def test_the_verdict_follows_from_the_tally(counts, kind, p, smallest):
    found = verdict(*pairs_of(*counts))
    assert found.kind == kind and found.tally == Tally(*counts)
    assert (found.p, found.smallest_p) == (p, smallest)


@given(PAIRS, st.integers(0, 5))
def test_exchanging_the_methods_exchanges_the_verdict_and_ties_change_no_p(pairs, ties):
    first, second = pairs
    found, turned = verdict(first, second), verdict(second, first)
    assert turned.kind == OTHER.get(found.kind, found.kind)
    assert (turned.p, turned.smallest_p) == (found.p, found.smallest_p) and turned.tally == Tally(*found.tally[::-1])
    more = verdict(np.append(first, [INF] * ties), np.append(second, [INF] * ties))
    assert (more.p, more.smallest_p) == (found.p, found.smallest_p)
    if found.tally.untied:
        assert more.kind == found.kind


@given(PAIRS)
def test_a_difference_is_claimed_just_if_p_is_at_most_the_level(pairs):
    found = verdict(*pairs)
    assert (found.kind in OTHER) == (sign_test(found.tally.wins, found.tally.losses) <= LEVEL)
    assert found.smallest_p <= LEVEL or found.kind in ("too few", "all tie")


# --- Each method at its best η ----------------------------------------------------------------------------------------


def steady(*epochs, seeds=24):
    """Results with the same epoch for each seed, one for each η."""
    return Results(tuple(float(10**k) for k in range(len(epochs))), np.repeat([epochs], seeds, axis=0).T)


def test_each_method_is_judged_at_its_best_eta_by_the_other_half():
    found = judge(steady(50.0, 20.0, INF), steady(30.0, 40.0, 60.0))
    assert found.kind == "first" and found.chosen == (1, 0)
    assert found.verdict.tally == Tally(12, 0, 0) and found.judged[0].tolist() == [20.0] * 12
    assert (found.hardest, found.against_hardest) == (0, found.verdict)


def test_a_win_over_one_eta_that_is_none_over_another_rests_on_the_choice():
    first, second = steady(20.0), steady(30.0, 40.0)
    second.epochs[1, 1::2] = 20.0  # the seeds that judge would have chosen the second η
    found, turned = judge(first, second), judge(second, first)
    assert found.verdict.kind == "first" and turned.verdict.kind == "second"
    assert found.kind == turned.kind == "rests on η" and found.hardest == turned.hardest == 1
    assert found.against_hardest is not None and found.against_hardest.kind == "all tie"


def test_the_hardest_eta_is_judged_with_the_methods_in_their_order():
    first = steady(25.0, 25.0, 25.0)
    first.epochs[1, 5] = 10.0
    found = judge(first, steady(20.0))
    assert (found.kind, found.chosen, found.verdict.tally) == ("second", (0, 0), Tally(0, 0, 12))
    assert found.hardest == 1
    assert found.against_hardest is not None and found.against_hardest.tally == Tally(1, 0, 11)


def test_without_a_difference_there_is_no_hardest_eta():
    found = judge(steady(20.0, 30.0), steady(20.0, 30.0))
    assert (found.kind, found.hardest, found.against_hardest) == ("all tie", None, None)
    assert judge(steady(20.0, 30.0, seeds=1), steady(25.0, 30.0, seeds=1)).kind == "too few"


@pytest.mark.parametrize(("law", "seeds"), [(1, 64), (7, 12), (9, 32)])
def test_equally_good_methods_are_seldom_told_apart(law, seeds):
    """A sample of the benchmark's table, of 1,000 studies each, the choice of η included."""
    found = claims(LAWS[law], seeds)
    assert differing(found.ended) <= MOST
    assert differing(found.alone) > 0
