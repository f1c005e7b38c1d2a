"""Lesson 5: the given numbers, which can be moved, updated and drawn at random.

The numbers that were changed are one line of text, in the control VALUES, and nowhere else. A slider shows one of them:
it writes each value at which it rests into that line, and while it moves its value replaces the line's (`sheet_now`).
"""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from core.explaining.quantities import MEANINGS, Key, symbol_of
from core.explaining.training import train
from core.explaining.worksheet import GIVEN, Worksheet, changes, key_of, random_values, read_values, write_values
from core.numerals import count, numeral
from ui.addresses import shown_text
from ui.assignments import assign
from ui.lessons.backpropagation.controls import CHOSEN, HELD, VALUE, VALUES, kind_of, sheet_of, update_now
from ui.live import moving_value, overrule, stop_moving

STEPS = {1: "1 update", 100: "100 updates", 10_000: "10,000"}
PICTURE = "back_net"
_CHOICE_MADE = "back choice made"


def sheet_now() -> Worksheet:
    """Return the worksheet that the controls describe, with the value of the slider while it moves."""
    sheet = sheet_of(_values())
    moving = moving_value(VALUE.key, None)
    return sheet if moving is None else sheet_of(sheet.changed(held_code(sheet), moving))


def held_code(sheet: Worksheet) -> str:
    """Return the name of the given number that the slider moves."""
    return HELD.value() if sheet.has(HELD.value()) else "w111"


def chosen_key(sheet: Worksheet) -> Key | None:
    """Return the chosen quantity."""
    return key_of(CHOSEN.value(), sheet.instances)


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
    text = VALUES.read()
    with st.container(horizontal=True, gap="small", key="numbers_row"):
        st.button("Random weights", key="back_random", on_click=_draw_random)
        st.button("As at the start", key="back_again", on_click=partial(_write, {}))
    try:
        read_values(text)
    except ValueError as wrong:
        st.warning(f"The line is left out: {shown_text(str(wrong))}", icon=":material/rule:")


def draw_update_buttons() -> None:
    """Draw the buttons that make updates."""
    with st.container(horizontal=True, gap="small", key="steps_row"):
        for steps, label in STEPS.items():
            st.button(label, key=f"back_take_{steps}", on_click=partial(_take_steps, steps))


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
    st.session_state[_CHOICE_MADE] = True


def run_page_after_choice() -> None:
    """Run the whole page if a quantity was chosen in its fragment, since the slider is outside."""
    if st.session_state.pop(_CHOICE_MADE, False):
        st.rerun()


def _change(code: str, value: float) -> None:
    """Change one number: the slider has come to rest, or a value was typed."""
    assign({VALUES.key: write_values(sheet_of(_values()).changed(code, value))})


def _values() -> dict[str, float]:
    try:
        return read_values(VALUES.value())
    except ValueError:
        return {}


def _write(values: Mapping[str, float]) -> None:
    """Change all numbers at once; this ends a drag of the slider."""
    stop_moving(VALUE.key)
    overrule([VALUE.key])
    assign({VALUES.key: write_values(changes(values))})


def _take_steps(steps: int) -> None:
    """Make so many updates with all instances, and put the new numbers in the place of the given ones."""
    sheet, update = sheet_now(), update_now()
    try:
        network, x, y = sheet.network(), sheet.x(), sheet.y()
        costs = train(network, x, y, update.eta, steps, hold_biases=update.hold_biases)
        values = sheet.with_parameters(network.theta)
    except ValueError as wrong:
        st.toast(f"The numbers stay as they are: {wrong}.", icon=":material/edit_off:")
        return
    _write(values)
    st.toast(
        f"{count(steps)} {'update' if steps == 1 else 'updates'} later: C went from {numeral(costs[0])} to "
        f"{numeral(costs[-1], 6)}.",
        icon=":material/done:",
    )


def _draw_random() -> None:
    """Put random weights and biases in the place of the given ones."""
    seed = st.session_state["back draws"] = st.session_state.get("back draws", 0) + 1
    _write(random_values(sheet_now(), seed))
