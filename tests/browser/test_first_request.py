"""A lesson may be the very first thing a fresh server is asked for, with any query."""

import pytest

from benchmarks.browser import CHARTED, PAGES, serving
from benchmarks.declarations import controls
from tests.browser.visitor import same, title_of
from tests.session import visiting
from ui.frame import LESSONS

pytestmark = pytest.mark.browser
FIRST = LESSONS[0]


def query_of(title: str) -> dict[str, str]:
    key = next(control.key for control in controls(title) if control.kind == "Slider")
    return {key: "0.25", "utm_source": "a letter"}


@pytest.fixture(scope="module")
def fresh():
    """A server that has shown none of these lessons yet."""
    with serving() as server:
        yield server


def test_a_browser_shows_a_lesson_that_is_the_first_page_of_a_fresh_server(visitor, fresh, server):
    query = query_of(FIRST.title)
    visitor.server = fresh
    try:
        page = visitor.open(FIRST.title, **query).page
    finally:
        visitor.server = server

    assert page.locator("h1").inner_text() == FIRST.title
    assert FIRST.question in page.locator(".st-key-heading").inner_text()
    assert same(visitor.values[next(iter(query))], "0.25")
    paths = visitor.menu.evaluate_all("links => links.map((a) => new URL(a.href).pathname.slice(1))")
    assert paths[1:] == list(PAGES.values())[1:]  # Streamlit gives the home page an empty one
    assert all(map(str.__contains__, visitor.menu.all_inner_texts(), map(title_of, PAGES)))
    assert page.locator('[data-testid="stVegaLiteChart"] svg.marks path[d]').count() > 5
    assert page.locator(".st-key-way_on a").count() == 2
    assert page.get_by_test_id("stException").count() == 0
    assert "Traceback" not in fresh.log.read_text()


@pytest.mark.parametrize("lesson", LESSONS[1:], ids=lambda lesson: lesson.title)
def test_a_lesson_is_complete_when_it_is_first_asked_for(lesson, fresh):
    """That a browser shows what it is sent then is tested with the first lesson, above."""
    query = query_of(lesson.title)
    with visiting(fresh, lesson.title, query) as session:
        assert session.elements("heading")[0].body == lesson.title
        assert lesson.question in [text.body for text in session.elements("markdown")]
        assert same(session.values[next(iter(query))], "0.25")
        links = session.elements("page_link")
        assert [link.page for link in links[: len(PAGES)]] == list(PAGES.values())
        assert all(map(str.__contains__, (link.label for link in links), map(title_of, PAGES)))
        assert len(session.elements("vega_lite_chart" if lesson.title in CHARTED else "bidi_component")) > 0
        at = LESSONS.index(lesson)
        around = [PAGES[each.title] for each in LESSONS[at - 1 : at + 2] if each != lesson]
        assert [link.page for link in links[-len(around) :]] == around
        assert session.elements("exception") == session.elements("alert") == []
        assert "Traceback" not in fresh.log.read_text()
