"""Lesson 2, the nudge: its effect here and at z = 0, as a table and against Δz."""

import math

import streamlit as st

from charts.activation import nudge_effect
from charts.activation_data import nudge_tables
from core.functions.activation import Activation
from core.neurons.neuron import Forward, Nudge
from core.neurons.saturation import Shift, shift_to_middle
from core.numerals import numeral
from ui.lessons.saturated_neurons.neuron import Shown
from ui.picture import draw
from ui.tables import draw_table


def draw_nudge_table(shown: Shown) -> None:
    """Draw a table of the nudge here and at z = 0, and of how far z must move to change a by 0.01."""
    needed = shift_to_middle(shown.activation, shown.z)
    columns = (
        column(shown.here, shown.nudge_here, needed),
        column(shown.middle, shown.nudge_middle, shift_to_middle(shown.activation, 0.0)),
    )
    header = "quantity", f":green[**here**, z = {numeral(shown.z)}]", "at z = 0"
    draw_table(header, [(name, *(each[name] for each in columns)) for name in columns[0]])
    st.markdown(say_shift(shown.activation, needed))


def column(at: Forward, push: Nudge, needed: Shift) -> dict[str, str]:
    """Return the table's column for one z."""
    return {
        "a": numeral(float(at.a)),
        "σ′(z)": numeral(float(at.slope)),
        "Δz = Δw·x + Δb": numeral(float(push.dz)),
        "**Δa**, exact": f"**{numeral(float(push.exact))}**",
        "Δa ≈ σ′(z) Δz": numeral(float(push.first_order)),
        "to move *a* by": numeral(needed.change),
        "z must move by": f"**{numeral(needed.shift)}**",
    }


def say_shift(activation: Activation, needed: Shift) -> str:
    """Return what the last two rows of the table are, and where the first order, or the result, needs care."""
    goal = numeral(activation.centre)
    if needed.inwards:
        note = f"The last two rows move *a* by 0.01 towards the middle, a = {goal}; at z = 0, the middle, 0.01 up."
    else:
        note = (
            f"The last two rows move *a* up by 0.01, since here too *a* is less than 0.01 from the middle, a = {goal}."
        )
    if activation.kinks:
        note += (
            " At the corner, z = 0, σ′ is that of the left side by convention: to the right the first order is wrong."
        )
    return note + say_turn(activation)


def say_turn(activation: Activation) -> str:
    """Return that two z may give the same a, if the activation turns: if it is smooth and not monotone."""
    turn = activation.one_to_one[0]
    if not math.isfinite(turn) or turn in activation.kinks:
        return ""
    return f" This activation turns at z = {numeral(turn)}: where two z give one *a*, the last row leads to the nearer."


def draw_nudge(shown: Shown) -> None:
    """Draw Δa against Δz, here and at z = 0."""
    here, middle = shown.nudge_here, shown.nudge_middle
    draw(
        nudge_effect,
        shown.activation.name,
        key="chart_sat_nudge",
        height=440,
        alt=f"Δa against Δz: Δz = {numeral(float(here.dz))} changes a by {numeral(float(here.exact))} at "
        f"z = {numeral(shown.z)} and by {numeral(float(middle.exact))} at z = 0",
        **nudge_tables(shown.activation.name, shown.z, here, middle),
    )
