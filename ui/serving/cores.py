"""How many processes one server has, and which of them this one is.

Python computes on one core at a time, so a server has a process for each core that it may use; they are started by
ui/serving/processes.py.
"""

import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from ui.limits import PROCESSES

MOST = 4
"""As many at most, unless somebody asks for more."""
MEMORY = 400 * 2**20
"""Bytes of memory for each: 184 MB when it starts, and what its visitors keep."""
CGROUP = Path("/sys/fs/cgroup")
"""Where Linux says what a container may use: in files of its own in the second version of this, and of the first."""
_VARIABLE = "TDN_PROCESS"


@dataclass(frozen=True)
class Place:
    """A process of a server: its number, how many there are, and its line to the first, which has number 0 and none."""

    number: int
    count: int
    line: int | None = None

    def environment(self) -> dict[str, str]:
        """Return what tells a process that is started its place."""
        return {_VARIABLE: f"{self.number} {self.count} {self.line}"}


def wanted() -> int:
    """Return how many processes a server is to have.

    Raises ValueError with a sentence if the environment asks for what is no number of processes.
    """
    asked = PROCESSES.value()
    if asked != int(asked):
        raise ValueError(
            f"{PROCESSES.name} is {asked:g}, but a whole number is needed: 2, say, or 0 for one for each core"
        )
    if sys.platform != "linux" or not hasattr(socket, "send_fds"):
        return 1
    return int(asked) or max(1, min(cores(), memory() // MEMORY, MOST))


def cores(cgroup: Path = CGROUP) -> int:
    """Return how many cores this program may use, those of a container that has a part of one rounded down."""
    some = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota, period = [*_words(cgroup / "cpu.max"), "max", "1"][:2]
    if older := _words(cgroup / "cpu/cpu.cfs_quota_us"):
        quota, period = *older, *_words(cgroup / "cpu/cpu.cfs_period_us")
    return some if quota in ("max", "-1") else min(some, int(quota) // int(period))


def memory(cgroup: Path = CGROUP) -> int:
    """Return how many bytes of memory this program may use."""
    all_there_is = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    most = [*_words(cgroup / "memory.max"), *_words(cgroup / "memory/memory.limit_in_bytes"), "max"][0]
    return all_there_is if most == "max" else min(all_there_is, int(most))


def _words(file: Path) -> list[str]:
    try:
        return file.read_text().split()
    except OSError:  # there is no such file
        return []


def _place() -> Place:
    told = os.environ.pop(_VARIABLE, "")  # what this one starts is no process of the server
    return Place(*map(int, told.split())) if told else Place(0, wanted())


PLACE = _place()
"""That of this process."""


@dataclass
class Visits:
    """How many visitors have come to this process so far, and how many of them are here."""

    opened: int = 0
    open: int = 0


VISITS = Visits()
"""Those of this process."""


@dataclass
class Company:
    """Whether this process shares the visitors of its server with others; it may have been meant to, and be alone."""

    shares: bool = False


COMPANY = Company()
"""That of this process."""
