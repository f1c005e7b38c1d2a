"""Gradient check: backpropagation against differences of the cost, which need only the forward pass.

n = (C(θ + h) − C(θ − h)) / 2h for each parameter in turn. Its error is h² C‴/6 from the terms left out of the series,
and about 10⁻¹⁶ C/h from rounding: so h must be neither too large nor too small.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from core.explaining.quantities import Key, parameter_names, symbol_of
from core.functions.activation import Activation
from core.networks.network import Network, rows
from core.numerals import numeral
from core.types import Array

STEP = 1e-5
SMALLER = (1e-6, 1e-7, 1e-8, 1e-9, 1e-10)
"""Steps for parameters that are not green with the step above: a strongly curved cost needs a smaller step."""
TOLERANCE = 1e-5
"""A check is green if no error is larger, relative to the larger of both gradients and the floor."""

FLOOR = 1e-3
"""A share of the cost, or of 1 if the cost is smaller. Smaller gradients are compared as if they were as large as it:
differences cannot show more, since C is known only to about 10⁻¹⁶ of its size (see `floor_of`)."""

EPSILON = float(np.finfo(np.float64).eps)


class Kink(NamedTuple):
    """A unit whose z changes sign between θ − h and θ + h, or is 0: its slope jumps there. All counted from 1."""

    layer: int
    unit: int
    instance: int
    z: float


@dataclass(frozen=True, eq=False)
class Check:
    """Both gradients, (parameters,), and how much they differ.

    error is |backprop − numeric| / max(|backprop|, |numeric|, floor). kinks are the units whose kink lies within h,
    and at_kink, (parameters,), marks the parameters whose difference crosses one: such a difference is no estimate, so
    it is left out of worst, by_layer (the largest error of every layer, nan if all are left out), red and passed. red
    lists the names of the parameters whose error is above the tolerance, or not a number. rough lists those that have a
    higher floor than `floor`, since no step gives a difference that is exact to the tolerance.
    """

    backprop: Array
    numeric: Array
    error: Array
    at_kink: npt.NDArray[np.bool_]
    kinks: list[Kink]
    by_layer: list[float]
    worst: float
    red: list[str]
    floor: float
    rough: list[str]

    @property
    def passed(self) -> bool:
        """Whether the check is green: every compared parameter agrees, also if none was compared (see `compared`)."""
        return not self.red

    @property
    def compared(self) -> int:
        """The number of parameters that could be compared, because their differences cross no kink."""
        return int(np.sum(~self.at_kink))


def central_differences(
    network: Network, x: npt.ArrayLike, y: npt.ArrayLike, h: float = STEP
) -> tuple[Array, npt.NDArray[np.bool_], list[Kink]]:
    """(C(θ + h) − C(θ − h)) / 2h for every parameter, whether it crosses a kink, and the kinks that are crossed.

    2h is the distance of both ends as they are stored: next to a large θ, h is rounded. One forward pass for all
    networks, two for each parameter, on one more axis in front. A kink is crossed if the z of some ReLU has a different
    sign at either end than in the middle.
    """
    run = network.forward(x)
    y = np.asarray(y, dtype=np.float64).reshape(len(run.a[0]), -1)
    places = len(network.theta)
    thetas = np.tile(network.theta, (2, places, 1))
    thetas[0, np.arange(places), np.arange(places)] += h
    thetas[1, np.arange(places), np.arange(places)] -= h
    apart = thetas[0].diagonal() - thetas[1].diagonal()
    with np.errstate(over="ignore", invalid="ignore"):
        costs, pre = forward_all(network, thetas.reshape(2 * places, -1), run.a[0], y)
    costs = costs.reshape(2, places)
    crossed, kinks = np.zeros(places, dtype=np.bool_), list[Kink]()
    for layer, (z, moved) in enumerate(zip(run.z, pre, strict=True)):
        activation = (*network.hidden_activations, network.output_function)[layer]
        for kink in activation.kinks if isinstance(activation, Activation) else ():
            ends = np.sign(moved.reshape(2, places, *z.shape) - kink)
            here = (ends != np.sign(z - kink)).any(axis=0)  # (parameters, n, units); from a kink, all changes cross
            crossed |= here.any(axis=(1, 2))
            for instance, unit in np.argwhere(here.any(axis=0)).tolist():
                kinks.append(Kink(layer + 1, unit + 1, instance + 1, float(z[instance, unit])))
    return (costs[0] - costs[1]) / apart, crossed, kinks


def forward_all(network: Network, thetas: Array, x: Array, y: Array) -> tuple[Array, list[Array]]:
    """The costs of networks of one shape, (networks,), and every layer's z; thetas is (networks, parameters)."""
    layers = [rows(theta, network.sizes) for theta in thetas]
    a, pre = np.broadcast_to(x, (len(thetas), *x.shape)), list[Array]()
    for layer in range(len(network.weights)):
        neurons = np.stack([each[layer] for each in layers])
        z = a @ neurons[:, :, :-1].transpose(0, 2, 1) + neurons[:, None, :, -1]
        pre.append(z)
        last = layer == len(network.weights) - 1
        a = network.output_function.of(z) if last else network.hidden_activations[layer].fn(z)
    costs = network.cost_function.value(y, pre[-1], a, network.output)
    return network.reduced(costs.sum(axis=-1), len(y)), pre


