"""The tools of every page in a browser: the link to what is on the screen, the keys, light and dark, and the views."""

import pytest

from benchmarks.browser import AT_REST
from benchmarks.type_sizes import SIZES, WATCH
from tests.browser.staying import staying
from tests.browser.visitor import POLL, Visitor
from ui.words import MEANINGS

pytestmark = pytest.mark.browser
LESSON = "Learning speed"


@pytest.fixture
def visitor(shared_visitor, request):
    with staying(shared_visitor, request.session) as visitor:
        yield visitor


def share(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="Share").click()


def test_keys_choose_presets_show_the_list_and_leave_text_fields_alone(visitor):
    visitor.turn_to(LESSON)
    visitor.act(lambda: visitor.page.keyboard.press("n"))
    chosen = dict(visitor.query)
    assert chosen
    visitor.act(lambda: visitor.page.keyboard.press("n"))
    assert visitor.query != chosen
    visitor.act(lambda: visitor.page.keyboard.press("b"))
    assert visitor.query == chosen
    visitor.page.keyboard.press("?")
    assert visitor.page.get_by_role("heading", name="Keys").is_visible()
    visitor.page.keyboard.press("Escape")
    box = visitor.box("speed_w")
    box.fill("")
    box.press("v")
    assert box.input_value() == "v" and "view" not in visitor.query


def test_what_the_words_mean_opens_over_the_page_and_escape_closes_it(visitor):
    visitor.turn_to(LESSON)
    panel = visitor.page.locator("div.words")
    visitor.page.locator("button.words").press("Enter")
    assert MEANINGS["saturated"] in panel.inner_text()
    visitor.page.keyboard.press("Escape")
    assert not panel.is_visible()


def test_a_link_that_is_copied_opens_the_view_with_what_it_hides_and_locks(visitor):
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.turn_to(LESSON, speed_w="3")
    share(visitor)
    visitor.page.get_by_text("Hide or lock controls").click()
    visitor.page.get_by_label("hide: Bias b").check()
    visitor.page.get_by_label("lock: Learning rate η").check()
    visitor.page.get_by_label("bare, inside another page").check()
    visitor.page.get_by_role("button", name="Copy the link").click()
    visitor.page.get_by_text("Copied.").wait_for()
    link = visitor.page.evaluate("navigator.clipboard.readText()")
    assert link.split("?")[1] == "speed_w=3&view=embed&hide=speed_b&lock=speed_eta"
    assert link in visitor.page.locator("textarea.slide").input_value()
    visitor.page.goto(link)
    visitor.settle()
    assert visitor.values["speed_w"] == "3" and not visitor.slider("speed_b").is_visible()
    assert visitor.slider("speed_eta").is_disabled() and visitor.slider("speed_w").is_enabled()
    assert not visitor.page.locator("h1").is_visible()
    assert not visitor.page.get_by_test_id("stSidebar").is_visible()
    visitor.page.context.clear_permissions()


def test_a_page_that_is_embedded_says_which_colours_it_has_so_that_dark_ones_stand_on_no_light_page(visitor):
    scheme = "() => getComputedStyle(document.documentElement).colorScheme"
    visitor.turn_to(LESSON, view="embed")
    for wanted in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=wanted)
        visitor.until(lambda wanted=wanted: visitor.page.evaluate(scheme) == wanted, f"the page is {wanted}")


def test_where_copying_is_not_allowed_the_text_is_selected(visitor):
    visitor.turn_to(LESSON)
    visitor.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    share(visitor)
    visitor.page.get_by_role("button", name="Copy the link").click()
    visitor.page.get_by_text("The text is selected").wait_for()
    assert visitor.page.evaluate("getSelection().toString()") in ("", visitor.page.url)
    field = visitor.page.locator("textarea.link")
    assert field.evaluate("f => f.value.slice(f.selectionStart, f.selectionEnd)") == visitor.page.url
    visitor.page.keyboard.press("Escape")
    assert not field.is_visible()


def test_light_and_dark_change_on_the_page_and_hold_on_the_others(visitor):
    background = "() => getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).colorScheme"
    visitor.turn_to(LESSON, speed_w="3")
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name="Light or dark").click()
    visitor.settle()
    assert visitor.page.evaluate(background) == "dark" and visitor.values["speed_w"] == "3"
    visitor.open("Backpropagation")
    assert visitor.page.evaluate(background) == "dark"
    visitor.page.evaluate("localStorage.clear()")


def test_a_page_that_streamlit_is_asked_to_embed_is_bare(visitor):
    visitor.open(LESSON, embed="true")
    assert not visitor.page.locator("h1").is_visible() and visitor.slider("speed_w").is_visible()
    visitor.settle()
    share(visitor)
    assert visitor.page.locator("textarea.link").input_value() == visitor.server.address(LESSON)


@pytest.mark.parametrize("name", ["Learning speed", "Backpropagation", "Train a network"])
def test_the_projector_s_picture_is_large_and_whole_and_its_controls_come_with_a_key(name, visitor):
    visitor.page.set_viewport_size({"width": 1024, "height": 760})
    visitor.open(name, view="lecture", **AT_REST.get(name, {})).page.evaluate(WATCH)
    visitor.page.set_viewport_size({"width": 1024, "height": 768})  # where canvases are written on anew
    if name in AT_REST:
        visitor.page.wait_for_function("() => window.written.size > 10", polling=POLL)
    visitor.settle()
    sizes = visitor.page.evaluate(SIZES)
    assert len(sizes) > 10 and sizes[0][0] >= 20, sizes[:3]
    picture = visitor.page.locator('[class*="st-key-picture_"]').bounding_box()
    sentence = visitor.page.locator('[class*="st-key-sentence_"] [data-testid="stMarkdown"]').first.bounding_box()
    assert picture["x"] < 40 and picture["width"] > 960 and picture["height"] > 520
    title = visitor.page.locator("h1").bounding_box()
    assert title["y"] >= 0 and title["y"] + title["height"] <= picture["y"] + 1
    assert sentence["y"] >= picture["y"] + picture["height"] - 1 and sentence["y"] + 40 < 768
    live = visitor.page.locator('[class*="st-key-live_row_"] input[type=range]').first
    assert not live.is_visible()
    visitor.page.keyboard.press("c")
    live.wait_for()
    visitor.page.keyboard.press("c")
    live.wait_for(state="hidden")
    visitor.page.keyboard.press("v")
    live.wait_for()
    assert "view" not in visitor.query
