"""Answers that take a while: they are computed a little at a time, with progress, and other sessions get their turn.

An answer that anybody has asked for is kept for all.
"""

import math
from collections import OrderedDict
from dataclasses import dataclass
from time import perf_counter

import streamlit as st

from core.questions.question import Answer, Question
from ui.assignments import see_to_the_page
from ui.player import SHARING, SLICE, Player, Tempo

KEPT = 128
"""So many answers are kept, the last ones."""
PARTS = 1_000
"""In so many parts a player counts how much of an answer is done."""


class Answers:
    """The answers that have been computed last, by their questions."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._answers: OrderedDict[Question, Answer] = OrderedDict()

    def keep(self, question: Question, answer: Answer) -> None:
        """Keep an answer; call it while holding SHARING.turn."""
        self._answers[question] = answer
        if len(self._answers) > self._most:
            self._answers.popitem(last=False)

    def known(self, question: Question) -> Answer | None:
        """Return the answer to a question, if it has been computed."""
        return self._answers.get(question)


ANSWERS = Answers()


class Answering:
    """A question whose answer is being computed, as a player plays it."""

    last = PARTS

    def __init__(self, question: Question) -> None:
        self.question = question
        self.over, self.updates = False, 0
        self._pieces = question.answering()

    def advance(self, updates: int, seconds: float = math.inf) -> bool:
        """Compute for about so many seconds; keep the answer at the end."""
        deadline = perf_counter() + seconds
        try:
            while not self.over:
                self.updates = int(PARTS * next(self._pieces))
                if perf_counter() >= deadline:
                    return False
        except StopIteration as end:
            self.over, self.updates = True, PARTS
            ANSWERS.keep(self.question, end.value)
        return True


@dataclass(frozen=True)
class _Held:
    """What a session waits for, and its player."""

    thing: Answering
    player: Player


_HELD = "answer waited for"
_TEMPO = Tempo(frame=0.12, slice=0.1)


def answer_now(question: Question) -> Answer | None:
    """Return the answer if it is known or takes only a moment; None if it has to be waited for."""
    if ANSWERS.known(question) is None:
        held = _held(question)
        if not held.player.playing:
            with SHARING.turn:
                if not held.thing.advance(PARTS, SLICE):
                    held.player.replay(PARTS)  # unlike what plays, a replay goes on however slow its page is
    return ANSWERS.known(question)


def draw_answering(question: Question, *, key: str) -> None:
    """Draw the progress of an answer that is waited for; the page follows when it is there."""
    held = _held(question)
    st.fragment(_frame, key=key, run_every=held.player.interval)(held)


def stop_answering() -> None:
    """Compute no further; what has been done of an answer is forgotten."""
    held: _Held | None = st.session_state.pop(_HELD, None)
    if held is not None:
        held.player.pause()


def _held(question: Question) -> _Held:
    """Return what this session waits for, begun anew if that is another question's answer."""
    held: _Held | None = st.session_state.get(_HELD)
    if held is None or held.thing.question != question or held.thing.over:
        stop_answering()
        thing = Answering(question)
        held = st.session_state[_HELD] = _Held(thing, Player(thing, tempo=_TEMPO))
    return held


def _frame(held: _Held) -> None:
    """Compute for a moment, and say how far it is."""
    see_to_the_page()
    with SHARING.turn:
        held.player.tick()
    st.progress(held.thing.updates / PARTS, f"Training the networks: {100 * held.thing.updates // PARTS} % done")
    if held.thing.over:
        st.rerun()
    held.player.ask_for_frames()
