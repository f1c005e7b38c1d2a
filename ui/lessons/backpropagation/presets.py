"""Lesson 5: networks worth computing step by step, and what to notice in each."""

from typing import NamedTuple

import streamlit as st

from core.numerals import count
from ui.lessons.backpropagation.controls import CHOSEN, CONTROLS, DIGITS, HELD, STAGE, TURN, VALUE, VALUES
from ui.presets import Preset, is_in_force, note_of

_PIXELS = (
    "b11:0,b12:0.2,b13:-0.3,w111:0.01,w112:-0.05,w113:0.1,w114:0.05,w121:0.7,w122:0.2,w123:0.05,w124:0.16,w131:0,"
    "w132:-0.45,w133:-0.2,w134:0.03,x11:-15,x12:22,x13:-44,x14:56,y11:0,y12:0,y13:1"
)
_THREE = (
    "b11:1,b12:1,b13:1,b21:1,b22:1,b23:1,b31:1,b32:1,b33:1,w111:0.1,w112:0.3,w113:0.4,w121:0.2,w122:0.2,w123:0.3,"
    "w131:0.3,w132:0.7,w133:0.9,w211:0.2,w212:0.3,w213:0.6,w221:0.3,w222:0.5,w223:0.4,w231:0.5,w232:0.7,w233:0.8,"
    "w311:0.1,w312:0.3,w313:0.5,w321:0.4,w322:0.7,w323:0.2,w331:0.8,w332:0.2,w333:0.9,x11:0.1,x12:0.2,x13:0.7,y11:1,"
    "y12:0,y13:0"
)

PRESETS = (
    Preset(
        "Mazur's example",
        {"back_hold": True, "back_digits": "9", "back_chosen": "neww211", "back_stage": 7},
        "Matt Mazur's much-read example (2015) with 2-2-2 neurons, digit for digit. What it leaves out: he holds the "
        "biases fixed, though their gradients are there; with them the update would bring C to 0.280471447. After it "
        "he prints C = 0.291027924, where 0.291027774 is right: just what comes out if layer 2 is updated before its "
        "δ is passed down, one of the mistakes under “Break it”.",
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
        {"back_hidden": "relu", "back_values": "b11:-2", "back_stage": 5},
        "Neuron 1 of layer 1 has z < 0 for the only instance there is, so its σ′(z) is 0, and with it δ and every "
        "gradient of its weights and its bias, whatever the cost. Raise b¹₁ above −0.0275 to wake it.",
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
    Preset(
        "Pixels and scores",
        {
            "back_layers": "1",
            "back_inputs": 4,
            "back_outputs": 3,
            "back_output": "softmax",
            "back_cost": "cross_entropy",
            "back_eta": 0.001,
            "back_values": _PIXELS,
            "back_chosen": "C",
            "back_stage": 4,
        },
        "The softmax example of Stanford's CS231n: scores z of −2.85, 0.86 and 0.28, and a cost of 1.04, as printed. "
        "Inputs as large as pixels make large gradients: ∂C/∂w is up to 56 times δ, so η must be small.",
    ),
    Preset(
        "Three activations",
        {
            "back_layers": "3",
            "back_inputs": 3,
            "back_width_1": 3,
            "back_width_2": 3,
            "back_outputs": 3,
            "back_hidden_1": "relu",
            "back_output": "softmax",
            "back_cost": "cross_entropy",
            "back_eta": 0.01,
            "back_values": _THREE,
            "back_chosen": "a311",
            "back_stage": 3,
        },
        "Prakash Jay's example (2017): ReLU, then sigmoid, then softmax. He prints the outputs 0.1985, 0.2855 and "
        "0.5158; the last digits differ, since he goes on with rounded numbers.",
    ),
    Preset(
        "In turn",
        {
            "back_layers": "1",
            "back_inputs": 1,
            "back_outputs": 1,
            "back_instances": 4,
            "back_output": "linear",
            "back_takes": "turns",
            "back_eta": 0.01,
            "back_values": "b11:0,w111:0,x11:1,x21:2,x31:4,x41:3,y11:1,y21:3,y31:3,y41:2",
            "back_chosen": "neww111",
            "back_stage": 5,
        },
        "A line through four points, updated after each of them (Jason Brownlee, 2016). “1 update” four times: w is "
        "0.01, 0.0694, 0.176708, 0.21880847.",
    ),
    Preset(
        "Momentum",
        {
            "back_layers": "1",
            "back_inputs": 1,
            "back_outputs": 1,
            "back_output": "linear",
            "back_cost": "quadratic",
            "back_hold": True,
            "back_momentum": 0.9,
            "back_eta": 0.2,
            "back_values": "b11:0,w111:10,x11:1,y11:4",
            "back_chosen": "neww111",
            "back_stage": 5,
        },
        "With one weight, x = 1 and b = 0 the cost is (w − 4)²: an exercise of the Université de Saïda. “1 update” "
        "four times: w is 7.6, 4, 0.76, −0.86. It runs past its goal, since its velocity is not 0 there.",
    ),
)
LOOKS = (STAGE, DIGITS, CHOSEN, HELD, VALUE)
"""The controls that change only the view of the network; a note does not depend on them."""

NO_NOTE = (
    "Each button sets the network and its numbers; what you have moved returns to its start. The page opens with the "
    "numbers of Mazur's example, a much-read one with 2-2-2 neurons by Matt Mazur (2015)."
)


class _Trained(NamedTuple):
    """A preset that updates have led away from: its name, the updates made, and the numbers that they have led to."""

    name: str
    updates: int
    values: str
    turn: float


_TRAINED = "back trained"


def preset_now() -> tuple[Preset, int] | None:
    """Return the preset in force and 0, or the one that only updates have led away from, and how many these are."""
    for preset in PRESETS:
        if is_in_force(preset, CONTROLS, LOOKS):
            return preset, 0
    trained: _Trained | None = st.session_state.get(_TRAINED)
    if trained is None or (trained.values, trained.turn) != (VALUES.value(), TURN.value()):
        return None
    preset = next(preset for preset in PRESETS if preset.name == trained.name)
    return (preset, trained.updates) if is_in_force(preset, CONTROLS, (*LOOKS, VALUES, TURN)) else None


def note_updates(before: tuple[Preset, int] | None, updates: int) -> None:
    """Note that so many updates have been made from there, and led to the numbers in force now."""
    if before is None:
        st.session_state.pop(_TRAINED, None)
        return
    preset, already = before
    st.session_state[_TRAINED] = _Trained(preset.name, already + updates, VALUES.value(), TURN.value())


def note_now() -> str:
    """Return the note of the preset in force; after updates also how many they are, since a note is about the start."""
    now = preset_now()
    if now is None or now[1] == 0:
        return note_of(PRESETS, CONTROLS, looks=LOOKS, otherwise=NO_NOTE)
    preset, updates = now
    after = "1 update" if updates == 1 else f"{count(updates)} updates"
    return f"*“{preset.name}”, {after} later. Of its start:* {preset.note}"
