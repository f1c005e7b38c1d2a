"""Lesson 3: one neuron under two costs, update by update, and its gradient for any z."""

from collections.abc import Iterator
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from charts.theme import (
    CROSS_ENTROPY,
    LABEL_SIZE,
    LOG_TICKS,
    QUADRATIC,
    SERIES,
    TWO_COSTS,
    by_series,
    in_colour,
    legend,
    line,
    source,
    x_axis,
    y_axis,
)
from core.numerals import numeral
from core.types import Array

_AXES: dict[str, tuple[str, alt.Scale, dict[str, Any]]] = {
    "output": ("output a", alt.Scale(domain=[0, 1]), {}),
    "cost": ("cost C", alt.Scale(zero=True), {}),
    "gradient": ("|∂C/∂w| (log)", alt.Scale(type="log", nice=False), LOG_TICKS),
}
_SIGNS = {"above": 1.0, "below": -1.0}
_HOLLOW = 0.12  # opacity of the inside of a hollow bar
_LOG_FROM = 10  # updates; below, the logarithmic axis is nearly linear, so that it has a 0
_LOG_STEPS = alt.Scale(type="symlog", constant=_LOG_FROM, nice=False)
_THOUSANDS = "datum.value >= 1000 ? datum.value / 1000 + 'k' : datum.value"
_LOG_STEP_TICKS: dict[str, Any] = {"values": [0, 10, 30, 100, 300, 1000, 3000, 10000], "labelExpr": _THOUSANDS}


def race(quantity: str, log_steps: bool, foot: bool) -> alt.LayerChart:
    """One of the race's three charts, "output", "cost" or "gradient", against the number of updates.

    curves: step, quadratic, cross_entropy. dots: x, value, series. For the output also target: value, x, at, side,
    text, from `target_line`, and names: x, value, series, text, from `name_places`.
    The charts stand under one another and share one axis of updates, which only the lowest one labels.
    """
    title, scale, ticks = _AXES[quantity]
    x_scale, x_ticks = (_LOG_STEPS, _LOG_STEP_TICKS) if log_steps else (alt.Scale(nice=False), {})
    picture = _two_costs(
        x_axis("step", "updates" if foot else None, x_scale, **x_ticks), y_axis("quadratic", title, scale, **ticks)
    )
    if quantity != "output":
        return picture
    target = in_colour(source("target").mark_rule(strokeDash=[2, 4], strokeWidth=2), "ink")
    names = by_series(source("names").mark_text(fontSize=16, fontWeight=600)).encode(
        x=alt.X("x:Q"), y=alt.Y("value:Q"), text="text:N"
    )
    return alt.LayerChart(layer=[target.encode(y=y_axis("value", title, scale)), picture, names, *_target_names()])


def _target_names() -> Iterator[alt.Chart]:
    """The target's name, over its line or under it."""
    for side, lift in (("above", -12), ("below", 13)):
        here = source("target").transform_filter(alt.datum.side == side)
        words = in_colour(here.mark_text(fontSize=LABEL_SIZE, baseline="middle", dy=lift), "ink")
        yield words.encode(x=alt.X("x:Q"), y=alt.Y("at:Q"), text="text:N")


def march(updates: int, log_steps: bool) -> Array:
    """Where each of the updates 0 … `updates` stands on the race's axis, from 0 to 1."""
    steps = np.arange(updates + 1.0)
    along = np.log1p(steps / _LOG_FROM) if log_steps else steps
    return along / along[-1]


def name_places(quadratic: Array, cross_entropy: Array, along: Array) -> pd.DataFrame:
    """Where `race` writes the curves' names: between them, where there is most room over a name's width.

    Both are outputs a, shape (updates + 1,), and `along` is their `march`. Returns x, value, series and text, which is
    empty where there is no room.
    """
    grid = np.linspace(0.0, 1.0, 101)
    half = 11  # of a name's width, in hundredths of the chart's
    curves = np.stack([np.interp(grid, along, curve) for curve in (quadratic, cross_entropy)])
    around = np.lib.stride_tricks.sliding_window_view(curves, 2 * half + 1, axis=1)
    low, high = around.min(axis=2), around.max(axis=2)
    room = np.maximum(low[0] - high[1], low[1] - high[0])  # below 0 where the curves overlap over this width
    at = int(np.argmax(room))
    values = (
        [low[0, at] - 0.1, high[1, at] + 0.1] if low[0, at] > high[1, at] else [high[0, at] + 0.1, low[1, at] - 0.1]
    )
    x = float(np.interp(grid[at + half], along, np.arange(len(along))))
    names = list(TWO_COSTS)
    return pd.DataFrame(
        {"x": x, "value": np.clip(values, 0.0, 1.0), "series": names, "text": names if room[at] > 0.3 else ["", ""]}
    )


