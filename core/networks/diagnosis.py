"""Diagnosis: why a network is not learning, in numbers that a page can put into words."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from core.networks.network import ForwardPass, Network
from core.networks.trainer import Trainer
from core.types import Array

EXPLODED = 1e10
"""A recorded cost above this is an explosion, even if it is still finite."""

STALLED = 0.2
"""A network counts as stalled from this share of wrong and saturated outputs on."""

MOST = 10_000
"""The largest number of instances to look at, evenly spaced; these are enough for a diagnosis."""

MOST_PRODUCTS = 2**24
"""For a large network the number of instances is smaller: at most so many products of a weight and an activation."""


Verdict = Literal["learning", "exploded", "dead", "saturated"]


@dataclass(frozen=True)
class Diagnosis:
    """The measurements, and the verdict: "exploded", "dead", "saturated", or "learning" if nothing is wrong.

    exploded: update is the one that overflowed, or None; passed_epoch is the first epoch recorded with a cost
    above EXPLODED, and passed_cost that cost; epoch is passed_epoch, or else the epoch of the overflow, counted from 1.
    dead: dead_layers are the layers (0 being the first hidden) whose units all have a slope of 0 on all instances:
    no δ passes through these.
    saturated: wrong_and_saturated is the share of outputs with |a − y| > error_limit and σ′(z) < slope_limit; the
    limits are .5 and .01 for a sigmoid. cross_entropy_ratio is the δ of the matching cross-entropy divided by that of
    the quadratic cost, both as root mean squares over all instances; None for other costs and outputs, and where the δ
    is 0.
    """

    verdict: Verdict
    hidden: str
    output: str
    cost: str
    learning_rate: float
    update: int | None
    epoch: int | None
    passed_epoch: int | None
    passed_cost: float | None
    dead_layers: tuple[int, ...]
    wrong_and_saturated: float
    error_limit: float
    slope_limit: float
    cross_entropy_ratio: float | None


def diagnose(trainer: Trainer, network: int = 0) -> Diagnosis:
    """Diagnose one of a trainer's networks as it is now, on the training set, and from its records.

    A saturated output that is right does not stall the network, and neither does one that is wrong under cross-entropy:
    its δ = a − y is as large as possible.
    """
    with np.errstate(all="ignore"):  # the last finite theta of an explosion can give infinite outputs
        return _measured(trainer, network)


def _measured(trainer: Trainer, network: int) -> Diagnosis:
    net, at = trainer.networks[network], trainer.diverged_at[network]
    passed_epoch, passed_cost = _passed(trainer, network)
    epoch = passed_epoch if at is None or passed_epoch is not None else -(-at // trainer.updates_per_epoch)
    x, y = _instances(trainer, net)
    run = net.forward(x)
    dead_layers = tuple(layer for layer, share in enumerate(_dead(net, run)) if share == 1.0)
    stuck = _stuck(net, run, y)
    verdict: Verdict = "learning"
    if epoch is not None:
        verdict = "exploded"
    elif dead_layers:
        verdict = "dead"
    elif _is_flattened(net) and stuck.share >= STALLED:
        verdict = "saturated"
    return Diagnosis(
        verdict,
        net.hidden.name,
        net.output,
        net.cost_function.name,
        trainer.learning_rate[network],
        at,
        epoch,
        passed_epoch,
        passed_cost,
        dead_layers,
        stuck.share,
        stuck.error_limit,
        stuck.slope_limit,
        _cross_entropy_ratio(net, run, y) if _is_flattened(net) else None,
    )


def _dead(net: Network, run: ForwardPass) -> list[float]:
    """The share of each hidden layer's units whose slope is 0 on all instances."""
    layers = zip(run.z[:-1], run.a[1:-1], strict=True)
    return [float(np.mean(np.all(net.hidden.derivative(z, a) == 0.0, axis=0))) for z, a in layers]


class _Stuck(NamedTuple):
    """The share of outputs that are wrong and saturated, and the limits of error and slope for both."""

    share: float
    error_limit: float
    slope_limit: float


def _stuck(net: Network, run: ForwardPass, y: Array) -> _Stuck:
    output = net.output_function
    low, high = output.targets
    error_limit, slope_limit = 0.5 * (high - low), 0.04 * output.steepest
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
    x = trainer.data.rows[::every, :-1]
    y = trainer.data.targets(net.output, net.sizes[-1])[::every]
    return x.astype(np.float64), y.astype(np.float64)


def _root_mean_square(values: Array) -> float:
    return float(np.sqrt(np.mean(np.square(values))))
