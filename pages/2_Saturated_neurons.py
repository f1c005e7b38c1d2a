"""Saturated neurons: where the curve is flat, nudging w does nothing, and bad initial weights put a neuron there."""

import streamlit as st

from charts.activation import LARGEST_Z
from core.functions.activations import ACTIVATIONS
from core.neurons.layer import layer_response
from core.neurons.neuron import Neuron, nudge
from core.neurons.saturation import flat_side, shift_to_middle
from ui.frame import close_lesson, open_lesson
from ui.handles import draw_handles
from ui.lessons.saturated_neurons.controls import (
    ACTIVATION,
    CONTROLS,
    DB,
    DW,
    SHARE,
    B,
    draw_inputs,
    neuron_now,
    share_now,
)
from ui.lessons.saturated_neurons.layer import layer_tab
from ui.lessons.saturated_neurons.nudged import draw_nudge, draw_nudge_table
from ui.lessons.saturated_neurons.picture import code_of, draw_neuron, say_edges, say_neuron, say_nudge
from ui.lessons.saturated_neurons.presets import PRESETS
from ui.lessons.saturated_neurons.questions import PREDICT
from ui.lessons.saturated_neurons.sections import activations_tab, in_short
from ui.lessons.saturated_neurons.take_away import take_away
from ui.live import following
from ui.presets import preset_buttons
from ui.questions import draw_questions
from ui.sections import draw_tabs, outlet
from ui.source import show_source
from ui.take_away import draw_take_away

LIVE, NUDGED = "sat_live", "sat_nudged"  # the fragments that follow a slider while it moves

lesson = open_lesson(__file__)
st.html(
    "<style>[data-testid='stLayoutWrapper']:has(> [class*='st-key-unused_sat']) { display: none; }"
    "@media (max-width: 640px) { .st-key-small_sat_slopes :is(th, td) { font-size: .8rem; padding: .3rem; } }</style>"
)
controls, picture = st.columns([1, 2], gap="medium")
with controls:
    with st.container(key="hero_saturation"):
        activation, first = ACTIVATION.read(), st.container()
        B.draw(redraws=LIVE)
        DW.draw(redraws=LIVE)
        sentence = outlet("sentence_saturation")
        st.markdown("**States worth trying**")
        preset_buttons(PRESETS, CONTROLS, key="sat", shows="used_sat_3")
    draw_inputs(first, LIVE)
    SHARE.draw(redraws=LIVE)
    edges = outlet("note_edges")
with picture:
    charts = outlet("saturation", picture=True)
    with charts:
        draw_handles(B, "The neuron on the curve: moves the bias b, and so z", (-LARGEST_Z, LARGEST_Z))


@following(LIVE)
def live() -> None:
    """Draw the part that follows a moving slider: the neuron on its curve, and what to notice about it."""
    shown = neuron_now()
    with charts:
        draw_neuron(shown)
    with sentence:
        st.markdown(say_neuron(shown))
        st.markdown(say_nudge(shown))
    edges.caption(say_edges(shown.activation, shown.share))


@following(NUDGED)
def nudged() -> None:
    """Draw the effect of the nudge, as a table and against Δz; it follows Δb."""
    shown = neuron_now()
    with table:
        draw_nudge_table(shown)
    with effect:
        draw_nudge(shown)


st.header("Nudge: here, and at z = 0", anchor=False)
left, right = st.columns([1, 2], gap="medium")
with left:
    DB.draw(redraws=NUDGED)
    table = outlet("nudge_table")
with right:
    effect = outlet("nudge_effect")
live()
nudged()
draw_take_away(lesson.title, take_away(neuron_now()))
draw_tabs(
    {
        "In short": in_short,
        "Where saturation comes from": lambda: layer_tab(share_now()),
        "Which activations saturate": lambda: activations_tab(share_now()),
        "Predict": lambda: draw_questions(PREDICT),
    },
    key="sat_tab",
)
show_source(
    Neuron, *code_of(ACTIVATIONS[activation]), nudge, shift_to_middle, flat_side, layer_response, key="sat_code"
)
close_lesson(lesson)
