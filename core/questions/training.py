"""Lesson 6: which network learns, where its gradient is, and what it costs before it has learned anything."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from core.experiments.experiment import Experiment
from core.experiments.plan import ALONE, Plan
from core.functions.activations import ACTIVATIONS
from core.functions.activations.sigmoid import sigmoid
from core.functions.costs import COSTS
from core.networks.initial_weights import SCHEMES
from core.networks.records import Standing
from core.numerals import numeral
from core.questions.question import Answer, Number, Question, one_of
from core.questions.which_network import Setting, Training, WhichNetwork

BASE = Plan(n=200, test_share=0.0, epochs=60, cost="cross_entropy", variants=ALONE)
"""A circle of 200 points, two hidden layers of 8 tanh neurons, batches of 10, η = 0.1, cross-entropy."""


LEARN = (
    Setting(
        "cross-entropy, output bias 8",
        {"output_bias": 8.0},
        "its output starts saturated, but cross-entropy cancels that σ′",
    ),
    Setting("cross-entropy, output bias 0", {}, "nothing is saturated"),
    Setting(
        "cross-entropy, output bias −8",
        {"output_bias": -8.0},
        "its output starts saturated, but cross-entropy cancels that σ′",
    ),
    Setting("cross-entropy, ReLU, He", {"hidden": "relu", "init": "he"}, "nothing is saturated"),
    Setting("½ quadratic, output bias 0, η = 1", {"cost": "half_quadratic", "eta": 1.0}, "its η makes up for the cost"),
)
STUCK = (
    Setting(
        "½ quadratic, output bias 8", {"cost": "half_quadratic", "output_bias": 8.0}, "σ′ of its output is below 0.001"
    ),
    Setting(
        "½ quadratic, output bias −8",
        {"cost": "half_quadratic", "output_bias": -8.0},
        "σ′ of its output is below 0.001",
    ),
    Setting("cross-entropy, no hidden layer", {"widths": ()}, "it can only draw a straight line"),
    Setting("cross-entropy, η = 0.00001", {"eta": 0.00001}, "its steps are too short"),
    Setting("cross-entropy, all weights 0", {"init": "zeros"}, "with weights of 0 no gradient passes back"),
    Setting(
        "cross-entropy, six sigmoid layers",
        {"widths": (8,) * 6, "hidden": "sigmoid"},
        "σ′ ≤ ¼ six times leaves no gradient",
    ),
)


@dataclass(frozen=True)
class WhichLearns(WhichNetwork):
    """Four networks, of which one separates the circle from the ring."""

    title = "Which network learns?"
    LEARN = LEARN
    STUCK = STUCK
    COUNTED = "points answered right, %"

    @property
    def text(self) -> str:
        """The question."""
        return (
            f"Four networks learn the circle: {BASE.n} points, and, where nothing else is said, two hidden layers of 8 "
            f"tanh neurons, weights by Glorot, η = {numeral(BASE.eta)}, batches of {BASE.batch_size}. Which one "
            "answers the most points "
            f"right after {BASE.epochs} epochs?"
        )

    def training(self, setting: Setting) -> Training:
        """Return the network of a setting at its start."""
        experiment = untrained(replace(BASE, seed=self.seed, **setting.changes))
        return Training(experiment.trainer, experiment.last)

    def share_right(self, standing: Standing) -> float:
        """Return the share of the training points that are answered right."""
        return float(standing.accuracy or 0.0)


def untrained(plan: Plan, records: str = "costs") -> Experiment:
    """Return a plan's experiment, which keeps nothing of its run but the end."""
    return Experiment(plan, records=records, record_every=10**9, snapshots=0)


