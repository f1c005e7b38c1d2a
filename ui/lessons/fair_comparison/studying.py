"""Lesson 7: the study of the page, as an experiment that trains while it is looked at; finished ones are shared."""

import math
from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from core.numerals import count
from core.study.plan import StudyPlan
from core.study.study import Study
from ui.durations import say_duration, seconds_in_words
from ui.experiments import Experimenting, Offer
from ui.lessons.fair_comparison.own_points import OwnPoints
from ui.player import Tempo

TEMPO = Tempo(frame=0.2, slice=0.15)
PARTS = 4
"""The page draws its sections anew after each of so many parts of a study."""
AT_ONCE = 20.0
"""A study that takes at most so many seconds begins when the page is opened; where many train, all take longer."""
MOST_BYTES = 40_000_000
"""Finished studies are remembered for all sessions, up to so many bytes together."""


class Remembered:
    """The finished studies of the whole server, the last ones of them."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most, self._lock = most, Lock()
        self._studies: OrderedDict[Hashable, Study] = OrderedDict()

    def keep(self, key: Hashable, study: Study) -> None:
        """Remember a finished study, of a plan and points that the key tells apart."""
        with self._lock:
            self._studies[key] = study
            self._studies.move_to_end(key)
            while sum(each.nbytes for each in self._studies.values()) > self._most and len(self._studies) > 1:
                self._studies.popitem(last=False)

    def recall(self, key: Hashable) -> Study | None:
        """Return the finished study with this key; None if there is none."""
        with self._lock:
            return self._studies.get(key)


REMEMBERED = Remembered()


class Studying:
    """A study as an experiment: its share is what is done."""

    total = 1.0

    def __init__(self, plan: StudyPlan, own: OwnPoints | None = None) -> None:
        self.study = Study(plan, None if own is None else own.points)
        self.own = own
        self._key = plan, None if own is None else own.mark

    @property
    def done(self) -> float:
        """The share that is done."""
        return self.study.share

    @property
    def finished(self) -> int:
        """How many seeds are trained."""
        return self.study.done

    @property
    def over(self) -> bool:
        """Whether all is trained."""
        return self.study.over

    def advance(self, seconds: float = math.inf) -> bool:
        """Train for about so many seconds."""
        if self.study.advance(seconds):
            REMEMBERED.keep(self._key, self.study)
        return self.study.over

    def seconds_left(self) -> float:
        """Return how long the rest takes."""
        left = self.study.seconds_left()
        if self.study.over:  # it is so small that to find out has trained it
            REMEMBERED.keep(self._key, self.study)
        return left

    def recall(self) -> None:
        """Take over the study of this plan if it is known."""
        self.study = REMEMBERED.recall(self._key) or self.study


def offer(plan: StudyPlan, settings: str, own: OwnPoints | None = None) -> Offer[Studying]:
    """Return the study that the controls ask for."""
    return Offer(
        "fair_study",
        settings,
        lambda: Studying(plan, own),
        say_progress,
        mark=(plan, None if own is None else own.mark),
        begin="Run",
        stop="Cancel",
        tempo=TEMPO,
        at_once=lambda work: work.seconds_left() <= AT_ONCE,
        stage=_stage,
    )


def _stage(work: Studying) -> tuple[bool, int]:
    """Return whether anything is known, and how many quarters of the seeds are trained: the open section follows."""
    return work.finished > 1, PARTS * work.finished // work.study.plan.seeds


def say_progress(held: Experimenting[Studying]) -> str:
    """Return how far a study has come, and how long the rest takes."""
    study = held.queue.study
    runs, seeds = f"{count(study.plan.runs)} networks", count(study.plan.seeds)
    left = held.queue.seconds_left()  # which may train a little, and so the rest of a small study
    if study.over:
        return f"All {runs} have been trained{', in an earlier study on this server' if held.kept else ''}."
    if held.player.playing:
        return f"{count(study.done)} of {seeds} seeds are trained{seconds_in_words(left)}"
    rest = say_duration(left)
    if not held.begun:
        return f"{runs} are to be trained: {rest}."
    return f"Cancelled after {count(study.done)} of {seeds} seeds. The rest takes {rest}."
