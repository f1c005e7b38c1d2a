"""Lesson 6: its sentences about a run, and its sections."""

import math
from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.experiments.experiment import Experiment
from core.experiments.plan import MOST_UPDATES
from core.experiments.script import script
from core.functions.costs import COSTS
from core.numerals import count, numeral, percent
from ui.canvas import Look
from ui.downloads import draw_download
from ui.lessons import ACTIVATIONS, DESCENTS
from ui.lessons.train_a_network.canvas import draw_numbers, epochs_of
from ui.lessons.train_a_network.controls import STARTS

_COSTS = {name: cost.label for name, cost in COSTS.items()}
NAMES: dict[str, Mapping[str, str]] = {"cost": _COSTS, "hidden": ACTIVATIONS, "init": STARTS, "optimizer": DESCENTS}
DASH = (7, 4)
VANISHED = 1e-3
"""A first layer whose gradient is less than this share of the output's is said to starve."""


def looks_of(experiment: Experiment) -> list[Look]:
    """Return the networks' names and looks: their costs' colours if they differ in cost, else ink and orange.

    Green and purple are the classes.
    """
    plan = experiment.plan
    differs = (plan.differing or ("cost",))[0]
    values: list[Any] = (
        list(experiment.etas) if differs == "eta" else [getattr(each, differs) for each in plan.networks()]
    )
    cancels = [COSTS[each.cost].cancels(plan.output) for each in plan.networks()]
    by_cost = differs == "cost" and len(set(cancels)) == len(values)
    looks: list[Look] = []
    for k, value in enumerate(values):
        what = f"η = {numeral(float(value))}" if differs == "eta" else NAMES[differs][str(value)]
        first = "" if len(values) == 1 else f"{plan.letters[k]}: "
        solid = cancels[k] if by_cost else k == 0
        series = (1 if solid else 0) if by_cost else (2, 7)[k]
        looks.append(Look(first + what, series, () if solid else DASH))
    return looks


def coloured(looks: Look) -> str:
    """Return a network's name in its colour, for a sentence."""
    colour = {0: "orange", 1: "blue", 7: "yellow"}.get(looks.series)
    return f":{colour}[**{looks.name}**]" if colour else f"**{looks.name}**"


def say_now(experiment: Experiment, looks: list[Look]) -> str:
    """Return where the run stands; moment.js says the same numbers of an earlier moment."""
    now = experiment.trainer.standings()
    costs = [numeral(each.cost) if math.isfinite(each.cost) else "too large to be written" for each in now]
    rights = [percent(each.accuracy) for each in now if each.accuracy is not None]
    tested = [percent(each.test_accuracy) for each in now if each.test_accuracy is not None]
    first, *other = [coloured(look) for look in looks]
    said = [f"{first} has {rights[0]} of the training points right" if rights else f"{first} has a cost of {costs[0]}"]
    said += [f"{name} {rights[1] if rights else costs[1]}" for name in other]
    more = f" Of the test points: {' and '.join(tested)}." if tested else ""
    more += f" Cost: {' and '.join(costs)}." if rights else ""
    text = f"{moment_of(experiment)}: {', '.join(said)}.{more} {_epoch_in_words(experiment)}{_ending(experiment)}"
    return unbroken(text)


def unbroken(text: str) -> str:
    """Return a text in which no line begins with the sign of per cent."""
    return text.replace(" %", "\u00a0%")


def _epoch_in_words(experiment: Experiment) -> str:
    """Return what an epoch is, in this run."""
    per_epoch, points = experiment.trainer.updates_per_epoch, len(experiment.training)
    once = "the only training point" if points == 1 else f"all {count(points)} training points"
    return f"An epoch goes once through {once}, in {count(per_epoch)} update{'s' * (per_epoch != 1)}."


def moment_of(experiment: Experiment) -> str:
    """Return the epoch, and between two epochs the update too."""
    per_epoch, updates = experiment.trainer.updates_per_epoch, experiment.updates
    of = f" of {count(epochs_of(experiment))}"
    if updates % per_epoch == 0:
        return f"Epoch {count(updates // per_epoch)}{of}"
    return f"Epoch {updates / per_epoch:,.2f}{of} (update {count(updates)})"


def _ending(experiment: Experiment) -> str:
    """Return why the run is over, and so what cannot be pressed."""
    plan, trainer = experiment.plan, experiment.trainer
    if not experiment.over:
        return ""
    why = "The run is over"
    if trainer.stopped:
        why = "Nothing more can be computed"
    elif experiment.updates < experiment.last:
        why = "The stop condition is met"
    elif experiment.last < plan.epochs * trainer.updates_per_epoch:
        why = f"A run ends after {count(MOST_UPDATES)} updates at the latest"
    return f" {why}: Train, Step and Epoch are grey, and Reset begins it again."


def in_short() -> None:
    """Draw the lesson in three sentences."""
    st.markdown(
        "1. While the cost falls, each layer bends the plane a little more: a neuron answers along one line, the next "
        "layer's along bends of lines, and the output puts these together.\n"
        "2. The gradient dies where σ′ is small. At the output cross-entropy cancels it; in hidden layers no cost "
        "does: that takes another activation or start.\n"
        "3. Change only the cost: from a start that is wrong and saturated, the quadratic stays where it is and "
        "cross-entropy arrives. From an ordinary start, each with an η of its own, they nearly tie."
    )


def no_run() -> None:
    """Say that a section has nothing to show."""
    st.caption("There is nothing to show here: nothing has been trained under these settings.")


def numbers_tab(about: dict[str, Any]) -> None:
    """Draw some of the records as a table, and the moment that is shown."""
    st.caption(
        "Cost: the mean over all training points of the sum over the outputs, without penalties. RMS gradient: the "
        "root of the mean square of ∂C/∂w and ∂C/∂b over a layer's parameters, C being that cost. "
        "In bold: the moment that is shown; while it trains, without gradients between two epochs."
    )
    draw_numbers(about, key="train_numbers")


def script_of(experiment: Experiment) -> str:
    """Return the run so far as a script."""
    own = experiment.dataset if experiment.dataset.name == "own" else None
    return script(experiment.plan, experiment.events, experiment.updates, own)


def script_tab(experiment: Experiment) -> None:
    """Draw the run as a separate script, to read, run and change elsewhere."""
    text = script_of(experiment)
    st.markdown(
        "The same run without this laboratory: NumPy alone, the same operations in the same order. It prints the same "
        "costs, to the last digit on the same machine and to rounding on another."
    )
    draw_download("Download the script", lambda: text, file="training.py", kind="text/x-python", key="train_script")
    st.code(text, language="python", height=480)
