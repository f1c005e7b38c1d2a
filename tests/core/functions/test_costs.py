"""Costs and their derivatives, against the definition in 50 digits, central differences, and each other."""

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.functions.activations import ACTIVATIONS
from core.functions.activations.sigmoid import sigmoid
from core.functions.costs import COSTS, cost_named
from core.functions.costs.quadratic import squared_error
from core.functions.entropy import (
    cross_entropy,
    cross_entropy_from_z,
    naive_cross_entropy,
    softmax_cross_entropy,
    tanh_cross_entropy,
)
from core.functions.softmax import softmax

PAIRINGS = [(name, output) for name in COSTS for output in ACTIVATIONS if name != "cross_entropy"] + [
    ("cross_entropy", "sigmoid")
]
WRONG_PAIRINGS = ["linear", "tanh", "relu", "leaky_relu"]
QUADRATIC_FACTORS = {"quadratic": 2, "half_quadratic": 1, "mean_quadratic": 2}
Z = [-30.0, -17.3, -4.0, -0.5, 0.0, 1e-9, 0.7, 2.0, 12.1, 30.0]


def delta_of(name, output, y, z):
    a = softmax(z) if output == "softmax" else ACTIVATIONS[output].fn(z)
    return COSTS[name].delta(y, z, a, output)


def value_of(name, output, y, z):
    a = softmax(z) if output == "softmax" else ACTIVATIONS[output].fn(z)
    return COSTS[name].value(y, z, a, output)


# --- Values --------------------------------------------------------------------------------------------------------


def test_cross_entropy_takes_the_limits_that_the_textbook_line_misses():
    y, a = np.array([1.0, 0.0, 1.0, 0.0, 0.5]), np.array([1.0, 0.0, 0.0, 1.0, 0.0])
    assert cross_entropy(y, a).tolist() == [0.0, 0.0, np.inf, np.inf, np.inf]
    assert not np.signbit(cross_entropy(1.0, 1.0))
    assert np.isnan(naive_cross_entropy(y, a)[:2]).all()
    assert naive_cross_entropy(y, a)[2:4].tolist() == [np.inf, np.inf]


@given(y=st.floats(0.0, 1.0), a=st.floats(1e-6, 1 - 1e-6))
def test_inside_the_range_cross_entropy_is_the_textbook_line(y, a):
    assert cross_entropy(y, a) == pytest.approx(naive_cross_entropy(y, a), rel=1e-9)


@pytest.mark.parametrize(("y", "a", "named"), [(1, -0.5, "a is -0.5"), (1, 1.5, "a is 1.5"), (-1, 0.5, "y is -1")])
def test_cross_entropy_refuses_what_is_no_probability_and_says_what_to_use(y, a, named):
    with pytest.raises(ValueError, match=f"{named}.*from 0 to 1.*tanh_cross_entropy"):
        cross_entropy(y, a)


def test_cross_entropy_refuses_nan_even_among_good_numbers():
    with pytest.raises(ValueError, match="a is nan"):
        cross_entropy(np.ones(3), np.array([0.5, np.nan, 0.5]))


@pytest.mark.parametrize("y", [0.0, 0.25, 1.0])
@pytest.mark.parametrize("z", Z)
def test_cross_entropy_from_z_agrees_with_fifty_digits(y, z):
    with mpmath.workdps(50):
        a = 1 / (1 + mpmath.exp(-mpmath.mpf(z)))
        expected = float(-(y * mpmath.log(a) + (1 - y) * mpmath.log(1 - a)))
    assert cross_entropy_from_z(y, z) == pytest.approx(expected, rel=1e-12, abs=0)


def test_cross_entropy_from_z_is_linear_when_badly_wrong_and_never_clipped():
    z = np.array([-800.0, 800.0, -800.0, 800.0, 1e300])
    y = np.array([1.0, 0.0, 0.0, 1.0, 0.5])
    assert cross_entropy_from_z(y, z).tolist() == [800.0, 800.0, 0.0, 0.0, 5e299]


