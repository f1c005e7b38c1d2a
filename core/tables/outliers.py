"""Numbers that lie far from all others of their column: slips, or stand-ins for missing values."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from core.tables.columns import Column

FAR = 10.0
"""A number is far out if it lies more than so many times the middle half's width away from that half."""

MOST = 0.02
"""At most this share of the rows, and one more, are far out: otherwise the column is only wide."""

MOST_STAND_INS = 0.24
"""One number that stands far out in at most this share of the rows may mean that there is no value."""


def say_far(column: Column, good: npt.NDArray[np.intp], lines: Sequence[int]) -> str:
    """Name the numbers of these rows that lie far from all others, and the line of the farthest; "" if none does."""
    values = column.values[good]
    low, high = np.quantile(values, [0.25, 0.75])
    distance = np.maximum(low - values, values - high)
    far = np.flatnonzero(distance > FAR * (high - low)) if high > low else np.empty(0, np.intp)
    if len(far) > 1 and np.ptp(values[far]) == 0.0 and len(far) <= MOST_STAND_INS * len(values):
        return (
            f"{column.name} is {values[far[0]]:g} in {len(far):,} lines, far from all others. They were kept: if this "
            "number stands for a missing value, leave its cells empty."
        )
    if not 0 < len(far) <= MOST * len(values) + 1:
        return ""
    worst = int(good[int(far[int(np.argmax(distance[far]))])])
    rest = "" if len(far) == 1 else f", and {len(far) - 1:,} more"
    return (
        f"{column.name} is far from the others in line {lines[worst]:,}: {column.values[worst]:g}{rest}. "
        f"It was kept, and presses the others together: half of them lie from {low:g} to {high:g}."
    )
