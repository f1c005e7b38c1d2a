"""Reading a number as people type it: with a decimal comma, a true minus, a power of ten, or as a fraction.

No mark is guessed. "1,25" can only be 1.25, but "1,000" is 1 to some readers and 1000 to others: it is refused, with a
sentence that says how to write either. A point is always the decimal one, as on the screen.
"""

import math
import re
import unicodedata

from core.quotes import shown

LONGEST = 100
"""Characters of a number that is typed, at most."""

_MINUS = dict.fromkeys(map(ord, "−–‒﹣－"), "-")  # each of them is typed or pasted as a minus
_RAISED = "⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWERED = str.maketrans(_RAISED, "+-0123456789")
_POWER = re.compile(r"(?:(?P<front>.+?) ?[*×·⋅x] ?)?10 ?(?:\^|\*\*) ?(?P<exponent>[-+]?\d+)")
_VULGAR = re.compile("(?P<whole>[0-9]*) ?(?P<part>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒])")
_SPACED = re.compile(r"\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d*)?")
_DECIMAL = re.compile(r"(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][-+]?\d+)?")
_MARKS = re.compile(r"(?:\d*[.,]){2,}\d*(?:[eE][-+]?\d+)?")
_TWO_READINGS = re.compile(r"([1-9]\d{0,2}),(\d{3})((?:[eE][-+]?\d+)?)")


def read_number(text: str) -> float:
    """Return the number that a text means: "0,5", "−3", "1e-3", "1 × 10⁻³", "10^-3", "½", "2½", "1/3", "12 000".

    Raises ValueError with a sentence where it means none, may mean two, or is too large or too small for float64.
    """
    plain = " ".join(text.translate(_MINUS).split())
    if not plain:
        raise ValueError("Nothing is typed here")
    minus = "−" if plain[0] == "-" else ""
    try:
        size = _size(plain[1:].lstrip() if plain[0] in "+-" else plain, minus) if len(plain) <= LONGEST else math.nan
    except ZeroDivisionError:
        raise ValueError(f"{shown(text.strip())} divides by 0") from None
    if math.isnan(size):
        raise ValueError(f"{shown(text.strip())} is not a number")
    if math.isinf(size):
        raise ValueError(f"{shown(text.strip())} is larger than any number that can be computed with")
    if size == 0 and not _says_zero(plain):
        raise ValueError(f"{shown(text.strip())} is nearer to 0 than any number that can be computed with")
    return -size if minus else size


def _size(plain: str, minus: str) -> float:
    """Return a number without its sign, which is written before what is refused; nan where the text is none."""
    raised = re.sub(f"[{_RAISED}]+", lambda found: "^" + found[0].translate(_LOWERED), plain)
    if power := _POWER.fullmatch(raised):
        return _decimal(f"{power['front'] or '1'}e{power['exponent']}")
    if vulgar := _VULGAR.fullmatch(plain):
        return float(vulgar["whole"] or 0) + unicodedata.numeric(vulgar["part"])
    parts = re.split(" ?[/⁄] ?", plain)
    if len(parts) == 2:
        return _decimal(parts[0]) / _decimal(parts[1])
    return _decimal(plain, minus)


def _says_zero(plain: str) -> bool:
    """Whether a number whose value is 0 was typed as 0: there is no other digit before its power of ten."""
    front = re.split("[eE/⁄*×·⋅x]", plain)[0]
    return not any(unicodedata.numeric(mark, 0) for mark in front)


def _decimal(plain: str, minus: str = "") -> float:
    """Read a decimal number with a point or a comma, with or without an exponent; nan where it is none."""
    if _SPACED.fullmatch(plain):
        plain = re.sub("[ '’]", "", plain)
    elif found := _TWO_READINGS.fullmatch(plain):
        whole, rest, power = found.groups()
        small, large = f"{whole}.{rest}{power}", f"{whole}{rest}{power}"
        raise ValueError(
            f"{shown(minus + plain)} may mean {minus}{float(small):.10g} or {minus}{float(large):.10g}: "
            f"write {minus}{small} or {minus}{large}"
        )
    elif _MARKS.fullmatch(plain):
        raise ValueError(f"{shown(minus + plain)} has more than one decimal mark: leave out the marks of the thousands")
    return float(plain.replace(",", ".")) if _DECIMAL.fullmatch(plain) else math.nan
