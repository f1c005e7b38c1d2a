"""Shared by all charts: the meaning of each colour, the look of axes, and the drawing of a series.

Colours are not written here. A series is an index into `chartCategoricalColors` of the theme in use
(.streamlit/config.toml), so one specification serves the light and the dark theme.
"""

from typing import Any

import altair as alt
import numpy as np

from core.types import Array

SERIES = (
    *("quadratic", "cross-entropy", "ink", "muted", "faint", "green", "purple", "orange"),
    *("class 0", "class 1", "ground of class 0", "ground of class 1"),
)
"""In the order of chartCategoricalColors. "ink" is the target's black or white. The points of a class lie on the
grounds of both, which are equally light (ui/lessons/train_a_network/answers.js)."""

QUADRATIC, CROSS_ENTROPY = TWO_COSTS = SERIES[:2]
"""The series of the two costs that lessons compare."""

DASHES: dict[str, list[int]] = {QUADRATIC: [7, 4], "ink": [2, 4]}
"""The series that are not solid. A solid line must have no dash at all: [1, 0] is drawn as a dash to each pixel,
and a steep curve then takes the browser 300 ms."""

HANDLE = "handle"
"""The name of the dots that can be dragged: the script of ui/handles.py finds them by it."""

LABEL_SIZE = 14
TITLE_SIZE = 15
Y_AXIS_WIDTH = 58
"""One width for all y axes, so that charts under one another share their x axis to the pixel."""

TEXT = alt.ExprRef("luminance(background) > 0.5 ? '#1E2227' : '#E8E6E1'")
"""The theme's textColor, for the words at axes: Streamlit would write them in a grey of 3.6 : 1."""

_COLOURS = alt.Scale(domain=list(SERIES), range="category")

LOG_END = 1e-16
"""The lower end of a logarithmic axis: smaller values are drawn there, and its tick says so."""


def superscript(exponent: str) -> str:
    """Return a Vega expression that writes a whole number from 0 to 19, itself given by an expression, raised."""
    return f"({exponent} > 9 ? '¹' : '') + slice('⁰¹²³⁴⁵⁶⁷⁸⁹', {exponent} % 10, {exponent} % 10 + 1)"


_MINUS_EXPONENT = "ceil(-log(datum.value) / LN10 - 1e-9)"
_POWER = f"(datum.value * pow(10, {_MINUS_EXPONENT}) > 2 ? '3 × ' : '') + '10⁻' + {superscript(_MINUS_EXPONENT)}"
LOG_TICKS: dict[str, Any] = {
    "values": [float(f"{m}e{k}") for k in range(-16, 6) for m in (1, 3)],
    "labelExpr": f"datum.value < 2e-16 ? '≤ 10⁻¹⁶' : datum.value > 9e-4 ? format(datum.value, ',~r') : {_POWER}",
}
"""Ticks of a logarithmic y axis, written as numbers are everywhere: two to the decade, where Vega would draw nine.

(A table of all labels would be shorter, but is built anew for each label whenever the chart is drawn.)"""


def for_log(values: Array) -> Array:
    """Return values for a logarithmic axis, which has no place for 0."""
    return np.maximum(values, LOG_END)


def source(name: str) -> alt.Chart:
    """A chart on the data set of this name, which the page supplies when it draws."""
    return alt.Chart(alt.NamedData(name))


def in_colour(chart: alt.Chart, series: str) -> alt.Chart:
    """Give a chart the colour of one series."""
    return by_series(chart.transform_calculate(series=f"'{series}'"))


def by_series(chart: alt.Chart) -> alt.Chart:
    """Colour a chart by its data's own column `series`."""
    return chart.encode(color=alt.Color("series:N", legend=None, scale=_COLOURS))


def legend(
    here: alt.Chart, series: str, height: int, text: str, size: int = 18, *, dash: list[int] | str | None = "its own"
) -> tuple[alt.Chart, alt.Chart]:
    """A series' dash and name, so many pixels above (negative: over) the upper edge of the picture.

    `here` is a chart with a single row of that series, and `text` the field that names it. `dash` is that of the line
    (None: solid); by default it is the series' own.
    """
    stroke = DASHES.get(series) if isinstance(dash, str) else dash
    swatch = by_series(here.mark_rule(strokeDash=stroke or alt.Undefined, strokeWidth=3)).encode(
        x=alt.value(0), x2=alt.value(30), y=alt.value(height)
    )
    label = here.mark_text(align="left", baseline="middle", fontSize=size, fontWeight="bold")
    return swatch, by_series(label).encode(x=alt.value(38), y=alt.value(height), text=text)


def line(name: str, series: str, *, width: float = 2.5) -> alt.Chart:
    """A line in a series' colour and dash."""
    dash = DASHES.get(series, alt.Undefined)
    return in_colour(source(name).mark_line(strokeWidth=width, strokeDash=dash, clip=True), series)


def x_axis(field: str, title: str | None, scale: alt.Scale | None = None, **axis: Any) -> alt.X:
    """A quantitative x axis that is readable from the back row; without a title it shows its grid alone."""
    shown = title is not None
    style: dict[str, Any] = {
        "labels": shown,
        "ticks": shown,
        "labelFontSize": LABEL_SIZE,
        "titleFontSize": TITLE_SIZE,
        "labelPadding": 8,
        "labelFlushOffset": -3,  # the last number is not cut where the picture is enlarged
        "titlePadding": 8,
        "tickCount": 8,
    }
    return alt.X(field, type="quantitative", title=title, scale=scale or alt.Scale(), axis=alt.Axis(**(style | axis)))


def y_axis(field: str, title: str | None, scale: alt.Scale | None = None, **axis: Any) -> alt.Y:
    """A quantitative y axis of the common width."""
    style: dict[str, Any] = {
        "minExtent": Y_AXIS_WIDTH,
        "maxExtent": Y_AXIS_WIDTH,
        "labelFontSize": LABEL_SIZE,
        "titleFontSize": TITLE_SIZE,
        "tickCount": 4,
        "labelFlush": False,
    }
    return alt.Y(field, type="quantitative", title=title, scale=scale or alt.Scale(), axis=alt.Axis(**(style | axis)))
