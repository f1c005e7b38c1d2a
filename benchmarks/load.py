"""How many sessions one server carries: `python -m benchmarks.load [--moving 5 40] [--crowd 10+20] [--copies 2]`.

A real server and clients without a browser on this machine, which send what a browser sends (`tests/session.py`).

- **Moving**: sessions that open lessons 1 to 5 in turn, and give the first number of the page another value every
  two seconds. A wait lasts from the message until the run that it asks for has ended, with all that it draws.
- **Training**: sessions that train in lesson 6 and ask for frames, as in `benchmarks/live.py`. "10+20" are ten of
  these beside twenty that move.
- **Dropped**: moves that were answered by a run without an element, or one that did not end well.
- **Server**: the processor time of its processes, in % of one core; **clients** that of this program; **machine** what
  all programs on it took together, in % of all its cores.

All sessions are there for three seconds before anything is counted.
"""

import argparse
import asyncio
import os
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.sync.client import connect as connect_at_once

from benchmarks.browser import DRAWN, Server, serving
from benchmarks.live import Client, Protocol, protocol_of
from benchmarks.proxy import proxied
from tests.session import Session

EVERY = 2.0  # seconds between two moves of a session
MOVES = 8  # different values of a session's number
TRAINED = "Train a network"
MOVING = (5, 10, 20, 25, 30, 40, 60, 80)
CROWDS = ("1+0", "6+0", "7+0", "10+0", "20+0", "10+20", "20+20")
STREAM = "/_stcore/stream"


