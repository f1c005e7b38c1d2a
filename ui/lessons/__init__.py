"""What each lesson says and draws: its picture, sentences and tables, and the sections below."""

from collections.abc import Callable

from core.functions.activations import ACTIVATIONS as _DESCRIBED
from core.functions.cost import Cost
from core.functions.costs import COSTS
from core.networks.optimizers import OPTIMIZERS

ACTIVATIONS = {name: activation.label for name, activation in _DESCRIBED.items()}
"""What the activations of networks are called."""

DESCENTS = {name: {"sgd": "plain descent", "rmsprop": "RMSProp"}.get(name, name.capitalize()) for name in OPTIMIZERS}
"""What the optimisers are called."""


def cost_menu(text: Callable[[Cost], str], *, first: str) -> dict[str, str]:
    """Return what a list of costs has for each of them, beginning with one."""
    return {name: text(COSTS[name]) for name in dict.fromkeys((first, *COSTS))}
