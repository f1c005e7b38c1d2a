"""Lesson 7: the study of the page, as an experiment that trains while it is looked at; all sessions share it."""

import math
import time
from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Protocol

import streamlit as st

from core.experiments.datasets import Dataset
from core.numerals import count
from core.study.kept import Kept
from core.study.plan import StudyPlan
from core.study.study import Study, expected_seconds
from ui.durations import say_duration, seconds_in_words
from ui.experiments import Experimenting, Offer
from ui.lessons.fair_comparison.own_points import OwnPoints
from ui.limits import STUDIES_MB, STUDY_SECONDS
from ui.player import Tempo

NAME = "fair_study"
TEMPO = Tempo(frame=0.2, slice=0.15)
PARTS = 4
"""The page draws its sections anew after each of so many parts of a study."""
AT_ONCE = 20.0
"""A study that takes at most so many seconds begins when the page is opened; where many train, all take longer."""
MOST_BYTES = int(1e6 * STUDIES_MB.value())
"""Studies are remembered for all sessions, the last ones that take so many bytes together."""
LONGEST = STUDY_SECONDS.value()
"""A study that would take more seconds is refused."""
LEFT = 60.0
"""A study that nobody has trained for so many seconds keeps its findings only."""


class Remembered:
    """The studies of the whole server, the last ones of them, finished or not.

    Who opens the same page finds what has been trained, after a reload too; and where several look at one study, what
    any of them trains counts for all.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most, self._lock = most, Lock()
        self._studies: OrderedDict[Hashable, tuple[Study, float]] = OrderedDict()

    def keep(self, key: Hashable, study: Study) -> None:
        """Remember a study, of a plan and points that the key tells apart; call it while holding SHARING.turn."""
        now = time.perf_counter()
        with self._lock:
            self._studies[key] = study, now
            self._studies.move_to_end(key)
            while sum(each.nbytes for each, _ in self._studies.values()) > self._most and len(self._studies) > 1:
                self._studies.popitem(last=False)
            for each, trained in self._studies.values():
                if now - trained > LEFT and not each.over:
                    each.rest()

    def recall(self, key: Hashable) -> Study | None:
        """Return the study with this key; None if there is none."""
        with self._lock:
            return self._studies.get(key, (None, 0.0))[0]


REMEMBERED = Remembered()


class Shown(Protocol):
    """A study to be shown: what is found, points that are given, and why lesson 6 cannot train one of its runs."""

    @property
    def study(self) -> Kept: ...
    @property
    def points(self) -> Dataset | None: ...
    @property
    def not_there(self) -> str: ...


class Studying:
    """A study as an experiment: its share is what is done."""

    total = 1.0

    def __init__(self, plan: StudyPlan, own: OwnPoints | None = None) -> None:
        self.own = own
        self.study = Study(plan, self.points)
        self._key = plan, None if own is None else own.mark

    @property
    def points(self) -> Dataset | None:
        """The session's own points; None if each seed draws them."""
        return None if self.own is None else self.own.points

    @property
    def not_there(self) -> str:
        """Why lesson 6 cannot train one of the runs; "" if it can."""
        if self.own is None or self.own.whole:
            return ""
        return "“Train a network” learns from all your points, not from a part of them: it cannot show this run."

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
        REMEMBERED.keep(self._key, self.study)
        return self.study.advance(seconds)

    def seconds_left(self) -> float:
        """Return how long the rest takes, for which a little may be trained."""
        left = self.study.seconds_left()
        if self.study.over:  # it is so small that to find out has trained it; one that is only offered is not kept
            REMEMBERED.keep(self._key, self.study)
        return left

    def recall(self) -> None:
        """Take over the study of this plan if it is known."""
        self.study = REMEMBERED.recall(self._key) or self.study


def offer(plan: StudyPlan, settings: str, own: OwnPoints | None = None) -> Offer[Studying]:
    """Return the study that the controls ask for."""
    return Offer(
        NAME,
        settings,
        lambda: Studying(plan, own),
        say_progress,
        mark=(plan, None if own is None else own.mark),
        begin="Run",
        stop="Cancel",
        tempo=TEMPO,
        at_once=lambda work: (1.0 - work.done) * expected_seconds(plan) <= AT_ONCE,
        refused=_refusal(plan),
        stage=_stage,
    )


def _refusal(plan: StudyPlan) -> str:
    """Return why a study is not trained here; "" if it is."""
    seconds = expected_seconds(plan)
    if seconds <= LONGEST:
        return ""
    return (
        f"It would take {say_duration(seconds)}, which is more than {say_duration(LONGEST).removeprefix('about ')}: "
        "choose fewer seeds, epochs, points, η or neurons, or a larger batch, or train it without the page "
        "(“Take away”, “Settings”)."
    )


def let_rest() -> None:
    """Let the session's study rest while another one is shown, which asks for no frames."""
    held: Experimenting[Studying] | None = st.session_state.get(f"experiment {NAME}")
    if held is not None and held.player.playing:
        held.stop()


def _stage(work: Studying) -> tuple[bool, int]:
    """Return whether anything is known, and how many quarters of the seeds are trained: the open section follows."""
    return work.finished > 1, PARTS * work.finished // work.study.plan.seeds


def say_progress(held: Experimenting[Studying]) -> str:
    """Return how far a study has come, and how long the rest takes."""
    study = held.queue.study
    runs, seeds = f"{count(study.plan.runs)} networks", count(study.plan.seeds)
    if held.offer.refused and not held.begun:
        return f"{runs} are not trained. {held.offer.refused}"
    left = held.queue.seconds_left()  # which may train a little, and so the rest of a small study
    if study.over:
        earlier = ", in an earlier study on this server" if held.kept == study.plan.seeds else ""
        return f"All {runs} have been trained{earlier}."
    so_far = f"{count(study.done)} of {seeds} seeds"
    if held.player.playing:
        return f"{so_far} are trained{seconds_in_words(left)}"
    rest = say_duration(left)
    if not held.begun:
        return f"{runs} are to be trained: {rest}."
    if held.player.left:
        return f"It rests since its page was away: {so_far} are trained. The rest takes {rest}."
    cancelled = f"Cancelled after {so_far}." if held.pressed > -math.inf else f"{so_far} are trained."
    return f"{cancelled} The rest takes {rest}."
