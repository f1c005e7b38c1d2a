"""What can be compared in a study, and the learning rates that each method is tried with if nobody names others."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.experiments.plan import Plan
from core.functions.activations import ACTIVATIONS
from core.functions.costs import COSTS
from core.networks.initial_weights import SCHEMES
from core.study.plan import Method

Named = tuple[str, dict[str, Any]]
"""A method's name, and the settings that differ from the study's plan."""

CURVED = [name for name, activation in ACTIVATIONS.items() if activation.kinks or not activation.piecewise]
"""All activations but the linear one."""
WIDTHS = (2, 4, 8, 16, 32)
DEPTHS = (1, 2, 3, 4, 5)
LADDER = tuple(float(f"{m}e{k}") for k in range(-4, 2) for m in (1, 3))
"""Learning rates, each about three times the one before."""
USUAL = LADDER.index(0.1)
"""Plain descent under cross-entropy is tried with this one and the next two."""
FLAT = 0.5
"""An activation whose largest σ′ is below this needs larger steps, as the sigmoid does."""
SMALLER = {"momentum": 2, "nesterov": 2, "rmsprop": 3, "adam": 3}
"""An optimizer is tried with learning rates so many steps smaller: it adds up gradients, or divides by their size."""


@dataclass(frozen=True)
class Comparison:
    """What differs between the methods: `methods` makes them from the study's plan; what is a word for the screen.

    one_shape is whether all have the same network, so that they can start from the same weights.
    """

    what: str
    methods: Callable[[Plan], list[Named]]
    one_shape: bool = True


def _costs(plan: Plan) -> list[Named]:
    """The plan's cost, which is a quadratic one, and cross-entropy."""
    return [(COSTS[name].label, {"cost": name}) for name in (plan.cost, "cross_entropy")]


def _activations(*names: str) -> Callable[[Plan], list[Named]]:
    return lambda plan: [(ACTIVATIONS[name].label, {"hidden": name}) for name in names]


def _schemes(plan: Plan) -> list[Named]:
    return [(scheme.label, {"init": name}) for name, scheme in SCHEMES.items() if name != "zeros"]


def _optimizers(plan: Plan) -> list[Named]:
    names = {"sgd": "plain descent", "momentum": "momentum", "rmsprop": "RMSProp", "adam": "Adam"}
    return [(label, {"optimizer": name}) for name, label in names.items()]


def _depths(plan: Plan) -> list[Named]:
    width = plan.widths[0] if plan.widths else 8
    return [(f"{n} hidden layer{'s' * (n > 1)}", {"widths": (width,) * n}) for n in DEPTHS]


def _neurons(plan: Plan) -> list[Named]:
    layers = max(1, len(plan.widths))
    return [(f"{width} neurons", {"widths": (width,) * layers}) for width in WIDTHS]


COMPARISONS: dict[str, Comparison] = {
    "cost": Comparison("the cost", _costs),
    "pair": Comparison("sigmoid and ReLU", _activations("sigmoid", "relu")),
    "hidden": Comparison("the activation", _activations(*CURVED)),
    "init": Comparison("the initial weights", _schemes),
    "optimizer": Comparison("the optimiser", _optimizers),
    "layers": Comparison("the number of hidden layers", _depths, one_shape=False),
    "neurons": Comparison("the neurons in a layer", _neurons, one_shape=False),
}


def usual_etas(plan: Plan) -> tuple[float, ...]:
    """Return the three learning rates that a plan is tried with if nobody names others.

    They are a step larger under a cost whose gradient keeps the factor σ′(z), as the quadratic ones do, and another one
    for hidden layers whose σ′ is small everywhere; for some optimizers they are smaller (`SMALLER`).
    """
    first = USUAL - SMALLER.get(plan.optimizer, 0)
    first += not COSTS[plan.cost].cancels(plan.output)
    first += ACTIVATIONS[plan.hidden].steepest < FLAT
    return LADDER[first : first + 3]


def methods_of(
    comparison: str, plan: Plan, first: tuple[float, ...] = (), others: tuple[float, ...] = ()
) -> tuple[Method, ...]:
    """Return the methods of a comparison, the first of them with some learning rates and the others with others.

    Where none are named, each method has its usual ones.
    """
    made: list[Method] = []
    for number, (name, changes) in enumerate(COMPARISONS[comparison].methods(plan)):
        named = others if number else first
        method = Method(name, named, tuple(changes.items()))
        made.append(method if named else Method(name, usual_etas(method.plan(plan)), method.changes))
    return tuple(made)
