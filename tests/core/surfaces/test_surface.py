"""The cost surface: its slopes and bends against differences, its minima, and the places where it has none."""

import math

import mpmath
import numpy as np
import pytest

from core.functions.costs import COSTS
from core.surfaces.minimum import eigenvalues
from core.surfaces.points import POINT_SETS, Points
from core.surfaces.surface import Surface, concave_beyond
from tests.effort import lines_run

PAIRS = [("sigmoid", cost) for cost in COSTS] + [("linear", cost) for cost in COSTS if cost != "cross_entropy"]
EVERY_PAIR = pytest.mark.parametrize(("output", "cost"), PAIRS)
STAIRCASE = POINT_SETS["staircase"].make(0)


def least_curvature(surface, w, b):
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
    assert least_curvature(surface, w, b).shape == (4, 3)


def test_cross_entropy_bends_up_everywhere_and_the_quadratic_does_not():
    w, b = np.meshgrid(np.linspace(-12, 12, 41), np.linspace(-12, 12, 41))
    assert (least_curvature(Surface(STAIRCASE, "cross_entropy"), w, b) >= 0.0).all()
    share = np.mean(least_curvature(Surface(STAIRCASE, "half_quadratic"), w, b) < 0.0)
    assert 0.3 < share < 1.0


def test_for_a_target_of_0_the_quadratic_is_concave_beyond_ln_2():
    assert concave_beyond(0.0) == (-math.inf, pytest.approx(math.log(2.0), rel=1e-14))
    assert concave_beyond(1.0) == (pytest.approx(-math.log(2.0), rel=1e-14), math.inf)
    surface = Surface(POINT_SETS["one_point"].make(0), "half_quadratic")
    for z, sign in ((math.log(2.0) - 1e-6, 1.0), (math.log(2.0) + 1e-6, -1.0)):
        assert math.copysign(1.0, surface.curvature(0.0, z)) == sign


@pytest.mark.parametrize("y", [0.0, 0.1, 0.5, 0.8, 1.0])
def test_the_curvature_changes_its_sign_exactly_where_it_is_said_to(y):
    low, high = concave_beyond(y)
    z = np.linspace(-9.0, 9.0, 2001)
    down = Surface(STAIRCASE, "quadratic").curvature(y, z) < 0.0
    assert (down == ((z < low) | (z > high))).all()


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
