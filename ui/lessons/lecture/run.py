"""The running lecture: a window over the page, with a frame for the present step and one for each neighbour."""

from pathlib import Path

import streamlit as st

from core.lecture import MOST_STEPS, Lecture
from ui.canvas import LATEST, joined
from ui.controls import put
from ui.lessons.lecture.controls import RUN, STEP
from ui.lessons.lecture.words import shown_link, title_of
from ui.telling import telling

_HERE = Path(__file__).parent
_WENT = {"count": int, "place": range(MOST_STEPS)}
_run = telling(
    "lecture_run",
    {"went": _WENT, "ended": _WENT},
    html='<dialog class="lecture" aria-label="The lecture"><div class="frames"></div><p class="note" hidden></p>'
    "<footer>"
    '<button type="button" data-by="-1" aria-label="Previous step" title="Previous step: ←, Page Up">‹</button>'
    '<span class="place" role="status"></span>'
    '<button type="button" data-by="1" aria-label="Next step" title="Next step: →, Page Down">›</button>'
    '<span class="title"></span><span class="minutes"></span>'
    '<button type="button" class="tell" aria-pressed="false" title="What to say: T">note</button>'
    '<button type="button" class="end" title="End the lecture: Escape">end</button></footer></dialog>',
    css=(_HERE / "run.css").read_text("utf-8"),
    js=joined(LATEST, *(_HERE / name for name in ("run.js", "frames.js", "keys.js", "opened.js"))),
)
_KEY = "lecture_window"
_STARTS, _HEARD = "lecture starts", "lecture heard"


def start() -> None:
    """Begin the lecture at the chosen step."""
    st.session_state[_STARTS] = st.session_state.get(_STARTS, 0) + 1
    put((RUN, True))


def draw_run(lecture: Lecture, place: int) -> None:
    """Draw the window if the lecture runs; it tells by itself where it is, and when it has ended."""
    steps = [
        {"link": shown_link(step), "title": title_of(step), "note": step.note, "minutes": step.minutes}
        for step in lecture.steps
    ]
    data = {
        "start": st.session_state.get(_STARTS, 0),
        "runs": RUN.value() and bool(steps),
        "place": place,
        "heard": st.session_state.get(_HEARD, 0),
        "steps": steps if RUN.value() else [],
    }
    _run(key=_KEY, data=data, on_went_change=_go, on_ended_change=_end, height=1)


def _go() -> None:
    """Note to which step the window has gone: the address names it."""
    went = st.session_state[_KEY].went
    if went is not None:
        st.session_state[_HEARD] = went["count"]
        put((STEP, str(went["place"] + 1)))


def _end() -> None:
    """Note at which step the window was closed."""
    ended = st.session_state[_KEY].ended
    if ended is not None:
        st.session_state[_HEARD] = ended["count"]
        put((RUN, False), (STEP, str(ended["place"] + 1)))
