"""Lesson 6: the trials of remedies, which the players of all sessions advance.

Sessions that look at the same network share its trial: a class that opens one link tries each remedy once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from core.experiments.datasets import Dataset
from core.experiments.experiment import Experiment
from core.experiments.plan import Plan
from core.experiments.remedies import last_resort, remedies_for
from core.experiments.trial import Trial
from core.networks.diagnosis import Verdict

MOST_SHARED = 64


@dataclass(frozen=True)
class Trials:
    """Several trials, one after another, as work for a player."""

    each: Sequence[Trial]

    @property
    def over(self) -> bool:
        """Whether all are over."""
        return all(trial.over for trial in self.each)

    def advance(self, seconds: float) -> bool:
        """Go on with the first that is not over, for about so many seconds; return whether all are over."""
        trial = next((trial for trial in self.each if not trial.over), None)
        if trial is not None:
            trial.advance(seconds)
        return self.over


def trial_for(experiment: Experiment, k: int, verdict: Verdict, mark: str) -> Trial:
    """Return the trial of what may help network k of an experiment, begun now or before.

    `mark` identifies the user's own points; it is empty for others. A remedy begins anew, from what the controls show:
    a learning rate that was moved on the way stays, and a parameter that was set by hand does not.
    """
    own_seeds = {"seed": experiment.plan.seed, "seeds": experiment.plan.seeds}
    plan = replace(replace(experiment.plan, eta=experiment.last_eta).networks()[k], **own_seeds)
    own = experiment.dataset if experiment.dataset.name == "own" else None
    return _trial(f"{plan} {verdict} {mark}", plan, verdict, experiment.dataset.classes, own)


def forget_trials() -> None:
    """Forget all trials that sessions share."""
    _trial.clear()


@st.cache_resource(max_entries=MOST_SHARED, show_spinner=False)
def _trial(key: str, _plan: Plan, _verdict: Verdict, _classes: int, _own: Dataset | None) -> Trial:
    return Trial(_plan, remedies_for(_verdict, _plan, _classes), last_resort(_plan, _classes), _own)
