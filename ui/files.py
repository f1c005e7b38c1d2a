"""A user's own file: kept while another section or page is open, with its errors listed by line."""

from collections.abc import Sequence

import streamlit as st

from core.tables.csv_table import Problem


def draw_upload(label: str, *, key: str) -> bytes | None:
    """Draw an upload field and return the file's content; None before there is a file."""
    kept = f"{key}_kept"
    st.file_uploader(label, key=key, on_change=_keep, args=(key, kept))
    if st.session_state.get(kept) is None:
        return None
    name, data = st.session_state[kept]
    st.text(f"Read from {name[:60]}")
    return data


def draw_problems(problems: Sequence[Problem], *, usable: bool) -> None:
    """Name the lines that could not be used and the reasons, as text in which nothing is Markdown."""
    if not problems:
        return
    st.warning(
        "There is something to say about what was read. What could be used was taken."
        if usable
        else "None of it could be used, for the reason given here.",
        icon=":material/rule:",
    )
    remarks = [f"line {line}: {reason}" if line is not None else reason for line, reason in problems]
    st.code("\n".join(remarks), language=None, wrap_lines=True, height=min(30 + 52 * len(remarks), 285))


def _keep(key: str, kept: str) -> None:
    file = st.session_state[key]
    st.session_state[kept] = None if file is None else (file.name, file.getvalue())
