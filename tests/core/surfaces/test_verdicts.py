"""The word for what became of a descent, tried against longer descents."""

import math
from functools import cache, partial

import numpy as np
import pytest

from core.networks.optimizers import OPTIMIZERS, Settings
from core.surfaces.descent import Descent, descend_surface, descend_with_rates
from core.surfaces.points import POINT_SETS, Points
from core.surfaces.stability import stability_limit, strip_rates
from core.surfaces.surface import Surface
from core.surfaces.verdicts import judge, target_cost

STAIRCASE = POINT_SETS["staircase"].make(0)


@cache  # a surface keeps its minimum, which is dear to find
def surface_through(x, y, cost):
    return Surface(Points(x, y), cost)


def three_times_too_far(cost, steps):
    surface = Surface(STAIRCASE, cost)
    least = surface.minimum
    eta = 3.0 * stability_limit("sgd", least.eigenvalues[0])
    return surface, descend_surface(surface, least.w + 0.01, least.b + 0.003, learning_rate=eta, steps=steps)


@pytest.mark.parametrize("steps", [300, 1000, 5000])
def test_three_times_the_limit_parks_the_quadratic_on_its_plateau_and_leaves_cross_entropy_bouncing(steps):
    surface, path = three_times_too_far("half_quadratic", steps)
    assert round(path.cost[-1], 4) == 0.1 and round(surface.minimum.cost, 4) == 0.0837
    assert judge(surface, path).kind == "parked"

    surface, path = three_times_too_far("cross_entropy", steps)
    verdict = judge(surface, path)
    assert verdict.kind == "bouncing" and round(surface.minimum.cost, 3) == 0.484
    assert 0.484 < verdict.low < 0.52 and 3.3 < verdict.high < 3.4  # the walk is chaotic, its range is not


def test_the_plateau_is_what_the_best_step_costs():
    surface, path = three_times_too_far("half_quadratic", 5000)
    assert surface.cost_of_best_step == pytest.approx(0.1)  # one point of five is wrong, by 1: ½ / 5
    assert path.cost[-1] == pytest.approx(0.1, abs=5e-6) and path.cost[-1] > 0.1


def kinds(surface, start, optimizer="sgd", steps=300):
    rates = strip_rates(surface, optimizer)
    paths = descend_with_rates(surface, *start, learning_rates=rates, steps=steps, descent=Descent(optimizer))
    return [judge(surface, path).kind for path in paths]


def test_a_strip_goes_from_too_small_to_far_too_large():
    assert kinds(Surface(STAIRCASE, "half_quadratic"), (-1.0, 2.0)) == [
        *("crawling", "arrived", "arrived", "oscillating", "bouncing", "parked", "parked")
    ]
    assert kinds(Surface(STAIRCASE, "cross_entropy"), (-1.0, 2.0)) == [
        *("crawling", "arrived", "arrived", "oscillating", "bouncing", "bouncing", "bouncing")
    ]
    linear = kinds(Surface(STAIRCASE, "half_quadratic", "linear"), (-1.0, 2.0))
    assert linear == ["crawling", "arrived", "arrived", "oscillating", "diverged", "diverged", "diverged"]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("name", ["staircase", "shares", "coins", "two_groups"])
def test_cross_entropy_is_never_parked_since_a_convex_surface_has_no_plateau(name, optimizer):
    for seed in range(3):
        for start in ((-6.0, 6.0), (0.0, 0.0), (8.0, 3.0)):
            points = POINT_SETS[name].make(seed)
            surface = surface_through(tuple(points.x), tuple(points.y), "cross_entropy")
            assert "parked" not in kinds(surface, start, optimizer)


@pytest.mark.parametrize("batch_size", [1, 2])
def test_a_mini_batch_with_a_large_rate_hovers(batch_size):
    surface = Surface(STAIRCASE, "cross_entropy")
    path = descend_surface(surface, 0, 0, learning_rate=3.0, steps=600, descent=Descent(batch_size=batch_size))
    verdict = judge(surface, path)
    assert verdict.kind == "bouncing" and not verdict.full_batch


def test_steps_are_counted_to_the_target_and_to_the_last_time_above_it():
    surface = Surface(STAIRCASE, "cross_entropy")
    path = descend_surface(surface, -1.0, 2.0, learning_rate=1.0, steps=200)
    verdict = judge(surface, path, target=0.5)
    assert path.cost[verdict.first] <= 0.5 < path.cost[verdict.first - 1]
    assert verdict.stayed == verdict.first and verdict.target == 0.5
    assert judge(surface, path, target=0.1).first is None and judge(surface, path, target=0.1).stayed is None
    assert judge(surface, path, target=9.0).stayed == 0


