"""A section of questions: a guess first, and then the answer, which is computed only once it is asked for.

The question and the seed of its numbers stand in the address, so a class sees the same one. The guess does not, nor
whether the answer is shown: a link opens the question unanswered. Nothing of the answer is sent before.
"""

from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

import streamlit as st

from core.numerals import numeral
from core.questions.question import (
    Answer,
    Asks,
    Guess,
    Number,
    Options,
    Place,
    Question,
    lettered,
    nearness,
    pose,
)
from ui.answering import answer_now, draw_answering, stop_answering
from ui.arrival import by_link
from ui.connection import keep, recalled, take_up
from ui.controls import Choice, Handle, Slider, put
from ui.guesses import first_guess, read_guess
from ui.questions_drawn import draw_choice, draw_map, draw_number
from ui.sections import NOTHING
from ui.views import declare, is_hidden, is_locked

MOST_SEED = 999
SEED_HELP = "Each number gives the question numbers of its own; a class that opens one link sees the same ones"


@dataclass(frozen=True)
class Questions:
    """The questions of a lesson: the controls that choose one and its numbers, and the questions by their titles."""

    chosen: Choice
    seed: Slider
    kinds: dict[str, type[Question]]

    def __post_init__(self) -> None:
        declare(self.guess)

    @property
    def key(self) -> str:
        """What the keys of the guesses begin with."""
        return self.chosen.key

    @property
    def guess(self) -> str:
        """The name by which an address hides or locks the controls of any guess."""
        return f"{self.key}_guess"


@dataclass(frozen=True)
class Asked:
    """What a visitor was asked, the guess so far (None: none yet), and whether the answer is shown."""

    question: Question
    guess: Guess | None
    revealed: bool = False


def titles(kinds: dict[str, type[Question]]) -> dict[str, str]:
    """Return the options of a choice of these questions, each named by its title."""
    return {title: title for title in kinds}


def draw_questions(questions: Questions) -> None:
    """Draw the section: choose a question, guess, and see the answer."""
    left, right = st.columns([1, 1], gap="medium")
    with left:
        kind = questions.kinds[questions.chosen.read()]
        said, place = st.container(key=f"said_{questions.key}"), st.container(key=questions.guess)
        buttons = st.container()
        seed = int(questions.seed.draw(redraws=NOTHING))
        asked = _asked(questions, kind, seed)
        said.markdown(asked.question.text)
        if isinstance(asked.question.asks, Options) and is_hidden(questions.guess):
            said.markdown(
                "\n".join(f"- {_say_option(asked.question.asks, at)}" for at in range(len(asked.question.asks.options)))
            )
    with right:
        picture = st.container(key=f"asked_{questions.key}")
    _keep(questions, asked)
    answer = answer_now(asked.question) if asked.revealed else None
    guess = _draw_guess(questions, asked, answer, f"{questions.guess}_{kind.__name__}_{seed}", place, picture)
    ready = guess is not None or is_locked(questions.guess)
    with buttons:
        _draw_buttons(
            questions, guess, seed, shown=asked.revealed, ready=ready, waits=asked.revealed and answer is None
        )
        if asked.revealed and ready:
            with st.container(key=f"answer_{questions.key}"):
                if answer is None:
                    draw_answering(asked.question, key=f"{questions.key}_answering")
                else:
                    st.markdown(say_answer(asked.question.asks, guess, answer))


def _draw_buttons(
    questions: Questions, guess: Guess | None, seed: int, *, shown: bool, ready: bool, waits: bool
) -> None:
    """Draw the button that reveals, or the one that stops what is computed for that; and the one for new numbers."""
    with st.container(horizontal=True, gap="small", key=f"buttons_{questions.key}"):
        if waits:
            st.button("Stop", key=f"{questions.key}_stop", icon=":material/stop:", on_click=_stop, args=(questions,))
        else:
            st.button(
                "Reveal",
                key=f"{questions.key}_reveal",
                type="primary",
                icon=":material/visibility:",
                disabled=shown or not ready,
                help=None if ready else "Choose an answer first",
                on_click=_reveal,
                args=(questions, guess),
            )
        st.button(
            "New numbers",
            key=f"{questions.key}_next",
            icon=":material/casino:",
            on_click=_ask_again,
            args=(questions, seed),
        )


def say_answer(asks: Asks, guess: Guess | None, answer: Answer) -> str:
    """Return how near the guess is, if there is one, the answer, and why."""
    if guess is None:
        return f"It is {_say(answer.value, asks)}. {answer.why}"
    near = nearness(asks, guess, answer)
    mark = ":green[**✓ Right.**]" if near.right else ":orange[**✗ Not quite.**]"
    if isinstance(asks, Options):
        said = "" if near.right else f" It is {_say(answer.value, asks)}."
    else:
        guessed = _say(guess, asks).replace("**", "")
        said = f" It is {_say(answer.value, asks)}; your guess, {guessed}, is {near.words}."
    return f"{mark}{said} {answer.why}"


def _say(value: Guess, asks: Asks) -> str:
    """Write an answer or a guess, in bold."""
    if isinstance(asks, Options):
        return f"**{lettered(_index(value))}**"
    if isinstance(asks, Number):
        return f"**{numeral(_number(value))}**"
    w, b = _place(value)
    return f"(**{numeral(w)}**, **{numeral(b)}**)"


