"""Lesson 3, the race: one neuron, badly wrong, learns one instance under two costs."""

from dataclasses import dataclass
from functools import cached_property

from core.functions.cost import Cost
from core.neurons.learning import Descent, descend, rounding_error
from core.neurons.neuron import Gradient, Neuron
from ui.two_costs import Pair


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

    def is_known(self, step: int) -> Pair[bool]:
        """Return whether a is right to four digits at an update: rounding errors may have grown to the size of a."""

        def known(run: Descent, cost: Cost, eta: float) -> bool:
            a = float(run.a[step])
            return a * (1.0 - a) * rounding_error(run, self.y, cost, eta, step) <= 5e-4 * a

        return Pair(*map(known, self.runs, self.costs, self.etas))

    @cached_property
    def gradients(self) -> Pair[Gradient]:
        """The gradient at the start, under each cost."""
        return self.costs.map(lambda cost: Neuron(self.w, self.b).gradient(self.x, self.y, cost))
