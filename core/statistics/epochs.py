"""The epochs at which runs reached their target: shares and quartiles, where "not reached" is later than any epoch."""

import math
from typing import NamedTuple

import numpy as np

from core.types import Array

NOT_REACHED = math.inf
"""The epoch of a run that never reached its target: later than any other, and never averaged with a number."""


class Spread(NamedTuple):
    """How many runs there are, how many of them reached the target, and by which epoch a quarter, a half and three
    quarters of all the runs had done so (∞ if that many never did)."""

    runs: int
    reached: int
    lower: float
    median: float
    upper: float

    @property
    def share(self) -> float:
        """The share of the runs that reached the target."""
        return self.reached / self.runs


def spread(epochs: Array) -> Spread:
    """Return t_q = the least epoch by which at least q·n of the n runs had reached the target, q = ¼, ½, ¾.

    epochs: (n,), ∞ where a run did not reach it. Each t_q is the epoch of one run, the ⌈q·n⌉-th, or ∞: nothing is
    interpolated, so a number is never averaged with "not reached". The median of an even number of runs is therefore
    the lower one of the middle two, and is a number just if at least half of the runs reached the target.
    Raises ValueError if there is no run, and for what is no epoch.
    """
    epochs = checked(epochs)
    n, ordered = len(epochs), np.sort(epochs)
    if n == 0:
        raise ValueError("there are no runs, but a spread needs at least one: pass an array of shape (n,) with n ≥ 1")
    lower, median, upper = (float(ordered[-(-quarters * n // 4) - 1]) for quarters in (1, 2, 3))  # rounded up
    return Spread(n, int(np.isfinite(epochs).sum()), lower, median, upper)


def checked(epochs: Array, dimensions: int = 1) -> Array:
    """Return the epochs as float64 if they are a table of so many dimensions with numbers from 0 on, or ∞."""
    epochs = np.asarray(epochs, dtype=np.float64)
    if epochs.ndim != dimensions:
        raise ValueError(f"the epochs have shape {epochs.shape}, but {dimensions} dimension(s) are needed")
    wrong = epochs[~(epochs >= 0.0)]
    if wrong.size:
        raise ValueError(f"{wrong[0]:g} is no epoch: pass numbers from 0 on, and ∞ for a run that did not reach it")
    return epochs
