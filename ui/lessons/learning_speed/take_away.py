"""Lesson 3, to take away: the race. The home page gives its own race in the same way."""

from collections.abc import Iterator, Sequence
from string import Template

import numpy as np

from core.functions.cost import Cost
from ui.lessons.learning_speed.controls import APART, CONTROLS, ETA, ETA_CE, STEP, B, W
from ui.lessons.learning_speed.picture import say_ratio
from ui.lessons.learning_speed.race import Race
from ui.take_away import TakeAway, in_words
from ui.two_costs import Pair, has_half

_SCRIPT = '''"""One sigmoid neuron learns one instance under two costs.

z = w x + b, a = σ(z), δ = ∂C/∂z, ∂C/∂w = δ x and ∂C/∂b = δ; η is the learning rate.
"""

import math

W, B, X, Y = $w, $b, $x, $y
UPDATES, SHOWN = $updates, $shown  # so many are made, and this one is printed
ETAS = $etas


def outputs(z):
    """σ(z) and 1 − σ(z) = σ(−z), neither of which rounds to 0"""
    e = math.exp(-abs(z))
    near, far = 1.0 / (1.0 + e), e / (1.0 + e)
    return (near, far) if z >= 0.0 else (far, near)


def quadratic(z):
    """C = $formula and its δ = $factor (a − y) σ′(z), with σ′(z) = a (1 − a)"""
    a, rest = outputs(z)
    error = (1.0 - Y) * a - Y * rest
    return $weight * error**2, error * ($factor * a * rest)


def cross_entropy(z):
    """C = −[y ln a + (1 − y) ln(1 − a)] and its δ = a − y: σ′(z) has cancelled"""
    a, rest = outputs(z)
    cost = abs(z) * (1.0 - Y if z > 0.0 else Y) + math.log1p(math.exp(-abs(z)))
    return cost, (1.0 - Y) * a - Y * rest


def race(cost, eta):
    """w, b, a, C and ∂C/∂w after each update"""
    states, s = [], 0.0  # every update moves (w, b) along (x, 1), so one number gives both
    for _ in range(UPDATES + 1):
        z = W * X + B - s * (X * X + 1.0)
        value, delta = cost(z)
        states.append((W - s * X, B - s, outputs(z)[0], value, delta * X))
        s += eta * delta
    return states


def within(states, tolerance):
    """The number of updates until a is this near to y; None: it is not"""
    near = (k for k, state in enumerate(states) if abs(min(state[2], 1.0 - 2.0**-53) - Y) < tolerance)
    return next(near, None)


runs = [race(cost, eta) for cost, eta in zip((quadratic, cross_entropy), ETAS)]
print(f"{'':<30}{'quadratic':<25}cross-entropy")
for k in dict.fromkeys((0, SHOWN, UPDATES)):
    print(f"after {k} updates")
    for place, name in enumerate(("w", "b", "a", "C", "dC/dw")):
        print(f"  {name:<28}" + "".join(f"{run[k][place]!r:<25}" for run in runs).rstrip())
for tolerance in (0.5, 0.2, 0.1):
    name = f"updates until within {tolerance}"
    print(f"{name:<30}" + "".join(f"{within(run, tolerance)!s:<25}" for run in runs).rstrip())
'''


def take_away(race: Race) -> TakeAway:
    """Return what the lesson has to give."""
    return TakeAway(
        "learning_speed",
        in_words((W, B, ETA), CONTROLS, lambda control: control is not ETA_CE or APART.value()),
        formulas(race.costs),
        lambda: rows(race),
        lambda: script(race, int(STEP.value(high=race.updates))),
    )


def formulas(costs: Pair[Cost]) -> list[str]:
    """Return both gradients, and their ratio."""
    two = "" if has_half(costs.quadratic) else "2 "
    ratio = say_ratio(costs.quadratic, "z")
    return [
        f"Quadratic: ∂C/∂w = {two}(a − y) σ′(z) x; cross-entropy: ∂C/∂w = (a − y) x, {ratio} times as much",
        "z = w x + b, a = σ(z), w ← w − η ∂C/∂w, b ← b − η ∂C/∂b",
    ]


def rows(race: Race) -> Iterator[Sequence[object]]:
    """Yield both runs, update by update."""
    names = "w", "b", "output a", "cost C", "dC/dw"
    yield "update", *(f"{name}, {cost}" for cost in ("quadratic", "cross-entropy") for name in names)
    columns = [
        column
        for run in race.runs
        for column in (run.weights[:, 0], run.bias, run.a, run.cost, run.weight_gradient[:, 0])
    ]
    for update, values in enumerate(np.column_stack(columns).tolist()):
        yield update, *values


def script(race: Race, shown: int) -> str:
    """Return a script that does both runs, and prints them at the start, at the update shown and at the end."""
    quadratic = race.costs.quadratic
    return Template(_SCRIPT).substitute(
        w=repr(race.w),
        b=repr(race.b),
        x=repr(race.x),
        y=repr(race.y),
        updates=race.updates,
        shown=shown,
        etas=tuple(race.etas),
        formula=quadratic.formula,
        weight=repr(quadratic.factor(1) / 2.0),
        factor=repr(quadratic.factor(1)),
    )
