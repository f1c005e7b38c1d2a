"""The address in a browser: each kind of control writes it and reads it, and the browser's history follows.

That every control of every page does so is tested without a browser, in tests/test_addresses.py.
"""

from contextlib import ExitStack
from functools import partial

import pytest

from benchmarks.declarations import controls, tabs_key
from tests.browser.visitor import POLL, Visitor, same
from tests.session import visiting
from tests.test_addresses import move_numbers_and_switches

pytestmark = pytest.mark.browser
LESSON = "Gradient descent"  # has every kind of control


def test_each_kind_of_control_writes_the_address_and_a_reload_reads_it_back(visitor):
    visitor.open(LESSON).open_drawers()
    visitor.act(partial(choose, visitor, "descent_points", "Your own points"))
    visitor.wait_for_address("descent_points", "Your own points")
    visitor.act(partial(visitor.type_text, "descent_own", "-1 0; 0.5 1; 2 0"))
    visitor.wait_for_address("descent_own", "-1 0; 0.5 1; 2 0")
    visitor.act(visitor.switch("descent_apart").click).wait_for_address("descent_apart", "true")
    choose(visitor, "descent_quadratic", "(y − a)²")
    visitor.wait_for_address("descent_quadratic", "(y − a)²")
    for key, typed in {"descent_w": "-2.5", "descent_eta_ce": "0.007"}.items():
        visitor.type_number(key, typed)
        visitor.wait_for_address(key, typed)
    visitor.settle()
    reload_keeps_all(visitor)
    visitor.type_number("descent_w", "-3")
    visitor.wait_for_address("descent_w", None)
    choose(visitor, "descent_points", "Five points, overlapping")
    visitor.wait_for_address("descent_points", None)


def test_a_control_in_a_tab_keeps_its_value_while_another_tab_is_open(visitor):
    visitor.open(LESSON)
    tab = visitor.tabs().index("Local minima")
    visitor.open_tab(tab).wait_for_address(tabs_key(LESSON), "Local minima")
    valley = visitor.element("descent_valleys").get_by_role("radio").last.inner_text().strip()
    wanted = {"descent_valley_eta": "0.27", "descent_valleys": valley}
    visitor.type_number("descent_valley_eta", "0.27")
    visitor.wait_for_address("descent_valley_eta", "0.27")
    visitor.act(partial(choose, visitor, "descent_valleys", valley)).wait_for_address("descent_valleys", valley)
    visitor.open_tab(0).wait_for_address(tabs_key(LESSON), None)
    assert all(visitor.element(key).count() == 0 for key in wanted)
    visitor.open_tab(tab)
    for key, value in wanted.items():
        visitor.wait_for_address(key, value)
        assert visitor.shows(key, value)


@pytest.mark.parametrize("name", ["Cost functions", "Backpropagation"])
def test_a_page_shows_what_its_address_says_as_a_session_without_a_browser_does(name, visitor, server):
    """All numbers and switches are moved, so every drawer is full. The code is the same on the other pages."""
    with ExitStack() as sessions:
        session = sessions.enter_context(visiting(server, name)).open_drawers()
        move_numbers_and_switches(session, {control.key: control.kind for control in controls(name)})
        visitor.open(name, **session.query)
        shown = {key: value for key, value in session.values.items() if session.controls[key].kind != "expandable"}
        assert len(shown) >= len(session.query) > 0
        assert {key for key in shown if not visitor.shows(key, shown[key])} == set()
        assert visitor.query.keys() == session.query.keys()
        assert {key for key in session.query if not same(visitor.query[key], session.query[key])} == set()


def choose(visitor: Visitor, key: str, text: str) -> None:
    """Click an option."""
    menu = visitor.element(key).get_by_role("combobox")
    if menu.count():
        visitor.unfold(menu)
        visitor.page.get_by_role("option", name=text, exact=True).click()
    else:
        visitor.element(key).get_by_role("radio").get_by_text(text, exact=True).click()


def reload_keeps_all(visitor: Visitor) -> None:
    """The page that the address opens shows what the address says, and what was there before."""
    before, asked = visitor.values, visitor.query
    visitor.page.reload()
    visitor.settle()
    after = visitor.values
    assert visitor.query == asked
    assert after == before
    assert {key: after[key] for key in after.keys() & asked if not same(after[key], asked[key])} == {}


def test_back_undoes_each_move_and_returns_to_each_page_at_its_defaults_and_then_as_it_was_left(visitor):
    """Leaving a page takes its values out of the address, which Streamlit makes an entry of its own."""
    names = ["Gradient descent", "Backpropagation"]
    keys = {name: next(control.key for control in controls(name) if control.kind == "Slider") for name in names}
    trail, defaults = list[tuple[str, str | None]](), dict[str, str]()
    visitor.open(names[0])
    for name in names:
        if name != names[0]:
            trail.append((names[names.index(name) - 1], None))
            visitor.go_by_menu(name)
        key, typed = keys[name], visitor.another_number(keys[name])
        defaults[key] = visitor.values[key]
        trail.append((name, None))
        visitor.act(partial(visitor.type_number, key, typed)).wait_for_address(key, typed)
        trail.append((name, typed))
        visitor.slider(key).press("ArrowRight")
        visitor.page.wait_for_function(
            "([key, typed]) => new URLSearchParams(location.search).get(key) !== typed", arg=[key, typed], polling=POLL
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
