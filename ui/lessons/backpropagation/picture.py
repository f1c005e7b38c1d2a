"""Lesson 5, the walk: its sentence, and the formula of whatever is chosen."""

import streamlit as st

from core.explaining.gradient_check import Check
from core.explaining.quantities import MEANINGS, Key, StagedQuantity
from core.explaining.stages import Walk
from core.explaining.worksheet import GIVEN, Worksheet
from core.numerals import count, numeral
from ui.lessons import ACTIVATIONS
from ui.lessons.backpropagation.controls import COST_NAMES

SLOPES = {
    "sigmoid": "a (1 − a)",
    "tanh": "1 − a²",
    "relu": "1 for z > 0, else 0",
    "leaky_relu": "1 or 0.01",
    "linear": "1",
}


def say_stage(walk: Walk, sheet: Worksheet, stage: int, hold: bool, checked: Check) -> str:
    """What happens at this stage, with its numbers, and whether backpropagation stands the check."""
    now = walk.stages[stage]
    head = f"**{now.title}** ({stage} of {len(walk.stages) - 1}). "
    return head + _STAGES[now.kind](walk, sheet, now.layer, hold) + " " + say_check(checked)


def _given(walk: Walk, sheet: Worksheet, layer: int, hold: bool) -> str:
    return (
        f"{len(walk.stages[0].quantities)} numbers are given: inputs x, targets y, weights w and biases b. "
        "Choose any of them in the picture and move it."
    )


def _forward(walk: Walk, sheet: Worksheet, layer: int, hold: bool) -> str:
    last = layer == len(sheet.sizes) - 1
    name = sheet.output if last else sheet.hidden
    if name == "softmax":
        answer = "a is its share of all e^z"
    else:
        answer = "answers a = z" if name == "linear" else f"answers a = {ACTIVATIONS[name]}(z)"
    return f"Each neuron adds up what comes in, z = Σ w a + b, and {answer}."


def _cost(walk: Walk, sheet: Worksheet, layer: int, hold: bool) -> str:
    mean = f", the mean over {count(sheet.instances)} instances" if sheet.instances > 1 else ""
    over = "" if sheet.cost == "mean_quadratic" else ", summed over the outputs"
    return f"How wrong that is becomes one number: C = **{numeral(walk.cost)}** ({COST_NAMES[sheet.cost]}{over}{mean})."


def _output(walk: Walk, sheet: Worksheet, layer: int, hold: bool) -> str:
    if sheet.cost == "cross_entropy":
        if sheet.output == "sigmoid":
            other, told = "(a − y) / (a (1 − a))", "is a − y: σ′(z) has cancelled"
        elif all(side.delta_is_error for side in walk.sides()):
            other, told = "−y / a", "is a − y: the slopes of softmax have cancelled"
        else:
            other, told = "−y / a", "is a Σy − y, since the targets do not add up to 1; else it would be a − y"
        return f"Here δ = ∂C/∂z {told}. ∂C/∂a, in a row above it, is another number: {other}."
    if sheet.output == "softmax":
        return "Every a depends on every z, so δ = ∂C/∂z of an output is a sum over all of them."
    return f"δ = ∂C/∂z is ∂C/∂a times the output's σ′(z), which is {SLOPES[sheet.output]}."


def _hidden(walk: Walk, sheet: Worksheet, layer: int, hold: bool) -> str:
    slopes = [each.value for each in walk.stages_of(layer) if each.key.kind == "slope"]
    low, high = numeral(min(slopes)), numeral(max(slopes))
    spread = low if low == high else f"{low} to {high}"
    return (
        "Each δ above comes back through the weight that it was reached by, and the neuron's own σ′(z) multiplies "
        f"the sum: here {spread}."
    )


def _gradients(walk: Walk, sheet: Worksheet, layer: int, hold: bool) -> str:
    mean = f", the mean over the {count(sheet.instances)} instances" if sheet.instances > 1 else ""
    return (
        f"∂C/∂w is the δ it leads to times the a it comes from{mean}. ∂C/∂b is δ alone, whatever b is: its input is "
        "always 1."
    )


def _update(walk: Walk, sheet: Worksheet, layer: int, hold: bool) -> str:
    held = "; the biases are held fixed" if hold else ""
    who = "weight" if hold else "weight and bias"
    return (
        f"Every {who} goes η times its gradient downhill{held}. C goes from {numeral(walk.cost)} to "
        f"**{numeral(walk.new_cost)}**."
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
    """Whether all gradients agree with central differences."""
    if not checked.compared:
        return ":orange[**Not checked**]: every central difference crosses a kink."
    left = len(checked.error) - checked.compared
    kinks = f" ({count(left)} of {count(len(checked.error))} at a kink, and left out)" if left else ""
    if checked.passed:
        worst = numeral(checked.worst, 2)
        return f":green[**✓ Checked**] against central differences: worst relative error {worst}{kinks}."
    return f":orange[**✗ The check is red**] for {', '.join(checked.red)}{kinks}."


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
    else:
        st.markdown(describe(quantity, held))
        st.latex(formula_tex(quantity))


def formula_tex(quantity: StagedQuantity) -> str:
    """The formula in two or three lines: symbols, numbers, value."""
    lines = [quantity.symbols_tex, quantity.numbers_tex] if quantity.symbols_tex else []
    lines = [line for k, line in enumerate(lines) if line not in lines[:k]]
    lines = [line for line in lines if line != quantity.result_tex] + [quantity.result_tex]
    return r"\begin{aligned}" + quantity.symbol.tex + "".join(rf" &= {line} \\ " for line in lines) + r"\end{aligned}"


def describe(quantity: StagedQuantity, held: Key | None) -> str:
    """What the chosen quantity is, in words."""
    kind = quantity.key.kind
    name = f"{quantity.name}: {MEANINGS[kind]}"
    if kind in GIVEN:
        return f"{name}, given{'; the first slider moves it' if quantity.key == held else ''}."
    return f"{name}{f', {quantity.note}' if quantity.note else ''}."
