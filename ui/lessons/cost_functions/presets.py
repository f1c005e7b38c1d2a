"""Lesson 1: estimates worth trying."""

from ui.presets import Preset

PRESETS = (
    Preset("0.9997 excellent", {"cost_yhat": 0.9997}),
    Preset("0.9 acceptable", {"cost_yhat": 0.9}),
    Preset("0.6 disappointing", {"cost_yhat": 0.6}),
    Preset("0.1192 awful", {}),
    Preset("y = 0: 0.1192", {"cost_y": 0.0}),
    Preset("1 − 0.1192", {"cost_yhat": 0.8808}),
)
