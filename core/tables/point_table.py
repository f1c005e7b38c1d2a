"""The user's own points: a table with columns of numbers and one of labels or values, made into a dataset.

For any table the result is a sentence about it and, line by line, what was wrong; nothing is raised.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from core.experiments.datasets import MOST_INPUTS, Dataset, Origin, Scaling
from core.quotes import shown
from core.tables.chosen_rows import evenly
from core.tables.columns import Column, columns_of, readable, say_units
from core.tables.csv_table import Problem, Table, capped, is_number, number
from core.tables.outliers import say_far
from core.tables.point_roles import are_classes, guess_point_roles, say_classes_or_values
from core.tables.probabilities import usual_one
from core.types import Array

MOST_CLASSES = 10
LONGEST_NAME = 40
LARGEST = 1e100
SAME = 1e-12

OUTERMOST = 5.0
"""The outermost points of a column are scaled to this distance from 0; the plane is drawn up to 6."""

_BELOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

WINDOW = ((-6.0, 6.0), (-6.0, 6.0))
NEEDED = "two columns of numbers and one of labels are needed"


class ChosenPoints(NamedTuple):
    """What a user has chosen: the columns of the inputs and of the label, and whether that has classes. None: guess."""

    inputs: tuple[int, ...] | None = None
    label: int | None = None
    as_classes: bool | None = None


GUESSED = ChosenPoints()


@dataclass(frozen=True, eq=False)
class PointTable:
    """The content of a table. dataset is None if nothing could be used; then summary says why.

    dataset.y indexes class_names, or is the value to estimate; column_names are those of the inputs and the label.
    Names and sentences hold text as in the file, with markup: escape them before they are shown. lines are those of
    the points, counted from 1. inputs and label are the places of the columns that were taken, and candidates those of
    all that can be inputs.
    """

    summary: str
    problems: list[Problem]
    dataset: Dataset | None = None
    class_names: list[str] = field(default_factory=list[str])
    column_names: tuple[str, ...] = ()
    scaling: Scaling | None = None
    lines: list[int] = field(default_factory=list[int])
    assumed: list[str] = field(default_factory=list[str])
    inputs: tuple[int, ...] = ()
    label: int | None = None
    as_classes: bool = True
    candidates: tuple[int, ...] = ()


def points_of(table: Table, chosen: ChosenPoints = GUESSED) -> PointTable:
    """Take points from the columns that are chosen, or else from those that names and values suggest. Never raises.

    At most 5,000 points, of two to ten classes or with values. Class names that are words are put in alphabetical
    order, but of two a "yes" last; numbers are in order of their size, and 1 and 1.0 are one class. Rows with a fault
    are left out and listed among the problems.
    """
    columns = columns_of(table)
    if not table.lines:
        return _refused(_first(table.problems) or "The table has a header, but no rows.", table)
    guess = guess_point_roles(columns, table.named)
    inputs = guess.inputs if chosen.inputs is None else chosen.inputs[:MOST_INPUTS]
    label = guess.label if chosen.label is None else chosen.label
    said = guess.said if (chosen.inputs, chosen.label) == (None, None) else []
    inputs = tuple(at for at in inputs if at != label)
    fault = _missing_columns(columns, inputs, label)
    if fault or label is None:
        return replace(_refused(fault, table, inputs=inputs, label=label), candidates=guess.candidates)
    as_classes = are_classes(columns[label]) if chosen.as_classes is None else chosen.as_classes
    as_classes = as_classes or not columns[label].numeric
    reading = _Reading(table, [columns[at] for at in inputs], columns[label], as_classes)
    found = reading.points([*table.assumed, *said, *_rows_as_inputs(reading.inputs, table, chosen)])
    return replace(found, candidates=guess.candidates)


def _rows_as_inputs(inputs: Sequence[Column], table: Table, chosen: ChosenPoints) -> list[str]:
    """Say which of the inputs that the user has chosen only number the rows or tell them apart."""
    if chosen.inputs is None:
        return []
    return [f"{each.name} is an input, and only tells rows apart." for each in inputs if each.numbers_rows(table.named)]


def _missing_columns(columns: Sequence[Column], inputs: Sequence[int], label: int | None) -> str:
    """Return which columns are missing, or ""."""
    if len(inputs) >= 2 and label is not None:
        return ""
    numeric = sum(column.numeric for column in columns)
    if len(columns) < 3 or numeric < 2 or label is None:
        return f"The table has {_counted(len(columns), 'column')}, of which {numeric} with numbers."
    return (
        f"Beside {columns[label].name}, which has the labels, {_counted(len(inputs), 'column')} of numbers was taken."
    )


def _counted(n: int, what: str) -> str:
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"


def _refused(
    fault: str,
    table: Table,
    problems: Sequence[Problem] | None = None,
    *,
    inputs: tuple[int, ...] = (),
    label: int | None = None,
) -> PointTable:
    summary = f"{fault} To draw points, {NEEDED}."
    problems = capped(table.problems if problems is None else problems)
    return PointTable(summary, problems, inputs=inputs, label=label, assumed=table.assumed)


def _first(problems: Sequence[Problem]) -> str:
    """Return the first problem as a sentence of its own, or "" if there is none."""
    if not problems:
        return ""
    line, reason = problems[0]
    return reason if line is None else f"In line {line:,}: {reason}"


class _Reading:
    """The inputs and the label of a table, row by row."""

    def __init__(self, table: Table, inputs: Sequence[Column], label: Column, as_classes: bool) -> None:
        self.table, self.inputs, self.label, self.as_classes = table, inputs, label, as_classes
        x = np.stack([column.values for column in inputs], axis=1)
        good = (np.abs(x) <= LARGEST).all(axis=1)
        if as_classes:
            usable = {cell: len(cell) <= LONGEST_NAME and cell not in label.missing for cell in set(label.cells)}
            good &= np.fromiter(map(usable.__getitem__, label.cells), bool, len(label.cells))
        else:
            good &= np.abs(label.values) <= LARGEST
        self.x, self.good = x, np.flatnonzero(good)
        faulty = [Problem(table.lines[row], self.fault(int(row))) for row in np.flatnonzero(~good)]
        self.problems = sorted([*table.problems, *faulty], key=lambda problem: problem.line or 0)

    def points(self, assumed: list[str]) -> PointTable:
        """Return the points, or why there are none."""
        names = [*(column.name for column in self.inputs), self.label.name]
        classes, class_names = self.classes() if self.as_classes else (None, [])
        inputs = tuple(column.at for column in self.inputs)
        fault = self.fault_of_all(class_names)
        if fault:
            found = _refused(fault, self.table, self.problems, inputs=inputs, label=self.label.at)
            return replace(found, as_classes=self.as_classes)
        numbers = self.inputs if self.as_classes else [*self.inputs, self.label]
        far = [say_far(column, self.good, self.table.lines) for column in numbers]
        assumed = [*assumed, *say_units(numbers), say_classes_or_values(self.label, self.as_classes), *far]
        chosen = evenly(classes, len(self.good))
        if len(chosen) < len(self.good):
            share = ", from each class in proportion to its size" if self.as_classes else ""
            assumed.append(f"{len(chosen):,} of {len(self.good):,} points were drawn at random (seed 0){share}.")
        kept = self.good[chosen]
        scaling, given = scaling_of(self.x[kept]), self.label.values[kept, np.newaxis]
        values = None if classes is not None else scaling_of(given, outermost=1.0)
        origin = Origin(tuple(names[:-1]), names[-1], tuple(class_names), scaling, values)
        y = classes[chosen] if classes is not None else scaling_of(given, outermost=1.0).to_plane(given)[:, 0]
        dataset = Dataset("own", scaling.to_plane(self.x[kept]), y, len(class_names), WINDOW, origin)
        return PointTable(
            summary=self.summary(len(kept), class_names, names),
            problems=capped(self.problems),
            dataset=dataset,
            class_names=class_names,
            column_names=tuple(names),
            scaling=scaling,
            lines=[self.table.lines[row] for row in kept],
            assumed=[each for each in assumed if each],
            inputs=inputs,
            label=self.label.at,
            as_classes=self.as_classes,
        )

    def summary(self, n: int, classes: Sequence[str], names: Sequence[str]) -> str:
        what = f"of {len(classes)} classes" if self.as_classes else "with values to be estimated"
        inputs = ", ".join(f"x{str(at).translate(_BELOW)}: {name}" for at, name in enumerate(names[:-1], start=1))
        role = "class" if self.as_classes else "value"
        one = f" (y is 1 for {shown(classes[1])})" if len(classes) == 2 and classes[1] != "1" else ""
        text = f"{_counted(n, 'point')} {what}. {inputs}; {role}: {names[-1]}{one}."
        left_out = len({problem.line for problem in self.problems} - {None})
        return text + (f" {left_out:,} {'line was' if left_out == 1 else 'lines were'} left out." if left_out else "")

    # --- What is wrong ------------------------------------------------------------------------------------------------

    def fault(self, row: int) -> str:
        """Return what is wrong in a row."""
        cell = self.label.cells[row]
        if cell in self.label.missing:
            return f"{self.label.name} is missing: every point needs {'a label' if self.as_classes else 'a value'}."
        if self.as_classes and len(cell) > LONGEST_NAME:
            return f"{self.label.name} is {shown(cell)}, of {len(cell):,} characters: at most {LONGEST_NAME} fit."
        columns = self.inputs if self.as_classes else [*self.inputs, self.label]
        bad = next(column for column in columns if not abs(column.values[row]) <= LARGEST)
        return _fault_of_number(bad, row)

    def fault_of_all(self, classes: Sequence[str]) -> str:
        """Return why these points are not enough, or ""."""
        name, n = self.label.name, len(self.good)
        if not n:
            return f"No row could be used. {_first([problem for problem in self.problems if problem.line])}"
        if n == 1:
            return "Only one row could be used."
        if not self.as_classes:
            equal = np.ptp(self.label.values[self.good]) == 0.0
            return f"{self._rows()} have the same {name}: nothing is to be estimated." if equal else ""
        if len(classes) == 1:
            return f"{self._rows()} have the same {name}, {shown(classes[0])}: at least two classes are needed."
        if len(classes) > MOST_CLASSES:
            return f"{name} has {len(classes):,} different values: at most {MOST_CLASSES} classes can be told apart."
        return ""

    def _rows(self) -> str:
        """Name the rows that can be used: all of them, or fewer."""
        n = len(self.good)
        return f"All {n:,} rows" if n == len(self.table.lines) else f"The {_counted(n, 'row')} that can be used"

    # --- Classes ------------------------------------------------------------------------------------------------------

    def classes(self) -> tuple[npt.NDArray[np.int64], list[str]]:
        """Return each good row's class, and the classes' names: by size if all are numbers, else from A to Z."""
        cells = list(map(self.label.cells.__getitem__, self.good.tolist()))
        labels = {cell: readable(cell) for cell in set(cells)}
        style = self.table.style
        different = sorted(set(labels.values()), reverse=True)
        if all(is_number(label, decimal_comma=style.decimal_comma) for label in different):
            sizes = {label: number(label, **style._asdict()) for label in different}
            different += [text for size in sizes.values() if float(text := f"{size:g}") == size]  # not 1.000e+00
            sizes |= {text: float(text) for text in different if text not in sizes}
        else:
            sizes = dict.fromkeys(different, math.nan)
        if all(map(math.isfinite, sizes.values())):
            keys = {label: (sizes[label], "", "") for label in different}
        else:
            keys = {label: (0.0, label.casefold(), label) for label in different}
        names = {keys[label]: label for label in different}  # of 1 and 1.0, the shorter
        order = sorted(names)
        place = {key: at for at, key in enumerate(order)}
        if len(order) == 2 and usual_one([names[key] for key in order]) == names[order[0]]:
            order = order[::-1]  # a yes becomes 1, wherever it stands in the alphabet
            place = {key: at for at, key in enumerate(order)}
        found = [names[key] for key in order]
        if found == [str(at) for at in range(len(self.table.class_names))]:  # as a first line of counts names them
            found = self.table.class_names
        placed = {cell: place[keys[label]] for cell, label in labels.items()}
        return np.fromiter(map(placed.__getitem__, cells), np.int64, len(cells)), found


def _fault_of_number(column: Column, row: int) -> str:
    name, cell, value = column.name, column.cells[row], column.values[row]
    if cell in column.missing:
        return f"{name} is missing: a number is needed."
    if np.isnan(value):
        fault = "a formula: save its value instead" if cell.startswith("=") else "not a number: one is needed"
        return f"{name} is {shown(cell)}, which is {fault}."
    if np.isinf(value):
        return f"{name} is {shown(cell)}, which is not finite: a number is needed."
    return f"{name} is {shown(cell)}, which is too large: numbers up to {LARGEST:g} can be drawn."


def scaling_of(given: Array, outermost: float = OUTERMOST) -> Scaling:
    """Return each column's mean, and a fifth of the largest distance from it; equal numbers all become 0."""
    centre = given.mean(axis=0)
    reach, largest = np.abs(given - centre).max(axis=0), np.abs(given).max(axis=0)
    differ = reach > np.maximum(SAME * largest, 1.0 / LARGEST)  # the mean of equal numbers is rounded
    return Scaling(centre, np.where(differ, reach / outermost, np.maximum(largest, 1.0)))
