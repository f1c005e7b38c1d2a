"""How z spreads over a new layer: its exact distribution over all weights and all inputs that may be drawn.

z − b = Σ wᵢ xᵢ is a sum of n products, all drawn alike. With few inputs, or far out in a tail, it is not normal.
"""

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from core.networks.initial_weights import Scheme
from core.types import Array

Inputs = Literal["uniform", "normal"]
MEAN_SQUARES: dict[Inputs, float] = {"uniform": 1.0 / 3.0, "normal": 1.0}
"""E[x²] of one input, for x from U[0, 1) and from N(0, 1)."""
LEAST = 1e-10
"""The least share whose digits are known."""
_FEWEST_TERMS = 2_000


@dataclass(frozen=True)
class Product:
    """The product of a weight and an input, both in their units: its variance, its mean cosine, and its tail.

    mean_cosine is E[cos(t w x)] for t > 0, (terms,). tail is P(w x > d) for d > 0. largest is the largest w x, and
    beyond `far` standard deviations a sum of such products is not found in one of 10¹⁴ neurons.
    """

    variance: float
    mean_cosine: Callable[[Array], Array]
    tail: Callable[[float], float]
    far: float
    largest: float = math.inf


@dataclass(frozen=True)
class Spread:
    """The distribution of z around the bias: scale · Σ wᵢ xᵢ over n products."""

    product: Product
    n: int
    scale: float

    @property
    def sd(self) -> float:
        """sd(z) = √(n · E[x²] · Var w)."""
        return self.scale * math.sqrt(self.n * self.product.variance)

    def above(self, distance: float) -> float:
        """P(z − b > distance), over all weights and inputs, with an error below 10⁻¹².

        It is 0 only if no neuron can be there: below LEAST the digits mean nothing, but the number stays above 0.
        """
        if self.scale == 0.0:
            return float(distance < 0.0)
        return _above(self.product, self.n, distance / self.scale)

    def shares(self, mean: float, edges: Array) -> Array:
        """Return the expected share of the z = mean + Σ wᵢ xᵢ in each bin; what lies beyond counts in the end bins.

        It is meant for a drawing: its error is below 10⁻⁶.
        """
        inner = edges[1:-1] - mean
        if self.scale == 0.0:
            below = (inner >= 0.0).astype(np.float64)
        elif self.n == 1:
            below = np.array([1.0 - self.above(float(edge)) for edge in inner])
        else:
            below = 1.0 - _series(self.product, self.n, inner / self.scale, 2 * _FEWEST_TERMS)
        return np.diff(below, prepend=0.0, append=1.0)


def spread_of(scheme: Scheme, fan_in: int, fan_out: int, inputs: Inputs) -> Spread:
    """Return the distribution of z of a layer fan_in → fan_out with weights of this scheme."""
    limit = scheme.limit(fan_in, fan_out)
    scale = scheme.sd(fan_in, fan_out) if limit is None else limit
    uniform = (limit is not None) + (inputs == "uniform")
    return Spread((_BOTH_NORMAL, _ONE_UNIFORM, _BOTH_UNIFORM)[uniform], fan_in, scale)


@lru_cache(maxsize=1024)
def _above(product: Product, n: int, distance: float) -> float:
    if distance < 0.0:
        return 1.0 - _above(product, n, -distance)
    if distance == 0.0:
        return 0.5
    if distance >= n * product.largest:
        return 0.0
    if n == 1:
        found = product.tail(distance)
    else:
        terms = 100_000 if n == 2 else 20_000 if n < 10 else _FEWEST_TERMS
        found = float(_series(product, n, np.array([distance]), terms)[0])
    return max(found, sys.float_info.min)


