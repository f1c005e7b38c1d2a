"""Lesson 4: every control, and the descents that they amount to."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import streamlit as st

from core.networks.optimizers import OPTIMIZERS, Settings
from core.numerals import numeral
from core.surfaces.descent import Descent, SurfacePath, descend_surface
from core.surfaces.points import POINT_SETS, Points
from core.surfaces.stability import stability_limit
from core.surfaces.surface import Surface
from core.surfaces.verdicts import Verdict, judge
from core.tables.csv_table import Problem, capped
from core.tables.typed_points import read_typed_points
from ui.arrival import start_anew
from ui.controls import Choice, Control, Slider, Switch
from ui.files import draw_problems

MOST_STEPS = 2_000
DESCENTS = {name: {"sgd": "plain descent", "rmsprop": "RMSProp"}.get(name, name.capitalize()) for name in OPTIMIZERS}

W = Slider(
    "descent_w", "Start: weight w", -20.0, 20.0, -3.0, 0.01, "Both descents begin here; a map can be pressed, too"
)
B = Slider("descent_b", "Start: bias b", -20.0, 20.0, 3.0, 0.01, "Both descents begin here; a map can be pressed, too")
ETA = Slider("descent_eta", "Learning rate η", 0.001, 1000.0, 3.0, 0.001, "How far one update goes", log=True)
STEP = Slider("descent_step", "Look at step", 0, MOST_STEPS, 0, 1, "Marks this step on both maps and in the chart")

POINTS = Choice(
    "descent_points",
    "Points to learn",
    {name: each.label for name, each in POINT_SETS.items()} | {"own": "Your own points"},
    "staircase",
    "One input x and one target y each",
    menu=True,
)
SEED = Slider("descent_seed", "Seed", 0, 9999, 0, 1, "Draws the random points, and the order of mini-batches")
OUTPUT = Choice(
    "descent_output",
    "Output",
    {"sigmoid": "sigmoid", "linear": "linear"},
    "sigmoid",
    "a = σ(z), or a = z, which never saturates",
)
QUADRATIC = Choice(
    "descent_quadratic",
    "Quadratic cost",
    {"half_quadratic": "½ (y − a)²", "quadratic": "(y − a)²"},
    "half_quadratic",
    "Without the ½ every gradient is twice as long, and the largest stable η half as large",
)
REACH = Slider(
    "descent_reach", "Maps reach from −r to r: r", 1.0, 30.0, 6.0, 0.5, "How much of w and b the maps show", log=True
)

STEPS = Slider("descent_steps", "Number of steps", 10, MOST_STEPS, 100, 10, "How long both descents last", log=True)
BATCH = Slider(
    "descent_batch",
    "Batch size (0: all points)",
    0,
    50,
    0,
    1,
    "Points to an update; as many as there are, or more, are all",
)
APART = Switch("descent_apart", "Another η for cross-entropy", help="Off: both costs use the same learning rate")
ETA_CE = Slider("descent_eta_ce", "η of cross-entropy", 0.001, 1000.0, 3.0, 0.001, log=True)
DESCENT = Choice("descent_optimizer", "Optimiser", DESCENTS, "sgd", "What is made of a gradient", menu=True)
MOMENTUM = Slider("descent_momentum", "Momentum μ", 0.0, 0.99, 0.9, 0.01, "What a step keeps of the one before")
RHO = Slider("descent_rho", "RMSProp's ρ", 0.0, 0.999, 0.9, 0.001, "How long squares of gradients are remembered")
BETA1 = Slider("descent_beta1", "Adam's β₁", 0.0, 0.99, 0.9, 0.01, "How long gradients are remembered")
BETA2 = Slider("descent_beta2", "Adam's β₂", 0.0, 0.9999, 0.999, 0.0001, "How long their squares are remembered")

GROUND: tuple[Control, ...] = (POINTS, SEED, OUTPUT, QUADRATIC, REACH)
WALK: tuple[Control, ...] = (STEPS, BATCH, APART, ETA_CE, DESCENT, MOMENTUM, RHO, BETA1, BETA2)
CONTROLS: tuple[Control, ...] = (W, B, ETA, STEP, *GROUND, *WALK)
USED_BY: dict[str, tuple[str, ...]] = {
    MOMENTUM.key: ("momentum", "nesterov"),
    RHO.key: ("rmsprop",),
    BETA1.key: ("adam",),
    BETA2.key: ("adam",),
}
"""The optimisers that a parameter belongs to."""

OWN, OWN_DEFAULT = "descent_own", "-2 0; -1 1; 1 0; 2 1"
MOST_TEXT, MOST_SHOWN = 4_000, 20


def in_use(control: Control) -> bool:
    """Whether a control has a say, as the others stand."""
    if control is ETA_CE:
        return APART.value() and OUTPUT.value() == "sigmoid"
    if control is APART:
        return OUTPUT.value() == "sigmoid"
    return DESCENT.value() in USED_BY.get(control.key, (DESCENT.value(),))


# --- The points ----------------------------------------------------------------------------------------------------


def draw_own() -> None:
    """Draw the line into which points are typed, which stands in the address, and say what was wrong with them."""
    start_anew(OWN, OWN_DEFAULT)
    st.text_input(
        "Your own points: x y; x y; …",
        OWN_DEFAULT,
        key=OWN,
        bind="query-params",
        disabled=POINTS.value() != "own",
        help="x from −1,000 to 1,000, y from 0 to 1, up to 50 points. They stand in the address.",
    )
    points, problems, usable = points_now()
    shown = [f"({numeral(float(x))}, {numeral(float(y))})" for x, y in zip(points.x, points.y, strict=True)]
    more = f" and {len(shown) - MOST_SHOWN} more" if len(shown) > MOST_SHOWN else ""
    st.caption(f"The points (x, y): {', '.join(shown[:MOST_SHOWN])}{more}.")
    if POINTS.value() == "own":
        draw_problems(problems, usable=usable)
        if not usable:
            st.caption("Until then the maps show the five overlapping points.")


def typed_points(text: str) -> tuple[Points | None, list[Problem]]:
    """Read "x y; x y; …". Whatever is typed: what can be used is, and the rest is named by its place."""
    pairs = [part.replace("(", " ").replace(")", " ").split() for part in text[:MOST_TEXT].split(";")]
    pairs = [pair[:3] for pair in pairs]
    points, problems = read_typed_points([(*pair, None, None)[:2] for pair in pairs])
    problems += [
        Problem(at, "there are more than two numbers: only the first two were taken")
        for at, pair in enumerate(pairs, start=1)
        if len(pair) > 2
    ]
    problems = [
        Problem(None, reason if line is None else f"point {line}: {reason}")
        for line, reason in sorted(problems, key=lambda problem: problem.line or 0)
    ]
    if len(text) > MOST_TEXT:
        problems.insert(0, Problem(None, f"The text is too long: only its first {MOST_TEXT:,} characters were read."))
    problems = capped(problems)
    if points is None and not problems:
        problems = [Problem(None, "There is no point: type x and y with a space between, as in 1 0; 2 1")]
    return points, problems


def points_now() -> tuple[Points, list[Problem], bool]:
    """The points to learn, what was wrong with typed ones, and whether these could be used at all."""
    name = POINTS.value()
    if name != "own":
        return POINT_SETS[name].make(int(SEED.value()) if POINT_SETS[name].seeded else 0), [], True
    points, problems = typed_points(str(st.session_state.get(OWN) or ""))
    return (points, problems, True) if points is not None else (POINT_SETS["staircase"].make(0), problems, False)


# --- The descents --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Setup:
    """What the controls amount to: two surfaces (one with a linear output), and how both descents go."""

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
        return self.surfaces["quadratic"].points

    @property
    def full_batch(self) -> bool:
        """Whether every update looks at all points."""
        return self.batch == len(self.points)

    @property
    def descent(self) -> Descent:
        """How to descend, apart from the learning rate and the number of steps."""
        return Descent(self.optimizer, self.settings, self.batch, self.seed)

    def limit(self, name: str) -> float | None:
        """The largest stable η at this surface's minimum, by theory; None where there is none or none is known."""
        least = self.surfaces[name].minimum
        return stability_limit(self.optimizer, least.eigenvalues[0], self.settings.momentum) if least else None


