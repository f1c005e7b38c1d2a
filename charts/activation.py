"""Lesson 2: an activation with its flat sides, the neuron, the effect of a nudge, and a fresh layer's histograms."""

from collections.abc import Iterator

import altair as alt
import numpy as np

from charts.theme import HANDLE, LABEL_SIZE, in_colour, line, source, x_axis, y_axis
from core.functions.activation import Activation
from core.functions.activations import ACTIVATIONS

LARGEST_Z = 10.0
"""The charts show z from −LARGEST_Z to LARGEST_Z."""
LARGEST_DZ = 4.0
"""The chart of the nudge shows Δz from −LARGEST_DZ to LARGEST_DZ."""
ARROW = 9.7
"""The place of an arrow to a z beyond the chart: the whole arrow is inside the frame."""

_Z = alt.Scale(domain=[-LARGEST_Z, LARGEST_Z], nice=False)
_SHAPES = alt.Shape(
    "shape:N",
    legend=None,
    scale=alt.Scale(domain=["inside", "left", "right"], range=["circle", "triangle-left", "triangle-right"]),
)


def curve(activation: str) -> alt.LayerChart:
    """The activation a = fn(z), its flat sides, the neuron with its tangent, and the nudged neuron.

    curve: z, a. tangent: z, a. neuron, nudged: z, a, shape ("inside", or "left" or "right" of the chart).
    bands (not for linear): low, high, at, height, name.
    """
    shown = ACTIVATIONS[activation]
    x, y = x_axis("z", None, _Z), y_axis("a", f"a = {shown.short}", alt.Scale(domain=list(shown.drawn), nice=False))
    flat = [_bands(), _band_names()] if shown.flat else []
    touch = line("tangent", "green", width=3.0).encode(x="z:Q", y="a:Q")
    return alt.LayerChart(layer=[*flat, _curve().encode(x=x, y=y), touch, *_neuron("a"), *_ring_name()])


def slope(activation: str) -> alt.LayerChart:
    """σ′(z) under the curve, on the same z axis, and the line below which the activation counts as saturated.

    curve: z, slope. neuron, nudged: z, slope, shape. bands (not for linear): low, high.
    threshold (if it flattens gradually, as a sigmoid does): slope, label.
    """
    shown = ACTIVATIONS[activation]
    least, most = _slopes(shown)
    scale = alt.Scale(domain=[min(-0.06 * most, 1.15 * least), 1.15 * most], nice=False)
    x, y = x_axis("z", "weighted input z", _Z), y_axis("slope", "slope σ′(z)", scale)
    layers = [_bands()] if shown.flat else []
    if shown.flat and shown.flat.graded:
        base = source("threshold").encode(y="slope:Q")
        layers.append(in_colour(base.mark_rule(strokeDash=[2, 4], strokeWidth=2), "muted"))
        words = base.mark_text(align="left", baseline="bottom", dx=8, dy=-3, fontSize=14)
        layers.append(in_colour(words, "muted").encode(x=alt.datum(-LARGEST_Z), text="label:N"))
    return alt.LayerChart(layer=[*layers, _curve().encode(x=x, y=y), *_neuron("slope")])


def nudge_effect(activation: str) -> alt.LayerChart:
    """Δa against Δz, for the neuron and, for comparison, for one at z = 0, with a dot on each at the present Δz.

    curves: dz, here, middle. dots: dz, here, middle. names: dz, here, middle, here_name, middle_name.
    """
    shown = ACTIVATIONS[activation]
    low, high = shown.bounds
    largest = 1.15 * (high - low if shown.saturates else LARGEST_DZ)
    x = x_axis("dz", "change of z, Δz", alt.Scale(domain=[-LARGEST_DZ, LARGEST_DZ], nice=False))
    y = alt.Scale(domain=[-largest, largest], nice=False)
    layers: list[alt.Chart] = []
    for column, series in (("middle", "muted"), ("here", "green")):
        layers.append(line("curves", series, width=3.0).encode(x=x, y=y_axis(column, "change of a, Δa", y)))
        dots = source("dots").mark_point(filled=True, size=150, opacity=1, clip=True)
        layers.append(in_colour(dots, series).encode(x="dz:Q", y=f"{column}:Q"))
        names = source("names").mark_text(
            align="right", baseline="bottom", dx=-4, dy=-6, fontSize=15, fontWeight="bold"
        )
        layers.append(in_colour(names, series).encode(x="dz:Q", y=f"{column}:Q", text=f"{column}_name:N"))
    return alt.LayerChart(layer=layers)


