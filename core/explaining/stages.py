"""Backpropagation in stages, from the given numbers to the update: the stages and their quantities."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np

from core.explaining.quantities import MEANINGS, Key, Kind, StagedQuantity
from core.networks.network import BackwardPass, ForwardPass
from core.types import Array

StageKind = Literal["given", "forward", "cost", "output", "hidden", "gradients", "update"]

MAIN: dict[StageKind, Kind] = {
    "given": "w",
    "forward": "z",
    "cost": "C",
    "output": "delta",
    "hidden": "delta",
    "gradients": "dC/dw",
    "update": "new w",
}
"""The kind of quantity that each kind of stage is there for."""


@dataclass(frozen=True, eq=False)
class Stage:
    """One stage: kind, title, the layer it is about (0 if none), and the quantities that are new."""

    kind: StageKind
    title: str
    layer: int
    quantities: list[StagedQuantity] = field(default_factory=list[StagedQuantity])

    @property
    def first(self) -> Key:
        """The first of the quantities that this stage is there for."""
        return next(each.key for each in self.quantities if each.key.kind == MAIN[self.kind])


class Side(NamedTuple):
    """An output of an instance: ∂C/∂a and ∂C/∂z = δ side by side, and a − y."""

    slope: StagedQuantity
    delta: StagedQuantity
    error: float

    @property
    def slope_is_error(self) -> bool:
        """Whether ∂C/∂a is a − y, as for the quadratic cost with ½."""
        return bool(np.isclose(self.slope.value, self.error, rtol=1e-9, atol=1e-300))

    @property
    def delta_is_error(self) -> bool:
        """Whether ∂C/∂z is a − y, as for cross-entropy with its own output."""
        return bool(np.isclose(self.delta.value, self.error, rtol=1e-9, atol=1e-300))


@dataclass(frozen=True, eq=False)
class Walk:
    """All stages in order. cost is that of the update's instances, before the update, and new_cost that after it.

    new_theta and new_velocity are θ and v after the update, laid out like theta.
    """

    stages: list[Stage]
    run: ForwardPass
    back: BackwardPass
    cost: float
    new_theta: Array
    new_velocity: Array
    new_cost: float

    @cached_property
    def quantities(self) -> dict[Key, StagedQuantity]:
        """Every quantity by its key, in the order of the stages."""
        return {each.key: each for stage in self.stages for each in stage.quantities}

    def __getitem__(self, key: Key | tuple[Kind, int, int, int, int]) -> StagedQuantity:
        """Return a quantity."""
        return self.quantities[Key(*key)]

    def known(self, stage: int) -> Iterator[StagedQuantity]:
        """Yield all quantities that are known at a stage: those of this stage and of the stages before it."""
        return (each for each in self.quantities.values() if each.stage <= stage)

    def stages_of(self, layer: int) -> list[StagedQuantity]:
        """Return all quantities of a layer: z, a, σ′ and δ of its neurons, and its parameters with their gradients."""
        return [each for each in self.quantities.values() if each.key.layer == layer]

    def sides(self) -> list[Side]:
        """Return ∂C/∂a and ∂C/∂z of every output and instance."""
        last = max(key.layer for key in self.quantities)
        found = list[Side]()
        for key, delta in self.quantities.items():
            if key.kind == "delta" and key.layer == last:
                place = key._replace(kind="dC/da")
                y = self.quantities[Key("y", 0, key.unit, 0, key.instance)].value
                a = self.quantities[key._replace(kind="a")].value
                found.append(Side(self.quantities[place], delta, a - y))
        return found

    def table(self) -> list[tuple[str, str, str, float, str, str]]:
        """Return a row for each quantity: stage, symbol, what it is, value, formula with symbols, with numbers."""
        return [
            (
                self.stages[each.stage].title,
                each.name,
                MEANINGS[each.key.kind],
                each.value,
                each.symbols or each.note or ("given" if each.stage == 0 else ""),
                each.numbers,
            )
            for each in self.quantities.values()
        ]

    def csv(self) -> str:
        """Return the table as a CSV file, the values with all digits; its mark of UTF-8 makes spreadsheets read δ."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(("stage", "symbol", "meaning", "value", "formula", "with numbers"))
        writer.writerows((*row[:3], repr(row[3]), *row[4:]) for row in self.table())
        return "\ufeff" + text.getvalue()