def check(
    network: Network,
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    *,
    gradient: Array | None = None,
    h: float | None = None,
    floor: float = FLOOR,
    tolerance: float = TOLERANCE,
) -> Check:
    """Compare a gradient, by default that of `Network.backward`, with central differences.

    floor is a share of the cost, or of 1 if the cost is smaller (see `floor_of`). The default step is 10⁻⁵. Parameters
    that are not green with it are tried with 10⁻⁶ to 10⁻¹⁰ too, as long as rounding stays small enough: h² C‴/6 may be
    large, but it shrinks with h, and the error of a mistake does not.
    """
    backprop = network.gradient(x, y) if gradient is None else np.asarray(gradient, dtype=np.float64)
    noise = rounding_error(network, x, y)
    least = floor_of(network.cost(x, y), noise, floor)
    numeric, crossed, kinks = central_differences(network, x, y, STEP if h is None else h)
    floors = np.full(len(backprop), least)
    if h is None:
        differences = (central_differences(network, x, y, smaller)[0] for smaller in SMALLER)
        numeric, floors = _refined(backprop, numeric, differences, ~crossed, noise, least, tolerance)
    error = relative_error(backprop, numeric, floors)
    counted = np.where(crossed, np.nan, error)
    by_layer = [_largest(each) for each in rows(counted, network.sizes)]
    wrong = ~crossed & ~(error <= tolerance)
    names = np.array(parameter_names(network.sizes))
    red, rough = names[wrong].tolist(), names[floors > least].tolist()
    return Check(backprop, numeric, error, crossed, kinks, by_layer, _largest(counted), red, least, rough)


def _refined(
    backprop: Array,
    numeric: Array,
    differences: Iterable[Array],
    compared: npt.NDArray[np.bool_],
    noise: float,
    least: float,
    tolerance: float,
) -> tuple[Array, Array]:
    """Return differences with smaller steps where they agree better, and the floor of each parameter.

    A difference is in doubt by the rounding error noise/h, and by what the step leaves out: a tenth of a step leaves
    out a hundredth, so the last change of n is about 99 times as much. A twentieth of the change is safe where h² C‴/6
    is not yet all there is. If the least doubt of all steps is more than the tolerance, the floor says so.
    """
    before, best, doubt = numeric, numeric, np.full(len(numeric), np.inf)
    for smaller, again in zip(SMALLER, differences, strict=True):
        error = relative_error(backprop, numeric, least)
        if (~compared | (error <= tolerance)).all():
            break
        size = np.maximum(np.maximum(np.abs(backprop), np.abs(again)), least)
        known = noise / smaller <= 0.1 * tolerance * size  # else rounding could hide any error
        closer = compared & known & (relative_error(backprop, again, least) < error)
        numeric = np.where(closer, again, numeric)
        with np.errstate(invalid="ignore"):
            here = np.abs(again - before) / 20.0 + noise / smaller
        best, doubt, before = np.where(here < doubt, again, best), np.fmin(here, doubt), again
    floors = np.full(len(numeric), least)
    wider = np.where(np.isfinite(doubt), np.maximum(least, doubt / tolerance), least)
    saved = compared & ~(relative_error(backprop, numeric, least) <= tolerance)
    saved &= relative_error(backprop, best, wider) <= tolerance
    return np.where(saved, best, numeric), np.where(saved, wider, floors)


