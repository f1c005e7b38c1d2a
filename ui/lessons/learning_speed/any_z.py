"""Lesson 3, the gradient at the output: its size for any z, and its factors at this z."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import streamlit as st

from charts.race import gradient_against_z
from charts.theme import TWO_COSTS, for_log
from core.neurons.neuron import Neuron
from core.numerals import bracketed, numeral
from ui.lessons.learning_speed.controls import GRADIENT_OF, LOG_GRADIENT
from ui.lessons.learning_speed.factors import Factor, alike, draw_factors, only_quadratic
from ui.lessons.learning_speed.race import Race
from ui.picture import draw
from ui.two_costs import Pair, has_half


class Here(NamedTuple):
    """The gradient at the start of the race: its parameter, the input as a factor, and its value under each cost."""

    of: str
    times_x: float
    gradient: Pair[float]


def gradient_tab(race: Race) -> None:
    """Draw |∂C/∂w| or |∂C/∂b| for any z, and the factors of the gradient at this z."""
    left, right = st.columns(2, gap="medium")
    with left:
        of, log_scale = GRADIENT_OF.read(), LOG_GRADIENT.read()
        times_x = race.x if of == "w" else 1.0
        here = Here(of, times_x, race.gradients.map(lambda gradient: float(gradient.delta) * times_x))
        draw_any_z(race, here, log_scale)
    with right:
        draw_factors(factors_of(race, here), key="chart_factors", longest=3.0)
        st.markdown(say_products(race, here))


def draw_any_z(race: Race, here: Here, log_scale: bool) -> None:
    """Draw the size of the gradient against z, with a dot at this z."""
    place = for_log if log_scale else np.asarray
    end = max(10.0, abs(race.z) + 1.0)
    z = np.linspace(-end, end, 161)
    anywhere = race.costs.map(lambda cost: Neuron(1.0, 0.0).gradient(z[:, None], race.y, cost).delta * here.times_x)
    size = here.gradient.map(abs)
    draw(
        gradient_against_z,
        here.of,
        log_scale,
        key="chart_gradient_z",
        height=360,
        alt=f"size of ∂C/∂{here.of} against z. At z = {numeral(race.z)} it is {numeral(size.quadratic)} for the "
        f"quadratic cost and {numeral(size.cross_entropy)} for cross-entropy.",
        curves=pd.DataFrame({"z": z} | anywhere.map(lambda gradient: place(np.abs(gradient))).columns()),
        dots=pd.DataFrame({"x": race.z, "value": place(np.array([*size])), "series": TWO_COSTS}),
    )


def factors_of(race: Race, here: Here) -> list[Factor]:
    """Return the factors of the gradient, and the gradient itself."""
    slow = race.gradients.quadratic
    found = [alike("|a − y|", abs(float(slow.error))), only_quadratic("σ′(z)", float(slow.slope), "cancelled")]
    if not has_half(race.costs.quadratic):
        found.insert(0, only_quadratic("2", 2.0, "not there"))
    if here.of == "w":
        found.append(alike("|x|", abs(race.x)))
    return [*found, Factor(f"|∂C/∂{here.of}|", here.gradient.map(abs))]


def say_products(race: Race, here: Here) -> str:
    """Return both gradients as products with numbers, and their ratio."""
    two = "" if has_half(race.costs.quadratic) else "2 · "
    error, slope = bracketed(float(race.gradients.quadratic.error)), bracketed(float(race.gradients.quadratic.slope))
    tail, number = (" · x", f" · {bracketed(race.x)}") if here.of == "w" else ("", "")
    return (
        f":orange[**quadratic**] ∂C/∂{here.of} = {two}(a − y) · σ′(z){tail} = "
        f"{two}{error} · {slope}{number} = **{numeral(here.gradient.quadratic)}**  \n"
        f":blue[**cross-entropy**] ∂C/∂{here.of} = (a − y){tail} = {error}{number} = "
        f"**{numeral(here.gradient.cross_entropy)}**  \n{say_ratio_here(race, here)}"
    )


def say_ratio_here(race: Race, here: Here) -> str:
    """Return the ratio of the two gradients, or why there is none."""
    slow = race.gradients.quadratic
    if not here.gradient.quadratic:
        return f"Both are 0, since {'the output is the target' if slow.error == 0 else 'x is 0'}: there is no ratio."
    k, over = (1.0, "{}") if has_half(race.costs.quadratic) else (2.0, "(2 · {})")
    slope = float(slow.slope)
    return (
        f"ratio = 1 / {over.format('σ′(z)')} = 1 / {over.format(bracketed(slope))} = **{numeral(1.0 / (k * slope))}**"
    )
