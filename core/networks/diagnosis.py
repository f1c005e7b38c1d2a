"""Diagnosis: why a network is not learning, in numbers that a page can put into words.

Every verdict is a measurement, and none guesses a cause: whether a smaller η, another activation or another start
helps is found out by trying it (`core/experiments/remedies.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np

from core.functions.activation import Activation
from core.networks.fit import fit_of
from core.networks.network import ForwardPass, Network, rows
from core.networks.trainer import Trainer
from core.networks.unrest import Unrest, unrest_of
from core.types import Array

EXPLODED = 1e10
"""A recorded cost above this is an explosion, even if it is still finite."""

LEARNED = 0.99
"""From this fit on a network has learned, and nothing keeps it from learning."""

STALLED = 0.2
"""A network counts as stalled from this share of wrong and saturated outputs on."""

FLAT = 0.04
"""A neuron is saturated where σ′ is below this share of its activation's largest."""

SATURATED = 0.75
"""A hidden layer is saturated if its neurons are, at this share of the instances, on average."""

STARVED = 1e-3
"""A first layer starves if its gradient is less than this share of the output's."""

SAME = 1e-9
"""Neurons are identical if their parameters differ by less than this share of the largest."""

MOST = 10_000
"""The largest number of instances to look at, evenly spaced; these are enough for a diagnosis."""

MOST_PRODUCTS = 2**24
"""For a large network the number of instances is smaller: at most so many products of a weight and an activation."""


Verdict = Literal[
    "learning", "exploded", "symmetric", "dead", "dead output", "restless", "saturated", "saturated inside", "starving"
]


@dataclass(frozen=True)
class Diagnosis:
    """The measurements, and the verdict: the first of these that holds, or "learning" if none does.

    exploded: at some update the numbers overflow, or the cost is above EXPLODED at some epoch of a network that has not
    learned. update is the one that overflowed, or None; passed_epoch is the first epoch recorded with a cost
    above EXPLODED, and passed_cost that cost; epoch is passed_epoch, or else the epoch of the overflow, counted from 1.
    A network whose `fit` is above LEARNED has no other verdict.
    symmetric: identical_layers are the layers (0 being the first hidden) of two or more neurons that have the same
    weights and bias, and that the next layer weighs alike: their gradients are the same, and they stay identical.
    dead: dead_layers are the hidden layers whose neurons have z ≤ 0 on all instances, where their slope is exactly 0:
    no δ passes through these. Neither does any if dead_output: all outputs are at such z on all instances.
    restless: see `Unrest`.
    saturated: wrong_and_saturated is the share of outputs with |a − y| > error_limit and σ′(z) < slope_limit; the
    limits are .5 and .01 for a sigmoid. cross_entropy_ratio is the δ of the matching cross-entropy divided by that of
    the quadratic cost, both as root mean squares over all instances; None for other costs and outputs, and where the δ
    is 0.
    saturated inside: flat is for each hidden layer the share of neurons and instances with σ′ < FLAT of the largest; 0
    for an activation without an upper and a lower bound.
    starving: gradients are the root mean squares of the first and of the last layer's gradient; None where there are
    fewer than two hidden layers, or another verdict holds.
    """

    verdict: Verdict
    hidden: str
    output: str
    cost: str
    learning_rate: float
    fit: float
    update: int | None
    epoch: int | None
    passed_epoch: int | None
    passed_cost: float | None
    identical_layers: tuple[int, ...]
    dead_layers: tuple[int, ...]
    dead_output: bool
    unrest: Unrest | None
    wrong_and_saturated: float
    error_limit: float
    slope_limit: float
    cross_entropy_ratio: float | None
    flat: tuple[float, ...]
    gradients: tuple[float, float] | None


def diagnose(trainer: Trainer, network: int = 0) -> Diagnosis:
    """Diagnose one of a trainer's networks as it is now, on the training set, and from its records.

    A saturated output that is right does not stall the network, and neither does one that is wrong under cross-entropy:
    its δ = a − y is as large as possible.
    """
    with np.errstate(all="ignore"):  # the last finite theta of an explosion can give infinite outputs
        return _measured(trainer, network)


