"""Which column holds the true y, and which the estimate ŷ: by their names, or else by their values."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from core.quotes import shown
from core.tables.column_names import place_of_label, plain
from core.tables.columns import Column, listed
from core.tables.probabilities import is_named_in, labels_of, usual_one
from core.types import Array

ROUNDING = 0.006
"""Shares of two digits miss their sum by less than this for each of them."""

NEEDED = "one column of y, what happened, and one of ŷ, the estimate, are needed"


class InstanceRoles(NamedTuple):
    """The places of the columns of y and ŷ, None for one that was not found, and sentences on how they were."""

    y: int | None
    yhat: int | None
    said: list[str]


def guess_instance_roles(columns: Sequence[Column], table_is_named: bool) -> InstanceRoles:
    """Guess the columns of y and ŷ; where a wrong guess would be likely, none is made and the sentence says why."""
    said = list[str]()
    rest = [column for column in columns if not column.numbers_rows(table_is_named)]
    if len(columns) == 2:  # two columns are data, however they look; only a name says that one is not
        rest = [column for column in columns if column in rest or column.meaning != "row"]
    if passed := [column for column in columns if column not in rest]:
        said.append(say_passed(passed))
    y, yhat = _by_name(rest, "label"), _by_name(rest, "probability")
    yhat = yhat if yhat is not None else _by_name(rest, "prediction")
    dump = _dump(rest)
    if dump and (y in dump or y is None):  # class_0 and class_1 name no labels, if their numbers add up to 1
        y = next((column for column in rest if column not in dump and _could_be_y(column)), None)
        if y is None:
            return InstanceRoles(None, None, [*said, _say_dump(dump)])
    several = [column for column in rest if column.meaning == "probability"]
    if not dump and y is not None and yhat in several and len(several) > 1:
        yhat = _of_class_one(several, y)
    if dump and y is not None:
        yhat = _of_class_one(dump, y)
        names = listed([column.name for column in dump[:4]])
        said.append(
            f"Together {names} add up to 1 in every row, as predict_proba gives them: {yhat.name} was taken for ŷ."
        )
    return _completed(rest, y, yhat, said, table_is_named)


def say_passed(columns: Sequence[Column]) -> str:
    """Return that these columns are no data, since they number the rows or only tell them apart."""
    what = "number" if all(column.counts_up for column in columns) else "tell"
    apart = " apart" if what == "tell" else ""
    names = [column.name for column in columns]
    if len(names) == 1:
        return f"{names[0]} only {what}s the rows{apart}, so it was passed over."
    names = names[:3] + ([f"{len(names) - 3} more"] if len(names) > 3 else [])
    return f"{listed(names)} only {what} the rows{apart}, so they were passed over."


def _completed(
    rest: list[Column], y: Column | None, yhat: Column | None, said: list[str], table_is_named: bool
) -> InstanceRoles:
    """Find the column that no name has told, by the values of those that are left."""
    by_name = [column for column in (y, yhat) if column is not None]
    if len(by_name) == 2:
        return InstanceRoles(by_name[0].at, by_name[1].at, said)
    left = [column for column in rest if column not in by_name]
    if y is None and yhat is None:
        return _by_values(left, said, table_is_named)
    if len(rest) == 2 and yhat is not None and plain(yhat.name) == "a":  # people also call the first of two columns so
        y, yhat = rest
    elif y is None:
        fitting = left if len(left) == 1 else [column for column in left if _could_be_y(column)]
        y = fitting[0] if len(fitting) == 1 else None
    else:
        fitting = left if len(left) == 1 else [column for column in left if _could_be_yhat(column)]
        yhat = fitting[0] if len(fitting) == 1 else None
    if y is None or yhat is None:
        missing, known = ("y", yhat) if y is None else ("ŷ", y)
        assert known is not None
        found = f"{known.name} was taken for {'ŷ' if y is None else 'y'}, but no name says which column is {missing}"
        return InstanceRoles(y.at if y else None, yhat.at if yhat else None, [*said, f"{found}: choose it."])
    unknown = "ŷ" if by_name[0] is y else "y"
    taken = f"y was taken from {shown(y.name)} and ŷ from {shown(yhat.name)}"
    return InstanceRoles(y.at, yhat.at, [*said, f"The header has no {unknown} that is known by its name: {taken}."])


def _by_values(left: list[Column], said: list[str], table_is_named: bool) -> InstanceRoles:
    """Take the two columns that can be y and ŷ, where no name says which they are."""
    why = "No name says which column is y and which ŷ" if table_is_named else "The table has no names"
    if len(left) > 2:
        firm = [column for column in left if _could_be_y(column)]
        soft = [column for column in left if _could_be_yhat(column) and column not in firm]
        if len(firm) != 1 or len(soft) != 1:
            return InstanceRoles(None, None, [*said, f"{why}, and the table has {len(left)} columns: choose them."])
        left = [firm[0], soft[0]]
    if len(left) < 2:
        return InstanceRoles(None, None, [*said, f"The table has too few columns: {NEEDED}."])
    first, second = left
    if not any(column.numeric for column in left) and not set(first.different) & set(second.different):
        return InstanceRoles(None, None, [*said, f"{why}, and no column has numbers: {NEEDED}."])
    exchanged = _could_be_y(second) and not _could_be_y(first)
    y, yhat = (second, first) if exchanged else (first, second)
    reason = f"{y.name} has y, since it holds only {_values_of(y)}" if _could_be_y(y) else f"{y.name} has y"
    return InstanceRoles(y.at, yhat.at, [*said, f"{why}: {reason}, and {yhat.name} has ŷ."])


def _values_of(column: Column) -> str:
    return listed([shown(label) for label in labels_of(column)] or sorted(column.different))


def _by_name(columns: Sequence[Column], meaning: str) -> Column | None:
    """Return the column whose name says so the surest; of several probabilities the last, which is class 1's."""
    found = [column for column in columns if column.meaning == meaning]
    if not found or meaning != "label":
        return found[-1] if found else None
    return min(found, key=lambda column: place_of_label(column.name) or 0)


