"""History: the records and the snapshots of a run, within a limit of bytes.

Records are rows of one table, snapshots a list. Each kind has an interval, a number of updates. When the limit is
reached, every second one of the kind that takes more bytes is dropped and its interval doubles, so they stay evenly
spaced.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from core.networks.records import Records, Snapshot
from core.networks.settings import TrainerSettings
from core.types import Array

FIRST_ROWS = 64
"""A table has space for so many rows at first; when it is full, the space doubles."""


class History:
    """What is kept of a run of several networks.

    record_every and snapshot_every are the current intervals, rows is the number of records. `sizes` are those of the
    networks, updates_per_epoch those of the trainer.
    """

    def __init__(self, settings: TrainerSettings, sizes: Sequence[int], networks: int, updates_per_epoch: int) -> None:
        self.record_every = settings.record_every or updates_per_epoch
        self.snapshot_every = settings.snapshot_every or updates_per_epoch
        self.snapshots: list[Snapshot] = []
        self.rows = 0
        self.has_records, self._most_snapshots = settings.records != "none", settings.snapshots
        self._most_bytes = settings.history_bytes
        self._sizes, self._updates_per_epoch = tuple(sizes), updates_per_epoch
        self._table: Array = np.empty((0, 0))
        self._columns: dict[str, tuple[int, int, tuple[int, ...]]] = {}
        self._ends: list[int | None] = [None] * networks
        self._read: tuple[object, tuple[Records, ...]] = (0, self.record_every, tuple(self._ends)), ()

    @property
    def bytes(self) -> int:
        """How many bytes the records and the snapshots take, with the space for further rows."""
        return self._table.nbytes + self._snapshot_bytes

    @property
    def _snapshot_bytes(self) -> int:
        return len(self.snapshots) * self.snapshots[0].theta.nbytes if self.snapshots else 0

    # --- When something is due ----------------------------------------------------------------------------------------

    def record_is_due(self, updates: int) -> bool:
        """Whether a record is due after so many updates."""
        return self.has_records and updates % self.record_every == 0

    def snapshot_is_due(self, updates: int) -> bool:
        """Whether a snapshot is due after so many updates."""
        return self._most_snapshots > 0 and updates % self.snapshot_every == 0

    def updates_until_due(self, updates: int) -> int | None:
        """How many more updates there are until a record or a snapshot is due; None if never."""
        intervals = [self.record_every] if self.has_records else []
        intervals += [self.snapshot_every] if self._most_snapshots else []
        return min((every - updates % every for every in intervals), default=None)

    # --- Writing ------------------------------------------------------------------------------------------------------

    def add_record(self, updates: int, values: Mapping[str, Array], stopped: Sequence[bool]) -> None:
        """Write a row of values, each (networks, …). A network that has stopped gets no row from this one on."""
        for network, at_end in enumerate(stopped):
            if at_end and self._ends[network] is None:
                self._ends[network] = self.rows
        if not self._columns:
            self._begin_table(values)
        while self.rows == len(self._table) and not self._grow():
            self._thin()
        if self.record_is_due(updates):
            self._table[self.rows] = np.concatenate([values[name].ravel() for name in self._columns])
            self.rows += 1

    def _begin_table(self, values: Mapping[str, Array]) -> None:
        start = 0
        for name, array in values.items():
            self._columns[name] = (start, start + array.size, array.shape)
            start += array.size
        row = 8 * start
        if 2 * row > self._most_bytes:
            raise ValueError(
                f"history_bytes is {self._most_bytes:,}, but two rows of records take {2 * row:,}: pass more of them"
            )
        rows = FIRST_ROWS
        while rows > 2 and 4 * rows * row > self._most_bytes:
            rows //= 2
        self._table = np.empty((rows, start))

    def _grow(self) -> bool:
        """Double the space for rows if the limit allows it."""
        if self._snapshot_bytes + 2 * self._table.nbytes > self._most_bytes:
            return False
        self._table = np.concatenate([self._table, np.empty_like(self._table)])
        return True

    def add_snapshot(self, updates: int, theta: Array) -> None:
        """Keep the parameters of all networks, (networks, parameters), unless two snapshots would exceed the limit."""
        if 2 * theta.nbytes > self._most_bytes:
            return
        if len(self.snapshots) == self._most_snapshots:
            self._thin_snapshots()
        while self.bytes + theta.nbytes > self._most_bytes:
            if len(self.snapshots) < 2 and len(self._table) < 4:
                return
            self._thin()
        if self.snapshot_is_due(updates):
            theta.setflags(write=False)
            self.snapshots.append(Snapshot(updates, theta))

    # --- Dropping every second one ------------------------------------------------------------------------------------

    def _thin(self) -> None:
        """Drop every second one of the kind that takes more bytes."""
        few_rows = len(self._table) < 4
        if len(self.snapshots) > 1 and (few_rows or self._snapshot_bytes >= self._table.nbytes):
            self._thin_snapshots()
        elif few_rows and self.snapshots:
            self.snapshots = []
        else:
            self._thin_records()

    def _thin_snapshots(self) -> None:
        self.snapshots = self.snapshots[::2]
        self.snapshot_every *= 2

    def _thin_records(self) -> None:
        """Drop every second row, and free half of the space."""
        table = np.empty((max(2, len(self._table) // 2), self._table.shape[1]))
        kept = self._table[: self.rows : 2]
        table[: len(kept)] = kept
        self._table, self.rows = table, len(kept)
        self.record_every *= 2
        self._ends = [None if end is None else -(-end // 2) for end in self._ends]

    # --- Reading ------------------------------------------------------------------------------------------------------

    def records(self) -> tuple[Records, ...]:
        """Return the records of each network; empty before the first record."""
        state = self.rows, self.record_every, tuple(self._ends)
        if state != self._read[0]:
            self._read = state, tuple(self._records_of(network) for network in range(len(self._ends)))
        return self._read[1]

    def _records_of(self, network: int) -> Records:
        end = self._ends[network]
        rows = self.rows if end is None else end

        def column(name: str) -> Array | None:
            if name not in self._columns:
                return None
            start, stop, shape = self._columns[name]
            values = self._table[:rows, start:stop].reshape(rows, *shape)[:, network]
            values.setflags(write=False)
            return values

        cost, slope = column("cost"), column("slope")
        assert cost is not None
        updates = np.arange(rows) * self.record_every
        return Records(
            updates // self._updates_per_epoch,
            updates,
            cost,
            column("accuracy"),
            column("test_cost"),
            column("test_accuracy"),
            column("gradient"),
            None if slope is None else tuple(np.split(slope, np.cumsum(self._sizes[1:])[:-1], axis=1)),
        )
