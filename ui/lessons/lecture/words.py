"""Lecture: its sentences, the addresses of its steps, and the list of links."""

import streamlit as st

from core.lecture import Lecture, Step, page_of
from core.numerals import count
from ui.frame import LECTURE
from ui.lessons.lecture.controls import SHOWN, TITLES

EMPTY = (
    "There is no step yet. Set a page as you want to show it, copy its address, and paste it at **Links to add**; or "
    "begin with one of the prepared lectures below."
)
NOTHING_RUNS = f"The address asks for a lecture that runs. {EMPTY}"
HOW = """**How it works**
- A step is any state of any page: its address says all that is set there.
- The lecture stands in the address of this page. Keep that as a bookmark, or send it; the server keeps nothing.
- **Back** in the browser undoes the last change.
- While you speak, the next step is opened and computed, out of sight. What you have moved by hand in a step stays so
  when you come back to it from its neighbour; farther away it begins anew.
- The handout opens each step once more, out of sight, and takes its picture: a few seconds for each."""
KEYS = """**Keys during the lecture**

| key | what it does |
|:--|:--|
| → or Page Down (or a presenter’s button) | the next step |
| ← or Page Up | the step before |
| T | what to say in this step |
| Escape | ends the lecture |

In a text field the arrow keys stay with the field, and on a slider the page keys do, too. A reload comes back to the
same step."""
_VIEWS = {"picture": "lecture", "page": "embed"}


def address_of(link: str) -> str:
    """Return the whole address of a step."""
    home = (st.context.url or "").rstrip("/").removesuffix(f"/{LECTURE.path}")  # Streamlit takes it off at times
    return f"{home}/{link}"


def shown_link(step: Step) -> str:
    """Return a step's link with the view in which the lecture shows it."""
    return f"{step.link}{'&' if '?' in step.link else '?'}view={_VIEWS[SHOWN.value()]}"


def title_of(step: Step) -> str:
    """Return the title of a step; that of its page if it has none."""
    return step.title or TITLES[page_of(step.link)]


def say_total(lecture: Lecture) -> str:
    """Return how many steps there are, and how many minutes they take."""
    return f"{_number(len(lecture.steps), 'step')}, {_number(lecture.minutes, 'minute')}"


def list_of_links(lecture: Lecture) -> str:
    """Return the lecture as plain text: number, title and minutes of each step, and its address."""
    lines = [lecture.title or "Lecture", say_total(lecture)]
    for at, step in enumerate(lecture.steps, start=1):
        lines += ["", f"{at}. {title_of(step)} ({_number(step.minutes, 'minute')})", address_of(step.link)]
    return "\n".join(lines) + "\n"


def _number(number: int, thing: str) -> str:
    return f"{count(number)} {thing}{'' if number == 1 else 's'}"
