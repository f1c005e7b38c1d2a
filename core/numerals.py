"""Writing numbers: with four significant digits, and the same number always in the same way."""

import math

MINUS = "−"
_TIMES = "\u00a0×\u00a0"  # a line must not break inside a number
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def numeral(x: float, digits: int = 4) -> str:
    """Write x for reading: 0.98201379 → "0.9820", −2.0 → "−2", 10028.0 → "10,028", 5.1e-12 → "5.1 × 10⁻¹²".

    A number that equals a short decimal loses its trailing zeros; a rounded one keeps all its digits, so that a reader
    can distinguish them. From 1,000 on the integer part is written in full, from a million on as a power.
    """
    if math.isnan(x):
        return "undefined"
    if math.isinf(x):
        return "∞" if x > 0 else MINUS + "∞"
    mantissa, exponent = _parts(x, digits)
    power = f"{_TIMES}10{str(exponent).translate(_SUPERSCRIPTS)}" if exponent else ""
    return (mantissa + power).replace("-", MINUS)


LARGEST_RATIO = 1e15
"""Up to here a sentence says how many times; no reader can picture more, and 1 + 1/r is 1 for a computer."""


def ratio(x: float, digits: int = 4) -> str:
    """Write how many times, for a sentence: 56.6164 → "56.62", 1.15e132 → "more than 10¹⁵"."""
    return numeral(x, digits) if abs(x) <= LARGEST_RATIO else "more than 10¹⁵"


def shortest(value: float) -> str:
    """Write a number for an address, with the fewest digits that are read as just this number: 0.3, 2."""
    return repr(float(value)).removesuffix(".0")


def tex(x: float, digits: int = 4) -> str:
    r"""Write x as `numeral` does, for a formula: 5.1e-12 → "5.1\times10^{-12}", 10028.0 → "10{,}028"."""
    if math.isnan(x):
        return r"\text{undefined}"
    if math.isinf(x):
        return r"\infty" if x > 0 else r"-\infty"
    mantissa, exponent = _parts(x, digits)
    power = rf"\times10^{{{exponent}}}" if exponent else ""
    return mantissa.replace(",", "{,}") + power


def bracketed(x: float, digits: int = 4) -> str:
    """Write x as `numeral` does, inside a product, a quotient or a power: −2 → "(−2)", 5.1e-12 → "(5.1 × 10⁻¹²)"."""
    text = numeral(x, digits)
    return f"({text})" if text.startswith(MINUS) or "×" in text else text


def tex_bracketed(x: float, digits: int = 4) -> str:
    r"""Write the same for a formula: 5.1e-12 → "(5.1\times10^{-12})"."""
    text = tex(x, digits)
    return f"({text})" if text.startswith("-") or "times" in text else text


def count(n: int) -> str:
    """Write a whole number with its thousands separated: 10028 → "10,028"."""
    return f"{n:,}".replace("-", MINUS)


def percent(share: float, digits: int = 4) -> str:
    """Write a share of 1 in per cent: 0.495 → "49.5 %", 2/3 → "66.67 %".

    Only a whole is written as 100 %: a share below it gets as many digits as that takes, 0.9995 → "99.95 %".
    """
    text = numeral(100.0 * share, digits)
    while 0.99 < share < 1.0 and float(text) >= 100.0 and digits < 16:
        digits += 1
        text = numeral(100.0 * share, digits)
    return f"{text} %"


def _parts(x: float, digits: int) -> tuple[str, int]:
    """Return the decimal to write and the power of ten after it, which is 0 in plain notation."""
    if x == 0:
        return "0", 0
    mantissa, exponent = f"{x:.{digits - 1}e}".split("e")
    power = int(exponent)
    if power >= 3 and abs(x) < 999_999.5:
        cents = f"{x:,.2f}"
        return (_short(cents) if abs(x) >= 1000 and _is(x, cents) else f"{x:,.0f}"), 0
    rounded = f"{mantissa}e{power}"
    if -3 <= power < 3:
        mantissa, power = f"{float(rounded):.{max(digits - 1 - power, 0)}f}", 0
    return (_short(mantissa) if _is(x, rounded) else mantissa), power


def _is(x: float, decimal: str) -> bool:
    """Whether x is this decimal, up to a few rounding errors: 0.1 + 0.2 is 0.3, but σ(30) = 1 − 9 × 10⁻¹⁴ is not 1.

    A small number may be a difference of large ones, such as 1 − 0.9997; then it is only as exact as they are.
    """
    return math.isclose(x, float(decimal.replace(",", "")), rel_tol=min(1e-15 / min(abs(x), 1.0), 1e-12))


def _short(decimal: str) -> str:
    return decimal.rstrip("0").rstrip(".") if "." in decimal else decimal
