"""Tables that leave the app as CSV: Excel reads all their letters, and runs none of their cells.

Whatever the app offers as CSV goes through here.
"""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from core.tables.csv_table import is_number

MARK = "\ufeff"
"""Excel takes a file for UTF-8, and so reads ₁ and ∂, if it begins with this."""

RUN = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins with one of these for a formula, unless it is a number."""


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Write rows as CSV for spreadsheets: text that they would run begins with an apostrophe, numbers stay numbers."""
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    return MARK + text.getvalue()


def for_spreadsheets(text: str) -> str:
    """Write CSV that was made elsewhere in the same way."""
    return csv_text(csv.reader(StringIO(text.removeprefix(MARK), newline="")))


def harmless(cell: object) -> object:
    """Return a cell with an apostrophe before it if a spreadsheet would run it."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(RUN) and not is_number(cell, decimal_comma=True):
        return f"'{cell}"
    return cell
