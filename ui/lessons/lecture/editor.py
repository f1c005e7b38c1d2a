"""The editor: the list of the steps, the fields of the chosen one, and how each change is kept.

The address holds the lecture, and the fields show it. A field has a key of its own for each place and each edition. A
new edition begins whenever something else than a field has changed the lecture: a button, Back, or another link. So
what was typed into a field can never reach another step.
"""

import zlib
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import streamlit as st

from core.lecture import (
    LONGEST_LINK,
    LONGEST_NOTE,
    LONGEST_TITLE,
    MOST_MINUTES,
    MOST_STEPS,
    Lecture,
    Step,
    page_of,
    read_link,
    step_of,
)
from ui.addresses import plain_text
from ui.controls import put
from ui.lessons.lecture.controls import STEP, STEPS, TITLES, found_now, keep
from ui.lessons.lecture.words import address_of, say_total, title_of

_EDITION, _STANDS, _REFUSED = "lecture edition", "lecture stands", "lecture refused"
_FIELD = "lecture_field_"
_MINUTES = 3  # of a new step
_HIGH = 14  # steps; the list of more scrolls


class Fields(NamedTuple):
    """The fields of one edition for the step at one place."""

    edition: int
    place: int

    def key(self, field: str) -> str:
        """Return the key of a field."""
        return f"{_FIELD}{field}_{self.edition}_{self.place}"


def fields_now(place: int) -> Fields:
    """Return the fields for the step at this place; of a new edition if the lecture is another than they show."""
    stands = STEPS.value()
    if st.session_state.get(_STANDS) != stands:
        st.session_state[_STANDS] = stands
        st.session_state[_EDITION] = zlib.crc32(stands.encode())  # the same in every session
        for name in [name for name in st.session_state if str(name).startswith(_FIELD)]:
            del st.session_state[name]
    return Fields(st.session_state[_EDITION], place)


def draw_title(lecture: Lecture, fields: Fields) -> None:
    """Draw the field for the lecture's own title."""
    key = fields._replace(place=0).key("name")
    st.session_state.setdefault(key, lecture.title)
    st.text_input("Title of the lecture", key=key, max_chars=LONGEST_TITLE, on_change=_edit, args=(fields,))


def draw_list(lecture: Lecture, fields: Fields) -> None:
    """Draw the list of the steps; one of them is chosen."""
    key = f"lecture_list_{fields.edition}"
    st.session_state[key] = fields.place

    def label(place: int) -> str:
        step = lecture.steps[place]
        return plain_text(f"{place + 1}. {title_of(step)}, {step.minutes} min")

    with st.container(height=520 if len(lecture.steps) > _HIGH else "content", border=False):
        st.radio("Steps", range(len(lecture.steps)), format_func=label, key=key, on_change=_choose, args=(key,))
    st.markdown(f"**{say_total(lecture)}.**")


def draw_fields(lecture: Lecture, fields: Fields) -> None:
    """Draw the fields and the buttons of the chosen step."""
    step, held = lecture.steps[fields.place], st.session_state
    for field, value in step._asdict().items():
        held.setdefault(fields.key(field), value)
    changes: dict[str, Any] = {"on_change": _edit, "args": (fields,)}
    words, time = st.columns([4, 1])
    words.text_input("Title of this step", key=fields.key("title"), max_chars=LONGEST_TITLE, **changes)
    time.number_input("Minutes", 0, MOST_MINUTES, step=1, key=fields.key("minutes"), **changes)
    st.text_input("Its link", key=fields.key("link"), max_chars=LONGEST_LINK, **changes)
    try:
        read_link(held[fields.key("link")], TITLES)
    except ValueError as wrong:
        st.error(plain_text(f"{wrong}. The step keeps the link that it had."), icon=":material/link_off:")
    note = "What to say: the key T shows it during the lecture"
    st.text_area(note, key=fields.key("note"), max_chars=LONGEST_NOTE, height=110, **changes)
    _draw_buttons(lecture, fields)


def draw_adding(fields: Fields, room: int) -> None:
    """Draw the field for new links, each on a line of its own."""
    key = f"lecture_new_{fields.edition}"
    st.session_state.setdefault(key, st.session_state.pop("lecture unread", ""))
    hint = f"{address_of('Learning_speed')}?speed_w=3"
    st.text_area("Links to add, each on a line of its own", key=key, height=90, placeholder=hint)
    add = partial(_add, fields, key)
    st.button("Add", key="lecture_add", icon=":material/add:", on_click=add, disabled=room <= 0)


