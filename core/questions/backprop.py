"""Lesson 5: which gradient is smallest, which weight rises most, and what is left of δ after a few layers."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from core.networks.network import BackwardPass, ForwardPass, Network
from core.numerals import bracketed, numeral
from core.questions.question import Answer, Number, Options, Question, apart, one_of, step_between

SUPERSCRIPTS = "¹²³⁴⁵⁶"


@dataclass(frozen=True)
class WhichGradientIsSmallest(Question):
    """A chain of three sigmoid neurons: which weight has the smallest gradient?"""

    title = "Which layer's gradient is smallest?"
    x: float
    w: tuple[float, ...]
    b: tuple[float, ...]

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw until the gradients differ clearly and the smallest is that of a layer chosen before."""
        wanted = int(rng.integers(3))
        while True:
            w = tuple(step_between(rng, -6.0, 6.0, 0.5) for _ in range(3))
            b = tuple(step_between(rng, -4.0, 4.0, 1.0) for _ in range(3))
            found = cls(one_of(rng, (0.5, 1.0, 2.0)), w, b)
            sizes = np.abs(found.gradients)
            if all(w) and apart(sizes.tolist(), times=1.5) and sizes.min() > 1e-6 and int(np.argmin(sizes)) == wanted:
                return found

    @property
    def passes(self) -> tuple[ForwardPass, BackwardPass]:
        """Both passes through the chain, with the target 0."""
        theta = [value for pair in zip(self.w, self.b, strict=True) for value in pair]
        network = Network((1, 1, 1, 1), hidden="sigmoid", output="sigmoid", cost="half_quadratic", theta=theta)
        forward = network.forward(np.array([[self.x]]))
        return forward, network.backward(forward, np.array([[0.0]]))

    @property
    def gradients(self) -> list[float]:
        """∂C/∂w of each layer."""
        return self.passes[1].gradient[::2].tolist()

    @property
    def text(self) -> str:
        """The question."""
        a = [float(each[0, 0]) for each in self.passes[0].a[1:]]
        outputs = ", ".join(f"a{SUPERSCRIPTS[at]} = {numeral(value, 3)}" for at, value in enumerate(a))
        weights = ", ".join(f"w{SUPERSCRIPTS[at]} = {numeral(value)}" for at, value in enumerate(self.w))
        return (
            f"Three **sigmoid** neurons stand one behind another, with {weights}. The input is x = {numeral(self.x)}, "
            "the "
            f"pass forward gives {outputs}, the target is y = 0 and the cost ½ (y − a³)². Which weight has the "
            "smallest "
            "gradient, whatever its sign?"
        )

    @property
    def asks(self) -> Options:
        """One of the three layers."""
        return Options(
            "|∂C/∂w|", tuple(f"w{mark}, layer {at}" for at, mark in enumerate(SUPERSCRIPTS[:3], start=1)), log=True
        )

    def answer(self) -> Answer:
        """Pass back and compare."""
        forward, back = self.passes
        sizes = tuple(abs(value) for value in self.gradients)
        least = int(np.argmin(sizes))
        deltas = ", ".join(
            f"δ{SUPERSCRIPTS[at]} = {numeral(float(delta[0, 0]), 3)}"
            for at, delta in reversed(list(enumerate(back.delta)))
        )
        came = numeral(float(forward.a[least][0, 0]), 3)
        return Answer(
            least,
            f"On the way back {deltas}; ∂C/∂w is a layer's δ times what comes in there, for w{SUPERSCRIPTS[least]} "
            f"that is {came}, and the size {numeral(sizes[least], 3)} the smallest.",
            sizes,
        )


