"""How a connection comes to the process that serves it: the beginning of a server's work, before Starlette's."""

import asyncio
import os
import re
import socket
import time
from typing import Any, cast

import uvicorn

from ui.serving.cores import COMPANY, PLACE, VISITS
from ui.serving.parcels import Parcels
from ui.serving.processes import LARGEST, REPORT, Processes, can_have_others

LONGEST = 64 * 2**10
"""Bytes that are read at most before it is decided who serves a connection."""
END = re.compile(rb"\n\r?\n")
OTHER_PROTOCOL = re.compile(rb"\A[^A-Z\r\n]")
"""How something begins that is no request, such as one that is encrypted: the server says so at once."""
RETRY, PATIENCE = 0.02, 5.0
"""Seconds between two tries to hand a connection over to a process that is busy, and for all of them."""


class Reception(asyncio.Protocol):
    """Reads how a connection begins, and gives it to the protocol that serves it, or to another process.

    Where there are no other processes, it only gives it on. `head` is what another process has read of it.
    """

    def __init__(self, server: uvicorn.Server, processes: Processes | None, head: bytes = b"") -> None:
        self._server, self._processes, self._head = server, processes, head
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast(asyncio.Transport, transport)
        # A small message is sent at once, and not when the browser has acknowledged the one before: that took 20 of the
        # 44 ms from a move of a slider to the end of its run. asyncio does so itself, but not with Streamlit's socket.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._server.server_state.connections.add(self)  # pyright: ignore[reportArgumentType]
        if self._head or self._processes is None:
            self._serve()

    def data_received(self, data: bytes) -> None:
        """Read on, until it is known whom it is for."""
        self._head += data
        if END.search(self._head) or OTHER_PROTOCOL.match(self._head) or len(self._head) > LONGEST:
            assert self._processes is not None
            number = self._processes.place(self._head)
            if number == 0 or len(self._head) > LARGEST:
                self._serve()
            else:
                self._hand_over(number, time.monotonic() + PATIENCE)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._server.server_state.connections.discard(self)  # pyright: ignore[reportArgumentType]

    def shutdown(self) -> None:
        """Close it, since the server ends."""
        if self._transport is not None:
            self._transport.close()

    def _hand_over(self, number: int, until: float) -> None:
        """Hand it over as soon as the other process takes it, and serve it here if that one does not."""
        assert self._processes is not None
        assert self._transport is not None
        if self._transport.is_closing() or self._processes.hand_over(number, self._head, self._transport):
            return
        if self._processes.takes(number) and time.monotonic() < until:
            self._transport.pause_reading()
            asyncio.get_running_loop().call_later(RETRY, self._hand_over, number, until)
        else:
            self._serve()

    def _serve(self) -> None:
        assert self._transport is not None
        self._server.server_state.connections.discard(self)  # pyright: ignore[reportArgumentType]
        protocol = self._protocol()
        self._transport.set_protocol(protocol)
        self._transport.resume_reading()
        protocol.connection_made(Parcels(self._transport))  # pyright: ignore[reportArgumentType]
        if self._head:
            protocol.data_received(self._head)

    def _protocol(self) -> asyncio.Protocol:
        """Return what serves a connection, made as the server makes it."""
        protocol: Any = self._server.config.http_protocol_class
        return protocol(
            config=self._server.config,
            server_state=self._server.server_state,
            app_state=self._server.lifespan.state,
        )


class Line:
    """The line of a process to the first one, from which it gets its connections. It ends with that one."""

    def __init__(self, server: uvicorn.Server, line: socket.socket) -> None:
        self._server, self._line = server, line
        self._coming: set[asyncio.Task[Any]] = set()
        line.setblocking(False)
        asyncio.get_running_loop().add_reader(line, self._take)
        self._keep(self._report())

    def _keep(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._coming.add(task)
        task.add_done_callback(self._coming.discard)

    def _take(self) -> None:
        """Take a connection over."""
        try:
            head, files, _, _ = socket.recv_fds(self._line, LARGEST + 1, 1)
        except BlockingIOError:
            return
        except OSError:
            head, files = b"", []
        if not head and not files:
            os._exit(1)  # the first process is gone, and with it the server: browsers ask again
        for file in files:
            taken = socket.socket(fileno=file)
            taken.setblocking(False)
            self._keep(self._serve(taken, head))

    async def _serve(self, taken: socket.socket, head: bytes) -> None:
        try:
            loop = asyncio.get_running_loop()
            await loop.connect_accepted_socket(lambda: Reception(self._server, None, head), taken)
        except OSError:  # the browser has left meanwhile
            taken.close()

    async def _report(self) -> None:
        while True:
            try:
                self._line.send(f"{VISITS.opened} {VISITS.open}".encode())
            except BlockingIOError:  # what was said before has not been heard yet
                pass
            except OSError:
                return
            await asyncio.sleep(REPORT)

    def close(self) -> None:
        """Take no more."""
        asyncio.get_running_loop().remove_reader(self._line)
        for task in self._coming:
            task.cancel()

    async def wait_closed(self) -> None:
        """Wait for nothing."""


def share_sessions() -> None:
    """Have the server that runs here receive connections so; call it before it begins to listen."""
    begin = uvicorn.Server.startup

    async def startup(self: uvicorn.Server, sockets: list[socket.socket] | None = None) -> None:
        if not sockets or self.config.is_ssl:  # what is encrypted is read by the process that has taken the connection
            await begin(self, sockets)
            return
        await begin(self, [])
        COMPANY.shares = PLACE.line is not None or can_have_others()
        if PLACE.line is not None:
            self.servers = [Line(self, socket.socket(fileno=PLACE.line))]  # pyright: ignore[reportAttributeAccessIssue]
            return
        processes = Processes(PLACE.count) if can_have_others() else None
        loop = asyncio.get_running_loop()
        listening = [
            await loop.create_server(lambda: Reception(self, processes), sock=each, backlog=self.config.backlog)
            for each in sockets
        ]
        if processes is not None:
            processes.start()
        self.servers = [*listening, *filter(None, [processes])]  # pyright: ignore[reportAttributeAccessIssue]

    uvicorn.Server.startup = startup
