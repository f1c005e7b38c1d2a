"""Lesson 5, below the picture: the lesson in short, ∂C/∂a beside ∂C/∂z, and the table of all values."""

import pandas as pd
import streamlit as st

from core.explaining.stages import Walk
from core.functions.activations import ACTIVATIONS, OUTPUTS
from core.functions.cost import Cost
from core.functions.costs import COSTS
from core.functions.output import Output
from core.numerals import numeral
from ui.downloads import draw_download
from ui.exports import for_spreadsheets
from ui.lessons.backpropagation.picture import Scene
from ui.tables import draw_table


def in_short() -> None:
    """Draw the lesson in three sentences."""
    st.markdown(
        "1. One pass forward gives every z and a, one pass back gives every δ = ∂C/∂z: at the output from the cost, "
        "below it from the δ above, through the weights, times σ′(z). A cost can cancel σ′(z) at the output; a "
        "hidden neuron keeps its own under every cost.\n"
        "2. Every gradient is a product of named factors: ∂C/∂w = δ · a, ∂C/∂b = δ. Where one factor is 0, nothing is "
        "learned.\n"
        "3. A wrong gradient often trains all the same. What catches it is a comparison with differences of the cost."
    )


def sides_tab(scene: Scene) -> None:
    """Draw ∂C/∂a and ∂C/∂z of every output, side by side, and say which of them is a − y."""
    sides = scene.walk.sides()
    draw_table(
        ("output", "a − y", "∂C/∂a", "∂C/∂z = δ"),
        [
            (
                side.delta.name,
                numeral(side.error),
                numeral(side.slope.value) + (" = a − y" if side.slope_is_error else ""),
                numeral(side.delta.value) + (" = a − y" if side.delta_is_error else ""),
            )
            for side in sides
        ],
    )
    st.markdown(_say_sides(COSTS[scene.sheet.cost], OUTPUTS[scene.sheet.output]))


def _say_sides(cost: Cost, output: Output) -> str:
    """Return which of the two derivatives is a − y, and why."""
    if cost.cancels(output):
        return _SOFTMAX if output.joint else _CANCELLED
    if output.joint:
        return _JOINT
    return _SLOPE_ONE if ACTIVATIONS[output.name].slope_text == "1" else _OTHERWISE


_SOFTMAX = (
    "With softmax and cross-entropy **∂C/∂z is a − y** (for targets that add up to 1), and ∂C/∂a is −y/a. The "
    "derivative of the squared error, ½ (a − y)², is a − y as well, but that is its ∂C/∂**a**: the same expression, of "
    "two costs, with respect to two variables."
)
_CANCELLED = (
    "With a sigmoid and cross-entropy **∂C/∂z is a − y**: its ∂C/∂a = (a − y) / (a (1 − a)) has just the factor that "
    "σ′(z) = a (1 − a) cancels."
)
_SLOPE_ONE = "With a linear output σ′(z) is 1, and ∂C/∂a and ∂C/∂z are one number."
_JOINT = (
    "Every softmax output depends on every z: **∂C/∂a** is in proportion to a − y (equal to it with the ½), and ∂C/∂z "
    "of an output is a sum over all of them. Choose cross-entropy for the case in which that sum is a − y."
)
_OTHERWISE = (
    "With a quadratic cost it is **∂C/∂a** that is in proportion to a − y (equal to it with the ½). ∂C/∂z has σ′(z) in "
    "it, and where the output saturates that takes the error away. Choose softmax and cross-entropy for the other case."
)


def values_tab(walk: Walk) -> None:
    """Draw the table of all values, to read and to download."""
    draw_download(
        "All values as CSV",
        lambda: for_spreadsheets(walk.csv()),
        file="backpropagation.csv",
        kind="text/csv",
        key="back_csv",
    )
    st.dataframe(
        pd.DataFrame(
            [
                (stage, name, meaning, numeral(value, 8), symbols, numbers)
                for stage, name, meaning, value, symbols, numbers in walk.table()
            ],
            columns=["stage", "symbol", "what it is", "value", "formula", "with numbers"],
        ),
        hide_index=True,
        height=460,
    )
