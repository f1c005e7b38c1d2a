"""Lesson 1, below the picture: the lesson in short, the graded estimates, slopes, and a week of forecasts."""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
import streamlit as st

from charts.costs import dots, slope_curves, walls, within
from core.functions.cost import Cost
from core.functions.entropy import cross_entropy
from core.numerals import numeral, percent, tex
from core.tables.estimates import GRADED, WEEK, estimates_around, probability_given
from core.types import Array
from ui.lessons.cost_functions.controls import RAIN, YHAT
from ui.picture import draw
from ui.sections import draw_again
from ui.tables import draw_table
from ui.two_costs import NAMES, Pair, half_words, has_half


def in_short() -> None:
    """Draw the lesson in three sentences, and both equations."""
    left, right = st.columns(2, gap="medium")
    left.markdown(":orange[**quadratic**], equation 8.1, for n instances, or examples")
    left.latex(r"C = \frac{1}{n} \sum_{i=1}^{n} (y_i - \hat y_i)^2")
    right.markdown(":blue[**cross-entropy**], equation 8.2")
    right.latex(r"C = -\frac{1}{n} \sum_{i=1}^{n} \bigl[\,y_i \ln \hat y_i + (1-y_i) \ln(1-\hat y_i)\bigr]")
    st.markdown(
        "Squaring has two reasons: errors of both signs count, and none takes away from another; and a large error "
        "counts for much more than a small one."
    )
    st.markdown(
        "1. A cost turns how wrong an estimate is into one number: for y = 1 the book's awful ŷ = 0.1192 costs 0.7758 "
        "under the :orange[**quadratic**] cost (y − ŷ)² and 2.127 under :blue[**cross-entropy**].\n"
        "2. For y = 0 or 1 both put any two estimates in the same order. They differ in the price of being certain and "
        "wrong: the quadratic never asks more than 1, and cross-entropy has no upper bound.\n"
        "3. Neither grows exponentially with the error e. Twice the error is exactly four times the quadratic cost; "
        "cross-entropy is −ln(1 − e), and against a sigmoid's z it is nearly a straight line where z is badly wrong."
    )


# --- The graded estimates ------------------------------------------------------------------------------------------


def table_tab(costs: Pair[Cost]) -> None:
    """Draw the book's graded estimates under both costs."""
    values = costs.map(lambda cost: [float(cost.from_a(g.y, g.yhat)) for g in GRADED])
    table, words = st.columns([3, 2], gap="medium")
    with table:
        draw_table(
            ("grade", "ŷ", *NAMES),
            [
                (f"y = {numeral(g.y)}: {g.verdict}", numeral(g.yhat), numeral(square), numeral(entropy))
                for g, square, entropy in zip(GRADED, *values, strict=True)
            ],
        )
    with words:
        st.markdown(say_grades(costs, values))
        draw_again(YHAT)


def say_grades(costs: Pair[Cost], values: Pair[list[float]]) -> str:
    """Return how the two costs agree and how they differ on the graded estimates."""
    times = values.map(lambda value: numeral(value[3] / value[1]))
    end = float(costs.quadratic.from_a(0.0, 1.0))
    return (
        f"One instance each, the quadratic cost {half_words(costs.quadratic)}. Both costs put these estimates in the "
        "same order, and both treat 0.1192 for y = 0 like 0.8808 for y = 1. They differ in the price. From acceptable "
        f"to awful the {NAMES.quadratic} cost is multiplied by {times.quadratic} and {NAMES.cross_entropy} by only "
        f"{times.cross_entropy}. But awful is already {percent(values.quadratic[3] / end)} of the most that the "
        f"first can ask, {numeral(end)}, and the second has no upper bound: **move ŷ to 0**."
    )


# --- Slopes --------------------------------------------------------------------------------------------------------


def slopes_tab(costs: Pair[Cost], y: float, yhat: float) -> None:
    """Draw ∂C/∂ŷ of both costs: how a change of ŷ changes the cost."""
    chart, words = st.columns([3, 2], gap="medium")
    here = costs.map(lambda cost: float(cost.slope(y, yhat)))
    with chart:
        draw_slopes(costs, y, yhat, here)
    with words:
        draw_again(YHAT)
        write_slopes(costs.quadratic, here, at_limit=y == yhat and y in (0.0, 1.0))


