"""What planted mistakes do to training."""

import numpy as np
import pytest

from core.explaining.detection import detect, wrong_gradient
from core.explaining.effects import effect
from core.explaining.gradient_check import check
from core.explaining.mistakes import MISTAKES
from core.explaining.training import Update
from core.networks.network import Network, parameters
from core.neurons.learning import descend, first_within


def network(sizes, **options):
    theta = np.random.default_rng(3).normal(size=parameters(sizes))
    return Network(sizes, theta=theta, **{"hidden": "tanh", **options})


X = np.array([[0.5, -1.0], [1.5, 0.7]])
Y = np.array([[1.0], [0.0]])


def test_dropping_the_slope_is_the_gradient_of_cross_entropy_and_learns_at_17_instead_of_232():
    net = Network((1, 1), cost="half_quadratic", theta=[2.0, 2.0])
    found = detect(net, [[1.0]], [[0.0]], "drop_slope")
    assert found.names == ["w¹₁₁", "b¹₁"]
    assert not check(net, [[1.0]], [[0.0]], gradient=found.wrong).passed
    result = effect(net, [[1.0]], [[0.0]], "drop_slope", 0.15, steps=300)
    assert result.cross_entropy == 1.0 and result.verdict == "better"
    for costs, cost, update in ((result.right, "half_quadratic", 232), (result.wrong, "cross_entropy", 17)):
        a = np.sqrt(2.0 * costs)  # y is 0
        assert first_within(a, 0.0, 0.5) == update
        assert a == pytest.approx(descend(2.0, 2.0, 1.0, 0.0, cost, 0.15, 300).a)


@pytest.mark.parametrize(
    ("cost", "output", "factor"),
    [
        ("half_quadratic", "sigmoid", 1.0),
        ("quadratic", "sigmoid", 2.0),
        ("mean_quadratic", "softmax", 2 / 3),
        ("half_quadratic", "softmax", 1.0),
        ("half_quadratic", "tanh", None),
    ],
)
def test_the_factor_to_cross_entropy_is_that_of_the_convention(cost, output, factor):
    net, y = network((2, 3, 3), cost=cost, output=output), np.eye(3)[[0, 2]]
    assert effect(net, X, y, "drop_slope", 0.1).cross_entropy == factor
    assert effect(net, X, y, "sum_over_batch", 0.1).cross_entropy is None


def test_training_with_a_mistake_follows_its_gradient_and_leaves_the_network_alone():
    net = network((2, 3, 1), cost="cross_entropy")
    before = net.theta.copy()
    for name in MISTAKES:
        result = effect(net, X, Y, name, 0.3, steps=3)
        assert len(result.right) == len(result.wrong) == 4 and result.right[0] == result.wrong[0] == net.cost(X, Y)
        moved = Network(net.sizes, hidden="tanh", theta=net.theta - 0.3 * wrong_gradient(net, X, Y, name, 0.3))
        assert result.wrong[1] == pytest.approx(moved.cost(X, Y))
        if not detect(net, X, Y, name, 0.3).visible:
            assert result.verdict == "same"
    assert (net.theta == before).all()
    assert effect(net, X, Y, "wrong_sign", 0.3).verdict == "worse"


def test_held_biases_stay_in_both_trainings():
    net = network((2, 1), cost="half_quadratic")
    with_biases = effect(net, X, Y, "bias_per_weight", 0.5)
    held = effect(net, X, Y, "bias_per_weight", Update(0.5, hold_biases=True))
    assert with_biases.verdict != "same" and held.verdict == "same"  # the check is red, the training the same
