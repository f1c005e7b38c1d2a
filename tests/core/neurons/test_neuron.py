"""One neuron: its gradient factor by factor, its saturation, and the chain of two."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.functions.activations import ACTIVATIONS
from core.functions.activations.sigmoid import sigmoid
from core.functions.costs import COSTS
from core.neurons.neuron import Neuron, chain_gradient, nudge, shift_for

PAIRINGS = [(cost, activation) for cost in COSTS for activation in ACTIVATIONS if cost != "cross_entropy"] + [
    ("cross_entropy", "sigmoid")
]
EVERY = pytest.mark.parametrize("activation", ACTIVATIONS)
numbers = st.floats(-2.0, 2.0)


# --- The gradient --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cost", "activation"), PAIRINGS)
@settings(max_examples=30)
@given(w=st.tuples(numbers, numbers), b=numbers, x=st.tuples(numbers, numbers), y=st.floats(0.0, 1.0))
def test_the_gradient_is_the_central_difference_in_every_weight_and_the_bias(cost, activation, w, b, x, y):
    def cost_at(theta):
        z, a, _ = Neuron(theta[:2], theta[2], activation).forward(x)
        return COSTS[cost].value(y, z, a)

    theta, h = np.array([*w, b]), 1e-5
    neuron = Neuron(w, b, activation)
    assume(abs(neuron.forward(x).z) > 1e-4)  # the corner of ReLU has no central difference
    expected = [(cost_at(theta + step) - cost_at(theta - step)) / (2 * h) for step in h * np.eye(3)]
    gradient = neuron.gradient(x, y, cost)
    assert [*gradient.weights, gradient.bias] == pytest.approx(expected, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("cost", ["half_quadratic", "cross_entropy"])
@pytest.mark.parametrize("y", [0.0, 1.0])
@pytest.mark.parametrize("z", [-30.0, -9.5, -2.0, 0.0, 4.0, 17.25, 30.0])
def test_every_factor_agrees_with_fifty_digits(cost, y, z):
    gradient = Neuron([z - 0.5], 0.5).gradient([1.0], y, cost)
    with mpmath.workdps(50):
        a = 1 / (1 + mpmath.exp(-mpmath.mpf(z)))
        slope = a * (1 - a)
        cost_slope = a - y if cost == "half_quadratic" else (a - y) / slope
        expected = [float(factor) for factor in (a - y, cost_slope, slope, cost_slope * slope)]
    assert gradient[:4] == pytest.approx(expected, rel=1e-12, abs=0)
    assert gradient.weights == pytest.approx([expected[3]], rel=1e-12, abs=0)


@pytest.mark.parametrize(
    ("w", "b", "quadratic", "cross_entropy", "ratio"),
    [(0.6, 0.9, 0.1219383324, 0.8175744762, 6.7048192305), (2.0, 2.0, 0.0173450211, 0.9820137900, 56.6164656720)],
)
def test_cross_entropys_gradient_is_larger_by_one_over_the_slope(w, b, quadratic, cross_entropy, ratio):
    neuron = Neuron([w], b)
    slow, fast = (neuron.gradient([1.0], 0.0, cost) for cost in ("half_quadratic", "cross_entropy"))
    assert (slow.bias, fast.bias) == pytest.approx((quadratic, cross_entropy), abs=1e-10)
    assert fast.bias / slow.bias == pytest.approx(ratio, abs=1e-9)
    assert 1.0 / slow.slope == pytest.approx(ratio, abs=1e-9)


def test_the_books_awful_estimate_as_a_neuron():
    fast, slow = (Neuron([-2.0], 0.0).gradient([1.0], 1.0, cost) for cost in ("cross_entropy", "half_quadratic"))
    assert (-fast.delta, -slow.delta, fast.delta / slow.delta) == pytest.approx((0.8808, 0.0925, 9.52), abs=5e-3)


def test_many_instances_at_once_are_the_instances_one_by_one():
    neuron, x, y = (
        Neuron([1.0, -2.0], 0.3, "tanh"),
        np.array([[0.5, 1.0], [2.0, -1.0], [0.0, 0.0]]),
        np.array([1, -1, 1]),
    )
    together = neuron.gradient(x, y, "half_quadratic")
    assert together.weights.shape == (3, 2) and together.delta.shape == (3,)
    for i in range(3):
        for whole, single in zip(together, neuron.gradient(x[i], y[i], "half_quadratic"), strict=True):
            assert whole[i] == pytest.approx(single, rel=1e-14)


def test_the_bias_learns_even_when_it_is_zero_and_the_weights_of_an_input_of_zero_do_not():
    gradient = Neuron([3.0], 0.0).gradient([0.0], 1.0, "quadratic")
    assert gradient.bias == -0.25 and gradient.weights.tolist() == [0.0]


def test_a_neuron_refuses_what_it_cannot_do():
    with pytest.raises(ValueError, match="tanh outputs are not probabilities"):
        Neuron([1.0], 0.0, "tanh").gradient([1.0], 1.0, "cross_entropy")
    with pytest.raises(ValueError, match=r"x has shape \(3,\).*2 weights"):
        Neuron([1.0, 2.0], 0.0).forward([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="finite"):
        Neuron([math.nan], 0.0)
    with pytest.raises(ValueError, match="'swish'"):
        Neuron([1.0], 0.0, "swish")


# --- Saturation ----------------------------------------------------------------------------------------------------


def test_moving_a_saturated_tanh_by_a_hundredth_takes_a_shift_of_more_than_one():
    assert shift_for("tanh", 4.0, -0.01) == pytest.approx(-1.386, abs=1e-3)
    assert shift_for("linear", 4.0, -0.01) == shift_for("relu", 4.0, -0.01) == -0.01
    assert shift_for(ACTIVATIONS["leaky_relu"], -4.0, -0.01) == pytest.approx(-1.0)


@EVERY
@given(z=st.floats(-3.0, 3.0), dz=st.floats(-3.0, 3.0))
def test_the_shift_for_a_change_makes_that_change(activation, z, dz):
    fn = ACTIVATIONS[activation].fn
    change = fn(z + dz) - fn(z)
    shift = shift_for(activation, z, change)
    assert fn(z + shift) == pytest.approx(fn(z) + change, abs=1e-14)
    if min(z, z + dz) > ACTIVATIONS[activation].one_to_one[0] + 0.1:
        assert shift == pytest.approx(dz, abs=1e-9)


@pytest.mark.parametrize("z", [-800.0, -40.0, -5.0, 0.0, 3.0, 40.0, 800.0])
@pytest.mark.parametrize("change", [0.3, 1e-3, -1e-3, -0.3, 1e-20])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_the_shift_agrees_with_many_digits_where_a_has_rounded(activation, z, change):
    with mpmath.workdps(1500):
        zz, c = mpmath.mpf(z), mpmath.mpf(change)
        twice, part = (zz, c) if activation == "sigmoid" else (2 * zz, c / 2)
        yes, no = 1 / (1 + mpmath.exp(-twice)), 1 / (1 + mpmath.exp(twice))
        yes, no = yes + part, no - part
        expected = mpmath.nan
        if yes > 0 and no > 0:
            expected = (mpmath.log(yes / no) - twice) / (1 if activation == "sigmoid" else 2)
    shift = shift_for(activation, z, change)
    assert shift == pytest.approx(float(expected), rel=1e-12, abs=0, nan_ok=True)


def test_there_is_no_shift_to_where_the_activation_never_goes():
    assert math.isnan(shift_for("relu", 1.0, -2.0)) and math.isnan(shift_for("relu", -1.0, -0.1))
    assert math.isnan(shift_for("sigmoid", 0.0, 0.5)) and math.isnan(shift_for("sigmoid", 0.0, -0.5))
    assert math.isnan(shift_for("tanh", 4.0, 0.01))
    assert shift_for("relu", 1.0, -1.0) == -1.0 and shift_for("relu", -3.0, 0.5) == 3.5
    assert all(shift_for(name, -3.0, 0.0) == 0.0 for name in ACTIVATIONS)


@EVERY
@given(z=st.floats(-5.0, 5.0), dw=st.floats(-1.0, 1.0), db=st.floats(-1.0, 1.0))
def test_a_nudge_changes_a_by_what_forward_says(activation, z, dw, db):
    change = nudge(Neuron([z], 0.0, activation), [1.0], [dw], db)
    fn, derivative = ACTIVATIONS[activation].fn, ACTIVATIONS[activation].derivative
    assert change.dz == dw + db
    assert change.exact == pytest.approx(fn(z + dw + db) - fn(z), abs=1e-14)
    assert change.first_order == derivative(z, fn(z)) * (dw + db)


@pytest.mark.parametrize("z", [-700.0, -40.0, 0.5, 40.0, 300.0])
@pytest.mark.parametrize("db", [0.5, -0.5, 1e-12, -3.0])
def test_a_nudge_is_exact_where_a_has_rounded(z, db):
    with mpmath.workdps(800):
        expected = 1 / (1 + mpmath.exp(-mpmath.mpf(z) - mpmath.mpf(db))) - 1 / (1 + mpmath.exp(-mpmath.mpf(z)))
    assert nudge(Neuron([z], 0.0), [1.0], [0.0], db).exact == pytest.approx(float(expected), rel=1e-12, abs=0)


def test_a_small_nudge_is_its_first_order():
    for activation in ACTIVATIONS:
        change = nudge(Neuron([0.7, 0.2], 0.1, activation), [[1.0, 2.0], [-3.0, 1.0]], [1e-9, 2e-9], 0.0)
        assert change.exact == pytest.approx(change.first_order, rel=1e-8)


# --- Hidden neurons ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("z1", "quadratic", "cross_entropy"),
    [(0.0, 0.00867251, 0.491007), (5.0, 0.000230621, 0.013057), (10.0, 1.57478e-6, 8.91586e-5)],
)
def test_cross_entropy_cancels_the_slope_of_the_output_neuron_only(z1, quadratic, cross_entropy):
    slow, fast = (chain_gradient(z1, 4.0, 2.0, 1.0, 0.0, cost) for cost in ("half_quadratic", "cross_entropy"))
    assert (slow.gradient, fast.gradient) == pytest.approx((quadratic, cross_entropy), rel=5e-6)
    assert fast.gradient / slow.gradient == pytest.approx(56.6164656720, rel=1e-10)
    for chain in (slow, fast):
        product = chain.cost_slope * chain.output_slope * chain.w2 * chain.hidden_slope * chain.x
        assert chain.gradient == pytest.approx(product, rel=1e-13)
        assert chain.error == pytest.approx(sigmoid(4.0), rel=1e-15)


@pytest.mark.parametrize("cost", COSTS)
@given(w1=numbers, b1=numbers, w2=numbers, b2=numbers, x=numbers, y=st.floats(0.0, 1.0))
def test_the_chain_gradient_is_the_central_difference(cost, w1, b1, w2, b2, x, y):
    def z2(w):
        return w2 * sigmoid(w * x + b1) + b2

    def cost_at(w):
        return COSTS[cost].value(y, z2(w), sigmoid(z2(w)))

    chain = chain_gradient(w1 * x + b1, z2(w1), w2, x, y, cost)
    assert chain.gradient == pytest.approx((cost_at(w1 + 1e-5) - cost_at(w1 - 1e-5)) / 2e-5, rel=1e-6, abs=1e-8)