def test_an_infinite_z_gives_the_limit_and_no_warning():
    z = np.array([np.inf, -np.inf, np.inf, -np.inf, np.inf])
    y = np.array([1.0, 0.0, 0.0, 1.0, 0.5])
    assert cross_entropy_from_z(y, z).tolist() == [0.0, 0.0, np.inf, np.inf, np.inf]
    assert cross_entropy_from_z(1.0, np.inf) == 0.0 and cross_entropy_from_z(1, -np.inf) == np.inf


@pytest.mark.parametrize("wrong", [2.0, -0.25, np.nan, np.inf, 2, -1])
def test_cross_entropy_from_z_refuses_a_target_that_is_no_probability(wrong):
    for y in (wrong, np.asarray(wrong), np.array([0, 1, wrong]), np.array([[wrong], [wrong]])):
        with pytest.raises(ValueError, match=f"y is {wrong:g}.*from 0 to 1.*tanh_cross_entropy"):
            cross_entropy_from_z(y, 3.0)
    if wrong != -1 and wrong != -0.25:
        with pytest.raises(ValueError, match=f"y is {wrong:g}.*from -1 to 1"):
            tanh_cross_entropy(wrong, 3.0)


@pytest.mark.parametrize("y", [1, True, np.array([0, 1]), np.array([True, False]), np.zeros(0), np.zeros((0, 3))])
def test_targets_of_any_kind_and_number_are_taken(y):
    assert np.shape(cross_entropy_from_z(y, 0.0)) == np.shape(y)
    assert cross_entropy_from_z(y, 0.0) == pytest.approx(np.log(2.0))


def test_an_almost_certain_target_loses_no_digits_in_cross_entropy():
    y, z = 1.0 - 2.0**-40, 30.0
    with mpmath.workdps(50):
        a = 1 / (1 + mpmath.exp(-mpmath.mpf(z)))
        expected = float(-(y * mpmath.log(a) + (1 - mpmath.mpf(y)) * mpmath.log(1 - a)))
    assert cross_entropy_from_z(y, z) == pytest.approx(expected, rel=1e-12, abs=0)


def test_the_least_cross_entropy_of_a_soft_target_is_its_entropy():
    z = np.linspace(-3.0, 3.0, 6001)
    costs = cross_entropy_from_z(0.3, z)
    entropy = -(0.3 * np.log(0.3) + 0.7 * np.log(0.7))
    assert costs.min() == pytest.approx(entropy, abs=1e-7)
    assert sigmoid(z[costs.argmin()]) == pytest.approx(0.3, abs=1e-3)


@pytest.mark.parametrize("y", [-1.0, 1.0])
@pytest.mark.parametrize("z", Z)
def test_the_tanh_form_agrees_with_its_definition_in_fifty_digits(y, z):
    with mpmath.workdps(50):
        a = mpmath.tanh(mpmath.mpf(z))
        expected = float(-((1 + y) * mpmath.log((1 + a) / 2) + (1 - y) * mpmath.log((1 - a) / 2)) / 2)
    assert tanh_cross_entropy(y, z) == pytest.approx(expected, rel=1e-12, abs=0)


@given(y=st.sampled_from([-1.0, 1.0]), z=st.floats(-5.0, 5.0))
def test_the_tanh_form_has_the_gradient_a_minus_y(y, z):
    slope = (tanh_cross_entropy(y, z + 1e-5) - tanh_cross_entropy(y, z - 1e-5)) / 2e-5
    assert slope == pytest.approx(np.tanh(z) - y, abs=1e-8)


