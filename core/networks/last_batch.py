"""The last batch of an epoch, which may be smaller than the others, and then moves the network as far as they do."""

import math
from typing import NamedTuple


class LastBatch(NamedTuple):
    """A last batch of fewer instances than the others: how many, and what that changes.

    The gradient of a batch is the mean over its own instances. So each of these instances moves the network `weight`
    times as far as one in a full batch, and chance moves it `noise` = √weight times as far. even is the largest number
    of instances, none if below one batch, that leaves no such batch.
    """

    instances: int
    weight: float
    noise: float
    even: int

    @property
    def telling(self) -> bool:
        """Whether it is so small that curves taken at the ends of epochs show it (docs/digits_speed.md)."""
        return self.weight >= TELLING


TELLING = 4.0
"""From this weight on, accuracy right after the last batch was measured to jump from epoch to epoch."""


def last_batch(instances: int, batch_size: int) -> LastBatch | None:
    """Return the last batch of an epoch if it is smaller than the others; None if all are alike.

    One batch with all instances is no smaller one. Raises ValueError for numbers below 1.
    """
    if instances < 1 or batch_size < 1:
        raise ValueError(
            f"there are {instances} instances in batches of {batch_size}, but both are counted: pass 1 or more"
        )
    left = instances % batch_size
    if left == 0 or instances < batch_size:
        return None
    weight = batch_size / left
    return LastBatch(left, weight, math.sqrt(weight), instances - left)
