"""Diagnosis: a verdict is given where what it says is true, and nowhere else."""

import numpy as np
import pytest

from core.experiments.experiment import Experiment
from core.experiments.plan import ALONE, Plan
from core.functions.activations import ACTIVATIONS
from core.networks.diagnosis import diagnose
from core.networks.fit import fit_of
from core.networks.network import Network
from core.networks.trainer import Trainer

POINTS = np.random.default_rng(0).normal(size=(40, 2))
CLASSES = (POINTS[:, 0] * POINTS[:, 1] > 0).astype(int)


def found(net, x=POINTS, y=CLASSES, **settings):
    return diagnose(Trainer(net, x, y, **{"learning_rate": 0.1, "batch_size": 10} | settings))


def ended(plan):
    experiment = Experiment(plan)
    experiment.advance(experiment.last)
    return diagnose(experiment.trainer)


@pytest.mark.parametrize("hidden", ACTIVATIONS)
def test_a_layer_is_dead_only_where_its_slope_is_exactly_0_and_no_z_is_above_0(hidden):
    net = Network((2, 3, 2, 1), hidden=hidden, init="normal", seed=0)
    net.biases[1][:] = -500.0
    seen = found(net)
    assert seen.dead_layers == ((1,) if hidden == "relu" else ())
    assert (seen.verdict == "dead") == (hidden == "relu")
    net.biases[1][:] = 500.0
    assert found(net).dead_layers == ()


def test_a_saturated_layer_of_a_bounded_activation_is_called_saturated_and_its_share_is_counted():
    net = Network((2, 3, 4, 1), hidden="tanh", cost="cross_entropy", seed=0)
    net.biases[1][:] = -500.0
    seen = found(net)
    assert seen.verdict == "saturated inside" and seen.flat[1] == 1.0
    z = net.forward(POINTS).z[0]
    assert seen.flat[0] == np.mean(1 / np.cosh(z) ** 2 < 0.04)


def test_a_relu_output_that_is_0_everywhere_is_dead_and_a_leaky_one_is_not():
    for output, verdict in (("relu", "dead output"), ("leaky_relu", "learning")):
        net = Network((2, 3, 1), hidden="tanh", output=output, cost="quadratic", output_bias=-50.0, seed=0)
        seen = found(net)
        assert (seen.verdict, seen.dead_output) == (verdict, output == "relu")


@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu", "leaky_relu"])
def test_neurons_that_start_alike_are_found_identical_and_still_are_after_training(hidden):
    experiment = Experiment(Plan(hidden=hidden, init="zeros", widths=(4, 3), eta=0.5, variants=ALONE, epochs=3))
    for _ in range(2):
        seen = diagnose(experiment.trainer)
        assert (seen.verdict, seen.identical_layers) == ("symmetric", (0, 1))
        experiment.advance(experiment.last)
    net = experiment.networks[0]
    net.weights[0][1] += 1e-3
    assert diagnose(experiment.trainer).identical_layers == (1,)


def test_identical_rows_are_no_symmetry_where_the_next_layer_tells_them_apart_nor_is_one_neuron():
    net = Network((2, 3, 1), hidden="tanh", seed=0)
    net.weights[0][:] = net.weights[0][0]
    assert found(net).identical_layers == ()
    assert found(Network((2, 1, 1), init="zeros")).identical_layers == ()


def test_steps_that_are_too_large_are_found_though_nothing_overflows():
    plan = Plan(n=100, optimizer="adam", eta=100.0, epochs=5, variants=ALONE)
    seen = ended(plan)
    assert seen.verdict == "restless" and seen.update is None
    experiment = Experiment(plan)
    experiment.advance(experiment.last)
    costs = experiment.trainer.records[0].cost
    recent = costs[len(costs) // 2 :]
    assert (seen.unrest.lowest, seen.unrest.highest) == (recent.min(), recent.max())
    assert seen.unrest.rises == np.sum(np.diff(recent) > 0)
    first, before, last = (experiment.trainer.snapshots[at].theta[0] for at in (0, -2, -1))
    assert seen.unrest.step == pytest.approx(np.sqrt(np.mean((last - before) ** 2)))
    assert seen.unrest.size == pytest.approx(np.sqrt(np.mean(first**2)))


@pytest.mark.parametrize("eta", [0.001, 0.03, 0.3])
def test_a_run_that_is_only_slow_or_goes_well_is_not_restless(eta):
    assert ended(Plan(eta=eta, epochs=60, variants=ALONE)).unrest is None


def test_large_steps_that_have_ended_in_saturation_are_called_by_what_keeps_the_network_now():
    plan = Plan(data="xor", n=100, hidden="tanh", output="tanh", eta=8.0, optimizer="adam", epochs=20, variants=ALONE)
    seen = ended(plan)
    assert seen.unrest is not None and not seen.unrest.moves
    assert seen.unrest.step < 0.01 * seen.unrest.size
    assert seen.verdict == "saturated" and seen.wrong_and_saturated > 0.2


def test_a_start_at_zero_with_small_steps_is_not_restless():
    seen = ended(Plan(data="spiral", n=100, widths=(), init="zeros", output_bias=0.0, eta=1e-3, epochs=20))
    assert seen.unrest is None


def test_a_silu_whose_slope_has_rounded_to_0_everywhere_is_dead():
    for bias, dead in ((-2000.0, True), (-20.0, False)):
        net = Network((2, 3, 1), hidden="tanh", output="silu", cost="quadratic", output_bias=bias, seed=0)
        assert found(net).dead_output == dead


def test_a_cost_that_was_huge_counts_as_an_explosion_until_the_network_has_learned():
    net = Network((2, 1), output="linear", cost="half_quadratic", seed=0)
    net.theta *= 1e6
    trainer = Trainer(net, POINTS, POINTS @ [1.0, 2.0], learning_rate=0.3, batch_size=10)
    trainer.train(epochs=1)
    seen = diagnose(trainer)
    assert (seen.verdict, seen.passed_epoch, seen.update) == ("exploded", 0, None)
    assert seen.passed_cost == trainer.records[0].cost[0] > 1e10
    trainer.train(epochs=40)
    assert (diagnose(trainer).verdict, diagnose(trainer).fit) == ("learning", 1.0)


def test_a_network_that_has_learned_has_nothing_that_keeps_it():
    seen = ended(Plan(cost="cross_entropy", output_bias=8.0, epochs=60, variants=ALONE))
    assert seen.fit == 1.0 and seen.verdict == "learning"


def test_the_fit_is_the_share_of_right_answers_or_of_the_variance_explained():
    net = Network((2, 3, 1), output="linear", cost="quadratic", seed=1)
    run = net.forward(POINTS)
    y = np.where(CLASSES == 1, 1.0, -1.0)[:, None]
    assert fit_of(net, run, y) == np.mean((run.a[-1] > 0) == (y > 0))
    values = POINTS[:, :1] + 2.0
    residual = np.var(run.a[-1] - values) + np.mean(run.a[-1] - values) ** 2
    assert fit_of(net, run, values) == pytest.approx(1 - residual / np.var(values))
    net.theta[-1] = np.inf
    with np.errstate(all="ignore"):
        assert fit_of(net, net.forward(POINTS), values) == -np.inf
