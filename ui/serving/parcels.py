"""A connection that sends what is written at one moment in one piece: each piece costs a call of the system."""

import asyncio
from typing import Any


class Parcels:
    """An asyncio transport on which what is written waits for the end of the loop's turn; all else is as it was."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._written: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send some bytes, with what else is written in this turn."""
        if not self._written:
            asyncio.get_running_loop().call_soon(self._send)
        self._written.append(data)

    def _send(self) -> None:
        if self._written and not self._transport.is_closing():
            self._transport.write(b"".join(self._written))
        self._written.clear()

    def close(self) -> None:
        """Send what is left, and close."""
        self._send()
        self._transport.close()

    def get_write_buffer_size(self) -> int:
        """Return how many bytes wait."""
        return self._transport.get_write_buffer_size() + sum(map(len, self._written))
