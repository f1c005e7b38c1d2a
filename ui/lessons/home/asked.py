"""Home: questions that students ask, each with a short answer and a link to the state that shows it."""

import re
from collections.abc import Sequence

import streamlit as st

from ui.addresses import address, shown_text
from ui.assignments import see_to_the_page
from ui.controls import Text
from ui.frame import LESSONS
from ui.lessons.home.answers import ANSWERS, Asked
from ui.views import link_to

MOST_TEXT = 100
SEARCH = Text(
    "home_search",
    "Search these questions: a few words, then Enter",
    lambda text: len(text) <= MOST_TEXT,
    f"a text of up to {MOST_TEXT} letters",
)
COLUMNS = 2


def draw_asked() -> None:
    """Draw the questions, with a search over them; one that is opened has its answer and its link."""
    st.subheader("Questions that students ask", anchor=False)
    _questions()


@st.fragment
def _questions() -> None:
    see_to_the_page()
    searched = SEARCH.read()
    found = find(searched)
    if words_of(searched) and not found:
        st.markdown(
            f"Nothing is found for {shown_text(searched[:MOST_TEXT])}: none of these words is in a question or an "
            "answer "
            "here. Try another word for it, or empty the field to see them all."
        )
    for column, part in zip(st.columns(COLUMNS, gap="medium"), _parts(found), strict=True):
        with column:
            for asked in part:
                _draw(asked, opened=bool(words_of(searched)))


def _parts(found: Sequence[Asked]) -> list[Sequence[Asked]]:
    """Divide what was found between the columns, the first half in the first."""
    half = -(-len(found) // COLUMNS)
    return [found[at * half : (at + 1) * half] for at in range(COLUMNS)]


def _draw(asked: Asked, *, opened: bool) -> None:
    """Draw a question; its answer and its link once it is opened, or at once if it was searched for."""
    if opened:
        with st.container(border=True):
            st.markdown(f"**{asked.question}**")
            draw_answer(asked)
        return
    drawer = st.expander(asked.question, key=f"home_asked_{ANSWERS.index(asked)}", on_change="rerun")
    if drawer.open:
        with drawer:
            draw_answer(asked)


def draw_answer(asked: Asked) -> None:
    """Draw an answer, and the link to the state that shows it."""
    lesson = next(lesson for lesson in LESSONS if lesson.title == asked.lesson)
    st.markdown(asked.answer)
    link_to(lesson.file, label=f"See it: {asked.lesson}", icon=lesson.icon, query=address(asked.values))


def words_of(text: str) -> list[str]:
    """Return the words of a search, in small letters."""
    return re.findall(r"\w+", text.casefold())


def find(text: str) -> list[Asked]:
    """Return the questions in which most words of the text are found, in part or whole; all if there is no word."""
    words = words_of(text)
    if not words:
        return list(ANSWERS)
    counted = [sum(word in _all_of(asked) for word in words) for asked in ANSWERS]
    most = max(counted)
    return [asked for asked, number in zip(ANSWERS, counted, strict=True) if number == most > 0]


def _all_of(asked: Asked) -> str:
    return " ".join((asked.question, asked.answer, asked.words, asked.lesson)).casefold()
