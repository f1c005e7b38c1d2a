"""The gradient check: green for every combination, red where a gradient is wrong, honest about kinks and about h."""

import itertools

import numpy as np
import pytest

from benchmarks import backprop_check
from benchmarks.backprop_check import COMBINATIONS, STARTS, main, random_case
from core.explaining.example import MAZUR
from core.explaining.gradient_check import (
    FLOOR,
    STEPS,
    central_differences,
    check,
    kink_names,
    relative_error,
    step_curve,
)
from core.explaining.quantities import parameter_names
from core.functions.activations import ACTIVATIONS
from core.networks.network import Network


@pytest.mark.parametrize("first", range(0, 500, 100))
def test_backpropagation_is_green_for_every_combination_and_start(first):
    red = {}
    for seed in range(first, first + 100):
        case = random_case(seed)
        found = check(case.network, case.x, case.y)
        if not (found.passed and (found.compared == 0 or found.worst < 1e-5)):
            red[seed] = found.red
    assert red == {}


def test_the_seeds_reach_every_combination_with_every_start():
    cases = [random_case(seed) for seed in range(len(COMBINATIONS) * len(STARTS))]
    kinds = {(c.start, c.network.hidden.name, c.network.output, c.network.cost_function.name) for c in cases}
    assert len(kinds) == len(COMBINATIONS) * len(STARTS) == 5 * 7 * 26
    assert {len(c.network.weights) for c in cases} == {1, 2, 3, 4} and {len(c.x) for c in cases} == {1, 2, 3, 4}
    slopes = [c.network.hidden.derivative(c.network.forward(c.x).z[0], c.network.forward(c.x).a[1]) for c in cases]
    assert any((s == 0).all() for s in slopes) and any(0 < s.max() < 1e-3 for s in slopes)  # dead, and saturated


def one_by_one(network, x, y, h):
    gradient = np.empty_like(network.theta)
    for i, start in enumerate(network.theta.copy()):
        network.theta[i] = start + h
        above = network.cost(x, y)
        network.theta[i] = start - h
        gradient[i] = (above - network.cost(x, y)) / (2 * h)
        network.theta[i] = start
    return gradient


@pytest.mark.parametrize("seed", range(0, 100, 7))
def test_differences_taken_all_at_once_are_those_taken_one_by_one(seed):
    case = random_case(seed)
    numeric, _, _ = central_differences(case.network, case.x, case.y, 1e-4)
    expected = one_by_one(case.network, case.x, case.y, 1e-4)
    assert numeric == pytest.approx(expected, rel=1e-9, abs=1e-11 * max(1.0, case.network.cost(case.x, case.y)))


@pytest.mark.parametrize("place", range(12))
@pytest.mark.parametrize("factor", [0.999, -1.0, 0.0])
def test_a_wrong_gradient_is_named_and_nothing_else(place, factor):
    net = MAZUR.network()
    gradient = net.gradient(MAZUR.x, MAZUR.y)
    gradient[place] *= factor
    found = check(net, MAZUR.x, MAZUR.y, gradient=gradient)
    assert found.red == [parameter_names(net.sizes)[place]] and not found.passed
    layer = 0 if place < 6 else 1
    assert found.by_layer[layer] == found.worst > 1e-5 > found.by_layer[1 - layer]
    assert found.error[place] == pytest.approx(
        abs(gradient[place] - found.numeric[place]) / max(abs(gradient[place]), abs(found.numeric[place]), FLOOR)
    )


def test_a_gradient_that_is_no_number_is_red():
    net = MAZUR.network()
    gradient = net.gradient(MAZUR.x, MAZUR.y)
    gradient[3], gradient[7] = np.nan, np.inf
    assert check(net, MAZUR.x, MAZUR.y, gradient=gradient).red == ["w¹₂₁", "w²₁₂"]


def test_the_floor_stands_in_for_gradients_below_it_and_grows_with_the_cost():
    assert relative_error(np.array([1e-9, 2.0]), np.array([0.0, 1.0]), 1e-3).tolist() == [1e-6, 0.5]
    net = Network((1, 1), output="linear", cost="quadratic", theta=[100.0, 0.0])
    assert check(net, [[1.0]], [[0.0]]).floor == FLOOR * 1e4 and check(net, [[0.0]], [[0.0]]).floor == FLOOR


# --- Kinks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hidden", ["relu", "leaky_relu"])
def test_a_difference_across_a_corner_is_named_and_left_out(hidden):
    net = Network((1, 1, 1), hidden=hidden, output="linear", cost="half_quadratic", theta=[1.0, -0.999_999, 1.0, 0.0])
    found = check(net, [[1.0]], [[5.0]])
    assert found.at_kink.tolist() == [True, True, False, False] and found.compared == 2
    assert kink_names(found.kinks) == ["z¹₁ of instance 1 is 1.000\u00a0×\u00a010⁻⁶"]
    assert found.error[0] > 0.1 and found.passed  # the difference is wrong, backpropagation is not
    assert np.isnan(found.by_layer[0]) and found.by_layer[1] < 1e-8


