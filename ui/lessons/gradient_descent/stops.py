"""Lesson 4: the steps at which playing the descents stops."""

import numpy as np

from core.numerals import count, numeral
from core.surfaces.descent import SurfacePath
from ui.lessons.gradient_descent.controls import SIDES, STEP
from ui.lessons.gradient_descent.descents import Judged, Setup, descend
from ui.scrubber import Stop, draw_scrubber


def draw_play(setup: Setup) -> None:
    """Draw Play for both descents."""
    draw_scrubber(STEP, stops_of(descend(setup), setup.steps), setup.steps)


def stops_of(judged: dict[str, Judged], steps: int) -> list[Stop]:
    """Return where each descent arrives, first turns back, or breaks off, and the last step."""
    found = [Stop(steps, f"Step {count(steps)}: it ends here.")]
    for side, each in judged.items():
        found += _stops_of_one(SIDES[side], each, steps)
    return found


def _stops_of_one(name: str, each: Judged, steps: int) -> list[Stop]:
    path, verdict = each
    found: list[Stop] = []
    arrives = verdict.stayed if verdict.kind in ("arrived", "oscillating") and not verdict.sensitive else None
    if arrives is not None and arrives <= path.updates:
        so_far = "" if verdict.certain else ", so far"
        why = f"{name} arrives, its cost is at most {numeral(verdict.target)} from here on{so_far}."
        found.append(Stop(arrives, f"Step {count(arrives)}: {why}"))
    turns = first_turn(path)
    if turns is not None and not path.torn[turns] and (arrives is None or turns < arrives):
        found.append(Stop(turns, f"Step {count(turns)}: {name} turns back, this step goes against the one before."))
    if path.updates < steps:
        why = f"Step {count(path.updates)}: {name} breaks off, its next step leaves the range of numbers."
        found.append(Stop(path.updates, why))
    return found


def first_turn(path: SurfacePath) -> int | None:
    """Return the first step that goes against the one before; None if none does, or if mini-batches shake them all."""
    against = np.sum(path.steps[1:] * path.steps[:-1], axis=1) < 0.0
    return int(np.argmax(against)) + 2 if path.full_batch and against.any() else None
