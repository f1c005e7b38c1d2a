"""A new layer: its response to one sample before any training, and the share of its neurons on a flat side.

A neuron's z is a sum over its inputs, so its spread grows with √fan_in.
"""

import math
from dataclasses import dataclass

import numpy as np

from core.functions.activation import Activation
from core.functions.activations import activation_named
from core.networks.initial_weights import SCHEMES
from core.neurons.saturation import flat_ranges
from core.neurons.spread import MEAN_SQUARES, Inputs, Spread, spread_of
from core.types import Array


@dataclass(frozen=True, eq=False)
class LayerResponse:
    """The response of a new layer to one sample: z, a and slope = σ′(z), each (neurons,), and the theory.

    flat is the share of neurons on a flat side: σ′ < share · maximum for sigmoid and tanh, z ≤ 0 for ReLU and
    leaky ReLU, None for linear. In theory z spreads around the bias, and flat_theory is the average of such shares.
    """

    z: Array
    a: Array
    slope: Array
    spread: Spread
    flat: float | None
    flat_theory: float | None


def layer_response(
    scheme: str,
    activation: Activation | str,
    fan_in: int,
    neurons: int,
    *,
    inputs: Inputs = "uniform",
    seed: int = 0,
    share: float = 0.19,
) -> LayerResponse:
    """Send one sample x of shape (fan_in,) through a new layer; sd(z) = √(fan_in · E[x²] · Var w) in theory.

    The book's experiment is 784 → 256 with inputs from U[0, 1). For a sigmoid the default share .19 means a below
    .05 or above .95. Raises ValueError for an unknown scheme, activation or kind of input, and for sizes below 1.
    """
    if scheme not in SCHEMES or inputs not in MEAN_SQUARES or fan_in < 1 or neurons < 1:
        raise ValueError(
            f"a layer {fan_in} → {neurons} with scheme {scheme!r} and inputs {inputs!r} cannot be drawn: "
            f"pass sizes of 1 or more, a scheme of {', '.join(SCHEMES)}, and inputs of {', '.join(MEAN_SQUARES)}"
        )
    activation, drawn = activation_named(activation), SCHEMES[scheme]
    rng = np.random.default_rng(seed)
    x = rng.random(fan_in) if inputs == "uniform" else rng.normal(size=fan_in)
    z = drawn.draw(rng, fan_in, neurons) @ x + drawn.bias
    a = activation.fn(z)
    slope = activation.derivative(z, a)
    spread = spread_of(drawn, fan_in, neurons, inputs)
    flat = float(np.mean(activation.is_flat(z, share))) if activation.flat else None
    return LayerResponse(z, a, slope, spread, flat, flat_in_theory(activation, drawn.bias, spread, share))


def flat_in_theory(activation: Activation | str, mean: float, spread: Spread, share: float) -> float | None:
    """P(z on a flat side), where z − mean has this spread: averaged over all weights and all x; None for linear.

    All neurons of one layer see the same x, so with few inputs a layer may be far from this average.
    """
    activation = activation_named(activation)
    flat = flat_ranges(activation, share)
    if not flat:
        return None
    if spread.scale == 0.0:
        return float(activation.is_flat(mean, share))
    return sum(_between(each.low, each.high, mean, spread) for each in flat)


def _between(low: float, high: float, mean: float, spread: Spread) -> float:
    """P(low < z < high); z is spread alike to both sides of its mean."""
    if low == -math.inf:
        return spread.above(mean - high)
    return spread.above(low - mean) - (0.0 if high == math.inf else spread.above(high - mean))
