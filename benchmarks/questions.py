"""The answers of all questions, computed a second time by other means, and how their right choices are spread.

    python -m benchmarks.questions [seeds]

Prints a table, and ends with status 1 if an answer differs, if a choice is right in more than half of the seeds, or if
the right one of a question's choices is not clearly apart from the others. Each second computation is written with
loops, closed formulas or central differences, and uses no other room of the laboratory; only the drawn points and
weights of a layer or a network are taken from there.
"""

import math
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from core.digits.images import load_digits
from core.experiments.experiment import Experiment
from core.networks.initial_weights import SCHEMES
from core.questions import backprop, comparison, costs, descent, digits, saturation, speed, training
from core.questions.lessons import QUESTIONS
from core.questions.question import Answer, Number, Options, Place, Question, pose
from core.streams import stream
from ui.frame import LESSONS

SEEDS = 200
Solved = tuple[Any, tuple[float, ...]]
"""An answer, and the values of all options if it is a choice."""


def sigma(z: float) -> float:
    """σ(z)."""
    return 1.0 / (1.0 + math.exp(-z))


def most(values: list[float]) -> Solved:
    """The option with the largest value."""
    return values.index(max(values)), tuple(values)


def least(values: list[float]) -> Solved:
    """The option with the smallest value."""
    return values.index(min(values)), tuple(values)


# --- Lessons 1 to 3 -------------------------------------------------------------------------------------------------


def which_costs_most(q: costs.WhichCostsMost) -> Solved:
    """−ln of what was given to what happened."""
    return most([-math.log(p if y else 1.0 - p) for y, p in zip(q.y, q.yhat, strict=True)])


def how_many_times(q: costs.HowManyTimesTheCost) -> Solved:
    """k² for a square, a quotient of logarithms for the other."""
    large = q.error * q.times
    return (q.times**2 if q.cost == "quadratic" else math.log(1.0 - large) / math.log(1.0 - q.error)), ()


def share_of_one(q: costs.ShareOfOneEstimate) -> Solved:
    """The logarithm of one estimate, as a part of that of the product of all."""
    return 100.0 * math.log(q.bad) / math.log(q.bad * q.yhat**q.good), ()


def which_is_saturated(q: saturation.WhichIsSaturated) -> Solved:
    """Slopes by central differences."""
    curve, h = (math.tanh if q.activation == "tanh" else sigma), 1e-5
    z = [w * x + b for w, x, b in zip(q.w, q.x, q.b, strict=True)]
    return least([(curve(at + h) - curve(at - h)) / (2.0 * h) for at in z])


def what_a_nudge_moves(q: saturation.WhatANudgeMoves) -> Solved:
    """The difference of two outputs."""
    return sigma(q.w + q.nudge + q.b) - sigma(q.w + q.b), ()


def how_many_saturated(q: saturation.HowManyStartSaturated) -> Solved:
    """Each neuron's z, one after another, against the edge of the flat side."""
    rng = np.random.default_rng(q.seed)
    x = rng.normal(size=q.inputs)
    weights = SCHEMES[q.scheme].draw(rng, q.inputs, saturation.NEURONS)
    edge = math.atanh(0.9) * (1.0 if q.activation == "tanh" else 2.0)
    beyond = sum(abs(math.fsum(row * x)) > edge for row in weights)
    return 100.0 * beyond / saturation.NEURONS, ()


def updates_by_loop(w: float, b: float, eta: float, squared: bool) -> int:
    """Update w and b of a neuron with x = 1 and y = 0 until its output is below one half."""
    updates = 0
    while (a := sigma(w + b)) >= 0.5:
        step = eta * a * (a * (1.0 - a) if squared else 1.0)
        w, b, updates = w - step, b - step, updates + 1
    return updates


def when_below_half(q: speed.WhenIsItBelowHalf) -> Solved:
    """A loop."""
    return updates_by_loop(q.w, q.b, q.eta, True), ()


def how_many_times_the_gradient(q: speed.HowManyTimesTheGradient) -> Solved:
    """Both gradients by central differences of the cost over w."""
    factor, h = (0.5 if q.quadratic == "half_quadratic" else 1.0), 1e-5

    def squared(w: float) -> float:
        return factor * (q.y - sigma(w * q.x + q.b)) ** 2

    def entropy(w: float) -> float:
        z = w * q.x + q.b
        return math.log1p(math.exp(-z if q.y else z))

    slow, fast = (cost(q.w + h) - cost(q.w - h) for cost in (squared, entropy))
    return fast / slow, ()


