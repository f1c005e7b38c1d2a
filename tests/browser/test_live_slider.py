"""The live slider: the picture follows the hand, and the address follows once it rests."""

from functools import partial

import pytest

from benchmarks.browser import AT_REST, CHARTED, TAUGHT
from benchmarks.declarations import controls
from tests.browser.visitor import Visitor, same
from tests.sampling import some

pytestmark = pytest.mark.browser
WATCH = """() => {
  window.embeds = window.entries = 0;
  const push = history.pushState.bind(history);
  history.pushState = (...entry) => (window.entries++, push(...entry));
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes)
      if (node.matches?.("svg.marks") || node.querySelector?.("svg.marks")) window.embeds++;
  }).observe(document.querySelector('[data-testid="stMain"]'), { childList: true, subtree: true });
}"""
SEEN = r"""(ranges) => ranges.map((range) => {
  const part = range.getRootNode();
  const [key, box] = [part.host.closest('[class*="st-key-live_row_"]').className, part.querySelector("[type=text]")];
  range.focus();
  const outline = range.matches(":focus-visible") && getComputedStyle(range).outlineStyle;
  const label = range.labels[0]?.textContent;
  return [key.match(/live_row_(\w+)/)[1], label, box.ariaLabel, range.ariaValueText, range.disabled || outline];
})"""
PATHS = "svg.marks path[d]"


LEFT_WHILE_MOVING = """([key, link]) => {
  for (const value of [0.1, 0.2, 0.3]) document.sliders[key].lead(value);
  document.querySelectorAll('[data-testid="stSidebar"] [data-testid="stPageLink-NavLink"]')[link].click();
}"""


def sliders(name: str) -> list[str]:
    return [control.key for control in controls(name) if control.kind == "Slider"]


def first_slider(visitor: Visitor, name: str) -> str:
    visitor.open(name)
    return next(key for key in sliders(name) if visitor.offers(key))


def drawn(visitor: Visitor) -> list[str]:
    """The curves and dots of the first chart as they stand."""
    chart = visitor.page.get_by_test_id("stVegaLiteChart").first
    return chart.locator(PATHS).evaluate_all(
        "paths => paths.map((p) => p.getAttribute('d') + p.getAttribute('transform'))"
    )


def place(visitor: Visitor, key: str, share: float) -> tuple[float, float]:
    """Where on the screen a share of a slider's way is."""
    box = visitor.slider(key).bounding_box()
    return box["x"] + 8 + share * (box["width"] - 16), box["y"] + box["height"] / 2


def thumb(visitor: Visitor, key: str) -> float:
    """The share of its way that a slider's thumb has gone."""
    return visitor.slider(key).evaluate("r => (r.value - r.min) / (r.max - r.min)")


def value(visitor: Visitor, key: str) -> float:
    """What a slider says, as a screen reader is told."""
    return float(visitor.slider(key).get_attribute("aria-valuetext").replace("−", "-").replace(",", ""))


# The home page and a lesson with maps, and a lesson with a run; of the rest, dots are dragged in test_handles.py.
@pytest.mark.parametrize("name", some(CHARTED, 2, seed=2))
def test_the_picture_follows_a_drag_and_the_address_follows_once_it_ends(name, visitor):
    """Then every slider of the page says what it is."""
    key = first_slider(visitor, name)
    page = visitor.page
    page.evaluate(WATCH)
    address = page.url
    start = thumb(visitor, key)
    end = start + 0.3 if start < 0.5 else start - 0.3
    page.mouse.move(*place(visitor, key, start))
    page.mouse.down()
    seen = [drawn(visitor)]
    for step in (1, 2):
        page.mouse.move(*place(visitor, key, start + (end - start) * step / 2), steps=2)
        visitor.until(lambda: drawn(visitor) != seen[-1], "the picture follows").settle()
        seen.append(drawn(visitor))
    assert page.url == address
    page.mouse.up()
    wanted = f"{value(visitor, key):.10g}"
    visitor.wait_for_address(key, wanted)
    visitor.wait_for_value(key, wanted)
    visitor.settle(500)
    assert page.evaluate("window.entries") == 1
    assert page.evaluate("window.embeds") == 0
    assert drawn(visitor) == seen[-1]
    assert same(visitor.values[key], wanted)
    assert value(visitor, key) == float(wanted)
    every_slider_has_a_label_a_value_text_and_a_focus_that_can_be_seen(visitor, name)


@pytest.mark.parametrize("name", some((name for name in TAUGHT if name not in CHARTED), 1))
def test_every_slider_has_a_label_a_value_text_and_a_focus_that_can_be_seen(name, visitor):
    visitor.open(name, **AT_REST.get(name, {}))
    every_slider_has_a_label_a_value_text_and_a_focus_that_can_be_seen(visitor, name)


