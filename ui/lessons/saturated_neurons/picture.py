"""What lesson 2 says about a neuron, a nudge and a fresh layer, and its tables, computed from the numbers shown."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from charts.activation import curve, nudge_effect, slope
from charts.activation_data import (
    bands,
    curve_table,
    nudge_tables,
    on_chart,
    tangent,
    threshold,
)
from core.functions.activations import ACTIVATIONS
from core.neurons.neuron import Forward, Nudge
from core.neurons.saturation import flat_side, flat_stretches, way_back
from core.numerals import numeral, percent
from ui.picture import draw
from ui.tables import draw_table

FORMULAS = {name: activation.short for name, activation in ACTIVATIONS.items()}


def say_neuron(
    activation: str, w: Sequence[float], x: Sequence[float], b: float, here: Forward, share: float, reach: float
) -> str:
    """z = w·x + b with the numbers, a, σ′(z), and whether the neuron stands on a flat side."""
    z, a, slope = map(float, here)
    terms = [f"{_factor(weight)} × {_factor(value)}" for weight, value in zip(w, x, strict=True)]
    state, part = flat_side(activation, z, share), percent(slope / ACTIVATIONS[activation].steepest)
    said = f"z = w·x + b = {' + '.join([*terms, _factor(b)])} = **{numeral(z)}**, "
    said += f"a = {FORMULAS[activation]} = **{numeral(a)}**, σ′(z) = **{numeral(slope)}**, "
    flat = ACTIVATIONS[activation].flat
    if flat is None or state is None:
        said += f"{part} of its maximum: not saturated."
    elif flat.graded:
        said += f"{part} of its maximum: :green[**{state}**], being below {percent(share)}."
    else:
        said += f"on the flat side: the neuron is :green[**{state}**]{flat.detail}."
    return said + (" This z lies beyond the chart; an arrow stands for it." if abs(z) > reach else "")


def say_nudge(dw: float, db: float, here: Nudge, middle: Nudge, inputs: int) -> str:
    """What the nudge does to a here, and what it would do at z = 0."""
    name = "w₁" if inputs > 1 else "w"
    nudged = " and ".join(f"{what} by {numeral(size)}" for what, size in ((name, dw), ("b", db)) if size)
    if not nudged:
        return "Δw and Δb are both 0: move Δw to nudge the neuron."
    if here.dz == 0:
        return f"Nudging {nudged} leaves z where it is, Δz = Δw·x + Δb = 0, and so a does not move."
    near, far = float(middle.exact), float(here.exact)
    said = (
        f"Nudging {nudged} moves z by {numeral(float(here.dz))} and a {_by(far)}; at z = 0 it would move a {_by(near)}"
    )
    return said + (f", **{numeral(near / far, 3)} times** as far." if far and near / far >= 1.1 else ".")


def tell_edges(activation: str, share: float) -> str:
    """Where the flat sides begin, for this share of the largest slope."""
    fn, stretches = ACTIVATIONS[activation], flat_stretches(activation, share)
    if fn.flat_note:
        return fn.flat_note
    edge = stretches[-1].low
    low, high = (numeral(float(fn.fn(z))) for z in (-edge, edge))
    return (
        f"σ′ is below {percent(share)} of its maximum, {numeral(fn.steepest)}, where |z| > {numeral(edge)}: "
        f"for a below {low} or above {high}."
    )


def draw_nudge_table(activation: str, here: Forward, moved: Nudge, middle: Nudge) -> None:
    """A table of the nudge here and at z = 0, and of how far z must move to bring a 0.01 back."""
    fn, z = ACTIVATIONS[activation], float(here.z)
    start = fn.fn(0.0)
    places = ((float(here.a), float(here.slope), moved), (float(start), float(fn.derivative(0.0, start)), middle))
    ways = way_back(activation, z), way_back(activation, 0.0)
    rows = {
        "a": [numeral(a) for a, _, _ in places],
        "σ′(z)": [numeral(slope) for _, slope, _ in places],
        "Δz = Δw·x + Δb": [numeral(float(push.dz)) for *_, push in places],
        "**Δa**, exact": [f"**{numeral(float(push.exact))}**" for *_, push in places],
        "Δa ≈ σ′(z) Δz": [numeral(float(push.first_order)) for *_, push in places],
        "to move a by": [numeral(way.change) for way in ways],
        "z must move by": [f"**{numeral(way.shift)}**" for way in ways],
    }
    draw_table(("", f":green[**here**, z = {numeral(z)}]", "at z = 0"), [(name, *row) for name, row in rows.items()])
    goal = numeral(fn.centre)
    if ways[0].inwards:
        note = f"The last two rows: 0.01 closer to the middle, a = {goal}; at z = 0, which is there already, 0.01 up."
    else:
        note = f"The last two rows: 0.01 up, since here too a is less than 0.01 from the middle, a = {goal}."
    if fn.kinks:
        note += (
            " At the corner, z = 0, σ′ is that of the left side by convention: to the right the first order is wrong."
        )
    st.markdown(note)


def _factor(number: float) -> str:
    """Write a number inside a sum or a product, a negative one in brackets."""
    return f"({numeral(number)})" if number < 0 else numeral(number)


def _by(change: float) -> str:
    return f"by **{numeral(change)}**" if change else "**not at all**"


LABELS = {name: activation.label for name, activation in ACTIVATIONS.items()}


def code_of(activation: str) -> list[Callable[..., Any]]:
    """The functions that compute this activation's a, σ′, Δa and Δz, but for the nameless ones of one line."""
    fn = ACTIVATIONS[activation]
    functions = (fn.fn, fn.derivative, fn.change, fn.shift, *fn.beneath)
    return [function for function in functions if getattr(function, "__name__", "") != "<lambda>"]


