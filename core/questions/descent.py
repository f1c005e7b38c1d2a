"""Lesson 4: which descent diverges, and where the others end. Each neuron here is linear: its surface is a parabola."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from core.numerals import bracketed, numeral
from core.questions.question import Answer, Options, Place, Point, Question, apart, lettered, one_of, step_between
from core.surfaces.descent import SurfacePath, descend_surface
from core.surfaces.minimum import eigenvalues
from core.surfaces.points import Points
from core.surfaces.surface import Surface

UPDATES = 20
AT_REST = 400
"""So many updates leave less than a millionth of the way to the minimum of each surface here."""


def surface_of(x: tuple[float, ...], y: tuple[float, ...]) -> Surface:
    """Return the surface of a linear neuron under the ½ quadratic cost."""
    return Surface(Points(np.array(x), np.array(y)), "half_quadratic", "linear")


@dataclass(frozen=True)
class WhichDiverges(Question):
    """Four neurons with an instance and a learning rate each: one of them diverges."""

    title = "Which descent diverges?"
    x: tuple[float, ...]
    eta: tuple[float, ...]

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw until exactly one η is above 2/(x² + 1), and none is near it."""
        while True:
            x = tuple(one_of(rng, (-3, -2, -1, -0.5, 0.5, 1, 2, 3)) for _ in range(4))
            eta = tuple(
                one_of(rng, (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.2, 1.5, 1.8, 2.0))
                for _ in range(4)
            )
            factors = [1.0 - rate * (at * at + 1.0) for at, rate in zip(x, eta, strict=True)]
            above = sum(abs(factor) > 1.0 for factor in factors)
            if (
                above == 1
                and max(map(abs, factors)) <= 3.5
                and apart([abs(f) for f in factors], least=0.06)
                and all(abs(abs(f) - 1.0) > 0.09 for f in factors)
            ):
                return cls(x, eta)

    @property
    def text(self) -> str:
        """The question."""
        return (
            "Four linear neurons, z = wx + b, learn one instance each under the **½ quadratic** cost. For one of them "
            "η "
            "is too large, and its error grows from update to update. Which one diverges?"
        )

    @property
    def asks(self) -> Options:
        """One of the four."""
        pairs = zip(self.x, self.eta, strict=True)
        return Options(
            "error after one update, in errors before",
            tuple(f"x = {numeral(x)}, η = {numeral(eta)}" for x, eta in pairs),
        )

    def answer(self) -> Answer:
        """Let all four descend."""
        paths = self.paths()
        values = tuple(round(float(np.sqrt(path.cost[1] / path.cost[0])), 9) for path in paths)
        grown = [float(path.cost[-1] / path.cost[0]) for path in paths]
        most = int(np.argmax(grown))
        x, eta = self.x[most], self.eta[most]
        return Answer(
            most,
            f"An update multiplies the error by 1 − η(x² + 1), for {lettered(most)} by 1 − {numeral(eta)} × "
            f"({bracketed(x)}² + 1) = {numeral(1.0 - eta * (x * x + 1.0))}: its η is above 2/(x² + 1) = "
            f"{numeral(2.0 / (x * x + 1.0))}, and after {UPDATES} updates its cost is {numeral(grown[most])} times "
            "that at "
            "the start.",
            values,
        )

    def paths(self) -> list[SurfacePath]:
        """Return the four descents, from w = b = 1 to the target 5."""
        pairs = zip(self.x, self.eta, strict=True)
        return [
            descend_surface(surface_of((x,), (5.0,)), 1.0, 1.0, learning_rate=eta, steps=UPDATES) for x, eta in pairs
        ]


