"""What a run draws goes to the browser in few parcels, in its order, and nothing of it is lost."""

import asyncio
import threading
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.web.server.starlette import starlette_websocket

from tests.apart import apart
from ui.outbox import MOST, WAIT, Outbox, outbox
from ui.serving.parcels import Parcels


class Loop:
    """The part of a session that an outbox needs: its loop, and what it was asked for."""

    def __init__(self):
        self._event_loop, self.asked = asyncio.get_running_loop(), 0
        self.id = "a session"

    def _call_soon_on_event_loop(self, callback):
        self.asked += 1
        self._event_loop.call_soon_threadsafe(callback)


async def heard_from(says):
    """What a loop hears of a run in another thread, when, and how often it was asked to listen."""
    session, heard = Loop(), []
    box = Outbox(session)  # type: ignore[arg-type]
    loop = asyncio.get_running_loop()

    def put(word, *, urgent=False):
        box.put(lambda: heard.append((word, loop.time())), urgent=urgent)

    thread = threading.Thread(target=says, args=(put,))
    thread.start()
    await asyncio.to_thread(thread.join)
    await asyncio.sleep(3 * WAIT)
    return heard, session.asked


def test_a_run_is_heard_in_its_order_when_it_has_ended():
    def run(put):
        for number in range(100):
            put(number)
        put("end", urgent=True)

    heard, asked = apart(asyncio.run, heard_from(run))
    assert [word for word, _ in heard] == [*range(100), "end"] and asked < 50


def test_a_run_that_goes_on_is_heard_meanwhile():
    async def listen():
        heard = asyncio.Event()
        Outbox(Loop()).put(heard.set, urgent=False)  # type: ignore[arg-type]
        await asyncio.wait_for(heard.wait(), 30)  # nothing else comes

    apart(asyncio.run, listen())


def test_what_fails_keeps_nothing_else_back():
    complaints = []

    async def fails():
        asyncio.get_running_loop().set_exception_handler(lambda _, what: complaints.append(str(what["exception"])))
        heard, session = [], Loop()
        box = Outbox(session)  # type: ignore[arg-type]
        box.put(lambda: heard.append(1), urgent=False)
        box.put(lambda: 1 / 0, urgent=False)
        box.put(lambda: heard.append(2), urgent=True)
        box.empty()
        box.empty()
        return heard

    assert apart(asyncio.run, fails()) == [1, 2]
    assert complaints == ["division by zero"]


def test_what_a_run_has_drawn_is_sent_before_the_next_one_begins(monkeypatch):
    """Streamlit forgets what waits to be sent when a run begins."""
    drawn, sent = [], []

    def send_all(_):
        sent.extend(drawn)
        drawn.clear()

    async def two_runs():
        box = Outbox(Loop())  # type: ignore[arg-type]
        for run in (1, 2):
            box.put(drawn.clear, urgent=True)
            box.put(partial(drawn.append, run), urgent=False)
            box.put(lambda: None, urgent=True)
        box.empty()

    monkeypatch.setattr("ui.outbox.send", send_all)
    apart(asyncio.run, two_runs())
    assert sent == [1, 2]


def test_the_events_and_messages_of_sessions_go_through_outboxes(monkeypatch):
    """Streamlit's names are replaced in this process (ui/ready.py), and a queue is emptied into the browser's own."""
    import ui.ready  # noqa: F401

    sent, queue = [], ForwardMsgQueue()
    server: Any = SimpleNamespace(
        _session_mgr=SimpleNamespace(get_active_session_info=lambda _: "the browser"),
        _send_message=lambda connected, message: sent.append((connected, message)),
    )
    monkeypatch.setattr("ui.outbox.runtime", SimpleNamespace(exists=lambda: True, get_instance=lambda: server))
    session: Any = AppSession.__new__(AppSession)
    session._browser_queue, session._settle_pending, session.id = queue, False, "a session"
    session._state = AppSessionState.SHUTDOWN_REQUESTED  # nothing is to be done when it is forgotten
    queue.enqueue(message := ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY))
    assert session.flush_browser_queue() == [] and sent == [("the browser", message)]
    assert AppSession._on_scriptrunner_event.__module__ == "ui.outbox"

    heard = []
    outbox(session)._waiting.append((lambda: heard.append("what the run has drawn"), False))
    session._handle_rerun_script_request = lambda asked: heard.append("the next run")
    session.handle_backmsg(BackMsg(rerun_script={}))
    assert heard == ["what the run has drawn", "the next run"]
    assert starlette_websocket.WEBSOCKET_MAX_SEND_QUEUE_SIZE == MOST


def test_a_session_has_one_outbox():
    session: Any = SimpleNamespace()
    assert outbox(session) is outbox(session)


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
