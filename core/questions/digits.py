"""Lesson 8: how many parameters a network has, what one image costs, and which network learns in two epochs."""

import math
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from core.digits.answers import COMPARED
from core.digits.images import CLASSES, test_data, training_data
from core.digits.plan import INTERMEDIATE, PIXELS, SHALLOW, DigitsPlan, NetPlan, arithmetic
from core.digits.run import trainer_for
from core.functions.activations import output_named
from core.functions.costs import COSTS
from core.networks.records import Standing
from core.numerals import count, numeral, percent
from core.questions.question import Answer, Number, Question, one_of
from core.questions.which_network import Setting, Training, WhichNetwork

RUN = DigitsPlan((INTERMEDIATE,), batch=100, images=6_000, epochs=2)
"""Two epochs of 60 updates."""


@dataclass(frozen=True)
class HowManyParameters(Question):
    """A network for digits: its weights and biases are to be counted."""

    title = "How many parameters?"
    hidden: tuple[int, ...]

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw one to three hidden layers."""
        return cls(tuple(10 * int(rng.integers(1, 21)) for _ in range(int(rng.integers(1, 4)))))

    @property
    def net(self) -> NetPlan:
        """The network."""
        return NetPlan(hidden=self.hidden)

    @property
    def text(self) -> str:
        """The question."""
        layers = "–".join(map(str, self.net.sizes))
        return f"A network has {layers} neurons, each fed by all of the layer before. How many weights and biases?"

    @property
    def asks(self) -> Number:
        """A count."""
        return Number("weights and biases", 1_000.0, 1_000_000.0, 10.0, log=True, whole=True)

    def answer(self) -> Answer:
        """Add up the layers."""
        terms = arithmetic(self.net.sizes)
        sums = " + ".join(count(term.value) for term in terms)
        first = terms[0]
        return Answer(
            float(self.net.parameters),
            f"A layer has a weight for each input of each neuron, and a bias for each neuron: {sums}. Nearly all of "
            f"it, {percent(first.value / self.net.parameters)}, stands in the first layer, which has {PIXELS} inputs.",
        )


@dataclass(frozen=True)
class WhatAnImageCosts(Question):
    """What one image costs, given the probability of its digit, if all other digits have equal ones."""

    title = "What does one image cost?"
    cost: str
    p: float

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw one of the two nets' costs and a probability."""
        cost = COMPARED[int(rng.integers(len(COMPARED)))]
        return cls(cost, one_of(rng, (0.01, 0.02, 0.05, 0.1, 0.19, 0.28, 0.37, 0.46, 0.55, 0.64, 0.73, 0.82, 0.91)))

    @property
    def text(self) -> str:
        """The question."""
        return (
            f"A network gives the right digit of an image the probability {numeral(self.p)}, and each of the nine "
            f"others {numeral((1.0 - self.p) / 9.0)}. What does this image cost under **{COSTS[self.cost].label}**?"
        )

    @property
    def asks(self) -> Number:
        """A cost."""
        return Number("cost of the image", 0.0005, 5.0, 0.0001, log=True)

    def answer(self) -> Answer:
        """Compute both costs."""
        a = np.full(CLASSES, (1.0 - self.p) / 9.0)
        a[0] = self.p
        y, z, output = np.eye(CLASSES)[0], np.log(a), output_named("softmax")
        costs = {name: float(COSTS[name].value(y[None], z[None], a[None], output)[0]) for name in COMPARED}
        mean, entropy = (costs[name] for name in COMPARED)
        return Answer(
            costs[self.cost],
            f"Mean quadratic takes the mean of ten squared errors: [(1 − p)² + 9 ((1 − p) / 9)²] / 10 = "
            f"{numeral(mean)}, and never more than 0.2. Cross-entropy takes −ln p = {numeral(entropy)}, which has no "
            "upper end.",
        )


def _shallow(**changes: Any) -> dict[str, Any]:
    return {name: getattr(SHALLOW, name) for name in ("hidden", "activation", "cost", "eta")} | changes


LEARN = (
    Setting("the intermediate net", {}, "cross-entropy, ReLU and η = 0.1 go together"),
    Setting("the intermediate net with one hidden layer", {"hidden": (64,)}, "one layer of ReLUs is enough for that"),
    Setting("the intermediate net with tanh", {"activation": "tanh"}, "tanh is steep around 0, as ReLU is above it"),
    Setting("the shallow net with η = 10", _shallow(eta=10.0), "so large an η makes up for the small gradient"),
)
STUCK = (
    Setting("the shallow net", _shallow(), "cost, sigmoid and η together give tiny steps"),
    Setting("the shallow net with ReLU", _shallow(activation="relu"), "its cost and its η still give tiny steps"),
    Setting("the shallow net with η = 0.1", _shallow(eta=0.1), "its quadratic cost still gives tiny steps"),
    Setting(
        "the shallow net with cross-entropy", _shallow(cost=INTERMEDIATE.cost), "η = 0.01 is small for 120 updates"
    ),
    Setting("the intermediate net, all weights 0", {"init": "zeros"}, "with weights of 0 no gradient passes back"),
    Setting("the intermediate net with η = 10", {"eta": 10.0}, "its steps are so long that its ReLUs die"),
    Setting(
        "four hidden layers of 64 sigmoids",
        {"hidden": (64,) * 4, "activation": "sigmoid"},
        "σ′ ≤ ¼ four times leaves hardly any gradient",
    ),
)


@dataclass(frozen=True)
class WhichReadsDigits(WhichNetwork):
    """Four networks, of which one reads most digits after two epochs."""

    title = "Which network reads digits soonest?"
    LEARN = LEARN
    STUCK = STUCK
    COUNTED = "test images answered right, %"

    @property
    def text(self) -> str:
        """The question."""
        return (
            f"Four networks learn from {count(RUN.images)} images of digits, in batches of {RUN.batch}, for "
            f"{RUN.epochs} epochs. The shallow net is 784-64-10, sigmoid, mean quadratic, η = 0.01; the intermediate "
            "one 784-64-64-10, ReLU, cross-entropy, η = 0.1. Which has the most test images right?"
        )

    def plan(self, setting: Setting) -> DigitsPlan:
        """Return the plan of one of the networks."""
        return replace(RUN, nets=(replace(INTERMEDIATE, **setting.changes),), seed=self.seed)

    def training(self, setting: Setting) -> Training:
        """Return the network of a setting at its start."""
        plan = self.plan(setting)
        kept = {"records": "costs", "snapshots": 0, "record_every": plan.last}
        return Training(trainer_for(plan.nets[0], plan, training_data(plan.images), test_data(), **kept), plan.last)

    def share_right(self, standing: Standing) -> float:
        """Return the share of the test images that are answered right."""
        return math.nan if standing.test_accuracy is None else float(standing.test_accuracy)


QUESTIONS = (HowManyParameters, WhatAnImageCosts, WhichReadsDigits)
