"""Lesson 3, the race: its picture, its sentence and its table."""

from typing import Any

import numpy as np
import pandas as pd

from charts.race import march, name_places, race
from charts.theme import SERIES, for_log
from core.neurons.learning import Descent, first_within
from core.neurons.neuron import Neuron
from core.numerals import count, numeral
from core.thinning import thin
from ui.lessons import NAMES
from ui.picture import draw
from ui.tables import draw_table

Runs = dict[str, Descent]
RATIO = {"half_quadratic": "1/σ′({})", "quadratic": "1/(2σ′({}))"}


def draw_race(runs: Runs, step: int, y: float, log_steps: bool) -> None:
    """Draw output, cost and gradient of both runs over one axis of updates."""
    quantities = {
        "output": {name: run.a for name, run in runs.items()},
        "cost": {name: run.cost for name, run in runs.items()},
        "gradient": {name: np.abs(run.weight_gradient[:, 0]) for name, run in runs.items()},
    }
    along = march(len(runs["quadratic"].a) - 1, log_steps)
    told: list[str] = []
    output = quantities["output"]
    target: dict[str, Any] = {
        "target": {"value": [y]},
        "names": name_places(output["quadratic"], output["cross_entropy"], along),
    }
    for quantity, values in quantities.items():
        now = {name: float(value[step]) for name, value in values.items()}
        place = for_log if quantity == "gradient" else np.asarray
        curves = {name: place(value) for name, value in values.items()}
        shown = thin(along, *(np.log(curve) if quantity == "gradient" else curve for curve in curves.values()))
        told.append(
            f"{quantity} against updates: at update {count(step)} quadratic {numeral(now['quadratic'])}, "
            f"cross-entropy {numeral(now['cross_entropy'])}."
        )
        draw(
            race,
            quantity,
            log_steps,
            quantity == "gradient",
            key=f"chart_{quantity}",
            alt=" ".join(told) if quantity == "gradient" else None,
            curves=pd.DataFrame({"step": shown} | {name: curve[shown] for name, curve in curves.items()}),
            dots=pd.DataFrame({"x": step, "value": place(np.array(list(now.values()))), "series": SERIES[:2]}),
            **(target if quantity == "output" else {}),
        )


def say_race(
    runs: Runs, etas: tuple[float, float], step: int, w: float, b: float, x: float, y: float, quadratic: str
) -> str:
    """What to notice, with the current numbers: the gradients at the start, their ratio, and who gets there when."""
    slow, fast = (Neuron(w, b).gradient(x, y, cost) for cost in (quadratic, "cross_entropy"))
    z = w * x + b
    half = "½ convention" if quadratic == "half_quadratic" else "no ½"
    dw = {"quadratic": float(slow.weights[0]), "cross_entropy": float(fast.weights[0])}
    parts = [f"With w = {numeral(w)} and b = {numeral(b)}: z = {numeral(z)} and σ′(z) = {numeral(float(slow.slope))}."]
    if fast.error == 0:
        parts.append("The output is the target, so both gradients are 0 and there is nothing to learn.")
    elif x == 0:
        parts.append("The input x is 0, so ∂C/∂w is 0 under both costs and only b can learn.")
    else:
        times = numeral(float(fast.delta / slow.delta))
        parts.append(
            f"∂C/∂w is {numeral(dw['quadratic'])} for the {NAMES['quadratic']} cost ({half}) and "
            f"{numeral(dw['cross_entropy'])} for {NAMES['cross_entropy']}: **{times} times**"
            f" the size, exactly {RATIO[quadratic].format('z')}."
        )
    reached = {name: first_within(run.a, y, 0.5) for name, run in runs.items()}
    said = [f"{NAMES[name]} {after(k)}" for name, k in reached.items() if k is not None]
    missed = [NAMES[name] for name, k in reached.items() if k is None]
    if missed:
        said.append(f"{' and '.join(missed)} not within {count(len(runs['quadratic'].a) - 1)}")
    apart = f" (η = {numeral(etas[0])} against {numeral(etas[1])})" if etas[0] != etas[1] else ""
    parts.append(f"Updates until the output is within 0.5 of its target{apart}: {', '.join(said)}.")
    if step:
        at = [f"{NAMES[name]} a = {numeral(run.a[step])}" for name, run in runs.items()]
        parts.append(f"At update {count(step)}: {', '.join(at)}.")
    return " ".join(parts)


def after(updates: int) -> str:
    """Say when."""
    return f"after **{count(updates)}**" if updates else "from the start"


def draw_states(runs: Runs, step: int, y: float) -> None:
    """Draw a table: both neurons at the update looked at, and when each came close to its target."""
    rows: list[tuple[str, ...]] = [(f"at update {count(step)}", "", "")]
    for name, values in (
        ("w", [run.weights[step, 0] for run in runs.values()]),
        ("b", [run.bias[step] for run in runs.values()]),
        ("a", [run.a[step] for run in runs.values()]),
        ("C", [run.cost[step] for run in runs.values()]),
    ):
        rows.append((name, *(numeral(float(value)) for value in values)))
    rows.append(("updates until a is", "", ""))
    for tolerance in (0.5, 0.2, 0.1):
        reached = [first_within(run.a, y, tolerance) for run in runs.values()]
        rows.append((f"within {numeral(tolerance)} of y", *("not yet" if k is None else count(k) for k in reached)))
    draw_table(("", *NAMES.values()), rows)
