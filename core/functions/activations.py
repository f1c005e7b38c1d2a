"""Activation functions: what a neuron makes of its weighted input z, and how much of a nudge to z gets through.

Every derivative is given both z and a = fn(z). Books write it with a, as in σ′ = a (1 − a). Here z does the work,
because 1 − a is 0 as soon as a has rounded to 1 (from z = 36.74 on), while σ′(z) is still small and positive.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.types import Array, Real

LEAK = 0.01
"""The slope of leaky ReLU below 0."""


def linear(z: Real) -> Array:
    """a = z, in the shape of z."""
    return np.positive(z)


def linear_derivative(z: Real, a: Real) -> Array:
    """1 for every z, in the shape of z: a linear unit never saturates."""
    return 1.0 + 0.0 * np.asarray(z)


def sigmoid(z: Real) -> Array:
    """σ(z) = 1 / (1 + e⁻ᶻ), elementwise, in the shape of z (Nielsen, chapter 1).

    Both exponents are kept at or below 0, so nothing overflows: for z ≥ 0 this is 1 / (1 + e⁻ᶻ), for z < 0 it is
    eᶻ / (1 + eᶻ).
    """
    return np.exp(np.minimum(z, 0.0)) / (1.0 + np.exp(-np.abs(z)))


def sigmoid_derivative(z: Real, a: Real) -> Array:
    """σ′(z) = a (1 − a), elementwise, in the shape of z: at most ¼, at z = 0.

    Written e / (1 + e)² with e = e^(−|z|), which has nothing to subtract and so is right to rounding for any z.
    """
    e = np.exp(-np.abs(z))
    return e / (1.0 + e) ** 2


def logit(a: Real) -> Array:
    """z = ln(a / (1 − a)), the z for which σ(z) = a; ∓∞ for a = 0 and 1, nan outside."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(a) - np.log1p(np.negative(a))


def tanh(z: Real) -> Array:
    """a = tanh z = 2 σ(2z) − 1, elementwise, in the shape of z."""
    return np.tanh(z)


def tanh_derivative(z: Real, a: Real) -> Array:
    """tanh′(z) = 1 − a², elementwise, in the shape of z: at most 1, at z = 0.

    Written 4e / (1 + e)² with e = e^(−2|z|): it is 4 σ′(2z).
    """
    e = np.exp(-2.0 * np.abs(z))
    return 4.0 * e / (1.0 + e) ** 2


def relu(z: Real) -> Array:
    """a = max(z, 0), elementwise, in the shape of z."""
    return np.maximum(z, 0.0)


def relu_derivative(z: Real, a: Real) -> Array:
    """1 for z > 0, else 0. At z = 0, where there is a corner, 0 by convention."""
    return np.heaviside(z, 0.0)


def leaky_relu(z: Real) -> Array:
    """a = z for z > 0, else 0.01 z, elementwise, in the shape of z."""
    return np.maximum(z, LEAK * np.asarray(z))


def leaky_relu_derivative(z: Real, a: Real) -> Array:
    """1 for z > 0, else 0.01, the corner at z = 0 included."""
    return np.maximum(np.heaviside(z, 0.0), LEAK)


def softmax(z: Array) -> Array:
    """aₖ = e^zₖ / Σⱼ e^zⱼ over the last axis; the shape of z, each row adding up to 1.

    The largest z of a row is taken off first. That changes no aₖ, and no exponent is above 0 any more.
    """
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@dataclass(frozen=True)
class Activation:
    """A function, its slope given z and a = fn(z), and the a half-way between its targets."""

    name: str
    label: str
    fn: Callable[[Real], Array]
    derivative: Callable[[Real, Real], Array]
    middle: float = 0.0


ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation
    for activation in (
        Activation("linear", "linear", linear, linear_derivative),
        Activation("sigmoid", "sigmoid", sigmoid, sigmoid_derivative, middle=0.5),
        Activation("tanh", "tanh", tanh, tanh_derivative),
        Activation("relu", "ReLU", relu, relu_derivative),
        Activation("leaky_relu", "leaky ReLU", leaky_relu, leaky_relu_derivative),
    )
}


def activation_named(activation: Activation | str) -> Activation:
    """Look an activation up by its name; an Activation is passed through. An unknown name raises ValueError."""
    if isinstance(activation, Activation):
        return activation
    if activation not in ACTIVATIONS:
        raise ValueError(f"the activation is {activation!r}, but it must be one of {', '.join(ACTIVATIONS)}: name one")
    return ACTIVATIONS[activation]
