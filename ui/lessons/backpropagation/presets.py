"""Lesson 5: networks worth walking through, and what is to be seen in each."""

from ui.controls import chosen_preset
from ui.lessons.backpropagation.controls import CHOSEN, CONTROLS, DIGITS, HELD, STAGE

PRESETS = {
    "Mazur's example": {"back_hold": True, "back_digits": "9", "back_chosen": "neww211", "back_stage": 7},
    "Softmax": {
        "back_output": "softmax", "back_cost": "cross_entropy", "back_values": "y11:0,y12:1",
        "back_chosen": "delta211", "back_stage": 4,
    },
    "Saturated": {"back_values": "b21:8,b22:-8", "back_chosen": "delta211", "back_stage": 4},
    "Dead ReLU": {"back_hidden": "relu", "back_values": "b11:-2"},
    "Two instances": {"back_instances": 2, "back_chosen": "dCdw111", "back_stage": 6},
    "Four layers": {"back_layers": "4", "back_stage": 9},
}  # fmt: skip
_NOTES = {
    "Mazur's example": "Matt Mazur's worked example (2015), digit for digit. What it leaves out: he holds the biases "
    "fixed, though their gradients are there; with them the update would bring C to 0.280471447. After it he prints "
    "C = 0.291027924, where 0.291027774 is right: just what comes out if layer 2 is updated before its δ is "
    "passed down, one of the mistakes under “Break it”.",
    "Softmax": "With cross-entropy δ = ∂C/∂z is a − y. ∂C/∂a, in the row above, is −y/a: another number.",
    "Saturated": "Both outputs are wrong by 0.99, and their σ′(z) is below 0.001: δ is a thousandth of the error, or "
    "less. Take cross-entropy as the cost, and δ is the error itself.",
    "Dead ReLU": "Neuron 1 of layer 1 has z < 0, so its σ′(z) is 0, and with it δ and every gradient of its "
    "weights and its bias, whatever the cost. Raise b¹₁ above −0.0275 to wake it.",
    "Two instances": "Each instance has a column and a δ of its own. A gradient is the mean over both.",
    "Four layers": "On the way from layer 4 to layer 1 δ becomes 350 times smaller (root mean square): every layer "
    "multiplies by its weights, which are below 1 here, and by σ′(z), which is ¼ at most.",
}
_LOOKS = (STAGE, DIGITS, CHOSEN, HELD)  # how the walk is looked at: they change nothing of what a note says
_SETTINGS = tuple(control for control in CONTROLS if control not in _LOOKS)
_NETWORKS = {
    name: {key: values[key] for key in values.keys() - {control.key for control in _LOOKS}}
    for name, values in PRESETS.items()
}
_NO_NOTE = "Each button sets the network and its numbers; what you have moved returns to its start."


def note_of() -> str:
    """What is to be seen in the network that the controls amount to."""
    return _NOTES.get(chosen_preset(_NETWORKS, _SETTINGS), _NO_NOTE)
