"""Lesson 8, "What changed?": the shallow and the intermediate net differ in four settings; here one at a time."""

import numpy as np
import streamlit as st

from charts.digits import variants
from core.digits.ablation import SETTINGS, VARIANTS, Ablation, Changes
from core.digits.plan import INTERMEDIATE
from core.functions.activations import ACTIVATIONS
from core.functions.costs import COSTS
from core.numerals import count, numeral, percent
from ui.controls import Slider
from ui.lessons.handwritten_digits.experiments import draw_experiment
from ui.picture import draw

_WORDS = {
    "cost": COSTS[INTERMEDIATE.cost].label,
    "eta": f"η = {numeral(INTERMEDIATE.eta)}",
    "activation": ACTIVATIONS[INTERMEDIATE.activation].label,
    "hidden": "two layers",
}
EPOCHS = Slider("digits_change_epochs", "Epochs each", 1, 20, 5, 1, "More take longer")
SEEDS = (0, 1)


def name_of(changes: Changes) -> str:
    """Return what a variant is called: by what is changed in the shallow net, or by what is not."""
    if not changes:
        return "shallow net"
    if len(changes) == len(SETTINGS):
        return "intermediate net"
    if len(changes) == 1:
        return f"only {_WORDS[changes[0]]}"
    (without,) = (each for each in SETTINGS if each not in changes)
    return f"all but {_WORDS[without]}"


NAMES = {changes: name_of(changes) for changes in VARIANTS}


def what_changed() -> None:
    """Draw the section."""
    st.markdown(
        "From the shallow to the intermediate net four settings change at once: "
        f"{', '.join(_WORDS[setting] for setting in SETTINGS[:-1])} and {_WORDS['hidden']}. Here each is changed "
        "alone, and each is left out alone."
    )
    EPOCHS.draw()
    epochs = int(EPOCHS.value())
    waits = f"{count(len(VARIANTS))} networks, {len(SEEDS)} seeds each, {count(epochs)} epochs of 60,000 images"
    draw_experiment("ablation", _made, _draw, epochs, waits=waits)


def _made(epochs: int) -> Ablation:
    return Ablation(seeds=SEEDS, epochs=epochs)


def _draw(ablation: Ablation) -> None:
    """Draw what has been found so far: the accuracy after the last epoch done."""
    latest = {changes: right for changes in VARIANTS if (right := ablation.latest(changes))}
    found = [(NAMES[changes], 100.0 * each) for changes, right in latest.items() for each in right]
    means = {changes: float(np.mean(right)) for changes, right in latest.items()}
    st.markdown(say_ablation(ablation))
    draw(
        variants,
        *NAMES.values(),
        key="digits_ablation",
        alt=f"Test images answered right: {', '.join(f'{NAMES[each]} {percent(mean)}' for each, mean in means.items())}"
        if means
        else "Nothing has been trained yet.",
        height=26 * len(NAMES) + 60,
        seeds={"name": [name for name, _ in found], "right": [right for _, right in found]},
        means={"name": [NAMES[each] for each in means], "right": [100.0 * mean for mean in means.values()]},
    )
    st.caption(
        "“Only”: the shallow net with this one change. “All but”: the intermediate net with this one setting of the "
        "shallow net. A dot is a network, one for each seed; the bar is their mean. A first network is shown while "
        "it trains, with fewer epochs behind it; a second one when it has been trained."
    )


def say_ablation(ablation: Ablation) -> str:
    """Return what the experiment has shown, once all of one seed have been trained."""
    if not all(len(ablation.accuracies(changes)) for changes in VARIANTS):
        return "Each row begins once its first network has trained for an epoch."
    mean = {changes: float(ablation.accuracies(changes)[:, -1].mean()) for changes in VARIANTS}
    alone = max(((setting,) for setting in SETTINGS), key=mean.__getitem__)
    left_out = min((each for each in VARIANTS if len(each) == len(SETTINGS) - 1), key=mean.__getitem__)
    (missed,) = (each for each in SETTINGS if each not in left_out)
    text = (
        f"After {count(ablation.epochs)} epoch{'s' * (ablation.epochs != 1)} the shallow net has "
        f"{percent(mean[()])} right and the intermediate net {percent(mean[SETTINGS])}. Of the single changes "
        f"**{_WORDS[alone[0]]}** does most: {percent(mean[alone])}. The intermediate net misses "
        f"**{_WORDS[missed]}** most: without it {percent(mean[left_out])}."
    )
    return text.replace(" %", "\u00a0%")
