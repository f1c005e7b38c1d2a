"""Backpropagation in the browser: the drawn numbers, choosing and moving them, and taking the table along.

A test goes on with the page that the one before has left open, and asks it for other settings.
"""

from functools import partial
from itertools import product

import pytest

from core.explaining.example import MAZUR
from core.explaining.training import Update
from core.explaining.walk import walk
from core.explaining.worksheet import Worksheet, code_of, read_line
from tests.browser.staying import staying
from tests.browser.test_live_slider import place, thumb
from tests.browser.visitor import Visitor
from tests.sampling import some

pytestmark = pytest.mark.browser
LESSON = "Backpropagation"
DRAWN = """() => Object.fromEntries([...document.querySelectorAll(".st-key-drawn_back *")]
  .flatMap((each) => each.shadowRoot ? [...each.shadowRoot.querySelectorAll("button")] : [])
  .map((button) => [button.dataset.code, button.textContent]))"""


@pytest.fixture
def visitor(shared_visitor, request):
    with staying(shared_visitor, request.session) as visitor:
        yield visitor


def drawn(visitor: Visitor) -> dict[str, str]:
    """What stands on the network, by name."""
    return visitor.page.evaluate(DRAWN)


def number(visitor: Visitor, code: str):
    return visitor.page.locator(f'[data-code="{code}"]')


def shows_numbers(visitor: Visitor, known: dict[str, str]) -> bool:
    """Whether these numbers are drawn, and no other."""
    return {code: text for code, text in drawn(visitor).items() if text} == known


def press(visitor: Visitor, name: str) -> None:
    visitor.act(visitor.page.get_by_role("button", name=name, exact=True).click)


def labels(visitor: Visitor) -> dict[str, str]:
    """What a screen reader is told of each number that can be chosen, by name."""
    told = "all => all.map((b) => [b.dataset.code, b.getAttribute('aria-label')])"
    return dict(visitor.page.locator("[data-code]:not(:disabled)").evaluate_all(told))


@pytest.mark.parametrize(
    ("address", "sizes", "instances", "hidden", "output", "update"),
    [
        ({}, (2, 2, 2), 1, "sigmoid", "sigmoid", Update(0.5)),
        (
            {"back_layers": "4", "back_width_2": "4", "back_instances": "4", "back_hidden": "tanh", "back_inputs": "3"},
            (3, 2, 4, 2, 2), 4, "tanh", "sigmoid", Update(0.5),
        ),
        (
            {"back_layers": "1", "back_output": "softmax", "back_instances": "2"},
            (2, 2), 2, "sigmoid", "softmax", Update(0.5),
        ),
        (
            {"back_momentum": "0.9", "back_hidden_1": "ReLU", "back_instances": "2"},
            (2, 2, 2), 2, "relu", "sigmoid", Update(0.5, momentum=0.9),
        ),
        (
            {"back_instances": "3", "back_takes": "one in turn", "back_turn": "2"},
            (2, 2, 2), 3, "sigmoid", "sigmoid", Update(0.5, turn=2),
        ),
    ],
)  # fmt: skip
def test_every_number_that_is_known_at_a_stage_is_drawn_and_no_other_and_called_as_in_formulas(
    visitor, address, sizes, instances, hidden, output, update
):
    """While instances take turns, only the one in turn is passed through. Two networks are seen before the end, too."""
    sheet = Worksheet(sizes, instances, hidden, output, "half_quadratic", {})
    walked = walk(sheet.network(), sheet.x(), sheet.y(), update)
    last = len(walked.stages) - 1
    early = (2,) if len(sizes) > 3 else () if address else (0, 2)
    for stage in (*early, last):
        visitor.turn_to(LESSON, **address, back_stage=str(stage))
        known = {code_of(each.key): each.result for each in walked.known(stage)}
        visitor.until(partial(shows_numbers, visitor, known), f"stage {stage} is drawn")
        assert update.turn or len(drawn(visitor)) == len(walked.quantities)
    assert labels(visitor) == {code_of(each.key): f"{each.name} = {each.result}" for each in walked.quantities.values()}


