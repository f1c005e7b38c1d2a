"""Home: the content of the course, its main phenomenon, and links that open prepared states."""

import numpy as np
import pandas as pd
import streamlit as st

from charts.race import march, name_places, race
from charts.theme import TWO_COSTS
from core.neurons.learning import descend, first_within
from core.numerals import count, numeral
from core.thinning import thin
from core.types import Array
from ui.addresses import address
from ui.controls import Slider
from ui.frame import APP, LESSONS, close_page, open_page
from ui.live import following
from ui.picture import draw
from ui.sections import outlet
from ui.source import show_source
from ui.two_costs import NAMES, Pair, compared

W = Slider("home_w", "Weight w", -5.0, 5.0, 2.0, 0.01, "Where the neuron's weight starts")
B = Slider("home_b", "Bias b", -5.0, 5.0, 2.0, 0.01, "Where the neuron's bias starts")
UPDATES, ETA = 300, 0.15
LINKS = {
    "Cost functions": {
        "The book's “awful” estimate": {"cost_y": 1.0, "cost_yhat": 0.1192},
        "Certain, and wrong": {"cost_y": 1.0, "cost_yhat": 0.0001},
    },
    "Saturated neurons": {
        "A dead ReLU": {"sat_activation": "ReLU", "sat_b": -5.0},
        "784 inputs, weights from N(0, 1)": {"sat_tab": "Where saturation comes from", "sat_scheme": "Standard normal"},
    },
    "Learning speed": {
        "Badly wrong: 232 updates or 17": {"speed_w": 2.0, "speed_b": 2.0},
        "Why not just raise η?": {"speed_eta": 8.49, "speed_apart": True, "speed_updates": 50},
    },
    "Gradient descent": {
        "Parked on a plateau, or there in six steps": {"descent_w": -3.0, "descent_b": 3.0},
        "Seven learning rates": {"descent_tab": "Seven learning rates", "descent_w": -1.0, "descent_b": 1.0},
    },
    "Backpropagation": {
        "The example everyone meets": {"back_hold": True, "back_digits": 9, "back_stage": 7},
        "σ′ dropped: which cost is that?": {"back_tab": "Break it", "back_values": "b21:8,b22:-8"},
    },
    "Train a network": {
        "Stuck: only one cost arrives": {"train_bias": 8.0},
        "Exclusive or": {"train_data": "Exclusive or", "train_bias": 0.0, "train_epochs": 40},
    },
}


LIVE = "home_live"
ABREAST = 3  # cards in a row

open_page(APP)
with st.container(key="heading"):
    st.title(APP, anchor=False)
    st.markdown(
        "A laboratory for one chapter: costs, saturation, descent, backpropagation, deep nets. Move all, check all."
    )
words, picture = st.columns([1, 2], gap="medium")
with words:
    st.markdown(
        "One neuron, badly wrong, learns the same instance under two costs. **Drag w**: the more wrong it starts, "
        "the longer the :orange[**quadratic**] cost leaves it stuck; :blue[**cross-entropy**] hardly minds."
    )
    W.draw(redraws=LIVE)
    B.draw(redraws=LIVE)
    sentence = outlet("sentence_home")
    st.caption(f"Input x = 1, target y = 0, learning rate η = {numeral(ETA)}; the quadratic cost is ½ (y − a)².")


def say_updates(updates: int | None) -> str:
    """Return a number of updates in words; `updates` is None if the race ended too soon."""
    if updates is None:
        return f"more than **{count(UPDATES)}** updates"
    return f"**{count(updates)}** {'update' if updates == 1 else 'updates'}"


def say_race(start: float, reached: Pair[int | None]) -> str:
    """Return the output at the start, and after how many updates it is below one half."""
    begins = f"The output starts at a = {numeral(start)}, the target is 0. "
    if reached.quadratic == 0:
        return begins + "It is below one half from the start, so there is nothing to wait for: **raise w or b**."
    each = reached.map(say_updates)
    return begins + (
        f"To bring it below one half takes {NAMES.quadratic} {each.quadratic} and {NAMES.cross_entropy} "
        f"{each.cross_entropy}."
    )


def draw_race(outputs: Pair[Array], reached: Pair[int | None]) -> None:
    """Draw both outputs against the updates."""
    along = march(UPDATES, False)
    shown = thin(along, *outputs)
    updates = reached.map(lambda k: f"more than {count(UPDATES)}" if k is None else count(k))
    draw(
        race,
        "output",
        False,
        True,
        key="chart_home",
        height=300,
        alt="output against updates. Updates to bring it below one half: "
        f"quadratic {updates.quadratic}, cross-entropy {updates.cross_entropy}",
        curves=pd.DataFrame({"step": shown} | outputs.map(lambda a: a[shown]).columns()),
        dots=pd.DataFrame({"x": 0, "value": [float(a[0]) for a in outputs], "series": TWO_COSTS}),
        target=pd.DataFrame({"value": np.zeros(1)}),
        names=name_places(outputs.quadratic, outputs.cross_entropy, along),
    )


@following(LIVE)
def live() -> None:
    """Draw the part that follows a moving slider: a small race, one neuron under both costs."""
    outputs = compared("half_quadratic").map(lambda cost: descend(W.value(), B.value(), 1.0, 0.0, cost, ETA, UPDATES).a)
    reached = outputs.map(lambda a: first_within(a, 0.0, 0.5))
    sentence.markdown(say_race(float(outputs.quadratic[0]), reached))
    with picture:
        draw_race(outputs, reached)


live()
for row in range(0, len(LESSONS), ABREAST):
    for column, lesson in zip(st.columns(ABREAST), LESSONS[row : row + ABREAST], strict=False):
        with column, st.container(border=True, key=f"card_{LESSONS.index(lesson)}"):
            st.page_link(lesson.file, label=f"**{lesson.title}**", icon=lesson.icon)
            st.markdown(lesson.question)
            for label, values in LINKS[lesson.title].items():
                st.page_link(lesson.file, label=label, icon=":material/play_arrow:", query_params=address(values))
show_source(descend, first_within, key="home_code")
close_page()
