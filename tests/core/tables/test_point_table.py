"""The user's own points: read, checked, brought to a common range; and no file stops the reading."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.csv_fuzz import KINDS, faults, files, read_point_table
from core.tables.point_table import OUTERMOST, ChosenPoints, points_of
from tests.effort import lines_run
from ui.reading import MOST_BYTES, read_table

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
    names = ("width", "height", "colour") if header else ("column 1", "column 2", "column 3")
    assert table.column_names == names and table.problems == []
    assert table.lines == ([2, 3, 4] if header else [1, 2, 3])
    assert (
        table.summary == f"3 points of 2 classes. x₁: {names[0]}, x₂: {names[1]}; class: {names[2]} (y is 1 for 'red')."
    )


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
    assert table.summary == "3 points of 3 classes. x₁: x1, x₂: x2; class: label. 10 lines were left out."


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The table is empty"),
        (b"PK\x03\x04", "workbook"),
        (b"a,b,c\n", "a header, but no rows"),
        (b"1\n2\n", "In line 1: There is one cell only, '1'"),
        (b"1,2\n3,4\n", "The table has 2 columns, of which 2 with numbers."),
        (b"1,a,b\n3,c,d\n", "The table has 3 columns, of which 1 with numbers."),
        (b"label,x,colour,name\n1,2,red,a\n3,4,blue,b", "Beside label, which has the labels, 1 column of numbers was"),
        (b"1,2,a\n3,4,a\n", "All 2 rows have the same column 3, 'a': at least two classes are needed."),
        (
            "".join(f"1,2,{chr(97 + row)}\n" for row in range(11)),
            "column 3 has 11 different values: at most 10 classes",
        ),
        (b"x,y,label\n1,2,7\n3,4,7\n", "All 2 rows have the same label, '7': at least two classes are needed."),
        (b"1,2,a\n3,,b\n5,6,a\n", "The 2 rows that can be used have the same column 3, 'a'"),
        (b"1,1e300,a\n3,1e200,b\n", "No row could be used. In line 1: column 2 is '1e300', which is too large"),
        (b"1" * (MOST_BYTES + 1), "The file has 30 MB: at most 30 MB can be read. To draw points, "),
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


def test_of_many_rows_5000_are_drawn_from_all_with_each_class_in_proportion():
    rows = b"1,2,a\n" * 30_000 + b"3,4,b\n" * 19_990 + b"5,6,c\n" * 10
    table = read_point_table(rows)
    assert np.bincount(table.dataset.y).tolist() == [2_991, 1_999, 10]
    assert table.lines == sorted(set(table.lines)) and table.lines == read_point_table(rows).lines
    assert table.lines[-1] > 49_990 and table.problems == []
    sentence = "5,000 of 50,000 points were drawn at random (seed 0), from each class in proportion to its size."
    assert sentence in table.assumed


def test_a_row_that_is_read_is_little_work():
    rows = b"1,2,a\n" * 1_000
    assert lines_run(lambda: read_point_table(rows * 2)) - lines_run(lambda: read_point_table(rows)) <= 30 * 1_000


def test_many_problems_are_capped():
    table = read_point_table(THREE * 111 + "x,1,red\n" * 332)
    assert len(table.problems) == 21 and table.problems[-1].reason == "… and 312 more."
    assert table.summary.endswith("332 lines were left out.")


@pytest.mark.parametrize("kind", KINDS)
def test_a_malformed_file_of_every_kind_gives_a_sentence(kind):
    for data in files(kind, 1 if kind.endswith("rows") else 4, seed=1):  # those are long
        assert faults(data, read_point_table(data)) == []


def test_the_fuzz_would_notice_a_silent_result():
    table = read_point_table(THREE)
    assert faults(THREE, table) == []
    table.dataset.x[0, 0] = math.nan
    assert faults(THREE, table) != []


@given(st.one_of(st.binary(), st.text(), st.text('01.,;\t" \n-eaxb=\ud800\0')))
def test_no_file_stops_the_reading(data):
    assert faults(data, read_point_table(data)) == []


# --- Roles -----------------------------------------------------------------------------------------------------------

IRIS = [f"{4 + k % 30 / 10:.1f},{2 + k % 20 / 10:.1f},{1 + k % 50 / 10:.1f},{k % 23 / 10:.1f}" for k in range(150)]
SPECIES = ("setosa", "versicolor", "virginica")


def lines(pattern, n=20):
    """Rows made from a pattern by their number k, with functions of it."""
    return "".join(eval(f"f{pattern!r}", {"k": k}) + "\n" for k in range(n))


def iris(names=None, before=""):
    """150 rows of four measurements and a label, with something before each row."""
    names = names or SPECIES
    return "".join(f"{before.format(at + 1)}{row},{names[at // 50]}\n" for at, row in enumerate(IRIS))


NO_HEADER = ("column 1", "column 2", "column 5")


@pytest.mark.parametrize(
    ("text", "names", "classes"),
    [
        ("Id,SL,SW,PL,PW,Species\n" + iris(before="{},"), ("SL", "SW", "Species"), 3),
        (iris(), NO_HEADER, 3),
        ("150,4,setosa,versicolor,virginica\n" + iris("012"), NO_HEADER, 3),
        ('"","SL","SW","PL","PW","Species"\n' + iris(before='"{}",'), ("SL", "SW", "Species"), 3),
        (",SL,SW,PL,PW,target\n" + iris("012", "{},"), ("SL", "SW", "target"), 3),
        ("SL SW PL PW Species\n" + iris(before="{},").replace(",", " "), ("SL", "SW", "Species"), 3),
        ("Species;SL;SW\n" + lines("s{k % 2};{k % 7},5;{k % 11},5"), ("SL", "SW", "Species"), 2),
        (lines("{k % 3 + 1},{k % 17 + 0.5},{k * 7 % 100}", 60), ("column 2", "column 3", "column 1"), 3),
        ("x1,x2,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n", ("x1", "x2", "y"), 2),
        ("sex,age,chol,target\n" + lines("{k % 2},{k % 13},{k * 7 % 19},{k % 3 // 2}"), ("age", "chol", "target"), 2),
        (
            "".join(f"{842302 + k * k},{'MB'[k % 2]},{k % 7}.5,{k % 5}.5\n" for k in range(9)),
            ("column 3", "column 4", "column 2"),
            2,
        ),
        (
            "@relation r\n@attribute w numeric\n@attribute 'h h' real\n@attribute class {a,b}\n@data\n1,2,a\n3,4,b\n",
            ("w", "h h", "class"),
            2,
        ),
        ("const,a,b,class\n" + lines("5,{k % 4},{k % 3},{k % 2}"), ("a", "b", "class"), 2),
    ],
)
def test_ids_counts_and_constants_are_never_taken_for_data(text, names, classes):
    table = read_point_table(text)
    assert table.column_names == names and table.dataset.classes == classes


def test_a_line_of_counts_gives_the_classes_their_names():
    assert read_point_table("150,4,setosa,versicolor,virginica\n" + iris("012")).class_names == list(SPECIES)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Id,a,b,class\n" + lines("{k + 1},{k % 5},{k % 7},{k % 2}"), "Id only numbers the rows"),
        (lines("{k % 5},{k % 7},{k % 2}"), "The table has no names: the labels were taken from column 3"),
        ("k,a,class\n" + lines("{k},{k % 7},{k % 2}"), "k may only number the rows"),
        ("a,b,c,class\n" + lines("{k % 5},{k % 7},3,{k % 2}"), "c has the same number in every row"),
        (
            "a,b,quality\n" + lines("{k % 5},{k % 7},{k % 8}", 80),
            "quality has 8 different numbers: they were taken for c",
        ),
        (
            "a,b,price\n" + lines("{k % 5},{k % 7},{k}.5", 200),
            "price has 200 different numbers: they were taken for va",
        ),
        ("a,b,class\n" + "1,2,u\n2,3,v\n3,1,u\n" * 10 + "1000,2,v\n", "a is far from the others in line 32: 1000."),
    ],
)
def test_what_was_taken_for_what_is_said(text, said):
    assert any(sentence.startswith(said) for sentence in read_point_table(text).assumed)


def test_values_to_be_estimated_are_scaled_to_1_and_back():
    prices = [100.0, 250.0, 400.0, 175.5, 99.0]
    table = read_point_table("a,b,price\n" + "".join(f"{k},{k * k % 7},{p}\n" for k, p in enumerate(prices * 3)))
    assert table.dataset.classes == 0 and table.class_names == [] and not table.as_classes
    y = table.dataset.y[:, np.newaxis]
    assert np.abs(y).max() == pytest.approx(1.0) and y.mean() == pytest.approx(0.0, abs=1e-12)
    assert table.dataset.origin.values.to_given(y)[:5, 0] == pytest.approx(prices)
    assert table.summary == "15 points with values to be estimated. x₁: a, x₂: b; value: price."


def test_columns_and_their_meaning_can_be_chosen():
    table = read_table("a,b,c,quality\n" + "".join(f"{k % 5},{k % 7},{k % 3},{k % 8}\n" for k in range(80)))
    chosen = points_of(table, ChosenPoints((2, 0, 1), 3, False))
    assert chosen.column_names == ("c", "a", "b", "quality") and chosen.dataset.x.shape == (80, 3)
    assert chosen.dataset.classes == 0 and chosen.inputs == (2, 0, 1)
    assert points_of(table, ChosenPoints(label=2)).column_names == ("a", "b", "c")
    assert chosen.candidates == (0, 1, 2, 3)
    numbered = read_table("Id,a,b,class\n" + lines("{k + 1},{k % 5},{k % 7},{k % 2}"))
    assert points_of(numbered).candidates == (1, 2, 3)
    assert "Id is an input, and only tells rows apart." in points_of(numbered, ChosenPoints((0, 1), 3)).assumed
    alone = points_of(table, ChosenPoints((2,), 3))
    assert alone.dataset is None and "1 column of numbers was taken" in alone.summary


def test_points_carry_the_names_of_the_table():
    origin = read_point_table("width,height,colour\n" + THREE).dataset.origin
    assert (origin.inputs, origin.label, origin.classes) == (("width", "height"), "colour", ("blue", "red"))
    assert origin.scaling.to_given(np.zeros((1, 2)))[0] == pytest.approx([3, 5])
