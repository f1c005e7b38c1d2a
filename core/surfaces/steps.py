"""One update on a cost surface, every quantity with the formula it comes from: points, gradient, memory, step."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

import numpy as np

from core.explaining.derivations import (
    ACTIVATION_FORMULAS,
    cost_formulas,
    derivative_formulas,
    error_formulas,
    factor_of,
)
from core.formulas import (
    ONE,
    Exp,
    Formula,
    Function,
    Power,
    Product,
    Quotient,
    Root,
    Square,
    Style,
    Sum,
    Symbol,
    Value,
    constant,
    difference,
    digits_needed,
    minus,
    written,
    written_tex,
)
from core.functions.activations import ACTIVATIONS
from core.functions.costs.cross_entropy import CrossEntropy
from core.networks.optimizers import OPTIMIZERS, Settings
from core.numerals import MINUS
from core.surfaces.descent import SurfacePath, batches, descend_surface
from core.surfaces.surface import Surface
from core.types import Array

MANY = 5
"""More digits than this, beyond those that another formula needs, are too many to read."""
MOST_TERMS = 5
"""A sum over more points than this is quoted from the table's last row, and not written out."""


@dataclass(frozen=True, eq=False)
class Line:
    """A quantity, and the formulas that give it; the first that works with few digits is written.

    Worked out with the numbers printed in it, the formula gives the value as printed.
    """

    symbol: Symbol
    value: float
    formulas: Callable[[], Sequence[Formula]]
    digits: int = 4

    @property
    def result(self) -> str:
        """The value in plain text."""
        return written(self.value, self.digits)

    @property
    def tex(self) -> str:
        """Symbol = formula = formula with numbers = value, in TeX; the value alone if no formula gives it."""
        value = written_tex(self.value, self.digits)
        if self.chosen is None:
            return f"{self.symbol.tex} = {value}"
        formula, digits = self.chosen
        symbols, numbers = formula.text(Style(True, None)), formula.text(Style(True, digits))
        parts = [self.symbol.tex, *([] if symbols == numbers else [symbols]), numbers]
        return " = ".join([*parts, *([] if numbers == value else [value])])

    @property
    def tex_in_two(self) -> str:
        """The same in two rows, the numbers in the second: for a formula with many terms."""
        if self.chosen is None:
            return self.tex
        formula, digits = self.chosen
        symbols, numbers = formula.text(Style(True, None)), formula.text(Style(True, digits))
        value = written_tex(self.value, self.digits)
        return rf"\begin{{aligned}}{self.symbol.tex} &= {symbols} \\ &= {numbers} = {value}\end{{aligned}}"

    @cached_property
    def chosen(self) -> tuple[Formula, int] | None:
        """The first formula that does not need many more digits than another, and with how many it is written."""
        if not np.isfinite(self.value):
            return None
        mantissa = self.result.replace(",", "").partition("\u00a0")[0].lstrip(f"{MINUS}0.")
        shown = max(self.digits, sum(map(str.isdigit, mantissa)))  # a short decimal from 1,000 on is written in full
        needed = [(formula, digits_needed(formula, self.value, shown)) for formula in self.formulas()]
        usable = [(formula, digits) for formula, digits in needed if digits is not None]
        if not usable:
            return None
        fewest = min(digits for _, digits in usable)
        return next((formula, digits) for formula, digits in usable if digits <= fewest + MANY)

    @property
    def leaf(self) -> Value:
        """The quantity as a part of another formula."""
        return Value(self.symbol, self.value)


@dataclass(frozen=True, eq=False)
class Step:
    """The update from the state after `index` updates: the points of its batch, and what is worked out from them.

    numbers, (m,), are the points' numbers from 1; x, y, z, a, slope, delta and cost are (m,) too. point are the
    formulas for the first of them, mean those of the batch's cost and gradient, update what the optimizer makes of it.
    cost_before and cost_after are the cost of all points.
    """

    index: int
    numbers: list[int]
    x: Array
    y: Array
    z: Array
    a: Array
    slope: Array
    delta: Array
    cost: Array
    point: list[Line]
    mean: list[Line]
    update: list[Line]
    new: tuple[float, float]
    cost_before: float
    cost_after: float
    all_points: int

    @property
    def full_batch(self) -> bool:
        """Whether all points are in the batch."""
        return len(self.numbers) == self.all_points