def _series(product: Product, n: int, distances: Array, terms: int) -> Array:
    """P(Z > d) = ½ − (2/π) Σ E[cos(k h w x)]ⁿ sin(k h d) / k over odd k, for the sum Z of n products, n ≥ 2.

    sign(Z − d) is a square wave as long as |Z − d| < π/h, and this is the mean of its Fourier series.
    """
    sd = math.sqrt(n * product.variance)
    far = min(product.far * sd, n * product.largest)
    near = np.clip(distances, -far, far)
    h = math.pi / (far + float(np.abs(near).max(initial=0.0)))
    k = np.arange(1.0, 2.0 * terms, 2.0)
    weight = product.mean_cosine(k * h) ** n / k
    above = 0.5 - 2.0 / math.pi * (np.sin(np.outer(near, k * h)) @ weight)
    return np.where(np.abs(distances) < far, np.clip(above, 0.0, 1.0), distances < 0.0)


# --- The three products --------------------------------------------------------------------------------------------


def _normal_tail(d: float) -> float:
    return math.erfc(d / math.sqrt(2.0)) / 2.0


def _mean_tail(d: float, density: Callable[[float], float], largest: float) -> float:
    """P(w x > d) = ∫ P(w > d/u) density(u) du over 0 < u < largest, by the tanh-sinh rule; w is normal."""
    total, step = 0.0, 1.0 / 32.0
    for at in range(-120, 121):
        angle = math.pi / 2.0 * math.sinh(at * step)
        u = largest / (1.0 + math.exp(-2.0 * angle))
        width = largest * math.pi / 4.0 * math.cosh(at * step) / math.cosh(angle) ** 2
        total += width * density(u) * _normal_tail(d / u)
    return total * step


def _tail_of_normals(d: float) -> float:
    return _mean_tail(d, lambda u: math.sqrt(2.0 / math.pi) * math.exp(-(u**2) / 2.0), 9.0)


def _tail_of_uniform(d: float) -> float:
    return _mean_tail(d, lambda u: 1.0, 1.0)


def _tail_of_two_uniforms(d: float) -> float:
    """P(w x > d) for 0 < d < 1, since −ln p / 2 is the density of w x at ±p."""
    return (1.0 - d + d * math.log(d)) / 2.0


def _cosine_of_normals(t: Array) -> Array:
    """∫ e^(−t²u²/2) φ(u) du = 1 / √(1 + t²)."""
    return 1.0 / np.sqrt(1.0 + t**2)


def _cosine_of_uniform(t: Array) -> Array:
    """∫ e^(−t²u²/2) du over 0 < u < 1 = √(π/2) erf(t/√2) / t; erf is 1 beyond t = 9."""
    erf = np.ones_like(t)
    erf[t < 9.0] = [math.erf(each / math.sqrt(2.0)) for each in t[t < 9.0]]
    return math.sqrt(math.pi / 2.0) * erf / t


def _cosine_of_two_uniforms(t: Array) -> Array:
    """∫ sin(tu)/(tu) du over 0 < u < 1 = Si(t)/t: by 64 Gauss nodes up to t = 40, beyond by its asymptotic series."""
    nodes, weights = np.polynomial.legendre.leggauss(64)
    near = t < 40.0
    found = np.empty_like(t)
    found[near] = np.sinc(np.outer(t[near], (1.0 + nodes) / (2.0 * np.pi))) @ (weights / 2.0)
    far = t[~near]
    cosine = (1.0 - 2.0 / far**2 + 24.0 / far**4 - 720.0 / far**6) / far
    sine = (1.0 - 6.0 / far**2 + 120.0 / far**4 - 5040.0 / far**6) / far**2
    found[~near] = (math.pi / 2.0 - cosine * np.cos(far) - sine * np.sin(far)) / far
    return found


_BOTH_NORMAL = Product(1.0, _cosine_of_normals, _tail_of_normals, far=40.0)
_ONE_UNIFORM = Product(1.0 / 3.0, _cosine_of_uniform, _tail_of_uniform, far=20.0)
_BOTH_UNIFORM = Product(1.0 / 9.0, _cosine_of_two_uniforms, _tail_of_two_uniforms, far=20.0, largest=1.0)
"""Of two normal numbers; of one normal, one from U[0, 1) or U(−1, 1); of one from U(−1, 1), one from U[0, 1)."""
