"""The address is the state: what a control says stands there, and what stands there a control says.

A real server, and no browser. That Streamlit's page writes what it is asked to is tested with each kind of control in
tests/browser/test_addresses.py.
"""

from contextlib import ExitStack

import pytest

from benchmarks.browser import AT_REST, PAGES
from benchmarks.declarations import controls, tabs_key
from tests.sampling import some
from tests.session import Control, Session, visiting

GUESSES = "_question_guess_"
"""In the keys of guesses, which are no state of the page: a link opens a question unanswered."""
KINDS = {"Slider": "number_input", "Switch": "checkbox", "Choice": ("button_group", "selectbox")}


@pytest.fixture
def visit(server):
    """Open a page in a session of its own."""
    with ExitStack() as sessions:
        yield lambda name, query=None: sessions.enter_context(visiting(server, name, query))


GREYS = ("digits_two",)
"""Switches that grey other controls when they are off: they are moved last."""


@pytest.mark.parametrize("name", PAGES)
def test_every_control_writes_the_address_and_a_reload_reads_it_back(name, visit):
    session = visit(name, AT_REST.get(name)).open_drawers().close_drawers_without_controls()
    left = {control.key: control.kind for control in controls(name) if control.key not in GREYS}
    key = tabs_key(name)
    for tab in session.controls[key].options if key else [None]:
        if tab:
            move_and_find_in_the_address(session, {key: tab})
        before = len(left)
        move_numbers_and_switches(session, left)
        if not choose_some_options(session, left, visit) and len(left) < before:
            reload_keeps_all(session, visit)
    assert not left
    move_and_find_in_the_address(session, {key: False for key in GREYS if session.offers(key)})
    reload_keeps_all(session, visit)


def move_and_find_in_the_address(session: Session, values: dict[str, float | str | bool]) -> None:
    """Move controls; each stands in the address alone, but for what others move with it, and keeps its value.

    A slider that a section repeats writes the first one's parameter.
    """
    before = session.controls
    session.move_all(values)
    after = session.controls
    assert {key: session.held[after[key].proto.id] for key in values} == values
    for key, value in values.items():
        parameter = key.removesuffix("_again")
        assert (parameter in session.query) == (value != before[key].default), key
        assert value == before[key].default or same(session.query[parameter], session.values[key]), key


def move_numbers_and_switches(session: Session, left: dict[str, str]) -> None:
    """Move all that are on the page and can be moved, those of one kind at the same time."""
    for kind in ("Switch", "Slider"):  # a switch may be what enables a slider
        moved: dict[str, float | bool] = {}
        for key in [key for key in left if left[key] == kind and session.offers(key)]:
            left.pop(key)
            control = session.controls[key]
            assert control.kind in KINDS[kind]
            moved[key] = another_value(session, control)
        move_and_find_in_the_address(session, moved)


BRINGING = ("descent_optimizer", "back_layers", "train_compare", "train_layers", "train_optimizer")
"""Choices of many options, several of which bring a control that must be moved, too."""


def choose_some_options(session: Session, left: dict[str, str], visit) -> bool:
    """Choose two options of all choices on the page, then their defaults, and move what only then can be moved.

    Options are written and read alike, so two stand for all, but for a choice whose options bring other controls.

    Before the defaults the page is reloaded; return whether there are any choices.

    Choices that are on the page together take their next options at the same time. One that another's option brings
    takes all of its own before that moves on.
    """
    choices = [key for key in left if left[key] == "Choice" and session.offers(key)]
    first = {key: session.values[key] for key in choices}
    untried = {key: [text for text in session.controls[key].options if text != first[key]] for key in choices}
    untried = {key: texts if key in BRINGING else some(texts, 2) for key, texts in untried.items()}
    for key in choices:
        assert session.controls[key].kind in KINDS["Choice"]
        left.pop(key)
    while any(untried.values()):
        move_and_find_in_the_address(session, {key: texts.pop(0) for key, texts in untried.items() if texts})
        move_numbers_and_switches(session, left)
        choose_some_options(session, left, visit)
    if choices:
        reload_keeps_all(session, visit)
        move_and_find_in_the_address(session, first)
    return bool(choices)


def another_number(control: Control, value: float, steps: int = 6) -> float:
    """A value so many steps away, upwards where there is room, or else one of the ends."""
    low, high, step = control.proto.min, control.proto.max, control.proto.step
    other = value + steps * step if value + steps * step <= high else value - steps * step
    return float(f"{next(end for end in (max(low, other), high, low) if end != value):.10g}")


def another_value(session: Session, control: Control) -> float | str | bool:
    """A value that the control can take and has not."""
    held = session.held[control.proto.id]
    if control.options:
        return [text for text in control.options if text != held][-1]
    return not held if control.kind == "checkbox" else another_number(control, held)


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
    tabs = [*some(row.options[:-1], 3), row.options[-1]]  # the last has controls on every page
    keys, parameters = dict[str, set[str]](), dict[str, set[str]]()
    values, query = dict[str, str](), dict[str, str]()
    for tab in tabs:
        session.move(row.key, tab)
        inside = [each for each in session.drawn.values() if each.fragment and each.kind != "expandable"]
        inside = [each for each in inside if GUESSES not in each.key]
        for later in (False, True):  # a number that moves may reset a choice
            moved = [control for control in inside if bool(control.options) == later]
            move_and_find_in_the_address(session, {each.key: another_value(session, each) for each in moved})
        keys[tab], parameters[tab] = {control.key for control in inside}, set(session.query)
        values |= session.values
        query |= session.query
    repeated = {
        key.removesuffix("_again") for key in values if key.endswith("_again")
    }  # they stand above the tabs, too
    for tab in tabs:
        session.move(row.key, tab)
        assert not session.controls.keys() & set().union(*keys.values()) - keys[tab]
        assert {key: session.values[key] for key in keys[tab]} == {key: values[key] for key in keys[tab]}
        assert session.query.keys() - parameters[tab] <= repeated and parameters[tab] <= session.query.keys()
        assert {key for key in session.query if not same(session.query[key], query[key])} <= {row.key}


def same(one: str, other: str) -> bool:
    """Whether two texts say the same value: 2.0 and 2 do."""
    try:
        return float(one) == float(other)
    except ValueError:
        return one == other
