"""What a planted mistake does to training, compared with right training from the same start."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.explaining.detection import differing, wrong_gradient
from core.explaining.mistakes import Mistake, mistake_named
from core.explaining.training import Update, right_gradient, train
from core.networks.diagnosis import EXPLODED
from core.networks.network import Network
from core.types import Array


@dataclass(frozen=True, eq=False)
class Effect:
    """The cost over the steps, (steps + 1,), with the right gradient and with the wrong one, from the same start.

    cross_entropy is the factor c if the wrong gradient is c times that of cross-entropy, and None if it is not.
    """

    right: Array
    wrong: Array
    cross_entropy: float | None

    @property
    def verdict(self) -> str:
        """Return "same", "better", "worse" or "exploded": training with the mistake, compared with right training."""
        last, wrong = float(self.right[-1]), float(self.wrong[-1])
        if last <= EXPLODED and np.allclose(self.wrong, self.right, rtol=1e-9, atol=1e-12):
            return "same"
        if not wrong <= EXPLODED:
            return "exploded"
        return "better" if wrong < last else "worse"


def effect(
    network: Network,
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    mistake: Mistake | str,
    update: Update | float,
    *,
    steps: int = 100,
) -> Effect:
    """Train two copies of the network, with the right and the wrong gradient; the network itself does not change."""
    mistake = mistake_named(mistake)

    def planted(learner: Network, x: Array, y: Array, update: Update) -> Array:
        return wrong_gradient(learner, x, y, mistake, update)

    right, wrong = (
        train(network.copy(), x, y, update, steps, gradient=each).costs for each in (right_gradient, planted)
    )
    return Effect(right, wrong, cross_entropy_factor(network, x, y, wrong_gradient(network, x, y, mistake, update)))


def cross_entropy_factor(network: Network, x: npt.ArrayLike, y: npt.ArrayLike, gradient: Array) -> float | None:
    """Return c if a gradient is c times that of the same network under cross-entropy, else None.

    If σ′ is dropped from a quadratic cost k (y − a)², c is 2k: the mistake gives the better cost. None if the cost is
    cross-entropy already, or if cross-entropy has no value for the targets.
    """
    targets = np.asarray(y, dtype=np.float64)
    if not network.output_function.is_probability or network.cost_function.cancels(network.output_function):
        return None
    if not ((targets >= 0.0) & (targets <= 1.0)).all():
        return None
    c = network.cost_function.factor(network.sizes[-1])
    matching = network.copy(cost="cross_entropy").gradient(x, y)
    if not np.isfinite(gradient).all() or not differing(np.zeros_like(matching), matching).any():
        return None
    return None if differing(c * matching, gradient).any() else c
