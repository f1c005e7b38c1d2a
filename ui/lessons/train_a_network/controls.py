"""Lesson 6: every control, and the plan of an experiment that they describe."""

from dataclasses import replace

from core.experiments.datasets import FURTHER, KINDS, Dataset
from core.experiments.events import LARGEST_PARAMETER
from core.experiments.plan import ALONE, MOST_EPOCHS, Plan, Variant, against
from core.functions.activations import OUTPUTS
from core.functions.costs import COSTS
from core.networks.initial_weights import SCHEMES
from ui.controls import Choice, Control, Slider, Switch, default_of, state_of
from ui.lessons import ACTIVATIONS, DESCENTS, cost_menu

COST_NAMES = cost_menu(lambda cost: cost.menu or cost.formula, first="half_quadratic")
STARTS = {name: scheme.label for name, scheme in SCHEMES.items()}

DATA = Choice(
    "train_data",
    "Data",
    {name: kind.label for name, kind in KINDS.items()} | {"drawn": "Set by hand", "own": "Your own CSV"},
    "circle",
    "Points of two classes, but for the plane and the hills, where each has a value to be estimated",
    menu=True,
)
COMPARE = Choice(
    "train_compare",
    "What differs between A and B",
    {
        "cost": "the cost",
        "hidden": "the activation",
        "eta": "the learning rate",
        "init": "the initial weights",
        "optimizer": "the optimiser",
        "none": "nothing: A alone",
    },
    "cost",
    "Everything else is the same, the start and the order of the points included",
    menu=True,
)
_ONLY = "Grey unless this is what differs between A and B: otherwise both have A's"
_COST = "Of one output; the cost of a set is the mean over its points of the sum over the outputs"
COST = Choice("train_cost", "Cost of A", COST_NAMES, "half_quadratic", _COST, menu=True)
COST_B = Choice("train_cost_b", "Cost of B", COST_NAMES, "cross_entropy", f"{_COST}. {_ONLY}", menu=True)
BIAS = Slider(
    "train_bias",
    "Output bias at the start",
    -12.0,
    12.0,
    8.0,
    0.5,
    "Far from 0 the output starts saturated, where its activation is flat: sure of one class, and wrong for the other",
)
ETA = Slider(
    "train_eta", "Learning rate η", 0.001, LARGEST_PARAMETER, 0.1, 0.001, "May be moved while it trains", log=True
)
ETA_B = Slider("train_eta_b", "η of B", 0.001, LARGEST_PARAMETER, 1.0, 0.001, "B's own learning rate", log=True)
APART = Switch("train_apart", "Another η for B", help="Off: A and B have the same learning rate")
SPEED = Choice(
    "train_speed",
    "Epochs a second",
    {"5": "5", "20": "20", "100": "100", "most": "as many as possible"},
    "20",
    "How fast it trains on the screen; the numbers are the same. An epoch goes once through the training points",
)

