"""What an optimizer computes from a gradient, as formulas: its memory, and the new w and b."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from core.formulas import ONE, Formula, Power, Product, Quotient, Root, Square, Sum, Symbol, Value, difference
from core.formulas.quantity import Quantity
from core.networks.optimizers import OPTIMIZERS, Settings
from core.surfaces.batch_formulas import SLOPES
from core.surfaces.descent import SurfacePath
from core.types import Array


class Given(NamedTuple):
    """What an optimizer is given for one parameter: its name and old value, its gradient, η, and the memory.

    before and now are the memory before the update and after it; updates is the number of updates, this one included.
    """

    of: str
    old: Value
    slope: Value
    eta: Value
    before: list[float]
    now: list[float]
    settings: Settings
    updates: int


class Moves(NamedTuple):
    """An optimizer's memory of a parameter, line by line, and the formula of the parameter's new value."""

    remembered: list[Quantity]
    new: Formula


def memory_before(path: SurfacePath, index: int) -> tuple[Array, ...]:
    """Return the optimizer's memory before update `index`, each (2,) for w and b, from the path's gradients.

    Momentum and Nesterov: v. RMSProp: s. Adam: m and v. Plain descent: nothing.
    """
    theta, g = np.zeros(2), np.empty(2)
    rule = OPTIMIZERS[path.descent.optimizer](theta, g, np.array(path.learning_rate), path.descent.settings)
    for used in path.used[:index]:
        g[:] = used
        for call in rule.calls:
            call()
    return tuple(each.copy() for each in rule.memory)


def update_quantities(path: SurfacePath, index: int) -> Iterator[Quantity]:
    """Yield what the optimizer computes from the gradient of update `index`: its memory, and the new w and b."""
    before, now = memory_before(path, index), memory_before(path, index + 1)
    for at, (of, values) in enumerate((("w", path.w), ("b", path.b))):
        moves = _MOVES[path.descent.optimizer](
            Given(
                of=of,
                old=Value(Symbol(of, of), float(values[index])),
                slope=Value(SLOPES[of], float(path.used[index, at])),
                eta=Value(Symbol("η", r"\eta"), path.learning_rate),
                before=[float(each[at]) for each in before],
                now=[float(each[at]) for each in now],
                settings=path.descent.settings,
                updates=index + 1,
            )
        )
        yield from moves.remembered
        name = Symbol(f"new {of}", rf"{of}_{{\text{{new}}}}")
        yield Quantity(name, float(values[index + 1]), lambda made=moves.new: [made])


def _memory(name: str, of: str) -> tuple[Symbol, Symbol]:
    """The symbols of a memory before and after the update."""
    return Symbol(f"{name} of {of}", f"{name}_{of}"), Symbol(f"new {name} of {of}", rf"{name}_{{{of},\text{{new}}}}")


def _plain(given: Given) -> Moves:
    """w − η g."""
    return Moves([], difference(given.old, Product((given.eta, given.slope))))


def _velocity(given: Given) -> Quantity:
    """v ← μ v − η g."""
    was, becomes = _memory("v", given.of)
    kept = Product((_mu(given.settings), Value(was, given.before[0])))
    form = difference(kept, Product((given.eta, given.slope)))
    return Quantity(becomes, given.now[0], lambda: [form])


def _mu(settings: Settings) -> Value:
    return Value(Symbol("μ", r"\mu"), settings.momentum)


def _momentum(given: Given) -> Moves:
    """w + v, with the new v."""
    v = _velocity(given)
    return Moves([v], Sum((given.old, v.leaf)))


def _nesterov(given: Given) -> Moves:
    """w + μ v − η g, with the new v."""
    v = _velocity(given)
    parts = (given.old, Product((_mu(given.settings), v.leaf)), Product((given.eta, given.slope)))
    return Moves([v], Sum(parts, (False, False, True)))


def _average(name: str, given: Given, kept: Value, of: Formula, at: int) -> Quantity:
    """s ← ρ s + (1 − ρ) g."""
    was, becomes = _memory(name, given.of)
    form = Sum((Product((kept, Value(was, given.before[at]))), Product((difference(ONE, kept), of))))
    return Quantity(becomes, given.now[at], lambda: [form])


def _rmsprop(given: Given) -> Moves:
    """w − η g / (√s + ε), with the new s."""
    s = _average("s", given, Value(Symbol("ρ", r"\rho"), given.settings.rho), Square(given.slope), 0)
    bottom = Sum((Root(s.leaf), _epsilon(given.settings)))
    return Moves([s], difference(given.old, Quotient(Product((given.eta, given.slope)), bottom)))


def _epsilon(settings: Settings) -> Value:
    return Value(Symbol("ε", r"\varepsilon"), settings.epsilon)


def _adam(given: Given) -> Moves:
    """w − η m̂ / (√v̂ + ε)."""
    beta1 = Value(Symbol("β₁", r"\beta_1"), given.settings.beta1)
    beta2 = Value(Symbol("β₂", r"\beta_2"), given.settings.beta2)
    m = _average("m", given, beta1, given.slope, 0)
    v = _average("v", given, beta2, Square(given.slope), 1)

    def corrected(line: Quantity, name: str, beta: Value) -> Quantity:
        form = Quotient(line.leaf, difference(ONE, Power(beta, given.updates)))
        symbol = Symbol(f"{name}̂ of {given.of}", rf"\hat{{{name}}}_{given.of}")
        return Quantity(symbol, line.value / (1.0 - beta.value**given.updates), lambda: [form])

    m_hat, v_hat = corrected(m, "m", beta1), corrected(v, "v", beta2)
    bottom = Sum((Root(v_hat.leaf), _epsilon(given.settings)))
    return Moves([m, v, m_hat, v_hat], difference(given.old, Quotient(Product((given.eta, m_hat.leaf)), bottom)))


_MOVES = {"sgd": _plain, "momentum": _momentum, "nesterov": _nesterov, "rmsprop": _rmsprop, "adam": _adam}
