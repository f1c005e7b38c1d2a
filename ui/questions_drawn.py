"""The pictures of guesses and answers; before the answer is asked for, nothing of it is in them."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from charts.questions import ANSWER, GUESS, PICKED, among_options, on_a_map, on_an_axis
from core.numerals import numeral
from core.questions.question import Answer, Guess, Number, Options, Place, Point, lettered
from ui.picture import draw

GRID = 0.25  # between the places that can be picked on a map
SIDE = 460
"""The width and the height of a map, so that right angles look right."""
COMES = "Reveal draws the answer here."


def draw_number(asks: Number, guess: Guess | None, answer: Answer | None, *, key: str) -> None:
    """Draw the guess on its axis, and the answer below it."""
    marks = [_mark("your guess", GUESS, guess)] if isinstance(guess, float | int) else []
    if answer is not None and not isinstance(answer.value, tuple):
        marks.append(_mark("answer", ANSWER, float(answer.value)))
    if not marks:
        st.caption(COMES)
        return
    values = [float(mark["value"]) for mark in marks]
    draw(
        on_an_axis,
        asks.name,
        asks.low,
        asks.high,
        asks.log,
        key=f"{key}_chart_number",
        height=220,
        alt="; ".join(f"{mark['row']} {mark['text']}" for mark in marks) + f": {asks.name}",
        marks=_columns(marks),
        gap={"value": values[:1], "other": values[-1:], "row": ["answer"]}
        if len(values) > 1
        else _none("value", "other", "row"),
    )


def draw_choice(asks: Options, guess: Guess | None, answer: Answer | None, *, key: str) -> None:
    """Draw what decides for each option, once the answer is asked for."""
    if answer is None:
        st.caption(COMES)
        return
    rows = [_option(at, value, guess, answer.value) for at, value in enumerate(answer.values)]
    draw(
        among_options,
        asks.name,
        asks.log,
        key=f"{key}_chart_choice",
        height=80 + 60 * len(rows),
        alt=f"{asks.name}: " + "; ".join(f"{row['option']} {row['text']}" for row in rows),
        options=_columns(rows),
    )


def draw_map(
    asks: Place, guess: Guess | None, answer: Answer | None, *, key: str, then: Callable[[Guess], None] | None
) -> None:
    """Draw the map with the start and the guess, which a press sets by `then`, and then the descent and its end."""
    ends = [("start", "start", "ink", asks.start)]
    if isinstance(guess, tuple):
        ends.append(("guess", "your guess", GUESS, guess))
    if answer is not None and isinstance(answer.value, tuple):
        ends.append(("answer", "answer", ANSWER, answer.value))
    places = [{"kind": kind, "text": text, "series": series, "w": at[0], "b": at[1]} for kind, text, series, at in ends]
    path = answer.path if answer else ()
    steps = int(2.0 * asks.reach / GRID) + 1
    ticks = [GRID * k - asks.reach for k in range(steps if answer is None and then else 0)]
    grid = [(w, b) for w in ticks for b in ticks]
    event = f"{key}_chart_map"
    with st.container(width=SIDE):
        draw(
            on_a_map,
            asks.reach,
            key=event,
            height=SIDE,
            alt=", ".join(f"{text} at w = {numeral(at[0])}, b = {numeral(at[1])}" for _, text, _, at in ends),
            picked=then and partial(_pick, event, then),
            places=_columns(places),
            path=_states(path) | {"step": list(range(len(path)))},
            line=_states(asks.line),
            gap=_way(guess, answer),
            grid=_states(grid),
        )


def _pick(event: str, then: Callable[[Guess], None]) -> None:
    """Take the place that was pressed as the guess."""
    picked = st.session_state[event].selection.get(PICKED, [])
    if picked:
        then((float(picked[0]["w"]), float(picked[0]["b"])))


def _way(guess: Guess | None, answer: Answer | None) -> Mapping[str, Any]:
    if answer is None or not isinstance(answer.value, tuple) or not isinstance(guess, tuple):
        return _none("w", "b", "other_w", "other_b")
    return {"w": [guess[0]], "b": [guess[1]], "other_w": [answer.value[0]], "other_b": [answer.value[1]]}


def _states(places: Sequence[Point]) -> dict[str, list[Any]]:
    return {"w": [w for w, _ in places], "b": [b for _, b in places]}


def _mark(row: str, series: str, value: float) -> dict[str, Any]:
    return {"row": row, "series": series, "value": value, "text": numeral(value)}


def _option(at: int, value: float, guess: Guess | None, right: Guess) -> dict[str, Any]:
    """Return an option's row: the right one has a tick, and the guessed one says so."""
    notes = [numeral(value), *(["✓ right"] if at == right else []), *(["your guess"] if at == guess else [])]
    series = ANSWER if at == right else GUESS if at == guess else "muted"
    return {"option": lettered(at), "value": value, "text": ", ".join(notes), "right": at == right, "series": series}


def _columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in rows[0]}


def _none(*names: str) -> dict[str, list[float]]:
    return {name: [] for name in names}
