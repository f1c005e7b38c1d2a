"""Lesson 3, which output goes with which cost: where σ′ cancels, and where cross-entropy is not defined."""

import math
from typing import NamedTuple

import numpy as np
import streamlit as st

from core.functions.activations import OUTPUTS
from core.functions.cost import Cost
from core.functions.output import Output
from core.numerals import numeral
from core.types import Array
from ui.lessons.learning_speed.controls import WRONG
from ui.tables import draw_table
from ui.two_costs import NAMES, Pair, half_words


class Case(NamedTuple):
    """An output with a z on the wrong side of its target. Softmax has a second class, the right one, with z = 0."""

    output: Output
    z: Array
    a: Array
    y: Array


def pairing_tab(costs: Pair[Cost]) -> None:
    """Draw every output with both costs: where σ′ cancels, and where cross-entropy is not defined."""
    wrong = WRONG.draw()
    rows = [row_of(case_of(output, wrong), costs) for output in compared_outputs()]
    draw_table(("output", "how they pair", "a", "target", *(f"{name} ∂C/∂z" for name in NAMES)), rows, words=2)
    st.markdown(
        f"Each output is wrong by z = {numeral(wrong)}; the quadratic cost is taken "
        f"{half_words(costs.quadratic, 'the ½')}. Softmax has two classes with z = ({numeral(wrong)}, 0), the second "
        "being right; its costs are sums over both outputs, and its row shows ∂C/∂z of the first. "
        "The flaw is never the quadratic cost by itself: it is the **pairing** with an output that saturates. "
        "The form that matches tanh, for the targets −1 and 1, is "
        "C = −½[(1 + y) ln((1 + a)/2) + (1 − y) ln((1 − a)/2)]. "
        "At |z| = 12 sigmoid, softmax and tanh have next to no quadratic gradient left; the linear output has more "
        "than anywhere below."
    )


def compared_outputs() -> list[Output]:
    """Return the outputs worth comparing: probabilities first, then those that saturate, then the others."""

    def place(output: Output) -> tuple[bool, ...]:
        return not output.is_probability, not output.saturates, math.isfinite(output.bounds[0])

    return sorted((output for output in OUTPUTS.values() if output.pairing), key=place)


def case_of(output: Output, wrong: float) -> Case:
    """Return the output at this z, far from its target: 0, or the lowest a of an output with two bounds."""
    lowest = output.bounds[0] if output.saturates else 0.0
    z, y = ([[wrong, 0.0]], [[0.0, 1.0]]) if output.joint else (wrong, lowest)
    return Case(output, np.array(z), output.of(np.array(z)), np.array(y))


def row_of(case: Case, costs: Pair[Cost]) -> tuple[str, ...]:
    """Return the table's row of one output."""
    slow = first(costs.quadratic.delta(case.y, case.z, case.a, case.output))
    numbers = (numeral(first(case.a)), numeral(first(case.y)), numeral(slow), say_entropy(case, costs.cross_entropy))
    return f"**{case.output.name}**", case.output.pairing, *numbers


def say_entropy(case: Case, cross_entropy: Cost) -> str:
    """Return ∂C/∂z under cross-entropy, where it has a value."""
    if cross_entropy.cancels(case.output):
        return numeral(first(cross_entropy.delta(case.y, case.z, case.a, case.output)))
    if first(case.y) < 0.0:
        return f"undefined; matching form {numeral(first(case.output.error(case.y, case.z, case.a)))}"
    if first(case.a) > 1.0:
        return "undefined"
    return numeral(first(cross_entropy.slope(case.y, case.a) * case.output.slope(case.z, case.a)))


def first(values: Array) -> float:
    """Return the first number."""
    return float(np.ravel(values)[0])
