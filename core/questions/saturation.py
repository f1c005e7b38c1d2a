"""Lesson 2: which neurons are saturated, and what a nudge is worth there."""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np

from core.functions.activations import ACTIVATIONS
from core.networks.initial_weights import SCHEMES
from core.neurons.layer import layer_response
from core.neurons.neuron import Neuron, nudge
from core.neurons.saturation import flat_ranges
from core.numerals import bracketed, numeral
from core.questions.question import Answer, Number, Options, Question, apart, lettered, one_of, step_between

SIGMOIDS = ("sigmoid", "tanh")
NEURONS = 1000


@dataclass(frozen=True)
class WhichIsSaturated(Question):
    """Four neurons with one input each: which has the smallest slope σ′(z)?"""

    title = "Which neuron is most saturated?"
    activation: str
    w: tuple[float, ...]
    x: tuple[float, ...]
    b: tuple[float, ...]

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw four neurons whose z lie at clearly different distances from 0."""
        activation = SIGMOIDS[int(rng.integers(2))]
        while True:
            w, x, b = (
                tuple(step_between(rng, -end, end, step) for _ in range(4))
                for end, step in ((4.0, 0.5), (2.0, 0.5), (6.0, 1.0))
            )
            distances = [abs(z) for z in cls(activation, w, x, b).z]
            if all((*w, *x)) and 3.0 <= max(distances) <= 7.0 and apart(distances, least=0.5):
                return cls(activation, w, x, b)

    @property
    def z(self) -> tuple[float, ...]:
        """z = wx + b of each."""
        return tuple(w * x + b for w, x, b in zip(self.w, self.x, self.b, strict=True))

    @property
    def text(self) -> str:
        """The question."""
        return (
            f"Four **{self.activation}** neurons have one input each. For which is the slope σ′(z) smallest, so that a "
            "nudge to w or b does least?"
        )

    @property
    def asks(self) -> Options:
        """One of the four."""
        neurons = zip(self.w, self.x, self.b, strict=True)
        return Options(
            "slope σ′(z)",
            tuple(f"w = {numeral(w)}, x = {numeral(x)}, b = {numeral(b)}" for w, x, b in neurons),
            log=True,
        )

    def answer(self) -> Answer:
        """Compute the four slopes."""
        neurons = zip(self.w, self.x, self.b, strict=True)
        slopes = [float(Neuron(w, b, self.activation).forward(x).slope) for w, x, b in neurons]
        least = int(np.argmin(slopes))
        w, x, b = self.w[least], self.x[least], self.b[least]
        return Answer(
            least,
            f"{lettered(least)} has z = {bracketed(w)} × {bracketed(x)} + {bracketed(b)} = {numeral(self.z[least])}, "
            f"which is farthest from 0, and there σ′(z) is {numeral(slopes[least])}.",
            tuple(slopes),
        )


@dataclass(frozen=True)
class WhatANudgeMoves(Question):
    """A weight is raised a little: by how much does the output rise?"""

    title = "How far does a nudge move the output?"
    w: float
    b: float
    nudge: float

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw a neuron and a nudge."""
        while True:
            w, b = step_between(rng, -4.0, 4.0, 0.5), step_between(rng, -4.0, 4.0, 0.5)
            if abs(w + b) <= 6.0:
                return cls(w, b, one_of(rng, (0.05, 0.1, 0.2, 0.5)))

    @property
    def text(self) -> str:
        """The question."""
        return (
            f"A **sigmoid** neuron with input x = 1 has w = {numeral(self.w)} and b = {numeral(self.b)}. Its weight is "
            f"raised by {numeral(self.nudge)}. By how much does its output a rise?"
        )

    @property
    def asks(self) -> Number:
        """A change of a."""
        return Number("rise of a", 1e-4, 0.3, 1e-4, log=True)

    def answer(self) -> Answer:
        """Compute the change, exactly and by the slope."""
        neuron = Neuron(self.w, self.b)
        moved, slope = nudge(neuron, 1.0, self.nudge, 0.0), float(neuron.forward(1.0).slope)
        return Answer(
            float(moved.exact),
            f"At z = {numeral(self.w + self.b)} the slope σ′(z) is {numeral(slope)}, so a nudge of "
            f"{numeral(self.nudge)} "
            f"is worth about {numeral(float(moved.first_order))}, and exactly {numeral(float(moved.exact))}.",
        )


@dataclass(frozen=True)
class HowManyStartSaturated(Question):
    """A layer with fresh weights: which share of its neurons is saturated?"""

    title = "How many neurons start saturated?"
    activation: str
    scheme: str
    inputs: int
    seed: int

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw an activation, a scheme and a number of inputs."""
        return cls(
            SIGMOIDS[int(rng.integers(2))],
            ("normal", "normal", "lecun")[int(rng.integers(3))],
            int(one_of(rng, (16, 36, 64, 100, 256, 400, 784))),
            int(rng.integers(1000)),
        )

    @property
    def edge(self) -> float:
        """The |z| beyond which a neuron is called saturated: σ′ is below 19 % of its maximum."""
        return flat_ranges(self.activation, 0.19)[-1].low

    @property
    def text(self) -> str:
        """The question."""
        spread = "1" if self.scheme == "normal" else f"1/√{self.inputs}"
        return (
            f"A new layer has {NEURONS:,} **{self.activation}** neurons with {self.inputs} inputs from N(0, 1). Its "
            f"weights have mean 0 and spread {spread}, its biases are 0. How many of the neurons are saturated, |z| > "
            f"{numeral(self.edge, 3)}, in per cent?"
        )

    @property
    def asks(self) -> Number:
        """A share in per cent."""
        return Number("per cent saturated", 0.0, 100.0, 0.1)

    def answer(self) -> Answer:
        """Draw the layer and count."""
        found = layer_response(
            self.scheme, self.activation, self.inputs, NEURONS, inputs="normal", seed=self.seed, share=0.19
        )
        share = 100.0 * (found.flat or 0.0)
        spread = math.sqrt(self.inputs) * SCHEMES[self.scheme].sd(self.inputs, NEURONS)
        return Answer(
            share,
            f"z is a sum of {self.inputs} products and so has a spread of about {numeral(spread)}; against that, "
            f"±{numeral(self.edge, 3)} is {'little' if spread > 2.0 * self.edge else 'much'}, and {numeral(share)} % "
            "of "
            f"these neurons lie beyond it, where σ′(z) is below 19 % of the {numeral(_steepest(self.activation))} at "
            "0.",
        )


def _steepest(activation: str) -> float:
    """Return σ′(0)."""
    described = ACTIVATIONS[activation]
    return float(described.derivative(0.0, described.fn(0.0)))


QUESTIONS = (WhichIsSaturated, WhatANudgeMoves, HowManyStartSaturated)
