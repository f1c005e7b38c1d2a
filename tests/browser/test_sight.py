"""What a link or a preset speaks of is in sight afterwards, and a preset in force has a tick."""

from functools import partial

import pytest

from tests.browser.visitor import TABS, Visitor

pytestmark = pytest.mark.browser
SECTION = {"back_tab": "All values"}
LOW = {"width": 1440, "height": 600}  # a section is below its lower edge at first


def top(visitor: Visitor, key: str) -> float:
    """How far below the window's upper edge an element stands."""
    return visitor.element(key).bounding_box()["y"]


def test_a_link_to_a_section_arrives_there_and_the_menu_at_the_top(visitor):
    visitor.open("Home")
    visitor.page.get_by_role("link", name="Seven learning rates").click()
    visitor.arrive("Gradient descent")
    visitor.until(lambda: -5 < top(visitor, "descent_tab") < 200, "the section is in sight")
    visitor.go_by_menu("Backpropagation")
    visitor.go_by_menu("Gradient descent")
    visitor.settle(1000)
    assert visitor.page.get_by_role("heading", name="Gradient descent").bounding_box()["y"] > 0


def test_an_address_that_names_a_section_opens_and_reloads_there_and_any_other_at_the_top(visitor):
    visitor.page.set_viewport_size(LOW)
    visitor.open("Backpropagation", **SECTION)
    visitor.until(lambda: -5 < top(visitor, "back_tab") < 200, "the section is in sight")
    visitor.page.reload()
    visitor.settle().until(lambda: -5 < top(visitor, "back_tab") < 200, "it is in sight again")
    visitor.open("Backpropagation", back_tab="None of them").settle(1000)
    assert top(visitor, "heading") > 0  # with an address that names none: tests/browser/test_layout.py
    visitor.act(visitor.page.locator(TABS).nth(1).click).settle(1000)
    assert top(visitor, "back_tab") > 200


def test_a_reader_who_scrolls_while_a_section_arrives_is_left_alone(visitor):
    visitor.page.set_viewport_size(LOW)
    visitor.open("Backpropagation", **SECTION)
    visitor.page.mouse.move(900, 400)
    visitor.page.mouse.wheel(0, -5000)
    visitor.until(lambda: top(visitor, "heading") > 0, "the top is in sight")
    visitor.settle(3000)
    assert top(visitor, "heading") > 0


def test_a_preset_that_is_pressed_low_on_the_page_brings_play_into_sight_and_has_a_tick(visitor):
    visitor.page.set_viewport_size({"width": 1024, "height": 500})
    visitor.open("Train a network", train_bias="3").open_drawers()  # with this bias it learns, and no remedy is tried
    preset = visitor.page.get_by_role("button", name="Nearly tied")
    preset.scroll_into_view_if_needed()
    visitor.act(lambda: preset.evaluate("button => { button.scrollIntoView({ block: 'start' }); button.click() }"))
    visitor.until(lambda: 0 <= top(visitor, "play_row") < 470, "Play is in sight")
    assert ticked(visitor) == ["Nearly tied"]


def ticked(visitor: Visitor) -> list[str]:
    """The presets that are said to be in force."""
    ticks = visitor.page.locator('[class*="st-key-presets_"] button').filter(has_text="check")
    return [text.replace("check", "").strip() for text in ticks.all_inner_texts()]


def test_the_preset_in_force_has_a_tick_whether_it_was_pressed_opened_by_its_address_or_set_by_hand(visitor):
    visitor.open("Learning speed", speed_w="0.6", speed_b="0.9")
    assert ticked(visitor) == ["Nielsen's start (0.6, 0.9)"]
    visitor.act(visitor.page.get_by_role("button", name="Worst (4, 4)").click)
    assert ticked(visitor) == ["Worst (4, 4)"]
    for typed, said in {"4,01": [], "4": ["Worst (4, 4)"]}.items():
        visitor.act(partial(visitor.type_number, "speed_w", typed))
        assert ticked(visitor) == said


def test_a_slider_that_is_repeated_in_a_section_moves_the_page_s_own(visitor):
    visitor.open("Cost functions", cost_tab="Slopes")
    visitor.act(lambda: visitor.type_number("cost_yhat_again", "0,25")).wait_for_address("cost_yhat", "0.25")
    assert visitor.box("cost_yhat").input_value() == "0.25"
    visitor.act(lambda: visitor.type_number("cost_yhat", "0.75")).wait_for_address("cost_yhat", "0.75")
    assert visitor.box("cost_yhat_again").input_value() == "0.75"
