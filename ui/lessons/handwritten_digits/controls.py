"""Lesson 8: every control, and the plan of a run that they describe."""

from core.digits.plan import BATCHES, DROPOUTS, EPOCHS, IMAGES, OFFERED_LAYERS, SEEDS, WIDTHS, DigitsPlan, NetPlan
from core.networks.initial_weights import SCHEMES
from ui.controls import Choice, Control, Slider, Switch
from ui.lessons import ACTIVATIONS, DESCENTS, cost_menu

COST_NAMES = cost_menu(lambda cost: cost.label, first="mean_quadratic")
STARTS = {name: scheme.label for name, scheme in SCHEMES.items()}
_DEPTHS = {str(n): str(n) for n in range(OFFERED_LAYERS + 1)}

_LAYERS = "Between the 784 pixels and the ten outputs, which are softmax"
_WIDTH = "In each hidden layer"
_ETA = "How far one update goes, as a factor of the gradient"
_COST = "Of one image; that of a set is the mean. Mean quadratic: the mean over the ten outputs, as in Keras"
_DROPOUT = "How often an update leaves out a neuron of the last hidden layer; an evaluation leaves out none"

TWO = Switch("digits_two", "A second network beside it", True, "Both see the same images in the same order")
LAYERS = (
    Choice("digits_layers", "Hidden layers of A", _DEPTHS, "1", _LAYERS, menu=True),
    Choice("digits_layers_b", "Hidden layers of B", _DEPTHS, "2", _LAYERS, menu=True),
)
ETA_A = Slider("digits_eta", "η of A", 0.0001, 10.0, 0.01, 0.0001, _ETA, log=True)
ETA_B = Slider("digits_eta_b", "η of B", 0.0001, 10.0, 0.1, 0.0001, _ETA, log=True)
ETA = (ETA_A, ETA_B)
WIDTH = (
    Slider("digits_width", "Neurons, A", WIDTHS[0], WIDTHS[1], 64, 1, _WIDTH, log=True),
    Slider("digits_width_b", "Neurons, B", WIDTHS[0], WIDTHS[1], 64, 1, _WIDTH, log=True),
)
HIDDEN = (
    Choice("digits_hidden", "Activation of A", ACTIVATIONS, "sigmoid", "Of the hidden neurons", menu=True),
    Choice("digits_hidden_b", "Activation of B", ACTIVATIONS, "relu", "Of the hidden neurons", menu=True),
)
COST = (
    Choice("digits_cost", "Cost of A", COST_NAMES, "mean_quadratic", _COST, menu=True),
    Choice("digits_cost_b", "Cost of B", COST_NAMES, "cross_entropy", _COST, menu=True),
)
OPTIMIZER = (
    Choice("digits_optimizer", "Optimiser of A", DESCENTS, "sgd", "What is made of a gradient", menu=True),
    Choice("digits_optimizer_b", "Optimiser of B", DESCENTS, "sgd", "What is made of a gradient", menu=True),
)
INIT = (
    Choice("digits_init", "Start of A", STARTS, "glorot_uniform", "How the first weights are drawn", menu=True),
    Choice("digits_init_b", "Start of B", STARTS, "glorot_uniform", "How the first weights are drawn", menu=True),
)
DROPOUT = (
    Slider("digits_dropout", "Dropout, A", DROPOUTS[0], DROPOUTS[1], 0.0, 0.05, _DROPOUT),
    Slider("digits_dropout_b", "Dropout, B", DROPOUTS[0], DROPOUTS[1], 0.0, 0.05, _DROPOUT),
)
NUMBER = Slider(
    "digits_images", "Training images", IMAGES[0], IMAGES[1], 60_000, 1, "The first so many of 60,000", log=True
)
BATCH = Slider("digits_batch", "Batch size", 16, BATCHES[1], 128, 1, "Images to an update", log=True)
LENGTH = Slider(
    "digits_epochs", "Epochs", EPOCHS[0], EPOCHS[1], 20, 1, "An epoch goes once through the training images", log=True
)
SEED = Slider("digits_seed", "Seed", SEEDS[0], SEEDS[1], 0, 1, "Chooses the first weights and the order of the images")
LOG_COST = Switch("digits_log", "Logarithmic cost", True, "A factor of ten is the same distance everywhere")
NEAR = Switch("digits_near", "Accuracy from 90 %", help="The upper end of the chart of accuracy alone, enlarged")

MENUS = (LAYERS, HIDDEN, COST)
MAIN = (ETA, *MENUS, WIDTH)
"""What the networks differ in, each for A and for B."""
FURTHER = (OPTIMIZER, INIT, DROPOUT)
GROUPS: dict[str, tuple[Control, ...]] = {
    "Images and epochs": (NUMBER, BATCH, LENGTH, SEED),
    "Optimiser, start, dropout": tuple(control for pair in FURTHER for control in pair),
    "What the picture shows": (LOG_COST, NEAR),
}
"""The seldom used controls, by drawer."""

LOOKS: tuple[Control, ...] = (LOG_COST, NEAR)
CONTROLS: tuple[Control, ...] = (
    TWO,
    *(control for pair in MAIN for control in pair),
    *(control for group in GROUPS.values() for control in group),
)


def in_use(control: Control) -> bool:
    """Return whether a control changes the plan, with the others as they are."""
    for pair in (*MAIN, *FURTHER):
        if control in pair:
            k = pair.index(control)
            layered = pair not in (WIDTH, HIDDEN, DROPOUT) or LAYERS[k].value() != "0"
            return layered and (k == 0 or TWO.value())
    return True


def net_now(k: int) -> NetPlan:
    """Return the network that the controls of A, or of B, describe."""
    layers = int(LAYERS[k].value())
    return NetPlan(
        hidden=(int(WIDTH[k].value()),) * layers,
        activation=HIDDEN[k].value(),
        cost=COST[k].value(),
        eta=ETA[k].value(),
        optimizer=OPTIMIZER[k].value(),
        init=INIT[k].value(),
        dropout=DROPOUT[k].value() if layers else 0.0,
    )


def plan_now() -> DigitsPlan:
    """Return the plan that the controls describe."""
    return DigitsPlan(
        tuple(net_now(k) for k in range(2 if TWO.value() else 1)),
        batch=int(BATCH.value()),
        images=int(NUMBER.value()),
        epochs=int(LENGTH.value()),
        seed=int(SEED.value()),
    )
