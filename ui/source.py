"""Show the code: the source of the very functions that computed what is on the screen."""

import inspect
from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st


def show_source(*functions: Callable[..., Any] | type, key: str) -> None:
    """Draw a closed section that holds the source of these functions; closed, it costs nothing."""
    section = st.expander("Show the code that computed this", icon=":material/code:", key=key, on_change="rerun")
    if section.open:
        for function in functions:
            section.code(_source(function))


@cache  # to find it takes up to 20 ms
def _source(function: Callable[..., Any] | type) -> str:
    """Return a function's source under the path of its file."""
    return f"# {function.__module__.replace('.', '/')}.py\n{inspect.getsource(function)}"
