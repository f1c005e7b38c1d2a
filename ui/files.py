"""A user's own file: kept while another section or page is open, with its errors listed by line.

The browser keeps it too, and sends it again to a server that it finds after a lost connection (sent_again.js).
"""

import hashlib
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import streamlit as st
from streamlit.components import v2
from streamlit.runtime.uploaded_file_manager import DeletedFile

from core.tables.csv_table import Problem

_sent_again = v2.component(
    "sent_again", html="<i></i>", js=(Path(__file__).parent / "sent_again.js").read_text("utf-8")
)
# The name of a session, which only says whether two are the same.
_SESSION = "files session"


class OwnFile(NamedTuple):
    """A file of a user: its name, its content, and a mark that differs for other contents."""

    name: str
    data: bytes
    mark: str


def draw_upload(label: str, told: str, *, key: str, then: Callable[[], None] | None = None) -> OwnFile | None:
    """Draw an upload field and return the file; None before there is one. `told` says what may be loaded.

    `then` is called when another file comes.
    """
    with st.container(key=f"upload_{key}"):
        st.file_uploader(label, key=key, help=told, on_change=_keep, args=(key, then))
        with st.container(key=f"unseen_{key}_kept"):
            session = st.session_state.setdefault(_SESSION, uuid.uuid4().hex)
            data = {"key": key, "session": session, "has": kept_file(key) is not None}
            _sent_again(key=f"{key}_sent_again", data=data, height=1)
    return kept_file(key)


def kept_file(key: str) -> OwnFile | None:
    """Return the file that was last loaded into this upload field, drawn or not."""
    return st.session_state.get(f"{key}_kept")


def draw_problems(problems: Sequence[Problem], *, usable: bool) -> None:
    """Name the lines that could not be used and the reasons, as text in which nothing is Markdown."""
    if not problems:
        return
    st.warning(
        "Some lines were left out, for the reasons given here. All others were taken."
        if usable and any(problem.line is not None for problem in problems)
        else "None of it could be used, for the reason given here.",
        icon=":material/rule:",
    )
    remarks = [f"line {line}: {reason}" if line is not None else reason for line, reason in problems]
    st.code("\n".join(remarks), language=None, wrap_lines=True, height=min(30 + 52 * len(remarks), 285))


def _keep(key: str, then: Callable[[], None] | None) -> None:
    file = st.session_state[key]
    if isinstance(file, DeletedFile):  # the field names a file that the server does not have
        return
    if file is None:
        st.session_state[f"{key}_kept"] = None
        return
    data = file.getvalue()
    st.session_state[f"{key}_kept"] = OwnFile(file.name, data, hashlib.sha256(data).hexdigest())
    if then is not None:
        then()
