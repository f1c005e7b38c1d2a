"""The engine against the readable network: every gradient, in every layout, and wherever outputs are saturated."""

import numpy as np
import pytest

from core.functions.activations import ACTIVATIONS
from core.functions.costs import COSTS
from core.networks.engine import Engine
from core.networks.layout import NARROW_RUNS, Layout, layout_for
from core.networks.network import Network, parameters

OUTPUTS = [*ACTIVATIONS, "softmax"]
SHAPES = [(3, 2), (3, 4, 2), (2, 3, 5, 3)]


def costs_for(output):
    return [cost for cost in COSTS if cost != "cross_entropy" or output in ("sigmoid", "softmax")]


def targets(output, outputs, n, rng):
    one_hot = np.eye(outputs)[rng.integers(0, outputs, n)]
    return 2.0 * one_hot - 1.0 if output in ("linear", "tanh") else one_hot


def engine_gradients(nets, x, y, kind, dtype=np.float64):
    """The gradient of each network, x and y being shared, (n, …), or one for each, (networks, n, …)."""
    layout = Layout(kind, len(nets))
    first = nets[0]
    engine = Engine(
        first.sizes, first.hidden.name, first.output, [net.cost_function for net in nets], dtype=dtype, layout=layout
    )
    layout.by_run(engine.theta)[...] = [net.theta for net in nets]
    x = np.concatenate([x, np.ones((*x.shape[:-1], 1))], axis=-1)

    def laid_out(array):
        array = array.astype(dtype)
        if array.ndim == 2:
            return layout.shared(array.T)
        return array.swapaxes(1, 2) if kind == "first" else np.ascontiguousarray(array.transpose(2, 1, 0))

    batch = x.shape[-2]
    for call in engine.gradient_calls(laid_out(x), laid_out(y)):
        call()
    return layout.by_run(engine.gradient * engine.mean(batch))


@pytest.mark.parametrize("kind", ["one", "first", "last"])
@pytest.mark.parametrize("hidden", ACTIVATIONS)
@pytest.mark.parametrize("output", OUTPUTS)
def test_every_gradient_is_that_of_the_readable_network(kind, hidden, output):
    rng = np.random.default_rng(1)
    for sizes in SHAPES:
        for batch in (1, 7):
            nets = [
                Network(sizes, hidden=hidden, output=output, cost=cost, theta=rng.normal(0, 0.7, parameters(sizes)))
                for cost in costs_for(output)
            ]
            x, y = rng.normal(size=(batch, sizes[0])), targets(output, sizes[-1], batch, rng)
            stacks = [[net] for net in nets] if kind == "one" else [nets]
            for stack in stacks:
                for net, gradient in zip(stack, engine_gradients(stack, x, y, kind), strict=True):
                    assert np.abs(gradient - net.gradient(x, y)).max() < 1e-12


@pytest.mark.parametrize("kind", ["first", "last"])
def test_each_network_of_a_stack_may_have_a_batch_of_its_own(kind):
    rng = np.random.default_rng(2)
    nets = [Network((3, 4, 2), cost=cost, seed=k) for k, cost in enumerate(["quadratic", "half_quadratic"] * 2)]
    x, y = rng.normal(size=(4, 6, 3)), np.stack([targets("sigmoid", 2, 6, rng) for _ in range(4)])
    for k, gradient in enumerate(engine_gradients(nets, x, y, kind)):
        assert np.abs(gradient - nets[k].gradient(x[k], y[k])).max() < 1e-12


@pytest.mark.parametrize("output", ["sigmoid", "tanh", "softmax"])
def test_targets_between_those_of_classes_are_taken_as_they_are(output):
    rng = np.random.default_rng(3)
    y = rng.uniform(size=(5, 2))
    y /= y.sum(axis=1, keepdims=True)
    x = rng.normal(size=(5, 3))
    for cost in costs_for(output):
        net = Network((3, 4, 2), output=output, cost=cost)
        assert np.abs(engine_gradients([net], x, y, "one")[0] - net.gradient(x, y)).max() < 1e-12


@pytest.mark.parametrize("cost", ["half_quadratic", "cross_entropy"])
@pytest.mark.parametrize("z", [-800.0, -300.0, -40.0, 17.0, 40.0, 300.0])
@pytest.mark.parametrize("target", [0.0, 1.0])
def test_a_saturated_sigmoid_output_has_the_readable_gradient_to_its_last_digits(cost, z, target):
    net = Network((1, 1), cost=cost, theta=[0.0, z])
    x, y = np.ones((1, 1)), np.full((1, 1), target)
    with np.errstate(under="ignore"):
        gradient = engine_gradients([net], x, y, "one")[0]
    if abs(z) < 400:
        assert gradient[1] != 0.0
    assert gradient == pytest.approx(net.gradient(x, y), rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("kind", ["one", "first", "last"])
@pytest.mark.parametrize("hidden", ACTIVATIONS)
@pytest.mark.parametrize("output", OUTPUTS)
def test_in_float32_gradients_agree_to_its_rounding(kind, hidden, output):
    rng = np.random.default_rng(4)
    net = Network((3, 4, 2), hidden=hidden, output=output, cost="half_quadratic")
    x, y = rng.normal(size=(9, 3)), targets(output, 2, 9, rng)
    gradient = engine_gradients([net], x, y, kind, np.float32)[0]
    assert gradient.dtype == np.float32
    assert gradient == pytest.approx(net.gradient(x, y), rel=1e-4, abs=2e-6)


def test_runs_whose_costs_share_their_calls_must_stand_together():
    costs = [COSTS["quadratic"], COSTS["cross_entropy"], COSTS["half_quadratic"]]
    with pytest.raises(ValueError, match="stand apart"):
        Engine((2, 1), "tanh", "sigmoid", costs)


def test_one_network_has_no_axis_of_runs_and_narrow_stacks_have_it_last():
    assert layout_for((2, 4, 1), 1).kind == "one"
    assert layout_for((2, 4, 1), NARROW_RUNS).kind == "last"
    assert layout_for((2, 4, 1), NARROW_RUNS - 1).kind == layout_for((2, 5, 1), NARROW_RUNS).kind == "first"
    assert layout_for((784, 4, 1), NARROW_RUNS).kind == "last"
