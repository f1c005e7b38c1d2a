"""Lesson 8: images of digits side by side, with words below each."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from core.digits.answers import COMPARED
from core.digits.images import Bytes, load_digits
from core.digits.inspection import Inspection
from core.numerals import count, numeral, percent
from ui.canvas import encoded, script, style
from ui.telling import telling

_HERE = Path(__file__).parent
_gallery = telling(
    "digits_gallery",
    {"chosen": {"number": int}},
    html='<div class="gallery"></div>',
    css=style(_HERE / "gallery.css"),
    js=script(_HERE / "digit_image.js", _HERE / "gallery.js"),
)
LEGEND = (
    "Below an image: the probabilities of the answer and of the right digit, and C: its cost, mean quadratic or "
    "cross-entropy."
)


def draw_gallery(
    numbers: Sequence[int],
    words: Sequence[Sequence[str]],
    *,
    key: str,
    names: Sequence[str],
    then: Callable[[int], None] | None = None,
) -> None:
    """Draw the test images with these numbers, the lines of words below each, and a name for who cannot see it.

    `then` is called with the number of an image that is pressed.
    """

    def choose() -> None:
        chosen = st.session_state[key].chosen
        if then is not None and chosen and chosen["number"] in numbers:
            then(chosen["number"])

    titles = [f"No. {count(number)}" for number in numbers]
    images = load_digits().test.images[np.asarray(numbers, np.intp)]
    data = _described(images, titles, words, names) | {"numbers": list(numbers)}
    if then is not None:
        data["told"] = "What it does to the layers"
    _gallery(key=key, data=data, on_chosen_change=choose, height="content")


def draw_image(image: Bytes, title: str, words: Sequence[str], *, key: str) -> None:
    """Draw one image that is not a test image, with a title and lines of words below it."""
    _gallery(key=key, data=_described(image[None], [title], [words], [title]), height="content")


def _described(
    images: Bytes, titles: Sequence[str], words: Sequence[Sequence[str]], names: Sequence[str]
) -> dict[str, Any]:
    """Return images as the script reads them."""
    return {
        "images": encoded(images, np.uint8),
        "titles": list(titles),
        "words": [list(lines) for lines in words],
        "names": list(names),
    }


def say_sure(inspection: Inspection, number: int) -> list[str]:
    """Return in lines the probabilities of the answer and of the right digit, and both costs of a test image."""
    answers = inspection.answers
    label, decided = int(answers.labels[number]), int(answers.decided[number])
    probabilities = [
        f"{digit}: {percent(float(answers.probabilities[number, digit]), 3)}"
        for digit in dict.fromkeys((decided, label))
    ]
    costs = [numeral(float(answers.costs[cost][number]), 3) for cost in COMPARED]
    return [", ".join(probabilities), f"C {' or '.join(costs)}"]


def say_taken(inspection: Inspection, number: int) -> str:
    """Return what a test image shows, and what it is taken for."""
    answers = inspection.answers
    return f"{answers.labels[number]} taken for {answers.decided[number]}"
