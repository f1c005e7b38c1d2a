"""Handwritten digits: the book's two networks on 60,000 images, and what makes the difference between them."""

import streamlit as st

from core.digits.images import DigitsError
from core.digits.plan import NetPlan
from core.digits.run import DigitsRun
from core.networks.engine import Engine
from core.networks.trainer import Trainer
from ui.controls import Control, Slider
from ui.frame import close_lesson, open_lesson
from ui.lessons.handwritten_digits.actions import catch_up, draw_buttons
from ui.lessons.handwritten_digits.canvas import description, draw_stage, draw_words
from ui.lessons.handwritten_digits.controls import (
    ETA,
    GROUPS,
    LOG_COST,
    MENUS,
    NEAR,
    TWO,
    WIDTH,
    in_use,
    plan_now,
)
from ui.lessons.handwritten_digits.draw_digit import draw_digit
from ui.lessons.handwritten_digits.how_many_layers import how_many_layers
from ui.lessons.handwritten_digits.live import draw_live
from ui.lessons.handwritten_digits.look_inside import look_inside
from ui.lessons.handwritten_digits.nets import keep_files_in_address, say_missing
from ui.lessons.handwritten_digits.numbers import numbers
from ui.lessons.handwritten_digits.picture import say_parameters
from ui.lessons.handwritten_digits.presets import PRESETS, SET_BY_PRESETS
from ui.lessons.handwritten_digits.questions import PREDICT
from ui.lessons.handwritten_digits.running import (
    begin_anew,
    begin_before_the_controls,
    keep_in_address,
    keep_in_browser,
    what_to_run,
)
from ui.lessons.handwritten_digits.saved_nets import draw_saved
from ui.lessons.handwritten_digits.sections import in_short
from ui.lessons.handwritten_digits.speed_by_depth import speed_by_depth
from ui.lessons.handwritten_digits.take_away import take_away
from ui.lessons.handwritten_digits.what_changed import what_changed
from ui.presets import preset_buttons
from ui.questions import draw_questions
from ui.sections import NOTHING, draw_tabs, open_drawer
from ui.source import show_source
from ui.take_away import draw_take_away

lesson = open_lesson(__file__)


def draw(control: Control) -> None:
    """Draw any control; a slider changes nothing until it rests, since each of its values makes another run."""
    if isinstance(control, Slider):
        control.draw(redraws=NOTHING, disabled=not in_use(control))
    else:
        control.read(disabled=not in_use(control))


controls, picture = st.columns([1, 2], gap="medium")
address = st.container(key="unseen_digits")
keep_files_in_address(address)
begun = begin_before_the_controls(plan_now(), address)
with controls:
    for control in ETA:
        draw(control)
    buttons, now = st.container(horizontal=True, gap="small", key="play_row"), st.container()
    st.markdown("**Runs worth watching**")
    preset_buttons(PRESETS, SET_BY_PRESETS, key="digits", then=begin_anew, shows="play_row")
    draw(TWO)
    if not TWO.value():
        st.caption("There is one network now, A: the settings of B are grey, and count once a second one is beside it.")
    for pair in MENUS:
        for place, control in zip(st.columns(2, gap="small"), pair, strict=True):
            with place:
                draw(control)
    for control in WIDTH:
        draw(control)
    counted = st.container()
    for group, members in GROUPS.items():
        drawer = open_drawer(group, members, key="digits_group_" + group.split()[0].lower().strip(","))
        if drawer:
            with drawer:
                for control in members:
                    draw(control)
try:
    present = what_to_run(plan_now())
    catch_up(present)
except DigitsError as wrong:
    now.error(str(wrong), icon=":material/report:")
    st.stop()

with buttons:
    draw_buttons(present)
if not begun:
    keep_in_address(present, address)
keep_in_browser(present)
about = description(present.run, present.name, log_cost=LOG_COST.value(), near=NEAR.value())
with now, st.container(key="sentence_digits"):
    draw_live(present)
    draw_words(about, key="digits_words")
counted.caption(say_parameters(present.run))
with picture, st.container(key="picture_digits", border=False, gap=None):
    draw_stage(about, key="digits_stage")
if missing := say_missing(present.run):
    st.info(missing, icon=":material/upload_file:")
draw_take_away(lesson.title, take_away(present.run))
draw_tabs(
    {
        "In short": in_short,
        "What changed?": what_changed,
        "Look inside": lambda: look_inside(present),
        "Draw a digit": lambda: draw_digit(present),
        "Speed by depth": speed_by_depth,
        "How many layers": how_many_layers,
        "Numbers": lambda: numbers(present.run),
        "Save and load": lambda: draw_saved(present.run),
        "Predict": lambda: draw_questions(PREDICT),
    },
    key="digits_tab",
)
show_source(NetPlan, DigitsRun, Engine, Trainer, key="digits_code")
close_lesson(lesson)
