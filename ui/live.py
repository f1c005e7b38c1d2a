"""Sliders while they are dragged: the component that sends each value, and the fragments that follow it.

One run of the page may have to answer several messages at once: the last move of a slider, the end of its drag, and the
button or link that was pressed then. So each drag has a number. A drag is over once it has settled, or once a preset
has set its slider.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st
from streamlit.errors import StreamlitInvalidLayoutContextError

from ui.assignments import assign, assigned, is_unknown, see_to_the_page
from ui.canvas import LATEST, joined
from ui.telling import telling

_HERE = Path(__file__).parent
_MOVE = {"key": str, "drag": int, "value": float}
_live_slider = telling(
    "live_slider",
    {"moves": [_MOVE], "settled": ({"drag": int, "value": float}, {"drag": int, "text": str})},
    html='<div class="live-slider"><div class="slide"><label></label><input type="range">'
    '<output aria-hidden="true"></output></div><input type="text" autocomplete="off" spellcheck="false">'
    '<p role="alert"></p></div>',
    css=(_HERE / "live_slider.css").read_text("utf-8"),
    js=joined(LATEST, _HERE / "live_slider.js"),
)
_follower = telling("follower", {"moves": [_MOVE]}, html="<i></i>", js=joined(LATEST, _HERE / "follower.js"))

_Otherwise = TypeVar("_Otherwise")

# What is over is None there and stays: Streamlit goes through all names, and fails if another run takes one away.
# Names in the session state: each moving slider's value, its last drag that is over, and the sliders set in this run.
_MOVING, _SETTLED, _OVERRULED = "moving ", "settled ", "overruled"
# How often a fragment has followed: the browser hears of it, and so knows that the server keeps pace.
_FOLLOWED = "followed "
# What was typed beside a slider and could not be read.
_REFUSED = "refused "
# The ends of a slider that has been drawn.
_ENDS = "ends "
# And the function that is called with the value of a slider that has come to rest.
_THEN = "then "


def draw_live_slider(
    key: str, data: Mapping[str, Any], read: Callable[[str], float], then: Callable[[float], None] | None = None
) -> None:
    """Draw the slider and the box that set the bound number of this key; `data` is what their script needs.

    `read` returns the number that a typed text means, or raises ValueError with a sentence that is shown at the box;
    the value stays then. `then` is called with each value at which the slider comes to rest.
    """
    st.session_state[_THEN + key] = then
    st.session_state[_ENDS + key] = float(data["min"]), float(data["max"])
    refused = st.session_state.get(_REFUSED + key)
    _live_slider(
        key=f"{key}_live",
        data={
            "key": key,
            **data,
            "answered": st.session_state.get(_SETTLED + key),
            "assigned": assigned(key),
            "refused": refused if refused and refused["label"] == data["label"] else None,
        },
        default={"moves": None},
        on_moves_change=partial(_move, f"{key}_live"),
        on_settled_change=partial(_settle, key, read, data["label"]),
    )


def following(fragment: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Make a function the fragment of this key, which runs while a slider that `redraws` it moves."""

    def decorated(draw: Callable[[], None]) -> Callable[[], None]:
        @st.fragment(key=fragment)
        def live() -> None:
            see_to_the_page()
            try:
                _draw_follower(fragment)
                draw()
            except StreamlitInvalidLayoutContextError:
                # A drag has interrupted the page's own run before it had filled the places outside this fragment.
                st.rerun()

        return live

    return decorated


def moving_value(key: str, otherwise: _Otherwise) -> float | _Otherwise:
    """Return the value of this slider while it moves, and `otherwise` when it rests."""
    value = st.session_state.get(_MOVING + key)
    return otherwise if value is None else value


def stop_moving(key: str) -> None:
    """Forget the value of a slider that moves, and what was typed there: the bound number counts from now on."""
    _end(_MOVING + key)
    _end(_REFUSED + key)


def overrule(keys: Iterable[str]) -> None:
    """Note that these sliders were set in this run: values that still arrive from their drags are ignored."""
    st.session_state[_OVERRULED] = list(keys)


def forget_overruled() -> None:
    """Note that the page draws its sliders anew: from now on their drags count again."""
    _end(_OVERRULED)


def settle_all() -> None:
    """Settle every slider that was left while it moved, at its last value, and forget what was refused."""
    names = [str(name) for name in st.session_state]
    for name in [name for name in names if name.startswith(_REFUSED)]:
        _end(name)
    for key in [name.removeprefix(_MOVING) for name in names if name.startswith(_MOVING)]:
        value = st.session_state[_MOVING + key]
        if value is not None:
            _end(_MOVING + key)
            assign({key: float(value)})
            has_changed(key)


def has_changed(key: str) -> None:
    """Pass the new value of this slider's number box to its `then`, unless a late message has brought an old value."""
    then = st.session_state.get(_THEN + key)
    if then is not None and not is_unknown(key):
        then(float(st.session_state[key]))


def _draw_follower(fragment: str) -> None:
    """Draw the invisible component that runs its fragment with each value of a moving slider."""
    key, counted = f"{fragment}_follower", _FOLLOWED + fragment
    st.session_state[counted] = st.session_state.get(counted, 0) + 1
    _follower(
        key=key,
        data={"fragment": fragment, "runs": st.session_state[counted]},
        default={"moves": None},
        on_moves_change=partial(_move, key),
        height=1,
    )


def _move(component: str) -> None:
    """Note the latest values of the sliders that move, but those whose drag is over."""
    state = st.session_state.get(component)
    for move in (state.moves if state is not None else None) or ():
        known = st.session_state.get(_ENDS + move["key"]) is not None
        if known and not _is_over(move["key"], move["drag"]):
            st.session_state[_MOVING + move["key"]] = _within_ends(move["key"], move["value"])


def _settle(key: str, read: Callable[[str], float], label: str) -> None:
    """Move a slider's settled value, or the number that was typed, into the bound number, and so into the address.

    The drag is noted as over last: the browser sends once more what was not.
    """
    state = st.session_state.get(f"{key}_live")  # nothing, if a link has led to another page before
    settled = state.settled if state is not None else None
    if settled is None or _is_over(key, settled["drag"]):
        return
    stop_moving(key)
    then = st.session_state.get(_THEN + key)
    try:
        value = read(settled["text"]) if "text" in settled else _within_ends(key, float(settled["value"]))
    except ValueError as wrong:
        why = f"{wrong}. The value stays as it was."
        st.session_state[_REFUSED + key] = {**settled, "why": why, "label": label}
    else:
        if then is not None:
            then(value)  # first: where this ends before the next line, the slider still shows that it was not answered
        assign({key: value})
    st.session_state[_SETTLED + key] = settled["drag"]


def _within_ends(key: str, value: float) -> float:
    """Return a value as its slider, which has been drawn, can take it."""
    low, high = st.session_state.get(_ENDS + key, (-math.inf, math.inf))
    return min(max(value, low), high)


def _is_over(key: str, drag: int) -> bool:
    """Return whether a drag has settled or been overruled."""
    if key in (st.session_state.get(_OVERRULED) or ()):
        st.session_state[_SETTLED + key] = drag
    return drag == st.session_state.get(_SETTLED + key)


def _end(name: str) -> None:
    if st.session_state.get(name) is not None:
        st.session_state[name] = None
