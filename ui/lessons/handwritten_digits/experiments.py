"""Lesson 8: experiments of many networks, which train while they are looked at and can be stopped at any time."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st

from core.digits.queue import Queue
from core.numerals import count
from ui.assignments import see_to_the_page
from ui.lessons.handwritten_digits.running import TEMPO, running, seconds_in_words
from ui.player import SHARING, Player

_CHANGED = "digits experiment begun or stopped"

Kind = TypeVar("Kind", bound=Queue)


class Playable:
    """A queue as a player plays it: an update is a unit of work."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue
        self.last = int(queue.total)

    @property
    def updates(self) -> int:
        """How much work has been done."""
        return self.last if self.over else int(self._queue.done)

    @property
    def over(self) -> bool:
        """Whether everything has been trained."""
        return self._queue.over

    def advance(self, updates: int, seconds: float = math.inf) -> bool:
        """Train for about so many seconds."""
        return self._queue.advance(seconds)


@dataclass
class Experimenting(Generic[Kind]):
    """An experiment of this session with its player. `settings` are what it was made from."""

    queue: Kind
    settings: tuple[object, ...]

    def __post_init__(self) -> None:
        """Give it a player of its own."""
        self.player = Player(Playable(self.queue), tempo=TEMPO)


def draw_experiment(
    name: str, make: Callable[..., Kind], draw: Callable[[Kind], None], *settings: object, waits: str
) -> None:
    """Draw an experiment that `make(*settings)` makes: its button, its progress, and by `draw` what it has found.

    `waits` says how much is to be trained. Other settings make another experiment.
    """
    key = f"digits {name}"
    if st.session_state.pop(_CHANGED, False):
        st.rerun()  # the fragment's timer is set by the page
    held: Experimenting[Kind] | None = st.session_state.get(key)
    if held is None or held.settings != settings:
        if held is not None:
            held.player.pause()
        held = st.session_state[key] = Experimenting(make(*settings), settings)
    interval = held.player.interval if held.player.busy else None
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"digits_{name}_row"):
        _draw_button(name, held, waits)
    st.fragment(_frame, key=f"digits_{name}_live", run_every=interval)(held, draw)


def _draw_button(name: str, held: Experimenting[Kind], waits: str) -> None:
    playing, over = held.player.playing, held.queue.over
    label = "Stop" if playing else "Go on" if held.queue.done and not over else "Train them"
    st.button(
        label,
        key=f"digits_{name}_{'stop' if playing else 'train'}",
        type="secondary" if playing else "primary",
        disabled=over,
        help="All have been trained" if over else None,
        on_click=_press,
        args=(held,),
    )
    if not playing and not over:
        st.caption(waits)


def _press(held: Experimenting[Kind]) -> None:
    """Train on, or stop; the run of the page pauses meanwhile."""
    if held.player.playing:
        held.player.pause()
    else:
        present = running()
        if present is not None:
            present.pause()
        held.player.play()
    st.session_state[_CHANGED] = True


def _frame(held: Experimenting[Kind], draw: Callable[[Kind], None]) -> None:
    """Draw one frame: train for a moment, and show what has been found."""
    see_to_the_page()
    player, queue = held.player, held.queue
    with SHARING.turn:
        playing = player.playing
        player.tick()
    if player.playing:
        of = f"network {count(queue.finished + 1)} of {count(len(queue.plans))}"
        st.progress(min(1.0, queue.done / queue.total), f"Training {of}{seconds_in_words(queue.seconds_left())}")
    draw(queue)
    if playing and not player.playing:
        st.rerun()  # the button changes, and the browser's timer ends
    player.ask_for_frames()
