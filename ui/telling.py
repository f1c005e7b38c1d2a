"""Components that tell the server something: only what their scripts can tell is heard.

Whoever speaks the protocol can send a component's name with anything in it. So each component declares what it tells,
by name, and the page's function is called for that alone. The declaration of a value is

* `int` (a whole number that JavaScript holds exactly), `float` (any finite number), `str` (at most LONGEST characters),
* a `range` for a whole number in it, and a pattern for a text that matches it,
* a dictionary with the declarations of what it must hold at least, and a list with that of each of its elements,
* a tuple of alternatives.
"""

import logging
import math
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, cast

import streamlit as st
from streamlit.components import v2

EXACT = 2**53
LONGEST = 100_000
MOST = 100
"""A list is not longer."""

_log = logging.getLogger("training_deep_networks")


def telling(name: str, tells: Mapping[str, Any], **parts: Any) -> Callable[..., Any]:
    """Return the component of this name and these parts, which tells what is declared."""
    draw = v2.component(name, **parts)

    def drawn(*, key: str, **given: Any) -> Any:
        for told, declared in tells.items():
            heard = given.get(f"on_{told}_change")
            if heard is not None:
                given[f"on_{told}_change"] = partial(_hear, key, told, declared, heard)
        return draw(key=key, **given)

    return drawn


def _hear(key: str, told: str, declared: Any, heard: Callable[[], None]) -> None:
    """Call a function if it is to hear what is declared, or that there is nothing any more."""
    state = st.session_state.get(key)
    value = None if state is None else state.get(told)
    if value is None or is_such(value, declared):
        heard()
    else:
        _log.warning("What a browser said of a control was left out: not what a component tells as %s.", told)


def is_such(value: Any, declared: Any) -> bool:
    """Return whether a value is as it is declared."""
    if isinstance(declared, tuple):
        return any(is_such(value, each) for each in cast(tuple[Any, ...], declared))
    if isinstance(declared, Mapping):
        parts = cast(Mapping[str, Any], declared).items()
        return isinstance(value, Mapping) and all(is_such(value.get(name), part) for name, part in parts)
    if isinstance(declared, list):
        (each,) = cast(list[Any], declared)
        return isinstance(value, list) and len(value) <= MOST and all(is_such(part, each) for part in value)
    return _is_plain(value, declared)


def _is_plain(value: Any, declared: Any) -> bool:
    if isinstance(declared, re.Pattern):
        return isinstance(value, str) and declared.fullmatch(value) is not None
    if declared is str:
        return isinstance(value, str) and len(value) <= LONGEST
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    if declared is float:
        return abs(value) <= EXACT if isinstance(value, int) else math.isfinite(value)
    whole = isinstance(value, int) and abs(value) <= EXACT
    return whole and (declared is int or value in declared)
