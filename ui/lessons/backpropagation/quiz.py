"""Lesson 5: one of the mistakes is planted. Which one?"""

import streamlit as st

from core.explaining.gradient_check import check
from core.explaining.mistakes import MISTAKES
from core.explaining.quiz import Quiz, quiz
from ui.assignments import assign
from ui.controls import Choice, Slider
from ui.lessons.backpropagation.computed import Computed
from ui.lessons.backpropagation.controls import update_of
from ui.lessons.backpropagation.numbers import sheet_now
from ui.lessons.backpropagation.parameters import draw_parameters

PUZZLE = Slider("back_quiz", "Puzzle", 1, 999, 1, 1, "Each number plants a mistake of its own")
GUESS = Choice(
    "back_guess",
    "Which mistake is it?",
    {"none": "No answer yet"} | {name: mistake.label for name, mistake in MISTAKES.items()},
    "none",
    menu=True,
)
_PUZZLED = "back puzzled"


def quiz_tab(case: Computed) -> None:
    """Plant a mistake, ask for it, and show the gradient that it gives."""
    left, right = st.columns(2, gap="medium")
    with left:
        planted = quiz(*case, update_of(sheet_now()), seed=_draw_puzzle())
        if planted is None:
            st.markdown(
                "Fewer than two mistakes can be told apart in this network, so there is nothing to guess. More layers, "
                "more instances or other activations help."
            )
            return
        _draw_guess(planted, case.network.output)
    with right:
        checked = check(*case, gradient=planted.gradient)
        st.markdown("The gradient that the code with the mistake has come to, beside the central difference:")
        gradients = {"with the mistake": checked.backprop, "central difference": checked.numeric}
        draw_parameters(case.network, gradients, checked.error)


def _draw_puzzle() -> int:
    """Draw the number of the puzzle and return it; an answer to another puzzle does not count for this one."""
    puzzle = int(PUZZLE.draw())
    if st.session_state.get(_PUZZLED, puzzle) != puzzle:
        assign({GUESS.key: GUESS.held(GUESS.default)})
    st.session_state[_PUZZLED] = puzzle
    return puzzle


def _draw_guess(planted: Quiz, output: str) -> None:
    """Draw the question, and the reply to the answer."""
    st.markdown(say_guess(GUESS.read(), planted, output))
    choices = "; ".join(MISTAKES[name].label for name in planted.choices)
    st.markdown(f"It is one of these, which can be told apart in this network: {choices}.")


def say_guess(guess: str, planted: Quiz, output: str) -> str:
    """Return whether the answer is right."""
    if guess == "none":
        return "**A mistake is planted.** Compare sizes, signs and layers on the right, then answer."
    if guess == planted.answer:
        return f":green[**✓ Right.**] It should be `{one_line(MISTAKES[planted.answer].code(output)[0])}`."
    if guess not in planted.choices:
        return ":orange[**✗ Not that one**]: in this network it could not be seen, or not be told from another."
    return (
        ":orange[**✗ Not that one.**] Plant it under “Break it” and compare: which parameters go red, and by how much?"
    )


def one_line(code: str) -> str:
    """Return code of several lines as one line."""
    return "; ".join(line.strip() for line in code.splitlines())
