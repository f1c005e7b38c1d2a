"""A lesson may be the very first thing a fresh server is asked for, with any query."""

import pytest

from benchmarks.browser import CHARTED, PAGES, serving
from benchmarks.declarations import controls
from tests.browser.visitor import Visitor, same, title_of
from ui.frame import LESSONS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.title)
def test_a_lesson_is_complete_as_the_first_page_of_a_fresh_server(lesson, chromium):
    key = next(control.key for control in controls(lesson.title) if control.kind == "Slider")
    with serving() as server:
        visitor = Visitor(chromium.new_page(), server)
        page = visitor.page
        visitor.open(lesson.title, **{key: "0.25", "utm_source": "a letter"})

        assert page.locator("h1").inner_text() == lesson.title
        assert lesson.question in page.locator(".st-key-heading").inner_text()
        assert same(visitor.values[key], "0.25")
        paths = visitor.menu.evaluate_all("links => links.map((a) => new URL(a.href).pathname.slice(1))")
        assert paths[1:] == list(PAGES.values())[1:]  # Streamlit gives the home page an empty one
        assert all(map(str.__contains__, visitor.menu.all_inner_texts(), map(title_of, PAGES)))
        if lesson.title in CHARTED:
            assert page.locator('[data-testid="stVegaLiteChart"] svg.marks path[d]').count() > 5
        else:
            page.locator(".stage[data-frames], .net button:not(:empty)").first.wait_for()
        assert page.locator(".st-key-way_on a").count() == 1 + (lesson != LESSONS[-1])
        assert page.get_by_test_id("stException").count() == 0
        assert not visitor.complaints
        assert "Traceback" not in server.log.read_text()
        page.close()
