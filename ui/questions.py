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
from ui.arrival import by_link
from ui.controls import Choice, Handle, Slider, put
from ui.questions_drawn import draw_choice, draw_map, draw_number
from ui.sections import NOTHING

SECTION = "Predict"
"""The name of the section on every page."""
MOST_SEED = 999
SEED_HELP = "Each number gives the question numbers of its own; a class that opens one link sees the same ones"


@dataclass(frozen=True)
class Questions:
    """The questions of a lesson: the controls that choose one and its numbers, and the questions by their titles."""

    chosen: Choice
    seed: Slider
    kinds: dict[str, type[Question]]

    @property
    def key(self) -> str:
        """What the keys of the guesses begin with."""
        return self.chosen.key


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
        said, place, buttons = st.container(key=f"said_{questions.key}"), st.container(), st.container()
        seed = int(questions.seed.draw(redraws=NOTHING))
        asked = _asked(questions, kind, seed)
        said.markdown(asked.question.text)
    with right:
        picture = st.container(key=f"asked_{questions.key}")
    guess = _draw_guess(questions, asked, f"{questions.key}_guess_{kind.__name__}_{seed}", place, picture)
    with buttons, st.container(horizontal=True, gap="small", key=f"buttons_{questions.key}"):
        st.button(
            "Reveal",
            key=f"{questions.key}_reveal",
            type="primary",
            icon=":material/visibility:",
            disabled=asked.revealed or guess is None,
            help="Choose an answer first" if guess is None else None,
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
    if asked.revealed and guess is not None:
        with buttons, st.container(key=f"answer_{questions.key}"):
            st.markdown(say_answer(asked.question.asks, guess, answer_of(asked.question)))


def say_answer(asks: Asks, guess: Guess, answer: Answer) -> str:
    """Return how near the guess is, the answer, and why."""
    near = nearness(asks, guess, answer)
    mark = ":green[**✓ Right.**]" if near.right else ":orange[**✗ Not quite.**]"
    if isinstance(asks, Options):
        said = "" if near.right else f" It is **{lettered(_index(answer.value))}**."
    elif isinstance(asks, Number):
        right, guessed = numeral(_number(answer.value)), numeral(_number(guess))
        said = f" It is **{right}**; your guess, {guessed}, is {near.words}."
    else:
        (w, b), (gw, gb) = _place(answer.value), _place(guess)
        said = (
            f" It is (**{numeral(w)}**, **{numeral(b)}**); your guess, ({numeral(gw)}, {numeral(gb)}), is {near.words}."
        )
    return f"{mark}{said} {answer.why}"


@lru_cache(maxsize=128)
def answer_of(question: Question) -> Answer:
    """Compute an answer once for all who ask for it."""
    return question.answer()


@lru_cache(maxsize=256)
def _posed(kind: type[Question], seed: int) -> Question:
    return pose(kind, seed)


# --- What was asked -------------------------------------------------------------------------------------------------


def _asked(questions: Questions, kind: type[Question], seed: int) -> Asked:
    """Return what is asked now; another question, other numbers or a link that was followed begin anew."""
    question = _posed(kind, seed)
    asked: Asked | None = st.session_state.get(_name(questions))
    if asked is None or asked.question != question or by_link():
        asked = Asked(question, _first_guess(question.asks))
        st.session_state[_name(questions)] = asked
    return asked


def _first_guess(asks: Asks) -> Guess | None:
    """Return where a guess begins: in the middle of a slider or a map, and with no option."""
    if isinstance(asks, Number):
        middle = (asks.low * asks.high) ** 0.5 if asks.log else (asks.low + asks.high) / 2.0
        return float(round(middle)) if asks.whole else float(f"{middle:.3g}")
    return (0.0, 0.0) if isinstance(asks, Place) else None


def _name(questions: Questions) -> str:
    return f"asked {questions.key}"


def _set_guess(questions: Questions, guess: Guess) -> None:
    asked: Asked = st.session_state[_name(questions)]
    if not asked.revealed:
        st.session_state[_name(questions)] = replace(asked, guess=guess)


def _reveal(questions: Questions, guess: Guess) -> None:
    """Show the answer; the guess is what was last drawn, also if its slider has not come to rest yet."""
    asked: Asked = st.session_state[_name(questions)]
    st.session_state[_name(questions)] = replace(asked, guess=guess, revealed=True)


def _ask_again(questions: Questions, seed: int) -> None:
    put((questions.seed, seed % MOST_SEED + 1))


# --- The controls of a guess ----------------------------------------------------------------------------------------


def _draw_guess(questions: Questions, asked: Asked, key: str, place: Any, picture: Any) -> Guess | None:
    """Draw the control for a guess, and the picture with it; return the guess.

    The control has the question and the seed in its key: other numbers make another control, which begins anew.
    """
    asks = asked.question.asks
    answer = answer_of(asked.question) if asked.revealed else None
    if isinstance(asks, Number):
        with place:
            guess = _slide(questions, asked, key, asks)
        with picture:
            draw_number(asks, guess, answer, key=questions.key)
        return guess
    if isinstance(asks, Options):
        with place:
            chosen = _choose(questions, asked, key, asks)
        with picture:
            draw_choice(asks, chosen, answer, key=questions.key)
        return chosen
    with place:
        where = _locate(questions, asked, key, asks)
    with picture:
        draw_map(asks, where, answer, key=questions.key, then=partial(_set_guess, questions))
    return where


def _slide(questions: Questions, asked: Asked, key: str, asks: Number) -> float:
    default = int(asks.low) if asks.whole else asks.low
    slider = Handle(key, f"Your guess: {asks.name}", asks.low, asks.high, default, asks.step, log=asks.log)
    return slider.draw(stands_at=_number(asked.guess), then=partial(_set_guess, questions), disabled=asked.revealed)


def _choose(questions: Questions, asked: Asked, key: str, asks: Options) -> int | None:
    def chosen() -> None:
        _set_guess(questions, int(st.session_state[key]))

    if asked.guess is not None:
        st.session_state[key] = asked.guess
    return st.radio(
        "Your guess",
        range(len(asks.options)),
        index=None,
        format_func=lambda at: f"**{lettered(at)}**\u2002{asks.options[at]}",
        key=key,
        on_change=chosen,
        disabled=asked.revealed,
    )


def _locate(questions: Questions, asked: Asked, key: str, asks: Place) -> tuple[float, float]:
    w, b = _place(asked.guess)
    sliders = [
        Handle(f"{key}_{name}", f"Your guess: {name}", -asks.reach, asks.reach, 0.0, 0.05) for name in ("w", "b")
    ]
    return (
        sliders[0].draw(stands_at=w, then=lambda at: _set_guess(questions, (at, b)), disabled=asked.revealed),
        sliders[1].draw(stands_at=b, then=lambda at: _set_guess(questions, (w, at)), disabled=asked.revealed),
    )


def _number(guess: Guess | None) -> float:
    return float(guess) if isinstance(guess, int | float) else 0.0


def _index(guess: Guess) -> int:
    return int(guess) if isinstance(guess, int) else 0


def _place(guess: Guess | None) -> tuple[float, float]:
    return guess if isinstance(guess, tuple) else (0.0, 0.0)
