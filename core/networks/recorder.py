"""Taking records and snapshots of networks in training, in slices; the work can pause between two slices."""

from collections.abc import Generator, Iterator, Sequence

import numpy as np

from core.networks.group import Group
from core.networks.history import History
from core.networks.prepared import Prepared
from core.networks.records import Evaluation, Evaluator
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
            backward, sample = settings.records == "all", settings.record_sample
            self._evaluators = [
                (
                    Evaluator(group.engine, data, backward=backward, sample=sample),
                    None if test is None else Evaluator(group.engine, test, backward=False, sample=sample),
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