def step_at(
    surface: Surface,
    w: float,
    b: float,
    *,
    index: int,
    learning_rate: float,
    optimizer: str = "sgd",
    settings: Settings | None = None,
    batch_size: int | None = None,
    seed: int = 0,
) -> Step | None:
    """Descend from (w, b) and return the update number `index` (from 0) in all its parts.

    None if the descent has left the range of numbers by then.
    """
    settings = settings or Settings()
    n = len(surface.points)
    size = n if batch_size is None else batch_size
    path = descend_surface(
        surface,
        w,
        b,
        learning_rate=learning_rate,
        steps=index + 1,
        optimizer=optimizer,
        settings=settings,
        batch_size=size,
        seed=seed,
    )
    if path.updates <= index:
        return None
    batch = next(islice(batches(n, size, seed), index, None))
    x, y = surface.points.x[batch], surface.points.y[batch]
    here = float(path.w[index]), float(path.b[index])
    z = here[0] * x + here[1]
    activation = ACTIVATIONS[surface.output]
    a = activation.fn(z)
    cost_of, rows = surface.cost_function, (y[:, None], z[:, None], a[:, None])
    step = Step(
        index,
        [int(k) + 1 for k in batch],
        x,
        y,
        z,
        a,
        activation.derivative(z, a),
        cost_of.delta(*rows, surface.output)[:, 0],
        cost_of.value(*rows, surface.output).reshape(len(x), -1)[:, 0],
        [],
        [],
        [],
        (float(path.w[index + 1]), float(path.b[index + 1])),
        float(path.cost[index]),
        float(path.cost[index + 1]),
        n,
    )
    step.point.extend(_point(surface, step, here))
    step.mean.extend(_mean(step, path))
    step.update.extend(_update(step, path, optimizer, settings))
    return step


def memory_before(path: SurfacePath, index: int, optimizer: str, settings: Settings) -> tuple[Array, ...]:
    """Return what the optimizer remembers before update `index`, each (2,) for w and b: the path's gradients replayed.

    Momentum and Nesterov: v. RMSProp: s. Adam: m and v. Plain descent: nothing.
    """
    theta, g = np.zeros(2), np.empty(2)
    rule = OPTIMIZERS[optimizer](theta, g, np.array(path.learning_rate), settings)
    for used in path.used[:index]:
        g[:] = used
        for call in rule.calls:
            call()
    return tuple(each.copy() for each in rule.memory)


# --- The lines -----------------------------------------------------------------------------------------------------


def _numbered(name: str, number: int, tex: str = "") -> Symbol:
    low = str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
    return Symbol(f"{name}{low}", f"{tex or name}_{{{number}}}")


def _point(surface: Surface, step: Step, here: tuple[float, float]) -> Iterator[Line]:
    """z, a, σ′(z), δ and C of the batch's first point."""
    number = step.numbers[0]
    w, b = Value(Symbol("w", "w"), here[0]), Value(Symbol("b", "b"), here[1])
    x, y = Value(_numbered("x", number), float(step.x[0])), Value(_numbered("y", number), float(step.y[0]))
    z = Line(_numbered("z", number), float(step.z[0]), lambda: [Sum((Product((w, x)), b))])
    a = Line(_numbered("a", number), float(step.a[0]), lambda: ACTIVATION_FORMULAS[surface.output](z.leaf))
    yield z
    yield a
    given = [y], [z.leaf], [a.leaf]
    cost = surface.cost_function
    errors = error_formulas(surface.output, *given, 0)
    if isinstance(cost, CrossEntropy):
        yield Line(_numbered("δ", number, r"\delta"), float(step.delta[0]), lambda: errors)
    else:
        k = factor_of(cost, 1)
        before = [] if k == 1.0 else [constant(k)]
        after = list[Formula]()
        if surface.output == "sigmoid":
            tex = rf"\sigma'(z_{{{number}}})"
            plain = f"σ′({z.symbol.plain})"
            slope = Line(
                Symbol(plain, tex),
                float(step.slope[0]),
                lambda: derivative_formulas("sigmoid", z.leaf, a.leaf, float(step.slope[0])),
            )
            yield slope
            after = [slope.leaf]
        yield Line(
            _numbered("δ", number, r"\delta"),
            float(step.delta[0]),
            lambda: [Product((*before, error, *after)) if before or after else error for error in errors],
        )

    def costs() -> list[Formula]:
        first, *others = cost_formulas(cost, surface.output, *given)
        if isinstance(cost, CrossEntropy) and y.value in (0.0, 1.0):  # where a has rounded to y, no digits are lost
            others.insert(0, Function("ln", (Sum((ONE, Exp(z.leaf if y.value == 0.0 else minus(z.leaf)))),)))
        return [first, *others]

    yield Line(_numbered("C", number), float(step.cost[0]), costs)


_SLOPES = {
    "w": Symbol("∂C/∂w", r"\frac{\partial C}{\partial w}", is_fraction=True),
    "b": Symbol("∂C/∂b", r"\frac{\partial C}{\partial b}", is_fraction=True),
}
_SUMS = {
    "w": Symbol("Σδx", r"\textstyle\sum\delta x"),
    "b": Symbol("Σδ", r"\textstyle\sum\delta"),
    "C": Symbol("ΣC", r"\textstyle\sum C"),
}


