"""Gradient descent: one neuron descends on two cost surfaces, and η, batches and momentum decide the outcome."""

import streamlit as st

from core.networks.optimizers import OPTIMIZERS
from core.surfaces.descent import descend_with_rates
from core.surfaces.minimum import find_minimum
from core.surfaces.outlook import look_ahead
from core.surfaces.stability import measured_limit, stability_limit
from core.surfaces.steps import step_at
from core.surfaces.surface import Surface, concave_beyond
from core.surfaces.valleys import Landscape, roll
from core.surfaces.verdicts import judge
from ui.controls import Control, Slider, put
from ui.frame import close_lesson, open_lesson
from ui.lessons.gradient_descent.batches import batches_tab
from ui.lessons.gradient_descent.controls import (
    CONTROLS,
    ETA,
    EXTENT,
    POINTS,
    PROCEDURE,
    SEED,
    STEP,
    STEPS,
    SURFACE,
    B,
    W,
    in_use,
)
from ui.lessons.gradient_descent.convexity import convex_tab
from ui.lessons.gradient_descent.descents import descend, setup_now
from ui.lessons.gradient_descent.picture import MAPS, draw_costs, draw_states, draw_surfaces, send_paths
from ui.lessons.gradient_descent.points import draw_own, points_now
from ui.lessons.gradient_descent.presets import LOOKS, NO_NOTE, PRESETS
from ui.lessons.gradient_descent.questions import PREDICT
from ui.lessons.gradient_descent.sections import in_short
from ui.lessons.gradient_descent.seven_rates import strip_tab
from ui.lessons.gradient_descent.step_in_numbers import numbers_tab
from ui.lessons.gradient_descent.stops import draw_play
from ui.lessons.gradient_descent.take_away import take_away
from ui.lessons.gradient_descent.valleys import valleys_tab
from ui.lessons.gradient_descent.words import LEGEND, say_descents
from ui.live import following
from ui.presets import note_of, preset_buttons
from ui.questions import draw_questions
from ui.sections import draw_tabs, open_drawer, outlet
from ui.source import show_source
from ui.take_away import draw_take_away

LIVE, SETTLED = "descent_live", "descent_settled"  # the fragment that follows a slider; no fragment: waits for its rest

lesson = open_lesson(__file__)


def draw_control(control: Control) -> None:
    """Draw any control of the drawers; a slider that changes the surfaces acts only once it rests."""
    if isinstance(control, Slider):
        control.draw(redraws=SETTLED if control in (SEED, EXTENT) else LIVE, disabled=not in_use(control))
    else:
        control.read(disabled=not in_use(control))


def start_here() -> None:
    """Let both descents start where a map was pressed."""
    asked = st.session_state[MAPS].start
    if asked:
        put(*((slider, min(max(round(asked[name], 2), slider.low), slider.high)) for name, slider in STARTS.items()))


STARTS = {"w": W, "b": B}
controls, picture = st.columns([1, 2], gap="medium")
with controls:
    for slider in (W, B, ETA):
        slider.draw(redraws=LIVE)
    scrubber = st.container()
    sentence = outlet("sentence_descent")
    st.markdown("**Descents worth trying**")
    preset_buttons(PRESETS, CONTROLS, key="descent", looks=LOOKS)
    note = st.container(key="note_descent")
    for label, members, key in (
        ("Points, output, costs, maps", SURFACE, "descent_ground"),
        ("Steps, batches, optimiser", PROCEDURE, "descent_walk"),
    ):
        drawer = open_drawer(label, members, key=key)
        if drawer:
            with drawer:
                for control in members:
                    draw_control(control)
                    if control is POINTS:
                        draw_own()
    with scrubber:
        STEP.draw(redraws=LIVE, high=STEPS.value())
    points, _, _ = points_now()
    note.markdown(note_of(PRESETS, CONTROLS, looks=LOOKS, otherwise=NO_NOTE))
    states = outlet("states_descent")
with picture:
    charts = outlet("descent", picture=True)
    with charts:
        draw_surfaces(setup_now(points), EXTENT.value(), start_here)
        st.caption(LEGEND)


@following(LIVE)
def live() -> None:
    """Draw the part that follows a moving slider: both paths, the chart, the sentence and the table."""
    setup = setup_now(points)
    step = int(STEP.value(high=setup.steps))
    judged = descend(setup)
    send_paths(setup, judged, step)
    with charts:
        draw_costs(setup, judged, step)
    sentence.markdown(say_descents(setup, judged))
    with states:
        draw_states(setup, judged, step)


live()
setup = setup_now(points)
with scrubber:
    draw_play(setup)
draw_take_away(lesson.title, take_away(setup))
draw_tabs(
    {
        "In short": in_short,
        "The step in numbers": lambda: numbers_tab(setup, int(STEP.value(high=setup.steps))),
        "Batches": lambda: batches_tab(setup),
        "Seven learning rates": lambda: strip_tab(setup, EXTENT.value()),
        "Local minima": lambda: valleys_tab(int(SEED.value())),
        "Is it convex?": convex_tab,
        "Predict": lambda: draw_questions(PREDICT),
    },
    key="descent_tab",
)
show_source(
    Surface,
    find_minimum,
    concave_beyond,
    descend_with_rates,
    *OPTIMIZERS.values(),
    judge,
    look_ahead,
    stability_limit,
    measured_limit,
    step_at,
    Landscape,
    roll,
    key="descent_code",
)
close_lesson(lesson)
