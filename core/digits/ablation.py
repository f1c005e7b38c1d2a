"""What changed? Between the book's shallow and intermediate net four settings change at once; here one at a time."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from core.digits.images import TRAINING
from core.digits.plan import INTERMEDIATE, SHALLOW, DigitsPlan, NetPlan
from core.digits.queue import Queue
from core.networks.trainer import Trainer
from core.types import Array

SETTINGS = ("cost", "eta", "activation", "hidden")
"""The four settings in which the two nets differ; `hidden` is the depth: one hidden layer or two."""

Changes = tuple[str, ...]

VARIANTS: tuple[Changes, ...] = (
    (),
    SETTINGS,
    *((setting,) for setting in SETTINGS),
    *(tuple(each for each in SETTINGS if each != setting) for setting in SETTINGS),
)
"""The shallow net and the intermediate net; then the shallow one with one change; then all changes without one."""


def changed(changes: Changes) -> NetPlan:
    """Return the shallow net with some of the settings of the intermediate net; ValueError for any other setting."""
    unknown = [each for each in changes if each not in SETTINGS]
    if unknown:
        raise ValueError(f"the nets do not differ in {', '.join(unknown)}: name settings of {', '.join(SETTINGS)}")
    return replace(SHALLOW, **{setting: getattr(INTERMEDIATE, setting) for setting in changes})


class Ablation(Queue):
    """Trains each variant from each seed: all variants with the first seed, then all with the next.

    found[variant] has a list for each seed that has begun: the test accuracy at the start and after each epoch done.
    """

    recording: ClassVar[dict[str, Any]] = {"records": "costs"}

    def __init__(
        self,
        variants: Sequence[Changes] = VARIANTS,
        seeds: Sequence[int] = (0, 1),
        *,
        epochs: int = 5,
        images: int = TRAINING,
        batch: int = 128,
    ) -> None:
        self._order = [(changes, seed) for seed in seeds for changes in variants]
        plans = [
            DigitsPlan((changed(changes),), batch=batch, images=images, epochs=epochs, seed=seed)
            for changes, seed in self._order
        ]
        super().__init__(plans, tested=True)
        self.epochs = epochs
        self.found: dict[Changes, dict[int, list[float]]] = {changes: {} for changes in variants}

    def _note(self, number: int, trainer: Trainer) -> None:
        if trainer.updates == 0:
            return  # it has learned nothing yet
        changes, seed = self._order[number]
        accuracy = trainer.records[0].test_accuracy
        assert accuracy is not None
        self.found[changes][seed] = [float(each) for each in accuracy]

    def accuracies(self, changes: Changes) -> Array:
        """Return the test accuracies of a variant, (seeds, epochs + 1), of the seeds trained to the end."""
        whole = [each for each in self.found[changes].values() if len(each) == self.epochs + 1]
        return np.array(whole).reshape(len(whole), self.epochs + 1)

    def latest(self, changes: Changes) -> list[float]:
        """Return the last test accuracy of each seed trained to the end; before there is one, of that in training."""
        whole = self.accuracies(changes)
        begun = whole if len(whole) else self.found[changes].values()
        return [float(each[-1]) for each in begun]
