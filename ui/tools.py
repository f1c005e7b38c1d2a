"""The tools of every page: the link to what is on the screen, light or dark, the projector's view, and the keys."""

import html
import re
from pathlib import Path

import streamlit as st

from ui.canvas import BUTTON, LATEST, PLAIN, joined
from ui.serving.framing import say_framing
from ui.telling import telling
from ui.views import defaults, view

_HERE = Path(__file__).parent
_KEY = "frame_tools"
_SCRIPTS = ("tools.js", "shortcuts.js", "share.js")
_tools = telling(
    "tools",
    {"view": re.compile("page|lecture")},
    html=(_HERE / "tools.html").read_text("utf-8").replace("{where}", html.escape(say_framing())),
    css=joined(BUTTON, _HERE / "tools.css"),
    js=joined(LATEST, PLAIN, *(_HERE / name for name in _SCRIPTS)),
)


def draw_tools(keys: str) -> None:
    """Draw the tools of the page whose controls' keys begin so, and listen to the keys that work everywhere."""
    with st.container(key="tools"):
        _tools(key=_KEY, data={"view": view(), "defaults": defaults(keys)}, on_view_change=_change_view)


def _change_view() -> None:
    """Show the page as the browser asks: for a projector, or as a page again."""
    asked = st.session_state[_KEY].get("view")
    if asked == "page":
        st.query_params.pop("view", None)
    elif asked is not None:
        st.query_params["view"] = asked
