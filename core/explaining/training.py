"""Full-batch gradient descent on a small network whose biases may be held fixed."""

import numpy as np
import numpy.typing as npt

from core.networks.network import Network, rows
from core.types import Array


def updated(network: Network, gradient: Array, eta: float, *, hold_biases: bool = False) -> Array:
    """θ − η ∂C/∂θ, without change to the biases if they are held; gradient and result are laid out like theta."""
    return network.theta - eta * (gradient * ~bias_places(network) if hold_biases else gradient)


def train(
    network: Network, x: npt.ArrayLike, y: npt.ArrayLike, eta: float, steps: int, *, hold_biases: bool = False
) -> Array:
    """Make `steps` full-batch updates in place; return the cost before each and after the last, (steps + 1,).

    A cost that overflows is nan or ∞, without a warning.
    """
    costs = np.empty(steps + 1)
    with np.errstate(all="ignore"):
        for k in range(steps):
            costs[k] = network.cost(x, y)
            network.theta[:] = updated(network, network.gradient(x, y), eta, hold_biases=hold_biases)
        costs[steps] = network.cost(x, y)
    return costs


def bias_places(network: Network) -> npt.NDArray[np.bool_]:
    """Return which parameters are biases, laid out like theta."""
    marks = np.zeros(len(network.theta))
    for neurons in rows(marks, network.sizes):
        neurons[:, -1] = 1.0
    return marks == 1.0
