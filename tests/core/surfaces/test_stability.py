"""The largest stable learning rate: theory against experiment."""

import itertools
from functools import cache

import pytest

from benchmarks.stability import around_the_limit
from core.functions.costs import COSTS
from core.networks.optimizers import Settings
from core.surfaces.points import POINT_SETS
from core.surfaces.stability import measured_limit, stability_limit, strip_rates
from core.surfaces.surface import Surface
from core.surfaces.verdicts import judge
from tests.sampling import some

STAIRCASE = POINT_SETS["staircase"].make(0)
PAIRS = [("sigmoid", cost) for cost in COSTS] + [("linear", cost) for cost in COSTS if cost != "cross_entropy"]


@cache  # a surface keeps its minimum, which is dear to find
def surface_of(cost, output, name="staircase"):
    return Surface(POINT_SETS[name].make(0), cost, output)


@pytest.mark.parametrize(
    ("optimizer", "mu"), [("sgd", 0.0), *itertools.product(("momentum", "nesterov"), (0.0, 0.5, 0.9))]
)
@pytest.mark.parametrize("name", some(["staircase", "outlier", "coins"], 2))
def test_on_the_linear_neuron_1_percent_below_the_limit_converges_and_1_percent_above_diverges(name, optimizer, mu):
    surface = surface_of("half_quadratic", "linear", name)
    limit, below, above = around_the_limit(surface, optimizer, settings=Settings(momentum=mu))
    assert below.learning_rate == pytest.approx(0.99 * limit) and above.learning_rate == pytest.approx(1.01 * limit)
    assert below.cost[-1] - surface.minimum.cost < 1e-12 * below.cost[0]
    assert below.cost[0] - surface.minimum.cost > 1e-6
    assert above.diverged or above.cost[-1] > 1e6 * above.cost[0]
    assert judge(surface, above).kind == "diverged" and judge(surface, below).kind != "diverged"


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
def test_with_a_sigmoid_the_limit_holds_at_the_minimum(optimizer):
    for cost in ("half_quadratic", "cross_entropy"):
        surface = Surface(STAIRCASE, cost)
        _, below, above = around_the_limit(surface, optimizer)
        assert below.cost[-1] == pytest.approx(surface.minimum.cost, abs=1e-12)
        assert above.cost[-100:].max() > surface.minimum.cost + 1e-5


RULES = [("sgd", 0.0), *itertools.product(("momentum", "nesterov"), (0.0, 0.5, 0.9, 0.99))]


@pytest.mark.parametrize(
    ("output", "cost", "optimizer", "mu"),
    [(*pair, *rule) for k, pair in enumerate(PAIRS) for rule in some(RULES, 4, seed=k)],
)
def test_the_limit_found_by_experiment_is_that_of_the_theory(output, cost, optimizer, mu):
    surface = surface_of(cost, output)
    theory = stability_limit(optimizer, surface.minimum.eigenvalues[0], mu)
    last, first = measured_limit(surface, optimizer, settings=Settings(momentum=mu))
    assert last < theory < first
    assert first - last == pytest.approx(0.005 * theory)
    assert measured_limit(surface, "adam") is None


def test_limits_are_those_of_the_theory_and_none_is_claimed_for_others():
    assert stability_limit("sgd", 0.5) == 4.0
    assert stability_limit("momentum", 0.5, 0.9) == pytest.approx(7.6)
    assert stability_limit("nesterov", 0.5, 0.9) == pytest.approx(7.6 / 2.8)
    for optimizer in ("rmsprop", "adam"):
        assert stability_limit(optimizer, 0.5) is None
        assert around_the_limit(Surface(STAIRCASE, "cross_entropy"), optimizer) is None
        assert len(strip_rates(Surface(STAIRCASE, "cross_entropy"), optimizer)) == 7
    assert stability_limit("sgd", 0.0) is None
    assert around_the_limit(Surface(POINT_SETS["separable"].make(0), "cross_entropy"), "sgd") is None
