"""Show the code: the source of the very functions that computed what is on the screen."""

import inspect
from collections.abc import Callable
from typing import Any

import streamlit as st


def show_source(*functions: Callable[..., Any] | type, key: str) -> None:
    """Draw a closed section that holds the source of these functions; closed, it costs nothing."""
    section = st.expander("Show the code that computed this", icon=":material/code:", key=key, on_change="rerun")
    if section.open:
        for function in functions:
            path = f"{function.__module__.replace('.', '/')}.py"
            section.code(f"# {path}\n{inspect.getsource(function)}")