@pytest.mark.parametrize("top", [0.0, 3.0, 40.0, 800.0])
def test_softmax_cross_entropy_agrees_with_fifty_digits(top):
    z = np.array([top, 0.5, -1.0])
    with mpmath.workdps(400):
        total = sum(mpmath.exp(mpmath.mpf(float(each))) for each in z)
        expected = [float(mpmath.log(total) - mpmath.mpf(float(each))) for each in z]
    assert softmax_cross_entropy(np.eye(3), np.tile(z, (3, 1))) == pytest.approx(expected, rel=1e-12, abs=0)


def test_a_cost_is_summed_over_outputs_and_a_row_of_numbers_is_a_row_of_instances():
    y, z = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[2.0, -1.0], [0.5, 3.0]])
    a = sigmoid(z)
    each = (y - a) ** 2
    assert COSTS["quadratic"].value(y, z, a) == pytest.approx(each.sum(axis=1))
    assert COSTS["half_quadratic"].value(y, z, a) == pytest.approx(each.sum(axis=1) / 2)
    assert COSTS["mean_quadratic"].value(y, z, a) == pytest.approx(each.mean(axis=1))
    assert COSTS["cross_entropy"].value(y, z, a) == pytest.approx(cross_entropy(y, a).sum(axis=1))
    for cost in COSTS.values():
        assert cost.value(1.0, z[0], a[0]) == pytest.approx(
            [float(cost.value(1.0, *pair)) for pair in zip(z[0], a[0], strict=True)]
        )
        assert np.shape(cost.value(1.0, 2.0, sigmoid(2.0))) == ()


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("spread", [0.1, 3.0, 30.0])
def test_cross_entropy_sees_from_a_whether_it_is_binary_or_categorical(dtype, spread):
    z = np.random.default_rng(1).normal(0.0, spread, (8, 3)).astype(dtype)
    y, cost = np.eye(3, dtype=dtype)[[0, 1, 2, 0, 1, 2, 0, 1]], COSTS["cross_entropy"]
    binary, categorical = cross_entropy_from_z(y, z).sum(axis=-1), softmax_cross_entropy(y, z)
    assert np.max(np.abs(binary - categorical)) > 1e-2  # otherwise the next lines could not tell
    assert cost.value(y, z, sigmoid(z)).tolist() == binary.tolist()
    assert cost.value(y, z, softmax(z)).tolist() == categorical.tolist()


def test_two_outputs_whose_softmax_adds_up_to_one_like_two_sigmoids_are_told_apart():
    y, z, cost = np.array([[1.0, 0.0]]), np.array([[1.5, -1.5]]), COSTS["cross_entropy"]
    assert sigmoid(z).sum() == pytest.approx(1.0)
    assert cost.value(y, z, sigmoid(z)) == pytest.approx([2 * np.log1p(np.exp(-1.5))])
    assert cost.value(y, z, softmax(z)) == pytest.approx([np.log1p(np.exp(-3.0))])


def test_numbers_rows_and_single_outputs_are_those_of_sigmoids():
    cost = COSTS["cross_entropy"]
    for z in (np.array(0.5), np.array([0.5, -1.0]), np.array([[0.5], [-1.0]])):
        assert np.ravel(cost.value(1.0, z, sigmoid(z))) == pytest.approx(np.ravel(np.log1p(np.exp(-z))))


@pytest.mark.parametrize("shape", [(), (3,), (3, 1), (3, 2)])
def test_cross_entropy_refuses_an_a_that_neither_sigmoid_nor_softmax_made(shape):
    z = np.full(shape, 0.5)
    with pytest.raises(ValueError, match=r"neither sigmoid\(z\).*nor softmax\(z\).*quadratic"):
        COSTS["cross_entropy"].value(np.ones(shape), z, np.tanh(z))