def _measured(trainer: Trainer, network: int) -> Diagnosis:
    net, at, passed = trainer.networks[network], trainer.diverged_at[network], _passed(trainer, network)
    epoch = passed[0] if at is None or passed[0] is not None else -(-at // trainer.updates_per_epoch)
    x, y = _instances(trainer, net)
    run = net.forward(x)
    fit, stuck, unrest, flat = fit_of(net, run, y), _stuck(net, run, y), unrest_of(trainer, network), _flat(net, run)
    identical, dead, dead_output = _identical(net), _dead(net, run), _dies(net.output_function, run.z[-1], run.a[-1])
    signs: tuple[tuple[Verdict, bool], ...] = (
        ("symmetric", bool(identical)),
        ("dead", bool(dead)),
        ("dead output", dead_output),
        ("restless", unrest is not None and unrest.moves),
        ("saturated", _is_flattened(net) and stuck.share >= STALLED),
        ("saturated inside", max(flat, default=0.0) >= SATURATED),
        ("restless", unrest is not None),
    )
    exploded = at is not None or (epoch is not None and fit <= LEARNED)
    verdict = _verdict(signs, exploded=exploded, learned=fit > LEARNED)
    gradients = None if verdict or len(net.sizes) < 4 else _ends(net, net.backward(run, y).gradient)
    if gradients and gradients[0] < STARVED * gradients[1]:
        verdict = "starving"
    return Diagnosis(
        verdict or "learning",
        net.hidden.name,
        net.output,
        net.cost_function.name,
        trainer.learning_rate[network],
        fit,
        at,
        epoch,
        *passed,
        identical,
        dead,
        dead_output,
        unrest,
        *stuck,
        _cross_entropy_ratio(net, run, y) if _is_flattened(net) else None,
        flat,
        gradients,
    )


def _verdict(signs: Iterable[tuple[Verdict, bool]], *, exploded: bool, learned: bool) -> Verdict | None:
    """Return the verdict, or None if only the gradients can tell."""
    if exploded or learned:
        return "exploded" if exploded else "learning"
    return next((sign for sign, holds in signs if holds), None)


def _identical(net: Network) -> tuple[int, ...]:
    """Return the hidden layers of two or more neurons with the same parameters, which the next layer weighs alike."""
    layers = rows(net.theta, net.sizes)
    pairs = [(own, above[:, :-1].T) for own, above in pairwise(layers) if len(own) > 1]
    places = [place for place, own in enumerate(layers[:-1]) if len(own) > 1]
    return tuple(place for place, pair in zip(places, pairs, strict=True) if all(map(_all_the_same, pair)))


def _all_the_same(neurons: Array) -> bool:
    """Whether all rows are equal, up to rounding."""
    return bool(np.ptp(neurons, axis=0).max() <= SAME * np.abs(neurons).max())


def _dead(net: Network, run: ForwardPass) -> tuple[int, ...]:
    """Return the hidden layers whose z is never above 0 where the activation has no slope there."""
    layers = zip(run.z[:-1], run.a[1:-1], strict=True)
    return tuple(layer for layer, (z, a) in enumerate(layers) if _dies(net.hidden, z, a))


def _dies(output: object, z: Array, a: Array) -> bool:
    """Whether all z are at most 0, and this activation's slope is exactly 0 there; softmax has no such side.

    ReLU has none at any such z, and SiLU none where eᶻ has rounded to 0. One that has two bounds is saturated instead.
    """
    if not isinstance(output, Activation) or output.saturates or not (z <= 0.0).all():
        return False
    return output.dies or not output.derivative(z, a).any()


def _flat(net: Network, run: ForwardPass) -> tuple[float, ...]:
    """Return for each hidden layer the share of its neurons and instances at which it is saturated."""
    limit = FLAT * net.hidden.steepest
    layers = list(zip(run.z[:-1], run.a[1:-1], strict=True))
    if not net.hidden.saturates:
        return (0.0,) * len(layers)
    return tuple(float(np.mean(net.hidden.derivative(z, a) < limit)) for z, a in layers)


def _ends(net: Network, gradient: Array) -> tuple[float, float]:
    """Return the root mean square of the first layer's gradient and of the last's."""
    layers = rows(gradient, net.sizes)
    return _root_mean_square(layers[0]), _root_mean_square(layers[-1])


class _Stuck(NamedTuple):
    """The share of outputs that are wrong and saturated, and the limits of error and slope for both."""

    share: float
    error_limit: float
    slope_limit: float


def _stuck(net: Network, run: ForwardPass, y: Array) -> _Stuck:
    output = net.output_function
    low, high = output.targets
    error_limit, slope_limit = 0.5 * (high - low), FLAT * output.steepest
    error, slope = output.error(y, run.z[-1], run.a[-1]), output.slope(run.z[-1], run.a[-1])
    return _Stuck(float(np.mean((np.abs(error) > error_limit) & (slope < slope_limit))), error_limit, slope_limit)


def _is_flattened(net: Network) -> bool:
    """Whether δ has as a factor a slope that is nearly 0 at both ends of the output."""
    return net.output_function.saturates and not net.cost_function.cancels(net.output_function)


def _cross_entropy_ratio(net: Network, run: ForwardPass, y: Array) -> float | None:
    z, a = run.z[-1], run.a[-1]
    delta = _root_mean_square(net.cost_function.delta(y, z, a, net.output_function))
    return _root_mean_square(net.output_function.error(y, z, a)) / delta if delta > 0.0 else None


def _passed(trainer: Trainer, network: int) -> tuple[int, float] | tuple[None, None]:
    """Return the first epoch whose recorded cost is an explosion, and that cost."""
    if not trainer.records_so_far:
        return None, None
    record = trainer.records_so_far[network]
    high = np.flatnonzero(record.cost > EXPLODED)
    return (int(record.epoch[high[0]]), float(record.cost[high[0]])) if len(high) else (None, None)


def _instances(trainer: Trainer, net: Network) -> tuple[Array, Array]:
    """Return x and y of at most MOST instances of the training set, or of fewer for a large network."""
    most = max(1, min(MOST, MOST_PRODUCTS // len(net.theta)))
    every = -(-len(trainer.data) // most)
    x = trainer.data.x(slice(None, None, every))
    y = trainer.data.targets(net.output, net.sizes[-1])[::every]
    return x.astype(np.float64), y.astype(np.float64)


def _root_mean_square(values: Array) -> float:
    return float(np.sqrt(np.mean(np.square(values))))
