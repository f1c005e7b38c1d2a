"""Learning speed: one neuron, two costs, and a factor of exactly 1/σ′(z) between their gradients."""

import streamlit as st

from core.functions.activations.sigmoid import sigmoid_derivative, sigmoid_error
from core.functions.cost import ErrorCost
from core.functions.costs.cross_entropy import CrossEntropy
from core.neurons.learning import descend, first_within
from core.neurons.neuron import Neuron, chain_gradient
from ui.frame import close_lesson, open_lesson
from ui.lessons.learning_speed.any_z import gradient_tab
from ui.lessons.learning_speed.controls import (
    CONTROLS,
    ETA,
    LOG_STEPS,
    SELDOM,
    STEP,
    UPDATES,
    B,
    W,
    draw_seldom,
    race_now,
)
from ui.lessons.learning_speed.hidden import hidden_tab
from ui.lessons.learning_speed.pairing import pairing_tab
from ui.lessons.learning_speed.picture import draw_race, draw_states, say_race
from ui.lessons.learning_speed.presets import LOOKS, NO_NOTE, PRESETS
from ui.lessons.learning_speed.questions import PREDICT
from ui.lessons.learning_speed.sections import formula_tab, in_short
from ui.lessons.learning_speed.stops import draw_play
from ui.lessons.learning_speed.take_away import take_away
from ui.live import following
from ui.presets import note_of, preset_buttons
from ui.questions import draw_questions
from ui.sections import draw_tabs, open_drawer, outlet
from ui.source import show_source
from ui.take_away import draw_take_away

LIVE = "speed_live"  # the fragment that follows a slider while it moves

lesson = open_lesson(__file__)
controls, picture = st.columns([1, 2], gap="medium")
with controls:
    with st.container(key="hero_race"):
        for slider in (W, B, ETA):
            slider.draw(redraws=LIVE)
        sentence = outlet("sentence_race")
    scrubber = st.container()
    st.markdown("**Starts worth trying**")
    preset_buttons(PRESETS, CONTROLS, key="race", looks=LOOKS)
    note = st.container(key="note_race")
    drawer = open_drawer("More: length, x, y, ½ or not, η apart", SELDOM, key="speed_more")
    if drawer:
        with drawer:
            draw_seldom(LIVE)
    with scrubber:
        STEP.draw(redraws=LIVE, high=UPDATES.value())
    note.markdown(note_of(PRESETS, CONTROLS, looks=LOOKS, otherwise=NO_NOTE))
    states = outlet("states_race")
with picture:
    charts = outlet("race", picture=True)


@following(LIVE)
def live() -> None:
    """Draw the part that follows a moving slider: the race, the sentence and the table."""
    now = race_now()
    step = int(STEP.value(high=now.updates))
    with charts:
        draw_race(now, step, LOG_STEPS.value())
    sentence.markdown(say_race(now, step))
    with states:
        draw_states(now, step)


live()
race = race_now()
with scrubber:
    draw_play(race)
draw_take_away(lesson.title, take_away(race))
draw_tabs(
    {
        "In short": in_short,
        "Gradient against z": lambda: gradient_tab(race),
        "Hidden neurons": lambda: hidden_tab(race),
        "Which output with which cost": lambda: pairing_tab(race.costs),
        "Where the formula comes from": formula_tab,
        "Predict": lambda: draw_questions(PREDICT),
    },
    key="speed_tab",
)
show_source(
    descend,
    first_within,
    Neuron,
    ErrorCost.delta,
    CrossEntropy.delta,
    sigmoid_error,
    sigmoid_derivative,
    chain_gradient,
    key="speed_code",
)
close_lesson(lesson)