def draw_slopes(costs: Pair[Cost], y: float, yhat: float, here: Pair[float]) -> None:
    """Draw the slopes of both costs against ŷ, with a dot for this ŷ on each."""
    at = estimates_around(y)
    slopes = costs.map(lambda cost: within(cost.slope(y, at), "slope"))
    draw(
        slope_curves,
        key="cost_slopes",
        height=400,
        alt=f"slope of both costs against ŷ for y = {numeral(y)}. At ŷ = {numeral(yhat)}: quadratic "
        f"{numeral(here.quadratic)}, cross-entropy {numeral(here.cross_entropy)}.",
        curves=pd.DataFrame({"yhat": at} | slopes.columns()),
        dots=dots(yhat, here, "slope"),
        walls=walls(y, ("slope → −∞", "slope → ∞")),
        level=pd.DataFrame({"value": [0.0]}),
    )


def write_slopes(quadratic: Cost, here: Pair[float], *, at_limit: bool) -> None:
    """Write both slopes as formulas with their values, and what a slope means."""
    factor = "" if has_half(quadratic) else "2"
    st.markdown(f"{NAMES.quadratic}, {half_words(quadratic)}")
    st.latex(rf"\frac{{\partial C}}{{\partial \hat y}} = {factor}(\hat y - y) = {tex(here.quadratic)}")
    st.markdown(f"{NAMES.cross_entropy}{', a limit' if at_limit else ''}")
    st.latex(
        rf"\frac{{\partial C}}{{\partial \hat y}} = \frac{{\hat y - y}}{{\hat y(1-\hat y)}} = {tex(here.cross_entropy)}"
    )
    st.markdown(
        f"The slope says how much a small step of ŷ is worth. For the {NAMES.quadratic} cost "
        f"({half_words(quadratic)}) it never leaves ±{factor or 1}. For {NAMES.cross_entropy} there is ŷ(1 − ŷ) "
        "below the line. That is σ′(z) of a sigmoid neuron, which the chain rule multiplies the slope by: so it "
        "cancels, and lesson 3 shows what that is worth. **Move ŷ** towards the dotted pole and watch this slope "
        "leave the chart."
    )


# --- A week of forecasts -------------------------------------------------------------------------------------------


class Week(NamedTuple):
    """The forecasts of a week, the probability that each gave to the actual outcome, and its cost, each (days,)."""

    yhat: Array
    given: Array
    cost: Array


def week_with(rain: float) -> Week:
    """Return the week with this forecast for Wednesday."""
    forecasts = zip(WEEK.days, WEEK.yhat, strict=True)
    y, yhat = np.array(WEEK.y), np.array([rain if day == "Wednesday" else forecast for day, forecast in forecasts])
    return Week(yhat, probability_given(y, yhat), cross_entropy(y, yhat))


def origin_tab() -> None:
    """Draw cross-entropy as −ln of the probability that was given to the actual outcome."""
    table, words = st.columns([3, 2], gap="medium")
    with words:
        week = week_with(RAIN.draw())
    with table:
        draw_week(week)
    words.markdown(say_week(week))
    half = float(cross_entropy(0.5, 0.5))
    st.markdown(
        "A target between 0 and 1 is several days in one. Of two days with the same forecast one is wet and one dry: "
        f"that is y = 0.5. No forecast is better than 0.5, and even that costs ln 2 = {numeral(half)} a day: the "
        "entropy of the weather."
    )


def draw_week(week: Week) -> None:
    """Draw a table of the days, with the product of the probabilities and the sum of the costs."""
    days = [f"{day}, {'wet' if wet else 'dry'}" for day, wet in zip(WEEK.days, WEEK.y, strict=True)]
    rows = [(day, *map(numeral, row)) for day, *row in zip(days, *week, strict=True)]
    product, total = float(np.prod(week.given)), float(np.sum(week.cost))
    whole = ("**week**", "", f"× **{numeral(product)}**", f"+ **{numeral(total)}**")
    draw_table(("day", "ŷ, rain", "given to it", "−ln"), [*rows, whole])


def say_week(week: Week) -> str:
    """Return how the probability of the whole week becomes the mean cost."""
    days, mean = len(week.cost), float(np.mean(week.cost))
    product = numeral(float(np.prod(week.given)))
    return (
        "The table says how probable rain was said to be, and so what probability was given to what happened. If the "
        f"days are independent, then the forecaster gave this whole week a probability of **{product}**, the "
        "product. A good forecaster makes it large, or −ln of it small, which turns the product into a sum: "
        f"{numeral(float(np.sum(week.cost)))}, for {days} days a mean of **{numeral(mean)}**. That mean is equation "
        "8.2, since y ln ŷ + (1 − y) ln(1 − ŷ) just picks the logarithm that belongs to what happened. "
        + (
            "The one day that was given no chance at all makes the product 0 and the cost ∞."
            if math.isinf(mean)
            else f"Back again: e^(−{days} · {numeral(mean)}) = {numeral(math.exp(-days * mean))}."
        )
    )
