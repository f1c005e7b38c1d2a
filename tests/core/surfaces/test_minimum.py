"""The minima of a cost surface, and the surfaces that have none."""

import math

import numpy as np
import pytest

from core.functions.costs import COSTS
from core.surfaces.minimum import eigenvalues
from core.surfaces.points import POINT_SETS, Points
from core.surfaces.surface import Surface
from tests.sampling import some

PAIRS = [("sigmoid", cost) for cost in COSTS] + [("linear", cost) for cost in COSTS if cost != "cross_entropy"]
EVERY_PAIR = pytest.mark.parametrize(("output", "cost"), PAIRS)
STAIRCASE = POINT_SETS["staircase"].make(0)


def test_eigenvalues_are_those_of_the_library():
    rng = np.random.default_rng(0)
    square = rng.normal(size=(20, 2, 2))
    symmetric = square + square.swapaxes(1, 2)
    assert eigenvalues(symmetric) == pytest.approx(np.linalg.eigvalsh(symmetric)[:, ::-1], rel=1e-12)


@pytest.mark.parametrize(
    ("cost", "least", "limit"),
    [("half_quadratic", 0.0837, 25.6), ("quadratic", 0.1674, 12.8), ("cross_entropy", 0.484, 7.61)],
)
def test_the_minima_of_the_staircase_and_their_bends_are_those_of_the_chapter(cost, least, limit):
    minimum = Surface(STAIRCASE, cost).minimum
    digits = len(str(least)) - 2
    assert round(minimum.cost, digits) == least
    assert float(f"{2.0 / minimum.eigenvalues[0]:.3g}") == limit


@EVERY_PAIR
@pytest.mark.parametrize("name", POINT_SETS)
@pytest.mark.parametrize("seed", some([0, 1], 1, seed=2))
def test_nothing_on_a_fine_grid_is_lower_than_the_minimum_and_it_is_level_there(name, seed, output, cost):
    surface = Surface(POINT_SETS[name].make(seed), cost, output)
    w, b = np.meshgrid(np.linspace(-40.0, 40.0, 161), np.linspace(-40.0, 40.0, 161))
    assert surface.infimum <= surface.cost(w, b).min() + 1e-12
    minimum = surface.minimum
    if minimum is not None:
        assert np.abs(surface.gradient(minimum.w, minimum.b)).max() < 1e-13
        assert minimum.cost == surface.infimum == surface.cost(minimum.w, minimum.b)
        assert minimum.eigenvalues[1] >= 0.0


@pytest.mark.parametrize("cost", ["half_quadratic", "quadratic", "cross_entropy"])
def test_separable_points_have_no_minimum_for_a_sigmoid_and_one_for_a_line(cost):
    surface = Surface(POINT_SETS["separable"].make(0), cost)
    assert surface.minimum is None and surface.infimum == 0.0
    if cost != "cross_entropy":
        assert Surface(surface.points, cost, "linear").minimum is not None


def test_the_quadratic_gives_an_outlier_up_and_cross_entropy_cannot():
    points = POINT_SETS["outlier"].make(0)
    assert Surface(points, "cross_entropy").minimum is not None
    quadratic = Surface(points, "half_quadratic")
    assert quadratic.minimum is None
    assert quadratic.infimum == pytest.approx(0.5 / 9)  # a step that is wrong about one point of nine


def test_with_one_x_a_whole_line_has_the_least_cost():
    surface = Surface(Points([2.0, 2.0, 2.0], [0.0, 1.0, 1.0]), "cross_entropy")
    minimum = surface.minimum
    assert not minimum.unique
    assert minimum.w * 2.0 + minimum.b == pytest.approx(math.log(2.0))  # σ(z) = 2/3
    assert surface.cost(minimum.w + 5.0, minimum.b - 10.0) == pytest.approx(minimum.cost)


@pytest.mark.parametrize("cost", ["half_quadratic", "quadratic", "cross_entropy"])
@pytest.mark.parametrize(("x", "y"), [([2.0], [0.5]), ([0.0, 0.0], [1.0, 0.0]), ([1.0, 1.0, 1.0], [0.0, 0.0, 1.0])])
def test_points_at_a_single_x_have_a_line_of_minima_where_the_output_is_their_mean(cost, x, y):
    surface = Surface(Points(x, y), cost)
    least = surface.minimum
    z = least.w * x[0] + least.b
    assert 1.0 / (1.0 + math.exp(-z)) == pytest.approx(np.mean(y))
    assert not least.unique
    assert surface.gradient(least.w, least.b) == pytest.approx([0.0, 0.0], abs=1e-15)
    w, b = np.meshgrid(np.linspace(-5, 5, 101), np.linspace(-5, 5, 101))
    assert surface.cost(w, b).min() >= least.cost - 1e-15
    assert surface.infimum == least.cost


@pytest.mark.parametrize("cost", ["half_quadratic", "cross_entropy"])
def test_points_at_a_single_x_that_all_agree_have_no_minimum(cost):
    assert Surface(Points([1.0, 1.0], [1.0, 1.0]), cost).minimum is None
    assert Surface(Points([3.0], [0.0]), cost).minimum is None


def lowest_by_scanning(surface):
    """The lowest cost on finer and finer grids around the best places of a coarse one, without any gradient."""
    x, lowest = surface.points.x, np.inf
    steep = np.outer([-1.0, 1.0], np.geomspace(0.02, 300.0, 100)).ravel() / np.std(x)
    at = np.linspace(x.min() - 3 * np.std(x), x.max() + 3 * np.std(x), 300)
    w, b = np.repeat(steep, len(at)), -np.outer(steep, at).ravel()
    side = np.linspace(-1.0, 1.0, 9)
    for k in np.argsort(surface.cost(w, b))[:200:10]:
        where, place, size = np.array([w[k], 0.0]), -b[k] / w[k], 0.1 * abs(w[k])
        for _ in range(50):  # z = w (x − place) + shift
            grid_w, shift = np.meshgrid(where[0] + size * side, where[1] + size * max(np.std(x), 1.0) * side)
            costs = surface.cost(grid_w, shift - grid_w * place)
            best = np.unravel_index(int(np.argmin(costs)), costs.shape)
            where, size = np.array([grid_w[best], shift[best]]), 0.7 * size
            lowest = min(lowest, float(costs[best]))
    return lowest


def test_the_minimum_of_points_far_apart_is_the_lowest_valley():
    surface = Surface(Points([-2.3, 9.5, -6.08, -25.88], [0.18, 0.23, 0.74, 0.76]), "half_quadratic")
    assert surface.minimum.cost == pytest.approx(0.013808191, abs=1e-9)
    assert not surface.least_is_proved and Surface(surface.points, "cross_entropy").least_is_proved


@pytest.mark.parametrize("seed", range(10))
def test_no_scan_finds_a_lower_cost_than_the_minimum(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(3, 9))
    surface = Surface(Points(rng.uniform(-1, 1, n) * rng.choice([3.0, 30.0]), rng.uniform(0, 1, n)), "half_quadratic")
    assert surface.infimum <= lowest_by_scanning(surface) + 1e-12
