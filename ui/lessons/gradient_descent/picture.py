"""Lesson 4: what became of a descent, in words; and what follows the hand: paths, chart and sentence."""

import re
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from charts.descent import HIGHEST, cost_of_updates
from charts.theme import SERIES, for_log
from core.numerals import count, numeral
from core.surfaces.descent import SurfacePath
from core.surfaces.surface import Surface
from core.surfaces.verdicts import Verdict
from core.thinning import thin
from core.types import Array
from ui.canvas import Look
from ui.lessons import NAMES
from ui.lessons.gradient_descent.canvas import Maps, Panel, Sent, draw_maps, send
from ui.lessons.gradient_descent.controls import DESCENTS, QUADRATIC, Setup, Walked
from ui.picture import draw
from ui.tables import draw_table

LOOKS = {"quadratic": Look("quadratic", 0, (7, 4)), "cross_entropy": Look("cross-entropy", 1)}
MAPS = "descent_maps"
NO_CROSS_ENTROPY = (
    "Cross-entropy is not defined here: a linear output a = z is no probability, and ln a or ln (1 − a) has no value "
    "where a leaves 0 … 1. Choose a sigmoid output for both costs."
)

# --- Words ---------------------------------------------------------------------------------------------------------


def say_verdict(verdict: Verdict, path: SurfacePath) -> str:
    """What became of a descent, in one clause with its numbers. All words for verdicts are here."""
    target, low, high = numeral(verdict.target), numeral(verdict.low), numeral(verdict.high)
    last, updates = numeral(verdict.last), path.updates
    if verdict.kind == "diverged":
        beyond = ", and the next update leaves the range of numbers" if path.diverged else " and grows"
        return f"**explodes**: after {updates_of(updates)} the cost is {last}{beyond}"
    if verdict.kind in ("arrived", "oscillating"):
        how = "**arrives**" if verdict.kind == "arrived" else "**arrives in zigzags**, over the valley and back"
        since = "from the start" if verdict.stayed == 0 else f"after {updates_of(verdict.stayed or 0)}"
        return f"{how}: at most {target} {since}"
    if verdict.kind == "parked":
        return f"**is parked** where the surface is nearly level but not low, at a cost of {last}"
    if verdict.kind in ("bouncing", "settling"):
        how = "**bounces** and has not settled" if verdict.full_batch else "**is shaken** by its mini-batches"
        how = "**swings**, less and less" if verdict.kind == "settling" else how
        return f"{how}: the last quarter of the costs lies between {low} and {high}"
    if verdict.kind == "astray":
        return f"**goes astray**: after {updates_of(updates)} the cost is {last}, above that at the start"
    if verdict.stayed is not None:
        return f"**arrives late**: at most {target} only after {updates_of(verdict.stayed)}"
    return f"**crawls**: after {updates_of(updates)} the cost is still {last}"


def updates_of(number: int) -> str:
    """So many updates."""
    return f"{count(number)} {'update' if number == 1 else 'updates'}"


def say_least(surface: Surface) -> str:
    """What could be reached at best."""
    least = surface.minimum
    if least is None:
        return f"no minimum: the cost comes down to {numeral(surface.infimum)} only on the way to infinity"
    if not least.unique:
        return f"minimum {numeral(least.cost)}, along a whole line"
    return f"minimum {numeral(least.cost)}"


def say_limits(setup: Setup) -> str:
    """The largest stable η of both surfaces, by theory, or why none is given."""
    if setup.optimizer in ("rmsprop", "adam"):
        return f"{DESCENTS[setup.optimizer]}'s steps do not scale with the gradient, so no largest stable η is claimed."
    told: list[str] = []
    for name in setup.surfaces:
        limit = setup.limit(name)
        told.append(f"{numeral(limit)} ({NAMES[name]})" if limit else f"none without a minimum ({NAMES[name]})")
    how = "" if setup.full_batch else ", with all points"
    return f"Largest stable η at the minimum{how}: {', '.join(told)}."


def say_descents(setup: Setup, walked: dict[str, Walked]) -> str:
    """What became of both descents, what could have been reached, and the largest stable η."""
    parts = [
        f"{NAMES[name]} {say_verdict(each.verdict, each.path)} ({say_least(setup.surfaces[name])})."
        for name, each in walked.items()
    ]
    parts.append(say_limits(setup))
    return "\n\n".join([" ".join(parts[:-1]), parts[-1]])


def plain(words: str) -> str:
    """The same words without colours and bold type."""
    return re.sub(r":\w+\[\*\*(.+?)\*\*\]|\*\*(.+?)\*\*", lambda match: match[1] or match[2], words)


# --- What follows the hand -----------------------------------------------------------------------------------------