def which_is_first(q: speed.WhichIsFirst) -> Solved:
    """Four loops."""
    pairs = zip(q.costs, q.starts, strict=True)
    return least([float(updates_by_loop(w, w, q.eta, cost != "cross_entropy")) for cost, w in pairs])


# --- Lessons 4 to 6 -------------------------------------------------------------------------------------------------


def which_diverges(q: descent.WhichDiverges) -> Solved:
    """The factor of the error in one update."""
    return most([abs(1.0 - eta * (x * x + 1.0)) for x, eta in zip(q.x, q.eta, strict=True)])


def which_solution(q: descent.WhichSolution) -> Solved:
    """The foot of the perpendicular from the start to the line."""
    step = (q.y - q.start[0] * q.x - q.start[1]) / (q.x**2 + 1.0)
    return (q.start[0] + step * q.x, q.start[1] + step), ()


def which_line(q: descent.WhichLine) -> Solved:
    """Least squares."""
    w, b = np.linalg.lstsq(np.stack([q.x, np.ones(3)], axis=1), np.array(q.y), rcond=None)[0]
    return (float(w), float(b)), ()


def which_gradient_is_smallest(q: backprop.WhichGradientIsSmallest) -> Solved:
    """Gradients by central differences through the chain."""

    def cost(weights: tuple[float, ...]) -> float:
        a = q.x
        for w, b in zip(weights, q.b, strict=True):
            a = sigma(w * a + b)
        return 0.5 * a * a

    return least([abs(central(cost, q.w, at)) for at in range(3)])


def which_weight_rises(q: backprop.WhichWeightRises) -> Solved:
    """Gradients by central differences through the network."""

    def cost(w: tuple[float, ...]) -> float:
        hidden = [sigma(w[2 * k] * q.x[0] + w[2 * k + 1] * q.x[1]) for k in range(2)]
        return 0.5 * (q.y - q.v[0] * hidden[0] - q.v[1] * hidden[1]) ** 2

    return most([-central(cost, q.w, at) for at in range(4)])


def central(cost: Callable[[tuple[float, ...]], float], w: tuple[float, ...], at: int, h: float = 1e-5) -> float:
    """Return ∂C/∂w of one weight by a central difference."""
    up, down = (cost((*w[:at], w[at] + side, *w[at + 1 :])) for side in (h, -h))
    return (up - down) / (2.0 * h)


def what_is_left_of_delta(q: backprop.WhatIsLeftOfDelta) -> Solved:
    """A quarter of the weight for each step."""
    return (q.w / 4.0) ** (q.neurons - 1), ()


class Start(NamedTuple):
    """A network at its start, as plain arrays: inputs, classes, and for each layer its weights and biases."""

    x: Any
    y: Any
    layers: list[tuple[Any, Any]]


def start_of(plan: Any) -> Start:
    """Take the points and first parameters of a plan, and nothing else."""
    experiment = Experiment(plan)
    network, points = experiment.networks[0], experiment.training
    layers = [(w.copy(), b.copy()) for w, b in zip(network.weights, network.biases, strict=True)]
    return Start(points.features(plan.features), points.y.astype(float), layers)


def pass_through(start: Start, hidden: str) -> tuple[list[Any], list[Any]]:
    """Return the inputs of each layer, the output's last, and σ′ of each hidden layer, for all points."""
    given, slopes = [start.x], list[Any]()
    for at, (w, b) in enumerate(start.layers):
        z = given[-1] @ w.T + b
        if at == len(start.layers) - 1:
            given.append(1.0 / (1.0 + np.exp(-z)))
        elif hidden == "relu":
            given.append(np.where(z > 0.0, z, 0.0))
            slopes.append((z > 0.0) * 1.0)
        elif hidden == "tanh":
            given.append(np.tanh(z))
            slopes.append(1.0 / np.cosh(z) ** 2)
        else:
            given.append(1.0 / (1.0 + np.exp(-z)))
            slopes.append(1.0 / (2.0 + np.exp(z) + np.exp(-z)))
    return given, slopes


