"""The quadratic cost C = k (y − a)², in three conventions for k."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

import numpy as np

from core.formulas import Formula, Square, difference
from core.functions.calls import Call
from core.functions.cost import ErrorCost
from core.types import Array, Real


def squared_error(y: Real, yhat: Real) -> Array:
    """C = (y − ŷ)², equation 8.1 for a single instance and without ½; elementwise. Doubling the error quadruples it."""
    return np.subtract(y, yhat, dtype=np.float64) ** 2


@dataclass(frozen=True)
class Quadratic(ErrorCost):
    """C = k (y − a)², in one of the conventions for k. It fits any output."""

    k: Callable[[int], float]  # given the number of outputs
    script: tuple[str, str]  # weight and factor, as NumPy

    def loss(self, error: Array) -> Array:
        return error**2

    def slope_of(self, error: Real) -> Real:
        return error

    def curvature_of(self, error: Real) -> Array:
        return np.ones_like(error)

    def weight(self, outputs: int) -> float:
        return self.k(outputs)

    def factor(self, outputs: int) -> float:
        return 2.0 * self.k(outputs)

    def loss_form(self, y: Formula, a: Formula) -> Formula:
        return Square(difference(y, a))

    def slope_form(self, error: Formula) -> Formula:
        return error

    def slope_calls(self, delta: Array) -> list[Call]:
        return []

    @property
    def script_weight(self) -> str:
        return self.script[0]

    @property
    def script_factor(self) -> str:
        return self.script[1]

    @property
    def rule(self) -> Hashable:
        return Quadratic


PLACE = 1
# The first without ½, as in the book; then with ½, as in Nielsen; then the mean over the outputs, as in Keras.
COSTS = (
    Quadratic("quadratic", "quadratic", "(y − a)²", lambda outputs: 1.0, ("", "2.0"), summed="Σ (y − a)²"),
    Quadratic(
        "half_quadratic",
        "½ quadratic",
        "½ (y − a)²",
        lambda outputs: 0.5,
        ("0.5 * ", "1.0"),
        summed="½ Σ (y − a)²",
    ),
    Quadratic(
        "mean_quadratic",
        "mean quadratic",
        "(y − a)² / outputs",
        lambda outputs: 1.0 / outputs,
        ("1.0 / SIZES[-1] * ", "2.0 / SIZES[-1]"),
        summed="mean (y − a)²",
    ),
)
