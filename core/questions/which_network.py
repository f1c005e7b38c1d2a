"""Which of four networks learns? All four are trained for the answer, a little at a time."""

from abc import abstractmethod
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Self

import numpy as np

from core.networks.records import Standing
from core.networks.trainer import Trainer
from core.numerals import percent
from core.questions.question import Answer, Options, Question, lettered

PIECE = 0.01
"""Seconds of training, about, after which somebody else may have a turn."""


@dataclass(frozen=True)
class Setting:
    """A setting in words, what it changes in the plan of the question, and why it learns or does not."""

    words: str
    changes: dict[str, Any]
    why: str


class Training(NamedTuple):
    """A trainer of one network, and after how many updates it is at its end."""

    trainer: Trainer
    last: int


@dataclass(frozen=True)
class WhichNetwork(Question):
    """Four networks, of which one gives more right answers than the others.

    LEARN are settings that learn, STUCK those that do not; COUNTED says what is counted. The fields are indices into
    the two, the place of the one that learns, and the seed of all four.
    """

    LEARN: ClassVar[tuple[Setting, ...]]
    STUCK: ClassVar[tuple[Setting, ...]]
    COUNTED: ClassVar[str]
    learner: int
    stuck: tuple[int, ...]
    place: int
    seed: int

    @abstractmethod
    def training(self, setting: Setting) -> Training:
        """Return the network of a setting at its start, to be trained."""

    @abstractmethod
    def share_right(self, standing: Standing) -> float:
        """Return the share of right answers that is counted."""

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw one setting that learns, three that do not, and the order."""
        stuck = tuple(rng.permutation(len(cls.STUCK))[:3].tolist())
        return cls(int(rng.integers(len(cls.LEARN))), stuck, int(rng.integers(4)), int(rng.integers(1000)))

    @property
    def settings(self) -> list[Setting]:
        """The four settings, in their order."""
        others = [self.STUCK[at] for at in self.stuck]
        return [*others[: self.place], self.LEARN[self.learner], *others[self.place :]]

    @property
    def asks(self) -> Options:
        """One of the four."""
        return Options(self.COUNTED, tuple(setting.words for setting in self.settings))

    def answer(self) -> Answer:
        """Train all four at once."""
        pieces = self.answering()
        while True:
            try:
                next(pieces)
            except StopIteration as end:
                return end.value

    def answering(self) -> Generator[float, None, Answer]:
        """Train all four, one after another, a little at a time."""
        shares = list[float]()
        for at, setting in enumerate(self.settings):
            trainer, last = self.training(setting)
            while trainer.recording or not (trainer.stopped or trainer.updates >= last):
                trainer.advance(last - trainer.updates, PIECE)
                yield (at + trainer.updates / last) / len(self.settings)
            shares.append(self.share_right(trainer.standings()[0]))
        best = int(np.argmax(shares))
        others = "; ".join(f"{lettered(at)}: {each.why}" for at, each in enumerate(self.settings) if at != best)
        return Answer(
            best,
            f"{lettered(best)} answers {percent(shares[best])} right: {self.settings[best].why}. The best of the "
            f"others comes to {percent(sorted(shares)[-2])} ({others}).",
            tuple(100.0 * share for share in shares),
        )
