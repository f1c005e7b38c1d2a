"""The worst of addresses, in a real browser: what they say is shown as text, and a broken one opens the page.

That every page opens with such values and says what it could not take is tested without a browser, in
tests/test_query_strings.py.
"""

import pytest

from benchmarks.declarations import controls
from tests.browser.visitor import title_of
from tests.test_query_strings import IMPOSSIBLE

pytestmark = pytest.mark.browser
LESSON = "Gradient descent"
WORST_FIRST = IMPOSSIBLE[::-1]  # the page may have fewer sliders than there are impossible values
BROKEN = {
    "Home": "%",
    "Cost functions": "%zz=%F0%28",
    "Train a network": "=&&=&?&#",
    "Backpropagation": "back_stage=%E0%A4%A&" * 3,
}


def test_values_that_no_control_can_take_are_shown_as_plain_text(visitor):
    sliders = [control.key for control in controls(LESSON) if control.kind == "Slider"]
    visitor.open(LESSON)
    keys = [key for key in sliders if visitor.offers(key)]
    defaults = {key: visitor.values[key] for key in keys}
    charts = visitor.page.get_by_test_id("stVegaLiteChart").count()
    query = dict(zip(keys, WORST_FIRST, strict=False))
    assert len(query) >= 4
    visitor.open(LESSON, **query)
    page = visitor.page
    toasts = page.get_by_test_id("stToast")
    visitor.until(lambda: toasts.count() == len(query), "there is a sentence about each value")
    assert {key: visitor.values[key] for key in keys} == defaults
    assert page.locator("h1").inner_text() == title_of(LESSON)
    assert page.get_by_test_id("stVegaLiteChart").count() == charts
    assert page.get_by_test_id("stException").count() == 0
    assert page.locator("img[src=x]").count() == 0
    assert toasts.locator("a, strong:text-is('bold')").count() == 0
    for text in WORST_FIRST[:2]:
        assert toasts.locator("code").filter(has_text=text[:40]).count() == 1


@pytest.mark.parametrize("name", BROKEN)
def test_a_page_opens_with_a_broken_address(name, visitor):
    visitor.page.goto(visitor.server.address(name, BROKEN[name]))
    visitor.settle()
    assert visitor.page.locator("h1").inner_text() == title_of(name)
    assert visitor.page.get_by_test_id("stException").count() == 0
