"""Lesson 7: how often a start is fatal, whether a difference may be chance, and how many pairs show one."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from core.experiments.plan import Plan
from core.numerals import count, numeral, percent
from core.questions.question import Answer, Number, Question, one_of
from core.statistics.sign_test import sign_test
from core.statistics.verdict import LEVEL
from core.study.plan import Method, StudyPlan
from core.study.study import Study

SEEDS = 32
BASE = Plan(n=200, output_bias=8.0, epochs=30)
"""A circle of 200 points, two hidden layers of 8 tanh neurons, batches of 10; the output starts sure of one class."""
ENTROPY = Method("cross-entropy", (0.3,), (("cost", "cross_entropy"),))


@dataclass(frozen=True)
class HowManyNeverLearn(Question):
    """So many starts with a saturated output: how many runs under the ½ quadratic cost never learn?"""

    title = "How many never learn?"
    bias: float
    eta: float

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw an output bias and a learning rate."""
        return cls(one_of(rng, (2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 8.0)), one_of(rng, (0.2, 0.3, 0.4, 0.6, 0.8, 1.0)))

    @property
    def text(self) -> str:
        """The question."""
        return (
            f"{SEEDS} networks learn the circle from an output bias of {numeral(self.bias)}: two hidden layers of 8 "
            f"tanh neurons, batches of {BASE.batch_size}, ½ quadratic, η = {numeral(self.eta)}. How many of them never "
            f"get 95 % of the {BASE.n} points right in {BASE.epochs} epochs?"
        )

    @property
    def asks(self) -> Number:
        """A number of runs."""
        return Number("runs that never learn", 0.0, float(SEEDS), 1.0, whole=True)

    def answer(self) -> Answer:
        """Train them, and as many under cross-entropy."""
        quadratic = Method("½ quadratic", (self.eta,), (("cost", "half_quadratic"),))
        plan = StudyPlan(replace(BASE, output_bias=self.bias), (quadratic, ENTROPY), seeds=SEEDS)
        study = Study(plan)
        study.advance()
        never = [int(np.isinf(each).sum()) for each in study.reached]
        return Answer(
            float(never[0]),
            f"At z = {numeral(self.bias)} the slope of the sigmoid is {numeral(_slope(self.bias), 2)}, a factor of the "
            f"quadratic cost's gradient. Under cross-entropy, from the same starts at η = "
            f"{numeral(ENTROPY.etas[0])}, {count(never[1])} of {SEEDS} never learn.",
        )


@dataclass(frozen=True)
class CouldItBeChance(Question):
    """One method has won so many of so many pairs: how large is p?"""

    title = "Could it be chance?"
    won: int
    lost: int

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw a number of pairs, and how many of them the method that wins more often has lost."""
        pairs = int(rng.integers(6, 31))
        lost = int(rng.integers(0, pairs // 3 + 1))
        return cls(pairs - lost, lost)

    @property
    def text(self) -> str:
        """The question."""
        return (
            f"Two methods are compared in {self.won + self.lost} pairs, none of them tied. One has won {self.won}, "
            f"the other {self.lost}. If both were equally good, how often would chance give a result as lopsided, or "
            "more so, for either of them?"
        )

    @property
    def asks(self) -> Number:
        """A chance."""
        return Number("p of the two-sided sign test", 1e-8, 1.0, 1e-8, log=True)

    def answer(self) -> Answer:
        """Count as a fair coin would."""
        p = sign_test(self.won, self.lost)
        claim = "A difference is claimed" if p <= LEVEL else "No difference is claimed"
        return Answer(
            p,
            f"A fair coin shows heads at least {self.won} times in {self.won + self.lost} with a chance of "
            f"{numeral(p / 2.0, 3)}, and tails as often: p = {numeral(p, 3)}. {claim}: the limit is "
            f"{percent(LEVEL)}.",
        )


@dataclass(frozen=True)
class HowManyMustBeWon(Question):
    """Of so many pairs, how many must a method win at least, so that a difference is claimed?"""

    title = "How many pairs must be won?"
    pairs: int

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw a number of pairs."""
        return cls(2 * int(rng.integers(4, 33)))

    @property
    def text(self) -> str:
        """The question."""
        return (
            f"Two methods are compared in {self.pairs} pairs, none of them tied. How many must one of them win at "
            f"least, so that the two-sided sign test has p ≤ {numeral(LEVEL)}?"
        )

    @property
    def asks(self) -> Number:
        """A number of pairs."""
        return Number("pairs that must be won", 0.0, float(self.pairs), 1.0, whole=True)

    def answer(self) -> Answer:
        """Try one number after another."""
        least = next(won for won in range(self.pairs // 2, self.pairs + 1) if sign_test(won, self.pairs - won) <= LEVEL)
        fewer, enough = (sign_test(won, self.pairs - won) for won in (least - 1, least))
        return Answer(
            float(least),
            f"With {least - 1} won p = {numeral(fewer, 3)}, with {least} won p = {numeral(enough, 3)}. That is "
            f"{percent(least / self.pairs, 3)} of the pairs; of many more pairs, a smaller share is enough.",
        )


def _slope(z: float) -> float:
    """σ′(z) of the sigmoid."""
    return float(np.exp(-abs(z)) / (1.0 + np.exp(-abs(z))) ** 2)


QUESTIONS = (HowManyNeverLearn, CouldItBeChance, HowManyMustBeWon)
