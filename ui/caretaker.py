"""The caretaker: a thread of the server that collects garbage while nobody waits, and writes a log.

A line is a JSON object and counts only: no address, no name and no text of a visitor is in it.
"""

import gc
import json
import logging
import threading
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from streamlit import runtime

from ui.limits import LOG_SECONDS
from ui.player import SHARING
from ui.serving.cores import PLACE
from ui.turns import TURNS

LOOK = 0.5
"""Seconds between two looks whether nobody waits."""
CALM = 2.0
"""Seconds without a run after which garbage may be collected."""
ENOUGH = 20
"""After fewer runs there is little of it."""

_log = logging.getLogger("training_deep_networks")


@dataclass
class Caretaker:
    """Looks after a server. collected is the number of runs there had been when garbage was last collected."""

    seconds: float
    collected: int = 0

    def __post_init__(self) -> None:
        self._stopped = threading.Event()
        self._written = time.monotonic()
        self._before = TURNS.counts

    def run(self) -> None:
        """Look again and again, until it is stopped."""
        while not self._stopped.wait(LOOK):
            self.look(time.monotonic())

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()

    def look(self, now: float) -> None:
        """Collect garbage if nobody waits, and write a line if it is time."""
        if TURNS.idle_for(CALM) and TURNS.counts.runs - self.collected >= ENOUGH:
            self.collected = TURNS.counts.runs
            gc.collect()
        if self.seconds and now - self._written >= self.seconds:
            self._written = now
            _log.info("%s", json.dumps(self.line()))

    def line(self) -> dict[str, Any]:
        """Return what there is to say of the time since the last line."""
        counts, before = TURNS.counts, self._before
        self._before = counts
        return {
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "event": "minute",
            "process": PLACE.number,
            "sessions": sessions(),
            "trainings": SHARING.playing,
            "runs": counts.runs - before.runs,
            "frames": counts.frames - before.frames,
            "slow_runs": counts.slow - before.slow,
            "waiting": TURNS.waiting,
            "memory_mb": _memory(),
        }


def sessions() -> int:
    """Return how many visitors are connected."""
    return runtime.get_instance()._session_mgr.num_active_sessions() if runtime.exists() else 0  # pyright: ignore[reportPrivateUsage]


def _memory() -> int | None:
    """Return the megabytes of the server in memory; None where the system does not say (only Linux does)."""
    try:
        told = Path("/proc/self/status").read_text()
    except OSError:
        return None
    return int(told.split("VmRSS:")[1].split()[0]) // 1024


def _allow_many_files() -> None:
    """Raise the number of files that may be open to what the system allows: a visitor takes three of them.

    With the usual 1,024 the 254th visitor within a minute would be refused.
    """
    try:
        import resource
    except ImportError:  # not on Windows, which has no such number
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


@asynccontextmanager
async def keeping(_app: object) -> AsyncGenerator[None]:
    """Have a caretaker as long as the server runs."""
    _allow_many_files()
    logging.basicConfig(format="%(message)s")
    _log.setLevel(logging.INFO)
    caretaker = Caretaker(LOG_SECONDS.value())
    threading.Thread(target=caretaker.run, name="caretaker", daemon=True).start()
    try:
        yield
    finally:
        caretaker.stop()
