"""The table of a user: cells of text with the names of their columns, and what is wrong or was assumed, in sentences.

A cell stays text until its number is needed, so this module does not know what the columns mean.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from core.quotes import shown

SPACES = str.maketrans("", "", "\u00a0\u202f\u2009")
"""Spaces that some languages write between thousands."""


class Problem(NamedTuple):
    """What is wrong, in one sentence, and its line (counted from 1), or None if it concerns the whole table."""

    line: int | None
    reason: str


class Style(NamedTuple):
    """How numbers are written: whether a comma is decimal, and what stands between thousands, if anything."""

    decimal_comma: bool = False
    thousands: str = ""


PLAIN = Style()


@dataclass(frozen=True, eq=False)
class Table:
    """A table as it was read: columns of cells of equal length, and the line of each row in the text.

    named says whether the names are the table's own; a column without one is called after its place. class_names are
    those that a first line of counts lists. assumed are sentences on what was passed over or taken for something.
    """

    names: list[str]
    columns: list[list[str]]
    lines: list[int]
    named: bool = False
    own_names: list[str] = field(default_factory=list[str])
    style: Style = PLAIN
    class_names: list[str] = field(default_factory=list[str])
    assumed: list[str] = field(default_factory=list[str])
    problems: list[Problem] = field(default_factory=list[Problem])


_UNITS = (
    "kg|g|mg|µg|t|lbs?|oz|km|m|cm|mm|µm|nm|ft|in|mi|km/h|mph|m/s|m²|m2|km²|m³|l|ml|dl|cl|mg/dl|mmol/l|mmhg|g/l|bpm|"
    "s|ms|sec|min|h|hrs?|days?|weeks?|months?|years?|yrs?|jahre?|ans?|años?|[°º] ?[cf]|°|k|pa|hpa|bar|v|a|w|kw|kwh|mw|"
    "hz|khz|mhz|pts?|px|usd|eur|chf|gbp|euros?|dollars?"
)
_WITH_UNIT = re.compile(
    rf"(?P<before>[$€£¥₹])?\s*(?P<number>[-+−]?[.,]?\d[^a-zµ°º$€£¥₹]*(?:e[-+−]?\d+)?)\s*(?P<unit>[$€£¥₹]|{_UNITS})?",
    re.I,
)


def bare(cell: str) -> str:
    """Return a number's cell without brackets, a sign of per cent, or a usual unit: "170 cm" → "170"."""
    text = cell.removesuffix("%").strip("[]")
    found = _with_unit(text)
    return (found["number"] if found else text).strip()


def unit_of(cell: str) -> str:
    """Return the usual unit, or the sign of a currency, that is written beside a number; "" if there is none."""
    found = _with_unit(cell)
    return (found["before"] or found["unit"] or "") if found else ""


def _with_unit(cell: str) -> re.Match[str] | None:
    if not cell or (cell[-1].isdigit() and cell[0] not in "$€£¥₹"):  # most cells
        return None
    return _WITH_UNIT.fullmatch(cell)


def number(cell: str, *, decimal_comma: bool = False, thousands: str = "") -> float:
    """Read one number: "0.5", "−2", "1e-3", and "0,5" if commas may be decimal. Raises ValueError for anything else."""
    text = cell.strip().translate(SPACES).replace("−", "-")
    if "'" in text or "’" in text:  # as Swiss spreadsheets write thousands
        text = re.sub(r"(?<=\d)['’](?=\d{3})", "", text)
    if " " in text and re.fullmatch(r"[-+]?\d{1,3}( \d{3})+([.,]\d*)?", text):
        text = text.replace(" ", "")
    if thousands:
        text = text.replace(thousands, "")
    if decimal_comma and text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    if "_" in text:  # Python would read 1_000
        raise ValueError(f"{shown(cell)} is not a number")
    return float(text)


def is_number(cell: str, *, decimal_comma: bool = False) -> bool:
    """Whether `number` can read this cell; nan and inf count as numbers."""
    try:
        number(cell, decimal_comma=decimal_comma)
    except ValueError:
        return False
    return True


def capped(problems: Sequence[Problem], most: int = 20) -> list[Problem]:
    """Return the first problems of a long list, and how many more there are."""
    if len(problems) <= most:
        return list(problems)
    return [*problems[:most], Problem(None, f"… and {len(problems) - most:,} more.")]
