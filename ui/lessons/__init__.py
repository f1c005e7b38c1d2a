"""What each lesson says and draws: its picture, sentences and tables, and the sections below."""

from core.functions.activations import ACTIVATIONS as _DESCRIBED
from core.networks.optimizers import OPTIMIZERS

NAMES = {"quadratic": ":orange[**quadratic**]", "cross_entropy": ":blue[**cross-entropy**]"}
"""The two costs, each in the colour of its curve."""

ACTIVATIONS = {name: activation.label for name, activation in _DESCRIBED.items()}
"""What the activations of networks are called."""

DESCENTS = {name: {"sgd": "plain descent", "rmsprop": "RMSProp"}.get(name, name.capitalize()) for name in OPTIMIZERS}
"""What the optimisers are called."""
