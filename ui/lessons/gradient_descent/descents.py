"""Lesson 4: the descents that the controls ask for."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from core.functions.activations import OUTPUTS
from core.networks.optimizers import Settings
from core.surfaces.descent import Descent, SurfacePath, descend_surface
from core.surfaces.outlook import ALL_AHEAD, MOST_AHEAD
from core.surfaces.points import Points
from core.surfaces.stability import stability_limit
from core.surfaces.surface import Surface
from core.surfaces.verdicts import Verdict, judge
from ui.lessons.gradient_descent.controls import (
    APART,
    BATCH,
    BETA1,
    BETA2,
    CONTROLS,
    DESCENT,
    ETA,
    ETA_CE,
    EXTENT,
    LEFT,
    MOMENTUM,
    OUTPUT,
    QUADRATIC,
    RHO,
    RIGHT,
    SEED,
    STEP,
    STEPS,
    B,
    W,
)
from ui.live import moving_value


@dataclass(frozen=True, eq=False)
class Setup:
    """The values of the controls: a surface for each side (only LEFT with a linear output), and how to descend."""

    surfaces: dict[str, Surface]
    w: float
    b: float
    etas: dict[str, float]
    steps: int
    batch: int
    optimizer: str
    settings: Settings
    seed: int
    quadratic: str

    @property
    def points(self) -> Points:
        """The points, the same for both."""
        return self.surfaces[LEFT].points

    @property
    def full_batch(self) -> bool:
        """Whether every update looks at all points."""
        return self.batch == len(self.points)

    @property
    def descent(self) -> Descent:
        """How to descend, except for the learning rate and the number of steps."""
        return Descent(self.optimizer, self.settings, self.batch, self.seed)

    def limit(self, name: str) -> float | None:
        """The largest stable η at this surface's minimum, by theory; None where it does not exist or is not known."""
        least = self.surfaces[name].minimum
        return stability_limit(self.optimizer, least.eigenvalues[0], self.settings.momentum) if least else None


class Judged(NamedTuple):
    """A descent and its outcome."""

    path: SurfacePath
    verdict: Verdict


def setup_now(points: Points) -> Setup:
    """Read the controls, moving ones included."""
    quadratic, output = QUADRATIC.value(), OUTPUT.value()
    eta = ETA.value()
    n, batch = len(points), int(BATCH.value())
    return Setup(
        surfaces_of(tuple(points.x.tolist()), tuple(points.y.tolist()), quadratic, output),
        W.value(),
        B.value(),
        {LEFT: eta, RIGHT: ETA_CE.value() if APART.value() else eta},
        int(STEPS.value()),
        min(batch, n) if batch else n,
        DESCENT.value(),
        Settings(MOMENTUM.value(), RHO.value(), BETA1.value(), BETA2.value()),
        int(SEED.value()),
        quadratic,
    )


@lru_cache(maxsize=32)
def surfaces_of(x: tuple[float, ...], y: tuple[float, ...], quadratic: str, output: str) -> dict[str, Surface]:
    """The surfaces of both costs, cached with their minima; cross-entropy needs a probability."""
    points = Points(np.array(x), np.array(y))
    surfaces = {LEFT: Surface(points, quadratic, output)}
    return surfaces | {RIGHT: Surface(points, "cross_entropy")} if OUTPUTS[output].is_probability else surfaces


def descend(setup: Setup) -> dict[str, Judged]:
    """Descend on every surface, and judge each descent: to the end only while no slider moves that changes it."""
    moves = any(moving_value(control.key, None) is not None for control in CONTROLS if control not in (STEP, EXTENT))
    ahead = MOST_AHEAD if moves else ALL_AHEAD
    return {
        name: judged(surface, setup.w, setup.b, setup.etas[name], setup.steps, setup.descent, ahead)
        for name, surface in setup.surfaces.items()
    }


@lru_cache(maxsize=32)
def judged(surface: Surface, w: float, b: float, eta: float, steps: int, descent: Descent, ahead: int) -> Judged:
    """Descend on one surface and judge it, computed ahead for so many updates; kept, since the step shown may move."""
    path = descend_surface(surface, w, b, learning_rate=eta, steps=steps, descent=descent)
    return Judged(path, judge(surface, path, ahead=ahead))
