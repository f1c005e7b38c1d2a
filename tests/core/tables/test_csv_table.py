"""Reading tables, the good ones and the others."""

import codecs

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.tables.csv_table import LONGEST_LINE, Problem, capped, number, read_table


def cells(data, **options):
    table = read_table(data, **options)
    assert table.problems == []
    return [row.cells for row in table.rows]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("1,0.9\n0,0.2", ","),
        ("1;0,9\n0;0,2", ";"),
        ("1\t0,9\n0\t0.2", "\t"),
        ("1 0.9\n0   0.2\n", " "),
        ("1, 0.9\n0, 0.2", ","),
    ],
)
def test_the_delimiter_is_found_and_the_comma_is_decimal_where_it_does_not_delimit(text, delimiter):
    table = read_table(text)
    assert table.delimiter == delimiter and table.header is None
    decimal_comma = table.delimiter != ","
    assert [[number(cell, decimal_comma=decimal_comma) for cell in row.cells] for row in table.rows] == [
        [1.0, 0.9],
        [0.0, 0.2],
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encodings_and_line_endings_make_no_difference(encoding, ending):
    data = ending.join(["größe,x", "1,2", "", "3,4"]).encode(encoding)
    table = read_table(data)
    assert table.header == ["größe", "x"]
    assert [(row.line, row.cells) for row in table.rows] == [(2, ["1", "2"]), (4, ["3", "4"])]


def test_utf_16_without_its_last_byte_is_still_read():
    assert cells((codecs.BOM_UTF16_BE + "1,2\n3,4".encode("utf-16-be"))[:-1])[0] == ["1", "2"]


def test_a_header_is_a_first_row_without_a_number():
    assert read_table("y,ŷ\n1,2").header == ["y", "ŷ"]
    assert read_table("y,1\n1,2").header is None
    assert read_table("\ufeffx1,x2,label\n1,2,red").rows[0].cells == ["1", "2", "red"]


def test_quotes_are_taken_off_and_a_forgotten_one_costs_one_line():
    table = read_table('x,name\n1,"red, dark"\n2,"blue\n3,"gre""en"\n4,white')
    assert [row.cells for row in table.rows] == [["1", "red, dark"], ["3", 'gre"en'], ["4", "white"]]
    assert [problem.line for problem in table.problems] == [3]
    assert "do not match" in table.problems[0].reason


@pytest.mark.parametrize("nothing", [b"", "", "\n\n", b"\xef\xbb\xbf", "  \n,,\n"])
def test_an_empty_table_is_said_to_be_empty(nothing):
    table = read_table(nothing)
    assert table.rows == [] and table.header is None
    assert [problem.line for problem in table.problems] == [None] and "empty" in table.problems[0].reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04\x14\x00", "workbook"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not text"),
        (bytes(range(1, 9)) * 9, "not text"),
        (b"\xff\xfe" + bytes(range(1, 256)), "not text"),
        (b"\xff\xfe" + np.random.default_rng(0).integers(1, 256, 500, dtype=np.uint8).tobytes(), "not text"),
        (b"\xfe\xff" + b"\xd8\x01" * 20, "not text"),
    ],
)
def test_what_is_not_text_is_said_so_and_not_read(data, reason):
    table = read_table(data)
    assert table.rows == [] and reason in table.problems[0].reason


@pytest.mark.parametrize(("text", "lines"), [("1|0.5\n0|0.3", [1, 2]), ("1|0.5", [1]), ("1,2\n\n3\n4,5", [3])])
def test_a_line_of_one_cell_is_named_with_its_number_and_is_no_header(text, lines):
    table = read_table(text)
    assert table.header is None and len(table.rows) == text.count(",")
    assert [problem.line for problem in table.problems] == lines
    one, needed = "one cell only", "the second is missing, or the tab, semicolon, comma or space before it"
    assert all(one in problem.reason and needed in problem.reason for problem in table.problems)


def test_a_table_that_is_too_long_is_cut_and_that_is_said():
    text = "x,y\n" + "1,2\n" * 50
    assert len(cells(text, max_rows=50)) == 50
    table = read_table(text, max_rows=49)
    assert len(table.rows) == 49
    assert table.problems == [Problem(None, "The table is longer than 49 rows: only the first were read.")]


def test_a_huge_cell_costs_its_line_only():
    table = read_table("1,2\n" + "9" * 200_000 + ",2\n3,4")
    assert [row.line for row in table.rows] == [1, 3]
    assert table.problems[0].line == 2 and f"{LONGEST_LINE:,}" in table.problems[0].reason


@given(st.one_of(st.binary(), st.text(), st.text("01.,;\t\"' \r\n−-ey\ufeff\ud800\u2028\x0b\0")), st.integers(0, 5))
def test_nothing_stops_the_reading(data, max_rows):
    table = read_table(data, max_rows=max_rows)
    assert len(table.rows) <= max_rows
    assert table.rows or table.header or table.problems or max_rows == 0
    assert all(reason and reason.isprintable() for _, reason in table.problems)


@pytest.mark.parametrize(
    ("cell", "value"), [("0.5", 0.5), (" −2 ", -2.0), ("1e-3", 0.001), ("+.5", 0.5), ("0,5", 0.5), ("-1,25e2", -125.0)]
)
def test_numbers_are_read(cell, value):
    assert number(cell, decimal_comma=True) == value


@pytest.mark.parametrize("cell", ["", "x", "1_000", "1.234,5", "1,2,3", "0x10", "½"])
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(ValueError, match="."):
        number(cell, decimal_comma=True)
    with pytest.raises(ValueError, match="."):
        number("0,5")


def test_a_long_list_of_problems_is_capped_and_says_how_many_more_there_are():
    problems = [Problem(line, "wrong") for line in range(332)]
    assert capped(problems)[:20] == problems[:20]
    assert capped(problems)[20:] == [Problem(None, "… and 312 more.")]
    assert capped(problems[:20]) == problems[:20]
