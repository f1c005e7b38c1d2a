"""Lesson 8: the moment of the run that the picture shows, for the sections that look into its networks.

The browser shows any epoch of a run without asking (ui/training/). A section needs the parameters of that moment, which
the server has kept for some epochs: so the browser tells it the moment once the bar rests, and the section runs alone.
"""

from pathlib import Path

import streamlit as st

from ui.canvas import script
from ui.lessons.handwritten_digits.nets import say_trained
from ui.lessons.handwritten_digits.running import Running, running
from ui.telling import telling
from ui.training import STORE

_KEY = "digits_shown_moment"
_teller = telling(
    _KEY,
    {"moment": {"run": str}},
    html="<i></i>",
    js=script(*STORE, Path(__file__).parent / "shown_moment.js"),
)


def follow_the_bar(present: Running) -> int | None:
    """Have the fragment that calls this run when the bar has moved; return the moment shown, None if it is the latest.

    Call it in one fragment at a time.
    """
    _teller(key=_KEY, data={"run": present.name, "updates": present.shown}, on_moment_change=_take, height=1)
    return present.shown


def say_moment(present: Running) -> str:
    """Return which moment a section is of, if it is not the latest; "" if it is."""
    if present.shown is None:
        return ""
    run, per_epoch = present.run, present.run.plan.updates_per_epoch
    told, kept = say_trained(present.shown, per_epoch), run.nearest_moment(present.shown)
    if kept == present.shown:
        return f"The bar below the picture shows the run {told}, and here are the nets of that moment."
    return (
        f"The bar below the picture shows the run {told}. The nets of that moment were not kept: here are those of the "
        f"nearest moment that was, {say_trained(kept, per_epoch)}."
    )


def _take() -> None:
    """Take over the moment that the browser tells."""
    present, told = running(), st.session_state[_KEY].moment
    if present is None or not told or told.get("run") != present.name:
        return
    updates = told.get("updates")
    known = isinstance(updates, int) and 0 <= updates <= present.run.updates
    present.shown = updates if known else None
