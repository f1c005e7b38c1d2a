"""Lesson 3, below the race: any z, hidden neurons, other outputs, and where the formula comes from."""

import numpy as np
import pandas as pd
import streamlit as st

from charts.race import factor_bars, gradient_against_z
from charts.theme import SERIES, for_log
from core.functions.activations import ACTIVATIONS, sigmoid, sigmoid_derivative, softmax
from core.functions.costs import COSTS, ERRORS
from core.neurons.neuron import Neuron, chain_gradient
from core.numerals import numeral
from ui.lessons import NAMES
from ui.lessons.learning_speed.controls import GRADIENT_OF, LOG_GRADIENT, W2, WRONG, Z1, Z2
from ui.lessons.learning_speed.picture import RATIO
from ui.picture import draw
from ui.tables import draw_table


def in_short() -> None:
    """The three sentences to leave with."""
    st.markdown(
        "1. A sigmoid neuron learns by ∂C/∂w = (a − y) · σ′(z) · x under the :orange[**quadratic**] cost with the ½, "
        "and by (a − y) · x under :blue[**cross-entropy**].\n"
        "2. Their ratio is exactly 1/σ′(z): 4 at z = 0, 56.62 at w = b = 2, and without end as the neuron saturates.\n"
        "3. This holds at the output only. A hidden neuron has no target, and keeps its own σ′ under every cost."
    )


def gradient_tab(w: float, b: float, x: float, y: float, quadratic: str) -> None:
    """|∂C/∂w| or |∂C/∂b| for any z, and the factors of the gradient here."""
    left, right = st.columns(2, gap="medium")
    with left:
        of, log_scale = GRADIENT_OF.read(), LOG_GRADIENT.read()
    times_x = x if of == "w" else 1.0
    place = for_log if log_scale else np.asarray
    slow, fast = (Neuron(w, b).gradient(x, y, cost) for cost in (quadratic, "cross_entropy"))
    here = [float(gradient.delta) * times_x for gradient in (slow, fast)]
    reach = max(10.0, abs(w * x + b) + 1.0)
    z = np.linspace(-reach, reach, 161)
    anywhere = [Neuron(1.0, 0.0).gradient(z[:, None], y, cost).delta * times_x for cost in (quadratic, "cross_entropy")]
    with left:
        draw(
            gradient_against_z,
            of,
            log_scale,
            key="chart_gradient_z",
            height=360,
            alt=f"size of ∂C/∂{of} against z. At z = {numeral(w * x + b)} it is {numeral(abs(here[0]))} for the "
            f"quadratic cost and {numeral(abs(here[1]))} for cross-entropy.",
            curves=pd.DataFrame(
                {"z": z, "quadratic": place(np.abs(anywhere[0])), "cross_entropy": place(np.abs(anywhere[1]))}
            ),
            dots=pd.DataFrame({"x": w * x + b, "value": place(np.abs(here)), "series": SERIES[:2]}),
        )
    with right:
        two, k = ("", 1.0) if quadratic == "half_quadratic" else ("2 · ", 2.0)
        over = "{}".format if k == 1.0 else "(2 · {})".format
        error, slope = float(slow.error), float(slow.slope)
        draw_factors(
            [
                *([("2", 2.0, "not there")] if two else []),
                ("|a − y|", abs(error), abs(error)),
                ("σ′(z)", slope, "cancelled"),
                *([("|x|", abs(x), abs(x))] if of == "w" else []),
                (f"|∂C/∂{of}|", abs(here[0]), abs(here[1])),
            ],
            key="chart_factors",
            longest=3.0,
        )
        tail, number = (" · x", f" · {signed(x)}") if of == "w" else ("", "")
        st.markdown(
            f":orange[**quadratic**] ∂C/∂{of} = {two}(a − y) · σ′(z){tail} = "
            f"{two}{signed(error)} · {numeral(slope)}{number} = **{numeral(here[0])}**  \n"
            f":blue[**cross-entropy**] ∂C/∂{of} = (a − y){tail} = {signed(error)}{number} = **{numeral(here[1])}**  \n"
            + (
                f"ratio = 1 / {over('σ′(z)')} = 1 / {over(numeral(slope))} = **{numeral(1.0 / (k * slope))}**"
                if here[0]
                else f"Both are 0, since {'the output is the target' if error == 0 else 'x is 0'}: there is no ratio."
            )
        )


def signed(x: float) -> str:
    """Write a factor of a product, a negative one in brackets."""
    return f"({numeral(x)})" if x < 0 else numeral(x)


def draw_factors(factors: list[tuple[str, float, float | str]], *, key: str, longest: float) -> None:
    """Draw named factors as bars, quadratic and cross-entropy; a text stands for a factor that is not there."""
    rows = [
        (name, series, *((0.0, value) if isinstance(value, str) else (value, numeral(value))))
        for name, *values in factors
        for series, value in zip(SERIES[:2], values, strict=True)
    ]
    name = factors[-1][0]
    draw(
        factor_bars,
        longest,
        *(row[0] for row in factors),
        key=key,
        height=90 + 42 * len(factors),
        alt=f"factors as bars; their product {name} is {rows[-2][3]} for the quadratic cost "
        f"and {rows[-1][3]} for cross-entropy",
        bars=pd.DataFrame(rows, columns=["factor", "series", "value", "label"]),
    )


