"""The backward pass with each mistake in it: the gradient that the mistake gives."""

from collections.abc import Callable

import numpy as np

from core.explaining.training import Update, updated
from core.networks.network import ForwardPass, Network, rows
from core.types import Array

Wrong = Callable[[Network, ForwardPass, Array, Update], Array]


def right_delta(network: Network, run: ForwardPass, y: Array) -> Array:
    """δ = ∂C/∂z of the output layer, as it should be."""
    return network.cost_function.delta(y, run.z[-1], run.a[-1], network.output)


def cost_slopes(network: Network, run: ForwardPass, y: Array) -> Array:
    """∂C/∂a of every output and instance."""
    return network.cost_function.slopes(y, run.z[-1], run.a[-1], network.output_function)


def cancelled(network: Network) -> bool:
    """Whether the cost cancels the slope of the output, as cross-entropy does, so that δ = a − y there."""
    return network.cost_function.cancels(network.output_function)


def pass_back(
    network: Network,
    run: ForwardPass,
    delta: Array,
    *,
    slope_at: Callable[[int, Array, Array], Array] | None = None,
    weights: Callable[[int, Array], Array] | None = None,
) -> Array:
    """δ ← (δ W) σ′ from any δ at the output down to the first layer; returns the gradient, laid out like theta.

    slope_at(layer, z, a) is σ′ of a hidden layer, from 0, and weights(layer, gradient) is the W that δ is multiplied
    by, where gradient has the layers down to this one, and 0 below; the defaults are the right ones.
    """
    gradient = np.zeros_like(network.theta)
    n = len(delta)
    slope_at = slope_at or (lambda layer, z, a: network.hidden_activations[layer].derivative(z, a))
    for layer, neurons in reversed(list(enumerate(rows(gradient, network.sizes)))):
        neurons[:, :-1] = network.reduced(delta.T @ run.a[layer], n)
        neurons[:, -1] = network.reduced(delta.sum(axis=0), n)
        if layer > 0:
            through = network.weights[layer] if weights is None else weights(layer, gradient)
            delta = delta @ through * slope_at(layer - 1, run.z[layer - 1], run.a[layer])
    return gradient


def drop_slope(network: Network, run: ForwardPass, y: Array, update: Update) -> Array:
    """δ = ∂C/∂a at the output, without its σ′(z): for a quadratic cost 2k (a − y)."""
    right = cancelled(network)
    return pass_back(network, run, right_delta(network, run, y) if right else cost_slopes(network, run, y))


def keep_slope(network: Network, run: ForwardPass, y: Array, update: Update) -> Array:
    """δ = (a − y) σ′(z) at the output under cross-entropy, which had already cancelled σ′(z)."""
    delta = right_delta(network, run, y)
    if cancelled(network):
        delta = delta * network.output_function.slope(run.z[-1], run.a[-1])
    return pass_back(network, run, delta)


def slope_with_a(network: Network, run: ForwardPass, y: Array, update: Update) -> Array:
    """δ = ∂C/∂a instead of ∂C/∂z at the output under cross-entropy: (a − y) / (a (1 − a)), or −y/a with softmax."""
    wrong = cancelled(network)
    return pass_back(network, run, cost_slopes(network, run, y) if wrong else right_delta(network, run, y))


def hidden_slope_at_output(network: Network, run: ForwardPass, y: Array, update: Update) -> Array:
    """δ = ∂C/∂a · σ′(z) at the output, with the σ′ of the last hidden layer."""
    if len(network.weights) == 1 or network.hidden_activations[-1].name == network.output:
        return pass_back(network, run, right_delta(network, run, y))
    slopes = cost_slopes(network, run, y)
    return pass_back(network, run, slopes * network.hidden_activations[-1].derivative(run.z[-1], run.a[-1]))


def bias_per_weight(network: Network, run: ForwardPass, y: Array, update: Update) -> Array:
    """∂C/∂b = δ added once for every incoming weight, inside the loop over the weights and not after it."""
    gradient = pass_back(network, run, right_delta(network, run, y))
    for neurons in rows(gradient, network.sizes):
        neurons[:, -1] *= neurons.shape[1] - 1
    return gradient


def sum_over_batch(network: Network, run: ForwardPass, y: Array, update: Update) -> Array:
    """Σ instead of 1/n Σ over the instances of the batch: n times the gradient, unless the cost is a sum itself."""
    factor = len(y) if network.reduction == "mean" else 1
    return factor * pass_back(network, run, right_delta(network, run, y))


def slope_of_a(network: Network, run: ForwardPass, y: Array, update: Update) -> Array:
    """σ′(a) instead of σ′(z), in every layer where σ′ is used: a is put into a function that expects z."""
    hidden, output, a = network.hidden_activations, network.output_function, run.a[-1]
    if cancelled(network):
        delta = right_delta(network, run, y)
    else:
        delta = output.through(a, output.of(a), cost_slopes(network, run, y))
    return pass_back(network, run, delta, slope_at=lambda k, z, a: hidden[k].derivative(a, hidden[k].fn(a)))


def update_before_passing(network: Network, run: ForwardPass, y: Array, update: Update) -> Array:
    """W is updated before δ is passed down through it: the δ of the layers below mixes old and new weights."""
    return pass_back(
        network,
        run,
        right_delta(network, run, y),
        weights=lambda layer, gradient: rows(updated(network, gradient, update), network.sizes)[layer][:, :-1],
    )


def wrong_sign(network: Network, run: ForwardPass, y: Array, update: Update) -> Array:
    """θ ← θ + η ∂C/∂θ, or y − a in place of a − y: uphill."""
    return -pass_back(network, run, right_delta(network, run, y))
