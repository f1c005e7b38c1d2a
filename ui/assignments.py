"""Values that the program gives to controls, kept until the browser knows of them.

Each message from the browser says what stands in all controls. A message that was sent before the browser had heard of
a new value still says the old one, and Streamlit takes it: a second click that follows fast would undo what the first
has set. So each assignment has a number, and an unseen control, the stamp, brings the latest number to the browser,
after all other controls. A message with a lower stamp does not know of the assignment yet.

A page draws what was assigned, and its controls bring it into the address. But a browser that is busy puts messages
together, and if one of them is for a fragment, then only that fragment runs: it has to see to the page.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from ui.frames import let_the_run_before_end, page_runs

_ASSIGNED = "assignments"
STAMP = "assignments_stamp"
"""The key of the unseen control that brings the number of the latest assignment to the browser."""


@dataclass(frozen=True)
class _Assignment:
    """A value that the program has given to a control, its number, and the values that the control had before."""

    number: int
    value: Any
    before: tuple[Any, ...]


@dataclass
class _Assignments:
    """The latest assignment of each control in this session, by key; the page has drawn those up to number `drawn`.

    `undrawn` are the controls that have not been drawn since, such as those of a section that was left at once.
    Streamlit then gives them back the value that they had when they were last drawn. `name` tells the stamps of this
    session from those that a browser may bring from another one, whose server it has lost.
    """

    name: str = field(default_factory=lambda: uuid.uuid4().hex[:8])
    number: int = 0
    drawn: int = 0
    undrawn: set[str] = field(default_factory=set[str])
    latest: dict[str, _Assignment] = field(default_factory=dict[str, _Assignment])


def assign(values: Mapping[str, Any]) -> None:
    """Give controls new values, by key; these stand until the browser says something newer."""
    made: _Assignments = st.session_state.setdefault(_ASSIGNED, _Assignments())
    before = {key: _before(made, key) for key in values}
    made.number += 1
    for key, value in values.items():
        made.latest[key] = _Assignment(made.number, value, before[key])
        made.undrawn.add(key)
    for key, value in values.items():
        st.session_state[key] = value


def _before(made: _Assignments, key: str) -> tuple[Any, ...]:
    """Return the values that the browser may still say of a control."""
    if is_unknown(key):
        earlier = made.latest[key]
        return (*earlier.before, earlier.value)
    return (st.session_state.get(key),)


def assigned(key: str) -> int:
    """Return the number of the latest assignment of a control, 0 if there has been none."""
    made: _Assignments | None = st.session_state.get(_ASSIGNED)
    latest = None if made is None else made.latest.get(key)
    return 0 if latest is None else latest.number


def is_unknown(key: str) -> bool:
    """Return whether the session state holds an older value than was assigned, which the browser does not know yet."""
    made: _Assignments | None = st.session_state.get(_ASSIGNED)
    if made is None or key not in made.latest:
        return False
    latest = made.latest[key]
    unheard = key in made.undrawn or _number_heard(made) < latest.number
    return unheard and st.session_state.get(key) in latest.before


def held(key: str, otherwise: Any) -> Any:
    """Return the value of a control; `otherwise` if it has none."""
    if is_unknown(key):
        return st.session_state[_ASSIGNED].latest[key].value
    return st.session_state.get(key, otherwise)


def assign_again(key: str) -> None:
    """Give a control once more what was assigned to it, if the browser does not know; call it before it is drawn."""
    if is_unknown(key):
        st.session_state[key] = held(key, None)
    if _ASSIGNED in st.session_state:
        st.session_state[_ASSIGNED].undrawn.discard(key)


def see_to_the_page() -> None:
    """Let the page run, once, if only a fragment runs though something was assigned; call it first in a fragment."""
    let_the_run_before_end()
    made: _Assignments | None = st.session_state.get(_ASSIGNED)
    if made is not None and made.drawn < made.number and not page_runs():
        made.drawn = made.number
        st.rerun()


def draw_stamp() -> None:
    """Draw the unseen control that tells the browser the number of the latest assignment; draw it last on a page."""
    made: _Assignments = st.session_state.setdefault(_ASSIGNED, _Assignments())
    made.drawn, stamp = made.number, f"{made.name} {made.number}"
    if st.session_state.get(STAMP) != stamp:
        st.session_state[STAMP] = stamp
    with st.container(key="unseen_stamp"):
        st.text_input("The number of the latest assignment", key=STAMP, label_visibility="collapsed")


def _number_heard(made: _Assignments) -> int:
    """Return the number of the latest assignment that the browser knows of."""
    if STAMP not in st.session_state:
        return made.number
    name, _, number = str(st.session_state[STAMP]).partition(" ")
    return int(number) if name == made.name and number.isdecimal() and len(number) < 10 else 0
