"""The mathematics of the laboratory: costs, activations, networks and their training.

Other packages use the names listed here; the division into modules inside this package is internal.
"""

import core.threads  # noqa: F401  # pyright: ignore[reportUnusedImport]

# isort: split - NumPy, which is imported from here on, reads the setting above
from core.functions.activation import Activation
from core.functions.activations import ACTIVATIONS, OUTPUTS
from core.functions.cost import Cost, ErrorCost
from core.functions.costs import COSTS
from core.functions.costs.quadratic import squared_error
from core.functions.entropy import cross_entropy, cross_entropy_from_z, tanh_cross_entropy
from core.functions.output import Output
from core.functions.softmax import softmax
from core.networks.network import Network
from core.networks.trainer import Trainer

__all__ = [
    "ACTIVATIONS",
    "COSTS",
    "OUTPUTS",
    "Activation",
    "Cost",
    "ErrorCost",
    "Network",
    "Output",
    "Trainer",
    "cross_entropy",
    "cross_entropy_from_z",
    "softmax",
    "squared_error",
    "tanh_cross_entropy",
]
