"""The signed-rank test of Wilcoxon, exact also with ties: it asks by how much a method wins, not only how often."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from core.statistics.pairs import differences
from core.types import Array


class SignedRanks(NamedTuple):
    """The rank sums of the pairs that the first and the second method won, the number of untied pairs, and p."""

    first: float
    second: float
    untied: int
    p: float


def signed_rank_test(first: Array, second: Array) -> SignedRanks:
    """Return W₁, W₂ and p = 2 P(W ≤ min(W₁, W₂)), at most 1: two-sided, exact; both arrays are (pairs,).

    The untied pairs are ranked by the size of their difference, the smallest with rank 1; equal ones share the mean of
    their ranks. W₁ is the sum of the ranks of the pairs that the first method won, W₂ of the others. W is such a sum
    if a fair coin decides for each pair who won it, with the same ranks. Ties are dropped before ranking, as by
    Wilcoxon.
    Where only one of the two reached the target, the difference is larger than any number, so all such pairs share the
    highest ranks. Without an untied pair p is 1. Raises ValueError as `differences` does.
    """
    found = differences(first, second)
    found = found[found != 0.0]
    doubled = doubled_ranks(np.abs(found))
    wins, losses = int(doubled[found < 0.0].sum()), int(doubled[found > 0.0].sum())
    p = min(1.0, 2.0 * _chance_of_at_most(min(wins, losses), doubled))
    return SignedRanks(wins / 2, losses / 2, len(found), p)


def doubled_ranks(sizes: Array) -> npt.NDArray[np.int64]:
    """Return twice the rank of each, (n,): whole numbers also where equal sizes share the mean of their ranks."""
    _, group, members = np.unique(sizes, return_inverse=True, return_counts=True)
    last = np.cumsum(members)
    return (2 * last - members + 1)[group]  # the first rank of a group plus its last one


def _chance_of_at_most(total: int, doubled: npt.NDArray[np.int64]) -> float:
    """P(W ≤ total) where a fair coin decides for each rank whether it is added to W.

    chances[s] is P(W = s) for the ranks so far: each rank r leaves W as it is, or makes it r larger. All terms are
    positive, and a half of a number is exact, so the error stays below n roundings.
    """
    chances = np.zeros(total + 1)
    chances[0] = 1.0
    for rank in doubled:
        chances /= 2.0
        chances[rank:] += chances[:-rank].copy()
    return float(chances.sum())
