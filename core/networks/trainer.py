"""Training: mini-batches in random order, epoch after epoch, for one network or for many in lock-step.

A trainer advances when it is called, by a number of updates or for a time, and does not know its caller. A run is the
same to the last bit, no matter into which pieces it is cut.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import perf_counter
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from core.networks.checks import checked_data, checked_dropout, checked_networks, one_for_each
from core.networks.group import Group, alike
from core.networks.history import History
from core.networks.network import Network
from core.networks.optimizers import OPTIMIZERS
from core.networks.prepared import Prepared
from core.networks.recorder import Recorder, standing_at, standing_of
from core.networks.records import Records, Snapshot, Standing
from core.networks.settings import TrainerSettings
from core.streams import stream

SLICE = 0.002
"""Seconds that the updates between two looks at the clock should take, if time is limited."""


class Trainer:
    """Trains one network, or several of one shape in lock-step, each as if it were alone.

    networks, data and test are its arguments. updates is the number done so far; updates_per_epoch includes the
    last, possibly smaller batch. diverged_at has for each network None, or the update, counted from 1, at which theta
    or the recorded cost overflowed: theta is then the last finite one, the network has stopped, and only finite
    values are recorded.
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
        not copied. They may be `PreparedSets`, with a data set for each network. The settings are a `TrainerSettings`,
        or keywords (learning_rate and batch_size are required), or an object and keywords for what differs.

        Raises ValueError for no networks or networks of different shapes, wrong shapes of data, targets that the cost
        does not accept, and settings out of range.
        """
        self.settings = TrainerSettings(**changes) if settings is None else replace(settings, **changes)
        self.dtype = cast(np.dtype[np.float64], np.dtype(self.settings.dtype))
        self.networks = checked_networks(network)
        self.data = checked_data(self.networks, x, y, self.dtype, shuffle=self.settings.shuffle)
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
        self._set_at = -1
        self._stood: dict[bool, tuple[object, tuple[Standing, ...]]] = {}

    def _grouped(self) -> list[Group]:
        """Group the networks that the same calls train, and give each seed its stream of orders."""
        settings = self.settings
        optimizers = one_for_each("optimizer", settings.optimizer, len(self.networks))
        if not set(optimizers) <= set(OPTIMIZERS):
            raise ValueError(f"the optimizers are {optimizers}, but they must be of {', '.join(OPTIMIZERS)}")
        seeds = one_for_each("seed", settings.seed, len(self.networks))
        self._orders = {each: stream(each, "order") for each in seeds} if settings.shuffle else {}
        dropout = checked_dropout(settings.dropout, self.networks)
        groups: list[Group] = []
        for members in alike(self.networks, optimizers):
            optimizer, networks = optimizers[members[0]], [self.networks[k] for k in members]
            own, p = [seeds[k] for k in members], [dropout[k] for k in members]
            groups.append(Group(networks, members, self.data, settings, optimizer=optimizer, seeds=own, dropout=p))
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
        """Whether all networks have diverged, so that further updates change nothing."""
        return None not in self.diverged_at

    @property
    def recording(self) -> bool:
        """Whether a record at this number of updates has been started and is not complete."""
        return self._looking is not None

    # --- Advancing ----------------------------------------------------------------------------------------------------

    def train(self, epochs: int) -> None:
        """Do as many updates as these epochs have, from the current update on."""
        self.step(epochs * self.updates_per_epoch)

    def step(self, updates: int) -> None:
        """Do so many updates, in place, and take the records that are due. Then every network's theta is current."""
        self.advance(updates)

    def advance(self, updates: int, seconds: float = math.inf) -> None:
        """Do the same for at most about so many seconds; the next call continues.

        Records take time too: an incomplete one is continued first. At least one slice of the work, a few milliseconds,
        is always done; a further one only if the time is enough for a slice of the same length.
        """
        if updates < 0:
            raise ValueError(f"updates is {updates}, but time runs forwards: pass 0 or more")
        before = perf_counter()
        deadline = before + seconds
        with np.errstate(all="ignore"):  # overflows are found in theta
            for _ in self._slices(self.updates + updates, limited=seconds < math.inf):
                if seconds < math.inf:
                    now = perf_counter()
                    if now + (now - before) > deadline:
                        break
                    before = now
        for group in self._groups:
            group.copy_out()

    def _slices(self, end: int, *, limited: bool) -> Iterator[None]:
        """Continue to `end`, and pause after each slice: some updates, or a piece of a record."""
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
        """Choose the number of updates of the next slice, so that they take about the time of a slice."""
        fitting = updates * SLICE / seconds if seconds > 0.0 else math.inf
        self._at_once = max(1, int(min(2 * self._at_once, fitting)))

    def _advance(self, end: int) -> None:
        """Continue to the end of the epoch, to the next record or snapshot, or to `end`, whichever comes first."""
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
        """Set theta[index] of a network, for example by the user; a network that has stopped does not change.

        Records and the optimizer's memory do not change. Raises ValueError for a value that is not finite.
        """
        if not math.isfinite(value):
            raise ValueError(f"value is {value}, but a parameter is a finite number: pass one")
        self.advance(0)  # a record that has started needs theta as it was
        self._set_at, self._stood = self.updates, {}
        for group in self._groups:
            if network in group.members:
                group.set_parameter(group.members.index(network), index, value)

    # --- Reading ------------------------------------------------------------------------------------------------------

    @property
    def records(self) -> tuple[Records, ...]:
        """The records of each network; one that diverged has fewer rows. An incomplete record is completed first.

        Empty without records.
        """
        self.advance(0)
        return self._history.records()

    @property
    def records_so_far(self) -> tuple[Records, ...]:
        """The complete records; empty until the first is complete."""
        return self._history.records()

    def standings(self, *, gradient: bool = False) -> tuple[Standing, ...]:
        """Return how each network stands now; where a record tells just that, its numbers. Raises ValueError without
        records.

        Between two records all instances are evaluated, once for each state, and on request with the gradient; a
        network that has stopped has none there.
        """
        if not self._history.has_records:
            raise ValueError("this trainer evaluates nothing, since records is 'none': make it with costs or all")
        state = self.updates, tuple(self.diverged_at), self.recording
        for with_gradient in (True, gradient):
            if self._stood.get(with_gradient, (None,))[0] == state:
                return self._stood[with_gradient][1]
        with np.errstate(all="ignore"):  # the last finite theta of an explosion can give infinite outputs
            self._stood[gradient] = state, self._standings(gradient)
        return self._stood[gradient][1]

    def _standings(self, gradient: bool) -> tuple[Standing, ...]:
        stopped = [at is not None for at in self.diverged_at]
        every = self._history.record_every
        if not (any(stopped) or self.recording or self.updates % every or self._set_at == self.updates):
            return tuple(standing_at(record) for record in self._history.records())
        found = self._recorder.standings(stopped, gradient=gradient)
        return tuple(
            found[k] if k in found else standing_of(network, self.data.of(k), self.test and self.test.of(k))
            for k, network in enumerate(self.networks)
        )

    @property
    def snapshots(self) -> list[Snapshot]:
        """Earlier values of theta, evenly spaced, at most as often as the settings say."""
        self.advance(0)
        return self._history.snapshots

    @property
    def snapshots_so_far(self) -> list[Snapshot]:
        """The snapshots taken so far; an incomplete record is not completed."""
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
        """How many bytes the records and the snapshots take at present."""
        return self._history.bytes


def penalty(network: Network, *, l2: float = 0.0, l1: float = 0.0) -> float:
    """½ l2 Σw² + l1 Σ|w| over all weights, not biases: the term that a trainer's penalties add to the cost."""
    return sum(float(0.5 * l2 * np.sum(w**2) + l1 * np.sum(np.abs(w))) for w in network.weights)