@lru_cache(maxsize=256)
def _posed(kind: type[Question], seed: int) -> Question:
    return pose(kind, seed)


# --- What was asked -------------------------------------------------------------------------------------------------


def _asked(questions: Questions, kind: type[Question], seed: int) -> Asked:
    """Return what is asked now; another question, other numbers or a link that was followed begin anew."""
    question = _posed(kind, seed)
    asked: Asked | None = st.session_state.get(_name(questions))
    if asked is None or asked.question != question or by_link():
        asked = _lost(questions, question) or Asked(question, first_guess(question.asks))
        st.session_state[_name(questions)] = asked
    take_up(questions.guess)
    return asked


def _keep(questions: Questions, asked: Asked) -> None:
    """Have the browser keep what no address holds, for a server that it finds after a lost connection."""
    facts = {"question": repr(asked.question), "guess": asked.guess, "revealed": asked.revealed}
    keep(questions.guess, facts)


def _lost(questions: Questions, question: Question) -> Asked | None:
    """Return what was asked before a lost connection, if it is the same question."""
    was = recalled(questions.guess)
    if was is None or was.get("question") != repr(question):
        return None
    return Asked(question, read_guess(question.asks, was.get("guess")), was.get("revealed") is True)


def _name(questions: Questions) -> str:
    return f"asked {questions.key}"


def _set_guess(questions: Questions, guess: Guess) -> None:
    asked: Asked = st.session_state[_name(questions)]
    if not asked.revealed:
        st.session_state[_name(questions)] = replace(asked, guess=guess)


def _reveal(questions: Questions, guess: Guess | None) -> None:
    """Show the answer; the guess, if any, is what was last drawn, also if its slider has not come to rest yet."""
    asked: Asked = st.session_state[_name(questions)]
    st.session_state[_name(questions)] = replace(asked, guess=asked.guess if guess is None else guess, revealed=True)


def _stop(questions: Questions) -> None:
    """Give up the answer that is being computed; the guess stays, and can be changed."""
    stop_answering()
    st.session_state[_name(questions)] = replace(st.session_state[_name(questions)], revealed=False)


def _ask_again(questions: Questions, seed: int) -> None:
    put((questions.seed, seed % MOST_SEED + 1))


# --- The controls of a guess ----------------------------------------------------------------------------------------


def _draw_guess(
    questions: Questions, asked: Asked, answer: Answer | None, key: str, place: Any, picture: Any
) -> Guess | None:
    """Draw the control for a guess, and the picture with it; return the guess, or None where the address locks it.

    The control has the question and the seed in its key: other numbers make another control, which begins anew.
    """
    asks, locked = asked.question.asks, is_locked(questions.guess)
    disabled = asked.revealed or locked
    with place:
        if isinstance(asks, Number):
            guess = _slide(questions, asked, key, asks, disabled)
        elif isinstance(asks, Options):
            guess = _choose(questions, asked, key, asks, disabled)
        else:
            guess = _locate(questions, asked, key, asks, disabled)
    guess = None if locked else guess
    with picture:
        if isinstance(asks, Number):
            draw_number(asks, guess, answer, key=questions.key)
        elif isinstance(asks, Options):
            draw_choice(asks, guess, answer, key=questions.key)
        else:
            then = None if locked else partial(_set_guess, questions)
            draw_map(asks, guess, answer, key=questions.key, then=then)
    return guess


def _slide(questions: Questions, asked: Asked, key: str, asks: Number, disabled: bool) -> float:
    default = int(asks.low) if asks.whole else asks.low
    slider = Handle(key, f"Your guess: {asks.name}", asks.low, asks.high, default, asks.step, log=asks.log)
    return slider.draw(stands_at=_number(asked.guess), then=partial(_set_guess, questions), disabled=disabled)


def _choose(questions: Questions, asked: Asked, key: str, asks: Options, disabled: bool) -> int | None:
    def chosen() -> None:
        _set_guess(questions, int(st.session_state[key]))

    if asked.guess is not None:
        st.session_state[key] = asked.guess
    return st.radio(
        "Your guess",
        range(len(asks.options)),
        index=None,
        format_func=partial(_say_option, asks),
        key=key,
        on_change=chosen,
        disabled=disabled,
    )


def _say_option(asks: Options, at: int) -> str:
    return f"**{lettered(at)}**\u2002{asks.options[at]}"


def _locate(questions: Questions, asked: Asked, key: str, asks: Place, disabled: bool) -> tuple[float, float]:
    w, b = _place(asked.guess)
    sliders = [
        Handle(f"{key}_{name}", f"Your guess: {name}", -asks.reach, asks.reach, 0.0, 0.05) for name in ("w", "b")
    ]
    return (
        sliders[0].draw(stands_at=w, then=lambda at: _set_guess(questions, (at, b)), disabled=disabled),
        sliders[1].draw(stands_at=b, then=lambda at: _set_guess(questions, (w, at)), disabled=disabled),
    )


def _number(guess: Guess | None) -> float:
    return float(guess) if isinstance(guess, int | float) else 0.0


def _index(guess: Guess) -> int:
    return int(guess) if isinstance(guess, int) else 0


def _place(guess: Guess | None) -> tuple[float, float]:
    return guess if isinstance(guess, tuple) else (0.0, 0.0)
