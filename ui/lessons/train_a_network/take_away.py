"""Lesson 6, to take away: the run so far."""

from collections.abc import Iterator, Sequence

import numpy as np

from core.experiments.experiment import Experiment
from core.experiments.plan import Plan
from core.functions.activations import output_named
from core.functions.costs import COSTS
from core.numerals import count
from ui.lessons import DESCENTS
from ui.lessons.train_a_network.canvas import columns, records
from ui.lessons.train_a_network.controls import BIAS, COMPARE, CONTROLS, COST, COST_B, DATA, ETA, SPEED, in_use
from ui.lessons.train_a_network.picture import moment_of, script_of
from ui.take_away import TakeAway, in_words


def take_away(experiment: Experiment, refused: str) -> TakeAway:
    """Return what the lesson has to give; `refused` says why the controls' settings are not those of this run."""
    both = (COST, COST_B) if COMPARE.value() == "cost" else (COST,)
    others = [control for control in CONTROLS if control not in (SPEED, COST_B)]
    warning = f"These settings cannot be trained, and the picture is of the run before: {refused}"
    return TakeAway(
        "train_a_network",
        [
            *([warning] if refused else []),
            *in_words((DATA, COMPARE, *both, BIAS, ETA), others, in_use),
            f"Layers: {'–'.join(map(count, experiment.networks[0].sizes))}",
        ],
        formulas(experiment),
        lambda: rows(experiment),
        lambda: script_of(experiment),
        moment=moment_of(experiment),
    )


def formulas(experiment: Experiment) -> list[str]:
    """Return the passes, the costs that are compared, and the optimisers."""
    networks = experiment.plan.networks()
    costs = dict.fromkeys(f"{COSTS[each.cost].label}: C = {_of_outputs(each)}" for each in networks)
    optimizers = " and ".join(dict.fromkeys(DESCENTS[each.optimizer] for each in networks))
    return [
        "; ".join(costs),
        f"z = w a + b, δ ← wᵀ δ · σ′(z), ∂C/∂w = δ a, ∂C/∂b = δ; each update by {optimizers}",
    ]


def _of_outputs(plan: Plan) -> str:
    """Return the formula of a cost: for single outputs first, then for softmax if it has another there."""
    single, _, softmax = COSTS[plan.cost].formula.partition("; ")
    return softmax or single if output_named(plan.output).joint else single


def rows(experiment: Experiment) -> Iterator[Sequence[object]]:
    """Yield the records, epoch by epoch; a number that is not known, or none, is left out."""
    letters = experiment.plan.letters
    names = [f"{name[: -len(k)].strip('_')} {letters[int(k)]}" for name, k in ((n, n[-1]) for n in columns(experiment))]
    table = records(experiment)
    known = [at for at in range(len(names)) if np.isfinite(table[:, at]).any()]
    yield "epoch", *(names[at].replace("_", " ") for at in known)
    for epoch, values in enumerate(table.tolist()):
        yield epoch, *(values[at] if np.isfinite(values[at]) else "" for at in known)
