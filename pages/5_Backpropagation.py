"""Backpropagation: one forward and one backward pass through a small network, with every number and its formula."""

import streamlit as st

from core.explaining.gradient_check import central_differences
from core.explaining.training import updated
from core.explaining.walk import walk
from core.explaining.wrong_gradients import pass_back
from core.networks.network import Network
from ui.frame import close_lesson, open_lesson
from ui.lessons.backpropagation.breaking import break_tab
from ui.lessons.backpropagation.canvas import draw_network
from ui.lessons.backpropagation.checking import check_tab
from ui.lessons.backpropagation.computed import computed
from ui.lessons.backpropagation.controls import (
    BATCH,
    CONTROLS,
    COST,
    DIGITS,
    ETA,
    HIDDEN,
    HOLD,
    OUTPUT,
    SHAPE,
    STAGE,
    draw_batch,
    draw_shape,
    last_stage,
)
from ui.lessons.backpropagation.numbers import (
    PICTURE,
    choose_in_picture,
    draw_line,
    draw_value,
    sheet_now,
)
from ui.lessons.backpropagation.picture import draw_stage, scene_of
from ui.lessons.backpropagation.presets import LOOKS, PRESETS, note_now
from ui.lessons.backpropagation.questions import PREDICT
from ui.lessons.backpropagation.quiz import quiz_tab
from ui.lessons.backpropagation.sections import in_short, sides_tab, values_tab
from ui.lessons.backpropagation.take_away import take_away
from ui.lessons.backpropagation.walking import draw_stage_controls, draw_update_buttons
from ui.live import following
from ui.presets import preset_buttons
from ui.questions import draw_questions
from ui.sections import draw_tabs, open_drawer, outlet
from ui.source import show_source
from ui.take_away import draw_take_away

LIVE = "back_live"

lesson = open_lesson(__file__)
controls, picture = st.columns([1, 2.3], gap="medium")
with controls:
    first = st.container(key="hero_back")
    st.markdown("**Networks worth walking through**")
    preset_buttons(PRESETS, CONTROLS, key="back", looks=LOOKS)
    note = st.container(key="note_back")
    HIDDEN.read()
    OUTPUT.read()
    COST.read()
    drawer = open_drawer("Layers, neurons, instances", SHAPE, key="back_shape")
    if drawer:
        with drawer:
            draw_shape()
    drawer = open_drawer("Batch, turns, momentum", BATCH, key="back_batch")
    if drawer:
        with drawer:
            draw_batch(LIVE)
    HOLD.read()
    DIGITS.read()
    draw_line()
note.markdown(note_now())
with first:
    draw_value(LIVE)
    draw_stage_controls(LIVE)
    ETA.draw(redraws=LIVE)
    sentence = outlet("sentence_back")
    draw_update_buttons()
with picture, st.container(key="picture_back", border=False, gap=None):
    with st.container(key="drawn_back"):
        draw_network(key=PICTURE, on_choose=choose_in_picture)
    formula = outlet("formula_back")


@following(LIVE)
def live() -> None:
    """Draw the part that follows a moving slider: the sentence, the network at this stage, and the chosen formula."""
    draw_stage(sheet_now(), int(STAGE.value(high=last_stage())), sentence, formula)


live()
draw_take_away(lesson.title, take_away(sheet_now()))
draw_tabs(
    {
        "In short": in_short,
        "Check it": computed(check_tab),
        "Break it": computed(break_tab),
        "Quiz": computed(quiz_tab),
        "∂C/∂a and ∂C/∂z": computed(lambda _: sides_tab(scene_of(sheet_now()))),
        "All values": computed(lambda _: values_tab(scene_of(sheet_now()).walk)),
        "Predict": lambda: draw_questions(PREDICT),
    },
    key="back_tab",
)
show_source(walk, updated, Network, central_differences, pass_back, key="back_code")
close_lesson(lesson)
