"""Every lesson by keys alone, and by touch alone: an experiment from its first control to its outcome."""

import pytest
from playwright.sync_api import Locator

from tests.browser.test_live_slider import rests_in_the_middle
from tests.browser.visitor import Visitor
from tests.sampling import some

pytestmark = pytest.mark.browser
ACTIVE = """(() => {
  let element = document.activeElement;
  while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
})()"""


class Keys:
    """A visitor with a keyboard and nothing else."""

    def __init__(self, visitor: Visitor, lesson: str, **query: str) -> None:
        self.visitor = visitor.open(lesson, **query)
        self.page = visitor.page
        self.press("Tab", "Enter", "Tab")  # the link that skips the menu, and what comes first on the page
        if self.has("button.words"):
            self.press("Tab")  # the first control

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def has(self, selector: str) -> bool:
        """Whether the element that has the focus is one of these."""
        return self.page.evaluate(f"(selector) => {ACTIVE}.matches(selector)", selector)

    def tab_to(self, selector: str, at_most: int = 40) -> None:
        """Press Tab until such an element has the focus."""
        for _ in range(at_most):
            if self.has(selector):
                return
            self.press("Tab")
        raise AssertionError(f"{at_most} Tabs do not lead to {selector}")

    def until_address_has(self, key: str) -> str:
        self.visitor.until(lambda: key in self.visitor.query, f"the address has {key}").settle()
        return self.visitor.query[key]


@pytest.mark.parametrize(
    ("lesson", "key", "sentence"),
    [("Home", "home_w", "home"), ("Learning speed", "speed_w", "race")],
)
def test_a_few_keys_lead_to_the_first_slider_and_the_next_moves_it(lesson, key, sentence, visitor):
    """On the home page and on a lesson; the frame around all lessons is the same."""
    keys = Keys(visitor, lesson)
    before = visitor.element(f"sentence_{sentence}").inner_text()

    assert keys.has("input[type=range]")
    keys.press("PageDown")

    keys.until_address_has(key)
    after = visitor.element(f"sentence_{sentence}").inner_text()
    assert after != before
    assert keys.has("input[type=range]")
    spoken = keys.page.locator(".spoken")
    visitor.until(lambda: after.split()[0] in (spoken.text_content() or ""), "the sentence is spoken")


def test_arrow_keys_choose_an_activation_and_keep_the_focus(visitor):
    keys = Keys(visitor, "Saturated neurons")
    keys.tab_to("[role=radio]", 3)
    keys.press("ArrowRight", "Enter")
    assert keys.until_address_has("sat_activation") == "sigmoid"
    assert keys.has("[role=radio][aria-checked=true]")


def test_arrow_keys_and_enter_choose_a_start_on_a_map(visitor):
    keys = Keys(visitor, "Gradient descent")
    keys.tab_to("canvas[role=application]", 60)
    keys.press("ArrowRight", "Shift+ArrowDown")
    assert "w = −2.80, b = 2.00: C = " in keys.page.locator(".spoken").text_content()

    keys.press("Enter")

    assert float(keys.until_address_has("descent_w")) == pytest.approx(-2.8)
    assert float(visitor.query["descent_b"]) == pytest.approx(2.0)


def test_enter_twice_leads_from_a_number_to_its_slider(visitor):
    keys = Keys(visitor, "Backpropagation")
    keys.tab_to(".columns button", 40)
    keys.press("Enter")
    keys.visitor.settle()
    keys.press("Enter")
    assert keys.has("input[type=range]")
    keys.press("PageUp")
    keys.until_address_has("back_values")


def test_keys_read_what_both_networks_answer_and_set_a_weight_of_the_drawn_ones(visitor):
    keys = Keys(visitor, "Train a network", train_tab="Inside the networks", train_n="20", train_bias="0")
    keys.tab_to(".stage canvas", 60)
    spoken = keys.page.locator(".spoken")
    keys.press("ArrowRight")
    here = spoken.text_content()
    assert here.startswith("A: x₁ = 0.") and ": a = " in here
    keys.press("PageDown")
    there = spoken.text_content()
    assert there.startswith("B: ") and there[3:].partition(":")[0] == here[3:].partition(":")[0]

    keys.tab_to(".inside canvas", 60)
    keys.press("ArrowRight", "ArrowRight", "Enter", "0", ".", "5", "Enter")
    assert "a1" in keys.until_address_has("train_changes").lower()
    keys.press("ArrowRight")
    assert keys.has(".inside canvas")


