"""Lesson 8, "Speed by depth": how fast each layer of a deep network learns, for nine activations and starts."""

import math

import numpy as np
import streamlit as st

from charts.digits import speeds
from core.digits.depth import ACTIVATIONS, BOOK_DEEP, PAIRS, QUICK_RUN, STARTS, Depth, LayerSpeeds
from core.functions.activations import ACTIVATIONS as DESCRIBED
from core.networks.initial_weights import SCHEMES
from core.numerals import count, numeral
from core.types import Array
from ui.controls import Choice
from ui.lessons.handwritten_digits.experiments import draw_experiment
from ui.picture import draw
from ui.tables import draw_table

HIDDEN = Choice(
    "digits_depth_hidden", "Activation", {name: DESCRIBED[name].label for name in ACTIVATIONS}, ACTIVATIONS[0]
)
START = Choice("digits_depth_init", "Initial weights", {name: SCHEMES[name].label for name in STARTS}, STARTS[1])
MEASURE = Choice(
    "digits_depth_measure",
    "Measured by",
    {"rms": "RMS gradient", "norm": "L2 norm of the gradient", "moved": "movement of the weights in an epoch"},
    "rms",
)
_SIZES = "–".join(map(str, BOOK_DEEP.sizes))


def speed_by_depth() -> None:
    """Draw the section."""
    st.markdown(
        f"The net {_SIZES} of the book's notebook on learning speed, with cross-entropy: six hidden layers of 30 "
        "neurons. How large is the gradient in each, and so how fast does it learn?"
    )
    for place, control in zip(st.columns(3), (HIDDEN, START, MEASURE), strict=True):
        with place:
            control.read()
    run = QUICK_RUN
    waits = f"{len(PAIRS)} networks, {count(run.images)} images in batches of {run.batch}, {count(run.epochs)} epochs"
    draw_experiment("depth", Depth, _draw, waits=waits)


def _draw(depth: Depth) -> None:
    """Draw the chosen network's layers, and a table of all."""
    pair, measure = (HIDDEN.value(), START.value()), MEASURE.value()
    found = depth.found.get(pair)
    if found is not None:
        _draw_layers(found, measure)
    elif depth.found:
        st.caption("This network's turn has not come yet.")
    if measure == "norm":
        st.caption(
            "Caution: a norm grows with the number of parameters. The first layer has 23,550, a hidden one 930; at "
            "one RMS its norm is 5.03 times as large. So norms compare layers of one size only."
        )
    if depth.found:
        draw_table(
            ["activation, start", "RMS gradient of layer 1 / of layer 6: at the start", "at the end"],
            [_row(depth, pair) for pair in PAIRS if pair in depth.found],
        )


def _draw_layers(found: LayerSpeeds, measure: str) -> None:
    values: Array = {"rms": found.rms, "norm": found.norm, "moved": found.moved}[measure]
    epochs = found.epochs[len(found.epochs) - len(values) :]
    known = np.argwhere(values > 0.0)
    layers = values.shape[1]
    last = len(values) - 1
    outer = [layer for layer in (0, layers - 1) if len(values) and values[last, layer] > 0.0]
    draw(
        speeds,
        MEASURE.options[measure],
        key=f"digits_depth_{measure}",
        alt=f"{MEASURE.options[measure]} of each layer after epoch {epochs[-1]}: "
        + ", ".join(numeral(float(value), 3) for value in values[last])
        if len(values)
        else "Not trained yet.",
        height=400,
        layers={
            "epoch": [int(epochs[row]) for row, _ in known],
            "speed": [float(values[row, layer]) for row, layer in known],
            "layer": [int(layer) + 1 for _, layer in known],
        },
        names={
            "epoch": [int(epochs[last]) for _ in outer],
            "speed": [float(values[last, layer]) for layer in outer],
            "text": ["output" if layer == layers - 1 else "layer 1" for layer in outer],
        },
    )


def _row(depth: Depth, pair: tuple[str, str]) -> list[str]:
    """Return a row of the table: between hidden layers, whose sizes differ less than the first and the last layer's."""
    found = depth.found[pair]
    first, last = found.rms[:, 0], found.rms[:, -2]
    at_start, at_end = (_share(float(first[at]), float(last[at])) for at in (0, -1))
    name = f"{HIDDEN.options[pair[0]]}, {START.options[pair[1]]}"
    return [name, _written(at_start), "stopped: overflow" if found.diverged else _written(at_end)]


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0.0 else math.nan


def _written(share: float) -> str:
    return numeral(share, 3) if math.isfinite(share) else "no gradient"