@dataclass(frozen=True)
class WhichSolution(Question):
    """One instance, which a whole line of (w, b) answers exactly: at which of its places does a descent end?"""

    title = "Where on the line does it end?"
    x: float
    y: float
    start: Point

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw an instance and a start that is some way from the line; the end lies on the map."""
        while True:
            x, y = one_of(rng, (-3, -2, -1, -0.5, 0.5, 1, 2, 3)), step_between(rng, -4.0, 4.0, 0.5)
            start = step_between(rng, -3.5, 3.5, 0.5), step_between(rng, -3.5, 3.5, 0.5)
            step = (y - start[0] * x - start[1]) / (x * x + 1.0)
            end = start[0] + step * x, start[1] + step
            if abs(step) * np.hypot(x, 1.0) >= 1.5 and max(map(abs, end)) <= 3.6:
                return cls(x, y, start)

    @property
    def text(self) -> str:
        """The question."""
        return (
            f"A linear neuron, z = wx + b, learns one instance: x = {numeral(self.x)}, y = {numeral(self.y)}. Every "
            "(w, b) "
            f"on the dotted line answers it exactly. Gradient descent with a small η starts at w = "
            f"{numeral(self.start[0])}, b = {numeral(self.start[1])}. Where does it end?"
        )

    @property
    def asks(self) -> Place:
        """A place, with the line of all solutions through the map."""
        reach = Place(self.start).reach
        ends = [(w, self.y - w * self.x) for w in (-reach, reach)]
        ends += [((self.y - b) / self.x, b) for b in (-reach, reach)]
        within = sorted({(round(w, 9), round(b, 9)) for w, b in ends if max(abs(w), abs(b)) <= reach + 1e-9})
        return Place(self.start, (within[0], within[-1]))

    def answer(self) -> Answer:
        """Descend until it rests."""
        w, b, path = at_rest(surface_of((self.x,), (self.y,)), self.start)
        return Answer(
            (w, b),
            f"∂C/∂w = δx and ∂C/∂b = δ, so every update goes along (x, 1) = ({numeral(self.x)}, 1), at right angles to "
            f"the line: it ends at the nearest solution, w = {numeral(w)}, b = {numeral(b)}.",
            path=path,
        )


@dataclass(frozen=True)
class WhichLine(Question):
    """Three points: where does a linear neuron's descent end?"""

    title = "Where does this descent end?"
    x: tuple[float, ...]
    y: tuple[float, ...]
    start: Point

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        """Draw three points, whose x have mean 0, and a start that is some way from the minimum."""
        while True:
            reach = one_of(rng, (1.0, 2.0))
            x, y = (-reach, 0.0, reach), tuple(step_between(rng, -3.0, 3.0, 0.5) for _ in range(3))
            start = step_between(rng, -3.5, 3.5, 0.5), step_between(rng, -3.5, 3.5, 0.5)
            w, b = (y[2] - y[0]) / (2.0 * reach), sum(y) / 3.0
            if np.hypot(w - start[0], b - start[1]) >= 1.5 and max(abs(w), abs(b)) <= 3.6:
                return cls(x, y, start)

    @property
    def text(self) -> str:
        """The question."""
        points = ", ".join(f"({numeral(x)}, {numeral(y)})" for x, y in zip(self.x, self.y, strict=True))
        return (
            f"A linear neuron, z = wx + b, learns three points (x, y): {points}, under the quadratic cost. Its η is "
            "small "
            f"enough, and it starts at w = {numeral(self.start[0])}, b = {numeral(self.start[1])}. Where does it end?"
        )

    @property
    def asks(self) -> Place:
        """A place."""
        return Place(self.start)

    def answer(self) -> Answer:
        """Descend until it rests."""
        surface = surface_of(self.x, self.y)
        w, b, path = at_rest(surface, self.start)
        return Answer(
            (w, b),
            "The surface is a bowl, so every start leads to its minimum, the line that fits best: as the x have mean "
            "0, "
            f"b is the mean of the y, {numeral(b)}, and w the slope, {numeral(w)}; the cost left there is "
            f"{numeral(float(surface.cost(w, b)))}.",
            path=path,
        )


def at_rest(surface: Surface, start: Point) -> tuple[float, float, tuple[Point, ...]]:
    """Return where a descent from `start` rests, to nine decimals, and its path. η is 0.3/λ, with the larger "
    "curvature λ."""
    steepest = float(eigenvalues(surface.hessian(0.0, 0.0))[0])
    run = descend_surface(surface, *start, learning_rate=0.3 / steepest, steps=AT_REST)
    path = tuple(zip(run.w[:60].tolist(), run.b[:60].tolist(), strict=True))
    return round(float(run.w[-1]), 9) + 0.0, round(float(run.b[-1]), 9) + 0.0, path


QUESTIONS = (WhichDiverges, WhichSolution, WhichLine)
