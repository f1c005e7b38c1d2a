"""The formulas of activations, costs and their slopes by name, as their descriptions have them."""

from collections.abc import Sequence

from core.formulas import Formula, Value
from core.functions.activations import ACTIVATIONS, OUTPUTS, output_named
from core.functions.cost import Cost
from core.types import Array

ACTIVATION_FORMULAS = {name: activation.forms for name, activation in ACTIVATIONS.items()}


def softmaxes(z: Sequence[Value], unit: int) -> list[Formula]:
    return OUTPUTS["softmax"].output_forms(z, unit)


def derivative_formulas(activation: str, z: Value, a: Value, value: float) -> list[Formula]:
    return ACTIVATIONS[activation].slope_forms(z, a)


def factor_of(cost: Cost, outputs: int) -> float:
    return cost.factor(outputs)


def cost_slopes(cost: Cost, output: str, y: Array, z: Array, a: Array) -> Array:
    return cost.slopes(y, z, a, output)


def slope_formulas(
    cost: Cost, output: str, y: Sequence[Value], z: Sequence[Value], a: Sequence[Value], unit: int
) -> list[Formula]:
    return cost.slope_forms(output_named(output), y, z, a, unit)


def error_formulas(output: str, y: Sequence[Value], z: Sequence[Value], a: Sequence[Value], unit: int) -> list[Formula]:
    return output_named(output).error_forms(y, z, a, unit)


def cost_formulas(cost: Cost, output: str, y: Sequence[Value], z: Sequence[Value], a: Sequence[Value]) -> list[Formula]:
    return cost.forms(output_named(output), y, z, a)
