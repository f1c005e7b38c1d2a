"""Instances of a user: pairs of the true y and the estimate ŷ, and their costs."""

import math
import numbers
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from core.functions.costs import cost_named
from core.quotes import shown
from core.tables.columns import Column, columns_of
from core.tables.csv_table import Problem, Table, capped, number
from core.tables.instance_roles import NEEDED, guess_instance_roles
from core.tables.probabilities import Shares, is_named_in, problems_of, read_y, read_yhat, usual_one
from core.types import Array


class ChosenColumns(NamedTuple):
    """What a user has chosen: the places of the columns, and the label that becomes 1. None: as it was guessed."""

    y: int | None = None
    yhat: int | None = None
    one: str | None = None


GUESSED = ChosenColumns()


@dataclass(frozen=True, eq=False)
class Instances:
    """The usable pairs, y and yhat of shape (n,) with their lines, and what is wrong with the others.

    columns are the places of y's and ŷ's column in a table, None for one that was not found. labels are those of y's
    column if it has labels, and one is that which became 1. assumed are sentences on all that was taken for something.
    """

    y: Array
    yhat: Array
    lines: list[int]
    problems: list[Problem]
    columns: tuple[int | None, int | None] = (None, None)
    labels: list[str] = field(default_factory=list[str])
    one: str = ""
    taken: str = ""
    assumed: list[str] = field(default_factory=list[str])


class FallingLoss(NamedTuple):
    """Two sets of (y, ŷ): the estimates before and after some training."""

    before: tuple[tuple[float, float], ...]
    after: tuple[tuple[float, float], ...]


FALLING_LOSS = FallingLoss(before=((1.0, 0.6), (0.0, 0.4), (1.0, 0.2)), after=((1.0, 0.9), (0.0, 0.1), (1.0, 0.4)))
"""The loss falls while the accuracy stays: two of three are right before and after, but later with more confidence."""


def instances_of(table: Table, chosen: ChosenColumns = GUESSED) -> Instances:
    """Take y and ŷ from a table: from the chosen columns, or else from those that names and values suggest.

    Never raises. Rows without two numbers from 0 to 1 are left out and listed among the problems.
    """
    columns = columns_of(table)
    if not columns or not table.lines:
        return _none([*table.problems, *_no_rows(table)], table.assumed, (None, None))
    guess = guess_instance_roles(columns, table.named)
    y = guess.y if chosen.y is None else chosen.y
    yhat = guess.yhat if chosen.yhat is None else chosen.yhat
    said = guess.said if (chosen.y, chosen.yhat) == (None, None) else []
    if y is None or yhat is None:
        reason = Problem(None, said[-1] if said else f"A column is not chosen yet: {NEEDED}.")
        return _none([*table.problems, reason], [*table.assumed, *said[:-1]], (y, yhat))
    true = read_y(columns[y], chosen.one, columns[yhat].name if columns[yhat].named else "")
    estimated = read_yhat(columns[yhat], true)
    assumed = [*table.assumed, *said, *true.assumed, *_say_other_class(true, columns[yhat]), *estimated.assumed]
    if refused := true.refused or estimated.refused:
        return _none([*table.problems, Problem(None, refused)], assumed, (y, yhat))
    taken = f"y: {columns[y].name}; ŷ: {columns[yhat].name}."
    kept = np.flatnonzero(np.isfinite(true.values) & np.isfinite(estimated.values))
    problems = sorted([*table.problems, *problems_of(table.lines, true, estimated)], key=lambda each: each.line or 0)
    if not len(kept):
        none = (
            f"No row could be used: y was read from {shown(columns[y].name)}, and ŷ from {shown(columns[yhat].name)}."
        )
        return _none([Problem(None, none), *problems], assumed, (y, yhat))
    return Instances(
        y=true.values[kept],
        yhat=estimated.values[kept],
        lines=[table.lines[row] for row in kept],
        problems=capped(problems),
        columns=(y, yhat),
        labels=true.labels,
        one=true.one,
        taken=f"{len(kept):,} {'row' if len(kept) == 1 else 'rows'}. {taken}",
        assumed=assumed,
    )


def _say_other_class(true: Shares, yhat: Column) -> list[str]:
    """Say that ŷ's name has another label than that which is 1."""
    other = usual_one(true.labels, yhat.name) if true.labels and yhat.named else true.one
    if other == true.one or not is_named_in(other, yhat.name):
        return []
    return [f"But {yhat.name} names {shown(other)}: choose the label that is 1, or the column of ŷ, so that they fit."]


def _no_rows(table: Table) -> list[Problem]:
    return [] if table.problems else [Problem(None, f"The table has names, but no rows: {NEEDED}.")]


def _none(problems: list[Problem], assumed: list[str], columns: tuple[int | None, int | None]) -> Instances:
    return Instances(np.empty(0), np.empty(0), [], capped(problems), columns, assumed=assumed)


# --- Pairs that are typed into a table -------------------------------------------------------------------------------


def parse_pairs(pairs: Iterable[Sequence[object]]) -> Instances:
    """Take (y, ŷ) pairs as an editable table holds them: numbers, text, None or nan. Lines are counted from 1.

    An empty pair is skipped; one without two numbers from 0 to 1 is left out and listed among the problems.
    """
    kept, problems = list[tuple[int, float, float]](), list[Problem]()
    for line, pair in enumerate(pairs, start=1):
        y, yhat = [*pair, None, None][:2]
        if _empty(y) and _empty(yhat):
            continue
        try:
            kept.append((line, _probability("y", y), _probability("ŷ", yhat)))
        except ValueError as wrong:
            problems.append(Problem(line, str(wrong)))
    columns = np.array([pair[1:] for pair in kept], dtype=np.float64).reshape(-1, 2)
    return Instances(columns[:, 0], columns[:, 1], [line for line, _, _ in kept], capped(problems))


def _empty(value: object) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, numbers.Real) and bool(value != value))  # only nan differs from itself


def _probability(name: str, value: object) -> float:
    """Return the value as a number from 0 to 1; ValueError says what it was instead."""
    if _empty(value):
        raise ValueError(f"{name} is missing: a number from 0 to 1 is needed.")
    try:
        if not isinstance(value, str | numbers.Real):
            raise ValueError
        x = number(value, decimal_comma=True) if isinstance(value, str) else float(value)
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