def test_a_number_is_chosen_moved_and_handed_on_in_the_address(visitor):
    visitor.turn_to(LESSON, back_stage="5")
    visitor.act(number(visitor, "x11").click)
    visitor.wait_for_address("back_held", "x11").wait_for_value("back_value", "0.05")
    before = drawn(visitor)
    visitor.slider("back_value").press("PageUp")
    visitor.page.wait_for_function("(code) => new URLSearchParams(location.search).has(code)", arg="back_values")
    visitor.settle()
    moved = read_line(visitor.query["back_values"]).values
    assert list(moved) == ["x11"]
    sheet = Worksheet((2, 2, 2), 1, "sigmoid", "sigmoid", "half_quadratic", moved)
    walked = walk(sheet.network(), sheet.x(), sheet.y(), 0.5)
    after = drawn(visitor)
    assert after == before | {code_of(each.key): each.result for each in walked.known(5)}
    assert after["delta111"] != before["delta111"]
    visitor.page.reload()
    visitor.settle()
    assert drawn(visitor) == after


def test_a_moving_slider_changes_the_network_before_it_rests(visitor):
    visitor.turn_to(LESSON, back_stage="5")
    before, start = drawn(visitor)["delta111"], thumb(visitor, "back_value")
    visitor.page.mouse.move(*place(visitor, "back_value", start))
    visitor.page.mouse.down()  # while the button is held, no slider comes to rest
    visitor.page.mouse.move(*place(visitor, "back_value", start + 0.1), steps=5)
    visitor.page.wait_for_function(f"(before) => ({DRAWN})().delta111 !== before", arg=before)
    assert "back_values" not in visitor.query
    visitor.page.mouse.up()
    visitor.page.wait_for_function("() => location.search.includes('back_values=w111')")


def test_what_was_typed_is_kept_though_another_number_is_chosen_at_once(visitor):
    visitor.turn_to(LESSON, back_stage="5")
    visitor.box("back_value").fill("1.5")
    visitor.act(number(visitor, "delta221").click)
    visitor.wait_for_address("back_values", "w111:1.5").wait_for_address("back_chosen", "delta221")


def test_what_a_button_has_set_can_be_set_back(visitor):
    """The page says which assignments it knows of. Otherwise the old value would be taken for a late message."""
    visitor.turn_to(LESSON)
    visitor.act(visitor.element("back_go_next").locator("button").click)
    visitor.type_number("back_stage", "1")
    visitor.wait_for_address("back_stage", None)
    visitor.settle()
    assert visitor.shows("back_stage", "1")


def test_arrow_keys_lead_from_number_to_number_and_enter_chooses(visitor):
    visitor.turn_to(LESSON, back_stage="5")
    number(visitor, "delta111").focus()
    visitor.page.keyboard.press("ArrowUp")
    visitor.act(lambda: visitor.page.keyboard.press("Enter"))
    visitor.wait_for_address("back_chosen", "slope111")
    stops = visitor.page.locator("[data-code][tabindex='0']")
    assert stops.count() == 1  # one stop for the whole network, on the way through the page
    assert number(visitor, "slope111").get_attribute("aria-pressed") == "true"
    assert number(visitor, "slope111").get_attribute("aria-label") == "σ′(z¹₁) = 0.2413"


LONG = (
    {"back_layers": "4", "back_stage": "9"},
    {"back_digits": "9", "back_stage": "7"},
    {"back_stage": "7", "back_values": "w111:-1.234567890123,b21:-8,b22:8,x11:-0.000012345678,w211:-12.3456789012"},
    {"back_stage": "7", "back_digits": "9", "back_values": "b21:19.123456789,b22:-19.8765432101,w211:-1.23456789e-5"},
    {"back_stage": "7", "back_output": "linear", "back_values": "x11:1000000,x12:-123456.789,w211:-654321"},
    {"back_stage": "7", "back_instances": "3", "back_momentum": "0.9", "back_values": "x11:255,x22:-57,vw211:-1234"},
)


