"""Lesson 4: its controls."""

from core.functions.activations import OUTPUTS
from core.functions.costs import COSTS
from core.surfaces.points import POINT_SETS
from ui.controls import Choice, Control, Slider, Switch
from ui.lessons import DESCENTS

LEFT, RIGHT = "left", "right"
"""The two sides that are compared: a quadratic cost, and cross-entropy where the output is a probability."""
SIDES = {LEFT: "quadratic", RIGHT: "cross-entropy"}
MOST_STEPS = 2_000

W = Slider(
    "descent_w", "Start: weight w", -20.0, 20.0, -3.0, 0.01, "Both descents begin here; a map can be pressed, too"
)
B = Slider("descent_b", "Start: bias b", -20.0, 20.0, 3.0, 0.01, "Both descents begin here; a map can be pressed, too")
ETA = Slider(
    "descent_eta",
    "Learning rate η",
    0.001,
    1000.0,
    3.0,
    0.001,
    "How far an update goes, one step against the slope",
    log=True,
)
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
    {name: name for name in ("sigmoid", "linear")},
    "sigmoid",
    "a = σ(z), or a = z, which never saturates",
)
QUADRATIC = Choice(
    "descent_quadratic",
    "Quadratic cost",
    {name: COSTS[name].formula.partition(",")[0] for name in ("half_quadratic", "quadratic")},
    "half_quadratic",
    "Without the ½ every gradient is twice as long, and the largest stable η half as large",
)
EXTENT = Slider(
    "descent_reach", "Maps show −r to r: r", 1.0, 30.0, 6.0, 0.5, "How much of w and b the maps show", log=True
)

STEPS = Slider("descent_steps", "Number of steps", 10, MOST_STEPS, 100, 10, "How long both descents last", log=True)
BATCH = Slider(
    "descent_batch",
    "Batch size (0: all points)",
    0,
    50,
    0,
    1,
    "Points that an update looks at: a mini-batch; as many as there are, or more, are all",
)
APART = Switch("descent_apart", "Another η for cross-entropy", help="Off: both costs use the same learning rate")
ETA_CE = Slider("descent_eta_ce", "η of cross-entropy", 0.001, 1000.0, 3.0, 0.001, log=True)
DESCENT = Choice("descent_optimizer", "Optimiser", DESCENTS, "sgd", "What is made of a gradient", menu=True)
MOMENTUM = Slider("descent_momentum", "Momentum μ", 0.0, 0.99, 0.9, 0.01, "The share of a step that the next one keeps")
RHO = Slider("descent_rho", "RMSProp's ρ", 0.0, 0.999, 0.9, 0.001, "How long squares of gradients are remembered")
BETA1 = Slider("descent_beta1", "Adam's β₁", 0.0, 0.99, 0.9, 0.01, "How long gradients are remembered")
BETA2 = Slider("descent_beta2", "Adam's β₂", 0.0, 0.9999, 0.999, 0.0001, "How long their squares are remembered")

SURFACE: tuple[Control, ...] = (POINTS, SEED, OUTPUT, QUADRATIC, EXTENT)
PROCEDURE: tuple[Control, ...] = (STEPS, BATCH, APART, ETA_CE, DESCENT, MOMENTUM, RHO, BETA1, BETA2)
CONTROLS: tuple[Control, ...] = (W, B, ETA, STEP, *SURFACE, *PROCEDURE)
USED_BY: dict[str, tuple[str, ...]] = {
    MOMENTUM.key: ("momentum", "nesterov"),
    RHO.key: ("rmsprop",),
    BETA1.key: ("adam",),
    BETA2.key: ("adam",),
}
"""The optimisers that a parameter belongs to."""


def has_both() -> bool:
    """Return whether both costs fit the output: cross-entropy needs a probability."""
    return OUTPUTS[OUTPUT.value()].is_probability


def side_chosen(choice: Choice) -> str:
    """Draw the choice of a section's side, and return the chosen one; there may be only one."""
    both = has_both()
    chosen = choice.read(disabled=not both)
    return chosen if both else LEFT


def in_use(control: Control) -> bool:
    """Return whether a control changes anything, with the others as they are."""
    if control is ETA_CE:
        return APART.value() and has_both()
    if control is APART:
        return has_both()
    return DESCENT.value() in USED_BY.get(control.key, (DESCENT.value(),))