def test_a_corner_out_of_reach_is_none_and_a_smooth_network_has_none():
    net = Network((1, 1, 1), hidden="relu", output="linear", cost="half_quadratic", theta=[1.0, -0.999, 1.0, 0.0])
    assert check(net, [[1.0]], [[5.0]]).kinks == [] and check(net, [[1.0]], [[5.0]]).passed
    for hidden in set(ACTIVATIONS) - {"relu", "leaky_relu"}:
        flat = Network((2, 2, 1), hidden=hidden, theta=np.zeros(9))
        assert check(flat, [[1.0, 1.0]], [[1.0]]).compared == 9


def test_a_unit_at_0_is_a_kink_for_what_moves_it_only():
    net = Network((2, 1, 1), hidden="relu", output="linear", cost="half_quadratic", theta=[0, 0, 0, 1, 0])
    found = check(net, [[1.0, 0.0]], [[1.0]])  # the second weight has the input 0 and moves nothing
    assert found.at_kink.tolist() == [True, False, True, False, False]


def test_the_output_may_have_a_corner_too():
    net = Network((1, 1), output="relu", cost="quadratic", theta=[0.0, 0.0])
    assert check(net, [[1.0]], [[1.0]]).at_kink.all()


# --- The step h ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 3])
def test_the_error_falls_with_h_squared_and_then_rises_with_1_over_h(seed):
    net = Network((3, 4, 4, 2), hidden="tanh", cost="cross_entropy", seed=seed, scale=2.0)
    rng = np.random.default_rng(seed)
    curve = step_curve(net, rng.normal(size=(3, 3)), rng.integers(0, 2, (3, 2)) * 1.0)
    assert len(curve.h) == len(STEPS) == 45 and curve.h[0] == 0.1 and curve.h[-1] == 1e-12
    large = (curve.h < 0.02) & (curve.h > 5e-4)
    assert curve.worst[large] == pytest.approx(curve.truncation[large], rel=0.1)
    small = curve.h < 1e-7
    ratio = curve.worst[small] / curve.rounding[small]
    assert 0.03 < np.median(ratio) < 3.0
    assert curve.h[np.argmin(curve.worst)] == pytest.approx(curve.best, rel=9.0) and 1e-6 < curve.best < 1e-4
    assert curve.truncation[0] / curve.truncation[4] == pytest.approx(100.0)
    assert curve.rounding[-1] / curve.rounding[-5] == pytest.approx(10.0)
    assert not curve.crossed.any()


def test_a_parabola_has_no_truncation_and_so_no_best_step():
    net = Network((1, 1), output="linear", cost="half_quadratic", theta=[2.0, 1.0])
    curve = step_curve(net, [[1.5]], [[0.3]])
    assert curve.best is None and curve.worst[0] < 1e-13


def test_a_large_step_crosses_kinks_and_a_small_one_does_not():
    net = Network((1, 1, 1), hidden="relu", output="linear", cost="half_quadratic", theta=[1.0, -0.99, 1.0, 0.0])
    curve = step_curve(net, [[1.0]], [[5.0]])
    assert curve.crossed[0] and not curve.crossed[-1]
    far = np.abs(curve.h - 0.01) > 1e-4  # at the corner itself, rounding decides
    assert (curve.crossed == (curve.h > 0.01))[far].all()


def test_the_command_prints_a_table_and_ends_well(capsys):
    assert main(40) == 0
    shown = capsys.readouterr().out
    assert "40 networks" in shown and "| ordinary |" in shown and shown.rstrip().endswith("All green.")


# Weights of ±10 through four layers of ReLUs into a tanh: found among half a million cases.
@pytest.fixture
def strongly_bent(monkeypatch):
    hidden = ("linear", "sigmoid", "tanh", "relu", "leaky_relu")
    costs = ("quadratic", "half_quadratic", "mean_quadratic")
    pairs = [
        *itertools.product([*hidden, "softmax"], costs),
        ("sigmoid", "cross_entropy"),
        ("softmax", "cross_entropy"),
    ]
    monkeypatch.setattr(backprop_check, "COMBINATIONS", [(name, *pair) for name in hidden for pair in pairs])
    return random_case(26_967)


def test_where_the_cost_bends_strongly_a_smaller_step_is_taken_and_a_mistake_stays_red(strongly_bent):
    case = strongly_bent
    coarse = check(case.network, case.x, case.y, h=1e-5)
    assert coarse.red == ["w³₃₁"]
    assert check(case.network, case.x, case.y).passed
    gradient = case.network.gradient(case.x, case.y)
    wrong = 1.001 * gradient + 1e-4 * max(1.0, case.network.cost(case.x, case.y))
    assert len(check(case.network, case.x, case.y, gradient=wrong).red) == check(case.network, case.x, case.y).compared
