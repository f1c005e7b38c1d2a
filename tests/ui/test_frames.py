"""A fragment that is drawn again and again: it sets its own interval, and a busy server loses none of its frames."""

import json
import threading
import time

import pytest
import streamlit as st
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.testing.v1 import AppTest

from tests.session import visiting
from ui.frames import let_the_run_before_end, page_runs, wait_until_sent

FEED = "training_feed"
OFTEN = 0.004
"""Seconds between two requests: sooner than a frame can be drawn."""


def script():
    import streamlit as st

    from ui.frames import page_runs, run_every

    st.text(f"page: {page_runs()}")

    @st.fragment(run_every=0.5)
    def live():
        run_every(0.066)

    live()


def test_a_fragment_can_change_how_often_the_browser_runs_it(monkeypatch):
    sent = []
    honest = ScriptRunContext.enqueue
    monkeypatch.setattr(ScriptRunContext, "enqueue", lambda self, msg: (sent.append(msg), honest(self, msg))[1])
    app = AppTest.from_function(script).run()
    assert not app.exception
    assert app.text[0].value == "page: True"
    asked = [message.auto_rerun for message in sent if message.HasField("auto_rerun")]
    assert [each.interval for each in asked] == [0.5, pytest.approx(0.066)]
    assert asked[0].fragment_id == asked[1].fragment_id


def test_a_run_waits_until_the_thread_of_the_run_before_is_over(monkeypatch):
    session, over = {}, []
    monkeypatch.setattr(st, "session_state", session)

    def run_before():
        let_the_run_before_end()
        time.sleep(0.05)
        over.append(True)

    threading.Thread(target=run_before).start()
    while not session:
        time.sleep(0.001)
    let_the_run_before_end()
    assert over
    let_the_run_before_end()  # by the same thread, which does not wait for itself


def test_without_a_page_nothing_runs_and_nothing_is_waited_for():
    began = time.monotonic()
    wait_until_sent()
    assert time.monotonic() - began < 0.4
    assert not page_runs()


def frames_of(session, times):
    """Ask so many times for a frame, too often; return how many were begun, and the updates that the page was told."""
    feed = next(each for each in session.others.values() if FEED in getattr(each.proto, "component_name", ""))
    asked = BackMsg()
    asked.rerun_script.widget_states.widgets.extend(
        each.state(session.held[each.proto.id]) for each in session.drawn.values()
    )
    asked.rerun_script.fragment_id, asked.rerun_script.page_script_hash = feed.fragment, session.page
    for _ in range(times):
        session.socket.send(asked.SerializeToString())
        time.sleep(OFTEN)
    begun, told = 0, []
    try:
        while True:
            message = ForwardMsg.FromString(session.socket.recv(2.0))
            begun += message.HasField("new_session")
            component = message.delta.new_element.bidi_component
            if FEED in component.component_name:
                told.append(json.loads(component.json)["now"])
    except TimeoutError:
        return begun, told


def test_each_frame_reaches_the_page_however_often_it_asks(server):
    with visiting(server, "Train a network", {"train_epochs": "2000"}) as session:
        session.press("train_play")
        begun, told = frames_of(session, 150)
    assert begun >= 10
    assert len(told) >= begun - 1
    assert told == sorted(told)
