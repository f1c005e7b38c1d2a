"""Lesson 8: draw a digit, and see what the nets take it for while it is drawn."""

import base64
import binascii
import math
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import streamlit as st
from streamlit.components import v2

from core.digits.images import CLASSES, SIDE, TEST, Bytes, load_digits
from core.digits.ink import as_digit
from core.digits.inside import activations_of
from core.numerals import count
from core.types import Array
from ui.arrival import is_named
from ui.canvas import BUTTON, LATEST, encoded, joined, script, style
from ui.controls import Choice, put
from ui.frames import run_every
from ui.lessons.handwritten_digits.chosen import IMAGE, show_sheet
from ui.lessons.handwritten_digits.nets import ShownNet, shown_nets
from ui.lessons.handwritten_digits.running import Running
from ui.lessons.handwritten_digits.shown_moment import follow_the_bar, say_moment
from ui.live import following
from ui.telling import telling

_HERE = Path(__file__).parent
ANSWERED = "digits_answered"
"""The name of the fragment that answers a drawing."""
SHEET = 112
"""The ink comes from the browser as so many rows of so many bytes."""
SURE = 0.9
"""From this probability on a net is called sure."""
WHILE_TRAINING = 1.0
"""Seconds after which the nets, while they are trained, answer again."""
PEN_DOWN = 0.7
"""Seconds after the last ink for which one is still drawing, it seems."""
SHOWN = Choice(
    "digits_shown",
    "That shows",
    {"any": "any digit"} | {str(digit): str(digit) for digit in range(CLASSES)},
    "any",
    menu=True,
)
_DRAWN, _DREW, _CHOSEN, _PAD = "digits drawn", "digits drew", "digits chosen image", "digits_pad"

HTML = (
    '<div class="pad"><div class="left"><div class="sheet"><canvas role="img"></canvas>'
    '<div class="tip" hidden></div></div><div class="tools"><button type="button">Clear</button>'
    '<button type="button">Undo</button></div><figure class="seen"><canvas role="img"></canvas>'
    "<figcaption>What the nets see: 28 × 28 pixels</figcaption></figure></div>"
    '<div class="right"><table class="bars"></table><details><summary>z and softmax</summary>'
    '<div class="scroll" tabindex="0"><table class="steps"></table></div></details></div></div>'
)
STYLE = style(BUTTON, _HERE / "draw_digit.css")
SCRIPT = script(_HERE / "digit_image.js", _HERE / "draw_digit.js")
_pad = v2.component("digits_pad", html=HTML, css=STYLE, js=SCRIPT)
_feed = telling(
    "digits_ink_feed", {"ink": {"at": int, "ink": str}}, html="<i></i>", js=joined(LATEST, _HERE / "ink_feed.js")
)


class Drawn(NamedTuple):
    """What is on the sheet: the ink, (side, side) of bytes; the number of the test image that it is, if it is one.

    at is the browser's number of a drawing, and put that of an image which was put there from here: another one than in
    any session before. It was opened if the page has begun with it, and nobody has asked for it meanwhile.
    """

    ink: Bytes
    image: int | None
    at: int
    put: int
    opened: bool = False


def draw_digit(present: Running) -> None:
    """Draw the sheet, and what the nets answer at the moment that the picture shows; while trained, again and again."""
    _draw_choice()
    _see_to_image()
    drawn = _drawn()
    _pad(key=_PAD, data={"mail": _PAD, "put": _put(drawn)}, height="content")
    first = [present.player.playing]

    @following(ANSWERED)
    def answer() -> None:
        _see_to_image()
        _answer(present)
        if first and first.pop():  # once for each run of the section, which has stopped the timer
            run_every(WHILE_TRAINING)

    answer()
    told = "Open “Look inside” on the activations of every layer for what is on the sheet"
    st.button("What it does to the layers", key="digits_look_at_sheet", help=told, on_click=show_sheet)
    st.caption(
        "Draw with a mouse, a finger or a pen. The ink is scaled into 20 × 20 pixels with its shape kept, and placed "
        "so that its centre of mass lies at pixel (14, 14) counted from 0, as MNIST did it: where you draw does not "
        f"matter, and a small digit gets thicker lines. A net is called sure from {100 * SURE:.0f} % on. Its ten "
        "probabilities add up to 1 whatever it sees, so it can be sure of a scribble, too. The address holds the "
        "number of the test image; it cannot hold a drawing."
    )


