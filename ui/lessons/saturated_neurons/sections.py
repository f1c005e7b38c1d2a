"""Lesson 2, below the neuron: whole layers of fresh weights, and which activations are flat where."""

import math
from collections.abc import Mapping

import streamlit as st

from charts.activation import layer_histogram
from charts.activation_data import (
    layer_span,
    layer_tables,
)
from core.functions.activations import ACTIVATIONS
from core.networks.initial_weights import SCHEMES
from core.neurons.layer import MEAN_SQUARES, LayerResponse, flat_in_theory, layer_response
from core.neurons.saturation import Stretch, flat_stretches
from core.numerals import count, numeral, percent
from ui.lessons.saturated_neurons.controls import (
    FAN_IN,
    KIND,
    LAYER_ACTIVATION,
    LAYER_CONTROLS,
    NEURONS,
    SCHEME,
    SEED,
    Z_AXIS,
)
from ui.lessons.saturated_neurons.picture import FORMULAS
from ui.lessons.saturated_neurons.presets import LAYER_PRESETS
from ui.picture import draw
from ui.presets import preset_buttons
from ui.tables import draw_table

MOST_WEIGHTS = 1_000_000  # what a slider move can draw without a wait


def in_short() -> None:
    """The three sentences to leave with."""
    st.markdown(
        "1. z = w·x + b and a = σ(z). A small nudge of w or b moves a by σ′(z) times what it moves z.\n"
        "2. Where the curve is flat, nudging does nothing: at z = 4 a tanh has σ′(z) = 0.001341, in the middle 1. "
        "Sigmoid and tanh are flat at both ends, a ReLU is dead for z ≤ 0 and never flat above, a linear unit never.\n"
        "3. Initial weights can put a whole layer there: with 784 inputs from U[0, 1) and weights from N(0, 1), in "
        "theory 85.55 % of its sigmoids start below 0.05 or above 0.95; with Glorot's weights 0.00328 % do."
    )


@st.cache_data(max_entries=64, show_spinner=False)
def fresh_layer(
    scheme: str, activation: str, n: int, neurons: int, kind: str, seed: int, share: float
) -> LayerResponse:
    """Draw a fresh layer, once: a slider of the neuron above need not draw it again."""
    return layer_response(
        scheme, activation, n, neurons, inputs="normal" if kind == "normal" else "uniform", seed=seed, share=share
    )


