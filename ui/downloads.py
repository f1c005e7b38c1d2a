"""Downloads: a button whose file is made when it is pressed, so that it always holds what is on the screen.

Streamlit's own button offers a file that was made before the press, or makes one beside the page's run: in both cases
without a value that was typed or dragged just before. Here a press is a message like that value's, and comes after it.
"""

import base64
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from ui.canvas import BUTTON, LATEST, joined
from ui.frames import page_runs
from ui.telling import telling

_HERE = Path(__file__).parent
_button = telling(
    "download",
    {"pressed": float},
    html='<button type="button"></button>',
    css=joined(BUTTON, _HERE / "download.css"),
    js=joined(LATEST, _HERE / "download.js"),
)
_PRESSED = "pressed "
_OPEN = 10.0  # seconds for which a press is answered again: a run may be broken off before its answer is sent


def draw_download(
    label: str, make: Callable[[], str | bytes], *, file: str, kind: str, key: str, picture: bool = False
) -> None:
    """Draw a button that saves the text or the bytes that `make` returns, in a file of this name and MIME type.

    A `picture` is made in the browser instead, of what is drawn there (ui/take_away.py).
    """
    pressed = st.session_state.get(_PRESSED + key)
    data: dict[str, Any] = {"key": key, "label": label, "file": file, "kind": kind, "picture": picture}
    if pressed is not None and time.monotonic() - pressed[1] < _OPEN:
        if not page_runs():
            st.rerun()  # a fragment may hold what the page knew before a value that has come since
        made = make()
        binary = isinstance(made, bytes)
        data |= {"made": base64.b64encode(made).decode() if binary else made, "binary": binary, "at": pressed[0]}
    _button(key=key, data=data, on_pressed_change=partial(_press, key))


def _press(key: str) -> None:
    state = st.session_state.get(key)
    if state is not None and state.pressed is not None:
        st.session_state[_PRESSED + key] = (state.pressed, time.monotonic())
