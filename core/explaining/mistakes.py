"""Mistakes people make in backpropagation: what each does to the gradient, when it cannot be seen, what it costs.

All are found in published teaching code. Some only slow training down, one even speeds it up, and nearly all of them
let the cost fall somehow: which is why a falling cost proves nothing, and a gradient check does.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.explaining.derivations import cost_slopes, factor_of
from core.explaining.walk import parameter_names, train, updated
from core.functions.activations import ACTIVATIONS, softmax
from core.functions.costs import CrossEntropy, softmax_error
from core.networks.diagnosis import EXPLODED
from core.networks.network import ForwardPass, Network, output_slope, rows
from core.types import Array

FLOOR = 1e-10
"""Two gradients differ where |wrong − right| > FLOOR · max(1, |wrong|, |right|): rounding alone stays far below."""

PIECEWISE = ("linear", "relu", "leaky_relu")
"""Activations whose σ′ depends on the sign of z only, which a shares wherever it matters: σ′(a) = σ′(z)."""

Wrong = Callable[[Network, ForwardPass, Array, float], Array]
Reason = Callable[[Network, ForwardPass, Array], str | None]


# --- The way back, with a place for every mistake --------------------------------------------------------------------


def right_delta(network: Network, run: ForwardPass, y: Array) -> Array:
    """δ = ∂C/∂z of the output layer, as it should be."""
    return network.cost_function.delta(y, run.z[-1], run.a[-1], network.output)


def pass_back(
    network: Network,
    run: ForwardPass,
    delta: Array,
    *,
    slope_at: Callable[[Array, Array], Array] | None = None,
    weights: Callable[[int, Array], Array] | None = None,
) -> Array:
    """δ ← (δ W) σ′ down the layers, from any δ at the output; the gradient, laid out like theta.

    slope_at(z, a) is σ′ of a hidden layer, and weights(layer, ∂C/∂W of the layer) what δ is passed through; both are
    right unless given.
    """
    gradient = np.empty_like(network.theta)
    n = len(delta)
    slope_at = slope_at or network.hidden.derivative
    for layer, neurons in reversed(list(enumerate(rows(gradient, network.sizes)))):
        neurons[:, :-1] = delta.T @ run.a[layer] / n
        neurons[:, -1] = delta.sum(axis=0) / n
        if layer > 0:
            through = network.weights[layer] if weights is None else weights(layer, neurons[:, :-1])
            delta = delta @ through * slope_at(run.z[layer - 1], run.a[layer])
    return gradient


# --- The mistakes ----------------------------------------------------------------------------------------------------


def drop_slope(network: Network, run: ForwardPass, y: Array, eta: float) -> Array:
    """δ = ∂C/∂a at the output, σ′(z) being forgotten: of a quadratic cost, 2k (a − y) is left."""
    if isinstance(network.cost_function, CrossEntropy):
        return pass_back(network, run, right_delta(network, run, y))
    return pass_back(network, run, cost_slopes(network.cost_function, network.output, y, run.z[-1], run.a[-1]))


def keep_slope(network: Network, run: ForwardPass, y: Array, eta: float) -> Array:
    """δ = (a − y) σ′(z) at the output under cross-entropy, which had already cancelled σ′(z)."""
    delta = right_delta(network, run, y)
    if isinstance(network.cost_function, CrossEntropy):
        delta = delta * output_slope(network.output, run.z[-1], run.a[-1])
    return pass_back(network, run, delta)


def slope_with_a(network: Network, run: ForwardPass, y: Array, eta: float) -> Array:
    """δ = ∂C/∂a instead of ∂C/∂z at the output under cross-entropy: (a − y) / (a (1 − a)), or −y/a with softmax."""
    if not isinstance(network.cost_function, CrossEntropy):
        return pass_back(network, run, right_delta(network, run, y))
    return pass_back(network, run, cost_slopes(network.cost_function, network.output, y, run.z[-1], run.a[-1]))


def hidden_slope_at_output(network: Network, run: ForwardPass, y: Array, eta: float) -> Array:
    """δ = ∂C/∂a · σ′(z) at the output, with the σ′ of the hidden layers."""
    if len(network.weights) == 1 or network.hidden.name == network.output:
        return pass_back(network, run, right_delta(network, run, y))
    slopes = cost_slopes(network.cost_function, network.output, y, run.z[-1], run.a[-1])
    return pass_back(network, run, slopes * network.hidden.derivative(run.z[-1], run.a[-1]))


def bias_per_weight(network: Network, run: ForwardPass, y: Array, eta: float) -> Array:
    """∂C/∂b = δ added once for every incoming weight, inside the loop over the weights instead of after it."""
    gradient = pass_back(network, run, right_delta(network, run, y))
    for neurons in rows(gradient, network.sizes):
        neurons[:, -1] *= neurons.shape[1] - 1
    return gradient


def sum_over_batch(network: Network, run: ForwardPass, y: Array, eta: float) -> Array:
    """Σ instead of 1/n Σ over the instances of the batch: n times the gradient."""
    return len(y) * pass_back(network, run, right_delta(network, run, y))


def slope_of_a(network: Network, run: ForwardPass, y: Array, eta: float) -> Array:
    """σ′(a) instead of σ′(z), in every layer where σ′ is used: a is put into a function that expects z."""
    hidden, output, cost = network.hidden, network.output, network.cost_function
    z, a = run.z[-1], run.a[-1]
    if isinstance(cost, CrossEntropy):
        delta = right_delta(network, run, y)
    elif output == "softmax":
        delta = softmax_delta_at_a(y, z, a, factor_of(cost, a.shape[-1]))
    else:
        of = ACTIVATIONS[output]
        delta = cost_slopes(cost, output, y, z, a) * of.derivative(a, of.fn(a))
    return pass_back(network, run, delta, slope_at=lambda z, a: hidden.derivative(a, hidden.fn(a)))


def softmax_delta_at_a(y: Array, z: Array, a: Array, factor: float) -> Array:
    """δⱼ = sⱼ Σₖ sₖ (gⱼ − gₖ) with g = ∂C/∂a, as for a quadratic cost, but with s = softmax(a) instead of a."""
    g, s = factor * softmax_error(y, z, a), softmax(a)
    return s * np.sum(s[..., None, :] * (g[..., :, None] - g[..., None, :]), axis=-1)


def update_before_passing(network: Network, run: ForwardPass, y: Array, eta: float) -> Array:
    """W ← W − η ∂C/∂W before δ is passed down through W: the layers below get a δ that belongs to no one cost."""
    return pass_back(
        network,
        run,
        right_delta(network, run, y),
        weights=lambda layer, gradient: network.weights[layer] - eta * gradient,
    )


def wrong_sign(network: Network, run: ForwardPass, y: Array, eta: float) -> Array:
    """θ ← θ + η ∂C/∂θ, or y − a in place of a − y: uphill."""
    return -pass_back(network, run, right_delta(network, run, y))


# --- Why one may not be seen -----------------------------------------------------------------------------------------


def _no_slope_dropped(network: Network, run: ForwardPass, y: Array) -> str | None:
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


def _no_slope_kept(network: Network, run: ForwardPass, y: Array) -> str | None:
    if not isinstance(network.cost_function, CrossEntropy):
        return "With a quadratic cost σ′(z) belongs in δ: keeping it is right."
    return None


def _no_slope_with_a(network: Network, run: ForwardPass, y: Array) -> str | None:
    if not isinstance(network.cost_function, CrossEntropy):
        return "With a quadratic cost this is the mistake of dropping σ′(z), which has a place of its own."
    return None


def _no_hidden_slope(network: Network, run: ForwardPass, y: Array) -> str | None:
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


def _no_extra_bias(network: Network, run: ForwardPass, y: Array) -> str | None:
    if max(network.sizes[:-1]) == 1:
        return "Every neuron has a single incoming weight (fan-in 1), so its bias is counted once, which is right."
    biases = [neurons[:, -1] for neurons in rows(network.backward(run, y).gradient, network.sizes)]
    if all((each == 0.0).all() for each, fan_in in zip(biases, network.sizes, strict=False) if fan_in > 1):
        return "∂C/∂b is 0 wherever a neuron has several incoming weights: counted more than once, it stays 0."
    return None


def _no_sum(network: Network, run: ForwardPass, y: Array) -> str | None:
    return "With one instance the sum is the mean." if len(y) == 1 else None


def _no_slope_of_a(network: Network, run: ForwardPass, y: Array) -> str | None:
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


def _no_order(network: Network, run: ForwardPass, y: Array) -> str | None:
    if len(network.weights) == 1:
        return "There is no hidden layer: δ is passed down to nobody."
    return None


def _always_seen(network: Network, run: ForwardPass, y: Array) -> str | None:
    return None


@dataclass(frozen=True)
class Mistake:
    """A mistake: what it is called, the right line of code and the wrong one, and the gradient that comes of it.

    of tells what shows it: a check of the "gradient", or, for a mistake of order, only one of the "update".
    """

    name: str
    label: str
    right: str
    wrong: str
    gradient: Wrong
    reason: Reason
    of: str = "gradient"
    with_softmax: tuple[str, str] | None = None
    """Both lines for a softmax output, where they differ: its slope is a matrix, the Jacobian."""

    def code(self, output: str) -> tuple[str, str]:
        """Return the right line and the wrong one."""
        return self.with_softmax if output == "softmax" and self.with_softmax else (self.right, self.wrong)


MISTAKES: dict[str, Mistake] = {
    mistake.name: mistake
    for mistake in (
        Mistake(
            "drop_slope",
            "σ′ dropped at the output (quadratic cost)",
            "delta = dC_da * slope(z)",
            "delta = dC_da",
            drop_slope,
            _no_slope_dropped,
            with_softmax=("delta = jacobian(z) @ dC_da", "delta = dC_da"),
        ),
        Mistake(
            "keep_slope",
            "σ′ kept at the output (cross-entropy)",
            "delta = a - y",
            "delta = (a - y) * slope(z)",
            keep_slope,
            _no_slope_kept,
        ),
        Mistake(
            "slope_with_a",
            "∂C/∂a in place of ∂C/∂z (cross-entropy)",
            "delta = a - y",
            "delta = (a - y) / (a * (1 - a))",
            slope_with_a,
            _no_slope_with_a,
            with_softmax=("delta = a - y", "delta = -y / a"),
        ),
        Mistake(
            "hidden_slope",
            "The hidden layers' σ′ at the output",
            "delta = dC_da * output_slope(z)",
            "delta = dC_da * hidden_slope(z)",
            hidden_slope_at_output,
            _no_hidden_slope,
            with_softmax=("delta = jacobian(z) @ dC_da", "delta = dC_da * hidden_slope(z)"),
        ),
        Mistake(
            "bias_per_weight",
            "∂C/∂b added once for every weight",
            "for w in weights: ...\ngradient_b += delta",
            "for w in weights: ...\n    gradient_b += delta",
            bias_per_weight,
            _no_extra_bias,
        ),
        Mistake(
            "sum_over_batch",
            "Sum over the batch in place of the mean",
            "gradient = delta.T @ a / n",
            "gradient = delta.T @ a",
            sum_over_batch,
            _no_sum,
        ),
        Mistake("slope_of_a", "σ′ of a in place of z", "slope(z)", "slope(a)", slope_of_a, _no_slope_of_a),
        Mistake(
            "update_order",
            "A layer updated before its δ is passed down",
            "below = delta @ W * slope(z)\nW -= eta * gradient",
            "W -= eta * gradient\nbelow = delta @ W * slope(z)",
            update_before_passing,
            _no_order,
            of="update",
        ),
        Mistake(
            "wrong_sign", "Wrong sign", "theta -= eta * gradient", "theta += eta * gradient", wrong_sign, _always_seen
        ),
    )
}


def mistake_named(mistake: Mistake | str) -> Mistake:
    """Look a mistake up by its name; a Mistake is passed through. An unknown name raises ValueError."""
    if isinstance(mistake, Mistake):
        return mistake
    if mistake not in MISTAKES:
        raise ValueError(f"the mistake is {mistake!r}, but it must be one of {', '.join(MISTAKES)}: name one of them")
    return MISTAKES[mistake]


# --- Finding them ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Detection:
    """What a planted mistake does to the gradient: right and wrong, (parameters,), and where they differ.

    For a mistake of order, wrong is the update that is made, divided by −η. differs, (parameters,), and names are the
    parameters whose values differ by more than the floor. reason says why there are none, and is None if there are.
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
    network: Network, x: npt.ArrayLike, y: npt.ArrayLike, mistake: Mistake | str, eta: float = 0.1
) -> Array:
    """Return the gradient that comes of a mistake, laid out like theta, with ∞ or nan where it divides by 0."""
    run = network.forward(x)
    targets = np.asarray(y, dtype=np.float64).reshape(len(run.a[0]), -1)
    with np.errstate(all="ignore"):
        return mistake_named(mistake).gradient(network, run, targets, eta)


