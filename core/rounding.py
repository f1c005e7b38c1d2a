"""How many digits of a computed number are known, when small deviations grow from update to update.

Every update rounds. Where updates bring neighbours together, that is forgotten; where they tear them apart, the last
digit becomes the first within some dozens of updates. So a second run is made, a twin, whose start differs by one unit
in the last place: what both have in common is known, and the rest is decided by rounding.
"""

import math

import numpy as np
import numpy.typing as npt

from core.numerals import numeral
from core.types import Array

TORN = 1e-9
"""A run and its twin are torn apart where they differ by more than this share: ten million times as much as first."""
MARGIN = 16.0
"""Each update rounds several numbers, and the twin differs in one: so the error may be some times as large."""


def known_digits(value: float, twin: float, digits: int = 4, margin: float = MARGIN) -> int:
    """Return how many significant digits of a value are known, from 0 to `digits`, given that of the twin run.

    margin is how many times as large as their difference the error may be.
    """
    error = margin * abs(value - twin)
    if error == 0.0:
        return digits
    largest = max(abs(value), abs(twin))
    if not math.isfinite(error):
        return 0
    known = math.floor(math.log10(largest)) + 1.0 - math.log10(2.0 * error)
    return min(max(math.floor(known), 0), digits)


def known_numeral(value: float, twin: float, torn: bool | np.bool_) -> str:
    """Write a number; if the run and its twin are torn apart, with the digits that both share, "?" if there is none."""
    digits = known_digits(value, twin) if torn else 4
    return about(value, digits) if digits else "?"


def about(value: float, digits: int) -> str:
    """Write a number with so many digits, and say so if they are fewer than usual: "about 0.53"."""
    return numeral(value) if digits == 4 else f"about {numeral(value, digits)}"


def torn_from(run: Array, twin: Array) -> npt.NDArray[np.bool_]:
    """Whether run and twin, both (states, numbers), are torn apart, for each state."""
    with np.errstate(invalid="ignore"):
        apart, size = np.abs(run - twin).max(axis=1), np.maximum(np.abs(run).max(axis=1), 1.0)
    return ~(apart <= TORN * size)
