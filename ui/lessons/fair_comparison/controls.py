"""Lesson 7: every control, and the plan of a study that they describe."""

from dataclasses import replace

from core.experiments.datasets import KINDS
from core.functions.costs import COSTS
from core.networks.initial_weights import SCHEMES
from core.study.comparisons import COMPARISONS
from core.study.comparisons import MOST_TEXT as MOST_NAMES
from core.study.etas import MOST_TEXT, read_etas
from core.study.given import OWN as GIVEN
from core.study.plan import MOST_EPOCHS
from core.study.plan import SEEDS as NUMBERS_OF_SEEDS
from core.study.settings import StudySettings
from ui.controls import Choice, Control, Slider, Switch, Text
from ui.lessons import ACTIVATIONS, DESCENTS, cost_menu
from ui.lessons.fair_comparison.own_points import OwnPoints

COST_NAMES = cost_menu(lambda cost: cost.menu or cost.formula, first="cross_entropy")
QUADRATICS = {name: cost.formula for name, cost in COSTS.items() if not cost.needs_classes}

OWN = "own"
"""The points that the session has in lesson 6, loaded from a file or set by hand."""
DATA = Choice(
    "fair_data",
    "Data",
    {name: kind.label for name, kind in KINDS.items() if kind.classes} | {OWN: "Your points of “Train a network”"},
    "circle",
    "Points of classes",
    menu=True,
)
FALLBACK = "circle"
"""What is studied while there are no points of one's own."""
STARTS = {
    "ordinary": ("ordinary", (1.0, 1.0, 0.0)),
    "bias": ("output bias 8: stuck", (1.0, 1.0, 8.0)),
    "output": ("output's weights × 4", (1.0, 4.0, 0.0)),
    "all": ("all weights × 3", (3.0, 1.0, 0.0)),
}
"""Each start: its name, the scale of all weights, that of the output's weights, and the output's bias."""
START = Choice(
    "fair_start",
    "Start",
    {name: text for name, (text, _) in STARTS.items()} | {"own": "as set below"},
    "bias",
    "Far from an ordinary start the output is saturated: sure of one class, and wrong for the other",
    menu=True,
)
SEEDS = Slider("fair_seeds", "Seeds", 12, NUMBERS_OF_SEEDS[1], 32, 2, "So many starts, the same for all methods")

COMPARE = Choice(
    "fair_compare",
    "What is compared",
    {name: comparison.what for name, comparison in COMPARISONS.items()},
    "cost",
    "Everything else is the same in each pair: the weights at the start, the points and their order",
    menu=True,
)
QUADRATIC = Choice("fair_quadratic", "Quadratic cost", QUADRATICS, "half_quadratic", "Of one output", menu=True)
COST = Choice(
    "fair_cost", "Cost", COST_NAMES, "cross_entropy", "Of all methods, where no costs are compared", menu=True
)


def _is_short(text: str) -> bool:
    return len(text) <= MOST_TEXT


ONLY = Text(
    "fair_only",
    "Only these",
    lambda text: len(text) <= MOST_NAMES,
    f"a list of at most {MOST_NAMES} signs",
    "",
    "Two to six names or numbers, such as tanh, ReLU or 1, 3, 6. Empty: all, or the usual numbers",
)
_ETAS = "Up to eight, such as 0.3 1 3. Empty: three that suit each method"
_NEEDED = f"a list of at most {MOST_TEXT} signs"
ETAS = (
    Text("fair_etas_a", "η of the first", _is_short, _NEEDED, "", _ETAS),
    Text("fair_etas_b", "η of the others", _is_short, _NEEDED, "", _ETAS),
)
TARGET = Slider(
    "fair_target", "Target, % right", 55.0, 100.0, 95.0, 1.0, "A run has learned once so many points are right"
)
EPOCHS = Slider("fair_epochs", "Epochs", 5, MOST_EPOCHS, 30, 1, "A run that needs more has not learned", log=True)

POINTS = Slider("fair_n", "Points", 20, 1000, 200, 10, "All are trained on", log=True)
NOISE = Slider("fair_noise", "Noise, %", 0.0, 50.0, 0.0, 1.0, "How far the points are moved from their places")
FRESH = Switch("fair_fresh", "New points for every seed", True, "Off: all seeds have the points of seed 0")
LAYERS = Choice("fair_layers", "Hidden layers", {str(n): str(n) for n in range(7)}, "2", "In each of the networks")
WIDTH = Slider("fair_width", "Neurons in each", 1, 32, 8, 1, "In each hidden layer")
HIDDEN = Choice("fair_hidden", "Activation", ACTIVATIONS, "tanh", "Of the hidden neurons", menu=True)
INIT = Choice(
    "fair_init",
    "Initial weights",
    {name: scheme.label for name, scheme in SCHEMES.items()},
    "glorot_uniform",
    "How the first weights are drawn",
    menu=True,
)
SCALE = Slider("fair_scale", "Scale of all weights", 0.1, 10.0, 1.0, 0.01, "A factor on the first weights", log=True)
OUTPUT_SCALE = Slider(
    "fair_output_scale", "Scale of the output's weights", 0.1, 10.0, 1.0, 0.01, "One more factor there", log=True
)
BIAS = Slider("fair_bias", "Output bias at the start", -12.0, 12.0, 0.0, 0.5, "Far from 0 the output is saturated")
BATCH = Slider("fair_batch", "Batch size", 1, 1000, 10, 1, "Points to an update", log=True)
DESCENT = Choice("fair_optimizer", "Optimiser", DESCENTS, "sgd", "What is made of a gradient", menu=True)