def detect(network: Network, x: npt.ArrayLike, y: npt.ArrayLike, mistake: Mistake | str, eta: float = 0.1) -> Detection:
    """Plant a mistake and compare, number by number, with the right gradient; η matters for the mistake of order."""
    mistake = mistake_named(mistake)
    right, wrong = network.gradient(x, y), wrong_gradient(network, x, y, mistake, eta)
    apart = differing(right, wrong)
    names = [name for name, differs in zip(parameter_names(network.sizes), apart, strict=True) if differs]
    reason = None if names else why_invisible(network, x, y, mistake)
    return Detection(mistake, right, wrong, apart, names, reason)


def differing(right: Array, wrong: Array) -> npt.NDArray[np.bool_]:
    """Return where |wrong − right| > FLOOR · max(1, |wrong|, |right|), or one of them is no number; elementwise."""
    with np.errstate(invalid="ignore"):
        close = np.abs(wrong - right) <= FLOOR * np.maximum(1.0, np.maximum(np.abs(wrong), np.abs(right)))
    return ~(close & np.isfinite(wrong) & np.isfinite(right))


def why_invisible(network: Network, x: npt.ArrayLike, y: npt.ArrayLike, mistake: Mistake | str) -> str:
    """Say why a mistake that changes nothing changes nothing here: what lies in it, else what lies in the units."""
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
    """Say what keeps δ from the hidden layers."""
    slopes = network.hidden.derivative(run.z[-2], run.a[-2])
    if (slopes == 0.0).all():
        return "all units of the last hidden layer are dead, with z ≤ 0"
    if not network.weights[-1].any():
        return "the weights of the output are 0"
    return "the units are dead or saturated, or δ at the output is as good as 0"


