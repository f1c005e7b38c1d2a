"""Every page at the width of a phone, a projector and a screen on end, and one of each kind at that of a large screen.

Colours change no widths: the home page alone goes from dark to light here. That what the browser draws itself follows
is tested in test_descent.py, and the button for it in test_tools.py.
"""

from collections.abc import Sequence
from functools import partial

import pytest

from benchmarks.browser import AT_REST, PAGES, TAUGHT
from tests.browser.visitor import Visitor
from tests.sampling import some

pytestmark = pytest.mark.browser
HEIGHTS = {390: 844, 640: 450, 1024: 768, 1080: 1920, 2560: 1440}
LARGE = ("Gradient descent", "Train a network")  # charts and maps, a stage
TOO_WIDE = """() => [document.documentElement, document.querySelector('[data-testid="stMain"]')]
  .map((part) => part.scrollWidth - part.clientWidth).filter((excess) => excess > 0)"""
CUT_OFF = """() => [...document.querySelectorAll('[data-testid="stMain"] svg.marks')].filter((svg) => {
  const box = svg.getBoundingClientRect();
  const frame = svg.closest('[data-testid="stVegaLiteChart"]').getBoundingClientRect();
  return box.width > frame.width + 1 || box.height > frame.height + 1;
}).length + [...document.querySelectorAll('[class*="st-key-picture_"]')]
  .filter((picture) => picture.scrollHeight > picture.clientHeight + 1).length"""
BROKEN = """() => {
  const broken = [];
  const place = (node, at) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect();
  };
  const texts = document.createTreeWalker(document.querySelector('[data-testid="stMain"]'), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (node.parentElement.closest("svg, pre, code, style, .katex, .chart-text")) continue;
    for (const { index, 0: found } of node.data.matchAll(/[=≈<>≤≥·×+−]\\s(?=\\S)/g)) {
      const [sign, next] = [place(node, index), place(node, index + found.length)];
      if (sign.width && next.top > sign.bottom) broken.push(node.data.slice(Math.max(0, index - 20), index + 20));
    }
  }
  return broken;
}"""
"""The formulas of which a line ends with a sign."""
TO_THE_TOP = "() => document.querySelector('[data-testid=\"stMain\"]').scrollTo(0, 0)"
BACKGROUND = "() => getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).backgroundColor"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_into_every_window_and_nothing_on_it_jumps(name, visitor):
    """It is opened on a projector; one of its tabs is opened there, and another one in a narrow window."""
    dark = name == "Home"
    in_colours(visitor, dark=dark)
    set_window(visitor, 1024).open(name, **AT_REST.get(name, {}))
    visitor.until(lambda: is_dark(visitor) == dark, f"{name} has the colours that were asked for")
    if name in TAUGHT:
        the_picture_and_its_sentence_are_seen_without_scrolling(visitor)
        # To its ends, but where a network that does not learn would have what may help tried there, for two seconds.
        keys = ("ArrowLeft", "PageDown") if name == "Train a network" else ("Home", "End")
        nothing_jumps_when_a_slider_moves(visitor, *keys)
    tabs = some(tabs_of(visitor, name), 2, seed=len(name))
    it_fits(visitor, name, 1024, ["", *tabs[1::2]])
    in_colours(visitor, dark=False)
    visitor.until(lambda: not is_dark(visitor), f"{name} is light")
    for width in (2560, 1080) if name in LARGE else (1080,):
        it_fits(visitor, name, width)
    the_controls_stand_below_the_picture_in_two_columns(visitor)
    it_fits(visitor, name, 640)
    if name in TAUGHT:
        picture_and_a_control_are_seen_in_a_low_window(visitor)
    it_fits(visitor, name, 390, ["", *tabs[::2]])
    if name == "Train a network":
        visitor.type_number("train_bias", "8")
        visitor.page.locator('[class*="st-key-remedies_"]').first.wait_for()
        nothing_is_too_wide_or_cut_off(visitor, "what may help in a window of 390")


