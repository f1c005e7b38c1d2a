"""Guess and answer of a question: on one axis, among the options of a choice, or on a map of w and b."""

from typing import Any

import altair as alt

from charts.theme import LABEL_SIZE, TITLE_SIZE, by_series, in_colour, source, superscript, x_axis

GUESS, ANSWER = "purple", "green"
"""The series of what was guessed, which is also hollow, and of what is right, which is filled."""

PICKED = "picked"
"""The name of the selection that a press on the map makes; its fields are w and b."""

_EXPONENT = "round(log(datum.value) / LN10)"
_FEW_TICKS: dict[str, Any] = {
    "values": [float(f"1e{k}") for k in range(-16, 17)],
    "labelExpr": (
        "datum.value > 9e-4 && datum.value < 1e6 ? format(datum.value, ',~r') : '10'"
        f" + ({_EXPONENT} < 0 ? '⁻' : '') + {superscript(f'abs({_EXPONENT})')}"
    ),
}


def on_an_axis(name: str, low: float, high: float, log: bool) -> alt.LayerChart:
    """The guess over the answer, on one axis from low to high.

    marks: value, row ("your guess" or "answer"), series, text. gap: value, other, the ends of the way between them.
    """
    scale = alt.Scale(type="log" if log else "linear", domain=[low, high], nice=False)
    ticks = _FEW_TICKS if log else {}
    x = x_axis("value", name, scale, **ticks)
    y = alt.Y("row:N", title=None, sort=["your guess", "answer"], axis=_names(90))
    gap = in_colour(source("gap").mark_bar(size=4, opacity=0.5, clip=True), "muted").encode(x=x, x2="other:Q", y=y)
    marks = source("marks")
    guess = _hollow(marks.transform_filter(alt.datum.series == GUESS)).encode(x=x, y=y)
    answer = _filled(marks.transform_filter(alt.datum.series == ANSWER)).encode(x=x, y=y)
    texts = _said(marks.mark_text(fontSize=17, fontWeight=600, dy=-20)).encode(x=x, y=y, text="text:N")
    return alt.LayerChart(layer=[gap, guess, answer, texts])


def among_options(name: str, log: bool) -> alt.LayerChart:
    """What decides, for each option: the right one filled, the guessed one named.

    options: option, value, text, right (bool), series ("green" for the right one, "purple" for a wrong guess, else
    "muted").
    """
    x = x_axis("value", name, alt.Scale(type="log" if log else "linear", nice=log, zero=not log, padding=12))
    y = alt.Y("option:N", title=None, axis=_names(30))
    base = source("options")
    stems = by_series(base.mark_rule(strokeWidth=3, opacity=0.6)).encode(
        x=x, x2=alt.value(0) if log else alt.datum(0), y=y
    )
    others = _hollow(base.transform_filter("!datum.right")).encode(x=x, y=y)
    right = _filled(base.transform_filter("datum.right")).encode(x=x, y=y)
    texts = _said(base.mark_text(fontSize=15, fontWeight=600, align="left", dy=-17)).encode(
        x=alt.value(4), y=y, text="text:N"
    )
    return alt.LayerChart(layer=[stems, others, right, texts])


def on_a_map(reach: float) -> alt.LayerChart:
    """w and b from −reach to reach: the start, the guess, and once they are sent, the answer and the way there.

    places: w, b, text, series, kind ("start", "guess" or "answer"). path: w, b, step. line: w, b, of all solutions.
    gap: w, b, other_w, other_b, from the guess to the answer. grid: w, b, the places that can be picked; a press on
    the map selects one.
    """
    scale = alt.Scale(domain=[-reach, reach], nice=False)
    x = x_axis("w", "weight w", scale)
    y = alt.Y("b:Q", title="bias b", scale=scale, axis=alt.Axis(labelFontSize=LABEL_SIZE, titleFontSize=TITLE_SIZE))
    pick = alt.selection_point(name=PICKED, fields=["w", "b"], on="click", nearest=True, toggle=False)
    grid = source("grid").mark_point(opacity=0, size=100, tooltip=None).encode(x=x, y=y).add_params(pick)
    line = in_colour(source("line").mark_line(strokeDash=[2, 4], strokeWidth=2.5, clip=True), "ink").encode(x=x, y=y)
    path = in_colour(source("path").mark_line(strokeWidth=2, point={"size": 25}, clip=True), ANSWER).encode(
        x=x, y=y, order="step:Q"
    )
    gap = in_colour(source("gap").mark_rule(strokeDash=[3, 3], strokeWidth=2), "muted").encode(
        x=x, y=y, x2="other_w:Q", y2="other_b:Q"
    )
    places = source("places")
    start = in_colour(places.transform_filter(alt.datum.kind == "start").mark_point(shape="cross", size=180), "ink")
    marks = [
        start.encode(x=x, y=y),
        _hollow(places.transform_filter(alt.datum.kind == "guess")).encode(x=x, y=y),
        _filled(places.transform_filter(alt.datum.kind == "answer")).encode(x=x, y=y),
    ]
    texts = _said(places.mark_text(fontSize=15, fontWeight=600, dy=-18)).encode(x=x, y=y, text="text:N")
    return alt.LayerChart(layer=[line, path, gap, *marks, texts, grid])


def _names(width: int) -> alt.Axis:
    """The axis of names, of one width."""
    return alt.Axis(labelFontSize=15, ticks=False, domain=False, minExtent=width, maxExtent=width, labelLimit=width)


def _said(chart: alt.Chart) -> alt.Chart:
    """Words are written in ink: a series' colour is for its mark, and too light for letters."""
    return in_colour(chart, "ink")


def _hollow(chart: alt.Chart) -> alt.Chart:
    return by_series(chart.mark_point(filled=False, size=190, strokeWidth=3, opacity=1))


def _filled(chart: alt.Chart) -> alt.Chart:
    return by_series(chart.mark_point(filled=True, size=230, shape="diamond", opacity=1))
