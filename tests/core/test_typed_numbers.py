"""Numbers as people type them."""

import math
import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.numerals import numeral, shortest
from core.typed_numbers import read_number

READ = {
    "0,5": 0.5,
    ",5": 0.5,
    "5,": 5.0,
    "1,25": 1.25,
    "0,125": 0.125,
    "1,2345": 1.2345,
    "1234,567": 1234.567,
    "1.000": 1.0,
    "−3": -3.0,
    "- 3": -3.0,
    "–3": -3.0,
    "+.5": 0.5,
    " 7 ": 7.0,
    "1e-3": 0.001,
    "1E3": 1000.0,
    "1e−3": 0.001,
    "1,5e-3": 0.0015,
    "1 × 10⁻³": 0.001,
    "1\u00a0×\u00a010⁻³": 0.001,
    "−5.1 × 10⁻¹²": -5.1e-12,
    "2*10^3": 2000.0,
    "2 x 10**-3": 0.002,
    "2·10⁺³": 2000.0,
    "10⁻³": 0.001,
    "-10^2": -100.0,
    "½": 0.5,
    "-½": -0.5,
    "−2½": -2.5,
    "2 ¾": 2.75,
    "1/3": 1 / 3,
    "1,5/2": 0.75,
    "1⁄2": 0.5,
    "12 000": 12000.0,
    "12\u202f000,5": 12000.5,
    "12'000": 12000.0,
    "１２": 12.0,
    "5e-324": 5e-324,
    "-0": 0.0,
    "0e-400": 0.0,
    "0 × 10⁹": 0.0,
    "0/7": 0.0,
    "٣": 3.0,
}


@pytest.mark.parametrize(("text", "value"), READ.items(), ids=READ)
def test_a_number_is_read_as_it_is_meant(text, value):
    assert read_number(text) == value


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Nothing is typed here"),
        ("  ", "Nothing is typed here"),
        ("one", "'one' is not a number"),
        ("1 2", "'1 2' is not a number"),
        ("1_000", "'1_000' is not a number"),
        ("0x10", "'0x10' is not a number"),
        ("nan", "'nan' is not a number"),
        ("1e-400", "'1e-400' is nearer to 0 than any number that can be computed with"),
        ("−10⁻⁴⁰⁰", "'−10⁻⁴⁰⁰' is nearer to 0 than any number that can be computed with"),
        ("1/1e400", "'1/1e400' is nearer to 0 than any number that can be computed with"),
        ("∞", "'∞' is not a number"),
        ("--1", "'--1' is not a number"),
        ("1e3 × 10²", "'1e3 × 10²' is not a number"),
        ("3 10²", "'3 10²' is not a number"),
        ("×10²", "'×10²' is not a number"),
        ("1e", "'1e' is not a number"),
        ("½ 3", "'½ 3' is not a number"),
        ("1/2/3", "'1/2/3' is not a number"),
        ("50 %", "'50 %' is not a number"),
        ("1" * 101, f"'{'1' * 38}… is not a number"),
        ("1/0", "'1/0' divides by 0"),
        ("1e999", "'1e999' is larger than any number that can be computed with"),
        ("1,000", "'1,000' may mean 1 or 1000: write 1.000 or 1000"),
        ("-12,345", "'−12,345' may mean −12.345 or −12345: write −12.345 or −12345"),
        ("-1,234.5", "'−1,234.5' has more than one decimal mark: leave out the marks of the thousands"),
        ("1,000 × 10⁻³", "'1,000e-3' may mean 0.001 or 1: write 1.000e-3 or 1000e-3"),
        ("1.000,5", "'1.000,5' has more than one decimal mark: leave out the marks of the thousands"),
        ("1,000.5", "'1,000.5' has more than one decimal mark: leave out the marks of the thousands"),
        ("1,000,000", "'1,000,000' has more than one decimal mark: leave out the marks of the thousands"),
    ],
)
def test_what_is_no_number_or_may_be_two_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(ValueError, match=rf"\A{re.escape(sentence)}\Z"):
        read_number(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_back_from_each_way_of_writing_it(value):
    assert read_number(shortest(value)) == value
    if not re.fullmatch(r"-?[1-9][0-9]{0,2}\.[0-9]{3}(e.*)?", shortest(value)):  # with a comma it may mean two
        assert read_number(shortest(value).replace("-", "−").replace(".", ",")) == value
    if abs(value) < 1000:  # the page writes its thousands with commas, which may be decimal ones to the reader
        assert read_number(numeral(value)) == pytest.approx(value, rel=5.0001e-4, abs=5e-324)


@given(st.text(alphabet="0123456789.,-−+eE×x10^⁻³½/ '*%", max_size=12))
def test_any_text_is_a_finite_number_or_is_refused(text):
    with suppress(ValueError):
        assert math.isfinite(read_number(text))