# --- Touch ------------------------------------------------------------------------------------------------------------


def swipe(visitor: Visitor, x: float, y: float, dx: float, dy: float) -> None:
    """Draw a finger over the screen."""
    session = visitor.page.context.new_cdp_session(visitor.page)
    send = lambda kind, points: session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})  # noqa: E731
    send("touchStart", [{"x": x, "y": y}])
    for step in range(1, 9):
        send("touchMove", [{"x": x + dx * step / 8, "y": y + dy * step / 8}])
        visitor.page.wait_for_timeout(16)
    send("touchEnd", [])


def tap(visitor: Visitor, element: Locator) -> None:
    """Touch the middle of an element; what is below the picture, which stays at the top, at the end of the window."""
    element.evaluate(
        "e => e.scrollIntoView({ block: e.closest('[class*=st-key-picture_]') ? 'nearest' : 'end' })",
    )
    visitor.page.wait_for_timeout(100)  # no longer: a run may be playing
    box = element.bounding_box()
    swipe(visitor, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, 0, 0)


RINGS = (("Cost functions", "cost_yhat", 60, "costs"), ("Saturated neurons", "sat_b", -60, "saturation"))


@pytest.mark.parametrize(("lesson", "key", "across", "sentence"), some(RINGS, 1, seed=1))
def test_a_finger_drags_the_dot_in_the_picture_and_a_swipe_that_scrolls_changes_nothing(
    lesson, key, across, sentence, toucher
):
    """A slider is dragged by a finger in test_live_slider.py, and a start on a map in test_handles.py."""
    toucher.open(lesson)
    dot = toucher.page.locator(".ring").first
    dot.wait_for()
    before, box = toucher.element(f"sentence_{sentence}").inner_text(), dot.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    swipe(toucher, x, y, 0, -160)
    toucher.settle(400)
    assert toucher.query == {} and toucher.element(f"sentence_{sentence}").inner_text() == before

    box = dot.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    swipe(toucher, x, y, across, 0)
    toucher.until(lambda: key in toucher.query, "the address has what was dragged").settle()
    assert toucher.element(f"sentence_{sentence}").inner_text() != before


def test_a_finger_trains_pauses_and_sets_the_bias_of_the_output(toucher):
    toucher.open("Train a network", train_bias="0", train_speed="5", train_n="20")
    for name in ("Train", "Pause"):
        tap(toucher, toucher.page.get_by_role("button", name=name, exact=True))
    toucher.until(lambda: float(toucher.query.get("train_at", 0)) > 0, "it rests where it was paused").settle()
    toucher.until(lambda: rests_in_the_middle(toucher, "train_bias"), "the slider is at rest")
    box = toucher.slider("train_bias").bounding_box()
    swipe(toucher, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, 60, 0)
    toucher.until(lambda: float(toucher.query.get("train_bias", 0)) > 1, "the address has the bias").settle()
    assert "train_at" not in toucher.query  # another bias is another run


def test_a_finger_walks_through_a_network_chooses_a_number_and_moves_it(toucher):
    toucher.open("Backpropagation")
    assert toucher.page.locator(".more:visible").count() == 0  # it is all in sight
    tap(toucher, toucher.page.get_by_role("button", name="Next", exact=True))
    toucher.wait_for_address("back_stage", "2").settle()
    tap(toucher, toucher.page.locator("[data-code='x11']"))
    toucher.wait_for_address("back_held", "x11").settle()

    before, a = toucher.query, toucher.page.locator("[data-code='a111']").inner_text()
    picture = toucher.element("drawn_back").bounding_box()
    swipe(toucher, picture["x"] + 0.5 * picture["width"], picture["y"] + 0.7 * picture["height"], 0, -120)
    toucher.settle(600)
    assert toucher.query == before
    assert toucher.page.locator("[data-code='a111']").inner_text() == a

    toucher.slider("back_value").evaluate("slider => slider.scrollIntoView({ block: 'end' })")
    toucher.settle(300)
    box = toucher.slider("back_value").bounding_box()
    swipe(toucher, box["x"] + 0.5 * box["width"], box["y"] + box["height"] / 2, 80, 0)
    toucher.until(lambda: "back_values" in toucher.query, "the address has the number").settle()
    assert toucher.query["back_values"].startswith("x11:")
    assert toucher.page.locator("[data-code='a111']").inner_text() != a
