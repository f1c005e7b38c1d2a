"""Lesson 3, a chain of two neurons: what cross-entropy cancels, and what it cannot."""

import numpy as np
import pandas as pd
import streamlit as st

from charts.race import gradient_against_z
from charts.theme import TWO_COSTS, for_log
from core.functions.activations.sigmoid import sigmoid, sigmoid_derivative
from core.functions.cost import Cost
from core.neurons.neuron import ChainGradient, chain_gradient
from core.numerals import numeral, ratio
from ui.lessons.learning_speed.controls import W2, Z1, Z2
from ui.lessons.learning_speed.factors import Factor, alike, draw_factors, only_quadratic
from ui.lessons.learning_speed.picture import say_ratio
from ui.lessons.learning_speed.race import Race
from ui.picture import draw
from ui.two_costs import NAMES, Pair, has_half

Chain = Pair[ChainGradient]


def hidden_tab(race: Race) -> None:
    """Draw a chain of two neurons: what cross-entropy cancels, and what it cannot."""
    left, right = st.columns([1, 2], gap="medium")
    with left:
        z1, z2, w2 = Z1.draw(), Z2.draw(), W2.draw()
        chain = race.costs.map(lambda cost: chain_gradient(z1, z2, w2, race.x, race.y, cost))
        st.markdown(say_chain(race, chain, z1))
    with right:
        draw_chain(chain, z1)
        draw_factors(factors_of(chain, race.costs.quadratic), key="chart_chain_factors", longest=5.0)


def say_chain(race: Race, chain: Chain, z1: float) -> str:
    """Return both gradients of the hidden neuron's weight, and the factors that both keep."""
    slow, fast = chain
    gain = "there is nothing to compare"
    if slow.gradient:
        gain = (
            f"{ratio(fast.gradient / slow.gradient)} times the size, which is {say_ratio(race.costs.quadratic, 'z₂')}"
        )
    return (
        f"One input x = {numeral(race.x)}, one hidden sigmoid neuron, one sigmoid output with target "
        f"{numeral(race.y)} (the race's x and y). ∂C/∂w₁ is {numeral(slow.gradient)} for the "
        f"{NAMES.quadratic} cost and {numeral(fast.gradient)} for {NAMES.cross_entropy}: {gain}, "
        f"with the output's σ′(z₂) = {numeral(slow.output_slope)}. The hidden neuron has no target of its "
        f"own, and its σ′(z₁) = {numeral(slow.hidden_slope)} stays in both.{say_try(slow, z1)}"
    )


def say_try(slow: ChainGradient, z1: float) -> str:
    """Return what to try with the slider of z₁, if it can change anything."""
    if not slow.gradient:
        return ""
    if abs(z1) < Z1.high:
        return " **Move z₁ away from 0**: both fall together."
    return " **Bring z₁ back to 0**: both rise together."


def draw_chain(chain: Chain, z1: float) -> None:
    """Draw the size of both gradients against z₁, with a dot at this z₁."""
    z = np.linspace(Z1.low, Z1.high, 121)
    slopes = sigmoid_derivative(z, sigmoid(z))
    curves = chain.map(lambda g: for_log(np.abs(g.delta * g.w2 * g.x) * slopes))
    here = chain.map(lambda g: abs(g.gradient))
    draw(
        gradient_against_z,
        "w₁",
        True,
        key="chart_chain",
        height=300,
        alt=f"size of ∂C/∂w₁ against z₁. At z₁ = {numeral(z1)} it is {numeral(here.quadratic)} for the "
        f"quadratic cost and {numeral(here.cross_entropy)} for cross-entropy.",
        curves=pd.DataFrame({"z": z} | curves.columns()),
        dots=pd.DataFrame({"x": z1, "value": for_log(np.array([*here])), "series": TWO_COSTS}),
    )


def factors_of(chain: Chain, quadratic: Cost) -> list[Factor]:
    """Return the factors of the gradient, and the gradient itself."""
    slow = chain.quadratic
    two = [] if has_half(quadratic) else [only_quadratic("2", 2.0, "not there")]
    return [
        *two,
        alike("|a₂ − y|", abs(slow.error)),
        only_quadratic("σ′(z₂)", slow.output_slope, "cancelled"),
        alike("|w₂|", abs(slow.w2)),
        alike("σ′(z₁)", slow.hidden_slope),
        alike("|x|", abs(slow.x)),
        Factor("|∂C/∂w₁|", chain.map(lambda g: abs(g.gradient))),
    ]