@dataclass(frozen=True)
class WhichWeightRises(Question):
    """Two sigmoid neurons below a linear output: which of their four weights does an update raise most?"""

    title = "Which weight does an update raise most?"
    x: tuple[float, ...]
    w: tuple[float, ...]
    v: tuple[float, ...]
    y: float

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw until the largest rise is clear, and is that of a weight that was chosen before."""
        wanted = int(rng.integers(4))
        while True:
            x, v = (tuple(step_between(rng, -2.0, 2.0, 0.5) for _ in range(2)) for _ in range(2))
            w, y = tuple(step_between(rng, -2.0, 2.0, 0.5) for _ in range(4)), step_between(rng, -2.0, 2.0, 1.0)
            found = cls(x, w, v, y)
            if all((*x, *v)):
                rises = np.array(found.rises)
                if (
                    rises.max() > 0.02
                    and apart(rises.tolist(), least=0.1 * np.ptp(rises))
                    and int(np.argmax(rises)) == wanted
                ):
                    return found

    @property
    def passes(self) -> tuple[ForwardPass, BackwardPass]:
        """Both passes through the network; all biases are 0."""
        theta = [*self.w[:2], 0.0, *self.w[2:], 0.0, *self.v, 0.0]
        network = Network((2, 2, 1), hidden="sigmoid", output="linear", cost="half_quadratic", theta=theta)
        forward = network.forward(np.array([self.x]))
        return forward, network.backward(forward, np.array([[self.y]]))

    @property
    def rises(self) -> list[float]:
        """By how much an update with η = 1 raises each weight of the hidden layer: −∂C/∂w."""
        return (-self.passes[1].gradient[[0, 1, 3, 4]]).tolist()

    @property
    def text(self) -> str:
        """The question."""
        forward = self.passes[0]
        hidden = " and ".join(numeral(float(a), 3) for a in forward.a[1][0])
        return (
            f"Inputs x₁ = {numeral(self.x[0])} and x₂ = {numeral(self.x[1])} feed two **sigmoid** neurons, whose "
            "outputs "
            f"are {hidden}. Weights v₁ = {numeral(self.v[0])} and v₂ = {numeral(self.v[1])} lead from them to a linear "
            f"output a = {numeral(float(forward.a[2][0, 0]), 3)}; its target is y = {numeral(self.y)}, the cost is "
            "½ (y − a)². Which weight of the hidden layer does an update of gradient descent raise most?"
        )

    @property
    def asks(self) -> Options:
        """One of the four weights."""
        ways = [(neuron, given) for neuron in (1, 2) for given in (1, 2)]
        return Options("−∂C/∂w", tuple(f"from x{'₁₂'[given - 1]} to neuron {neuron}" for neuron, given in ways))

    def answer(self) -> Answer:
        """Pass back and compare."""
        forward, back = self.passes
        rises = self.rises
        most = int(np.argmax(rises))
        neuron, given = divmod(most, 2)
        error, delta = float(back.delta[1][0, 0]), float(back.delta[0][0, neuron])
        a = float(forward.a[1][0, neuron])
        return Answer(
            most,
            f"The error a − y = {numeral(error, 3)} goes back through v{'₁₂'[neuron]} = {numeral(self.v[neuron])} and "
            "the "
            f"slope a(1 − a) at a = {numeral(a, 3)}: δ is {numeral(delta, 3)} there, and with x{'₁₂'[given]} = "
            f"{numeral(self.x[given])} the weight changes by {numeral(rises[most], 3)} times η.",
            tuple(rises),
        )


@dataclass(frozen=True)
class WhatIsLeftOfDelta(Question):
    """A chain of sigmoid neurons that all stand at z = 0: δ of the first as a share of the last one's."""

    title = "What is left of δ after a few layers?"
    neurons: int
    w: float

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw a length and a weight."""
        return cls(int(rng.integers(2, 7)), one_of(rng, (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0)))

    @property
    def text(self) -> str:
        """The question."""
        return (
            f"{self.neurons} **sigmoid** neurons stand one behind another. Each weight between them is "
            f"{numeral(self.w)}, "
            "and the biases are such that each z is 0. How many times as large as the last neuron's δ is the first "
            "one's?"
        )

    @property
    def asks(self) -> Number:
        """A factor."""
        return Number("times the last δ", 1e-5, 10.0, 1e-5, log=True)

    def answer(self) -> Answer:
        """Pass back through the chain."""
        theta = [1.0, -1.0] + [self.w, -0.5 * self.w] * (self.neurons - 1)
        network = Network(
            [1] * (self.neurons + 1), hidden="sigmoid", output="sigmoid", cost="half_quadratic", theta=theta
        )
        back = network.backward(network.forward(np.array([[1.0]])), np.array([[0.0]]))
        first, last = (float(back.delta[at][0, 0]) for at in (0, -1))
        steps = self.neurons - 1
        return Answer(
            first / last,
            f"Each step back multiplies δ by w σ′(0) = {bracketed(self.w)} × 0.25 = {numeral(self.w * 0.25)}, and "
            "there "
            f"{'is 1 step' if steps == 1 else f'are {steps} steps'}: δ goes from {numeral(last)} to {numeral(first)}.",
        )


QUESTIONS = (WhichGradientIsSmallest, WhichWeightRises, WhatIsLeftOfDelta)
