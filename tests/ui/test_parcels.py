"""What is written to a connection at one moment goes in one piece."""

import asyncio

import pytest

from tests.apart import apart
from ui.serving.parcels import Parcels


class Transport:
    """A transport that notes what is sent through it."""

    def __init__(self):
        self.sent, self.closed = [], False

    def is_closing(self):
        return self.closed

    def write(self, data):
        self.sent.append(data)

    def close(self):
        self.closed = True

    def get_write_buffer_size(self):
        return 10


@pytest.mark.parametrize("closes", [False, True])
def test_what_is_written_at_one_moment_is_sent_in_one_piece(closes):
    async def write():
        transport = Transport()
        parcels = Parcels(transport)  # type: ignore[arg-type]
        parcels.write(b"one ")
        parcels.write(b"two")
        assert transport.sent == [] and parcels.get_write_buffer_size() == 17
        if closes:
            parcels.close()
            assert transport.sent == [b"one two"] and transport.closed
        await asyncio.sleep(0)
        assert transport.sent == [b"one two"] and parcels.closed is closes
        parcels.write(b"three")
        await asyncio.sleep(0)
        assert transport.sent == [b"one two", *([] if closes else [b"three"])]

    apart(asyncio.run, write())