def draw_neuron(activation: str, here: Forward, nudged: float, share: float) -> None:
    """Draw the curve with the neuron on it, and σ′ beneath on the same z axis."""
    z, table = float(here.z), curve_table(activation)
    marks = {"neuron": on_chart(activation, z), "nudged": on_chart(activation, nudged)}
    flat = bands(activation, share)
    on_curve: dict[str, Any] = {mark: at[["z", "a", "shape"]] for mark, at in marks.items()}
    on_slope: dict[str, Any] = {mark: at[["z", "slope", "shape"]] for mark, at in marks.items()}
    if not flat.empty:
        on_curve["bands"], on_slope["bands"] = flat, flat[["low", "high"]]
    if (graded := ACTIVATIONS[activation].flat) is not None and graded.graded:
        on_slope["threshold"] = threshold(activation, share)
    name = ACTIVATIONS[activation].label
    draw(
        curve,
        activation,
        key="chart_sat_curve",
        alt=f"{name} against z with a neuron at z = {numeral(z)}: a = {numeral(float(here.a))}, "
        f"{flat_side(activation, z, share) or 'not on a flat side'}",
        curve=table[["z", "a"]],
        tangent=tangent(activation, z),
        **on_curve,
    )
    draw(
        slope,
        activation,
        key="chart_sat_slope",
        alt=f"slope of {name} against z; at the neuron's z = {numeral(z)} it is {numeral(float(here.slope))}",
        curve=table[["z", "slope"]],
        **on_slope,
    )


def draw_nudge(activation: str, here: Forward, moved: Nudge, middle: Nudge) -> None:
    """Draw Δa against Δz, here and at z = 0."""
    z = numeral(float(here.z))
    draw(
        nudge_effect,
        activation,
        key="chart_sat_nudge",
        height=440,
        alt=f"Δa against Δz: Δz = {numeral(float(moved.dz))} changes a by {numeral(float(moved.exact))} at z = {z} "
        f"and by {numeral(float(middle.exact))} at z = 0",
        **nudge_tables(activation, float(here.z), moved, middle),
    )
