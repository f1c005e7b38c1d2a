"""The cost surface: its slopes and bends against differences, its minima, and the places where it has none."""

import math

import mpmath
import numpy as np
import pytest

from core.functions.costs import COSTS
from core.surfaces.surface import (
    POINT_SETS,
    Points,
    Surface,
    bends_down_beyond,
    eigenvalues,
    is_separable,
    read_points,
)
from tests.effort import lines_run

PAIRS = [("sigmoid", cost) for cost in COSTS] + [("linear", cost) for cost in COSTS if cost != "cross_entropy"]
EVERY_PAIR = pytest.mark.parametrize(("output", "cost"), PAIRS)
STAIRCASE = POINT_SETS["staircase"].make(0)


def lowest_bend(surface, w, b):
    return eigenvalues(surface.hessian(w, b))[..., 1]


def written_out(points, cost, output, w, b):
    """The cost point by point, with as many digits as are set."""
    total = mpmath.mpf(0)
    for x, y in zip(points.x.tolist(), points.y.tolist(), strict=True):
        z = mpmath.mpf(w) * x + b
        a = 1 / (1 + mpmath.exp(-z)) if output == "sigmoid" else z
        if cost == "cross_entropy":
            total -= (y * mpmath.log(a) if y else 0) + ((1 - y) * mpmath.log(1 - a) if y != 1 else 0)
        else:
            total += (a - y) ** 2 * (0.5 if cost == "half_quadratic" else 1)
    return total / len(points)


@EVERY_PAIR
@pytest.mark.parametrize("name", POINT_SETS)
def test_cost_slope_and_bend_are_those_of_the_formula_in_40_digits(name, output, cost):
    points = POINT_SETS[name].make(3)
    surface = Surface(points, cost, output)
    w, b = 0.7, -1.3
    with mpmath.workdps(40):

        def f(w, b):
            return written_out(points, cost, output, w, b)

        slopes = [float(mpmath.diff(f, (w, b), order)) for order in ((1, 0), (0, 1))]
        bends = [
            [float(mpmath.diff(f, (w, b), order)) for order in row] for row in (((2, 0), (1, 1)), ((1, 1), (0, 2)))
        ]
        assert surface.cost(w, b) == pytest.approx(float(f(w, b)), rel=1e-13)
    assert surface.gradient(w, b) == pytest.approx(np.array(slopes), rel=1e-10, abs=1e-14)
    assert surface.hessian(w, b) == pytest.approx(np.array(bends), rel=1e-8, abs=1e-12)


@EVERY_PAIR
def test_the_grid_is_the_cost_at_each_of_its_places(output, cost):
    surface = Surface(POINT_SETS["coins"].make(1), cost, output)
    w, b = np.linspace(-40.0, 40.0, 13), np.linspace(-30.0, 20.0, 7)
    assert surface.grid(w, b).shape == (7, 13)
    assert surface.grid(w, b) == pytest.approx(surface.cost(w[None, :], b[:, None]), rel=1e-12, abs=1e-13)


def test_a_grid_far_out_does_not_overflow():
    for cost in ("half_quadratic", "cross_entropy"):
        grid = Surface(STAIRCASE, cost).grid(np.array([-1e3, 1e3]), np.array([-1e3, 0.0, 1e3]))
        assert np.isfinite(grid).all()


@pytest.mark.parametrize("cost", ["half_quadratic", "cross_entropy"])
def test_a_grid_is_quick_since_no_loop_runs_over_its_points_or_its_places(cost):
    def work(points, side):
        surface = Surface(Points(np.linspace(-3, 3, points), (np.arange(points) % 3 == 0) * 1.0), cost)
        axis = np.linspace(-6.0, 6.0, side)
        return lines_run(lambda: surface.grid(axis, axis))

    assert work(50, 60) == work(3, 4)


def test_arrays_of_any_shape_spread():
    surface = Surface(STAIRCASE, "cross_entropy")
    w, b = np.ones((4, 1)), np.zeros(3)
    assert surface.cost(w, b).shape == (4, 3)
    assert surface.gradient(w, b).shape == (4, 3, 2) and surface.hessian(w, b).shape == (4, 3, 2, 2)
    assert lowest_bend(surface, w, b).shape == (4, 3)


# --- Convexity -------------------------------------------------------------------------------------------------------


def test_cross_entropy_bends_up_everywhere_and_the_quadratic_does_not():
    w, b = np.meshgrid(np.linspace(-12, 12, 41), np.linspace(-12, 12, 41))
    assert (lowest_bend(Surface(STAIRCASE, "cross_entropy"), w, b) >= 0.0).all()
    share = np.mean(lowest_bend(Surface(STAIRCASE, "half_quadratic"), w, b) < 0.0)
    assert 0.3 < share < 1.0


