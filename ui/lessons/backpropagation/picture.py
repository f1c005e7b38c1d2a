"""Lesson 5: the part that follows a moving slider: the sentence on the stage, and the chosen number's formula."""

from dataclasses import replace
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator as Place

from core.explaining.gradient_check import Check, check
from core.explaining.quantities import MEANINGS, Key, StagedQuantity
from core.explaining.stages import Walk
from core.explaining.training import Update
from core.explaining.walk import walk
from core.explaining.worksheet import GIVEN, Worksheet, key_of
from core.functions.activations import ACTIVATIONS, OUTPUTS
from core.functions.costs import COSTS
from core.numerals import count, numeral
from ui.lessons.backpropagation.canvas import send
from ui.lessons.backpropagation.controls import COST_NAMES, DIGITS, update_of
from ui.lessons.backpropagation.numbers import PICTURE, chosen_key, held_code
from ui.lessons.backpropagation.walking import AGAIN
from ui.views import view

TWO_LINES = 180
"""So many letters of 23 px stand in two lines 1024 px wide."""


class Scene(NamedTuple):
    """The content of a stage: the passes through the network, their worksheet, and how it is updated."""

    walk: Walk
    sheet: Worksheet
    update: Update


def scene_of(sheet: Worksheet) -> Scene:
    """Compute the forward and the backward pass. Raises ValueError if output, cost and targets do not fit."""
    update = update_of(sheet)
    return Scene(walk(sheet.network(), sheet.x(), sheet.y(), update, digits=int(DIGITS.value())), sheet, update)


def drawn_at(sheet: Worksheet, stage: int) -> tuple[Scene, int, str]:
    """Return what is drawn at a stage, the stage that is drawn, and why that is another one, if it is.

    Where nothing can be computed, the given numbers are still drawn, with an output and a cost that always fit.
    """
    try:
        return scene_of(sheet), stage, ""
    except ValueError as wrong:
        return scene_of(replace(sheet, output="linear", cost="half_quadratic")), 0, str(wrong)


def draw_stage(sheet: Worksheet, stage: int, sentence: Place, formula: Place) -> None:
    """Send the network the numbers of a stage, and write its sentence and the formula of the chosen number."""
    scene, stage, wrong = drawn_at(sheet, stage)
    sentence.markdown(f"**This cannot be computed**: {wrong}." if wrong else say_stage(scene, stage))
    chosen = chosen_key(sheet, scene.walk.stages[stage])
    send(PICTURE, scene.walk, scene.sheet, scene.update, stage, chosen)
    with formula:
        draw_formula(scene.walk, stage, chosen, key_of(held_code(sheet), sheet.instances))


def say_stage(scene: Scene, stage: int) -> str:
    """Return what happens at this stage, with its numbers, and on the way back whether the gradients pass the check."""
    now = scene.walk.stages[stage]
    words = f"**{now.title}** ({stage} of {len(scene.walk.stages) - 1}). {_STAGES[now.kind](scene, now.layer)}"
    if now.kind in ("given", "forward", "cost"):
        return words
    x, y = (scene.update.chosen(values) for values in (scene.sheet.x(), scene.sheet.y()))
    return f"{words} {say_check(check(scene.sheet.network(), x, y))}"


def _given(scene: Scene, layer: int) -> str:
    velocities = ", and the velocity v of each" if scene.update.momentum else ""
    given = count(len(scene.walk.stages[0].quantities))
    return (
        f"{given} numbers are given: inputs x, targets y, weights w, biases b{velocities}. "
        "Choose any of them in the picture and move it."
    )


def _forward(scene: Scene, layer: int) -> str:
    name = scene.sheet.activation(layer)
    shares = OUTPUTS[name].joint
    answer = "a is its share of all e^z" if shares else f"answers a = {ACTIVATIONS[name].short}"
    ahead = " More numbers follow at later stages." if layer == 1 else ""
    return f"Each neuron adds up what comes in, z = Σ w a + b, and {answer}.{ahead}"


def _cost(scene: Scene, layer: int) -> str:
    sheet = scene.sheet
    cost = COSTS[sheet.cost]
    over = ", summed over the outputs" if cost.factor(2) == cost.factor(1) else ""
    name = f"{COST_NAMES[sheet.cost]}{over}{_over_batch(scene)}"
    return f"How wrong that is becomes one number: C = **{numeral(scene.walk.cost)}** ({name})."


def _over_batch(scene: Scene) -> str:
    """Return how the instances of the batch come together."""
    sheet = scene.sheet
    if sheet.instances == 1:
        return ""
    if scene.update.turn:
        return f", of instance {scene.update.turn} alone, whose turn it is"
    return f", the {sheet.reduction} over {count(sheet.instances)} instances"


def _output(scene: Scene, layer: int) -> str:
    output = OUTPUTS[scene.sheet.output]
    if COSTS[scene.sheet.cost].cancels(output):
        return _cancelled(scene, output.joint)
    if output.joint:
        return "Every a depends on every z, so δ = ∂C/∂z of an output is a sum over all of them."
    slope = ACTIVATIONS[output.name].slope_text
    return f"δ = ∂C/∂z, how fast C grows with z, is ∂C/∂a times the output's σ′(z), which is {slope}."


def _cancelled(scene: Scene, joint: bool) -> str:
    """Return what δ is where the cost's derivative cancels the slope of the output."""
    other = "−y / a" if joint else "(a − y) / (a (1 − a))"
    if not joint:
        words = "is a − y: σ′(z) has cancelled"
    elif all(side.delta_is_error for side in scene.walk.sides()):
        words = "is a − y: the slopes of softmax have cancelled"
    else:
        words = "is a Σy − y, since the targets do not add up to 1; else it would be a − y"
    return f"Here δ = ∂C/∂z {words}. ∂C/∂a, in a row above it, is another number: {other}."


