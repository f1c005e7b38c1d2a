"""As many hidden layers as it takes: how well a net does after a few epochs, against its depth and its width.

The chapter closes with an advice: add layers and neurons while the cost on the test images falls.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean
from typing import Any, ClassVar, NamedTuple

from core.digits.plan import INTERMEDIATE, OFFERED_LAYERS, DigitsPlan
from core.digits.queue import Queue
from core.networks.records import Standing
from core.networks.trainer import Trainer

DEPTHS = tuple(range(OFFERED_LAYERS + 1))
GRID_WIDTHS = (8, 16, 32, 64, 128, 256)


class Cell(NamedTuple):
    """A net of so many hidden layers with so many neurons each; without a hidden layer, width is 0."""

    depth: int
    width: int


class Score(NamedTuple):
    """How a net does at the end, in the mean over its seeds; the costs are ∞ if it has diverged.

    spread is how far apart the test costs of its seeds are; 0 if there is one.
    """

    test_cost: float
    test_accuracy: float
    parameters: int
    spread: float


def cells(depths: Sequence[int] = DEPTHS, widths: Sequence[int] = GRID_WIDTHS) -> tuple[Cell, ...]:
    """Return the cells of a grid, a depth after the other; there is one without a hidden layer."""
    return tuple(Cell(depth, width) for depth in depths for width in (widths if depth else (0,)))


GRID = cells()
RUN = DigitsPlan((INTERMEDIATE,), images=12_000, epochs=3)
"""The intermediate net's settings. With 12,000 images the last batch has 96, so no epoch ends with a very small one."""


class Sizes(Queue[Standing]):
    """Trains a net for each cell and seed, all for as many epochs, with all other settings as in `run`.

    All seeds of a cell come one after another, so a cell has its score as soon as the last of them is trained.
    """

    recording: ClassVar[dict[str, Any]] = {"records": "costs"}

    def __init__(self, grid: Sequence[Cell] = GRID, run: DigitsPlan = RUN, seeds: Sequence[int] = (0,)) -> None:
        self.grid, self.seeds = tuple(grid), tuple(seeds)
        (net,) = run.nets
        plans = [
            replace(run, nets=(replace(net, hidden=(cell.width,) * cell.depth),), seed=seed)
            for cell in self.grid
            for seed in self.seeds
        ]
        super().__init__(plans, tested=True)

    def _look(self, trainer: Trainer) -> Standing:
        return trainer.standings()[0]

    @property
    def found(self) -> dict[Cell, Score]:
        """The scores of the cells that have been trained to the end, with all seeds."""
        of_each = {cell: range(k * len(self.seeds), (k + 1) * len(self.seeds)) for k, cell in enumerate(self.grid)}
        return {cell: self._score(numbers) for cell, numbers in of_each.items() if all(map(self.trained, numbers))}

    def best(self, *, by_accuracy: bool = False) -> Cell | None:
        """Return the cell with the lowest test cost, or the highest accuracy, so far; None if there is none yet."""
        found = self.found
        if by_accuracy:
            return max(found, key=lambda cell: found[cell].test_accuracy, default=None)
        return min(found, key=lambda cell: found[cell].test_cost, default=None)

    def _score(self, numbers: Sequence[int]) -> Score:
        stands = [found for number in numbers if (found := self.findings[number]) is not None]
        costs = [math.nan if each.test_cost is None else each.test_cost for each in stands]
        right = [math.nan if each.test_accuracy is None else each.test_accuracy for each in stands]
        spread = max(costs) - min(costs) if max(costs) < math.inf else math.inf
        parameters = self.plans[numbers[0]].nets[0].parameters
        return Score(fmean(costs), fmean(right), parameters, spread)
