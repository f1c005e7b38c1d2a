"""Learning speed: one neuron, two costs, and a factor of exactly 1/σ′(z) between what they let it learn."""

import streamlit as st

from core.functions.activations import sigmoid_derivative
from core.functions.costs import cross_entropy_delta, quadratic_delta, sigmoid_error
from core.neurons.learning import descend, first_within
from core.neurons.neuron import Neuron, chain_gradient
from ui.frame import close_lesson, open_lesson
from ui.lessons.learning_speed.controls import (
    APART,
    CONTROLS,
    CONVENTION,
    ETA,
    ETA_CE,
    LOG_STEPS,
    SELDOM,
    STEP,
    UPDATES,
    B,
    W,
    X,
    Y,
    draw_seldom,
)
from ui.lessons.learning_speed.picture import draw_race, draw_states, say_race
from ui.lessons.learning_speed.presets import LOOKS, NO_NOTE, PRESETS
from ui.lessons.learning_speed.sections import formula_tab, gradient_tab, hidden_tab, in_short, pairing_tab
from ui.live import following
from ui.presets import note_of, preset_buttons
from ui.sections import draw_tabs, open_drawer, outlet
from ui.source import show_source

lesson = open_lesson(__file__)


LIVE = "speed_live"  # the fragment that follows a slider while it moves


controls, picture = st.columns([1, 2], gap="medium")
with controls:
    with st.container(key="hero_race"):
        for slider in (W, B, ETA):
            slider.draw(redraws=LIVE)
        sentence = outlet("sentence_race")
    st.markdown("**Starts worth trying**")
    preset_buttons(PRESETS, CONTROLS, key="race")
    note = st.container(key="note_race")
    scrubber = st.container()
    drawer = open_drawer("More: length, x, y, ½ or not, η apart", SELDOM, key="speed_more")
    if drawer:
        with drawer:
            draw_seldom(LIVE)
    with scrubber:
        STEP.draw(redraws=LIVE, high=UPDATES.value())
    note.markdown(note_of(PRESETS, CONTROLS, looks=LOOKS, otherwise=NO_NOTE))
    states = outlet("states_race")
quadratic, apart, log_steps = CONVENTION.value(), APART.value(), LOG_STEPS.value()
with picture:
    charts = outlet("race", picture=True)


@following(LIVE)
def live() -> None:
    """What follows the hand: the race, the sentence and the table."""
    w, b, x, y, updates = W.value(), B.value(), X.value(), Y.value(), int(UPDATES.value())
    step = int(STEP.value(high=updates))
    etas = (ETA.value(), ETA_CE.value() if apart else ETA.value())
    runs = {
        name: descend(w, b, x, y, cost, eta, updates)
        for (name, cost), eta in zip(
            {"quadratic": quadratic, "cross_entropy": "cross_entropy"}.items(), etas, strict=True
        )
    }
    with charts:
        draw_race(runs, step, y, log_steps)
    sentence.markdown(say_race(runs, etas, step, w, b, x, y, quadratic))
    with states:
        draw_states(runs, step, y)


live()
w, b, x, y = W.value(), B.value(), X.value(), Y.value()
draw_tabs(
    {
        "In short": in_short,
        "Gradient against z": lambda: gradient_tab(w, b, x, y, quadratic),
        "Hidden neurons": lambda: hidden_tab(x, y, quadratic),
        "Which output with which cost": lambda: pairing_tab(quadratic),
        "Where the formula comes from": formula_tab,
    },
    key="speed_tab",
)
show_source(
    descend,
    first_within,
    Neuron,
    quadratic_delta,
    cross_entropy_delta,
    sigmoid_error,
    sigmoid_derivative,
    chain_gradient,
    key="speed_code",
)
close_lesson(lesson)
