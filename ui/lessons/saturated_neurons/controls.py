"""Lesson 2: every control, those of the fresh layers included, and the neuron that they describe."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.functions.activations import ACTIVATIONS
from core.networks.initial_weights import SCHEMES
from ui.controls import Choice, Slider, at_default
from ui.lessons.saturated_neurons.neuron import Shown

_LABELS = {name: activation.label for name, activation in ACTIVATIONS.items()}

ACTIVATION = Choice("sat_activation", "Activation", _LABELS, "tanh", show_label=False)
INPUTS = Choice("sat_inputs", "Number of inputs", {"1": "1", "2": "2", "3": "3"}, "1")
W = (
    Slider("sat_w1", "Weight w", -5.0, 5.0, 2.0, 0.01, "How strongly the first input counts"),
    Slider("sat_w2", "Weight w₂", -5.0, 5.0, -1.0, 0.01, "How strongly the second input counts"),
    Slider("sat_w3", "Weight w₃", -5.0, 5.0, 0.5, 0.01, "How strongly the third input counts"),
)
X = (
    Slider("sat_x1", "Input x", -3.0, 3.0, 1.0, 0.01, "What the neuron is given"),
    Slider("sat_x2", "Input x₂", -3.0, 3.0, 0.5, 0.01, "The second number that the neuron is given"),
    Slider("sat_x3", "Input x₃", -3.0, 3.0, 1.0, 0.01, "The third number that the neuron is given"),
)
B = Slider("sat_b", "Bias b", -10.0, 10.0, 2.0, 0.01, "Moves the weighted input z = w·x + b, whatever the inputs are")
DW = Slider(
    "sat_dw", "Nudge Δw", -1.0, 1.0, 0.1, 0.01, "A small change of the (first) weight; the ring shows where it leads"
)
DB = Slider("sat_db", "Nudge Δb", -1.0, 1.0, 0.0, 0.01, "A small change of the bias, on top of Δw above")
SHARE = Slider(
    "sat_share",
    "Saturated below, % of max σ′",
    1,
    99,
    19,
    1,
    "19 % of the largest slope is left where a sigmoid's output is 0.05 or 0.95, and a tanh's −0.9 or 0.9",
)
CONTROLS = (ACTIVATION, INPUTS, *W, *X, B, DW, DB, SHARE)
"""All that a preset of the neuron sets."""

FAN_IN = Slider("sat_fan_in", "Inputs n", 1, 2000, 784, 1, "How many inputs each neuron has: 28 × 28 = 784", log=True)
NEURONS = Slider(
    "sat_neurons",
    "Neurons",
    10,
    1000,
    256,
    1,
    "How many neurons the layer has; n times neurons is a million at most",
    log=True,
)
SCHEME = Choice(
    "sat_scheme",
    "Initial weights",
    {name: scheme.label for name, scheme in SCHEMES.items()},
    "normal",
    "How the weights are drawn before any training. N(0, v) is the normal distribution with mean 0 and variance v",
)
LAYER_ACTIVATION = Choice("sat_layer_activation", "Activation of the layer", _LABELS, "sigmoid")
KIND = Choice(
    "sat_kind",
    "Inputs x from",
    {"uniform": "U[0, 1)", "normal": "N(0, 1)"},
    "uniform",
    "U[0, 1): any number from 0 to 1, all alike. N(0, 1): the normal distribution with mean 0 and variance 1",
)
SEED = Slider("sat_seed", "Seed", 0, 999, 0, 1, "The same seed draws the same inputs and weights")
Z_AXIS = Choice(
    "sat_z_axis", "z axis", {"60": "−60 to 60", "10": "−10 to 10"}, "60", "The end bars hold what lies beyond"
)
LAYER_CONTROLS = (FAN_IN, NEURONS, SCHEME, LAYER_ACTIVATION, KIND, SEED, Z_AXIS)
"""All that a preset of the layer sets."""


def draw_inputs(first: DeltaGenerator, fragment: str) -> None:
    """Draw the number of inputs, and weight and input of each; the first ones go to the place `first`.

    Unused controls are drawn invisible, and only if a link names them, so that their values are checked.
    """
    used = int(INPUTS.read())
    for i, pair in enumerate(zip(W, X, strict=True)):
        if i >= used and all(map(at_default, pair)):
            continue
        with st.container(key=f"{'used' if i < used else 'unused'}_sat_{i + 1}") if i else first:
            for slider in pair:
                mark = "₁" if i == 0 and used > 1 else ""
                replace(slider, label=slider.label + mark).draw(redraws=fragment, disabled=i >= used)


def share_now() -> float:
    """Return the share of the largest slope below which a neuron counts as saturated."""
    return SHARE.value() / 100.0


def neuron_now() -> Shown:
    """Return the neuron that the controls describe now, moving sliders included."""
    used = int(INPUTS.value())
    w, x = (tuple(slider.value() for slider in sliders[:used]) for sliders in (W, X))
    return Shown(ACTIVATIONS[ACTIVATION.value()], w, x, B.value(), DW.value(), DB.value(), share_now())
