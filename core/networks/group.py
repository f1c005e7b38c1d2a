"""Networks that the same calls train: their engine, their optimizer and their mini-batches."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import numpy.typing as npt

from core.functions.activation import Activation
from core.functions.calls import Call
from core.functions.output import Output
from core.networks.dropout import Dropout
from core.networks.engine import Engine
from core.networks.layout import STACK, layout_for
from core.networks.network import Network, rows
from core.networks.optimizers import OPTIMIZERS, Settings, penalty_calls, sgd
from core.networks.prepared import Prepared, Rooms
from core.networks.settings import TrainerSettings
from core.types import Array

AT_ONCE = 4_000_000
"""Up to so many bytes, all instances are shuffled at the start of an epoch; larger data are fetched batch by batch."""


class Group:
    """One or more networks of one shape, hidden activation, output and optimizer; costs of one rule are neighbours.

    members are their indices among a trainer's networks. The calls of all updates of an epoch are made once: a batch
    is a view into arrays that every epoch fills again.
    """

    def __init__(
        self,
        networks: Sequence[Network],
        members: Sequence[int],
        data: Prepared,
        settings: TrainerSettings,
        *,
        optimizer: str,
        seeds: Sequence[int],
        dropout: Sequence[float],
    ) -> None:
        """Take the optimizer of all networks, and the seed and the dropout of each."""
        first = networks[0]
        self.members = list(members)
        self._networks = networks
        self._layout = layout_for(first.sizes, len(networks))
        costs = [network.cost_function for network in networks]
        dtype = data.dtype
        self.engine = Engine(first.sizes, first.hidden, first.output_function, costs, dtype=dtype, layout=self._layout)
        self._theta = self._layout.by_run(self.engine.theta)
        self._theta[...] = [network.theta for network in networks]
        self._parked: dict[int, Array] = {}
        self._rate = self._layout.spread(np.zeros(len(networks)), dtype)
        theta, gradient = self.engine.theta, self.engine.gradient
        self._rule = OPTIMIZERS[optimizer](theta, gradient, self._rate, settings.optimizer_settings())
        flat = theta.reshape(-1)
        self._sum_of_zeros = partial(flat.dot, np.zeros_like(flat))  # nan if any parameter is not finite
        self._kept = (theta, *self._rule.memory, *self._rule.count)
        self._penalties = penalty_calls(theta, gradient, self._on_weights(), settings.l2, settings.l1)
        self._plain = optimizer == "sgd" and not self._penalties
        self._steps: list[tuple[Array, Array]] = []
        self._dropout: Dropout | None = None
        if any(dropout):
            self._dropout = Dropout(self._layout, first.sizes[-2], dropout, seeds, like=theta)
        self._set_up_batches(data, seeds if settings.shuffle else [])
        self._updates = self._bind(min(settings.batch_size, len(data)))

    # --- Batches ----------------------------------------------------------------------------------------------------

    def _set_up_batches(self, data: Prepared, seeds: Sequence[int]) -> None:
        """Decide how to order the instances: all at once at the start of an epoch, or batch by batch.

        seeds has the seed of each network's order, or is empty for the order of the data.
        """
        self._data, self._starts = data, data.starts(self.members)
        together = len(set(seeds)) == 1 and (self._starts is None or len(set(self._starts)) == 1)
        self._seeds = list(seeds)[:1] if together else list(seeds)
        self._targets = data.targets(self.engine.output, self.engine.sizes[-1])
        self._in_columns = self._orders_differ and self._layout.kind == "last"
        self._order = np.zeros((len(self._seeds), len(data)) if self._orders_differ else len(data), np.intp)
        self._at_once = bool(self._seeds) and (self._in_columns or len(self.members) * data.nbytes <= AT_ONCE)
        self._rooms: Rooms = {}
        if self._at_once:
            self._x, self._y = self._room(len(data))

    @property
    def _orders_differ(self) -> bool:
        return len(self._seeds) > 1

    def _room(self, n: int) -> tuple[Array, Array]:
        """Allocate arrays for n shuffled x and y: (n, …) if all runs have one order, otherwise one for each run."""
        runs = (len(self._networks),) if self._orders_differ else ()
        if not self._in_columns:
            return self._data.room(*runs, n), np.empty((*runs, n, self._targets.shape[1]), self._data.dtype)
        x, y = (np.ones((each, n, *runs), self._data.dtype) for each in (self._data.inputs + 1, self._targets.shape[1]))
        self._columns = [np.ascontiguousarray(each.T) for each in (self._data.x(), self._targets)]
        return x, y

    def shuffle(self, orders: dict[int, npt.NDArray[np.int64]]) -> None:
        """Put the instances into the order of an epoch, given the order of each seed."""
        if not self._seeds:
            return
        if self._in_columns:
            order = self._ordered(orders).T
            for columns, shuffled in zip(self._columns, (self._x, self._y), strict=True):
                for column, place in zip(columns, shuffled, strict=False):  # the ones, last row of x, stay
                    np.take(column, order, out=place, mode="clip")
            return
        order = self._ordered(orders)
        if self._at_once:
            for call in self._data.fetch(order, self._x, {}):
                call()
            np.take(self._targets, order, 0, self._y, "clip")
        else:
            self._order[...] = order

    def _ordered(self, orders: dict[int, npt.NDArray[np.int64]]) -> npt.NDArray[np.intp]:
        """Return the rows of the instances in their order: (n,) if all runs have one, otherwise (runs, n)."""
        starts = np.zeros(len(self._seeds), np.intp) if self._starts is None else self._starts
        each = [orders[seed] + start for seed, start in zip(self._seeds, starts, strict=False)]
        return np.stack(each) if self._orders_differ else each[0]

    def _batch(self, instances: Array, low: int, high: int) -> Array:
        """Return the view of a batch, units first: (units, batch), with the axis of the runs if each has its own."""
        if not self._orders_differ:
            return self._layout.shared(instances[low:high].T)
        return instances[:, low:high].swapaxes(1, 2) if self._layout.kind == "first" else instances[:, low:high]

    # --- Updates ----------------------------------------------------------------------------------------------------

    def _bind(self, batch_size: int) -> list[list[Call]]:
        """Return the calls of each update of an epoch; the last batch may be smaller than the others."""
        n = len(self._data)
        self._endings: dict[int, list[Call]] = {}
        fetch = bool(self._seeds) and not self._at_once
        bounds = [(low, min(low + batch_size, n)) for low in range(0, n, batch_size)]
        sizes = dict.fromkeys(high - low for low, high in bounds) if fetch else {}
        self._fetched = {size: self._fetched_batch(size) for size in sizes}
        return [self._fetching(low, high) if fetch else self._viewing(low, high) for low, high in bounds]

    def _viewing(self, low: int, high: int) -> list[Call]:
        """Return the calls of an update whose batch is a view: of the shuffled instances, or of the data as given."""
        if self._at_once:
            x, y, fill = self._batch(self._x, low, high), self._batch(self._y, low, high), list[Call]()
        else:
            rows, fill = self._data.view(slice(low, high), self._rooms)
            x, y = (self._layout.shared(each.T) for each in (rows, self._targets[low:high]))
        return [*fill, *self._gradient(x, y, high - low), *self._ending(high - low)]

    def _fetching(self, low: int, high: int) -> list[Call]:
        """Return the calls of an update that fetches its batch first."""
        instances, targets, calls = self._fetched[high - low]
        order = self._order[..., low:high]
        return [
            *self._data.fetch(order, instances, self._rooms),
            partial(np.take, self._targets, order, 0, targets, "clip"),
            *calls,
        ]

    def _fetched_batch(self, size: int) -> tuple[Array, Array, list[Call]]:
        """Return the arrays that all batches of a size are copied to, and the calls that follow, the same for all."""
        instances, targets = self._room(size)
        x, y = (self._batch(each, 0, size) for each in (instances, targets))
        return instances, targets, [*self._gradient(x, y, size), *self._ending(size)]

    def _gradient(self, x: Array, y: Array, batch: int) -> list[Call]:
        """Return the calls for the sum of the gradients over a batch; with dropout they draw a new mask every time."""
        if self._dropout is None:
            return self.engine.gradient_calls(x, y)
        mask, draw = self._dropout.drawn(batch)
        return [*draw, *self.engine.gradient_calls(x, y, mask)]

    def _ending(self, batch: int) -> list[Call]:
        """Return the calls after the sum of the gradients over a batch, the same ones every time for one size."""
        if batch not in self._endings:
            self._endings[batch] = self._new_ending(batch)
        return self._endings[batch]

    def _new_ending(self, batch: int) -> list[Call]:
        """Return the calls that take the mean, add the penalties, and make the optimizer's step."""
        gradient, mean = self.engine.gradient, self.engine.mean(batch)
        if self._plain:  # the mean and η are one factor
            step = np.zeros_like(mean)
            self._steps.append((step, mean))
            return sgd(self.engine.theta, gradient, step, Settings()).calls
        return [partial(np.multiply, gradient, mean, gradient), *self._penalties, *self._rule.calls]

    def _on_weights(self) -> Array:
        """Return 1 for each weight and 0 for each bias, so that it broadcasts over theta."""
        flat = np.ones(self._theta.shape[1])
        for neurons in rows(flat, self.engine.sizes):
            neurons[:, -1] = 0.0
        return flat[:, None] if self._layout.kind == "last" else flat

    def set_rates(self, rates: Sequence[float]) -> None:
        """Set η of the members, (runs,); a network that has stopped does not change."""
        moving = [0.0 if run in self._parked else rate for run, rate in enumerate(rates)]
        self._rate[...] = self._layout.spread(moving, self._rate.dtype)
        for step, mean in self._steps:
            np.multiply(self._rate, mean, step)

    def advance(self, first: int, last: int) -> dict[int, int]:
        """Do the updates from number `first` of the epoch up to, not including, `last`.

        Return which members overflowed, and at which update of the epoch, counted from 1. The others continue.
        """
        if len(self._parked) == len(self.members):
            return {}
        kept, masks = [array.copy() for array in self._kept], self._dropout and self._dropout.state
        for update in self._updates[first:last]:
            for call in update:
                call()
        if self._sum_of_zeros() == 0.0:  # a value that has overflowed never becomes finite again
            return {}
        for array, before in zip(self._kept, kept, strict=True):
            array[...] = before
        if self._dropout is not None and masks is not None:
            self._dropout.state = masks
        return self._advance_carefully(first, last)

    def _advance_carefully(self, first: int, last: int) -> dict[int, int]:
        """Do the same, but check theta after each update; park a run that overflows at its last finite theta."""
        overflowed: dict[int, int] = {}
        for number in range(first, last):
            before = self._theta.copy()
            for call in self._updates[number]:
                call()
            for run in np.flatnonzero(~np.isfinite(self._theta).all(axis=1)):
                self.park(int(run), before[run])
                overflowed[self.members[run]] = number + 1
        return overflowed

    def park(self, run: int, theta: Array) -> None:
        """Keep theta as the run's last; from now on its calls compute a network of zeros that never changes."""
        self._parked[run] = theta.copy()
        self._theta[run] = 0.0
        for memory in self._rule.memory:
            self._layout.by_run(memory)[run] = 0.0
        for rate in (self._rate, *(step for step, _ in self._steps)):
            self._layout.by_run(rate)[run] = 0.0

    def theta_of(self, run: int) -> Array:
        """Return the parameters of a run, (parameters,): a view, or the last finite ones."""
        return self._parked[run] if run in self._parked else self._theta[run]

    def set_parameter(self, run: int, index: int, value: float) -> None:
        """Set one parameter of a run, in the engine and in its network."""
        if run not in self._parked:
            self._theta[run, index] = value
            self._networks[run].theta[index] = self._theta[run, index]

    def copy_out(self) -> None:
        """Write the parameters of the runs into their networks."""
        for run, network in enumerate(self._networks):
            network.theta[...] = self.theta_of(run)


def alike(networks: Sequence[Network], optimizers: Sequence[str]) -> list[list[int]]:
    """Return the indices of networks that can be stacked; those whose costs share a rule are neighbours.

    If there are too few of a kind for a stack to be faster, each is alone.
    """
    kinds: dict[tuple[Activation, Output, str], list[int]] = {}
    for place, (network, optimizer) in enumerate(zip(networks, optimizers, strict=True)):
        kinds.setdefault((network.hidden, network.output_function, optimizer), []).append(place)
    groups: list[list[int]] = []
    for places in kinds.values():
        rules = list(dict.fromkeys(networks[place].cost_function.rule for place in places))
        ordered = sorted(places, key=lambda place: rules.index(networks[place].cost_function.rule))
        groups += [ordered] if len(ordered) >= STACK else [[place] for place in ordered]
    return groups
