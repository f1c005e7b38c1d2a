"""Pace: how fast something gets on at present, and so how long the rest will take."""

from collections import deque
from time import perf_counter

WINDOW = 6.0
"""Seconds that are looked back on."""
PAUSE = 1.0
"""A longer time between two looks is a pause, and does not count."""
ENOUGH = 0.3
"""After fewer seconds nothing is said."""


class Pace:
    """Measures how much is done in a second of the clock on the wall, without the pauses."""

    def __init__(self) -> None:
        self._steps: deque[tuple[float, float]] = deque()
        self._looked: tuple[float, float] | None = None

    def look(self, done: float) -> None:
        """Note how much has been done until now."""
        now = perf_counter()
        if self._looked is not None:
            seconds, gained = now - self._looked[0], done - self._looked[1]
            if 0.0 < seconds <= PAUSE and gained >= 0.0:
                self._steps.append((seconds, gained))
        self._looked = now, done
        while self._steps and sum(seconds for seconds, _ in self._steps) > WINDOW:
            self._steps.popleft()

    def seconds_for(self, rest: float) -> float | None:
        """Return how many seconds the rest will take; None while that cannot be said."""
        seconds, gained = (sum(each) for each in zip(*self._steps, strict=True)) if self._steps else (0.0, 0.0)
        return rest * seconds / gained if seconds >= ENOUGH and gained > 0.0 else None
