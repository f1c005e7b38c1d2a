"""The plan of a study: what is compared, over which seeds, and with which learning rates.

One run proves nothing, and one η is unfair. So each method is trained from many seeds with each η of its own grid. In
every seed all methods start from the same weights where their shapes agree, and see the same points in the same order.
"""

from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from core.experiments.datasets import KINDS
from core.experiments.plan import ALONE, Plan, Variant

METHODS, SEEDS, RATES = (2, 6), (2, 256), (1, 8)
"""How many methods, seeds, and learning rates for each method a study may have."""
MOST_EPOCHS = 1_000


@dataclass(frozen=True)
class Method:
    """What is compared with others: its name, the settings that differ from the study's plan, and its grid of η."""

    name: str
    etas: tuple[float, ...]
    changes: tuple[tuple[str, Any], ...] = ()

    def plan(self, base: Plan) -> Plan:
        """Return the plan with this method's settings."""
        return replace(base, **dict(self.changes))


class Cell(NamedTuple):
    """One run of a study: the numbers of its method and of its η in the method's grid, and its seed."""

    method: int
    eta: int
    seed: int


@dataclass(frozen=True)
class StudyPlan:
    """Methods, and all that they have in common.

    base has the points, the network, the start, the batch and the epochs; its η, seed and variants do not count, and no
    points are kept for testing. The seeds are 0, 1, … seeds − 1; with `fresh` each of them draws its own points,
    otherwise all have those of `base.seed`. If `base.data` is none of KINDS, the points are given. A run has reached
    the target at the first epoch after which its accuracy on the training points is at least `target`.
    """

    base: Plan
    methods: tuple[Method, ...]
    seeds: int = 32
    fresh: bool = True
    target: float = 0.95

    def __post_init__(self) -> None:
        """Raise ValueError for numbers out of range."""
        _need("methods", len(self.methods), METHODS)
        _need("seeds", self.seeds, SEEDS)
        _need("epochs", self.base.epochs, (1, MOST_EPOCHS))
        for method in self.methods:
            _need(f"learning rates of {method.name}", len(method.etas), RATES)
        if not 0.0 < self.target <= 1.0:
            raise ValueError(
                f"the target is {self.target:g}, but an accuracy is above 0 and at most 1: pass such a one"
            )

    def alone(self, cell: Cell) -> Plan:
        """Return the plan of one run alone: an experiment with it, and with the same points if they are given, is it.

        Points that are given, and not drawn, are put into another order by each seed.
        """
        method = self.methods[cell.method]
        plan = replace(
            method.plan(self.base), eta=method.etas[cell.eta], seed=cell.seed, seeds=(), variants=ALONE, test_share=0.0
        )
        if self.fresh or self.base.data not in KINDS:
            return plan
        return replace(plan, seed=self.base.seed, seeds=(cell.seed,))

    def pair(self, one: Cell, other: Cell) -> Plan | None:
        """Return the plan of two runs from one seed side by side; None if their networks have different shapes."""
        first, second = self.alone(one), self.alone(other)
        if first.widths != second.widths:
            return None
        names = [field.name for field in fields(Variant) if field.name != "name"]
        changes = {name: getattr(second, name) for name in names if getattr(first, name) != getattr(second, name)}
        return replace(first, variants=(Variant(), Variant(**changes)))

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return self.seeds * sum(len(method.etas) for method in self.methods)


def _need(what: str, given: int, ends: tuple[int, int]) -> None:
    if not ends[0] <= given <= ends[1]:
        raise ValueError(
            f"there are {given} {what}, but a study has {ends[0]} to {ends[1]:,}: choose a number of these"
        )
