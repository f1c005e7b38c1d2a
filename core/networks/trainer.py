"""Training: mini-batches in random order, epoch after epoch, for one network or for many in lock-step.

A trainer advances when it is asked to, by as many updates as it is asked for, and knows nothing of who asks. However
a run is cut into pieces, it is the same run to the last bit.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Literal, TypeVar, cast

import numpy as np
import numpy.typing as npt

from core.functions.costs import CrossEntropy
from core.networks.engine import STACK
from core.networks.group import Group
from core.networks.network import Network
from core.networks.optimizers import OPTIMIZERS, Settings
from core.networks.prepared import Prepared
from core.networks.records import Evaluation, Evaluator, Records, Series, Snapshot
from core.streams import stream
from core.types import Array

Value = TypeVar("Value")
Recording = Literal["all", "costs", "none"]


class Trainer:
    """Trains one network, or several of one shape in lock-step, each of them as if it were alone.

    networks, data and test are what it works on. updates is the number done so far; updates_per_epoch includes the
    last, possibly smaller batch. diverged_at has for each network None, or the update, counted from 1, at which theta
    or the recorded cost overflowed: theta is then the last finite one, the network has stopped, and nothing that is
    not finite is recorded. snapshots lists theta as it was, at most 400 times, evenly spaced.
    """

    def __init__(
        self,
        network: Network | Sequence[Network],
        x: npt.ArrayLike | Prepared,
        y: npt.ArrayLike | None = None,
        *,
        learning_rate: float | Sequence[float],
        batch_size: int,
        seed: int | Sequence[int] = 0,
        shuffle: bool = True,
        optimizer: str | Sequence[str] = "sgd",
        momentum: float = 0.9,
        rho: float = 0.9,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
        l2: float = 0.0,
        l1: float = 0.0,
        test: tuple[npt.ArrayLike, npt.ArrayLike] | Prepared | None = None,
        dtype: npt.DTypeLike = np.float64,
        records: Recording = "all",
        snapshots: int = 400,
        snapshot_every: int | None = None,
    ) -> None:
        """x is (n, inputs); y is (n,) of whole numbers for classes, or floats, (n,) or (n, outputs), for targets.

        Instead of x and y, `data` of another trainer can be passed, and its `test` as the test set: they are shared,
        not copied. learning_rate, seed and optimizer are one for all networks or one for each. The seed is for the
        order of the instances: networks with one seed see the same order. momentum is for "momentum" and "nesterov",
        rho for "rmsprop", beta1 and beta2 for "adam", epsilon for these two. To the mean gradient of a batch are added
        the derivatives of ½ l2 Σw² and l1 Σ|w|, over weights, not biases. records: "costs" leaves out gradients and
        slopes, which take a way back through all data. snapshots is their largest number, 0 for none; they are taken
        every snapshot_every updates, by default at the end of each epoch, and when full every other one is dropped.

        Raises ValueError for what cannot be trained: no networks or different shapes, shapes of data, targets that
        the cost does not take, and settings out of range.
        """
        self.networks: tuple[Network, ...] = (network,) if isinstance(network, Network) else tuple(network)
        _check_networks(self.networks)
        self.dtype = cast(np.dtype[np.float64], np.dtype(dtype))
        if self.dtype not in (np.dtype(np.float32), np.dtype(np.float64)):
            raise ValueError(f"dtype is {self.dtype}, but the engine computes in float32 or float64: pass one of them")
        self.data = self._prepared(x, y)
        self.test = None if test is None else self._prepared(*((test, None) if isinstance(test, Prepared) else test))
        for each in self.networks:
            for data in (self.data, self.test):
                if data is not None:
                    _check_data(each, data)
        if batch_size < 1 or snapshots < 0 or snapshots == 1 or (snapshot_every or 1) < 1:
            raise ValueError(
                f"batch_size is {batch_size}, snapshots {snapshots} and snapshot_every {snapshot_every}: pass whole "
                "numbers from 1 on, for snapshots 0 or from 2 on"
            )
        if not (l2 >= 0.0 and l1 >= 0.0 and math.isfinite(l2 + l1)):
            raise ValueError(f"l2 is {l2:g} and l1 is {l1:g}, but a penalty is at least 0: pass 0 for none")
        if records not in ("all", "costs", "none"):
            raise ValueError(f"records is {records!r}, but it must be all, costs or none: name one of them")
        self.batch_size = min(int(batch_size), len(self.data))
        self.updates_per_epoch = math.ceil(len(self.data) / self.batch_size)
        self.updates = 0
        self.diverged_at: list[int | None] = [None] * len(self.networks)
        settings = Settings(momentum, rho, beta1, beta2, epsilon)
        self.optimizers = one_for_each("optimizer", optimizer, len(self.networks))
        if not set(self.optimizers) <= set(OPTIMIZERS):
            raise ValueError(f"the optimizers are {self.optimizers}, but they must be of {', '.join(OPTIMIZERS)}")
        seeds = one_for_each("seed", seed, len(self.networks))
        self._orders = {each: stream(each, "order") for each in seeds} if shuffle else {}
        self._groups = [
            Group(
                [self.networks[k] for k in members],
                members,
                self.data,
                batch_size=self.batch_size,
                seeds=[seeds[k] for k in members] if shuffle else [],
                optimizer=self.optimizers[members[0]],
                settings=settings,
                penalties=(l2, l1),
            )
            for members in _alike(self.networks, self.optimizers)
        ]
        self.learning_rate = learning_rate
        self._recording: Recording = records
        self._series: dict[str, Series] = {}
        self._rows: list[int | None] = [None] * len(self.networks)
        self.snapshots: list[Snapshot] = []
        self._most_snapshots, self.snapshot_every = snapshots, snapshot_every or self.updates_per_epoch
        self._evaluators: list[tuple[Evaluator, Evaluator | None]] = []
        if records != "none":
            self._evaluators = [
                (
                    Evaluator(group.engine, self.data, backward=records == "all"),
                    None if self.test is None else Evaluator(group.engine, self.test, backward=False),
                )
                for group in self._groups
            ]
        with np.errstate(all="ignore"):
            self._record()
            self._snapshot()

    def _prepared(self, x: npt.ArrayLike | Prepared, y: npt.ArrayLike | None) -> Prepared:
        if not isinstance(x, Prepared):
            if y is None:
                raise ValueError("y is missing: pass the classes or targets of x, or prepared data instead of x")
            return Prepared(x, y, self.dtype)
        if x.rows.dtype != self.dtype:
            raise ValueError(f"the data are prepared as {x.rows.dtype}, but dtype is {self.dtype}: prepare them anew")
        return x

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

    def train(self, epochs: int) -> None:
        """Do as many updates as these epochs have, from wherever the run is."""
        self.step(epochs * self.updates_per_epoch)

    def step(self, updates: int) -> None:
        """Do so many updates, in place. Every network's theta is current afterwards."""
        if updates < 0:
            raise ValueError(f"updates is {updates}, but time runs forwards: pass 0 or more")
        end = self.updates + updates
        with np.errstate(all="ignore"):  # an overflow is looked for, and found, in theta
            while self.updates < end and not self.stopped:
                self._advance(end)
        for group in self._groups:
            group.copy_out()

    def set_parameter(self, network: int, index: int, value: float) -> None:
        """Let theta[index] of a network be this from now on, as a hand might; one that has stopped stays as it is.

        What was recorded and the optimizer's memory are left alone. Raises ValueError for a value that is not finite.
        """
        if not math.isfinite(value):
            raise ValueError(f"value is {value}, but a parameter is a finite number: pass one")
        for group in self._groups:
            if network in group.members:
                group.set_parameter(group.members.index(network), index, value)

    def _advance(self, end: int) -> None:
        """Go on to the end of the epoch, to the next snapshot or to `end`, whichever comes first."""
        first = self.updates % self.updates_per_epoch
        if first == 0:
            orders = {seed: rng.permutation(len(self.data)) for seed, rng in self._orders.items()}
            for group in self._groups:
                group.shuffle(orders)
        last = min(self.updates_per_epoch, first + end - self.updates)
        if self._most_snapshots:
            last = min(last, first + self.snapshot_every - self.updates % self.snapshot_every)
        for group in self._groups:
            for member, update in group.advance(first, last).items():
                self.diverged_at[member] = self.updates - first + update
        if self.stopped:
            self.updates = max(update for update in self.diverged_at if update is not None) - 1
            return
        self.updates += last - first
        if last == self.updates_per_epoch:
            self._record()
        if self._most_snapshots and not self.stopped and self.updates % self.snapshot_every == 0:
            self._snapshot()

    # --- Looking back -----------------------------------------------------------------------------------------------

    @property
    def records(self) -> tuple[Records, ...]:
        """What was recorded of each network; a network that diverged has fewer rows. Empty without records."""
        return tuple(self._records_of(k) for k in range(len(self.networks))) if self._series else ()

    def _records_of(self, network: int) -> Records:
        length = self._rows[network]
        length = self._series["cost"].length if length is None else length

        def column(name: str) -> Array | None:
            return self._series[name].values(length)[:, network] if name in self._series else None

        cost, slope = column("cost"), column("slope")
        assert cost is not None
        ends = np.cumsum(self.networks[0].sizes[1:])
        slopes = None if slope is None else tuple(np.split(slope, ends[:-1], axis=1))
        epoch = np.arange(length)
        return Records(
            epoch,
            epoch * self.updates_per_epoch,
            cost,
            column("accuracy"),
            column("test_cost"),
            column("test_accuracy"),
            column("gradient"),
            slopes,
        )

    def _record(self) -> None:
        """Write down how things are, and stop the networks whose numbers have become infinite."""
        if self._recording == "none":
            return
        found: dict[str, list[tuple[Group, Array]]] = {}
        for group, (training, test) in zip(self._groups, self._evaluators, strict=True):
            seen = training.evaluate()
            tested = None if test is None else test.evaluate()
            finite = seen.finite() if tested is None else seen.finite() & tested.finite()
            for run in np.flatnonzero(~finite):
                member = group.members[run]
                if self.diverged_at[member] is None:
                    group.park(int(run), group.theta_of(int(run)))
                    self.diverged_at[member] = self.updates
            for name, values in _named(seen, tested).items():
                found.setdefault(name, []).append((group, values))
        for name, parts in found.items():
            row = np.empty((len(self.networks), *parts[0][1].shape[1:]))
            for group, values in parts:
                row[group.members] = values
            if name in self._series:
                self._series[name].append(row)
            else:
                self._series[name] = Series(row)
        recorded = self._series["cost"].length
        for network, at in enumerate(self.diverged_at):
            if at is not None and self._rows[network] is None:
                self._rows[network] = recorded - 1

    def _snapshot(self) -> None:
        if not self._most_snapshots:
            return
        if len(self.snapshots) == self._most_snapshots:
            self.snapshots = self.snapshots[::2]
            self.snapshot_every *= 2
            if self.updates % self.snapshot_every:
                return
        theta: Array = np.empty((len(self.networks), len(self.networks[0].theta)), self.dtype)
        for group in self._groups:
            for run, member in enumerate(group.members):
                theta[member] = group.theta_of(run)
        theta.setflags(write=False)
        self.snapshots.append(Snapshot(self.updates, theta))


