"""The sign test: would a fair coin fall on one side as often as one method wins?"""

import math

from core.statistics.pairs import Tally


def sign_test(wins: int, losses: int) -> float:
    """p = 2 P(X ≤ min(wins, losses)), at most 1, where X is binomial with n = wins + losses and ½: two-sided, exact.

    Ties say nothing about which method is better: leave them out. Without any pair p is 1. Raises ValueError for
    negative counts.
    """
    return min(1.0, 2.0 * chance_of_at_least(max(wins, losses), wins + losses))


def chance_of_at_least(wins: int, pairs: int) -> float:
    """P(X ≥ wins) = Σ C(n, k) / 2ⁿ over k = wins … n, for X binomial with n = pairs and ½.

    The sum is made of integers and divided once, so it is right to the last bit for any n.
    """
    if not 0 <= wins <= pairs:
        raise ValueError(
            f"{wins} wins in {pairs} pairs are impossible: pass counts from 0 on, and no more wins than pairs"
        )
    return sum(math.comb(pairs, k) for k in range(wins, pairs + 1)) / 2**pairs


def smallest_p(pairs: int) -> float:
    """2 / 2ⁿ, the p if one method wins all n untied pairs: the smallest that so many can give; 1 for none."""
    return sign_test(pairs, 0)


def p_of(counts: Tally) -> float:
    """Return the p of a tally: its ties are dropped."""
    return sign_test(counts.wins, counts.losses)
