"""Lesson 8: what each change does, how large a network should be, and how fast each layer learns."""

from typing import Any

import altair as alt

from charts.theme import CROSS_ENTROPY, LABEL_SIZE, LOG_TICKS, TEXT, TITLE_SIZE, in_colour, source, x_axis, y_axis

_SHADE = (0.08, 0.5)
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
    dots = in_colour(source("seeds").mark_circle(size=70, opacity=0.75), CROSS_ENTROPY).encode(x=across, y=rows)
    means = in_colour(source("means").mark_tick(thickness=3, size=18), "ink").encode(x=across, y=rows)
    return alt.LayerChart(layer=[dots, means]).properties(height=26 * len(names))


def sizes(shown: str, low_is_best: bool, depths: int, *widths: str) -> alt.LayerChart:
    """A grid: a row for each number of hidden layers below `depths`, a column for each width, shaded by what is shown.

    cells: layers (text), width (text), value, text, weight ("bold" for the best, "normal" for the others). A legend
    above the grid says which value has which shade.
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
    cells = in_colour(source("cells").mark_rect(), CROSS_ENTROPY).encode(
        opacity=_shade(shown, low_is_best), x=across, y=down
    )
    texts = [
        source("cells")
        .mark_text(fontSize=LABEL_SIZE, color=TEXT, fontWeight=weight)
        .transform_filter(f"datum.weight === '{weight}'")
        .encode(text="text:N", x=across, y=down)
        for weight in ("normal", "bold")
    ]
    return alt.LayerChart(layer=[cells, *texts]).properties(height=52 * depths)


def _shade(shown: str, low_is_best: bool) -> alt.Opacity:
    """The shade of a value: the best has the strongest colour, and the worst has some. Costs are by their logarithm."""
    scale = alt.Scale(
        type="log" if low_is_best else "linear",
        nice=False,
        zero=False if not low_is_best else alt.Undefined,
        range=list(reversed(_SHADE) if low_is_best else _SHADE),
    )
    legend = alt.Legend(
        title=f"{shown}: strongest is best",
        orient="top",
        direction="horizontal",
        titleAnchor="start",
        titleFontSize=TITLE_SIZE,
        titleLimit=400,
        titleColor=TEXT,
        labelFontSize=LABEL_SIZE,
        labelColor=TEXT,
        symbolFillColor=alt.ExprRef(f"scale('color', '{CROSS_ENTROPY}')"),
        symbolType="square",
        symbolSize=400,
        symbolStrokeWidth=0,
        tickCount=8 if low_is_best else 5,
        columns=4,
        format="~r",
    )
    return alt.Opacity("value:Q", scale=scale, legend=legend)


def speeds(title: str, wide: bool) -> alt.LayerChart:
    """How fast each layer learns, on a logarithmic axis with this title, against epochs.

    A wide axis has ticks at the powers of ten only.

    layers: epoch, speed, layer (its name), width (its place, for the width of its line), alike (whether it is one of
    those that can be compared; the others are grey and dashed). names: epoch, speed, at (where the name stands), text,
    at the ends of the lines. bands: epoch, speed, the ends of both axes.
    """
    across = x_axis("epoch", "epochs", alt.Scale(nice=False, zero=True), tickMinStep=1)
    ticks = [10.0**k for k in range(-16, 40)] if wide else LOG_TICKS["values"]
    up = y_axis(
        "speed", title, alt.Scale(type="log", nice=False), **(LOG_TICKS | {"values": ticks, "tickCount": len(ticks)})
    )
    width = alt.StrokeWidth("width:Q", legend=None, scale=alt.Scale(range=[1.4, 3.4], zero=False))
    lines = [
        in_colour(source("layers").mark_line(clip=True, point=False, strokeDash=dash), series)
        .transform_filter(f"{'' if same else '!'}datum.alike")
        .encode(x=across, y=up, detail="layer:N", strokeWidth=width)
        for same, series, dash in ((True, CROSS_ENTROPY, alt.Undefined), (False, "muted", [5, 4]))
    ]
    ways = in_colour(source("names").mark_rule(x2Offset=24, strokeWidth=1), "muted").encode(
        x=across, x2="epoch", y=up, y2="at"
    )
    names = (
        source("names")
        .mark_text(align="left", dx=28, fontSize=LABEL_SIZE, color=TEXT)
        .encode(x=across, y=alt.Y("at:Q"), text="text:N")
    )
    ends = source("bands").mark_point(opacity=0).encode(x=across, y=up)
    layers = [*lines, ways, names, ends]
    return alt.LayerChart(layer=layers).properties(height=340, padding={"right": 8})
