"""Lesson 7: studies worth a look."""

from ui.lessons.fair_comparison.controls import CONTROLS, OWN
from ui.presets import Preset

_SIGMOID = {"fair_hidden": "sigmoid", "fair_init": "normal", "fair_epochs": 60}
PRESETS = (
    Preset("Stuck", {}),
    Preset("Ordinary start", {"fair_start": "ordinary"}),
    Preset("Output's weights × 4", _SIGMOID | {"fair_start": "output"}),
    Preset("All weights saturated", _SIGMOID | {"fair_start": "own", "fair_scale": 2.0, "fair_output_scale": 4.0}),
    Preset(
        "Deep sigmoid, deep ReLU",
        {"fair_start": "ordinary", "fair_compare": "pair", "fair_layers": "5", "fair_epochs": 60, "fair_seeds": 24},
    ),
    Preset(
        "Initial weights, six layers",
        {"fair_start": "ordinary", "fair_compare": "init", "fair_layers": "6", "fair_epochs": 40, "fair_seeds": 24},
    ),
    Preset("Your own points", {"fair_data": OWN, "fair_start": "ordinary", "fair_epochs": 60}),
    Preset("One to five layers", {"fair_start": "ordinary", "fair_compare": "layers", "fair_seeds": 24}),
    Preset(
        "2 to 32 neurons", {"fair_start": "ordinary", "fair_compare": "neurons", "fair_layers": "1", "fair_seeds": 24}
    ),
)
SET_BY_PRESETS = CONTROLS
