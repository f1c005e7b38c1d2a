"""The guard: messages of the protocol pass, and whatever else comes closes its connection with one line in the log."""

import asyncio
import logging
import random

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.apart import apart
from ui.serving.guard import Guard

HEARTBEAT = BackMsg(app_heartbeat=True).SerializeToString()


def heard(*events, kind="websocket"):
    """What an app hears behind the guard of these events, and what is sent to the visitor."""
    sent, came, left = [], [], list(events)

    async def receive():
        return left.pop(0)

    async def send(event):
        sent.append(event)

    async def app(scope, receive, send):
        while left:
            came.append(await receive())
            if came[-1]["type"] == "websocket.disconnect":
                return

    apart(asyncio.run, Guard(app)({"type": kind}, receive, send))
    return came, sent


def message(data):
    return {"type": "websocket.receive", "bytes": data}


def test_messages_and_the_ends_of_a_connection_pass():
    events = [{"type": "websocket.connect"}, message(HEARTBEAT), {"type": "websocket.disconnect", "code": 1000}]
    assert heard(*events) == (events, [])
    wrong = [{"type": "http.request", "body": b"x"}]
    assert heard(*wrong, kind="http") == (wrong, [])


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ({"type": "websocket.receive", "text": "hello"}, "text of 5 characters came"),
        ({"type": "websocket.receive", "bytes": None, "text": "hello"}, "text of 5 characters came"),
        (message(b""), "an empty message of 0 bytes came"),
        (message(b"x"), "1 bytes came"),
        (message(HEARTBEAT[:-1] + b"\xff" * 2000), "2,002 bytes came"),
    ],
)
def test_what_is_no_message_closes_the_connection_and_leaves_one_line_without_it(event, told, caplog):
    caplog.set_level(logging.WARNING)
    came, sent = heard(message(HEARTBEAT), event, message(HEARTBEAT))
    assert [each["type"] for each in came] == ["websocket.receive", "websocket.disconnect"]
    assert [(each["type"], each["code"]) for each in sent] == [("websocket.close", 1008)]
    assert caplog.messages == [f"A websocket was closed: {told} instead of a message of the protocol."]


def test_random_bytes_never_pass_as_anything_but_a_message():
    rng = random.Random(1)
    for _ in range(300):
        data = rng.randbytes(rng.randrange(40))
        came, _ = heard(message(data))
        if came[0]["type"] == "websocket.receive":
            assert BackMsg.FromString(came[0]["bytes"]).WhichOneof("type")


def test_a_browser_that_has_left_is_no_fault_of_who_still_sends():
    async def app(scope, receive, send):
        await send({"type": "websocket.send", "bytes": b"x"})
        sent.append("the app goes on")

    async def send(event):
        raise ConnectionResetError

    sent = []
    apart(asyncio.run, Guard(app)({"type": "websocket"}, None, send))
    assert sent == ["the app goes on"]
