"""Lesson 3: the factors of a gradient as bars, those of the quadratic cost beside those of cross-entropy."""

from typing import NamedTuple

import pandas as pd

from charts.race import factor_bars
from charts.theme import TWO_COSTS
from core.numerals import numeral
from ui.picture import draw
from ui.two_costs import Pair


class Factor(NamedTuple):
    """A factor of a gradient: its name, and its value under each cost; a text where the gradient lacks it."""

    name: str
    values: Pair[float | str]


def alike(name: str, value: float) -> Factor:
    """Return a factor that both gradients have."""
    return Factor(name, Pair(value, value))


def only_quadratic(name: str, value: float, why: str) -> Factor:
    """Return a factor that cross-entropy's gradient lacks."""
    return Factor(name, Pair[float | str](value, why))


def draw_factors(factors: list[Factor], *, key: str, longest: float) -> None:
    """Draw the factors, the last of which is their product."""
    rows = [
        (factor.name, series, *((0.0, value) if isinstance(value, str) else (value, numeral(value))))
        for factor in factors
        for series, value in zip(TWO_COSTS, factor.values, strict=True)
    ]
    draw(
        factor_bars,
        longest,
        *(row[0] for row in rows[::2]),
        key=key,
        height=90 + 42 * len(factors),
        alt=f"factors as bars; their product {factors[-1].name} is {rows[-2][3]} for the quadratic cost "
        f"and {rows[-1][3]} for cross-entropy",
        bars=pd.DataFrame(rows, columns=["factor", "series", "value", "label"]),
    )
