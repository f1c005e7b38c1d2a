"""The user's own instances: an editable table, pasted text or a file, and the errors in them.

Their text comes from outside: it is shown in cells and as plain text, never as Markdown.
"""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.tables.instances import Instances, parse_pairs, read_instances
from ui.files import draw_upload

COLUMNS = ["y", "ŷ"]


def edit_instances(pairs: Sequence[tuple[float, float]], *, key: str) -> Instances:
    """Draw an editable table that starts with these pairs. Typed values are kept while another section is open."""
    kept, start, version = f"{key}_kept", f"{key}_start", f"{key}_version"
    editor = f"{key}_{st.session_state.get(version, 0)}"  # only a new key discards the typed values
    if editor not in st.session_state:
        st.session_state[start] = st.session_state.get(kept, pd.DataFrame(pairs, columns=COLUMNS))
    edited = st.data_editor(
        st.session_state[start],
        num_rows="dynamic",
        hide_index=True,
        column_config={name: st.column_config.NumberColumn(name, format="%.10g") for name in COLUMNS},
        key=editor,
        alt="the instances, each with its true y and the estimate ŷ; cells can be edited, rows added and deleted",
    )
    st.session_state[kept] = edited.reset_index(drop=True)
    st.button("Back to the start", key=f"{key}_reset", icon=":material/undo:", on_click=_start_again, args=(key,))
    return parse_pairs(edited.itertuples(index=False, name=None))


def paste_instances(text: str, *, key: str) -> Instances:
    """Draw a text area that starts with this text."""
    pasted = st.text_area(
        "One instance a line: y, then ŷ", text, height=220, key=key, persist_state="session", help="Or with a header"
    )
    return _read(pasted or "")


def upload_instances(*, key: str) -> Instances | None:
    """Draw an upload field; the file is kept while another section is open. None before there is a file."""
    data = draw_upload(
        "A file with the columns y and ŷ: comma, semicolon, tab or space between them, up to 10,000 rows", key=key
    )
    return None if data is None else _read(data)


@st.cache_data(max_entries=16, show_spinner=False, scope="session")
def _read(data: bytes | str) -> Instances:
    return read_instances(data)


def _start_again(key: str) -> None:
    st.session_state.pop(f"{key}_kept", None)
    st.session_state[f"{key}_version"] = st.session_state.get(f"{key}_version", 0) + 1
