"""Lesson 5: its controls, and what they describe: a worksheet, and how it is updated.

The shape has controls. The given numbers are one line of text in the address; numbers.py moves them.
"""

from collections.abc import Mapping
from typing import Any

from core.explaining.training import Update
from core.explaining.worksheet import GIVEN, LARGEST, Worksheet, key_of
from core.functions.activations import OUTPUTS
from ui.controls import Choice, Control, Handle, Slider, Switch, Text
from ui.lessons import ACTIVATIONS, cost_menu


class WideHandle(Handle):
    """A handle for numbers of any size: the slider's range is ±20, or the least of ±50, ±100, ±200 … beyond the number.

    The number box takes the whole range at any time.
    """

    def _data(self, high: float | None) -> dict[str, Any]:
        data = super()._data(high)
        reach = reach_of(float(data["value"]))
        return data | {"min": -reach, "max": reach, "step": step_of(reach)}


def reach_of(value: float) -> float:
    """Return the end of the slider's range for a number."""
    reaches = (lead * 10.0**power for power in range(1, 7) for lead in (1.0, 2.0, 5.0))
    return min(next((reach for reach in reaches if reach >= NEAR and abs(value) < reach), LARGEST), LARGEST)


def step_of(reach: float) -> float:
    """Return the step of a slider with this range: 0.01 up to ±50, 0.1 up to ±500 …"""
    power = len(str(int(reach))) - 1
    return 10.0 ** (power - 3)


NEAR = 20.0
"""The least range of a slider for a given number."""

COST_NAMES = cost_menu(lambda cost: cost.summed or cost.label, first="half_quadratic")
_ETA_HELP = "How far an update goes: w ← w − η ∂C/∂w, and each b likewise"
ETA = Slider("back_eta", "Learning rate η", 1e-8, 100.0, 0.5, 0.001, _ETA_HELP, log=True)
STAGE = Slider("back_stage", "Stage", 0, 11, 1, 1, "Forward, the cost, and backward: one stage after another")
VALUE = WideHandle(
    "back_value", "A given number", -LARGEST, LARGEST, 0.0, 0.01, "Choose any x, y, w or b in the picture to move it"
)
HIDDEN = Choice("back_hidden", "Hidden layers", ACTIVATIONS, "sigmoid", menu=True)
OUTPUT = Choice("back_output", "Output", {name: output.label for name, output in OUTPUTS.items()}, "sigmoid", menu=True)
COST = Choice(
    "back_cost",
    "Cost of an instance",
    COST_NAMES,
    "half_quadratic",
    "Summed over the outputs, or their mean where it says so; for the cost of the batch see “Batch, turns, momentum”",
    menu=True,
)
MAZUR = "Only the weights are updated, as in Mazur's example: a much-read one with 2-2-2 neurons by Matt Mazur (2015)"
HOLD = Switch("back_hold", "Hold the biases fixed", help=MAZUR)
LAYERS = Choice("back_layers", "Layers", {str(n): str(n) for n in range(1, 5)}, "2")
INPUTS = Slider("back_inputs", "Inputs", 1, 4, 2, 1)
WIDTHS = (
    Slider("back_width_1", "Neurons in hidden layer 1", 1, 4, 2, 1),
    Slider("back_width_2", "Neurons in hidden layer 2", 1, 4, 2, 1),
    Slider("back_width_3", "Neurons in hidden layer 3", 1, 4, 2, 1),
)
OUTPUT_WIDTH = Slider("back_outputs", "Outputs", 1, 4, 2, 1)
INSTANCES = Slider(
    "back_instances", "Instances in the batch", 1, 4, 1, 1, "An instance is one example: its inputs x and its targets y"
)
DIGITS = Choice("back_digits", "Digits", {"4": "4", "6": "6", "9": "9"}, "4", "Significant digits of every number")
_SAME = {"same": "as all hidden layers"}
OWN_HIDDEN = tuple(
    Choice(f"back_hidden_{layer}", f"Activation of hidden layer {layer}", _SAME | ACTIVATIONS, "same", menu=True)
    for layer in (1, 2, 3)
)
SHAPE = (LAYERS, INPUTS, *WIDTHS, *OWN_HIDDEN, OUTPUT_WIDTH, INSTANCES)
REDUCTION = Choice("back_reduction", "Cost of the batch: over its instances", {"mean": "mean", "sum": "sum"}, "mean")
TAKES = Choice("back_takes", "Instances of one update", {"all": "all", "turns": "one in turn"}, "all")
TURN = Slider("back_turn", "Next instance", 1, 4, 1, 1, "The instances take turns")
MOMENTUM = Slider(
    "back_momentum",
    "Momentum μ",
    0.0,
    0.99,
    0.0,
    0.01,
    "What an update keeps of the one before: v ← μ v − η ∂C/∂w, and then w ← w + v; b likewise",
)
BATCH = (REDUCTION, TAKES, TURN, MOMENTUM)


