"""The guard: it hears what comes through a websocket before Streamlit does, and turns away what is no message.

Streamlit would answer text, and bytes that are no message of its protocol, with a traceback in the log.
"""

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg

Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]

_log = logging.getLogger("training_deep_networks")


class Guard:
    """An ASGI middleware that lets only messages of Streamlit's protocol through; whoever sends others is cut off."""

    def __init__(self, app: Callable[[Event, Receive, Send], Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: Event, receive: Receive, send: Send) -> None:
        """Pass a connection on to the app."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return

        async def guarded() -> Event:
            event = await receive()
            wrong = _wrong_with(event)
            if not wrong:
                return event
            _log.warning("A websocket was closed: %s instead of a message of the protocol.", wrong)
            await send({"type": "websocket.close", "code": 1008, "reason": "not a message of the protocol"})
            return {"type": "websocket.disconnect", "code": 1008}

        async def sent(event: Event) -> None:
            # The browser may have left; whoever receives hears so in its turn. Streamlit would take an error here for
            # text that has come.
            with suppress(OSError):
                await send(event)

        await self._app(scope, guarded, sent)


def _wrong_with(event: Event) -> str:
    """Return what came instead of a message; "" where nothing is wrong."""
    if event["type"] != "websocket.receive":
        return ""
    given = event.get("bytes")
    if given is None:
        return f"text of {len(event.get('text') or '')} characters came"
    try:
        kind = BackMsg.FromString(given).WhichOneof("type")
    except DecodeError:
        return f"{len(given):,} bytes came"
    return "" if kind else f"an empty message of {len(given):,} bytes came"
