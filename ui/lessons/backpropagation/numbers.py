"""Lesson 5: the given numbers, which can be moved, typed and drawn at random.

The numbers that were changed are one line of text, in the control VALUES, and nowhere else. A slider shows one of them:
it writes each value at which it rests into that line, and while it moves its value replaces the line's (`sheet_now`).
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from core.explaining.quantities import MEANINGS, Key, symbol_of
from core.explaining.stages import Stage
from core.explaining.worksheet import (
    GIVEN,
    Fault,
    Worksheet,
    changes,
    key_of,
    random_values,
    read_line,
    write_values,
)
from core.numerals import count
from ui.addresses import shown_text
from ui.assignments import assign
from ui.controls import Control, put
from ui.lessons.backpropagation.controls import CHOSEN, HELD, TURN, VALUE, VALUES, kind_of, sheet_of
from ui.live import moving_value, overrule, stop_moving

MOST_FAULTS = 5
"""A warning names so many entries and counts the others."""
PICTURE = "back_net"


def sheet_now() -> Worksheet:
    """Return the worksheet that the controls describe, with the value of the slider while it moves."""
    sheet = sheet_of(_values())
    moving = moving_value(VALUE.key, None)
    return sheet if moving is None else sheet_of(sheet.changed(held_code(sheet), moving))


def held_code(sheet: Worksheet) -> str:
    """Return the name of the given number that the slider moves."""
    return HELD.value() if sheet.has(HELD.value()) else "w111"


def chosen_key(sheet: Worksheet, stage: Stage) -> Key | None:
    """Return the chosen quantity; where none was chosen, the first that this stage is there for."""
    chosen = CHOSEN.value()
    return key_of(chosen, sheet.instances) if chosen else stage.first


# --- Controls --------------------------------------------------------------------------------------------------------


def draw_value(fragment: str) -> None:
    """Draw the slider of the given number that was chosen last."""
    sheet = sheet_now()
    code = held_code(sheet)
    key = key_of(code, sheet.instances)
    label = f"{symbol_of(key).plain}, {MEANINGS[key.kind]}" if key is not None else ""
    VALUE.draw(redraws=fragment, stands_at=sheet.value(code), then=partial(_change, code), label=label)


def draw_line() -> None:
    """Draw the line of numbers that were changed, and buttons that change all of them."""
    with st.container(key="unseen_back"):
        CHOSEN.read()
        HELD.read()
    VALUES.read()
    with st.container(horizontal=True, gap="small", key="numbers_row"):
        st.button("Random weights", key="back_random", on_click=_draw_random)
        st.button("As at the start", key="back_again", on_click=partial(write, {}))
    said = [say_faults(read_line(VALUES.value()).faults), say_waiting(sheet_now())]
    if any(said):
        st.warning("\n\n".join(filter(None, said)), icon=":material/rule:")


def say_faults(faults: Sequence[Fault]) -> str:
    """Return which entries of the line are left out, and why; nothing if there are none."""
    if not faults:
        return ""
    listed = "; ".join(f"{shown_text(fault.entry[:40])} {fault.reason}" for fault in faults[:MOST_FAULTS])
    rest = len(faults) - MOST_FAULTS
    more = f"; and {count(rest)} more" if rest > 0 else ""
    return f"Left out, while all other numbers count: {listed}{more}."


def say_waiting(sheet: Worksheet) -> str:
    """Return which numbers belong to no place in this network; nothing if there are none."""
    waiting = sorted(set(sheet.values) - set(sheet.given()))
    if not waiting:
        return ""
    rest = len(waiting) - MOST_FAULTS
    more = f" and {count(rest)} more" if rest > 0 else ""
    return f"Kept, but without a place in this network: {', '.join(waiting[:MOST_FAULTS])}{more}."


# --- Changing the numbers --------------------------------------------------------------------------------------------


def choose_in_picture() -> None:
    """Choose the quantity that was pressed in the picture."""
    state = st.session_state.get(PICTURE)
    choice = state.choice if state is not None else None
    code = str(choice["code"]) if choice is not None else ""
    kind = kind_of(code)
    if kind is None:
        return
    assign({CHOSEN.key: code})
    if kind in GIVEN:
        assign({HELD.key: code})


def _change(code: str, value: float) -> None:
    """Change one number: the slider has come to rest, or a value was typed."""
    assign({VALUES.key: write_values(sheet_of(_values()).changed(code, value))})


def _values() -> dict[str, float]:
    return read_line(VALUES.value()).values


def write(values: Mapping[str, float], turn: int = 1, *also: tuple[Control, Any]) -> None:
    """Change all numbers at once, the instance whose turn it is, and other controls; this ends a drag of the slider."""
    settings = ((VALUES, write_values(changes(values))), (TURN, turn), *also)
    put(*settings)
    stop_moving(VALUE.key)
    overrule([VALUE.key, *(control.key for control, _ in settings)])


def _draw_random() -> None:
    """Put random weights and biases in the place of the given ones."""
    seed = st.session_state["back draws"] = st.session_state.get("back draws", 0) + 1
    write(random_values(sheet_now(), seed))