def _could_be_y(column: Column) -> bool:
    """Whether a column has two different values: 0 and 1, or two labels."""
    return 1 <= len(column.different) <= 2 and (bool(labels_of(column)) or set(np.unique(column.numbers)) <= {0.0, 1.0})


def _could_be_yhat(column: Column) -> bool:
    numbers = column.numbers
    return column.numeric and bool(((numbers >= 0.0) & (numbers <= 1.0)).mean() > 0.9)


def _dump(columns: Sequence[Column]) -> list[Column]:
    """Return the columns that add up to 1, or to 100 %, in every row, as the probabilities of all classes do."""
    for whole in (1.0, 100.0):
        soft = [column for column in columns if _is_share(column, whole)]
        if len(soft) < 2 or len(soft[0].cells) < 3:
            continue
        total: Array = np.sum([column.values for column in soft], axis=0)
        if np.isfinite(total).any() and np.nanmax(np.abs(total - whole)) < ROUNDING * len(soft) * whole:
            return soft
    return []


def _is_share(column: Column, whole: float) -> bool:
    """Whether all numbers are from 0 to a whole, and some are neither."""
    numbers = column.numbers
    inside = column.numeric and bool(((numbers >= 0.0) & (numbers <= whole)).mean() > 0.9)
    return inside and bool(((numbers > 0.0) & (numbers < whole) & (numbers != 1.0)).any())


def _say_dump(dump: list[Column]) -> str:
    return (
        f"Together {listed([column.name for column in dump[:4]])} add up to 1 (100 %) in every row, as probabilities "
        f"of {len(dump)} classes do (predict_proba), so none of them is y: add the column of what happened."
    )


def _of_class_one(probabilities: list[Column], y: Column) -> Column:
    """Return the column of the class that becomes 1, by its name; or else the last, as labels are sorted."""
    labels = labels_of(y)
    one = usual_one(labels) if labels else "1"
    by_name = [column for column in probabilities if column.named and is_named_in(one, column.name)]
    return by_name[0] if by_name else probabilities[-1]
