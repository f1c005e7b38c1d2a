"""A user's own table on a page: what was taken for what, and choices of columns that change it.

Names of columns and labels come from outside: they stand in menus and as plain text, never as Markdown.
"""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.tables.csv_table import Table
from core.tables.layout import FirstLine
from ui.connection import keep, recalled, take_up
from ui.files import kept_file
from ui.reading import read_table

_MENUS = "menus"
"""The browser keeps under this name what stands in the menus of the page's file."""
FIRST_LINES: dict[FirstLine, str] = {"guess": "as it seems", "names": "names of the columns", "data": "data"}


def own_table(data: bytes | str, mark: str, *, key: str) -> Table:
    """Read a table; a choice drawn by `draw_first_line` says what its first line is."""
    chosen: FirstLine = st.session_state.get(f"{key}_first_line", "guess")
    return _read(mark, chosen, data)


@st.cache_resource(max_entries=3, show_spinner=False, scope="session")
def _read(mark: str, first_line: FirstLine, _data: bytes | str) -> Table:
    """Read a table once; the mark stands for the data, which would take long to compare."""
    return read_table(_data, first_line)


def draw_first_line(*, key: str) -> None:
    """Draw the choice of what the first line of the table is."""
    st.selectbox(
        "The first line has",
        list(FIRST_LINES),
        format_func=FIRST_LINES.__getitem__,
        key=f"{key}_first_line",
        persist_state="session",
    )


def begin_with_another(*, key: str) -> None:
    """Look at another table as it seems, whatever was said of the first line of the one before.

    One that has been sent again after a lost connection is looked at as it was.
    """
    was, file = recalled(_MENUS), kept_file(key)
    if was is not None and file is not None and was.get("mark") == file.mark:
        if was.get("first_line") in FIRST_LINES:
            st.session_state[f"{key}_first_line"] = was["first_line"]
        return
    take_up(_MENUS)
    if f"{key}_first_line" in st.session_state:
        st.session_state[f"{key}_first_line"] = "guess"


def is_coming(*, key: str) -> bool:
    """Return whether a file is on its way that a lost server has had: the browser sends it again."""
    return recalled(_MENUS) is not None and kept_file(key) is None


def keep_menus(*, key: str) -> None:
    """Have the browser keep what stands in the menus of a file's table; call it once they are drawn."""
    file, menus = kept_file(key), dict[str, Any]()
    if file is None:
        return
    for name in [str(name) for name in st.session_state]:
        if name.startswith(f"{key}_") and name.endswith("_version"):
            menu, (number, options) = name.removesuffix("_version"), st.session_state[name]
            menus[menu] = [repr(options), st.session_state.get(f"{menu}_{number}")]
    first_line = st.session_state.get(f"{key}_first_line", "guess")
    keep(_MENUS, {"mark": file.mark, "first_line": first_line, "menus": menus})


def _begins_at(key: str, options: Sequence[object]) -> Any:
    """Return what stood in a menu of these options before a lost connection; None otherwise."""
    menus: Any = (recalled(_MENUS) or {}).get("menus")
    kept: Any = menus.get(key) if isinstance(menus, dict) else None
    return kept[1] if isinstance(kept, list) and kept[:1] == [repr(tuple(options))] else None


def versioned(key: str, options: Sequence[object]) -> str:
    """Return a key for a menu of these options: other options make another menu, which begins anew."""
    number, before = st.session_state.get(f"{key}_version", (0, None))
    if before != tuple(options):
        st.session_state.pop(f"{key}_{number}", None)
        number += 1
        st.session_state[f"{key}_version"] = number, tuple(options)
        begins_at = _begins_at(key, options)
        if begins_at is not None:
            st.session_state[f"{key}_{number}"] = begins_at
    return f"{key}_{number}"


def pick_column(label: str, names: Sequence[str], at: int | None, *, key: str) -> int | None:
    """Draw a menu of columns that begins at the one that was guessed, and return the place of the chosen one."""

    def named(place: int) -> str:
        return names[place]

    return st.selectbox(
        label,
        list(range(len(names))),
        index=at,
        format_func=named,
        key=versioned(key, names),
        placeholder="choose a column",
        persist_state="session",
    )


def pick_label(label: str, labels: Sequence[str], one: str, *, key: str) -> str:
    """Draw a menu of labels that begins at one of them, and return the chosen one."""
    picked = st.selectbox(
        label, list(labels), index=list(labels).index(one), key=versioned(key, labels), persist_state="session"
    )
    return str(picked)


def draw_assumed(taken: str, assumed: Sequence[str], *, key: str) -> None:
    """Say in one line what was taken for what, and below it, in smaller letters, all that was assumed on the way."""
    if taken:
        st.text(taken)
    if assumed:
        with st.container(key=f"assumed_{key}"):
            st.text("\n".join(assumed))
