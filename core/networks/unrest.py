"""Unrest: a cost that bounces, or never falls below its start although the parameters move far. Both are measured."""

from typing import NamedTuple

import numpy as np

from core.networks.trainer import Trainer
from core.types import Array

FEWEST = 5
"""So many records are needed to tell."""

BOUNCE = 0.2
"""The cost bounces if it changes by this share of its mean from one record to the next, on average."""

RISES = 0.3
"""And if at least this share of its changes are upwards."""

HIGH = 0.25
"""And if its mean is at least this share of the cost at the start: a low cost may waver."""

FELL = 0.95
"""A cost has not fallen if it was never below this share of the cost at the start."""

LEAST_MOVE = 0.3
"""And if the parameters have moved at least so far, however small they were at the start, as a root mean square."""

MOVES = 0.01
"""They still move if an epoch changes them by at least this share of their size at the start."""


class Unrest(NamedTuple):
    """The second half of a run's records, from the epoch `since` on.

    rises of its `changes` from one record to the next were upwards; lowest and highest are its costs, and start is the
    cost at the start of the run. bounces tells a bouncing cost from one that has not fallen. step is how far the
    parameters move in an epoch, at the end of the run, and size is how large they were at its start, both as root mean
    squares over all parameters; None if there are no snapshots.
    """

    bounces: bool
    since: int
    changes: int
    rises: int
    lowest: float
    highest: float
    start: float
    step: float | None
    size: float | None

    @property
    def moves(self) -> bool:
        """Whether it goes on: a cost that bounces, or parameters that still move."""
        return self.bounces or self.step is None or self.step > MOVES * max(self.size or 0.0, LEAST_MOVE)


def unrest_of(trainer: Trainer, network: int) -> Unrest | None:
    """Return the unrest of one of a trainer's networks, or None if its cost neither bounces nor stays where it began.

    A cost that has not fallen counts only if the parameters have moved farther than they were large at the start:
    otherwise the steps are too small, not too large.
    """
    if not trainer.records_so_far or len(trainer.records_so_far[network].cost) < FEWEST:
        return None
    record = trainer.records_so_far[network]
    half = len(record.cost) // 2
    recent, start = record.cost[half:], float(record.cost[0])
    changes = np.diff(recent)
    bounces = (
        float(np.mean(np.abs(changes))) >= BOUNCE * float(recent.mean())
        and float(np.mean(changes > 0.0)) >= RISES
        and float(recent.mean()) >= HIGH * start
    )
    thetas = [snapshot.theta[network] for snapshot in trainer.snapshots_so_far]
    step, size, moved = None, None, 0.0
    if len(thetas) > 1:
        epochs = trainer.snapshot_every / trainer.updates_per_epoch
        step, size = _rms(thetas[-1] - thetas[-2]) / epochs, _rms(thetas[0])
        moved = _rms(thetas[-1] - thetas[0])
    stays = float(recent.min()) >= FELL * start and size is not None and moved > max(size, LEAST_MOVE)
    if not bounces and not stays:
        return None
    ends = float(recent.min()), float(recent.max())
    return Unrest(bounces, int(record.epoch[half]), len(changes), int(np.sum(changes > 0.0)), *ends, start, step, size)


def _rms(values: Array) -> float:
    """The root mean square."""
    return float(np.sqrt(np.mean(np.square(values))))