def test_for_a_target_of_0_the_quadratic_bends_down_beyond_ln_2():
    assert bends_down_beyond(0.0) == (-math.inf, pytest.approx(math.log(2.0), rel=1e-14))
    assert bends_down_beyond(1.0) == (pytest.approx(-math.log(2.0), rel=1e-14), math.inf)
    surface = Surface(POINT_SETS["one_point"].make(0), "half_quadratic")
    for z, sign in ((math.log(2.0) - 1e-6, 1.0), (math.log(2.0) + 1e-6, -1.0)):
        assert math.copysign(1.0, surface.bend(0.0, z)) == sign


@pytest.mark.parametrize("y", [0.0, 0.1, 0.5, 0.8, 1.0])
def test_the_bend_changes_its_sign_just_where_it_is_said_to(y):
    low, high = bends_down_beyond(y)
    z = np.linspace(-9.0, 9.0, 2001)
    down = Surface(STAIRCASE, "quadratic").bend(y, z) < 0.0
    assert (down == ((z < low) | (z > high))).all()


def test_eigenvalues_are_those_of_the_library():
    rng = np.random.default_rng(0)
    square = rng.normal(size=(20, 2, 2))
    symmetric = square + square.swapaxes(1, 2)
    assert eigenvalues(symmetric) == pytest.approx(np.linalg.eigvalsh(symmetric)[:, ::-1], rel=1e-12)


# --- Minima ----------------------------------------------------------------------------------------------------------


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
@pytest.mark.parametrize("seed", [0, 1])
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


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        ([0, 1, 2], [0, 0, 1], True),
        ([0, 1, 2], [1, 0, 0], True),
        ([0, 1, 2], [0, 1, 0], False),
        ([0, 1, 1, 2], [0, 0, 1, 1], True),  # they touch: still better the steeper
        ([0, 1, 2], [0, 0, 0], True),
        ([0, 1, 2], [1, 1, 1], True),
        ([1, 1], [0, 1], False),
        ([0, 1, 2], [0.1, 0.5, 0.9], False),
        ([0, 1, 2], [0.0, 0.5, 1.0], True),  # the soft target alone decides nothing: z = 0 there
        ([0], [0.3], False),
    ],
)
def test_points_are_separable_where_a_direction_is_better_for_ever(x, y, expected):
    points = Points(x, y)
    assert is_separable(points) is expected
    w, b = np.meshgrid(np.linspace(-1, 1, 41), np.linspace(-3, 3, 61))  # by brute force: the cost far out
    far = Surface(points, "cross_entropy").cost(200.0 * w, 200.0 * b)
    near = Surface(points, "cross_entropy").cost(100.0 * w, 100.0 * b)
    falls = (far <= near + 1e-12) & (np.hypot(w, b) > 0.0)
    z = np.multiply.outer(w, points.x) + b[..., None]
    assert (falls & (np.abs(z).max(axis=-1) > 1e-9)).any() == expected


@pytest.mark.parametrize("name", POINT_SETS)
def test_sets_are_the_same_for_a_seed_and_have_targets_of_a_sigmoid(name):
    each = POINT_SETS[name]
    for seed in range(20):
        points = each.make(seed)
        assert (points.x == each.make(seed).x).all() and (points.y == each.make(seed).y).all()
        assert ((points.y >= 0) & (points.y <= 1)).all()
        assert is_separable(points) == (name in ("separable", "one_point"))
    assert each.seeded == (not (each.make(0).x == each.make(1).x).all())


# --- What is refused, and what is read -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: Surface(STAIRCASE, "cross_entropy", "linear"), "not probabilities"),
        (lambda: Surface(STAIRCASE, "half_quadratic", "tanh"), "'tanh'.*choose"),
        (lambda: Surface(Points([1.0], [2.0]), "half_quadratic"), "not from 0 to 1"),
        (lambda: Points([1.0, 2.0], [1.0]), "one shape"),
        (lambda: Points(np.zeros(51), np.zeros(51)), "1 to 50"),
        (lambda: Points([math.nan], [0.0]), "numbers between"),
    ],
)
def test_what_has_no_surface_is_refused(make, reason):
    with pytest.raises(ValueError, match=reason):
        make()


def test_typed_points_are_taken_and_faults_are_named_by_line():
    points, problems = read_points([("1", 0), (None, None), ("−2,5", "1"), ("x", 1), (1, 2), (1, -0.5), (3, None)])
    assert points.x.tolist() == [1.0, -2.5] and points.y.tolist() == [0.0, 1.0]
    assert [problem.line for problem in problems] == [4, 5, 6, 7]
    assert "missing" in problems[-1].reason and "not a number" in problems[0].reason
    assert read_points([]) == (None, [])
    many, problems = read_points([(k, 0) for k in range(60)])
    assert len(many) == 50 and "60 points" in problems[0].reason


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
