"""Play for the slider that looks at a step of a run: it moves by itself, and stops where there is something to see."""

import math
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import streamlit as st
from streamlit.components import v2

from ui.canvas import LATEST, joined
from ui.controls import Slider, put
from ui.views import is_locked

_HERE = Path(__file__).parent
PACES = (1, 5, 20, 100, 500)
"""Steps a second, to choose from."""
USUAL = 15.0
"""Seconds that a whole run should take at first."""
# Not in a shadow: the page's shortcuts find the button.
_scrubber = v2.component(
    "scrubber",
    html='<div class="scrubber"><button type="button">Play</button><select aria-label="Speed"></select>'
    '<p role="status"></p></div>',
    css=(_HERE / "scrubber.css").read_text("utf-8"),
    js=joined(LATEST, _HERE / "scrubber.js"),
    isolate_styles=False,
)


class Stop(NamedTuple):
    """A step at which playing stops, and a short sentence that says why."""

    at: int
    why: str


def draw_scrubber(slider: Slider, stops: Iterable[Stop], last: int) -> None:
    """Draw Play, its speed and Reset for a slider that goes from 0 to `last`; stops at one step are said together."""
    locked = is_locked(slider.key)
    data = {
        "slider": slider.key,
        "stops": [stop._asdict() for stop in merged(stops, last)],
        "paces": PACES,
        "pace": usual_pace(last),
        "disabled": locked,
    }
    with st.container(key=f"scrub_{slider.key}", horizontal=True, gap="small"):
        _scrubber(key=f"{slider.key}_play", data=data, height="content")
        st.button("Reset", key=f"{slider.key}_reset", on_click=_reset, args=(slider,), disabled=locked)


def merged(stops: Iterable[Stop], last: int) -> list[Stop]:
    """Return the stops after the start and up to `last`, in order, with one for each step."""
    found: dict[int, list[str]] = {}
    for stop in stops:
        if 0 < stop.at <= last:
            found.setdefault(stop.at, []).append(stop.why)
    return [Stop(at, " ".join(found[at])) for at in sorted(found)]


def usual_pace(last: int) -> int:
    """Return the pace at which a run of so many steps takes about the usual time."""
    return min(PACES, key=lambda pace: abs(math.log(max(last, 1) / USUAL / pace)))


def _reset(slider: Slider) -> None:
    put((slider, slider.low))
