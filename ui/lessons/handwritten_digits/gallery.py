"""Lesson 8: test images side by side, with words below each."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from streamlit.components import v2

from core.digits.answers import COMPARED
from core.digits.images import load_digits
from core.digits.inspection import Inspection
from core.numerals import numeral, percent
from ui.canvas import encoded, script, style

_HERE = Path(__file__).parent
_gallery = v2.component(
    "digits_gallery",
    html='<div class="gallery"></div>',
    css=style(_HERE / "gallery.css"),
    js=script(_HERE / "digit_image.js", _HERE / "gallery.js"),
)
SHORT = dict(zip(COMPARED, ("quadratic", "cross-entropy"), strict=True))


def draw_gallery(numbers: Sequence[int], words: Sequence[Sequence[str]], *, key: str, names: Sequence[str]) -> None:
    """Draw the test images with these numbers, the lines of words below each, and a name for who cannot see it."""
    images = load_digits().test.images[np.asarray(numbers, np.intp)]
    data = {"images": encoded(images, np.uint8), "words": [list(lines) for lines in words], "names": list(names)}
    _gallery(key=key, data=data, height="content")


def say_taken(inspection: Inspection, number: int) -> list[str]:
    """Return in lines what a test image shows, what it is taken for, and its cost under both costs."""
    answers = inspection.answers
    label, decided = int(answers.labels[number]), int(answers.decided[number])
    digits = dict.fromkeys((decided, label))
    probabilities = [f"{digit}: {percent(float(answers.probabilities[number, digit]), 3)}" for digit in digits]
    costs = [f"{short} cost {numeral(float(answers.costs[name][number]), 3)}" for name, short in SHORT.items()]
    return [f"{label} taken for {decided}", *probabilities, *costs]
