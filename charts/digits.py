"""Lesson 8: what each change does, how large a network should be, and how fast each layer learns."""

from typing import Any

import altair as alt

from charts.theme import LABEL_SIZE, LOG_TICKS, TEXT, TITLE_SIZE, in_colour, source, x_axis, y_axis

_SHADE = (0.0, 0.5)
"""How strong the colour of a cell is, from the worst to the best; words stand out from all of these."""


def variants(*names: str) -> alt.LayerChart:
    """How many test images networks answer right: a row for each name, in this order.

    seeds: name, right (%), one row for each seed. means: name, right.
    """
    rows = alt.Y(
        "name:N",
        title=None,
        sort=None,
        scale=alt.Scale(domain=list(names)),
        axis=alt.Axis(labelFontSize=LABEL_SIZE, labelLimit=320, labelFlush=False, grid=True),
    )
    across = x_axis("right", "test images right, %", alt.Scale(domain=[0, 100]))
    dots = in_colour(source("seeds").mark_circle(size=70, opacity=0.75), "cross-entropy").encode(x=across, y=rows)
    means = in_colour(source("means").mark_tick(thickness=3, size=18), "ink").encode(x=across, y=rows)
    return alt.LayerChart(layer=[dots, means]).properties(height=26 * len(names))


def sizes(depths: int, *widths: str) -> alt.LayerChart:
    """A grid: a row for each number of hidden layers below `depths`, a column for each width.

    cells: layers (text), width (text), better (from 0 for the worst to 1 for the best), text, weight ("bold" for the
    best, "normal" for the others).
    """
    axis: dict[str, Any] = {"labelFontSize": LABEL_SIZE, "titleFontSize": TITLE_SIZE, "domain": False, "ticks": False}
    axis["labelFlush"] = False
    across = alt.X(
        "width:N",
        title="neurons in each hidden layer",
        sort=None,
        scale=alt.Scale(domain=list(widths)),
        axis=alt.Axis(labelAngle=0, **axis),
    )
    down = alt.Y(
        "layers:N",
        title="hidden layers",
        sort=None,
        scale=alt.Scale(domain=[str(depth) for depth in range(depths)]),
        axis=alt.Axis(**axis),
    )
    shade = alt.Opacity("better:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=list(_SHADE)))
    cells = in_colour(source("cells").mark_rect(), "cross-entropy").encode(opacity=shade, x=across, y=down)
    texts = [
        source("cells")
        .mark_text(fontSize=LABEL_SIZE, color=TEXT, fontWeight=weight)
        .transform_filter(f"datum.weight === '{weight}'")
        .encode(text="text:N", x=across, y=down)
        for weight in ("normal", "bold")
    ]
    return alt.LayerChart(layer=[cells, *texts]).properties(height=52 * depths)


def speeds(title: str) -> alt.LayerChart:
    """How fast each layer learns, on a logarithmic axis with this title, against epochs.

    layers: epoch, speed, layer (from 1). names: epoch, speed, text, at the ends of the lines.
    """
    across = x_axis("epoch", "epochs", alt.Scale(nice=False, zero=True), tickMinStep=1)
    up = y_axis("speed", title, alt.Scale(type="log", nice=False), **LOG_TICKS)
    lines = in_colour(source("layers").mark_line(clip=True, point=False), "cross-entropy").encode(
        x=across,
        y=up,
        detail="layer:O",
        strokeWidth=alt.StrokeWidth("layer:Q", legend=None, scale=alt.Scale(range=[1.2, 3.2], zero=False)),
    )
    names = (
        source("names")
        .mark_text(align="left", dx=6, fontSize=LABEL_SIZE, color=TEXT)
        .encode(x=across, y=up, text="text:N")
    )
    return alt.LayerChart(layer=[lines, names]).properties(height=340, padding={"right": 70})
