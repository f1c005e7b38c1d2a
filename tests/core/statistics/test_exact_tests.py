"""The sign test and the signed-rank test against all assignments of signs, one by one, and against SciPy."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.statistics.epochs import NOT_REACHED
from core.statistics.pairs import Tally, differences, tally
from core.statistics.sign_test import chance_of_at_least, p_of, sign_test, smallest_p
from core.statistics.signed_ranks import signed_rank_test

INF = NOT_REACHED
EPOCHS = st.one_of(st.integers(0, 6).map(float), st.just(INF))
PAIRS = st.lists(st.tuples(EPOCHS, EPOCHS), max_size=8).map(lambda pairs: np.array(pairs).reshape(-1, 2).T)
COUNTS = st.integers(0, 40)


def of_all_signs(sizes, signs):
    """p = the share of all assignments of signs whose sum of sizes with + is as far from the middle, or further."""
    middle = Fraction(sum(sizes)) / 2
    found = abs(sum(size for size, sign in zip(sizes, signs, strict=True) if sign) - middle)
    sums = [sum(itertools.compress(sizes, chosen)) for chosen in itertools.product((0, 1), repeat=len(sizes))]
    return float(Fraction(sum(abs(each - middle) >= found for each in sums), len(sums)))


def ranked(sizes):
    """The rank of each size: half of those that are equal, itself included, and a half, after all that are smaller."""
    return [sum(o < s for o in sizes) + Fraction(sum(o == s for o in sizes) + 1, 2) for s in sizes]


# --- Pairs ------------------------------------------------------------------------------------------------------------


def test_not_reached_is_the_worst_rank_and_two_of_them_tie():
    first, second = np.array([5.0, 5.0, 6.0, 5.0, INF, INF]), np.array([6.0, 5.0, 5.0, INF, 5.0, INF])
    assert tally(first, second) == Tally(2, 2, 2) and tally(first, second).untied == 4
    assert differences(first, second).tolist() == [-1.0, 0.0, 1.0, -INF, INF, 0.0]


def test_runs_that_have_no_partner_are_refused():
    with pytest.raises(ValueError, match="3 runs cannot be paired with 2: pass one of each method for every seed"):
        tally(np.ones(3), np.ones(2))
    with pytest.raises(ValueError, match="nan is no epoch"):
        signed_rank_test(np.ones(1), np.array([np.nan]))


# --- The sign test ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pairs", range(11))
def test_the_sign_test_is_the_share_of_all_signs(pairs):
    for wins in range(pairs + 1):
        signs = [True] * wins + [False] * (pairs - wins)
        assert sign_test(wins, pairs - wins) == pytest.approx(of_all_signs([1] * pairs, signs), rel=1e-12)


def test_the_sign_test_is_that_of_scipy_up_to_256_pairs():
    from scipy.stats import binomtest

    for wins, losses in [(1, 0), (6, 0), (5, 1), (9, 23), (64, 64), (100, 156), (256, 0), (17, 239), (0, 255)]:
        assert sign_test(wins, losses) == pytest.approx(binomtest(wins, wins + losses).pvalue, rel=1e-12)


def test_the_sign_test_is_right_to_the_last_bit():
    """By Pascal's triangle, in integers."""
    row = [1]
    for _ in range(256):
        row = [a + b for a, b in zip([0, *row], [*row, 0], strict=True)]
    for wins in (0, 100, 128, 140, 256):
        assert chance_of_at_least(wins, 256) == float(Fraction(sum(row[wins:]), 2**256))


def test_the_smallest_p_is_that_of_one_method_winning_all():
    assert [smallest_p(pairs) for pairs in (0, 1, 5, 6)] == [1.0, 1.0, 0.0625, 0.03125]
    assert smallest_p(16) == min(sign_test(wins, 16 - wins) for wins in range(17)) == 2.0**-15


@given(COUNTS, COUNTS)
def test_a_more_extreme_tally_has_no_larger_p(wins, losses):
    p = sign_test(wins, losses)
    assert 0.0 < p <= 1.0 and p == sign_test(losses, wins) == p_of(Tally(wins, 5, losses))
    assert p >= smallest_p(wins + losses)
    if wins >= losses > 0:
        assert sign_test(wins + 1, losses - 1) <= p and sign_test(wins + 1, losses) <= p


