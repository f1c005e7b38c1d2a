"""Lesson 8, to take away: the run so far."""

from collections.abc import Iterator, Sequence

import numpy as np

from core.digits.run import DigitsRun
from core.digits.script import script
from core.functions.costs import COSTS
from ui.lessons import DESCENTS
from ui.lessons.handwritten_digits.canvas import columns, rows
from ui.lessons.handwritten_digits.controls import CONTROLS, COST, ETA, HIDDEN, LAYERS, TWO, in_use
from ui.lessons.handwritten_digits.naming import LETTERS, parameters_in_words
from ui.lessons.handwritten_digits.picture import when
from ui.take_away import TakeAway, in_words

_WATCHED = ("taken", "sure")


def take_away(run: DigitsRun) -> TakeAway:
    """Return what the lesson has to give."""
    own = (LAYERS, HIDDEN, COST, ETA)
    main = [control for pair in own for control in pair[: len(run.plan.nets)]]
    others = [control for control in CONTROLS if control is not TWO and not any(control in pair for pair in own)]
    nets = zip(LETTERS, run.plan.nets, strict=False)
    return TakeAway(
        "handwritten_digits",
        [
            *in_words(main, others, in_use),
            *(f"Parameters of {letter}: {parameters_in_words(net)}" for letter, net in nets),
        ],
        formulas(run),
        lambda: table(run),
        lambda: script(run.plan, run.updates),
        moment=when(run),
    )


def formulas(run: DigitsRun) -> list[str]:
    """Return the passes, the costs, and the optimisers."""
    nets = run.plan.nets
    costs = dict.fromkeys(f"{COSTS[net.cost].label}: C = {COSTS[net.cost].formula}" for net in nets)
    optimizers = " and ".join(dict.fromkeys(DESCENTS[net.optimizer] for net in nets))
    return [
        "; ".join(costs),
        f"z = w a + b, δ ← wᵀ δ · σ′(z), ∂C/∂w = δ a, ∂C/∂b = δ; each update by {optimizers}",
    ]


def table(run: DigitsRun) -> Iterator[Sequence[object]]:
    """Yield the records, epoch by epoch; a number that is not known is left out."""
    values = rows(run)
    named = [(at, name) for at, name in enumerate(columns(run)) if not name.startswith(_WATCHED)]
    yield "epoch", *(f"{name[:-1].strip('_')} {LETTERS[int(name[-1])]}".replace("_", " ") for _, name in named)
    for epoch, row in enumerate(values):
        yield epoch, *(float(row[at]) if np.isfinite(row[at]) else "" for at, _ in named)