def draw_ground(setup: Setup, reach: float, on_start: Callable[[], None]) -> None:
    """Draw both maps without their paths, which come by `send_paths`."""
    titles = {"quadratic": f"quadratic, {QUADRATIC.options[setup.quadratic]}", "cross_entropy": "cross-entropy"}
    panels = [Panel(name, LOOKS[name], titles[name]) for name in setup.surfaces]
    note = "" if "cross_entropy" in setup.surfaces else NO_CROSS_ENTROPY
    maps = Maps(setup.surfaces, panels, reach, 2, "Maps of the cost over w and b.", note, follows=True)
    draw_maps(maps, key=MAPS, on_start=on_start)


def send_paths(setup: Setup, walked: dict[str, Walked], step: int) -> None:
    """Hand the maps their paths."""
    told = [
        f"{LOOKS[name].name}: from w = {numeral(setup.w)}, b = {numeral(setup.b)} {place_of(each.path, step)}; "
        + plain(say_verdict(each.verdict, each.path))
        for name, each in walked.items()
    ]
    send(
        MAPS,
        {
            name: Sent(
                setup.surfaces[name],
                each.path,
                min(step, each.path.updates),
                f"C = {numeral(float(each.path.cost[min(step, each.path.updates)]))}",
            )
            for name, each in walked.items()
        },
        "Maps of the cost over w and b, with the path of each descent. " + ". ".join(told) + ".",
        key="descent_feed",
    )


def place_of(path: SurfacePath, step: int) -> str:
    """Where a descent is at a step."""
    at = min(step, path.updates)
    return f"to w = {numeral(float(path.w[at]))}, b = {numeral(float(path.b[at]))} at step {count(at)}"


def draw_costs(setup: Setup, walked: dict[str, Walked], step: int) -> None:
    """Draw cost against updates."""
    curves = {name: curve(np.arange(len(each.path.cost)), each.path.cost) for name, each in walked.items()}
    curves.setdefault("cross_entropy", {"step": np.zeros(0), "value": np.zeros(0)})
    at = {name: min(step, each.path.updates) for name, each in walked.items()}
    now = {name: float(each.path.cost[at[name]]) for name, each in walked.items()}
    least = {name: surface.minimum.cost for name, surface in setup.surfaces.items() if surface.minimum}
    series = dict(zip(LOOKS, SERIES[:2], strict=True))
    draw(
        cost_of_updates,
        key="chart_descent",
        alt="cost against updates: "
        + ", ".join(f"{series[name]} {numeral(cost)} at step {count(at[name])}" for name, cost in now.items())
        + "; "
        + ", ".join(f"{series[name]}: {say_least(surface)}" for name, surface in setup.surfaces.items()),
        quadratic=curves["quadratic"],
        cross_entropy=curves["cross_entropy"],
        dots={
            "step": list(at.values()),
            "value": drawn(np.array(list(now.values()))),
            "series": [series[name] for name in now],
        },
        least={
            "value": drawn(np.array(list(least.values()))),
            "series": [series[name] for name in least],
        },
    )


def drawn(cost: Array) -> Array:
    """Costs as the logarithmic chart takes them: no 0, and what is above its top at the top."""
    return np.minimum(for_log(cost), HIGHEST)


def curve(x: npt.NDArray[np.int_] | npt.NDArray[np.int64], cost: Array, name: str = "step") -> dict[str, npt.ArrayLike]:
    """A curve of costs with as few points as follow it on a logarithmic axis; it breaks off where it leaves the top."""
    values = drawn(cost)
    shown = thin(x.astype(float), np.log(values))
    above = values >= HIGHEST
    return {name: x[shown], "value": np.where(above & np.roll(above, 1), np.nan, values)[shown]}


def draw_states(setup: Setup, walked: dict[str, Walked], step: int) -> None:
    """Draw a table: where both descents are at the step looked at, the gradient there, and the step from there."""
    at = {name: min(step, each.path.updates) for name, each in walked.items()}
    states = [_state(each.path, at[name]) for name, each in walked.items()]
    rows = [(label, *(state[label] for state in states)) for label in states[0]]
    title = "at step " + " / ".join(dict.fromkeys(count(k) for k in at.values()))
    draw_table((title, *(NAMES[name] for name in walked)), rows)


def _next(path: SurfacePath, at: int, axis: int) -> str:
    return numeral(float(path.steps[at, axis])) if at < path.updates else "it ends here"


def _state(path: SurfacePath, at: int) -> dict[str, str]:
    """What the table tells of a path at a step; the gradient is that of all points."""
    return {
        "w": numeral(float(path.w[at])),
        "b": numeral(float(path.b[at])),
        "C": numeral(float(path.cost[at])),
        "∂C/∂w": numeral(float(path.gradient[at, 0])),
        "∂C/∂b": numeral(float(path.gradient[at, 1])),
        "step in w": _next(path, at, 0),
        "step in b": _next(path, at, 1),
        "examples seen": count(int(path.examples[at])),
    }