class Recorder:
    """A websocket that keeps what is sent through it."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self.sent: list[bytes] = []

    def send(self, message: bytes) -> None:
        """Send and keep a message."""
        self.sent.append(message)
        self._socket.send(message)

    def recv(self, timeout: float) -> bytes:
        """Return the next message."""
        return self._socket.recv(timeout)


def recorded(server: Server, name: str, query: dict[str, str] | None = None) -> tuple[Session, Recorder]:
    """Open a page, and keep what its session sends."""
    url = server.url.replace("http", "ws", 1) + STREAM
    recorder = Recorder(connect_at_once(url, subprotocols=["streamlit"], max_size=None, compression=None))  # type: ignore[list-item]
    return Session(recorder, name, query), recorder  # type: ignore[arg-type]


def moves_on(server: Server, name: str) -> list[bytes]:
    """Return what a session sends that opens a page and gives its first number one value after another."""
    session, recorder = recorded(server, name)
    number = next(c for c in session.drawn.values() if c.kind == "number_input" and c.proto.has_max and c.proto.has_min)
    low, high = number.proto.min, number.proto.max
    for k in range(MOVES):
        session.move(number.key, low + (high - low) * (k + 1) / (MOVES + 1))
    return recorder.sent


def training_on(server: Server) -> Protocol:
    """Return what a session sends that trains."""
    session, recorder = recorded(server, TRAINED, {"train_epochs": "2000"})
    session.press("train_play")
    session.ask_for_frames(lambda _: len(recorder.sent) > 3)
    session.press("train_pause")
    return protocol_of(recorder.sent)


@dataclass
class Mover:
    """A session that gives a number another value every two seconds; waits are the seconds of each move."""

    messages: Sequence[bytes]
    seed: int
    waits: list[float] = field(default_factory=list)
    dropped: int = 0

    async def run(self, server: Server, end: asyncio.Event) -> None:
        """Open the page, and move until the end."""
        url = server.url.replace("http", "ws", 1) + STREAM
        chance = random.Random(self.seed)
        async with connect(url, subprotocols=["streamlit"], max_size=None) as socket:  # type: ignore[list-item]
            await self._turn(socket, self.messages[0])
            await asyncio.sleep(EVERY * chance.random())
            moves = self.messages[1:]
            for k in range(1_000_000):
                if end.is_set():
                    return
                began = time.perf_counter()
                if not await self._turn(socket, moves[k % len(moves)]):
                    self.dropped += 1
                took = time.perf_counter() - began
                self.waits.append(took)
                await asyncio.sleep(max(0.0, EVERY - took))

    async def _turn(self, socket: Any, message: bytes) -> bool:
        """Send a message; return whether its run has ended well and has drawn something."""
        await socket.send(message)
        elements = 0
        async for payload in socket:
            heard = ForwardMsg.FromString(payload)
            kind = heard.WhichOneof("type")
            elements += kind in ("delta", "ref_hash")
            if kind == "script_finished" and heard.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                well = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
                return heard.script_finished in well and elements > 0
        return False


# --- What is measured -------------------------------------------------------------------------------------------------


def cpu_of_machine() -> float:
    """Return the processor seconds that all programs have taken (on Linux)."""
    user, nice, system, _, _, irq, soft, *_ = map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:])
    return (user + nice + system + irq + soft) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Load:
    """What was measured of so many sessions; rates are frames a second of each that trains, waits are seconds."""

    training: int
    moving: int
    rates: Sequence[float]
    waits: Sequence[float]
    dropped: int
    server: float
    clients: float
    machine: float

    def row(self) -> str:
        """Return it as a row of the table."""
        cells = [str(self.training or ""), str(self.moving or "")]
        if self.rates:
            cells += [f"{statistics.median(self.rates):.1f}, {min(self.rates):.1f}", f"{sum(self.rates):.0f}"]
        else:
            cells += ["", ""]
        if self.waits:
            waits = sorted(1000.0 * wait for wait in self.waits)
            p95 = waits[min(len(waits) - 1, int(0.95 * len(waits)))]
            cells += [f"{statistics.median(waits):.0f}, {p95:.0f}, {waits[-1]:.0f} of {len(waits)}", str(self.dropped)]
        else:
            cells += ["", ""]
        cells += [f"{100.0 * each:.0f}" for each in (self.server, self.clients, self.machine)]
        return f"| {' | '.join(cells)} |"


HEAD = (
    "| training | moving | frames a second of each: median, least | of all | a move, ms: median, p95, longest "
    "| dropped | server, % | clients, % | machine, % |\n|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
)


async def measured(
    servers: Sequence[Server],
    protocol: Protocol,
    moves: Sequence[Sequence[bytes]],
    crowd: tuple[int, int],
    seconds: float,
) -> Load:
    """Let so many sessions train and so many others move at the first of these servers, and measure them all."""
    end, server, (training, moving) = asyncio.Event(), servers[0], crowd
    clients = [Client(protocol) for _ in range(training)]
    movers = [Mover(moves[k % len(moves)], k) for k in range(moving)]
    tasks = [asyncio.create_task(each.run(server, end)) for each in (*clients, *movers)]
    deadline = time.perf_counter() + 60
    while not (all(c.frames for c in clients) and all(m.waits for m in movers)) and time.perf_counter() < deadline:
        await asyncio.sleep(0.1)
    await asyncio.sleep(3)
    frames, known = [each.frames for each in clients], [len(each.waits) for each in movers]
    before = [sum(each.cpu_seconds() for each in servers), time.process_time(), cpu_of_machine()]
    began = time.perf_counter()
    await asyncio.sleep(seconds)
    took = time.perf_counter() - began
    after = [sum(each.cpu_seconds() for each in servers), time.process_time(), cpu_of_machine()]
    rates = [(each.frames - earlier) / took for each, earlier in zip(clients, frames, strict=True)]
    end.set()
    await asyncio.gather(*tasks)  # a move that has begun is counted, however long it takes
    waits = [wait for each, earlier in zip(movers, known, strict=True) for wait in each.waits[earlier:]]
    server_load, own, machine = [(b - a) / took for a, b in zip(before, after, strict=True)]
    dropped = sum(each.dropped for each in movers)
    return Load(training, moving, rates, waits, dropped, server_load, own, machine / (os.cpu_count() or 1))


@contextmanager
def serving_copies(copies: int) -> Iterator[list[Server]]:
    """Start a server as a newcomer would; or so many of one process each, behind nginx, which is the first then."""
    with ExitStack() as started:
        if copies == 1:
            yield [started.enter_context(serving())]
            return
        servers = [started.enter_context(serving(TDN_PROCESSES="1")) for _ in range(copies)]
        yield [started.enter_context(proxied(servers)), *servers]


async def main(moving: Sequence[int], crowds: Sequence[str], seconds: float, copies: int) -> None:
    """Measure, and print the table."""
    print(HEAD, flush=True)
    with serving_copies(copies) as servers:
        moves = [await asyncio.to_thread(moves_on, servers[-1], name) for name in DRAWN if name != "Home"]
        protocol = await asyncio.to_thread(training_on, servers[-1])
        pairs = [(0, each) for each in moving] + [(int(a), int(b)) for a, b in (each.split("+") for each in crowds)]
        for pair in pairs:
            print((await measured(servers, protocol, moves, pair, seconds)).row(), flush=True)
            await asyncio.sleep(3)  # until the server has dropped the sessions
        told = "".join(server.log.read_text() for server in servers)
    if "Traceback" in told:
        print(f"\n{told}")
    print(f"\ntracebacks in the log: {told.count('Traceback')}; load of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure how many sessions one server carries.")
    parser.add_argument("--moving", type=int, nargs="*", default=MOVING, help="how many sessions move")
    parser.add_argument("--crowd", nargs="*", default=CROWDS, help="training+moving, such as 10+20")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long each is measured")
    parser.add_argument("--copies", type=int, default=1, help="how many servers of one process there are behind nginx")
    chosen = parser.parse_args()
    asyncio.run(main(chosen.moving, chosen.crowd, chosen.seconds, chosen.copies))
