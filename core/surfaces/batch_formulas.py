"""The points of one batch at one (w, b): the formulas of the first point, and of the means over the batch."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.formulas import ONE, Exp, Formula, Function, Product, Quotient, Sum, Symbol, Value, constant, minus
from core.formulas.quantity import Quantity
from core.functions.activation import Activation
from core.functions.activations import ACTIVATIONS
from core.surfaces.surface import Surface
from core.types import Array

MOST_TERMS = 5
"""A sum over more points than this is taken from the table's last row and not written out."""


@dataclass(frozen=True, eq=False)
class BatchPoints:
    """The points of a batch, numbered from 1, and the quantities computed for each: all of shape (m,)."""

    numbers: list[int]
    x: Array
    y: Array
    z: Array
    a: Array
    slope: Array
    delta: Array
    cost: Array

    def __len__(self) -> int:
        """Return m, the number of points in the batch."""
        return len(self.x)


def points_at(surface: Surface, w: float, b: float, chosen: npt.NDArray[np.intp]) -> BatchPoints:
    """Compute z, a, σ′(z), δ and the cost of the chosen points of a surface, at (w, b)."""
    x, y = surface.points.x[chosen], surface.points.y[chosen]
    z = w * x + b
    activation, cost = ACTIVATIONS[surface.output], surface.cost_function
    a = activation.fn(z)
    columns = y[:, None], z[:, None], a[:, None]
    return BatchPoints(
        numbers=[int(k) + 1 for k in chosen],
        x=x,
        y=y,
        z=z,
        a=a,
        slope=activation.derivative(z, a),
        delta=cost.delta(*columns, surface.output)[:, 0],
        cost=cost.value(*columns, surface.output).reshape(len(x), -1)[:, 0],
    )


def _numbered(name: str, number: int, tex: str = "") -> Symbol:
    low = str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
    return Symbol(f"{name}{low}", f"{tex or name}_{{{number}}}")


def point_quantities(surface: Surface, batch: BatchPoints, w: float, b: float) -> Iterator[Quantity]:
    """Yield z, a, σ′(z), δ and C of the batch's first point."""
    number = batch.numbers[0]
    weight, bias = Value(Symbol("w", "w"), w), Value(Symbol("b", "b"), b)
    x, y = Value(_numbered("x", number), float(batch.x[0])), Value(_numbered("y", number), float(batch.y[0]))
    z = Quantity(_numbered("z", number), float(batch.z[0]), lambda: [Sum((Product((weight, x)), bias))])
    a = Quantity(_numbered("a", number), float(batch.a[0]), lambda: ACTIVATIONS[surface.output].forms(z.leaf))
    yield z
    yield a
    yield from _deltas(surface, batch, y, z, a)
    yield Quantity(_numbered("C", number), float(batch.cost[0]), lambda: _cost_forms(surface, y, z, a))


def _deltas(surface: Surface, batch: BatchPoints, y: Value, z: Quantity, a: Quantity) -> Iterator[Quantity]:
    """Yield σ′(z), where it is a factor of δ, and δ."""
    output, cost = ACTIVATIONS[surface.output], surface.cost_function
    given = [y], [z.leaf], [a.leaf]
    forms = output.error_forms(*given, 0) if surface.cancels else cost.slope_forms(output, *given, 0)
    if surface.bounded and not surface.cancels:
        slope = _slope(output, batch, z, a)
        yield slope
        forms = [_times(form, slope.leaf) for form in forms]
    yield Quantity(_numbered("δ", batch.numbers[0], r"\delta"), float(batch.delta[0]), lambda: forms)


def _slope(output: Activation, batch: BatchPoints, z: Quantity, a: Quantity) -> Quantity:
    """σ′(z) of the first point."""
    symbol = Symbol(f"σ′({z.symbol.plain})", rf"\sigma'({z.symbol.tex})")
    return Quantity(symbol, float(batch.slope[0]), lambda: output.slope_forms(z.leaf, a.leaf))


def _times(form: Formula, factor: Formula) -> Formula:
    """One product, also where the formula is a product already."""
    return Product((*(form.factors if isinstance(form, Product) else (form,)), factor))


def _cost_forms(surface: Surface, y: Value, z: Quantity, a: Quantity) -> list[Formula]:
    first, *others = surface.cost_function.forms(ACTIVATIONS[surface.output], [y], [z.leaf], [a.leaf])
    if surface.cancels and y.value in (0.0, 1.0):  # stays exact where a has rounded to y
        others.insert(0, Function("ln", (Sum((ONE, Exp(z.leaf if y.value == 0.0 else minus(z.leaf)))),)))
    return [first, *others]


# --- The means over the batch --------------------------------------------------------------------------------------

SLOPES = {
    "w": Symbol("∂C/∂w", r"\frac{\partial C}{\partial w}", is_fraction=True),
    "b": Symbol("∂C/∂b", r"\frac{\partial C}{\partial b}", is_fraction=True),
}


def batch_quantities(batch: BatchPoints, gradient: Array, *, whole: bool) -> Iterator[Quantity]:
    """Yield the means over the batch: its cost, ∂C/∂w and ∂C/∂b; whole is True if the batch holds all points."""
    name = Symbol("C", "C") if whole else Symbol("C of the batch", r"C_{\text{batch}}")
    yield Quantity(name, float(batch.cost.mean()), lambda: [_mean(_costs(batch), len(batch))])
    yield Quantity(SLOPES["w"], float(gradient[0]), lambda: [_mean(_products(batch), len(batch))])
    yield Quantity(SLOPES["b"], float(gradient[1]), lambda: [_mean(_errors(batch), len(batch))])


def _mean(terms: list[Formula], m: int) -> Formula:
    return Quotient(Sum(terms), constant(m)) if m > 1 else terms[0]


def _costs(batch: BatchPoints) -> list[Formula]:
    """Return the terms of the cost's sum, or the sum itself if there are too many terms."""
    if len(batch) > MOST_TERMS:
        return [Value(Symbol("ΣC", r"\textstyle\sum C"), float(batch.cost.sum()))]
    return _terms("C", "C", batch, batch.cost)


def _errors(batch: BatchPoints) -> list[Formula]:
    """Return the terms of Σδ, or the sum itself if there are too many terms."""
    if len(batch) > MOST_TERMS:
        return [Value(Symbol("Σδ", r"\textstyle\sum\delta"), float(batch.delta.sum()))]
    return _terms("δ", r"\delta", batch, batch.delta)


def _products(batch: BatchPoints) -> list[Formula]:
    """Return the terms of Σδx, or the sum itself if there are too many terms."""
    if len(batch) > MOST_TERMS:
        return [Value(Symbol("Σδx", r"\textstyle\sum\delta x"), float(batch.delta @ batch.x))]
    return [Product(pair) for pair in zip(_errors(batch), _terms("x", "x", batch, batch.x), strict=True)]


def _terms(name: str, tex: str, batch: BatchPoints, values: Array) -> list[Formula]:
    pairs = zip(batch.numbers, values.tolist(), strict=True)
    return [Value(_numbered(name, number, tex), value) for number, value in pairs]
