"""Samples of what benchmarks.accessibility and benchmarks.monkey do: axe-core on two pages, a monkey for a minute."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from benchmarks.accessibility import LEAST, lowest_contrast, violations
from benchmarks.browser import PAGES
from benchmarks.monkey import actions, let_loose
from tests.browser.visitor import Visitor, same

pytestmark = pytest.mark.browser
NAMED = "() => document.querySelector('[role=navigation]')"
KEYS_SCROLL = """() => [...document.querySelectorAll(".katex-display")]
  .every((part) => part.tabIndex === 0 || part.scrollHeight <= part.clientHeight + 1)"""


@pytest.mark.parametrize(
    ("lesson", "scheme", "section"),
    [("Cost functions", "light", {}), ("Train a network", "dark", {"train_tab": "Numbers"})],
)
def test_axe_core_finds_nothing_in_nodes_of_ours(lesson, scheme, section, visitor: Visitor):
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.open(lesson, **section)
    visitor.until(lambda: visitor.page.evaluate_handle(NAMED).as_element(), "the menu is a landmark")
    visitor.until(lambda: visitor.page.evaluate(KEYS_SCROLL), "what scrolls can be reached by keys")
    assert [each for each in violations(visitor.page, AXE_SCRIPT) if not each.excused] == []
    assert lowest_contrast(visitor.page) >= LEAST


def test_axe_core_finds_what_is_wrong(visitor: Visitor):
    visitor.page.goto("about:blank")
    visitor.page.set_content("<main><h1>Title</h1><h5>Too deep</h5><button></button></main>")
    found = {each.rule for each in violations(visitor.page, AXE_SCRIPT)}
    assert {"button-name", "heading-order"} <= found


def test_a_press_right_after_back_leaves_no_control_that_differs_from_the_address(visitor: Visitor):
    """Streamlit drops the restoration then; a script of ours asks for it again."""
    visitor.open("Saturated neurons", sat_b="-2.0", sat_x1="2.2")
    for key in ("sat_b", "sat_x1"):
        visitor.act(lambda key=key: visitor.type_number(key, "1"))
    press = """() => setTimeout(() => document.querySelectorAll('[class*="_tab "] [role=radio]')[1].click(), 60)"""
    visitor.page.evaluate(f"() => {{ history.go(-2); ({press})(); }}")
    visitor.until(lambda: visitor.shows("sat_b", "-2") and visitor.shows("sat_x1", "2.2"), "the page is as its address")
    assert visitor.query["sat_b"] == "-2.0"


@pytest.mark.parametrize(
    ("told", "is_told"),
    [
        ("speed_tab=Predict&speed_b=1.5", {"speed_b": "1.5"}),  # as a run may write that knew less
        ("", {"speed_log": "true", "speed_b": "1.5"}),
    ],
)
def test_the_address_comes_to_say_what_stands_in_the_controls(told, is_told, visitor: Visitor):
    visitor.open("Learning speed", **is_told)
    path = visitor.page.url.split("?")[0]
    visitor.page.evaluate("address => history.replaceState(null, '', address)", f"{path}?{told}")
    visitor.element("speed_b").evaluate("element => element.append('')")  # something is drawn, as by a run
    visitor.until(lambda: visitor.query.keys() == is_told.keys(), "the address is as the page")
    assert all(same(visitor.query[key], value) for key, value in is_told.items())


@pytest.mark.parametrize("name", ["Gradient descent", "Backpropagation", "Train a network", "Handwritten digits"])
def test_a_monkey_finds_nothing(name, chromium, server):
    """On the pages that have most to press; `python -m benchmarks.monkey` looses it on all, and for longer."""
    monkey = let_loose(chromium, server, name, seconds=4.0, seed=list(PAGES).index(name))
    assert (monkey.faults, monkey.done) == ([], monkey.done)


def test_what_a_monkey_does_follows_from_its_seed():
    one, again, other = actions(7), actions(7), actions(8)
    assert [one() for _ in range(99)] == [again() for _ in range(99)]
    assert one() != other()
