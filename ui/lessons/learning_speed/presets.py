"""Lesson 3: starts worth trying, and what there is to notice in two of them."""

from ui.lessons.learning_speed.controls import LOG_STEPS, STEP
from ui.presets import Preset

PRESETS = (
    Preset("Nielsen's start (0.6, 0.9)", {"speed_w": 0.6, "speed_b": 0.9}),
    Preset("Badly wrong (2, 2)", {}),
    Preset("Worse (3, 3)", {"speed_w": 3.0, "speed_b": 3.0, "speed_updates": 2000, "speed_log": True}),
    Preset("Worst (4, 4)", {"speed_w": 4.0, "speed_b": 4.0, "speed_updates": 12_000, "speed_log": True}),
    Preset(
        "Why not just raise η?",
        {"speed_eta": 8.49, "speed_apart": True, "speed_updates": 50},
        "With η = 8.49 the quadratic's first step is as long as cross-entropy's at 0.15, and then it wins: below 0.5 "
        "at update 6 against 17. One instance with a target of 0 or 1 forgives any overshoot. A set does not: an η for "
        "the instances (examples) that saturate the neuron is far too long a step for those that do not.",
    ),
    Preset(
        "Cross-entropy at η = 0.005",
        {"speed_eta": 0.005},
        "The η usually quoted for this demonstration. After 300 updates cross-entropy's output is still 0.7796; it "
        "comes below 0.5 at update 498. At η = 0.05 it needs 50 updates, at 0.15 it needs 17.",
    ),
)
LOOKS = (STEP, LOG_STEPS)
"""The controls that change only the view of the race; a note does not depend on them."""

NO_NOTE = "Each button sets all controls of the race; what you have moved returns to its start."
