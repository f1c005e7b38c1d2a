"""How many epochs lie between two methods: the median over pairs, and an interval for it by the bootstrap."""

from typing import NamedTuple

import numpy as np

from core.statistics.pairs import differences
from core.types import Array


class Interval(NamedTuple):
    """The median difference of all pairs, and the two ends between which most resampled ones lie.

    An end of −∞ says that the second method may not reach the target in half of the cases where the first one does, an
    end of ∞ that the first one may not. No field is ever undefined.
    """

    low: float
    middle: float
    high: float


def median_difference(found: Array) -> Array:
    """Return the median of differences over the last axis, (..., pairs) → (...); they may be −∞ and ∞.

    Of an even number of pairs any value between the middle two is a median: the one closest to 0 is taken. So "not
    reached" is averaged with nothing, −∞ and ∞ in the middle give 0, and exchanging the methods changes the sign alone.
    """
    n = found.shape[-1]
    ordered = np.partition(found, ((n - 1) // 2, n // 2), axis=-1)
    return np.clip(0.0, ordered[..., (n - 1) // 2], ordered[..., n // 2])


def interval(first: Array, second: Array, *, level: float = 0.95, resamples: int = 1999, seed: int = 0) -> Interval:
    """Return the median of first − second over pairs, with a percentile interval; both arrays are (pairs,).

    So many times as many pairs are drawn with replacement, and the median difference is taken; with 1,999 of them and a
    level of 0.95, the ends are the 50th from below and the 50th from above. The percentile interval is chosen because
    it needs nothing but order, so it is defined also where some differences are infinite: the corrections of the BCa
    interval are sums of differences. The same seed gives the same interval.
    Raises ValueError if there is no pair, and as `differences` does.
    """
    found = differences(first, second)
    if len(found) == 0:
        raise ValueError("there are no pairs, but an interval needs at least one: pass arrays of shape (pairs,)")
    if not 0.0 < level < 1.0 or resamples < 1:
        raise ValueError(
            f"level {level} with {resamples} resamples: pass a level between 0 and 1, and one resample or more"
        )
    drawn = np.random.default_rng(seed).integers(len(found), size=(resamples, len(found)))
    medians = np.sort(median_difference(found[drawn]))
    beyond = max(round((1.0 - level) / 2.0 * (resamples + 1)), 1)
    return Interval(float(medians[beyond - 1]), float(median_difference(found)), float(medians[-beyond]))
