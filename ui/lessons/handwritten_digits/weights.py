"""Lesson 8: the weights of the first layer, an image for each of its neurons."""

from pathlib import Path

import numpy as np
import streamlit as st
from streamlit.components import v2

from core.digits.inside import learned_images, weight_images
from core.digits.inspection import Inspection
from core.numerals import count, numeral
from core.types import Array
from ui.canvas import encoded, script, style
from ui.controls import Switch
from ui.lessons.handwritten_digits.nets import ShownNet

_HERE = Path(__file__).parent
_FINE = 127
"""An image is sent in so many steps from 0 to the largest |w|."""
LEARNED = Switch(
    "digits_learned",
    "Only what was learned",
    True,
    help="Of the weights: the start is made again from the seed, and taken away from every weight",
)
_weights = v2.component(
    "digits_weights",
    html='<div class="weights"><canvas role="img"></canvas><div class="tip" hidden></div></div>',
    css=style(_HERE / "weights.css"),
    js=script(_HERE / "digit_image.js", _HERE / "weights.js"),
)


def draw_weights(shown: ShownNet, inspection: Inspection) -> None:
    """Draw the images, with one scale for all, and their numbers in a drawer."""
    learned = LEARNED.value()
    network = inspection.network
    images = learned_images(network, shown.net.network(shown.seed)) if learned else weight_images(network)
    most = float(np.abs(images).max())
    outputs = not shown.net.hidden
    what = "output" if outputs else "neuron"
    names = [f"{what} {k}" for k in range(len(images))]
    symbol, weights = ("Δw", "changes of the weights") if learned else ("w", "weights")
    spoken = [
        f"{name}: {weights} from {numeral(float(image.min()), 2)} to {numeral(float(image.max()), 2)}"
        for name, image in zip(names, images, strict=True)
    ]
    st.markdown(
        f"Each image is one {what} of the first layer: a weight for each of the 784 pixels. {_say(learned, most)}"
    )
    _weights(
        key="digits_weights",
        data={
            "weights": encoded(np.rint(images * (_FINE / most if most else 0.0)), np.int8),
            "most": most,
            "symbol": symbol,
            "names": [str(k) for k in range(len(images))],
            "neurons": names,
            "spoken": spoken,
            "words": f"{count(len(images))} images of {weights}, from {numeral(float(images.min()), 2)} "
            f"to {numeral(float(images.max()), 2)}",
        },
        height="content",
    )
    _draw_numbers(images, network.biases[0], names, symbol)


def _say(learned: bool, most: float) -> str:
    """Return what light and dark mean. A pixel that no training image has ink on has gradients of 0."""
    if learned and not most:
        return (
            "**Nothing has been learned yet**: every weight is as it was at the start. Look at a later moment, or "
            "switch “Only what was learned” off to see the weights themselves."
        )
    still = "Pixels that no training image has ink on"
    shades = (
        "**Light** is a weight that has been raised since the start, **dark** a lowered one. "
        f"{still} stay as they were."
        if learned
        else "**Light** is a weight above 0, where ink raises z; **dark** is one below 0, where ink lowers it. "
        f"{still} keep the weights of the start."
    )
    return f"{shades} All images have one scale, up to {numeral(most)}."


def _draw_numbers(images: Array, biases: Array, names: list[str], symbol: str) -> None:
    """Draw a drawer with what the images show in numbers, and the bias of each neuron."""
    drawer = st.expander(
        "The weights in numbers", key="digits_weights_numbers", on_change="rerun", icon=":material/table:"
    )
    if not drawer.open:
        return
    flat = images.reshape(len(images), -1)
    columns = {
        "neuron": names,
        f"smallest {symbol}": [numeral(float(each)) for each in flat.min(axis=1)],
        f"largest {symbol}": [numeral(float(each)) for each in flat.max(axis=1)],
        f"RMS {symbol}": [numeral(float(each)) for each in np.sqrt(np.mean(flat**2, axis=1))],
        "bias b": [numeral(float(each)) for each in biases],
    }
    drawer.dataframe(columns, hide_index=True)
