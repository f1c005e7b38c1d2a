"""Drawing a chart: its specification is made once, and only its data travel with a slider move."""

import html
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Literal

import altair
import pyarrow  # Streamlit's own format; it converts a DataFrame to the same, in twenty times the time
import streamlit as st

from charts.theme import TEXT
from ui.chart_numbers import keep_numbers


def draw(
    chart: Callable[..., altair.TopLevelMixin],
    *options: str | float | bool,
    key: str,
    alt: str | None,
    height: Literal["stretch"] | int = "stretch",
    picked: Any = None,
    **data: Any,
) -> None:
    """Draw `chart(*options)` with the data sets that it names, each a DataFrame or a mapping of columns.

    `alt` is the text for screen readers. Charts that share a picture share its text: the last one has it, and
    the others have None. `picked` is a function to call when something in the chart is pressed that it lets select.

    The same chart and options give the same specification, and the browser then only exchanges the data in the
    present picture; any other specification would embed the chart anew. So would a change of Streamlit's own `alt`:
    the text with the current numbers therefore stands below the chart, invisible.
    """
    specification, title = _specification(chart, options)
    keep_numbers(key, title, data)
    st.vega_lite_chart(
        {
            **specification,
            "datasets": {name: pyarrow.table(dict(table)) for name, table in data.items()},
        },
        key=key,
        alt=f"Chart of {title}; its numbers stand in the text after it.",
        height=height,
        width="stretch",
        on_select=picked or "ignore",
    )
    if alt is not None:
        st.html(f'<p class="chart-text">{html.escape(alt)}</p>')


@lru_cache(maxsize=256)
def _specification(chart: Callable[..., altair.TopLevelMixin], options: tuple[Any, ...]) -> tuple[dict[str, Any], str]:
    """Return the specification of a chart, and its title."""
    # Vega would write a description of each point at each move; the text that follows the chart says it once.
    made = chart(*options).configure_mark(aria=False)
    specification = made.configure_axis(labelColor=TEXT, titleColor=TEXT).to_dict()
    return specification, _title(specification)


def _title(part: Any) -> str:
    """Return what a chart shows: the titles of its first two axes, as "cost C against updates"."""
    titles = {name: next(_titles(part, name), "") for name in ("y", "x")}
    return " against ".join(title for title in titles.values() if title) or "numbers"


def _titles(part: Any, channel: str) -> Iterator[str]:
    """Find the titles of an axis in a specification, outermost first."""
    if isinstance(part, list):
        for each in part:
            yield from _titles(each, channel)
    elif isinstance(part, dict):
        title = part.get("encoding", {}).get(channel, {}).get("title")
        if title:
            yield str(title)
        for each in part.values():
            yield from _titles(each, channel)
