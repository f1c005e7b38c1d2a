"""The word for what became of a descent, tried against longer descents."""

import math
from functools import cache

import numpy as np
import pytest

from benchmarks.verdicts import setting, tried
from core.networks.optimizers import OPTIMIZERS, Settings
from core.surfaces.descent import Descent, descend_surface, descend_with_rates
from core.surfaces.outlook import ALL_AHEAD
from core.surfaces.points import POINT_SETS, Points
from core.surfaces.stability import stability_limit, strip_rates
from core.surfaces.surface import Surface
from core.surfaces.verdicts import judge, judge_all, target_cost
from tests.sampling import some

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
    assert 0.484 < verdict.low < 0.56 and 3.2 < verdict.high < 3.4  # the walk is chaotic, its range is not
    assert path.torn[-1] and not path.torn[:20].any()


def test_the_plateau_is_what_the_best_step_costs():
    surface, path = three_times_too_far("half_quadratic", 5000)
    assert surface.cost_of_best_step == pytest.approx(0.1)  # one point of five is wrong, by 1: ½ / 5
    assert path.cost[-1] == pytest.approx(0.1, abs=5e-6) and path.cost[-1] > 0.1


def kinds(surface, start, optimizer="sgd", steps=300):
    rates = strip_rates(surface, optimizer)
    paths = descend_with_rates(surface, *start, learning_rates=rates, steps=steps, descent=Descent(optimizer))
    return [verdict.kind for verdict in judge_all(surface, paths)]


def test_a_strip_goes_from_too_small_to_far_too_large():
    assert kinds(Surface(STAIRCASE, "half_quadratic"), (-1.0, 2.0)) == [
        *("arrived", "arrived", "arrived", "oscillating", "cycling", "parked", "parked")
    ]
    assert kinds(Surface(STAIRCASE, "cross_entropy"), (-1.0, 2.0)) == [
        *("arrived", "arrived", "arrived", "oscillating", "cycling", "bouncing", "bouncing")
    ]
    linear = kinds(Surface(STAIRCASE, "half_quadratic", "linear"), (-1.0, 2.0))
    assert linear == ["arrived", "arrived", "arrived", "oscillating", "diverged", "diverged", "diverged"]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("name", ["staircase", "shares", "coins", "two_groups"])
def test_cross_entropy_is_never_parked_since_a_convex_surface_has_no_plateau(name, optimizer):
    starts = [(seed, start) for seed in range(2) for start in ((-6.0, 6.0), (0.0, 0.0), (8.0, 3.0))]
    for seed, start in some(starts, 2, seed=len(name + optimizer)):
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


def test_swings_that_become_smaller_lead_to_an_arrival_that_is_found_ahead():
    surface, settings = Surface(STAIRCASE, "cross_entropy"), Settings(momentum=0.99)
    how = {"learning_rate": 0.1, "descent": Descent("momentum", settings)}
    verdict = judge(surface, descend_surface(surface, -1.0, 1.0, steps=300, **how))
    assert verdict.kind in ("arrived", "oscillating") and verdict.since == verdict.stayed > 300
    whole = descend_surface(surface, -1.0, 1.0, steps=3_000, **how).cost
    assert (whole[verdict.stayed :] <= verdict.target).all() and whole[verdict.stayed - 1] > verdict.target


def test_jumping_between_two_places_of_equal_height_is_proved_to_go_on_for_ever():
    surface = Surface(Points([2.0], [0.5]), "cross_entropy")
    path = descend_surface(surface, -3.0, 3.0, learning_rate=3.0, steps=100)
    assert np.ptp(path.cost[-20:]) < 1e-3
    assert abs(path.w[-1] - path.w[-2]) > 1.0
    verdict = judge(surface, path)
    assert verdict.kind == "cycling" and verdict.period == 2 and verdict.certain


@pytest.mark.parametrize("steps", range(60, 72))
def test_a_sawtooth_is_no_crawl_wherever_it_happens_to_stand(steps):
    surface = Surface(POINT_SETS["shares"].make(0), "cross_entropy")
    verdict = judge(surface, descend_surface(surface, -3.0, 3.0, learning_rate=40.0, steps=steps))
    assert verdict.kind == "cycling" and verdict.period == 24
    assert (round(verdict.low, 2), round(verdict.high, 2)) == (0.49, 8.26)