SEED = 17  # with it each of them is in the sample, and three in either window


def test_no_number_is_cut(visitor):
    for width, address in some(product((1440, 390), LONG), 6, seed=SEED):
        visitor.page.set_viewport_size({"width": width, "height": 768})
        visitor.turn_to(LESSON, **address)
        cut = visitor.page.locator("[data-code]:not(:empty)").evaluate_all(
            "all => all.filter((b) => b.scrollWidth > b.clientWidth).map((b) => b.textContent)"
        )
        assert cut == [], (address, width)


def test_next_walks_on_and_nothing_changes_its_place(visitor):
    visitor.turn_to(LESSON, back_stage="0")
    places = """() => [...document.querySelectorAll(".st-key-drawn_back *")].flatMap((each) => each.shadowRoot
      ? [...each.shadowRoot.querySelectorAll("button")].map((b) => [b.offsetLeft, b.offsetTop, b.offsetWidth]) : [])"""
    before = visitor.page.evaluate(places)
    assert len(before) == 61
    for _ in range(7):
        press(visitor, "Next")
        assert visitor.page.evaluate(places) == before
    visitor.wait_for_address("back_stage", "7")


def test_updates_are_one_entry_of_the_history(visitor):
    visitor.turn_to(LESSON, back_hold="true", back_stage="7")
    press(visitor, "100 updates")
    after = drawn(visitor)["C"]
    assert float(after) < 0.298
    visitor.page.go_back()
    visitor.wait_for_address("back_values", None)
    visitor.page.wait_for_function(f"() => ({DRAWN})().C === '0.2984'")


def test_the_table_is_taken_along_with_all_digits(visitor, tmp_path):
    visitor.turn_to(LESSON, back_tab="All values", back_hold="true")
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("button", name="All values as CSV").click()
    waiting.value.save_as(tmp_path / "table.csv")
    text = (tmp_path / "table.csv").read_text("utf-8")
    sheet = Worksheet((2, 2, 2), 1, "sigmoid", "sigmoid", "half_quadratic", {})
    own = walk(sheet.network(), sheet.x(), sheet.y(), Update(MAZUR.eta, hold_biases=True))
    assert text.splitlines() == own.csv().splitlines()


SEEN = """() => [...document.querySelectorAll(".st-key-drawn_back *")].flatMap((each) => each.shadowRoot
  ? [...each.shadowRoot.querySelectorAll(".more:not([hidden])")].map((more) => more.dataset.to) : [])"""


def test_a_network_that_goes_on_out_of_sight_says_where_and_a_press_leads_there(visitor):
    big = {"back_layers": "4", "back_instances": "4", "back_inputs": "4", "back_outputs": "4"}
    visitor.turn_to(LESSON, back_stage="0", **big, **{f"back_width_{k}": "4" for k in (1, 2, 3)})
    assert visitor.page.evaluate(SEEN) == ["right", "down"]
    visitor.page.locator('.more[data-to="right"]').click()
    visitor.page.wait_for_function(f"() => ({SEEN})().includes('left')")
    visitor.turn_to(LESSON, back_stage="0")
    assert visitor.page.evaluate(SEEN) == []


def test_a_network_that_is_too_large_for_the_window_scrolls_to_the_layer_it_is_about(visitor):
    big = {"back_layers": "4", "back_instances": "4", "back_inputs": "4", "back_outputs": "4"}
    visitor.turn_to(LESSON, back_stage="4", **big, **{f"back_width_{k}": "4" for k in (1, 2, 3)})
    box = number(visitor, "a411").bounding_box()
    frame = visitor.element("drawn_back").bounding_box()
    assert frame["x"] <= box["x"]
    assert box["x"] + box["width"] <= frame["x"] + frame["width"]


