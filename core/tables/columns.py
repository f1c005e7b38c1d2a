"""The columns of a table, looked at one by one: their numbers, their different values, and whether they count rows."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.quotes import shown
from core.tables.column_names import Meaning, meaning, words_of
from core.tables.csv_table import Style, Table, bare, number, unit_of
from core.types import Array

MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "?", "<na>"})
"""What a missing value is written as, in upper or lower case."""

BESIDE_NUMBERS = words_of(
    "- -- --- – — . .. ... … none nil n.a. n.d. nd k.a. s/d #div/0! #value! #ref! #name? #num! missing unknown "
    "fehlt unbekannt manquant inconnu"
)
"""What it is written as besides in a column of numbers; among words these may be labels."""

SMALLEST_ID = 10_000
"""Whole numbers from here on, all different and in a first column without a name, are taken for ids."""

FEW = 10
"""As many different values can be told apart as classes."""


@dataclass(frozen=True, eq=False)
class Column:
    """One column: its place, its name, whether the name is the table's own, its cells, and how numbers are written."""

    at: int
    name: str
    named: bool
    cells: list[str]
    style: Style

    @cached_property
    def values(self) -> Array:
        """The numbers of the cells, (rows,): nan where there is none; a sign of per cent after a number is left out."""
        values = {cell: self._value(cell) for cell in self._set}
        return np.fromiter(map(values.__getitem__, self.cells), np.float64, len(self.cells))

    @cached_property
    def _set(self) -> set[str]:
        """The different texts: work on them is done once for each."""
        return set(self.cells)

    def _value(self, cell: str) -> float:
        try:
            return number(bare(cell), **self.style._asdict())
        except ValueError:
            return np.nan

    @cached_property
    def filled(self) -> list[str]:
        """The cells that are not missing."""
        missing = self.missing
        return [cell for cell in self.cells if cell not in missing] if missing else self.cells

    @cached_property
    def missing(self) -> set[str]:
        """The different texts that say that there is no value."""
        always = {cell for cell in self._set if is_missing(cell)}
        beside = {cell for cell in self._set if cell.casefold() in BESIDE_NUMBERS}
        if beside:
            others = [cell for cell in self.cells if cell not in always and cell not in beside]
            numbers = sum(map(math.isfinite, map(self._value, others)))
            beside = beside if numbers > 0.5 * len(others) else set()
        return always | beside

    @cached_property
    def units(self) -> list[str]:
        """The units that stand in its cells beside the numbers, from A to Z; an empty list for a column of words."""
        return sorted({unit_of(cell) for cell in self._set} - {""}) if self.numeric else []

    @cached_property
    def numbers(self) -> Array:
        """The finite numbers."""
        return self.values[np.isfinite(self.values)]

    @property
    def full(self) -> float:
        """The share of rows that have a number."""
        return len(self.numbers) / max(len(self.cells), 1)

    @cached_property
    def numeric(self) -> bool:
        """Whether more than half of the cells that are not missing are numbers."""
        return len(self.numbers) > 0.5 * len(self.filled)

    @cached_property
    def whole(self) -> bool:
        """Whether all its numbers are whole."""
        return self.numeric and bool((self.numbers == np.rint(self.numbers)).all())

    @cached_property
    def different(self) -> Counter[str]:
        """The different values and how often each stands there: 1 and 1.0 are one number, and other words are none."""
        if not self.numeric:
            return Counter(self.filled)
        texts = dict(zip(self.values.tolist(), self.cells, strict=True))
        shortest = {value: min((text, f"{value:g}"), key=len) for value, text in texts.items()}
        counts = Counter(self.numbers.tolist())
        return Counter({shortest[value]: count for value, count in counts.items()})

    @cached_property
    def constant(self) -> bool:
        """Whether all its cells that are not missing are equal."""
        return len(self.different) == 1

    @cached_property
    def counts_up(self) -> bool:
        """Whether it numbers the rows: at least four, each by one more than the one before."""
        if not self.whole or len(self.values) < 4 or len(self.numbers) < len(self.cells):
            return False
        first, last = float(self.values[0]), float(self.values[-1])
        return last - first == len(self.values) - 1 and bool((np.diff(self.values) == 1.0).all())

    @cached_property
    def all_differ(self) -> bool:
        """Whether no value stands there twice, and no number has decimals: so may an id."""
        return (not self.numeric or self.whole) and 0 < len(self.filled) == len(self.different)

    @property
    def meaning(self) -> Meaning | None:
        """What its name says, if it is the table's own."""
        return meaning(self.name) if self.named else None

    def numbers_rows(self, table_is_named: bool) -> bool:
        """Whether it is a number or an id of the row, by its name and its values."""
        if self.meaning == "row" and (self.all_differ or self.counts_up):
            return True
        if self.at == 0 and not self.named and self.all_differ and (table_is_named or self._looks_like_ids()):
            return True
        begins = not self.named or float(self.values[0]) in (0.0, 1.0) if self.counts_up else False
        return begins and self.meaning is None

    def _looks_like_ids(self) -> bool:
        """Whether it has large whole numbers, each another: at least four."""
        return self.whole and len(self.numbers) >= 4 and float(self.numbers.min()) >= SMALLEST_ID


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    return cell.casefold() in MISSING


def say_units(columns: Sequence[Column]) -> list[str]:
    """Say which units were left out, and where one column has several."""
    said = [
        f"{column.name} has the unit {shown(column.units[0])} in its cells: the numbers were taken."
        for column in columns
        if len(column.units) == 1
    ]
    return said + [
        f"{column.name} has several units in its cells, such as {listed(list(map(shown, column.units[:3])))}: "
        "the numbers were taken as they stand, and not converted."
        for column in columns
        if len(column.units) > 1
    ]


def columns_of(table: Table) -> list[Column]:
    """Return the columns of a table."""
    return [
        Column(at, name, bool(own), cells, table.style)
        for at, (name, own, cells) in enumerate(zip(table.names, table.own_names, table.columns, strict=True))
    ]


def readable(text: str, longest: int = 40) -> str:
    """Return a name that can be shown on one line: no control characters, and at most 40 others."""
    text = "".join(letter if letter.isprintable() else "\ufffd" for letter in text[: longest + 1])
    return text if len(text) <= longest else text[: longest - 1] + "…"


def listed(names: list[str]) -> str:
    """Write names as a list: "a", "a and b", "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
