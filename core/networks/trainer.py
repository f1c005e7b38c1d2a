"""Training: mini-batches in random order, epoch after epoch, for one network or for many in lock-step.

A trainer advances when it is asked to, by as many updates as it is asked for, or for as long as it is given, and knows
nothing of who asks. However a run is cut into pieces, it is the same run to the last bit.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import perf_counter
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from core.networks.checks import checked_data, checked_networks, one_for_each
from core.networks.group import Group, alike
from core.networks.history import History
from core.networks.network import Network
from core.networks.optimizers import OPTIMIZERS
from core.networks.prepared import Prepared
from core.networks.recorder import Recorder
from core.networks.records import Records, Snapshot
from core.networks.settings import TrainerSettings
from core.streams import stream

SLICE = 0.002
"""Seconds that the updates between two looks at the clock are to take, where time is limited."""


class Trainer:
    """Trains one network, or several of one shape in lock-step, each of them as if it were alone.

    networks, data and test are what it works on. updates is the number done so far; updates_per_epoch includes the
    last, possibly smaller batch. diverged_at has for each network None, or the update, counted from 1, at which theta
    or the recorded cost overflowed: theta is then the last finite one, the network has stopped, and nothing that is
    not finite is recorded.
    """

    def __init__(
        self,
        network: Network | Sequence[Network],
        x: npt.ArrayLike | Prepared,
        y: npt.ArrayLike | None = None,
        *,
        test: tuple[npt.ArrayLike, npt.ArrayLike] | Prepared | None = None,
        settings: TrainerSettings | None = None,
        **changes: Any,
    ) -> None:
        """x is (n, inputs); y is (n,) of whole numbers for classes, or floats, (n,) or (n, outputs), for targets.

        Instead of x and y, `data` of another trainer can be passed, and its `test` as the test set: they are shared,
        not copied. What `TrainerSettings` lists is passed as one object, or as keywords (learning_rate and batch_size
        are needed), or as an object with keywords for what is different.

        Raises ValueError for what cannot be trained: no networks or different shapes, shapes of data, targets that
        the cost does not take, and settings out of range.
        """
        self.settings = TrainerSettings(**changes) if settings is None else replace(settings, **changes)
        self.dtype = cast(np.dtype[np.float64], np.dtype(self.settings.dtype))
        self.networks = checked_networks(network)
        self.data = checked_data(self.networks, x, y, self.dtype)
        self.test: Prepared | None = None
        if test is not None:
            x, y = (test, None) if isinstance(test, Prepared) else test
            self.test = checked_data(self.networks, x, y, self.dtype)
        self.batch_size = min(int(self.settings.batch_size), len(self.data))
        self.updates_per_epoch = math.ceil(len(self.data) / self.batch_size)
        self.updates = 0
        self.diverged_at: list[int | None] = [None] * len(self.networks)
        self._groups = self._grouped()
        self.learning_rate = self.settings.learning_rate
        sizes = self.networks[0].sizes
        self._history = History(self.settings, sizes, len(self.networks), self.updates_per_epoch)
        self._recorder = Recorder(self._history, self._groups, self.data, self.test, self.settings)
        self._looking: Iterator[None] | None = self._recorder.look(0, self.diverged_at)
        self._at_once = 1

    def _grouped(self) -> list[Group]:
        """Put networks together that are trained by the same calls, and give each seed its stream of orders."""
        settings = self.settings
        optimizers = one_for_each("optimizer", settings.optimizer, len(self.networks))
        if not set(optimizers) <= set(OPTIMIZERS):
            raise ValueError(f"the optimizers are {optimizers}, but they must be of {', '.join(OPTIMIZERS)}")
        seeds = one_for_each("seed", settings.seed, len(self.networks))
        self._orders = {each: stream(each, "order") for each in seeds} if settings.shuffle else {}
        groups: list[Group] = []
        for members in alike(self.networks, optimizers):
            networks = [self.networks[k] for k in members]
            own = [seeds[k] for k in members] if settings.shuffle else []
            groups.append(Group(networks, members, self.data, settings, optimizer=optimizers[members[0]], seeds=own))
        return groups

    @property
    def learning_rate(self) -> tuple[float, ...]:
        """η of each network. Setting it, to one number or one for each, takes effect from the next update on."""
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, value: float | Sequence[float]) -> None:
        rates = one_for_each("learning_rate", value, len(self.networks))
        if not all(rate >= 0.0 and math.isfinite(rate) for rate in rates):
            raise ValueError(f"learning_rate is {value}, but a step has a finite length: pass 0 or more")
        self._learning_rate = tuple(float(rate) for rate in rates)
        for group in self._groups:
            group.set_rates([self._learning_rate[member] for member in group.members])

    @property
    def epochs(self) -> int:
        """The number of whole epochs done."""
        return self.updates // self.updates_per_epoch

    @property
    def stopped(self) -> bool:
        """Whether all networks have diverged, so that no update will change anything any more."""
        return None not in self.diverged_at

    @property
    def recording(self) -> bool:
        """Whether a record has been begun, at this number of updates, that is not complete."""
        return self._looking is not None

    # --- Advancing ----------------------------------------------------------------------------------------------------

    def train(self, epochs: int) -> None:
        """Do as many updates as these epochs have, from wherever the run is."""
        self.step(epochs * self.updates_per_epoch)

    def step(self, updates: int) -> None:
        """Do so many updates, in place, and take the records that are due. Every network's theta is current then."""
        self.advance(updates)

    def advance(self, updates: int, seconds: float = math.inf) -> None:
        """Do the same for about so many seconds at most. What is left is done when it is asked to go on.

        A record takes its time too: one that is not complete is gone on with first. At least one slice of the work is
        done, a few milliseconds, whatever the time; and none after it that would not fit, if it took as long.
        """
        if updates < 0:
            raise ValueError(f"updates is {updates}, but time runs forwards: pass 0 or more")
        before = perf_counter()
        deadline = before + seconds
        with np.errstate(all="ignore"):  # an overflow is looked for, and found, in theta
            for _ in self._slices(self.updates + updates, limited=seconds < math.inf):
                if seconds < math.inf:
                    now = perf_counter()
                    if now + (now - before) > deadline:
                        break
                    before = now
        for group in self._groups:
            group.copy_out()

    def _slices(self, end: int, *, limited: bool) -> Iterator[None]:
        """Go on to `end`, and pause after each slice: some updates, or a piece of a record."""
        while True:
            if self._looking is not None:
                for _ in self._looking:  # not `yield from`: it would close the record when this generator is closed
                    yield
                self._looking = None
            if self.updates >= end or self.stopped:
                return
            if limited:
                began, before = perf_counter(), self.updates
                self._advance(min(end, before + self._at_once))
                self._adapt(self.updates - before, perf_counter() - began)
            else:
                self._advance(end)
            yield

    def _adapt(self, updates: int, seconds: float) -> None:
        """Choose how many updates are next done at once, so that they take about the time of a slice."""
        fitting = updates * SLICE / seconds if seconds > 0.0 else math.inf
        self._at_once = max(1, int(min(2 * self._at_once, fitting)))

    def _advance(self, end: int) -> None:
        """Go on to the end of the epoch, to where a record or snapshot is due, or to `end`, whichever comes first."""
        first = self.updates % self.updates_per_epoch
        if first == 0:
            orders = {seed: rng.permutation(len(self.data)) for seed, rng in self._orders.items()}
            for group in self._groups:
                group.shuffle(orders)
        last = min(self.updates_per_epoch, first + end - self.updates)
        due = self._history.updates_until_due(self.updates)
        if due is not None:
            last = min(last, first + due)
        for group in self._groups:
            for member, update in group.advance(first, last).items():
                self.diverged_at[member] = self.updates - first + update
        if self.stopped:
            self.updates = max(update for update in self.diverged_at if update is not None) - 1
            return
        self.updates += last - first
        if last - first == due:
            self._looking = self._recorder.look(self.updates, self.diverged_at)

    def set_parameter(self, network: int, index: int, value: float) -> None:
        """Let theta[index] of a network be this from now on, as a hand might; one that has stopped stays as it is.

        What was recorded and the optimizer's memory are left alone. Raises ValueError for a value that is not finite.
        """
        if not math.isfinite(value):
            raise ValueError(f"value is {value}, but a parameter is a finite number: pass one")
        self.advance(0)  # a record that has been begun is of theta as it was
        for group in self._groups:
            if network in group.members:
                group.set_parameter(group.members.index(network), index, value)

    # --- Looking back -------------------------------------------------------------------------------------------------

    @property
    def records(self) -> tuple[Records, ...]:
        """What was recorded of each network; one that diverged has fewer rows. A record under way is completed first.

        Empty without records.
        """
        self.advance(0)
        return self._history.records()

    @property
    def records_so_far(self) -> tuple[Records, ...]:
        """The records that are complete; empty while the first is under way."""
        return self._history.records()

    @property
    def snapshots(self) -> list[Snapshot]:
        """Theta as it was, evenly spaced, at most as often as the settings say."""
        self.advance(0)
        return self._history.snapshots

    @property
    def snapshots_so_far(self) -> list[Snapshot]:
        """The snapshots that have been taken; a record under way is not completed."""
        return self._history.snapshots

    @property
    def snapshot_every(self) -> int:
        """The number of updates from one snapshot to the next."""
        return self._history.snapshot_every

    @property
    def record_every(self) -> int:
        """The number of updates from one record to the next."""
        return self._history.record_every

    @property
    def history_bytes(self) -> int:
        """How many bytes the records and the snapshots take now."""
        return self._history.bytes


def penalty(network: Network, *, l2: float = 0.0, l1: float = 0.0) -> float:
    """½ l2 Σw² + l1 Σ|w| over all weights, not biases: what a trainer's penalties add to the cost."""
    return sum(float(0.5 * l2 * np.sum(w**2) + l1 * np.sum(np.abs(w))) for w in network.weights)
