"""Two methods in pairs of runs, one pair for each seed: which of the two was sooner, and by how many epochs."""

from typing import NamedTuple

import numpy as np

from core.statistics.epochs import checked
from core.types import Array


class Tally(NamedTuple):
    """In how many pairs the first method was sooner, in how many neither was, in how many the second one was."""

    wins: int
    ties: int
    losses: int

    @property
    def untied(self) -> int:
        """The pairs that can say something about which method is better."""
        return self.wins + self.losses


def tally(first: Array, second: Array) -> Tally:
    """Count wins, ties and losses of the first method; both arrays are (pairs,), with ∞ for "not reached".

    Whoever reached the target wins over whoever did not. Two that did not reach it tie, as do two at the same epoch.
    Raises ValueError for arrays of different lengths, and for what is no epoch.
    """
    first, second = checked_pairs(first, second)
    return Tally(*(int(found.sum()) for found in (first < second, first == second, first > second)))


def differences(first: Array, second: Array) -> Array:
    """Return d = first − second for each pair, (pairs,): below 0 where the first method was sooner.

    Where only one of the two reached the target, d is −∞ or ∞. Where neither did, the two tie, so d is 0.
    """
    first, second = checked_pairs(first, second)
    return np.subtract(first, second, out=np.zeros(len(first)), where=first != second)  # ∞ − ∞ would be no number


def checked_pairs(first: Array, second: Array) -> tuple[Array, Array]:
    """Return both if they are epochs of equally many runs."""
    first, second = checked(first), checked(second)
    if len(first) != len(second):
        raise ValueError(
            f"{len(first)} runs cannot be paired with {len(second)}: pass one of each method for every seed"
        )
    return first, second
