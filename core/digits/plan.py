"""Plans: all settings of a network for digits and of its training, the book's two among them."""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from core.digits.images import CLASSES, PIXELS, TRAINING
from core.functions.activations import activation_named
from core.functions.costs import cost_named
from core.networks.initial_weights import SCHEMES
from core.networks.network import Network, parameters
from core.networks.optimizers import OPTIMIZERS

OUTPUT = "softmax"
"""The output of every network here: ten probabilities that add up to 1."""

MOST_LAYERS = 8
"""The page offers up to `OFFERED_LAYERS`; the book's experiment on the learning speed by depth has six."""
OFFERED_LAYERS = 4
WIDTHS = (8, 256)
ETAS = (1e-6, 100.0)
DROPOUTS = (0.0, 0.9)
IMAGES = (500, TRAINING)
BATCHES = (1, 2_000)
MOST_UPDATES = 4_000
"""Of an epoch, at most: a run holds the calls of each, 3 KB."""
EPOCHS = (1, 200)
SEEDS = (0, 9_999)


def _check(name: str, value: float, limits: tuple[float, float]) -> None:
    low, high = limits
    if not (math.isfinite(value) and low <= value <= high):
        raise ValueError(f"{name} is {value:g}, but it must be from {low:g} to {high:g}: pass such a number")


def _check_count(name: str, value: int, limits: tuple[int, int]) -> None:
    low, high = limits
    if not low <= value <= high:
        raise ValueError(f"{name} is {value:,}, but it must be from {low:,} to {high:,}: pass such a number")


@dataclass(frozen=True)
class NetPlan:
    """A network for digits: 784 inputs, hidden layers of these widths with one activation, ten softmax outputs.

    eta is the learning rate. dropout is the probability with which an update leaves out a neuron of the last hidden
    layer; an evaluation leaves out none.
    """

    hidden: tuple[int, ...] = (64, 64)
    activation: str = "relu"
    cost: str = "cross_entropy"
    eta: float = 0.1
    optimizer: str = "sgd"
    init: str = "glorot_uniform"
    dropout: float = 0.0

    def __post_init__(self) -> None:
        """Raise ValueError for names that do not exist, and for numbers out of range."""
        activation_named(self.activation)
        cost_named(self.cost).check_output(OUTPUT)
        for what, value, known in (("optimizer", self.optimizer, OPTIMIZERS), ("init", self.init, SCHEMES)):
            if value not in known:
                raise ValueError(f"{what} is {value!r}, but it must be one of {', '.join(known)}: name one of them")
        if len(self.hidden) > MOST_LAYERS:
            raise ValueError(f"there are {len(self.hidden)} hidden layers: pass 0 to {MOST_LAYERS} of them")
        for width in self.hidden:
            _check_count("the width of a hidden layer", width, WIDTHS)
        _check("eta", self.eta, ETAS)
        _check("dropout", self.dropout, DROPOUTS)
        if self.dropout and not self.hidden:
            raise ValueError(f"dropout is {self.dropout:g}, but there is no hidden layer to apply it to: pass 0")

    @property
    def sizes(self) -> tuple[int, ...]:
        """The units of all layers, from the inputs to the outputs."""
        return PIXELS, *self.hidden, CLASSES

    def network(self, seed: int) -> Network:
        """Return the network at its start."""
        return Network(
            self.sizes, hidden=self.activation, output=OUTPUT, cost=self.cost, init=self.init, seed=seed
        )  # fmt: skip

    @property
    def parameters(self) -> int:
        """The number of weights and biases."""
        return parameters(self.sizes)


SHALLOW = NetPlan(hidden=(64,), activation="sigmoid", cost="mean_quadratic", eta=0.01)
"""The book's shallow net; Keras takes the mean of the squared errors over the ten outputs too."""
INTERMEDIATE = NetPlan(hidden=(64, 64), activation="relu", cost="cross_entropy", eta=0.1)
"""The book's intermediate net: four settings differ from the shallow net's."""


@dataclass(frozen=True)
class DigitsPlan:
    """One network or two, trained on the first `images` training images in batches of `batch`, for so many epochs.

    The seed gives the first weights and the order of the images; two networks of one shape begin with the same weights,
    and both see the same images in the same order.
    """

    nets: tuple[NetPlan, ...] = (INTERMEDIATE,)
    batch: int = 128
    images: int = TRAINING
    epochs: int = 20
    seed: int = 0

    def __post_init__(self) -> None:
        """Raise ValueError unless there are one or two networks, and for numbers out of range."""
        if len(self.nets) not in (1, 2):
            raise ValueError(f"there are {len(self.nets)} networks, but a run trains one or a pair: pass 1 or 2")
        _check_count("batch", self.batch, BATCHES)
        _check_count("images", self.images, IMAGES)
        _check_count("epochs", self.epochs, EPOCHS)
        _check_count("seed", self.seed, SEEDS)
        if self.updates_per_epoch > MOST_UPDATES:
            raise ValueError(
                f"{self.images:,} images in batches of {self.batch} are {self.updates_per_epoch:,} updates an epoch, "
                f"but {MOST_UPDATES:,} are the most: choose larger batches or fewer images"
            )

    @property
    def updates_per_epoch(self) -> int:
        """The number of batches of an epoch, with the last, possibly smaller one."""
        return -(-self.images // self.batch)

    @property
    def last(self) -> int:
        """The number of updates of the whole run."""
        return self.epochs * self.updates_per_epoch


BOOK_SHALLOW = DigitsPlan((SHALLOW,), epochs=200)
BOOK_INTERMEDIATE = DigitsPlan((INTERMEDIATE,), epochs=20)


class Term(NamedTuple):
    """What a layer adds to the number of parameters: "784 · 64 + 64", and the number that this is."""

    text: str
    value: int


def arithmetic(sizes: tuple[int, ...]) -> tuple[Term, ...]:
    """Return a term for each layer: a weight for each input of each neuron, and a bias for each neuron."""
    return tuple(Term(f"{inputs} · {units} + {units}", (inputs + 1) * units) for inputs, units in pairwise(sizes))