def kind_of(code: str) -> str | None:
    """Return which kind of quantity a name in the address means; None if it is no such name."""
    key = key_of(code, 2)
    return key.kind if key is not None else None


VALUES = Text(
    "back_values",
    "Numbers that were changed",
    lambda text: True,  # what cannot be read in it is named beside it
    "a list such as w112:0.3,b21:-0.5",
    help="Separated by commas. w112 leads into neuron 1 of layer 1 from input 2; b21 is the bias of neuron 1 of layer "
    "2; x12 is input 2 of instance 1, and y12 target 2 of it",
)
HELD = Text(
    "back_held", "The number to move", lambda text: kind_of(text) in GIVEN, "the name of an x, y, w or b", "w111"
)
CHOSEN = Text(
    "back_chosen",
    "Chosen",
    lambda text: not text or kind_of(text) is not None,
    "a name such as delta111, or nothing: then each stage chooses its own",
)
CONTROLS: tuple[Control, ...] = (
    STAGE,
    ETA,
    HIDDEN,
    OUTPUT,
    COST,
    HOLD,
    DIGITS,
    *SHAPE,
    *BATCH,
    VALUES,
    CHOSEN,
    HELD,
    VALUE,
)
RESTS = "back_settled"
"""No fragment has this key: a slider that redraws it changes nothing until it rests."""


def update_of(sheet: Worksheet) -> Update:
    """Return the update that the controls ask for."""
    turns = TAKES.value() == "turns" and sheet.instances > 1
    turn = int(TURN.value(high=sheet.instances)) if turns else 0
    return Update(ETA.value(), HOLD.value(), MOMENTUM.value(), turn, sheet.velocity())


def sheet_of(values: Mapping[str, float]) -> Worksheet:
    """Return the worksheet that the controls describe, with these numbers changed."""
    layers = int(LAYERS.value())
    widths = [int(width.value()) for width in WIDTHS[: layers - 1]]
    return Worksheet(
        (int(INPUTS.value()), *widths, int(OUTPUT_WIDTH.value())),
        int(INSTANCES.value()),
        _hidden(layers - 1),
        OUTPUT.value(),
        COST.value(),
        dict(values),
        reduction=REDUCTION.value(),
        velocities=MOMENTUM.value() > 0.0,
    )


def _hidden(layers: int) -> str | tuple[str, ...]:
    """Return the activation of all hidden layers, or that of each if they differ."""
    common = HIDDEN.value()
    own = [common if (chosen := own.value()) in _SAME else chosen for own in OWN_HIDDEN[:layers]]
    return common if set(own) <= {common} else tuple(own)


def last_stage() -> int:
    """Return the last stage. Stages: given numbers, forward pass, cost, backward pass, gradients, update."""
    return 2 * (int(LAYERS.value()) + 1) + 1


def draw_shape() -> None:
    """Draw the controls of the network's shape; those of layers that are not there are disabled."""
    layers = int(LAYERS.read())
    INPUTS.draw(redraws=RESTS)
    for place, (width, own) in enumerate(zip(WIDTHS, OWN_HIDDEN, strict=True), start=1):
        width.draw(redraws=RESTS, disabled=place >= layers)
        own.read(disabled=place >= layers)
    OUTPUT_WIDTH.draw(redraws=RESTS)
    INSTANCES.draw(redraws=RESTS)


def draw_batch(fragment: str) -> None:
    """Draw the controls of the batch and of momentum; those that would change nothing are disabled."""
    one = int(INSTANCES.value()) == 1
    REDUCTION.read(disabled=one)
    turns = TAKES.read(disabled=one) == "turns"
    TURN.draw(redraws=fragment, high=max(int(INSTANCES.value()), 2), disabled=one or not turns)
    MOMENTUM.draw(redraws=RESTS)
