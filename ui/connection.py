"""A lost connection: the browser keeps what no address holds, and gives it to the session that it finds afterwards.

The server may have been started anew, or be another copy of it: its session then knows only what the address and the
controls say. What else is to go on, such as that a run plays, a page has the browser `keep` while it is drawn; once the
browser has come back, the page finds it again by `recalled`. It comes from outside, so its reader checks each part.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components import v2

from ui.canvas import LATEST, joined

_HERE = Path(__file__).parent
_connection = v2.component("connection", html="<i></i>", js=joined(_HERE / "connection.js"))
_keeper = v2.component("keeper", html="<i></i>", js=joined(LATEST, _HERE / "keeper.js"))
# When the browser has come back last, and what it has kept for the page that it was on.
_BACK, _RECALLED = "connection back", "connection recalled"


def draw_connection(page: str) -> None:
    """Draw the unseen element that watches the connection, and note what it brings; early on each page."""
    with st.container(key="unseen_connection"):
        state = _connection(key="connection", default={"back": None}, on_back_change=_read_where_it_is_drawn, height=1)
    told: Any = state.get("back")
    if isinstance(told, Mapping) and told.get("at") != st.session_state.get(_BACK):
        kept: Any = told.get("kept")
        st.session_state[_RECALLED] = page, dict(kept) if isinstance(kept, Mapping) else {}
        st.session_state[_BACK] = told.get("at")
    if st.session_state.get(_RECALLED, (page,))[0] != page:
        st.session_state[_RECALLED] = page, {}


def _read_where_it_is_drawn() -> None:
    """Do nothing: a session that does not know the element yet would not call anything."""


def keep(name: str, facts: Mapping[str, Any]) -> None:
    """Have the browser keep facts, which JSON can hold, as long as they are drawn."""
    with st.container(key=f"unseen_{name}_kept"):
        _keeper(key=f"{name}_keeper", data={"name": name, "facts": dict(facts)}, height=1)


def recalled(name: str) -> Mapping[str, Any] | None:
    """Return what the browser has kept under this name and nobody has taken up yet.

    The moment of a run that it has shown last stands there as `updates`.
    """
    facts = st.session_state.get(_RECALLED, ("", {}))[1].get(name)
    return facts if isinstance(facts, Mapping) else None


def take_up(name: str) -> None:
    """Note that what was kept under this name goes on."""
    st.session_state.get(_RECALLED, ("", {}))[1].pop(name, None)


def whole(facts: Mapping[str, Any], name: str) -> int:
    """Return a number of the facts that counts something; 0 if there is none."""
    value = facts.get(name)
    return int(value) if isinstance(value, int | float) and 0 <= value < 1e9 else 0
