"""Finding a planted mistake: where the wrong gradient differs from the right one, or why it does not differ."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.explaining.mistakes import Mistake, mistake_named
from core.explaining.quantities import parameter_names
from core.explaining.training import Update, update_of
from core.networks.network import ForwardPass, Network, rows
from core.types import Array

FLOOR = 1e-10
"""Two gradients differ where |wrong − right| > FLOOR · max(1, |wrong|, |right|): rounding errors are far smaller."""


@dataclass(frozen=True, eq=False)
class Detection:
    """What a planted mistake does to the gradient: right and wrong, (parameters,), and where they differ.

    For a mistake of order, wrong is the update that is made, without μ v and divided by −η. differs, (parameters,), and
    names mark the parameters whose values differ by more than the floor. reason says why no value differs; None if some
    value does.
    """

    mistake: Mistake
    right: Array
    wrong: Array
    differs: npt.NDArray[np.bool_]
    names: list[str]
    reason: str | None

    @property
    def visible(self) -> bool:
        """Whether the mistake changes anything here."""
        return bool(self.names)


def wrong_gradient(
    network: Network, x: npt.ArrayLike, y: npt.ArrayLike, mistake: Mistake | str, update: Update | float = 0.1
) -> Array:
    """Return the gradient that a mistake gives, laid out like theta, with ∞ or nan where it divides by 0."""
    run = network.forward(x)
    targets = np.asarray(y, dtype=np.float64).reshape(len(run.a[0]), -1)
    with np.errstate(all="ignore"):
        return mistake_named(mistake).gradient(network, run, targets, update_of(update))


def detect(
    network: Network, x: npt.ArrayLike, y: npt.ArrayLike, mistake: Mistake | str, update: Update | float = 0.1
) -> Detection:
    """Plant a mistake and compare each number with the right gradient, for the instances of one update.

    Only for the mistake of order it matters how the update is made.
    """
    mistake = mistake_named(mistake)
    right, wrong = network.gradient(x, y), wrong_gradient(network, x, y, mistake, update)
    apart = differing(right, wrong)
    names = [name for name, differs in zip(parameter_names(network.sizes), apart, strict=True) if differs]
    reason = None if names else why_invisible(network, x, y, mistake)
    return Detection(mistake, right, wrong, apart, names, reason)


def differing(right: Array, wrong: Array) -> npt.NDArray[np.bool_]:
    """Return where |wrong − right| > FLOOR · max(1, |wrong|, |right|), or where one is not finite; elementwise."""
    with np.errstate(invalid="ignore"):
        close = np.abs(wrong - right) <= FLOOR * np.maximum(1.0, np.maximum(np.abs(wrong), np.abs(right)))
    return ~(close & np.isfinite(wrong) & np.isfinite(right))


def why_invisible(network: Network, x: npt.ArrayLike, y: npt.ArrayLike, mistake: Mistake | str) -> str:
    """Say why a mistake changes nothing here: because of the mistake itself, or else because of the units."""
    mistake = mistake_named(mistake)
    run = network.forward(x)
    targets = np.asarray(y, dtype=np.float64).reshape(len(run.a[0]), -1)
    reason = mistake.reason(network, run, targets)
    if reason is not None:
        return reason
    back = network.backward(run, targets)
    if not differing(np.zeros_like(back.gradient), back.gradient).any():
        if (np.abs(back.delta[-1]) <= FLOOR).all():
            return "Every δ at the output is 0, or below the floor: there is nothing left to get wrong."
        return "Every gradient is 0, or below the floor: whatever it is multiplied by, it stays so."
    below = mistake.name in ("slope_of_a", "update_order")
    if below and len(network.weights) > 1 and all((np.abs(delta) <= FLOOR).all() for delta in back.delta[:-1]):
        return f"Nothing comes down to the hidden layers: {_blocked(network, run)}."
    if mistake.name == "update_order":
        above = rows(back.gradient, network.sizes)[1:]
        if all((np.abs(each[:, :-1]) <= FLOOR).all() for each in above):
            return "∂C/∂w is 0 above the first layer, so the update leaves those weights as they are."
        return "One update moves the weights above so little that no δ below changes by more than the floor."
    return f"It changes no value by more than the floor of {FLOOR:g}."


def _blocked(network: Network, run: ForwardPass) -> str:
    """Say why no δ reaches the hidden layers."""
    slopes = network.hidden_activations[-1].derivative(run.z[-2], run.a[-2])
    if (slopes == 0.0).all():
        return "σ′(z) is 0 for every unit of the last hidden layer"
    if not network.weights[-1].any():
        return "the weights of the output are 0"
    return "the units are off or saturated, or δ at the output is as good as 0"
