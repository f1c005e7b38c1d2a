"""Reading tables, the good ones and the others."""

import codecs

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.tables.csv_table import Problem, capped, number
from ui.reading import LONGEST_LINE, read_cells, read_table


def rows(data):
    table = read_table(data)
    assert table.problems == []
    return [list(row) for row in zip(*table.columns, strict=True)]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("1,0.9\n0,0.2", ","),
        ("1;0,9\n0;0,2", ";"),
        ("1\t0,9\n0\t0.2", "\t"),
        ("1|0.9\n0|0.2", "|"),
        ("1 0.9\n0   0.2\n", " "),
        ("1 0,9\n0 0,2\n", " "),
        ("1, 0.9\n0, 0.2", ","),
        ("a;1, or 2;0,9\nb;3, or 4;0,2", ";"),
    ],
)
def test_the_delimiter_is_found_and_the_comma_is_decimal_where_it_does_not_delimit(text, delimiter):
    assert read_cells(text).delimiter == delimiter
    table = read_table(text)
    assert not table.named
    assert [number(cell, **table.style._asdict()) for cell in table.columns[-1]] == [0.9, 0.2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encodings_and_line_endings_make_no_difference(encoding, ending):
    data = ending.join(["größe,x", "1,2", "", "3,4"]).encode(encoding)
    table = read_table(data)
    assert table.names == ["größe", "x"] and table.named
    assert table.lines == [2, 4] and table.columns == [["1", "3"], ["2", "4"]]


def test_utf_16_without_its_last_byte_is_still_read():
    assert rows((codecs.BOM_UTF16_BE + "1,2\n3,4".encode("utf-16-be"))[:-1])[0] == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "names", "first"),
    [
        ("y,ŷ\n1,2", ["y", "ŷ"], ["1", "2"]),
        ("\ufeffx1,x2,label\n1,2,red", ["x1", "x2", "label"], ["1", "2", "red"]),
        ("1,2,red\n3,4,red", ["column 1", "column 2", "column 3"], ["1", "2", "red"]),
        ("y_true,y_pred\ncat,dog\ncat,cat", ["y_true", "y_pred"], ["cat", "dog"]),
        ("x,x\n1,2\n3,4", ["x (1)", "x (2)"], ["1", "2"]),
        ("0,1\n0,.5\n1,.2\n0,.1", ["0", "1"], ["0", ".5"]),
        (",0,1\n0,.5,.5\n1,.2,.8\n2,.1,.9", ["column 1", "0", "1"], ["0", ".5", ".5"]),
        (",y_true,0,1\n0,1,.3,.7\n1,0,.8,.2", ["column 1", "y_true", "0", "1"], ["0", "1", ".3", ".7"]),
        ("0,1,y\n1,0,n\n0,0,y", ["column 1", "column 2", "column 3"], ["0", "1", "y"]),
        ("0,1\n0,1\n1,0\n0,0", ["column 1", "column 2"], ["0", "1"]),
        ("Heights\n\nw,h,sex\ncm,cm,\n1,2,f\n3,4,m", ["w", "h", "sex"], ["1", "2", "f"]),
        ("Measured, 2021\ny,yhat\n1,.2\n0,.3", ["y", "yhat"], ["1", ".2"]),
        ("# 3 points\n# x y class\n1 2 a\n3 4 b", ["x", "y", "class"], ["1", "2", "a"]),
        ("sep=;\nx;y\n1;2", ["x", "y"], ["1", "2"]),
        ("w h sex\n1 2 3 f\n2 4 5 m\n3 3 3 f", ["column 1", "w", "h", "sex"], ["1", "2", "3", "f"]),
        ("4,2,no,yes\n.1,.2,0\n.3,.4,1\n.5,.1,1\n.3,.1,0", ["column 1", "column 2", "column 3"], [".1", ".2", "0"]),
        ("x,y,\n1,2,\n3,4,\n", ["x", "y"], ["1", "2"]),
    ],
)
def test_the_names_and_the_first_row_are_found_below_all_that_may_stand_above(text, names, first):
    table = read_table(text)
    assert table.names == names
    assert [column[0] for column in table.columns] == first


def test_the_user_may_say_what_the_first_line_is():
    assert read_table("0,1\n0,.5\n1,.2\n0,.1", "data").lines == [1, 2, 3, 4]
    assert read_table("0,1\n0,1\n1,0\n0,0", "names").names == ["0", "1"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Heights\n\nw,h\n1,2\n3,4", "The line above the table, 'Heights', was passed over as a title."),
        ("# a\n1,2", "1 line that begins with # was passed over as a comment."),
        (
            "3,1,no,yes\n.1,0\n.3,1\n.5,1",
            "The first line, 3, 1, no, yes, counts rows and columns and names the classes",
        ),
        ("0,1\n0,.5\n1,.2\n0,.1", "The first line, 0, 1, numbers the columns: it was taken for their names."),
        ('x,y\n1,"0,93"\n0,"0,5"', "Commas are decimal: '0,93' is 0.93."),
        ("x;y\n1.234,5;2\n7,5;1", "Commas are decimal: '1.234,5' is 1234.5."),
        ('x,y\n1,"1,234"\n0,"2,500"', "Commas stand between thousands: '1,234' is 1234."),
        ("a,b\n1,2\n3,4,more", "1 line has more cells than the 2 columns: what is beyond was passed over."),
        ("größe;x\n1;2".encode("cp1252"), "The text is not UTF-8: it was read as Windows-1252"),
    ],
)
def test_nothing_is_assumed_in_silence(text, said):
    assert any(each.startswith(said) for each in read_table(text).assumed)


