"""A new layer: its response to one sample before any training, and the share of its neurons on a flat side.

A neuron's z is a sum over its inputs, so its spread grows with √fan_in.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.functions.activation import Activation
from core.functions.activations import activation_named
from core.networks.initial_weights import SCHEMES
from core.neurons.saturation import flat_ranges
from core.types import Array


@dataclass(frozen=True, eq=False)
class LayerResponse:
    """The response of a new layer to one sample: z, a and slope = σ′(z), each (neurons,), and the theory.

    flat is the share of neurons on a flat side: σ′ < share · maximum for sigmoid and tanh, z ≤ 0 for ReLU and
    leaky ReLU, None for linear. sd_theory and flat_theory assume that z is normal, with the bias as its mean.
    """

    z: Array
    a: Array
    slope: Array
    sd_theory: float
    flat: float | None
    flat_theory: float | None


MEAN_SQUARES = {"uniform": 1.0 / 3.0, "normal": 1.0}
"""E[x²] of one input, for x from U[0, 1) and from N(0, 1)."""


def layer_response(
    scheme: str,
    activation: Activation | str,
    fan_in: int,
    neurons: int,
    *,
    inputs: Literal["uniform", "normal"] = "uniform",
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
    sd = math.sqrt(fan_in * MEAN_SQUARES[inputs]) * drawn.sd(fan_in, neurons)
    flat = float(np.mean(activation.is_flat(z, share))) if activation.flat else None
    return LayerResponse(z, a, slope, sd, flat, flat_in_theory(activation, drawn.bias, sd, share))


_SPREADS = {"uniform": 0.8, "normal": 2.0}  # Var x² / E[x²]² of one input
_FEWEST, _LARGEST_ERROR = 10, 0.25


def theory_holds(share: float, fan_in: int, inputs: Literal["uniform", "normal"]) -> bool:
    """Return whether `flat_in_theory` is near the average over x, given the share that it says.

    The formula takes Σx² for its mean, and the average of a function is not the function of the average: in the tail,
    where the share is about e^(−t), Σx² of relative variance v = (Var x² / E[x²]²) / fan_in makes it 1 + ½ v t² times
    as large. It holds up to v t² = ¼, and for 10 inputs or more.
    """
    t = math.inf if share <= 0.0 else -math.log(min(share, 1.0))
    return fan_in >= _FEWEST and _SPREADS[inputs] / fan_in * t**2 <= _LARGEST_ERROR


def flat_in_theory(activation: Activation | str, mean: float, sd: float, share: float) -> float | None:
    """P(|z| > edge) for sigmoid and tanh, P(z ≤ 0) for ReLU and leaky ReLU, with z ~ N(mean, sd²); None for linear."""
    activation = activation_named(activation)
    flat = flat_ranges(activation, share)
    if not flat:
        return None
    if sd == 0.0:
        return float(activation.is_flat(mean, share))
    return sum(_between(each.low, each.high, mean, sd) for each in flat)


def _between(low: float, high: float, mean: float, sd: float) -> float:
    """P(low < z < high) for z ~ N(mean, sd²)."""
    if low == -math.inf:
        return _above(mean - high, sd)
    return _above(low - mean, sd) - (0.0 if high == math.inf else _above(high - mean, sd))


def _above(distance: float, sd: float) -> float:
    """P(a normal number with mean 0 > distance); erfc keeps the digits that 1 − erf would lose."""
    return math.erfc(distance / (sd * math.sqrt(2.0))) / 2.0