def test_where_both_made_the_same_a_the_output_must_be_named_unless_the_cost_is_the_same_too():
    y, z, cost = np.array([[1.0, 0.0]]), np.zeros((1, 2)), COSTS["cross_entropy"]
    with pytest.raises(ValueError, match='alike.*output="sigmoid".*output="softmax"'):
        cost.value(y, z, sigmoid(z))
    assert cost.value(y, z, sigmoid(z), "sigmoid") == pytest.approx([2 * np.log(2.0)])
    assert cost.value(y, z, sigmoid(z), output="softmax") == pytest.approx([np.log(2.0)])
    far = np.array([[800.0, -800.0]])
    assert cost.value(1.0 - y, far, sigmoid(far)).tolist() == [1600.0]
    some = np.array([[0.0, 0.0], [1.0, 2.0]])  # one clear row decides for all
    assert cost.value(y, some, softmax(some))[0] == pytest.approx(np.log(2.0))


def test_only_the_conventions_of_the_quadratic_differ():
    assert [float(cost.from_a(1.0, 0.6)) for cost in COSTS.values()] == pytest.approx(
        [0.16, 0.08, 0.16, 0.5108256237659907]
    )


def test_twice_the_error_is_exactly_four_times_the_quadratic():
    assert squared_error(0.0, 0.5) / squared_error(0.0, 0.25) == 4.0