def tabs_of(visitor: Visitor, name: str) -> list[str]:
    """The tabs to be opened; the one with questions, built alike on all pages, on that with questions on maps."""
    shared = () if name == "Gradient descent" else ("Predict",)
    return [tab for tab in visitor.tabs()[1:] if tab not in shared]


def it_fits(visitor: Visitor, name: str, width: int, tabs: Sequence[str] = ("",)) -> None:
    """In a window of this width nothing is too wide or cut off, in the tab that is open (""), and then in others."""
    set_window(visitor, width).settle()
    for tab in tabs:
        if tab:
            visitor.open_tab(visitor.tabs().index(tab))
        nothing_is_too_wide_or_cut_off(visitor, f"{name} in a window of {width}, tab {tab or 'that was open'}")


def set_window(visitor: Visitor, width: int) -> Visitor:
    visitor.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    return visitor


def in_colours(visitor: Visitor, *, dark: bool) -> None:
    visitor.page.emulate_media(color_scheme="dark" if dark else "light")


def is_dark(visitor: Visitor) -> bool:
    return sum(map(int, visitor.page.evaluate(BACKGROUND).strip("rgba()").split(",")[:3])) / 3 < 128


def nothing_is_too_wide_or_cut_off(visitor: Visitor, what: str) -> None:
    visitor.until(lambda: visitor.page.evaluate(TOO_WIDE) == [], f"{what} is as wide as the window")
    visitor.until(lambda: visitor.page.evaluate(CUT_OFF) == 0, f"no chart of {what} is cut off")
    assert visitor.page.evaluate(BROKEN) == [], f"a line of {what} ends with a sign"


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
    """In a window that is higher than it is wide; the home page has no presets."""
    visitor.page.evaluate(TO_THE_TOP)  # the picture stays in sight below it
    for picture in visitor.page.locator('[class*="st-key-picture_"]').all():
        box = picture.bounding_box()
        assert 0.5 < box["height"] / box["width"] < 1
        for controls in ("live_row_", "presets_"):
            for row in visitor.page.locator(f'[class*="st-key-{controls}"]:visible').all()[:1]:
                where = row.bounding_box()
                assert where["y"] >= box["y"] + box["height"]
                assert where["width"] < 0.5 * box["width"]


def picture_and_a_control_are_seen_in_a_low_window(visitor: Visitor) -> None:
    """A page that is magnified to 200 %; of lesson 4 the map is meant, below which the costs stand."""
    visitor.page.evaluate(TO_THE_TOP)
    seen = '.maps.pair canvas, [class*="st-key-picture_"]:not(.st-key-picture_descent)'
    picture = visitor.page.locator(seen).first.bounding_box()
    controls = visitor.page.locator('[class*="st-key-live_row_"]:visible, [data-testid="stSelectbox"]:visible')
    control = controls.first.bounding_box()
    assert picture["y"] + picture["height"] <= 450 and picture["height"] > 300
    assert control["y"] >= 0 and control["y"] + control["height"] <= 450
    assert control["x"] + control["width"] <= picture["x"]


def nothing_jumps_when_a_slider_moves(visitor: Visitor, first: str, then: str) -> None:
    """Neither while a key moves it, nor when it rests where another key has moved it."""
    seen = '[data-testid="stVegaLiteChart"], [class*="st-key-live_row_"], [class*="_tab "]'
    places = f"""() => [...document.querySelectorAll('{seen}')]
      .map((element) => Math.round(element.getBoundingClientRect().top))"""
    before = visitor.page.evaluate(places)
    slider = visitor.page.locator('[class*="st-key-live_row_"] input[type=range]').first
    slider.press(first)
    visitor.page.wait_for_timeout(60)  # the picture follows at the next frame
    assert visitor.page.evaluate(places) == before
    visitor.act(partial(slider.press, then))
    assert visitor.page.evaluate(places) == before
