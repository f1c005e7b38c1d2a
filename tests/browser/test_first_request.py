"""A lesson may be the very first thing a fresh server is asked for, with any query."""

import pytest

from benchmarks.browser import CHARTED, PAGES, Server, serving
from benchmarks.declarations import controls
from tests.browser.visitor import Visitor, same, title_of
from tests.sampling import some
from tests.session import visiting
from ui.frame import LESSONS, Lesson

pytestmark = pytest.mark.browser
FIRST = LESSONS[0]

OTHER = {"Fair comparison": ("fair_seeds", "12")}
"""A slider and its value, where the first one of a page does not take 0.25."""


def query_of(title: str) -> dict[str, str]:
    key, value = OTHER.get(title) or (next(each.key for each in controls(title) if each.kind == "Slider"), "0.25")
    return {key: value, "utm_source": "a letter"}


def test_each_lesson_is_complete_when_a_fresh_server_is_asked_for_it_first(visitor, server):
    """A browser asks for the first; that it shows what it is sent need not be tested with the others again."""
    with serving() as fresh:
        a_browser_shows_the_first_page_of_a_fresh_server(visitor, fresh, server)
        for lesson in some(LESSONS[1:], 3):
            a_lesson_is_complete(lesson, fresh)
        assert "Traceback" not in fresh.log.read_text()


def a_browser_shows_the_first_page_of_a_fresh_server(visitor: Visitor, fresh: Server, server: Server) -> None:
    query = query_of(FIRST.title)
    visitor.server = fresh
    try:
        page = visitor.open(FIRST.title, **query).page
    finally:
        visitor.server = server

    assert page.locator("h1").inner_text() == FIRST.title
    assert FIRST.question in page.locator(".st-key-heading").inner_text()
    assert same(visitor.values[next(iter(query))], next(iter(query.values())))
    paths = visitor.menu.evaluate_all("links => links.map((a) => new URL(a.href).pathname.slice(1))")
    assert paths[1:] == list(PAGES.values())[1:]  # Streamlit gives the home page an empty one
    assert all(map(str.__contains__, visitor.menu.all_inner_texts(), map(title_of, PAGES)))
    assert page.locator('[data-testid="stVegaLiteChart"] svg.marks path[d]').count() > 5
    assert page.locator(".st-key-way_on a").count() == 2
    assert page.get_by_test_id("stException").count() == 0


def a_lesson_is_complete(lesson: Lesson, fresh: Server) -> None:
    query = query_of(lesson.title)
    with visiting(fresh, lesson.title, query) as session:
        assert session.elements("heading")[0].body == lesson.title
        assert lesson.question in [text.body for text in session.elements("markdown")]
        assert same(session.values[next(iter(query))], next(iter(query.values())))
        links = session.elements("page_link")
        assert [link.page for link in links[: len(PAGES)]] == list(PAGES.values())
        assert all(map(str.__contains__, (link.label for link in links), map(title_of, PAGES)))
        assert len(session.elements("vega_lite_chart" if lesson.title in CHARTED else "bidi_component")) > 0
        at = LESSONS.index(lesson)
        around = [PAGES[each.title] for each in LESSONS[at - 1 : at + 2] if each != lesson]
        assert [link.page for link in links[-len(around) :]] == around
        assert session.elements("exception") == session.elements("alert") == []
