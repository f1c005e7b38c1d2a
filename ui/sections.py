"""What lies below the picture: tabs, of which only the open one is computed."""

from collections.abc import Callable, Mapping

import streamlit as st


def draw_tabs(sections: Mapping[str, Callable[[], None]], *, key: str) -> None:
    """Draw a tab for each section and fill the one that is open; which one it is stands in the address.

    A section is a fragment: its own controls run it alone, and the page's controls run it once they rest.
    """
    tabs = st.tabs(list(sections), key=key, on_change="rerun", bind="query-params")
    for tab, fill in zip(tabs, sections.values(), strict=True):
        if tab.open:
            with tab:
                st.fragment(fill)()
