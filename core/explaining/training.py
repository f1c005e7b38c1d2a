"""Gradient descent on a small network: how an update is made, and many of them after one another."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from core.networks.network import Network, rows
from core.types import Array


@dataclass(frozen=True, eq=False)
class Update:
    """How an update is made: v ← μ v − η ∂C/∂θ, θ ← θ + v. Without momentum (μ = 0) that is θ ← θ − η ∂C/∂θ.

    With hold_biases the biases do not change. turn is the number of the instance, from 1, that this update is made
    with: then the next one is made with the next instance. 0 means all instances at once. velocity is v before the
    update, laid out like theta; None means 0 everywhere.
    """

    eta: float
    hold_biases: bool = False
    momentum: float = 0.0
    turn: int = 0
    velocity: Array | None = None

    def chosen(self, instances: npt.ArrayLike) -> Array:
        """Return the rows of x or y that this update is made with."""
        values = np.asarray(instances, dtype=np.float64)
        return values[self.turn - 1 : self.turn] if self.turn else values

    def after(self, velocity: Array, instances: int) -> "Update":
        """Return the next update: it begins with this velocity, and if instances take turns, with the next instance."""
        return replace(self, velocity=velocity, turn=self.turn % instances + 1 if self.turn else 0)


def update_of(update: Update | float) -> Update:
    """Return the plain update with a learning rate; an Update is returned as it is."""
    return update if isinstance(update, Update) else Update(float(update))


def new_velocity(network: Network, gradient: Array, update: Update) -> Array:
    """v ← μ v − η ∂C/∂θ, and 0 for biases that are held; gradient and result are laid out like theta."""
    old = np.zeros_like(network.theta) if update.velocity is None else update.velocity
    velocity = update.momentum * old - update.eta * gradient
    return np.where(bias_places(network), 0.0, velocity) if update.hold_biases else velocity


def updated(network: Network, gradient: Array, update: Update) -> Array:
    """θ + v with the new velocity v, laid out like theta; the network itself does not change."""
    return network.theta + new_velocity(network, gradient, update)


Gradient = Callable[[Network, Array, Array, Update], Array]
"""A gradient, laid out like theta, of a network for x and y, when it is used in an update."""


def right_gradient(network: Network, x: Array, y: Array, update: Update) -> Array:
    """∂C/∂θ."""
    return network.gradient(x, y)


class Trained(NamedTuple):
    """The cost of all instances before each update and after the last, (steps + 1,), and the update that comes next."""

    costs: Array
    coming: Update


def train(
    network: Network,
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    update: Update | float,
    steps: int,
    *,
    gradient: Gradient = right_gradient,
) -> Trained:
    """Make `steps` updates in place; x is (n, inputs), y is (n, outputs). A cost that overflows is nan or ∞."""
    costs, update = np.empty(steps + 1), update_of(update)
    with np.errstate(all="ignore"):
        for k in range(steps):
            costs[k] = network.cost(x, y)
            found = gradient(network, update.chosen(x), update.chosen(y), update)
            velocity = new_velocity(network, found, update)
            network.theta[:] += velocity
            update = update.after(velocity, len(np.asarray(x)))
        costs[steps] = network.cost(x, y)
    return Trained(costs, update)


def bias_places(network: Network) -> npt.NDArray[np.bool_]:
    """Return which parameters are biases, laid out like theta."""
    marks = np.zeros(len(network.theta))
    for neurons in rows(marks, network.sizes):
        neurons[:, -1] = 1.0
    return marks == 1.0
