"""Why a mistake in backpropagation changes nothing in some networks, in one sentence for each case."""

from collections.abc import Callable

from core.functions.activations import ACTIVATIONS
from core.functions.costs.cross_entropy import CrossEntropy
from core.networks.network import ForwardPass, Network, output_slope, rows
from core.types import Array

PIECEWISE = ("linear", "relu", "leaky_relu")
"""Activations whose σ′ depends on the sign of z only, which a shares wherever it matters: σ′(a) = σ′(z)."""
Reason = Callable[[Network, ForwardPass, Array], str | None]


def no_slope_dropped(network: Network, run: ForwardPass, y: Array) -> str | None:
    if isinstance(network.cost_function, CrossEntropy):
        return "Cross-entropy's δ at the output has no σ′(z) in it that could be dropped."
    if network.output == "linear":
        return "The slope of a linear output is 1 everywhere, so dropping it changes nothing."
    if network.output != "softmax":
        slope = output_slope(network.output, run.z[-1], run.a[-1])
        off = run.a[-1] != y
        if off.any() and (slope[off] == 1.0).all():
            return "Wherever an output is not its target, its slope is 1 here: dropping it changes nothing."
    return None


def no_slope_kept(network: Network, run: ForwardPass, y: Array) -> str | None:
    if not isinstance(network.cost_function, CrossEntropy):
        return "With a quadratic cost σ′(z) belongs in δ: keeping it is right."
    return None


def no_slope_with_a(network: Network, run: ForwardPass, y: Array) -> str | None:
    if not isinstance(network.cost_function, CrossEntropy):
        return "With a quadratic cost this is the mistake of dropping σ′(z), which has a place of its own."
    return None


def no_hidden_slope(network: Network, run: ForwardPass, y: Array) -> str | None:
    if len(network.weights) == 1:
        return "There is no hidden layer whose σ′ could be taken by mistake."
    if network.hidden.name == network.output:
        return "The output has the same activation as the hidden layers, and so the same σ′."
    if network.output != "softmax":
        own = output_slope(network.output, run.z[-1], run.a[-1])
        off = run.a[-1] != y
        if off.any() and (own == network.hidden.derivative(run.z[-1], run.a[-1]))[off].all():
            return "Wherever an output is not its target, the slopes of both activations happen to be the same."
    return None


def no_extra_bias(network: Network, run: ForwardPass, y: Array) -> str | None:
    if max(network.sizes[:-1]) == 1:
        return "Every neuron has a single incoming weight (fan-in 1), so its bias is counted once, which is right."
    biases = [neurons[:, -1] for neurons in rows(network.backward(run, y).gradient, network.sizes)]
    if all((each == 0.0).all() for each, fan_in in zip(biases, network.sizes, strict=False) if fan_in > 1):
        return "∂C/∂b is 0 wherever a neuron has several incoming weights: counted more than once, it stays 0."
    return None


def no_sum(network: Network, run: ForwardPass, y: Array) -> str | None:
    return "With one instance the sum is the mean." if len(y) == 1 else None


def no_slope_of_a(network: Network, run: ForwardPass, y: Array) -> str | None:
    at_output = not isinstance(network.cost_function, CrossEntropy)
    if len(network.weights) == 1 and not at_output:
        return "No σ′ is used at all: there is no hidden layer, and cross-entropy has cancelled that of the output."
    hidden = len(network.weights) == 1 or network.hidden.name in PIECEWISE
    if hidden and (not at_output or network.output in PIECEWISE):
        return (
            "The σ′ used here (linear, ReLU or leaky ReLU) only asks whether its argument is above 0, and a is "
            "where z is: σ′(a) = σ′(z)."
        )
    places = [(network.hidden, z, a) for z, a in zip(run.z[:-1], run.a[1:-1], strict=True)]
    if at_output and network.output != "softmax":
        places.append((ACTIVATIONS[network.output], run.z[-1], run.a[-1]))
    if (at_output and network.output == "softmax") or not all(
        (of.derivative(z, a) == of.derivative(a, of.fn(a))).all() for of, z, a in places
    ):
        return None
    return "For every z that occurs here, as for z = 0 with tanh, σ′(a) happens to be σ′(z)."


def no_order(network: Network, run: ForwardPass, y: Array) -> str | None:
    if len(network.weights) == 1:
        return "There is no hidden layer: δ is passed down to nobody."
    return None


def always_seen(network: Network, run: ForwardPass, y: Array) -> str | None:
    return None