# --- What they do to training ----------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Effect:
    """The cost over the steps, (steps + 1,), with the right gradient and with the wrong one, from the same start.

    cross_entropy is the factor c if the wrong gradient is c times that of cross-entropy, and None if it is not.
    """

    right: Array
    wrong: Array
    cross_entropy: float | None

    @property
    def verdict(self) -> str:
        """Return "same", "better", "worse" or "exploded": how the mistake trains, compared with what is right."""
        last, wrong = float(self.right[-1]), float(self.wrong[-1])
        if last <= EXPLODED and np.allclose(self.wrong, self.right, rtol=1e-9, atol=1e-12):
            return "same"
        if not wrong <= EXPLODED:
            return "exploded"
        return "better" if wrong < last else "worse"


def effect(
    network: Network,
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    mistake: Mistake | str,
    eta: float,
    *,
    steps: int = 100,
    hold_biases: bool = False,
) -> Effect:
    """Train twice from where the network stands, which itself stays as it is."""
    mistake = mistake_named(mistake)
    right = train(_copy(network), x, y, eta, steps, hold_biases=hold_biases)
    learner, wrong = _copy(network), np.full(steps + 1, np.nan)
    with np.errstate(all="ignore"):
        for k in range(steps + 1):
            if not np.isfinite(learner.theta).all():
                break
            wrong[k] = learner.cost(x, y)
            gradient = wrong_gradient(learner, x, y, mistake, eta)
            learner.theta[:] = updated(learner, gradient, eta, hold_biases=hold_biases)
    return Effect(right, wrong, cross_entropy_factor(network, x, y, wrong_gradient(network, x, y, mistake, eta)))