GROUPS: dict[str, tuple[Control, ...]] = {
    "What is compared, and how far": (COMPARE, ONLY, QUADRATIC, COST, *ETAS, TARGET, EPOCHS),
    "Points": (POINTS, NOISE, FRESH),
    "Network and steps": (LAYERS, WIDTH, HIDDEN, INIT, BATCH, DESCENT),
    "Start": (SCALE, OUTPUT_SCALE, BIAS),
}
"""The seldom used controls, by drawer."""
CONTROLS: tuple[Control, ...] = (DATA, START, SEEDS, *(control for group in GROUPS.values() for control in group))

_SETTLED_BY = {"pair": HIDDEN, "hidden": HIDDEN, "init": INIT, "optimizer": DESCENT, "layers": LAYERS, "neurons": WIDTH}
"""The control that counts for nothing in a comparison, since its setting is what differs."""


def in_use(control: Control) -> bool:
    """Return whether a control changes the plan, with the others as they are."""
    compared = COMPARE.value()
    if control in (POINTS, NOISE, FRESH) and DATA.value() == OWN:
        return False
    if control in (SCALE, OUTPUT_SCALE, BIAS):
        return START.value() == "own"
    if control is ONLY:
        return not COMPARISONS[compared].fixed
    if control in (QUADRATIC, COST):
        return (control is QUADRATIC) == (compared == "cost")
    if control is WIDTH and compared != "layers" and LAYERS.value() == "0":
        return False
    return control is not _SETTLED_BY.get(compared)


def _etas_now() -> tuple[list[tuple[float, ...]], list[str]]:
    """Return the learning rates that are typed, none where none can be used, and what is wrong with those."""
    found: list[tuple[float, ...]] = []
    wrong: list[str] = []
    for control in ETAS:
        try:
            found.append(read_etas(control.value()))
        except ValueError as error:
            found.append(())
            wrong.append(f"“{control.label}”: {error}. Until then three that suit the method are tried.")
    return found, wrong


def study_controls() -> list[Control]:
    """Return the controls that are not on the first screen."""
    return [control for group in GROUPS.values() for control in group]


def _only_now(settings: StudySettings) -> tuple[str, list[str]]:
    """Return the methods that are typed, nothing where they cannot be compared, and what is wrong with those."""
    comparison = COMPARISONS[settings.compare]
    if comparison.fixed:
        return "", []
    try:
        comparison.named(settings.plan().base, ONLY.value())
    except ValueError as error:
        return "", [f"“{ONLY.label}”: {error}. Until then the usual ones are compared."]
    return ONLY.value(), []


def settings_now(points: OwnPoints | None = None) -> tuple[StudySettings, list[str]]:
    """Return the settings that the controls describe, on the session's own points if there are any; and what is wrong.

    They are those of a file, from which the study can be trained without the page.
    """
    compared = COMPARE.value()
    scale, output_scale, bias = (
        (SCALE.value(), OUTPUT_SCALE.value(), BIAS.value()) if START.value() == "own" else STARTS[START.value()][1]
    )
    (first, others), wrong_etas = _etas_now()
    settings = StudySettings(
        compare=compared,
        etas=first,
        etas_of_others=others,
        cost=QUADRATIC.value() if compared == "cost" else COST.value(),
        seeds=int(SEEDS.value()),
        target=TARGET.value() / 100.0,
        epochs=int(EPOCHS.value()),
        data=_data(points),
        points=int(POINTS.value()),
        noise=NOISE.value() / 100.0,
        fresh=FRESH.value(),
        widths=(int(WIDTH.value()),) * (int(LAYERS.value()) if in_use(LAYERS) else 1),
        hidden=HIDDEN.value(),
        init=INIT.value(),
        scale=scale,
        output_scale=output_scale,
        output_bias=bias,
        batch_size=int(BATCH.value()),
        optimizer=DESCENT.value(),
        own=None if points is None else points.given,
    )
    only, wrong_names = _only_now(settings)
    return replace(settings, only=only), wrong_names + wrong_etas


def _data(points: OwnPoints | None) -> str:
    """Return the kind of points that is studied."""
    if points is not None:
        return GIVEN
    return DATA.value() if DATA.value() != OWN else FALLBACK
