"""The processes of one server, which share its visitors.

The first one is that which Streamlit has started. It starts the others, takes all connections, and reads how each
begins (ui/serving/reception.py); one that belongs to another process it hands over, as an open socket with what was
read. A visitor stays where a cookie says (ui/serving/staying.py); a new one comes where the fewest are.
"""

import asyncio
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field

from streamlit import config

from ui.serving.cores import PLACE, VISITS, Place, Visits

COOKIE = b"tdn_process"
REPORT = 0.5
"""Seconds between two reports of a process, in which it says how many visitors have come to it, and are there."""
SILENT, HANGING = 5.0, 30.0
"""Seconds without a report after which a process gets no visitors, and after which it is ended and started again."""
COMING = 5.0
"""Seconds after which a visitor who was handed over and has not been reported comes no more."""
ROOM = 4 * 2**20
"""Bytes that may wait in the line to a process; Linux may grant fewer."""
LARGEST = 128 * 2**10
"""Bytes of the beginning of a connection that can be handed over at once."""
AGAIN, SLOWEST = 2.0, 60.0
"""Seconds until a process that has ended is started again, the first time, and at most."""
PATIENCE = 10.0
"""Seconds that the processes have to end, when the server does."""

_log = logging.getLogger("training_deep_networks")
_NAMED = re.compile(rb"\A[A-Z]+ [^ ]*[?&]process=(\d{1,3})\b")
_KEPT = re.compile(rb"^cookie:(?:.*;)? *" + COOKIE + rb"=(\d{1,3})\b", re.IGNORECASE | re.MULTILINE)
_WEBSOCKET = re.compile(rb"^upgrade: *websocket", re.IGNORECASE | re.MULTILINE)


@dataclass
class Other:
    """A process that the first one has started, and the line to it.

    It is ready once it has told its visits, as long as it goes on to tell them; heard is when it has told something, or
    was started.
    """

    process: "subprocess.Popen[bytes]"
    line: socket.socket
    heard: float
    told: Visits | None = None

    def is_ready(self, now: float) -> bool:
        """Return whether it takes visitors."""
        return self.told is not None and now - self.heard < SILENT

    def hangs(self, now: float) -> bool:
        """Return whether it has said nothing for too long since it was ready."""
        return self.told is not None and now - self.heard > HANGING


@dataclass
class Coming:
    """The visitors who were placed in a process and have not come there yet, by the time when each was."""

    placed: deque[float] = field(default_factory=deque)
    opened: int = 0

    def waiting(self, visits: Visits, now: float) -> int:
        """Return how many there are."""
        while self.placed and (visits.opened > self.opened or now - self.placed[0] > COMING):
            self.opened += visits.opened > self.opened
            self.placed.popleft()
        self.opened = visits.opened
        return len(self.placed)


