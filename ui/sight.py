"""Bringing a part of the page into sight: the section that a link names, and what a preset at the foot has set."""

import time
from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.components import v2

from ui.canvas import LATEST, joined

_sight = v2.component("sight", html="<i></i>", js=joined(LATEST, Path(__file__).parent / "sight.js"))
# When anything was asked for in this session, in ms, and when that was last for an element. The browser may know the
# times of an earlier session, whose server it has lost.
_TIMES, _ASKED = "sights", "sight "


def bring_into_sight(key: str) -> None:
    """Ask for the element of this key, for which `draw_sight` is drawn."""
    now = max(st.session_state.get(_TIMES, 0) + 1, time.time_ns() // 1_000_000)
    st.session_state[_TIMES] = st.session_state[_ASKED + key] = now


def draw_sight(key: str, *, block: Literal["start", "nearest"]) -> None:
    """Draw an unseen element that scrolls the page to the element of this key whenever that is asked for.

    `block` is where that element shall stand: at the "start" of the window, or, if it is not in sight, where it is
    "nearest".
    """
    with st.container(key=f"sight_{key}_"):
        data = {"asked": st.session_state.get(_ASKED + key, 0), "key": key, "block": block}
        _sight(key=f"{key}_sight", data=data, height=1)
