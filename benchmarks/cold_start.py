"""Visitors who come before a fresh server is ready: `python -m benchmarks.cold_start [--starts 40] [--visitors 10]`.

Each server is started anew, and its visitors knock from that moment on, all at once, each for a page of its own choice
(drawn with a seed). They speak the page's protocol, without a browser. A page has failed if it shows an error, if its
run does not finish, or if it draws fewer elements than the page of a server that is long awake.
"""

import argparse
import asyncio
import random
import time
from collections.abc import Sequence
from typing import NamedTuple

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from benchmarks.browser import PAGES, Server, starting

PATIENCE = 60.0  # seconds
ERRORS = ("exception", "alert")
HEADER = "| starts | visitors | pages that failed | seconds until the last page, median (longest) |\n|--:|--:|--:|--:|"


class Visit(NamedTuple):
    """What a visitor has got: which page, how many elements, and how many of them say that something failed."""

    name: str
    elements: int
    errors: int


async def visit(server: Server, name: str) -> Visit:
    """Open a page as soon as the server listens, and count what it draws."""
    async with await _knock(server) as socket:
        message = BackMsg()
        message.rerun_script.page_name = PAGES[name]
        message.rerun_script.widget_states.SetInParent()
        await socket.send(message.SerializeToString())
        elements = errors = 0
        while True:
            heard = ForwardMsg.FromString(await asyncio.wait_for(socket.recv(decode=False), PATIENCE))
            kind = heard.WhichOneof("type")
            if kind == "new_session":  # a run that another one has broken off does not count
                elements = errors = 0
            if kind in ("delta", "ref_hash"):
                elements += 1
                errors += heard.delta.new_element.WhichOneof("type") in ERRORS
            if kind == "script_finished" and heard.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return Visit(name, elements, errors)


async def _knock(server: Server) -> ClientConnection:
    """Connect as soon as the server takes connections."""
    address = server.url.replace("http", "ws", 1) + "/_stcore/stream"
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return await connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None)
        except (OSError, WebSocketException):
            if time.monotonic() > end:
                raise
            await asyncio.sleep(0.02)


async def visit_all(server: Server, names: Sequence[str]) -> list[Visit]:
    """Let a visitor open each of these pages, all at once."""
    return await asyncio.gather(*(visit(server, name) for name in names))


def first_visits(names: Sequence[str]) -> tuple[list[Visit], list[Visit], float]:
    """Start a server; return its first visits, the same once it is awake, and the seconds that the first took."""
    with starting() as server:
        began = time.perf_counter()
        first = asyncio.run(visit_all(server, names))
        took = time.perf_counter() - began
        return first, asyncio.run(visit_all(server, names)), took


def failed(first: Sequence[Visit], awake: Sequence[Visit]) -> list[str]:
    """Return the pages that failed among the first visits."""
    return [one.name for one, other in zip(first, awake, strict=True) if one.errors or one.elements < other.elements]


def main(starts: int, visitors: int, seed: int = 0) -> None:
    """Print the table."""
    rng = random.Random(seed)
    bad, times = [], []
    for _ in range(starts):
        first, awake, took = first_visits(rng.choices(list(PAGES), k=visitors))
        bad += failed(first, awake)
        times.append(took)
    times.sort()
    print(HEADER)
    print(f"| {starts} | {starts * visitors} | {len(bad)} | {times[len(times) // 2]:.1f} ({times[-1]:.1f}) |")
    if bad:
        print(f"\nFailed: {', '.join(sorted(bad))}.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--starts", type=int, default=40)
    parser.add_argument("--visitors", type=int, default=10)
    asked = parser.parse_args()
    main(asked.starts, asked.visitors)
