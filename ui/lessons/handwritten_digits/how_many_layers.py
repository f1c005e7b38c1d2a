"""Lesson 8, "How many layers": networks of all depths and widths, trained for a few epochs each."""

import numpy as np
import streamlit as st

from charts.digits import sizes
from core.digits.sizes import DEPTHS, GRID, GRID_WIDTHS, RUN, Cell, Score, Sizes
from core.numerals import count, numeral, percent
from ui.controls import Choice
from ui.lessons.handwritten_digits.experiments import draw_experiment
from ui.picture import draw

SHOWN = Choice("digits_sizes", "The cells show", {"cost": "test cost", "accuracy": "test accuracy"}, "cost")
_NO_LAYER = "none"


def how_many_layers() -> None:
    """Draw the section."""
    st.markdown(
        "The chapter's closing advice is to add layers and neurons while the cost on the test images falls. Here is "
        f"how far that goes with {count(RUN.images)} training images and {count(RUN.epochs)} epochs, and with the "
        "intermediate net's ReLU, cross-entropy and η."
    )
    SHOWN.read()
    draw_experiment("grid", Sizes, _draw, waits=f"{count(len(GRID))} networks, {count(RUN.epochs)} epochs each")


def _draw(found: Sizes) -> None:
    """Draw the grid as far as it is filled."""
    by_cost = SHOWN.value() == "cost"
    st.markdown(say_sizes(found))
    widths = [str(width) for width in GRID_WIDTHS]
    scores = found.found
    draw(
        sizes,
        len(DEPTHS),
        _NO_LAYER,
        *widths,
        key="digits_grid",
        alt="; ".join(f"{name_of(cell)}: {_text(score, by_cost)}" for cell, score in scores.items()) or "Still empty.",
        height=52 * len(DEPTHS) + 70,
        cells={
            "layers": [str(cell.depth) for cell in scores],
            "width": [str(cell.width) if cell.depth else _NO_LAYER for cell in scores],
            "better": _shares([score.test_cost for score in scores.values()]),
            "text": [_text(score, by_cost) for score in scores.values()],
            "weight": ["bold" if cell == found.best else "normal" for cell in scores],
        },
    )


def name_of(cell: Cell) -> str:
    """Return what a cell's network is called in a sentence."""
    if not cell.depth:
        return "no hidden layer"
    return f"{cell.depth} hidden layer{'s' * (cell.depth != 1)} of {count(cell.width)}"


def _text(score: Score, by_cost: bool) -> str:
    return numeral(score.test_cost, 3) if by_cost else percent(score.test_accuracy).replace(" %", "\u00a0%")


def _shares(costs: list[float]) -> list[float]:
    """Return how good each cost is among all, by its logarithm: from 0 for the highest to 1 for the lowest."""
    logs = np.log(np.clip(costs, 1e-6, 1e6))
    spread = float(np.ptp(logs)) if len(logs) else 0.0
    return [1.0] * len(costs) if spread == 0.0 else ((logs.max() - logs) / spread).tolist()


def say_sizes(found: Sizes) -> str:
    """Return which network of those trained is best, and how much a second look at it is worth."""
    best = found.best
    if best is None:
        return "The grid fills from no hidden layer to four."
    score, none = found.found[best], found.found.get(Cell(0, 0))
    text = (
        f"Of the {count(len(found.found))} so far, {name_of(best)} has the lowest test cost, "
        f"{numeral(score.test_cost, 3)}, with {percent(score.test_accuracy)} right and {count(score.parameters)} "
        "parameters."
    )
    if none is not None and best.depth:
        text += f" Without a hidden layer it is {numeral(none.test_cost, 3)} and {percent(none.test_accuracy)}."
    return text.replace(" %", "\u00a0%")
