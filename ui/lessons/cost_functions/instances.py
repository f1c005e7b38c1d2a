"""The user's own instances: an editable table, pasted text or a file, and the errors in them.

Their text comes from outside: it is shown in cells and as plain text, never as Markdown.
"""

import hashlib
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.tables.csv_table import Table
from core.tables.instances import ChosenColumns, Instances, instances_of, parse_pairs
from ui.controls import put
from ui.files import draw_upload, kept_file
from ui.lessons.cost_functions.controls import SOURCE
from ui.own_table import (
    begin_with_another,
    draw_assumed,
    draw_first_line,
    keep_menus,
    own_table,
    pick_column,
    pick_label,
)
from ui.sections import open_section

FILE = "cost_file"
SECTION = "A set of instances"
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
    pasted = pasted or ""
    mark = hashlib.sha256(pasted.encode("utf-8", "replace")).hexdigest()
    return _chosen_from(own_table(pasted, mark, key=key), key=key)


def offer_upload() -> None:
    """Draw the upload field; a new file opens the section that measures it."""
    file = draw_upload(
        "Your own estimates, y and ŷ",
        "A table as text (CSV): a column of what happened, 0 and 1 or two labels, and one of estimates from 0 to 1 or "
        "in per cent; commas, semicolons, tabs, bars or spaces between them",
        key=FILE,
        then=_show_file,
    )
    if file is not None:
        st.caption(f"Its costs stand below, in “{SECTION}”.")


def uploaded_instances() -> Instances | None:
    """Return the instances of the file, with menus to choose its columns; None before there is a file."""
    file = kept_file(FILE)
    if file is None:
        return None
    st.text(f"Read from {file.name[:60]}")
    found = _chosen_from(own_table(file.data, file.mark, key=FILE), key=FILE)
    keep_menus(key=FILE)
    return found


def _chosen_from(table: Table, *, key: str) -> Instances:
    """Say what was taken for y and ŷ, and draw the menus that change it."""
    guess = instances_of(table)
    if not table.lines:
        return guess
    said = st.container()
    left, right = st.columns(2, gap="small")
    with left:
        y = pick_column("Column of y", table.names, guess.columns[0], key=f"{key}_y")
    with right:
        yhat = pick_column("Column of ŷ", table.names, guess.columns[1], key=f"{key}_yhat")
    found = guess if (y, yhat) == guess.columns else instances_of(table, ChosenColumns(y, yhat))
    if found.labels:
        with left:
            one = pick_label("y is 1 where it is", found.labels, found.one, key=f"{key}_one")
        if one != found.one:
            changed = (None, None) if (y, yhat) == guess.columns else (y, yhat)
            found = instances_of(table, ChosenColumns(*changed, one))
    with right:
        draw_first_line(key=key)
    with said:
        draw_assumed(found.taken, found.assumed, key=key)
    return found


def _show_file() -> None:
    """Open the section of instances with the file as their source."""
    begin_with_another(key=FILE)
    open_section(SECTION, key="cost_tab")
    put((SOURCE, "file"))


def _start_again(key: str) -> None:
    st.session_state.pop(f"{key}_kept", None)
    st.session_state[f"{key}_version"] = st.session_state.get(f"{key}_version", 0) + 1