def every_slider_has_a_label_a_value_text_and_a_focus_that_can_be_seen(visitor: Visitor, name: str) -> None:
    visitor.open_drawers()
    values = visitor.values
    visitor.page.keyboard.press("Shift")  # after a key, the focus is visible
    every = visitor.page.locator('[class*="st-key-live_row_"] input[type=range]')
    seen = {key: rest for key, *rest in every.evaluate_all(SEEN)}
    expected = [key for key in sliders(name) if key in values]
    assert expected
    for key in expected:
        label, named, said, outline = seen[key]
        assert label and named == f"{label}, exact value"
        assert same(said.replace("−", "-").replace(",", ""), values[key])
        assert (key, outline) in ((key, "solid"), (key, True))


def test_a_slider_and_its_box_by_keys_by_typing_and_by_a_press_that_comes_between(visitor):
    key = first_slider(visitor, "Learning speed")
    what_is_typed_and_is_no_number_gets_a_sentence_and_changes_nothing(visitor, key)
    the_box_shows_the_value_while_its_slider_moves_and_its_arrow_keys_move_the_slider(visitor, key)
    its_keys_go_by_steps_by_pages_and_to_its_ends(visitor, key)
    a_number_that_is_typed_moves_it(visitor, key)
    a_number_whose_message_was_lost_is_sent_again(visitor, key)
    a_thumb_pressed_while_a_typed_number_waits_has_the_last_word(visitor, key)
    a_preset_pressed_right_after_a_drag_wins_and_stands_in_the_address_as_a_whole(visitor)
    a_disabled_slider_cannot_be_moved(visitor)


def its_keys_go_by_steps_by_pages_and_to_its_ends(visitor: Visitor, key: str) -> None:
    slider = visitor.slider(key)
    low, high, step = slider.evaluate("r => [r.min, r.max, r.step].map(Number)")
    start = value(visitor, key)
    for pressed, expected in {
        "ArrowRight": start + step,
        "ArrowUp": start + 2 * step,
        "ArrowLeft": start + step,
    }.items():
        slider.press(pressed)
        assert value(visitor, key) == pytest.approx(expected)
    slider.press("PageUp")
    assert start + 10 * step <= value(visitor, key) < high
    slider.press("PageDown")
    assert value(visitor, key) == pytest.approx(start + step)
    slider.press("Home")
    assert value(visitor, key) == low
    slider.press("End")
    assert value(visitor, key) == high
    visitor.wait_for_address(key, f"{high:.10g}")
    visitor.wait_for_value(key, f"{high:.10g}")


def a_number_that_is_typed_moves_it(visitor: Visitor, key: str) -> None:
    """That each way to write one is read is tested without a browser."""
    before = drawn(visitor)
    box = visitor.box(key)
    visitor.act(partial(visitor.type_number, key, "−1,25 × 10⁰")).wait_for_address(key, "-1.25")
    assert value(visitor, key) == -1.25
    assert box.input_value() == "−1.25"
    assert drawn(visitor) != before
    box.fill("0,25")
    visitor.act(visitor.slider("speed_b").focus).wait_for_address(key, "0.25")


def a_number_whose_message_was_lost_is_sent_again(visitor: Visitor, key: str) -> None:
    """The server drops what it has not begun with when the next message comes."""
    visitor.page.evaluate("""() => {
      const { send } = WebSocket.prototype;
      WebSocket.prototype.send = () => { WebSocket.prototype.send = send; };
    }""")
    visitor.type_number(key, "0.75")
    visitor.wait_for_address(key, "0.75").wait_for_value(key, "0.75")


def a_thumb_pressed_while_a_typed_number_waits_has_the_last_word(visitor: Visitor, key: str) -> None:
    """Both are of one millisecond then."""
    visitor.box(key).fill("0.5")
    visitor.slider(key).evaluate("""range => {
      range.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, composed: true }));
      range.value = range.max;
      for (const kind of ["input", "change"]) range.dispatchEvent(new Event(kind));
    }""")
    visitor.wait_for_address(key, "10")
    assert value(visitor, key) == 10


def what_is_typed_and_is_no_number_gets_a_sentence_and_changes_nothing(visitor: Visitor, key: str) -> None:
    box, before, address = visitor.box(key), drawn(visitor), visitor.page.url
    sentence = visitor.element(f"live_row_{key}").locator(".live-slider p")
    for typed, said in {"1,000": "may mean 1 or 1000", "1e9": "−10 to 10 is needed"}.items():
        visitor.act(partial(visitor.type_number, key, typed))
        assert said in sentence.inner_text()
        assert box.input_value() == typed
        assert box.get_attribute("aria-invalid") == "true"
        assert box.get_attribute("aria-describedby") == sentence.get_attribute("id")
    assert (visitor.page.url, drawn(visitor)) == (address, before)
    box.press("Escape")
    assert (box.input_value(), sentence.inner_text(), box.get_attribute("aria-invalid")) == ("2", "", None)
    visitor.act(partial(visitor.type_number, "speed_b", "1")).wait_for_address("speed_b", "1")
    assert (box.input_value(), sentence.inner_text()) == ("2", "")


