"""A browser that comes back: what the app receives of its messages, and when."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.apart import apart
from ui import reconnecting
from ui.reconnecting import Message, Reconnections, Returning, names_a_session

PRESS = WidgetState(id="button", trigger_value=True)
STATE = WidgetState(id="box", double_value=3.0)


def asking(*states: WidgetState, fragment: str = "", auto: bool = False) -> Message:
    """A message from a browser that asks for a run."""
    said = BackMsg()
    said.rerun_script.widget_states.widgets.extend(states)
    said.rerun_script.fragment_id, said.rerun_script.is_auto_rerun = fragment, auto
    return {"type": "websocket.receive", "bytes": said.SerializeToString()}


def ending(status: int) -> Message:
    """A message to the browser that says how a run has ended."""
    said = ForwardMsg()
    said.script_finished = status  # type: ignore[assignment]
    return {"type": "websocket.send", "bytes": said.SerializeToString()}


ENDED, BROKEN_OFF = ending(ForwardMsg.FINISHED_SUCCESSFULLY), ending(ForwardMsg.FINISHED_EARLY_FOR_RERUN)


def coming_back(act: Callable[[Returning, "asyncio.Queue[Message]"], Awaitable[None]]) -> None:
    """Let something happen on the connection of a browser that has come back."""

    async def happen() -> None:
        coming: asyncio.Queue[Message] = asyncio.Queue()

        async def send(message: Message) -> None:
            pass

        returning = Returning(coming.get, send)
        await asyncio.wait_for(act(returning, coming), 5)
        returning.close()

    apart(asyncio.run, happen())


async def nothing_comes(returning: Returning) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(returning.receive(), 0.02)


@pytest.mark.parametrize("act", [asking(STATE, PRESS), asking(STATE, fragment="live")], ids=["a press", "a fragment"])
def test_an_act_waits_until_the_page_has_run(act):
    async def happen(returning, coming):
        coming.put_nowait(act)
        first = BackMsg.FromString((await returning.receive())["bytes"]).rerun_script
        assert list(first.widget_states.widgets) == [STATE] and first.fragment_id == ""
        await nothing_comes(returning)
        await returning.send(BROKEN_OFF)
        await nothing_comes(returning)
        await returning.send(ENDED)
        assert await returning.receive() == act

    coming_back(happen)


def test_acts_come_in_their_order_each_after_the_run_of_the_one_before_and_then_nothing_waits_any_more():
    first, second, third, last = asking(PRESS), asking(STATE), asking(fragment="live"), asking(PRESS, STATE)

    async def happen(returning, coming):
        for each in (asking(STATE), first, second, third):
            coming.put_nowait(each)
        assert await returning.receive() == asking(STATE)
        for each in (first, second, third):
            await nothing_comes(returning)
            await returning.send(ENDED)
            assert await returning.receive() == each
        await returning.send(ENDED)
        coming.put_nowait(last)
        assert await returning.receive() == last

    coming_back(happen)


def test_a_timer_of_the_page_before_is_left_out_and_what_asks_for_no_run_passes():
    other = {"type": "websocket.receive", "bytes": BackMsg(stop_script=True).SerializeToString()}
    gone = {"type": "websocket.disconnect"}

    async def happen(returning, coming):
        for each in (asking(STATE), asking(fragment="live", auto=True), other, {"bytes": b"\xff"}, gone):
            coming.put_nowait(each)
        assert [await returning.receive() for _ in range(4)] == [asking(STATE), other, {"bytes": b"\xff"}, gone]

    coming_back(happen)


def test_what_waits_comes_after_a_while_though_no_run_has_ended(monkeypatch):
    monkeypatch.setattr(reconnecting, "PATIENCE", 0.01)

    async def happen(returning, coming):
        coming.put_nowait(asking(PRESS))
        await returning.receive()
        assert await returning.receive() == asking(PRESS)

    coming_back(happen)


def test_only_a_browser_that_names_a_session_has_come_back():
    def named(protocols: str) -> bool:
        return names_a_session([(b"sec-websocket-protocol", protocols.encode())])

    assert named("streamlit, token, 1234")
    assert not any(named(each) for each in ("streamlit", "streamlit, token", "streamlit, token, "))
    assert not names_a_session([])


def test_every_other_request_reaches_the_app_as_it_is():
    seen = []

    async def app(scope, receive, send):
        seen.append((scope, receive, send))

    apart(asyncio.run, Reconnections(app)({"type": "http"}, "receive", "send"))  # type: ignore[arg-type]

    assert seen == [({"type": "http"}, "receive", "send")]
