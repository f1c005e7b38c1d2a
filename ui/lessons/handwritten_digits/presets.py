"""Lesson 8: runs worth watching."""

from ui.lessons.handwritten_digits.controls import CONTROLS, LOOKS
from ui.presets import Preset

_INTERMEDIATE = {
    "digits_two": False, "digits_layers": "2", "digits_hidden": "relu", "digits_cost": "cross_entropy",
    "digits_eta": 0.1,
}  # fmt: skip
_BOTH = {key: value for key, value in _INTERMEDIATE.items() if key != "digits_two"}
_DEEP = {"digits_layers": "4", "digits_cost": "cross_entropy", "digits_eta": 0.1, "digits_layers_b": "4"}
PRESETS = (
    Preset("Shallow and intermediate", {}),
    Preset("Shallow alone, 200 epochs", {"digits_two": False, "digits_epochs": 200}),
    Preset("Intermediate alone", _INTERMEDIATE),
    Preset("Only the cost", {"digits_layers_b": "1", "digits_hidden_b": "sigmoid", "digits_eta_b": 0.01}),
    Preset("Four layers: sigmoid, ReLU", _DEEP),
    Preset("Dropout ½ in B", _BOTH | {"digits_dropout_b": 0.5}),
    Preset("A last batch of 16", _INTERMEDIATE | {"digits_images": 10_000, "digits_epochs": 40}),
)
SET_BY_PRESETS = tuple(control for control in CONTROLS if control not in LOOKS)
"""The looks of the picture are not changed by a preset."""
