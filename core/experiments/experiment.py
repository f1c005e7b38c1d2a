"""An experiment: networks that differ in one thing or in a few, trained in lock-step from the same start.

A run depends only on a `Plan` and a list of events, so the same plan and events give the same run to the last bit, also
if it is cut into pieces, replayed or continued.
"""

import math
from collections.abc import Sequence
from time import perf_counter
from typing import Any

import numpy as np

from core.experiments.datasets import Dataset, make
from core.experiments.division import Division, divide
from core.experiments.events import MOST_EVENTS, Event, check_value, write_events
from core.experiments.plan import MOST_EPOCHS, MOST_UPDATES, Plan, outputs_of
from core.functions.activations import output_named
from core.networks.network import Network, parameters
from core.networks.trainer import Trainer
from core.types import Array


class Experiment:
    """A plan that runs.

    division has the points. networks has one for each variant and seed, sorted by variant; trainer trains them. events
    are those of the whole run, past and future. updates counts those done, and last is the largest number of updates.
    """

    def __init__(
        self, plan: Plan, events: Sequence[Event] = (), points: Dataset | Division | None = None, **recording: Any
    ) -> None:
        """points are the user's own, instead of those of the plan; or the plan's points, divided and prepared before.

        `recording` are settings of the trainer that say what is kept of the run. Raises ValueError for a plan that
        cannot be trained, with the reason and a remedy.
        """
        self.plan = plan
        self.division = points if isinstance(points, Division) else divided(plan, points)
        self.networks = _networks(plan, self.dataset.classes)
        plans = plan.networks()
        self.trainer = Trainer(
            self.networks,
            self.division.prepared,
            learning_rate=[float(each.eta) for each in plans],
            batch_size=plan.batch_size,
            seed=[each.seed for each in plans],
            optimizer=[each.optimizer for each in plans],
            momentum=plan.momentum,
            l2=plan.l2,
            l1=plan.l1,
            test=self.division.prepared_test,
            **recording,
        )
        self.events: list[Event] = []
        self._applied = 0
        for event in events:
            self._check(event)
            self.events.append(event)
        per_epoch = self.trainer.updates_per_epoch
        self.last = min(plan.epochs, MOST_EPOCHS, max(1, MOST_UPDATES // per_epoch)) * per_epoch
        self._apply()
        self._met = not self.trainer.recording and self._meets()

    @property
    def dataset(self) -> Dataset:
        """All points."""
        return self.division.dataset

    @property
    def training(self) -> Dataset:
        """The points to train on."""
        return self.division.training

    @property
    def test(self) -> Dataset:
        """The points to test on."""
        return self.division.test

    @property
    def updates(self) -> int:
        """How many updates have been done."""
        return self.trainer.updates

    @property
    def over(self) -> bool:
        """Whether the run is over: at its end, at a stop condition, or diverged.

        False while a record is incomplete.
        """
        ended = self.updates >= self.last or self._met or self.trainer.stopped
        return ended and not self.trainer.recording

    @property
    def etas(self) -> tuple[float, ...]:
        """The current learning rates."""
        return self.trainer.learning_rate

    @property
    def last_eta(self) -> float:
        """η of A after all events, with the future ones."""
        for event in reversed(self.events):
            if event.is_rate and (self.plan.one_eta or event.variant == 0):
                return event.value
        return self.plan.networks()[0].eta

    def advance(self, updates: int, seconds: float = math.inf) -> bool:
        """Do so many updates, or fewer if the run is over before or the seconds have passed.

        Events that are due are applied. An incomplete record is completed first, and takes time too. Return whether
        nothing is left to do, no record either.
        """
        end = min(self.updates + updates, self.last)
        deadline = perf_counter() + seconds
        while self.trainer.recording or (self.updates < end and not self.over):
            wanted = 0 if self.trainer.recording else self._next_stop(end) - self.updates
            self.trainer.advance(wanted, deadline - perf_counter())
            if not self.trainer.recording:
                self._met = self._meets()
                self._apply()
            if perf_counter() >= deadline:
                break
        return not self.trainer.recording and (self.updates >= end or self.over)

    def _next_stop(self, end: int) -> int:
        """The update to stop at before `end`: at the next event, or at the next record if there is a stop condition."""
        stops = [end, *(event.updates for event in self.events[self._applied : self._applied + 1])]
        if self._has_a_condition:
            every = self.trainer.record_every
            stops.append((self.updates // every + 1) * every)
        return min(stops)

    def change(self, what: str, value: float) -> None:
        """Change a learning rate or a parameter now, and forget all later events; ValueError as above."""
        self.advance(0)
        event = Event(self.updates, what, float(value))
        self._check(event)
        check_value(event, write_events([event]))
        kept = [e for e in self.events[: self._applied] if (e.updates, e.what) != (event.updates, event.what)]
        if len(kept) >= MOST_EVENTS:
            raise ValueError(f"{MOST_EVENTS} changes are as many as are kept: reset, or choose a new start")
        self.events = [*kept, event]
        self._applied = len(kept)
        self._apply()

    def again(self, until: int) -> "Experiment":
        """Return the same experiment from its start, with the events up to so many updates."""
        return Experiment(self.plan, [event for event in self.events if event.updates <= until], self.division)

    def forget(self) -> None:
        """Forget all future events."""
        del self.events[self._applied :]

    # --- Events and conditions ------------------------------------------------------------------------------------

    def _check(self, event: Event) -> None:
        places, letters = parameters(self.networks[0].sizes), self.plan.letters
        known = 0 <= event.variant < len(letters)
        if not (known and (event.is_rate or (event.parameter is not None and event.parameter < places))):
            names = " or ".join(letters)
            raise ValueError(
                f"{event.what!r} cannot be changed here: eta, or {names} with the number of a parameter below {places}"
            )

    def _apply(self) -> None:
        """Apply the events that are due."""
        while self._applied < len(self.events) and self.events[self._applied].updates <= self.updates:
            event = self.events[self._applied]
            self._applied += 1
            if event.is_rate:
                of_all = self.plan.one_eta
                rates = [event.value if of_all or k in self.members(event.variant) else rate
                         for k, rate in enumerate(self.etas)]  # fmt: skip
                self.trainer.learning_rate = rates
            elif event.parameter is not None:
                for network in self.members(event.variant):
                    self.trainer.set_parameter(network, event.parameter, event.value)

    def members(self, variant: int) -> range:
        """Return the indices of a variant's networks, one for each seed."""
        seeds = len(self.networks) // len(self.plan.variants)
        return range(variant * seeds, (variant + 1) * seeds)

    @property
    def _has_a_condition(self) -> bool:
        return self.plan.stop_cost > 0.0 or self.plan.stop_accuracy <= 1.0

    def _meets(self) -> bool:
        """Whether the last records meet a stop condition."""
        if not self._has_a_condition:
            return False
        records = self.trainer.records
        if self.plan.stop_cost > 0.0 and all(record.cost[-1] <= self.plan.stop_cost for record in records):
            return True
        reached = [r.accuracy is not None and r.accuracy[-1] >= self.plan.stop_accuracy for r in records]
        return self.plan.stop_accuracy <= 1.0 and all(reached)


def divided(plan: Plan, points: Dataset | None = None) -> Division:
    """Return the points of a plan, or the user's own, divided and prepared as the plan says; ValueError as above."""
    dataset = make(plan.data, plan.n, plan.noise, plan.seed) if points is None else points
    return divide(dataset, plan.test_share, plan.seed, plan.features)


def _networks(plan: Plan, classes: int) -> tuple[Network, ...]:
    """Return the untrained networks of a plan."""
    return tuple(untrained(each, classes) for each in plan.networks())


def untrained(plan: Plan, classes: int) -> Network:
    """Return the network of a plan with one variant and seed, at its start; ValueError as above."""
    if classes == 0 and output_named(plan.output).joint:
        raise ValueError("a value is to be estimated, and softmax gives the shares of classes: choose linear or tanh")
    return Network(
        (len(plan.features), *plan.widths, outputs_of(plan, classes)),
        hidden=plan.hidden,
        output=plan.output,
        cost=plan.cost,
        init=plan.init,
        scale=plan.scale,
        output_scale=plan.output_scale,
        output_bias=plan.output_bias,
        seed=plan.seed,
    )


def grid(dataset: Dataset, side: int) -> Array:
    """Return side² points of the dataset's window, row by row from the upper left: centres of squares, (side², k).

    Coordinates beyond the second are 0, which is their mean.
    """
    (left, right), (low, high) = dataset.window
    at = (np.arange(side) + 0.5) / side
    x1, x2 = left + (right - left) * at, high - (high - low) * at
    points = np.zeros((side * side, dataset.x.shape[1]))
    points[:, 0], points[:, 1] = np.tile(x1, side), np.repeat(x2, side)
    return points
