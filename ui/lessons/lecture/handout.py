"""What can be taken along: a handout with a picture of each step, which the browser makes, and the list of links."""

from pathlib import Path

import streamlit as st
from streamlit.components import v2

from core.lecture import Lecture
from ui.canvas import BUTTON, LATEST, PLAIN, joined
from ui.downloads import draw_download
from ui.lessons.lecture.words import address_of, list_of_links, say_total, title_of

_HERE = Path(__file__).parent
_handout = v2.component(
    "lecture_handout",
    html='<div class="handout"><button type="button">Handout with pictures (HTML)</button>'
    '<button type="button" hidden>Cancel</button><progress hidden aria-label="Steps done"></progress>'
    '<p role="status"></p></div>',
    css=joined(BUTTON, _HERE / "handout.css"),
    js=joined(LATEST, PLAIN, *(_HERE / name for name in ("handout.js", "drawing.js", "sheet.js", "opened.js"))),
)


def draw_handout(lecture: Lecture) -> None:
    """Draw the buttons that save the lecture as a file."""
    steps = [
        {"link": step.link, "title": title_of(step), "note": step.note, "minutes": step.minutes}
        for step in lecture.steps
    ]
    data = {"title": lecture.title or "Lecture", "total": say_total(lecture), "base": address_of(""), "steps": steps}
    _handout(key="lecture_sheets", data=data, height="content")
    with st.container(key="lecture_list_file"):
        draw_download(
            "List of links (text)",
            lambda: list_of_links(lecture),
            file="lecture.txt",
            kind="text/plain",
            key="lecture_links",
        )
