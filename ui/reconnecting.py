"""A browser that comes back after its connection was lost: its page is drawn before anything is done that was asked.

It may come to a server that knows nothing of it: one that was started anew, another copy, or one where its session has
expired. Streamlit drops a message for a fragment that such a session has not declared yet, and calls nothing for a
button that it has not drawn yet: the first press would do nothing. So what asks for more than a run of the page waits
until the page has run.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Receive, Send], Awaitable[None]]

PATIENCE = 10.0
"""Seconds for which what was asked waits at most."""
ONCE = ("trigger_value", "string_trigger_value", "json_trigger_value", "chat_input_value")
"""The states of a control that are said once, such as that a button was pressed."""


class Reconnections:
    """Passes all on to an app; between it and a browser that comes back there is a `Returning`."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Serve one request, or one connection."""
        if scope["type"] != "websocket" or not names_a_session(scope["headers"]):
            await self._app(scope, receive, send)
            return
        returning = Returning(receive, send)
        try:
            await self._app(scope, returning.receive, returning.send)
        finally:
            returning.close()


def names_a_session(headers: list[tuple[bytes, bytes]]) -> bool:
    """Return whether a browser names the session that it had: Streamlit's third subprotocol is its id."""
    asked = dict(headers).get(b"sec-websocket-protocol", b"").split(b",")
    return len(asked) > 2 and bool(asked[2].strip())


class Returning:
    """One connection of a browser that comes back, as the app receives and sends on it."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._waiting: deque[Message] = deque()
        self._rests = asyncio.Event()
        self._asked = self._acts = self._over = False
        self._coming: asyncio.Future[Message] | None = None

    async def receive(self) -> Message:
        """Return the next message for the app: one that has waited comes once the run before it has ended."""
        while True:
            if self._waiting and self._rests.is_set():
                self._rests.clear()
                self._acts = True
                return self._waiting.popleft()
            message = await self._next()
            passed = None if message is None else self._passed(message)
            if passed is not None:
                return passed

    async def send(self, message: Message) -> None:
        """Pass on what the app says, and note when it has run."""
        if not self._over and self._asked and has_run(message):
            self._rests.set()
        await self._send(message)

    def close(self) -> None:
        """Wait for nothing more."""
        if self._coming is not None:
            self._coming.cancel()

    async def _next(self) -> Message | None:
        """Return what comes next; None if it is time for what waits."""
        if self._coming is None:
            self._coming = asyncio.ensure_future(self._receive())
        if self._waiting:
            resting = asyncio.ensure_future(self._rests.wait())
            await asyncio.wait({self._coming, resting}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
            resting.cancel()
            if not self._coming.done():
                self._rests.set()
                return None
        message = await self._coming
        self._coming = None
        return message

    def _passed(self, message: Message) -> Message | None:
        """Return what the app may have now of a message from the browser; None if that is nothing."""
        self._over = self._over or (self._rests.is_set() and not self._waiting)
        said = None if self._over else _read(message)
        if said is None:
            return message
        follows = self._acts or bool(self._waiting)  # it would break off what has just begun
        if not follows and not asks_for_more(said.rerun_script):
            self._asked = True
            return message
        if not said.rerun_script.is_auto_rerun:  # the page sets its timers anew
            self._waiting.append(message)
        if self._asked:
            return None
        self._asked = True
        return {**message, "bytes": run_of_the_page(said).SerializeToString()}


def _read(message: Message) -> BackMsg | None:
    """Return a message that asks for a run; None for any other, which Streamlit may judge itself."""
    try:
        said = BackMsg.FromString(message.get("bytes") or b"")
    except DecodeError:
        return None
    return said if said.WhichOneof("type") == "rerun_script" else None


def has_run(message: Message) -> bool:
    """Return whether the app says that a run has ended, and not only broken off for another."""
    said = ForwardMsg.FromString(message.get("bytes") or b"")
    ended = said.WhichOneof("type") == "script_finished"
    return ended and said.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN


def asks_for_more(run: ClientState) -> bool:
    """Return whether a message asks for more than a run of the page: for a fragment, or for what a press does."""
    return bool(run.fragment_id) or any(each.WhichOneof("value") in ONCE for each in run.widget_states.widgets)


def run_of_the_page(said: BackMsg) -> BackMsg:
    """Return the message that asks for a run of the page with the same states, and for nothing else."""
    plain = BackMsg()
    plain.CopyFrom(said)
    run = plain.rerun_script
    run.fragment_id, run.is_auto_rerun = "", False
    kept = [each for each in run.widget_states.widgets if each.WhichOneof("value") not in ONCE]
    del run.widget_states.widgets[:]
    run.widget_states.widgets.extend(kept)
    return plain
