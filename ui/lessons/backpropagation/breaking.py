"""Lesson 5: a mistake is planted in backpropagation: the result of the check, and its effect on training."""

import numpy as np
import streamlit as st

from charts.backpropagation import two_trainings
from core.explaining.detection import FLOOR, Detection, detect
from core.explaining.effects import Effect, effect
from core.explaining.gradient_check import check, relative_error
from core.explaining.mistakes import MISTAKES
from core.explaining.training import Update
from core.networks.diagnosis import EXPLODED
from core.numerals import count, numeral
from ui.controls import Choice
from ui.lessons.backpropagation.computed import Computed
from ui.lessons.backpropagation.controls import update_of
from ui.lessons.backpropagation.numbers import sheet_now
from ui.lessons.backpropagation.parameters import draw_parameters, listed
from ui.picture import draw

MISTAKE = Choice(
    "back_mistake",
    "The mistake",
    {name: mistake.label for name, mistake in MISTAKES.items()},
    "drop_slope",
    menu=True,
)
OFF_THE_CHART = 10.0
"""A cost above this many times the first one is not drawn: it would press all others to the axis."""


def break_tab(case: Computed) -> None:
    """Plant the chosen mistake, and draw the result of the check and the effect on training."""
    sheet = sheet_now()
    update = update_of(sheet)
    left, right = st.columns(2, gap="medium")
    with left:
        mistake = MISTAKES[MISTAKE.read()]
        st.markdown("What it should say, and what was written:")
        for code in mistake.code(case.network.output, case.network.reduction):
            st.code(code, language="python")
        found = detect(*case, mistake, update)
        st.markdown(say_found(found, case))
        gradients = {"with the mistake": found.wrong, "right": found.right}
        draw_parameters(case.network, gradients, relative_error(found.wrong, found.right, 1.0))
    with right:
        trained = effect(case.network, sheet.x(), sheet.y(), mistake, update)
        st.markdown(say_effect(found, trained, update))
        draw_effect(trained)


def say_found(found: Detection, case: Computed) -> str:
    """Return the result of the check for a planted mistake."""
    if not found.visible:
        return f":green[**✓ Still green**]: the mistake cannot be seen here. {found.reason}"
    of = "update" if found.mistake.of == "update" else "gradient"
    what = "every gradient" if len(found.names) == len(found.right) else f"the {of}s of {listed(found.names)}"
    seen = (
        "Each number was compared with the right one; where they are more than "
        f"{numeral(FLOOR)} of the larger (or of 1) apart, the check is red."
    )
    if of == "update":
        return (
            f":orange[**✗ The check of the update is red**] for {what}. A check of the gradient alone, of one pass "
            f"with the weights standing still, would not see it. {seen}"
        )
    alone = set(check(*case, gradient=found.wrong).red)
    few = (
        ""
        if alone == set(found.names)
        else f" Central differences alone show {count(len(alone)) if alone else 'none'} of these; the others are below "
        "their floor, or at a kink."
    )
    return f":orange[**✗ The check is red**] for {what}. {seen}{few}"


def say_effect(found: Detection, trained: Effect, update: Update) -> str:
    """Return the effect of a mistake on 100 updates."""
    right, wrong = float(trained.right[-1]), float(trained.wrong[-1])
    eta = numeral(update.eta)
    head = f"**100 updates with η = {eta}**: C is {numeral(right)} with the right gradient"
    later = "" if found.visible else " It changes nothing at the start; but as the numbers move, it comes to."
    match trained.verdict:
        case "same":
            return f"{head}, and the same with the wrong one.{_say_same(found, update)}"
        case "exploded" if not right <= EXPLODED:
            return f"**100 updates with η = {eta}** explode with either gradient: η is too large."
        case "exploded":
            return f"{head}; with the wrong one the training **explodes**: C has passed 10¹⁰.{later}"
        case verdict:
            better = ", which trains *better* here" if verdict == "better" else ""
            digits = next((d for d in (4, 6, 9, 12) if numeral(wrong, d) != numeral(right, d)), 17)
            head = f"**100 updates with η = {eta}**: C is {numeral(right, digits)} with the right gradient"
            end = f"{better}.{_say_factor(found, trained)}{later}"
            return f"{head} and **{numeral(wrong, digits)}** with the wrong one{end}"


def _say_same(found: Detection, update: Update) -> str:
    """Return why a visible mistake makes no difference to training."""
    if not found.visible:
        return ""
    if update.hold_biases and all(name.startswith("b") for name in found.names):
        return " What it gets wrong is not used: the biases are held fixed."
    return " It makes no difference that is worth a digit."


def _say_factor(found: Detection, trained: Effect) -> str:
    """Return whether the wrong gradient is that of cross-entropy."""
    if trained.cross_entropy is None or not found.visible:
        return ""
    times = "" if trained.cross_entropy == 1.0 else f"{numeral(trained.cross_entropy)} times "
    return (
        f" The wrong gradient is exactly {times}that of **cross-entropy**: this mistake *is* the other cost, "
        "measured here by the quadratic one."
    )


def draw_effect(trained: Effect) -> None:
    """Draw both trainings."""
    steps = np.arange(len(trained.right))
    highest = OFF_THE_CHART * float(trained.right[0])
    right, wrong = (np.where(costs <= highest, costs, np.nan) for costs in (trained.right, trained.wrong))
    draw(
        two_trainings,
        key="chart_back_effect",
        height=340,
        alt=f"cost against updates. After {count(len(steps) - 1)}: right {numeral(float(trained.right[-1]))}, wrong "
        f"{numeral(float(trained.wrong[-1]))}.",
        curves={"step": steps, "right": right, "wrong": wrong},
    )
