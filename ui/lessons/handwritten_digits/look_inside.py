"""Lesson 8: a look inside a net: its weights as images, what an image does to its layers, and its mistakes."""

from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.digits.images import load_digits
from core.digits.inspection import Inspection
from ui.controls import Choice
from ui.lessons.handwritten_digits.chosen import PART
from ui.lessons.handwritten_digits.layers import draw_layers
from ui.lessons.handwritten_digits.mistakes import draw_mistakes
from ui.lessons.handwritten_digits.naming import LETTERS
from ui.lessons.handwritten_digits.nets import ShownNet, shown_nets
from ui.lessons.handwritten_digits.running import Running
from ui.lessons.handwritten_digits.shown_moment import follow_the_bar, say_moment
from ui.lessons.handwritten_digits.weights import LEARNED, draw_weights
from ui.player import SHARING

TURN = 0.05
"""Seconds for which an inspection computes before others have their turn."""
INSIDE = Choice("digits_inside", "Which net", {letter: letter for letter in LETTERS}, "B")
_KEPT = "digits inspection"


class Kept(NamedTuple):
    """The inspection that is kept, and the net as it was then. There is one at most: another takes its place."""

    shown: ShownNet
    inspection: Inspection


def look_inside(present: Running) -> None:
    """Draw a look inside one of the nets at the moment that the picture shows.

    While it is trained, it is of the moment at which the look began.
    """
    nets = shown_nets(present.run, follow_the_bar(present))
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        letter = INSIDE.read(disabled=len(nets) == 1)
        part = PART.read()
        LEARNED.read(disabled=part != "weights")
    now = next((net for net in nets if net.letter == letter), nets[0])
    kept = _kept(now, newest=not present.player.playing)
    st.markdown(f"**{kept.shown.letter}**, {kept.shown.name}, {kept.shown.told}")
    place = st.container()  # always there, so that nothing below is drawn anew when it fills or empties
    if kept.shown.updates != now.updates:
        place.button(f"Look again: it is now {now.told}", key="digits_look_again", on_click=_forget)
    if not now.from_file and (moment := say_moment(present)):
        place.caption(moment)
    if part != "weights":  # which need no answers
        _inspect(kept.inspection, place.empty())
    {"weights": draw_weights, "layers": draw_layers, "mistakes": draw_mistakes}[part](kept.shown, kept.inspection)


def _kept(now: ShownNet, *, newest: bool) -> Kept:
    """Return the inspection of this net: the one that was begun, unless the newest is asked for or it is of another."""
    kept: Kept | None = st.session_state.get(_KEPT)
    if kept is None or kept.shown.source != now.source or (newest and kept.shown.updates != now.updates):
        inspection = Inspection(now.network, load_digits().test)
        kept = Kept(now._replace(network=inspection.network), inspection)
        st.session_state[_KEPT] = kept
    return kept


def _inspect(inspection: Inspection, place: DeltaGenerator) -> None:
    """Go on with an inspection to its end, with its progress; what is broken off goes on in the next run."""
    while not inspection.over:
        place.progress(inspection.done / inspection.total, "The net answers all 10,000 test images …")
        with SHARING.turn:
            inspection.advance(TURN)
    place.empty()


def _forget() -> None:
    """Forget the inspection: the next one is of the net as it is then."""
    st.session_state[_KEPT] = None