@dataclass
class Processes:
    """All processes of a server, as the first of them knows them."""

    count: int
    _others: dict[int, Other] = field(default_factory=dict)
    _starts: dict[int, int] = field(default_factory=dict)
    _coming: dict[int, Coming] = field(default_factory=lambda: defaultdict(Coming))
    _turn: int = 0
    _closed: bool = False

    def start(self) -> None:
        """Start all others, and look after them; call it in the loop that serves."""
        for number in range(1, self.count):
            self._start(number)
        self._look()

    def _start(self, number: int) -> None:
        """Start a process; a system that has no room for it is asked again later."""
        if self._closed:
            return
        self._starts[number] = self._starts.get(number, 0) + 1
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ROOM)
        place = Place(number, self.count, theirs.fileno())
        # All processes check what one of them has signed.
        secret = {"STREAMLIT_SERVER_COOKIE_SECRET": config.get_option("server.cookieSecret")}
        with theirs:
            try:
                process = subprocess.Popen(
                    command_of_another(sys.orig_argv),
                    env={**os.environ, **secret, **place.environment()},
                    pass_fds=[theirs.fileno()],
                    stdout=subprocess.DEVNULL,  # where Streamlit writes an address, of no use to anybody
                )
            except OSError as error:
                ours.close()
                self._start_later(number, f"could not be started ({error.strerror})")
                return
        self._others[number] = other = Other(process, ours, time.monotonic())
        self._coming.pop(number, None)
        asyncio.get_running_loop().add_reader(ours, self._hear, number, other)

    def _start_later(self, number: int, why: str) -> None:
        delay = min(SLOWEST, AGAIN * self._starts[number])
        _log.warning("Process %d of the server %s; it is started again in %.0f seconds.", number, why, delay)
        asyncio.get_running_loop().call_later(delay, self._start, number)

    def _hear(self, number: int, other: Other) -> None:
        """Read a report, or that the process has ended."""
        try:
            said = other.line.recv(64)
        except ConnectionError:
            said = b""
        if said:
            other.told, other.heard = Visits(*map(int, said.split())), time.monotonic()
            return
        asyncio.get_running_loop().remove_reader(other.line)
        other.line.close()
        other.told = None
        if not self._closed:
            other.process.kill()  # it may have closed its line, and live
            self._start_later(number, "has ended")

    def _look(self) -> None:
        """End who hangs, as its line then tells, and let the system forget who has ended."""
        now = time.monotonic()
        for number, other in self._others.items():
            if other.process.poll() is None and other.hangs(now):
                _log.warning("Process %d of the server says nothing any more, and is ended.", number)
                other.process.kill()
        if not self._closed:
            asyncio.get_running_loop().call_later(1.0, self._look)

    def place(self, head: bytes) -> int:
        """Return the number of the process that a connection belongs to, by how its first request begins."""
        now = time.monotonic()
        ready = [0, *(number for number, other in self._others.items() if other.is_ready(now))]
        named = _NAMED.search(head) or _KEPT.search(head)
        if named and int(named[1]) in ready:
            return int(named[1])
        if _WEBSOCKET.search(head):
            number = min(ready, key=self._visitors)
            self._coming[number].placed.append(now)
            return number
        self._turn += 1
        return ready[self._turn % len(ready)]

    def _visitors(self, number: int) -> int:
        """Return how many visitors a process has, or will have in a moment."""
        visits = VISITS if number == 0 else self._others[number].told or Visits()
        return visits.open + self._coming[number].waiting(visits, time.monotonic())

    def takes(self, number: int) -> bool:
        """Return whether a process takes visitors now."""
        return number in self._others and self._others[number].is_ready(time.monotonic())

    def hand_over(self, number: int, head: bytes, transport: asyncio.BaseTransport) -> bool:
        """Give a connection to another process, with what was read of it; return whether that was possible now."""
        try:
            socket.send_fds(self._others[number].line, [head], [transport.get_extra_info("socket").fileno()])
        except OSError:  # it has ended, or does not keep up
            return False
        transport.close()
        return True

    def close(self) -> None:
        """Have the others end."""
        self._closed = True
        for other in self._others.values():
            other.process.send_signal(signal.SIGTERM)

    async def wait_closed(self) -> None:
        """Wait until they have ended."""
        end = time.monotonic() + PATIENCE
        while any(other.process.poll() is None for other in self._others.values()) and time.monotonic() < end:
            await asyncio.sleep(0.05)
        for other in self._others.values():
            other.process.kill()


def command_of_another(command: list[str]) -> list[str]:
    """Return the command that starts another process as this one was started, but that listens to nobody else."""
    at = command.index("--") if "--" in command else len(command)
    own = ["--server.address", "127.0.0.1", "--server.port", "0", "--server.headless", "true"]
    return [sys.executable, *command[1:at], *own, *command[at:]]


def can_have_others() -> bool:
    """Return whether this is the first process of a server that is to have several."""
    return PLACE.line is None and PLACE.count > 1 and "run" in sys.orig_argv
