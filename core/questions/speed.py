"""Lesson 3: how long a wrong neuron takes to learn, and how much faster it learns under cross-entropy."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from core.functions.costs import COSTS
from core.neurons.learning import descend, first_within
from core.neurons.neuron import Neuron
from core.numerals import bracketed, count, numeral
from core.questions.question import Answer, Number, Options, Question, apart, lettered, one_of, step_between

HALF, PLAIN, ENTROPY = "half_quadratic", "quadratic", "cross_entropy"
MOST_UPDATES = 12_000
"""From z = 8 with η = 0.15 it takes 10,028."""
SOON = 300
"""From z = 4, the farthest start of the four neurons under the ½ quadratic cost, it takes 232."""


def updates_to_half(w: float, b: float, eta: float, cost: str, most: int = MOST_UPDATES) -> int:
    """Return after how many updates a neuron with x = 1 and y = 0 is below one half, or `most`."""
    reached = first_within(descend(w, b, 1.0, 0.0, cost, eta, most).a, 0.0, 0.5)
    return most if reached is None else reached


@dataclass(frozen=True)
class WhenIsItBelowHalf(Question):
    """A neuron that is wrong learns under the ½ quadratic cost: when is its output below one half?"""

    title = "At which update does it cross 0.5?"
    w: float
    b: float
    eta: float

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw a start with z from 1 to 8, and a learning rate."""
        return cls(
            step_between(rng, 0.5, 4.0, 0.5), step_between(rng, 0.5, 4.0, 0.5), one_of(rng, (0.15, 0.2, 0.3, 0.5))
        )

    @property
    def text(self) -> str:
        """The question."""
        return (
            f"One sigmoid neuron has x = 1 and the target y = 0. It starts at w = {numeral(self.w)}, b = "
            f"{numeral(self.b)} and learns under the **½ quadratic** cost with η = {numeral(self.eta)}. After how many "
            "updates is its output a below 0.5?"
        )

    @property
    def asks(self) -> Number:
        """A number of updates."""
        return Number("updates", 1.0, 20_000.0, 1.0, log=True, whole=True)

    def answer(self) -> Answer:
        """Let the neuron learn, under both costs."""
        start = Neuron(self.w, self.b).forward(1.0)
        slow, fast = (updates_to_half(self.w, self.b, self.eta, cost) for cost in (HALF, ENTROPY))
        return Answer(
            slow,
            f"It starts at z = {numeral(float(start.z))}, where σ′(z) = {numeral(float(start.slope))} is a factor of "
            "its "
            f"gradient: so it takes {_updates(slow)}. Cross-entropy lacks this factor and takes {_updates(fast)}.",
        )


@dataclass(frozen=True)
class HowManyTimesTheGradient(Question):
    """One neuron, both costs: how many times is cross-entropy's gradient the quadratic one's?"""

    title = "How many times larger is cross-entropy's gradient?"
    quadratic: str
    w: float
    x: float
    b: float
    y: float

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw a neuron with |z| up to 8, a target, and a convention for the quadratic cost."""
        while True:
            w, x, b = (
                step_between(rng, -4.0, 4.0, 0.5),
                one_of(rng, (-2, -1, 0.5, 1, 2, 3)),
                step_between(rng, -4.0, 4.0, 1.0),
            )
            if w and abs(w * x + b) <= 8.0:
                return cls((HALF, PLAIN)[int(rng.integers(2))], w, x, b, one_of(rng, (0.0, 1.0)))

    @property
    def text(self) -> str:
        """The question."""
        return (
            f"A sigmoid neuron has w = {numeral(self.w)}, x = {numeral(self.x)} and b = {numeral(self.b)}; its target "
            "is "
            f"y = {numeral(self.y)}. How many times as large is its ∂C/∂w under **cross-entropy** as under the "
            f"quadratic cost {COSTS[self.quadratic].formula.partition(',')[0]}?"
        )

    @property
    def asks(self) -> Number:
        """A factor."""
        return Number("times as large", 1.0, 20_000.0, 0.01, log=True)

    def answer(self) -> Answer:
        """Compute both gradients and their ratio."""
        neuron = Neuron(self.w, self.b)
        z, _, slope = neuron.forward(self.x)
        slow, fast = (float(neuron.gradient(self.x, self.y, cost).weights[0]) for cost in (self.quadratic, ENTROPY))
        return Answer(
            fast / slow,
            f"With z = {bracketed(self.w)} × {bracketed(self.x)} + {bracketed(self.b)} = {numeral(float(z))} the slope "
            f"σ′(z) is {numeral(float(slope))}, a factor that cross-entropy cancels: its gradient is {numeral(fast)}, "
            f"the quadratic cost's {numeral(slow)}, and the ratio is {numeral(fast / slow)} whatever x and y are.",
        )


@dataclass(frozen=True)
class WhichIsFirst(Question):
    """Four neurons, two under each cost: which of them is below one half first?"""

    title = "Which neuron is below 0.5 first?"
    eta: float
    costs: tuple[str, ...]
    starts: tuple[float, ...]

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw starts until the updates are clearly different and the first is of the cost that a coin has chosen."""
        eta, wanted = one_of(rng, (0.15, 0.3)), (HALF, ENTROPY)[int(rng.integers(2))]
        while True:
            near, far = (sorted(rng.permutation(8)[:2].tolist()) for _ in range(2))
            pairs = [(HALF, 0.25 + 0.25 * k) for k in near] + [(ENTROPY, 0.5 + 0.5 * k) for k in far]
            pairs = [pairs[k] for k in rng.permutation(4)]
            found = cls(eta, tuple(cost for cost, _ in pairs), tuple(start for _, start in pairs))
            updates = found.updates
            if apart(updates, times=1.25) and found.costs[int(np.argmin(updates))] == wanted:
                return found

    @property
    def updates(self) -> tuple[int, ...]:
        """After how many updates each is below one half."""
        pairs = zip(self.costs, self.starts, strict=True)
        return tuple(updates_to_half(w, w, self.eta, cost, SOON) for cost, w in pairs)

    @property
    def text(self) -> str:
        """The question."""
        return (
            f"Four sigmoid neurons have x = 1, the target y = 0 and η = {numeral(self.eta)}. Which one's output is "
            "below "
            "0.5 after the fewest updates?"
        )

    @property
    def asks(self) -> Options:
        """One of the four."""
        pairs = zip(self.costs, self.starts, strict=True)
        return Options(
            "updates", tuple(f"{COSTS[cost].label}, from w = b = {numeral(w)}" for cost, w in pairs), log=True
        )

    def answer(self) -> Answer:
        """Let all four learn."""
        updates = self.updates
        first = int(np.argmin(updates))
        slowest = int(np.argmax(updates))
        return Answer(
            first,
            f"{lettered(first)} takes {_updates(updates[first])}, and {lettered(slowest)}, the last, "
            f"{_updates(updates[slowest])}: under the ½ quadratic cost the wait grows like e^z with the z of the "
            "start, "
            "under cross-entropy about like z.",
            tuple(float(k) for k in updates),
        )


def _updates(number: int) -> str:
    return f"{count(number)} {'update' if number == 1 else 'updates'}"


QUESTIONS = (WhenIsItBelowHalf, HowManyTimesTheGradient, WhichIsFirst)
