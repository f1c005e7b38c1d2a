"""What leaves the app as CSV."""

import csv
from io import StringIO

import pytest

from ui.exports import csv_text, for_spreadsheets, harmless


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0", "\t=1", "\r=1", " =1", "-", '=HYPERLINK("x","y")'],
)
def test_a_cell_that_a_spreadsheet_would_run_is_text(cell):
    (written,) = csv.reader(StringIO(csv_text([[cell, "x"]]).removeprefix("\ufeff"), newline=""))
    assert written == [f"'{cell}", "x"]


@pytest.mark.parametrize("cell", ["-0.5", "+1", "-1e-05", "-1,5", "−2 · x", "a = b", "∂C/∂w", "", -0.5, 3, None])
def test_numbers_and_all_other_text_stay_as_they_are(cell):
    assert harmless(cell) is cell


def test_a_file_begins_with_the_mark_by_which_excel_reads_its_letters():
    text = csv_text([["δ²₁", -0.25], ["∂C/∂w, both", "-0.25"]])
    assert text == '\ufeffδ²₁,-0.25\r\n"∂C/∂w, both",-0.25\r\n'
    assert for_spreadsheets(text) == text
    assert for_spreadsheets('a,"=b\nc"\r\n') == '\ufeffa,"\'=b\nc"\r\n'
