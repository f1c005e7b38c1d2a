"""Levels of lines of equal cost, and the place for a name."""

import numpy as np
import pytest

from core.surfaces.contours import levels, name_place


def test_a_parabola_is_cut_at_even_distances():
    found = levels(1.0, 1.0 + 9.0)  # C = 1 + r², r from 0 to 3
    radii = np.sqrt(np.array(found) - 1.0)
    assert np.diff(radii) == pytest.approx(np.full(14, 3.0 / 15))
    assert found[0] > 1.0 and found[-1] < 10.0


def test_levels_lie_between_the_ends_whatever_these_are():
    for low, high in ((0.0, 0.0), (-3.0, 5.0), (0.08, 0.5), (0.5, 1e300)):
        found = levels(low, high)
        assert found == sorted(found) and low <= found[0] and found[-1] <= high


def test_a_name_stands_in_the_middle_of_the_widest_part():
    region = np.zeros((41, 61), dtype=bool)
    region[10:31, 20:41] = True  # rows are b, columns w
    region[0:3, :] = True
    assert name_place(region) == pytest.approx((30 / 60, 20 / 40))


def test_there_is_no_place_in_a_narrow_region_or_an_empty_one():
    region = np.zeros((20, 20), dtype=bool)
    assert name_place(region) is None
    region[5:9, :] = True
    assert name_place(region) is None
    assert name_place(np.ones((20, 20), dtype=bool)) == pytest.approx((0.5, 0.5), abs=0.06)
