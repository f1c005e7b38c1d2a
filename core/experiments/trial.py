"""A trial: remedies are trained before one is offered, from several seeds, and compared with the run that they mend.

A trial advances when it is called, for a time, and does not know its caller. What it finds depends on the plan alone,
and not on the pieces it is cut into.
"""

import math
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from core.experiments.datasets import Dataset
from core.experiments.experiment import Experiment, divided
from core.experiments.plan import ALONE, Plan
from core.experiments.remedies import Changes
from core.networks.fit import fit_of

SEEDS = 10
"""Each remedy is trained with the plan's own seed and with others, this many in all."""

PRESENT = 4
"""And the plan as it is with the first of these."""

MOST_UPDATES = 3_000
"""So many updates of each, at most; what is said is said of that moment."""

MOST_PRODUCTS = 3e8
"""For large networks and batches there are fewer: at most so many products of a weight and an activation."""

HELPED = 0.75
"""A remedy has helped if what it lacks of a fit of 1 is at most this share of what the present run lacks."""

LEAST = 0.25
"""And if it reaches this fit."""

TOLERANCE = 0.05
"""With another seed a remedy may reach a fit that is lower by so much than what is said."""

ENOUGH, GOOD = 2, 0.98
"""When so many remedies reach so high a fit, no more are tried."""


@dataclass(frozen=True)
class Outcome:
    """What a plan with some changes has reached after so many epochs: the fit of each seed's run.

    The first seed is the plan's own. A run that diverged has a fit of −∞. epochs is the largest number of epochs of its
    runs, which may be over earlier by a stop condition.
    """

    changes: Changes
    fits: tuple[float, ...]
    epochs: int

    @property
    def fit(self) -> float:
        """What another seed can be expected to reach at least, in steps of .01.

        It lies as far below the worst fit as the median lies above: where the seeds of a trial differ, others differ
        still more.
        """
        worst = min(self.fits)
        if not math.isfinite(worst):
            return -math.inf
        return math.floor(100.0 * (2.0 * worst - float(np.median(self.fits))) + 1e-9) / 100.0


class Trial:
    """Trains a plan as it is and with each of some changes.

    plan has one variant, changes are what to try. `points` are the user's own, and the same for all seeds, as are the
    points of a plan with a seed of its own for the start; otherwise each seed draws its own. present is the outcome
    without changes; helped are the remedies that have helped, best first, and of equals the one that was to be tried
    first. tried counts those that have been tried. None is if the plan gets there as it is; a remedy is dropped as soon
    as it cannot have helped, and `at_last` is tried only if nothing else has helped.
    """

    def __init__(
        self, plan: Plan, changes: Sequence[Changes], at_last: Sequence[Changes] = (), points: Dataset | None = None
    ) -> None:
        self.plan = replace(plan, variants=ALONE)
        self.changes, self.at_last = tuple(changes), tuple(at_last)
        self.present: Outcome | None = None
        self.helped: list[Outcome] = []
        self.tried = 0
        self.over = False
        self._points = points
        self._work = self._trained()
        self._deadline = math.inf

    def advance(self, seconds: float = math.inf) -> bool:
        """Train for about so many seconds; return whether the trial is over."""
        self._deadline = perf_counter() + seconds
        while not self.over:
            self.over = next(self._work, "over") == "over"
            if perf_counter() >= self._deadline:
                break
        return self.over

    def _trained(self) -> Iterator[None]:
        """Train everything, and pause after each slice."""
        self.present = yield from self._outcome({}, PRESENT)
        if self.present.fit >= GOOD:
            return
        for changes in self.changes:
            if sum(outcome.fit >= GOOD for outcome in self.helped) < ENOUGH:
                yield from self._try(changes)
        for changes in self.at_last:
            if not self.helped:
                yield from self._try(changes)

    def _try(self, changes: Changes) -> Iterator[None]:
        outcome = yield from self._outcome(changes, SEEDS)
        if self._helps(outcome):
            self.helped.append(outcome)
            self.helped.sort(key=lambda each: -each.fit)
        self.tried += 1

    def _outcome(self, changes: Changes, seeds: int) -> Generator[None, None, Outcome]:
        """Return the outcome of some changes, with fewer seeds if these tell that they do not help."""
        outcome = Outcome(changes, (), 0)
        for seed in seeds_for(self.plan)[:seeds]:
            other: Changes = {"seeds": (seed,)} if self.plan.seeds else {"seed": seed}
            experiment = begun(replace(self.plan, **changes, **other), self._points)
            until = updates_of(experiment)
            while not experiment.advance(until - experiment.updates, max(0.0, self._deadline - perf_counter())):
                yield
            epochs = max(outcome.epochs, experiment.trainer.epochs)
            outcome = Outcome(changes, (*outcome.fits, reached(experiment)), epochs)
            if self.present is not None and not self._helps(outcome):
                break
            yield
        return outcome

    def _helps(self, outcome: Outcome) -> bool:
        assert self.present is not None
        before = max(0.0, float(np.median(self.present.fits)))
        return outcome.fit >= LEAST and 1.0 - outcome.fit <= HELPED * (1.0 - before)


def seeds_for(plan: Plan) -> list[int]:
    """Return the seed of a plan's start and the others of a trial."""
    (seed,) = plan.seeds or (plan.seed,)
    return [(seed + 1_009 * k) % 10_000 for k in range(SEEDS)]


def begun(plan: Plan, points: Dataset | None = None) -> Experiment:
    """Return an experiment for a trial, which records no more than it needs, and tests on no points."""
    division = replace(divided(plan, points), prepared_test=None)
    has_a_condition = plan.stop_cost > 0.0 or plan.stop_accuracy <= 1.0
    every = None if has_a_condition else MOST_UPDATES
    return Experiment(plan, (), division, records="costs", snapshots=0, record_every=every)


def updates_of(experiment: Experiment) -> int:
    """Return how many updates a trial does of an experiment: whole epochs, of which there is at least one."""
    trainer = experiment.trainer
    dear = len(experiment.networks[0].theta) * trainer.batch_size
    epochs = int(min(MOST_UPDATES, MOST_PRODUCTS / dear) // trainer.updates_per_epoch)
    return min(experiment.last, max(1, epochs) * trainer.updates_per_epoch)


def reached(experiment: Experiment) -> float:
    """Return the fit of an experiment's only network on its training points; −∞ if it has diverged."""
    if experiment.trainer.stopped:
        return -math.inf
    (network,), data = experiment.networks, experiment.trainer.data
    y = data.targets(network.output_function, network.sizes[-1])
    with np.errstate(all="ignore"):  # it may be about to diverge
        return fit_of(network, network.forward(data.x()), y)
