"""The guard: it hears what comes through a websocket before Streamlit does, and turns away what no page sends.

Streamlit would answer text, and bytes that are no message of its protocol, with a traceback in the log. It would clear
the caches of all visitors for any of them, and write into the log, of whatever length, what a message calls a fragment.
"""

import logging
import re
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

from google.protobuf.message import DecodeError
from starlette.requests import ClientDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg

Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]

ASKED = {"rerun_script", "stop_script", "file_urls_request", "app_heartbeat", "load_git_info"}
"""What a page asks for; the other kinds of messages are for those who write an app, such as to clear all caches."""
MOST_FILES = 100
"""A page asks for a place for one file at a time, and Streamlit would make as many as are named."""
_NAME = re.compile(r"[\w$.:-]{0,200}", re.ASCII)

_log = logging.getLogger("training_deep_networks")


class Guard:
    """An ASGI middleware that lets through only what a page may send.

    Whoever sends anything but messages of Streamlit's protocol is cut off; a message that no page sends is left out.
    """

    def __init__(self, app: Callable[[Event, Receive, Send], Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: Event, receive: Receive, send: Send) -> None:
        """Pass a connection on to the app."""
        if scope["type"] != "websocket":
            try:
                await self._app(scope, receive, send)
            except ClientDisconnect:  # nobody waits for an answer
                _log.warning("A request was left out: its visitor had gone before all of it had come.")
            return

        async def guarded() -> Event:
            while True:
                event = await receive()
                message = _message_in(event)
                if isinstance(message, str):
                    _log.warning("A websocket was closed: %s instead of a message of the protocol.", message)
                    await send({"type": "websocket.close", "code": 1008, "reason": "not a message of the protocol"})
                    return {"type": "websocket.disconnect", "code": 1008}
                left_out = "" if message is None else _unasked(message)
                if not left_out:
                    return event
                _log.warning("A message was left out: %s.", left_out)

        async def sent(event: Event) -> None:
            # The browser may have left; whoever receives hears so in its turn. Streamlit would take an error here for
            # text that has come.
            with suppress(OSError):
                await send(event)

        await self._app(scope, guarded, sent)


def _message_in(event: Event) -> BackMsg | str | None:
    """Return the message that has come, or what came instead of one; None if nothing was to come."""
    if event["type"] != "websocket.receive":
        return None
    given = event.get("bytes")
    if given is None:
        return f"text of {len(event.get('text') or '')} characters came"
    try:
        message = BackMsg.FromString(given)
    except DecodeError:
        return f"{len(given):,} bytes came"
    return message if message.WhichOneof("type") else f"an empty message of {len(given):,} bytes came"


def _unasked(message: BackMsg) -> str:
    """Return why no page sends a message, though it is one of the protocol; "" if a page may have sent it."""
    kind = message.WhichOneof("type")
    if kind not in ASKED:
        return f"no page asks for {kind}"
    files = len(message.file_urls_request.file_names)
    if files > MOST_FILES:
        return f"it asks for the places of {files:,} files"
    run = message.rerun_script
    named = {"fragment": run.fragment_id, "page": run.page_script_hash}
    odd = [what for what, name in named.items() if not _NAME.fullmatch(name)]
    return f"it names a {odd[0]} as none is named" if odd else ""
