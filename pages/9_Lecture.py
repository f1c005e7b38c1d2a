"""Lecture: prepared pages in order, each with a title, a note and its minutes, shown one after another."""

import streamlit as st

from core.lecture import MOST_STEPS
from ui.addresses import plain_text
from ui.frame import close_page, open_lesson
from ui.lessons.lecture.controls import RUN, SHOWN, draw_unseen, found_now, place_now
from ui.lessons.lecture.editor import draw_adding, draw_fields, draw_list, draw_title, fields_now, say_refused
from ui.lessons.lecture.handout import draw_handout
from ui.lessons.lecture.prepared import draw_prepared
from ui.lessons.lecture.run import draw_run, start
from ui.lessons.lecture.words import EMPTY, HOW, KEYS, NOTHING_RUNS

lesson = open_lesson(__file__)
draw_unseen()
found = found_now()
lecture = found.lecture
place = place_now(lecture)
fields = fields_now(place)
draw_run(lecture, place)
if found.faults:
    st.warning(plain_text(" ".join(("Not all of this lecture could be read.", *found.faults))), icon=":material/rule:")
say_refused()

whole, chosen = st.columns([1, 2], gap="medium")
with whole:
    draw_title(lecture, fields)
    label = "Start" if place == 0 else f"Start at step {place + 1}"
    icon = ":material/play_arrow:"
    st.button(label, key="lecture_start", type="primary", icon=icon, on_click=start, disabled=not lecture.steps)
    if lecture.steps:
        draw_list(lecture, fields)
    else:
        st.markdown(EMPTY if not RUN.value() else NOTHING_RUNS)
    SHOWN.read()
with chosen:
    if lecture.steps:
        draw_fields(lecture, fields)
    draw_adding(fields, MOST_STEPS - len(lecture.steps))

st.markdown("**Prepared lectures.** One that you open replaces the lecture above; Back in the browser returns to that.")
draw_prepared()
if lecture.steps:
    st.markdown("**To take along**")
    draw_handout(lecture)
about, keys = st.columns(2, gap="medium")
about.markdown(HOW)
keys.markdown(KEYS)
close_page(lesson.keys)
