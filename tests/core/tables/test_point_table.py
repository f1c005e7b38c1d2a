"""The user's own points: read, checked, brought to a common range; and no file stops the reading."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.csv_fuzz import KINDS, faults, files
from core.tables.csv_table import Problem
from core.tables.point_table import MOST_BYTES, OUTERMOST, read_point_table
from tests.effort import lines_run

THREE = "1,2,red\n3,4,blue\n5,9,red\n"


def given_points(table):
    return table.scaling.to_given(table.dataset.x).round(9).tolist()


@pytest.mark.parametrize("header", ["", "width,height,colour\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_two_columns_of_numbers_and_a_label_make_a_dataset(header, encoding):
    table = read_point_table((header + THREE).encode(encoding))
    assert given_points(table) == [[1, 2], [3, 4], [5, 9]]
    assert table.dataset.y.tolist() == [1, 0, 1] and table.dataset.y.dtype == np.int64
    assert table.class_names == ["blue", "red"] and table.dataset.classes == 2
    names = ("width", "height", "colour") if header else ("x1", "x2", "label")
    assert table.column_names == names and table.problems == []
    assert table.lines == ([2, 3, 4] if header else [1, 2, 3])
    assert table.summary == f"3 points of 2 classes: {', '.join(names[:2])} and {names[2]}."


def test_each_column_is_brought_to_mean_0_and_reach_5_and_back():
    rows = np.column_stack([np.random.default_rng(0).normal(1e6, 3.0, 40), np.linspace(0, 1e-6, 40), np.arange(40) % 3])
    table = read_point_table("\n".join(f"{a!r},{b!r},{c:g}" for a, b, c in rows.tolist()))
    x = table.dataset.x
    assert x.mean(axis=0) == pytest.approx([0, 0], abs=1e-9)
    assert np.abs(x).max(axis=0) == pytest.approx([OUTERMOST, OUTERMOST])
    assert table.scaling.to_given(x) == pytest.approx(rows[:, :2], rel=1e-12, abs=1e-18)
    assert table.scaling.to_plane(rows[:, :2]) == pytest.approx(x)
    assert table.dataset.classes == 3


@pytest.mark.parametrize("value", ["0.1", "1e100", "-7", "5e-324", "0"])
def test_a_column_of_equal_numbers_goes_to_0(value):
    table = read_point_table("".join(f"{value},{row},{'ab'[row % 2]}\n" for row in range(30)))
    assert table.dataset.x[:, 0] == pytest.approx(0.0, abs=1e-12)
    assert given_points(table)[0][0] == pytest.approx(float(value))


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("red,1,2\nblue,3,4", [[1, 2], [3, 4]]),
        ("1;0,5;a\n2;1,5;b", [[1, 0.5], [2, 1.5]]),
        ("1 2 a\n3 4 b", [[1, 2], [3, 4]]),
        ("1\t2\t0\n3\t4\t1\n", [[1, 2], [3, 4]]),
        ("class,x,y\n0,1,2\n1,3,4", [[1, 2], [3, 4]]),
        ("y,x1,x2\n0,1,2\n1,3,4", [[1, 2], [3, 4]]),
        ("x,y,z\n1,2,0\n3,4,1", [[1, 2], [3, 4]]),
        ("x,y,colour\n1,2,a\n3,4,b", [[1, 2], [3, 4]]),
        ("name,w,h,age,species\nRex,1,2,7,dog\nTom,3,4,5,cat", [[1, 2], [3, 4]]),
        ("1,2,a,\n3,4,b,\n", [[1, 2], [3, 4]]),
        ("1,2,a\n3,4,b\n5,6,a,remark\n", [[1, 2], [3, 4], [5, 6]]),
    ],
)
def test_the_columns_are_found_wherever_they_stand(text, points):
    table = read_point_table(text)
    assert given_points(table) == points and table.dataset.y.tolist()[:2] in ([0, 1], [1, 0])


def test_labels_that_are_numbers_are_in_order_of_size_and_equal_ones_are_one_class():
    table = read_point_table("1,2,10\n1,3,2\n2,3,2.0\n5,6,-1\n")
    assert table.class_names == ["-1", "2", "10"] and table.dataset.y.tolist() == [2, 1, 1, 0]
    text = read_point_table("1,2,10\n1,3,2\n2,3,x\n")
    assert text.class_names == ["10", "2", "x"] and text.dataset.y.tolist() == [0, 1, 2]


def test_every_faulty_row_is_named_by_its_line_and_the_others_are_kept():
    text = 'x1,x2,label\n1,2,a\nabc,2,a\n1,,b\n1,2,\n\n1,inf,b\n1\n1e300,2,b\n=A1+B1,2,b\n1,2,"b\n3,4,b\n1,2\n'
    table = read_point_table(text + f"1,2,{'c' * 41}\n1,2,{'c' * 40}")
    assert table.lines == [2, 12, 15] and table.class_names == ["a", "b", "c" * 40]
    expected = {
        3: "x1 is 'abc', which is not a number: one is needed.",
        4: "x2 is missing: a number is needed.",
        5: "label is missing: every point needs a label.",
        7: "x2 is 'inf', which is not finite: a number is needed.",
        8: "There is one cell only, '1'",
        9: "x1 is '1e300', which is too large: numbers up to 1e+100 can be drawn.",
        10: "x1 is '=A1+B1', which is a formula: save its value instead.",
        11: "The quotes in",
        13: "label is missing",
        14: f"label is '{'c' * 38}…, of 41 characters: at most 40 fit.",
    }
    found = dict(table.problems)
    assert found.keys() == expected.keys()
    assert all(found[line].startswith(reason) for line, reason in expected.items())
    assert table.summary == "3 points of 3 classes: x1, x2 and label. 10 lines were left out."


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The table is empty"),
        (b"PK\x03\x04", "workbook"),
        (b"a,b,c\n", "a header, but no rows"),
        (b"1\n2\n", "In line 1: There is one cell only, '1'"),
        (b"1,2\n3,4\n", "The table has 2 columns, of which 2 with numbers."),
        (b"1,a,b\n3,c,d\n", "The table has 3 columns, of which 1 with numbers."),
        (b"label,x,colour,name\n1,2,red,a\n3,4,blue,b", "Beside the labels in column 1, the table has 1 column"),
        (b"1,2,a\n3,4,a\n", "All 2 rows have the same label, 'a': at least two classes are needed."),
        ("".join(f"1,2,{row}\n" for row in range(11)), "label has 11 different values: at most 10 classes"),
        (b"1,inf,a\n3,nan,b\n", "No row could be used. In line 1: x2 is 'inf', which is not finite"),
        (b"1" * (MOST_BYTES + 1), "The file has 30 MB: at most 30 MB can be read. To draw points, keep up to 5,000"),
    ],
)
def test_a_file_without_points_is_said_to_be_so_in_one_sentence(data, said):
    table = read_point_table(data)
    assert table.dataset is None and table.scaling is None and table.class_names == []
    assert said in table.summary and "To draw points, " in table.summary


def test_markup_and_formulas_in_names_stay_text_and_control_characters_do_not():
    header = "<b>w</b>,[h](javascript:1),=cmd|' /C calc'!A0\n"
    table = read_point_table(header + "1,2,<script>\n3,4,a\x1b\u202eb\n" + "5,6,c\n" * 20)
    assert table.column_names == ("<b>w</b>", "[h](javascript:1)", "=cmd|' /C calc'!A0")
    assert table.class_names == ["<script>", "a\ufffd\ufffdb", "c"]
    long = read_point_table(f"{'w' * 99},h,label\n" + THREE)
    assert long.column_names[0] == "w" * 39 + "…"


def test_a_table_of_a_million_rows_is_cut_at_5000():
    table = read_point_table(b"1,2,a\n3,4,b\n" * 500_000)
    assert len(table.dataset) == 5_000 and table.dataset.y.sum() == 2_500
    assert table.problems == [Problem(None, "The table is longer than 5,000 rows: only the first were read.")]


def test_a_row_that_is_left_out_is_hardly_any_work():
    rows = b"1,2,a\n" * 10_000
    assert lines_run(lambda: read_point_table(rows * 10)) - lines_run(lambda: read_point_table(rows)) <= 2 * 90_000


def test_many_problems_are_capped():
    table = read_point_table(THREE * 111 + "x,1,red\n" * 332)
    assert len(table.problems) == 21 and table.problems[-1].reason == "… and 312 more."
    assert table.summary.endswith("332 lines were left out.")


@pytest.mark.parametrize("kind", KINDS)
def test_a_malformed_file_of_every_kind_gives_a_sentence(kind):
    for data in files(kind, 4, seed=1):
        assert faults(data, read_point_table(data)) == []


def test_the_fuzz_would_notice_a_silent_result():
    table = read_point_table(THREE)
    assert faults(THREE, table) == []
    table.dataset.x[0, 0] = math.nan
    assert faults(THREE, table) != []


@given(st.one_of(st.binary(), st.text(), st.text('01.,;\t" \n-eaxb=\ud800\0')))
def test_no_file_stops_the_reading(data):
    assert faults(data, read_point_table(data)) == []
