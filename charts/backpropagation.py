"""Lesson 5: the error of a central difference over its step, and the cost with a right and a wrong gradient."""

from typing import Any

import altair as alt

from charts.theme import LOG_TICKS, by_series, in_colour, line, source, x_axis, y_axis

STEPS = {"values": [10.0**k for k in range(-12, 0)], "labelExpr": LOG_TICKS["labelExpr"], "labelOverlap": True}


def error_over_step() -> alt.LayerChart:
    """The worst relative error over the step h, on logarithmic axes, with both parts that theory expects.

    curve: h, error. parts: h, truncation, rounding. now: h, error, at the reader's h. names: h, error, series,
    text, for each of the three curves.
    """
    x = x_axis("h", "step h of the difference", alt.Scale(type="log", domain=[1e-12, 1e-1], nice=False), **STEPS)
    y = y_axis("error", "relative error", alt.Scale(type="log", domain=[1e-14, 10.0], nice=False), **LOG_TICKS)
    parts = [
        in_colour(source("parts").mark_line(strokeWidth=2, strokeDash=dash, clip=True), series).encode(
            x=alt.X("h:Q"), y=alt.Y(f"{field}:Q")
        )
        for field, series, dash in (("truncation", "orange", [7, 4]), ("rounding", "purple", [2, 3]))
    ]
    now = in_colour(source("now").mark_rule(strokeDash=[2, 3], strokeWidth=1.5), "muted").encode(x=alt.X("h:Q"))
    dot = in_colour(source("now").mark_point(filled=True, size=140, opacity=1), "green").encode(
        x=alt.X("h:Q"), y=alt.Y("error:Q")
    )
    names = by_series(source("names").mark_text(fontSize=15, fontWeight=600, align="center")).encode(
        x=alt.X("h:Q"), y=alt.Y("error:Q"), text="text:N"
    )
    return alt.LayerChart(layer=[line("curve", "green").encode(x=x, y=y), *parts, now, dot, names])


def two_trainings() -> alt.LayerChart:
    """The cost over the steps of two trainings from one start, with the right gradient and with the wrong one.

    curves: step, right, wrong. The legend is above.
    """
    x = x_axis("step", "updates", alt.Scale(nice=False))
    right = line("curves", "green").encode(x=x, y=y_axis("right", "cost C", alt.Scale(zero=True)))
    wrong = in_colour(source("curves").mark_line(strokeWidth=2.5, strokeDash=[7, 4], clip=True), "purple").encode(
        x=alt.X("step:Q"), y=alt.Y("wrong:Q")
    )
    names = [mark for text, series, left, dash in _NAMES for mark in _key(text, series, left, dash)]
    return alt.LayerChart(layer=[right, wrong, *names])


_NAMES = (("right gradient", "green", 0, alt.Undefined), ("with the mistake", "purple", 170, [7, 4]))


def _key(text: str, series: str, left: int, dash: Any) -> tuple[alt.Chart, alt.Chart]:
    """A training's dash and name, over the upper edge of the picture."""
    here = source("curves").transform_filter(alt.datum.step == 0)
    swatch = in_colour(here.mark_rule(strokeWidth=3, strokeDash=dash), series)
    label = in_colour(
        here.mark_text(align="left", baseline="middle", fontSize=15, fontWeight="bold", text=text), series
    )
    return (
        swatch.encode(x=alt.value(left), x2=alt.value(left + 30), y=alt.value(-14)),
        label.encode(x=alt.value(left + 38), y=alt.value(-14)),
    )