def say_refused() -> None:
    """Say why the last change was refused, if it was."""
    refused = st.session_state.pop(_REFUSED, "")
    if refused:
        st.error(plain_text(refused), icon=":material/report:")


def _draw_buttons(lecture: Lecture, fields: Fields) -> None:
    """Draw the buttons that change the order, and the link that opens the step beside this page."""
    place, last = fields.place, len(lecture.steps) - 1
    with st.container(horizontal=True, gap="small", key="lecture_buttons"):
        for label, icon, change, possible in (
            ("Earlier", "arrow_upward", _earlier, place > 0),
            ("Later", "arrow_downward", _later, place < last),
            ("Copy", "content_copy", _copied, last < MOST_STEPS - 1),
            ("Delete", "delete", _deleted, True),
        ):
            rearrange, key = partial(_rearrange, fields, change), f"lecture_{label.lower()}"
            st.button(label, key=key, icon=f":material/{icon}:", on_click=rearrange, disabled=not possible)
        st.link_button("Look at it", address_of(lecture.steps[place].link), icon=":material/open_in_new:")


def _earlier(lecture: Lecture, place: int) -> tuple[Lecture, int]:
    return lecture.moved(place, place - 1), place - 1


def _later(lecture: Lecture, place: int) -> tuple[Lecture, int]:
    return lecture.moved(place, place + 1), place + 1


def _copied(lecture: Lecture, place: int) -> tuple[Lecture, int]:
    return lecture.inserted(place, lecture.steps[place]), place + 1


def _deleted(lecture: Lecture, place: int) -> tuple[Lecture, int]:
    return lecture.without(place), min(place, max(0, len(lecture.steps) - 2))


def _with_fields(lecture: Lecture, fields: Fields) -> Lecture:
    """Return the lecture with what stands in the fields; a link that cannot be read stays as it was."""
    held = st.session_state
    if fields.edition != held.get(_EDITION):
        return lecture
    lecture = lecture._replace(title=" ".join(held.get(fields._replace(place=0).key("name"), lecture.title).split()))
    if fields.place >= len(lecture.steps):
        return lecture
    step = lecture.steps[fields.place]
    title, note, minutes = (held.get(fields.key(name), getattr(step, name)) for name in ("title", "note", "minutes"))
    try:
        link = read_link(held.get(fields.key("link"), step.link) or "/", TITLES)
    except ValueError:
        link = step.link
    return lecture.changed(fields.place, step_of(link, title, note, int(minutes)))


def _edit(fields: Fields) -> None:
    if fields.edition == st.session_state.get(_EDITION):
        _keep(_with_fields(found_now().lecture, fields), fields.place)
        st.session_state[_STANDS] = STEPS.value()


def _rearrange(fields: Fields, change: Callable[[Lecture, int], tuple[Lecture, int]]) -> None:
    lecture = _with_fields(found_now().lecture, fields)
    if fields.place < len(lecture.steps):  # a press may come after Back has brought a shorter lecture
        _keep(*change(lecture, fields.place))


def _choose(key: str) -> None:
    put((STEP, str(st.session_state[key] + 1)))


def _add(fields: Fields, key: str) -> None:
    """Add a step behind the chosen one for each line that is a link; the other lines stay in the field."""
    steps, unread, faults = list[Step](), list[str](), list[str]()
    for line in filter(str.strip, st.session_state[key].splitlines() or [""]):
        try:
            link = read_link(line, TITLES)
            steps.append(step_of(link, TITLES[page_of(link)], "", _MINUTES))
        except ValueError as wrong:
            unread.append(line)
            faults.append(f"{wrong}.")
    if not steps and not faults:
        faults = ["There is no link to add: copy the address of a page, and paste it."]
    lecture = _with_fields(found_now().lecture, fields)
    behind = min(fields.place + 1, len(lecture.steps))
    kept = _keep(lecture.inserted(behind, *steps), behind + len(steps) - 1 if steps else fields.place)
    if kept and steps:
        st.session_state["lecture unread"] = "\n".join(unread)
    if faults:
        st.session_state[_REFUSED] = " ".join(faults[:3])


def _keep(lecture: Lecture, place: int) -> bool:
    """Write the lecture into the address; where that is impossible, note why, and leave it and the fields alone."""
    try:
        keep(lecture, max(0, place))
    except ValueError as wrong:
        st.session_state[_REFUSED] = f"{wrong}."
        return False
    return True
