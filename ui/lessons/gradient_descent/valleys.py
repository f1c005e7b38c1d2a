"""Lesson 4: a cost of one number with several valleys, and where three methods of descent end in it."""

from typing import NamedTuple

import numpy as np
import streamlit as st

from charts.descent import landscape, valley_shares
from core.numerals import count, numeral, percent
from core.surfaces.valleys import LANDSCAPES, METHODS, Landscape, Method, Outcome, even_starts, random_landscape, roll
from ui.controls import Choice, Slider
from ui.picture import draw
from ui.tables import draw_table

VALLEYS = Choice(
    "descent_valleys",
    "Curve",
    {name: each.label for name, each in LANDSCAPES.items()} | {"random": "Random curves"},
    "low_ridges",
    "Random curves are drawn by the page's seed",
)
FROM = Choice(
    "descent_from",
    "Descents",
    {"everywhere": "200 starts", "one": "one start, 200 seeds"},
    "everywhere",
    "200 starts spread evenly, or the same start 200 times with other orders of the instances",
)
VALLEY_W = Slider("descent_valley_w", "The one start", -6.0, 6.0, 4.0, 0.1, "Where w begins, if all begin in one place")
VALLEY_ETA = Slider("descent_valley_eta", "η in the valleys", 0.01, 2.0, 0.2, 0.01, "How far one update goes", log=True)
VALLEY_STEPS = Slider(
    "descent_valley_steps", "Steps in the valleys", 10, 1000, 200, 10, "Updates of each descent", log=True
)
VALLEY_MU = Slider("descent_valley_mu", "μ in the valleys", 0.0, 0.99, 0.9, 0.01, "What momentum keeps of a step")
VALLEY_BATCH = Slider("descent_valley_batch", "Instances to a batch", 1, 5, 1, 1, "5 are all, and make no noise")
RUNS = 200
Outcomes = dict[Method, Outcome]


class Valleys(NamedTuple):
    """The values of the controls: the curves, and the one start of all descents, or None for starts everywhere."""

    curves: Landscape
    start: float | None


def valleys_tab(seed: int) -> None:
    """Draw where plain descent, momentum and mini-batches end, from many starts or with many seeds."""
    left, right = st.columns([1, 2], gap="medium")
    with left:
        asked = _draw_controls(seed)
    outcomes = _roll(asked, seed)
    with right:
        _draw_landscape(asked.curves, outcomes["plain"], asked.start)
        for place, (name, outcome) in zip(st.columns(3, gap="small"), outcomes.items(), strict=True):
            with place:
                _draw_shares(METHODS[name], outcome)
    st.markdown(_say_outcomes(asked, outcomes))
    _draw_curves(asked.curves)


def _draw_controls(seed: int) -> Valleys:
    """Draw the controls, and return their values."""
    chosen, origin = VALLEYS.read(), FROM.read()
    for slider in (VALLEY_ETA, VALLEY_STEPS, VALLEY_MU, VALLEY_BATCH):
        slider.draw()
    VALLEY_W.draw(disabled=origin != "one")
    curves = random_landscape(seed) if chosen == "random" else LANDSCAPES[chosen]
    return Valleys(curves, VALLEY_W.value() if origin == "one" else None)


def _roll(asked: Valleys, seed: int) -> Outcomes:
    """Descend 200 times with each method."""
    starts = even_starts(asked.curves, RUNS) if asked.start is None else np.full(RUNS, asked.start)
    return {
        name: roll(
            asked.curves,
            starts,
            learning_rate=VALLEY_ETA.value(),
            steps=int(VALLEY_STEPS.value()),
            method=name,
            momentum=VALLEY_MU.value(),
            batch_size=int(VALLEY_BATCH.value()),
            seed=seed,
        )
        for name in METHODS
    }


def _say_outcomes(asked: Valleys, outcomes: Outcomes) -> str:
    """Return which share of the descents ends in the best valley, and why."""
    shares = ", ".join(f"{METHODS[name].lower()} {percent(outcome.reached)}" for name, outcome in outcomes.items())
    moving = ", ".join(
        f"{METHODS[name].lower()} {percent(outcome.moving)}"
        for name, outcome in outcomes.items()
        if outcome.moving > 0.0
    )
    one = asked.start is not None
    where = f"from w = {numeral(asked.start)}, 200 times" if asked.start is not None else "from 200 starts"
    batch = int(VALLEY_BATCH.value())
    noise = (
        "a mini-batch of five is all of them, and makes no noise."
        if batch == len(asked.curves)
        else f"a mini-batch averages {count(batch)} of them only."
    )
    return (
        f"After {count(int(VALLEY_STEPS.value()))} updates {where} in the best valley: **{shares}**. "
        + (f"Still on the move then: {moving}. " if moving else "")
        + ("One start and no noise make one descent: without batches all 200 end alike. " if one else "")
        + "C(w) is the average of five instances' curves; "
        + noise
    )


def _draw_curves(curves: Landscape) -> None:
    """Write the formula of the curves, and their parameters in a table."""
    st.latex(r"C(w) = \frac{1}{5}\sum_{i=1}^{5} C_i(w), \qquad " + landscape_tex(curves, 0))
    parameters = (curves.centres, curves.heights, curves.frequencies, curves.phases)
    with st.container(key="states_valleys"):
        draw_table(
            ("i", "centre c", "height h", "frequency f", "phase p"),
            [(str(i + 1), *(numeral(float(each[i])) for each in parameters)) for i in range(len(curves))],
        )


def landscape_tex(curves: Landscape, i: int) -> str:
    """Write the formula of an instance's curve."""
    half = numeral(curves.bowl / 2.0)
    return rf"C_i(w) = {half}\,(w - c_i)^2 + h_i \sin(f_i w + p_i)"


def _draw_landscape(curves: Landscape, outcome: Outcome, start: float | None) -> None:
    """Draw the curves, and the valleys with their numbers."""
    low, high = curves.window
    w = np.linspace(low, high, 241)
    each = curves.each(w)
    best = outcome.best
    draw(
        landscape,
        key="chart_landscape",
        height=330,
        alt="cost over w, with valleys at "
        + ", ".join(f"w = {numeral(valley.w)} (C = {numeral(valley.cost)})" for valley in outcome.valleys)
        + f"; the best is number {best + 1}",
        each={
            "w": np.tile(w, len(curves)),
            "value": each.T.ravel(),
            "instance": np.repeat([str(i + 1) for i in range(len(curves))], len(w)),
        },
        cost={"w": w, "value": curves.cost(w)},
        start={"w": [] if start is None else [start]},
        valleys={
            "w": [valley.w for valley in outcome.valleys],
            "value": [valley.cost for valley in outcome.valleys],
            "series": ["green" if i == best else "ink" for i in range(len(outcome.valleys))],
            "text": [f"{i + 1}: best" if i == best else str(i + 1) for i in range(len(outcome.valleys))],
        },
    )


def _draw_shares(method: str, outcome: Outcome) -> None:
    """Draw which share of the descents ended where."""
    numbers = range(len(outcome.valleys))
    draw(
        valley_shares,
        method,
        key=f"chart_shares_{method}",
        height=230,
        alt=f"{method}: share of the descents that end in each valley: "
        + ", ".join(f"valley {i + 1} {percent(float(outcome.shares[i]))}" for i in numbers),
        shares={
            "valley": [str(i + 1) for i in numbers],
            "share": outcome.shares,
            "series": ["green" if i == outcome.best else "muted" for i in numbers],
            "text": [numeral(100.0 * float(share), 3) for share in outcome.shares],
        },
    )
