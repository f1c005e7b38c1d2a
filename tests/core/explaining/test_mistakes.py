"""Planted mistakes: each does what it says, is named just where it shows, and has a true reason where it does not."""

import math
import re

import numpy as np
import pytest

from benchmarks.backprop_check import random_case
from core.explaining.detection import FLOOR, detect, differing
from core.explaining.effects import effect
from core.explaining.example import MAZUR
from core.explaining.gradient_check import check
from core.explaining.mistakes import MISTAKES
from core.explaining.quantities import parameter_names
from core.functions.activations import ACTIVATIONS
from core.functions.activations.leaky_relu import LEAK
from core.networks.network import Network, parameters, rows
from tests.sampling import some

EVERY = pytest.mark.parametrize("name", MISTAKES)


# --- The same mistakes, made again by hand ---------------------------------------------------------------------------


def slope_of(name, z):
    """σ′ as a function of one number."""
    if name == "sigmoid":
        a = 1 / (1 + math.exp(-z))
        return a * (1 - a)
    if name == "tanh":
        return 1 - math.tanh(z) ** 2
    if name == "scaled_tanh":
        return 1.7159 * 2 / 3 * (1 - math.tanh(2 * z / 3) ** 2)
    if name == "silu":
        a = 1 / (1 + math.exp(-z))
        return a + z * a * (1 - a)
    if name in ("linear", "relu", "leaky_relu"):
        return {"linear": 1.0, "relu": float(z > 0), "leaky_relu": 1.0 if z > 0 else LEAK}[name]
    return float(ACTIVATIONS[name].derivative(z, ACTIVATIONS[name].fn(z)))  # its own tests check it


def by_hand(net, x, y, eta, mistake, kept=0.0):
    """Backpropagation neuron by neuron and instance by instance, as in a script, with one line of it wrong.

    kept is μ v, what momentum adds to each update.
    """
    cost, output = net.cost_function.name, net.output
    hidden = [each.name for each in net.hidden_activations]
    n, last = len(x), len(net.weights) - 1
    outputs = net.sizes[-1]
    factor = {"quadratic": 2.0, "half_quadratic": 1.0, "mean_quadratic": 2.0 / outputs, "cross_entropy": 1.0}[cost]
    run = net.forward(x)
    weights = [w.copy() for w in net.weights]
    grad_w, grad_b = [np.zeros_like(w) for w in weights], [np.zeros_like(b) for b in net.biases]
    kept_w = [each[:, :-1] for each in rows(np.zeros_like(net.theta) + kept, net.sizes)]
    at = (lambda z, a: a) if mistake == "slope_of_a" else (lambda z, a: z)

    def output_delta(z, a, y):
        if cost == "cross_entropy":
            delta = a * y.sum() - y if output == "softmax" else a - y
            if mistake == "keep_slope":
                return delta * a * (1 - a)
            if mistake == "slope_with_a":
                return -y / a if output == "softmax" else (a - y) / (a * (1 - a))
            if mistake == "hidden_slope" and last > 0 and hidden[-1] != output:
                slopes = np.array([slope_of(hidden[-1], each) for each in z])
                return (-y / a if output == "softmax" else (a - y) / (a * (1 - a))) * slopes
            return delta
        g = factor * (a - y)
        if mistake == "drop_slope":
            return g
        if mistake == "hidden_slope" and last > 0:
            return g * np.array([slope_of(hidden[-1], each) for each in z])
        if output == "softmax":
            s = np.exp(a) / np.exp(a).sum() if mistake == "slope_of_a" else a
            jacobian = np.diag(s) - np.outer(s, s)
            return jacobian @ g
        return g * np.array([slope_of(output, at(zk, ak)) for zk, ak in zip(z, a, strict=True)])

    deltas = np.array([output_delta(run.z[-1][i], run.a[-1][i], y[i]) for i in range(n)])
    for layer in range(last, -1, -1):
        for i in range(n):
            for unit in range(len(weights[layer])):
                for source in range(weights[layer].shape[1]):
                    grad_w[layer][unit, source] += deltas[i, unit] * run.a[layer][i, source]
                    if mistake == "bias_per_weight":
                        grad_b[layer][unit] += deltas[i, unit]
                if mistake != "bias_per_weight":
                    grad_b[layer][unit] += deltas[i, unit]
        if mistake != "sum_over_batch" and net.reduction == "mean":
            grad_w[layer] /= n
            grad_b[layer] /= n
        if mistake == "update_order":
            weights[layer] += kept_w[layer] - eta * grad_w[layer]
        if layer > 0:
            z, a = run.z[layer - 1], run.a[layer]
            below = np.zeros_like(z)
            for i in range(n):
                for unit in range(z.shape[1]):
                    total = sum(weights[layer][k, unit] * deltas[i, k] for k in range(len(weights[layer])))
                    below[i, unit] = total * slope_of(hidden[layer - 1], at(z[i, unit], a[i, unit]))
            deltas = below
    sign = -1.0 if mistake == "wrong_sign" else 1.0
    return sign * np.concatenate([np.column_stack([w, b]).ravel() for w, b in zip(grad_w, grad_b, strict=True)])


