"""How many digits the numbers of a formula need, so that it gives the value that is printed beside it."""

import sys

from core.formulas.tree import Formula
from core.formulas.written import MOST_DIGITS, read, unit, written


def digits_needed(formula: Formula, value: float, digits: int, *, strict: bool = False) -> int | None:
    """Return how many digits the numbers of the formula need to give `value`, as printed with `digits`.

    It is at least `digits`, and more where differences lose some; None if even 17 are not enough: then the formula is
    no way to compute the value. Rounding errors of float64 itself do not count, or if it is strict, only as far as
    they change no printed digit by more than one.
    """
    printed, allowed = read(written(value, digits)), 0.5 * unit(value, digits) * (1.0 + 1e-9)
    for used in range(digits, MOST_DIGITS + 1):
        try:
            result = formula.evaluate(used)
        except (ArithmeticError, ValueError):
            continue
        excused = 1e-15 * result.rounding + sys.float_info.min
        if abs(result.value - printed) <= allowed + (min(excused, allowed) if strict else excused):
            return used
    return None
