"""Why a mistake in backpropagation changes nothing in some networks: one function for each mistake.

Each returns a sentence for the screen, or None where the mistake itself is not the reason that it is invisible.
"""

from collections.abc import Callable

from core.explaining.wrong_gradients import cancelled
from core.functions.activation import Activation
from core.networks.network import ForwardPass, Network, rows
from core.types import Array

Reason = Callable[[Network, ForwardPass, Array], str | None]


def say_no_slope_dropped(network: Network, run: ForwardPass, y: Array) -> str | None:
    output = network.output_function
    if cancelled(network):
        return f"{network.cost_function.label}'s δ at the output has no σ′(z) in it that could be dropped."
    if isinstance(output, Activation) and output.engine.slope_is_one:
        return f"The slope of a {output.label} output is 1 everywhere, so dropping it changes nothing."
    if not output.joint:
        slope, wrong = output.slope(run.z[-1], run.a[-1]), run.a[-1] != y
        if wrong.any() and (slope[wrong] == 1.0).all():
            return "Wherever an output is not its target, its slope is 1 here: dropping it changes nothing."
    return None


def say_no_slope_kept(network: Network, run: ForwardPass, y: Array) -> str | None:
    return None if cancelled(network) else "Under this cost σ′(z) is a factor of δ: keeping it is right."


def say_no_slope_with_a(network: Network, run: ForwardPass, y: Array) -> str | None:
    if cancelled(network):
        return None
    return "Under this cost that is the mistake of dropping σ′(z), which is listed for itself."


def say_no_hidden_slope(network: Network, run: ForwardPass, y: Array) -> str | None:
    if len(network.weights) == 1:
        return "There is no hidden layer whose σ′ could be taken by mistake."
    hidden = network.hidden_activations
    if hidden[-1].name == network.output:
        layers = "hidden layers" if len(set(hidden)) == 1 else "last hidden layer"
        return f"The output has the same activation as the {layers}, and so the same σ′."
    if not network.output_function.joint:
        z, a = run.z[-1], run.a[-1]
        same, wrong = network.output_function.slope(z, a) == hidden[-1].derivative(z, a), a != y
        if wrong.any() and same[wrong].all():
            return "Wherever an output is not its target, the slopes of both activations happen to be the same."
    return None


def say_no_extra_bias(network: Network, run: ForwardPass, y: Array) -> str | None:
    if max(network.sizes[:-1]) == 1:
        return "Every neuron has a single incoming weight (fan-in 1), so its bias is counted once, which is right."
    biases = [neurons[:, -1] for neurons in rows(network.backward(run, y).gradient, network.sizes)]
    if all((each == 0.0).all() for each, fan_in in zip(biases, network.sizes, strict=False) if fan_in > 1):
        return "∂C/∂b is 0 wherever a neuron has several incoming weights: counted more than once, it stays 0."
    return None


def say_no_sum(network: Network, run: ForwardPass, y: Array) -> str | None:
    if network.reduction != "mean":
        return "The cost of the batch is the sum over its instances here, so the sum of their gradients is right."
    return "With one instance the sum is the mean." if len(y) == 1 else None


def say_no_slope_of_a(network: Network, run: ForwardPass, y: Array) -> str | None:
    output, hidden_layers = network.output_function, zip(network.hidden_activations, run.z, run.a[1:], strict=False)
    if cancelled(network) and len(network.weights) == 1:
        return (
            f"No σ′ is used: there is no hidden layer, and {network.cost_function.label.lower()} cancels the output's."
        )
    places = list(hidden_layers)
    if isinstance(output, Activation) and not cancelled(network):
        places.append((output, run.z[-1], run.a[-1]))
    if output.joint and not cancelled(network):
        return None
    if all(activation.piecewise for activation, _, _ in places):
        return "The σ′ used here depends only on the sign of its argument, and a has the sign of z: σ′(a) = σ′(z)."
    if all((of.derivative(z, a) == of.derivative(a, of.fn(a))).all() for of, z, a in places):
        return "For every z that occurs here, as for z = 0 with tanh, σ′(a) happens to be σ′(z)."
    return None


def say_no_order(network: Network, run: ForwardPass, y: Array) -> str | None:
    return "There is no hidden layer to pass δ down to." if len(network.weights) == 1 else None


def say_always_seen(network: Network, run: ForwardPass, y: Array) -> str | None:
    return None
