"""Reading the table of a user: for any file, say what is wrong, line by line, and never raise.

A cell stays text until its number is needed, so this module does not know what the columns mean.
"""

import csv
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from core.quotes import shown

DELIMITERS = {"\t": "tab", ";": "semicolon", ",": "comma", " ": "space"}
"""In the order of preference: 0,5;0,3 and 1, 0.5 both have two readings; the first is right."""

SAMPLE_LINES = 50
LONGEST_LINE = 10_000
NOT_TEXT = "This is not text: a table of numbers is needed, saved as CSV."


class Problem(NamedTuple):
    """What is wrong, in one sentence, and its line (counted from 1), or None if it concerns the whole table."""

    line: int | None
    reason: str


class Row(NamedTuple):
    """The cells of one line, without the spaces around them."""

    line: int
    cells: list[str]


class Table(NamedTuple):
    """A table as it was read; every row has at least two cells. The header is the first row, if it has no number."""

    header: list[str] | None
    rows: list[Row]
    delimiter: str
    problems: list[Problem]


def read_table(data: bytes | str, max_rows: int = 10_000) -> Table:
    """Read delimited text: UTF-8, UTF-16 or Latin-1, delimited by tab, semicolon, comma or space. Never raises.

    Blank lines are skipped. A line of a single cell is a problem: tables have more columns, so its delimiter is none of
    the four. A cell may stand in double quotes, but must end on its own line: so a missing quote costs one line
    and not the rest of the file.
    """
    text, problem = _decode(data)
    lines = [(at, line) for at, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1) if line.strip(" \t;,")]
    if problem or not lines:
        reason = problem or "The table is empty: at least one line with two cells is needed."
        return Table(None, [], ",", [Problem(None, reason)])

    delimiter = _delimiter([line for _, line in lines[:SAMPLE_LINES]])
    header, rows, problems = None, list[Row](), list[Problem]()
    for position, (at, line) in enumerate(lines):
        if position - (header is not None) >= max_rows:
            problems.append(Problem(None, f"The table is longer than {max_rows:,} rows: only the first were read."))
            break
        cells = _cells(line, delimiter)
        if isinstance(cells, str):
            problems.append(Problem(at, cells))
        elif position == 0 and not any(is_number(cell, decimal_comma=delimiter != ",") for cell in cells):
            header = cells
        else:
            rows.append(Row(at, cells))
    return Table(header, rows, delimiter, problems)


def number(cell: str, *, decimal_comma: bool = False) -> float:
    """Read one number: "0.5", "−2", "1e-3", and "0,5" if commas may be decimal. Raises ValueError for anything else."""
    text = cell.strip().replace("−", "-")
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


def _decode(data: bytes | str) -> tuple[str, str | None]:
    """Return the text, and what is wrong if the data are no text."""
    if isinstance(data, bytes):
        if data.startswith(b"PK\x03\x04"):
            return "", "This is a workbook or a zip archive: save the table as CSV and load that."
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = data[: len(data) // 2 * 2].decode("utf-16", errors="replace")
            odd = _share(text, lambda letter: letter == "\ufffd" or not (letter.isprintable() or letter.isspace()))
            if odd > 0.01:  # two bytes may be no letter: many such pairs mean no text
                return "", NOT_TEXT
        else:
            try:
                text = data.decode("utf-8")
            except UnicodeDecodeError:
                text = data.decode("latin-1")  # has a letter for every byte
    else:
        text = data
    if "\0" in text or _share(text, lambda letter: letter < " " and letter not in "\t\r\n\f") > 0.01:
        return "", NOT_TEXT
    return text.removeprefix("\ufeff"), None


def _share(text: str, wanted: Callable[[str], bool]) -> float:
    """Return the share of characters that are wanted, from the first ones of the text."""
    head = text[:LONGEST_LINE]
    return sum(map(wanted, head)) / max(len(head), 1)


def _delimiter(sample: Sequence[str]) -> str:
    """Return the delimiter that divides the most lines; of equal ones, the first in the order of preference."""
    parted = {delimiter: sum(delimiter in line.strip() for line in sample) for delimiter in DELIMITERS}
    best = max(parted, key=lambda delimiter: parted[delimiter])
    return best if parted[best] else ","


def _cells(line: str, delimiter: str) -> list[str] | str:
    """Return the cells of a line, or why it has none."""
    if len(line) > LONGEST_LINE:
        return f"The line has {len(line):,} characters: at most {LONGEST_LINE:,} can be read."
    if delimiter == " ":
        line = re.sub(" +", " ", line.strip())
    try:
        (cells,) = csv.reader([line], delimiter=delimiter, skipinitialspace=True, strict=True)
    except (csv.Error, ValueError):
        return f"The quotes in {shown(line)} do not match: a cell that starts with a quote must end with one."
    if len(cells) < 2:
        *names, last = DELIMITERS.values()
        delimiters = f"{', '.join(names)} or {last}"
        return f"There is one cell only, {shown(line)}: the second is missing, or the {delimiters} before it."
    return [cell.strip() for cell in cells]
