"""Lesson 5: its controls, and the worksheet that they describe.

The shape has controls; the given numbers are one line of text in the address, of which the chosen one has a slider.
"""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from core.explaining.quantities import MEANINGS, Key, symbol_of
from core.explaining.training import train
from core.explaining.worksheet import (
    GIVEN,
    LARGEST,
    Worksheet,
    changes,
    key_of,
    random_values,
    read_values,
    write_values,
)
from core.numerals import count, numeral
from ui.addresses import shown_text
from ui.controls import Choice, Control, Handle, Slider, Switch, Text
from ui.lessons import ACTIVATIONS

COST_NAMES = {
    "half_quadratic": "½ Σ (y − a)²",
    "quadratic": "Σ (y − a)²",
    "mean_quadratic": "mean (y − a)²",
    "cross_entropy": "cross-entropy",
}
ETA = Slider("back_eta", "Learning rate η", 0.001, 100.0, 0.5, 0.001, "How far the update goes", log=True)
STAGE = Slider("back_stage", "Stage", 0, 11, 5, 1, "Forward, the cost, and back: one stage after another")
VALUE = Handle(
    "back_value", "A given number", -LARGEST, LARGEST, 0.0, 0.01, "Choose any x, y, w or b in the picture to move it"
)
HIDDEN = Choice("back_hidden", "Hidden layers", ACTIVATIONS, "sigmoid", menu=True)
OUTPUT = Choice("back_output", "Output", ACTIVATIONS | {"softmax": "softmax"}, "sigmoid", menu=True)
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
OUTPUTS = Slider("back_outputs", "Outputs", 1, 4, 2, 1)
INSTANCES = Slider("back_instances", "Instances in the batch", 1, 4, 1, 1)
DIGITS = Choice("back_digits", "Digits", {"4": "4", "6": "6", "9": "9"}, "4", "Significant digits of every number")
SHAPE = (LAYERS, INPUTS, *WIDTHS, OUTPUTS, INSTANCES)


def _is_values(text: str) -> bool:
    try:
        read_values(text)
    except ValueError:
        return False
    return True


def _kind_of(code: str) -> str | None:
    key = key_of(code, 2)
    return key.kind if key is not None else None


VALUES = Text(
    "back_values",
    "Numbers that were changed",
    _is_values,
    "a list such as w112:0.3,b21:-0.5",
    help="w112 leads into neuron 1 of layer 1 from input 2; b21 is the bias of neuron 1 of layer 2; "
    "x12 is input 2 of instance 1, and y12 target 2 of it",
)
HELD = Text(
    "back_held", "The number to move", lambda text: _kind_of(text) in GIVEN, "the name of an x, y, w or b", "w211"
)
CHOSEN = Text("back_chosen", "Chosen", lambda text: _kind_of(text) is not None, "a name such as delta111", "delta111")
CONTROLS: tuple[Control, ...] = (STAGE, ETA, HIDDEN, OUTPUT, COST, HOLD, DIGITS, *SHAPE, VALUES, CHOSEN, HELD)
PICTURE, CHOICE_MADE = "back_net", "back choice made"
RESTS = "back_settled"
"""No fragment has this key: a slider that redraws it changes nothing until it rests."""
_SHOWN = "back shown"
"""The session's note of which given number the slider shows, and the value that it shows."""


def sheet_now(values: Mapping[str, float]) -> Worksheet:
    """The worksheet that the controls describe, with these numbers changed."""
    layers = int(LAYERS.value())
    hidden = [int(width.value()) for width in WIDTHS[: layers - 1]]
    sizes = (int(INPUTS.value()), *hidden, int(OUTPUTS.value()))
    return Worksheet(sizes, int(INSTANCES.value()), HIDDEN.value(), OUTPUT.value(), COST.value(), dict(values))


def stages(sheet: Worksheet) -> int:
    """How many stages a walk has: what is given, forward, cost, back, gradients and update."""
    return 2 * len(sheet.sizes) + 2


def draw_hidden_state() -> dict[str, float]:
    """Draw what has no control of its own to be seen, and return the numbers that were changed."""
    fold()
    with st.container(key="unseen_back"):
        CHOSEN.read()
        HELD.read()
    text = VALUES.read()
    with st.container(horizontal=True, gap="small", key="numbers_row"):
        st.button("Random weights", key="back_random", on_click=draw_random)
        st.button("As at the start", key="back_again", on_click=hand_out)
    try:
        return read_values(text)
    except ValueError as wrong:
        st.warning(f"The line is left out: {shown_text(str(wrong))}", icon=":material/rule:")
        return {}