def test_adam_and_rmsprop_do_not_explode_on_a_bowl():
    surface = Surface(STAIRCASE, "half_quadratic", "linear")
    for optimizer in ("rmsprop", "adam"):
        for eta in (0.3, 2.0, 15.0, 300.0):
            path = descend_surface(surface, -0.9, 1.1, learning_rate=eta, steps=500, descent=Descent(optimizer))
            verdict = judge(surface, path, ahead=ALL_AHEAD)
            assert verdict.kind != "diverged" and verdict.certain, (optimizer, eta)


def test_slightly_above_the_limit_it_does_not_come_to_rest():
    """Within 1 % of the limit the jumps are so small that they stay at the target: it arrives, but it goes on."""
    surface = Surface(STAIRCASE, "half_quadratic")
    least = surface.minimum
    for times, rests in ((0.99, True), (1.01, False)):
        eta = times * stability_limit("sgd", least.eigenvalues[0])
        verdict = judge(surface, descend_surface(surface, -1.0, 1.0, learning_rate=eta, steps=100), ahead=ALL_AHEAD)
        assert verdict.kind in ("arrived", "oscillating") and verdict.swings != rests
        assert rests or verdict.period == 2


def test_what_only_later_updates_show_is_found_ahead_and_dated():
    surface = Surface(STAIRCASE, "half_quadratic")
    path = descend_surface(surface, -1, 1, learning_rate=0.0768, steps=100, descent=Descent(batch_size=2))
    verdict = judge(surface, path)
    assert verdict.kind == "arrived" and verdict.stayed > 100 and verdict.certain
    slow = descend_surface(surface, -1, 1, learning_rate=0.00768, steps=100, descent=Descent(batch_size=2))
    assert judge(surface, slow).kind == "crawling"


def test_a_run_that_passes_a_minimum_which_cannot_hold_it_has_not_arrived():
    """It comes so close after 998 updates that it seems to stand still, and is thrown out again at update 1,005."""
    surface = Surface(POINT_SETS["two_groups"].make(0), "half_quadratic")
    path = descend_surface(surface, 4.9, -2.6, learning_rate=141.47, steps=100)
    verdict = judge(surface, path, ahead=ALL_AHEAD)
    longer = descend_surface(surface, 4.9, -2.6, learning_rate=141.47, steps=1010)
    assert longer.cost[998] <= verdict.target < longer.cost[1000:].max()
    assert verdict.kind not in ("arrived", "oscillating") and verdict.stayed is None


def test_a_run_that_rounding_decides_is_recognised_by_its_twin():
    """A start that differs in the last digit comes to the target at another update, as two runs as long show."""
    surface = Surface(POINT_SETS["coins"].make(0), "half_quadratic")
    w, b, eta = -5.0, -2.1, 226.53
    chaotic = judge(surface, descend_surface(surface, w, b, learning_rate=eta, steps=100))
    own, other = (
        descend_surface(surface, w, start, learning_rate=eta, steps=1000).cost <= chaotic.target
        for start in (b, b + np.spacing(16.0))  # the largest |z| is between 16 and 32
    )
    assert chaotic.sensitive and not np.array_equal(own, other)
    calm = judge(Surface(STAIRCASE, "half_quadratic"), descend_surface(
        Surface(STAIRCASE, "half_quadratic"), -1.0, 1.0, learning_rate=3.0, steps=150
    ))  # fmt: skip
    assert not calm.sensitive and calm.twin.last == pytest.approx(calm.last)


def test_verdicts_together_are_each_by_itself():
    surface = Surface(STAIRCASE, "cross_entropy")
    paths = descend_with_rates(surface, -1.0, 2.0, learning_rates=strip_rates(surface, "sgd"), steps=60)
    assert judge_all(surface, paths) == [judge(surface, path) for path in paths]


@pytest.mark.parametrize("seed", [seed for seed in range(1_000_000, 1_000_012) if setting(seed).steps <= 400])
def test_a_verdict_holds_for_a_run_ten_times_as_long(seed):
    """A sample of `python -m benchmarks.verdicts`, with settings that it does not try."""
    for when, found in tried(seed).items():
        for each in found:
            assert each.kept, (when, each)
            assert when != "at rest" or "so far" not in each.row


def test_a_descent_of_no_steps_has_a_verdict():
    surface = Surface(Points([1.0], [0.0]), "half_quadratic")
    for steps in (0, 1, 2, 3, 4):
        assert judge(surface, descend_surface(surface, 5, 5, learning_rate=1.0, steps=steps)).kind
