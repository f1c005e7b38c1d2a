"""What an experiment trains, as its buttons and its player see it."""

import math
from typing import Protocol

from ui.player import Player


class Work(Protocol):
    """What an experiment trains: so much of `total` is done, in any unit, and so many of its parts are finished."""

    @property
    def total(self) -> float: ...
    @property
    def done(self) -> float: ...
    @property
    def finished(self) -> int: ...
    @property
    def over(self) -> bool: ...
    def advance(self, seconds: float) -> bool:
        """Train for about so many seconds; return whether everything has been trained."""
        ...

    def seconds_left(self) -> float:
        """Return how long the rest takes."""
        ...

    def recall(self) -> None:
        """Take over what is known of it from earlier runs on this server."""
        ...


class Above(Protocol):
    """The page's own run, if it has one: it rests while an experiment trains."""

    player: Player

    def pause(self) -> None:
        """Let it rest."""
        ...


class Playable:
    """A queue as a player plays it: an update is a unit of work."""

    def __init__(self, queue: Work) -> None:
        self._queue = queue
        self.last = int(queue.total)

    @property
    def updates(self) -> int:
        """How much work has been done."""
        return self.last if self.over else int(self._queue.done)

    @property
    def over(self) -> bool:
        """Whether everything has been trained."""
        return self._queue.over

    def advance(self, updates: int, seconds: float = math.inf) -> bool:
        """Train for about so many seconds."""
        return self._queue.advance(seconds)
