"""Lesson 4 in words: the outcome of a descent, the lowest cost possible, and the largest stable η."""

import numpy as np

from core.numerals import count, numeral
from core.rounding import about, known_digits, known_numeral
from core.surfaces.descent import SurfacePath
from core.surfaces.surface import Surface
from core.surfaces.verdicts import Verdict
from ui.canvas import Look
from ui.lessons import DESCENTS
from ui.lessons.gradient_descent.controls import LEFT, RIGHT, SIDES
from ui.lessons.gradient_descent.descents import Judged, Setup
from ui.rounding import say_rounding
from ui.two_costs import NAMES as _NAMES

NAMES = {LEFT: _NAMES.quadratic, RIGHT: _NAMES.cross_entropy}
"""The two costs, each in the colour of its curve."""
LOOKS = {LEFT: Look(SIDES[LEFT], 0, (7, 4)), RIGHT: Look(SIDES[RIGHT], 1)}


def say_verdict(verdict: Verdict, path: SurfacePath) -> str:
    """Return the outcome of a descent, in one clause with its numbers.

    "So far" promises nothing; without it the clause holds for a run ten times as long. All words for verdicts are here.
    """
    said = _say_later(verdict, path) if verdict.since > path.updates else _say_now(verdict, path)
    return said + (" (rounding decides this)" if verdict.sensitive else "")


def _say_now(verdict: Verdict, path: SurfacePath) -> str:
    """Return the outcome of a descent that has come to it within the shown updates."""
    last, low, high = _costs(verdict, path)
    updates, so_far = updates_of(path.updates), "" if verdict.certain else ", so far"
    match verdict.kind:
        case "diverged":
            beyond = ", and the next update leaves the range of numbers" if path.diverged else " and grows"
            return f"**explodes**: after {updates} the cost is {last}{beyond}"
        case "arrived" | "oscillating":
            return _say_arrival(verdict, path)
        case "parked":
            where = "where the surface is nearly level but not low"
            return f"**is parked**{so_far} {where}: after {updates} the cost is {last}"
        case "cycling":
            return f"**jumps for ever**: every {verdict.period} updates it is back, {_say_orbit(low, high)}"
        case "bouncing" | "settling":
            return _say_swings(verdict, so_far, low, high)
        case "astray":
            return f"**goes astray**{so_far}: after {updates} the cost is {last}, {_say_high(verdict, path)}"
        case "crawling":
            return f"**{_slowness(path)}**{so_far}: after {updates} the cost is still {last}"


def _say_arrival(verdict: Verdict, path: SurfacePath) -> str:
    """Return when a descent arrives, and whether it comes to rest there."""
    target, stayed, (_, low, high) = numeral(verdict.target), verdict.stayed or 0, _costs(verdict, path)
    if stayed > path.updates - path.updates // 4:
        said = f"**arrives late**: at most {target} only after {updates_of(stayed)}"
    else:
        how = "**arrives**" if verdict.kind == "arrived" else "**arrives in zigzags**, over the valley and back"
        said = f"{how}: at most {target} {f'after {updates_of(stayed)}' if stayed else 'from the start'}"
    if verdict.swings and low != high:
        said += f", where it goes on between {low} and {high}"
    return said if verdict.certain else f"{said}, so far"


def _say_later(verdict: Verdict, path: SurfacePath) -> str:
    """Return the outcome of a descent that comes to it only when it is carried on beyond the shown updates."""
    last, low, high = _costs(verdict, path)
    then = f"after {updates_of(verdict.since)}"
    if verdict.kind in ("arrived", "oscillating"):
        if path.cost[-1] <= verdict.target:
            return (
                f"**has not settled**: after {updates_of(path.updates)} the cost is {last}; carried on, it stays "
                f"at most {numeral(verdict.target)} only from update {count(verdict.since)} on"
            )
        now = f"**{_slowness(path)}**: after {updates_of(path.updates)} the cost is still {last}"
        return f"{now}; carried on, it is at most {numeral(verdict.target)} {then}"
    now = f"**has not settled** after {updates_of(path.updates)}, at a cost of {last}; carried on, it "
    if verdict.kind == "parked":
        return f"{now}is parked {then}, where the surface is nearly level but not low"
    return f"{now}jumps for ever {then}, back every {verdict.period} updates, {_say_orbit(low, high)}"


def _slowness(path: SurfacePath) -> str:
    """Return what a descent does that has not arrived: it crawls only if its cost hardly ever rises."""
    changes = np.diff(path.cost)
    return "crawls" if changes.clip(min=0.0).sum() <= 0.1 * -changes.clip(max=0.0).sum() else "has not arrived"


