"""Instances of a user: pairs of the true y and the estimate ŷ, and their costs."""

import math
import numbers
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from core.functions.costs import cost_named
from core.quotes import shown
from core.tables.csv_table import Problem, Table, capped, number, read_table
from core.types import Array

NAMES = {
    "y": ("y", "target", "label", "true"),
    "ŷ": ("ŷ", "yhat", "y_hat", "a", "p", "prediction", "estimate", "probability"),
}
"""The names that the two columns may have in a header, in upper or lower case, in any order."""


@dataclass(frozen=True, eq=False)
class Instances:
    """The usable pairs, y and yhat of shape (n,) with their lines, and what is wrong with the others."""

    y: Array
    yhat: Array
    lines: list[int]
    problems: list[Problem]


class FallingLoss(NamedTuple):
    """Two sets of (y, ŷ): the estimates before and after some training."""

    before: tuple[tuple[float, float], ...]
    after: tuple[tuple[float, float], ...]


FALLING_LOSS = FallingLoss(before=((1.0, 0.6), (0.0, 0.4), (1.0, 0.2)), after=((1.0, 0.9), (0.0, 0.1), (1.0, 0.4)))
"""The loss falls while the accuracy stays: two of three are right before and after, but later with more confidence."""


def read_instances(data: bytes | str, max_rows: int = 10_000) -> Instances:
    """Read y and ŷ from delimited text: the columns with these names (see NAMES), or else the first two. Never raises.

    If one of two columns has a known name, the second is the other quantity. With more columns it could be any, so
    nothing is read. Rows without two numbers from 0 to 1 are left out and listed among the problems.
    """
    table = read_table(data, max_rows)
    columns, remarks = _columns(table)
    if columns is None:
        return _collect([], [*table.problems, *remarks])
    y, yhat = columns
    cells = ((row.line, _cell(row.cells, y), _cell(row.cells, yhat)) for row in table.rows)
    return _collect(cells, [*table.problems, *remarks], decimal_comma=table.delimiter != ",")


def parse_pairs(pairs: Iterable[Sequence[object]]) -> Instances:
    """Take (y, ŷ) pairs as an editable table holds them: numbers, text, None or nan. Lines are counted from 1.

    The same checks as in a file; an empty pair is skipped.
    """
    cells = ((line, _cell(pair, 0), _cell(pair, 1)) for line, pair in enumerate(pairs, start=1))
    return _collect((each for each in cells if not (_empty(each[1]) and _empty(each[2]))), [], decimal_comma=True)


def _collect(
    cells: Iterable[tuple[int, object, object]], problems: list[Problem], *, decimal_comma: bool = False
) -> Instances:
    kept = list[tuple[int, float, float]]()
    for line, y, yhat in cells:
        try:
            kept.append((line, _probability("y", y, decimal_comma), _probability("ŷ", yhat, decimal_comma)))
        except ValueError as wrong:
            problems.append(Problem(line, str(wrong)))
    problems.sort(key=lambda problem: problem.line or 0)
    columns = np.array([pair[1:] for pair in kept], dtype=np.float64).reshape(-1, 2)
    return Instances(columns[:, 0], columns[:, 1], [line for line, _, _ in kept], capped(problems))


def _columns(table: Table) -> tuple[tuple[int, int] | None, list[Problem]]:
    """Return the columns of y and ŷ, and remarks about the header."""
    if table.header is None:
        return (0, 1), []
    header = [name.strip().lower() for name in table.header]
    found = {
        role: next((header.index(name) for name in names if name in header), None) for role, names in NAMES.items()
    }
    y, yhat = found["y"], found["ŷ"]
    if y is not None and yhat is not None:
        return (y, yhat), []
    if y is None and yhat is None:
        return (0, 1), [Problem(None, "The header names neither y nor ŷ: the first two columns were taken.")]
    missing = "ŷ" if yhat is None else "y"
    if len(header) == 2:
        y, yhat = _the_other(header, y, yhat)
        taken = f"y was taken from {shown(header[y])} and ŷ from {shown(header[yhat])}"
        return (y, yhat), [Problem(None, f"The header has no {missing} that is known by its name: {taken}.")]
    return None, [Problem(None, f"The header has no {missing}: one column must be called {', '.join(NAMES[missing])}.")]


