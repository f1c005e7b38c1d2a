"""Lesson 1: every control, those of the sections included."""

from ui.controls import Choice, Slider

Y = Slider("cost_y", "True y", 0.0, 1.0, 1.0, 0.0001, "What happened: 1, 0, or something between")
YHAT = Slider("cost_yhat", "Estimate ŷ", 0.0, 1.0, 0.1192, 0.0001, "What the network said")
SCALE = Choice("cost_scale", "Scale of the cost", {"linear": "linear", "log": "logarithmic"}, "linear")
CONVENTION = Choice(
    "cost_quadratic",
    "Quadratic cost",
    {"quadratic": "(y − ŷ)²", "half_quadratic": "½ (y − ŷ)²"},
    "quadratic",
    "The book's equation 8.1 has no ½; Nielsen and most derivations write one",
)
SET_BY_PRESETS = (Y, YHAT)

SOURCE = Choice(
    "cost_source", "Where they come from", {"table": "a table", "paste": "pasted text", "file": "a file"}, "table"
)
SET = Choice("cost_set", "Three rows to start from", {"before": "before training", "after": "after training"}, "before")
ERROR = Slider("cost_error", "Error e", 0.001, 0.5, 0.1, 0.001, "It is compared with 2e")
RAIN = Slider("cost_rain", "Wednesday's forecast", 0.0, 1.0, 0.3, 0.01, "The probability of rain; it stayed dry")
Z = Slider("cost_z", "Weighted input z", -800.0, 800.0, 40.0, 0.01, "Of a sigmoid neuron")
