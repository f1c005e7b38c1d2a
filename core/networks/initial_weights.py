"""Initial weights: how large they may be before a layer is saturated from the start.

A neuron's z is a sum over its inputs, so its spread grows with √fan_in. Each scheme compensates for it in its own way.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

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
        """Return the largest weight of a uniform scheme, √3 sd; None for a normal scheme, which has no limit."""
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
