"""Home: what is different here, in four sentences with the numbers of this moment."""

from functools import cache

import streamlit as st

from core.explaining.example import MAZUR
from core.explaining.gradient_check import check
from core.functions.activations.sigmoid import sigmoid, sigmoid_derivative
from core.functions.entropy import cross_entropy_from_z
from core.numerals import count, numeral
from core.surfaces.points import POINT_SETS
from core.surfaces.stability import stability_limit
from core.surfaces.surface import Surface
from ui.lessons.home.controls import B, W
from ui.two_costs import NAMES


def draw_different() -> None:
    """Draw the four sentences, two beside each other."""
    z = W.value() + B.value()
    said = (say_growth(z), say_hidden(z), say_checked(), say_fair())
    st.header("What is different here", anchor=False)
    for row in (said[:2], said[2:]):
        for column, words in zip(st.columns(2, gap="medium"), row, strict=True):
            column.markdown(words)


def say_growth(z: float) -> str:
    """Return how both costs grow, with the cost of the neuron above."""
    return (
        f"**No cost grows exponentially.** Twice the error costs 4 times as much under the {NAMES.quadratic} cost. "
        f"Under {NAMES.cross_entropy} the neuron above costs {numeral(float(cross_entropy_from_z(0.0, z)))} at z = "
        f"{numeral(z)}: the further it is on the wrong side, the more its cost grows like z itself."
    )


def say_hidden(z: float) -> str:
    """Return that a cost helps the output alone."""
    slope = float(sigmoid_derivative(z, sigmoid(z)))
    return (
        "**A cost helps the output neuron alone.** Cross-entropy cancels its σ′(z), the slope of the "
        "sigmoid. A hidden neuron with the "
        f"same z keeps the factor σ′(z) = {numeral(slope)} in its gradient, whatever the cost."
    )


@cache
def say_checked() -> str:
    """Return how near the gradients of a well-known example are to central differences."""
    network = MAZUR.network()
    checked = check(network, MAZUR.x, MAZUR.y)
    return (
        "**Every gradient is checked while you look.** In a well-known example the worst of "
        f"{count(len(network.theta))} differs from its central difference, a slope measured from two costs close by, "
        f"by {numeral(checked.worst, 2)} of its size."
    )


@cache
def say_fair() -> str:
    """Return the largest stable η of both costs on the points that the lesson on descent opens with."""
    name, points = "five overlapping points", POINT_SETS["staircase"].make(0)
    quadratic, entropy = (_limit(Surface(points, cost)) for cost in ("half_quadratic", "cross_entropy"))
    return (
        f"**One learning rate η for both costs is not fair.** On {name} the largest stable η is {numeral(quadratic)} "
        f"with ½ (y − a)² and {numeral(entropy)} with {NAMES.cross_entropy}: where costs are compared, each can have "
        "its own."
    )


def _limit(surface: Surface) -> float:
    """The largest stable η at the lowest point that was found."""
    least = surface.minimum
    limit = stability_limit("sgd", least.eigenvalues[0]) if least else None
    assert limit is not None
    return limit
