"""Lesson 4: where the cost of one point is concave in z, under both costs."""

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import streamlit as st

from charts.descent import bend
from core.functions.activations.sigmoid import sigmoid
from core.numerals import numeral
from core.surfaces.points import Points
from core.surfaces.surface import Surface, concave_beyond
from ui.controls import Slider
from ui.picture import draw
from ui.two_costs import Pair

CONVEX_Y = Slider("descent_convex_y", "Target y of the point", 0.0, 1.0, 0.0, 0.01, "Between 0 and 1: a soft target")
WINDOW = 8.0
"""z is shown from −8 to 8."""


def convex_tab() -> None:
    """Draw cost and curvature of one point against z, and say where the cost is concave."""
    y = CONVEX_Y.draw()
    low, high = concave_beyond(y)
    for place, of in zip(st.columns(2, gap="medium"), ("cost", "bend"), strict=True):
        with place:
            _draw_curves(y, of, low, high)
    st.markdown(
        f"For y = {numeral(y)}, the :orange[**quadratic**] cost ½ (y − a)² of a sigmoid neuron "
        f"**{_beyond(low, high)}**; there C″(z) < 0, and the factor ½ changes nothing about where. "
        ":blue[**Cross-entropy**] has C″(z) = σ′(z), which is above 0 for every z: its sum over any points is convex "
        "in (w, b), for z is linear in both. "
        "Only a surface that is not convex can have plateaus: places where the slope is small though the cost is not. "
        "(A plateau itself may be slightly convex; the hatched region is what separates it from the valley.) "
        "And only of a convex surface does the search prove that the lowest place it has found is the minimum."
    )


def _draw_curves(y: float, of: str, low: float, high: float) -> None:
    """Draw the "cost" or its "bend" under both costs, with the parts in which the quadratic one is concave."""
    z = np.linspace(-WINDOW, WINDOW, 161)
    points = Points(np.array([1.0]), np.array([y]))
    surfaces = Pair(Surface(points, "half_quadratic"), Surface(points, "cross_entropy"))
    values = surfaces.map(lambda each: each.cost(0.0, z) if of == "cost" else each.curvature(np.array(y), z))
    draw(
        bend,
        of,
        key=f"chart_convex_{of}",
        height=340,
        alt=f"{'cost' if of == 'cost' else 'curvature'} of one point against z, for y = {numeral(y)}: "
        + _beyond(low, high),
        curves={"z": z, **values.columns()},
        down=_concave_parts(low, high),
        zero={"value": [0.0]},
    )


def _concave_parts(low: float, high: float) -> Mapping[str, npt.ArrayLike]:
    """Return the parts of the window in which the quadratic cost is concave."""
    ends = ((-WINDOW, low), (high, WINDOW))
    parts = [(left, right) for left, right in ends if left < right and abs(left) <= WINDOW >= abs(right)]
    return {
        "left": [left for left, _ in parts],
        "right": [right for _, right in parts],
        "middle": [0.5 * (left + right) for left, right in parts],
        "text": ["concave" for _ in parts],
    }


def _beyond(low: float, high: float) -> str:
    """Say where the quadratic cost is concave."""
    parts: list[str] = []
    if math.isfinite(low):
        parts.append(f"for z < {numeral(low)} (a < {numeral(float(sigmoid(np.array(low))))})")
    if math.isfinite(high):
        log = " = ln 2" if math.isclose(high, math.log(2.0)) else ""
        third = " = ⅔" if log else ""
        parts.append(f"for z > {numeral(high)}{log} (a > {numeral(float(sigmoid(np.array(high))))}{third})")
    return "is concave " + " and ".join(parts)
