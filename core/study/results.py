"""What a study has found so far: of each method its best η, and a verdict on two methods."""

from dataclasses import dataclass

import numpy as np

from core.statistics.choice import CHOOSING, JUDGING, Results, best_setting
from core.statistics.epochs import Spread, spread
from core.statistics.verdict import Judgement, judge
from core.study.kept import Kept
from core.study.plan import StudyPlan
from core.types import Array


@dataclass(frozen=True)
class Found:
    """What is found of one method.

    spreads has for each η over how many epochs the runs of all seeds are spread. best is the index of its best η;
    learned is whether any of the runs that have chosen it reached the target, at any η.
    """

    results: Results
    spreads: tuple[Spread, ...]
    best: int
    learned: bool

    @property
    def epochs(self) -> Array:
        """The epochs of all seeds at the best η, (seeds,)."""
        return self.results.epochs[self.best]


@dataclass(frozen=True)
class Findings:
    """What is found of all methods over the first so many seeds.

    compared are the numbers of the two methods that the judgement is on: of two methods both, of more the two that the
    choosing seeds have put first, in the order of the plan.
    """

    seeds: int
    methods: tuple[Found, ...]
    compared: tuple[int, int]
    judgement: Judgement

    @property
    def all_judge(self) -> bool:
        """Whether nothing was chosen, so that all seeds judge."""
        return len(self.judgement.judged[0]) == self.seeds


def findings(study: Kept) -> Findings | None:
    """Return what a study has found over the seeds that are trained; None for fewer than two."""
    return findings_of(study.plan, study.reached, study.done) if study.done >= 2 else None


def findings_of(plan: StudyPlan, reached: list[Array], seeds: int) -> Findings:
    """Return what is found over the first so many seeds, given the epochs of each method, (η, seeds)."""
    results = [Results(method.etas, epochs[:, :seeds]) for method, epochs in zip(plan.methods, reached, strict=True)]
    chosen = len(results) > 2 or any(len(each.etas) > 1 for each in results)
    found = tuple(_found(each, chosen=chosen) for each in results)
    if len(results) == 2:
        pair = (0, 1)
    else:
        first = sorted(range(len(results)), key=lambda number: _place(results[number], found[number].best))[:2]
        pair = (min(first), max(first))
    two = [results[number] for number in pair]
    if len(results) > 2 and all(len(each.etas) == 1 for each in two):
        two = [each.of(JUDGING) for each in two]  # `judge` chooses nothing then, but the two themselves were chosen
    return Findings(seeds, found, pair, judge(*two))


def _found(results: Results, *, chosen: bool) -> Found:
    choosing = results.of(CHOOSING) if chosen else results
    spreads = tuple(spread(epochs) for epochs in results.epochs)
    return Found(results, spreads, best_setting(choosing), bool(np.isfinite(choosing.epochs).any()))


def _place(results: Results, best: int) -> tuple[float, int]:
    """Return what the choosing seeds say of a method at its best η: the smaller, the better."""
    said = spread(results.epochs[best, CHOOSING])
    return said.median, -said.reached
