"""The address: how values are written into it, and what is said where it asks for something impossible."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

# Text from outside is shown as code. Nothing in code is Markdown or a link; only the mark that ends it is dangerous.
_PLAIN = {ord("`"): "'"} | dict.fromkeys(range(32), " ")


def address(values: Mapping[str, Any]) -> dict[str, str]:
    """Write values as the query parameters of a link. A Choice is given by its text on the screen."""
    return {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in values.items()}


def shown_text(text: str) -> str:
    """Write text from outside so that none of it is Markdown."""
    return f"`{text.translate(_PLAIN)}`"


def plain_text(text: str) -> str:
    """Write text from outside as Markdown that shows just this text: each sign of ASCII with a backslash."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def answer_address(key: str, label: str, needed: str, takes: Callable[[str], bool]) -> None:
    """Report a value in the address that a control cannot take; Streamlit then shows the default."""
    asked = st.query_params.get(key)
    if asked is not None and not takes(asked):
        shown = shown_text(asked[:40]) if asked.strip() else "nothing"
        st.toast(
            f"The address asks for **{label}** = {shown}, but {needed} is needed: the default is shown instead.",
            icon=":material/link_off:",
            duration="infinite",
        )
