"""The page frame: page configuration, menu, title and question at the top, links to the next lessons at the bottom.

Every page calls `open_lesson` first, so that a new server may be asked for any page first.
"""

import gc
from dataclasses import dataclass
from pathlib import Path

import altair as alt
import pandas as pd
import streamlit as st

from ui.access import draw_access
from ui.arrival import arrive, has_arrived
from ui.assignments import draw_stamp
from ui.chart_numbers import draw_numbers, forget_numbers
from ui.connection import draw_connection
from ui.frames import let_the_run_before_end
from ui.tools import draw_tools
from ui.views import answer_view, draw_style, link_to, view
from ui.words import draw_words

APP = "Training Deep Networks"
ICON = (  # an S-curve; an icon by name would be fetched from another host
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='6' fill='#0072B2'/>"
    "<path d='M4 26C17 26 15 6 28 6' fill='none' stroke='#fff' stroke-width='3.5' stroke-linecap='round'/></svg>"
)
_STYLES = (
    "frame.css",
    "words.css",
    "picture.css",
    "print.css",
    "access.css",
    "connection.css",
)  # the last one overrules
STYLE = "".join((Path(__file__).parent / name).read_text("utf-8") for name in _STYLES)
LOW_WINDOW = (Path(__file__).parent / "low_window.css").read_text("utf-8")
"""What is otherwise in a low window; a projector's view has rules of its own there."""


@dataclass(frozen=True)
class Lesson:
    """One page: its file, the name in the menu, the question it answers, its icon, and how its controls' keys begin."""

    file: str
    title: str
    question: str
    icon: str
    keys: str

    @property
    def path(self) -> str:
        """Its name in the address."""
        return Path(self.file).stem.split("_", 1)[1]


LESSONS = (
    Lesson(
        "pages/1_Cost_functions.py",
        "Cost functions",
        "How wrong is an estimate ŷ? Two costs give two answers.",
        ":material/function:",
        "cost_",
    ),
    Lesson(
        "pages/2_Saturated_neurons.py",
        "Saturated neurons",
        "Why does nudging w do nothing?",
        ":material/trending_flat:",
        "sat_",
    ),
    Lesson(
        "pages/3_Learning_speed.py",
        "Learning speed",
        "A badly wrong neuron: which cost still lets it learn, and by what factor exactly?",
        ":material/speed:",
        "speed_",
    ),
    Lesson(
        "pages/4_Gradient_descent.py",
        "Gradient descent",
        "What do learning rate, batch size and momentum do on a real cost surface?",
        ":material/landscape:",
        "descent_",
    ),
    Lesson(
        "pages/5_Backpropagation.py",
        "Backpropagation",
        "Where does every single gradient come from, and how would I catch a wrong one?",
        ":material/undo:",
        "back_",
    ),
    Lesson(
        "pages/6_Train_a_network.py",
        "Train a network",
        "What happens inside a small deep net while it learns, under both costs at once?",
        ":material/hub:",
        "train_",
    ),
    Lesson(
        "pages/7_Fair_comparison.py",
        "Fair comparison",
        "Is one method really better than another, over many seeds, each at its own best η?",
        ":material/balance:",
        "fair_",
    ),
    Lesson(
        "pages/8_Handwritten_digits.py",
        "Handwritten digits",
        "The same mathematics with 55,050 parameters: which change makes the net learn?",
        ":material/draw:",
        "digits_",
    ),
)
LECTURE = Lesson(
    "pages/9_Lecture.py",
    "Lecture",
    "Put prepared pages in order, and show one after another.",
    ":material/slideshow:",
    "lecture_",
)
"""Not a lesson: a page that shows the others."""
MENU = (*LESSONS, LECTURE)
"""All pages but the home page."""


def open_lesson(file: str) -> Lesson:
    """Configure the page of this lesson, draw the menu, and write its title, its question and its words.

    `file` is the page's own `__file__`.
    """
    lesson = next(lesson for lesson in MENU if Path(lesson.file).name == Path(file).name)
    open_page(lesson.title)
    with st.container(key="heading"):
        st.title(lesson.title, anchor=False)
        with st.container(key="question", horizontal=True, vertical_alignment="center"):
            st.markdown(lesson.question, width="content")
            draw_words(lesson.title)
    return lesson


def open_page(title: str) -> None:
    """Configure any page and draw the menu."""
    let_the_run_before_end()
    name = title if title == APP else f"{title} · {APP}"
    st.set_page_config(page_title=name, page_icon=ICON, layout="wide")
    _settle_memory()
    arrive(title)
    st.html(f"<style>{STYLE}{'' if view() == 'lecture' else LOW_WINDOW}</style>")
    draw_style()
    answer_view()
    draw_access()
    draw_connection(title)
    forget_numbers()
    with st.sidebar:
        link_to("app.py", label=f"**{APP}**", icon=":material/neurology:")
        for lesson in MENU:
            link_to(lesson.file, label=lesson.title, icon=lesson.icon)


def close_lesson(lesson: Lesson) -> None:
    """Draw the lesson's numbers and the links to its neighbours, and close the page."""
    draw_numbers()
    at = LESSONS.index(lesson)
    with st.container(key="way_on", horizontal=True, horizontal_alignment="distribute"):
        if at > 0:
            link_to(LESSONS[at - 1].file, label=LESSONS[at - 1].title, icon=":material/arrow_back:")
        else:
            link_to("app.py", label=APP, icon=":material/arrow_back:")
        if at + 1 < len(LESSONS):
            following = LESSONS[at + 1]
            link_to(following.file, label=following.title, icon=":material/arrow_forward:", icon_position="right")
    close_page(lesson.keys)


def close_page(keys: str) -> None:
    """Note that the page is complete, whose controls' keys begin so; the last thing on any page."""
    has_arrived()
    draw_tools(keys)  # at the end, so that Tab comes to the controls first
    draw_stamp()


def say_failure(_: Exception) -> bool:
    """Say on the page that it has failed. The server's log has the traceback."""
    st.error(
        "**This page has failed, and the fault is ours.** Reload it: what you have set stands in the address. If it "
        "fails again, open it from the menu, where it begins at its defaults, and tell its host the address.",
        icon=":material/report:",
    )
    return True


@st.cache_resource(show_spinner=False)
def _settle_memory() -> tuple[str, str]:
    """Exclude all objects that the libraries have built from garbage collection, once for each server.

    A full collection costs 75 to 100 ms once Altair and pandas are loaded, and it would happen at every slider move.
    """
    libraries = alt.__version__, pd.__version__
    gc.collect()
    gc.freeze()
    return libraries
