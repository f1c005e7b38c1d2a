"""For every reader: what screen readers and keyboards need on every page, and Streamlit's pages do not have.

A script in the browser (access.js) names the menu as navigation, lets keys scroll what is too wide, keeps the focus
_SCRIPTS = ("unbroken.js", "true_address.js", "access.js")
_access = v2.component("access", html="<i></i>", js=joined(*(_HERE / name for name in _SCRIPTS)))
"""

from pathlib import Path

import streamlit as st
from streamlit.components import v2

from ui.canvas import joined

_HERE = Path(__file__).parent
_SCRIPTS = ("unbroken.js", "true_address.js", "access.js")
_access = v2.component("access", html="<i></i>", js=joined(*(_HERE / name for name in _SCRIPTS)))


def draw_access() -> None:
    """Draw the unseen element that brings the script; the first on each page."""
    with st.container(key="unseen_access"):
        _access(key="access", height=1)
