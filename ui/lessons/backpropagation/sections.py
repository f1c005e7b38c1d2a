"""Lesson 5, below the walk: the check, the mistakes and their quiz, ∂C/∂a beside ∂C/∂z, and the table."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from charts.backpropagation import error_over_step, two_trainings
from charts.theme import for_log
from core.explaining.detection import FLOOR, Detection, detect
from core.explaining.effects import Effect, effect
from core.explaining.gradient_check import TOLERANCE, Check, check, kink_names, relative_error, step_curve
from core.explaining.mistakes import MISTAKES
from core.explaining.quantities import parameter_names
from core.explaining.quiz import quiz
from core.explaining.stages import Walk
from core.explaining.worksheet import Worksheet
from core.networks.diagnosis import EXPLODED
from core.networks.network import Network
from core.numerals import count, numeral
from core.types import Array
from ui.controls import Choice, Slider
from ui.picture import draw
from ui.tables import draw_table

STEP = Slider("back_h", "Difference step h", 1e-12, 0.1, 1e-5, 1e-12, "C is computed at θ + h and θ − h", log=True)
MISTAKE = Choice(
    "back_mistake",
    "The mistake",
    {name: mistake.label for name, mistake in MISTAKES.items()},
    "drop_slope",
    menu=True,
)
PUZZLE = Slider("back_quiz", "Puzzle", 1, 999, 1, 1, "Each number plants a mistake of its own")
GUESS = Choice(
    "back_guess",
    "Which mistake is it?",
    {"none": "No answer yet"} | {name: mistake.label for name, mistake in MISTAKES.items()},
    "none",
    menu=True,
)
OFF_THE_CHART = 10.0
"""A cost beyond so many times that at the start is not drawn: it would press all others to the axis."""
_PUZZLED = "back puzzled"
MOST_NAMES = 12
"""So many parameters are named in a sentence, and the others counted; the table has them all."""


def in_short() -> None:
    """The three sentences to leave with."""
    st.markdown(
        "1. One pass forward gives every z and a, one pass back gives every δ = ∂C/∂z: at the output from the cost, "
        "below it from the δ above, through the weights, times σ′(z).\n"
        "2. Every gradient is a product of named factors: ∂C/∂w = δ · a, ∂C/∂b = δ. Where one factor is 0, nothing is "
        "learned.\n"
        "3. A wrong gradient often trains all the same. What catches it is a comparison with differences of the cost."
    )


def check_tab(network: Network, x: Array, y: Array) -> None:
    """Backpropagation against central differences, parameter by parameter, and what the step h does to that."""
    left, right = st.columns(2, gap="medium")
    with left:
        h = STEP.draw()
        checked = check(network, x, y, h=h)
        st.markdown(say_checked(checked))
        worst = [numeral(each, 2) if np.isfinite(each) else "only kinks" for each in checked.by_layer]
        draw_table(
            ("layer", "worst relative error"),
            [
                *((f"layer {layer}", each) for layer, each in enumerate(worst, start=1)),
                ("all", numeral(checked.worst, 2)),
            ],
        )
        if checked.kinks:
            st.markdown(
                "**Kinks.** A ReLU's slope jumps at z = 0, and a difference across the jump is neither slope: "
                + "; ".join(kink_names(checked.kinks)[:MOST_NAMES])
                + "."
            )
        draw_parameters(
            network,
            {"backprop": checked.backprop, "central difference": checked.numeric},
            checked.error,
            checked.at_kink,
        )
    with right:
        draw_curve(network, x, y, h, checked)


def say_checked(checked: Check) -> str:
    """Whether the check is green, how it is done, and how strict it is."""
    verdict = ":green[**✓ The check is green**]"
    if not checked.compared:
        verdict = ":orange[**Nothing could be checked**], since every difference crosses a kink"
    elif checked.red:
        verdict = f":orange[**✗ The check is red**] for {listed(checked.red)}"
    return (
        f"{verdict}: n = (C(θ + h) − C(θ − h)) / 2h, once for each parameter, against backpropagation's g. The "
        f"relative error is |g − n| / max(|g|, |n|, {numeral(checked.floor)}), and red from {numeral(TOLERANCE)} on. "
        f"(Gradients below that floor, which is 0.001 or 0.001 C if C is above 1, count as if they were as large: C is "
        f"known to 16 digits only.)"
    )


def draw_parameters(
    network: Network, gradients: Mapping[str, Array], error: Array, at_kink: npt.NDArray[np.bool_] | None = None
) -> None:
    """Draw a table of all parameters with two gradients, and how far these are apart."""
    told = {name: [numeral(float(each), 8) for each in values] for name, values in gradients.items()}
    crossing = at_kink if at_kink is not None else np.zeros(len(error), dtype=np.bool_)
    apart = {"relative error": ["kink" if k else numeral(float(e), 2) for k, e in zip(crossing, error, strict=True)]}
    st.dataframe(
        pd.DataFrame({"parameter": parameter_names(network.sizes)} | told | apart),
        hide_index=True,
        height=min(38 + 35 * len(error), 360),
    )


def draw_curve(network: Network, x: Array, y: Array, h: float, checked: Check) -> None:
    """Draw the error over the step, with its two parts."""
    curve = step_curve(network, x, y)
    known = np.isfinite(curve.worst)
    here = float(np.nan_to_num(checked.worst, nan=1.0))
    best = f" Theory puts the best h near **{numeral(curve.best, 2)}**." if curve.best is not None else ""
    st.markdown(
        "**Too large a step, too small a step.** The error is h² C‴ / 6 from the series cut off (*truncation*, down by "
        f"100 for each tenth of h), and about 2 × 10⁻¹⁶ C / h from the digits lost (*rounding*).{best}"
    )
    draw(
        error_over_step,
        key="chart_back_h",
        height=360,
        alt=f"worst relative error against the step h. At h = {numeral(h)} it is {numeral(checked.worst, 2)}."
        + (f" The best h is near {numeral(curve.best, 2)}." if curve.best is not None else ""),
        curve=pd.DataFrame({"h": curve.h[known], "error": for_log(curve.worst[known])}),
        parts=pd.DataFrame(
            {"h": curve.h, "truncation": for_log(curve.truncation), "rounding": for_log(curve.rounding)}
        ),
        now=pd.DataFrame({"h": [h], "error": [max(here, 1e-16)]}),
        names=pd.DataFrame(
            {
                "h": [3e-11, 4e-3],
                "error": [
                    float(np.clip(np.interp(-10.5, np.log10(curve.h[::-1]), curve.rounding[::-1]) * 30, 1e-12, 3.0)),
                    float(np.clip(np.interp(-2.4, np.log10(curve.h[::-1]), curve.truncation[::-1]) * 30, 1e-12, 3.0)),
                ],
                "series": ["purple", "orange"],
                "text": ["rounding", "truncation"],
            }
        ),
    )
    if curve.crossed.any():
        st.caption("Where a difference crosses a kink, the curve has no point, or leaves that parameter out.")


def break_tab(network: Network, x: Array, y: Array, eta: float, hold: bool) -> None:
    """Plant a mistake: what the check says, and what it does to training."""
    left, right = st.columns(2, gap="medium")
    with left:
        mistake = MISTAKES[MISTAKE.read()]
        st.markdown("What it should say, and what was written:")
        for code in mistake.code(network.output):
            st.code(code, language="python")
        found = detect(network, x, y, mistake, eta)
        st.markdown(say_found(found, network, x, y))
        told = {"with the mistake": found.wrong, "right": found.right}
        draw_parameters(network, told, relative_error(found.wrong, found.right, 1.0))
    with right:
        trained = effect(network, x, y, mistake, eta, hold_biases=hold)
        st.markdown(say_effect(found, trained, eta, hold))
        draw_effect(trained)


def say_found(found: Detection, network: Network, x: Array, y: Array) -> str:
    """What the check says of a planted mistake."""
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
    alone = set(check(network, x, y, gradient=found.wrong).red)
    few = (
        ""
        if alone == set(found.names)
        else f" Central differences alone show {count(len(alone))} of these; the others are below their floor, or at "
        "a kink."
    )
    return f":orange[**✗ The check is red**] for {what}. {seen}{few}"


def say_effect(found: Detection, trained: Effect, eta: float, hold: bool) -> str:
    """What a mistake does to 100 updates."""
    right, wrong = float(trained.right[-1]), float(trained.wrong[-1])
    head = f"**100 updates with η = {numeral(eta)}**: C is {numeral(right)} with the right gradient"
    factor = ""
    if trained.cross_entropy is not None and found.visible:
        times = "" if trained.cross_entropy == 1.0 else f"{numeral(trained.cross_entropy)} times "
        factor = (
            f" The wrong gradient is exactly {times}that of **cross-entropy**: this mistake *is* the other cost, "
            "measured here by the quadratic one."
        )
    later = "" if found.visible else " It changes nothing at the start; but as the numbers move, it comes to."
    match trained.verdict:
        case "same":
            held = ""
            if found.visible:
                held = (
                    " What it gets wrong is not used: the biases are held fixed."
                    if hold and all(name.startswith("b") for name in found.names)
                    else " It makes no difference that is worth a digit."
                )
            return f"{head}, and the same with the wrong one.{held}"
        case "exploded" if not right <= EXPLODED:
            return f"**100 updates with η = {numeral(eta)}** explode with either gradient: η is too large."
        case "exploded":
            return f"{head}; with the wrong one the training **explodes**: C has passed 10¹⁰.{later}"
        case "better":
            return f"{head} and **{numeral(wrong)}** with the wrong one, which trains *better* here.{factor}{later}"
        case _:
            return f"{head} and **{numeral(wrong)}** with the wrong one.{factor}{later}"


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
        curves=pd.DataFrame({"step": steps, "right": right, "wrong": wrong}),
    )


def quiz_tab(network: Network, x: Array, y: Array, eta: float) -> None:
    """One of the mistakes is planted; which?"""
    left, right = st.columns(2, gap="medium")
    with left:
        puzzle = int(PUZZLE.draw())
        if st.session_state.get(_PUZZLED, puzzle) != puzzle:  # an answer to another puzzle is none to this one
            st.session_state[GUESS.key] = GUESS.options[GUESS.default]
        st.session_state[_PUZZLED] = puzzle
        planted = quiz(network, x, y, eta, seed=puzzle)
        if planted is None:
            st.markdown(
                "Fewer than two mistakes can be told apart in this network, so there is nothing to guess. More layers, "
                "more instances or other activations help."
            )
            return
        guess = GUESS.read()
        st.markdown(say_guess(guess, planted.answer, planted.choices, network.output))
        st.markdown(
            "It is one of these, which can be told apart in this network: "
            + "; ".join(MISTAKES[name].label for name in planted.choices)
            + "."
        )
    with right:
        checked = check(network, x, y, gradient=planted.gradient)
        st.markdown("The gradient that the code with the mistake has come to, beside the central difference:")
        draw_parameters(
            network, {"with the mistake": checked.backprop, "central difference": checked.numeric}, checked.error
        )


def say_guess(guess: str, answer: str, choices: list[str], output: str) -> str:
    """Whether the answer is right."""
    if guess == "none":
        return "**A mistake is planted.** Compare sizes, signs and layers on the right, then answer."
    if guess == answer:
        return f":green[**✓ Right.**] It should be `{one_line(MISTAKES[answer].code(output)[0])}`."
    if guess not in choices:
        return ":orange[**✗ Not that one**]: in this network it could not be seen, or not be told from another."
    return (
        ":orange[**✗ Not that one.**] Plant it under “Break it” and compare: which parameters go red, and by how much?"
    )


def one_line(code: str) -> str:
    """Code of several lines as one."""
    return "; ".join(line.strip() for line in code.splitlines())


def listed(names: list[str]) -> str:
    """Names in a sentence, a long list cut short."""
    rest = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {count(rest)} more" if rest > 0 else "")


def sides_tab(walk: Walk, sheet: Worksheet) -> None:
    """∂C/∂a and ∂C/∂z of every output, side by side, and which of them is a − y."""
    sides = walk.sides()
    draw_table(
        ("output", "a − y", "∂C/∂a", "∂C/∂z = δ"),
        [
            (
                side.delta.name,
                numeral(side.error),
                numeral(side.slope.value) + (" = a − y" if side.slope_is_error else ""),
                numeral(side.delta.value) + (" = a − y" if side.delta_is_error else ""),
            )
            for side in sides
        ],
    )
    st.markdown(_SIDES.get((sheet.cost == "cross_entropy", sheet.output), _OTHERWISE))


_SIDES = {
    (True, "softmax"): "With softmax and cross-entropy **∂C/∂z is a − y** (for targets that add up to 1), and ∂C/∂a is "
    "−y/a. The derivative of the squared error, ½ (a − y)², is a − y as well, but that is its ∂C/∂**a**: the same "
    "expression, of two costs, with respect to two variables.",
    (
        True,
        "sigmoid",
    ): "With a sigmoid and cross-entropy **∂C/∂z is a − y**: its ∂C/∂a = (a − y) / (a (1 − a)) has just "
    "the factor that σ′(z) = a (1 − a) cancels.",
    (False, "linear"): "With a linear output σ′(z) is 1, and ∂C/∂a and ∂C/∂z are one number.",
}
_SIDES[False, "softmax"] = (
    "Every softmax output depends on every z: **∂C/∂a** is in proportion to a − y (equal to it with the ½), and ∂C/∂z "
    "of an output is a sum over all of them. Choose cross-entropy for the case in which that sum is a − y."
)
_OTHERWISE = (
    "With a quadratic cost it is **∂C/∂a** that is in proportion to a − y (equal to it with the ½). ∂C/∂z has σ′(z) in "
    "it, and where the output saturates that takes the error away. Choose softmax and cross-entropy for the other case."
)


def values_tab(walk: Walk) -> None:
    """The table of all values, to look at and to take away."""
    st.download_button(
        "All values as CSV", walk.csv, "backpropagation.csv", "text/csv", key="back_csv", icon=":material/download:"
    )
    st.dataframe(
        pd.DataFrame(
            [
                (stage, name, meaning, numeral(value, 8), symbols, numbers)
                for stage, name, meaning, value, symbols, numbers in walk.table()
            ],
            columns=["stage", "symbol", "what it is", "value", "formula", "with numbers"],
        ),
        hide_index=True,
        height=460,
    )