def test_impossible_counts_are_refused():
    with pytest.raises(ValueError, match="7 wins in 6 pairs are impossible"):
        sign_test(7, -1)


# --- The signed-rank test ---------------------------------------------------------------------------------------------


@given(PAIRS)
def test_the_signed_rank_test_is_the_share_of_all_signs_with_ties_and_failures(pairs):
    first, second = pairs
    untied = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    sizes = [INF if INF in pair else abs(pair[0] - pair[1]) for pair in untied]
    ranks, won = ranked(sizes), [a < b for a, b in untied]

    found = signed_rank_test(first, second)

    assert found.untied == len(untied)
    assert found.first == sum(itertools.compress(ranks, won)) and found.first + found.second == sum(ranks)
    assert found.p == pytest.approx(of_all_signs(ranks, won), rel=1e-12)


@given(PAIRS, st.lists(EPOCHS, max_size=5))
def test_exchanging_the_methods_exchanges_the_rank_sums_and_ties_change_nothing(pairs, tied):
    first, second = pairs
    found = signed_rank_test(first, second)
    assert signed_rank_test(second, first) == found._replace(first=found.second, second=found.first)
    assert signed_rank_test(np.append(first, tied), np.append(second, tied)) == found
    assert 0.0 < found.p <= 1.0


def test_the_signed_rank_test_is_that_of_scipy_without_ties():
    from scipy.stats import wilcoxon

    rng = np.random.default_rng(0)
    for pairs, shift in [(1, 0), (5, 1), (12, 4), (40, 20), (256, 60)]:
        size = rng.permutation(np.arange(1.0, pairs + 1.0))
        d = np.where(rng.random(pairs) < 0.5 + shift / 200, -size, size)
        found = signed_rank_test(1000.0 + d, np.full(pairs, 1000.0))
        assert found.p == pytest.approx(wilcoxon(d, method="exact").pvalue, rel=1e-12)


def test_the_signed_rank_test_is_that_of_scipy_with_ties():
    from scipy.stats import PermutationMethod, wilcoxon

    d = np.array([1.0, -1.0, 1.0, 3.0, 3.0, 4.0, -2.0, 1.0, 4.0, 4.0])
    exact = wilcoxon(d, method=PermutationMethod(n_resamples=2**10)).pvalue
    assert signed_rank_test(10.0 + d, np.full(10, 10.0)).p == pytest.approx(exact, rel=1e-12)


def test_with_256_pairs_and_ties_the_signed_rank_test_is_that_of_integers():
    """The number of assignments for each sum s, counted in integers: it is digit s of one number, to the base 2²⁶⁴."""
    d = np.random.default_rng(1).integers(-9, 13, 256).astype(float)
    d = d[d != 0.0]
    doubled = [int(2 * rank) for rank in ranked(np.abs(d).tolist())]
    ways = 1
    for rank in doubled:
        ways += ways << 264 * rank
    digits = ways.to_bytes(33 * (sum(doubled) + 1), "little")
    won = sum(itertools.compress(doubled, d < 0.0))
    least = min(won, sum(doubled) - won)
    below = sum(int.from_bytes(digits[33 * total : 33 * (total + 1)], "little") for total in range(least + 1))
    expected = float(Fraction(2 * below, 2 ** len(d)))

    assert signed_rank_test(100.0 + d, np.full(len(d), 100.0)).p == pytest.approx(expected, rel=1e-12)


def test_failures_share_the_highest_ranks():
    found = signed_rank_test(np.array([1.0, 2.0, 3.0, INF, INF]), np.array([90.0, INF, INF, 4.0, INF]))
    assert (found.first, found.second, found.untied) == (1.0 + 3.0 + 3.0, 3.0, 4)


def test_without_an_untied_pair_nothing_is_shown():
    assert signed_rank_test(np.array([INF, 2.0]), np.array([INF, 2.0])) == (0.0, 0.0, 0, 1.0)
