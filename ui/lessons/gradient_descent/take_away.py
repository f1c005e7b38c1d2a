"""Lesson 4, to take away: the descents on both surfaces."""

import re
from collections.abc import Iterator, Sequence
from string import Template

import numpy as np

from core.experiments.script_training import MEMORY, OPTIMIZER
from core.networks.optimizers import OPTIMIZERS
from core.surfaces.surface import Surface
from ui.lessons.gradient_descent.controls import CONTROLS, ETA, LEFT, POINTS, SIDES, STEP, B, W, in_use
from ui.lessons.gradient_descent.descents import Setup, descend
from ui.lessons.gradient_descent.points import OWN
from ui.lessons.gradient_descent.take_away_script import HEAD, LINEAR, RUN, SIGMOID
from ui.take_away import TakeAway, in_words


def take_away(setup: Setup) -> TakeAway:
    """Return what the lesson has to give."""
    points = setup.points
    given = [f"({x:g}, {y:g})" for x, y in zip(points.x, points.y, strict=True)]
    more = f" and {len(given) - MOST} more" if len(given) > MOST else ""
    return TakeAway(
        "gradient_descent",
        [
            *in_words((W, B, ETA, POINTS), [each for each in CONTROLS if each.key != OWN], in_use),
            f"Points (x, y): {', '.join(given[:MOST])}{more}".replace("-", "−"),
        ],
        formulas(setup),
        lambda: rows(setup),
        lambda: script(setup, int(STEP.value(high=setup.steps))),
    )


MOST = 12
"""So many points are listed among the settings."""


def formulas(setup: Setup) -> list[str]:
    """Return the neuron, its cost over all points, and the update."""
    costs = " or ".join(each.cost_function.formula.partition(";")[0] for each in setup.surfaces.values())
    neuron = "a = σ(z)" if setup.surfaces[LEFT].bounded else "a = z"
    return [
        f"z = w x + b, {neuron}; C(w, b) is the mean over the points of {costs}",
        f"{rule_of(setup.optimizer)}, with θ = (w, b) and g = (∂C/∂w, ∂C/∂b)",
    ]


def rule_of(optimizer: str) -> str:
    """Return the update of an optimiser as a formula, without where it comes from."""
    first = " ".join((OPTIMIZERS[optimizer].__doc__ or "").partition("\n\n")[0].split())
    return re.sub(r" \([^()]*(?:19|20)\d\d[^()]*\)|, as in Keras", "", first).rstrip(".")


def rows(setup: Setup) -> Iterator[Sequence[object]]:
    """Yield both descents, update by update; a descent that has left the range of numbers ends earlier."""
    paths = {SIDES[name]: each.path for name, each in descend(setup).items()}
    yield "update", *(f"{what}, {side}" for side in paths for what in ("w", "b", "C", "dC/dw", "dC/db"))
    tables = [np.column_stack([path.w, path.b, path.cost, path.gradient]).tolist() for path in paths.values()]
    for update in range(max(map(len, tables))):
        yield update, *(value for table in tables for value in (table[update] if update < len(table) else [""] * 5))


def script(setup: Setup, shown: int) -> str:
    """Return a script that descends on every surface, and prints each at the start, at the step shown, at the end."""
    settings = setup.settings
    memory = "".join(f", {name}=0.0" for name in MEMORY[setup.optimizer])
    step = Template(OPTIMIZER[setup.optimizer]).substitute({**vars(settings), "mean": ""}).strip("\n")
    fill = {
        "x": setup.points.x.tolist(),
        "y": setup.points.y.tolist(),
        "w": repr(setup.w),
        "b": repr(setup.b),
        "steps": setup.steps,
        "shown": shown,
        "batch": setup.batch,
        "seed": setup.seed,
        "optimizer": setup.optimizer,
        "step": step,
        "memory": memory,
        "sides": "\n".join(
            f'    "{SIDES[name]}": ({_functions(surface)}, {setup.etas[name]!r}),'
            for name, surface in setup.surfaces.items()
        ),
        "factor": repr(setup.surfaces[LEFT].factor),
        "weight": repr(setup.surfaces[LEFT].factor / 2.0),
        "formula": setup.surfaces[LEFT].cost_function.formula,
    }
    neuron = SIGMOID if setup.surfaces[LEFT].bounded else LINEAR
    return "\n\n\n".join(Template(piece.strip("\n")).substitute(fill) for piece in (HEAD, neuron, RUN)) + "\n"


def _functions(surface: Surface) -> str:
    return "cross_entropy" if surface.cancels else "quadratic"
