"""A part of many rows, drawn from all of them so that each class keeps its share."""

import numpy as np
import numpy.typing as npt

from core.streams import stream

MOST_ROWS = 5_000
LEAST_OF_A_CLASS = 50


def evenly(y: npt.NDArray[np.int64] | None, n: int, most: int = MOST_ROWS) -> npt.NDArray[np.intp]:
    """Choose at most so many of n rows at random, by the seed 0, in their order: each class keeps its share.

    A class of few rows keeps at least 50 of them, or all. y is (n,), the class of each row, or None.
    """
    if n <= most:
        return np.arange(n)
    rng = stream(0, "data")
    if y is None:
        return np.sort(rng.choice(n, most, replace=False))
    counts = np.bincount(y)
    shares = np.minimum(counts, np.maximum(LEAST_OF_A_CLASS, np.floor(counts * most / n))).astype(int)
    shares[np.argmax(shares)] += most - shares.sum()
    chosen = [rng.choice(np.flatnonzero(y == k), share, replace=False) for k, share in enumerate(shares) if share]
    return np.sort(np.concatenate(chosen))
