"""Lesson 8: what one image does to the layers of a net, and which neurons are flat on all test images."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import streamlit as st

from charts.digits_inside import neurons
from charts.theme import SERIES
from core.digits.images import Bytes, load_digits
from core.digits.inside import FlatLayer, activations_of
from core.digits.inspection import Inspection
from core.numerals import count, numeral, percent
from core.types import Array
from ui.lessons.handwritten_digits.chosen import IMAGE, SEEN
from ui.lessons.handwritten_digits.draw_digit import on_the_sheet
from ui.lessons.handwritten_digits.gallery import LEGEND, draw_gallery, draw_image, say_sure, say_taken
from ui.lessons.handwritten_digits.nets import ShownNet
from ui.picture import draw
from ui.sections import NOTHING
from ui.tables import draw_table

OUTPUT = "output"


def draw_layers(shown: ShownNet, inspection: Inspection) -> None:
    """Draw the layers' activations and slopes for the chosen image, and the flat neurons for all test images."""
    seen = _chosen_image(inspection)
    if seen is not None:
        _draw_activations(shown, inspection, seen)
    _draw_flat(inspection)


def _chosen_image(inspection: Inspection) -> Bytes | None:
    """Draw the choice of an image, and the image; return it, None if the sheet is chosen and nothing is on it."""
    if SEEN.read() == "test":
        number = int(IMAGE.draw(redraws=NOTHING))
        words = [say_taken(inspection, number), *say_sure(inspection, number)]
        draw_gallery([number], [words], key="digits_layers_image", names=[say_taken(inspection, number)])
        st.caption(LEGEND)
        return load_digits().test.images[number]
    seen = on_the_sheet()
    if seen is None:
        st.markdown("**Nothing is drawn yet.** Draw a digit in the section “Draw a digit”, and come back.")
        return None
    draw_image(seen, "The sheet", [_say_answer(inspection, seen)], key="digits_layers_image")
    st.caption("What the net sees of the sheet of “Draw a digit”: 28 × 28 pixels, with the answer below it.")
    return seen


def _say_answer(inspection: Inspection, seen: Bytes) -> str:
    a = activations_of(inspection.network, seen).a[-1][0]
    return f"taken for {int(np.argmax(a))}: {percent(float(a.max()), 3)}"


def _draw_activations(shown: ShownNet, inspection: Inspection, seen: Bytes) -> None:
    """Draw what an image does to each layer."""
    run = activations_of(inspection.network, seen)
    series = SERIES[shown.look.series]
    hidden = inspection.network.hidden_activations
    for layer, activation in enumerate(hidden, start=1):
        z, a = run.z[layer - 1], run.a[layer]
        slope = np.asarray(activation.slope(z, a))[0]
        st.markdown(
            f"**Hidden layer {layer}**, {count(len(slope))} neurons, {activation.label}: a at the left, σ′(z) at the "
            "right"
        )
        left, right = st.columns(2, gap="small")
        with left:
            _draw_neurons(f"a{layer}", "a", a[0], series, None)
        with right:
            _draw_neurons(f"slope{layer}", "σ′(z)", slope, series, activation.steepest)
    st.markdown("**Output layer**: the ten probabilities")
    _draw_neurons(OUTPUT, "a", run.a[-1][0], series, 1.0)


def _draw_neurons(name: str, title: str, values: Array, series: str, largest: float | None) -> None:
    table: Mapping[str, npt.ArrayLike] = {
        "neuron": np.arange(len(values)),
        "value": values,
        "series": np.full(len(values), series),
    }
    range_ = f"from {numeral(float(values.min()))} to {numeral(float(values.max()))}"
    over = "digit" if name == OUTPUT else "neuron"
    options = (title, over) if largest is None else (title, over, largest)
    draw(
        neurons,
        *options,
        key=f"chart_digits_{name}",
        height=170,
        alt=f"{title} of {count(len(values))} neurons, {range_}",
        neurons=table,
    )


# --- All test images --------------------------------------------------------------------------------------------------


def _draw_flat(inspection: Inspection) -> None:
    """Draw a table of the hidden layers: at which share of the images their neurons are flat."""
    layers = inspection.flat
    known = [layer for layer in layers if layer is not None]
    if not known:
        st.markdown("No neuron here has a flat side on which it could stop learning.")
        return
    draw_table(
        ("hidden layer", "share of all neurons and images", "neurons at every image", "dead neurons"),
        [_row(k, layer) for k, layer in enumerate(layers, start=1)],
    )
    st.caption(_say_flat(known[0]))


def _row(k: int, layer: FlatLayer | None) -> tuple[str, ...]:
    if layer is None:
        return str(k), "–", "–", "–"
    of = f" of {count(len(layer.units))}"
    dead = "–" if layer.dead is None else count(layer.dead) + of
    return f"{k}: {layer.name}", percent(layer.share, 3), count(layer.always) + of, dead


def _say_flat(layer: FlatLayer) -> str:
    """Return what the table counts."""
    if layer.dead is None:
        return f"A neuron is called {layer.name} at an image if its σ′(z) there is below 5 % of its largest."
    return (
        f"A neuron is {layer.name} at an image if its σ′(z) there is 0: the image then changes none of its weights. "
        "One that is so at all 10,000 test images is called dead."
    )
