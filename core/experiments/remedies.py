"""Remedies: what may help a network that does not learn, by what was found. Whether it does help, a trial tells."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from core.experiments.plan import Plan
from core.functions.activations import ACTIVATIONS, output_named
from core.functions.costs import COSTS
from core.networks.diagnosis import Verdict

Changes = Mapping[str, Any]
"""The settings of a plan that a remedy changes, by name."""

LEAST_ETA = 0.001
MODERATE = {"sgd": 0.1, "momentum": 0.03, "nesterov": 0.03, "rmsprop": 0.01, "adam": 0.01}
"""A learning rate for each optimizer that is rarely too large."""

SMALL_START = {"scale": 1.0, "output_scale": 1.0}
RELU, LEAKY = ({"hidden": name, "init": "he"} for name in ("relu", "leaky_relu"))
TANH = {"hidden": "tanh", "init": "glorot_uniform"}
ADAM = {"optimizer": "adam", "eta": MODERATE["adam"]}


def remedies_for(verdict: Verdict, plan: Plan, classes: int) -> list[Changes]:
    """Return what to try for a network that is alone in its plan, on data of so many classes (0: a value).

    Every one changes something, no two are the same, and what is likely to help comes first.
    """
    return _changing(plan, _BY_VERDICT[verdict](plan, classes)) if verdict in _BY_VERDICT else []


def last_resort(plan: Plan, classes: int) -> list[Changes]:
    """Return the settings that nearly always learn, for a network that nothing else has helped."""
    sound = LEAKY | SMALL_START | _unbiased(plan, classes) | _natural_output(classes)
    if classes:
        sound |= {"cost": "cross_entropy"}
    return _changing(plan, [sound | _moderate(plan), sound | ADAM])


def _changing(plan: Plan, wanted: Iterable[Changes]) -> list[Changes]:
    """Return what each changes of a plan, without those that change nothing, or nothing new."""
    found: list[Changes] = []
    for each in wanted:
        changes = {name: value for name, value in each.items() if getattr(plan, name) != value}
        if changes and changes not in found:
            found.append(changes)
    return found


def _natural_output(classes: int) -> dict[str, Any]:
    return {"output": "linear" if classes == 0 else "sigmoid" if classes == 2 else "softmax"}


def _smaller_steps(plan: Plan) -> list[Changes]:
    """Return smaller learning rates than the plan's, and Adam."""
    eta = plan.eta
    rates = [float(f"{rate:.2g}") for rate in (eta / 10.0, MODERATE[plan.optimizer], eta / 100.0, eta / 1000.0)]
    return [*({"eta": rate} for rate in rates if LEAST_ETA <= rate < eta), ADAM]


def _moderate(plan: Plan) -> dict[str, Any]:
    """Return the plan's learning rate, or a moderate one where it is larger."""
    return {"eta": min(plan.eta, MODERATE[plan.optimizer])}


def _exploded(plan: Plan, classes: int) -> list[Changes]:
    calm = SMALL_START | _moderate(plan)
    return [*_smaller_steps(plan), calm, SMALL_START | ADAM, TANH | calm]


def _symmetric(plan: Plan, classes: int) -> list[Changes]:
    own = "he" if ACTIVATIONS[plan.hidden].piecewise else "glorot_uniform"
    other = "glorot_uniform" if own == "he" else "normal"
    both = [{"init": own}, {"init": other}]
    return [*both, *(each | _moderate(plan) for each in both), LEAKY | ADAM, {"init": own} | _unbiased(plan, classes)]


def _dead(plan: Plan, classes: int) -> list[Changes]:
    calm = _moderate(plan)
    return [
        {"hidden": "leaky_relu"},
        LEAKY,
        calm,
        {"init": "he"} | calm,
        LEAKY | SMALL_START | calm,
        TANH | SMALL_START | calm,
        LEAKY | SMALL_START | ADAM,
    ]


def _dead_output(plan: Plan, classes: int) -> list[Changes]:
    alive = _natural_output(classes)
    calm = _moderate(plan)
    return [
        alive,
        alive | calm,
        alive | {"output_bias": 0.0} | calm,
        {"output_bias": 0.5} | calm,
        {"output": "leaky_relu"} | calm,
    ]


def _unbiased(plan: Plan, classes: int) -> dict[str, Any]:
    """Return a start without an output bias, and cross-entropy where it fits."""
    crossed = {"cost": "cross_entropy"} if _takes_cross_entropy(plan, classes) else {}
    return {"output_bias": 0.0} | crossed


def _saturated(plan: Plan, classes: int) -> list[Changes]:
    crossed = [{"cost": "cross_entropy"}] if _takes_cross_entropy(plan, classes) else []
    straight = [{"output": "linear"}] if classes == 0 else []
    calm = _moderate(plan)
    start = {"output_bias": 0.0} | SMALL_START
    return [
        *crossed,
        *straight,
        {"output_bias": 0.0},
        start,
        *(each | calm for each in crossed + straight),
        start | calm,
        *(start | TANH | calm | each for each in crossed + straight),
    ]


def _saturated_inside(plan: Plan, classes: int) -> list[Changes]:
    calm = _moderate(plan)
    small = {"init": "glorot_uniform"} | SMALL_START
    return [
        small,
        *_smaller_steps(plan)[:2],
        small | calm,
        RELU | SMALL_START | calm,
        small | ADAM,
        _unbiased(plan, classes) | small | calm,
    ]


def _starving(plan: Plan, classes: int) -> list[Changes]:
    calm = _moderate(plan)
    return [
        RELU,
        LEAKY,
        RELU | SMALL_START | calm,
        TANH | SMALL_START,
        LEAKY | SMALL_START | ADAM,
        LEAKY | SMALL_START | calm | _unbiased(plan, classes),
    ]


def _takes_cross_entropy(plan: Plan, classes: int) -> bool:
    return classes > 0 and output_named(plan.output).is_probability and not COSTS[plan.cost].needs_classes


_BY_VERDICT: Mapping[Verdict, Callable[[Plan, int], list[Changes]]] = {
    "exploded": _exploded,
    "symmetric": _symmetric,
    "dead": _dead,
    "dead output": _dead_output,
    "restless": lambda plan, classes: [*_smaller_steps(plan), SMALL_START | _moderate(plan), TANH | _moderate(plan)],
    "saturated": _saturated,
    "saturated inside": _saturated_inside,
    "starving": _starving,
}
