"""A class opens the app at once: `python -m benchmarks.cold_crowd [--visitors 30] [--seconds 3] [--rounds 3]`.

What a browser with an empty cache asks for is taken down once for each page, from a real Chromium. Then so many
visitors come at even intervals within so many seconds, the pages in turn. Each asks for the same files in the same
order over six connections, as a browser does; where the browser asks whether the server is there, it does so too, and
runs the page in the browser's protocol. A visitor's page is complete when all files are there and the run is over. What
a browser does with it, drawing, is its own machine's work, and not part of the figure.

In each round a real Chromium with an empty cache opens the home page beside them, on the same processors: the column
has the longest of the times until its page is drawn. Beside each row stand the machine's load before it and the
processor time of all servers and the proxy in it.
"""

import argparse
import asyncio
import os
import time
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from itertools import islice
from statistics import median, quantiles
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from benchmarks.browser import DRAWN, PAGES, READY, Server, launch_options, serving
from benchmarks.proxy import proxied

CONNECTIONS = 6
PING = ("/_stcore/health", "/_stcore/host-config")
HEADER = (
    "| served by | median s | p95 s | longest s | MB each | a Chromium beside, s | processor s | load before |\n"
    "|:--|--:|--:|--:|--:|--:|--:|--:|"
)


class Opening(NamedTuple):
    """What a browser asks for when it opens a page: before it looks for the server, and afterwards."""

    name: str
    first: list[str]
    later: list[str]


class Visit(NamedTuple):
    """How long a visitor waited for the complete page, and how many bytes came."""

    seconds: float
    size: int


def take_down(server: Server, names: Sequence[str]) -> list[Opening]:
    """Return what Chromium asks for when it opens these pages with an empty cache."""
    openings = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        for name in names:
            asked: list[str] = []
            page = browser.new_context().new_page()
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.goto(server.address(name))
            page.wait_for_function(READY, polling=50)
            page.context.close()
            paths = [urlsplit(url).path for url in asked[1:] if url.startswith(server.url)]
            at = next(place for place, path in enumerate(paths) if path.endswith(PING))
            later = [path for path in paths[at:] if not path.endswith(PING)]
            openings.append(Opening(name, paths[:at], later))
        browser.close()
    return openings


