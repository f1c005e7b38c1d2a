"""The quantities of backpropagation in a small network: their names, their symbols, and their formulas."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np

from core.formulas import (
    Formula,
    Style,
    Symbol,
    digits_needed,
    quantities_in,
    written,
    written_tex,
)

Kind = Literal["x", "y", "w", "b", "z", "a", "C", "dC/da", "slope", "delta", "dC/dw", "dC/db", "new w", "new b"]
MEANINGS: dict[Kind, str] = {
    "x": "input",
    "y": "target",
    "w": "weight",
    "b": "bias",
    "z": "weighted input",
    "a": "activation",
    "C": "cost",
    "dC/da": "slope of the cost with the output",
    "slope": "slope of the activation",
    "delta": "error δ = ∂C/∂z",
    "dC/dw": "gradient of a weight",
    "dC/db": "gradient of a bias",
    "new w": "weight after the update",
    "new b": "bias after the update",
}


class Key(NamedTuple):
    """Which quantity: its kind, the layer and neuron, where a weight comes from, and the instance; all from 1."""

    kind: Kind
    layer: int = 0
    unit: int = 0
    source: int = 0
    instance: int = 0
    """0 for what belongs to no single instance, such as a weight or the mean cost."""


Formulas = Callable[[], Sequence[Formula]]


@dataclass(frozen=True, eq=False)
class Quantity:
    """A number with its name and stage, and the formula it comes from: with symbols, and with numbers.

    digits is how many significant digits the value is shown with. The numbers in the formula are those that a reader
    sees elsewhere, and worked out as they are printed they give the value that is printed; where four digits do not
    suffice for that, there are more. A quantity that is given, or held fixed, has no formula: symbols and numbers are
    empty, and so they are if the value is not finite.
    """

    key: Key
    symbol: Symbol
    stage: int
    value: float
    digits: int = 4
    note: str = ""
    formulas: Formulas = tuple

    @property
    def name(self) -> str:
        """The symbol in plain text."""
        return self.symbol.plain

    @property
    def result(self) -> str:
        """The value in plain text."""
        return written(self.value, self.digits)

    @property
    def result_tex(self) -> str:
        """The value in TeX."""
        return written_tex(self.value, self.digits)

    @property
    def symbols(self) -> str:
        """The formula with symbols, in plain text."""
        return self._written(tex=False, numbers=False)

    @property
    def symbols_tex(self) -> str:
        """The formula with symbols, in TeX."""
        return self._written(tex=True, numbers=False)

    @property
    def numbers(self) -> str:
        """The formula with numbers, in plain text."""
        return self._written(tex=False, numbers=True)

    @property
    def numbers_tex(self) -> str:
        """The formula with numbers, in TeX."""
        return self._written(tex=True, numbers=True)

    @property
    def sources(self) -> frozenset[str]:
        """The names of the quantities in the formula."""
        return frozenset(each.symbol.plain for each in quantities_in(self._chosen[0])) if self._chosen else frozenset()

    def _written(self, *, tex: bool, numbers: bool) -> str:
        if self._chosen is None:
            return ""
        formula, digits = self._chosen
        return formula.text(Style(tex, digits if numbers else None))

    @cached_property
    def _chosen(self) -> tuple[Formula, int] | None:
        """The first of the formulas, unless it works only with many digits, or not at all: then the shortest one."""
        if not np.isfinite(self.value):
            return None
        best: tuple[Formula, int] | None = None
        for formula in self.formulas():
            digits = digits_needed(formula, self.value, self.digits)
            if digits is not None and (best is None or digits < best[1]):
                best = formula, digits
            if best is not None and best[1] <= self.digits + MANY:
                return best
        return best


MANY = 5
"""More digits than this, beyond those of the result, are too many to read."""


def parameter_keys(sizes: Sequence[int]) -> list[Key]:
    """Return the key of every parameter, in the order of theta."""
    keys = list[Key]()
    for layer, (fan_in, fan_out) in enumerate(pairwise(sizes), start=1):
        for unit in range(1, fan_out + 1):
            keys += [Key("w", layer, unit, source) for source in range(1, fan_in + 1)]
            keys.append(Key("b", layer, unit))
    return keys


def parameter_names(sizes: Sequence[int]) -> list[str]:
    """Return the name of every parameter, in the order of theta: w¹₁₁, w¹₁₂, b¹₁, …"""
    return [symbol_of(key).plain for key in parameter_keys(sizes)]


_HIGH, _LOW = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"), str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def symbol_of(key: Key) -> Symbol:
    """Return the symbol of a quantity, plain and in TeX."""
    kind = key.kind
    if kind in ("dC/da", "dC/dw", "dC/db"):
        below = symbol_of(Key(kind[-1], key.layer, key.unit, key.source, key.instance))  # type: ignore[arg-type]
        return Symbol(f"∂C/∂{below.plain}", rf"\frac{{\partial C}}{{\partial {below.tex}}}", is_fraction=True)
    if kind == "slope":
        z = symbol_of(key._replace(kind="z"))
        return Symbol(f"σ′({z.plain})", rf"\sigma'({z.tex})")
    if kind in ("new w", "new b"):
        old = symbol_of(key._replace(kind="w" if kind == "new w" else "b"))
        return Symbol(f"new {old.plain}", rf"{old.tex}\text{{ new}}")
    letter, letter_tex = ("δ", r"\delta") if kind == "delta" else (kind, kind)
    index = "".join(str(part) for part in (key.unit, key.source) if part)
    layer = str(key.layer) if key.layer else ""
    case = f"({key.instance})" if key.instance else ""
    high_tex = ",".join(filter(None, (layer, case)))
    return Symbol(
        letter
        + layer.translate(_HIGH)
        + index.translate(_LOW)
        + (f"⁽{str(key.instance).translate(_HIGH)}⁾" if key.instance else ""),
        letter_tex + (f"^{{{high_tex}}}" if high_tex else "") + (f"_{{{index}}}" if index else ""),
    )
