"""Writing a number of a formula, in plain text and in TeX, and reading it again."""

import math

from core.numerals import MINUS, numeral

MOST_DIGITS = 17
_NORMAL = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def written(x: float, digits: int) -> str:
    """Write x with so many significant digits, as `numeral` does, but with all of them also from 1,000 on."""
    text = numeral(x, digits)
    if 1_000.0 <= abs(x) < 999_999.5 and abs(read(text) - x) > 0.5 * unit(x, digits) * (1.0 + 1e-9):
        power = math.floor(math.log10(abs(x)))
        text = f"{x:,.{max(digits - 1 - power, 0)}f}".replace("-", MINUS)
    return text


def written_tex(x: float, digits: int) -> str:
    """Write the same number in TeX."""
    if not math.isfinite(x):
        return r"\text{undefined}" if math.isnan(x) else r"\infty" if x > 0 else r"-\infty"
    mantissa, _, power = written(x, digits).replace("\u00a0", "").partition("×10")
    return mantissa.replace(",", "{,}").replace(MINUS, "-") + (
        rf"\times10^{{{power.translate(_NORMAL)}}}" if power else ""
    )


def read(text: str) -> float:
    """Return the number that `written` has written."""
    mantissa, _, power = text.replace("\u00a0", "").replace(",", "").replace(MINUS, "-").partition("×10")
    if mantissa in ("∞", "-∞", "undefined"):
        return {"∞": math.inf, "-∞": -math.inf}.get(mantissa, math.nan)
    return float(f"{mantissa}e{power.translate(_NORMAL) or 0}")


def unit(x: float, digits: int) -> float:
    """Return the value of 1 in the last digit that `written` shows; from 1,000 to a million it is at most 1."""
    if x == 0.0 or not math.isfinite(x):
        return 0.0
    power = int(f"{x:.{digits - 1}e}".partition("e")[2])
    worth = 10.0 ** (power - digits + 1)
    return min(worth, 1.0) if 1_000.0 <= abs(x) < 999_999.5 else worth
