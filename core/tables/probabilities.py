"""Cells that become numbers from 0 to 1: labels as 0 and 1, per cent as shares, and what was assumed in doing so."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from core.quotes import shown
from core.tables.column_names import meaning, plain, words_of
from core.tables.columns import FEW, Column, readable
from core.tables.csv_table import Problem, number
from core.types import Array

CLIP = 1e-6
"""A number this little below 0 or above 1 is rounding, and is taken for 0 or 1."""

MOST_LABELS = 50
RARE = 0.01
"""A number that stands in fewer rows than this share, or once, is a slip and no label."""

PER_CENT = words_of("percent percentage pct prozent pourcentage porcentaje porcentagem percentuale procent")
"""A name that has one of these among its words is in per cent."""

ONES = words_of(
    "true yes y t on pos positive positiv positif positivo positief ja wahr oui vrai si sì sí verdadero vero sim "
    "tak да истина 是 真 はい malignant spam sick ill disease survived success event abnormal "
    "present bösartig krank malin maligno"
)
"""Labels that usually mean that it happened."""


@dataclass(frozen=True, eq=False)
class Shares:
    """Numbers from 0 to 1, (rows,), nan where a cell is none; why, for each such row; and what was assumed.

    labels are the different labels if the cells are such, and one is that which became 1. refused says why none of the
    numbers can be used, if none can.
    """

    values: Array
    faults: dict[int, str]
    assumed: list[str] = field(default_factory=list[str])
    labels: list[str] = field(default_factory=list[str])
    one: str = ""
    refused: str = ""


def labels_of(column: Column) -> list[str]:
    """Return the different labels of a column that has labels and not numbers from 0 to 1; else an empty list.

    Labels are words; or whole numbers of which some are not 0 or 1, and none is rare. Sorted by size, or from A to Z.
    """
    counts = _label_counts(column)
    if not 0 < len(counts) <= MOST_LABELS or _percents(column):
        return []
    if column.numeric:
        inside = (column.numbers >= -CLIP) & (column.numbers <= 1.0 + CLIP)
        rare = min(counts.values()) < max(2.0, RARE * len(column.numbers))
        if inside.all() or not column.whole or (inside.any() and len(counts) > 2 and rare):
            return []
    return _sorted(counts)


def read_y(column: Column, one: str | None = None, estimate: str = "") -> Shares:
    """Read the true y: labels, of which `one` becomes 1 and the others 0, or else numbers from 0 to 1.

    Without `one` it is the label that the name of ŷ, `estimate`, has, or that which usually means 1.
    """
    labels = labels_of(column)
    if not labels:
        shares, different = _numbers("y", column), len(_label_counts(column))
        if different > 2 and len(shares.faults) > 0.5 * len(column.cells):
            what = f"{column.name} has {different:,} different values"
            return replace(shares, refused=f"{what}: for y, 0 and 1, numbers between them, or a few labels are needed.")
        return shares
    one = one if one in labels else usual_one(labels, estimate)
    others = [readable(label) for label in labels if label != one]
    said = f"y is 1 where {column.name} is {shown(readable(one))}"
    if len(others) == 1:
        said += f", and 0 where it is {shown(others[0])}."
    elif others:
        said += f", and 0 where it is one of the {len(others)} other labels."
    else:
        said += ", and that is the label of all rows."
    return _encoded("y", column, labels, one, [said])


def read_yhat(column: Column, y: Shares) -> Shares:
    """Read the estimates ŷ: numbers from 0 to 1, or per cent, or the very labels of y."""
    if y.labels and set(_label_counts(column)) <= set(y.labels):
        said = f"{column.name} holds labels, not probabilities: so each ŷ is 0 or 1, that is certain."
        return _encoded("ŷ", column, y.labels, y.one, [said])
    shares = _numbers("ŷ", column)
    low, high = (column.numbers.min(), column.numbers.max()) if len(column.numbers) else (0.0, 1.0)
    if low < -CLIP and high > 1.0 + CLIP and len(shares.faults) > 0.2 * len(column.cells):
        scores = f"{column.name} goes from {low:g} to {high:g}, so it holds no probabilities"
        return replace(shares, refused=f"{scores}. If these are scores z, take σ(z) = 1 / (1 + e^−z) of each first.")
    if high > 1.0 + CLIP and np.isnan(shares.values[np.isfinite(column.values)]).mean() > 0.5:
        what = f"{column.name} goes from {low:g} to {high:g}"
        return replace(shares, refused=f"{what}: a probability goes from 0 to 1, or from 0 % to 100 %.")
    return shares


def _label_counts(column: Column) -> Counter[str]:
    """How often each label stands in a column; in a column of numbers other words are none."""
    if not column.numeric:
        return Counter(column.filled)
    finite = [cell for cell, value in zip(column.cells, column.values, strict=True) if np.isfinite(value)]
    return Column(column.at, column.name, column.named, finite, column.style).different


def _encoded(name: str, column: Column, labels: Sequence[str], one: str, assumed: list[str]) -> Shares:
    bad = [cell in column.missing or (column.numeric and not ok)
           for cell, ok in zip(column.cells, np.isfinite(column.values), strict=True)]  # fmt: skip
    faults = {row: _fault(name, column, row, np.nan) for row in range(len(column.cells)) if bad[row]}
    values = np.where(bad, np.nan, np.where(_same_as(column, one), 1.0, 0.0))
    return Shares(values, faults, assumed, list(labels), one)


def _same_as(column: Column, label: str) -> Array:
    """Whether each cell is this label; numbers are compared as numbers."""
    if column.numeric:
        same = [value for value, cell in zip(column.values, column.cells, strict=True) if label in (cell, f"{value:g}")]
        return column.values == (same[0] if same else np.nan)
    return np.array([cell == label for cell in column.cells])


def _sorted(counts: Counter[str]) -> list[str]:
    """Return labels by size if all are numbers, else from A to Z."""
    try:
        return sorted(counts, key=lambda label: number(label, decimal_comma=True))
    except ValueError:
        return sorted(counts, key=lambda label: (label.casefold(), label))


def usual_one(labels: Sequence[str], estimate: str = "") -> str:
    """Return the label that means 1: that which the name of ŷ has, as in "P(died)"; or a usual yes; or the last."""
    named = [label for label in labels if is_named_in(label, estimate)]
    if len(named) == 1:
        return named[0]
    return next((label for label in labels if label.casefold() in ONES), labels[-1])


def is_named_in(label: str, name: str) -> bool:
    """Whether a label stands in the name of a column of probabilities, as words of their own, or as in "p1"."""
    words = plain(label)
    if not words or (len(words) == 1 and meaning(name) != "probability"):
        return False
    return f" {words} " in f" {plain(name)} " or f" p{words} " in f" {plain(name)} "


def _percents(column: Column, *, never_labels: bool = False) -> bool:
    """Whether the cells are per cent: by sign or name; or most are above 1, none above 100, and they are no labels.

    Without a sign or a name some must be above 10: otherwise they may as well be scores from 0 to 10.
    """
    if not column.numeric:
        return False
    if _says_per_cent(column):
        return True
    numbers, many = column.numbers, len(column.different) > FEW or not column.whole
    in_range = numbers.min() >= -CLIP and 10.0 < numbers.max() <= 100.0 and (numbers > 1.0).mean() > 0.5
    return bool(in_range) and (many or never_labels)


def _says_per_cent(column: Column) -> bool:
    """Whether most cells have a sign of per cent; or the name says so, and there are numbers above 1, up to 100."""
    if sum(cell.endswith("%") for cell in column.cells) > 0.5 * len(column.filled):
        return True
    named = "%" in column.name or bool(PER_CENT & set(plain(column.name).split()))
    return named and column.named and len(column.numbers) > 0 and 1.0 < float(column.numbers.max()) <= 100.0


# --- Numbers from 0 to 1 -------------------------------------------------------------------------------------------


def _numbers(name: str, column: Column) -> Shares:
    values, assumed = column.values.copy(), list[str]()
    signed = np.array([cell.endswith("%") for cell in column.cells], dtype=bool)
    if _says_per_cent(column) or (name == "ŷ" and _percents(column, never_labels=True)):
        values /= 100.0
        example = next(cell for cell, value in zip(column.cells, values, strict=True) if np.isfinite(value))
        assumed.append(f"{column.name} is in per cent: {shown(example)} is {values[np.isfinite(values)][0]:.10g}.")
    elif signed.any():
        values[signed] /= 100.0
        assumed.append(f"{column.name} has signs of per cent in some lines: only those were divided by 100.")
    near = ((values < 0.0) & (values >= -CLIP)) | ((values > 1.0) & (values <= 1.0 + CLIP))
    if near.any():
        example = column.cells[int(np.flatnonzero(near)[0])]
        times = "1 number" if near.sum() == 1 else f"{near.sum():,} numbers"
        assumed.append(
            f"{times} of {column.name} lay outside 0 to 1 by at most 10⁻⁶, such as {example}: set to 0 or 1."
        )
        values = np.where(near, np.clip(values, 0.0, 1.0), values)
    bad = ~((values >= 0.0) & (values <= 1.0))
    faults = {int(row): _fault(name, column, int(row), values[row]) for row in np.flatnonzero(bad)}
    return Shares(np.where(bad, np.nan, values), faults, assumed)


def _missing(name: str) -> str:
    return f"{name} is missing: a number from 0 to 1 is needed."


def _fault(name: str, column: Column, row: int, value: float) -> str:
    cell = column.cells[row]
    if cell in column.missing:
        return _missing(name)
    if np.isnan(value):
        return f"{name} is {shown(cell)}, which is not a number: one from 0 to 1 is needed."
    fault = "outside the range" if np.isfinite(value) else "not finite"
    return f"{name} is {shown(cell)}, which is {fault}: a number from 0 to 1 is needed."


def problems_of(lines: Sequence[int], *read: Shares) -> list[Problem]:
    """Return the problem of each line: the first fault that is found in it."""
    faults: dict[int, str] = {}
    for shares in reversed(read):
        faults |= shares.faults
    return [Problem(lines[row], faults[row]) for row in sorted(faults)]
