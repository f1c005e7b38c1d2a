"""Lesson 8, "Numbers": the records of the run as a table."""

import numpy as np
import streamlit as st

from core.digits.book import BookCurve
from core.digits.run import RECORDED, DigitsRun
from core.networks.records import Records
from core.numerals import count, numeral, percent
from ui.lessons.handwritten_digits.naming import book_curve, looks_of
from ui.tables import draw_table

_EPOCHS = {*range(6), 10, 15, 20, 30, 40, 50, 60, 80, 100, 120, 150, 200}


def numbers(run: DigitsRun) -> None:
    """Draw some of the records, and the last."""
    st.caption(
        "Cost: the mean over the images. What is said of the training images is said of at most "
        f"{count(RECORDED)} of them, evenly spaced. RMS gradient: the root of the mean square of ∂C/∂w and ∂C/∂b over "
        "a layer's parameters. The table is of the moment at which the run rested last, or at which this section was "
        "opened."
    )
    for k, (look, record) in enumerate(zip(looks_of(run.plan), run.records, strict=True)):
        st.markdown(f"**{look.name}**")
        curve = book_curve(run.plan, k)
        shown = [epoch for epoch in record.epoch.tolist() if epoch in _EPOCHS or epoch == record.epoch[-1]]
        header = ["epoch", "test images right", "training images right", "test cost", "training cost"]
        known = [*header, *(["in the book"] if curve else []), "RMS gradient, first layer … output"]
        lines: list[list[str]] = []
        for epoch in shown:
            share = None if curve is None else curve.at(epoch)
            book = [] if curve is None else [percent(share) if share is not None else ""]
            lines.append([count(epoch), *_cells(record, epoch), *book, _gradients(record, epoch)])
        draw_table(known, lines)
        if curve is not None:
            st.caption(_say_book(curve))


def _say_book(curve: BookCurve) -> str:
    """Return the costs that the book prints after its last epoch, and what its training cost is a mean of."""
    return (
        f"The book, after epoch {count(curve.epochs[-1])}: test cost {numeral(curve.test_cost)}; training cost "
        f"{numeral(curve.training_cost)} and {percent(curve.training_accuracy)} of the training images right, both as "
        "Keras takes them: the mean over the batches of that epoch, while the net still changed."
    )


def _cells(record: Records, epoch: int) -> list[str]:
    shares = [record.test_accuracy, record.accuracy]
    costs = [record.test_cost, record.cost]
    return [
        *(percent(float(each[epoch])) for each in shares if each is not None),
        *(_cost(float(each[epoch])) for each in costs if each is not None),
    ]


def _cost(value: float) -> str:
    return numeral(value) if np.isfinite(value) else "too large"


def _gradients(record: Records, epoch: int) -> str:
    return "" if record.gradient is None else " · ".join(numeral(float(each), 3) for each in record.gradient[epoch])
