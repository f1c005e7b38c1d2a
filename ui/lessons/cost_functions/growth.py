"""Lesson 1, how both costs grow: with the error, and with z. Neither grows exponentially."""

import math

import numpy as np
import pandas as pd
import streamlit as st

from charts.costs import costs_against_z, dots, growth_curves
from core.functions.activations.sigmoid import logit, sigmoid
from core.functions.cost import Cost
from core.functions.entropy import cross_entropy_from_z
from core.numerals import numeral
from core.tables.estimates import growth
from ui.lessons.cost_functions.controls import ERROR
from ui.picture import draw
from ui.two_costs import NAMES, Pair

LARGEST_Z = 10.0
"""The chart shows z from −LARGEST_Z to LARGEST_Z."""


def growth_tab(costs: Pair[Cost], y: float, yhat: float) -> None:
    """Draw how both costs grow with the error, and with z: neither grows exponentially."""
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(say_doubling(costs, ERROR.draw()))
        draw_growth(costs)
    with right:
        z = float(logit(yhat))
        st.markdown(say_against_z(y, z))
        draw_against_z(costs, y, yhat, z)


def say_doubling(costs: Pair[Cost], e: float) -> str:
    """Return what twice the error e costs."""
    values = costs.map(lambda cost: [numeral(float(cost.from_a(0.0, error))) for error in (e, 2.0 * e)])
    ratio = costs.map(lambda cost: float(growth(cost, e, 2.0 * e)))
    more = (
        f"**{numeral(ratio.cross_entropy)} times**" if math.isfinite(ratio.cross_entropy) else "**beyond all bounds**"
    )
    return (
        f"**Double the error**, from {numeral(e)} to {numeral(2.0 * e)}, with y = 0 or 1. {NAMES.quadratic}: "
        f"{values.quadratic[0]} → {values.quadratic[1]}, exactly "
        f"**{numeral(ratio.quadratic)} times**, whatever e is. {NAMES.cross_entropy}, "
        f"−ln(1 − e): {values.cross_entropy[0]} → {values.cross_entropy[1]}, {more}: "
        "about 2 while e is small, and without bound as 2e comes near 1. In the chart the step from 0.9 to 1 makes it "
        "infinite. It is often said that costs grow exponentially. Then equal steps of e would always give the same "
        "factor, a level line; neither cost does "
        "that."
    )


def draw_growth(costs: Pair[Cost]) -> None:
    """Draw the factor by which each cost grows while the error grows by 0.1, up to the largest error, 1."""
    errors = np.arange(1, 10) / 10
    ratios = costs.map(lambda cost: growth(cost, errors, np.arange(2, 11) / 10))
    endless = np.isinf(ratios.cross_entropy)
    finite = ratios.map(lambda ratio: np.where(np.isinf(ratio), np.nan, ratio))
    draw(
        growth_curves,
        key="cost_growth",
        height=300,
        alt="factor by which the cost grows in a step of 0.1 of the error: quadratic from 4 down to "
        f"{numeral(ratios.quadratic[-1])}, cross-entropy from {numeral(finite.cross_entropy[0])} down to "
        f"{numeral(float(np.nanmin(finite.cross_entropy)))} and without bound in the last step, from 0.9 to 1",
        curves=pd.DataFrame({"error": errors} | finite.columns()),
        beyond=pd.DataFrame({"error": errors[endless], "text": "from 0.9 to 1: without bound"}),
        level=pd.DataFrame({"value": [2.5], "text": ["an exponential is level"]}),
    )


def say_against_z(y: float, here: float) -> str:
    """Return how both costs grow with the weighted input of a sigmoid neuron."""
    far = [numeral(float(cross_entropy_from_z(1.0, z))) for z in (-40.0, -41.0)]
    return (
        "**Against z**, if ŷ = σ(z) comes from a sigmoid neuron, cross-entropy is a straight line where the "
        f"neuron is badly wrong. For y = 1: at z = −40 it is {far[0]}, at z = −41 it is {far[1]}. The "
        f"{NAMES.quadratic} cost is level there, and a level line teaches nothing. What is exponential is the "
        "inverse: for y = 1, ŷ = e^(−C), so costs of 1, 2 and 3 mean ŷ = "
        f"{', '.join(numeral(math.exp(-c)) for c in (1, 2, 3))}. The chart is drawn for your y = {numeral(y)}; "
        + (f"your ŷ is at z = {numeral(here)}." if abs(here) <= LARGEST_Z else "your ŷ lies beyond it.")
    )


def draw_against_z(costs: Pair[Cost], y: float, yhat: float, here: float) -> None:
    """Draw both costs against z, with a dot at this ŷ, or an arrow at the edge if the dot lies beyond."""
    z = np.linspace(-LARGEST_Z, LARGEST_Z, 101)
    a = sigmoid(z)
    now = costs.map(lambda cost: float(cost.from_a(y, yhat)))
    at = dots(min(LARGEST_Z, max(-LARGEST_Z, here)), now, "z")
    if abs(here) > LARGEST_Z:
        at["shape"] = "triangle-right" if here > 0 else "triangle-left"
    draw(
        costs_against_z,
        key="cost_in_z",
        height=346,
        alt=f"both costs against z for y = {numeral(y)}; at z = {numeral(here)} the quadratic is "
        f"{numeral(now.quadratic)} and cross-entropy {numeral(now.cross_entropy)}",
        curves=pd.DataFrame({"z": z} | costs.map(lambda cost: cost.value(y, z, a)).columns()),
        dots=at,
    )
