"""The settings of a training run, as one value that can be stored, compared and partly changed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from core.networks.optimizers import Settings

Recording = Literal["all", "costs", "none"]

HISTORY_BYTES = 16_000_000
"""The default limit for the records and snapshots of a run together."""


@dataclass(frozen=True)
class TrainerSettings:
    """How networks are trained, and which records are kept.

    learning_rate, seed and optimizer are one value for all networks, or one for each. The seed gives the order of the
    instances: networks with one seed have the same order. momentum is for "momentum" and "nesterov", rho for "rmsprop",
    beta1 and beta2 for "adam", epsilon for these two. The derivatives of ½ l2 Σw² and l1 Σ|w|, over weights, not
    biases, are added to the mean gradient of a batch. dropout, one value for all networks or one for each, is the
    probability with which an activation of the last hidden layer is left out in an update; the others are divided by
    1 − dropout. Records, standings and the networks themselves never leave anything out.

    records: "costs" leaves out gradients and slopes, which need a backward pass through all data. A record is taken
    every record_every updates (None: at the end of each epoch), on all test instances, and on all training instances
    or at most record_sample of them, evenly spaced. snapshots is the largest number of snapshots, 0 for none; one is
    taken every snapshot_every updates (None: at the end of each epoch). Records and snapshots together never take more
    than history_bytes. At this limit every second one is dropped, and from then on they are taken half as often.
    """

    learning_rate: float | Sequence[float]
    batch_size: int
    seed: int | Sequence[int] = 0
    shuffle: bool = True
    optimizer: str | Sequence[str] = "sgd"
    momentum: float = 0.9
    rho: float = 0.9
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    l2: float = 0.0
    l1: float = 0.0
    dropout: float | Sequence[float] = 0.0
    dtype: npt.DTypeLike = np.float64
    records: Recording = "all"
    record_every: int | None = None
    record_sample: int | None = None
    snapshots: int = 400
    snapshot_every: int | None = None
    history_bytes: int = HISTORY_BYTES

    def __post_init__(self) -> None:
        """Raise ValueError for settings out of range; the trainer checks those with one value for each network."""
        if np.dtype(self.dtype) not in (np.dtype(np.float32), np.dtype(np.float64)):
            raise ValueError(
                f"dtype is {np.dtype(self.dtype)}, but the engine computes in float32 or float64: pass one of them"
            )
        self._check_counts()
        if not (self.l2 >= 0.0 and self.l1 >= 0.0 and math.isfinite(self.l2 + self.l1)):
            raise ValueError(f"l2 is {self.l2:g} and l1 is {self.l1:g}, but a penalty is at least 0: pass 0 for none")
        if self.records not in ("all", "costs", "none"):
            raise ValueError(f"records is {self.records!r}, but it must be all, costs or none: name one of them")

    def _check_counts(self) -> None:
        if self.snapshots == 1:
            raise ValueError("snapshots is 1, but of two or more every other one can be dropped: pass 0, or 2 or more")
        least = dict.fromkeys(("batch_size", "record_every", "record_sample", "snapshot_every"), 1)
        for name, low in (least | {"snapshots": 0, "history_bytes": 0}).items():
            value = getattr(self, name)
            if value is not None and value < low:
                raise ValueError(f"{name} is {value}, but it is a number of things: pass a whole number from {low} on")

    def optimizer_settings(self) -> Settings:
        """Return the numbers of the optimizers; ValueError if one of them is out of range."""
        return Settings(self.momentum, self.rho, self.beta1, self.beta2, self.epsilon)
