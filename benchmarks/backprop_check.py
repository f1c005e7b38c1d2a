"""Backpropagation against central differences on random networks of every available kind.

    python -m benchmarks.backprop_check [networks] [first seed]

Prints a table of the worst errors and ends with status 1 if a network is not green. Some of the networks have
zero weights, dead ReLUs or saturated units. As many networks again have an activation of its own for each layer, means
and sums over the batch, and numbers of all sizes.
"""

import sys
from itertools import product
from typing import NamedTuple

import numpy as np

from core.explaining.gradient_check import FLOOR, STEP, TOLERANCE, check
from core.explaining.walk import MOST_INSTANCES, MOST_LAYERS, MOST_NEURONS
from core.functions.activations import ACTIVATIONS
from core.functions.costs import COSTS
from core.networks.network import REDUCTIONS, Network, parameters
from core.types import Array

PAIRS = [(output, cost) for output in [*ACTIVATIONS, "softmax"] for cost in COSTS if cost != "cross_entropy"]
PAIRS += [("sigmoid", "cross_entropy"), ("softmax", "cross_entropy")]
COMBINATIONS = [(hidden, *pair) for hidden, pair in product(ACTIVATIONS, PAIRS)]
LARGEST = (20, 1_000, 1_000_000)
STARTS = ("ordinary", "zero weights", "all zero", "dead units", "saturated")


class Case(NamedTuple):
    """A random network with its instances, and the kind of its parameters."""

    start: str
    network: Network
    x: Array
    y: Array


def random_case(seed: int) -> Case:
    """Make the network of a seed: all combinations in turn, and for each of them all starts in turn."""
    rng = np.random.default_rng(seed)
    hidden, output, cost = COMBINATIONS[seed % len(COMBINATIONS)]
    start = STARTS[seed // len(COMBINATIONS) % len(STARTS)]
    sizes = rng.integers(1, MOST_NEURONS + 1, rng.integers(1, MOST_LAYERS + 1) + 1).tolist()
    if output == "softmax":
        sizes[-1] = max(sizes[-1], 2)
    n = int(rng.integers(1, MOST_INSTANCES + 1))
    theta = rng.normal(size=parameters(sizes))
    if start == "zero weights":
        theta[rng.random(len(theta)) < 0.5] = 0.0
    if start == "all zero":
        theta[:] = 0.0
    if start == "saturated":
        theta *= 10.0
    network = Network(sizes, hidden=hidden, output=output, cost=cost, theta=theta)
    if start == "dead units":
        network.biases[0][rng.random(sizes[1]) < 0.6] = -50.0
    return Case(start, network, rng.normal(size=(n, sizes[0])), random_targets(output, n, sizes[-1], rng))


def wide_case(seed: int, largest: float) -> Case:
    """Make a network with numbers from 0.01 to the largest, evenly over the powers of ten, and own activations."""
    rng = np.random.default_rng([seed, int(largest)])
    _, output, cost = COMBINATIONS[seed % len(COMBINATIONS)]
    sizes = rng.integers(1, MOST_NEURONS + 1, rng.integers(1, MOST_LAYERS + 1) + 1).tolist()
    if output == "softmax":
        sizes[-1] = max(sizes[-1], 2)

    def numbers(*shape: int) -> Array:
        return rng.choice([-1.0, 1.0], shape) * 10.0 ** rng.uniform(-2.0, np.log10(largest), shape)

    n = int(rng.integers(1, MOST_INSTANCES + 1))
    network = Network(
        sizes,
        hidden=rng.choice(list(ACTIVATIONS), len(sizes) - 2).tolist(),
        output=output,
        cost=cost,
        theta=numbers(parameters(sizes)),
        reduction=REDUCTIONS[seed % 2],
    )
    x, y = numbers(n, sizes[0]), random_targets(output, n, sizes[-1], rng)
    return Case("wide", network, x, y if cost == "cross_entropy" or rng.random() < 0.5 else numbers(*y.shape))


def random_targets(output: str, n: int, outputs: int, rng: np.random.Generator) -> Array:
    """Classes as targets, or sometimes soft targets."""
    low = -1.0 if output in ("tanh", "linear") else 0.0
    if rng.random() < 0.2:
        soft = rng.uniform(low, 1.0, (n, outputs))
        return soft / soft.sum(axis=1, keepdims=True) if output == "softmax" else soft
    if output == "softmax":
        return np.eye(outputs)[rng.integers(0, outputs, n)]
    return np.where(rng.random((n, outputs)) < 0.5, low, 1.0)


def main(networks: int = 1_000, first: int = 0) -> int:
    """Check so many networks and print the worst error of every start and output."""
    worst: dict[tuple[str, str], float] = {}
    red, skipped = list[str](), 0
    for seed in range(first, first + networks):
        case = random_case(seed)
        found = check(case.network, case.x, case.y)
        skipped += int(found.at_kink.sum())
        place = (case.start, case.network.output)
        worst[place] = np.fmax(worst.get(place, 0.0), found.worst)
        if not found.passed:
            net = case.network
            red.append(
                f"seed {seed}: {'-'.join(map(str, net.sizes))} {net.hidden.name}, {net.output}, "
                f"{net.cost_function.name}, {case.start}: {found.worst:.1e} at {', '.join(found.red)}"
            )
    outputs = [*ACTIVATIONS, "softmax"]
    print(f"{networks} networks; h = {STEP:g}, floor = {FLOOR:g} of the cost or of 1, green up to {TOLERANCE:g}")
    print(f"Differences left out because they cross a kink: {skipped}")
    print("Worst relative error, by what is special about the network and by its output:\n")
    print("| start | " + " | ".join(outputs) + " |")
    print("|---" * (len(outputs) + 1) + "|")
    for start in STARTS:
        cells = [f"{worst[start, output]:.1e}" if (start, output) in worst else "" for output in outputs]
        print(f"| {start} | " + " | ".join(cells) + " |")
    red += print_wide(networks, first)
    print("\n" + ("\n".join(red) if red else "All green."))
    return 1 if red else 0


def print_wide(networks: int, first: int) -> list[str]:
    """Check so many networks with numbers of each size, print what came, and return those that are red."""
    red = list[str]()
    print("\n| numbers up to | worst relative error | red | largest gradient 5 % off, and the check red |")
    print("|---|---|---|---|")
    for largest in LARGEST:
        worst, wrong, seen, tried = 0.0, list[str](), 0, 0
        for seed in range(first, first + networks):
            _, net, x, y = wide_case(seed, largest)
            found = check(net, x, y)
            worst = np.fmax(worst, found.worst)
            wrong += [] if found.passed else [f"seed {seed} with numbers up to {largest:,}: {', '.join(found.red)}"]
            sizes = np.where(found.at_kink, 0.0, np.abs(found.backprop))
            if sizes.max() > 0.01 * found.floor:
                tried += 1
                gradient = found.backprop * np.where(np.arange(len(sizes)) == sizes.argmax(), 1.05, 1.0)
                seen += not check(net, x, y, gradient=gradient).passed
        print(f"| {largest:,} | {worst:.1e} | {len(wrong)} of {networks:,} | {seen:,} of {tried:,} |")
        red += wrong
    return red


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
