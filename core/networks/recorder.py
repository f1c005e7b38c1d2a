"""Taking records and snapshots of networks in training, in slices; the work can pause between two slices."""

import math
from collections.abc import Generator, Iterator, Sequence

import numpy as np

from core.networks.group import Group
from core.networks.history import History
from core.networks.network import Network
from core.networks.prepared import Prepared, Rooms, decided
from core.networks.records import Evaluation, Evaluator, Records, Standing, cuts, piece_for
from core.networks.settings import TrainerSettings
from core.types import Array


class Recorder:
    """Evaluates the current networks of all groups, and writes the results into the history."""

    def __init__(
        self,
        history: History,
        groups: Sequence[Group],
        data: Prepared,
        test: Prepared | None,
        settings: TrainerSettings,
    ) -> None:
        self._history, self._groups = history, groups
        self._evaluators: list[tuple[Evaluator, Evaluator | None]] = []
        if settings.records != "none":
            backward, sample, rooms = settings.records == "all", settings.record_sample, Rooms()
            self._evaluators = [
                (
                    Evaluator(group.engine, data, rooms, members=group.members, backward=backward, sample=sample),
                    None
                    if test is None
                    else Evaluator(group.engine, test, rooms, members=group.members, backward=False),
                )
                for group in groups
            ]

    def look(self, updates: int, diverged_at: list[int | None]) -> Iterator[None]:
        """Take the record and the snapshot that are due after so many updates, and pause after each slice of it.

        A network whose numbers are no longer finite is stopped, and its place in diverged_at, which has one for each
        network, gets the number of updates. The parameters must not change before the end.
        """
        if self._history.record_is_due(updates):
            yield from self._record(updates, diverged_at)
        if self._history.snapshot_is_due(updates) and None in diverged_at:
            first = self._groups[0].theta_of(0)
            theta: Array = np.empty((len(diverged_at), len(first)), first.dtype)
            for group in self._groups:
                for run, member in enumerate(group.members):
                    theta[member] = group.theta_of(run)
            self._history.add_snapshot(updates, theta)

    def _record(self, updates: int, diverged_at: list[int | None]) -> Generator[None, None, None]:
        found: dict[str, Array] = {}
        for number, (group, evaluators) in enumerate(zip(self._groups, self._evaluators, strict=True)):
            if number:
                yield
            seen, tested = yield from _both(*evaluators)
            finite = seen.finite() if tested is None else seen.finite() & tested.finite()
            for run in np.flatnonzero(~finite):
                _stop(group, int(run), updates, diverged_at)
            for name, values in _named(seen, tested).items():
                row = found.setdefault(name, np.empty((len(diverged_at), *values.shape[1:])))
                row[group.members] = values
        self._history.add_record(updates, found, [at is not None for at in diverged_at])

    def standings(self, stopped: Sequence[bool], *, gradient: bool) -> dict[int, Standing]:
        """Return how each network stands that has not stopped, by its index, on all that records are taken of."""
        found: dict[int, Standing] = {}
        for group, (training, test) in zip(self._groups, self._evaluators, strict=True):
            if all(stopped[member] for member in group.members):
                continue
            seen = _at_once(training.evaluate(backward=gradient))
            tested = None if test is None else _at_once(test.evaluate(backward=False))
            for run, member in enumerate(group.members):
                if not stopped[member]:
                    found[member] = _standing(seen, tested, run)
        return found


def standing_of(network: Network, data: Prepared, test: Prepared | None) -> Standing:
    """Return how a network stands, without its gradient, computed from its theta by the formulas of the textbook."""
    cost, accuracy = _measured(network, data)
    return Standing(cost, accuracy, *((None, None) if test is None else _measured(network, test)), None)


def standing_at(record: Records) -> Standing:
    """Return how a network stood at its last record."""
    columns = (record.accuracy, record.test_cost, record.test_accuracy)
    accuracy, test_cost, test_accuracy = (None if values is None else float(values[-1]) for values in columns)
    gradient = None if record.gradient is None else record.gradient[-1]
    return Standing(float(record.cost[-1]), accuracy, test_cost, test_accuracy, gradient)


def _measured(network: Network, data: Prepared) -> tuple[float, float | None]:
    """Return cost and accuracy of a network on data."""
    output, outputs = network.output_function, network.sizes[-1]
    targets, labels, costs, right = data.targets(output, outputs), data.labels(output, outputs), 0.0, 0
    for cut in cuts(len(data), piece_for(len(network.theta))):
        run = network.forward(data.x(cut))
        costs += float(np.sum(network.cost_function.value(targets[cut], run.z[-1], run.a[-1], output)))
        right += 0 if labels is None else int(np.sum(decided(output, run.a[-1]) == labels[cut]))
    return _or_infinite(costs / len(data)), None if labels is None else right / len(data)


def _standing(seen: Evaluation, tested: Evaluation | None, run: int) -> Standing:
    return Standing(
        _or_infinite(float(seen.cost[run])),
        None if seen.accuracy is None else float(seen.accuracy[run]),
        None if tested is None else _or_infinite(float(tested.cost[run])),
        None if tested is None or tested.accuracy is None else float(tested.accuracy[run]),
        None if seen.gradient is None else seen.gradient[run],
    )


def _or_infinite(cost: float) -> float:
    """Return a cost; ∞ for one that is nan, which only comes of numbers that have overflowed."""
    return math.inf if math.isnan(cost) else cost


def _at_once(evaluation: Generator[None, None, Evaluation]) -> Evaluation:
    """Evaluate without a pause."""
    while True:
        try:
            next(evaluation)
        except StopIteration as done:
            return done.value


def _stop(group: Group, run: int, updates: int, diverged_at: list[int | None]) -> None:
    member = group.members[run]
    if diverged_at[member] is None:
        group.park(run, group.theta_of(run))
        diverged_at[member] = updates


def _both(training: Evaluator, test: Evaluator | None) -> Generator[None, None, tuple[Evaluation, Evaluation | None]]:
    """Evaluate the training set, and the test set if there is one."""
    seen = yield from training.evaluate()
    if test is None:
        return seen, None
    yield
    return seen, (yield from test.evaluate())


def _named(seen: Evaluation, tested: Evaluation | None) -> dict[str, Array]:
    """Return the values of an evaluation to record, by name, without those that are None."""
    columns = {"cost": seen.cost, "accuracy": seen.accuracy, "gradient": seen.gradient, "slope": seen.slope}
    if tested is not None:
        columns |= {"test_cost": tested.cost, "test_accuracy": tested.accuracy}
    return {name: values for name, values in columns.items() if values is not None}
