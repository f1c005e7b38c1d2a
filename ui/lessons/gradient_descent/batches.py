"""Lesson 4: the same descent with batches of one point, of some and of all, by updates and by examples."""

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import streamlit as st

from charts.descent import batch_costs
from core.numerals import count, numeral
from core.surfaces.descent import SurfacePath
from core.surfaces.outlook import ALL_AHEAD
from core.surfaces.verdicts import Verdict
from ui.controls import Choice
from ui.lessons.gradient_descent.controls import RIGHT, SIDES, side_chosen
from ui.lessons.gradient_descent.descents import Setup, judged
from ui.lessons.gradient_descent.picture import curve
from ui.lessons.gradient_descent.words import NAMES, say_verdict
from ui.picture import draw
from ui.plain import plain

BATCHES_OF = Choice("descent_batches", "Under which cost", SIDES, RIGHT)
MOST_UPDATES = 2_000
"""So many are shown at most: ten times as many are computed for a verdict, as for the descents above."""
SERIES = {"one": "green", "some": "purple", "all": "ink"}


class Batched(NamedTuple):
    """A descent with batches of one size: its key, its name, and its outcome."""

    size: int
    name: str
    path: SurfacePath
    verdict: Verdict


def batches_tab(setup: Setup) -> None:
    """Draw the same descent with three sizes of batches, against updates and against examples."""
    side = side_chosen(BATCHES_OF)
    n = len(setup.points)
    epochs = max(1, min(setup.steps, MOST_UPDATES // n))
    descents = {which: _descend(setup, side, which, size, epochs) for which, size in _sizes(setup).items()}
    for place, against in zip(st.columns(2, gap="medium"), ("updates", "examples"), strict=True):
        with place:
            _draw_costs(setup, side, descents, against)
    looked_at = f"{count(n * epochs)} example{'s' * (n * epochs != 1)}"
    lines = "\n".join(f"- **{each.name}**: {_say_seen(each.path, each.verdict)}." for each in descents.values())
    st.markdown(
        f"{NAMES[side]}, η = {numeral(setup.etas[side])}, the same descent with different sizes of batches. An update "
        "costs what it looks at, so the fair comparison is on the right: there each has looked at "
        f"{looked_at}. Small batches gain most where many points say much the same, as under *Noisy, "
        f"but cheap*, and with a small η, since they are shaken in proportion to it.\n{lines}"
    )


def _sizes(setup: Setup) -> dict[str, int]:
    """Return the sizes that are compared; where there are few points, only those that differ."""
    n = len(setup.points)
    some = setup.batch if 1 < setup.batch < n else max(2, n // 4)
    return {"one": 1} | ({"some": some} if 1 < some < n else {}) | ({"all": n} if n > 1 else {})


def _descend(setup: Setup, side: str, which: str, size: int, epochs: int) -> Batched:
    """Descend with batches of this size for so many epochs; the last batch of each may be smaller."""
    surface, n = setup.surfaces[side], len(setup.points)
    steps, descent = epochs * math.ceil(n / size), replace(setup.descent, batch_size=size)
    path, verdict = judged(surface, setup.w, setup.b, setup.etas[side], steps, descent, ALL_AHEAD)
    name = {"one": "batches of 1", "all": f"all {count(n)}"}.get(which, f"batches of {count(size)}")
    return Batched(size, name, path, verdict)


def _draw_costs(setup: Setup, side: str, descents: dict[str, Batched], against: str) -> None:
    """Draw the costs of all descents against "updates" or "examples"."""
    least = setup.surfaces[side].minimum
    seen = "; ".join(f"{each.name}: {_say_seen(each.path, each.verdict)}" for each in descents.values())
    nothing: dict[str, npt.ArrayLike] = {"x": np.zeros(0), "value": np.zeros(0)}
    curves = {which: _curve(each.path, against, setup.steps) for which, each in descents.items()}
    draw(
        batch_costs,
        against,
        key=f"chart_batches_{against}",
        height=380,
        alt=f"cost against {against} with " + plain(seen),
        least={"value": [least.cost] if least else []},
        names={
            "series": [SERIES[which] for which in descents],
            "text": [each.name for each in descents.values()],
        },
        **{which: curves.get(which, nothing) for which in SERIES},
    )


def _curve(path: SurfacePath, against: str, steps: int) -> dict[str, npt.ArrayLike]:
    """Return a path's costs, over its first updates or over all examples."""
    if against == "examples":
        return curve(path.examples, path.cost, "x")
    return curve(np.arange(len(path.cost))[: steps + 1], path.cost[: steps + 1], "x")


def _say_seen(path: SurfacePath, verdict: Verdict) -> str:
    """Return the outcome, and after how many examples the descent first had the target."""
    if verdict.first is None:
        return say_verdict(verdict, path)
    if verdict.first == 0:
        return f"{say_verdict(verdict, path)}; it had {numeral(verdict.target)} or less at the start already"
    seen = int(path.examples[verdict.first])
    examples = f"{count(seen)} example{'s' * (seen != 1)}"
    return f"{say_verdict(verdict, path)}; it first had {numeral(verdict.target)} after {examples}"