def relative_error(a: Array, n: Array, floor: float | Array) -> Array:
    """|a − n| / max(|a|, |n|, floor), elementwise; ∞ where one of the two is not a number."""
    with np.errstate(invalid="ignore"):
        error = np.abs(a - n) / np.maximum(np.maximum(np.abs(a), np.abs(n)), floor)
    return np.where(np.isfinite(a) & np.isfinite(n), error, np.inf)


def rounding_error(network: Network, x: npt.ArrayLike, y: npt.ArrayLike) -> float:
    """ε (C + Σ |δ| (Σ |w| |a| + |b|)), in a batch as its cost is: about the rounding error of C in float64.

    Each z is a sum whose rounding error is about ε times the sum of the sizes of its terms, and δ = ∂C/∂z says what
    comes of it in C. With inputs such as pixels it may be far larger than ε C.
    """
    run = network.forward(x)
    back = network.backward(run, y)
    total = np.zeros(len(run.a[0]))
    for weights, biases, a, delta in zip(network.weights, network.biases, run.a, back.delta, strict=False):
        sizes = np.abs(a) @ np.abs(weights).T + np.abs(biases)
        total += (np.abs(delta) * sizes).sum(axis=1)
    return EPSILON * (network.cost(x, y) + float(network.reduced(total.sum(axis=0), len(total))))


def floor_of(cost: float, noise: float, floor: float = FLOOR) -> float:
    """Return the size below which gradients are compared as if they were as large.

    It is the share of the cost, or of 1. If that is less than what the rounding error of C hides with the step 10⁻⁵, it
    is the smallest gradient whose difference is exact to the tolerance.
    """
    return max(floor * max(1.0, cost), noise / (STEP * TOLERANCE))


def _largest(errors: Array) -> float:
    return float(np.nanmax(errors)) if not np.isnan(errors).all() else float("nan")


# --- The step h ----------------------------------------------------------------------------------------------------

STEPS = np.logspace(-1.0, -12.0, 45)
"""The steps of the curve: four to a power of ten."""


@dataclass(frozen=True, eq=False)
class StepCurve:
    """The worst relative error over h, (steps,), nan where every difference crosses a kink, and its two parts.

    truncation and rounding, (steps,), are what theory expects: h² C‴/6, and the rounding error of C over h, for the
    parameter where each is largest. crossed marks each h where some parameter crosses a kink. best is the h where both
    parts are equal, None if C‴ is 0: then there is only rounding, and a larger h is always better.
    """

    h: Array
    worst: Array
    truncation: Array
    rounding: Array
    crossed: npt.NDArray[np.bool_]
    best: float | None


def step_curve(
    network: Network, x: npt.ArrayLike, y: npt.ArrayLike, *, steps: Array = STEPS, floor: float = FLOOR
) -> StepCurve:
    """Return the error of central differences over h.

    C‴ is measured with h₀ = 10⁻²: n(2h₀) − n(h₀) = 3h₀² C‴/6, without the terms of higher order. Rounding is taken as
    ε C/h with ε = 2.2 × 10⁻¹⁶, or as a tenth of the bound `rounding_error` / h, if that is more.
    """
    gradient, cost, bound = network.gradient(x, y), network.cost(x, y), rounding_error(network, x, y)
    least = floor_of(cost, bound, floor)
    worst, crossed = np.empty(len(steps)), np.zeros(len(steps), dtype=np.bool_)
    for k, h in enumerate(steps.tolist()):
        numeric, at_kink, _ = central_differences(network, x, y, h)
        crossed[k] = at_kink.any()
        worst[k] = _largest(np.where(at_kink, np.nan, relative_error(gradient, numeric, least)))
    wide, kinked, _ = central_differences(network, x, y, 2e-2)
    narrow, _, _ = central_differences(network, x, y, 1e-2)
    scale = np.maximum(np.abs(gradient), least)
    sixth = np.where(kinked, 0.0, np.abs(wide - narrow) / 3e-4)  # |C‴| / 6
    bend, noise = float(np.max(sixth / scale)), max(EPSILON * cost, 0.1 * bound) / float(np.min(scale))
    best = (noise / bend) ** (1.0 / 3.0) if bend > 1e-9 and noise > 0.0 else None
    return StepCurve(steps, worst, bend * steps**2, noise / steps, crossed, best)


def kink_names(kinks: list[Kink]) -> list[str]:
    """Return each kink in words, such as "z¹₂ of instance 1 is 0"."""
    return [
        f"{symbol_of(Key('z', kink.layer, kink.unit)).plain} of instance {kink.instance} is {numeral(kink.z)}"
        for kink in kinks
    ]
