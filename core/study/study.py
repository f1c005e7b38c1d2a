"""A study: many runs, trained in stacks, a little whenever it is asked, with what has been found so far.

It knows nothing of a page. To cancel it, ask no more; what has been found stays. What it finds depends on its plan
alone, and not on the pieces that the work is cut into.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import Any, TypeVar

import numpy as np

from core.experiments.datasets import Dataset
from core.experiments.division import Division
from core.experiments.experiment import divided, untrained
from core.experiments.plan import Plan
from core.networks.network import Network, parameters
from core.networks.prepared_sets import PreparedSets
from core.networks.records import Records
from core.networks.trainer import Trainer
from core.pace import Pace
from core.statistics.epochs import NOT_REACHED
from core.study.kept import Kept, Part
from core.study.plan import Cell, StudyPlan

AT_ONCE = 64
"""So many networks are trained in a stack, where their numbers fit into the cache."""
PARTS = 4
"""A study has at least so many blocks, unless a block has no more runs than one stack."""
SHARES = 8
"""A study that is trained in parts has at least so many, of two seeds at least."""
MOST_NUMBERS = 2**21
"""A stack has at most so many activations."""
MOST_POINTS = 1024
"""Of so many points at once the activations are kept."""
CALLS = 700.0
"""An update costs, for each layer and once more, as much time as so many activations, however few these are."""
WEIGHTS = 0.2
"""A weight costs an update as much time as so many activations."""
ACTIVATION = 1.5e-8
"""Seconds that an activation takes, about, on the machine where all this was measured."""
PROBE = 0.03
"""Seconds that are trained to find out how long a study takes."""
RECORDING: dict[str, Any] = {"records": "costs", "snapshots": 0}

Kind = tuple[tuple[int, ...], str, str, str]
Each = TypeVar("Each")


class Study(Kept):
    """Trains the runs of a plan, a block of seeds after the other.

    done is the number of seeds of which all runs are trained, and share the share of all work that is done.
    """

    def __init__(
        self,
        plan: StudyPlan,
        points: Dataset | None = None,
        *,
        block: int | None = None,
        seeds: Sequence[int] | None = None,
    ) -> None:
        """points are given ones, the same for all seeds. block is the number of seeds that are trained together.

        If `seeds` are given, only these are trained. Raises ValueError if the plan cannot be trained, with the reason
        and a remedy.
        """
        super().__init__(plan)
        self._given = points
        self._same = None if plan.fresh or points is not None else divided(plan.alone(Cell(0, 0, 0)))
        together = block or _seeds_together(plan, plan.base.n if points is None else len(points))
        self._seeds = range(plan.seeds) if seeds is None else seeds
        self._blocks = [*_batched(self._seeds, together)]
        self._whole = self._trained = 0
        self._share = 0.0
        self._stacks = [*self._begun(self._blocks[0])]
        if any(stack.trainer.records[0].accuracy is None for stack in self._stacks):
            raise ValueError(
                "the points have values and no classes, so no accuracy is reached: choose data with classes"
            )
        self._pace = Pace()

    # --- How far it is ------------------------------------------------------------------------------------------------

    @property
    def done(self) -> int:
        """How many seeds are trained, with all methods and all η."""
        return sum(len(block) for block in self._blocks[: self._whole])

    @property
    def over(self) -> bool:
        """Whether all is trained."""
        return self._whole == len(self._blocks)

    @property
    def share(self) -> float:
        """The share of all work that is done, as at the end of the last `advance`."""
        return self._share

    def seconds_left(self) -> float:
        """Return how long the rest takes at the present pace; where none is known, a little is trained to find out."""
        left = self._pace.seconds_for(1.0 - self.share)
        if left is None:
            before, began = self.share, perf_counter()
            self.advance(PROBE)
            gained, took = self.share - before, perf_counter() - began
            left = (1.0 - self.share) * took / gained if gained > 0.0 else 0.0
        return left

    # --- Training -----------------------------------------------------------------------------------------------------

    def advance(self, seconds: float = math.inf) -> bool:
        """Train for about so many seconds; return whether everything is trained."""
        deadline = perf_counter() + seconds
        if not self._stacks and not self.over:  # it has rested
            self._stacks += self._begun(self._blocks[self._whole])
        while not self.over:
            if self._stacks[self._trained].advance(deadline - perf_counter()):
                self._note(self._stacks[self._trained])
                self._trained += 1
                if self._trained == len(self._stacks):
                    self._trained, self._whole = 0, self._whole + 1
                    self._stacks.clear()  # before the next ones take as much memory
                    self._stacks += [] if self.over else self._begun(self._blocks[self._whole])
            if perf_counter() >= deadline:
                break
        self._share = self._share_now()
        self._pace.look(self._share)
        return self.over

    def rest(self) -> None:
        """Free what only training needs, which is far more than the findings; a block that has begun begins anew."""
        self._stacks.clear()
        self._trained = 0
        self._share = self.done / len(self._seeds)

    def _share_now(self) -> float:
        """Return the share that is done; every block counts by its seeds, and a stack by its weight."""
        if self.over:
            return 1.0
        weights = [stack.weight for stack in self._stacks]
        present = weights[self._trained] * self._stacks[self._trained].share
        within = (sum(weights[: self._trained]) + present) / sum(weights)
        return (self.done + within * len(self._blocks[self._whole])) / len(self._seeds)

    def _begun(self, seeds: Sequence[int]) -> Iterator["Stack"]:
        """Return the stacks of a block: runs of one kind, as many as fit, with all that they need."""
        divisions = {seed: self._points(seed) for seed in seeds}
        kinds: dict[Kind, list[tuple[Cell, Network]]] = {}
        for seed in seeds:
            for number, method in enumerate(self.plan.methods):
                for eta in range(len(method.etas)):
                    cell = Cell(number, eta, seed)
                    alone = self.plan.alone(cell).networks()[0]
                    network = untrained(alone, divisions[seed].dataset.classes)
                    kinds.setdefault(_kind(alone), []).append((cell, network))
        for runs in kinds.values():
            size = min(len(divisions[seeds[0]].training), MOST_POINTS)
            most = max(1, min(AT_ONCE, MOST_NUMBERS // (size * sum(runs[0][1].sizes))))
            for members in _batched(runs, most):
                yield Stack(self.plan, members, divisions)

    def _points(self, seed: int) -> Division:
        """Return the points of a seed."""
        return self._same or divided(self.plan.alone(Cell(0, 0, seed)), self._given)

    def _note(self, stack: "Stack") -> None:
        """Keep what the runs of a stack have found."""
        for cell, record in zip(stack.cells, stack.trainer.records, strict=True):
            accuracy = record.accuracy
            assert accuracy is not None
            self.reached[cell.method][cell.eta, cell.seed] = first_epoch(record, self.plan.target)
            kept = self.epochs[: np.searchsorted(self.epochs, len(accuracy))]
            curves = self.curves[cell.method]
            curves.cost[cell.eta, cell.seed, : len(kept)] = record.cost[kept]
            curves.accuracy[cell.eta, cell.seed, : len(kept)] = accuracy[kept]


def expected_seconds(plan: StudyPlan) -> float:
    """Return about how many seconds a study takes, by what there is to do, and not by how fast it goes at present."""
    alike: Counter[Kind] = Counter()
    for method in plan.methods:
        alike[_kind(method.plan(plan.base))] += len(method.etas) * plan.seeds
    batch = min(plan.base.batch_size, plan.base.n)
    updates = plan.base.epochs * -(-plan.base.n // batch)
    weights = (
        _weight((len(plan.base.features), *widths, 1), networks, batch, stacks=-(-networks // AT_ONCE))
        for (widths, *_), networks in alike.items()
    )
    return ACTIVATION * updates * sum(weights)


def _weight(sizes: Sequence[int], networks: int, batch: int, stacks: int = 1) -> float:
    """Return how long an update of so many networks in so many stacks takes, in activations."""
    return stacks * CALLS * len(sizes) + networks * (WEIGHTS * parameters(sizes) + batch * sum(sizes))


def first_epoch(record: Records, target: float) -> float:
    """Return the first epoch after which the accuracy is at least the target; ∞ if there is none."""
    assert record.accuracy is not None
    at = np.flatnonzero(record.accuracy >= target)
    return float(record.epoch[at[0]]) if len(at) else NOT_REACHED


def parts_of(plan: StudyPlan, points: Dataset | None = None) -> list[range]:
    """Return the seeds of each part that a study is trained in where it is trained in parts.

    The plan alone decides, so that it finds the same in any number of blocks of parts, and on any number of processors.
    """
    together = _seeds_together(plan, plan.base.n if points is None else len(points))
    size = max(1, min(together, max(2, plan.seeds // SHARES)))
    return [range(low, min(low + size, plan.seeds)) for low in range(0, plan.seeds, size)]


def trained_part(plan: StudyPlan, seeds: range, points: Dataset | None = None) -> Part:
    """Train a part of a study; return what is kept of it. Raises ValueError if the plan cannot be trained."""
    study = Study(plan, points, block=len(seeds), seeds=seeds)
    study.advance()
    return study.part(seeds)


def _kind(plan: Plan) -> Kind:
    """Return what runs must have in common so that the same calls train them."""
    return plan.widths, plan.hidden, plan.output, plan.optimizer


def _seeds_together(plan: StudyPlan, points: int) -> int:
    """Return how many seeds make a block: as many runs as a stack has, or that many of each kind where they are small.

    All stacks of a block are in memory at once, so a block of several kinds has no more activations than a stack may.
    """
    alike, activations = Counter[Kind](), 0
    for method in plan.methods:
        own = method.plan(plan.base)
        alike[_kind(own)] += len(method.etas)
        activations += len(method.etas) * (sum(own.widths) + 1) * min(points, MOST_POINTS)
    filling = min(AT_ONCE // max(alike.values()), plan.seeds // PARTS, MOST_NUMBERS // activations)
    return max(1, AT_ONCE // alike.total(), filling)


class Stack:
    """Runs of one kind that are trained together, for `last` updates; weight is that of one update (`_weight`)."""

    def __init__(self, plan: StudyPlan, runs: Sequence[tuple[Cell, Network]], divisions: dict[int, Division]) -> None:
        self.cells, networks = zip(*runs, strict=True)
        plans = [plan.alone(cell) for cell in self.cells]
        seeds = list(dict.fromkeys(cell.seed for cell in self.cells))
        sets = [divisions[seed].prepared for seed in seeds]
        same = all(each is sets[0] for each in sets)
        base = plan.base
        self.trainer = Trainer(
            networks,
            sets[0] if same else PreparedSets(sets, [seeds.index(cell.seed) for cell in self.cells]),
            learning_rate=[each.eta for each in plans],
            optimizer=[each.optimizer for each in plans],
            batch_size=base.batch_size,
            seed=[cell.seed for cell in self.cells],
            momentum=base.momentum,
            l2=base.l2,
            l1=base.l1,
            **RECORDING,
        )
        self.last = base.epochs * self.trainer.updates_per_epoch
        sizes = self.trainer.networks[0].sizes
        self.weight = _weight(sizes, len(networks), self.trainer.batch_size)

    @property
    def share(self) -> float:
        """The share of the updates that are done."""
        return self.trainer.updates / self.last

    def advance(self, seconds: float) -> bool:
        """Train for about so many seconds; return whether all runs are over."""
        trainer = self.trainer
        trainer.advance(self.last - trainer.updates, seconds)
        return not trainer.recording and (trainer.updates >= self.last or trainer.stopped)


def _batched(every: Sequence[Each], size: int) -> Iterator[Sequence[Each]]:
    """Return one part after another, of `size` each, the last one smaller if need be."""
    return (every[low : low + size] for low in range(0, len(every), size))
