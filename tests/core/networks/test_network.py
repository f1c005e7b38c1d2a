"""The readable network: its gradients against central differences and another library, its weights, its refusals."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from core.functions.activations import ACTIVATIONS
from core.functions.costs import COSTS
from core.networks.initial_weights import SCHEMES
from core.networks.network import Network, parameters, rows
from core.streams import stream
from tests.core.networks.plain import FUNCTIONS

OUTPUTS = [*ACTIVATIONS, "softmax"]
PAIRS = [(output, cost) for output in OUTPUTS for cost in COSTS if cost != "cross_entropy"]
PAIRS += [("sigmoid", "cross_entropy"), ("softmax", "cross_entropy")]
EVERY_PAIR = pytest.mark.parametrize(("output", "cost"), PAIRS)
EVERY_HIDDEN = pytest.mark.parametrize("hidden", ACTIVATIONS)
SIZES = (3, 5, 4, 2)


def targets(output, rng, n=7):
    classes = rng.integers(0, SIZES[-1], n)
    one_hot = np.eye(SIZES[-1])[classes]
    return 2.0 * one_hot - 1.0 if output in ("linear", "tanh") else one_hot


def case(hidden, output, cost, seed=0):
    """A network and data whose corners, if there are any, are far from every z."""
    while True:
        rng = np.random.default_rng(seed)
        net = Network(SIZES, hidden=hidden, output=output, cost=cost, theta=rng.normal(size=parameters(SIZES)))
        x = rng.normal(size=(7, 3))
        if min(np.abs(z).min() for z in net.forward(x).z) > 1e-3:
            return net, x, targets(output, rng)
        seed += 1


def central_differences(net, x, y, h=1e-5):
    gradient = np.empty_like(net.theta)
    for i, start in enumerate(net.theta.copy()):
        net.theta[i] = start + h
        above = net.cost(x, y)
        net.theta[i] = start - h
        gradient[i] = (above - net.cost(x, y)) / (2 * h)
        net.theta[i] = start
    return gradient


def largest_error(a, n):
    return np.max(np.abs(a - n) / np.maximum(1e-3, np.maximum(np.abs(a), np.abs(n))))


@EVERY_HIDDEN
@EVERY_PAIR
def test_the_gradient_is_the_central_difference(hidden, output, cost):
    net, x, y = case(hidden, output, cost)
    assert largest_error(net.gradient(x, y), central_differences(net, x, y)) < 1e-6


# --- The same cost written anew, and differentiated by a library -----------------------------------------------------


def cost_of(y, z, a, cost, output):
    if cost == "cross_entropy":
        terms = -y * anp.log(a) if output == "softmax" else anp.logaddexp(0.0, z) - z * y
        return anp.sum(terms) / len(y)
    factor = {"quadratic": 1.0, "half_quadratic": 0.5, "mean_quadratic": 1.0 / y.shape[1]}[cost]
    return factor * anp.sum((y - a) ** 2) / len(y)


@pytest.mark.parametrize("hidden", [name for name in ACTIVATIONS if name in FUNCTIONS])
@pytest.mark.parametrize(("output", "cost"), [pair for pair in PAIRS if pair[0] in FUNCTIONS])
def test_the_cost_and_its_gradient_are_those_of_a_library_that_differentiates_by_itself(hidden, output, cost):
    net, x, y = case(hidden, output, cost)

    def loss(theta):
        a, start = x, 0
        for layer, (fan_in, fan_out) in enumerate([(3, 5), (5, 4), (4, 2)]):
            neurons = theta[start : start + fan_out * (fan_in + 1)].reshape(fan_out, fan_in + 1)
            z = anp.dot(a, neurons[:, :-1].T) + neurons[:, -1]
            a = FUNCTIONS[output if layer == 2 else hidden](z)
            start += neurons.size
        return cost_of(y, z, a, cost, output)

    assert net.cost(x, y) == pytest.approx(loss(net.theta), rel=1e-12)
    assert net.gradient(x, y) == pytest.approx(grad(loss)(net.theta), rel=1e-9, abs=1e-11)


@pytest.mark.parametrize("hidden", [("relu", "sigmoid"), ("tanh", "scaled_tanh"), ("silu", "linear")])
@pytest.mark.parametrize(("output", "cost"), [("softmax", "cross_entropy"), ("tanh", "half_quadratic")])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_one_activation_for_each_hidden_layer_and_a_sum_over_the_batch(hidden, output, cost, reduction):
    _, x, y = case("tanh", output, cost)
    net = Network((3, 5, 4, 2), hidden=hidden, output=output, cost=cost, seed=4, reduction=reduction)

    def loss(theta):
        a, start = x, 0
        for fn, (fan_in, fan_out) in zip((*hidden, output), [(3, 5), (5, 4), (4, 2)], strict=True):
            neurons = theta[start : start + fan_out * (fan_in + 1)].reshape(fan_out, fan_in + 1)
            z = anp.dot(a, neurons[:, :-1].T) + neurons[:, -1]
            a, start = FUNCTIONS[fn](z), start + neurons.size
        return cost_of(y, z, a, cost, output) * (len(y) if reduction == "sum" else 1)

    assert net.cost(x, y) == pytest.approx(loss(net.theta), rel=1e-12)
    assert net.gradient(x, y) == pytest.approx(grad(loss)(net.theta), rel=1e-9, abs=1e-11)
    assert [activation.name for activation in net.hidden_activations] == list(hidden)
    with pytest.raises(ValueError, match=f"{hidden[0]}, {hidden[1]}, but one for all of them is needed"):
        net.hidden  # noqa: B018


def test_one_activation_may_be_given_once_or_for_each_layer():
    for hidden in ("tanh", ("tanh", "tanh")):
        assert Network((1, 2, 2, 1), hidden=hidden).hidden.name == "tanh"
    assert Network((2, 1), hidden="relu").hidden.name == "relu"
    with pytest.raises(ValueError, match="1 activations for 2 hidden layers"):
        Network((1, 2, 2, 1), hidden=("tanh",))
    with pytest.raises(ValueError, match="'swish'"):
        Network((2, 1), hidden="swish")
    with pytest.raises(ValueError, match="reduction is 'max', but it must be mean or sum"):
        Network((2, 1), reduction="max")


def test_every_delta_is_the_derivative_with_respect_to_its_z_for_each_instance():
    net, x, y = case("tanh", "sigmoid", "half_quadratic")
    run = net.forward(x)
    deltas = net.backward(run, y).delta
    assert [delta.shape for delta in deltas] == [z.shape for z in run.z] == [(7, 5), (7, 4), (7, 2)]
    one = slice(2, 3)  # moving b of a neuron moves its z, of one instance here, by as much
    for delta, biases in zip(deltas, net.biases, strict=True):
        for unit in range(len(biases)):
            start, ends = biases[unit], []
            for h in (1e-5, -1e-5):
                biases[unit] = start + h
                ends.append(net.cost(x[one], y[one]))
            biases[unit] = start
            assert delta[2, unit] == pytest.approx((ends[0] - ends[1]) / 2e-5, rel=1e-6, abs=1e-10)


# --- Parameters ------------------------------------------------------------------------------------------------------


def test_theta_lists_the_neurons_each_with_its_bias_last_and_the_layers_are_views():
    net = Network((2, 3, 1), theta=np.arange(13.0))
    assert net.weights[0].tolist() == [[0, 1], [3, 4], [6, 7]] and net.biases[0].tolist() == [2, 5, 8]
    assert net.weights[1].tolist() == [[9, 10, 11]] and net.biases[1].tolist() == [12]
    net.theta[5] = -1.0
    assert net.biases[0][1] == -1.0
    assert all(np.shares_memory(view, net.theta) for view in (*net.weights, *net.biases))


def test_a_forward_pass_is_what_one_computes_by_hand_and_keeps_every_layer():
    net = Network((2, 2, 1), hidden="relu", output="linear", cost="quadratic", theta=[1, 2, 3, -1, 0, 1, 2, -3, 0.5])
    run = net.forward([[1.0, -1.0]])
    assert [z.tolist() for z in run.z] == [[[2.0, 0.0]], [[4.5]]]
    assert [a.tolist() for a in run.a] == [[[1.0, -1.0]], [[2.0, 0.0]], [[4.5]]]
    assert net.cost([[1.0, -1.0]], [[1.0]]) == 3.5**2


@pytest.mark.parametrize("init", SCHEMES)
def test_initial_weights_have_the_spread_of_their_scheme_times_the_scales(init):
    net = Network((200, 300, 100), init=init, scale=3.0, output_scale=0.1, output_bias=-2.0, seed=4)
    for weights, factor in zip(net.weights, (3.0, 0.3), strict=True):
        fan_out, fan_in = weights.shape
        assert weights.std() == pytest.approx(factor * SCHEMES[init].sd(fan_in, fan_out), rel=0.03)
    assert (net.biases[0] == SCHEMES[init].bias).all() and (net.biases[1] == SCHEMES[init].bias - 2.0).all()


def test_a_seed_gives_the_same_weights_again_and_its_streams_have_nothing_in_common():
    assert (Network((3, 4, 1), seed=5).theta == Network((3, 4, 1), seed=5).theta).all()
    assert not (Network((3, 4, 1), seed=5).theta == Network((3, 4, 1), seed=6).theta).all()
    children = np.random.SeedSequence(5).spawn(4)
    for use, child in zip(("data", "weights", "order", "dropout"), children, strict=True):
        assert (stream(5, use).random(4) == np.random.default_rng(child).random(4)).all()


def test_theta_is_copied():
    theta = np.ones(3)
    Network((2, 1), theta=theta).theta[:] = 7.0
    assert theta.tolist() == [1.0, 1.0, 1.0]


def test_rows_of_a_gradient_are_laid_out_like_those_of_theta():
    assert [each.shape for each in rows(np.zeros(parameters(SIZES)), SIZES)] == [(5, 4), (4, 6), (2, 5)]


@pytest.mark.parametrize("output", [name for name, each in ACTIVATIONS.items() if not each.is_probability])
def test_cross_entropy_is_refused_where_the_output_is_no_probability(output):
    with pytest.raises(ValueError, match=f"{output} outputs are not probabilities.*choose"):
        Network((2, 3, 1), output=output, cost="cross_entropy")


@pytest.mark.parametrize(
    ("sizes", "options", "reason"),
    [
        ((2,), {}, r"sizes are \(2,\)"),
        ((2, 0, 1), {}, "whole numbers from 1"),
        ((2, 1.5, 1), {}, "whole numbers from 1"),
        ((2, 1), {"hidden": "swish"}, "'swish'.*sigmoid"),
        ((2, 1), {"output": "swish"}, "'swish'.*softmax"),
        ((2, 1), {"cost": "hinge"}, "'hinge'.*quadratic"),
        ((2, 1), {"init": "best"}, "'best'.*he"),
        ((2, 1), {"output": "softmax"}, "single softmax output"),
        ((2, 1), {"theta": np.zeros(4)}, r"shape \(4,\).*sizes 2-1 has 3"),
        ((2, 1), {"theta": [0.0, np.nan, 0.0]}, "finite"),
    ],
)
def test_what_makes_no_network_is_refused_with_a_reason(sizes, options, reason):
    with pytest.raises(ValueError, match=reason):
        Network(sizes, **options)


def test_data_of_the_wrong_shape_are_refused():
    net = Network((2, 3, 2))
    for x in (np.zeros(2), np.zeros((4, 3)), np.zeros((0, 2))):
        with pytest.raises(ValueError, match=r"x has shape .*pass shape \(n, 2\)"):
            net.forward(x)
    for y in (np.zeros(4), np.zeros((4, 1)), np.zeros((3, 2))):
        with pytest.raises(ValueError, match=r"y has shape .*pass shape \(4, 2\)"):
            net.cost(np.zeros((4, 2)), y)
    assert Network((2, 1)).cost(np.zeros((4, 2)), np.zeros(4)) == pytest.approx(np.log(2.0))
