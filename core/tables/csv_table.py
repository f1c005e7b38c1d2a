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


def number(cell: str, *, decimal_comma: bool = False, thousands: str = "") -> float:
    """Read one number: "0.5", "−2", "1e-3", and "0,5" if commas may be decimal. Raises ValueError for anything else."""
    text = cell.strip().translate(SPACES).replace("−", "-")
    if "'" in text or "’" in text:  # as Swiss spreadsheets write thousands
        text = re.sub(r"(?<=\d)['’](?=\d{3})", "", text)
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