# --- Derivatives ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "output"), PAIRINGS)
@settings(max_examples=40)
@given(y=st.floats(0.0, 1.0), z=st.floats(-5.0, 5.0).filter(lambda z: abs(z) > 1e-3))
def test_delta_is_the_central_difference_of_the_cost(name, output, y, z):
    h = 1e-5
    expected = (value_of(name, output, y, z + h) - value_of(name, output, y, z - h)) / (2 * h)
    assert delta_of(name, output, y, z) == pytest.approx(expected, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("name", COSTS)
@pytest.mark.parametrize("targets", ["one-hot", "soft"])
@settings(max_examples=25)
@given(seed=st.integers(0, 2**32 - 1))
def test_softmax_delta_is_the_central_difference_of_the_cost(name, targets, seed):
    rng = np.random.default_rng(seed)
    z = rng.uniform(-5.0, 5.0, (3, 4))
    y = np.eye(4)[rng.integers(4, size=3)] if targets == "one-hot" else rng.uniform(size=(3, 4))
    expected = np.empty_like(z)
    for k in range(4):
        step = 1e-5 * np.eye(4)[k]
        expected[:, k] = (value_of(name, "softmax", y, z + step) - value_of(name, "softmax", y, z - step)) / 2e-5
    assert delta_of(name, "softmax", y, z) == pytest.approx(expected, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("name", COSTS)
@pytest.mark.parametrize("y", [0.0, 1.0])
@pytest.mark.parametrize("z", Z)
def test_sigmoid_delta_agrees_with_fifty_digits(name, y, z):
    with mpmath.workdps(50):
        a = 1 / (1 + mpmath.exp(-mpmath.mpf(z)))
        expected = a - y if name == "cross_entropy" else QUADRATIC_FACTORS[name] * (a - y) * a * (1 - a)
    assert delta_of(name, "sigmoid", y, z) == pytest.approx(float(expected), rel=1e-12, abs=0)


@pytest.mark.parametrize("name", QUADRATIC_FACTORS)
@pytest.mark.parametrize("y", [-1.0, 1.0])
@pytest.mark.parametrize("z", Z)
def test_tanh_delta_agrees_with_fifty_digits(name, y, z):
    with mpmath.workdps(60):
        a = mpmath.tanh(mpmath.mpf(z))
        expected = float(QUADRATIC_FACTORS[name] * (a - y) * (1 - a**2))
    assert delta_of(name, "tanh", y, z) == pytest.approx(expected, rel=1e-12, abs=0)


@pytest.mark.parametrize("name", COSTS)
@pytest.mark.parametrize("true", [0, 1, 2])
@pytest.mark.parametrize("top", [1.0, 20.0, 40.0])
def test_softmax_delta_agrees_with_fifty_digits(name, true, top):
    z, y = np.array([top, 0.5, -1.0]), np.eye(3)[true]
    with mpmath.workdps(80):
        e = [mpmath.exp(mpmath.mpf(float(each))) for each in z]
        a = [each / sum(e) for each in e]
        error = [ak - yk for ak, yk in zip(a, y.tolist(), strict=True)]
        factor = 2 / mpmath.mpf(3) if name == "mean_quadratic" else QUADRATIC_FACTORS.get(name)
        dot = sum(ak * ek for ak, ek in zip(a, error, strict=True))
        expected = (
            error if name == "cross_entropy" else [factor * ak * (ek - dot) for ak, ek in zip(a, error, strict=True)]
        )
    assert delta_of(name, "softmax", y[None], z[None])[0] == pytest.approx(
        [float(d) for d in expected], rel=1e-12, abs=0
    )
    assert delta_of(name, "softmax", y, z) == pytest.approx([float(d) for d in expected], rel=1e-12, abs=0)


def test_the_error_survives_where_a_has_rounded_to_its_target():
    assert delta_of("cross_entropy", "sigmoid", 1.0, 40.0) == pytest.approx(-4.248354255291589e-18, rel=1e-12, abs=0)
    assert delta_of("cross_entropy", "sigmoid", 0.0, -700.0) == pytest.approx(np.exp(-700.0), rel=1e-12, abs=0)


def test_mean_quadratic_divides_the_gradient_by_the_outputs():
    y, z = np.zeros((2, 10)), np.full((2, 10), 1.5)
    assert delta_of("mean_quadratic", "sigmoid", y, z) == pytest.approx(delta_of("quadratic", "sigmoid", y, z) / 10)


@pytest.mark.parametrize("output", WRONG_PAIRINGS)
def test_cross_entropy_refuses_an_output_that_is_no_probability_and_says_what_to_choose(output):
    for method in (COSTS["cross_entropy"].delta, COSTS["cross_entropy"].value):
        with pytest.raises(ValueError, match=f"{output} outputs are not probabilities.*sigmoid.*softmax.*quadratic"):
            method(1.0, 0.5, 0.5, output)


def test_an_unknown_output_or_cost_is_named():
    with pytest.raises(ValueError, match="'swish'.*softmax"):
        COSTS["quadratic"].delta(1.0, 0.5, 0.5, "swish")
    for cost in COSTS.values():
        with pytest.raises(TypeError, match="output"):
            cost.delta(1.0, 0.5, 0.5)
    with pytest.raises(ValueError, match="'hinge'.*half_quadratic"):
        cost_named("hinge")


@pytest.mark.parametrize("cost", COSTS.values(), ids=COSTS)
@given(y=st.floats(0.0, 1.0), a=st.floats(0.01, 0.99))
def test_the_slope_is_the_central_difference_along_the_estimate(cost, y, a):
    expected = (cost.from_a(y, a + 1e-6) - cost.from_a(y, a - 1e-6)) / 2e-6
    assert cost.slope(y, a) == pytest.approx(expected, rel=1e-5, abs=1e-7)


def test_the_slope_of_cross_entropy_takes_its_limits_at_the_ends():
    y, a = np.array([1.0, 0.0, 1.0, 0.0, 0.5, 1.0]), np.array([1.0, 0.0, 0.0, 1.0, 0.0, -0.0])
    assert COSTS["cross_entropy"].slope(y, a).tolist() == [-1.0, 1.0, -np.inf, np.inf, -np.inf, -np.inf]
    assert [float(COSTS[name].slope(1.0, 0.6)) for name in QUADRATIC_FACTORS] == pytest.approx([-0.8, -0.4, -0.8])


def test_the_larger_the_cross_entropy_the_larger_the_gradient_but_never_above_one():
    z = np.linspace(-30.0, 3.0, 200)
    cost = cross_entropy_from_z(1.0, z)
    assert -delta_of("cross_entropy", "sigmoid", 1.0, z) == pytest.approx(-np.expm1(-cost), rel=1e-12)
