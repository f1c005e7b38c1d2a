"""Backpropagation: one walk forward and back through a small network, with every number and its formula."""

from collections.abc import Callable

import streamlit as st

from core.explaining.gradient_check import central_differences, check
from core.explaining.stages import Walk
from core.explaining.training import updated
from core.explaining.walk import walk
from core.explaining.worksheet import Worksheet, key_of
from core.explaining.wrong_gradients import pass_back
from core.networks.network import Network
from core.types import Array
from ui.frame import close_lesson, open_lesson
from ui.lessons.backpropagation.canvas import draw_network
from ui.lessons.backpropagation.controls import (
    CHOICE_MADE,
    CONTROLS,
    COST,
    DIGITS,
    ETA,
    HIDDEN,
    HOLD,
    OUTPUT,
    PICTURE,
    SHAPE,
    STAGE,
    choose_in_picture,
    chosen_key,
    computable,
    draw_hidden_state,
    draw_shape,
    draw_value,
    forget_slider,
    go,
    held_code,
    moved,
    sheet_now,
    stages,
    take_steps,
)
from ui.lessons.backpropagation.picture import draw_formula, say_stage
from ui.lessons.backpropagation.presets import LOOKS, NO_NOTE, PRESETS
from ui.lessons.backpropagation.sections import break_tab, check_tab, in_short, quiz_tab, sides_tab, values_tab
from ui.live import following
from ui.presets import note_of, preset_buttons
from ui.sections import draw_tabs, open_drawer, outlet
from ui.source import show_source

STEPS = {1: "1 update", 100: "100 updates", 10_000: "10,000"}
LIVE = "back_live"

lesson = open_lesson(__file__)
controls, picture = st.columns([1, 2.3], gap="medium")
with controls:
    hero = st.container(key="hero_back")
    st.markdown("**Networks worth walking through**")
    preset_buttons(PRESETS, CONTROLS, key="back", then=forget_slider)
    note = st.container(key="note_back")
    HIDDEN.read()
    OUTPUT.read()
    COST.read()
    drawer = open_drawer("Layers, neurons, instances", SHAPE, key="back_shape")
    if drawer:
        with drawer:
            draw_shape()
    HOLD.read()
    DIGITS.read()
    values = draw_hidden_state()
sheet = sheet_now(values)
note.markdown(note_of(PRESETS, CONTROLS, looks=LOOKS, otherwise=NO_NOTE))
last = stages(sheet) - 1
with hero:
    draw_value(sheet, LIVE)
    STAGE.draw(redraws=LIVE, high=last)
    with st.container(horizontal=True, gap="small", key="walk_row"):
        st.button("Back", key="back_go_back", on_click=go, args=(-1, last))
        st.button("Next", key="back_go_next", on_click=go, args=(1, last), type="primary")
    ETA.draw(redraws=LIVE)
    sentence = outlet("sentence_back")
    with st.container(horizontal=True, gap="small", key="steps_row"):
        for steps, label in STEPS.items():
            st.button(label, key=f"back_take_{steps}", on_click=take_steps, args=(steps,))
with picture, st.container(key="picture_back", border=False, gap=None):
    drawn, formula = outlet("drawn_back"), outlet("formula_back")


def walk_through(sheet: Worksheet) -> Walk:
    """The walk that the controls ask for. Raises ValueError if output, cost and targets do not go together."""
    eta, digits = ETA.value(), int(DIGITS.value())
    return walk(sheet.network(), sheet.x(), sheet.y(), eta, hold_biases=HOLD.value(), digits=digits)


@following(LIVE)
def live() -> None:
    """What follows the hand: the network at this stage, the sentence, and the chosen formula."""
    if st.session_state.pop(CHOICE_MADE, False):
        st.rerun()
    now, stage = moved(sheet), int(STAGE.value(high=last))
    try:
        walked = walk_through(now)
        told = say_stage(walked, now, stage, HOLD.value(), check(now.network(), now.x(), now.y()))
    except ValueError as wrong:
        now, stage = computable(now), 0
        walked, told = walk_through(now), f"**This cannot be computed**: {wrong}."
    chosen, held = chosen_key(now), key_of(held_code(now), now.instances)
    sentence.markdown(told)
    with drawn:
        draw_network(walked, now, stage, chosen, int(DIGITS.value()), key=PICTURE, on_choose=choose_in_picture)
    with formula:
        draw_formula(walked, stage, chosen, held)


def needs(draw: Callable[[Network, Array, Array], None]) -> Callable[[], None]:
    """A section that needs a network which can be computed."""

    def section() -> None:
        try:
            network, x, y = sheet.network(), sheet.x(), sheet.y()
        except ValueError as wrong:
            st.markdown(f"There is nothing to show as long as this cannot be computed: {wrong}.")
        else:
            draw(network, x, y)

    return section


live()
sections = {
    "In short": in_short,
    "Check it": needs(check_tab),
    "Break it": needs(lambda network, x, y: break_tab(network, x, y, ETA.value(), HOLD.value())),
    "Quiz": needs(lambda network, x, y: quiz_tab(network, x, y, ETA.value())),
    "∂C/∂a and ∂C/∂z": needs(lambda *_: sides_tab(walk_through(sheet), sheet)),
    "All values": needs(lambda *_: values_tab(walk_through(sheet))),
}
draw_tabs(sections, key="back_tab")
show_source(walk, updated, Network, central_differences, pass_back, key="back_code")
close_lesson(lesson)
