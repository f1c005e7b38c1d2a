"""Lesson 4: descents worth trying, and what is to be seen in each."""

from typing import Any

from ui.controls import chosen_preset
from ui.lessons.gradient_descent.controls import CONTROLS, REACH, STEP

_PARKED = {"descent_w": 1.2, "descent_b": -0.5, "descent_eta": 76.8, "descent_apart": True, "descent_eta_ce": 22.8}
PRESETS: dict[str, dict[str, Any]] = {
    "A plateau": {},
    "Both arrive": {"descent_w": -1.0, "descent_b": 1.0},
    "η too small": {"descent_w": -1.0, "descent_b": 1.0, "descent_eta": 0.03},
    "Parked, and bouncing": {**_PARKED, "descent_steps": 300, "descent_reach": 10.0},
    "Explodes": {"descent_output": "linear", "descent_eta": 1.1},
    "Noisy, but cheap": {
        "descent_w": -1.0, "descent_b": 1.0, "descent_eta": 0.5, "descent_points": "coins", "descent_batch": 1,
    },
    "Momentum": {"descent_w": -1.0, "descent_b": 1.0, "descent_eta": 0.1, "descent_optimizer": "momentum"},
    "No minimum": {"descent_points": "separable", "descent_steps": 1000, "descent_reach": 15.0},
}  # fmt: skip
_NOTES = {
    "A plateau": "One start, one η. Three of the five points are wrong, two of them badly: there the neuron is "
    "saturated, and the quadratic's surface is nearly level; hatched ground, which bends down, cuts it off from the "
    "valley. Cross-entropy is steepest where the neuron is most wrong.",
    "Both arrive": "From here both arrive: η = 3 is well below the largest stable one of either cost. At η = 20 the "
    "quadratic still arrives, and cross-entropy bounces.",
    "η too small": "Nothing goes wrong, it only takes long: 1,959 updates under the quadratic cost and 489 under "
    "cross-entropy, where η = 3 takes 20 and 4.",
    "Parked, and bouncing": "Each η is three times the largest stable one of its cost. The quadratic is thrown onto a "
    "plateau and stays there. Cross-entropy has none: it is thrown back each time, and has not settled at the end.",
    "Explodes": "A linear output does not saturate, so nothing bounds the slope: with η 10 % above the largest stable "
    "one, each step ends up 1.2 times as long as the one before. The points are the same, and the surface is a bowl.",
    "Noisy, but cheap": "An update looks at one point of the twenty. Its direction is right only on average, and "
    "cross-entropy's cost does not settle. But it first comes within 1 % after 18 examples; with all points in every "
    "update that takes 440. *Batches*, below, compares them.",
    "Momentum": "Steps in the same direction add up, to 1/(1 − μ) = 10 times their length. Plain descent with this η "
    "still crawls after 100 updates, at costs of 0.1692 and 0.4924.",
    "No minimum": "All five points can be right, and a steeper step is always better: w and b grow without end, ever "
    "more slowly. Where there is no minimum, no η is the largest stable one there.",
}
_LOOKS = (STEP, REACH)  # how the descents are looked at: they change nothing of what a note says
_RUNS = {
    name: {key: values[key] for key in values.keys() - {c.key for c in _LOOKS}} for name, values in PRESETS.items()
}
_NO_NOTE = "Each button sets all controls above and in the drawers; what you have moved returns to its start."


def note_of() -> str:
    """What is to be seen in the descents that the controls amount to."""
    return _NOTES.get(chosen_preset(_RUNS, tuple(c for c in CONTROLS if c not in _LOOKS)), _NO_NOTE)
