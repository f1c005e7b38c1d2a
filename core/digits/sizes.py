"""As many hidden layers as it takes: how well a net does after a few epochs, against its depth and its width.

The chapter closes with an advice: add layers and neurons while the cost on the test images falls.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, NamedTuple

from core.digits.plan import INTERMEDIATE, OFFERED_LAYERS, DigitsPlan
from core.digits.queue import Queue
from core.networks.trainer import Trainer

DEPTHS = tuple(range(OFFERED_LAYERS + 1))
GRID_WIDTHS = (8, 16, 32, 64, 128, 256)


class Cell(NamedTuple):
    """A net of so many hidden layers with so many neurons each; without a hidden layer, width is 0."""

    depth: int
    width: int


class Score(NamedTuple):
    """How a net does after so many epochs; the costs are ∞ if it has diverged."""

    epochs: int
    cost: float
    test_cost: float
    test_accuracy: float
    parameters: int


def cells(depths: Sequence[int] = DEPTHS, widths: Sequence[int] = GRID_WIDTHS) -> tuple[Cell, ...]:
    """Return the cells of a grid, a depth after the other; there is one without a hidden layer."""
    return tuple(Cell(depth, width) for depth in depths for width in (widths if depth else (0,)))


GRID = cells()
RUN = DigitsPlan((INTERMEDIATE,), images=12_000, epochs=3)
"""The intermediate net's settings. With 12,000 images the last batch has 96, so no epoch ends with a very small one."""


class Sizes(Queue):
    """Trains a net for each cell, with all other settings as in `run`; found has the scores of those begun."""

    recording: ClassVar[dict[str, Any]] = {"records": "costs"}

    def __init__(self, grid: Sequence[Cell] = GRID, run: DigitsPlan = RUN) -> None:
        self.grid = tuple(grid)
        (net,) = run.nets
        super().__init__(
            [replace(run, nets=(replace(net, hidden=(cell.width,) * cell.depth),)) for cell in self.grid], tested=True
        )
        self.found: dict[Cell, Score] = {}

    def _note(self, number: int, trainer: Trainer) -> None:
        if trainer.updates == 0:
            return  # it has learned nothing yet
        stands = trainer.standings()[0]
        assert stands.test_cost is not None
        assert stands.test_accuracy is not None
        self.found[self.grid[number]] = Score(
            trainer.epochs,
            stands.cost,
            stands.test_cost,
            stands.test_accuracy,
            self.plans[number].nets[0].parameters,
        )

    @property
    def best(self) -> Cell | None:
        """The cell with the lowest cost on the test images, of those trained to the end; None if there is none yet."""
        whole = [cell for plan, cell in zip(self.plans, self.grid, strict=True) if self._epochs(cell) == plan.epochs]
        return min(whole, key=lambda cell: self.found[cell].test_cost, default=None)

    def _epochs(self, cell: Cell) -> int:
        return self.found[cell].epochs if cell in self.found else 0
