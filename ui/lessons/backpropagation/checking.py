"""Lesson 5: backpropagation compared with central differences, and how the error depends on their step h."""

import numpy as np
import numpy.typing as npt
import streamlit as st

from charts.backpropagation import error_over_step
from charts.theme import for_log
from core.explaining.gradient_check import TOLERANCE, Check, StepCurve, check, kink_names, step_curve
from core.numerals import numeral
from ui.controls import Slider
from ui.lessons.backpropagation.computed import Computed
from ui.lessons.backpropagation.parameters import MOST_NAMES, draw_parameters, listed
from ui.lessons.backpropagation.picture import say_rough
from ui.picture import draw
from ui.tables import draw_table

STEP = Slider("back_h", "Difference step h", 1e-12, 0.1, 1e-5, 1e-12, "C is computed at θ + h and θ − h", log=True)


def check_tab(case: Computed) -> None:
    """Draw the check, parameter by parameter, and its error over the step h."""
    left, right = st.columns(2, gap="medium")
    with left:
        h = STEP.draw()
        checked = check(*case, h=h)
        st.markdown(say_checked(checked) + say_smaller(checked, check(*case)))
        _draw_layers(checked)
        if checked.kinks:
            names = "; ".join(kink_names(checked.kinks)[:MOST_NAMES])
            st.markdown(
                f"**Kinks.** A ReLU's slope jumps at z = 0, and a difference across the jump is neither slope: {names}."
            )
        gradients = {"backprop": checked.backprop, "central difference": checked.numeric}
        draw_parameters(case.network, gradients, checked.error, checked.at_kink)
    with right:
        _draw_curve(step_curve(*case), h, checked)


def _draw_layers(checked: Check) -> None:
    """Draw a table with the worst relative error of each layer."""
    worst = [numeral(each, 2) if np.isfinite(each) else "only kinks" for each in checked.by_layer]
    rows = [(f"layer {layer}", each) for layer, each in enumerate(worst, start=1)]
    draw_table(("layer", "worst relative error"), [*rows, ("all", numeral(checked.worst, 2))])


def say_checked(checked: Check) -> str:
    """Return whether the check is green, how it is done, and how strict it is."""
    verdict = ":green[**✓ The check is green**]"
    if not checked.compared:
        verdict = ":orange[**Nothing could be checked**], since every difference crosses a kink"
    elif checked.red:
        verdict = f":orange[**✗ The check is red**] for {listed(checked.red)}"
    return (
        f"{verdict}: n = (C(θ + h) − C(θ − h)) / 2h, once for each parameter, against backpropagation's g. The "
        f"relative error is |g − n| / max(|g|, |n|, {numeral(checked.floor)}), and red from {numeral(TOLERANCE)} on. "
        "(Gradients below that floor count as if they were as large. It is 0.001, or 0.001 C for C above 1, and more "
        "where C is made of such large numbers that their 16 digits leave fewer of C.)"
    )


def say_smaller(checked: Check, tried: Check) -> str:
    """Return what a check that tries smaller steps says, if that is not what the check with this step says."""
    if tried.red or not checked.red:
        return ""
    return (
        " **That is this h**: the check beside the picture takes 10⁻⁵, and smaller steps for what is not green with "
        f"it, and is green{say_rough(tried)}."
    )


def _draw_curve(curve: StepCurve, h: float, checked: Check) -> None:
    """Draw the error over the step, with its two parts."""
    known = np.isfinite(curve.worst)
    here = float(np.nan_to_num(checked.worst, nan=1.0))
    best = f" Theory puts the best h near **{numeral(curve.best, 2)}**." if curve.best is not None else ""
    st.markdown(
        "**Too large a step, too small a step.** The error is h² C‴ / 6 from the series cut off (*truncation*, down by "
        "100 for each tenth of h), and about 2 × 10⁻¹⁶ C / h from the digits lost (*rounding*; more if large numbers "
        f"make up C).{best}"
    )
    draw(
        error_over_step,
        key="chart_back_h",
        height=360,
        alt=f"worst relative error against the step h. At h = {numeral(h)} it is {numeral(checked.worst, 2)}."
        + (f" The best h is near {numeral(curve.best, 2)}." if curve.best is not None else ""),
        curve={"h": curve.h[known], "error": for_log(curve.worst[known])},
        parts={"h": curve.h, "truncation": for_log(curve.truncation), "rounding": for_log(curve.rounding)},
        now={"h": [h], "error": [max(here, 1e-16)]},
        names=_names(curve),
    )
    if curve.crossed.any():
        st.caption("Where a difference crosses a kink, the curve has no point, or leaves that parameter out.")


def _names(curve: StepCurve) -> dict[str, npt.ArrayLike]:
    """Place the names of both parts above their curves."""

    def above(power: float, part: npt.NDArray[np.float64]) -> float:
        height = np.interp(power, np.log10(curve.h[::-1]), part[::-1])
        return float(np.clip(height * 30, 1e-12, 3.0))

    return {
        "h": [3e-11, 4e-3],
        "error": [above(-10.5, curve.rounding), above(-2.4, curve.truncation)],
        "series": ["purple", "orange"],
        "text": ["rounding", "truncation"],
    }
