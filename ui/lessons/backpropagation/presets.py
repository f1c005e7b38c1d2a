"""Lesson 5: networks worth computing step by step, and what to notice in each."""

from ui.lessons.backpropagation.controls import CHOSEN, DIGITS, HELD, STAGE, VALUE
from ui.presets import Preset

PRESETS = (
    Preset(
        "Mazur's example",
        {"back_hold": True, "back_digits": "9", "back_chosen": "neww211", "back_stage": 7},
        "Matt Mazur's worked example (2015), digit for digit. What it leaves out: he holds the biases fixed, though "
        "their gradients are there; with them the update would bring C to 0.280471447. After it he prints "
        "C = 0.291027924, where 0.291027774 is right: just what comes out if layer 2 is updated before its δ is "
        "passed down, one of the mistakes under “Break it”.",
    ),
    Preset(
        "Softmax",
        {
            "back_output": "softmax",
            "back_cost": "cross_entropy",
            "back_values": "y11:0,y12:1",
            "back_chosen": "delta211",
            "back_stage": 4,
        },
        "With cross-entropy δ = ∂C/∂z is a − y. ∂C/∂a, in the row above, is −y/a: another number.",
    ),
    Preset(
        "Saturated",
        {"back_values": "b21:8,b22:-8", "back_chosen": "delta211", "back_stage": 4},
        "Both outputs are wrong by 0.99, and their σ′(z) is below 0.001: δ is a thousandth of the error, or less. Take "
        "cross-entropy as the cost, and δ is the error itself.",
    ),
    Preset(
        "Dead ReLU",
        {"back_hidden": "relu", "back_values": "b11:-2"},
        "Neuron 1 of layer 1 has z < 0, so its σ′(z) is 0, and with it δ and every gradient of its weights and its "
        "bias, whatever the cost. Raise b¹₁ above −0.0275 to wake it.",
    ),
    Preset(
        "Two instances",
        {"back_instances": 2, "back_chosen": "dCdw111", "back_stage": 6},
        "Each instance has a column and a δ of its own. A gradient is the mean over both.",
    ),
    Preset(
        "Four layers",
        {"back_layers": "4", "back_stage": 9},
        "On the way from layer 4 to layer 1 δ becomes 350 times smaller (root mean square): every layer multiplies by "
        "its weights, which are below 1 here, and by σ′(z), which is ¼ at most.",
    ),
)
LOOKS = (STAGE, DIGITS, CHOSEN, HELD, VALUE)
"""The controls that change only the view of the network; a note does not depend on them."""

NO_NOTE = "Each button sets the network and its numbers; what you have moved returns to its start."
