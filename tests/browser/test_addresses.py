"""The address bar is the state: what a control says stands there, and what stands there a control says."""

from functools import partial

import pytest
from playwright.sync_api import Locator

from benchmarks.browser import PAGES
from benchmarks.declarations import controls, tabs_key
from tests.browser.visitor import Visitor, same
from tests.opening import choices_beside

pytestmark = pytest.mark.browser
READ_BACK = {key for name in PAGES for key in choices_beside(name)}


@pytest.mark.parametrize("name", PAGES)
def test_every_control_writes_the_address_and_a_reload_reads_it_back(name, visitor):
    visitor.open(name).open_drawers()
    left = {control.key: control.kind for control in controls(name)}
    tabs = visitor.tabs()
    for at in range(max(1, len(tabs))):
        if tabs:
            visitor.open_tab(at).wait_for_address(tabs_key(name), tabs[at] if at else None)
        move_numbers_and_switches(visitor, left)
        reload_keeps_all(visitor)
        for key in [key for key in left if left[key] == "Choice" and visitor.offers(key)]:
            left.pop(key)
            choose_each_option(visitor, key, left)
    assert not left


def move_numbers_and_switches(visitor: Visitor, left: dict[str, str]) -> None:
    """Move all that are on the page and can be moved; each must show up in the address."""
    for kind in ("Switch", "Slider"):  # a switch may be what enables a slider
        for key in [key for key in left if left[key] == kind and visitor.offers(key)]:
            left.pop(key)
            if kind == "Switch":
                wanted = str(visitor.values[key] == "false").lower()
                visitor.act(partial(visitor.element(key).locator("label").first.click, position={"x": 8, "y": 8}))
            else:
                wanted = visitor.another_number(key)
                visitor.act(partial(visitor.type_number, key, wanted))
            visitor.wait_for_address(key, wanted)


def choose_each_option(visitor: Visitor, key: str, left: dict[str, str]) -> None:
    """Choose every option, the default last, and move what only then can be. (Of a long menu, the first and last.)

    Most are read back from the address without a browser (tests/test_query_strings.py), the others here.
    """
    first = visitor.values[key]
    offered = {other for other in left if visitor.offers(other)}
    menu = visitor.element(key).get_by_role("combobox")
    if menu.count():
        unfold(visitor, menu)
        texts = visitor.page.get_by_role("option").all_inner_texts()
        visitor.page.keyboard.press("Escape")
    else:
        texts = visitor.element(key).get_by_role("radio").all_inner_texts()
    others = [text.strip() for text in texts if text.strip() != first]
    for text in (others[0], others[-1]) if len(others) > 5 else others:
        visitor.act(partial(choose, visitor, key, text))
        visitor.wait_for_address(key, text)
        move_numbers_and_switches(visitor, left)
        for other in [other for other in left if left[other] == "Choice" and visitor.offers(other)]:
            if other not in offered:
                left.pop(other)
                choose_each_option(visitor, other, left)
    if key not in READ_BACK:
        reload_keeps_all(visitor)
    visitor.act(partial(choose, visitor, key, first))
    visitor.wait_for_address(key, None)


def choose(visitor: Visitor, key: str, text: str) -> None:
    """Click an option."""
    menu = visitor.element(key).get_by_role("combobox")
    if menu.count():
        unfold(visitor, menu)
        visitor.page.get_by_role("option", name=text, exact=True).click()
    else:
        visitor.element(key).get_by_role("radio").get_by_text(text, exact=True).click()


def unfold(visitor: Visitor, menu: Locator) -> None:
    """Open a menu; one that was just redrawn may close again at once."""
    options = visitor.page.get_by_role("option")
    for _ in range(5):
        if options.count():
            return
        menu.click()
        visitor.page.wait_for_timeout(400)


def reload_keeps_all(visitor: Visitor) -> None:
    """The page that the address opens shows what the address says, and what was there before."""
    before, asked = visitor.values, visitor.query
    visitor.page.reload()
    visitor.settle()
    after = visitor.values
    assert visitor.query == asked
    assert after == before
    assert {key: after[key] for key in after.keys() & asked if not same(after[key], asked[key])} == {}


@pytest.mark.parametrize("name", [name for name in PAGES if tabs_key(name)])
def test_a_control_in_a_tab_keeps_its_value_while_another_tab_is_open(name, visitor):
    visitor.open(name)
    for at, tab in enumerate(visitor.tabs()):
        visitor.open(name, **({tabs_key(name): tab} if at else {}))
        inside = visitor.page.locator('[class*="st-key-section_"] [class*="st-key-live_row_"]')
        if inside.count() == 0:
            continue
        key = inside.first.get_attribute("class").split("st-key-live_row_")[1].split()[0]
        wanted = visitor.another_number(key)
        visitor.act(partial(visitor.type_number, key, wanted)).wait_for_address(key, wanted)
        other = at - 1 if at else 1
        visitor.open_tab(other)
        assert visitor.element(key).count() == 0
        visitor.open_tab(at)
        assert same(visitor.values[key], wanted)
        assert same(visitor.query[key], wanted)


def test_back_undoes_a_drag_and_then_returns_to_each_page_at_its_defaults_and_after_that_as_it_was_left(visitor):
    """Leaving a page takes its values out of the address, which Streamlit makes an entry of its own."""
    names = [next(iter(PAGES)), *list(PAGES)[-2:]]
    keys = {name: next(control.key for control in controls(name) if control.kind == "Slider") for name in names}
    trail, defaults = list[tuple[str, str | None]](), dict[str, str]()
    visitor.open(names[0])
    for name in names:
        if name != names[0]:
            trail.append((names[names.index(name) - 1], None))
            visitor.go_by_menu(name)
        key, typed = keys[name], visitor.another_number(keys[name])
        defaults[key] = visitor.values[key]
        visitor.act(partial(visitor.type_number, key, typed)).wait_for_address(key, typed)
        trail.append((name, typed))
        visitor.slider(key).press("ArrowRight")
        visitor.page.wait_for_function(
            "([key, typed]) => new URLSearchParams(location.search).get(key) !== typed", arg=[key, typed]
        )
        visitor.settle()
        trail.append((name, visitor.query[key]))
    trail.pop()
    while trail:
        name, value = trail.pop()
        visitor.page.go_back()
        visitor.arrive(name)
        visitor.wait_for_address(keys[name], value)
        visitor.wait_for_value(keys[name], defaults[keys[name]] if value is None else value)