def _the_other(header: Sequence[str], y: int | None, yhat: int | None) -> tuple[int, int]:
    """Return the columns of y and ŷ in a header of two names, one of which is known."""
    if y is not None:
        return y, 1 - y
    if yhat is None or header[yhat] == "a":  # a letter that people also give to the first of two columns
        return 0, 1
    return 1 - yhat, yhat


def _cell(cells: Sequence[object], column: int) -> object:
    return cells[column] if column < len(cells) else None


def _empty(value: object) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, numbers.Real) and bool(value != value))  # only nan differs from itself


def _probability(name: str, value: object, decimal_comma: bool) -> float:
    """Return the value as a number from 0 to 1; ValueError says what it was instead."""
    if _empty(value):
        raise ValueError(f"{name} is missing: a number from 0 to 1 is needed.")
    try:
        if not isinstance(value, str | numbers.Real):
            raise ValueError
        x = number(value, decimal_comma=decimal_comma) if isinstance(value, str) else float(value)
    except (ValueError, OverflowError):
        raise ValueError(f"{name} is {shown(value)}, which is not a number: one from 0 to 1 is needed.") from None
    if not 0.0 <= x <= 1.0:  # nan is refused here as well
        given = shown(value if isinstance(value, str) else x)
        fault = "outside the range" if math.isfinite(x) else "not finite"
        raise ValueError(f"{name} is {given}, which is {fault}: a number from 0 to 1 is needed.")
    return x


# --- Their costs ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Measure:
    """Costs and accuracy of n instances. The mappings have one entry for each cost, by its name.

    costs and shares are (n,): each instance's cost, and its share of the total. worst is the index of the largest.
    With no instances the means and the accuracy are nan and worst is None.
    """

    costs: Mapping[str, Array]
    means: Mapping[str, float]
    shares: Mapping[str, Array]
    worst: Mapping[str, int | None]
    correct: npt.NDArray[np.bool_]
    accuracy: float


def measure(y: npt.ArrayLike, yhat: npt.ArrayLike, costs: Sequence[str] = ("quadratic", "cross_entropy")) -> Measure:
    """C = 1/n Σ C(yᵢ, ŷᵢ) for each cost (equations 8.1 and 8.2), and the share of instances on the right side of ½.

    An estimate is right if ŷ > ½ exactly when y > ½: the value ½ counts as no, for both y and ŷ. y and yhat have shape
    (n,); shapes that differ, unknown costs and numbers outside [0, 1] raise ValueError.
    """
    y, yhat = np.asarray(y, dtype=np.float64), np.asarray(yhat, dtype=np.float64)
    if y.ndim != 1 or y.shape != yhat.shape:
        raise ValueError(f"y has shape {y.shape} and yhat {yhat.shape}: pass both with the same shape (n,)")
    each = {name: cost_named(name).from_a(y, yhat) for name in costs}
    correct = (yhat > 0.5) == (y > 0.5)
    return Measure(
        costs=each,
        means={name: _mean(cost) for name, cost in each.items()},
        shares={name: shares_of(cost) for name, cost in each.items()},
        worst={name: int(np.argmax(cost)) if cost.size else None for name, cost in each.items()},
        correct=correct,
        accuracy=_mean(correct.astype(np.float64)),
    )


def shares_of(costs: Array) -> Array:
    """Return each cost's share of their sum, (n,) → (n,): all 0 if the sum is 0.

    If some costs are infinite, they have equal shares and the finite ones have 0.
    """
    infinite = np.isinf(costs)
    parts = infinite.astype(np.float64) if infinite.any() else costs
    total = float(np.sum(parts))
    return parts / total if total > 0.0 else np.zeros_like(costs)


def _mean(values: Array) -> float:
    return float(np.mean(values)) if values.size else math.nan