def cross_entropy_factor(network: Network, x: npt.ArrayLike, y: npt.ArrayLike, gradient: Array) -> float | None:
    """Return c if a gradient is c times that of the same network under cross-entropy, else None.

    For σ′ dropped from a quadratic cost k (y − a)² it is 2k: the mistake is the better cost. None under cross-entropy,
    and for targets that it has no value for.
    """
    targets = np.asarray(y, dtype=np.float64)
    if network.output not in ("sigmoid", "softmax") or isinstance(network.cost_function, CrossEntropy):
        return None
    if not ((targets >= 0.0) & (targets <= 1.0)).all():
        return None
    c = factor_of(network.cost_function, network.sizes[-1])
    matching = _copy(network, cost="cross_entropy").gradient(x, y)
    if not np.isfinite(gradient).all() or not differing(np.zeros_like(matching), matching).any():
        return None
    return None if differing(c * matching, gradient).any() else c


def _copy(network: Network, cost: str | None = None) -> Network:
    return Network(
        network.sizes,
        hidden=network.hidden,
        output=network.output,
        cost=cost or network.cost_function,
        theta=network.theta,
    )


# --- A quiz ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Quiz:
    """A mistake chosen at random, the answer, among those that can be told apart here, and the gradient it makes."""

    answer: str
    choices: list[str]
    gradient: Array


def distinguishable(network: Network, x: npt.ArrayLike, y: npt.ArrayLike, eta: float = 0.1) -> list[str]:
    """Return the names of the mistakes that can be seen here, and whose gradient is that of no other."""
    found = {name: detect(network, x, y, name, eta) for name in MISTAKES}
    seen = {name: each.wrong for name, each in found.items() if each.visible}
    return [
        name
        for name, wrong in seen.items()
        if all(differing(wrong, other).any() for rival, other in seen.items() if rival != name)
    ]


def quiz(network: Network, x: npt.ArrayLike, y: npt.ArrayLike, eta: float = 0.1, seed: int = 0) -> Quiz | None:
    """Plant one of the mistakes that can be told apart here, by the seed; None if there are fewer than two."""
    choices = distinguishable(network, x, y, eta)
    if len(choices) < 2:
        return None
    answer = choices[int(np.random.default_rng(seed).integers(len(choices)))]
    return Quiz(answer, choices, wrong_gradient(network, x, y, answer, eta))