def _draw_choice() -> None:
    """Draw what chooses a test image: by its number, or the next one of a digit."""
    left, right = st.columns([4, 5], gap="medium", vertical_alignment="bottom")
    with left:
        IMAGE.draw(redraws=ANSWERED)
    with right, st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        SHOWN.read()
        st.button("Next", key="digits_next", help="The next test image of this digit", on_click=_go_on)
        st.button("Put it on the sheet", key="digits_put", on_click=put_image)


def _answer(present: Running) -> None:
    """Send the answers to the sheet, and say them."""
    drawn, nets = _drawn(), shown_nets(present.run, follow_the_bar(present))
    seen = on_the_sheet()
    answers = [_Answer.of(net, seen) for net in nets]
    image = np.zeros((SIDE, SIDE), np.uint8) if seen is None else seen
    message: dict[str, Any] = {
        "to": _PAD,
        "at": 0 if drawn is None else drawn.at,
        "put": None if drawn is None or drawn.image is None else _put(drawn),
        "seen": encoded(image, np.uint8),
        "look": f"What the nets see: {np.count_nonzero(image)} of 784 pixels have ink",
        "sheet": _say_sheet(drawn if seen is not None else None),
        "nets": [each.described() for each in answers],
    }
    _feed(key="digits_ink_feed", data=message, on_ink_change=_take_ink, height=1)
    st.markdown(say_answers(answers, None if drawn is None else drawn.image))
    if not all(net.from_file for net in nets):
        st.caption(say_moment(present))


class _Answer(NamedTuple):
    """What a net answers to the sheet: z and probabilities, (10,), both empty while there is no ink."""

    net: ShownNet
    z: Array
    probabilities: Array

    @classmethod
    def of(cls, net: ShownNet, seen: Bytes | None) -> "_Answer":
        if seen is None:
            return cls(net, np.zeros(0), np.zeros(0))
        run = activations_of(net.network, seen)
        return cls(net, run.z[-1][0], run.a[-1][0])

    @property
    def decided(self) -> int | None:
        return int(np.argmax(self.probabilities)) if len(self.probabilities) else None

    def described(self) -> dict[str, Any]:
        """Return the answer as the script reads it."""
        lead = np.exp(self.z - self.z.max(initial=-np.inf))
        return {
            **self.net.look.described(),
            "letter": self.net.letter,
            "name": f"{self.net.name}, {self.net.told}",
            "decided": self.decided,
            "z": encoded(self.z),
            "e": encoded(lead),
            "a": encoded(self.probabilities),
        }


# --- In words ---------------------------------------------------------------------------------------------------------


def say_answers(answers: list[_Answer], image: int | None) -> str:
    """Return what each net takes the sheet for, how sure it is, and for a test image whether that is right."""
    if answers[0].decided is None:
        return "**Nothing is drawn yet.** Draw a digit, or put a test image on the sheet."
    label = None if image is None else int(load_digits().test.labels[image])
    said = " ".join(_say_answer(each, label) for each in answers)
    return f"Test image {count(image)} shows **{label}**. {said}" if image is not None else said


def _say_answer(answer: _Answer, label: int | None) -> str:
    second, digit = (int(each) for each in np.argsort(answer.probabilities)[-2:])
    most, next_most = (_percent(float(answer.probabilities[each])) for each in (digit, second))
    sure = answer.probabilities[digit] >= SURE
    how = f"sure, {most}" if sure else f"unsure, {most}; next {second} with {next_most}"
    right = "" if label is None else (" ✓ right" if digit == label else " ✗ wrong")
    return f"**{answer.net.letter}** ({answer.net.told}) takes it for **{digit}** ({how}){right}."


