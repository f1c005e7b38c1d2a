"""Lesson 5: its controls, and what they describe: a worksheet, and how it is updated.

The shape has controls. The given numbers are one line of text in the address; numbers.py moves them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import streamlit as st

from core.explaining.worksheet import GIVEN, LARGEST, Worksheet, key_of, read_values
from core.functions.activations import OUTPUTS
from ui.assignments import assign
from ui.controls import Choice, Control, Handle, Slider, Switch, Text
from ui.lessons import ACTIVATIONS, cost_menu

COST_NAMES = cost_menu(lambda cost: cost.summed or cost.label, first="half_quadratic")
ETA = Slider("back_eta", "Learning rate η", 0.001, 100.0, 0.5, 0.001, "How far the update goes", log=True)
STAGE = Slider("back_stage", "Stage", 0, 11, 5, 1, "Forward, the cost, and backward: one stage after another")
VALUE = Handle(
    "back_value", "A given number", -LARGEST, LARGEST, 0.0, 0.01, "Choose any x, y, w or b in the picture to move it"
)
HIDDEN = Choice("back_hidden", "Hidden layers", ACTIVATIONS, "sigmoid", menu=True)
OUTPUT = Choice("back_output", "Output", {name: output.label for name, output in OUTPUTS.items()}, "sigmoid", menu=True)
COST = Choice(
    "back_cost",
    "Cost of an instance",
    COST_NAMES,
    "half_quadratic",
    "Summed over the outputs, or their mean where it says so; the cost of the batch is the mean over its instances",
    menu=True,
)
HOLD = Switch("back_hold", "Hold the biases fixed", help="Only the weights are updated, as in Mazur's example")
LAYERS = Choice("back_layers", "Layers", {str(n): str(n) for n in range(1, 5)}, "2")
INPUTS = Slider("back_inputs", "Inputs", 1, 4, 2, 1)
WIDTHS = (
    Slider("back_width_1", "Neurons in hidden layer 1", 1, 4, 2, 1),
    Slider("back_width_2", "Neurons in hidden layer 2", 1, 4, 2, 1),
    Slider("back_width_3", "Neurons in hidden layer 3", 1, 4, 2, 1),
)
OUTPUT_WIDTH = Slider("back_outputs", "Outputs", 1, 4, 2, 1)
INSTANCES = Slider("back_instances", "Instances in the batch", 1, 4, 1, 1)
DIGITS = Choice("back_digits", "Digits", {"4": "4", "6": "6", "9": "9"}, "4", "Significant digits of every number")
SHAPE = (LAYERS, INPUTS, *WIDTHS, OUTPUT_WIDTH, INSTANCES)


def _is_list(text: str) -> bool:
    try:
        read_values(text)
    except ValueError:
        return False
    return True


def kind_of(code: str) -> str | None:
    """Return which kind of quantity a name in the address means; None if it is no such name."""
    key = key_of(code, 2)
    return key.kind if key is not None else None


VALUES = Text(
    "back_values",
    "Numbers that were changed",
    _is_list,
    "a list such as w112:0.3,b21:-0.5",
    help="w112 leads into neuron 1 of layer 1 from input 2; b21 is the bias of neuron 1 of layer 2; "
    "x12 is input 2 of instance 1, and y12 target 2 of it",
)
HELD = Text(
    "back_held", "The number to move", lambda text: kind_of(text) in GIVEN, "the name of an x, y, w or b", "w211"
)
CHOSEN = Text("back_chosen", "Chosen", lambda text: kind_of(text) is not None, "a name such as delta111", "delta111")
CONTROLS: tuple[Control, ...] = (STAGE, ETA, HIDDEN, OUTPUT, COST, HOLD, DIGITS, *SHAPE, VALUES, CHOSEN, HELD, VALUE)
RESTS = "back_settled"
"""No fragment has this key: a slider that redraws it changes nothing until it rests."""


@dataclass(frozen=True)
class Update:
    """How weights and biases are updated: with which η, and whether the biases are held fixed."""

    eta: float
    hold_biases: bool


def update_now() -> Update:
    """Return the update that the controls ask for."""
    return Update(ETA.value(), HOLD.value())


def sheet_of(values: Mapping[str, float]) -> Worksheet:
    """Return the worksheet that the controls describe, with these numbers changed."""
    layers = int(LAYERS.value())
    hidden = [int(width.value()) for width in WIDTHS[: layers - 1]]
    sizes = (int(INPUTS.value()), *hidden, int(OUTPUT_WIDTH.value()))
    return Worksheet(sizes, int(INSTANCES.value()), HIDDEN.value(), OUTPUT.value(), COST.value(), dict(values))


def last_stage() -> int:
    """Return the last stage. Stages: given numbers, forward pass, cost, backward pass, gradients, update."""
    return 2 * (int(LAYERS.value()) + 1) + 1


def draw_stage_controls(fragment: str) -> None:
    """Draw the controls that move through the stages."""
    last = last_stage()
    STAGE.draw(redraws=fragment, high=last)
    with st.container(horizontal=True, gap="small", key="walk_row"):
        st.button("Back", key="back_go_back", on_click=partial(_go, -1, last))
        st.button("Next", key="back_go_next", on_click=partial(_go, 1, last), type="primary")


def _go(by: int, last: int) -> None:
    """Go so many stages forward, or back if negative."""
    assign({STAGE.key: float(min(max(STAGE.value(high=last) + by, 0), last))})


def draw_shape() -> None:
    """Draw the controls of the network's shape; those of layers that are not there are disabled."""
    layers = int(LAYERS.read())
    INPUTS.draw(redraws=RESTS)
    for place, width in enumerate(WIDTHS, start=1):
        width.draw(redraws=RESTS, disabled=place >= layers)
    OUTPUT_WIDTH.draw(redraws=RESTS)
    INSTANCES.draw(redraws=RESTS)
