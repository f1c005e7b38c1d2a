"""The ends of lines on a logarithmic axis: where the axis ends, and where the names stand so that each can be read."""

import math
from collections.abc import Sequence

from charts.theme import LOG_TICKS

_TICKS: list[float] = sorted(LOG_TICKS["values"])


def axis_ends(values: Sequence[float]) -> tuple[float, float]:
    """Return the ends of an axis that has all values between two of its ticks; all must be above 0."""
    low, high = min(values), max(values)
    below, above = [tick for tick in _TICKS if tick < low], [tick for tick in _TICKS if tick > high]
    return (below[-1] if below else low), (above[0] if above else high)


def names_apart(values: Sequence[float], ends: tuple[float, float], gap: float) -> list[float]:
    """Return places for names at these values, in their order, at least `gap` of the axis apart if they fit on it."""
    low, high = (math.log(end) for end in ends)
    length = high - low
    order = sorted(range(len(values)), key=lambda at: values[at])
    places = [(math.log(values[at]) - low) / length for at in order]
    for at in range(1, len(places)):
        places[at] = max(places[at], places[at - 1] + gap)
    most = 1.0
    for at in reversed(range(len(places))):
        most = places[at] = min(places[at], most)
        most -= gap
    found = [0.0] * len(values)
    for at, place in zip(order, places, strict=True):
        found[at] = math.exp(low + place * length)
    return found
