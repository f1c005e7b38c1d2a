"""Lesson 7: the points that the user has in lesson 6, from a file or set by hand; no address carries them."""

import hashlib
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from core.experiments.datasets import KINDS, Dataset
from core.numerals import count
from core.study.given import MOST_POINTS as MOST
from core.study.given import Given
from core.study.plan import StudyPlan
from core.study.settings import StudySettings
from ui.lessons.train_a_network.running import running


class OwnPoints(NamedTuple):
    """Points with their classes, and the settings of lesson 6 that belong to them. whole is whether they are all."""

    points: Dataset
    data: str
    features: tuple[str, ...]
    whole: bool

    @property
    def given(self) -> Given:
        """The points as the settings of a study hold them."""
        return Given.of(self.points, self.features)

    def plan(self, settings: StudySettings) -> StudyPlan:
        """Return the plan of a study on these points, which have the name that lesson 6 has for them."""
        plan = settings.plan()
        return replace(plan, base=replace(plan.base, data=self.data))

    @property
    def mark(self) -> str:
        """What differs for other points."""
        return hashlib.sha256(self.points.x.tobytes() + self.points.y.tobytes()).hexdigest()


def own_points() -> tuple[OwnPoints | None, str]:
    """Return the session's own points, or None and why there are none; and what is said of those that there are."""
    run = running()
    plan = None if run is None else run.experiment.plan
    if run is None or plan is None or plan.data in KINDS:
        return None, (
            "**There are no points of yours in this session.** No address carries them: load a file or set points by "
            "hand in “Train a network”, and come back. Until then the circle is studied."
        )
    points = run.experiment.dataset  # of more than MOST points so many are studied, evenly spaced
    if points.classes == 0:
        return None, (
            "**Your points have values and no classes**, so no accuracy is reached. Choose a column of classes "
            "in “Train a network”. Until then the circle is studied."
        )
    rows = np.unique(np.linspace(0, len(points) - 1, min(MOST, len(points))).round().astype(np.intp))
    whole = len(rows) == len(points)
    said = f"{count(len(rows))} points of yours, the same for all seeds, each of which gives them another order."
    some = "" if whole else f" You have {count(len(points))}: these are evenly spaced among them."
    return OwnPoints(points.take(rows), plan.data, plan.features, whole), f"{said}{some} No address carries them."