def _hidden(scene: Scene, layer: int) -> str:
    slopes = [each.value for each in scene.walk.stages_of(layer) if each.key.kind == "slope"]
    low, high = numeral(min(slopes)), numeral(max(slopes))
    spread = low if low == high else f"{low} to {high}"
    return (
        "Each δ above comes back through the weight that it was reached by, and the neuron's own σ′(z) multiplies "
        f"the sum: here {spread}."
    )


def _gradients(scene: Scene, layer: int) -> str:
    return (
        "How fast C grows with each w and b: ∂C/∂w is the δ it leads to times the a it comes "
        f"from{_over_batch(scene)}. ∂C/∂b is δ alone, whatever b is: its input is always 1. ∂C/∂x comes back through "
        "the weights."
    )


def _update(scene: Scene, layer: int) -> str:
    hold = scene.update.hold_biases
    held = "; the biases are held fixed" if hold else ""
    who = "weight" if hold else "weight and bias"
    how = "goes η times its gradient downhill"
    if scene.update.momentum:
        how = "keeps μ times its velocity, gets η times its gradient downhill, and moves by that"
    which = f" of instance {scene.update.turn}" if scene.update.turn else ""
    before, after = numeral(scene.walk.cost), numeral(scene.walk.new_cost)
    return (
        f"Every {who} {how}{held}. C{which} goes from {before} to **{after}**. "
        f"“{AGAIN}” begins again with the new numbers."
    )


_STAGES = {
    "given": _given,
    "forward": _forward,
    "cost": _cost,
    "output": _output,
    "hidden": _hidden,
    "gradients": _gradients,
    "update": _update,
}


def say_check(checked: Check) -> str:
    """Return whether all gradients agree with central differences."""
    if not checked.compared:
        return ":orange[**Not checked**]: every central difference crosses a kink."
    left = len(checked.error) - checked.compared
    kinks = f" ({count(left)} of {count(len(checked.error))} at a kink, and left out)" if left else ""
    if checked.passed:
        worst = numeral(checked.worst, 2)
        by = f"against central differences, each from two costs: worst relative error {worst}"
        return f":green[**✓ Checked**] {by}{kinks}{say_rough(checked)}."
    return f":orange[**✗ The check is red**] for {', '.join(checked.red)}{kinks}."


def say_rough(checked: Check) -> str:
    """Return which gradients are known less exactly from differences, as the end of a sentence."""
    if not checked.rough:
        return ""
    return f"; for {', '.join(checked.rough)} only roughly, since C bends there too strongly for any step"


def draw_formula(walk: Walk, stage: int, chosen: Key | None, held: Key | None) -> None:
    """Write the chosen quantity's formula with symbols and with numbers, and its value."""
    quantity = walk.quantities.get(chosen) if chosen is not None else None
    if quantity is None:
        st.markdown("Choose a number in the picture: what it is made of is written here.")
    elif quantity.stage > stage:
        st.markdown(
            f"**{quantity.name}**, {MEANINGS[quantity.key.kind]}, is not known yet: it comes with "
            f"“{walk.stages[quantity.stage].title}”."
        )
    elif view() == "lecture":
        st.markdown(in_two_lines(quantity, held))
    else:
        st.markdown(describe(quantity, held))
        st.latex(formula_tex(quantity))


def formula_tex(quantity: StagedQuantity) -> str:
    """Return the formula in two or three lines: symbols, numbers, value."""
    lines = [quantity.symbols_tex, quantity.numbers_tex] if quantity.symbols_tex else []
    lines = [line for k, line in enumerate(lines) if line not in lines[:k]]
    lines = [line for line in lines if line != quantity.result_tex] + [quantity.result_tex]
    return r"\begin{aligned}" + quantity.symbol.tex + "".join(rf" &= {line} \\ " for line in lines) + r"\end{aligned}"


def _place(key: Key) -> str:
    """Return what the indices of a name say, in their order."""
    if key.source:
        below = "input" if key.layer == 1 else "neuron"
        return f", layer {key.layer}, to neuron {key.unit} from {below} {key.source}"
    return f", layer {key.layer}, neuron {key.unit}" if key.layer else ""


def in_two_lines(quantity: StagedQuantity, held: Key | None) -> str:
    """Return the description and the formula for a projector, in letters as large as all others there.

    Where two lines are too short for it, the description is left out, and then the numbers.
    """
    name, symbols, numbers, result = quantity.name, quantity.symbols, quantity.numbers, quantity.result
    in_short, in_full = (
        f"**{' = '.join(dict.fromkeys(filter(None, sides)))}**"
        for sides in ((name, symbols, result), (name, symbols, numbers, result))
    )
    longer = (f"{describe(quantity, held)} {in_full}", in_full)
    return next((text for text in longer if len(text) <= TWO_LINES), in_short)


def describe(quantity: StagedQuantity, held: Key | None) -> str:
    """Return a description of the chosen quantity in words."""
    kind = quantity.key.kind
    name = f"{quantity.name}: {MEANINGS[kind]}{_place(quantity.key)}"
    if kind in GIVEN:
        return f"{name}, given{'; the first slider moves it' if quantity.key == held else ''}."
    return f"{name}{f', {quantity.note}' if quantity.note else ''}."
