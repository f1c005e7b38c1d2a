"""Lesson 7: when the runs of each method reached the target, how many did at each η, and how they learned."""

from typing import Any, NamedTuple

import altair as alt
import numpy as np

from charts.theme import (
    CROSS_ENTROPY,
    LABEL_SIZE,
    QUADRATIC,
    by_series,
    in_colour,
    legend,
    source,
    x_axis,
    y_axis,
)
from core.types import Array

NEVER_FROM, NEVER_TO = 1.05, 1.2
"""The runs that never reached the target stand right of the last epoch shown, between these multiples of it."""
COUNTED_TO = 1.5
"""Right of them stands how many these are; the axis ends there."""
TICKS_TO = 0.95
"""A tick further right would have its number under the word "never"."""
LEGEND = 22
"""Pixels from one line of the legend to the next."""
LANES = 9
"""At one epoch so many dots stand above one another; more stand closer."""
HALF = 0.36
"""How far dots stand from the middle of their row, at most; 1 is the distance of two rows."""


class Look(NamedTuple):
    """How a method is drawn: the series that gives its colour, the shape of its dots, and the dash of its line."""

    series: str
    shape: str
    dash: tuple[int, ...]


LOOKS = (
    Look(CROSS_ENTROPY, "circle", ()),
    Look("orange", "square", (2, 3)),
    Look("green", "triangle-up", (10, 3)),
    Look("purple", "diamond", (7, 2, 2, 2)),
    Look(QUADRATIC, "cross", (7, 4)),
    Look("ink", "triangle-down", (2, 6)),
)


def looks_of(methods: int, *, costs: bool) -> list[Look]:
    """Return how so many methods are drawn: two costs as in all lessons, others in the order of LOOKS."""
    return [LOOKS[4], LOOKS[0]] if costs else [*LOOKS[:methods]]


