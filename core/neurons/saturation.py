"""The flat sides of the activations: what they are called, where they begin, and how values pile up on them."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.functions.activations import Activation, activation_named
from core.neurons.neuron import saturation_edge, shift_for
from core.types import Array, Real

FLAT_SIDES = {"sigmoid": "saturated", "tanh": "saturated", "relu": "dead", "leaky_relu": "leaking"}
"""What a neuron on the flat side of each activation is called; a linear unit has none."""


@dataclass(frozen=True)
class Stretch:
    """A stretch of z, from low to high, on which an activation is flat, and what a neuron there is called."""

    low: float
    high: float
    name: str


def steepest(activation: Activation | str) -> float:
    """Return the largest σ′(z): ¼ for the sigmoid and 1 for all others."""
    activation = activation_named(activation)
    return max(float(activation.derivative(z, activation.fn(z))) for z in (0.0, 1.0))


def flat_stretches(activation: Activation | str, share: float) -> tuple[Stretch, ...]:
    """Return where σ′ < share · its maximum, on both sides, for sigmoid and tanh; z ≤ 0 for ReLU and leaky ReLU.

    The flat side of a ReLU needs no share: σ′ is 0 there, and 0.01 for a leaky one.
    """
    name = activation_named(activation).name
    edge = saturation_edge(name, share)
    if edge is not None:
        return Stretch(-math.inf, -edge, FLAT_SIDES[name]), Stretch(edge, math.inf, FLAT_SIDES[name])
    return (Stretch(-math.inf, 0.0, FLAT_SIDES[name]),) if name in FLAT_SIDES else ()


def is_flat(activation: Activation | str, z: Real, share: float) -> npt.NDArray[np.bool_]:
    """σ′(z) < share · its maximum for sigmoid and tanh, z ≤ 0 for ReLU and leaky ReLU, no z if linear; elementwise."""
    activation = activation_named(activation)
    if activation.name not in FLAT_SIDES:
        return np.zeros(np.shape(z), dtype=np.bool_)
    if saturation_edge(activation, share) is None:
        return np.less_equal(z, 0.0)
    return np.less(activation.derivative(z, activation.fn(z)), share * steepest(activation))


def flat_side(activation: Activation | str, z: float, share: float) -> str | None:
    """Return "saturated", "dead" or "leaking" for a neuron on a flat stretch, None elsewhere."""
    return FLAT_SIDES[activation_named(activation).name] if is_flat(activation, z, share) else None


@dataclass(frozen=True)
class Way:
    """A change of a, the Δz that it takes, and whether it leads towards the middle of the activation's targets."""

    change: float
    shift: float
    inwards: bool


def way_back(activation: Activation | str, z: float, amount: float = 0.01) -> Way:
    """Return how far z must move to bring a closer to the middle by `amount`: −1.386 for tanh at z = 4.

    The middle is 0, for a sigmoid ½. Where a is nearer to it than `amount`, the way is that of raising a instead.
    """
    activation = activation_named(activation)
    off = float(activation.fn(z)) - activation.middle
    change = -math.copysign(amount, off) if abs(off) >= amount else amount
    return Way(change, shift_for(activation, z, change), inwards=abs(off) >= amount)


def shares(values: Array, edges: Array) -> Array:
    """Return which share of the values lies in each bin; those beyond the outermost edges count into the end bins."""
    inside = np.clip(values, edges[0], edges[-1])
    return np.histogram(inside, edges)[0] / len(values)


def normal_shares(mean: float, sd: float, edges: Array) -> Array:
    """Return the same for values from N(mean, sd²), in theory; with sd = 0 all of them lie at the mean."""
    if sd == 0.0:
        return shares(np.array([mean]), edges)
    below = np.array([math.erfc((mean - edge) / (sd * math.sqrt(2.0))) / 2.0 for edge in edges[1:-1]])
    return np.diff(below, prepend=0.0, append=1.0)
