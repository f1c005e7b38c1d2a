"""Lesson 8, "Speed by depth": how fast each layer of a deep network learns, for nine activations and starts."""

import math
from itertools import pairwise

import numpy as np
import streamlit as st

from charts.digits import speeds
from core.digits.depth import (
    ACTIVATIONS,
    BOOK_DEEP,
    PAIRS,
    QUICK_RUN,
    STARTS,
    Depth,
    LayerSpeeds,
    alike,
    deep,
)
from core.digits.plan import MOST_LAYERS, WIDTHS
from core.functions.activations import ACTIVATIONS as DESCRIBED
from core.networks.initial_weights import SCHEMES
from core.numerals import count, numeral, ratio
from core.types import Array
from ui.controls import Choice, Slider
from ui.experiments import Offer, draw_experiment
from ui.lessons.handwritten_digits.experimenting import offered
from ui.lessons.handwritten_digits.line_ends import axis_ends, names_apart
from ui.picture import draw
from ui.sections import NOTHING
from ui.tables import draw_table

LAYERS = Slider("digits_depth_layers", "Hidden layers", 1, MOST_LAYERS, len(BOOK_DEEP.hidden), 1)
WIDTH = Slider("digits_depth_width", "Neurons in each", WIDTHS[0], 128, BOOK_DEEP.hidden[0], 1)
SEED = Slider("digits_depth_seed", "Seed", 0, 99, 0, 1, "Other first weights: how much is chance?")
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
HEIGHT, NAME = 400, 19
"""Pixels of the picture, and of a name at the end of a line."""
WIDE = 2_000.0
"""An axis whose ends have a larger quotient has a tick for each power of ten, and no others."""


def speed_by_depth() -> None:
    """Draw the section."""
    st.markdown(
        f"How large is the gradient in each layer of a deep net, and so how fast does it learn? The net "
        f"{_sizes(BOOK_DEEP.sizes)} is that of the book's notebook on learning speed: sigmoid, cross-entropy, and "
        f"η = {numeral(BOOK_DEEP.eta)}. Here it is trained on {count(QUICK_RUN.images)} images for "
        f"{count(QUICK_RUN.epochs)} epochs, in batches of {count(QUICK_RUN.batch)}."
    )
    for place, slider in zip(st.columns(3, gap="medium"), (LAYERS, WIDTH, SEED), strict=True):
        with place:
            slider.draw(redraws=NOTHING)
    for place, control in zip(st.columns(3), (HIDDEN, START, MEASURE), strict=True):
        with place:
            control.read()
    draw_experiment(offer(int(LAYERS.value()), int(WIDTH.value()), int(SEED.value())), _draw)


def offer(layers: int, width: int, seed: int) -> Offer[Depth]:
    """Return the experiment on a net of so many hidden layers; the activation and start that are shown come first."""
    plan, shown = deep(layers, width, seed), (HIDDEN.value(), START.value())
    pairs = sorted(PAIRS, key=lambda pair: pair != shown)
    settings = f"{_sizes(plan.nets[0].sizes)} with each activation and start, seed {count(seed)}"
    return offered("depth", settings, lambda: Depth(pairs, plan))


def _sizes(sizes: tuple[int, ...]) -> str:
    return "–".join(map(str, sizes))


def _draw(depth: Depth) -> None:
    """Draw the chosen network's layers, what they say, and a table of all that are trained."""
    pair, measure = (HIDDEN.value(), START.value()), MEASURE.value()
    sizes, found = depth.plans[0].nets[0].sizes, depth.found.get(pair)
    st.markdown(say_layers(sizes) + say_speeds(found, sizes))
    if found is None and depth.found:
        st.caption("The lines of this activation and start are drawn as soon as it is their turn.")
    elif found is not None and found.diverged:
        drawn = "What is drawn ends before." if len(getattr(found, measure)) else "So there is nothing to draw."
        st.caption(f"The numbers of this network overflowed: its steps were too long. {drawn}")
    _draw_layers(found, sizes, measure, depth.plans[0].epochs)
    if measure != "rms":
        above = " The sentence above and the table below are of the RMS gradient."
        st.caption(say_norms(sizes, "weights" if measure == "moved" else "parameters") + above)
    whole = [each for number, each in enumerate(depth.pairs) if depth.trained(number)]
    first, last = _ends(sizes)
    if whole and first < last:
        draw_table(
            ["activation, start", f"RMS gradient of layer {last} / of layer {first}: at the start", "at the end"],
            [_row(depth, each, first, last) for each in PAIRS if each in whole],
        )


def _ends(sizes: tuple[int, ...]) -> tuple[int, int]:
    """Return the first and the last of the layers that are alike; two times the same number if there are no two."""
    layers = alike(sizes)
    return (layers[0], layers[-1]) if layers else (1, 1)


