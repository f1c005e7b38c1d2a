"""Turns: of the runs of all sessions, one computes at a time.

Streamlit runs each session in a thread of its own. Python lets one thread compute at a time, and a thread that returns
from NumPy, or from a socket, must first wait for all others that want to; with many sessions each waits most of the
time, the thread that sends what has been drawn too. So a run waits here for its turn, and then computes undisturbed.

Two queues take turns with each other: frames, which a browser asks for by its clock, and all other runs, for which
somebody waits. So frames cannot hold up a slider, and sliders cannot starve a training.
"""

import threading
import time
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager
from typing import NamedTuple

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

LONGEST = 1.0
"""Seconds to wait at most: should a run take so long, the others go on beside it, as they would without turns."""
SLOW = 1.0
"""Seconds from a message to the end of its run after which somebody has waited long."""


class Counts(NamedTuple):
    """How many runs there have been, how many of them were frames, and how many others took longer than SLOW."""

    runs: int = 0
    frames: int = 0
    slow: int = 0


class Turns:
    """Gives turns to threads, in the order in which they ask, and in turn to frames and to other runs.

    counts says what there has been so far.
    """

    def __init__(self) -> None:
        self.counts = Counts()
        self._lock = threading.Lock()
        self._busy = False
        self._ended = time.monotonic()
        self._frame_next = False
        self._waiting: dict[bool, deque[threading.Event]] = {False: deque(), True: deque()}
        self._mine = threading.local()

    @property
    def waiting(self) -> int:
        """How many runs wait for their turn."""
        return sum(len(queue) for queue in self._waiting.values())

    def idle_for(self, seconds: float) -> bool:
        """Return whether nothing has run for so many seconds."""
        return not self._busy and time.monotonic() - self._ended >= seconds

    @contextmanager
    def turn(self, *, frame: bool) -> Generator[None]:
        """Wait for the turn, and have it until the end, unless it is given away before."""
        asked = time.monotonic()
        self.take(frame=frame)
        try:
            yield
        finally:
            self.give_away()
            self._count(time.monotonic() - asked, frame=frame)

    def _count(self, seconds: float, *, frame: bool) -> None:
        with self._lock:
            runs, frames, slow = self.counts
            self.counts = Counts(runs + 1, frames + frame, slow + (not frame and seconds > SLOW))
            self._ended = time.monotonic()

    def take(self, *, frame: bool) -> None:
        """Wait for the turn, though not for longer than LONGEST."""
        with self._lock:
            if not self._busy:
                self._busy = self._mine.turn = True
                return
            called = threading.Event()
            self._waiting[frame].append(called)
        if called.wait(LONGEST):
            self._mine.turn = True
            return
        with self._lock:
            if called.is_set():  # in this very moment
                self._mine.turn = True
            else:
                self._waiting[frame].remove(called)

    def give_away(self) -> None:
        """Give the turn to the next one, if this thread has it."""
        if not getattr(self._mine, "turn", False):
            return
        self._mine.turn = False
        with self._lock:
            queue = self._waiting[self._frame_next] or self._waiting[not self._frame_next]
            self._frame_next = queue is not self._waiting[True]
            self._busy = bool(queue)
            if queue:
                queue.popleft().set()


TURNS = Turns()


def give_turns() -> None:
    """Have every run of Streamlit wait for its turn; its runner offers no place for that, so it is wrapped."""
    run = ScriptRunner._run_script  # pyright: ignore[reportPrivateUsage]

    def in_turn(self: ScriptRunner, rerun_data: RerunData) -> None:
        with TURNS.turn(frame=rerun_data.is_auto_rerun):
            run(self, rerun_data)

    ScriptRunner._run_script = in_turn  # pyright: ignore[reportPrivateUsage]
