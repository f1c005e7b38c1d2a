"""Lesson 8, "What changed?": the shallow and the intermediate net differ in four settings; here one at a time."""

import streamlit as st

from charts.digits import variants
from core.digits.ablation import SETTINGS, VARIANTS, Ablation, Changes
from core.digits.plan import INTERMEDIATE
from core.functions.activations import ACTIVATIONS
from core.functions.costs import COSTS
from core.numerals import count, numeral, percent
from ui.controls import Slider
from ui.experiments import Offer, draw_experiment
from ui.lessons.handwritten_digits.experimenting import offered
from ui.lessons.handwritten_digits.naming import say_epochs
from ui.picture import draw
from ui.sections import NOTHING

_WORDS = {
    "cost": COSTS[INTERMEDIATE.cost].label,
    "eta": f"η = {numeral(INTERMEDIATE.eta)}",
    "activation": ACTIVATIONS[INTERMEDIATE.activation].label,
    "hidden": "two layers",
}
EPOCHS = Slider("digits_change_epochs", "Epochs each", 1, 20, 5, 1, "More take longer")
SEEDS = Slider(
    "digits_change_seeds", "Seeds", 2, 5, 2, 1, "Each net is trained from so many starts: how much is chance?"
)


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
    for place, slider in zip(st.columns(2, gap="medium"), (EPOCHS, SEEDS), strict=True):
        with place:
            slider.draw(redraws=NOTHING)
    draw_experiment(offer(int(EPOCHS.value()), int(SEEDS.value())), _draw)


def offer(epochs: int, seeds: int) -> Offer[Ablation]:
    """Return the experiment with so many epochs and seeds."""
    settings = f"{say_epochs(epochs)} of 60,000 images for each network, {count(seeds)} seeds"
    return offered("ablation", settings, lambda: Ablation(seeds=range(seeds), epochs=epochs))


def _draw(ablation: Ablation) -> None:
    """Draw what has been found of the networks that are trained to the end."""
    found = [
        (NAMES[changes], 100.0 * float(right)) for changes in VARIANTS for right in ablation.accuracies(changes)[:, -1]
    ]
    means = ablation.means()
    st.markdown(say_ablation(ablation))
    draw(
        variants,
        *NAMES.values(),
        key="digits_ablation",
        alt=f"Test images answered right: {', '.join(f'{name} {percent(right / 100.0)}' for name, right in found)}"
        if found
        else "Nothing has been trained yet.",
        height=26 * len(NAMES) + 60,
        seeds={"name": [name for name, _ in found], "right": [right for _, right in found]},
        means={"name": [NAMES[each] for each in means], "right": [100.0 * mean for mean in means.values()]},
    )
    st.caption(
        "“Only”: the shallow net with this one change. “All but”: the intermediate net with this one setting of the "
        "shallow net. A dot is a network at its end, one for each seed; the bar is the mean over the seeds with which "
        "all rows have been trained."
    )


def say_ablation(ablation: Ablation) -> str:
    """Return what the experiment has shown, once all of one seed have been trained."""
    mean = ablation.means()
    if not mean:
        return "A row gets its dot once its network is trained to the end. Which change alone does most?"
    alone = max(((setting,) for setting in SETTINGS), key=mean.__getitem__)
    left_out = min((each for each in VARIANTS if len(each) == len(SETTINGS) - 1), key=mean.__getitem__)
    (missed,) = (each for each in SETTINGS if each not in left_out)
    seeds = ablation.whole_seeds()
    over = f"in the mean over {count(len(seeds))} seeds" if len(seeds) > 1 else f"with seed {ablation.seeds[seeds[0]]}"
    text = (
        f"After {say_epochs(ablation.epochs)}, {over}, the shallow net has "
        f"{percent(mean[()])} right and the intermediate net {percent(mean[SETTINGS])}. Of the single changes "
        f"**{_WORDS[alone[0]]}** does most: {percent(mean[alone])}. The intermediate net misses "
        f"**{_WORDS[missed]}** most: without it {percent(mean[left_out])}."
    )
    return text.replace(" %", "\u00a0%")