@pytest.mark.parametrize("seed", some(range(100), 50))
def test_a_mistake_makes_the_gradient_of_a_script_with_that_line_wrong_and_names_just_what_differs(seed):
    case = random_case(seed)
    net, x, y = case.network, case.x, case.y
    right = by_hand(net, x, y, 0.2, "none")
    assert net.gradient(x, y) == pytest.approx(right, rel=1e-9, abs=1e-12)
    for name in MISTAKES:
        expected = by_hand(net, x, y, 0.2, name)
        found = detect(net, x, y, name, 0.2)
        assert found.wrong == pytest.approx(expected, rel=1e-8, abs=1e-11), name
        apart = np.abs(expected - right)
        clear = np.abs(apart - FLOOR * np.maximum(1, np.maximum(abs(expected), abs(right)))) > 1e-11
        names = [n for n, d in zip(parameter_names(net.sizes), apart > FLOOR, strict=True) if d]
        if clear.all():
            assert found.names == names, name
        assert found.differs.tolist() == [n in found.names for n in parameter_names(net.sizes)]
        assert found.visible == bool(found.names) == (found.reason is None)
        assert found.reason is None or len(found.reason) > 20


@EVERY
def test_a_mistake_that_is_seen_turns_the_check_red_for_the_parameters_that_it_names(name):
    """Where the difference is large enough for central differences, both ways of looking agree."""
    seen = 0
    for seed in range(0, 500, 7):
        case = random_case(seed)
        found = detect(case.network, case.x, case.y, name, 0.2)
        result = check(case.network, case.x, case.y, gradient=found.wrong)
        assert set(result.red) <= set(found.names)
        large = differing(found.right, found.wrong) & (np.abs(found.wrong - found.right) > 0.01) & ~result.at_kink
        large &= np.abs(found.wrong - found.right) > 1e-4 * np.abs(found.right) + 2e-5 * result.floor
        named = [n for n, is_large in zip(parameter_names(case.network.sizes), large, strict=True) if is_large]
        assert set(named) <= set(result.red)
        seen += bool(named)
    assert seen >= 5


# --- Where a mistake cannot be seen ----------------------------------------------------------------------------------


def network(sizes, **options):
    theta = np.random.default_rng(3).normal(size=parameters(sizes))
    return Network(sizes, theta=theta, **{"hidden": "tanh", **options})


X = np.array([[0.5, -1.0], [1.5, 0.7]])
Y = np.array([[1.0], [0.0]])


@pytest.mark.parametrize(
    ("name", "net", "instances", "reason"),
    [
        ("drop_slope", network((2, 3, 1), cost="cross_entropy"), 2, "nothing|no σ′"),
        ("drop_slope", network((2, 3, 1), output="linear", cost="half_quadratic"), 2, "linear output is 1"),
        ("keep_slope", network((2, 3, 1), cost="quadratic"), 2, "keeping it is right"),
        ("slope_with_a", network((2, 3, 1), cost="quadratic"), 2, "listed for itself"),
        ("hidden_slope", network((2, 1), cost="quadratic"), 2, "no hidden layer"),
        ("hidden_slope", network((2, 3, 1), hidden="sigmoid", cost="quadratic"), 2, "same activation"),
        ("hidden_slope", network((2, 3, 1), hidden="sigmoid", cost="cross_entropy"), 2, "same activation"),
        ("bias_per_weight", network((1, 1, 1)), 2, "fan-in 1"),
        ("sum_over_batch", network((2, 3, 1)), 1, "one instance"),
        ("slope_of_a", network((2, 3, 1), hidden="relu", cost="cross_entropy"), 2, "sign of z"),
        ("slope_of_a", network((2, 3, 1), hidden="leaky_relu", output="linear", cost="quadratic"), 2, "sign of z"),
        ("slope_of_a", network((2, 1), cost="cross_entropy"), 2, "No σ′"),
        ("update_order", network((2, 1)), 2, "no hidden layer"),
    ],
)
def test_a_mistake_that_changes_nothing_has_its_reason(name, net, instances, reason):
    found = detect(net, X[:instances, : net.sizes[0]], Y[:instances], name, 0.5)
    assert not found.visible and found.names == []
    assert re.search(reason, found.reason)
    assert check(net, X[:instances, : net.sizes[0]], Y[:instances], gradient=found.wrong).passed


