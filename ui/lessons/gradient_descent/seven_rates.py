"""Lesson 4: the same start under seven learning rates, and the largest stable one by theory and by experiment."""

import streamlit as st

from core.numerals import count, numeral
from core.surfaces.descent import descend_with_rates
from core.surfaces.outlook import ALL_AHEAD
from core.surfaces.stability import measured_limit, strip_rates
from core.surfaces.verdicts import judge_all
from ui.lessons import DESCENTS
from ui.lessons.gradient_descent.canvas import Maps, Panel, draw_maps
from ui.lessons.gradient_descent.controls import LEFT
from ui.lessons.gradient_descent.descents import Setup
from ui.lessons.gradient_descent.words import LOOKS, NAMES, say_least, say_verdict
from ui.tables import draw_table

LIMITS = {"sgd": "2/\u2060λ", "momentum": "2(1 + μ)/\u2060λ", "nesterov": "2(1 + μ)/\u2060(λ(1 + 2μ))"}
"""The largest stable η by theory, with what keeps a line from ending at the stroke."""
Row = tuple[str, ...]


def strip_tab(setup: Setup, extent: float) -> None:
    """Draw the same start under seven learning rates: small maps, verdicts in words, and the largest stable η."""
    strips = {side: _strip(setup, side) for side in setup.surfaces}
    panels = [panel for strip, _ in strips.values() for panel in strip]
    alt = "Small maps of seven descents under each cost; the tables below say what became of them."
    draw_maps(Maps(setup.surfaces, panels, extent, 7, alt), key="descent_strip")
    for place, (side, (_, rows)) in zip(st.columns(len(strips), gap="medium"), strips.items(), strict=True):
        with place:
            st.markdown(_say_limit(setup, side))
            header = ("η", *(["of the limit"] if setup.limit(side) else []), "what became of it")
            draw_table(header, rows, words=len(header))
    st.caption(
        f"{count(setup.steps)} steps from w = {numeral(setup.w)}, b = {numeral(setup.b)}. To arrive means to win 99 % "
        "of what can be won, counted from the cost at w = b = 0 (down to the minimum, or without one to what the cost "
        "comes down to), and to keep it. What is said holds for a run ten times as long: it has been computed, or "
        "follows from the last updates. Parked: the slope, kept up all the way, would not win half of what is left."
    )
    if all(row[-1].startswith("**is parked") for row in strips[LEFT][1]):
        st.markdown(
            "From this start every η leaves the quadratic parked: its surface is level here. Press **Both arrive** "
            "above, and η decides."
        )


def _strip(setup: Setup, side: str) -> tuple[list[Panel], list[Row]]:
    """Descend on one surface with seven learning rates: a small map and a row of the table for each."""
    surface, limit = setup.surfaces[side], setup.limit(side)
    rates = strip_rates(surface, setup.optimizer, setup.settings.momentum)
    paths = descend_with_rates(
        surface, setup.w, setup.b, learning_rates=rates, steps=setup.steps, descent=setup.descent
    )
    panels, rows = list[Panel](), list[Row]()
    for rate, path, verdict in zip(rates, paths, judge_all(surface, paths, ahead=ALL_AHEAD), strict=True):
        panels.append(Panel(side, LOOKS[side], f"η = {numeral(rate, 3)}", path))
        times = [f"{numeral(rate / limit, 3)} ×"] if limit else []
        rows.append((numeral(rate), *times, say_verdict(verdict, path)))
    return panels, rows


def _say_limit(setup: Setup, side: str) -> str:
    """Return the largest stable η of a surface: λ, theory, and what an experiment finds."""
    surface, limit = setup.surfaces[side], setup.limit(side)
    least = surface.minimum
    if setup.optimizer in ("rmsprop", "adam"):
        return f"{NAMES[side]}: no largest stable η is claimed for {DESCENTS[setup.optimizer]}; the seven are fixed."
    if least is None or limit is None:
        return (
            f"{NAMES[side]} has **{say_least(surface)}**. So no η is the largest stable one; the seven are "
            "multiples of what it would be at w = b = 0."
        )
    found = measured_limit(surface, setup.optimizer, settings=setup.settings)
    measured = (
        "the limit is not met within 9.75 %"
        if found is None
        else f"with {numeral(found[0])} it still comes to rest there, with {numeral(found[1])} no longer"
    )
    mu = "" if setup.optimizer == "sgd" else f" and μ = {numeral(setup.settings.momentum)}"
    return (
        f"{NAMES[side]}: with λ = {numeral(least.eigenvalues[0])}, the largest curvature at the lowest place "
        f"found{mu}, theory gives {LIMITS[setup.optimizer]} = **{numeral(limit)}**. By experiment, close to it: "
        f"{measured}."
    )
