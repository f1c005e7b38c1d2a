"""The quantities of backpropagation in a small network: their names, their symbols, and their formulas."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from core.formulas import Symbol
from core.formulas.quantity import Choice, Quantity, first_readable

Kind = Literal[
    "x", "y", "w", "b", "v(w)", "v(b)", "z", "a", "C", "dC/da", "slope", "delta", "dC/dw", "dC/db", "dC/dx",
    "new v(w)", "new v(b)", "new w", "new b",
]  # fmt: skip
MEANINGS: dict[Kind, str] = {
    "x": "input",
    "y": "target",
    "w": "weight",
    "b": "bias",
    "v(w)": "velocity of a weight",
    "v(b)": "velocity of a bias",
    "z": "weighted input",
    "a": "activation",
    "C": "cost",
    "dC/da": "slope of the cost with the output",
    "slope": "slope of the activation",
    "delta": "error δ = ∂C/∂z",
    "dC/dw": "gradient of a weight",
    "dC/db": "gradient of a bias",
    "dC/dx": "slope of the cost of its instance with an input",
    "new v(w)": "velocity of a weight after the update",
    "new v(b)": "velocity of a bias after the update",
    "new w": "weight after the update",
    "new b": "bias after the update",
}


SLOPES: dict[Kind, Kind] = {"w": "dC/dw", "b": "dC/db", "x": "dC/dx"}
NEW: dict[Kind, Kind] = {"w": "new w", "b": "new b"}
VELOCITIES: dict[Kind, Kind] = {"w": "v(w)", "b": "v(b)"}
NEW_VELOCITIES: dict[Kind, Kind] = {"w": "new v(w)", "b": "new v(b)"}
"""The kinds of quantities that belong to a weight, a bias or an input."""


class Key(NamedTuple):
    """Which quantity: its kind, the layer and neuron, where a weight comes from, and the instance; all from 1."""

    kind: Kind
    layer: int = 0
    unit: int = 0
    source: int = 0
    instance: int = 0
    """0 for a quantity of no single instance, such as a weight or the mean cost."""


@dataclass(frozen=True, eq=False, kw_only=True)
class StagedQuantity(Quantity):
    """A quantity of one stage. Its note says why it has no formula, or which case of the formula applies."""

    key: Key
    stage: int
    note: str = ""
    choose: Choice = first_readable


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
    if kind in ("dC/da", "dC/dw", "dC/db", "dC/dx"):
        below = symbol_of(Key(kind[-1], key.layer, key.unit, key.source, key.instance))  # type: ignore[arg-type]
        return Symbol(f"∂C/∂{below.plain}", rf"\frac{{\partial C}}{{\partial {below.tex}}}", is_fraction=True)
    if kind == "slope":
        z = symbol_of(key._replace(kind="z"))
        return Symbol(f"σ′({z.plain})", rf"\sigma'({z.tex})")
    if kind in (*NEW.values(), *NEW_VELOCITIES.values()):
        old = symbol_of(key._replace(kind=kind.removeprefix("new ")))  # type: ignore[arg-type]
        return Symbol(f"new {old.plain}", rf"\text{{new }}{old.tex}")
    if kind in VELOCITIES.values():
        of = symbol_of(key._replace(kind=kind[2]))  # type: ignore[arg-type]
        return Symbol(f"v({of.plain})", f"v({of.tex})")
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