def test_the_target_is_within_1_percent_of_what_can_be_won():
    surface = Surface(STAIRCASE, "cross_entropy")
    start, least = float(surface.cost(0.0, 0.0)), surface.minimum.cost
    assert target_cost(surface) == pytest.approx(least + 0.01 * (start - least)) and start == pytest.approx(math.log(2))


def test_separable_points_can_be_judged_too():
    surface = Surface(POINT_SETS["separable"].make(0), "cross_entropy")
    path = descend_surface(surface, 0.0, 0.0, learning_rate=5.0, steps=2000)
    assert judge(surface, path).kind == "arrived"
    stuck = descend_surface(Surface(surface.points, "half_quadratic"), -30, 0, learning_rate=1.0, steps=300)
    assert judge(Surface(surface.points, "half_quadratic"), stuck).kind == "parked"


def random_descents(seed):
    """A surface, and what descends on it by chance for so many steps."""
    rng = np.random.default_rng(seed)
    name = rng.choice(["staircase", "shares", "coins", "two_groups", "outlier"])
    points = POINT_SETS[name].make(seed % 12)
    surface = surface_through(tuple(points.x), tuple(points.y), rng.choice(["half_quadratic", "cross_entropy"]))
    start, eta = rng.uniform(-4.0, 4.0, 2), 10.0 ** rng.uniform(-1.5, 1.5)
    optimizer = rng.choice(["sgd", "momentum", "nesterov"])
    return surface, partial(descend_surface, surface, *start, learning_rate=eta, descent=Descent(optimizer))


def test_what_is_said_of_the_end_holds_for_ten_times_as_long():
    """Parked stays parked, and bouncing does not arrive, but for one in seven: some find a way out after all."""
    seen = {"parked": [0, 0], "bouncing": [0, 0]}
    for seed in range(400):
        surface, descend = random_descents(seed)
        kind = judge(surface, descend(steps=100)).kind
        if kind in seen:
            seen[kind][0] += 1
            seen[kind][1] += judge(surface, descend(steps=1_000)).kind in ("arrived", "oscillating")
    assert all(said >= 20 for said, _ in seen.values()), seen
    assert all(wrong <= said / 7 for said, wrong in seen.values()), seen


def test_swings_that_become_smaller_settle():
    surface, settings = Surface(STAIRCASE, "cross_entropy"), Settings(momentum=0.99)
    how = {"learning_rate": 0.1, "descent": Descent("momentum", settings)}
    assert judge(surface, descend_surface(surface, -1.0, 1.0, steps=300, **how)).kind == "settling"
    assert judge(surface, descend_surface(surface, -1.0, 1.0, steps=2_000, **how)).kind in ("arrived", "oscillating")


def test_jumping_between_two_places_of_equal_height_is_bouncing():
    surface = Surface(Points([2.0], [0.5]), "cross_entropy")
    path = descend_surface(surface, -3.0, 3.0, learning_rate=3.0, steps=100)
    assert np.ptp(path.cost[-20:]) < 1e-3
    assert abs(path.w[-1] - path.w[-2]) > 1.0
    assert judge(surface, path).kind == "bouncing"


def test_who_ends_above_the_start_has_gone_astray():
    surface, settings = Surface(STAIRCASE, "cross_entropy"), Settings(beta1=0.99, beta2=0.0)
    path = descend_surface(surface, -3, 3, learning_rate=1000.0, steps=2000, descent=Descent("adam", settings))
    assert path.cost[-1] > path.cost[0]
    assert judge(surface, path).kind == "astray"


def test_small_batches_that_only_come_down_slowly_crawl():
    surface = Surface(STAIRCASE, "half_quadratic")
    path = descend_surface(surface, -1, 1, learning_rate=0.0768, steps=100, descent=Descent(batch_size=2))
    assert judge(surface, path).kind == "crawling"


def test_a_descent_of_no_steps_has_a_verdict():
    surface = Surface(Points([1.0], [0.0]), "half_quadratic")
    for steps in (0, 1, 2, 3, 4):
        assert judge(surface, descend_surface(surface, 5, 5, learning_rate=1.0, steps=steps)).kind
