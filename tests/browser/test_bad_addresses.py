"""The worst of addresses, in a real browser: what they say is shown as text, and a broken one opens the page.

That every page opens with such values and says what it could not take is tested without a browser, in
tests/test_query_strings.py.
"""

import pytest

from benchmarks.declarations import controls
from tests.browser.visitor import same, title_of
from tests.session import visiting
from tests.test_query_strings import IMPOSSIBLE

pytestmark = pytest.mark.browser
LESSON = "Gradient descent"
WORST_FIRST = IMPOSSIBLE[::-1]  # the page may have fewer sliders than there are impossible values
BROKEN = {"Home": "%", "Backpropagation": "%zz=%F0%28&=&&=&?&" + "back_stage=%E0%A4%A&" * 3 + "=&&=&?&#"}


def test_values_that_no_control_can_take_are_shown_as_plain_text(visitor, server):
    sliders = [control.key for control in controls(LESSON) if control.kind == "Slider"]
    with visiting(server, LESSON) as session:
        keys = [key for key in sliders if session.offers(key)]
        defaults = {key: session.values[key] for key in keys}
        charts = len(session.elements("vega_lite_chart"))
    query = dict(zip(keys, WORST_FIRST, strict=False))
    assert len(query) >= 4
    visitor.open(LESSON, **query)
    page = visitor.page
    toasts = page.get_by_test_id("stToast")
    visitor.until(lambda: toasts.count() == len(query), "there is a sentence about each value")
    assert all(same(visitor.values[key], default) for key, default in defaults.items())
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
