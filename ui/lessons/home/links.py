"""Home: a card for each lesson, with links that open prepared states."""

import streamlit as st

from ui.addresses import address
from ui.frame import LECTURE, LESSONS
from ui.lessons.lecture.controls import STEPS
from ui.lessons.lecture.prepared import ICON, TEXTS
from ui.views import link_to

ABREAST = 3  # cards in a row
LINKS = {
    "Cost functions": {
        "An “awful” estimate: 0.1192 instead of 1": {"cost_y": 1.0, "cost_yhat": 0.1192},
        "Almost certain, and wrong": {"cost_y": 1.0, "cost_yhat": 0.0001},
    },
    "Saturated neurons": {
        "A ReLU neuron that is off": {"sat_activation": "ReLU", "sat_b": -5.0},
        "784 random weights: most neurons start flat": {
            "sat_tab": "Where saturation comes from",
            "sat_scheme": "Standard normal",
        },
    },
    "Learning speed": {
        "Badly wrong: 232 updates or 17": {"speed_w": 2.0, "speed_b": 2.0},
        "Why not just raise the learning rate?": {"speed_eta": 8.49, "speed_apart": True, "speed_updates": 50},
    },
    "Gradient descent": {
        "Stuck on level ground, or there in six steps": {"descent_w": -3.0, "descent_b": 3.0},
        "Seven learning rates": {"descent_tab": "Seven learning rates", "descent_w": -1.0, "descent_b": 1.0},
    },
    "Backpropagation": {
        "A well-known example, digit by digit": {"back_hold": True, "back_digits": 9, "back_stage": 7},
        "One factor left out: which cost is that?": {
            "back_tab": "Break it",
            "back_values": "b21:8,b22:-8",
            "back_stage": 4,
        },
    },
    "Train a network": {
        "Stuck: only one cost arrives": {"train_bias": 8.0},
        "Exclusive or: classes in opposite corners": {
            "train_data": "Exclusive or",
            "train_bias": 0.0,
            "train_epochs": 40,
        },
    },
    "Fair comparison": {
        "32 starts that are stuck: who still learns?": {"fair_start": "output bias 8: stuck"},
        "An ordinary start: a near tie": {"fair_start": "ordinary"},
    },
    "Handwritten digits": {
        "The book's two networks, side by side": {"digits_seed": 1},
        "97 % of 10,000 digits in 20 epochs": {
            "digits_two": False,
            "digits_layers": "2",
            "digits_hidden": "ReLU",
            "digits_cost": "cross-entropy",
            "digits_eta": 0.1,
        },
    },
}


def draw_cards() -> None:
    """Draw a card for each lesson: its question, and its links."""
    for row in range(0, len(LESSONS), ABREAST):
        for column, lesson in zip(st.columns(ABREAST), LESSONS[row : row + ABREAST], strict=False):
            with column, st.container(border=True, key=f"card_{LESSONS.index(lesson)}"):
                link_to(lesson.file, label=f"**{lesson.title}**", icon=lesson.icon)
                st.markdown(lesson.question)
                for label, values in LINKS[lesson.title].items():
                    link_to(lesson.file, label=label, icon=":material/play_arrow:", query=address(values))


def draw_lectures() -> None:
    """Draw the links to the prepared lectures."""
    st.markdown(
        f"**For the lecture hall.** Prepared states in order; the page **{LECTURE.title}** shows and changes them."
    )
    with st.container(horizontal=True, gap="medium", key="home_lectures"):
        for name, text in TEXTS.items():
            link_to(LECTURE.file, label=name, icon=ICON, query={STEPS.key: text})
