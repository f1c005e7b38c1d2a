"""Lesson 3, the race: one neuron, badly wrong, learns one instance under two costs."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from core.functions.cost import Cost
from core.neurons.learning import Descent, descend, stretched
from core.neurons.neuron import Gradient, Neuron
from core.rounding import torn_from
from ui.two_costs import Pair

STRETCHED = 1e4
"""A run whose updates stretch no deviation by more than this keeps all digits that are printed, and needs no twin."""


@dataclass(frozen=True)
class Race:
    """The start of the neuron, the instance, both costs, their learning rates, and the number of updates."""

    w: float
    b: float
    x: float
    y: float
    costs: Pair[Cost]
    etas: Pair[float]
    updates: int

    @property
    def z(self) -> float:
        """The weighted input at the start."""
        return self.w * self.x + self.b

    @cached_property
    def runs(self) -> Pair[Descent]:
        """The values after every update, under each cost."""
        runs = [
            descend(self.w, self.b, self.x, self.y, cost, eta, self.updates)
            for cost, eta in zip(self.costs, self.etas, strict=True)
        ]
        return Pair(*runs)

    @cached_property
    def twins(self) -> Pair[Descent]:
        """Both runs again, from a start moved by one unit in the last place of z; where nothing grows, the run itself.

        What a run and its twin share is known; the rest is decided by rounding.
        """
        higher = self.b + float(np.spacing(max(abs(self.b) + abs(self.w * self.x), 1.0)))
        twins = [
            descend(self.w, higher, self.x, self.y, cost, eta, self.updates)
            if stretched(run, self.y, cost, eta) > STRETCHED
            else run
            for run, cost, eta in zip(self.runs, self.costs, self.etas, strict=True)
        ]
        return Pair(*twins)

    @cached_property
    def torn(self) -> Pair[npt.NDArray[np.bool_]]:
        """Whether rounding decides about digits that would be printed, after each update of each run."""
        states = [[np.column_stack([each.weights, each.bias]) for each in pair] for pair in (self.runs, self.twins)]
        return Pair(*(torn_from(run, twin) for run, twin in zip(*states, strict=True)))

    @property
    def with_twins(self) -> list[tuple[Descent, Descent, npt.NDArray[np.bool_]]]:
        """Each run, its twin, and where they are torn apart."""
        return list(zip(self.runs, self.twins, self.torn, strict=True))

    @cached_property
    def gradients(self) -> Pair[Gradient]:
        """The gradient at the start, under each cost."""
        return self.costs.map(lambda cost: Neuron(self.w, self.b).gradient(self.x, self.y, cost))
