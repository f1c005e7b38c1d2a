"""Home: what can be learned here, the phenomenon itself, and links that open prepared states."""

import numpy as np
import pandas as pd
import streamlit as st

from charts.race import march, name_places, race
from charts.theme import SERIES
from core.neurons.learning import descend, first_within
from core.numerals import count, numeral
from core.thinning import thin
from ui.addresses import address
from ui.controls import Slider
from ui.frame import APP, LESSONS, open_page
from ui.live import following
from ui.picture import draw
from ui.sections import outlet
from ui.source import show_source

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


def needed(updates: int | None) -> str:
    """How many updates, in words; the race may have ended too soon."""
    if updates is None:
        return f"more than **{count(UPDATES)}** updates"
    return f"**{count(updates)}** {'update' if updates == 1 else 'updates'}"


@following(LIVE)
def live() -> None:
    """What follows the hand: a small race, one neuron under both costs."""
    w, b = W.value(), B.value()
    runs = [descend(w, b, 1.0, 0.0, cost, ETA, UPDATES) for cost in ("half_quadratic", "cross_entropy")]
    reached = [first_within(run.a, 0.0, 0.5) for run in runs]
    told = [needed(k) for k in reached]
    sentence.markdown(
        f"The output starts at a = {numeral(runs[0].a[0])}, the target is 0. "
        + (
            f"To bring it below one half takes :orange[**quadratic**] {told[0]} and :blue[**cross-entropy**] {told[1]}."
            if reached[0] != 0
            else "It is below one half from the start, so there is nothing to wait for: **raise w or b**."
        )
    )
    along = march(UPDATES, False)
    shown = thin(along, runs[0].a, runs[1].a)
    with picture:
        draw(
            race,
            "output",
            False,
            True,
            key="chart_home",
            height=300,
            alt="output against updates. Updates to bring it below one half: "
            + ", ".join(
                f"{series} {f'more than {count(UPDATES)}' if k is None else count(k)}"
                for series, k in zip(SERIES[:2], reached, strict=True)
            ),
            curves=pd.DataFrame({"step": shown, "quadratic": runs[0].a[shown], "cross_entropy": runs[1].a[shown]}),
            dots=pd.DataFrame({"x": 0, "value": [float(run.a[0]) for run in runs], "series": SERIES[:2]}),
            target=pd.DataFrame({"value": np.zeros(1)}),
            names=name_places(runs[0].a, runs[1].a, along),
        )


live()
for row in range(0, len(LESSONS), ABREAST):
    for column, lesson in zip(st.columns(ABREAST), LESSONS[row : row + ABREAST], strict=False):
        with column, st.container(border=True, key=f"card_{LESSONS.index(lesson)}"):
            st.page_link(lesson.file, label=f"**{lesson.title}**", icon=lesson.icon)
            st.markdown(lesson.question)
            for label, values in LINKS[lesson.title].items():
                st.page_link(lesson.file, label=label, icon=":material/play_arrow:", query_params=address(values))
show_source(descend, first_within, key="home_code")