def gradients(start: Start, hidden: str, squared: bool) -> list[tuple[Any, Any]]:
    """Pass back by the textbook's rules; ∂C/∂w and ∂C/∂b of each layer, averaged over the points."""
    given, slopes = pass_through(start, hidden)
    a = given[-1]
    delta = (a - start.y[:, None]) * (a * (1.0 - a) if squared else 1.0)
    found = list[tuple[Any, Any]]()
    for at in range(len(start.layers) - 1, -1, -1):
        found.insert(0, (delta.T @ given[at] / len(a), delta.mean(axis=0)))
        if at:
            delta = (delta @ start.layers[at][0]) * slopes[at - 1]
    return found


def which_learns(q: training.WhichLearns) -> Solved:
    """The four networks trained by a plain loop, in the same order of points."""
    return most([100.0 * learned(replace(training.BASE, seed=q.seed, **setting.changes)) for setting in q.settings])


def learned(plan: Any) -> float:
    """Train with batches in an order of its own, and return the share of points that are answered right."""
    return [*shares_right(plan, np.random.default_rng(plan.seed))][-1]


def shares_right(plan: Any, rng: np.random.Generator) -> Iterator[float]:
    """Train by a plain loop with batches in this random order; yield the share of points right after each epoch."""
    start, squared = start_of(plan), plan.cost == "half_quadratic"
    for _ in range(plan.epochs):
        order = rng.permutation(len(start.x))
        for first in range(0, len(order), plan.batch_size):
            rows = order[first : first + plan.batch_size]
            part = Start(start.x[rows], start.y[rows], start.layers)
            for (w, b), (dw, db) in zip(start.layers, gradients(part, plan.hidden, squared), strict=True):
                w -= plan.eta * dw
                b -= plan.eta * db
        yield float(((pass_through(start, plan.hidden)[0][-1][:, 0] > 0.5) == (start.y > 0.5)).mean())


def how_unequal(q: training.HowUnequalAreTheLayers) -> Solved:
    """The root mean squares of a textbook's backward pass."""
    found = gradients(start_of(q.plan), q.hidden, False)
    first, last = (np.sqrt(np.mean(np.concatenate([w.ravel(), b]) ** 2)) for w, b in (found[0], found[-1]))
    return float(last / first), ()


def what_a_fresh_network_costs(q: training.WhatAFreshNetworkCosts) -> Solved:
    """The mean of each point's cost, one after another."""
    start = start_of(q.plan)
    outputs = pass_through(start, q.plan.hidden)[0][-1][:, 0].tolist()
    each = [
        0.5 * (y - a) ** 2 if q.cost == "half_quadratic" else -math.log(a if y else 1.0 - a)
        for y, a in zip(start.y.tolist(), outputs, strict=True)
    ]
    return math.fsum(each) / len(each), ()


# --- Lesson 7 -------------------------------------------------------------------------------------------------------


@cache
def how_many_never_learn(q: comparison.HowManyNeverLearn) -> Solved:
    """All runs by a plain loop, one after another, in the order of points that their seeds give."""
    base = replace(comparison.BASE, test_share=0.0, cost="half_quadratic", output_bias=q.bias, eta=q.eta)
    return float(sum(not reaches(replace(base, seed=seed), 0.95) for seed in range(comparison.SEEDS))), ()


def reaches(plan: Any, share: float) -> bool:
    """Whether a network has at least this share of the points right after some epoch."""
    return any(right >= share for right in shares_right(plan, stream(plan.seed, "order")))


def could_it_be_chance(q: comparison.CouldItBeChance) -> Solved:
    """The chances of all counts that are as lopsided, each by its own product."""
    pairs = q.won + q.lost
    return float(sum(chance_of(k, pairs) for k in range(pairs + 1) if max(k, pairs - k) >= q.won)), ()


def how_many_must_be_won(q: comparison.HowManyMustBeWon) -> Solved:
    """Add up the chances from the side until they are too many."""
    won, p = q.pairs, 2.0 * chance_of(q.pairs, q.pairs)
    while p + 2.0 * chance_of(won - 1, q.pairs) <= 0.05:
        won -= 1
        p += 2.0 * chance_of(won, q.pairs)
    return float(won), ()


def chance_of(heads: int, coins: int) -> float:
    """The chance that so many of so many fair coins show heads: a product of n fractions."""
    return math.prod((coins - k) / (heads - k) for k in range(heads)) / 2.0**coins


# --- Lesson 8 -------------------------------------------------------------------------------------------------------


def how_many_parameters(q: digits.HowManyParameters) -> Solved:
    """Each neuron's weights and its bias, one neuron after another."""
    sizes = (784, *q.hidden, 10)
    return float(sum(1 + sizes[at] for at, units in enumerate(sizes[1:]) for _ in range(units))), ()


