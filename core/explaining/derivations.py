"""The formulas of activations, costs and their slopes, as they are shown with symbols and with numbers.

Where there are several for one quantity, the first is the one in books, and the others stay right where its digits run
out: a sigmoid's a (1 − a) is 0 · 1 from z = 36.74 on, and σ′(z) is not.
"""

from collections.abc import Callable, Sequence

import numpy as np

from core.formulas.tree import (
    Exp,
    Formula,
    Function,
    Product,
    Quotient,
    Square,
    Sum,
    Value,
    constant,
    difference,
    minus,
)
from core.functions.activations import LEAK
from core.functions.costs import ERRORS, Cost, CrossEntropy, Quadratic
from core.networks.network import output_slope
from core.types import Array

ONE, TWO = constant(1.0), constant(2.0)


def sigmoids(z: Value) -> list[Formula]:
    """σ(z) = 1 / (1 + e^(−z))."""
    return [Quotient(ONE, Sum((ONE, Exp(minus(z))))), Quotient(Exp(z), Sum((ONE, Exp(z))))]


def softmaxes(z: Sequence[Value], unit: int) -> list[Formula]:
    """aₖ = e^zₖ / Σⱼ e^zⱼ, and the same with the largest z taken off, where e^z would overflow."""
    largest = max(z, key=lambda each: each.value)
    shifted = [Exp(difference(each, largest)) for each in z]
    return [Quotient(Exp(z[unit]), Sum([Exp(each) for each in z])), Quotient(shifted[unit], Sum(shifted))]


ACTIVATION_FORMULAS: dict[str, Callable[[Value], list[Formula]]] = {
    "linear": lambda z: [z],
    "sigmoid": sigmoids,
    "tanh": lambda z: [Function("tanh", (z,))],
    "relu": lambda z: [Function("max", (constant(0.0), z))],
    "leaky_relu": lambda z: [Function("max", (Product((constant(LEAK), z)), z))],
}


def derivative_formulas(activation: str, z: Value, a: Value, value: float) -> list[Formula]:
    """σ′ = a (1 − a), tanh′ = 1 − a², and their forms in z; that of the others is a number, which is given."""
    if activation == "sigmoid":
        e = Exp(minus(Function("abs", (z,))))
        return [Product((a, difference(ONE, a))), Quotient(e, Square(Sum((ONE, e))))]
    if activation == "tanh":
        e = Exp(Product((constant(-2.0), Function("abs", (z,)))))
        return [difference(ONE, Square(a)), Quotient(Product((constant(4.0), e)), Square(Sum((ONE, e))))]
    return [constant(value)]


def factor_of(cost: Cost, outputs: int) -> float:
    """2k of a quadratic cost k (y − a)²: the factor of a − y in its slope."""
    return 2.0 * cost.k(outputs) if isinstance(cost, Quadratic) else 1.0


def cost_slopes(cost: Cost, output: str, y: Array, z: Array, a: Array) -> Array:
    """∂C/∂a of every output and instance, (n, outputs): 2k (a − y), (a − y) / (a (1 − a)), or −y / a for softmax.

    For one output of softmax the others are held still, whose sum with it would no longer be 1: so ∂C/∂z is not this
    times one slope, but a sum over all outputs.
    """
    if output == "softmax" and isinstance(cost, CrossEntropy):
        with np.errstate(divide="ignore"):
            return np.where(y == 0.0, 0.0, -y / np.where(y == 0.0, 1.0, a))
    error = ERRORS[output](y, z, a)
    return np.asarray(cost.slope_from(y, error, output_slope(output, z, a)))


def slope_formulas(
    cost: Cost, output: str, y: Sequence[Value], z: Sequence[Value], a: Sequence[Value], unit: int
) -> list[Formula]:
    """∂C/∂a of one output; for cross-entropy with a sigmoid also −1/a for y = 1, 1/(1 − a) for y = 0."""
    target, estimate, weighted = y[unit], a[unit], z[unit]
    if isinstance(cost, CrossEntropy):
        if output == "softmax":
            return [Quotient(minus(target), estimate), *([constant(0.0)] if target.value == 0.0 else [])]
        whole = Product((estimate, difference(ONE, estimate)))
        one, other = Sum((ONE, Exp(minus(weighted)))), Sum((ONE, Exp(weighted)))  # 1/a and 1/(1 − a)
        forms: list[Formula] = [Quotient(difference(estimate, target), whole)]
        if target.value in (0.0, 1.0):
            return [*forms, other if target.value == 0.0 else minus(one)]
        return [*forms, difference(Product((difference(ONE, target), other)), Product((target, one)))]
    factor = factor_of(cost, len(y))
    forms = error_formulas(output, y, z, a, unit)
    return forms if factor == 1.0 else [Product((constant(factor), form)) for form in forms]


def error_formulas(output: str, y: Sequence[Value], z: Sequence[Value], a: Sequence[Value], unit: int) -> list[Formula]:
    """a − y, and forms of it that have digits left where a has rounded to y."""
    target, estimate, weighted = y[unit], a[unit], z[unit]
    forms: list[Formula] = [difference(estimate, target)]
    if output == "sigmoid":
        up = Quotient(ONE, Sum((ONE, Exp(minus(weighted)))))
        down = Quotient(ONE, Sum((ONE, Exp(weighted))))
        forms.append(difference(Product((difference(ONE, target), up)), Product((target, down))))
    if output == "tanh":  # for y = ±1
        power = Exp(Product((TWO, target, weighted)))
        forms.append(minus(Quotient(Product((TWO, target)), Sum((ONE, power)))))
    if output == "softmax":
        forms.append(minus(Sum([each for k, each in enumerate(a) if k != unit])))  # for the true class
        total = Sum(y)
        forms.append(difference(Product((estimate, total)), target))  # if the targets do not add up to 1
    return forms


def cost_formulas(cost: Cost, output: str, y: Sequence[Value], z: Sequence[Value], a: Sequence[Value]) -> list[Formula]:
    """C of one instance, the sum over its outputs; for cross-entropy also from z, where a has rounded."""
    if not isinstance(cost, CrossEntropy):
        k = factor_of(cost, len(y)) / 2.0
        squares = Sum([Square(difference(target, estimate)) for target, estimate in zip(y, a, strict=True)])
        return [squares if k == 1.0 else Product((constant(k), squares))]
    if output == "softmax":
        largest = max(z, key=lambda each: each.value)
        total = Function("ln", (Sum([Exp(difference(each, largest)) for each in z]),))
        terms = [Product((target, Function("ln", (each,)))) for target, each in zip(y, a, strict=True)]
        from_z = [
            Product((target, difference(total, difference(each, largest)))) for target, each in zip(y, z, strict=True)
        ]
        told = [k for k, target in enumerate(y) if target.value != 0.0]
        if not told:
            return [Sum(from_z)]
        return [minus(Sum(terms)), minus(Sum([terms[k] for k in told])), Sum([from_z[k] for k in told])]
    terms = list[Formula]()
    from_z = list[Formula]()
    for target, weighted, estimate in zip(y, z, a, strict=True):
        terms.append(Product((target, Function("ln", (estimate,)))))
        terms.append(Product((difference(ONE, target), Function("ln", (difference(ONE, estimate),)))))
        fold = Function("ln", (Sum((ONE, Exp(minus(Function("abs", (weighted,)))))),))
        above = Function("max", (weighted, constant(0.0)))
        from_z.append(Sum((above, Product((weighted, target)), fold), (False, True, False)))
    return [minus(Sum(terms)), Sum(from_z)]
