"""Lesson 4 in words: the outcome of a descent, the lowest cost possible, and the largest stable η."""

import re

from core.numerals import count, numeral
from core.surfaces.descent import SurfacePath
from core.surfaces.surface import Surface
from core.surfaces.verdicts import Verdict
from ui.canvas import Look
from ui.lessons import DESCENTS
from ui.lessons.gradient_descent.controls import LEFT, RIGHT, SIDES
from ui.lessons.gradient_descent.descents import Judged, Setup
from ui.two_costs import NAMES as _NAMES

NAMES = {LEFT: _NAMES.quadratic, RIGHT: _NAMES.cross_entropy}
"""The two costs, each in the colour of its curve."""
LOOKS = {LEFT: Look(SIDES[LEFT], 0, (7, 4)), RIGHT: Look(SIDES[RIGHT], 1)}


def say_verdict(verdict: Verdict, path: SurfacePath) -> str:
    """Return the outcome of a descent, in one clause with its numbers. All words for verdicts are here."""
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
    """Return a number of updates in words."""
    return f"{count(number)} {'update' if number == 1 else 'updates'}"


def say_least(surface: Surface) -> str:
    """Return the lowest cost that the surface allows."""
    least = surface.minimum
    if least is None:
        return f"no minimum: the cost comes down to {numeral(surface.infimum)} only on the way to infinity"
    if not least.unique:
        return f"minimum {numeral(least.cost)}, along a whole line"
    return f"minimum {numeral(least.cost)}"


def say_limits(setup: Setup) -> str:
    """Return the largest stable η of both surfaces, by theory, or why none is given."""
    if setup.optimizer in ("rmsprop", "adam"):
        return f"{DESCENTS[setup.optimizer]}'s steps do not scale with the gradient, so no largest stable η is claimed."
    limits: list[str] = []
    for name in setup.surfaces:
        limit = setup.limit(name)
        limits.append(f"{numeral(limit)} ({NAMES[name]})" if limit else f"none without a minimum ({NAMES[name]})")
    how = "" if setup.full_batch else ", with all points"
    return f"Largest stable η at the minimum{how}: {', '.join(limits)}."


def say_descents(setup: Setup, judged: dict[str, Judged]) -> str:
    """Return the outcome of both descents, the lowest cost possible, and the largest stable η."""
    parts = [
        f"{NAMES[name]} {say_verdict(each.verdict, each.path)} ({say_least(setup.surfaces[name])})."
        for name, each in judged.items()
    ]
    parts.append(say_limits(setup))
    return "\n\n".join([" ".join(parts[:-1]), parts[-1]])


def plain(words: str) -> str:
    """Return the same words without colours and bold type."""
    return re.sub(r":\w+\[\*\*(.+?)\*\*\]|\*\*(.+?)\*\*", lambda match: match[1] or match[2], words)
