"""The address is the state: what a control says stands there, and what stands there a control says.

A real server, and no browser. That Streamlit's page writes what it is asked to is tested with each kind of control in
tests/browser/test_addresses.py.
"""

from contextlib import ExitStack

import pytest

from benchmarks.browser import PAGES
from benchmarks.declarations import controls, tabs_key
from tests.session import Control, Session, visiting

GUESSES = "_question_guess_"
"""In the keys of guesses, which are no state of the page: a link opens a question unanswered."""
KINDS = {"Slider": "number_input", "Switch": "checkbox", "Choice": ("button_group", "selectbox")}


@pytest.fixture
def visit(server):
    """Open a page in a session of its own."""
    with ExitStack() as sessions:
        yield lambda name, query=None: sessions.enter_context(visiting(server, name, query))


@pytest.mark.parametrize("name", PAGES)
def test_every_control_writes_the_address_and_a_reload_reads_it_back(name, visit):
    session = visit(name).open_drawers()
    left = {control.key: control.kind for control in controls(name)}
    key = tabs_key(name)
    for tab in session.controls[key].options if key else [None]:
        if tab:
            move_and_find_in_the_address(session, key, tab)
        move_numbers_and_switches(session, left)
        reload_keeps_all(session, visit)
        for choice in [choice for choice in left if left[choice] == "Choice" and session.offers(choice)]:
            left.pop(choice)
            choose_each_option(session, choice, left, visit)
    assert not left


def move_and_find_in_the_address(session: Session, key: str, value: float | str | bool) -> None:
    """Move a control; it stands in the address alone, but for what others move with it, and keeps its value.

    A slider that a section repeats writes the first one's parameter.
    """
    control, parameter = session.controls[key], key.removesuffix("_again")
    session.move(key, value)
    assert session.held[session.controls[key].proto.id] == value
    assert (parameter in session.query) == (value != control.default)
    assert value == control.default or same(session.query[parameter], session.values[key])


def move_numbers_and_switches(session: Session, left: dict[str, str]) -> None:
    """Move all that are on the page and can be moved."""
    for kind in ("Switch", "Slider"):  # a switch may be what enables a slider
        for key in [key for key in left if left[key] == kind and session.offers(key)]:
            left.pop(key)
            control = session.controls[key]
            assert control.kind in KINDS[kind]
            held = session.held[control.proto.id]
            move_and_find_in_the_address(session, key, not held if kind == "Switch" else another_number(control, held))


def choose_each_option(session: Session, key: str, left: dict[str, str], visit) -> None:
    """Choose every option, the default last, and move what only then can be moved."""
    assert session.controls[key].kind in KINDS["Choice"]
    first = session.values[key]
    offered = {other for other in left if session.offers(other)}
    for text in [text for text in session.controls[key].options if text != first]:
        move_and_find_in_the_address(session, key, text)
        move_numbers_and_switches(session, left)
        for other in [other for other in left if left[other] == "Choice" and session.offers(other)]:
            if other not in offered:
                left.pop(other)
                choose_each_option(session, other, left, visit)
    reload_keeps_all(session, visit)
    move_and_find_in_the_address(session, key, first)


def another_number(control: Control, value: float, steps: int = 6) -> float:
    """A value so many steps away, upwards where there is room, or else one of the ends."""
    low, high, step = control.proto.min, control.proto.max, control.proto.step
    other = value + steps * step if value + steps * step <= high else value - steps * step
    return float(f"{next(end for end in (max(low, other), high, low) if end != value):.10g}")


def reload_keeps_all(session: Session, visit) -> None:
    """The page that the address opens shows what the address says, and what was there before."""
    again = visit(session.name, session.query)
    assert again.query == session.query
    before, after = session.values, again.values
    drawers = {key for key, each in session.controls.items() if each.kind == "expandable"}
    assert {key: value for key, value in after.items() if key not in drawers} == {
        key: value for key, value in before.items() if key not in drawers and (key in after or key in again.query)
    }
    assert {key: after[key] for key in after.keys() & again.query if not same(after[key], again.query[key])} == {}


@pytest.mark.parametrize("name", [name for name in PAGES if tabs_key(name)])
def test_a_control_in_a_tab_keeps_its_value_while_another_tab_is_open(name, visit):
    session = visit(name)
    row = session.controls[tabs_key(name)]
    for at, tab in enumerate(row.options):
        session.move(row.key, tab)
        inside = [each for each in session.drawn.values() if each.fragment and each.kind != "expandable"]
        inside = [each for each in inside if GUESSES not in each.key]
        for control in inside:
            held = session.held[control.proto.id]
            others = [text for text in control.options if text != held]
            other = others[-1] if others else not held if control.kind == "checkbox" else another_number(control, held)
            move_and_find_in_the_address(session, control.key, other)
        keys = {control.key for control in inside}
        values, query = session.values, dict(session.query)
        session.move(row.key, row.options[at - 1])
        assert not keys & session.controls.keys()
        session.move(row.key, tab)
        assert session.values == values
        assert session.query.keys() == query.keys()
        assert {key for key in query if not same(session.query[key], query[key])} == set()


def same(one: str, other: str) -> bool:
    """Whether two texts say the same value: 2.0 and 2 do."""
    try:
        return float(one) == float(other)
    except ValueError:
        return one == other
