"""Random combinations of everything that can be chosen, in numbers of all sizes, against independent computations."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from benchmarks.backprop_check import LARGEST, wide_case
from core.explaining.detection import detect
from core.explaining.effects import effect
from core.explaining.gradient_check import check
from core.explaining.mistakes import MISTAKES
from core.explaining.quantities import Key, parameter_keys
from core.explaining.training import Update, train
from core.explaining.walk import walk
from core.networks.network import Network
from tests.core.explaining.test_mistakes import by_hand
from tests.core.explaining.test_walk import check_formulas
from tests.core.networks.test_network import FUNCTIONS
from tests.sampling import some


def four_digits(values):
    return np.vectorize(lambda value: float(f"{value:.4g}"))(values)


def case(seed, largest=2.0):
    """A network, x, y and an update; the numbers reach from 0.01 to the largest, on a scale of powers."""
    _, net, x, y = wide_case(seed, largest)
    rng = np.random.default_rng(seed)
    net.theta[:] = four_digits(net.theta)
    turn = int(rng.integers(1, len(x) + 1)) if rng.random() < 0.4 else 0
    momentum = 0.9 if rng.random() < 0.5 else 0.0
    velocity = four_digits(rng.normal(size=len(net.theta)))
    return net, four_digits(x), four_digits(y), Update(0.3, bool(rng.random() < 0.3), momentum, turn, velocity)


def loss(net, theta, x, y):
    """The cost of some instances, written anew for a library that differentiates by itself."""
    a, start = x, 0
    kinds = [*(each.name for each in net.hidden_activations), net.output]
    for kind, fan_in, fan_out in zip(kinds, net.sizes, net.sizes[1:], strict=False):
        neurons = theta[start : start + fan_out * (fan_in + 1)].reshape(fan_out, fan_in + 1)
        z = anp.dot(a, neurons[:, :-1].T) + neurons[:, -1]
        a, start = FUNCTIONS[kind](z), start + neurons.size
    name = net.cost_function.name
    if name == "cross_entropy":
        total = anp.sum(-y * anp.log(a) if net.output == "softmax" else anp.logaddexp(0.0, z) - z * y)
    else:
        total = {"quadratic": 1.0, "half_quadratic": 0.5, "mean_quadratic": 1.0 / y.shape[1]}[name] * anp.sum(
            (y - a) ** 2
        )
    return total / (len(y) if net.reduction == "mean" else 1)


@pytest.mark.parametrize("seed", some(range(60), 30))
def test_every_number_of_a_walk_is_that_of_a_library_that_differentiates_by_itself(seed):
    net, x, y, update = case(seed)
    found = walk(net, x, y, update)
    rows = slice(update.turn - 1, update.turn) if update.turn else slice(None)
    gradient = grad(lambda theta: loss(net, theta, x[rows], y[rows]))(net.theta)
    size = max(1.0, abs(gradient).max())
    assert found.back.gradient == pytest.approx(gradient, rel=1e-8, abs=1e-11 * size)
    assert found.cost == pytest.approx(loss(net, net.theta, x[rows], y[rows]), rel=1e-9)
    velocity = update.momentum * update.velocity - 0.3 * gradient
    keys = parameter_keys(net.sizes)
    held = np.array([update.hold_biases and key.kind == "b" for key in keys])
    velocity[held] = 0.0
    assert found.new_theta == pytest.approx(net.theta + velocity, rel=1e-8, abs=1e-11 * size)
    assert found.new_cost == pytest.approx(loss(net, net.theta + velocity, x[rows], y[rows]), rel=1e-4, abs=1e-9)
    for k, key in enumerate(keys):
        assert found[key._replace(kind=f"new {key.kind}")].value == found.new_theta[k]
        if update.momentum:
            assert found[key._replace(kind=f"v({key.kind})")].value == update.velocity[k]
            assert found[key._replace(kind=f"new v({key.kind})")].value == found.new_velocity[k]
    shown = range(len(x))[rows]
    assert {each.instance for each in found.quantities if each.kind == "delta"} == (
        {0} if len(x) == 1 else {i + 1 for i in shown}
    )
    for i in shown:
        one = grad(lambda row, i=i: loss(net, net.theta, row, y[i : i + 1]))(x[i : i + 1])
        for unit, value in enumerate(one[0], start=1):
            place = Key("dC/dx", 0, unit, 0, i + 1 if len(x) > 1 else 0)
            assert found[place].value == pytest.approx(value, rel=1e-8, abs=1e-10 * max(1.0, abs(one).max()))


@pytest.mark.parametrize("largest", [2.0, 300.0, 1e6])
@pytest.mark.parametrize("seed", some(range(12), 6))
def test_formulas_worked_out_give_what_is_printed_in_numbers_of_all_sizes(seed, largest):
    assert check_formulas(walk(*case(100 + seed, largest))) > 0


BENT = [(1_000, 1670), (1_000, 5491), (1_000, 8959), (1_000_000, 5939)]
"""Sizes and seeds of networks whose cost bends so strongly that no step is small enough and still above rounding."""


@pytest.mark.parametrize("largest", LARGEST)
def test_the_check_is_green_in_numbers_of_all_sizes_and_red_where_the_largest_gradient_is_wrong(largest):
    seen = 0
    for seed in [*range(120), *(seed for size, seed in BENT if size == largest)]:
        _, net, x, y = wide_case(seed, largest)
        found = check(net, x, y)
        assert found.passed, (seed, found.red)
        sizes = np.where(found.at_kink, 0.0, np.abs(found.backprop))
        place = int(np.argmax(sizes))
        if sizes[place] > 0.01 * found.floor:
            wrong = found.backprop.copy()
            wrong[place] *= 1.05
            assert not check(net, x, y, gradient=wrong).passed, seed
            seen += 1
    assert seen > 40


def test_parameters_along_which_the_cost_bends_too_strongly_are_named():
    found = [check(*wide_case(seed, largest)[1:]).rough for largest, seed in BENT]
    assert found == [["w²₁₁"], [], ["w²₂₁"], ["w¹₂₂", "w¹₂₃"]]  # the second is green once the step is small enough


@pytest.mark.parametrize("seed", some(range(60), 30))
def test_mistakes_are_those_of_a_script_with_that_line_wrong(seed):
    net, x, y, update = case(400 + seed)
    x, y = update.chosen(x), update.chosen(y)
    for name in MISTAKES:
        expected = by_hand(net, x, y, 0.3, name, update.momentum * update.velocity)
        found = detect(net, x, y, name, update)
        assert found.wrong == pytest.approx(expected, rel=1e-7, abs=1e-9 * max(1.0, abs(expected).max())), name
        assert found.visible == (found.reason is None)


def test_what_is_right_for_a_sum_is_no_mistake():
    net = Network((2, 2, 1), reduction="sum", seed=3)
    found = detect(net, [[0.5, 1.0], [1.0, 0.2]], [[1.0], [0.0]], "sum_over_batch")
    assert (
        found.reason
        == "The cost of the batch is the sum over its instances here, so the sum of their gradients is right."
    )
    right, written = MISTAKES["sum_over_batch"].code("sigmoid", "sum")
    assert right == written == "gradient = delta.T @ a"
    assert MISTAKES["sum_over_batch"].code("sigmoid") == ("gradient = delta.T @ a / n", "gradient = delta.T @ a")


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_instances_take_turns_and_velocities_go_on(momentum):
    x, y = np.array([[0.5, -1.0], [1.5, 0.7], [0.1, 0.2]]), np.array([[1.0], [0.0], [1.0]])
    net, copy = (Network((2, 2, 1), hidden="tanh", seed=1) for _ in range(2))
    costs, coming = train(net, x, y, Update(0.5, momentum=momentum, turn=2), 7)
    velocity, expected = np.zeros_like(net.theta), [copy.cost(x, y)]
    for k in (1, 2, 0, 1, 2, 0, 1):
        velocity = momentum * velocity - 0.5 * copy.gradient(x[k : k + 1], y[k : k + 1])
        copy.theta += velocity
        expected.append(copy.cost(x, y))
    assert (net.theta, coming.velocity, costs) == (
        pytest.approx(copy.theta),
        pytest.approx(velocity),
        pytest.approx(expected),
    )
    assert coming.turn == 3
    again = effect(
        Network((2, 2, 1), hidden="tanh", seed=1), x, y, "keep_slope", Update(0.5, False, momentum, 2), steps=7
    )
    assert again.right == pytest.approx(costs)