@dataclass(frozen=True)
class HowUnequalAreTheLayers(Question):
    """A fresh deep network: how many times the first layer's gradient is the last one's?"""

    title = "How much smaller is the first layer's gradient?"
    hidden: str
    init: str
    layers: int
    seed: int

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw a depth and an activation with the scheme that suits it."""
        hidden, init = (("sigmoid", "glorot_uniform"), ("tanh", "glorot_uniform"), ("relu", "he"))[int(rng.integers(3))]
        return cls(hidden, init, int(rng.integers(2, 7)), int(rng.integers(1000)))

    @property
    def plan(self) -> Plan:
        """The plan of the network."""
        return replace(BASE, hidden=self.hidden, init=self.init, widths=(8,) * self.layers, seed=self.seed)

    @property
    def text(self) -> str:
        """The question."""
        scheme = SCHEMES[self.init].label.split()[0]
        return (
            f"A network with {self.layers} hidden layers of 8 **{ACTIVATIONS[self.hidden].label}** neurons and one "
            "sigmoid "
            f"output is fresh: weights by {scheme}, biases 0, the circle's points, cross-entropy. How many times as "
            "large as "
            "the first layer's gradient is the output layer's (root mean square)?"
        )

    @property
    def asks(self) -> Number:
        """A factor."""
        return Number("times as large", 0.01, 1e6, 0.001, log=True)

    def answer(self) -> Answer:
        """Compute the gradient of each layer."""
        sizes = gradient_sizes(self.plan)
        shown = ", ".join(numeral(size, 3) for size in sizes)
        return Answer(
            sizes[-1] / sizes[0],
            f"From the first layer to the output the sizes are {shown}: on the way back each layer multiplies by its "
            f"weights and by σ′, which for {ACTIVATIONS[self.hidden].label} is at most "
            f"{numeral(ACTIVATIONS[self.hidden].steepest)}.",
        )


def gradient_sizes(plan: Plan) -> list[float]:
    """Return the root mean square of each layer's gradient before the first update."""
    experiment = untrained(plan, "all")
    gradient = experiment.trainer.standings(gradient=True)[0].gradient
    return [] if gradient is None else gradient.tolist()


@dataclass(frozen=True)
class WhatAFreshNetworkCosts(Question):
    """A network whose output bias is far from 0: its mean cost before the first update."""

    title = "What does a fresh network cost?"
    cost: str
    bias: float
    seed: int

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw a cost and a bias."""
        cost = ("cross_entropy", "cross_entropy", "half_quadratic")[int(rng.integers(3))]
        return cls(cost, one_of(rng, (-12, -10, -8, -6, -5, -4, 0, 4, 5, 6, 8, 10, 12)), int(rng.integers(1000)))

    @property
    def plan(self) -> Plan:
        """The plan of the network."""
        return replace(BASE, cost=self.cost, output_bias=self.bias, seed=self.seed)

    @property
    def text(self) -> str:
        """The question."""
        return (
            f"A fresh network with small weights and one sigmoid output has an output bias of {numeral(self.bias)}. "
            "Half of "
            "the circle's points are of class 1 and half of class 0. What is its mean cost before the first update, "
            "under "
            f"**{COSTS[self.cost].label}**?"
        )

    @property
    def asks(self) -> Number:
        """A cost."""
        return Number("mean cost", 0.0, 8.0, 0.01)

    def answer(self) -> Answer:
        """Compute the cost on all points, and that of an output that is the bias alone."""
        experiment = untrained(self.plan)
        cost = float(experiment.trainer.standings()[0].cost)
        each = [
            float(COSTS[self.cost].value(y, self.bias, sigmoid(self.bias), ACTIVATIONS["sigmoid"])) for y in (0.0, 1.0)
        ]
        return Answer(
            cost,
            f"With z = {numeral(self.bias)} alone a point of class 0 costs {numeral(each[0])} and one of class 1 "
            f"{numeral(each[1])}, in the mean {numeral(sum(each) / 2.0)}; the weights change that a little, to "
            f"{numeral(cost)}.",
        )


QUESTIONS = (WhichLearns, HowUnequalAreTheLayers, WhatAFreshNetworkCosts)
