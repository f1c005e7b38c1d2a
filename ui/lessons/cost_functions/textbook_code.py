"""Lesson 1, what the formula of cross-entropy returns when it is typed unchanged, and the right values."""

import math

import numpy as np
import streamlit as st

from core.functions.activations.sigmoid import sigmoid
from core.functions.entropy import cross_entropy, cross_entropy_from_z, naive_cross_entropy
from core.numerals import numeral
from ui.lessons.cost_functions.controls import Z
from ui.tables import draw_table


def code_tab(y: float, yhat: float) -> None:
    """Draw what the formula returns when it is typed unchanged, and the right values: given a, and given z."""
    left, right = st.columns(2, gap="medium")
    with left:
        draw_typed(y, yhat)
    with right:
        draw_from_z(Z.draw())


def draw_typed(y: float, yhat: float) -> None:
    """Draw the line of code, and what it returns for a few a."""
    st.markdown("Nearly everybody types equation 8.2 like this. The first row is your own y and ŷ.")
    st.code("-(y * np.log(a) + (1 - y) * np.log(1 - a))", wrap_lines=True)
    draw_table(
        ("y", "ŷ = a", "it returns", "right"),
        [
            (numeral(t), numeral(a), printed(naive_cross_entropy(t, a)), numeral(float(cross_entropy(t, a))))
            for t, a in ((y, yhat), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0), (0.5, 0.5))
        ],
        words=0,
    )
    st.markdown(
        "Two perfect estimates come back as `nan`, because 0 · ln 0 is computed as 0 · −∞; one `nan` makes the "
        "mean of a whole set `nan`. And the last row is right at ln 2: with a target between 0 and 1 the lowest "
        "cost is not 0."
    )


def draw_from_z(z: float) -> None:
    """Draw what the line returns for a = σ(z), and the formula that is right for any z."""
    a = float(sigmoid(z))
    st.markdown(f"In a network a is σ(z). At z = {numeral(z)}, float64 stores {stored(a)}.")
    draw_table(
        ("y", "a = σ(z)", "it returns", "right, from z"),
        [
            (numeral(t), below_one(a), printed(naive_cross_entropy(t, a)), numeral(float(cross_entropy_from_z(t, z))))
            for t in (1.0, 0.0)
        ],
        words=0,
    )
    st.latex(r"C = \max(z, 0) - zy + \ln(1 + e^{-|z|})")
    st.markdown(
        "From z = 36.74 on, σ(z) has rounded to exactly 1, and the line breaks for both targets. Clipping a only "
        "hides that. Computed from z, the cost is right as far as numbers go: **try 800**, or −800. The last term must "
        "be `np.log1p(np.exp(-np.abs(z)))`: from |z| = 36.74 on, 1 + e^(−|z|) has rounded to 1, whose logarithm is 0."
    )


def stored(a: float) -> str:
    """Write an output as float64 holds it: exactly 0 or 1 only where it is."""
    return f"exactly {numeral(a)}" if a in (0.0, 1.0) else below_one(a)


def below_one(a: float) -> str:
    """Write an output; one that only rounds to 1 as a difference from it."""
    return f"1 − {numeral(1.0 - a)}" if 0.99995 <= a < 1.0 else numeral(a)


def printed(value: object) -> str:
    """Write a number as everywhere, but nan and inf as Python prints them."""
    number = float(np.asarray(value))
    return numeral(number) if math.isfinite(number) else f"`{number}`"
