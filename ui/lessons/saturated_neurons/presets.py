"""Lesson 2: states of one neuron worth trying, and fresh layers."""

from ui.presets import Preset

PRESETS = (
    Preset("Saturated tanh", {}),
    Preset("In the middle", {"sat_b": -2.0}),
    Preset("Saturated sigmoid", {"sat_activation": "sigmoid"}),
    Preset("ReLU, off", {"sat_activation": "relu", "sat_b": -5.0}),
    Preset("ReLU, large z", {"sat_activation": "relu", "sat_w1": 5.0}),
    Preset("Three inputs", {"sat_inputs": "3"}),
)
LAYER_PRESETS = (
    Preset("784 → 256 with N(0, 1)", {}),
    Preset("784 → 256 with Glorot", {"sat_scheme": "glorot_uniform"}),
    Preset("Glorot, close up", {"sat_scheme": "glorot_uniform", "sat_z_axis": "10"}),
    Preset("784 → 256 with 1/√n", {"sat_scheme": "lecun"}),
)
