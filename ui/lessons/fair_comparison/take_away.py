"""Lesson 7, to take away: the results of the study, and a script of one pair of its runs."""

from collections.abc import Iterator, Sequence

import numpy as np

from core.experiments.datasets import KINDS, Dataset
from core.experiments.experiment import Experiment
from core.experiments.script import script
from core.functions.costs import COSTS
from core.study.kept import Kept
from core.study.plan import Cell, StudyPlan
from core.study.results import findings
from core.study.settings import StudySettings
from core.study.settings_text import written_settings
from ui.lessons.fair_comparison.controls import DATA, SEEDS, START, in_use, study_controls
from ui.lessons.fair_comparison.one_run import seed_now
from ui.lessons.fair_comparison.studying import Shown
from ui.take_away import TakeAway, in_words

WITHHELD = (
    "What is shown was found with other settings than the controls have now, so a file of it would lead to another "
    "study. Train with the new settings, or set the controls back, to take it away."
)


def take_away(work: Shown, settings: StudySettings, other: str = "", words: Sequence[str] | None = None) -> TakeAway:
    """Return what the lesson has to give of a study that is shown, in these words, or in those of the controls.

    The settings make a file from which a study can be trained without the page. other are the words of the study's own
    settings, where the controls have changed since.
    """
    study = work.study
    if words is None:
        words = [f"Of other settings: {other}"] if other else in_words((DATA, START, SEEDS), study_controls(), in_use)
    return TakeAway(
        "fair_comparison",
        words,
        formulas(study.plan),
        lambda: rows(study),
        lambda: script_of(study, work.points),
        others=(("Settings (.toml)", "toml", "application/toml", lambda: written_settings(settings)),),
        told="The settings are a file from which “python -m studies” trains this study without the page, on more "
        "processors or machines; “A study from a file” opens what it finds.",
        withheld=WITHHELD if other else "",
    )


def formulas(plan: StudyPlan) -> list[str]:
    """Return the costs, and the test that gives the verdict."""
    costs = dict.fromkeys(COSTS[method.plan(plan.base).cost] for method in plan.methods)
    return [
        "; ".join(f"{cost.label}: C = {cost.formula.partition('; ')[0]}" for cost in costs),
        "sign test: p = 2 P(X ≤ min(won, lost)), at most 1, X binomial with n = won + lost and ½; ties are left out",
    ]


def rows(study: Kept) -> Iterator[Sequence[object]]:
    """Yield a line for each run: method, η and seed, the epoch at which it reached the target, its end, settings."""
    plan = study.plan
    names = [name for name in vars(plan.base) if name not in _OF_ONE_RUN]
    yield "method", "eta", "seed", "epoch reached", "last accuracy", "last cost", "target", "new points", *names
    for number, method in enumerate(plan.methods):
        curves, settings = study.curves[number], [_in_a_cell(getattr(method.plan(plan.base), name)) for name in names]
        for place, eta in enumerate(method.etas):
            for seed in range(study.done):
                reached = float(study.reached[number][place, seed])
                ended = [_last(each[place, seed]) for each in (curves.accuracy, curves.cost)]
                found = int(reached) if np.isfinite(reached) else "never"
                fresh = "for each seed" if plan.fresh and plan.base.data in KINDS else "no"
                yield method.name, eta, seed, found, *ended, plan.target, fresh, *settings


_OF_ONE_RUN = ("seed", "seeds", "eta", "variants", "stop_cost", "stop_accuracy")
"""What differs from run to run, and what a study does not have."""


def _in_a_cell(value: object) -> object:
    """Return a setting as a table has it."""
    return " ".join(map(str, value)) if isinstance(value, tuple) else value


def _last(curve: np.ndarray) -> float | str:
    """Return the last value of a run that is known."""
    known = curve[np.isfinite(curve)]
    return float(str(known[-1])) if len(known) else ""


def script_of(study: Kept, points: Dataset | None = None) -> str:
    """Return a script of the two runs that are compared, from the seed that the section “One run” shows.

    Two networks of different shapes are in two parts, one after the other.
    """
    plan, found = study.plan, findings(study)
    numbers = (0, 1) if found is None else found.compared
    etas = [0, 0] if found is None else [found.methods[number].best for number in numbers]
    seed = seed_now(plan)
    one, other = (Cell(number, eta, seed) for number, eta in zip(numbers, etas, strict=True))
    pair = plan.pair(one, other)
    chosen = [plan.alone(one), plan.alone(other)] if pair is None else [pair]
    return "\n\n".join(script(each, (), Experiment(each, (), points).last, points) for each in chosen)