def hidden_tab(x: float, y: float, quadratic: str) -> None:
    """A chain of two neurons: what cross-entropy cancels, and what it cannot."""
    left, right = st.columns([1, 2], gap="medium")
    with left:
        z1, z2, w2 = Z1.draw(), Z2.draw(), W2.draw()
        chain = {
            name: chain_gradient(z1, z2, w2, x, y, cost) for name, cost in (("q", quadratic), ("c", "cross_entropy"))
        }
        q, c = chain["q"], chain["c"]
        if q.gradient:
            gain = f"{numeral(c.gradient / q.gradient)} times the size, which is {RATIO[quadratic].format('z₂')}"
        else:
            gain = "there is nothing to compare"
        if not q.gradient:
            move = ""
        elif abs(z1) < Z1.high:
            move = " **Move z₁ away from 0**: both fall together."
        else:
            move = " **Bring z₁ back to 0**: both rise together."
        st.markdown(
            f"One input x = {numeral(x)}, one hidden sigmoid neuron, one sigmoid output with target {numeral(y)} (the "
            f"race's x and y). ∂C/∂w₁ is {numeral(q.gradient)} for the "
            f":orange[**quadratic**] cost and {numeral(c.gradient)} for :blue[**cross-entropy**]: {gain}, "
            f"with the output's σ′(z₂) = {numeral(q.output_slope)}. The hidden neuron has no target of its "
            f"own, and its σ′(z₁) = {numeral(q.hidden_slope)} stays in both.{move}"
        )
    with right:
        z = np.linspace(-12.0, 12.0, 121)
        slopes = sigmoid_derivative(z, sigmoid(z))
        curves = {
            name: for_log(np.abs(g.delta * g.w2 * g.x) * slopes) for name, g in (("quadratic", q), ("cross_entropy", c))
        }
        draw(
            gradient_against_z,
            "w₁",
            True,
            key="chart_chain",
            height=300,
            alt=f"size of ∂C/∂w₁ against z₁. At z₁ = {numeral(z1)} it is {numeral(abs(q.gradient))} for the "
            f"quadratic cost and {numeral(abs(c.gradient))} for cross-entropy.",
            curves=pd.DataFrame({"z": z} | curves),
            dots=pd.DataFrame({"x": z1, "value": for_log(np.abs([q.gradient, c.gradient])), "series": SERIES[:2]}),
        )
        k = [] if quadratic == "half_quadratic" else [("2", 2.0, "not there")]
        draw_factors(
            [
                *k,
                ("|a₂ − y|", abs(q.error), abs(c.error)),
                ("σ′(z₂)", q.output_slope, "cancelled"),
                ("|w₂|", abs(w2), abs(w2)),
                ("σ′(z₁)", q.hidden_slope, q.hidden_slope),
                ("|x|", abs(x), abs(x)),
                ("|∂C/∂w₁|", abs(q.gradient), abs(c.gradient)),
            ],
            key="chart_chain_factors",
            longest=5.0,
        )


def pairing_tab(quadratic: str) -> None:
    """Every output with both costs: where σ′ cancels, and where cross-entropy is not defined."""
    wrong = WRONG.draw()
    rows: list[tuple[str, ...]] = []
    for output, (y, said) in PAIRINGS.items():
        z = np.array([[wrong, 0.0]]) if output == "softmax" else np.array(wrong)
        a = softmax(z) if output == "softmax" else ACTIVATIONS[output].fn(z)
        target = np.array([[0.0, 1.0]]) if output == "softmax" else np.array(y)
        slow = float(np.ravel(COSTS[quadratic].delta(target, z, a, output))[0])
        estimate = float(np.ravel(a)[0])
        if output in ("sigmoid", "softmax"):
            fast = numeral(float(np.ravel(COSTS["cross_entropy"].delta(target, z, a, output))[0]))
        elif output == "tanh":
            fast = f"undefined; matching form {numeral(float(ERRORS[output](y, z, a)))}"
        elif estimate <= 1.0:
            slope = ACTIVATIONS[output].derivative(wrong, estimate)
            fast = numeral(float(COSTS["cross_entropy"].slope(y, estimate) * slope))
        else:
            fast = "undefined"
        rows.append((f"**{output}**", said, numeral(estimate), numeral(y), numeral(slow), fast))
    draw_table(
        ("output", "", "a", "target", f"{NAMES['quadratic']} ∂C/∂z", f"{NAMES['cross_entropy']} ∂C/∂z"), rows, words=2
    )
    half = "with the ½" if quadratic == "half_quadratic" else "without the ½"
    st.markdown(
        f"Each output is wrong by z = {numeral(wrong)}; the quadratic cost is taken {half}. Softmax has two classes "
        f"with z = ({numeral(wrong)}, 0), the second being right, and its row shows the first. "
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
