"""Lesson 1: both costs of one estimate, their slopes, and how they grow."""

from collections.abc import Iterable
from typing import Any, Literal

import altair as alt
import numpy as np
import pandas as pd

from charts.theme import (
    CROSS_ENTROPY,
    HANDLE,
    LABEL_SIZE,
    QUADRATIC,
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

_POWERS = [float(f"1e{k}") for k in range(-9, 2)]
_POWER_TICKS: dict[str, Any] = {
    "values": _POWERS,
    "labelExpr": f"{[numeral(power).split('×')[-1].strip() for power in _POWERS]}[round(log(datum.value) / LN10) + 9]",
    "tickCount": len(_POWERS),
}
_ESTIMATES = {"values": [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]}
ESTIMATES_SHOWN = (-0.06, 1.06)
"""The ends of the axis of estimates: a little beside the poles."""
_BESIDE_POLES = alt.Scale(domain=list(ESTIMATES_SHOWN), nice=False)

RANGES = {"linear": (0.0, 5.0), "log": (1e-9, 30.0), "slope": (-12.0, 12.0), "z": (0.0, 10.0)}
"""The ranges of the vertical axes. They are fixed, so that a growing cost is seen to grow."""


def on_axis(value: float, axis: str) -> tuple[float, str]:
    """Return a dot's place on one of the axes of RANGES, and its shape: a triangle at the edge if it lies beyond."""
    low, high = RANGES[axis]
    if value > high:
        return high, "triangle-up"
    return (low, "triangle-down") if value < low else (value, "circle")


def within(values: Array, axis: str) -> Array:
    """Return a curve's values, cut just beyond one of the axes of RANGES: points far outside cost the browser time."""
    low, high = RANGES[axis]
    return np.clip(values, low / 10.0 if axis == "log" else 2.0 * low, 2.0 * high)


def dots(x: float, values: Iterable[float], axis: str) -> pd.DataFrame:
    """The data set `dots`: quadratic and cross-entropy at x, each with its place on the axis and the legend's text."""
    rows = [
        (x, *on_axis(value, axis), series, f"{series} {numeral(value)}")
        for series, value in zip(TWO_COSTS, values, strict=True)
    ]
    return pd.DataFrame(rows, columns=["x", "value", "shape", "series", "label"])


def walls(y: float, poles: tuple[str, str]) -> pd.DataFrame:
    """The data set `walls`: the target y, and cross-entropy's poles at 0 and 1, named as given.

    There is a pole where an estimate gives probability 0 to a possible outcome: at 0 unless y is 0, at 1 unless y is 1.
    """
    rows = [(y, y + 0.03, "target y", "ink")]
    rows += [(0.0, -0.03, poles[0], CROSS_ENTROPY)] if y > 0.0 else []
    rows += [(1.0, 1.03, poles[1], CROSS_ENTROPY)] if y < 1.0 else []
    return pd.DataFrame(rows, columns=["x", "at", "text", "series"])


def cost_curves(scale: Literal["linear", "log"]) -> alt.LayerChart:
    """Both costs against the estimate ŷ, for one target; `scale` is "linear" or "log".

    curves: yhat, quadratic, cross_entropy. dots: x, value, shape, series, label (the legend's text).
    walls: x, at (where the text stands), text, series: the target, and the estimates at which cross-entropy has a pole.
    """
    ticks = _POWER_TICKS if scale == "log" else {"tickCount": 6}
    shape = alt.Scale(type=scale, domain=list(RANGES[scale]), nice=False)
    y = y_axis("quadratic", "cost C", shape, **ticks)
    return alt.LayerChart(layer=[*_walls(), *_two_costs("yhat", "estimate ŷ", y)])


def slope_curves() -> alt.LayerChart:
    """∂C/∂ŷ of both costs against the estimate ŷ, for one target. The data sets are those of `cost_curves`."""
    scale = alt.Scale(domain=list(RANGES["slope"]), nice=False)
    level = in_colour(source("level").mark_rule(strokeWidth=1), "muted").encode(y=alt.Y("value:Q"))
    y = y_axis("quadratic", "slope ∂C/∂ŷ", scale, tickCount=6)
    return alt.LayerChart(layer=[*_walls(), level, *_two_costs("yhat", "estimate ŷ", y)])


def growth_curves() -> alt.LayerChart:
    """By what factor both costs grow while the error grows by 0.1, against the error before that step.

    curves: error, quadratic, cross_entropy. level: value, text: what an exponential would look like.
    beyond: error, text: a step in which cross-entropy grows without bound, as an arrow at the upper edge.
    """
    x = x_axis("error", "error e before the step", alt.Scale(domain=[0.05, 0.95], nice=False), values=_tenths())
    y = y_axis("quadratic", "C(e + 0.1) / C(e)", alt.Scale(domain=[1, 4.2], nice=False))
    arrow = source("beyond").mark_point(filled=True, size=170, opacity=1, shape="triangle-up")
    words = source("beyond").mark_text(align="right", baseline="top", dx=-12, fontSize=LABEL_SIZE)
    level = in_colour(source("level").mark_rule(strokeDash=[2, 4], strokeWidth=2), "ink").encode(y=alt.Y("value:Q"))
    name = in_colour(source("level").mark_text(align="right", baseline="bottom", fontSize=LABEL_SIZE, dy=-4), "ink")
    return alt.LayerChart(
        layer=[
            line("curves", QUADRATIC).encode(x=x, y=y),
            line("curves", CROSS_ENTROPY).encode(x=x, y=alt.Y("cross_entropy:Q")),
            in_colour(source("curves").mark_point(filled=True, size=70, opacity=1), QUADRATIC).encode(
                x=x, y=alt.Y("quadratic:Q")
            ),
            in_colour(source("curves").mark_point(filled=True, size=70, opacity=1), CROSS_ENTROPY).encode(
                x=x, y=alt.Y("cross_entropy:Q")
            ),
            level,
            name.encode(x=alt.value("width"), y=alt.Y("value:Q"), text="text:N"),
            in_colour(arrow, CROSS_ENTROPY).encode(x=alt.X("error:Q"), y=alt.value(5)),
            in_colour(words, CROSS_ENTROPY).encode(x=alt.X("error:Q"), y=alt.value(0), text="text:N"),
        ]
    )


def costs_against_z() -> alt.LayerChart:
    """Both costs against the weighted input z of a sigmoid neuron, for one target.

    curves: z, quadratic, cross_entropy. dots: x, value, shape, series, label.
    """
    y = y_axis("quadratic", "cost C", alt.Scale(domain=list(RANGES["z"]), nice=False), tickCount=6)
    x = alt.Scale(domain=[-10, 10], nice=False)
    return alt.LayerChart(layer=_two_costs("z", "weighted input z", y, x))


def _tenths() -> list[float]:
    return [tenth / 10 for tenth in range(1, 10)]


def _two_costs(field: str, title: str, y: alt.Y, x_scale: alt.Scale = _BESIDE_POLES) -> list[alt.Chart]:
    """Both curves, a dot on each, a dotted rule where both stand, and above the picture the legend with both values."""
    x = x_axis(field, title, x_scale, **(_ESTIMATES if field == "yhat" else {}))
    now = in_colour(source("dots").mark_rule(strokeDash=[2, 3], strokeWidth=1.5), "muted").encode(x=alt.X("x:Q"))
    points = by_series(source("dots").mark_point(filled=True, size=170, opacity=1)).encode(
        x=alt.X("x:Q"), y=alt.Y("value:Q"), shape=alt.Shape("shape:N", scale=None)
    )
    points = points.properties(name=HANDLE)
    return [
        line("curves", QUADRATIC, width=3).encode(x=x, y=y),
        line("curves", CROSS_ENTROPY, width=3).encode(x=x, y=alt.Y("cross_entropy:Q")),
        now,
        points,
        *_legend(CROSS_ENTROPY, -40),
        *_legend(QUADRATIC, -16),
    ]


def _legend(series: str, height: int) -> tuple[alt.Chart, alt.Chart]:
    """A series' dash, and its label with the present value."""
    return legend(source("dots").transform_filter(alt.datum.series == series), series, height, "label:N")


def _walls() -> tuple[alt.Chart, alt.Chart]:
    """Dotted rules at the target and at the poles, and their names."""
    rules = by_series(source("walls").mark_rule(strokeDash=[2, 4], strokeWidth=2)).encode(x=alt.X("x:Q"))
    names = source("walls").mark_text(angle=270, baseline="middle", align="center", fontSize=LABEL_SIZE)
    middle = alt.value(alt.ExprRef("height / 2"))
    return rules, by_series(names).encode(x=alt.X("at:Q"), y=middle, text="text:N")