def test_the_slider_of_a_large_number_moves_it_in_its_own_range(visitor):
    visitor.turn_to(LESSON, back_values="x11:255", back_held="x11", back_chosen="x11")
    assert visitor.slider("back_value").evaluate("each => [each.min, each.max]") == ["-500", "500"]
    visitor.slider("back_value").press("ArrowRight")
    visitor.wait_for_address("back_values", "x11:255.1")


UNSEEN = """() => {
  const all = [...document.querySelectorAll(".st-key-drawn_back *")].flatMap((e) => e.shadowRoot ?? []);
  const [net] = all.flatMap((root) => [...root.querySelectorAll(".net")]);
  const room = net.getBoundingClientRect();
  return [...net.querySelectorAll("button.chosen, button.factor")].filter((button) => {
    const { left, right, top, bottom, width } = button.getBoundingClientRect();
    return !width || left < room.left || right > room.right || top < room.top || bottom > room.bottom;
  }).map((button) => button.dataset.code);
}"""
LARGE = {"back_layers": "4", "back_width_2": "4", "back_instances": "4", "back_inputs": "3"}


@pytest.mark.parametrize(("width", "height", "query"), [(1024, 768, {"view": "lecture"}), (640, 450, {})])
def test_where_there_is_room_for_a_part_it_has_the_chosen_number_and_all_that_it_is_made_of(
    width, height, query, visitor
):
    visitor.page.set_viewport_size({"width": width, "height": height})
    for address, stages in (({}, "17"), (LARGE, "9")):
        for stage in stages:
            visitor.turn_to(LESSON, **query, **address, back_stage=stage)
            visitor.until(lambda: visitor.page.evaluate(UNSEEN) == [], f"all of stage {stage} of {address} is seen")
    formula = visitor.element("formula_back")
    box = formula.bounding_box()
    assert box["y"] + box["height"] <= height
    assert formula.inner_text().count("=") >= 2
    visitor.act(visitor.page.locator(".folded > .show").first.click)  # a layer that is left out, by its name
    assert visitor.query["back_chosen"] == "x11"


ASKEW = """(onPaper) => {
  const all = [...document.querySelectorAll(".st-key-drawn_back *")].flatMap((e) => e.shadowRoot ?? []);
  const [net] = all.flatMap((root) => [...root.querySelectorAll(".net")]);
  if (onPaper) net.shapeForPaper();
  const right = (element) => Math.round(element.getBoundingClientRect().right);
  const askew = [...net.querySelectorAll(".box:has(.case)")].filter((box) => {
    const heads = [...box.querySelectorAll(".case")].filter((head) => head.getClientRects().length);
    const rows = [...box.children].filter((cell) => cell.dataset.code && cell.getClientRects().length);
    return rows.some((cell) => !heads.some((head) => Math.abs(right(head) - right(cell)) < 12));
  }).length;
  const [line] = net.querySelectorAll("path:not([hidden])");
  const chips = [...net.querySelectorAll(".chip")].map((chip) => chip.getBoundingClientRect().left);
  const end = line.getBoundingClientRect().right;
  const loose = !chips.some((left) => Math.abs(left - end) < 4);
  const folded = net.querySelectorAll(".folded").length;
  if (onPaper) net.shapeForScreen();
  return [askew, loose, folded];
}"""


def test_instances_that_a_part_leaves_out_have_their_columns_back_in_a_wide_window_and_on_paper(visitor):
    visitor.page.set_viewport_size({"width": 640, "height": 450})
    visitor.turn_to(LESSON, back_instances="3", back_width_1="3", back_stage="1")
    visitor.page.set_viewport_size({"width": 1280, "height": 900})
    visitor.until(lambda: visitor.page.evaluate(ASKEW)[:2] == [0, False], "numbers stand under their instances")
    visitor.page.set_viewport_size({"width": 1024, "height": 768})
    visitor.turn_to(LESSON, view="lecture", back_instances="2", back_stage="4")
    visitor.until(lambda: visitor.page.evaluate(ASKEW) == [0, False, 0], "there is room for every layer")
    assert visitor.page.evaluate(ASKEW, True)[:2] == [0, False]
