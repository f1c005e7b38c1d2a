"""Every page at the width of a phone, a projector and a desk, in light and in dark."""

import pytest

from benchmarks.browser import PAGES
from tests.browser.visitor import LINK, Visitor

pytestmark = pytest.mark.browser
WIDTHS = {390: 844, 1024: 768, 1440: 900}
TOO_WIDE = """() => [document.documentElement, document.querySelector('[data-testid="stMain"]')]
  .map((part) => part.scrollWidth - part.clientWidth).filter((excess) => excess > 0)"""
CUT_OFF = """() => [...document.querySelectorAll('[data-testid="stMain"] svg.marks')].filter((svg) => {
  const box = svg.getBoundingClientRect();
  const frame = svg.closest('[data-testid="stVegaLiteChart"]').getBoundingClientRect();
  return box.width > frame.width + 1 || box.height > frame.height + 1;
}).length"""
BACKGROUND = "() => getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).backgroundColor"


def set_window(visitor: Visitor, width: int, scheme: str) -> Visitor:
    visitor.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    visitor.page.emulate_media(color_scheme=scheme)
    return visitor


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_window_and_no_chart_is_cut_off(scheme, width, visitor):
    """From page to page by the links at their feet: every page is built anew in this window."""
    set_window(visitor, width, scheme).open("Home")
    for at, name in enumerate(PAGES):
        if at == 1:
            visitor.open(name)  # the home page has no link at its foot
        elif at:
            visitor.element("way_on").locator(LINK).last.click()
            visitor.arrive(name)
        brightness = sum(map(int, visitor.page.evaluate(BACKGROUND).strip("rgba()").split(",")[:3])) / 3
        assert (brightness < 128) == (scheme == "dark")
        all_tabs = scheme == "light" and width < 1440
        for tab in range(max(1, len(visitor.tabs()) if all_tabs else 0)):
            if tab:
                visitor.open_tab(tab)
            visitor.until(lambda: visitor.page.evaluate(TOO_WIDE) == [], f"{name} is as wide as the window")
            visitor.until(lambda: visitor.page.evaluate(CUT_OFF) == 0, f"no chart of {name} is cut off")


@pytest.mark.parametrize("name", PAGES)
def test_the_picture_and_its_sentence_are_seen_on_a_projector_without_scrolling(name, visitor):
    set_window(visitor, 1024, "dark").open(name)
    picture = '[data-testid="stVegaLiteChart"], .stage, .net'
    chart = visitor.page.locator(picture).first.bounding_box()
    sentence = visitor.page.locator('[class*="st-key-sentence_"]').first.bounding_box()
    first = visitor.page.locator("input[type=range]").first.bounding_box()
    assert chart["y"] >= 0
    assert chart["y"] + chart["height"] <= 768
    assert sentence["y"] + sentence["height"] <= 768
    assert first["y"] + first["height"] <= 768
    for picture in visitor.page.locator('[class*="st-key-picture_"]').all():
        assert picture.bounding_box()["y"] < 768


@pytest.mark.parametrize("name", PAGES)
def test_nothing_jumps_when_a_slider_moves(name, visitor):
    set_window(visitor, 1024, "light").open(name)
    seen = '[data-testid="stVegaLiteChart"], input[type="number"], [class*="_tab "]'
    places = f"""() => [...document.querySelectorAll('{seen}')]
      .map((element) => Math.round(element.getBoundingClientRect().top))"""
    before = visitor.page.evaluate(places)
    row = visitor.page.locator('[class*="st-key-live_row_"]').first
    slider, box = row.locator("input[type=range]"), row.locator("input[type=number]")
    for key in ("Home", "End"):
        slider.press(key)
        visitor.until(lambda: float(box.input_value()) == float(slider.input_value()), "the slider rests")
        visitor.settle()
        assert visitor.page.evaluate(places) == before
