"""Lesson 4: the part that follows a moving slider: the paths on the maps, the chart of costs, and the table."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from charts.descent import HIGHEST, cost_of_updates
from charts.theme import for_log
from core.numerals import count, numeral
from core.rounding import known_numeral
from core.surfaces.descent import SurfacePath
from core.surfaces.surface import Surface
from core.thinning import thin
from core.types import Array
from ui.chart_numbers import keep_numbers
from ui.lessons.gradient_descent.canvas import Maps, Panel, Sent, draw_maps, send
from ui.lessons.gradient_descent.controls import LEFT, QUADRATIC, RIGHT, SIDES, B, W
from ui.lessons.gradient_descent.descents import Judged, Setup
from ui.lessons.gradient_descent.words import LOOKS, NAMES, name_least, say_least, say_verdict
from ui.picture import draw
from ui.plain import plain
from ui.tables import draw_table

MAPS = "descent_maps"
NO_CROSS_ENTROPY = (
    "Cross-entropy is not defined here: a linear output a = z is no probability, and ln a or ln (1 − a) has no value "
    "where a leaves 0 … 1. Choose a sigmoid output for both costs."
)


def draw_surfaces(setup: Setup, extent: float, on_start: Callable[[], None]) -> None:
    """Draw both maps without their paths, which `send_paths` brings."""
    titles = {LEFT: f"quadratic, {QUADRATIC.options[setup.quadratic]}", RIGHT: "cross-entropy"}
    panels = [Panel(name, LOOKS[name], titles[name]) for name in setup.surfaces]
    note = "" if RIGHT in setup.surfaces else NO_CROSS_ENTROPY
    maps = Maps(
        setup.surfaces, panels, extent, 2, "Maps of the cost over w and b.", note, follows=True, start=(W.key, B.key)
    )
    draw_maps(maps, key=MAPS, on_start=on_start)


def send_paths(setup: Setup, judged: dict[str, Judged], step: int) -> None:
    """Send the maps their paths."""
    paths = {
        LOOKS[name].name: {"update": np.arange(len(path.w)), "w": path.w, "b": path.b, "C": path.cost}
        for name, path in ((name, each.path) for name, each in judged.items())
    }
    keep_numbers(MAPS, "paths of the descents", paths)
    sentences = [
        f"{LOOKS[name].name}: from w = {numeral(setup.w)}, b = {numeral(setup.b)} {place_of(each.path, step)}; "
        + plain(say_verdict(each.verdict, each.path))
        for name, each in judged.items()
    ]
    send(
        MAPS,
        {
            name: Sent(
                setup.surfaces[name],
                each.path,
                min(step, each.path.updates),
                f"C = {cost_at(setup.surfaces[name], each.path, step)}",
            )
            for name, each in judged.items()
        },
        "Maps of the cost over w and b, with the path of each descent. " + ". ".join(sentences) + ".",
        key="descent_feed",
    )


def place_of(path: SurfacePath, step: int) -> str:
    """Return the place of a descent at a step."""
    at = min(step, path.updates)
    own, twin = (float(path.w[at]), float(path.b[at])), path.twin[at]
    w, b = (known_numeral(value, float(other), path.torn[at]) for value, other in zip(own, twin, strict=True))
    return f"to w = {w}, b = {b} at step {count(at)}"


def cost_at(surface: Surface, path: SurfacePath, step: int) -> str:
    """Return the cost of a descent at a step, with the digits that are known."""
    at = min(step, path.updates)
    return known_numeral(float(path.cost[at]), float(surface.cost(*path.twin[at])), path.torn[at])


def draw_costs(setup: Setup, judged: dict[str, Judged], step: int) -> None:
    """Draw cost against updates."""
    curves = {name: curve(np.arange(len(each.path.cost)), each.path.cost) for name, each in judged.items()}
    nothing: dict[str, npt.ArrayLike] = {"step": np.zeros(0), "value": np.zeros(0)}
    at = {name: min(step, each.path.updates) for name, each in judged.items()}
    now = {name: float(each.path.cost[at[name]]) for name, each in judged.items()}
    least = {name: surface for name, surface in setup.surfaces.items() if surface.minimum}
    series = SIDES  # the charts use the same names
    draw(
        cost_of_updates,
        key="chart_descent",
        alt="cost against updates: "
        + ", ".join(
            f"{series[name]} {cost_at(setup.surfaces[name], each.path, step)} at step {count(at[name])}"
            for name, each in judged.items()
        )
        + "; "
        + ", ".join(f"{series[name]}: {say_least(surface)}" for name, surface in setup.surfaces.items()),
        quadratic=curves[LEFT],
        cross_entropy=curves.get(RIGHT, nothing),
        dots={
            "step": list(at.values()),
            "value": drawn(np.array(list(now.values()))),
            "series": [series[name] for name in now],
        },
        least={
            "value": drawn(np.array([surface.infimum for surface in least.values()])),
            "series": [series[name] for name in least],
            "text": [f"dotted: {name_least(surface)}" for surface in least.values()],
        },
    )


def drawn(cost: Array) -> Array:
    """Return costs for the logarithmic chart: 0 is replaced, and costs above its top are at the top."""
    return np.minimum(for_log(cost), HIGHEST)


def curve(x: npt.NDArray[np.int_] | npt.NDArray[np.int64], cost: Array, name: str = "step") -> dict[str, npt.ArrayLike]:
    """Return a curve of costs with few points, enough for a logarithmic axis; it ends where it leaves the top."""
    values = drawn(cost)
    shown = thin(x.astype(float), np.log(values))
    above = values >= HIGHEST
    return {name: x[shown], "value": np.where(above & np.roll(above, 1), np.nan, values)[shown]}


def draw_states(setup: Setup, judged: dict[str, Judged], step: int) -> None:
    """Draw a table: both descents at the chosen step: their place, the gradient there, and the next step."""
    at = {name: min(step, each.path.updates) for name, each in judged.items()}
    states = [_state(setup.surfaces[name], each.path, at[name]) for name, each in judged.items()]
    rows = [(label, *(state[label] for state in states)) for label in states[0]]
    title = "at step " + " / ".join(dict.fromkeys(count(k) for k in at.values()))
    draw_table((title, *(NAMES[name] for name in judged)), rows)


def _state(surface: Surface, path: SurfacePath, at: int) -> dict[str, str]:
    """Return the table's values for a path at a step, with the digits that are known; the gradient is of all points."""
    own, twin = (float(path.w[at]), float(path.b[at])), path.twin[at]
    numbers = {
        "w": (own[0], twin[0]),
        "b": (own[1], twin[1]),
        "C": (path.cost[at], surface.cost(*twin)),
        "∂C/∂w": (path.gradient[at, 0], surface.gradient(*twin)[0]),
        "∂C/∂b": (path.gradient[at, 1], surface.gradient(*twin)[1]),
    }
    if at < path.updates:
        numbers["step in w"], numbers["step in b"] = zip(path.steps[at], path.twin[at + 1] - twin, strict=True)
    shown = {name: known_numeral(float(value), float(other), path.torn[at]) for name, (value, other) in numbers.items()}
    if at == path.updates:
        shown["step in w"] = shown["step in b"] = "it ends here"
    return shown | {"examples seen": count(int(path.examples[at]))}
