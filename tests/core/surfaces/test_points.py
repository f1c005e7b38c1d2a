"""The sets of points to choose from, and which points are separable."""

import numpy as np
import pytest

from core.surfaces.points import POINT_SETS, Points, is_separable
from core.surfaces.surface import Surface


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
