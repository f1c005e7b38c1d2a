"""Lesson 1, one estimate: its picture, its sentence, its formulas and the neuron that would give it."""

import math
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from charts.costs import REACH, cost_curves, dots, walls, within
from core.functions.activations import logit
from core.functions.costs import COSTS
from core.neurons.neuron import Neuron
from core.numerals import numeral, tex
from core.tables.estimates import estimates_around
from ui.addresses import address
from ui.lessons import NAMES
from ui.picture import draw

NEURON_REACH = 10.0  # of the weight in the third lesson
HALF = {"quadratic": "without ½", "half_quadratic": "with ½"}


def named(quadratic: str) -> dict[str, str]:
    """The costs under the names of their series: the quadratic one in the convention chosen."""
    return {"quadratic": quadratic, "cross_entropy": "cross_entropy"}


def draw_costs(y: float, yhat: float, quadratic: str, scale: str, prices: Mapping[str, float]) -> None:
    """Draw both costs against ŷ, with the pole of cross-entropy and a dot for this ŷ on each."""
    at = estimates_around(y)
    values = {name: within(COSTS[cost].from_a(y, at), scale) for name, cost in named(quadratic).items()}
    draw(
        cost_curves,
        scale,
        key="cost_chart",
        alt=f"both costs against the estimate ŷ for y = {numeral(y)}. At ŷ = {numeral(yhat)}: quadratic "
        f"{HALF[quadratic]} {numeral(prices['quadratic'])}, cross-entropy {numeral(prices['cross_entropy'])}.",
        curves=pd.DataFrame({"yhat": at} | values),
        dots=dots(yhat, prices, scale),
        walls=walls(y, ("cross-entropy → ∞", "cross-entropy → ∞")),
    )


def say_costs(y: float, yhat: float, quadratic: str, scale: str, prices: Mapping[str, float]) -> str:
    """What to notice, with the current numbers."""
    square, entropy = prices.values()
    certain = y in (0.0, 1.0)
    highest = float(COSTS[quadratic].from_a(0.0, max(y, 1.0 - y)))
    first = f"{NAMES['quadratic']} ({HALF[quadratic]}) **{numeral(square)}**"
    second = f"{NAMES['cross_entropy']} **{numeral(entropy)}**"
    if y == yhat and certain:
        said = "certain and right, so both costs are **0**."
    elif y == yhat:
        said = f"{first}, {second}. Neither can be lower: for a y between 0 and 1 cross-entropy ends at its entropy."
    elif math.isinf(entropy):
        chance = "happened" if certain else "can happen"
        most = "the most" if math.isclose(square, highest) else f"where {numeral(highest)} is the most"
        said = f"{first}, {most} it can ask for this y, and {second}: ŷ gave no chance at all to what {chance}."
    else:
        times = f", **{numeral(entropy / square)} times** that" if square > 1e-300 else ""
        said = f"{first}, and never more than {numeral(highest)}; {second}{times}, and no upper end."
    low, high = REACH[scale]
    beyond = [NAMES[name] for name, price in prices.items() if not low <= price <= high]
    lies = ("dot", "lies") if len(beyond) == 1 else ("dots", "lie")
    off = f" (The {lies[0]} of {' and '.join(beyond)} {lies[1]} beyond this axis.)" if beyond else ""
    return f"With y = {numeral(y)} and ŷ = {numeral(yhat)}, the error is {numeral(abs(y - yhat))}: {said}{off}"


def write_formulas(y: float, yhat: float, quadratic: str) -> None:
    """Both formulas with the numbers plugged in, and the neuron that would give this very ŷ."""
    prices = {name: float(COSTS[cost].from_a(y, yhat)) for name, cost in named(quadratic).items()}
    half = r"\tfrac12" if quadratic == "half_quadratic" else ""
    left, middle, right = st.columns(3, gap="medium")
    with left:
        st.markdown(f"{NAMES['quadratic']}, one instance, {HALF[quadratic]}")
        st.latex(
            rf"\begin{{aligned}} C &= {half}(y-\hat y)^2 \\ &= {half}({tex(y)} - {tex(yhat)})^2 \\ "
            rf"&= \mathbf{{{tex(prices['quadratic'])}}} \end{{aligned}}"
        )
    with middle:
        st.markdown(f"{NAMES['cross_entropy']}, one instance; 0 · ln 0 is its limit, 0")
        st.latex(
            rf"\begin{{aligned}} C &= -[\,y \ln \hat y + (1-y)\ln(1-\hat y)] \\ "
            rf"&= -[\,{tex(y)} \cdot \ln {tex(yhat)} \\ &\qquad + {tex(1.0 - y)} \cdot \ln {tex(1.0 - yhat)}] \\ "
            rf"&= \mathbf{{{tex(prices['cross_entropy'])}}} \end{{aligned}}"
        )
    with right:
        z = float(logit(yhat))
        st.markdown("**This ŷ as a neuron**: ŷ = a = σ(z)")
        with st.container(key="sentence_neuron"):
            st.markdown(say_neuron(y, yhat, z))
        st.page_link(
            "pages/3_Learning_speed.py",
            label="Open this ŷ as a neuron",
            icon=":material/speed:",
            disabled=abs(z) > NEURON_REACH,
            query_params=address({"speed_w": z, "speed_b": 0.0, "speed_y": y}),
        )


def say_neuron(y: float, yhat: float, z: float) -> str:
    """The z that gives this ŷ, and what either cost would let its neuron learn from."""
    if math.isinf(z):
        return f"No neuron answers exactly {numeral(yhat)}: z = ln(ŷ / (1 − ŷ)) would be {numeral(z)}."
    has = f"z = ln(ŷ / (1 − ŷ)) = {numeral(z)}. "
    if y == yhat:
        return has + "Here ŷ is the target, so ∂C/∂z is 0 under both costs."
    if abs(z) > NEURON_REACH:
        return f"{has}The sliders of that lesson end at {numeral(math.copysign(NEURON_REACH, z))}."
    slow, fast = (Neuron(z, 0.0).gradient(1.0, y, cost) for cost in ("half_quadratic", "cross_entropy"))
    return (
        f"{has}Size of ∂C/∂z: **{numeral(abs(float(fast.delta)))}** for {NAMES['cross_entropy']}, "
        f"**{numeral(abs(float(slow.delta)))}** for the {NAMES['quadratic']} with ½: "
        f"{numeral(1.0 / float(slow.slope))} times less. (Without ½, {numeral(2.0 * abs(float(slow.delta)))}: "
        f"{numeral(0.5 / float(slow.slope))} times.)"
    )
