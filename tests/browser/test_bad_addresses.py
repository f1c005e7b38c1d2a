"""The worst of addresses, in a real browser: the page opens whole and says what it could not take."""

import pytest

from benchmarks.browser import PAGES
from benchmarks.declarations import controls
from benchmarks.query_fuzz import WORST
from tests.browser.visitor import title_of

pytestmark = pytest.mark.browser
PICKED = ("nan", "1e999", "", "<img src=x onerror=alert(1)>", "**bold** [x](http://example.org)", "\x00", "9" * 4000)


@pytest.mark.parametrize("name", PAGES)
def test_a_value_that_no_control_can_take_opens_the_page_with_a_sentence_about_it(name, visitor):
    sliders = [control.key for control in controls(name) if control.kind == "Slider"]
    visitor.open(name)
    key = next(key for key in sliders if visitor.offers(key))
    default = visitor.values[key]
    charts = visitor.page.get_by_test_id("stVegaLiteChart").count()
    for text in PICKED[list(PAGES).index(name) % 2 :: 2]:  # each on every other page
        visitor.open(name, **{key: text, "utm_source": text})
        page = visitor.page
        page.get_by_text("The address asks for").first.wait_for()
        assert visitor.values[key] == default
        assert page.locator("h1").inner_text() == title_of(name)
        assert page.get_by_test_id("stVegaLiteChart").count() == charts
        assert page.get_by_test_id("stException").count() == 0
        assert page.locator("img[src=x]").count() == 0
        assert page.get_by_test_id("stToast").locator("a, strong:text-is('bold')").count() == 0, text


@pytest.mark.parametrize("name", PAGES)
def test_nonsense_for_every_control_at_once_and_broken_percent_signs_open_the_page(name, visitor):
    nonsense = dict(zip((control.key for control in controls(name)), WORST[1:], strict=False))
    visitor.open(name, **nonsense)
    assert visitor.page.locator("h1").inner_text() == title_of(name)
    broken = ("%", "%zz=%F0%28", "=&&=&?&#", f"{next(iter(nonsense))}=%E0%A4%A&" * 3)
    for query in broken[list(PAGES).index(name) % 2 :: 2]:  # each on every other page
        visitor.page.goto(visitor.server.address(name, query))
        visitor.settle()
        assert visitor.page.locator("h1").inner_text() == title_of(name)
        assert visitor.page.get_by_test_id("stException").count() == 0
