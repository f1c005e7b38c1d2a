"""Lesson 6: what keeps a network from learning, in words, and what the trials of its remedies have found."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import streamlit as st

from core.experiments.experiment import Experiment
from core.experiments.trial import SEEDS, TOLERANCE, Outcome, Trial
from core.functions.activations import OUTPUTS
from core.functions.costs import COSTS
from core.networks.diagnosis import Diagnosis, Verdict, diagnose
from core.numerals import count, numeral, percent
from ui.canvas import Look
from ui.lessons import ACTIVATIONS, DESCENTS
from ui.lessons.train_a_network.controls import BIAS, ETA, ETA_B, OUTPUT, OUTPUT_SCALE, PAIRS, SCALE, STARTS
from ui.lessons.train_a_network.picture import coloured, unbroken

OFFERED = 3
"""So many remedies have a button, at most."""

GETS_THERE = 0.9
"""A network that reaches this fit as it is needs no remedy."""


class Finding(NamedTuple):
    """What keeps a network, by its place, from learning: the verdict, and the same in words."""

    network: int
    verdict: Verdict
    words: str


def findings(experiment: Experiment, looks: list[Look]) -> list[Finding]:
    """Return what keeps the networks from learning at this moment, with the measured numbers."""
    found: list[Finding] = []
    for k, look in enumerate(looks):
        seen = diagnose(experiment.trainer, k)
        if seen.verdict in _WORDS:
            found.append(
                Finding(k, seen.verdict, f"{coloured(look)}: {unbroken(_WORDS[seen.verdict](experiment, seen))}")
            )
    return found


# --- The words of each verdict ---------------------------------------------------------------------------------------


def _exploded(experiment: Experiment, seen: Diagnosis) -> str:
    if seen.passed_epoch == 0:
        return (
            f"the cost is {numeral(seen.passed_cost or 0.0)} at the start, before any update: the first weights are "
            f"too large for {_hidden(experiment, seen)}a {OUTPUTS[seen.output].label} output."
        )
    when = (
        f"the cost passed 10¹⁰ at epoch {count(seen.passed_epoch)}"
        if seen.passed_epoch is not None
        else f"the numbers became too large to be written at update {count(seen.update or 0)}"
    )
    stands = " It stands where it was last finite." if seen.update is not None else ""
    return (
        f"{when}: η = {numeral(seen.learning_rate)} is too large for {_hidden(experiment, seen)}a "
        f"{OUTPUTS[seen.output].label} output.{stands}"
    )


def _hidden(experiment: Experiment, seen: Diagnosis) -> str:
    """Return the activation of the hidden layers, if there are any."""
    return f"{ACTIVATIONS[seen.hidden]} with " if experiment.plan.widths else ""


def _layers(layers: tuple[int, ...]) -> str:
    """Return hidden layers by their numbers, which begin at 1."""
    names = " and ".join(str(layer + 1) for layer in layers)
    return f"hidden layer {names}" if len(layers) == 1 else f"hidden layers {names}"


def _symmetric(experiment: Experiment, seen: Diagnosis) -> str:
    return (
        f"all neurons of {_layers(seen.identical_layers)} are **identical**. Their gradients are the same too, so they "
        "stay identical, and the layer can do no more than a single neuron: random first weights break this symmetry."
    )


def _all_points(experiment: Experiment) -> str:
    n = len(experiment.training)
    return "the only point" if n == 1 else f"any of the {count(n)} points"


def _dead(experiment: Experiment, seen: Diagnosis) -> str:
    return (
        f"every neuron of {_layers(seen.dead_layers)} is **dead**: its z is not above 0 at "
        f"{_all_points(experiment)}, σ′ is 0, and no gradient passes."
    )


def _dead_output(experiment: Experiment, seen: Diagnosis) -> str:
    return (
        f"the {OUTPUTS[seen.output].label} output is **dead**: its z is not above 0 at "
        f"{_all_points(experiment)}, so the answer is 0 everywhere, and σ′ = 0 leaves no gradient."
    )


def _restless(experiment: Experiment, seen: Diagnosis) -> str:
    unrest = seen.unrest
    assert unrest is not None
    costs = f"{numeral(unrest.lowest)} to {numeral(unrest.highest)}, and {numeral(unrest.start)} at the start"
    what = (
        f"the cost **bounces**: it rose in {count(unrest.rises)} of the last {count(unrest.changes)} epochs ({costs})"
        if unrest.bounces
        else f"the cost **does not fall**: since epoch {count(unrest.since)} it is {costs}"
    )
    steps = ""
    if unrest.step is not None and unrest.size is not None:
        steps = (
            f". An epoch moves the parameters by {numeral(unrest.step, 3)}; at the start they were "
            f"{numeral(unrest.size, 3)} (root mean squares)"
        )
    return f"{what}{steps}. η = {numeral(seen.learning_rate)} may be too large."


def _saturated(experiment: Experiment, seen: Diagnosis) -> str:
    ratio = seen.cross_entropy_ratio
    times = (
        f"; cross-entropy's output gradient would now be **{numeral(ratio, 3)} times** as large"
        if ratio is not None and experiment.dataset.classes and OUTPUTS[seen.output].is_probability
        else ""
    )
    return (
        f"wrong **and** saturated: {percent(seen.wrong_and_saturated, 3)} of the outputs are off by "
        f"|a − y| > {numeral(seen.error_limit)} where their activation is flat, "
        f"σ′ < {numeral(seen.slope_limit)}{times}."
    )


def _saturated_inside(experiment: Experiment, seen: Diagnosis) -> str:
    layer = max(range(len(seen.flat)), key=seen.flat.__getitem__)
    return (
        f"hidden layer {layer + 1} is **saturated**: at {percent(seen.flat[layer], 3)} of its neurons and points σ′ is "
        f"below 4 % of its largest, so little gradient passes."
    )


def _starving(experiment: Experiment, seen: Diagnosis) -> str:
    assert seen.gradients is not None
    first, output = seen.gradients
    times = f", {numeral(output / first, 3)} times as large" if first > 0.0 else ""
    return f"the first layer **starves**: its RMS gradient is {numeral(first)}, the output's {numeral(output)}{times}."


_WORDS: dict[Verdict, Callable[[Experiment, Diagnosis], str]] = {
    "exploded": _exploded,
    "symmetric": _symmetric,
    "dead": _dead,
    "dead output": _dead_output,
    "restless": _restless,
    "saturated": _saturated,
    "saturated inside": _saturated_inside,
    "starving": _starving,
}


# --- Remedies --------------------------------------------------------------------------------------------------------

_OWN_WORDS: dict[str, Callable[[Any], str]] = {
    "hidden": lambda value: ACTIVATIONS[value],
    "init": lambda value: f"{STARTS[value]} start",
    "cost": lambda value: COSTS[value].label,
    "optimizer": lambda value: DESCENTS[value],
    "output": lambda value: f"{OUTPUTS[value].label} output",
    "output_bias": lambda value: f"output bias {numeral(value)}",
    "scale": lambda value: f"scale {numeral(value)} of all weights",
    "output_scale": lambda value: f"scale {numeral(value)} of the output's weights",
    "eta": lambda value: f"η = {numeral(value)}",
}
"""How each setting that a remedy changes is named, in the order of a button."""


def named(outcome: Outcome) -> str:
    """Return what a remedy changes, in words: "Leaky ReLU, He start"."""
    words = ", ".join(word(outcome.changes[name]) for name, word in _OWN_WORDS.items() if name in outcome.changes)
    return words[0].upper() + words[1:] if words[0].isascii() else words


def settings(experiment: Experiment, k: int, outcome: Outcome) -> dict[str, Any]:
    """Return the values of the controls that make a remedy for network k, and for the other if they share a setting."""
    differing = experiment.plan.variants[k].changes
    found: dict[str, Any] = {}
    for name, value in outcome.changes.items():
        if name == "eta":
            control = ETA_B if name in differing else ETA
        elif name in PAIRS:
            control = PAIRS[name][1 if name in differing else 0]
        else:
            control = {"output": OUTPUT, "output_bias": BIAS, "scale": SCALE, "output_scale": OUTPUT_SCALE}[name]
        found[control.key] = value
    return found


def reaches(experiment: Experiment, outcome: Outcome) -> str:
    """Return what an outcome reaches, and when: "≥ 98 % right after 60 epochs"."""
    what = "right" if experiment.dataset.classes else "of the variance explained"
    epochs = f"{count(outcome.epochs)} epoch{'s' * (outcome.epochs != 1)}"
    least = "" if outcome.fit == 1.0 else "≥ "
    return f"{least}{percent(outcome.fit)} {what} after {epochs}"


def draw_findings(
    experiment: Experiment, found: list[tuple[Finding, Trial]], on_remedy: Callable[[dict[str, Any]], None]
) -> None:
    """Draw each finding, with what came of its trial: a button for each of the best remedies, or a sentence."""
    place = 0
    for finding, trial in found:
        st.markdown(finding.words)
        with st.container(key=f"remedies_{finding.network}", gap="small"):
            if not trial.over:
                st.caption(_under_way(trial))
            elif not trial.helped:
                st.caption(_no_remedy(experiment, trial))
            else:
                st.caption("These were tried, and help. A press sets one and begins anew:")
            for outcome in trial.helped[:OFFERED] if trial.over else ():
                st.button(
                    f"{named(outcome)}: {reaches(experiment, outcome)}",
                    key=f"train_remedy_{place}",
                    help=_how_tried(experiment, trial, outcome),
                    on_click=on_remedy,
                    args=(settings(experiment, finding.network, outcome),),
                )
                place += 1


def _under_way(trial: Trial) -> str:
    tried = f"{trial.tried} of at most {len(trial.changes) + len(trial.at_last)}"
    return f"What may help is being tried, each with up to {SEEDS} seeds: {tried} done …"


def _how_tried(experiment: Experiment, trial: Trial, outcome: Outcome) -> str:
    assert trial.present is not None
    own = experiment.dataset.name == "own"
    same = experiment.plan.seeds or (own and not len(experiment.test))
    points = "" if same else "division, " if own else "points, "
    return (
        f"Tried with {len(outcome.fits)} seeds, which give other {points}first weights and order: from "
        f"{percent(min(outcome.fits), 3)} to {percent(max(outcome.fits), 3)}. As it is: {_without(trial.present)}. "
        f"With another seed it may be up to {numeral(100.0 * TOLERANCE)} points less than the button says."
    )


def _without(present: Outcome) -> str:
    """Return what a plan reaches as it is; a fit below 0 is that of answers worse than one constant."""
    lowest, highest = min(present.fits), max(present.fits)
    if not math.isfinite(lowest):
        return "it diverges" if not math.isfinite(highest) else "it diverges with some seeds"
    if lowest < 0.0:
        return "its answers are worse than one constant" + ("" if highest < 0.0 else " with some seeds")
    return f"{percent(lowest, 3)} to {percent(highest, 3)}"


def _no_remedy(experiment: Experiment, trial: Trial) -> str:
    assert trial.present is not None
    if trial.present.fit >= GETS_THERE:
        again = " Reset takes the changes on the way back." if experiment.events else ""
        return f"From its start, and left as it is, it gets there: {reaches(experiment, trial.present)}.{again}"
    if not trial.tried:
        return "There is nothing to try here that is not in force."
    changes = "; ".join(named(Outcome(each, (), 0)) for each in (*trial.changes, *trial.at_last)[: trial.tried])
    return f"Nothing that was tried helped reliably: {changes}."
