"""Saturated neurons: where the curve is flat, nudging w does nothing, and bad initial weights put a neuron there."""

from dataclasses import replace

import streamlit as st

from charts.activation import REACH
from core.neurons.layer import layer_response
from core.neurons.neuron import Forward, Neuron, Nudge, nudge
from core.neurons.saturation import flat_side, way_back
from ui.controls import at_default
from ui.frame import close_lesson, open_lesson
from ui.lessons.saturated_neurons.controls import ACTIVATION, CONTROLS, DB, DW, INPUTS, SHARE, B, W, X
from ui.lessons.saturated_neurons.picture import (
    code_of,
    draw_neuron,
    draw_nudge,
    draw_nudge_table,
    say_neuron,
    say_nudge,
    tell_edges,
)
from ui.lessons.saturated_neurons.presets import PRESETS
from ui.lessons.saturated_neurons.sections import activations_tab, in_short, layer_tab
from ui.live import following
from ui.presets import preset_buttons
from ui.sections import draw_tabs, outlet
from ui.source import show_source

lesson = open_lesson(__file__)
st.html(
    "<style>[data-testid='stLayoutWrapper']:has(> [class*='st-key-unused_sat']) { display: none; }"
    "@media (max-width: 640px) { .st-key-small_sat_slopes :is(th, td) { font-size: .8rem; padding: .3rem; } }</style>"
)


LIVE, NUDGED = "sat_live", "sat_nudged"  # the fragments that follow a slider while it moves
controls, picture = st.columns([1, 2], gap="medium")
with controls:
    with st.container(key="hero_saturation"):
        activation, first = ACTIVATION.read(), st.container()
        B.draw(redraws=LIVE)
        DW.draw(redraws=LIVE)
        sentence = outlet("sentence_saturation")
        st.markdown("**States worth trying**")
        preset_buttons(PRESETS, CONTROLS, key="sat")
    inputs = int(INPUTS.read())
    for i, (weight, value) in enumerate(zip(W, X, strict=True)):
        # What is not in use is drawn, out of sight, only where a link names it, so that its values are checked.
        if i >= inputs and at_default(weight) and at_default(value):
            continue
        with st.container(key=f"{'used' if i < inputs else 'unused'}_sat_{i + 1}") if i else first:
            for slider in (weight, value):
                mark = "₁" if i == 0 and inputs > 1 else ""
                replace(slider, label=slider.label + mark).draw(redraws=LIVE, disabled=i >= inputs)
    SHARE.draw(redraws=LIVE)
    edges = outlet("note_edges")
with picture:
    charts = outlet("saturation", picture=True)


def neuron_now() -> tuple[list[float], list[float], Forward, Nudge, Nudge]:
    """The weights and inputs in use, the neuron's z, a and σ′(z), and what the nudge does here and at z = 0.

    Both sums are cleared of rounding, so that 0.1 × 3 − 0.3 stands exactly at 0; from there on z is all that counts.
    """
    w, x = ([slider.value() for slider in sliders[:inputs]] for sliders in (W, X))
    nudges = [DW.value()] + [0.0] * (inputs - 1)
    z, dz = (round(float(Neuron(v, c).forward(x).z), 12) for v, c in ((w, B.value()), (nudges, DB.value())))
    neuron = Neuron(1.0, 0.0, activation)
    moved, middle = (nudge(neuron, at, 0.0, dz) for at in (z, 0.0))
    return w, x, neuron.forward(z), moved, middle


@following(LIVE)
def live() -> None:
    """What follows the hand: the neuron on its curve, and what to notice about it."""
    w, x, here, moved, middle = neuron_now()
    share = SHARE.value() / 100.0
    with charts:
        draw_neuron(activation, here, float(here.z + moved.dz), share)
    with sentence:
        st.markdown(say_neuron(activation, w, x, B.value(), here, share, REACH))
        st.markdown(say_nudge(DW.value(), DB.value(), moved, middle, inputs))
    edges.caption(tell_edges(activation, share))


@following(NUDGED)
def nudged() -> None:
    """What the nudge does, as a table and against Δz; it follows Δb."""
    _, _, here, moved, middle = neuron_now()
    with table:
        draw_nudge_table(activation, here, moved, middle)
    with effect:
        draw_nudge(activation, here, moved, middle)


st.subheader("Nudge: here, and at z = 0", anchor=False)
left, right = st.columns([1, 2], gap="medium")
with left:
    DB.draw(redraws=NUDGED)
    table = outlet("nudge_table")
with right:
    effect = outlet("nudge_effect")
live()
nudged()
draw_tabs(
    {
        "In short": in_short,
        "Where saturation comes from": lambda: layer_tab(SHARE.value() / 100.0),
        "Which activations saturate": lambda: activations_tab(SHARE.value() / 100.0),
    },
    key="sat_tab",
)
show_source(Neuron, *code_of(activation), nudge, way_back, flat_side, layer_response, key="sat_code")
close_lesson(lesson)
