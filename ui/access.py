"""For every reader: what screen readers and keyboards need on every page, and Streamlit's pages do not have.

A script in the browser (access.js) names the menu as navigation, lets keys scroll what is too wide, keeps the focus
when the page draws its buttons anew, and speaks the sentence beside the picture once it has come to rest. Then it also
sees to it that the address says what stands in the controls (true_address.js). Another (unbroken.js) keeps short
formulas in one line.
"""

from pathlib import Path

import streamlit as st
from streamlit.components import v2

from ui.canvas import PLAIN, joined

_HERE = Path(__file__).parent
_SCRIPTS = ("unbroken.js", "true_address.js", "access.js")
_access = v2.component("access", html="<i></i>", js=joined(PLAIN, *(_HERE / name for name in _SCRIPTS)))


def draw_access() -> None:
    """Draw the unseen element that brings the script; the first on each page."""
    with st.container(key="unseen_access"):
        _access(key="access", height=1)
