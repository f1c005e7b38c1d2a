"""How many digits of a number are known, from two runs that differ in the last digit."""

import math

import numpy as np
import pytest

from core.rounding import known_digits, known_numeral, torn_from


@pytest.mark.parametrize(
    ("value", "twin", "digits"),
    [
        (0.9897, 0.9897, 4),
        (0.9897, 0.9897 * (1 + 1e-15), 4),
        (0.9897, 0.9897 + 1e-6, 4),
        (0.9897, 0.9897 + 1e-5, 3),
        (0.9897, 0.95, 0),
        (0.9897, 0.1178, 0),
        (1000.0, 1000.1, 3),
        (0.0, 0.0, 4),
        (1.0, math.inf, 0),
        (1.0, math.nan, 0),
    ],
)
def test_known_are_the_digits_that_both_share_with_a_margin(value, twin, digits):
    assert known_digits(value, twin) == digits
    assert known_digits(-value, -twin) == digits


def test_only_numbers_that_are_torn_apart_are_shortened():
    assert known_numeral(0.98971, 0.1178, torn=False) == "0.9897"
    assert known_numeral(0.98971, 0.1178, torn=True) == "?"
    assert known_numeral(0.98971, 0.98972, torn=True) == "about 0.990"


def test_a_run_is_torn_where_its_twin_has_gone_or_overflowed():
    run, twin = np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 2.0]]), np.array([[1.0, 2.0], [1.0, 2.1], [np.nan, np.inf]])
    assert torn_from(run, twin).tolist() == [False, True, True]