_INPUT = "An input of the networks"
POINTS = Slider("train_n", "Points", 10, 2000, 400, 10, "How many there are, for training and testing", log=True)
NOISE = Slider("train_noise", "Noise, %", 0.0, 50.0, 0.0, 1.0, "How far the points are moved from their places")
SHARE = Slider("train_share", "For testing, %", 0.0, 90.0, 50.0, 5.0, "Points the networks are not trained on")
SEED = Slider("train_seed", "Seed", 0, 9999, 0, 1, "Chooses the points, the first weights and the order")
SAME_POINTS = Switch("train_same_points", "Points of seed 0", help="On: the seed chooses weights and order only")
INPUTS = {
    "x1": Switch("train_x1", "x₁", True, _INPUT),
    "x2": Switch("train_x2", "x₂", True, _INPUT),
    "x1_squared": Switch("train_x1_squared", "x₁²", help=_INPUT),
    "x2_squared": Switch("train_x2_squared", "x₂²", help=_INPUT),
    "x1_x2": Switch("train_x1_x2", "x₁x₂", help=_INPUT),
    "sin_x1": Switch("train_sin_x1", "sin x₁", help=_INPUT),
    "sin_x2": Switch("train_sin_x2", "sin x₂", help=_INPUT),
}
LAYERS = Choice(
    "train_layers",
    "Hidden layers",
    {str(n): str(n) for n in range(7)},
    "2",
    "None makes a single layer, which can only draw straight lines",
)
_WIDTH = "The more there are, the more bends are possible"
WIDTHS = (
    Slider("train_width_1", "Neurons in layer 1", 1, 16, 8, 1, _WIDTH),
    Slider("train_width_2", "Neurons in layer 2", 1, 16, 8, 1, _WIDTH),
    Slider("train_width_3", "Neurons in layer 3", 1, 16, 8, 1, _WIDTH),
    Slider("train_width_4", "Neurons in layer 4", 1, 16, 8, 1, _WIDTH),
    Slider("train_width_5", "Neurons in layer 5", 1, 16, 8, 1, _WIDTH),
    Slider("train_width_6", "Neurons in layer 6", 1, 16, 8, 1, _WIDTH),
)
HIDDEN = Choice("train_hidden", "Activation", ACTIVATIONS, "tanh", "Of the hidden neurons", menu=True)
HIDDEN_B = Choice(
    "train_hidden_b", "Activation of B", ACTIVATIONS, "relu", f"Of B's hidden neurons. {_ONLY}", menu=True
)
OUTPUT = Choice(
    "train_output",
    "Output",
    {"auto": "what suits the data"} | {name: output.label for name, output in OUTPUTS.items()},
    "auto",
    "Sigmoid suits two classes, softmax more, linear a value. Cross-entropy goes with sigmoid and softmax only",
    menu=True,
)
_INIT = "How the first weights are drawn. N(0, 1) is the normal distribution with mean 0 and variance 1."
INIT = Choice("train_init", "Initial weights", STARTS, "glorot_uniform", _INIT, menu=True)
INIT_B = Choice("train_init_b", "Initial weights of B", STARTS, "normal", f"{_INIT} {_ONLY}", menu=True)
SCALE = Slider("train_scale", "Scale of all weights", 0.1, 10.0, 1.0, 0.01, "A factor on the first weights", log=True)
OUTPUT_SCALE = Slider(
    "train_output_scale", "Scale of the output's weights", 0.1, 10.0, 1.0, 0.01, "One more factor there", log=True
)
BATCH = Slider(
    "train_batch", "Batch size", 1, 2000, 10, 1, "Points to an update; fewer are noisier and cheaper", log=True
)
DESCENT = Choice("train_optimizer", "Optimiser", DESCENTS, "sgd", "What is made of a gradient", menu=True)
DESCENT_B = Choice(
    "train_optimizer_b", "Optimiser of B", DESCENTS, "adam", f"What B makes of a gradient. {_ONLY}", menu=True
)
MOMENTUM = Slider("train_momentum", "Momentum μ", 0.0, 0.99, 0.9, 0.01, "For momentum and Nesterov: what a step keeps")
L2 = Slider("train_l2", "Penalty λ₂", 0.0, 0.1, 0.0, 0.0005, "Adds ½ λ₂ Σw² to the cost that is brought down")
L1 = Slider("train_l1", "Penalty λ₁", 0.0, 0.1, 0.0, 0.0005, "Adds λ₁ Σ|w| to the cost that is brought down")
EPOCHS = Slider(
    "train_epochs", "Stop after epochs", 1, MOST_EPOCHS, 60, 1, "An epoch goes once through the points", log=True
)
STOP_COST = Slider("train_stop_cost", "Stop at a cost of", 0.0, 1.0, 0.0, 0.001, "Of all networks; 0: never")
STOP_ACCURACY = Slider(
    "train_stop_accuracy", "Stop when so many are right, %", 50.0, 101.0, 101.0, 0.5, "In all networks; 101: never"
)
LOG_COST = Switch("train_log", "Logarithmic cost", help="A factor of ten is the same distance everywhere")

PAIRS: dict[str, tuple[Control, Control]] = {
    "cost": (COST, COST_B),
    "hidden": (HIDDEN, HIDDEN_B),
    "init": (INIT, INIT_B),
    "optimizer": (DESCENT, DESCENT_B),
    "eta": (ETA, ETA_B),
}
"""The two controls of each setting that may differ: A's, which holds for both unless it differs, and B's."""

GROUPS: dict[str, tuple[Control, ...]] = {
    "What differs": (COMPARE, HIDDEN_B, INIT_B, DESCENT_B, APART, ETA_B),
    "Data and inputs": (POINTS, NOISE, SHARE, SEED, SAME_POINTS, *INPUTS.values()),
    "Layers": (LAYERS, *WIDTHS, HIDDEN, OUTPUT),
    "Start": (INIT, SCALE, OUTPUT_SCALE),
    "Steps and stop": (BATCH, DESCENT, MOMENTUM, L2, L1, EPOCHS, STOP_COST, STOP_ACCURACY, LOG_COST),
}
"""The seldom used controls, by drawer."""

CONTROLS: tuple[Control, ...] = (
    *(DATA, COST, COST_B, BIAS, ETA, SPEED),
    *(control for group in GROUPS.values() for control in group),
)


