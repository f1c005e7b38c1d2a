"""Lesson 1, one estimate: its picture, its sentence, its formulas and the neuron that would give it."""

import math

import pandas as pd
import streamlit as st

from charts.costs import RANGES, cost_curves, dots, walls, within
from core.functions.activations.sigmoid import logit
from core.functions.cost import Cost
from core.neurons.neuron import Neuron
from core.numerals import numeral, tex, tex_bracketed
from core.tables.estimates import estimates_around
from ui.addresses import address
from ui.picture import draw
from ui.two_costs import NAMES, Pair, half_words, has_half
from ui.views import link_to

LARGEST_Z = 10.0
"""Where the slider of the weight ends in lesson 3."""


def values_at(costs: Pair[Cost], y: float, yhat: float) -> Pair[float]:
    """Both costs of one estimate."""
    return costs.map(lambda cost: float(cost.from_a(y, yhat)))


def draw_costs(costs: Pair[Cost], y: float, yhat: float, scale: str) -> None:
    """Draw both costs against ŷ, with the pole of cross-entropy and a dot for this ŷ on each."""
    at, here = estimates_around(y), values_at(costs, y, yhat)
    curves = costs.map(lambda cost: within(cost.from_a(y, at), scale))
    draw(
        cost_curves,
        scale,
        key="cost_chart",
        alt=f"both costs against the estimate ŷ for y = {numeral(y)}. At ŷ = {numeral(yhat)}: quadratic "
        f"{half_words(costs.quadratic)} {numeral(here.quadratic)}, cross-entropy {numeral(here.cross_entropy)}.",
        curves=pd.DataFrame({"yhat": at} | curves.columns()),
        dots=dots(yhat, here, scale),
        walls=walls(y, ("cross-entropy → ∞", "cross-entropy → ∞")),
    )


# --- The sentence --------------------------------------------------------------------------------------------------


def say_costs(costs: Pair[Cost], y: float, yhat: float, scale: str) -> str:
    """Return what to notice, with the current numbers."""
    here = values_at(costs, y, yhat)
    said = say_right(costs, here, y) if y == yhat else say_wrong(costs, here, y)
    error = numeral(abs(y - yhat))
    return f"With y = {numeral(y)} and ŷ = {numeral(yhat)}, the error is {error}. {said}{say_beyond(here, scale)}"


def say_both(costs: Pair[Cost], here: Pair[float]) -> Pair[str]:
    """The name and the value of each cost, to begin a sentence."""
    formula = "½ (y − ŷ)²" if has_half(costs.quadratic) else "(y − ŷ)²"
    return Pair(
        f"The {NAMES.quadratic} cost {formula} is **{numeral(here.quadratic)}**",
        f":blue[**Cross-entropy**] is **{numeral(here.cross_entropy)}**",
    )


def say_right(costs: Pair[Cost], here: Pair[float], y: float) -> str:
    """Return the costs where the estimate is y itself."""
    if y in (0.0, 1.0):
        return "Certain and right, so both costs are **0**."
    first, second = say_both(costs, here)
    return f"{first}. {second}. Neither can be lower: for a y between 0 and 1 cross-entropy ends at its entropy."


def say_wrong(costs: Pair[Cost], here: Pair[float], y: float) -> str:
    """Return the costs where the estimate is wrong, and how high each can become."""
    first, second = say_both(costs, here)
    highest = float(costs.quadratic.from_a(0.0, max(y, 1.0 - y)))
    if math.isinf(here.cross_entropy):
        chance = "happened" if y in (0.0, 1.0) else "can happen"
        most = "the most" if math.isclose(here.quadratic, highest) else f"where {numeral(highest)} is the most"
        return f"{first}, {most} it can ask for this y. {second}: ŷ gave no chance at all to what {chance}."
    return f"{first}, and for this y never more than {numeral(highest)}. {second}, and has no upper bound."


def say_beyond(here: Pair[float], scale: str) -> str:
    """Return which dots lie beyond the vertical axis, if any do."""
    low, high = RANGES[scale]
    beyond = [name for name, value in zip(NAMES, here, strict=True) if not low <= value <= high]
    lies = "dot", "lies"
    if len(beyond) > 1:
        lies = "dots", "lie"
    return f" (The {lies[0]} of {' and '.join(beyond)} {lies[1]} beyond this axis.)" if beyond else ""


