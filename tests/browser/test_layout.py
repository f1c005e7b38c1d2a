"""Every page at the width of a phone, a projector, a desk and a screen on end, in light and in dark."""

import pytest

from benchmarks.browser import PAGES, TAUGHT
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
HEIGHTS = {390: 844, 1024: 768, 1080: 1920, 2560: 1440}
WINDOWS = ((1024, "dark"), (2560, "light"), (390, "light"), (1080, "light"))  # colours change no widths
TOO_WIDE = """() => [document.documentElement, document.querySelector('[data-testid="stMain"]')]
  .map((part) => part.scrollWidth - part.clientWidth).filter((excess) => excess > 0)"""
CUT_OFF = """() => [...document.querySelectorAll('[data-testid="stMain"] svg.marks')].filter((svg) => {
  const box = svg.getBoundingClientRect();
  const frame = svg.closest('[data-testid="stVegaLiteChart"]').getBoundingClientRect();
  return box.width > frame.width + 1 || box.height > frame.height + 1;
}).length + [...document.querySelectorAll('[class*="st-key-picture_"]')]
  .filter((picture) => picture.scrollHeight > picture.clientHeight + 1).length"""
BACKGROUND = "() => getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).backgroundColor"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_into_every_window_and_nothing_on_it_jumps(name, visitor):
    """It is opened on a projector; its tabs are opened in a narrow window and on a projector by turns."""
    set_window(visitor, 1024, "dark").open(name)
    if name in TAUGHT:
        the_picture_and_its_sentence_are_seen_without_scrolling(visitor)
        nothing_jumps_when_a_slider_moves(visitor)
    for width, scheme in WINDOWS:
        set_window(visitor, width, scheme).settle()
        visitor.until(lambda dark=scheme == "dark": is_dark(visitor) == dark, f"{name} is {scheme}")
        nothing_is_too_wide_or_cut_off(visitor, f"{name} in a window of {width} in {scheme}")
    the_controls_stand_below_the_picture_in_two_columns(visitor)
    for tab in range(1, len(visitor.tabs())):
        width = (1024, 390)[tab % 2]
        set_window(visitor, width, "light").open_tab(tab)
        nothing_is_too_wide_or_cut_off(visitor, f"tab {tab} of {name} in a window of {width}")


def set_window(visitor: Visitor, width: int, scheme: str) -> Visitor:
    visitor.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    visitor.page.emulate_media(color_scheme=scheme)
    return visitor


def is_dark(visitor: Visitor) -> bool:
    return sum(map(int, visitor.page.evaluate(BACKGROUND).strip("rgba()").split(",")[:3])) / 3 < 128


def nothing_is_too_wide_or_cut_off(visitor: Visitor, what: str) -> None:
    visitor.until(lambda: visitor.page.evaluate(TOO_WIDE) == [], f"{what} is as wide as the window")
    visitor.until(lambda: visitor.page.evaluate(CUT_OFF) == 0, f"no chart of {what} is cut off")


def the_picture_and_its_sentence_are_seen_without_scrolling(visitor: Visitor) -> None:
    picture = '[data-testid="stVegaLiteChart"], .stage, .net'
    chart = visitor.page.locator(picture).first.bounding_box()
    words = '[class*="st-key-sentence_"] [data-testid="stMarkdown"]'
    sentence = visitor.page.locator(words).first.bounding_box()
    first = visitor.page.locator("input[type=range]").first.bounding_box()
    assert chart["y"] >= 0
    assert chart["y"] + chart["height"] <= 768
    assert sentence["y"] + sentence["height"] <= 768
    assert first["y"] + first["height"] <= 768
    for picture in visitor.page.locator('[class*="st-key-picture_"]').all():
        assert picture.bounding_box()["y"] < 768


def the_controls_stand_below_the_picture_in_two_columns(visitor: Visitor) -> None:
    """In a window that is higher than it is wide; the home page has no such picture."""
    for picture in visitor.page.locator('[class*="st-key-picture_"]').all():
        box = picture.bounding_box()
        assert 0.5 < box["height"] / box["width"] < 1
        for controls in ("live_row_", "presets_"):
            row = visitor.page.locator(f'[class*="st-key-{controls}"]:visible').first.bounding_box()
            assert row["y"] >= box["y"] + box["height"]
            assert row["width"] < 0.5 * box["width"]


def nothing_jumps_when_a_slider_moves(visitor: Visitor) -> None:
    seen = '[data-testid="stVegaLiteChart"], [class*="st-key-live_row_"], [class*="_tab "]'
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
