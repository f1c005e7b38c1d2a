"""Lesson 7, to take away: the results of the study, and a script of one pair of its runs."""

from collections.abc import Iterator, Sequence

import numpy as np

from core.experiments.datasets import Dataset
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
from ui.lessons.fair_comparison.words import say_failures, say_verdict
from ui.plain import plain
from ui.take_away import TakeAway, in_words


def take_away(work: Shown, settings: StudySettings, words: Sequence[str] | None = None) -> TakeAway:
    """Return what the lesson has to give of a study that is shown, in these words, or in those of the controls.

    The settings make a file from which a study can be trained without the page.
    """
    study = work.study
    found = findings(study)
    said = [] if found is None else [plain(f"{say_verdict(study.plan, found)} {say_failures(study.plan, found)}")]
    return TakeAway(
        "fair_comparison",
        [*(in_words((DATA, START, SEEDS), study_controls(), in_use) if words is None else words), *said],
        formulas(study.plan),
        lambda: rows(study),
        lambda: script_of(study, work.points),
        others=(("Settings (.toml)", "toml", "application/toml", lambda: written_settings(settings)),),
        told="The settings are a file from which “python -m studies” trains this study without the page, on more "
        "processors or machines; “A study from a file” opens what it finds.",
    )


def formulas(plan: StudyPlan) -> list[str]:
    """Return the costs, and the test that gives the verdict."""
    costs = dict.fromkeys(COSTS[method.plan(plan.base).cost] for method in plan.methods)
    return [
        "; ".join(f"{cost.label}: C = {cost.formula.partition('; ')[0]}" for cost in costs),
        "sign test: p = 2 P(X ≤ min(won, lost)), at most 1, X binomial with n = won + lost and ½; ties are left out",
    ]


def rows(study: Kept) -> Iterator[Sequence[object]]:
    """Yield one line for each run: its method, η and seed, the epoch it reached the target at, and its end."""
    yield "method", "eta", "seed", "epoch reached", "last accuracy", "last cost"
    for number, method in enumerate(study.plan.methods):
        curves = study.curves[number]
        for place, eta in enumerate(method.etas):
            for seed in range(study.done):
                reached = float(study.reached[number][place, seed])
                ended = [_last(each[place, seed]) for each in (curves.accuracy, curves.cost)]
                yield method.name, eta, seed, int(reached) if np.isfinite(reached) else "never", *ended


def _last(curve: np.ndarray) -> float | str:
    """Return the last value of a run that is known."""
    known = curve[np.isfinite(curve)]
    return float(known[-1]) if len(known) else ""


def script_of(study: Kept, points: Dataset | None = None) -> str:
    """Return a script of the two runs that are compared, from the seed that the section “One run” shows."""
    plan, found = study.plan, findings(study)
    numbers = (0, 1) if found is None else found.compared
    etas = [0, 0] if found is None else [found.methods[number].best for number in numbers]
    seed = seed_now(plan)
    one, other = (Cell(number, eta, seed) for number, eta in zip(numbers, etas, strict=True))
    chosen = plan.pair(one, other) or plan.alone(one)
    last = Experiment(chosen, points=points).last
    return script(chosen, (), last, points)
