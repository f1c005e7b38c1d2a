"""What every question has: its numbers, its text, the kind of guess, the answer, and how near a guess is to it."""

import math
from abc import ABC, abstractmethod
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Self

import numpy as np

from core.numerals import numeral
from core.streams import stream

LETTERS = "ABCD"
"""The names of the options of a choice, in their order."""

Point = tuple[float, float]
"""A place (w, b) on a map."""

Guess = float | int | Point
"""A number, the index of an option, or a place."""


@dataclass(frozen=True)
class Number:
    """A number from low to high is asked for; on a logarithmic scale where its size is what counts.

    name says what it counts or measures; step is that of a slider, and a whole number is asked for if `whole`.
    """

    name: str
    low: float
    high: float
    step: float
    log: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Options:
    """One of the options is asked for; name says which quantity of theirs decides, and how it is drawn."""

    name: str
    options: tuple[str, ...]
    log: bool = False


@dataclass(frozen=True)
class Place:
    """A place (w, b) is asked for, each from −reach to reach; a descent begins at `start`.

    `line` has two places on the line of all (w, b) that answer exactly, or none.
    """

    start: Point
    line: tuple[Point, ...] = ()
    reach: float = 4.0


Asks = Number | Options | Place


@dataclass(frozen=True)
class Answer:
    """The answer, one sentence why, and what is drawn beside it.

    values has the deciding quantity of each option of a Options; path the states of the descent to a Place.
    """

    value: Guess
    why: str
    values: tuple[float, ...] = ()
    path: tuple[Point, ...] = ()


class Question(ABC):
    """A question with its numbers, which are the fields of the dataclass that describes it.

    The answer is no field: it is computed whenever it is asked for.
    """

    title: ClassVar[str]

    @classmethod
    @abstractmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw the numbers."""

    @property
    @abstractmethod
    def text(self) -> str:
        """The question, with its numbers."""

    @property
    @abstractmethod
    def asks(self) -> Asks:
        """What is asked for."""

    @abstractmethod
    def answer(self) -> Answer:
        """Compute the answer."""

    def answering(self) -> Generator[float, None, Answer]:
        """Compute the answer in pieces: yield the share that is done after each, and return it. Here it is one piece.

        A question whose answer takes more than some ten milliseconds has pieces of so many.
        """
        yield from ()
        return self.answer()


def pose(question: type[Question], seed: int) -> Question:
    """Return the question with the numbers of this seed."""
    return question.drawn(stream(seed, "data"))


# --- Drawing numbers that are easy to read ------------------------------------------------------------------------


def one_of(rng: np.random.Generator, values: Sequence[float]) -> float:
    """Return one of the values."""
    return float(values[int(rng.integers(len(values)))])


def step_between(rng: np.random.Generator, low: float, high: float, step: float) -> float:
    """Return one of low, low + step, …, high, written with few decimals."""
    return round(low + step * int(rng.integers(round((high - low) / step) + 1)), 10)


def apart(values: Sequence[float], *, least: float = 0.0, times: float = 1.0) -> bool:
    """Return whether any two values differ by `least`, or more, and their sizes by this factor, or more."""
    ordered, sizes = sorted(values), sorted(abs(value) for value in values)
    return all(b - a >= least for a, b in pairwise(ordered)) and all(b >= times * a for a, b in pairwise(sizes))


def lettered(at: int) -> str:
    """Return an option's name: A for the first."""
    return LETTERS[at]


# --- How near a guess is --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Nearness:
    """Whether a guess counts as right, and how near it is, in words that begin a sentence."""

    right: bool
    words: str


NEAR_RATIO, NEAR_SHARE, NEAR_PLACE = 1.1, 0.02, 0.3
"""A guess is right within 10 %; on a linear scale within 2 % of the range; on a map within 0.3."""


def nearness(asks: Asks, guess: Guess, answer: Answer) -> Nearness:
    """Compare a guess with the answer."""
    if isinstance(asks, Options):
        return _of_choice(guess, answer)
    if isinstance(asks, Number):
        return _of_number(asks, float(guess), float(answer.value))  # pyright: ignore[reportArgumentType]
    (w, b), (right_w, right_b) = _place(guess), _place(answer.value)
    away = math.hypot(w - right_w, b - right_b)
    return Nearness(away <= NEAR_PLACE, f"{numeral(round(away, 2))} away")


def _of_choice(guess: Guess, answer: Answer) -> Nearness:
    right = guess == answer.value
    return Nearness(right, "right" if right else f"it is not {lettered(int(guess))}")  # pyright: ignore[reportArgumentType]


def _of_number(asks: Number, guess: float, answer: float) -> Nearness:
    if math.isclose(guess, answer, rel_tol=5e-4):
        return Nearness(True, "exact")
    side = "high" if guess > answer else "low"
    if asks.log:
        times = max(guess / answer, answer / guess)
        return Nearness(
            times <= NEAR_RATIO, f"too {'large' if guess > answer else 'small'} by a factor of {_short(times)}"
        )
    away = abs(guess - answer)
    return Nearness(away <= NEAR_SHARE * (asks.high - asks.low), f"too {side} by {_short(away)}")


def _short(value: float) -> str:
    return numeral(value, 3)


def _place(guess: Guess) -> Point:
    if not isinstance(guess, tuple):
        raise ValueError(f"the guess is {guess!r}, but a place (w, b) is asked for: pass two numbers")
    return guess