def the_box_shows_the_value_while_its_slider_moves_and_its_arrow_keys_move_the_slider(
    visitor: Visitor, key: str
) -> None:
    drag_and_let_go(visitor, key)
    assert visitor.box(key).input_value() == f"{value(visitor, key):.10g}".replace("-", "−") != "2"
    visitor.box(key).fill("1")
    visitor.act(partial(visitor.box(key).press, "ArrowUp")).wait_for_address(key, "1")
    visitor.box(key).press("ArrowUp")
    visitor.wait_for_address(key, "1.01")


def a_disabled_slider_cannot_be_moved(visitor: Visitor) -> None:
    visitor.open_drawers()
    slider = visitor.slider("speed_eta_ce")
    assert slider.is_disabled()
    assert visitor.element("speed_eta_ce").locator("input").is_disabled()
    toggle = visitor.element("speed_apart").locator("label").first
    visitor.act(lambda: toggle.click(position={"x": 8, "y": 8}))
    assert slider.is_enabled()


def test_a_finger_scrolls_over_a_slider_and_can_drag_it(toucher):
    visitor = toucher
    key = first_slider(visitor, "Learning speed")
    visitor.slider(key).scroll_into_view_if_needed()
    visitor.settle()
    before = drawn(visitor)
    finger = visitor.page.context.new_cdp_session(visitor.page)
    start = thumb(visitor, key)

    def touch(kind: str, share: float | None) -> None:
        points = [] if share is None else [dict(zip("xy", place(visitor, key, share), strict=True))]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def swipe() -> None:
        x, y = place(visitor, key, start + 0.3)  # beside the thumb
        for step in range(9):
            points = [{"x": x + step / 2, "y": y - 40 * step}]
            kind = "touchMove" if step else "touchStart"
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        touch("touchEnd", None)

    at, top = value(visitor, key), visitor.slider(key).bounding_box()["y"]
    swipe()
    visitor.until(lambda: visitor.slider(key).bounding_box()["y"] < top - 50, "the page has scrolled")
    visitor.settle(700)
    assert value(visitor, key) == at and visitor.query == {} and drawn(visitor) == before
    visitor.until(lambda: rests_in_the_middle(visitor, key), "the page has come to rest after the swipe")

    touch("touchStart", start)
    for step in range(1, 9):
        touch("touchMove", start - 0.04 * step)
    visitor.until(lambda: drawn(visitor) != before, "the picture follows")
    assert visitor.query == {}
    touch("touchEnd", None)
    wanted = f"{value(visitor, key):.10g}"
    assert value(visitor, key) < 0
    swipe()  # before the drag has settled: its value is kept
    visitor.wait_for_address(key, wanted)


def rests_in_the_middle(visitor: Visitor, key: str) -> bool:
    """Scroll to a slider, and return whether the page stays there."""
    visitor.slider(key).evaluate("slider => slider.scrollIntoView({ block: 'center' })")
    top = visitor.slider(key).bounding_box()["y"]
    visitor.settle(200)
    return visitor.slider(key).bounding_box()["y"] == top


def drag_and_let_go(visitor, key):
    """Drag a slider to its middle and release it; its value has not settled yet."""
    box = visitor.slider(key).bounding_box()
    y = box["y"] + box["height"] / 2
    visitor.page.mouse.move(box["x"] + 0.8 * box["width"], y)
    visitor.page.mouse.down()
    for share in (0.7, 0.6, 0.5):
        visitor.page.mouse.move(box["x"] + share * box["width"], y)
        visitor.page.wait_for_timeout(40)
    visitor.page.mouse.up()


def a_preset_pressed_right_after_a_drag_wins_and_stands_in_the_address_as_a_whole(visitor: Visitor) -> None:
    drag_and_let_go(visitor, "speed_w")
    visitor.page.get_by_role("button", name="Worse (3, 3)").click()
    for key, value in {"speed_w": "3", "speed_b": "3", "speed_updates": "2000", "speed_log": "true"}.items():
        visitor.wait_for_address(key, value)
    visitor.settle()
    assert {key: visitor.values[key] for key in ("speed_w", "speed_updates", "speed_log")} == {
        "speed_w": "3",
        "speed_updates": "2000",
        "speed_log": "true",
    }
    visitor.settle(700)  # longer than a slider waits until it rests
    assert visitor.values["speed_w"] == "3"


def test_a_slider_that_waits_to_send_is_silent_once_a_link_is_followed_and_keeps_its_value(visitor):
    """Streamlit would run a fragment of the page before on the new one."""
    visitor.open("Learning speed").page.evaluate(LEFT_WHILE_MOVING, ["speed_w", 1])
    visitor.arrive("Cost functions")
    visitor.slider("cost_y").press("ArrowLeft")
    visitor.until(lambda: "cost_y" in visitor.query, "what is moved there comes into the address")
    drag_and_let_go(visitor, "cost_y")
    visitor.menu.nth(0).click(delay=80)  # no hand clicks faster
    visitor.arrive("Home")
    visitor.go_by_menu("Cost functions")
    assert 0.3 < float(visitor.values["cost_y"]) < 0.7
    visitor.page.evaluate(LEFT_WHILE_MOVING, ["cost_y", 0])
    visitor.arrive("Home")
