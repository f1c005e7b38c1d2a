"""Samples of what benchmarks.accessibility and benchmarks.monkey do: axe-core on two pages, a monkey for a minute."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from benchmarks.accessibility import LEAST, lowest_contrast, violations
from benchmarks.browser import PAGES, TAUGHT
from benchmarks.monkey import actions, let_loose
from tests.browser.visitor import Visitor, same
from tests.sampling import some

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


def test_the_address_comes_to_say_what_stands_in_the_controls(visitor: Visitor):
    visitor.open("Learning speed", speed_b="1.5")
    it_comes_to_say(visitor, {"speed_b": "1.5"}, though="speed_tab=Predict&speed_b=1.5")  # by a run that knew less
    visitor.turn_to("Learning speed", speed_log="true", speed_b="1.5")
    it_comes_to_say(visitor, {"speed_log": "true", "speed_b": "1.5"}, though="")


def it_comes_to_say(visitor: Visitor, is_told: dict[str, str], *, though: str) -> None:
    """Write another query into the address; the page puts its own there again as soon as anything is drawn."""
    path = visitor.page.url.split("?")[0]
    visitor.page.evaluate("address => history.replaceState(null, '', address)", f"{path}?{though}")
    visitor.element("speed_b").evaluate("element => element.append('')")  # something is drawn, as by a run
    visitor.until(lambda: visitor.query.keys() == is_told.keys(), "the address is as the page")
    assert all(same(visitor.query[key], value) for key, value in is_told.items())


@pytest.mark.parametrize("name", some(TAUGHT, 0, always=["Handwritten digits"]))
def test_a_monkey_finds_nothing(name, chromium, server):
    """On the page that has most to press; `python -m benchmarks.monkey` has it on all, and for longer."""
    monkey = let_loose(chromium, server, name, seconds=4.0, seed=list(PAGES).index(name))
    assert (monkey.faults, monkey.done) == ([], monkey.done)


def test_what_a_monkey_does_follows_from_its_seed():
    one, again, other = actions(7), actions(7), actions(8)
    assert [one() for _ in range(99)] == [again() for _ in range(99)]
    assert one() != other()
