"""The flat sides of the activations: their names, where they begin, and the share of values on them."""

import math
from dataclasses import dataclass

import numpy as np

from core.functions.activation import Activation
from core.functions.activations import activation_named
from core.neurons.neuron import shift_for
from core.types import Array


@dataclass(frozen=True)
class FlatRange:
    """A range of z, from low to high, on which an activation is flat, and the name for a neuron there."""

    low: float
    high: float
    name: str


def flat_ranges(activation: Activation | str, share: float) -> tuple[FlatRange, ...]:
    """Return where σ′ < share · its maximum, for those that saturate gradually; z ≤ 0 for ReLU and leaky ReLU.

    The flat side of a ReLU needs no share: σ′ is 0 there, and 0.01 for a leaky one. With share = 0.19 a sigmoid is
    saturated below .05 and above .95. Raises ValueError unless 0 < share ≤ 1.
    """
    if not 0.0 < share <= 1.0:
        raise ValueError(f"share is {share:g}, but it is a part of the largest slope: pass a number above 0, at most 1")
    flat = activation_named(activation).flat
    return () if flat is None else tuple(FlatRange(low, high, flat.name) for low, high in flat.intervals(share))


def flat_side(activation: Activation | str, z: float, share: float) -> str | None:
    """Return the name for a neuron on a flat side, such as "saturated" or "dead"; None elsewhere."""
    activation = activation_named(activation)
    return activation.flat.name if activation.flat and activation.is_flat(z, share) else None


@dataclass(frozen=True)
class Shift:
    """A change of a, the Δz that it needs, and whether it leads towards the a at z = 0."""

    change: float
    shift: float
    inwards: bool


def shift_to_middle(activation: Activation | str, z: float, amount: float = 0.01) -> Shift:
    """Return how far z must move to bring a closer to the middle by `amount`: −1.386 for tanh at z = 4.

    The middle is 0, for a sigmoid ½. If a is nearer to it than `amount`, a is raised by `amount` instead.
    """
    activation = activation_named(activation)
    off = float(activation.fn(z)) - activation.centre
    change = -math.copysign(amount, off) if abs(off) >= amount else amount
    return Shift(change, shift_for(activation, z, change), inwards=abs(off) >= amount)


def shares(values: Array, edges: Array) -> Array:
    """Return the share of the values in each bin; values beyond the outermost edges count in the end bins."""
    inside = np.clip(values, edges[0], edges[-1])
    return np.histogram(inside, edges)[0] / len(values)
