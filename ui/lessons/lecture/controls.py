"""Lecture: its controls. The steps, the place and whether it runs are set by buttons and keys, and not seen."""

import streamlit as st

from core.lecture import MOST_STEPS, Found, Lecture, packed, unpacked
from ui.controls import Choice, Switch, Text, put
from ui.frame import LESSONS

STEPS = Text(
    "lecture_steps",
    "Steps of the lecture",
    lambda text: True,  # what cannot be read in it is named on the page
    "the text that this page has written there",
)
STEP = Text(
    "lecture_step",
    "Step",
    lambda text: text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= MOST_STEPS,
    f"a whole number from 1 to {MOST_STEPS}",
    "1",
)
RUN = Switch("lecture_run", "The lecture runs")
SHOWN = Choice(
    "lecture_shown",
    "What the lecture shows",
    {"picture": "picture and sentence, large", "page": "the whole page"},
    "picture",
    "A projector needs the first. Choose the second if you want to move controls with the mouse during the lecture",
    menu=True,
)
TITLES = {"": "Home"} | {lesson.path: lesson.title for lesson in LESSONS}
"""The pages that a step may open, by their names in the address, and what they are called."""


def draw_unseen() -> None:
    """Draw the controls that are not seen: the address holds them."""
    with st.container(key="unseen_lecture"):
        STEPS.read()
        STEP.read()
        RUN.read()


def found_now() -> Found:
    """Return the lecture that stands in the address, and what could not be read there."""
    return unpacked(STEPS.value(), TITLES)


def place_now(lecture: Lecture) -> int:
    """Return the place of the chosen step, from 0; the last one's if the address asks for one behind it."""
    text = STEP.value()
    return max(0, min(int(text) if STEP.takes(text) else 1, len(lecture.steps)) - 1)


def keep(lecture: Lecture, place: int) -> None:
    """Write a lecture and the chosen place into the address. Raises ValueError if it is too long for that."""
    put((STEPS, packed(lecture)), (STEP, str(place + 1)))
