"""Dots that are dragged in the picture, and sliders that play: the picture follows, and the address once all rests."""

from functools import partial

import pytest

from tests.browser.test_descent import expected, opened, same_paths
from tests.browser.test_live_slider import WATCH, drawn, rests_in_the_middle, value
from tests.browser.visitor import Visitor
from tests.sampling import some

pytestmark = pytest.mark.browser


def middle(visitor: Visitor, ring: str, at: int = 0) -> tuple[float, float]:
    box = visitor.page.locator(ring).nth(at).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


# The second is enlarged, too; the first is dragged by a finger in test_keys_and_touch.py.
DOTS = (("Cost functions", "cost_yhat", 200, {}), ("Saturated neurons", "sat_b", -200, {"view": "lecture"}))


@pytest.mark.parametrize(("name", "key", "across", "view"), some(DOTS, 1))
def test_a_dot_is_dragged_along_its_curve_and_moved_with_the_arrow_keys(name, key, across, view, visitor):
    page = visitor.open(name, **view).page
    page.locator(".ring").first.wait_for()
    page.evaluate(WATCH)
    x, y = middle(visitor, ".ring")
    before, start, address = drawn(visitor), value(visitor, key), page.url
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across, y - 30, steps=8)
    visitor.until(lambda: drawn(visitor) != before, "the picture follows").settle()
    assert page.url == address
    visitor.until(lambda: abs(middle(visitor, ".ring")[0] - x - across) < 3, "the dot is under the pointer")
    page.mouse.up()
    reached = value(visitor, key)
    assert (reached - start) * across > 0
    visitor.wait_for_address(key, f"{reached:.10g}").settle()
    assert page.evaluate("window.entries") == 1
    assert page.evaluate("window.embeds") == 0
    ring = page.locator(".ring").first
    assert float(ring.get_attribute("aria-valuenow")) == reached
    visitor.act(partial(ring.press, "ArrowLeft"))
    assert value(visitor, key) < reached
    visitor.wait_for_address(key, f"{value(visitor, key):.10g}")


def test_a_locked_slider_has_no_handle(visitor):
    visitor.open("Cost functions", lock="cost_yhat")
    assert visitor.page.locator(".ring").count() == 0


def test_the_start_is_dragged_on_a_map_by_a_finger_which_scrolls_elsewhere(toucher):
    visitor = toucher
    opened(visitor)
    visitor.page.locator(".start").first.wait_for()
    finger = visitor.page.context.new_cdp_session(visitor.page)

    def swipe(start: tuple[float, float], right: float, down: float) -> None:
        for step in range(9):
            point = {"x": start[0] + right * step / 8, "y": start[1] + down * step / 8}
            finger.send(
                "Input.dispatchTouchEvent", {"type": "touchMove" if step else "touchStart", "touchPoints": [point]}
            )
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    assert visitor.page.locator(".maps.pair").evaluate("maps => maps.picture.places[0].w") > 200
    visitor.page.get_by_role("button", name="cross-entropy", exact=True).click()  # one map at a time
    visitor.until(visitor.page.locator(".start").nth(1).is_visible, "the other map is shown")
    swipe(middle(visitor, ".start", 1), 40, 20)
    visitor.page.wait_for_function("() => /descent_w.*descent_b|descent_b.*descent_w/.test(location.search)")
    visitor.settle()
    there = start_of(visitor)
    assert there[0] > -3 and there[1] < 3
    visitor.until(lambda: same_paths(visitor, expected(*there)), "the paths are those of core")
    address = visitor.page.url
    x, y = middle(visitor, ".start", 1)
    swipe((x + 30, y + 60), 3, -120)
    visitor.settle(700)
    assert visitor.page.url == address
    visitor.until(lambda: rests_in_the_middle(visitor, "descent_w"), "the page has come to rest after the swipe")
    visitor.page.locator(".start").nth(1).evaluate("start => start.scrollIntoView({ block: 'center' })")
    visitor.settle()
    x, y = middle(visitor, ".start", 1)
    swipe((x - 40, y + 40), 0, 0)
    visitor.until(
        lambda: all(here < then for here, then in zip(start_of(visitor), there, strict=True)),
        "it is where it was touched",
    )


def start_of(visitor: Visitor) -> list[float]:
    """The start on the maps, as the address has it: w and b are written one after the other."""
    return [float(visitor.query[key]) for key in ("descent_w", "descent_b")]


def test_playing_stops_where_there_is_something_to_see_and_only_then_writes_the_address(visitor):
    page = visitor.open("Learning speed").page
    page.evaluate(WATCH)
    before, address = drawn(visitor), page.url
    page.keyboard.press("p")
    visitor.until(lambda: drawn(visitor) != before or page.url != address, "the picture follows")
    words = page.locator(".scrubber p")
    visitor.until(words.inner_text, "it stops")
    assert words.inner_text() == "Update 17: cross-entropy is within 0.5 of its target."
    visitor.wait_for_address("speed_step", "17").settle()
    assert page.evaluate("window.entries") == 1
    visitor.act(partial(page.keyboard.press, "v"))
    assert words.is_visible() and not page.locator(".scrubber button").is_visible()
    visitor.act(partial(page.keyboard.press, "v"))
    page.locator(".scrubber button").dblclick()  # play, and at once pause
    assert page.locator(".scrubber button").inner_text() == "Play"
    page.locator(".scrubber button").click()
    visitor.act(page.get_by_role("button", name="Worse (3, 3)").click)
    visitor.wait_for_address("speed_w", "3").wait_for_address("speed_step", None)
    assert page.locator(".scrubber button").inner_text() == "Play"
    page.keyboard.press("p")
    visitor.menu.nth(1).press("Enter")  # a link followed while it plays leads there
    visitor.arrive("Cost functions")
