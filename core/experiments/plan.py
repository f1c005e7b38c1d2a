"""A plan: all settings of an experiment, which trains variants of one network, from one seed or from several."""

from dataclasses import dataclass, fields, replace
from string import ascii_uppercase
from typing import Any

from core.functions.activations import output_named

MOST_EPOCHS = 2_000
MOST_UPDATES = 200_000
LETTERS = ascii_uppercase
"""The variants of a plan are called A, B, C …"""


@dataclass(frozen=True)
class Variant:
    """The settings of a variant that differ from the plan's; None: the same. name is a word for the screen."""

    name: str = ""
    cost: str | None = None
    hidden: str | None = None
    init: str | None = None
    optimizer: str | None = None
    eta: float | None = None

    @property
    def changes(self) -> dict[str, Any]:
        """The settings that differ, by name."""
        named = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "name"}
        return {name: value for name, value in named.items() if value is not None}


ALONE = (Variant(),)
"""One variant, with the plan's own settings."""


def against(**changes: Any) -> tuple[Variant, ...]:
    """Return two variants: A, with the plan's own settings, and B, with these changes."""
    return Variant(), Variant(**changes)


@dataclass(frozen=True)
class Plan:
    """All settings of an experiment. Each variant has them, except those that it changes.

    A fair comparison of two costs needs a learning rate for each, so a variant may set eta together with its cost.
    `seed` gives the points. It also gives the first weights and the order of the points, unless `seeds` lists others:
    then there is a network for each variant and each of these seeds.

    The stop conditions hold for all networks together: the run ends after `epochs`, or as soon as every network's
    training cost is at most stop_cost, or every training accuracy at least stop_accuracy (0 and 1.01: never).
    """

    data: str = "circle"
    n: int = 400
    noise: float = 0.0
    test_share: float = 0.5
    seed: int = 0
    features: tuple[str, ...] = ("x1", "x2")
    widths: tuple[int, ...] = (8, 8)
    hidden: str = "tanh"
    output: str = "sigmoid"
    cost: str = "half_quadratic"
    init: str = "glorot_uniform"
    scale: float = 1.0
    output_scale: float = 1.0
    output_bias: float = 0.0
    eta: float = 0.1
    batch_size: int = 10
    optimizer: str = "sgd"
    momentum: float = 0.9
    l2: float = 0.0
    l1: float = 0.0
    epochs: int = 300
    stop_cost: float = 0.0
    stop_accuracy: float = 1.01
    variants: tuple[Variant, ...] = against(cost="cross_entropy")
    seeds: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Raise ValueError for no variants, or more than there are letters."""
        if not 1 <= len(self.variants) <= len(LETTERS):
            raise ValueError(f"there are {len(self.variants)} variants: pass 1 to {len(LETTERS)} of them")

    def networks(self) -> tuple["Plan", ...]:
        """Return a plan for each network alone, sorted by variant and then by seed."""
        return tuple(
            replace(self, **variant.changes, seed=seed, seeds=(), variants=ALONE)
            for variant in self.variants
            for seed in self.seeds or (self.seed,)
        )

    @property
    def letters(self) -> str:
        """The letters of the variants."""
        return LETTERS[: len(self.variants)]

    @property
    def differing(self) -> tuple[str, ...]:
        """The settings that some variant changes, η last."""
        return tuple(field.name for field in fields(Variant) if any(field.name in v.changes for v in self.variants))

    @property
    def one_eta(self) -> bool:
        """Whether a change of η applies to all networks."""
        return "eta" not in self.differing


def outputs_of(plan: Plan, classes: int) -> int:
    """The number of output neurons: one for a value or two classes, else one per class; for softmax one per class."""
    if classes == 0:
        return 1
    return classes if output_named(plan.output).joint or classes > 2 else 1
