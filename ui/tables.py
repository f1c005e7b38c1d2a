"""Small tables of finished text, drawn as Markdown so that symbols, bold figures and colours are kept."""

from collections.abc import Iterable, Sequence

import streamlit as st


def draw_table(header: Sequence[str], rows: Iterable[Sequence[str]], *, words: int = 1) -> None:
    """Draw a table: the first columns, as many as `words`, hold words and stand left; the others hold numbers."""
    marks = [":--" if column < words else "--:" for column in range(len(header))]
    st.markdown("\n".join(f"| {' | '.join(cells)} |" for cells in (header, marks, *rows)))
