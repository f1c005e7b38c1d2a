"""Initial weights: how large they may be before a layer starts out saturated.

A neuron's z is a sum over its inputs, so its spread grows with √fan_in. The schemes differ in how they answer that.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.activations import Activation, activation_named
from core.saturation import FLAT_SIDES, flat_stretches, is_flat
from core.types import Array


@dataclass(frozen=True)
class Scheme:
    """A way to draw the weights of a layer; its variance may depend on the fan-in and the fan-out."""

    name: str
    label: str
    formula: str
    variance: Callable[[int, int], float]
    uniform: bool = False
    bias: float = 0.0

    def sd(self, fan_in: int, fan_out: int) -> float:
        """Return the standard deviation of one weight."""
        return math.sqrt(self.variance(fan_in, fan_out))

    def limit(self, fan_in: int, fan_out: int) -> float | None:
        """Return the largest weight of a uniform scheme, √3 sd; None for a normal one, which has no largest."""
        return math.sqrt(3.0 * self.variance(fan_in, fan_out)) if self.uniform else None

    def draw(self, rng: np.random.Generator, fan_in: int, fan_out: int) -> Array:
        """Draw the weights of a layer, shape (fan_out, fan_in): a row is a neuron."""
        limit = self.limit(fan_in, fan_out)
        if limit is None:
            return rng.normal(0.0, self.sd(fan_in, fan_out), (fan_out, fan_in))
        return rng.uniform(-limit, limit, (fan_out, fan_in))


SCHEMES: dict[str, Scheme] = {
    scheme.name: scheme
    for scheme in (
        Scheme("normal", "Standard normal", "N(0, 1)", lambda n, m: 1.0),
        Scheme("glorot_normal", "Glorot normal", "N(0, 2 / (n + m))", lambda n, m: 2.0 / (n + m)),
        Scheme(
            "glorot_uniform", "Glorot uniform", "U(−√(6 / (n + m)), √(6 / (n + m)))", lambda n, m: 2.0 / (n + m), True
        ),
        Scheme("he", "He", "N(0, 2 / n)", lambda n, m: 2.0 / n),
        Scheme("lecun", "1/√n", "N(0, 1 / n)", lambda n, m: 1.0 / n),
        Scheme(
            "uniform", "Uniform", "U(−0.5, 0.5), bias 0.1, as TensorFlow Playground", lambda n, m: 1.0 / 12.0, True, 0.1
        ),
        Scheme("zeros", "Zeros", "0", lambda n, m: 0.0),
    )
}
"""n is the fan-in, m the fan-out; N(mean, variance). Glorot and Bengio 2010, He et al. 2015, LeCun et al. 1998."""


@dataclass(frozen=True, eq=False)
class LayerResponse:
    """What a fresh layer makes of one sample: z, a and slope = σ′(z), each (neurons,), next to what theory expects.

    flat is the share of neurons on a flat stretch: σ′ < share · maximum for sigmoid and tanh, z ≤ 0 for ReLU and
    leaky ReLU, None for linear. sd_theory and flat_theory take z as normal, with mean the bias.
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
    """Send one sample x of shape (fan_in,) through a fresh layer; sd(z) = √(fan_in · E[x²] · Var w) in theory.

    The book's experiment is 784 → 256 with inputs from U[0, 1). The default share of .19 is, for a sigmoid, a below
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
    flat = float(np.mean(is_flat(activation, z, share))) if activation.name in FLAT_SIDES else None
    return LayerResponse(z, a, slope, sd, flat, flat_in_theory(activation, drawn.bias, sd, share))


def flat_in_theory(activation: Activation | str, mean: float, sd: float, share: float) -> float | None:
    """P(|z| > edge) for sigmoid and tanh, P(z ≤ 0) for ReLU and leaky ReLU, with z ~ N(mean, sd²); None for linear."""
    stretches = flat_stretches(activation, share)
    if not stretches:
        return None
    if sd == 0.0:
        return float(is_flat(activation, mean, share))
    distances = [mean - each.high if each.low == -math.inf else each.low - mean for each in stretches]
    return sum(_above(distance, sd) for distance in distances)


def _above(distance: float, sd: float) -> float:
    """P(a centred normal number > distance); erfc keeps the digits that 1 − erf would lose."""
    return math.erfc(distance / (sd * math.sqrt(2.0))) / 2.0
