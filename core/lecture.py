"""A lecture: links into this app, one after another, and the text that holds all of it in a parameter of an address.

The text is "1", the version, and then the lecture as lines of JSON, compressed by zlib, in the base 64 of addresses.
The first line is the lecture's title, each other line a step: [link, title, note, minutes]. So of a text that was cut
off or damaged all steps before the damage can be read.
"""

import base64
import json
import re
import zlib
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from core.quotes import shown

VERSION = "1"
MOST_STEPS = 60
MOST_MINUTES = 600
LONGEST_LINK, LONGEST_TITLE, LONGEST_NOTE = 2000, 120, 1500
LONGEST_TEXT = 7500
"""Letters of the whole text: web servers usually take addresses of 8,000."""
_MOST_BYTES = 4 * MOST_STEPS * (LONGEST_LINK + LONGEST_TITLE + LONGEST_NOTE)
_PIECE = 64  # bytes that are decompressed at once: only the piece with a fault is lost
_VIEWS = ("view", "embed", "embed_options")
"""What an address says of the view, which the lecture sets for itself."""


class Step(NamedTuple):
    """One step: a page's name in the address with its query, a title, what to say, and how many minutes it takes."""

    link: str
    title: str
    note: str = ""
    minutes: int = 0


class Lecture(NamedTuple):
    """The steps of a lecture in order, and its title."""

    title: str = ""
    steps: tuple[Step, ...] = ()

    @property
    def minutes(self) -> int:
        """The minutes of all steps together."""
        return sum(step.minutes for step in self.steps)

    def changed(self, place: int, step: Step) -> "Lecture":
        """Return the lecture with another step at this place."""
        return self._replace(steps=(*self.steps[:place], step, *self.steps[place + 1 :]))

    def inserted(self, place: int, *steps: Step) -> "Lecture":
        """Return the lecture with more steps before the one at this place."""
        return self._replace(steps=(*self.steps[:place], *steps, *self.steps[place:]))

    def without(self, place: int) -> "Lecture":
        """Return the lecture without the step at this place."""
        return self._replace(steps=(*self.steps[:place], *self.steps[place + 1 :]))

    def moved(self, place: int, to: int) -> "Lecture":
        """Return the lecture with a step moved to another place; the steps between make room."""
        return self.without(place).inserted(to, self.steps[place])


class Found(NamedTuple):
    """What a text holds: the lecture as far as it can be read, and a sentence for all that could not be."""

    lecture: Lecture
    faults: tuple[str, ...] = ()


def packed(lecture: Lecture) -> str:
    """Write a lecture as a text for an address; an empty one is the empty text.

    Raises ValueError if there are too many steps or the text would be too long.
    """
    if lecture == Lecture():
        return ""
    if len(lecture.steps) > MOST_STEPS:
        raise ValueError(f"A lecture has at most {MOST_STEPS} steps, and this one would have {len(lecture.steps)}")
    lines = (_line(lecture.title), *(_line(list(step)) for step in lecture.steps))
    compressed = zlib.compress("\n".join(lines).encode(), 9)
    text = VERSION + base64.urlsafe_b64encode(compressed).decode().rstrip("=")
    if len(text) > LONGEST_TEXT:
        raise ValueError(
            f"The lecture stands in the address of its page, and its address would have {len(text):,} letters where "
            f"{LONGEST_TEXT:,} are possible: shorten a note or a title"
        )
    return text


def unpacked(text: str, pages: Collection[str]) -> Found:
    """Read the text of an address; `pages` are the names of the pages that a step may open.

    Whatever cannot be read is left out, and named in a sentence. Nothing raises.
    """
    if not text:
        return Found(Lecture())
    if text[0] != VERSION:
        return Found(Lecture(), (f"It begins with {shown(text[0])}, where {VERSION} is needed.",))
    content, whole = _decompressed(text[1:])
    title, *lines = content.split("\n")
    steps, faults = list[Step](), list[str]()
    for at, line in enumerate(lines, start=1):
        try:
            steps.append(_step(line, pages))
        except ValueError as wrong:
            if whole or at < len(lines):  # of the last line a part may be missing, which is named below
                faults.append(f"Step {at} was left out: {wrong}.")
    if not whole:
        faults.append(f"It is damaged or cut off after {len(steps)} whole {'step' if len(steps) == 1 else 'steps'}.")
    if len(steps) > MOST_STEPS:
        faults.append(f"It has {len(steps)} steps: the first {MOST_STEPS} were taken.")
    return Found(Lecture(_title(title), tuple(steps[:MOST_STEPS])), tuple(faults[:5]))