def penalty(network: Network, *, l2: float = 0.0, l1: float = 0.0) -> float:
    """½ l2 Σw² + l1 Σ|w| over all weights, not biases: what a trainer's penalties add to the cost."""
    return sum(float(0.5 * l2 * np.sum(w**2) + l1 * np.sum(np.abs(w))) for w in network.weights)


def one_for_each(name: str, value: Value | Iterable[Value], networks: int) -> list[Value]:
    """Return a setting of each network: the same for all, or as given; ValueError if their number is wrong."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        return [cast(Value, value)] * networks
    values = list(cast(Iterable[Value], value))
    if len(values) != networks:
        raise ValueError(f"there are {len(values)} values of {name} for {networks} networks: pass one, or one for each")
    return values


def _named(seen: Evaluation, tested: Evaluation | None) -> dict[str, Array]:
    """Return what is recorded of an evaluation by its name, leaving out what there is not."""
    columns = {"cost": seen.cost, "accuracy": seen.accuracy, "gradient": seen.gradient, "slope": seen.slope}
    if tested is not None:
        columns |= {"test_cost": tested.cost, "test_accuracy": tested.accuracy}
    return {name: values for name, values in columns.items() if values is not None}


def _alike(networks: Sequence[Network], optimizers: Sequence[str]) -> list[list[int]]:
    """Return the places of networks that can be stacked, the quadratic costs first, as the engine needs them.

    Where there are too few of a kind for a stack to be faster, each is alone.
    """
    kinds: dict[tuple[str, str, str], list[int]] = {}
    for place, (network, optimizer) in enumerate(zip(networks, optimizers, strict=True)):
        kinds.setdefault((network.hidden.name, network.output, optimizer), []).append(place)
    groups: list[list[int]] = []
    for places in kinds.values():
        ordered = sorted(places, key=lambda place: isinstance(networks[place].cost_function, CrossEntropy))
        groups += [ordered] if len(ordered) >= STACK else [[place] for place in ordered]
    return groups


def _check_networks(networks: Sequence[Network]) -> None:
    shapes = {network.sizes for network in networks}
    if len(shapes) != 1:
        raise ValueError(
            f"the networks have the shapes {sorted(shapes)}, but a trainer needs one or more networks of one shape: "
            "give each shape a trainer of its own"
        )


def _check_data(network: Network, data: Prepared) -> None:
    inputs = data.rows.shape[1] - 1
    if inputs != network.sizes[0]:
        raise ValueError(f"x has {inputs} columns, but the network {network.sizes[0]} inputs: pass as many columns")
    targets = data.targets(network.output, network.sizes[-1])
    if not isinstance(network.cost_function, CrossEntropy):
        return
    if targets.min() < 0.0 or targets.max() > 1.0:
        raise ValueError(
            f"y goes from {targets.min():g} to {targets.max():g}, but cross-entropy needs targets from 0 to 1: "
            "pass classes as whole numbers, or choose one of the quadratic costs"
        )
    if network.output == "softmax" and not np.allclose(targets.sum(axis=1), 1.0, rtol=0.0, atol=1e-6):
        raise ValueError(
            "the targets of an instance do not add up to 1, as the outputs of softmax do: divide by the sum"
        )