# --- The formulas --------------------------------------------------------------------------------------------------


def draw_formulas(costs: Pair[Cost], y: float, yhat: float) -> None:
    """Draw both formulas with the numbers inserted, and the neuron that would give this ŷ."""
    here = values_at(costs, y, yhat)
    left, middle, right = st.columns(3, gap="medium")
    with left:
        st.markdown(f"{NAMES.quadratic}, for one instance: one pair of y and ŷ")
        st.latex(quadratic_formula(r"\tfrac12" if has_half(costs.quadratic) else "", y, yhat, here.quadratic))
    with middle:
        st.markdown(f"{NAMES.cross_entropy}, for one instance; 0 · ln 0 counts as its limit, 0")
        st.latex(entropy_formula(y, yhat, here.cross_entropy))
    with right:
        draw_as_neuron(y, yhat)


def quadratic_formula(half: str, y: float, yhat: float, value: float) -> str:
    """The quadratic cost in TeX: the formula, with numbers, and its value."""
    return (
        rf"\begin{{aligned}} C &= {half}(y-\hat y)^2 \\ &= {half}({tex(y)} - {tex(yhat)})^2 \\ "
        rf"&= \mathbf{{{tex(value)}}} \end{{aligned}}"
    )


def entropy_formula(y: float, yhat: float, value: float) -> str:
    """Cross-entropy in TeX: the formula, with numbers, and its value."""
    target, estimate, rest, other = (tex_bracketed(number) for number in (y, yhat, 1.0 - y, 1.0 - yhat))
    return (
        rf"\begin{{aligned}} C &= -[\,y \ln \hat y + (1-y)\ln(1-\hat y)] \\ "
        rf"&= -[\,{target} \cdot \ln {estimate} \\ &\qquad + {rest} \cdot \ln {other}] \\ "
        rf"&= \mathbf{{{tex(value)}}} \end{{aligned}}"
    )


# --- The estimate as a neuron --------------------------------------------------------------------------------------


def draw_as_neuron(y: float, yhat: float) -> None:
    """Draw which neuron would give this estimate, and a link that opens it in lesson 3."""
    z = float(logit(yhat))
    st.markdown("**This ŷ as a sigmoid neuron**: ŷ = σ(z), with the weighted input z = w·x + b")
    with st.container(key="sentence_neuron"):
        st.markdown(say_neuron(y, yhat, z))
    link_to(
        "pages/3_Learning_speed.py",
        label="Open this ŷ as a neuron",
        icon=":material/speed:",
        disabled=abs(z) > LARGEST_Z,
        query=address({"speed_w": z, "speed_b": 0.0, "speed_y": y}),
    )


def say_neuron(y: float, yhat: float, z: float) -> str:
    """Return the z that gives this ŷ, and the gradient that each cost would give its neuron."""
    if math.isinf(z):
        return f"No neuron answers exactly {numeral(yhat)}: z = ln(ŷ / (1 − ŷ)) would be {numeral(z)}."
    has = f"z = ln(ŷ / (1 − ŷ)) = {numeral(z)}. "
    if y == yhat:
        return has + "Here ŷ is the target, so ∂C/∂z is 0 under both costs."
    if abs(z) > LARGEST_Z:
        return f"{has}The sliders of that lesson end at {numeral(math.copysign(LARGEST_Z, z))}."
    slow, fast = (Neuron(z, 0.0).gradient(1.0, y, cost) for cost in ("half_quadratic", "cross_entropy"))
    return (
        f"{has}Size of ∂C/∂z: **{numeral(abs(float(fast.delta)))}** for {NAMES.cross_entropy}, "
        f"**{numeral(abs(float(slow.delta)))}** for the {NAMES.quadratic} cost "
        f"½ (y − ŷ)²: {numeral(1.0 / float(slow.slope))} times less. (For (y − ŷ)² it is "
        f"{numeral(2.0 * abs(float(slow.delta)))}: {numeral(0.5 / float(slow.slope))} times.)"
    )
