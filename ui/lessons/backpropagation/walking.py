"""Lesson 5: walking through the stages, and making updates."""

from functools import partial
from typing import Any

import streamlit as st

from core.explaining.training import train
from core.numerals import count, numeral
from ui.assignments import assign
from ui.controls import Control
from ui.lessons.backpropagation.controls import STAGE, last_stage, update_of
from ui.lessons.backpropagation.numbers import sheet_now, write
from ui.lessons.backpropagation.presets import note_updates, preset_now

STEPS = {1: "1 update", 100: "100 updates", 10_000: "10,000 updates"}
AGAIN = "Update and start over"
"""The text on the button that leads on from the last stage."""


def draw_stage_controls(fragment: str) -> None:
    """Draw the controls that move through the stages; after the last comes the update, and then the first again."""
    last = last_stage()
    stage = int(STAGE.draw(redraws=fragment, high=last))
    with st.container(horizontal=True, gap="small", key="walk_row"):
        st.button("Back", key="back_go_back", on_click=partial(_go, -1, last), disabled=stage == 0)
        at_end = stage == last
        st.button(
            AGAIN if at_end else "Next",
            key="back_go_next",
            on_click=partial(take_steps, 1, (STAGE, 0)) if at_end else partial(_go, 1, last),
            type="primary",
        )


def _go(by: int, last: int) -> None:
    """Go so many stages forward, or back if negative."""
    assign({STAGE.key: float(min(max(STAGE.value(high=last) + by, 0), last))})


def draw_update_buttons() -> None:
    """Draw the buttons that make updates."""
    with st.container(horizontal=True, gap="small", key="steps_row"):
        for steps, label in STEPS.items():
            st.button(label, key=f"back_take_{steps}", on_click=partial(take_steps, steps))


def take_steps(steps: int, *also: tuple[Control, Any]) -> None:
    """Make so many updates, put the new numbers in the place of the given ones, and set these controls besides."""
    sheet, before = sheet_now(), preset_now()
    update = update_of(sheet)
    try:
        network, x, y = sheet.network(), sheet.x(), sheet.y()
        costs, coming = train(network, x, y, update, steps)
        values = sheet.with_parameters(network.theta, coming.velocity if sheet.velocities else None)
    except ValueError as wrong:
        st.toast(f"The numbers stay as they are: {wrong}.", icon=":material/edit_off:")
        return
    write(values, coming.turn or 1, *also)
    note_updates(before, steps)
    st.toast(
        f"{count(steps)} {'update' if steps == 1 else 'updates'} later: C went from {numeral(costs[0])} to "
        f"{numeral(costs[-1], 6)}.",
        icon=":material/done:",
    )
