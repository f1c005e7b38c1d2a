"""Lesson 8, "How many layers": networks of all depths and widths, trained for equally many epochs each."""

from dataclasses import replace
from statistics import fmean

import streamlit as st

from charts.digits import sizes
from core.digits.sizes import DEPTHS, GRID_WIDTHS, RUN, Cell, Score, Sizes
from core.numerals import count, numeral, percent
from ui.controls import Choice, Slider
from ui.experiments import Offer, draw_experiment
from ui.lessons.handwritten_digits.experimenting import offered
from ui.lessons.handwritten_digits.naming import say_epochs
from ui.picture import draw
from ui.sections import NOTHING

SHOWN = Choice("digits_sizes", "The cells show", {"cost": "test cost", "accuracy": "test accuracy"}, "cost")
EPOCHS = Slider("digits_sizes_epochs", "Epochs each", 1, 10, RUN.epochs, 1, "The same for every network")
SEEDS = Choice(
    "digits_sizes_seeds",
    "Seeds",
    {"1": "one", "2": "two, the mean"},
    "1",
    "With two, each network is trained from two starts, which takes twice as long",
)
_NO_LAYER = "none"


def how_many_layers() -> None:
    """Draw the section."""
    st.markdown(
        "The chapter's closing advice is to add layers and neurons while the cost on the test images falls. Here is "
        f"how far that goes with {count(RUN.images)} training images, equally many epochs for all networks, and the "
        "intermediate net's ReLU, cross-entropy and η."
    )
    places = st.columns([2, 1, 1], gap="medium")
    with places[0]:
        EPOCHS.draw(redraws=NOTHING)
    for place, choice in zip(places[1:], (SEEDS, SHOWN), strict=True):
        with place:
            choice.read()
    draw_experiment(offer(int(EPOCHS.value()), int(SEEDS.value())), _draw)


def offer(epochs: int, seeds: int) -> Offer[Sizes]:
    """Return the experiment with so many epochs and seeds."""
    settings = f"{say_epochs(epochs)} for each network, {'one seed' if seeds == 1 else f'{count(seeds)} seeds'}"
    return offered("grid", settings, lambda: Sizes(run=replace(RUN, epochs=epochs), seeds=range(seeds)))


def _draw(found: Sizes) -> None:
    """Draw the grid as far as it is filled."""
    by_accuracy = SHOWN.value() == "accuracy"
    st.markdown(say_sizes(found, by_accuracy=by_accuracy))
    scores, best = found.found, found.best(by_accuracy=by_accuracy)
    draw(
        sizes,
        SHOWN.options[SHOWN.value()] + (", %" if by_accuracy else ""),
        not by_accuracy,
        len(DEPTHS),
        _NO_LAYER,
        *map(str, GRID_WIDTHS),
        key="digits_grid",
        alt="; ".join(f"{name_of(cell)}: {_text(score, by_accuracy)}" for cell, score in scores.items())
        or "Still empty.",
        height=52 * len(DEPTHS) + 140,
        cells={
            "layers": [str(cell.depth) for cell in scores],
            "width": [str(cell.width) if cell.depth else _NO_LAYER for cell in scores],
            "value": [100.0 * score.test_accuracy if by_accuracy else score.test_cost for score in scores.values()],
            "text": [_text(score, by_accuracy) for score in scores.values()],
            "weight": ["bold" if cell == best else "normal" for cell in scores],
        },
    )
    st.caption(
        "A cell is filled once its network is trained to the end, so all cells have equally many epochs. The best is "
        f"in bold. {say_chance(found)}"
    )


def name_of(cell: Cell) -> str:
    """Return what a cell's network is called in a sentence: "the net with 2 hidden layers of 64"."""
    if not cell.depth:
        return "the net without a hidden layer"
    return f"the net with {cell.depth} hidden layer{'s' * (cell.depth != 1)} of {count(cell.width)}"


def _text(score: Score, by_accuracy: bool) -> str:
    """Write what a cell shows: a cost, or an accuracy in per cent, which the legend says."""
    return numeral(100.0 * score.test_accuracy if by_accuracy else score.test_cost, 3)


def say_chance(found: Sizes) -> str:
    """Return how much of the differences may be chance: how far apart two seeds are, or that there is only one."""
    if len(found.seeds) == 1:
        return "It is one seed: another start would shift the numbers, so small differences mean nothing."
    scores = found.found.values()
    if not scores:
        return "Each number is the mean over two seeds."
    apart = numeral(fmean(score.spread for score in scores), 2)
    return f"Each number is the mean over two seeds, whose test costs are {apart} apart on average."


def say_sizes(found: Sizes, *, by_accuracy: bool = False) -> str:
    """Return which network of those trained is best, and how it compares with one without a hidden layer."""
    best, scores = found.best(by_accuracy=by_accuracy), found.found
    if best is None:
        return "The grid fills from no hidden layer to four."
    score, none = scores[best], scores.get(Cell(0, 0))
    most = "highest test accuracy" if by_accuracy else "lowest test cost"
    cost, right = numeral(score.test_cost, 3), percent(score.test_accuracy)
    of = f"Of {count(len(scores))} size{'s' * (len(scores) != 1)}{'' if found.over else ' so far'}"
    text = (
        f"{of}, {name_of(best)} has the {most}: "
        f"{f'{right}, at a test cost of {cost}' if by_accuracy else f'{cost}, with {right} right'}. "
        f"It has {count(score.parameters)} parameters."
    )
    if none is not None and best.depth:
        text += (
            f" Without a hidden layer the cost is {numeral(none.test_cost, 3)}, and {percent(none.test_accuracy)} are "
            "right."
        )
    return text.replace(" %", "\u00a0%")