def layer_histogram(quantity: str, flat: bool, low: float, high: float) -> alt.LayerChart:
    """The share of a layer's neurons whose z, or whose a, is in each bin from `low` to `high`.

    bars: start, end, share. theory (z only): at, share. bands (if `flat`): low, high, and for z also at and name.
    """
    scale = alt.Scale(domain=[low, high], nice=False)
    title = {"z": "weighted input z", "a": "output a"}[quantity]
    bars = (
        source("bars")
        .mark_rect(clip=True, opacity=0.85)
        .encode(
            x=x_axis("start", title, scale, tickCount=6),
            x2="end:Q",
            y=y_axis("share", "share of neurons", format="%"),
            y2=alt.datum(0),
        )
    )
    layers = [_bands()] if flat else []
    layers.append(in_colour(bars, "green"))
    if quantity == "z":
        dots = source("theory").mark_point(filled=True, size=34, opacity=1, clip=True)
        layers.append(in_colour(dots, "ink").encode(x="at:Q", y="share:Q"))
    if quantity == "z" and flat:
        names = source("bands").mark_text(fontSize=15, fontStyle="italic")
        layers.append(in_colour(names, "muted").encode(x="at:Q", y=alt.value(12), text="name:N"))
    return alt.LayerChart(layer=layers)


def _slopes(activation: Activation) -> tuple[float, float]:
    """The smallest and the largest σ′ on the chart; the smallest is below 0 where the activation falls."""
    z = np.linspace(-LARGEST_Z, LARGEST_Z, 201)
    slopes = activation.derivative(z, activation.fn(z))
    return float(slopes.min()), float(slopes.max())


def _curve() -> alt.Chart:
    return in_colour(source("curve").mark_line(strokeWidth=3, clip=True), "ink")


def _bands() -> alt.Chart:
    return in_colour(source("bands").mark_rect(opacity=0.35, clip=True), "faint").encode(x="low:Q", x2="high:Q")


def _band_names() -> alt.Chart:
    words = source("bands").mark_text(fontSize=16, fontStyle="italic")
    return in_colour(words, "muted").encode(x="at:Q", y="height:Q", text="name:N")


def _ring_name() -> Iterator[alt.Chart]:
    """What the ring is, at the upper left, where no activation has its curve."""
    here, y = source("nudged"), alt.value(14)
    yield in_colour(here.mark_point(filled=False, size=120, strokeWidth=2.5, opacity=1), "orange").encode(
        x=alt.value(14), y=y
    )
    words = here.mark_text(align="left", baseline="middle", fontSize=LABEL_SIZE)
    yield in_colour(words, "orange").encode(x=alt.value(26), y=y, text=alt.value("after the nudge"))


def _neuron(quantity: str) -> tuple[alt.Chart, ...]:
    """The neuron as a dot on a dotted rule and the nudged neuron as a ring; outside the chart, an arrow."""
    rule = source("neuron").mark_rule(strokeDash=[2, 3], strokeWidth=1.5)
    ring = source("nudged").mark_point(filled=False, size=330, strokeWidth=2.5, opacity=1)
    dot = source("neuron").mark_point(filled=True, size=170, opacity=1)
    return (
        in_colour(rule, "muted").encode(x="z:Q"),
        in_colour(ring, "orange").encode(x="z:Q", y=f"{quantity}:Q", shape=_SHAPES),
        in_colour(dot, "green").encode(x="z:Q", y=f"{quantity}:Q", shape=_SHAPES).properties(name=HANDLE),
    )
