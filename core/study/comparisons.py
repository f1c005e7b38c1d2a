"""What can be compared in a study, and the learning rates that each method is tried with if nobody names others."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.experiments.plan import Plan
from core.functions.activations import ACTIVATIONS
from core.functions.costs import COSTS
from core.networks.initial_weights import SCHEMES
from core.quotes import shown
from core.study.plan import METHODS, Method

Named = tuple[str, dict[str, Any]]
"""A method's name, and the settings that differ from the study's plan."""

CURVED = [name for name, activation in ACTIVATIONS.items() if activation.kinks or not activation.piecewise]
"""All activations but the linear one."""
MOST_TEXT = 120
"""Characters of a list of methods, at most."""
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

    Where methods are numbers, of layers or of neurons, `numbered` makes that of any number within `ends`. A pair is
    fixed.
    """

    what: str
    methods: Callable[[Plan], list[Named]]
    numbered: Callable[[Plan, int], Named] | None = None
    ends: tuple[int, int] = (0, 0)
    fixed: bool = False

    def named(self, plan: Plan, text: str) -> list[Named]:
        """Return the methods that a text names, in its order, each once; for an empty text the usual ones.

        Names are parted by commas or semicolons, numbers by spaces too. The beginning of a name will do, if no other
        one begins so. Raises ValueError with a sentence for a text that is too long, a name that is none of them, and
        too few or too many names.
        """
        if self.fixed or not text.strip(" ,;"):
            return self.methods(plan)
        if len(text) > MOST_TEXT:
            raise ValueError(f"This list has {len(text)} characters, and at most {MOST_TEXT} are read")
        parts = [part.strip() for part in re.split("[,; ]" if self.numbered else "[,;]", text)]
        found = dict(self._named(plan, part) for part in parts if part)
        if not METHODS[0] <= len(found) <= METHODS[1]:
            raise ValueError(f"This list names {len(found)}, and {METHODS[0]} to {METHODS[1]} are compared")
        return list(found.items())

    def _named(self, plan: Plan, text: str) -> Named:
        if self.numbered is not None:
            if not re.fullmatch("[0-9]{1,4}", text) or not self.ends[0] <= int(text) <= self.ends[1]:
                raise ValueError(f"{shown(text)} is none of the numbers {self.ends[0]} to {self.ends[1]}")
            return self.numbered(plan, int(text))
        every, wanted = self.methods(plan), text.casefold()
        beginning = [method for method in every if method[0].casefold().startswith(wanted)]
        same = [method for method in beginning if method[0].casefold() == wanted] or beginning
        if len(same) != 1:
            which = "could be several" if same else "is none"
            raise ValueError(f"{shown(text)} {which} of these: {', '.join(name for name, _ in every)}")
        return same[0]


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


def _depth(plan: Plan, layers: int) -> Named:
    width = plan.widths[:1] or (8,)
    return f"{layers or 'no'} hidden layer{'s' * (layers != 1)}", {"widths": width * layers}


def _width(plan: Plan, neurons: int) -> Named:
    return f"{neurons} neuron{'s' * (neurons != 1)}", {"widths": (neurons,) * max(1, len(plan.widths))}


def _numbers(numbered: Callable[[Plan, int], Named], *usual: int) -> Callable[[Plan], list[Named]]:
    return lambda plan: [numbered(plan, number) for number in usual]


COMPARISONS: dict[str, Comparison] = {
    "cost": Comparison("the cost", _costs, fixed=True),
    "pair": Comparison("sigmoid and ReLU", _activations("sigmoid", "relu"), fixed=True),
    "hidden": Comparison("the activation", _activations(*CURVED)),
    "init": Comparison("the initial weights", _schemes),
    "optimizer": Comparison("the optimiser", _optimizers),
    "layers": Comparison("the number of hidden layers", _numbers(_depth, 1, 2, 3, 4, 5), _depth, (0, 6)),
    "neurons": Comparison("the neurons in a layer", _numbers(_width, 2, 4, 8, 16, 32), _width, (1, 32)),
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
    comparison: str,
    plan: Plan,
    first: tuple[float, ...] = (),
    others: tuple[float, ...] = (),
    only: str = "",
) -> tuple[Method, ...]:
    """Return the methods of a comparison, the first of them with some learning rates and the others with others.

    Where none are named, each method has its usual ones. `only` names the methods, as for `Comparison.named`.
    """
    made: list[Method] = []
    for number, (name, changes) in enumerate(COMPARISONS[comparison].named(plan, only)):
        named = others if number else first
        method = Method(name, named, tuple(changes.items()))
        made.append(method if named else Method(name, usual_etas(method.plan(plan)), method.changes))
    return tuple(made)