def _say_swings(verdict: Verdict, so_far: str, low: str, high: str) -> str:
    """Return the outcome of a descent that swings, or that will do so when it is carried on."""
    if low == high:
        how = "**has not settled**" if verdict.full_batch else "**is shaken** by its mini-batches"
        return f"{how}{so_far}, though the last quarter of the costs is {low} to the last digit printed"
    how = "**bounces** and has not settled" if verdict.full_batch else "**is shaken** by its mini-batches"
    how = "**swings**, less and less" if verdict.kind == "settling" else how
    return f"{how}{so_far}: the last quarter of the costs lies between {low} and {high}"


def _say_orbit(low: str, high: str) -> str:
    """Return the costs of states that come again and again."""
    return f"at costs from {low} to {high}" if low != high else f"at costs that are all {low} to the last digit printed"


def _say_high(verdict: Verdict, path: SurfacePath) -> str:
    """Return what is wrong with the cost of a descent that goes astray."""
    if path.cost[-1] > path.cost[0]:
        return "above that at the start"
    return "at the target, but it does not stay there" if verdict.last <= verdict.target else "and it rises again"


def _costs(verdict: Verdict, path: SurfacePath) -> tuple[str, str, str]:
    """Return the last, least and largest cost of a verdict, with the digits that are known.

    Where rounding decides, the range is that of many updates, so it is nearly the same for the twin run.
    """
    torn, twin = bool(path.torn[-1]), verdict.twin
    low, high = (
        about(value, max(known_digits(value, other, margin=1.0), 1) if torn else 4)
        for value, other in ((verdict.low, twin.low), (verdict.high, twin.high))
    )
    return known_numeral(verdict.last, twin.last, torn), low, high


def updates_of(number: int) -> str:
    """Return a number of updates in words."""
    return f"{count(number)} {'update' if number == 1 else 'updates'}"


LEAST = "lowest found"
"""What the lowest place is called on every surface, since of a quadratic cost with a sigmoid it is not proved."""
LEGEND = (
    "Each place is a neuron with this w and b. **✕**: the lowest cost that a search has found; the more a shade "
    "differs from the one there, the higher is the cost. **Hatched**: the surface bends down in some direction, as a "
    "hilltop does. **Convex**: it does so nowhere."
)
"""What is on the maps."""


def name_least(surface: Surface) -> str:
    """Return what the lowest place of a surface is called where it is marked."""
    return LEAST if surface.minimum is None or surface.minimum.unique else "one of the lowest"


def name_bend(surface: Surface, *, hatched: bool) -> tuple[str, str]:
    """Return in two lines whether a surface bends down on a map, part of which may be hatched for that."""
    if hatched:
        return "hatched: bends down", "in some direction"
    return ("bends down nowhere:", "convex") if surface.convex else ("bends down nowhere", "on this map")


def say_least(surface: Surface) -> str:
    """Return the lowest cost that was found, or what the cost comes down to without a minimum."""
    least = surface.minimum
    if least is None:
        what = "no minimum" if surface.least_is_proved else "no minimum found"
        return f"{what}: the cost comes down to {numeral(surface.infimum)} only on the way to infinity"
    return f"{LEAST} {numeral(least.cost)}{'' if least.unique else ', along a whole line'}"


def say_limits(setup: Setup) -> str:
    """Return the largest stable η of both surfaces, by theory, or why none is given."""
    if setup.optimizer in ("rmsprop", "adam"):
        return f"{DESCENTS[setup.optimizer]}'s steps do not scale with the gradient, so no largest stable η is claimed."
    limits: list[str] = []
    for name in setup.surfaces:
        limit = setup.limit(name)
        limits.append(f"{numeral(limit)} ({NAMES[name]})" if limit else f"none without a minimum ({NAMES[name]})")
    how = "" if setup.full_batch else ", with all points"
    known = any(setup.limit(name) for name in setup.surfaces)
    beyond = " With a larger one, steps near the lowest place found grow instead of shrinking." if known else ""
    return f"Largest stable η{how}: {', '.join(limits)}.{beyond}"


def say_descents(setup: Setup, judged: dict[str, Judged]) -> str:
    """Return the outcome of both descents, the lowest cost possible, and the largest stable η."""
    parts = [
        f"{NAMES[name]} {say_verdict(each.verdict, each.path)} ({say_least(setup.surfaces[name])})."
        for name, each in judged.items()
    ]
    rounding = say_rounding((NAMES[name], each.path.torn) for name, each in judged.items())
    return "\n\n".join(filter(None, (" ".join(parts), rounding, say_limits(setup))))
