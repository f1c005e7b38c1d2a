"""Lesson 6: runs worth watching."""

from ui.lessons.train_a_network.controls import CONTROLS, SPEED
from ui.presets import Preset

_DEEP = {"train_bias": 0.0, "train_compare": "hidden", "train_cost": "cross_entropy", "train_layers": "6"}
_DYING = {
    "train_layers": "4", "train_hidden": "relu", "train_hidden_b": "leaky_relu", "train_init": "normal",
    "train_optimizer": "adam", "train_eta": 0.3,
}  # fmt: skip
_WIDE = {"train_compare": "none", "train_cost": "cross_entropy", "train_width_1": 16, "train_width_2": 16}
_WAVES = {"train_sin_x1": True, "train_sin_x2": True}
PRESETS = (
    Preset("Stuck", {}),
    Preset("Nearly tied", {"train_bias": 0.0, "train_eta": 0.5, "train_apart": True, "train_eta_b": 0.1}),
    Preset("Vanishing", _DEEP | {"train_hidden": "sigmoid", "train_hidden_b": "relu", "train_log": True}),
    Preset("Dead ReLUs", _DEEP | _DYING),
    Preset("η too large", {"train_data": "plane", "train_bias": 0.0, "train_hidden": "relu", "train_eta": 3.0}),
    Preset(
        "Spiral, solved",
        {"train_data": "spiral", "train_n": 500, "train_bias": 0.0, "train_epochs": 200} | _WAVES | _WIDE,
    ),
    Preset("Exclusive or", {"train_data": "xor", "train_bias": 0.0, "train_epochs": 40}),
    Preset(
        "Over-fitting",
        {"train_n": 60, "train_noise": 30.0, "train_bias": 0.0, "train_epochs": 1000, "train_eta": 0.3} | _WIDE,
    ),
)
SET_BY_PRESETS = tuple(control for control in CONTROLS if control is not SPEED)
"""The speed of a run is not changed by a preset."""