def in_use(control: Control) -> bool:
    """Return whether a control changes the plan, with the others as they are."""
    differs = COMPARE.value()
    if control in (HIDDEN_B, INIT_B, DESCENT_B):
        return control is PAIRS.get(differs, (None, None))[1]
    if control is APART:
        return differs not in ("none", "eta")
    if control is ETA_B:
        return differs == "eta" or (differs != "none" and APART.value())
    if control in WIDTHS:
        return WIDTHS.index(control) < int(LAYERS.value())
    if control is MOMENTUM:
        others = {DESCENT_B.value()} if differs == "optimizer" else set[str]()
        return {"momentum", "nesterov"} & ({DESCENT.value()} | others) != set()
    if control is SAME_POINTS:
        return DATA.value() in KINDS
    return True


def as_at_first() -> bool:
    """Return whether every control that concerns the run is at its default."""
    return all(state_of(control) == default_of(control) for control in CONTROLS if control is not SPEED)


FEW_POINTS = 20
"""Fewer points of one's own are not divided, unless that is asked for."""


def classes_of(points: Dataset | None) -> int:
    """Return the number of classes of the chosen data, 0 for values; `points` are the user's own, if there are any."""
    if points is not None:
        return points.classes
    return KINDS[DATA.value()].classes if DATA.value() in KINDS else 2


def plan_now(classes: int, points: Dataset | None = None) -> Plan:
    """Return the plan that the controls describe, for data of so many classes (0: a value); or for the user's own."""
    output = OUTPUT.value()
    if output == "auto":
        output = "linear" if classes == 0 else "sigmoid" if classes == 2 else "softmax"
    seed, same = int(SEED.value()), in_use(SAME_POINTS) and SAME_POINTS.value()
    plan = Plan(
        data=DATA.value(),
        n=int(POINTS.value()),
        noise=NOISE.value() / 100.0,
        test_share=0.0 if _are_few(points) else SHARE.value() / 100.0,
        seed=0 if same else seed,
        seeds=(seed,) if same else (),
        features=(*(name for name, switch in INPUTS.items() if switch.value()), *_further(points)),
        widths=tuple(int(width.value()) for width in WIDTHS[: int(LAYERS.value())]),
        hidden=HIDDEN.value(),
        output=output,
        cost=COST.value(),
        init=INIT.value(),
        scale=SCALE.value(),
        output_scale=OUTPUT_SCALE.value(),
        output_bias=BIAS.value(),
        eta=ETA.value(),
        batch_size=int(BATCH.value()),
        optimizer=DESCENT.value(),
        momentum=MOMENTUM.value(),
        l2=L2.value(),
        l1=L1.value(),
        epochs=int(EPOCHS.value()),
        stop_cost=STOP_COST.value(),
        stop_accuracy=STOP_ACCURACY.value() / 100.0,
        variants=_variants(),
    )
    return plan if classes else _for_values(plan)


def misfit(plan: Plan) -> str:
    """Return why a cost of this plan does not fit its output, in the words of the controls; nothing if all fit."""
    for each in plan.networks():
        fitting = [label for name, label in OUTPUT.options.items() if name != "auto" and _fits(each.cost, name)]
        if OUTPUT.options[plan.output] not in fitting:
            return (
                f"{COSTS[each.cost].label} does not fit the output “{OUTPUT.options[plan.output]}”; it needs "
                f"{' or '.join(fitting)}. Choose another output, or another cost"
            )
    return ""


def _fits(cost: str, output: str) -> bool:
    try:
        COSTS[cost].check_output(output)
    except ValueError:
        return False
    return True


def _are_few(points: Dataset | None) -> bool:
    """Whether the user's own points are few and nobody has asked to divide them."""
    return points is not None and len(points) < FEW_POINTS and SHARE.value() == SHARE.default


def _further(points: Dataset | None) -> list[str]:
    """Return the names of the inputs that the user's own points have beside x₁ and x₂."""
    return [] if points is None else list(FURTHER)[: points.x.shape[1] - 2]


def _for_values(plan: Plan) -> Plan:
    """Return the plan without the costs that need classes."""
    if not any(COSTS[each.cost].needs_classes for each in plan.networks()):
        return plan
    cost = "half_quadratic" if COSTS[plan.cost].needs_classes else plan.cost
    return replace(plan, cost=cost, variants=ALONE if "cost" in plan.differing else plan.variants)


def _variants() -> tuple[Variant, ...]:
    """Return A alone, or A and B with the setting that differs, and with B's own learning rate if it has one."""
    differs = COMPARE.value()
    if differs == "none":
        return ALONE
    eta = {"eta": ETA_B.value()} if APART.value() or differs == "eta" else {}
    return against(**eta | {differs: PAIRS[differs][1].value()})