def target_line(y: float, quadratic: Array, cross_entropy: Array, along: Array) -> pd.DataFrame:
    """Where `race` writes the name of its target y: above or below the line, as far right as there is room.

    The outputs and `along` are those of `name_places`. Returns value, x, at, side ("above" or "below") and text; `at`
    is beyond the curves that have arrived at the line.
    """
    grid = np.linspace(0.0, 1.0, 101)
    half, arrived, enough = 14, 0.03, 0.25  # the first in hundredths of the chart's width
    away = np.stack([np.interp(grid, along, curve) for curve in (quadratic, cross_entropy)]) - y
    rooms: dict[str, Array] = {}
    for side, most in (("above", 1.0 - y), ("below", y)):
        beyond = _SIGNS[side] * away
        room = np.where(beyond < arrived, most, np.minimum(beyond, most)).min(axis=0)
        rooms[side] = np.lib.stride_tricks.sliding_window_view(room, 2 * half + 1).min(axis=1)
    side = max(rooms, key=lambda name: float(rooms[name].max()))
    middle = int(np.flatnonzero(rooms[side] >= min(enough, rooms[side].max()))[-1]) + half
    under = _SIGNS[side] * away[:, middle - half : middle + half + 1]
    lift = float(under[(under > 0.0) & (under < arrived)].max(initial=0.0))
    x = float(np.interp(grid[middle], along, np.arange(len(along))))
    return pd.DataFrame(
        {"value": [y], "x": [x], "at": [y + _SIGNS[side] * lift], "side": [side], "text": [f"target y = {numeral(y)}"]}
    )


def gradient_against_z(of: str, log_scale: bool) -> alt.LayerChart:
    """|∂C/∂w|, or another quantity named by `of`, against a neuron's weighted input z, under both costs.

    curves: z, quadratic, cross_entropy. dots: x, value, series: where the neuron is now. The legend is above.
    """
    scale, ticks = (alt.Scale(type="log", nice=False), LOG_TICKS) if log_scale else (alt.Scale(zero=True), {})
    x = x_axis("z", "weighted input z₁" if of.endswith("w₁") else "weighted input z", alt.Scale(nice=False))
    picture = _two_costs(x, y_axis("quadratic", f"|∂C/∂{of}|", scale, **ticks))
    names = [
        mark
        for series, height in ((CROSS_ENTROPY, -34), (QUADRATIC, -14))
        for mark in legend(source("dots").transform_filter(alt.datum.series == series), series, height, "series:N", 15)
    ]
    return alt.LayerChart(layer=[picture, *names])


def _two_costs(x: alt.X, y: alt.Y) -> alt.LayerChart:
    """Both costs' curves, a dot on each, and one dotted rule where both stand."""
    quadratic = line("curves", QUADRATIC).encode(x=x, y=y)
    entropy = line("curves", CROSS_ENTROPY).encode(x=x, y=alt.Y("cross_entropy:Q"))
    now = in_colour(source("dots").mark_rule(strokeDash=[2, 3], strokeWidth=1.5), "muted").encode(x=alt.X("x:Q"))
    dots = by_series(source("dots").mark_point(filled=True, size=120, opacity=1)).encode(
        x=alt.X("x:Q"), y=alt.Y("value:Q")
    )
    return alt.LayerChart(layer=[quadratic, entropy, now, dots])


def factor_bars(longest: float, *names: str) -> alt.LayerChart:
    """The factors of a gradient as bars, one row each: the quadratic cost's is hollow, and below it is cross-entropy's.

    bars: factor (one of `names`), series, value, label. The axis ends at `longest`; a longer bar is cut there. Both
    costs have the last factor, so the legend uses its row.
    """
    base = source("bars").encode(
        x=x_axis("value", "size", alt.Scale(domain=[0, longest], clamp=True)),
        y=alt.Y(
            "factor:N",
            title=None,
            sort=list(names),
            axis=alt.Axis(labelFontSize=15, labelLimit=160, ticks=False, domain=False, minExtent=110, maxExtent=110),
        ),
        yOffset=alt.YOffset("series:N", sort=list(TWO_COSTS)),
    )
    hollow = alt.datum.series == QUADRATIC
    bars = by_series(base.mark_bar(cornerRadiusEnd=2, strokeWidth=1.5)).encode(
        stroke=alt.Stroke("series:N", legend=None, scale=alt.Scale(domain=list(SERIES), range="category")),
        fillOpacity=alt.condition(hollow, alt.value(_HOLLOW), alt.value(1.0)),
    )
    labels = by_series(base.mark_text(align="left", dx=5, fontSize=14)).encode(text="label:N")
    key = [mark for series, left in ((QUADRATIC, 0), (CROSS_ENTROPY, 130)) for mark in _box(names[-1], series, left)]
    return alt.LayerChart(layer=[bars, labels, *key])


def _box(factor: str, series: str, left: int) -> tuple[alt.Chart, alt.Chart]:
    """A series' kind of bar and its name, over the upper edge of the picture."""
    here = source("bars").transform_filter((alt.datum.factor == factor) & (alt.datum.series == series))
    box = by_series(here.mark_point(shape="square", size=170, filled=True, opacity=1, strokeWidth=1.5)).encode(
        x=alt.value(left + 8),
        y=alt.value(-16),
        stroke=alt.Stroke("series:N", legend=None, scale=alt.Scale(domain=list(SERIES), range="category")),
        fillOpacity=alt.value(_HOLLOW if series == QUADRATIC else 1.0),
    )
    name = here.mark_text(align="left", baseline="middle", fontSize=15, fontWeight="bold")
    return box, by_series(name).encode(x=alt.value(left + 22), y=alt.value(-16), text="series:N")
