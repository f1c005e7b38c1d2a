"""Lesson 8: which digits a net takes for which, and the images that it gets most confidently wrong."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import streamlit as st

from core.digits.answers import COMPARED
from core.digits.images import CLASSES
from core.digits.inspection import Inspection
from core.numerals import count, numeral, percent
from ui.canvas import LATEST, joined
from ui.controls import Choice, put
from ui.lessons.handwritten_digits.chosen import show_layers
from ui.lessons.handwritten_digits.gallery import LEGEND, draw_gallery, say_sure, say_taken
from ui.lessons.handwritten_digits.nets import ShownNet
from ui.tables import draw_table
from ui.telling import telling

_HERE = Path(__file__).parent
SURELY_WRONG = 12
MOST_IMAGES = 12
"""So many images of a cell are shown at most."""
_DIGITS = {str(digit): str(digit) for digit in range(CLASSES)}
LABEL = Choice("digits_label", "Images of", _DIGITS, "4", menu=True)
TAKEN = Choice("digits_taken", "taken for", _DIGITS, "9", menu=True)
_confusion = telling(
    "digits_confusion",
    {"cell": {"label": range(CLASSES), "taken": range(CLASSES)}},
    html='<div class="confusion"><table aria-label="How many images of each digit are taken for each"></table></div>',
    css=(_HERE / "confusion.css").read_text("utf-8"),
    js=joined(LATEST, _HERE / "confusion.js"),
)


def draw_mistakes(shown: ShownNet, inspection: Inspection) -> None:
    """Draw the confusion matrix with the images of one cell, and the images that are most confidently wrong."""
    answers = inspection.answers
    table, wrong = answers.confusion(), int(answers.wrong.sum())
    left, right = st.columns([6, 5], gap="medium")
    with left:
        st.markdown(_say_table(table, wrong, answers.accuracy))
        cell = int(LABEL.value()), int(TAKEN.value())
        _confusion(
            key="digits_confusion",
            data={"counts": table.tolist(), "chosen": cell},
            on_cell_change=_choose,
            height="content",
        )
        st.caption("Press a cell to see its images, or go to it with the arrow keys.")
        _draw_costs(inspection)
    with right:
        _draw_cell(inspection)
    _draw_surely_wrong(inspection)


def _choose() -> None:
    """Choose the cell that was pressed."""
    cell = st.session_state["digits_confusion"].cell
    if cell:
        put((LABEL, str(cell["label"])), (TAKEN, str(cell["taken"])))


def _say_table(table: "np.ndarray[tuple[int, int], np.dtype[np.intp]]", wrong: int, accuracy: float) -> str:
    apart = table - np.diag(np.diag(table))
    label, taken = np.unravel_index(int(apart.argmax()), apart.shape)
    most = f" Most often it takes **{label} for {taken}**, {count(int(apart.max()))} times." if wrong else ""
    return f"**{count(wrong)}** of the 10,000 test images are wrong, {percent(accuracy)} are right.{most}"


def _draw_cell(inspection: Inspection) -> None:
    """Draw the controls of the cell, and its images, the surest first."""
    with st.container(horizontal=True, gap="small"):
        label, taken = int(LABEL.read()), int(TAKEN.read())
    found = inspection.answers.taken(label, taken).tolist()
    some = f", the {MOST_IMAGES} surest" if len(found) > MOST_IMAGES else ", the surest first" if len(found) > 1 else ""
    st.markdown(f"**{label} taken for {taken}**: {count(len(found))} image{'s' * (len(found) != 1)}{some}")
    words = [say_sure(inspection, number) for number in found[:MOST_IMAGES]]
    _draw_images(inspection, found[:MOST_IMAGES], words, key="digits_cell_images")
    st.caption(f"{LEGEND} Press a number for what the image does to the layers.")


def _draw_surely_wrong(inspection: Inspection) -> None:
    """Draw the images that are most confidently wrong."""
    numbers = inspection.answers.most_confidently_wrong(SURELY_WRONG).tolist()
    if not numbers:
        return
    st.markdown(f"**Most confidently wrong**: the {count(len(numbers))} mistakes with the surest answers")
    words = [[say_taken(inspection, number), *say_sure(inspection, number)] for number in numbers]
    _draw_images(inspection, numbers, words, key="digits_surely_wrong")


def _draw_images(inspection: Inspection, numbers: Sequence[int], words: Sequence[Sequence[str]], *, key: str) -> None:
    names = [f"test image {number}: {say_taken(inspection, number)}" for number in numbers]
    draw_gallery(numbers, words, key=key, names=names, then=show_layers)


def _draw_costs(inspection: Inspection) -> None:
    """Draw the mean of both costs over the images that are right, and over those that are wrong."""
    answers = inspection.answers
    groups = {"right": ~answers.wrong, "wrong": answers.wrong}
    rows = [
        (f"{name}, {count(int(group.sum()))} images", *(_mean(answers.costs[cost][group]) for cost in COMPARED))
        for name, group in groups.items()
    ]
    draw_table(("cost of an image, on average", "mean quadratic", "cross-entropy"), rows)
    st.caption(
        "The quadratic cost is the mean over the ten outputs, so it is at most 0.2 for an image, however wrong the net "
        "is. Cross-entropy, −ln of the probability of the right digit, has no such end."
    )


def _mean(costs: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> str:
    return numeral(float(costs.mean()), 3) if len(costs) else "–"
