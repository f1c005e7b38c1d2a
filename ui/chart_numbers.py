"""The numbers of every chart as a table: a drawer below the charts of a page, and one below those of a section.

A chart's data are kept when it is drawn. A drawer is empty while it is closed, so it costs nothing then.
"""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from core.numerals import count, numeral
from core.types import Array
from ui.tables import draw_table

ROWS = 41
"""A longer table is thinned to so many rows, the first and the last among them."""
_KEPT, _PLACE, _PICTURE = "numbers kept", "numbers place", "picture"
_NOT_NUMBERS = frozenset({"names", "bands"})
"""Data sets that only say where in a chart something is written."""


class Numbers(NamedTuple):
    """What one chart shows: the drawer it belongs to, its title, and its data sets, each a mapping of columns."""

    place: str
    title: str
    data: Mapping[str, Any]


def forget_numbers() -> None:
    """Forget the charts of the last run of a page."""
    st.session_state[_KEPT] = dict[str, Numbers]()
    st.session_state[_PLACE] = _PICTURE


def keep_numbers(key: str, title: str, data: Mapping[str, Any]) -> None:
    """Keep what the chart of this key shows, for the drawer of the part of the page that it was first drawn in."""
    kept: dict[str, Numbers] = st.session_state.setdefault(_KEPT, {})
    place = kept[key].place if key in kept else st.session_state.get(_PLACE, _PICTURE)
    kept[key] = Numbers(place, title, data)


def with_numbers(section: Callable[[], None], key: str) -> Callable[[], None]:
    """Give a section a drawer of its own for the charts that it draws."""

    def drawn() -> None:
        with _charts_of(key):
            section()
        draw_numbers(key)

    return drawn


def draw_numbers(place: str = _PICTURE) -> None:
    """Draw the drawer for the charts of this place, if there are any."""
    kept: Mapping[str, Numbers] = st.session_state.get(_KEPT, {})
    charts = [each for each in kept.values() if each.place == place]
    if not charts:
        return
    drawer = st.expander("The numbers as a table", key=f"numbers_{place}", on_change="rerun", icon=":material/table:")
    if drawer.open:
        with drawer:
            for chart in charts:
                _draw_tables(chart)


@contextmanager
def _charts_of(place: str) -> Generator[None]:
    """Let the charts that are drawn now belong to a place; what its last run has drawn is forgotten."""
    kept: dict[str, Numbers] = st.session_state.get(_KEPT, {})
    st.session_state[_KEPT] = {key: each for key, each in kept.items() if each.place != place}
    st.session_state[_PLACE] = place
    try:
        yield
    finally:
        st.session_state[_PLACE] = _PICTURE


def _draw_tables(chart: Numbers) -> None:
    for name, table in chart.data.items():
        columns = {str(column): np.atleast_1d(np.asarray(values)) for column, values in dict(table).items()}
        if name in _NOT_NUMBERS or not columns or not len(next(iter(columns.values()))):
            continue
        rows = len(next(iter(columns.values())))
        shown = np.unique(np.linspace(0, rows - 1, min(rows, ROWS)).round().astype(int))
        some = f", {count(len(shown))} of {count(rows)} rows" if len(shown) < rows else ""
        st.markdown(f"**{chart.title}**: {_words(name)}{some}")
        cells = [_written(values[shown]) for values in columns.values()]
        draw_table([_words(column) for column in columns], zip(*cells, strict=True))


def _written(values: Array) -> list[str]:
    """Write a column's values, numbers as everywhere, with what Markdown would read escaped."""
    if np.issubdtype(values.dtype, np.number):
        return [numeral(float(value)) for value in values]
    return [str(value).replace("|", "\\|") for value in values]


def _words(name: str) -> str:
    return name.replace("_", " ")