def layer_tab(share: float) -> None:
    """Many neurons with fresh weights: where their z and a lie, measured and in theory."""
    preset_buttons(LAYER_PRESETS, LAYER_CONTROLS, key="sat_layer")
    left, right = st.columns([1, 2], gap="medium")
    with left:
        scheme, activation, kind = SCHEME.read(), LAYER_ACTIVATION.read(), KIND.read()
        n = int(FAN_IN.draw())
        neurons, seed = int(NEURONS.draw(high=min(1000, MOST_WEIGHTS // n))), int(SEED.draw())
        reach = float(Z_AXIS.read())
    rival = "glorot_uniform" if scheme == "normal" else "normal"
    layers = {name: fresh_layer(name, activation, n, neurons, kind, seed, share) for name in (scheme, rival)}
    with right:
        with st.container(key="sentence_layer"):
            st.markdown(say_layer(activation, neurons, layers))
        for quantity in ("z", "a"):
            tables = layer_tables(quantity, activation, scheme, layers[scheme], share, reach)
            lowest, highest = (percent(float(tables["bars"]["share"].iloc[end]), 3) for end in (0, -1))
            draw(
                layer_histogram,
                quantity,
                ACTIVATIONS[activation].flat is not None,
                *layer_span(quantity, activation, reach),
                key=f"chart_sat_layer_{quantity}",
                height=230,
                alt=f"histogram of {quantity} over the neurons: {lowest} in the lowest bin, {highest} in the highest",
                **tables,
            )
        draw_schemes(activation, n, neurons, kind, share, scheme)


def activations_tab(share: float) -> None:
    """Where each activation is flat and what that is called, and its slope at a few z."""
    left, right = st.columns(2, gap="medium")
    with left:
        draw_flat_sides(share)
    with right, st.container(key="small_sat_slopes"):
        draw_slopes()
    st.markdown(
        "Saturation is not common to all activations: a ReLU never saturates above 0, a linear unit nowhere. A tanh "
        "is a sigmoid drawn at another size, **tanh z = 2σ(2z) − 1**; its slope is 4σ′(2z), four times as steep in "
        "the middle, and it saturates at half the |z|. At its corner, z = 0, a ReLU is given the slope to its left."
    )


def say_layer(activation: str, neurons: int, layers: Mapping[str, LayerResponse]) -> str:
    """For each scheme, how many neurons stand on a flat side and how far z spreads, measured and in theory."""
    lines: list[str] = []
    for name, layer in layers.items():
        said = f"{SCHEMES[name].label}: "
        if layer.flat is not None and layer.flat_theory is not None:
            said += f"**{percent(layer.flat, 3)}** of {count(neurons)} neurons {called(activation)}, "
            said += f"in theory {percent(layer.flat_theory, 3)}; "
        lines.append(said + f"sd of z {numeral(float(layer.z.std()))}, in theory {numeral(layer.sd_theory)}.")
    return "  \n".join(lines)


def draw_schemes(activation: str, n: int, neurons: int, kind: str, share: float, chosen: str) -> None:
    """A table of all schemes in theory: the spread of the weights and of z, and the share on a flat side."""
    rows: list[tuple[str, ...]] = []
    for scheme in SCHEMES.values():
        sd = scheme.sd(n, neurons)
        spread = sd * math.sqrt(n * MEAN_SQUARES[kind])
        flat = flat_in_theory(activation, scheme.bias, spread, share)
        name = f"**{scheme.label}**" if scheme.name == chosen else scheme.label
        part = "none" if flat is None else percent(flat, 3)
        rows.append((f"{name}: {scheme.formula}", numeral(sd), numeral(spread), part))
    draw_table(("in theory", "sd of w", "sd of z", called(activation, "flat")), rows)
    st.markdown(
        f"sd of z = √(n · E[x²] · Var w), with n = {count(n)} inputs, m = {count(neurons)} neurons and "
        f"E[x²] = {numeral(MEAN_SQUARES[kind])}. The dots in the upper histogram are the normal curve that this gives. "
        "All neurons of the layer see one and the same x, and a few inputs do not make z normal: bring n down to 1 and "
        "move the seed, and theory holds only on average over x."
    )


def draw_slopes() -> None:
    """A table of σ′ at a few z, for all activations."""
    at = (0.0, 2.0, 4.0, 6.0)
    rows = [
        (activation.label, *(numeral(float(activation.derivative(z, activation.fn(z)))) for z in at))
        for activation in map(ACTIVATIONS.__getitem__, FORMULAS)
    ]
    draw_table(("", *(f"σ′({numeral(z)})" for z in at)), rows)


def draw_flat_sides(share: float) -> None:
    """A table of where each activation is flat, how steep it is at most, and what its flat side is called."""
    rows: list[tuple[str, ...]] = []
    for name in FORMULAS:
        sides = flat_stretches(name, share)
        where = " and ".join(_stretch(side) for side in sides) or "nowhere"
        rows.append((ACTIVATIONS[name].label, where, called(name), numeral(ACTIVATIONS[name].steepest)))
    draw_table(("", f"flat (below {percent(share)})", "called", "largest σ′"), rows, words=3)


def called(activation: str, otherwise: str = "none") -> str:
    """What a neuron on the flat side of an activation is called."""
    flat = ACTIVATIONS[activation].flat
    return flat.name if flat else otherwise


def _stretch(side: Stretch) -> str:
    if side.low == -math.inf:
        return f"z ≤ {numeral(side.high)}" if side.high == 0.0 else f"z < {numeral(side.high)}"
    return f"z > {numeral(side.low)}"