def what_an_image_costs(q: digits.WhatAnImageCosts) -> Solved:
    """Ten squares, or one logarithm."""
    other = (1.0 - q.p) / 9.0
    squares = math.fsum([(1.0 - q.p) ** 2, *[other**2] * 9]) / 10.0
    return (squares if q.cost == digits.COMPARED[0] else -math.log(q.p)), ()


def which_reads_digits(q: digits.WhichReadsDigits) -> Solved:
    """The four networks trained by a plain loop, in an order of its own."""
    return most([100.0 * _reads(q.plan(setting)) for setting in q.settings])


def _reads(plan: Any) -> float:
    """Train with batches, and return the share of the test images that are answered right."""
    (net,), rng = plan.nets, np.random.default_rng(plan.seed)
    start = net.network(plan.seed)
    layers = [(w.T.copy(), b.copy()) for w, b in zip(start.weights, start.biases, strict=True)]
    (images, labels), (seen, wanted) = load_digits()
    x, y = images[: plan.images] / 255.0, np.eye(10)[labels[: plan.images]]
    for _ in range(plan.epochs):
        order = rng.permutation(len(x))
        for first in range(0, len(order), plan.batch):
            rows = order[first : first + plan.batch]
            _descend(layers, x[rows], y[rows], net)
    return float((_read(layers, seen / 255.0, net.activation)[-1].argmax(axis=1) == wanted).mean())


def _read(layers: list[Any], x: Any, activation: str) -> list[Any]:
    """Each layer's a, the inputs' first."""
    bend = {"sigmoid": lambda z: 1.0 / (1.0 + np.exp(-z)), "tanh": np.tanh, "relu": lambda z: np.maximum(z, 0.0)}
    a = [x]
    for w, b in layers[:-1]:
        a.append(bend[activation](a[-1] @ w + b))
    z = a[-1] @ layers[-1][0] + layers[-1][1]
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return [*a, e / e.sum(axis=1, keepdims=True)]


def _descend(layers: list[Any], x: Any, y: Any, net: Any) -> None:
    """One update by a textbook's backward pass."""
    slopes = {"sigmoid": lambda a: a * (1.0 - a), "tanh": lambda a: 1.0 - a * a, "relu": lambda a: 1.0 * (a > 0.0)}
    a = _read(layers, x, net.activation)
    delta = a[-1] - y
    if net.cost == digits.COMPARED[0]:
        through = 2.0 / 10.0 * delta
        delta = a[-1] * (through - (through * a[-1]).sum(axis=1, keepdims=True))
    for at in reversed(range(len(layers))):
        w, b = layers[at]
        dw, db = a[at].T @ delta / len(x), delta.mean(axis=0)
        if at:
            delta = delta @ w.T * slopes[net.activation](a[at])
        w -= net.eta * dw
        b -= net.eta * db


SOLVED: dict[type[Question], Callable[[Any], Solved]] = {
    costs.WhichCostsMost: which_costs_most,
    costs.HowManyTimesTheCost: how_many_times,
    costs.ShareOfOneEstimate: share_of_one,
    saturation.WhichIsSaturated: which_is_saturated,
    saturation.WhatANudgeMoves: what_a_nudge_moves,
    saturation.HowManyStartSaturated: how_many_saturated,
    speed.WhenIsItBelowHalf: when_below_half,
    speed.HowManyTimesTheGradient: how_many_times_the_gradient,
    speed.WhichIsFirst: which_is_first,
    descent.WhichDiverges: which_diverges,
    descent.WhichSolution: which_solution,
    descent.WhichLine: which_line,
    backprop.WhichGradientIsSmallest: which_gradient_is_smallest,
    backprop.WhichWeightRises: which_weight_rises,
    backprop.WhatIsLeftOfDelta: what_is_left_of_delta,
    training.WhichLearns: which_learns,
    training.HowUnequalAreTheLayers: how_unequal,
    training.WhatAFreshNetworkCosts: what_a_fresh_network_costs,
    comparison.HowManyNeverLearn: how_many_never_learn,
    comparison.CouldItBeChance: could_it_be_chance,
    comparison.HowManyMustBeWon: how_many_must_be_won,
    digits.HowManyParameters: how_many_parameters,
    digits.WhatAnImageCosts: what_an_image_costs,
    digits.WhichReadsDigits: which_reads_digits,
}
"""For each question, its second computation."""