class Browser:
    """A visitor's side of the connections: its cookies, what it takes, and the bytes that came."""

    def __init__(self, server: Server, packing: str) -> None:
        self.host = urlsplit(server.url).netloc
        self.packing = packing
        self.cookies: dict[str, str] = {}
        self.size = 0

    @property
    def cookie(self) -> str:
        """Its cookies as a header says them."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def fetch(self, paths: Sequence[str]) -> None:
        """Fetch files over as many connections as a browser has."""
        waiting = iter(paths)
        await asyncio.gather(*(self._fetch_in_turn(waiting) for _ in range(min(CONNECTIONS, len(paths)))))

    async def _fetch_in_turn(self, waiting: Iterator[str]) -> None:
        name, port = self.host.split(":")
        reader, writer = await asyncio.open_connection(name, int(port))
        for path in waiting:
            lines = [f"GET {path} HTTP/1.1", f"Host: {self.host}", f"Accept-Encoding: {self.packing}"]
            lines += [f"Cookie: {self.cookie}"] * bool(self.cookies)
            writer.write("\r\n".join([*lines, "", ""]).encode())
            if not await self._read(reader, path):
                await _close(writer)
                reader, writer = await asyncio.open_connection(name, int(port))
        await _close(writer)

    async def _read(self, reader: asyncio.StreamReader, path: str) -> bool:
        """Read an answer to its end; return whether the connection stays."""
        head = await reader.readuntil(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        if not status.split()[1].startswith("2"):
            raise RuntimeError(f"{path}: {status}")
        pairs = [line.split(": ", 1) for line in lines if line]
        headers = {name.lower(): value for name, value in pairs}
        for name, value in pairs:
            if name.lower() == "set-cookie":
                self.cookies.update([value.split(";")[0].split("=", 1)])
        size = len(head)
        if "content-length" in headers:
            size += len(await reader.readexactly(int(headers["content-length"])))
        else:
            while length := int(await reader.readline(), 16):
                size += len(await reader.readexactly(length + 2))
            await reader.readline()
        self.size += size  # at once: others count meanwhile
        return headers.get("connection") != "close"

    async def run(self, name: str) -> None:
        """Run the page once, as its first message does."""
        message = BackMsg()
        message.rerun_script.page_name = PAGES[name]
        message.rerun_script.widget_states.SetInParent()
        options = {"subprotocols": [Subprotocol("streamlit")], "max_size": None, "compression": None}
        headers = {"Cookie": self.cookie} if self.cookies else None
        async with connect(f"ws://{self.host}/_stcore/stream", additional_headers=headers, **options) as socket:
            await socket.send(message.SerializeToString())
            while True:
                heard = await socket.recv(decode=False)
                self.size += len(heard)
                said = ForwardMsg.FromString(heard)
                is_end = said.WhichOneof("type") == "script_finished"
                if is_end and said.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(ConnectionError):  # the other side may have closed it first
        await writer.wait_closed()


async def open_page(server: Server, opening: Opening, packing: str) -> Visit:
    """Open a page as a browser with an empty cache does."""
    began = time.perf_counter()
    browser = Browser(server, packing)
    await browser.fetch([f"/{PAGES[opening.name]}"])
    await browser.fetch(opening.first)
    await browser.fetch(PING)
    await asyncio.gather(browser.run(opening.name), browser.fetch(opening.later))
    return Visit(time.perf_counter() - began, browser.size)


async def crowd(
    server: Server, openings: Sequence[Opening], visitors: int, seconds: float, packing: str
) -> list[Visit]:
    """Let so many visitors come at even intervals within these seconds; return their visits."""

    async def come(number: int) -> Visit:
        await asyncio.sleep(seconds * number / visitors)
        return await open_page(server, openings[number % len(openings)], packing)

    return await asyncio.gather(*map(come, range(visitors)))


def seconds_of(servers: Collection[Server]) -> float:
    """Return the processor time of servers so far."""
    return sum(server.cpu_seconds() for server in servers)


def seconds_in_chromium(server: Server) -> float:
    """Open the home page in a Chromium with an empty cache; return how long it takes until the page is drawn."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        page = browser.new_page()
        began = time.perf_counter()
        page.goto(server.address("Home"))
        page.wait_for_function(READY, polling=50)
        took = time.perf_counter() - began
        browser.close()
    return took


def row(name: str, visits: Sequence[Visit], beside: float, spent: float, load: float) -> str:
    """Return a row of the table."""
    times = sorted(visit.seconds for visit in visits)
    figures = (median(times), quantiles(times, n=20)[-1], times[-1])
    size = sum(visit.size for visit in visits) / len(visits) / 1e6
    waits = " | ".join(f"{each:.2f}" for each in figures)
    return f"| {name} | {waits} | {size:.1f} | {beside:.1f} | {spent:.1f} | {load:.1f} |"


def measured(
    name: str,
    front: Server,
    servers: Sequence[Server],
    openings: list[Opening],
    asked: argparse.Namespace,
    packing: str,
) -> str:
    """Return the row of the visits at one address, all rounds together."""
    asyncio.run(open_page(front, openings[0], packing))  # as after the first visitor of the day
    load, before = os.getloadavg()[0], seconds_of({front, *servers})
    visits, beside = [], []
    with ThreadPoolExecutor(1) as other:
        for _ in range(asked.rounds):
            coming = other.submit(asyncio.run, crowd(front, openings, asked.visitors, asked.seconds, packing))
            beside.append(seconds_in_chromium(front))
            visits += coming.result()
    return row(name, visits, max(beside), seconds_of({front, *servers}) - before, load)


def main(asked: argparse.Namespace) -> None:
    """Print the table."""
    with ExitStack() as stack:
        copies = [stack.enter_context(serving()) for _ in range(2)]
        front = stack.enter_context(proxied(copies))
        openings = take_down(copies[0], list(islice(DRAWN, 6)))
        print(f"{asked.visitors} visitors within {asked.seconds:g} s, {asked.rounds} rounds.\n\n{HEADER}")
        one = copies[:1]
        print(measured("one server, nothing compressed", copies[0], [], openings, asked, "identity"))
        print(measured("one server", copies[0], [], openings, asked, "gzip"))
        with proxied(one) as before_one:
            print(measured("nginx, one copy", before_one, one, openings, asked, "gzip"))
        print(measured("nginx, two copies", front, copies, openings, asked, "gzip"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visitors", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=3)
    main(parser.parse_args())
