"""Which columns of a table are inputs and which has the labels, or the values to estimate: by names, or by values."""

from collections.abc import Sequence
from typing import NamedTuple

from core.tables.column_names import place_of_label, plain
from core.tables.columns import FEW, Column, listed
from core.tables.instance_roles import say_passed

PAIRS = (("x1", "x2"), ("x", "y"), ("x 1", "x 2"), ("feature 1", "feature 2"), ("feature1", "feature2"))
"""Names of two columns that are inputs whatever else the table has."""


FULL = 0.7
"""Columns of which fewer rows than this share have a number are taken as inputs only if there are no others."""


class PointRoles(NamedTuple):
    """The places of the inputs and of the label, None if none was found, and sentences on how they were found.

    candidates are the places of all columns that can be inputs: of numbers that vary and do not only number the rows.
    """

    inputs: tuple[int, ...]
    label: int | None
    said: list[str]
    candidates: tuple[int, ...] = ()


def guess_point_roles(columns: Sequence[Column], table_is_named: bool) -> PointRoles:
    """Guess the column of labels and the first two inputs; fewer than two inputs if there are not enough."""
    said = list[str]()
    rows = [column for column in columns if column.numbers_rows(table_is_named)]
    rest = [column for column in columns if column not in rows and column.filled]
    label = _label(rest, table_is_named, said)
    inputs = _inputs([column for column in rest if column is not label])
    if len(inputs) < 2 and (counting := [column for column in rows if column.numeric and column is not label]):
        taken = counting[: 2 - len(inputs)]
        names = listed([column.name for column in taken])
        said.append(f"{names} may only number the rows: taken as an input, since there are too few others.")
        inputs = sorted([*inputs, *taken], key=lambda column: column.at)
        rows = [column for column in rows if column not in taken]
    if rows:
        said.append(say_passed(rows))
    constant = [column.name for column in rest if column.constant and column is not label and column.numeric]
    if constant:
        names = listed(constant[:3])
        said.append(
            f"{names} {'has' if len(constant) == 1 else 'have'} the same number in every row, and so no effect."
        )
    sparse = [each for each in rest if each.numeric and each.full < FULL and each not in inputs and each is not label]
    if sparse:
        has = f"{sparse[0].name} has numbers in {len(sparse[0].numbers):,} of {len(sparse[0].cells):,} rows only"
        others = f", and {len(sparse) - 1} more are no fuller" if len(sparse) > 1 else ""
        said.append(f"{has}{others}: others were taken as inputs.")
    candidates = tuple(column.at for column in rest if column.numeric and not column.constant)
    return PointRoles(tuple(column.at for column in inputs), label.at if label else None, said, candidates)


def _inputs(columns: Sequence[Column]) -> list[Column]:
    """Return two columns of numbers: a known pair, or the first that vary, those of many values and few gaps first."""
    numeric = [column for column in columns if column.numeric]
    names = {plain(column.name): column for column in numeric if column.named}
    for first, second in PAIRS:
        if first in names and second in names:
            return [names[first], names[second]]
    rich = [column for column in numeric if len(column.different) > 2 and column.full >= FULL]
    poor = [column for column in numeric if column not in rich]
    chosen = [*rich, *sorted(poor, key=lambda column: column.constant)][:2]
    return sorted(chosen, key=lambda column: column.at)


def _label(columns: Sequence[Column], table_is_named: bool, said: list[str]) -> Column | None:
    """Return the column of labels, or of values to estimate."""
    names = {plain(column.name) for column in columns if column.named}
    coordinate = {"y"} if "x" in names and len(columns) > 2 else set[str]()  # beside an x, y is a coordinate
    named = [c for c in columns if c.meaning == "label" and plain(c.name) not in coordinate]
    if named:
        return min(named, key=lambda column: place_of_label(column.name) or 0)
    found, why = _label_by_values(columns)
    if found is not None:
        lead = "No name says where the labels are" if table_is_named else "The table has no names"
        said.append(f"{lead}: the labels were taken from {found.name}, {why}.")
    return found


def _label_by_values(columns: Sequence[Column]) -> tuple[Column | None, str]:
    """Return the column whose values look most like labels, and why."""
    if not columns:
        return None, ""
    words = [column for column in columns if not column.numeric]
    fitting = [column for column in words if len(column.different) <= FEW] or words
    if fitting:
        only = "the only one of words" if len(words) == 1 else "the last one of words that come again"
        return fitting[-1], only
    few = [column for column in columns if _may_be_labels(column)]
    chosen = columns[-1]
    if few and chosen not in few:
        chosen = columns[0] if columns[0] in few else few[-1]
    if chosen in few:
        return chosen, f"since it has only {len(chosen.different)} different numbers"
    return chosen, "since it is the last"


def _may_be_labels(column: Column) -> bool:
    """Whether a column of numbers has two different ones, or a few and each more than once, and all are whole."""
    counts = column.different
    return column.whole and 1 <= len(counts) <= FEW and (len(counts) == 2 or min(counts.values()) > 1)


def are_classes(column: Column) -> bool:
    """Whether labels are classes, and not values to estimate: words, few whole numbers, or two numbers."""
    few = len(column.different) <= FEW
    return not column.numeric or (few and (column.whole or len(column.different) == 2))


def say_classes_or_values(column: Column, as_classes: bool) -> str:
    """Return what the numbers of a label were taken for, if they could have been taken for either; else ""."""
    many = len(column.different)
    if not column.numeric or many <= 2:
        return ""
    if many > FEW:
        return f"{column.name} has {many:,} different numbers: they were taken for values to be estimated."
    taken, other = "classes", "values to be estimated"
    if not as_classes:
        taken, other = other, taken
    return f"{column.name} has {many} different numbers: they were taken for {taken}, and could be {other}."
