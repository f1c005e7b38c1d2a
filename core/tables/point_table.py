"""The user's own points: a CSV file with two columns of numbers and a column of labels, made into a dataset.

For any file the result is a sentence about it and, line by line, what was wrong; nothing is raised.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import mode
from typing import NamedTuple

import numpy as np

from core.experiments.datasets import Dataset
from core.quotes import shown
from core.tables.csv_table import Problem, Row, Table, capped, is_number, number, read_table
from core.types import Array

MOST_ROWS = 5_000
MOST_CLASSES = 10
MOST_BYTES = 30_000_000
LONGEST_NAME = 40
LARGEST = 1e100
SAME = 1e-12
OUTERMOST = 5.0
"""The outermost points of a column are scaled to this distance from 0; the plane is drawn up to 6."""

LABEL_NAMES = ("label", "class", "category", "target", "species", "group")
"""Possible names of the column of labels, in upper or lower case; the first of these in the header counts."""

NEEDED = "two columns of numbers and one of labels are needed"


class Scaling(NamedTuple):
    """How each of the two columns was scaled to a common range: centre and unit have shape (2,)."""

    centre: Array
    unit: Array

    def to_plane(self, given: Array) -> Array:
        """x = (given − centre) / unit, (n, 2) → (n, 2): mean 0, the outermost point of each column at ±5."""
        return (given - self.centre) / self.unit

    def to_given(self, x: Array) -> Array:
        """given = centre + unit · x, (n, 2) → (n, 2): the numbers of the file, for the labels of axes."""
        return self.centre + self.unit * x


@dataclass(frozen=True, eq=False)
class PointTable:
    """The content of a file. dataset is None if nothing could be used; then summary says why.

    dataset.y indexes class_names; column_names are those of x1, x2 and the label. Names and sentences hold
    text exactly as in the file, with markup: escape them before they are shown. lines are those of the points, counted
    from 1.
    """

    summary: str
    problems: list[Problem]
    dataset: Dataset | None = None
    class_names: list[str] = field(default_factory=list[str])
    column_names: tuple[str, str, str] = ("x1", "x2", "label")
    scaling: Scaling | None = None
    lines: list[int] = field(default_factory=list[int])


class _Point(NamedTuple):
    line: int
    x1: float
    x2: float
    label: str


def read_point_table(data: bytes | str) -> PointTable:
    """Read points from delimited text, with or without a header: at most 5,000, of two to ten classes. Never raises.

    The labels are in the column with such a name (see LABEL_NAMES), or else in the only column without numbers, or else
    in the last; x1 and x2 are the first two columns of numbers among the others. Labels may be text or numbers: text is
    put in alphabetical order, numbers in order of their size, and 1 and 1.0 are one class. Rows with a fault are left
    out and listed among the problems.
    """
    if len(data) > MOST_BYTES:
        given = f"The file has {len(data) / 1e6:,.0f} MB: at most {MOST_BYTES / 1e6:.0f} MB can be read."
        return _refused(given, [], f"keep up to {MOST_ROWS:,} rows of it.")
    table = read_table(data, MOST_ROWS)
    if not table.rows:
        return _refused(_first(table.problems) or "The table has a header, but no rows.", table.problems)
    columns = _columns(table)
    if isinstance(columns, str):
        return _refused(columns, table.problems)

    names = _names(table.header, columns)
    points, problems = list[_Point](), list(table.problems)
    for row in table.rows:
        try:
            points.append(_point(row, columns, names, decimal_comma=table.delimiter != ","))
        except ValueError as wrong:
            problems.append(Problem(row.line, str(wrong)))
    problems.sort(key=lambda problem: problem.line or 0)

    keys, classes = _classes([point.label for point in points])
    fault = _fault_of(len(points), classes, names, problems)
    if fault:
        return _refused(fault, problems)
    given = np.array([(point.x1, point.x2) for point in points])
    scaling = _scaling(given)
    x, y = scaling.to_plane(given), np.array(keys, dtype=np.int64)
    summary = f"{len(points):,} points of {len(classes)} classes: {names[0]}, {names[1]} and {names[2]}."
    if left_out := len({problem.line for problem in problems} - {None}):
        summary += f" {left_out:,} {'line was' if left_out == 1 else 'lines were'} left out."
    dataset = Dataset("own", x, y, len(classes), ((-6.0, 6.0), (-6.0, 6.0)))
    return PointTable(summary, capped(problems), dataset, classes, names, scaling, [point.line for point in points])


def _refused(fault: str, problems: Sequence[Problem], advice: str = f"{NEEDED}.") -> PointTable:
    return PointTable(f"{fault} To draw points, {advice}", capped(problems))


def _first(problems: Sequence[Problem]) -> str:
    """Return the first problem as a sentence of its own, or "" if there is none."""
    if not problems:
        return ""
    line, reason = problems[0]
    return reason if line is None else f"In line {line:,}: {reason}"


# --- Columns -------------------------------------------------------------------------------------------------------


def _columns(table: Table) -> tuple[int, int, int] | str:
    """Return the columns of x1, x2 and the label, or what is missing."""
    decimal_comma = table.delimiter != ","
    sample = table.rows[:200]
    width = mode(len(row.cells) for row in sample)
    filled = [[row.cells[at] for row in sample if at < len(row.cells) and row.cells[at]] for at in range(width)]
    while filled and not filled[-1]:  # lines that end with a delimiter
        filled.pop()
    width = len(filled)
    share = [
        sum(is_number(cell, decimal_comma=decimal_comma) for cell in cells) / max(len(cells), 1) for cells in filled
    ]
    numeric = [at for at in range(width) if share[at] > 0.5]
    wordy = [at for at in range(width) if filled[at] and at not in numeric]
    if len(numeric) < 2 or width < 3:
        return f"The table has {_counted(width, 'column')}, of which {len(numeric)} with numbers."
    label = _label([name.lower() for name in table.header or []], wordy, width - 1)
    coordinates = [at for at in numeric if at != label]
    if len(coordinates) < 2:
        return (
            f"Beside the labels in column {label + 1}, the table has {_counted(len(coordinates), 'column')} of numbers."
        )
    return coordinates[0], coordinates[1], label


def _label(header: Sequence[str], wordy: Sequence[int], last: int) -> int:
    """Return the column of the label."""
    named = next((name for name in LABEL_NAMES if name in header), None)
    if named is not None:
        return header.index(named)
    if len(wordy) == 1:
        return wordy[0]
    return header.index("y") if "y" in header and "x" not in header else last  # beside an x, y is a coordinate


def _counted(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def _names(header: Sequence[str] | None, columns: tuple[int, int, int]) -> tuple[str, str, str]:
    """Return the names of the columns: as in the header, or x1, x2 and label where it has none."""
    given = [header[at] if header and at < len(header) else "" for at in columns]
    x1, x2, label = (_readable(name) or default for name, default in zip(given, ("x1", "x2", "label"), strict=True))
    return x1, x2, label


def _readable(text: str) -> str:
    """Return a name that can be shown on one line: no control characters, and at most 40 others."""
    text = "".join(letter if letter.isprintable() else "\ufffd" for letter in text[: LONGEST_NAME + 1])
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + "…"


# --- Rows ----------------------------------------------------------------------------------------------------------


def _point(row: Row, columns: tuple[int, int, int], names: Sequence[str], *, decimal_comma: bool) -> _Point:
    """Return the point of a row; ValueError says what was wrong with it."""
    x1, x2, label = (row.cells[at] if at < len(row.cells) else "" for at in columns)
    if not label:
        raise ValueError(f"{names[2]} is missing: every point needs a label.")
    if len(label) > LONGEST_NAME:
        raise ValueError(f"{names[2]} is {shown(label)}, of {len(label):,} characters: at most {LONGEST_NAME} fit.")
    x1, x2 = (_coordinate(name, cell, decimal_comma) for name, cell in ((names[0], x1), (names[1], x2)))
    return _Point(row.line, x1, x2, _readable(label))


def _coordinate(name: str, cell: str, decimal_comma: bool) -> float:
    if not cell:
        raise ValueError(f"{name} is missing: a number is needed.")
    try:
        value = number(cell, decimal_comma=decimal_comma)
    except ValueError:
        fault = "a formula: save its value instead" if cell.startswith("=") else "not a number: one is needed"
        raise ValueError(f"{name} is {shown(cell)}, which is {fault}.") from None
    if not math.isfinite(value):
        raise ValueError(f"{name} is {shown(cell)}, which is not finite: a number is needed.")
    if abs(value) > LARGEST:
        raise ValueError(f"{name} is {shown(cell)}, which is too large: numbers up to {LARGEST:g} can be drawn.")
    return value


# --- Classes and range ---------------------------------------------------------------------------------------------


def _classes(labels: Sequence[str]) -> tuple[list[int], list[str]]:
    """Return each label's class index, and the classes' names: by size if all are numbers, else from A to Z."""
    different = sorted(set(labels), reverse=True)
    if all(is_number(label) and math.isfinite(number(label)) for label in different):
        keys = {label: (number(label), "", "") for label in different}
    else:
        keys = {label: (0.0, label.casefold(), label) for label in different}
    names = {keys[label]: label for label in different}  # of 1 and 1.0, the shorter
    order = sorted(names)
    place = {key: at for at, key in enumerate(order)}
    return [place[keys[label]] for label in labels], [names[key] for key in order]


def _fault_of(points: int, classes: Sequence[str], names: Sequence[str], problems: Sequence[Problem]) -> str | None:
    """Return why these points are not enough, or None."""
    if points == 0:
        return f"No row could be used. {_first([problem for problem in problems if problem.line])}"
    if len(classes) == 1:
        return f"All {points:,} rows have the same {names[2]}, {shown(classes[0])}: at least two classes are needed."
    if len(classes) > MOST_CLASSES:
        return f"{names[2]} has {len(classes):,} different values: at most {MOST_CLASSES} classes can be told apart."
    return None


def _scaling(given: Array) -> Scaling:
    """Return each column's mean, and a fifth of the largest distance from it; equal numbers all become 0."""
    centre = given.mean(axis=0)
    reach, largest = np.abs(given - centre).max(axis=0), np.abs(given).max(axis=0)
    differ = reach > np.maximum(SAME * largest, 1.0 / LARGEST)  # the mean of equal numbers is rounded
    return Scaling(centre, np.where(differ, reach / OUTERMOST, np.maximum(largest, 1.0)))
