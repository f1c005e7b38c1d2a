"""How numbers are written."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.numerals import count, numeral, percent, ratio, shortest, tex

WRITTEN = [
    (0.15, "0.15", "0.15"),
    (2.0, "2", "2"),
    (-2.0, "−2", "-2"),
    (0.1 + 0.2, "0.3", "0.3"),
    (1 / (1 + math.exp(-30.0)), "1.000", "1.000"),  # 9 × 10⁻¹⁴ below 1
    (1 - 1e-13, "1.000", "1.000"),
    (1 - 1e-16, "1", "1"),
    (1 - 0.9997, "3 × 10⁻⁴", r"3\times10^{-4}"),  # its error is a rounding of 1, not of 0.0003
    ((1 - 0.9997) ** 2, "9 × 10⁻⁸", r"9\times10^{-8}"),
    (4.0000001e-18, "4.000 × 10⁻¹⁸", r"4.000\times10^{-18}"),
    (0.98201379, "0.9820", "0.9820"),
    (0.0176627062, "0.01766", "0.01766"),
    (56.616465672, "56.62", "56.62"),
    (-1.3859744332556105, "−1.386", "-1.386"),
    (0.001, "0.001", "0.001"),
    (0.00099999, "0.001000", "0.001000"),  # rounds up into the plain range, and is not 0.001
    (1416, "1,416", "1{,}416"),
    (10028.0, "10,028", "10{,}028"),
    (12765.4321, "12,765", "12{,}765"),
    (2512.5, "2,512.5", "2{,}512.5"),
    (999.96, "1,000", "1{,}000"),
    (999.7, "999.7", "999.7"),
    (1e6, "1 × 10⁶", r"1\times10^{6}"),
    (999_960.0, "999,960", "999{,}960"),
    (5.1e-12, "5.1 × 10⁻¹²", r"5.1\times10^{-12}"),
    (-4.248354255291589e-18, "−4.248 × 10⁻¹⁸", r"-4.248\times10^{-18}"),
    (1.57478e-6, "1.575 × 10⁻⁶", r"1.575\times10^{-6}"),
    (0.0, "0", "0"),
    (-0.0, "0", "0"),
    (math.inf, "∞", r"\infty"),
    (-math.inf, "−∞", r"-\infty"),
    (math.nan, "undefined", r"\text{undefined}"),
    (np.float64(0.25), "0.25", "0.25"),
]


@pytest.mark.parametrize(("x", "plain", "latex"), WRITTEN)
def test_a_number_is_written(x, plain, latex):
    assert numeral(x) == plain
    assert tex(x) == latex


def read(text):
    for sign, digit in zip("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789", strict=True):
        text = text.replace(sign, digit)
    return float(text.replace("−", "-").replace(",", "").replace(" × 10", "e"))


@given(st.floats(-1e307, 1e307))
def test_what_is_written_is_the_number_to_four_digits(x):
    assert read(numeral(x)) == pytest.approx(x, rel=5.0001e-4, abs=5e-324)


def test_other_numbers_of_digits():
    assert numeral(math.pi, 3) == "3.14"
    assert numeral(0.5, 3) == "0.5"
    assert numeral(1234.56789, 2) == "1,235"


def test_counts_and_per_cents():
    assert count(10028) == "10,028"
    assert count(-1416) == "−1,416"
    assert [percent(share, 3) for share in (0.9995, 0.99996, 1.0)] == ["99.95 %", "99.996 %", "100 %"]
    assert [percent(share) for share in (0.495, 1.0, 2 / 3, 0.9999, 0.0)] == [
        "49.5 %",
        "100 %",
        "66.67 %",
        "99.99 %",
        "0 %",
    ]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_the_shortest_text_is_read_as_just_this_number(value):
    assert float(shortest(value)) == value
    assert (shortest(2.0), shortest(0.3), shortest(-1.5)) == ("2", "0.3", "-1.5")


def test_a_ratio_that_nobody_can_picture_is_more_than_ten_to_the_fifteen():
    assert [ratio(x) for x in (4.0, 56.6164, 9.9e14, 1.2e15, 1.15e132, math.inf)] == [
        "4",
        "56.62",
        "9.9\u00a0×\u00a010¹⁴",
        *["more than 10¹⁵"] * 3,
    ]