def read_link(text: str, pages: Collection[str]) -> str:
    """Return the link of a step that a pasted address means: the page's name, and its query if it has one.

    The address may be whole, or begin at the page's name, and the app may be hosted elsewhere: only the page and what
    it is asked count. What the address says of the view is left out. Raises ValueError with a sentence.
    """
    text = text.strip()
    if not text:
        raise ValueError("there is no address: copy the one of a page, and paste it")
    if len(text) > LONGEST_LINK:
        raise ValueError(f"an address may have {LONGEST_LINK:,} letters, and this one has {len(text):,}")
    try:
        parts = urlsplit(text)
    except ValueError:
        raise ValueError(f"{shown(text)} is no address") from None
    page = unquote(parts.path.rstrip("/").rsplit("/", 1)[-1])
    if page not in pages or parts.scheme not in ("", "http", "https"):
        known = ", ".join(name or "the home page" for name in pages)
        raise ValueError(f"{shown(text)} leads to none of the pages of this app, which are {known}")
    asked = parse_qsl(parts.query, keep_blank_values=True)
    return link_of(page, [(key, value) for key, value in asked if key not in _VIEWS])


def step_of(link: str, title: str, note: str = "", minutes: int = 0) -> Step:
    """Make a step of what was given, no longer than a step may be."""
    clipped = max(0, min(minutes, MOST_MINUTES))
    return Step(link, " ".join(_sound(title).split())[:LONGEST_TITLE], _sound(note)[:LONGEST_NOTE], clipped)


def link_of(page: str, query: Iterable[tuple[str, str]]) -> str:
    """Write a link from a page's name and what its address says."""
    asked = urlencode(list(query))
    return f"{page}?{asked}" if asked else page


def query_of(link: str) -> dict[str, str]:
    """Return what the address of a step says."""
    return dict(parse_qsl(link.partition("?")[2], keep_blank_values=True))


def page_of(link: str) -> str:
    """Return the name of the page that a step opens."""
    return link.partition("?")[0]


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _decompressed(text: str) -> tuple[str, bool]:
    """Return the content, as far as it can be read, and whether that is all of it."""
    readable = re.match(r"[A-Za-z0-9_-]*", text)
    letters = readable[0] if readable else ""
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    data = base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    reader, content, whole = zlib.decompressobj(), b"", len(letters) == len(text)
    try:
        for start in range(0, len(data), _PIECE):
            content += reader.decompress(data[start : start + _PIECE], _MOST_BYTES - len(content) + 1)
            if len(content) > _MOST_BYTES:
                break
    except zlib.error:
        whole = False
    whole = whole and reader.eof and len(content) <= _MOST_BYTES
    return content[:_MOST_BYTES].decode(errors="ignore"), whole


def _title(line: str) -> str:
    """Return the title of a lecture; an empty one if the line is none."""
    try:
        title = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    return " ".join(_sound(title).split())[:LONGEST_TITLE] if isinstance(title, str) else ""


def _sound(text: str) -> str:
    """Return a text without halves of letters, which an address can bring and no message can carry."""
    return text.encode(errors="ignore").decode()


def _step(line: str, pages: Collection[str]) -> Step:
    """Return the step of a line. Raises ValueError with what is wrong with it."""
    try:
        parts = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("it cannot be read") from None
    match parts:
        case [str(link), str(title), str(note), int(minutes)] if not isinstance(minutes, bool):
            return step_of(read_link(link or "/", pages), title, note, minutes)
        case _:
            raise ValueError("a link, a title, a note and whole minutes are needed")
