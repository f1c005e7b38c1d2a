"""The content of each lesson: its picture, sentences and tables, and the sections below."""

from collections.abc import Callable

from core.functions.activations import ACTIVATIONS as _DESCRIBED
from core.functions.cost import Cost
from core.functions.costs import COSTS
from core.networks.optimizers import OPTIMIZERS

ACTIVATIONS = {name: activation.label for name, activation in _DESCRIBED.items()}
"""The names of the activations of networks."""

DESCENTS = {name: {"sgd": "plain descent", "rmsprop": "RMSProp"}.get(name, name.capitalize()) for name in OPTIMIZERS}
"""The names of the optimisers."""


def cost_menu(text: Callable[[Cost], str], *, first: str) -> dict[str, str]:
    """Return the text that a list of costs shows for each of them; the cost `first` is at the top."""
    return {name: text(COSTS[name]) for name in dict.fromkeys((first, *COSTS))}