def _percent(share: float) -> str:
    """Return a probability with one decimal, never 100 % for less than the whole."""
    text = f"{100.0 * share:.1f}"
    return ("more than 99.9" if text == "100.0" and share < 1.0 else text) + "\u00a0%"


def _say_sheet(drawn: Drawn | None) -> str:
    """Return what is on the sheet, for who cannot see it."""
    if drawn is None:
        return "The sheet to draw on: empty"
    if drawn.image is None:
        return "The sheet to draw on: a drawing"
    return f"The sheet to draw on: test image {drawn.image}, which shows {load_digits().test.labels[drawn.image]}"


# --- What is on the sheet ---------------------------------------------------------------------------------------------


def _drawn() -> Drawn | None:
    return st.session_state.get(_DRAWN)


def on_the_sheet() -> Bytes | None:
    """Return what the nets see of the sheet, (28, 28) of bytes; None if there is no ink."""
    drawn = _drawn()
    return None if drawn is None else as_digit(drawn.ink)


def put_image(*, opened: bool = False) -> None:
    """Put the chosen test image on the sheet; it is opened if the page begins with it."""
    before, number = _drawn(), int(IMAGE.value())
    ink = load_digits().test.images[number].reshape(SIDE, SIDE)
    at, put = (0, 0) if before is None else (before.at, before.put)
    st.session_state[_DRAWN] = Drawn(ink, number, at, max(put + 1, int(1000 * time.time())), opened)


def _go_on() -> None:
    """Choose the next test image of the digit that is asked for; after the last comes the first."""
    put((IMAGE, next_image(int(IMAGE.value()), SHOWN.value())))


def next_image(number: int, shown: str) -> int:
    """Return the number of the next test image that shows this digit, or "any"."""
    after = (np.arange(TEST) + number + 1) % TEST
    labels = load_digits().test.labels[after]
    return int(after[0] if shown == SHOWN.default else after[np.argmax(labels == int(shown))])


def _see_to_image() -> None:
    """Put a test image on the sheet once another one is chosen, and if the address has opened the page with one."""
    number = int(IMAGE.value())
    before = st.session_state.get(_CHOSEN)
    st.session_state[_CHOSEN] = number
    if number != before and (before is not None or number != IMAGE.default or is_named(IMAGE.key)):
        put_image(opened=before is None)


def _take_ink() -> None:
    """Take over what has been drawn in the browser."""
    sent, before = st.session_state["digits_ink_feed"].ink, _drawn()
    ink = read_ink(sent)
    if ink is not None:
        st.session_state[_DREW] = time.monotonic()
        st.session_state[_DRAWN] = Drawn(ink, None, sent["at"], 0 if before is None else before.put)


def is_drawing() -> bool:
    """Return whether ink has just come: whoever draws waits for the answers, and training can wait for a moment."""
    return time.monotonic() - st.session_state.get(_DREW, -math.inf) < PEN_DOWN


def read_ink(sent: Mapping[str, Any] | None) -> Bytes | None:
    """Return the ink of a message, (112, 112) of bytes; None for any other message."""
    try:
        data = base64.b64decode(sent["ink"], validate=True) if sent and isinstance(sent["at"], int) else b""
    except (binascii.Error, KeyError, TypeError, ValueError):
        return None
    return np.frombuffer(data, np.uint8).reshape(SHEET, SHEET) if len(data) == SHEET**2 else None


def _put(drawn: Drawn | None) -> dict[str, Any] | None:
    """Return the ink as the sheet takes it over: at its beginning, and when another image has been put there."""
    if drawn is None:
        return None
    return {"ink": encoded(drawn.ink, np.uint8), "side": len(drawn.ink), "at": drawn.put, "opened": drawn.opened}
