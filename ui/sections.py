"""The part of a page below the picture: sections and drawers. Only the open ones are computed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.arrival import is_named, name_too
from ui.assignments import assign, see_to_the_page
from ui.chart_numbers import with_numbers
from ui.controls import Choice, Control, Handle, Slider, at_default, put
from ui.sight import bring_into_sight, draw_sight
from ui.views import is_locked

QUESTIONS = "Predict"
"""The name of the section of questions on every page."""
NOTHING = "nothing"
"""No fragment has this key: a slider that redraws it changes nothing until it rests."""


def draw_tabs(sections: Mapping[str, Callable[[], None]], *, key: str) -> None:
    """Draw a row of names, one for each section, and the chosen section; the address names it.

    The row is a `Choice`: Streamlit's own tabs cost the browser 10 ms more at every move of a slider. A section is a
    fragment: its own controls run it alone, and the page's controls run it once they rest. An address that names one of
    them arrives there.
    """
    _open_questions(sections, key)
    if is_named(key) and st.query_params.get(key) in sections:
        bring_into_sight(key)
    draw_sight(key, block="start")
    names = {name: name for name in sections}
    chosen = Choice(key, "Section", names, next(iter(names)), show_label=False).read(disabled=is_locked("sections"))
    with st.container(key=f"section_{key}"):
        _section(with_numbers(sections[chosen], key))


def _open_questions(sections: Mapping[str, Callable[[], None]], key: str) -> None:
    """Open the section of questions if the address that has opened the page names a question, and no section."""
    question = key.removesuffix("_tab") + "_question"
    if QUESTIONS in sections and not is_named(key) and (is_named(question) or is_named(f"{question}_seed")):
        name_too(key, QUESTIONS)
        assign({key: QUESTIONS})


@st.fragment
def _section(draw: Callable[[], None]) -> None:
    see_to_the_page()
    draw()


def open_section(section: str, *, key: str) -> None:
    """Choose a section as a press on its name does; for a button or a field that stands elsewhere on the page."""
    put((Choice(key, "Section", {section: section, "": ""}, ""), section))


def open_drawer(label: str, controls: Sequence[Control], *, key: str) -> DeltaGenerator | None:
    """Draw a drawer for controls that are seldom moved; return it where they must be drawn, else None.

    Every control on a page costs the browser time at each move of a slider, so a closed drawer is empty. It is filled,
    closed or not, as soon as the address or the page gives one of its controls another value than its default.
    """
    moved = not all(at_default(control) for control in controls)
    drawer = st.expander(label, expanded=moved, key=key, on_change="rerun", icon=":material/tune:")
    return drawer if drawer.open or moved else None


def draw_again(slider: Slider) -> None:
    """Repeat a slider in a section that speaks of it; the page follows once the repeated one rests."""
    key, moved = f"{slider.key}_again", f"{slider.key} moved again"
    again = Handle(key, slider.label, slider.low, slider.high, slider.default, slider.step, slider.help, slider.log)

    def then(value: float) -> None:
        assign({slider.key: value})
        st.session_state[moved] = True

    again.draw(redraws=NOTHING, stands_at=slider.value(), then=then)
    if st.session_state.pop(moved, False):
        st.rerun()


def outlet(key: str, *, picture: bool = False) -> DeltaGenerator:
    """Draw an empty place that a fragment fills: for a sentence, or for a `picture` as high as the window allows.

    It is written to at once, since a fragment may only fill what the page's own run has written to, and a moving
    slider may interrupt that run before it comes to the fragment.
    """
    size: dict[str, Any] = {"height": 560, "border": False, "gap": None} if picture else {}
    place = st.container(key=f"picture_{key}" if picture else key, **size)
    place.empty()
    return place
