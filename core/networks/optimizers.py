"""Optimizers: how an update uses the gradient g, the learning rate η, and its memory of earlier updates.

Each is a list of calls on fixed arrays. theta, the gradient and the memory have one shape, and the rate broadcasts over
it, so the same lines work for one network and for a stack of them.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from core.functions.calls import Call, constant
from core.types import Array


@dataclass(frozen=True)
class Settings:
    """The numbers of the optimizers besides η: μ of momentum, ρ of RMSProp, β₁, β₂ of Adam, and ε of both."""

    momentum: float = 0.9
    rho: float = 0.9
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        """Raise ValueError for a μ, ρ or β that is not in [0, 1), or an ε that is not above 0."""
        for name in ("momentum", "rho", "beta1", "beta2"):
            if not 0.0 <= getattr(self, name) < 1.0:
                raise ValueError(f"{name} is {getattr(self, name):g}, but it is what remains: pass 0 or more, below 1")
        if not (self.epsilon > 0.0 and math.isfinite(self.epsilon)):
            raise ValueError(f"epsilon is {self.epsilon:g}, but it keeps a division from being by 0: pass 1e-8, say")


@dataclass(frozen=True)
class Rule:
    """The calls for a mean gradient (which they may overwrite), and the memory that is kept between updates."""

    calls: list[Call]
    memory: tuple[Array, ...] = ()
    count: tuple[Array, ...] = ()
    """The number of updates so far, if the rule needs it; unlike the memory it belongs to no single network."""


def sgd(theta: Array, g: Array, rate: Array, settings: Settings) -> Rule:
    """θ ← θ − η g."""
    return Rule([partial(np.multiply, g, rate, g), partial(np.subtract, theta, g, theta)])


def momentum(theta: Array, g: Array, rate: Array, settings: Settings) -> Rule:
    """v ← μ v − η g, θ ← θ + v (Polyak 1964; Nielsen, chapter 3)."""
    v, mu = np.zeros_like(theta), constant(settings.momentum, theta)
    return Rule([*_velocity(v, mu, g, rate), partial(np.add, theta, v, theta)], (v,))


def nesterov(theta: Array, g: Array, rate: Array, settings: Settings) -> Rule:
    """v ← μ v − η g, θ ← θ + μ v − η g: the gradient at momentum's next point (Sutskever et al. 2013), as in Keras."""
    v, s, mu = np.zeros_like(theta), np.empty_like(theta), constant(settings.momentum, theta)
    calls: list[Call] = [
        *_velocity(v, mu, g, rate),  # leaves η g in g
        partial(np.multiply, v, mu, s),
        partial(np.subtract, s, g, s),
        partial(np.add, theta, s, theta),
    ]
    return Rule(calls, (v,))


def _velocity(v: Array, mu: Array, g: Array, rate: Array) -> list[Call]:
    return [partial(np.multiply, g, rate, g), partial(np.multiply, v, mu, v), partial(np.subtract, v, g, v)]


def rmsprop(theta: Array, g: Array, rate: Array, settings: Settings) -> Rule:
    """s ← ρ s + (1 − ρ) g², θ ← θ − η g / (√s + ε) (Hinton's lecture 6e, 2012; ε as in PyTorch)."""
    s, scratch = np.zeros_like(theta), np.empty_like(theta)
    calls: list[Call] = [
        *_average_square(s, settings.rho, g, scratch),
        partial(np.sqrt, s, scratch),
        partial(np.add, scratch, constant(settings.epsilon, theta), scratch),
        partial(np.divide, g, scratch, g),
        partial(np.multiply, g, rate, g),
        partial(np.subtract, theta, g, theta),
    ]
    return Rule(calls, (s,))


def adam(theta: Array, g: Array, rate: Array, settings: Settings) -> Rule:
    """m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², θ ← θ − η m̂ / (√v̂ + ε), m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ).

    Kingma and Ba 2015, in the order of the end of their section 2: with c = √(1 − β₂ᵗ) the step is
    η c / (1 − β₁ᵗ) · m / (√v + c ε), which divides two numbers instead of two arrays.
    """
    m, v, scratch = np.zeros_like(theta), np.zeros_like(theta), np.empty_like(theta)
    t = np.zeros(())
    step, epsilon = constant(0.0, theta), constant(0.0, theta)

    def tick() -> None:
        t[...] += 1.0
        updates = float(t)
        c = math.sqrt(1.0 - settings.beta2**updates)
        step[...] = c / (1.0 - settings.beta1**updates)
        epsilon[...] = c * settings.epsilon

    calls: list[Call] = [
        tick,
        partial(np.multiply, m, constant(settings.beta1, theta), m),
        partial(np.multiply, g, constant(1.0 - settings.beta1, theta), scratch),
        partial(np.add, m, scratch, m),
        *_average_square(v, settings.beta2, g, scratch),
        partial(np.sqrt, v, scratch),
        partial(np.add, scratch, epsilon, scratch),
        partial(np.divide, m, scratch, scratch),
        partial(np.multiply, scratch, step, scratch),
        partial(np.multiply, scratch, rate, scratch),
        partial(np.subtract, theta, scratch, theta),
    ]
    return Rule(calls, (m, v), (t,))


def _average_square(s: Array, kept: float, g: Array, scratch: Array) -> list[Call]:
    """s ← kept · s + (1 − kept) g², without change to g."""
    return [
        partial(np.multiply, s, constant(kept, s), s),
        partial(np.multiply, g, g, scratch),
        partial(np.multiply, scratch, constant(1.0 - kept, s), scratch),
        partial(np.add, s, scratch, s),
    ]


OPTIMIZERS: dict[str, Callable[[Array, Array, Array, Settings], Rule]] = {
    "sgd": sgd,
    "momentum": momentum,
    "nesterov": nesterov,
    "rmsprop": rmsprop,
    "adam": adam,
}


def penalty_calls(theta: Array, g: Array, on_weights: Array, l2: float, l1: float) -> list[Call]:
    """g ← g + l2 · w + l1 · sign w: the gradient of ½ l2 Σw² + l1 Σ|w|, over the weights and not the biases.

    on_weights broadcasts over theta, 1 for a weight and 0 for a bias. With Nielsen's λ over n instances, l2 is λ / n.
    """
    scratch = np.empty_like(theta)
    calls: list[Call] = []
    if l2:
        factor = np.asarray(l2 * on_weights, dtype=theta.dtype)
        calls += [partial(np.multiply, theta, factor, scratch), partial(np.add, g, scratch, g)]
    if l1:
        factor = np.asarray(l1 * on_weights, dtype=theta.dtype)
        calls.append(partial(np.sign, theta, scratch))
        calls += [partial(np.multiply, scratch, factor, scratch), partial(np.add, g, scratch, g)]
    return calls