@pytest.mark.parametrize(
    ("name", "net", "instances", "named"),
    [
        ("drop_slope", network((2, 3, 1), cost="half_quadratic"), 2, "all"),
        ("keep_slope", network((2, 3, 1), cost="cross_entropy"), 2, "all"),
        ("slope_with_a", network((2, 3, 1), cost="cross_entropy"), 2, "all"),
        ("hidden_slope", network((2, 3, 1), cost="half_quadratic"), 2, "all"),
        ("bias_per_weight", network((2, 3, 1)), 2, ["b¹₁", "b¹₂", "b¹₃", "b²₁"]),
        ("bias_per_weight", network((2, 1, 1)), 2, ["b¹₁"]),
        ("sum_over_batch", network((2, 3, 1)), 2, "all"),
        ("slope_of_a", network((2, 1, 1), cost="cross_entropy"), 2, ["w¹₁₁", "w¹₁₂", "b¹₁"]),
        ("update_order", network((2, 1, 1)), 2, ["w¹₁₁", "w¹₁₂", "b¹₁"]),
        ("wrong_sign", network((2, 1, 1)), 1, "all"),
    ],
)
def test_a_mistake_names_the_parameters_it_spoils(name, net, instances, named):
    found = detect(net, X[:instances], Y[:instances], name, 0.5)
    assert found.names == (parameter_names(net.sizes) if named == "all" else named) and found.reason is None


def test_a_reason_that_lies_in_the_mistake_is_never_given_for_one_that_shows():
    reasons = dict.fromkeys(MISTAKES, 0)
    for seed in range(0, 500, 3):
        case = random_case(seed)
        run = case.network.forward(case.x)
        for name, mistake in MISTAKES.items():
            if mistake.reason(case.network, run, case.y) is not None:
                reasons[name] += 1
                assert not detect(case.network, case.x, case.y, name, 0.2).visible
    assert all(count > 3 for name, count in reasons.items() if name != "wrong_sign") and reasons["wrong_sign"] == 0


def test_dead_units_and_standing_still_are_reasons_too():
    dead = Network((2, 2, 1), hidden="relu", theta=[0, 0, -9, 0, 0, -9, 0.4, 0.3, 0.2])
    found = detect(dead, X, Y, "update_order", 0.5)
    assert not found.visible and "σ′(z) is 0 for every unit of the last hidden layer" in found.reason
    still = Network((1, 1), output="linear", cost="half_quadratic", theta=[2.0, 1.0])
    for name in ("wrong_sign", "sum_over_batch"):
        assert "0" in detect(still, [[1.0], [2.0]], [[3.0], [5.0]], name).reason
    zero = Network((2, 2, 1), hidden="tanh", theta=[0.1, 0.2, 0, 0.3, 0.4, 0, 0, 0, 0.1])
    assert "weights of the output are 0" in detect(zero, X, Y, "slope_of_a").reason


def test_slopes_that_happen_to_be_right_are_a_reason():
    net = Network((1, 1), output="relu", cost="quadratic", theta=[1.0, 5.0])
    assert "slope is 1 here" in detect(net, [[1.0]], [[1.0]], "drop_slope").reason
    still = Network((1, 2), output="tanh", cost="quadratic", theta=np.zeros(4))
    assert "as for z = 0 with tanh" in detect(still, [[1.0]], [[1.0, -1.0]], "slope_of_a").reason
    one = Network((2, 1, 1), output="linear", cost="quadratic", theta=[1, 1, 0, 0, 1])
    assert "stays 0" in detect(one, X, Y, "bias_per_weight").reason
    mixed = Network((1, 1, 1), hidden="relu", output="linear", cost="quadratic", theta=[1, 1, 1, 1])
    assert "happen to be the same" in detect(mixed, [[1.0]], [[1.0]], "hidden_slope").reason


def test_a_division_by_0_is_seen_and_does_not_raise():
    net = Network((1, 1), cost="cross_entropy", theta=[900.0, 0.0])
    found = detect(net, [[1.0]], [[0.0]], "slope_with_a")
    assert found.visible and not np.isfinite(found.wrong).all()
    assert effect(net, [[1.0]], [[0.0]], "slope_with_a", 0.1).verdict == "exploded"


def test_an_unknown_mistake_is_refused():
    with pytest.raises(ValueError, match=r"'typo'.*wrong_sign"):
        detect(MAZUR.network(), MAZUR.x, MAZUR.y, "typo")