def draw_shape() -> None:
    """Draw the controls of the network's shape; those of layers that are not there wait."""
    layers = int(LAYERS.read())
    INPUTS.draw(redraws=RESTS)
    for place, width in enumerate(WIDTHS, start=1):
        width.draw(redraws=RESTS, disabled=place >= layers)
    OUTPUTS.draw(redraws=RESTS)
    INSTANCES.draw(redraws=RESTS)


def fold() -> None:
    """Write the slider's value into the line of changed numbers, if the hand has moved it since it was drawn."""
    shown = st.session_state.pop(_SHOWN, None)
    if shown is None or VALUE.key not in st.session_state:
        return
    code, before = shown
    value = float(st.session_state[VALUE.key])
    if value != before:
        _write({**_values(), code: value})


def _values() -> dict[str, float]:
    try:
        return read_values(VALUES.value())
    except ValueError:
        return {}


def _write(values: Mapping[str, float]) -> None:
    st.session_state[VALUES.key] = write_values(changes(values))


def chosen_key(sheet: Worksheet) -> Key | None:
    """The chosen quantity."""
    return key_of(CHOSEN.value(), sheet.instances)


def held_code(sheet: Worksheet) -> str:
    """The name of the given number that the slider moves."""
    return HELD.value() if sheet.has(HELD.value()) else "w111"


def draw_value(sheet: Worksheet, fragment: str) -> None:
    """Draw the slider of the given number that was chosen last."""
    code = held_code(sheet)
    key = key_of(code, sheet.instances)
    stands = sheet.value(code)
    label = f"{symbol_of(key).plain}, {MEANINGS[key.kind]}" if key is not None else ""
    VALUE.draw(redraws=fragment, stands_at=stands, label=label)
    st.session_state[_SHOWN] = (code, stands)


def moved(sheet: Worksheet) -> Worksheet:
    """The worksheet under a moving slider."""
    return replace(sheet, values=sheet.changed(held_code(sheet), VALUE.value()))


def computable(sheet: Worksheet) -> Worksheet:
    """The same given numbers with an output and a cost that go together whatever they are, to be drawn at least."""
    return replace(sheet, output="linear", cost="half_quadratic")


def forget_slider() -> None:
    """Have the slider take its value from the line of numbers, after a preset has set that."""
    st.session_state.pop(_SHOWN, None)


def choose_in_picture() -> None:
    """Choose the quantity that was pressed in the picture; the page runs again, for its slider."""
    state = st.session_state.get(PICTURE)
    choice = state.choice if state is not None else None
    code = str(choice["code"]) if choice is not None else ""
    if _kind_of(code) is not None:
        fold()
        st.session_state[CHOSEN.key] = code
        if _kind_of(code) in GIVEN:
            st.session_state[HELD.key] = code
        st.session_state[CHOICE_MADE] = True


def go(by: int, last: int) -> None:
    """Go so many stages on, or back."""
    st.session_state[STAGE.key] = float(min(max(STAGE.value(high=last) + by, 0), last))


def take_steps(steps: int) -> None:
    """Make so many updates with all instances, and put the new numbers in the place of the given ones."""
    fold()
    sheet = sheet_now(_values())
    try:
        network, x, y = sheet.network(), sheet.x(), sheet.y()
        costs = train(network, x, y, ETA.value(), steps, hold_biases=HOLD.value())
        values = sheet.with_parameters(network.theta)
    except ValueError as wrong:
        st.toast(f"The numbers stay as they are: {wrong}.", icon=":material/edit_off:")
        return
    _write(values)
    st.toast(
        f"{count(steps)} {'update' if steps == 1 else 'updates'} later: C went from {numeral(costs[0])} to "
        f"{numeral(costs[-1], 6)}.",
        icon=":material/done:",
    )


def draw_random() -> None:
    """Put random weights and biases in the place of the given ones."""
    fold()
    seed = st.session_state["back draws"] = st.session_state.get("back draws", 0) + 1
    _write(random_values(sheet_now(_values()), seed))


def hand_out() -> None:
    """Return to the numbers that were handed out."""
    forget_slider()
    st.session_state[VALUES.key] = ""
