"""A run: one network for digits or two, trained in lock-step, in as many pieces as its page asks for.

It depends on its plan alone: the same plan gives the same run to the last bit, however it is cut into pieces.
"""

import math
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np

from core.digits.images import test_data, training_data
from core.digits.plan import DigitsPlan, NetPlan
from core.digits.watched import glance
from core.networks.network import Network
from core.networks.prepared import Prepared
from core.networks.records import Records
from core.networks.trainer import Trainer
from core.pace import Pace
from core.types import Array

RECORDED = 5_000
"""Training images are evaluated if they are at most so many; of more, some, evenly spaced, at an odd distance. All test
images are.

With 10,000 the evaluations took a quarter of the time of a run.
"""
HISTORY_BYTES = 8_000_000
"""For the records and snapshots of each network: 36 snapshots of the intermediate net, later fewer."""
TURN = 0.004
"""Seconds of updates after which it is the other network's turn."""


def trainer_for(net: NetPlan, plan: DigitsPlan, data: Prepared, test: Prepared | None, **recording: Any) -> Trainer:
    """Return a trainer for a network of a plan at its start; `recording` are the trainer's settings of what is kept."""
    return Trainer(
        net.network(plan.seed),
        data,
        learning_rate=net.eta,
        batch_size=plan.batch,
        seed=plan.seed,
        optimizer=net.optimizer,
        test=test,
        dtype=data.dtype,
        dropout=net.dropout,
        **recording,
    )


class Moment(NamedTuple):
    """A network as it was after so many updates."""

    updates: int
    network: Network


class DigitsRun:
    """A plan that runs, on the MNIST images.

    plan, and the trainers of its networks, one for each. A network that diverges stops, and the other goes on.
    """

    def __init__(self, plan: DigitsPlan) -> None:
        """Raises DigitsError if the images cannot be read."""
        self.plan = plan
        data, test = training_data(plan.images), test_data()
        recording = {"record_sample": RECORDED, "history_bytes": HISTORY_BYTES}
        self.trainers = tuple(trainer_for(net, plan, data, test, **recording) for net in plan.nets)
        self.last = plan.last
        self._at_once = 1
        self._pace = Pace()
        self._glances = [self.glance()]

    @property
    def networks(self) -> tuple[Network, ...]:
        """The networks as they are now."""
        return tuple(trainer.networks[0] for trainer in self.trainers)

    @property
    def updates(self) -> int:
        """How many updates have been done, the same number for both networks unless one has stopped."""
        return max(trainer.updates for trainer in self.trainers)

    @property
    def epochs(self) -> int:
        """The number of whole epochs done."""
        return self.updates // self.plan.updates_per_epoch

    @property
    def recording(self) -> bool:
        """Whether a record has been started and is not complete."""
        return any(trainer.recording for trainer in self.trainers)

    @property
    def diverged_at(self) -> tuple[int | None, ...]:
        """For each network the update at which its numbers overflowed, or None."""
        return tuple(trainer.diverged_at[0] for trainer in self.trainers)

    @property
    def over(self) -> bool:
        """Whether the run is at its end, or all its networks have stopped; False while a record is incomplete."""
        ended = self.updates >= self.last or all(trainer.stopped for trainer in self.trainers)
        return ended and not self.recording

    # --- Advancing ----------------------------------------------------------------------------------------------------

    def advance(self, updates: int, seconds: float = math.inf) -> bool:
        """Do so many updates of each network, or fewer if the run is over before or the seconds have passed.

        An incomplete record is completed first, and takes time too. At the end both networks have done the same number
        of updates. Return whether nothing is left to do, no record either.
        """
        end = min(self.updates + updates, self.last)
        deadline = perf_counter() + seconds
        while self.recording or (self.updates < end and not self.over):
            if self.recording:
                self._go_on_recording(deadline)
            else:
                self._take_turns(end)
            if perf_counter() >= deadline:
                break
        self._pace.look(self.updates)
        return not self.recording and (self.updates >= end or self.over)

    def _go_on_recording(self, deadline: float) -> None:
        for trainer in self.trainers:
            if trainer.recording:
                trainer.advance(0, deadline - perf_counter())
                if perf_counter() >= deadline:
                    return

    def _take_turns(self, end: int) -> None:
        """Bring both networks to the same update, a few further on: to `end` or the end of the epoch at the latest."""
        began, per_epoch = perf_counter(), self.plan.updates_per_epoch
        until = min(end, (self.epochs + 1) * per_epoch, self.updates + self._at_once)
        done = until - self.updates
        for trainer in self.trainers:
            while trainer.updates < until and not trainer.stopped:
                trainer.advance(until - trainer.updates, 0.0)  # a slice at a time: a record that is due must not follow
        if self.updates == len(self._glances) * per_epoch:
            self._glances.append(self.glance())
        fitting = done * TURN / max(perf_counter() - began, 1e-9)
        self._at_once = max(1, int(min(2 * self._at_once, fitting)))

    def seconds_left(self) -> float | None:
        """Return how long the rest of the run will take at the present pace; None while that cannot be said."""
        return self._pace.seconds_for(self.last - self.updates)

    # --- Reading ------------------------------------------------------------------------------------------------------

    @property
    def records(self) -> tuple[Records, ...]:
        """The complete records of each network, a row for the start and one for each epoch; empty before the first."""
        found = tuple(trainer.records_so_far for trainer in self.trainers)
        return tuple(each[0] for each in found) if all(found) else ()

    def glance(self) -> Array:
        """Return what each network takes the watched images for at present, (networks, 10, 2)."""
        return np.stack([glance(network) for network in self.networks])

    @property
    def glances(self) -> tuple[Array, ...]:
        """The same at the start, and after each epoch done."""
        return tuple(self._glances)

    @property
    def moments(self) -> tuple[int, ...]:
        """The numbers of updates after which all networks are known: those of their snapshots, and the present one.

        A network that has stopped stays as it is, and so is known from then on.
        """
        going = [trainer for trainer in self.trainers if not trainer.stopped] or self.trainers
        kept = [{each.updates for each in trainer.snapshots_so_far} for trainer in going]
        return tuple(sorted(set.intersection(*kept) | {self.updates}))

    def nearest_moment(self, updates: int) -> int:
        """Return the moment that is nearest to so many updates, of two as near the earlier."""
        return min(self.moments, key=lambda each: abs(each - updates))

    def networks_at(self, updates: int) -> tuple[Moment, ...]:
        """Return copies of the networks as they were at the moment nearest to so many updates."""
        nearest = self.nearest_moment(updates)
        return tuple(self._at(k, nearest) for k in range(len(self.trainers)))

    def _at(self, k: int, moment: int) -> Moment:
        """Return a network at a moment; if it is not known there, since it has stopped later, at its last before."""
        trainer, network = self.trainers[k], self.networks[k]
        if moment >= trainer.updates:
            return Moment(trainer.updates, network.copy())
        kept = [each for each in trainer.snapshots_so_far if each.updates <= moment]
        return Moment(kept[-1].updates, network.copy(theta=kept[-1].theta[0]))
