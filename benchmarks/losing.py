"""Servers that are killed and started again, and connections that are cut, for `benchmarks.kills`."""

import asyncio
import re
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks.browser import ROOT, Server, wait_until_healthy

SESSION = re.compile(rb"(?i)(sec-websocket-protocol: [^,\r\n]*,[^,\r\n]*, *)[^,\r\n]+")
"""Where a browser that comes back names the session that it had."""


class Mortal:
    """A server that can be killed, and started again on its port."""

    def __init__(self, log: Path, root: Path = ROOT) -> None:
        self.port, self._log, self._root = free_port(), log, root
        self.start()

    def start(self) -> None:
        """Start it, and do not wait."""
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                [*command, "--server.port", str(self.port)], cwd=self._root, stdout=log, stderr=log
            )

    def kill(self) -> None:
        """End it at once, with all that it knows."""
        self._process.kill()
        self._process.wait(60)

    def wait(self) -> None:
        """Wait until it answers."""
        server = Server(f"http://localhost:{self.port}", self._log, self._process)
        wait_until_healthy(server, self._process)


class Proxy:
    """Passes the bytes of all connections on to one server, and cuts them all when it is told to.

    While it is `shut` it passes nothing on. Where it `forgets`, a browser that comes back names a session that no
    server knows, as if it came to another copy.
    """

    def __init__(self, target: int) -> None:
        self.port, self.target = free_port(), target
        self.shut, self.forgets = False, False
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._run, daemon=True).start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)

    def cut(self, target: int | None = None) -> None:
        """Cut all connections; those that come from now on lead to this server, if one is named."""

        def act() -> None:
            self.target = target or self.target
            for writer in self._writers:
                writer.transport.abort()

        self._loop.call_soon_threadsafe(act)

    def _run(self) -> None:
        self._loop.run_forever()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._pass_on, "127.0.0.1", self.port)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.shut:
            writer.transport.abort()
            return
        try:
            there = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, there[1]}
        await asyncio.gather(_copy(reader, there[1], forgets=self.forgets), _copy(there[0], writer))
        self._writers -= {writer, there[1]}


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, forgets: bool = False) -> None:
    """Copy what comes until there is no more."""
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(SESSION.sub(rb"\1unknown", data) if forgets else data)
            await writer.drain()
    writer.transport.abort()


@contextmanager
def copies(root: Path = ROOT) -> Iterator[tuple[Proxy, list[Mortal]]]:
    """Start two servers, and a proxy that leads to the first; stop them afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        servers = [Mortal(Path(folder) / f"log{k}", root) for k in range(2)]
        try:
            for server in servers:
                server.wait()
            yield Proxy(servers[0].port), servers
        finally:
            for server in servers:
                server.kill()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
