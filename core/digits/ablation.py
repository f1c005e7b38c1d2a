"""What changed? Between the book's shallow and intermediate net four settings change at once; here one at a time."""

import math
from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean
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


class Ablation(Queue[tuple[float, ...]]):
    """Trains each variant from each seed: all variants with the first seed, then all with the next.

    A finding is the test accuracy at the start and after each epoch done.
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
        self.variants, self.seeds, self.epochs = tuple(variants), tuple(seeds), epochs
        plans = [
            DigitsPlan((changed(changes),), batch=batch, images=images, epochs=epochs, seed=seed)
            for seed in self.seeds
            for changes in self.variants
        ]
        super().__init__(plans, tested=True)

    def _look(self, trainer: Trainer) -> tuple[float, ...]:
        accuracy = trainer.records[0].test_accuracy
        assert accuracy is not None
        return tuple(float(each) for each in accuracy)

    def accuracies(self, changes: Changes) -> Array:
        """Return the test accuracies of a variant, (seeds, epochs + 1), of the seeds trained to the end."""
        found = [self.findings[number] for number in self._numbers(changes) if self.trained(number)]
        return np.array(found).reshape(len(found), self.epochs + 1)

    def means(self) -> dict[Changes, float]:
        """Return each variant's mean accuracy at the end over those seeds with which all variants have been trained.

        So each mean is over the same seeds; {} while there is no such seed.
        """
        whole = self.whole_seeds()
        right = {each: [self._right(number) for number in self._numbers(each)] for each in self.variants}
        return {each: fmean(shares[k] for k in whole) for each, shares in right.items()} if whole else {}

    def whole_seeds(self) -> list[int]:
        """Return the places, from 0, of the seeds with which all variants have been trained."""
        n = len(self.variants)
        return [k for k in range(len(self.seeds)) if all(self.trained(k * n + variant) for variant in range(n))]

    def _right(self, number: int) -> float:
        """Return the last accuracy of a plan, nan before it has begun."""
        found = self.findings[number]
        return math.nan if found is None else found[-1]

    def _numbers(self, changes: Changes) -> range:
        """Return the numbers of a variant's plans, a seed after the other."""
        return range(self.variants.index(changes), len(self.plans), len(self.variants))
