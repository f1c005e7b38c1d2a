"""Lesson 4: descents worth trying, and what to notice in each."""

from ui.lessons.gradient_descent.controls import EXTENT, STEP
from ui.presets import Preset

_PARKED = {"descent_w": 1.2, "descent_b": -0.5, "descent_eta": 76.8, "descent_apart": True, "descent_eta_ce": 22.8}
_BESIDE = {"descent_w": -1.0, "descent_b": 1.0}
PRESETS = (
    Preset(
        "A plateau",
        {},
        "One start, one η. Three of the five points are wrong, two of them badly: there the neuron is saturated, and "
        "the quadratic's surface is nearly level; the hatched region, where it bends down, separates it from the "
        "valley. Cross-entropy is steepest where the neuron is most wrong.",
    ),
    Preset(
        "Both arrive",
        _BESIDE,
        "From here both arrive: η = 3 is well below the largest stable one of either cost. At η = 20 the quadratic "
        "still arrives, and cross-entropy bounces.",
    ),
    Preset(
        "η too small",
        _BESIDE | {"descent_eta": 0.03},
        "Nothing goes wrong, it only takes long: 1,959 updates under the quadratic cost and 489 under cross-entropy, "
        "where η = 3 takes 20 and 4.",
    ),
    Preset(
        "Parked, and bouncing",
        _PARKED | {"descent_steps": 300, "descent_reach": 10.0},
        "Each η is three times the largest stable one of its cost. The quadratic is thrown onto a plateau and stays "
        "there. Cross-entropy has none: it is thrown back each time, and has not settled at the end.",
    ),
    Preset(
        "Explodes",
        {"descent_output": "linear", "descent_eta": 1.1},
        "A linear output does not saturate, so nothing bounds the slope: with η 10 % above the largest stable one, "
        "each step ends up 1.2 times as long as the one before. The points are the same, and the surface is a bowl.",
    ),
    Preset(
        "Noisy, but cheap",
        _BESIDE | {"descent_eta": 0.5, "descent_points": "coins", "descent_batch": 1},
        "An update looks at one point of the twenty. Its direction is right only on average, and cross-entropy's cost "
        "does not settle. But it first comes within 1 % after 18 examples; with all points in every update that takes "
        "440. *Batches*, below, compares them.",
    ),
    Preset(
        "Momentum",
        _BESIDE | {"descent_eta": 0.1, "descent_optimizer": "momentum"},
        "Steps in the same direction add up, to 1/(1 − μ) = 10 times their length. Plain descent with this η still "
        "crawls after 100 updates, at costs of 0.1692 and 0.4924.",
    ),
    Preset(
        "No minimum",
        {"descent_points": "separable", "descent_steps": 1000, "descent_reach": 15.0},
        "All five points can be right, and a steeper step is always better: w and b grow without end, ever more "
        "slowly. Where there is no minimum, no η is the largest stable one there.",
    ),
)
LOOKS = (STEP, EXTENT)
"""The controls that change only the view of the descents; a note does not depend on them."""

NO_NOTE = "Each button sets all controls above and in the drawers; what you have moved returns to its start."
