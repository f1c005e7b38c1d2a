"""Random numbers: each use of a seed has a stream of its own, so that one use never disturbs another."""

from typing import Literal

import numpy as np

STREAMS = ("data", "weights", "order")
"""What a seed is used for. New weights leave the data and their order alone."""


def stream(seed: int, use: Literal["data", "weights", "order"]) -> np.random.Generator:
    """Return the random numbers of a seed for one use: the children that SeedSequence(seed).spawn(3) would have."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(STREAMS.index(use),)))
