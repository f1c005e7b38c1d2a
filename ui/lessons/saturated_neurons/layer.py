"""Lesson 2, fresh layers: many neurons with initial weights, and where their z and a lie, measured and in theory."""

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from charts.activation import layer_histogram
from charts.activation_data import layer_range, layer_tables
from core.functions.activations import ACTIVATIONS
from core.networks.initial_weights import SCHEMES, Scheme
from core.neurons.layer import LayerResponse, flat_in_theory, layer_response
from core.neurons.spread import LEAST, MEAN_SQUARES, Inputs, spread_of
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
from ui.lessons.saturated_neurons.presets import LAYER_PRESETS
from ui.lessons.saturated_neurons.sections import called
from ui.picture import draw
from ui.presets import preset_buttons
from ui.tables import draw_table

MOST_WEIGHTS = 1_000_000  # a slider move draws so many without a visible delay


class Layer(NamedTuple):
    """A layer without its weights: the numbers of neurons and inputs, their kind, and what counts as flat."""

    activation: str
    n: int
    neurons: int
    kind: Inputs
    seed: int
    share: float


@st.cache_data(max_entries=64, show_spinner=False)
def fresh_layer(scheme: str, layer: Layer) -> LayerResponse:
    """Draw a fresh layer once: a slider of the neuron above does not draw it again."""
    return layer_response(
        scheme, layer.activation, layer.n, layer.neurons, inputs=layer.kind, seed=layer.seed, share=layer.share
    )


def layer_tab(share: float) -> None:
    """Draw many neurons with fresh weights: where their z and a lie, measured and in theory."""
    preset_buttons(LAYER_PRESETS, LAYER_CONTROLS, key="sat_layer")
    left, right = st.columns([1, 2], gap="medium")
    with left:
        scheme, activation, kind = SCHEME.read(), LAYER_ACTIVATION.read(), KIND.read()
        n = int(FAN_IN.draw())
        neurons, seed = int(NEURONS.draw(high=min(1000, MOST_WEIGHTS // n))), int(SEED.draw())
        end = float(Z_AXIS.read())
    layer = Layer(activation, n, neurons, "normal" if kind == "normal" else "uniform", seed, share)
    rival = "glorot_uniform" if scheme == "normal" else "normal"
    drawn = {name: fresh_layer(name, layer) for name in (scheme, rival)}
    with right:
        with st.container(key="sentence_layer"):
            st.markdown(say_layer(layer, drawn))
        for quantity in ("z", "a"):
            draw_histogram(quantity, layer, scheme, drawn[scheme], end)
        draw_schemes(layer, scheme)


def draw_histogram(quantity: str, layer: Layer, scheme: str, drawn: LayerResponse, end: float) -> None:
    """Draw the distribution of a layer's z, from −end to end, or of its a."""
    tables = layer_tables(quantity, layer.activation, scheme, drawn, layer.share, end)
    lowest, highest = (percent(float(tables["bars"]["share"].iloc[bar]), 3) for bar in (0, -1))
    draw(
        layer_histogram,
        quantity,
        ACTIVATIONS[layer.activation].flat is not None,
        *layer_range(quantity, layer.activation, end),
        key=f"chart_sat_layer_{quantity}",
        height=230,
        alt=f"histogram of {quantity} over the neurons: {lowest} in the lowest bin, {highest} in the highest",
        **tables,
    )


def say_layer(layer: Layer, drawn: Mapping[str, LayerResponse]) -> str:
    """Return for each scheme the share of neurons on a flat side and the spread of z, measured and in theory."""
    return "  \n".join(f"{SCHEMES[name].label}: {say_response(layer, response)}" for name, response in drawn.items())


def say_response(layer: Layer, response: LayerResponse) -> str:
    """Return the same for one scheme."""
    said = ""
    if response.flat is not None and response.flat_theory is not None:
        said = (
            f"**{percent(response.flat, 3)}** of {count(layer.neurons)} neurons {flat_name(layer)}, in theory "
            f"{say_share(response.flat_theory)}; "
        )
    return said + f"sd of z {numeral(float(response.z.std()))}, in theory {numeral(response.spread.sd)}."


def say_share(share: float) -> str:
    """Write a share in theory, as far as its digits are known; 0 means that no neuron can be there."""
    return percent(share, 3) if share == 0.0 or share >= LEAST else f"less than {percent(LEAST)}"


def draw_schemes(layer: Layer, chosen: str) -> None:
    """Draw a table of all schemes in theory: the spread of the weights and of z, and the share on a flat side."""
    flat = flat_name(layer)
    rows = [scheme_row(scheme, layer, bold=scheme.name == chosen) for scheme in SCHEMES.values()]
    draw_table(("in theory", "sd of w", "sd of z", flat), rows)
    st.markdown(
        f"sd of z = √(n · E[x²] · Var w), with n = {count(layer.n)} (inputs), m = {count(layer.neurons)} (neurons) and "
        f"E[x²] = {numeral(MEAN_SQUARES[layer.kind])}; the second number of N(0, 1) is a variance. The share in theory "
        "is the average over all weights and all x that may be drawn, and so are the dots in the upper histogram. But "
        f"all neurons of a layer see one x: with few inputs a layer may be far from the average. **{say_try(layer)}** "
        "Zeros are the worst start, whatever the last column says: neurons that are identical get the same gradient, "
        "and stay identical."
    )


def say_try(layer: Layer) -> str:
    """Return what to try, to see how much one x decides."""
    return "Move the seed." if layer.n == 1 else "Bring n down to 1 and move the seed."


def flat_name(layer: Layer) -> str:
    """Return the name of a neuron on a flat side; a ReLU that is off for one x is not dead: that is off for all."""
    activation = ACTIVATIONS[layer.activation]
    return "off for this x" if activation.dies else called(activation, "flat")


def scheme_row(scheme: Scheme, layer: Layer, *, bold: bool) -> tuple[str, ...]:
    """Return one scheme's row of the table."""
    sd, spread = scheme.sd(layer.n, layer.neurons), spread_of(scheme, layer.n, layer.neurons, layer.kind)
    flat = flat_in_theory(layer.activation, scheme.bias, spread, layer.share)
    name = f"**{scheme.label}**" if bold else scheme.label
    share = "none" if flat is None else say_share(flat)
    if sd == 0.0:
        share += ", but all neurons are identical: symmetry"
    return f"{name}: {scheme.formula}", numeral(sd), numeral(spread.sd), share