@pytest.mark.parametrize(("cell", "value"), [("1.234,5", 1234.5), ("1.234", 1234.0), ("7,5", 7.5)])
def test_points_between_thousands_are_known_by_a_comma_elsewhere(cell, value):
    table = read_table(f"x;y\n{cell};1\n1.234,5;2\n7,5;1\n8,5;1")
    assert number(table.columns[0][0], **table.style._asdict()) == value


def test_quotes_are_taken_off_and_a_forgotten_one_costs_one_line():
    table = read_table('x,name\n1,"red, dark"\n2,"blue\n3,"gre""en"\n4,white')
    assert table.columns == [["1", "3", "4"], ["red, dark", 'gre"en', "white"]]
    assert [problem.line for problem in table.problems] == [3]
    assert "do not match" in table.problems[0].reason


def test_a_cell_may_go_over_several_lines():
    table = read_table('x,name\n1,"red,\n dark"\n2,blue')
    assert table.columns == [["1", "2"], ["red,  dark", "blue"]] and table.lines == [2, 4] and table.problems == []


@pytest.mark.parametrize("nothing", [b"", "", "\n\n", b"\xef\xbb\xbf", "  \n,,\n"])
def test_an_empty_table_is_said_to_be_empty(nothing):
    table = read_table(nothing)
    assert table.lines == [] and not table.named
    assert [problem.line for problem in table.problems] == [None] and "empty" in table.problems[0].reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04\x14\x00", "workbook"),
        (b'[{"y": 1, "p": 0.9}]', "This is JSON"),
        (b"<!DOCTYPE html><p>1,2", "This is a web page"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not text"),
        (bytes(range(1, 9)) * 9, "not text"),
        (b"\xff\xfe" + bytes(range(1, 256)), "not text"),
        (b"\xff\xfe" + np.random.default_rng(0).integers(1, 256, 500, dtype=np.uint8).tobytes(), "not text"),
        (b"\xfe\xff" + b"\xd8\x01" * 20, "not text"),
    ],
)
def test_what_is_not_text_is_said_so_and_not_read(data, reason):
    table = read_table(data)
    assert table.lines == [] and reason in table.problems[0].reason


@pytest.mark.parametrize(("text", "lines"), [("1:0.5\n0:0.3", [1, 2]), ("1:0.5", [1]), ("1,2\n\n3\n4,5", [3])])
def test_a_line_of_one_cell_is_named_with_its_number_and_is_no_header(text, lines):
    table = read_table(text)
    assert not table.named and len(table.lines) == text.count(",")
    assert [problem.line for problem in table.problems] == lines
    one, needed = "one cell only", "the second is missing, or the tab, semicolon, comma or space before it"
    assert all(one in problem.reason and needed in problem.reason for problem in table.problems)


def test_a_huge_cell_costs_its_line_only():
    table = read_table("1,2\n" + "9" * 200_000 + ",2\n3,4")
    assert table.lines == [1, 3]
    assert table.problems[0].line == 2 and f"{LONGEST_LINE:,}" in table.problems[0].reason


@given(st.one_of(st.binary(), st.text(), st.text('01.,;|\t"#% \r\n−-eyx\ufeff\ud800\u2028\x0b\0')))
def test_nothing_stops_the_reading(data):
    table = read_table(data)
    assert {len(column) for column in table.columns} <= {len(table.lines)}
    assert len(table.names) == len(table.columns) == len(table.own_names)
    assert table.lines or table.named or table.problems or table.assumed
    assert all(reason and reason.isprintable() for _, reason in table.problems)
    assert all(sentence.isprintable() and sentence.endswith(".") for sentence in table.assumed)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("0.5", 0.5),
        ("1'250.5", 1250.5),
        (" −2 ", -2.0),
        ("1e-3", 0.001),
        ("+.5", 0.5),
        ("0,5", 0.5),
        ("-1,25e2", -125.0),
    ],
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


def test_a_name_in_braces_is_no_json_and_json_is_named_however_it_is_laid_out():
    assert read_table("{{7*7}},b,c\n1.5,2,u\n2.5,3,v\n3.5,4,u\n").names == ["{{7*7}}", "b", "c"]
    for text in ('{"a": [1, 2]}', '{\n  "a": [1, 2]\n}', '[\n  {"a": 1},\n  {"a": 2}\n]'):
        (problem,) = read_table(text).problems
        assert problem.reason.startswith("This is JSON")


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("a;b\n1.234;2.345.678\n5.678;1.000.000\n", (True, ".")),
        ("a;b\n1.234;2.5\n5.678;1\n", (True, "")),
        ('a,b\n"$1,200",2\n"$3,400",3\n', (False, ",")),
        ('a,b\n"66,5 kg",2\n"71,25 kg",3\n', (True, "")),
    ],
)
def test_points_and_commas_mean_what_the_whole_table_shows_also_beside_units(text, style):
    assert read_table(text).style == style
