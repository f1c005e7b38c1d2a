"""Lesson 2, below the neuron: the lesson in short, and which activations are flat where."""

import math

import streamlit as st

from core.functions.activation import Activation
from core.functions.activations import ACTIVATIONS
from core.neurons.saturation import FlatRange, flat_ranges
from core.numerals import numeral, percent
from ui.tables import draw_table


def in_short() -> None:
    """Draw the lesson in three sentences."""
    st.markdown(
        "1. z = w·x + b and a = σ(z), where σ is any activation. A small nudge of w or b moves *a* by σ′(z), the "
        "slope of the curve at z, times what it moves z.\n"
        "2. Where the curve is flat, nudging does nothing: at z = 4 a tanh has σ′(z) = 0.001341, in the middle 1. "
        "Sigmoid and tanh are flat at both ends, a ReLU is off for z ≤ 0 and never flat above, a linear unit never. "
        "What does not move *a* cannot move the network's estimate ŷ either, and so not the cost.\n"
        "3. Initial weights can put a whole layer there: with 784 inputs from U[0, 1), any number from 0 to 1 "
        "alike, and weights from N(0, 1), the normal distribution with mean 0 and variance 1, in theory "
        "85.54 % of its sigmoids start below 0.05 or above 0.95; with Glorot's weights 0.00329 % do."
    )


def activations_tab(share: float) -> None:
    """Draw where each activation is flat, the name for that, and its slope at a few z."""
    left, right = st.columns(2, gap="medium")
    with left:
        draw_flat_sides(share)
    with right, st.container(key="small_sat_slopes"):
        draw_slopes()
    st.markdown(
        "Saturation is not common to all activations: a ReLU never saturates above 0, a linear unit nowhere. A tanh "
        "is a sigmoid drawn at another size, **tanh z = 2 · sigmoid(2z) − 1**: it is four times as steep in the "
        "middle, and it saturates at half the |z|. At its corner, z = 0, a ReLU is given the slope to its left."
    )


def draw_slopes() -> None:
    """Draw a table of σ′ at a few z, for all activations."""
    at = (0.0, 2.0, 4.0, 6.0)
    rows = [
        (activation.label, *(numeral(float(activation.derivative(z, activation.fn(z)))) for z in at))
        for activation in ACTIVATIONS.values()
    ]
    draw_table(("activation", *(f"σ′({numeral(z)})" for z in at)), rows)


def draw_flat_sides(share: float) -> None:
    """Draw a table of where each activation is flat, the name for that, and its largest slope there."""
    rows = [
        (activation.label, say_where(activation, share), called(activation), numeral(activation.steepest))
        for activation in ACTIVATIONS.values()
    ]
    draw_table(("activation", f"flat (below {percent(share)})", "called", "largest σ′"), rows, words=3)


def say_where(activation: Activation, share: float) -> str:
    """Return the z at which an activation is flat."""
    return " and ".join(map(say_range, flat_ranges(activation, share))) or "nowhere"


def say_range(side: FlatRange) -> str:
    """Return a range of z as an inequality."""
    if side.low == -math.inf:
        return f"z ≤ {numeral(side.high)}" if side.high == 0.0 else f"z < {numeral(side.high)}"
    return f"z > {numeral(side.low)}" if side.high == math.inf else f"{numeral(side.low)} < z < {numeral(side.high)}"


def called(activation: Activation, otherwise: str = "none") -> str:
    """Return the name for a neuron on the flat side of an activation."""
    return activation.flat.name if activation.flat else otherwise
