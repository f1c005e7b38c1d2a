"""The outbox of a session: what a run draws goes to the browser in a few parcels, and not message by message.

Streamlit wakes its event loop for each of the 30 to 150 messages of a run, and the loop then goes round once more for
each. At every turn of it the loop, and the run that computes meanwhile, wait for each other. Here messages wait until
the run has ended, or for WAIT seconds, and then go all at once, in their order.
"""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

from streamlit import runtime
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner.script_runner import ScriptRunnerEvent
from streamlit.runtime.session_manager import SessionClientDisconnectedError
from streamlit.web.server.starlette import starlette_websocket

# pyright: reportPrivateUsage=false

WAIT = 0.03
"""Seconds for which a message waits at most while the run goes on."""
MOST = 1000
"""Messages that may wait for a browser that takes them slowly; beyond that it is cut off.

Streamlit has 500, and gives the browser a turn after each of them. Here several runs may come at once.
"""


class Outbox:
    """What a session's runs have said and its event loop has not heard yet."""

    def __init__(self, session: AppSession) -> None:
        self._session = session
        self._lock = threading.Lock()
        self._waiting: list[tuple[Callable[[], None], bool]] = []
        self._timed = False

    def put(self, heard: Callable[[], None], *, urgent: bool) -> None:
        """Have the loop hear something, in its turn: soon, or at once with all that waits if it is urgent."""
        with self._lock:
            self._waiting.append((heard, urgent))
            if self._timed and not urgent:
                return
            self._timed = True
        self._session._call_soon_on_event_loop(self.empty if urgent else self._wait)

    def _wait(self) -> None:
        self._session._event_loop.call_later(WAIT, self.empty)

    def empty(self) -> None:
        """Hear all that waits, and send what follows from it; in the loop.

        What a run has drawn is sent when it ends, before the next one is heard to begin: Streamlit would drop it then.
        """
        with self._lock:
            waiting, self._waiting, self._timed = self._waiting, [], False
        for number, (heard, urgent) in enumerate(waiting, 1):
            try:
                heard()
                if urgent or number == len(waiting):
                    send(self._session)
            except Exception as error:  # as if the loop had called it by itself
                asyncio.get_running_loop().call_exception_handler({"message": "A run's event", "exception": error})


def outbox(session: AppSession) -> Outbox:
    """Return the outbox of a session."""
    box: Outbox | None = session.__dict__.get("outbox")
    return session.__dict__.setdefault("outbox", Outbox(session)) if box is None else box


def send(session: AppSession) -> None:
    """Send all messages of a session to its browser; if it has none now, they wait for it to come back."""
    server = runtime.get_instance() if runtime.exists() else None
    connected = server._session_mgr.get_active_session_info(session.id) if server is not None else None
    if server is None or connected is None:
        return
    try:
        for message in session._browser_queue.flush():
            server._send_message(connected, message)
    except SessionClientDisconnectedError:
        server.disconnect_session(session.id, client=connected.client)
    session.on_flushed_messages_sent()


def send_in_parcels() -> None:
    """Give each session an outbox; Streamlit offers no place for that: three methods of its sessions are replaced."""

    def on_event(self: AppSession, sender: Any, event: ScriptRunnerEvent, **what: Any) -> None:
        urgent = event is not ScriptRunnerEvent.ENQUEUE_FORWARD_MSG
        handle = self._handle_scriptrunner_event_on_event_loop
        outbox(self).put(lambda: handle(sender, event, **what), urgent=urgent)

    def flushed(self: AppSession) -> list[Any]:
        send(self)  # not one by one, between which a parcel might go
        return []

    handle_backmsg = AppSession.handle_backmsg

    def hear_first(self: AppSession, msg: BackMsg) -> None:
        outbox(self).empty()  # or what a run has drawn would be dropped, where the message begins another one
        handle_backmsg(self, msg)

    AppSession.handle_backmsg = hear_first  # type: ignore[method-assign]
    starlette_websocket.WEBSOCKET_MAX_SEND_QUEUE_SIZE = MOST  # type: ignore[misc]
    AppSession._on_scriptrunner_event = on_event  # type: ignore[method-assign]
    AppSession.flush_browser_queue = flushed  # type: ignore[method-assign]
