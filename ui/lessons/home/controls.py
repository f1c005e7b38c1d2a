"""Home: its controls, and what the race is run with."""

from ui.controls import Slider

W = Slider("home_w", "Weight w", -5.0, 5.0, 2.0, 0.01, "Where the neuron's weight starts")
B = Slider("home_b", "Bias b", -5.0, 5.0, 2.0, 0.01, "Where the neuron's bias starts")
UPDATES, ETA = 300, 0.15
