"""Lesson 3, below the race: the sentences to leave with, other outputs, and where the formula comes from."""

import numpy as np
import streamlit as st

from core.functions.activations import ACTIVATIONS
from core.functions.cost import Cost
from core.functions.costs import COSTS
from core.functions.softmax import softmax
from core.numerals import numeral
from ui.lessons.learning_speed.controls import WRONG
from ui.tables import draw_table
from ui.two_costs import NAMES, half_words


def in_short() -> None:
    """The three sentences to leave with."""
    st.markdown(
        "1. A sigmoid neuron learns by ∂C/∂w = (a − y) · σ′(z) · x under the :orange[**quadratic**] cost with the ½, "
        "and by (a − y) · x under :blue[**cross-entropy**].\n"
        "2. Their ratio is exactly 1/σ′(z): 4 at z = 0, 56.62 at w = b = 2, and without end as the neuron saturates.\n"
        "3. This holds at the output only. A hidden neuron has no target, and keeps its own σ′ under every cost."
    )


def pairing_tab(quadratic: Cost) -> None:
    """Every output with both costs: where σ′ cancels, and where cross-entropy is not defined."""
    wrong = WRONG.draw()
    rows: list[tuple[str, ...]] = []
    for output, (y, said) in PAIRINGS.items():
        z = np.array([[wrong, 0.0]]) if output == "softmax" else np.array(wrong)
        a = softmax(z) if output == "softmax" else ACTIVATIONS[output].fn(z)
        target = np.array([[0.0, 1.0]]) if output == "softmax" else np.array(y)
        slow = float(np.ravel(quadratic.delta(target, z, a, output))[0])
        estimate = float(np.ravel(a)[0])
        if output in ("sigmoid", "softmax"):
            fast = numeral(float(np.ravel(COSTS["cross_entropy"].delta(target, z, a, output))[0]))
        elif output == "tanh":
            fast = f"undefined; matching form {numeral(float(ACTIVATIONS[output].error(y, z, a)))}"
        elif estimate <= 1.0:
            slope = ACTIVATIONS[output].derivative(wrong, estimate)
            fast = numeral(float(COSTS["cross_entropy"].slope(y, estimate) * slope))
        else:
            fast = "undefined"
        rows.append((f"**{output}**", said, numeral(estimate), numeral(y), numeral(slow), fast))
    draw_table(("output", "", "a", "target", f"{NAMES.quadratic} ∂C/∂z", f"{NAMES.cross_entropy} ∂C/∂z"), rows, words=2)
    st.markdown(
        f"Each output is wrong by z = {numeral(wrong)}; the quadratic cost is taken "
        f"{half_words(quadratic, 'the ½')}. Softmax has two classes with z = ({numeral(wrong)}, 0), the second "
        "being right, and its row shows the first. "
        "The flaw is never the quadratic cost by itself: it is the **pairing** with an output that saturates. "
        "The form that matches tanh is C = −½[(1 + y) ln((1 + a)/2) + (1 − y) ln((1 − a)/2)]. "
        "At |z| = 12 sigmoid, softmax and tanh have next to no quadratic gradient left; the linear output has more "
        "than anywhere below."
    )


PAIRINGS = {
    "sigmoid": (0.0, "cross-entropy cancels σ′(z): ∂C/∂z = a − y"),
    "softmax": (0.0, "so does categorical cross-entropy, −Σ y ln a; the quadratic goes through the full Jacobian"),
    "tanh": (
        -1.0,
        "the target −1 is no probability; for targets ±1 a matching form exists, with ∂C/∂z = a − y (see below)",
    ),
    "linear": (
        0.0,
        "nothing saturates, and the quadratic is the matching cost: ∂C/∂z ∝ a − y; cross-entropy ends at a = 1",
    ),
    "relu": (
        0.0,
        "like linear for z > 0, no gradient at all for z ≤ 0; above a = 1 there is no cross-entropy",
    ),
}


def formula_tab() -> None:
    """Ask for the gradient one would like to have, and integrate."""
    st.markdown("Ask for what we would like to have: a gradient as large as the error, with no σ′(z) in it.")
    st.latex(r"\frac{\partial C}{\partial z} = a - y")
    st.markdown("By the chain rule, and since σ′(z) = a(1 − a) for the sigmoid, the cost must then have the slope")
    st.latex(
        r"\frac{\partial C}{\partial a} = \frac{\partial C}{\partial z}\Big/\sigma'(z) = \frac{a-y}{a(1-a)}"
        r" = -\frac{y}{a} + \frac{1-y}{1-a}"
    )
    st.markdown("and integrating over a gives, with the constant for which being exactly right costs 0 if y is 0 or 1,")
    st.latex(r"C = -\bigl[\,y\ln a + (1-y)\ln(1-a)\,\bigr]")
    st.markdown(
        "This is cross-entropy for one instance (a set takes the mean). So it was made for the sigmoid: the same "
        "question asked of tanh, σ′(z) = 1 − a², has another answer, which stands under *Which output with which cost*."
    )
