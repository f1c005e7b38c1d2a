"""A cost that this project does not have is described here, and then goes wherever costs go."""

import subprocess
import sys
from functools import partial

import numpy as np
import pytest

from core.experiments.experiment import Experiment, Plan
from core.experiments.script import script
from core.explaining.gradient_check import check
from core.explaining.walk import walk
from core.formulas import Function, Product, Sum, constant, difference
from core.functions.activations import OUTPUTS
from core.functions.cost import ErrorCost
from core.functions.costs import COSTS
from core.functions.costs.cross_entropy import CrossEntropy
from core.networks.network import Network
from core.networks.trainer import Trainer


class Huber(ErrorCost):
    """C = m (|e| − m/2) with m = min(|e|, 1): ½ e² for a small error e = a − y, |e| − ½ for a large one."""

    def loss(self, error):
        return np.minimum(np.abs(error), 1.0) * (np.abs(error) - 0.5 * np.minimum(np.abs(error), 1.0))

    def slope_of(self, error):
        return np.maximum(np.minimum(error, 1.0), -1.0)

    def curvature_of(self, error):
        return np.less(np.abs(error), 1.0) * 1.0

    def loss_form(self, y, a):
        size = Function("abs", (difference(a, y),))
        small = Function("min", (size, constant(1.0)))
        return Product((small, Sum((size, Product((constant(0.5), small))), (False, True))))

    def slope_form(self, error):
        return Function("max", (Function("min", (error, constant(1.0))), constant(-1.0)))

    def slope_calls(self, delta):
        return [partial(np.minimum, delta, 1.0, out=delta), partial(np.maximum, delta, -1.0, out=delta)]


HUBER = Huber("huber", "Huber", "½ (y − a)², and |y − a| − ½ from an error of 1 on")


@pytest.fixture(autouse=True)
def listed(monkeypatch):
    monkeypatch.setitem(COSTS, "huber", HUBER)


def case(output, seed=0):
    """A network with large and small errors, and its instances."""
    rng = np.random.default_rng(seed)
    net = Network((2, 3, 2), hidden="tanh", output=output, cost="huber", init="normal", scale=2.0, seed=seed)
    return net, rng.normal(size=(4, 2)), np.eye(2)[rng.integers(0, 2, 4)] * 3.0


@pytest.mark.parametrize("output", OUTPUTS)
def test_its_gradient_stands_the_check(output):
    for seed in range(5):
        checked = check(*case(output, seed))
        assert checked.passed and checked.compared > 0


@pytest.mark.parametrize("output", OUTPUTS)
def test_the_engine_trains_it_as_the_readable_network_does(output):
    net, x, y = case(output)
    learner = Network(net.sizes, hidden="tanh", output=output, cost=HUBER, theta=net.theta)
    Trainer(learner, x, y, learning_rate=0.1, batch_size=4, shuffle=False, records="none").step(3)
    for _ in range(3):
        net.theta -= 0.1 * net.gradient(x, y)
    assert learner.theta == pytest.approx(net.theta, rel=1e-12, abs=1e-14)


def test_a_stack_may_mix_it_with_the_others():
    x, y = np.random.default_rng(1).normal(size=(8, 2)), np.array([0, 1] * 4)
    costs = ["huber", "cross_entropy", "quadratic", "huber", "half_quadratic", "cross_entropy"]
    nets = [Network((2, 3, 1), cost=cost, seed=k) for k, cost in enumerate(costs)]
    alone = [Network((2, 3, 1), cost=cost, seed=k) for k, cost in enumerate(costs)]
    Trainer(nets, x, y, learning_rate=0.3, batch_size=3).step(7)
    for net, single in zip(nets, alone, strict=True):
        Trainer(single, x, y, learning_rate=0.3, batch_size=3).step(7)
        assert net.theta == pytest.approx(single.theta, rel=1e-12)


@pytest.mark.parametrize("output", OUTPUTS)
def test_every_formula_of_the_walk_gives_the_number_beside_it(output):
    net, x, y = case(output)
    walked = walk(net, x, y, 0.1)
    assert walked.cost == pytest.approx(net.cost(x, y), rel=1e-15)
    costs = [each for each in walked.quantities.values() if each.key.kind in ("C", "dC/da", "delta")]
    assert all(each.symbols and each.numbers for each in costs)
    assert any("min" in each.symbols for each in costs)


def test_its_script_prints_the_records(tmp_path):
    plan = Plan(n=40, widths=(3,), cost="huber", epochs=5, eta=0.1)
    experiment = Experiment(plan)
    experiment.advance(10)
    (tmp_path / "run.py").write_text(script(plan, (), 10), "utf-8")
    command = [sys.executable, "-X", "utf8", "run.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True, timeout=300)
    last = [line.split() for line in done.stdout.splitlines() if line.split()[:2] == ["5", "A"]]
    assert last[0][2] == repr(float(experiment.trainer.records[0].cost[-1]))


def test_the_engine_refuses_a_cost_without_calls_of_its_own():
    class Silent(CrossEntropy):
        """Cross-entropy without its calls."""

        def delta_calls(self, output, out, low, high):
            return None

    net = Network((2, 1), cost=Silent("silent", "Silent", "?"))
    with pytest.raises(ValueError, match="'silent' has no calls for the engine"):
        Trainer(net, [[0.0, 1.0], [1.0, 0.0]], [0, 1], learning_rate=0.1, batch_size=2)
