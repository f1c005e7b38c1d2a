"""What is kept of a study: of each run when it reached the target, and its curves. It can be trained in parts.

A part is some seeds next to one another. It is trained by itself, in stacks of its own, so it comes out the same to the
last bit, whoever trains which other parts, and when.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from core.study.plan import StudyPlan
from core.types import Array

ROWS = 101
"""A curve keeps at most so many epochs, evenly spaced, with the first and the last one."""


class Curves(NamedTuple):
    """Cost and accuracy on the training points, each (η, seeds, epochs kept), nan where a run has not got there."""

    cost: npt.NDArray[np.float32]
    accuracy: npt.NDArray[np.float32]


class Part(NamedTuple):
    """What is kept of the seeds from `low` on: all runs of a seed one below the other, by method and then by η.

    reached is (runs, seeds), cost and accuracy (runs, seeds, epochs kept); see `Kept` for what they mean.
    """

    low: int
    reached: Array
    cost: npt.NDArray[np.float32]
    accuracy: npt.NDArray[np.float32]


class Kept:
    """What is kept of a study, with its plan.

    reached has for each method an array (η, seeds): the epoch at which the run reached the target, ∞ if it never did,
    nan before it is trained. curves has the curves of each method, of the epochs `epochs`.
    """

    def __init__(self, plan: StudyPlan) -> None:
        """Nothing is trained yet."""
        self.plan = plan
        self.epochs = kept_epochs(plan)
        shapes = [(len(method.etas), plan.seeds) for method in plan.methods]
        self.reached: list[Array] = [np.full(shape, np.nan) for shape in shapes]
        self.curves = [
            Curves(*(np.full((*shape, len(self.epochs)), np.nan, np.float32) for _ in range(2))) for shape in shapes
        ]

    @property
    def trained(self) -> npt.NDArray[np.bool_]:
        """Of each seed whether all its runs are trained, (seeds,)."""
        return np.all(~np.isnan(np.concatenate(self.reached)), axis=0)

    @property
    def done(self) -> int:
        """How many seeds are trained, with all methods and all η, from the first one on without a gap."""
        return int(np.append(self.trained, False).argmin())

    @property
    def nbytes(self) -> int:
        """How many bytes the findings take."""
        return sum(array.nbytes for array in (*self.reached, *(each for curves in self.curves for each in curves)))

    def part(self, seeds: Sequence[int]) -> Part:
        """Return what is kept of these seeds, which are next to one another."""
        columns = slice(seeds[0], seeds[-1] + 1)
        cost, accuracy = (np.concatenate(each)[:, columns] for each in zip(*self.curves, strict=True))
        return Part(seeds[0], np.concatenate(self.reached)[:, columns], cost, accuracy)

    def put(self, part: Part) -> None:
        """Keep a part that was trained elsewhere."""
        columns, first = slice(part.low, part.low + part.reached.shape[1]), 0
        for reached, curves in zip(self.reached, self.curves, strict=True):
            rows = slice(first, first + len(reached))
            first = rows.stop
            reached[:, columns] = part.reached[rows]
            curves.cost[:, columns] = part.cost[rows]
            curves.accuracy[:, columns] = part.accuracy[rows]


def kept_epochs(plan: StudyPlan) -> npt.NDArray[np.int_]:
    """Return the epochs that the curves of a study keep."""
    last = plan.base.epochs
    return np.append(np.arange(0, last, -(-last // (ROWS - 1))), last)
