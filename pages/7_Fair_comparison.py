"""Fair comparison: methods over many seeds, each at its own best learning rate, with the failures counted."""

import streamlit as st

from core.statistics.sign_test import sign_test
from core.statistics.verdict import judge
from core.study.study import Study
from ui.controls import Control, Slider
from ui.experiments import begin_soon, draw_buttons, draw_found, held_of
from ui.frame import close_lesson, open_lesson
from ui.lessons.fair_comparison.controls import COMPARE, DATA, GROUPS, OWN, SEEDS, START, in_use, settings_now
from ui.lessons.fair_comparison.from_file import draw_field, draw_opened, draw_way_back, opened
from ui.lessons.fair_comparison.one_run import one_run
from ui.lessons.fair_comparison.own_points import own_points
from ui.lessons.fair_comparison.picture import draw_study
from ui.lessons.fair_comparison.presets import PRESETS, SET_BY_PRESETS
from ui.lessons.fair_comparison.questions import PREDICT
from ui.lessons.fair_comparison.sections import how_they_learned, in_short, numbers
from ui.lessons.fair_comparison.studying import offer
from ui.lessons.fair_comparison.take_away import take_away
from ui.lessons.fair_comparison.words import say_settings
from ui.presets import preset_buttons
from ui.questions import draw_questions
from ui.sections import NOTHING, draw_tabs, open_drawer
from ui.source import show_source
from ui.take_away import draw_take_away

lesson = open_lesson(__file__)


def draw(control: Control) -> None:
    """Draw any control; a slider changes nothing until it rests, since each of its values makes another study."""
    if isinstance(control, Slider):
        control.draw(redraws=NOTHING, disabled=not in_use(control))
    else:
        control.read(disabled=not in_use(control))


controls, picture = st.columns([1, 2], gap="medium")
with controls:
    for control in (DATA, START, SEEDS):
        draw(control)
    buttons = st.container()
    st.markdown("**Studies worth a look**")
    preset_buttons(PRESETS, SET_BY_PRESETS, key="fair", shows="fair_study_row", then=begin_soon)
    for group, members in GROUPS.items():
        drawer = open_drawer(group, members, key="fair_group_" + group.split()[0].lower())
        if drawer:
            with drawer:
                for control in members:
                    draw(control)
with controls:
    draw_field()
own, told = own_points() if DATA.value() == OWN else (None, "")
settings, wrong = settings_now(own)
with controls:
    for each in wrong:
        st.warning(each, icon=":material/report:")
    if told:
        st.caption(told)
file = opened()
if file is None:
    plan = settings.plan() if own is None else own.plan(settings)
    asked = offer(plan, say_settings(plan, COMPARE.value()), own)
    held = held_of(asked)
    with buttons:
        draw_buttons(held, asked)
    with picture:
        draw_found(held, asked, draw_study)
    work, away = held.queue, take_away(held.queue, settings, "" if asked.asks_for(held) else held.settings)
else:
    with buttons:
        draw_way_back()
    with picture:
        draw_opened(file)
    work, away = file, take_away(file, file.settings, words=[file.words])
draw_take_away(lesson.title, away)
draw_tabs(
    {
        "In short": in_short,
        "How they learned": lambda: how_they_learned(work),
        "One run": lambda: one_run(work),
        "Numbers": lambda: numbers(work),
        "Predict": lambda: draw_questions(PREDICT),
    },
    key="fair_tab",
)
show_source(Study, judge, sign_test, key="fair_code")
close_lesson(lesson)