class Walked(NamedTuple):
    """A descent, and what became of it."""

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
        {"quadratic": eta, "cross_entropy": ETA_CE.value() if APART.value() else eta},
        int(STEPS.value()),
        min(batch, n) if batch else n,
        DESCENT.value(),
        Settings(MOMENTUM.value(), RHO.value(), BETA1.value(), BETA2.value()),
        int(SEED.value()),
        quadratic,
    )


@lru_cache(maxsize=32)
def surfaces_of(x: tuple[float, ...], y: tuple[float, ...], quadratic: str, output: str) -> dict[str, Surface]:
    """The surfaces of both costs, kept with the minima that were looked for; cross-entropy's needs a sigmoid."""
    points = Points(np.array(x), np.array(y))
    surfaces = {"quadratic": Surface(points, quadratic, output)}
    return surfaces if output == "linear" else surfaces | {"cross_entropy": Surface(points, "cross_entropy")}


def walk(setup: Setup) -> dict[str, Walked]:
    """Descend on every surface, and judge."""
    walked: dict[str, Walked] = {}
    for name, surface in setup.surfaces.items():
        path = descend_surface(
            surface, setup.w, setup.b, learning_rate=setup.etas[name], steps=setup.steps, descent=setup.descent
        )
        walked[name] = Walked(path, judge(surface, path))
    return walked
