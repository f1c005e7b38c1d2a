"""Lesson 1, to take away: both costs of one estimate."""

from collections.abc import Iterator, Sequence
from string import Template

from core.formulas import code
from core.functions.activation import Z
from core.functions.activations import ACTIVATIONS
from core.functions.cost import A, Cost, Y
from core.numerals import bracketed, numeral
from core.tables.estimates import estimates_around
from ui.lessons.cost_functions.controls import CONVENTION, SCALE, YHAT
from ui.lessons.cost_functions.controls import Y as TARGET
from ui.lessons.cost_functions.picture import values_at
from ui.take_away import TakeAway, in_words
from ui.two_costs import Pair, half_words

_SCRIPT = '''"""Two costs of one estimate ŷ of y."""

import numpy as np

np.seterr(divide="ignore")  # ln 0 is −∞ here

Y, ESTIMATE = $y, $yhat


def quadratic(y, a):
    """C = $formula"""
    return $quadratic


def cross_entropy(y, a):
    """C = −[y ln a + (1 − y) ln(1 − a)]; 0 · ln 0 is its limit, 0."""
    yes = y * np.log(a) if y > 0.0 else 0.0
    no = (1.0 - y) * np.log1p(-a) if y < 1.0 else 0.0
    return 0.0 - (yes + no)


print("y                     ", Y)
print("estimate              ", ESTIMATE)
print("quadratic             ", float(quadratic(np.float64(Y), np.float64(ESTIMATE))))
print("cross-entropy         ", float(cross_entropy(np.float64(Y), np.float64(ESTIMATE))))
'''


def take_away(costs: Pair[Cost], y: float, yhat: float) -> TakeAway:
    """Return what the lesson has to give."""
    return TakeAway(
        "cost_functions",
        in_words((TARGET, YHAT), (SCALE, CONVENTION)),
        formulas(costs, y, yhat),
        lambda: rows(costs, y),
        lambda: script(costs.quadratic, y, yhat),
    )


def formulas(costs: Pair[Cost], y: float, yhat: float) -> list[str]:
    """Return both costs with symbols and with numbers."""
    here = values_at(costs, y, yhat)
    half = half_words(costs.quadratic)
    weight = "½ " if costs.quadratic.formula.startswith("½") else ""
    target, estimate, rest, other = (bracketed(number) for number in (y, yhat, 1.0 - y, 1.0 - yhat))
    entropy = f"−[{target} · ln {estimate} + {rest} · ln {other}]"
    return [
        f"Quadratic, {half}: C = {weight}(y − ŷ)² = {weight}({target} − {estimate})² = {numeral(here.quadratic)}",
        f"Cross-entropy: C = −[y ln ŷ + (1 − y) ln(1 − ŷ)] = {entropy} = {numeral(here.cross_entropy)}",
    ]


def rows(costs: Pair[Cost], y: float) -> Iterator[Sequence[object]]:
    """Yield the curves of both costs."""
    yield "y", "estimate", f"quadratic, {half_words(costs.quadratic)}", "cross-entropy"
    at = estimates_around(y)
    for estimate, first, second in zip(at, *costs.map(lambda cost: cost.from_a(y, at)), strict=True):
        yield y, float(estimate), float(first), float(second)


def script(quadratic: Cost, y: float, yhat: float) -> str:
    """Return a script that prints both costs."""
    output = next(activation for activation in ACTIVATIONS.values() if activation.is_probability)
    form = code.numpy(quadratic.forms(output, [Y], [Z], [A])[0])
    return Template(_SCRIPT).substitute(y=repr(y), yhat=repr(yhat), formula=quadratic.formula, quadratic=form)