def say_layers(sizes: tuple[int, ...]) -> str:
    """Return which layers can be compared, and why the first and the output cannot."""
    first, last = _ends(sizes)
    why = (
        "Layer 1 is fed by 784 pixels, of which 81 % are 0 and pass no gradient to their weights, and the output's "
        "δ = a − y has passed through no σ′: both are drawn grey and dashed."
    )
    if first == last:
        text = f"Here no two layers are alike. Choose three hidden layers or more to compare some. {why}"
    else:
        text = (
            f"**Compare layer {first} with layer {last}:** they{' and those between' * (last > first + 1)} are alike, "
            f"{sizes[1]} inputs to {sizes[1]} neurons each. {why}"
        )
    return text.replace(" %", "\u00a0%")


def say_speeds(found: LayerSpeeds | None, sizes: tuple[int, ...]) -> str:
    """Return how many times as large the last of the alike layers' gradient is as the first one's, if that is known."""
    first, last = _ends(sizes)
    if found is None or first == last or not (found.rms[:, [0, first - 1]] > 0.0).all():
        return ""
    fast = found.rms[:, last - 1]
    start, end = (_times(float(fast[at]), float(found.rms[at, first - 1])) for at in (0, -1))
    epochs = int(found.epochs[-1])
    later = f", after {count(epochs)} epoch{'s' * (epochs != 1)} {end} times" if epochs else ""
    outer = _times(float(fast[0]), float(found.rms[0, 0]))
    return (
        f" At the start layer {last} has **{start} times** the RMS gradient of layer {first}{later}. "
        f"(Beside layer 1 it would be {outer} times at the start.)"
    )


def say_norms(sizes: tuple[int, ...], of: str = "parameters") -> str:
    """Return why an L2 norm misleads between layers of different size; it is one of all parameters, or of "weights"."""
    first, second = (inputs * units + units * (of == "parameters") for inputs, units in tuple(pairwise(sizes))[:2])
    other = "the output" if len(sizes) == 3 else "layer 2"
    return (
        f"Caution: an L2 norm adds up over all {of} of a layer, so it grows with their number. Layer 1 has "
        f"{count(first)} of them and {other} {count(second)}: where each changes by as much, the norm of layer 1 is "
        f"{numeral(math.sqrt(first / second), 3)} times as large. So norms compare layers of one size only."
    )


def _draw_layers(found: LayerSpeeds | None, sizes: tuple[int, ...], measure: str, most: int) -> None:
    """Draw a line for each layer over so many epochs at most, with its name at its end; none if there is nothing."""
    layers = len(sizes) - 1
    values: Array = np.zeros((0, layers)) if found is None else getattr(found, measure)
    epochs = [] if found is None else found.epochs[len(found.epochs) - len(values) :].tolist()
    known = np.argwhere(values > 0.0)
    ends = axis_ends(values[values > 0.0].tolist()) if len(known) else (0.1, 1.0)
    last = [layer for layer in range(layers) if len(values) and values[-1, layer] > 0.0]
    at_end = [float(values[-1, layer]) for layer in last]
    names = [_name(layer, layers) for layer in range(layers)]
    same = alike(sizes)
    draw(
        speeds,
        MEASURE.options[measure],
        ends[1] / ends[0] > WIDE,
        key=f"digits_depth_{measure}",
        alt=f"{MEASURE.options[measure]} after epoch {epochs[-1]}: "
        + ", ".join(f"{names[layer]} {numeral(value, 3)}" for layer, value in zip(last, at_end, strict=True))
        if epochs
        else ("Not trained yet." if found is None else "Its numbers overflowed before the first value."),
        height=HEIGHT,
        layers={
            "epoch": [int(epochs[row]) for row, _ in known],
            "speed": [float(values[row, layer]) for row, layer in known],
            "layer": [names[layer] for _, layer in known],
            "width": [int(layer) for _, layer in known],
            "alike": [int(layer) + 1 in same for _, layer in known],
        },
        names={
            "epoch": [epochs[-1] for _ in last],
            "speed": at_end,
            "at": names_apart(at_end, ends, NAME / HEIGHT),
            "text": [names[layer] for layer in last],
        },
        bands={"epoch": [0, most], "speed": list(ends)},
    )


def _name(layer: int, layers: int) -> str:
    return "output" if layer == layers - 1 else f"layer {layer + 1}"


def _row(depth: Depth, pair: tuple[str, str], first: int, last: int) -> list[str]:
    """Return a row of the table: how many times as fast the last of the layers that are alike learns as the first."""
    found = depth.found[pair]
    slow, fast = found.rms[:, first - 1], found.rms[:, last - 1]
    at_start, at_end = (_times(float(fast[at]), float(slow[at])) for at in (0, -1))
    name = f"{HIDDEN.options[pair[0]]}, {START.options[pair[1]]}"
    return [name, at_start, "overflow: stopped" if found.diverged else at_end]


def _times(whole: float, part: float) -> str:
    return ratio(whole / part, 3) if part > 0.0 and math.isfinite(whole / part) else "no gradient"
