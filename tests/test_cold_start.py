"""A fresh server: no order of first requests can fail, and a page that does fail says so in a sentence of ours."""

from shutil import copytree

import pytest

from benchmarks.browser import PAGES, ROOT, serving
from benchmarks.cold_start import failed, first_visits
from tests.apart import apart
from tests.session import visiting


def test_visitors_who_come_before_the_server_is_ready_get_whole_pages():
    """All pages at once, and two of them three times."""
    names = [*PAGES, *["Train a network", "Saturated neurons"] * 2]
    first, awake, _ = apart(first_visits, names)
    assert [visit.name for visit in first] == names and min(visit.elements for visit in first) > 20
    assert failed(first, awake) == []


@pytest.fixture
def broken(tmp_path):
    """A copy of the product in which lesson 2 fails after its title, and lesson 3 in the part that follows a slider."""
    for room in ("core", "charts", "ui", "pages", ".streamlit"):
        copytree(ROOT / room, tmp_path / room)
    (tmp_path / "app.py").write_text((ROOT / "app.py").read_text("utf-8"), "utf-8")
    breaks = {"2_Saturated_neurons": "ACTIVATION.read(", "3_Learning_speed": "draw_race("}
    for page, before in breaks.items():
        file = tmp_path / "pages" / f"{page}.py"
        text = file.read_text("utf-8")
        assert before in text
        file.write_text(text.replace(before, "(1 / 0).secret(", 1), "utf-8")
    return tmp_path


def test_a_page_that_fails_says_so_in_a_sentence_and_tells_no_traceback(broken):
    with serving(broken) as server:
        for name in ("Saturated neurons", "Learning speed"):
            with visiting(server, name) as session:
                said = [alert.body for alert in session.elements("alert")]
                assert len(said) == 1 and "This page has failed, and the fault is ours." in said[0]
                assert session.elements("exception") == []
        with visiting(server, "Cost functions") as session:
            assert session.elements("alert") == []
        assert "ZeroDivisionError" in server.log.read_text()
