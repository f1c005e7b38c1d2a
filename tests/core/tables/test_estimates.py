"""The estimates that lesson 1 looks at."""

import math

import numpy as np
import pytest

from core.tables.estimates import GRADED, WEEK, estimates_around, growth, probability_given


def test_the_graded_estimates_are_those_of_table_8_1():
    assert [(g.y, round(g.yhat, 4)) for g in GRADED] == [
        (1, 0.9997),
        (1, 0.9),
        (1, 0.6),
        (1, 0.1192),
        (0, 0.1192),
        (1, 0.8808),
    ]


@pytest.mark.parametrize("y", [0.0, 1.0, 0.3, 0.5, 1e-300])
def test_a_curve_is_drawn_from_0_to_1_and_through_the_target(y):
    points = estimates_around(y)

    assert points[0] == 0.0
    assert points[-1] == 1.0
    assert y in points
    assert np.all(np.diff(points) > 0)
    assert len(points) < 160


@pytest.mark.parametrize("cost", ["quadratic", "half_quadratic"])
def test_doubling_the_error_makes_the_quadratic_cost_exactly_four_times_as_large(cost):
    errors = np.linspace(0.001, 0.5, 500)

    assert np.array_equal(growth(cost, errors, 2 * errors), np.full(500, 4.0))


def test_equal_steps_of_the_error_give_cross_entropy_the_published_factors():
    errors = np.arange(1, 9) / 10
    published = [2.118, 1.598, 1.432, 1.357, 1.322, 1.314, 1.337, 1.431]

    assert growth("cross_entropy", errors, np.arange(2, 10) / 10) == pytest.approx(published, abs=5e-4)


def test_the_probability_given_to_the_week_is_the_product_worked_out_by_hand():
    given = probability_given(np.array(WEEK.y), np.array(WEEK.yhat))

    assert given == pytest.approx([0.9, 0.8, 0.7, 0.6, 0.9])
    assert math.prod(given) == pytest.approx(0.27216)
