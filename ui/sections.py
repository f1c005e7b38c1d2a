"""What lies below the picture: tabs and drawers, of which only the open ones are computed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.arrival import start_anew
from ui.controls import Control, answer_address, at_default


def draw_tabs(sections: Mapping[str, Callable[[], None]], *, key: str) -> None:
    """Draw a tab for each section and fill the one that is open; which one it is stands in the address.

    A section is a fragment: its own controls run it alone, and the page's controls run it once they rest.
    """
    start_anew(key, next(iter(sections)))
    answer_address(key, "Tab", "one of " + ", ".join(sections), sections.__contains__)
    tabs = st.tabs(list(sections), key=key, on_change="rerun", bind="query-params")
    for tab, fill in zip(tabs, sections.values(), strict=True):
        if tab.open:
            with tab:
                st.fragment(fill)()


def open_drawer(label: str, controls: Sequence[Control], *, key: str) -> DeltaGenerator | None:
    """Draw a drawer for controls that are seldom moved; return it where they must be drawn, else None.

    Every control on a page costs the browser time at each move of a slider, so a closed drawer is empty. It is filled,
    closed or not, as soon as the address or the page gives one of its controls another value than its default.
    """
    moved = not all(at_default(control) for control in controls)
    drawer = st.expander(label, expanded=moved, key=key, on_change="rerun", icon=":material/tune:")
    return drawer if drawer.open or moved else None


def outlet(key: str, *, picture: bool = False) -> DeltaGenerator:
    """Draw an empty place that a fragment fills: a sentence's, or a `picture`'s, as high as the window allows.

    It is written to at once, since a fragment may only fill what the page's own run has written to, and a moving
    slider may interrupt that run before it comes to the fragment.
    """
    size: dict[str, Any] = {"height": 560, "border": False, "gap": None} if picture else {}
    place = st.container(key=f"picture_{key}" if picture else key, **size)
    place.empty()
    return place