def _mean(step: Step, path: SurfacePath) -> Iterator[Line]:
    """The means over the batch: its cost, ∂C/∂w and ∂C/∂b."""
    many, m = len(step.x) > MOST_TERMS, constant(len(step.x))

    def term(name: str, tex: str, value: float, i: int) -> Value:
        return Value(_numbered(name, step.numbers[i], tex), value)

    def terms(of: str) -> list[Formula]:
        if many:
            total = {"w": float(step.delta @ step.x), "b": float(step.delta.sum()), "C": float(step.cost.sum())}[of]
            return [Value(_SUMS[of], total)]
        if of == "C":
            return [term("C", "C", float(cost), i) for i, cost in enumerate(step.cost)]
        deltas = [term("δ", r"\delta", float(delta), i) for i, delta in enumerate(step.delta)]
        xs = [term("x", "x", float(x), i) for i, x in enumerate(step.x)]
        return list[Formula](deltas) if of == "b" else [Product(pair) for pair in zip(deltas, xs, strict=True)]

    def mean(of: str) -> list[Formula]:
        return [Quotient(Sum(terms(of)), m) if len(step.x) > 1 else terms(of)[0]]

    name = Symbol("C", "C") if step.full_batch else Symbol("C of the batch", r"C_{\text{batch}}")
    yield Line(name, float(step.cost.mean()), lambda: mean("C"))
    for at, of in enumerate("wb"):
        yield Line(_SLOPES[of], float(path.used[step.index, at]), lambda of=of: mean(of))


class Given(NamedTuple):
    """What an optimizer is given for one parameter: its name and old value, ∂C/∂it, η, and what it remembers.

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
    """What an optimizer remembers of a parameter, line by line, and the formula of its new value."""

    remembered: list[Line]
    new: Formula


def _update(step: Step, path: SurfacePath, optimizer: str, settings: Settings) -> Iterator[Line]:
    """What the optimizer makes of the gradient: its memory, and the new w and b."""
    eta = Value(Symbol("η", r"\eta"), path.learning_rate)
    before = memory_before(path, step.index, optimizer, settings)
    now = memory_before(path, step.index + 1, optimizer, settings)
    for at, of in enumerate("wb"):
        moves = _MOVES[optimizer](
            Given(
                of,
                Value(Symbol(of, of), float((path.w, path.b)[at][step.index])),
                Value(_SLOPES[of], float(path.used[step.index, at])),
                eta,
                [float(each[at]) for each in before],
                [float(each[at]) for each in now],
                settings,
                step.index + 1,
            )
        )
        yield from moves.remembered
        name = Symbol(f"new {of}", rf"{of}_{{\text{{new}}}}")
        yield Line(name, step.new[at], lambda made=moves.new: [made])


def _memory(name: str, of: str) -> tuple[Symbol, Symbol]:
    """The symbols of a memory before and after the update."""
    return Symbol(f"{name} of {of}", f"{name}_{of}"), Symbol(f"new {name} of {of}", rf"{name}_{{{of},\text{{new}}}}")


def _plain(given: Given) -> Moves:
    """w − η g."""
    return Moves([], difference(given.old, Product((given.eta, given.slope))))


def _velocity(given: Given) -> Line:
    """v ← μ v − η g."""
    was, becomes = _memory("v", given.of)
    kept = Product((_mu(given.settings), Value(was, given.before[0])))
    form = difference(kept, Product((given.eta, given.slope)))
    return Line(becomes, given.now[0], lambda: [form])


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


def _average(name: str, given: Given, kept: Value, of: Formula, at: int) -> Line:
    """s ← ρ s + (1 − ρ) g."""
    was, becomes = _memory(name, given.of)
    form = Sum((Product((kept, Value(was, given.before[at]))), Product((difference(ONE, kept), of))))
    return Line(becomes, given.now[at], lambda: [form])


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

    def corrected(line: Line, name: str, beta: Value) -> Line:
        form = Quotient(line.leaf, difference(ONE, Power(beta, given.updates)))
        symbol = Symbol(f"{name}̂ of {given.of}", rf"\hat{{{name}}}_{given.of}")
        return Line(symbol, line.value / (1.0 - beta.value**given.updates), lambda: [form])

    m_hat, v_hat = corrected(m, "m", beta1), corrected(v, "v", beta2)
    bottom = Sum((Root(v_hat.leaf), _epsilon(given.settings)))
    return Moves([m, v, m_hat, v_hat], difference(given.old, Quotient(Product((given.eta, m_hat.leaf)), bottom)))


_MOVES = {"sgd": _plain, "momentum": _momentum, "nesterov": _nesterov, "rmsprop": _rmsprop, "adam": _adam}
