"""The spread of z over all weights and inputs that may be drawn, against integrals of 30 digits and large samples."""

import math
import pickle

import mpmath
import numpy as np
import pytest

from core.functions.activations import ACTIVATIONS
from core.networks.initial_weights import SCHEMES, Scheme
from core.neurons.layer import flat_in_theory
from core.neurons.saturation import shares
from core.neurons.spread import spread_of

UNIT = Scheme("unit", "", "", lambda n, m: 1.0 / 3.0, uniform=True)
"""Weights from U(−1, 1)."""


def tail(z: mpmath.mpf) -> mpmath.mpf:
    """P(a standard normal number > z)."""
    return mpmath.erfc(z / mpmath.sqrt(2)) / 2


@pytest.mark.parametrize(
    ("d", "normals"),
    [(0.01, 0.48178900708551), (0.5, 0.2048941020817), (2.9, 0.010991638228354), (12, 6.748641704e-7)],
)
def test_one_input_gives_the_integral_over_it(d, normals):
    """normals is ∫ K₀(s) ds / π over s > d, by mpmath with 30 digits; a uniform input gives an exponential integral."""
    with mpmath.workdps(30):
        uniform = tail(mpmath.mpf(d)) - d * mpmath.e1(mpmath.mpf(d) ** 2 / 2) / (2 * mpmath.sqrt(2 * mpmath.pi))
    assert spread_of(SCHEMES["normal"], 1, 9, "normal").above(d) == pytest.approx(normals, rel=1e-11)
    assert spread_of(SCHEMES["normal"], 1, 9, "uniform").above(d) == pytest.approx(float(uniform), rel=1e-7, abs=0)


@pytest.mark.parametrize("d", [0.3, 2.0, 5.0])
def test_two_and_four_inputs_give_the_known_sums_of_normal_products(d):
    two, four = (spread_of(SCHEMES["normal"], n, 9, "normal").above(d) for n in (2, 4))
    assert two == pytest.approx(math.exp(-d) / 2, abs=1e-12)  # Laplace's distribution
    assert four == pytest.approx(math.exp(-d) * (1 + d / 2) / 2, abs=1e-12)


@pytest.mark.parametrize(("d", "expected"), [(1.0, 0.0991243548115514), (3.0, 0.00110825155028805)])
def test_two_uniform_inputs_give_the_double_integral(d, expected):
    """∫∫ P(w > d / √(u² + v²)) du dv, by mpmath with 50 digits."""
    assert spread_of(SCHEMES["normal"], 2, 9, "uniform").above(d) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("d", [0.1, 0.5, 1.2, 1.9])
def test_two_uniform_inputs_and_weights_give_the_integral_over_one_product(d):
    def one(p):
        size = abs(p)
        above = mpmath.mpf(0) if size >= 1 else (1 - size + size * mpmath.log(size)) / 2 if size else mpmath.mpf(0.5)
        return above if p > 0 else 1 - above

    with mpmath.workdps(30):
        ends = [-1, d - 1, 0, d, 1] if d < 1 else [d - 1, 1]
        expected = mpmath.quad(lambda p: -mpmath.log(abs(p)) / 2 * one(d - p), ends)
    assert spread_of(UNIT, 2, 9, "uniform").above(d) == pytest.approx(float(expected), abs=1e-12)


@pytest.mark.parametrize("inputs", ["uniform", "normal"])
@pytest.mark.parametrize("scheme", ["normal", "glorot_uniform", "uniform"])
@pytest.mark.parametrize("n", [1, 2, 3, 5, 30])
def test_a_large_sample_is_spread_so(scheme, n, inputs):
    rng, samples, drawn = np.random.default_rng(n), 40_000, SCHEMES[scheme]
    x = rng.random((samples, n)) if inputs == "uniform" else rng.normal(size=(samples, n))
    limit = drawn.limit(n, 4)
    w = rng.normal(size=x.shape) if limit is None else rng.uniform(-limit, limit, x.shape)
    z, edges, spread = (w * x).sum(axis=1), np.linspace(-6.0, 6.0, 25), spread_of(drawn, n, 4, inputs)

    for d in (-0.5, 0.1, 1.5, 3.0):
        assert np.mean(z > d) == pytest.approx(spread.above(d), abs=4.5 * math.sqrt(0.25 / samples))
    assert shares(0.1 + z, edges) == pytest.approx(spread.shares(0.1, edges), abs=4.5 * math.sqrt(0.25 / samples))
    assert spread.shares(0.1, edges).sum() == pytest.approx(1.0, abs=1e-12)
    assert z.std() == pytest.approx(spread.sd, rel=0.05)


def test_uniform_weights_and_inputs_cannot_bring_z_beyond_the_sum_of_the_largest():
    one = spread_of(SCHEMES["uniform"], 1, 9, "uniform")
    assert one.above(0.5) == 0.0 < one.above(0.4999)
    assert flat_in_theory("sigmoid", 0.1, one, 0.19) == 0.0
    assert spread_of(SCHEMES["glorot_normal"], 1, 256, "uniform").above(9.0) > 0.0  # not likely, but possible


def test_many_inputs_come_near_the_normal_curve_and_shares_stay_shares():
    wide = spread_of(SCHEMES["normal"], 2000, 9, "uniform")
    assert wide.above(wide.sd) == pytest.approx(float(tail(mpmath.mpf(1))), rel=1e-3)
    for activation in ACTIVATIONS:
        for n in (1, 2, 2000):
            share = flat_in_theory(activation, 0.1, spread_of(SCHEMES["uniform"], n, 9, "normal"), 0.19)
            assert share is None or 0.0 <= share <= 1.0


def test_without_spread_every_z_is_the_mean_and_a_spread_can_be_kept():
    still = spread_of(SCHEMES["zeros"], 3, 3, "uniform")
    assert still.shares(0.1, np.array([-1.0, 0.0, 1.0])).tolist() == [0.0, 1.0]
    assert (still.above(-1.0), still.above(0.0), still.above(1.0)) == (1.0, 0.0, 0.0)
    assert pickle.loads(pickle.dumps(still)) == still
