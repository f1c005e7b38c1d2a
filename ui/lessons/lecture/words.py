"""Lecture: its sentences, the addresses of its steps, and the list of links."""

import streamlit as st

from core.lecture import Lecture, Step, page_of
from core.numerals import count
from ui.frame import LECTURE
from ui.lessons.lecture.controls import SHOWN, TITLES

EMPTY = (
    "The lecture is empty. Set any page as you want to show it, press **Share** there and copy the link, and paste it "
    "at **Links to add**: each link is one step of the lecture. Or begin with a prepared lecture below."
)
NOTHING_RUNS = f"The address asks for a lecture that runs. {EMPTY}"
HOW = """**How it works**
- A step is one page as you have set it: its link holds all that you have moved and chosen there.
- The address of this page holds the whole lecture. Keep it as a bookmark, or send it; the server keeps nothing.
- **Back** in the browser undoes the last change.
- While you speak, the next step is already prepared, so it appears at once. What you move by hand during the lecture
  stays while you go one step on or back; after two steps or more, that page begins as its link says.
- The handout has a picture of each step, and takes a few seconds for each."""
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
