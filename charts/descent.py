"""Lesson 4: cost against updates and against examples, a landscape with valleys, and where a cost is concave."""

from typing import Any

import altair as alt

from charts.theme import (
    LABEL_SIZE,
    LOG_TICKS,
    TITLE_SIZE,
    TWO_COSTS,
    by_series,
    in_colour,
    legend,
    line,
    source,
    x_axis,
    y_axis,
)

HIGHEST = 1e5
"""Costs above this are drawn there: a descent that explodes would squeeze all others against the axis."""

_LOG = alt.Scale(type="log", nice=False)
_WAYS: dict[str, tuple[str, list[int] | None, float]] = {
    "one": ("green", None, 1.5),
    "some": ("purple", [7, 4], 2.5),
    "all": ("ink", None, 3.0),
}
"""A batch's size: its series, dash and width."""

_FIELDS = {series.replace("-", "_"): series for series in TWO_COSTS}
"""The names of data of both costs, and their series."""


def cost_of_updates() -> alt.LayerChart:
    """Cost against updates, on a logarithmic axis, under both costs.

    quadratic and cross_entropy: step, value. dots: step, value, series, at the chosen step. least: value, series, text,
    the minima and what they are called; a surface without a minimum has no row.
    """
    x, y = x_axis("step", "updates", alt.Scale(nice=False)), y_axis("value", "cost C (log)", _LOG, **LOG_TICKS)
    least = by_series(source("least").mark_rule(strokeDash=[1, 3], strokeWidth=2, opacity=0.9)).encode(y=y)
    label = source("least").mark_text(align="right", baseline="bottom", dx=-4, dy=-3, fontSize=14)
    names = by_series(label).encode(x=alt.value("width"), y=alt.Y("value:Q"), text="text:N")
    quadratic, entropy = (line(name, series).encode(x=x, y=y) for name, series in _FIELDS.items())
    now = in_colour(source("dots").mark_rule(strokeDash=[2, 3], strokeWidth=1.5), "muted").encode(x=alt.X("step:Q"))
    dots = by_series(source("dots").mark_point(filled=True, size=120, opacity=1)).encode(
        x=alt.X("step:Q"), y=alt.Y("value:Q")
    )
    return alt.LayerChart(layer=[least, names, quadratic, entropy, now, dots])


def batch_costs(against: str) -> alt.LayerChart:
    """Cost against "updates" or "examples", with batches of one point, of some, and of all.

    one, some, all: x, value. names: series, text, one row for each, which is the legend. least: value.
    """
    title = {"updates": "updates", "examples": "examples looked at"}[against]
    x, y = x_axis("x", title, alt.Scale(nice=False), tickCount=5), y_axis("value", "cost C (log)", _LOG, **LOG_TICKS)
    least = in_colour(source("least").mark_rule(strokeDash=[1, 3], strokeWidth=2), "muted").encode(y=y)
    layers: list[alt.Chart] = [least]
    for at, (name, (series, dash, width)) in enumerate(_WAYS.items()):
        style: dict[str, Any] = {"strokeDash": dash} if dash else {}
        mark = source(name).mark_line(strokeWidth=width, opacity=0.75 if name == "one" else 1.0, clip=True, **style)
        layers.append(in_colour(mark, series).encode(x=x, y=y))
        here = source("names").transform_filter(alt.datum.series == series)
        layers += legend(here, series, -50 + 18 * at, "text:N", 14, dash=dash)
    return alt.LayerChart(layer=layers)


def landscape() -> alt.LayerChart:
    """C(w) over w, the curve of each instance faint behind it, and its valleys, of which the best has a name.

    each: w, value, instance. cost: w, value. valleys: w, value, series, text. start: w, if all start in one place.
    """
    x, y = x_axis("w", "w", alt.Scale(nice=False)), y_axis("value", "cost C(w)", alt.Scale(zero=False))
    each = in_colour(source("each").mark_line(strokeWidth=1.2, opacity=0.55, clip=True), "muted").encode(
        x=x, y=y, detail="instance:N"
    )
    cost = in_colour(source("cost").mark_line(strokeWidth=3, clip=True), "ink").encode(x=x, y=y)
    start = in_colour(source("start").mark_rule(strokeDash=[2, 3], strokeWidth=1.5), "ink").encode(x=alt.X("w:Q"))
    valleys = source("valleys")
    dots = by_series(valleys.mark_point(filled=True, size=130, opacity=1)).encode(x=alt.X("w:Q"), y=alt.Y("value:Q"))
    names = by_series(valleys.mark_text(dy=20, fontSize=14, fontWeight=600)).encode(
        x=alt.X("w:Q"), y=alt.Y("value:Q"), text="text:N"
    )
    return alt.LayerChart(layer=[each, cost, start, dots, names])


def valley_shares(method: str) -> alt.LayerChart:
    """The share of the descents that ended in each valley, under one method; the best valley in colour.

    shares: valley, share (of 1), series, text.
    """
    narrow: dict[str, Any] = {"minExtent": 40, "maxExtent": 40, "values": [0, 0.5, 1], "format": "%"}
    base = source("shares").encode(
        x=alt.X(
            "valley:O",
            title="valley",
            sort=None,
            axis=alt.Axis(labelAngle=0, labelFontSize=LABEL_SIZE, titleFontSize=TITLE_SIZE),
        )
    )
    height = y_axis("share", None, alt.Scale(domain=[0, 1.12]), **narrow)
    bars = by_series(base.mark_bar(cornerRadiusEnd=2)).encode(y=height)
    labels = by_series(base.mark_text(dy=-9, fontSize=14, fontWeight=600)).encode(y=alt.Y("share:Q"), text="text:N")
    return alt.LayerChart(layer=[bars, labels], title=alt.TitleParams(method, fontSize=TITLE_SIZE, anchor="start"))


def bend(of: str) -> alt.LayerChart:
    """The "cost" of one point against its z, or the cost's "bend" C″(z), with the z at which the quadratic is concave.

    curves: z, quadratic, cross_entropy. down: left, right, middle, text. zero: value.
    """
    title = {"cost": "cost C", "bend": "bend C″(z)"}[of]
    x = x_axis("z", "weighted input z", alt.Scale(nice=False))
    down = in_colour(source("down").mark_rect(opacity=0.28), "faint").encode(x=alt.X("left:Q"), x2="right:Q")
    names = in_colour(source("down").mark_text(align="center", baseline="top", fontSize=14), "muted").encode(
        x=alt.X("middle:Q"), y=alt.value(6), text="text:N"
    )
    zero = in_colour(source("zero").mark_rule(strokeWidth=1), "muted").encode(y=alt.Y("value:Q"))
    lines = [
        line("curves", series).encode(x=x, y=y_axis(name, title, alt.Scale(zero=True)))
        for name, series in _FIELDS.items()
    ]
    return alt.LayerChart(layer=[down, zero, *lines, names])