def end_of(epochs: Array, last: int) -> int:
    """Return up to which epoch a picture of arrivals goes: a little further than the last one, or to the last epoch.

    epochs: of all runs, ∞ for one that never reached the target. The ends are few, so that the axis seldom changes.
    """
    latest = np.max(epochs, where=np.isfinite(epochs), initial=1.0)
    ends = (m * 10**k // 20 for k in range(1, 5) for m in (8, 10, 12, 16, 20, 24, 30, 40, 50, 60))
    return min(last, next(end for end in ends if end >= 1.1 * latest)) if latest > 1.0 else last


def places(epochs: Array, last: int) -> tuple[Array, Array]:
    """Return where the dots of a method stand: x, and y from −HALF to HALF about the middle of its row, (runs,) each.

    epochs: (runs,), ∞ for a run that never reached the target; last is the last epoch shown. Dots at one epoch stand
    above one another; those that never did stand in several columns right of the last epoch.
    """
    x, y = epochs.astype(float), np.zeros(len(epochs))
    for epoch in np.unique(epochs[np.isfinite(epochs)]):
        y[epochs == epoch] = _stacked(int((epochs == epoch).sum()))
    never = np.flatnonzero(~np.isfinite(epochs))
    columns = -(-len(never) // LANES)
    for column in range(columns):
        mine = never[column::columns]
        x[mine] = last * (NEVER_FROM + (column + 0.5) / columns * (NEVER_TO - NEVER_FROM))
        y[mine] = _stacked(len(mine))
    return x, y


def _stacked(dots: int) -> Array:
    """Return the heights of so many dots, about 0: one step apart, or closer where they would leave the row."""
    step = 2 * HALF / max(LANES - 1, dots - 1)
    return (np.arange(dots, dtype=np.float64) - (dots - 1) / 2) * step


def arrivals(last: int, *names: str) -> alt.LayerChart:
    """When the runs of each method reached the target: a row for each name, from the top, and up to so many epochs.

    runs: x, y (the row's number + a height, see `places`), series, shape, text (for a tip). spreads: low, high, middle,
    row, series, of a method's quartiles, where they are epochs. words: row, text, how many never did. zone: from, to,
    of those (`never_zone`).
    """
    across = x_axis(
        "x",
        "epochs until the target is reached",
        alt.Scale(domain=[0, COUNTED_TO * last], nice=False),
        values=[*range(0, int(TICKS_TO * last) + 1, _step(last)), (NEVER_FROM + NEVER_TO) / 2 * last],
        labelExpr=f"datum.value > {last} ? 'never' : datum.label",
        labelOverlap=False,
    )
    never = in_colour(source("zone").mark_rect(opacity=0.13), "muted").encode(x=alt.X("from:Q"), x2="to:Q")
    runs = by_series(source("runs").mark_point(filled=True, size=46, opacity=0.8)).encode(
        x=across,
        y=_rows("y", names),
        shape=alt.Shape("shape:N", scale=None),
        tooltip=alt.Tooltip("text:N", title="run"),
    )
    bars = by_series(source("spreads").mark_bar(size=7, opacity=0.35, cornerRadius=3)).encode(
        x=alt.X("low:Q"), x2="high:Q", y=_rows("row", names)
    )
    ticks = in_colour(source("spreads").mark_tick(thickness=3, size=min(44, 130 // len(names))), "ink").encode(
        x=alt.X("middle:Q"), y=_rows("row", names)
    )
    words = source("words").mark_text(fontSize=LABEL_SIZE, fontWeight=600, align="left", dx=6)
    counted = in_colour(words, "ink").encode(x=alt.datum(NEVER_TO * last), y=_rows("row", names), text="text:N")
    return alt.LayerChart(layer=[never, bars, runs, ticks, counted])


def never_zone(last: int) -> dict[str, list[float]]:
    """Return between which places the runs stand that never reached the target."""
    return {"from": [(NEVER_FROM - 0.01) * last], "to": [(NEVER_TO + 0.01) * last]}


def _rows(field: str, names: tuple[str, ...]) -> alt.Y:
    """The rows of the methods, named from the top."""
    style: dict[str, Any] = {
        "values": [*range(len(names))],
        "labelExpr": f"{[*names]!r}[datum.value]",
        "labelFontSize": LABEL_SIZE + 1,
        "labelLimit": 150,
        "ticks": False,
        "domain": False,
        "grid": False,
        "minExtent": 120,
        "maxExtent": 150,
        "labelFlush": False,
    }
    scale = alt.Scale(domain=[len(names) - 0.5, -0.5], nice=False, zero=False)
    return alt.Y(field, type="quantitative", title=None, scale=scale, axis=alt.Axis(**style))


def _step(last: int) -> int:
    """Return the distance of the ticks of an axis up to so many epochs: 1, 2 or 5 times a power of ten, at most ten."""
    return next(m * 10**k for k in range(4) for m in (1, 2, 5) if last <= 10 * m * 10**k)


def shares(*etas: float) -> alt.LayerChart:
    """Which share of the runs reached the target at each of these η: a line for each method, a ring at its best η.

    rates: eta, share (%), series, shape, best (bool), method.
    """
    across, up = _rates(etas), y_axis("share", "runs that learned, %", alt.Scale(domain=[0, 100]))
    return alt.LayerChart(layer=[*_lines("rates", across, up), *_marked(across, up)])


def medians(last: int, *etas: float) -> alt.LayerChart:
    """The epoch by which half of the runs had reached the target at each of these η, where half of them did.

    rates: as in `shares`, and median.
    """
    across, up = _rates(etas), y_axis("median", "median epoch", alt.Scale(domain=[0, last]))
    return alt.LayerChart(layer=[*_lines("rates", across, up), *_marked(across, up)])


def _rates(etas: tuple[float, ...]) -> alt.X:
    """The axis of learning rates, with a tick at each that was tried."""
    scale = alt.Scale(type="log", domain=[min(etas) / 1.5, max(etas) * 1.5], nice=False)
    return x_axis("eta", "learning rate η", scale, format="~r", values=[*etas], labelOverlap="greedy")


def learning(quantity: str, log: bool, costs: bool, *names: str) -> alt.LayerChart:
    """How the runs of each method learned at its best η: the median, the band between quartiles, and single runs.

    curves: epoch, low, middle, high, series, shape, method. runs: epoch, value, run, series. names: text and
    series of each method, for the legend above the picture. target: at, text, for a rule there; it may be empty.
    """
    across = x_axis("epoch", "epochs", alt.Scale(nice=False, zero=True))
    scale = alt.Scale(type="log", nice=False) if log else alt.Scale(domain=[0, 100])
    up = y_axis("middle", quantity, scale)
    faint = by_series(source("runs").mark_line(strokeWidth=1, opacity=0.18, clip=True)).encode(
        x=across, y=alt.Y("value:Q"), detail="run:N"
    )
    band = by_series(source("curves").mark_area(opacity=0.25, clip=True)).encode(
        x=across, y=alt.Y("low:Q"), y2="high:Q", detail="method:N"
    )
    keys = [
        layer
        for k, (name, look) in enumerate(zip(names, looks_of(len(names), costs=costs), strict=True))
        for layer in legend(
            source("names").transform_filter(alt.datum.text == name),
            look.series,
            LEGEND * (k - len(names)) + 6,
            "text:N",
            LABEL_SIZE,
            dash=[*look.dash] or None,
        )
    ]
    return alt.LayerChart(layer=[faint, band, *_lines("curves", across, up), *_wanted(), *keys])


def _wanted() -> list[alt.Chart]:
    """A rule at the target, with its name."""
    rule = in_colour(source("target").mark_rule(strokeDash=[2, 4], strokeWidth=1.5), "ink").encode(y=alt.Y("at:Q"))
    name = source("target").mark_text(fontSize=LABEL_SIZE, align="right", baseline="top", dx=-4, dy=4)
    return [rule, in_colour(name, "ink").encode(x=alt.value(alt.ExprRef("width")), y=alt.Y("at:Q"), text="text:N")]


def _lines(name: str, across: alt.X, up: alt.Y) -> list[alt.Chart]:
    """A line for each method in its colour and dash: dashes are not encoded, since a scale would draw none solid."""
    return [
        by_series(source(name).mark_line(strokeWidth=2.5, strokeDash=[*look.dash] or alt.Undefined, clip=True))
        .transform_filter(f"datum.shape === '{look.shape}'")
        .encode(x=across, y=up, detail="method:N")
        for look in LOOKS
    ]


def _marked(across: alt.X, up: alt.Y) -> list[alt.Chart]:
    """The dots of the lines, and rings about the best ones."""
    dots = by_series(source("rates").mark_point(filled=True, size=80)).encode(
        x=across, y=up, shape=alt.Shape("shape:N", scale=None)
    )
    rings = by_series(source("rates").mark_point(filled=False, size=300, strokeWidth=2.5, shape="circle")).encode(
        x=across, y=up
    )
    return [dots, rings.transform_filter("datum.best")]
