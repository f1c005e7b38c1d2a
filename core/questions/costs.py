"""Lesson 1: what wrong estimates cost."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from core.functions.costs import COSTS
from core.functions.entropy import cross_entropy
from core.numerals import numeral
from core.questions.question import Answer, Number, Options, Question, apart, lettered, one_of, step_between


@dataclass(frozen=True)
class WhichCostsMost(Question):
    """Four estimates, each with its own y: which has the largest cross-entropy?"""

    title = "Which estimate costs most?"
    y: tuple[float, ...]
    yhat: tuple[float, ...]

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw four estimates that give what happened clearly different probabilities."""
        while True:
            y = tuple(one_of(rng, (0.0, 1.0)) for _ in range(4))
            yhat = tuple(step_between(rng, 0.05, 0.95, 0.05) for _ in range(4))
            if 0.0 < sum(y) < 4.0 and apart(cls(y, yhat).given, least=0.09):
                return cls(y, yhat)

    @property
    def given(self) -> tuple[float, ...]:
        """The probability that each estimate gave to what happened."""
        return tuple(yhat if y == 1.0 else 1.0 - yhat for y, yhat in zip(self.y, self.yhat, strict=True))

    @property
    def text(self) -> str:
        """The question."""
        return "Each of four estimates ŷ meets its own true y. Which one costs most under **cross-entropy**?"

    @property
    def asks(self) -> Options:
        """One of the four."""
        pairs = zip(self.y, self.yhat, strict=True)
        return Options("cross-entropy", tuple(f"y = {numeral(y)}, ŷ = {numeral(yhat)}" for y, yhat in pairs))

    def answer(self) -> Answer:
        """Compute the four costs."""
        values = tuple(cross_entropy(np.array(self.y), np.array(self.yhat)).tolist())
        most = int(np.argmax(values))
        return Answer(
            most,
            f"The cost is −ln of the probability that was given to what happened, and {lettered(most)} gave it the "
            f"least, {numeral(self.given[most])}: so it costs {numeral(values[most])}.",
            values,
        )


@dataclass(frozen=True)
class HowManyTimesTheCost(Question):
    """An error becomes a few times as large: by what factor does the cost grow?"""

    title = "How much more does a larger error cost?"
    cost: str
    error: float
    times: float

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw an error, a factor that leaves it below 1, and a cost."""
        while True:
            error, times = one_of(rng, (0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4)), one_of(rng, (2, 3, 4, 5, 6))
            if error * times <= 0.96:
                return cls(("quadratic", "cross_entropy")[int(rng.integers(2))], error, times)

    @property
    def text(self) -> str:
        """The question."""
        larger = numeral(round(self.error * self.times, 10))
        return (
            f"The true y is 1. The error y − ŷ grows from {numeral(self.error)} to {larger}. How many times as large "
            f"does the **{COSTS[self.cost].label}** cost become?"
        )

    @property
    def asks(self) -> Number:
        """A factor."""
        return Number("times as large", 1.0, 100.0, 0.01, log=True)

    def answer(self) -> Answer:
        """Compute both costs and their ratio."""
        errors = np.array([self.error, self.error * self.times])
        small, large = COSTS[self.cost].from_a(1.0, 1.0 - errors).tolist()
        return Answer(
            large / small,
            f"The cost goes from {numeral(small)} to {numeral(large)}: a square multiplies by "
            f"{numeral(self.times)}² = {numeral(self.times**2)}, whatever the error, and −ln(1 − e) by hardly more "
            "than "
            f"{numeral(self.times)} for small errors and by ever more where the error comes near 1.",
        )


@dataclass(frozen=True)
class ShareOfOneEstimate(Question):
    """Several good estimates and one that is badly wrong: its share of the whole cost."""

    title = "What share of the cost has one bad estimate?"
    good: int
    yhat: float
    bad: float

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw how many are good, how good they are, and how bad the other is."""
        return cls(
            int(rng.integers(3, 13)),
            one_of(rng, (0.7, 0.75, 0.8, 0.85, 0.9)),
            one_of(rng, (0.01, 0.02, 0.05, 0.1, 0.2, 0.3)),
        )

    @property
    def text(self) -> str:
        """The question."""
        return (
            f"All of {self.good + 1} instances have y = 1: {self.good} of them get ŷ = {numeral(self.yhat)}, and one "
            f"gets ŷ = {numeral(self.bad)}. How much of the sum of their **cross-entropies** comes from that one, in "
            "per cent?"
        )

    @property
    def asks(self) -> Number:
        """A share in per cent."""
        return Number("per cent of the cost", 0.0, 100.0, 0.1)

    def answer(self) -> Answer:
        """Compute the costs of both kinds."""
        each, one = cross_entropy(np.ones(2), np.array([self.yhat, self.bad])).tolist()
        rest = self.good * each
        squares = (1.0 - np.array([self.yhat, self.bad])) ** 2
        quadratic = 100.0 * float(squares[1] / (squares[1] + self.good * squares[0]))
        share = 100.0 * one / (one + rest)
        return Answer(
            share,
            f"It costs {numeral(one)} and the other {self.good} cost {numeral(rest)} together: {numeral(share, 3)} % "
            "of "
            f"the sum (of the quadratic costs it has {numeral(quadratic, 3)} %).",
        )


QUESTIONS = (WhichCostsMost, HowManyTimesTheCost, ShareOfOneEstimate)
