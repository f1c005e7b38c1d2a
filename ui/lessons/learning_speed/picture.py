"""Lesson 3, the race: its picture, its sentence and its table."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from charts.race import march, name_places, race, target_line
from charts.theme import TWO_COSTS, for_log
from core.functions.cost import Cost
from core.neurons.learning import Descent, first_within
from core.numerals import count, numeral, ratio
from core.rounding import known_numeral
from core.thinning import thin
from core.types import Array
from ui.lessons.learning_speed.race import Race
from ui.picture import draw
from ui.rounding import say_rounding
from ui.tables import draw_table
from ui.two_costs import NAMES, Pair, has_half

GRADIENT = "gradient"
"""The chart with a logarithmic axis, below the others."""
NEAR = (0.5, 0.2, 0.1)
"""Distances from the target that the page counts updates to."""


def say_ratio(quadratic: Cost, z: str) -> str:
    """Return the ratio of the two gradients as a formula; z is the name of the weighted input."""
    return f"1/σ′({z})" if has_half(quadratic) else f"1/(2σ′({z}))"


# --- The picture ---------------------------------------------------------------------------------------------------


def draw_race(shown: Race, step: int, log_steps: bool) -> None:
    """Draw output, cost and gradient of both runs over one axis of updates."""
    quantities = quantities_of(shown.runs)
    along = march(shown.updates, log_steps)
    texts = [say_at(shown, quantity, step) for quantity in quantities]
    for quantity, values in quantities.items():
        at_foot = quantity == GRADIENT
        draw(
            race,
            quantity,
            log_steps,
            at_foot,
            key=f"chart_{quantity}",
            alt=" ".join(texts) if at_foot else None,
            **curve_tables(quantity, values, step, along),
            **(target_tables(values, shown.y, along) if quantity == "output" else {}),
        )


def quantities_of(runs: Pair[Descent]) -> dict[str, Pair[Array]]:
    """Return what the charts show of both runs."""
    return {
        "output": runs.map(lambda run: run.a),
        "cost": runs.map(lambda run: run.cost),
        GRADIENT: runs.map(lambda run: np.abs(run.weight_gradient[:, 0])),
    }


def say_at(shown: Race, quantity: str, step: int) -> str:
    """Return what one of the charts shows at the chosen update, with the digits that are known."""
    own, twins = (quantities_of(runs)[quantity] for runs in (shown.runs, shown.twins))
    now = Pair(*(say_known(*pair, step) for pair in zip(own, twins, shown.torn, strict=True)))
    return (
        f"{quantity} against updates: at update {count(step)} quadratic {now.quadratic}, "
        f"cross-entropy {now.cross_entropy}."
    )


def curve_tables(quantity: str, values: Pair[Array], step: int, along: Array) -> dict[str, Any]:
    """Return the data sets of one chart: both curves, with as many points as are visible, and a dot on each."""
    on_log = quantity == GRADIENT
    curves = values.map(for_log if on_log else np.asarray)
    steps = thin(along, *(np.log(curve) if on_log else curve for curve in curves))
    now = np.array([float(value[step]) for value in values])
    return {
        "curves": pd.DataFrame({"step": steps} | curves.map(lambda curve: curve[steps]).columns()),
        "dots": pd.DataFrame({"x": step, "value": for_log(now) if on_log else now, "series": TWO_COSTS}),
    }


def target_tables(outputs: Pair[Array], y: float, along: Array) -> dict[str, Any]:
    """Return the other data sets of the chart of outputs: the target, and the names of the curves."""
    slow, fast = outputs
    return {"target": target_line(y, slow, fast, along), "names": name_places(slow, fast, along)}


# --- The sentence --------------------------------------------------------------------------------------------------


def say_race(shown: Race, step: int) -> str:
    """Return what to notice, with the current numbers: when each run arrives, and then why: the first gradients."""
    seen = [say_arrivals(shown)]
    if step:
        known = [say_known(run.a, twin.a, torn, step) for run, twin, torn in shown.with_twins]
        at = [f"{name} a = {a}" for name, a in zip(NAMES, known, strict=True)]
        seen.append(f"At update {count(step)}: {', '.join(at)}.")
    seen.append(say_rounding(zip(NAMES, shown.torn, strict=True)))
    return " ".join(filter(None, seen)) + f"\n\n{say_start(shown)} {say_gradients(shown)}"


def say_start(shown: Race) -> str:
    """Return where the neuron starts, and how steep the sigmoid is there."""
    slope = float(shown.gradients.quadratic.slope)
    return (
        f"Why: the neuron starts at z = w·x + b = {numeral(shown.z)}, where the slope of the sigmoid is "
        f"σ′(z)\u00a0=\u00a0{numeral(slope)}."
    )


def say_known(values: Array, twin: Array, torn: npt.NDArray[np.bool_], step: int) -> str:
    """Return a value at an update, with the digits that are known."""
    return known_numeral(float(values[step]), float(twin[step]), torn[step])


def say_gradients(shown: Race) -> str:
    """Return both gradients at the start, and their ratio; or why there is none."""
    slow, fast = shown.gradients
    if fast.error == 0:
        return "The output *a* is the target, so both gradients are 0 and there is nothing to learn."
    if shown.x == 0:
        return "The input x is 0, so ∂C/∂w is 0 under both costs and only b can learn."
    quadratic = shown.costs.quadratic
    formula = "½ (y − a)²" if has_half(quadratic) else "(y − a)²"
    return (
        f"The gradient ∂C/∂w of {NAMES.cross_entropy}, {numeral(float(fast.weights[0]))}, is "
        f"**{ratio(float(fast.delta / slow.delta))} times** that of the {NAMES.quadratic} cost {formula}, "
        f"{numeral(float(slow.weights[0]))}: exactly {say_ratio(quadratic, 'z')}."
    )


def say_arrivals(shown: Race) -> str:
    """Return after how many updates each output is near its target: within 0.5, or nearer if it starts within that."""
    within = _start_within(shown)
    start = "" if within is None else say_start_within(shown, within)
    if within == NEAR[-1]:
        return start.rstrip()
    tolerance = NEAR[0] if within is None else NEAR[NEAR.index(within) + 1]
    slow, fast = (reach(run, twin, shown.y, tolerance) for run, twin, _ in shown.with_twins)
    rates = shown.etas.map(lambda eta: "" if len(set(shown.etas)) == 1 else f" (η = {numeral(eta)})")
    unit = "update" if slow[0] == 1 else "updates"
    near = f"within {numeral(tolerance)}"
    aim = f"it is {near}" if start else f"the output *a* is {near} of its target"
    return (
        f"{start}The {NAMES.quadratic} cost{rates.quadratic} needs {say_needed(*slow, shown.updates, unit)}, "
        f"{NAMES.cross_entropy}{rates.cross_entropy} {say_needed(*fast, shown.updates)}, until {aim}."
    )


def say_start_within(shown: Race, tolerance: float) -> str:
    """Return that the output needs no update to be as near to its target as this."""
    a = numeral(float(shown.runs.quadratic.a[0]))
    return f"The output *a* starts at {a}, already within {numeral(tolerance)} of its target {numeral(shown.y)}. "


def _start_within(shown: Race) -> float | None:
    """Return the least distance from the target within which both runs and their twins start; None if there is none."""
    starts = [run.a for pair in (shown.runs, shown.twins) for run in pair]
    inside = [near for near in NEAR if all(first_within(a[:1], shown.y, near) == 0 for a in starts)]
    return inside[-1] if inside else None


def say_needed(updates: int | None, decided: bool, most: int, unit: str = "") -> str:
    """Return how many updates a run needs; `decided` by rounding, or None if the race of `most` updates ends before."""
    said = f"more than **{count(most)}**" if updates is None else f"**{count(updates)}**"
    return " ".join(filter(None, (said, unit))) + (DECIDED if decided else "")


# --- The table -----------------------------------------------------------------------------------------------------


def draw_states(shown: Race, step: int) -> None:
    """Draw a table: both neurons at the chosen update, and when each came close to its target."""
    head, tail = (f"at update {count(step)}", "", ""), ("updates until *a* is", "", "")
    slow, fast = (known_at(*each, step) for each in shown.with_twins)
    rows = [(name, slow[name], fast[name]) for name in slow]
    near = [
        (f"within {numeral(t)} of y", *(say_within(run, twin, shown.y, t) for run, twin, _ in shown.with_twins))
        for t in NEAR
    ]
    draw_table(("quantity", *NAMES), [head, *rows, tail, *near])


def state_at(run: Descent, step: int) -> dict[str, float]:
    """Return w, b, a and C after so many updates."""
    state = {"w": run.weights[step, 0], "b": run.bias[step], "a": run.a[step], "C": run.cost[step]}
    return {name: float(value) for name, value in state.items()}


def known_at(run: Descent, twin: Descent, torn: npt.NDArray[np.bool_], step: int) -> dict[str, str]:
    """Return the same in words, with the digits that are known."""
    own, other = state_at(run, step), state_at(twin, step)
    return {name: known_numeral(own[name], other[name], torn[step]) for name in own}


DECIDED = " (rounding decides)"
"""Said of a number of updates that is another for the twin run."""


def reach(run: Descent, twin: Descent, y: float, tolerance: float) -> tuple[int | None, bool]:
    """Return after how many updates a run is within this tolerance of the target, and whether rounding decides it."""
    first, second = (first_within(each.a, y, tolerance) for each in (run, twin))
    return first, first != second


def say_within(run: Descent, twin: Descent, y: float, tolerance: float) -> str:
    """Return after how many updates a run is within this tolerance of the target."""
    reached, decided = reach(run, twin, y, tolerance)
    return ("not yet" if reached is None else count(reached)) + (DECIDED if decided else "")