TRAINED = (training.WhichLearns, digits.WhichReadsDigits)
"""Two trainings with different orders agree about who learns, not about every point."""

CLEAR = 0.03
"""The right option is apart from the next by this share of the range of all, or by 10 % of its own value."""


def faults(question: Question, answer: Answer, solved: Solved) -> list[str]:
    """What is wrong with an answer."""
    value, values = solved
    asks, found = question.asks, list[str]()
    if not np.allclose(np.ravel(answer.value), np.ravel(value), rtol=1e-6, atol=1e-8):
        found.append(f"the answer is {answer.value}, and {value} by other means")
    if isinstance(asks, Number) and not asks.low <= float(np.ravel(answer.value)[0]) <= asks.high:
        found.append(f"the answer {answer.value} is not on the slider")
    if isinstance(asks, Place) and max(map(abs, np.ravel(answer.value))) > asks.reach:
        found.append(f"the answer {answer.value} is not on the map")
    if isinstance(asks, Options):
        if not isinstance(question, TRAINED) and not np.allclose(answer.values, values, rtol=1e-5, atol=1e-9):
            found.append(f"the values are {answer.values}, and {values} by other means")
        if len(set(asks.options)) < len(asks.options):
            found.append("two options are the same")
        if not is_clear(answer):
            found.append(f"the right option is near another: {answer.values}")
    return found


def is_clear(answer: Answer) -> bool:
    """Whether the right option's value is apart from each other's."""
    right = answer.values[int(np.ravel(answer.value)[0])]
    nearest = min(abs(value - right) for at, value in enumerate(answer.values) if at != answer.value)
    return nearest >= min(CLEAR * (max(answer.values) - min(answer.values)), 0.1 * abs(right)) > 0.0


class Tried(NamedTuple):
    """A question over many seeds: how many sets of numbers, the answers, the spread of the right ones, faults."""

    different: int
    spread: str
    largest: float
    faults: list[str]


def tried(kind: type[Question], seeds: int) -> Tried:
    """Ask a question with so many seeds."""
    asked = [pose(kind, seed) for seed in range(seeds)]
    answers = [question.answer() for question in asked]
    wrong = [
        f"{kind.__name__}, seed {seed}: {fault}"
        for seed, (question, answer) in enumerate(zip(asked, answers, strict=True))
        for fault in faults(question, answer, SOLVED[kind](question))
    ]
    different, largest = len(set(asked)), 0.0
    if isinstance(asked[0].asks, Options):
        counted = Counter(str(answer.value) for answer in answers)
        largest = max(counted.values()) / seeds
        spread = ", ".join(f"{'ABCD'[int(at)]} {100 * number / seeds:.0f} %" for at, number in sorted(counted.items()))
    elif isinstance(asked[0].asks, Number):
        values = sorted(float(np.ravel(answer.value)[0]) for answer in answers)
        largest = max(Counter(f"{value:.4g}" for value in values).values()) / seeds
        spread = f"{values[0]:.3g} to {values[-1]:.3g}, median {values[len(values) // 2]:.3g}"
    else:
        ends = np.array([answer.value for answer in answers])
        spread = (
            f"w {ends[:, 0].min():.2g} to {ends[:, 0].max():.2g}, b {ends[:, 1].min():.2g} to {ends[:, 1].max():.2g}"
        )
    return Tried(different, spread, largest, wrong)


def main(seeds: int = SEEDS) -> int:
    """Try all questions and print the table."""
    print("| lesson | question | different numbers | right answers | most frequent one, % | wrong |")
    print("|--:|:--|--:|:--|--:|--:|")
    wrong = list[str]()
    numbers = {lesson.keys.rstrip("_"): Path(lesson.file).name[0] for lesson in LESSONS}
    for lesson, kinds in ((numbers[name], kinds) for name, kinds in QUESTIONS.items()):
        for kind in kinds:
            found = tried(kind, seeds)
            wrong += found.faults + ([f"{kind.__name__}: one is right too often"] if found.largest > 0.5 else [])
            row = (lesson, kind.title, found.different, found.spread, f"{100 * found.largest:.0f}", len(found.faults))
            print("| " + " | ".join(map(str, row)) + " |", flush=True)
    print("\n" + ("\n".join(wrong[:40]) if wrong else f"All {seeds} seeds of all questions agree."))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
