"""Another message ends a run where it draws, and no function that a press calls. (The rest: tests/test_presses.py.)"""

from contextvars import copy_context
from types import SimpleNamespace

import pytest
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests
from streamlit.runtime.scriptrunner_utils.script_run_context import RunLocation, ThreadState

import ui.ready  # noqa: F401
from ui import uncut


@pytest.mark.parametrize(("place", "ends"), [("MAIN_SCRIPT", True), ("FRAGMENT", True), ("CALLBACK", False)])
def test_another_message_ends_a_run_but_no_function_of_a_press(place, ends, monkeypatch):
    runner = object.__new__(ScriptRunner)
    runner._requests, runner._execing, runner._is_in_script_thread = ScriptRequests(), True, lambda: True
    runner._requests.request_rerun(RerunData())
    monkeypatch.setattr(uncut, "get_script_run_ctx", lambda **_: SimpleNamespace())

    def draw() -> None:
        ThreadState.initialize(run_location=RunLocation[place])
        runner._maybe_handle_execution_control_request()

    if ends:
        with pytest.raises(RerunException):
            copy_context().run(draw)
    else:
        copy_context().run(draw)
        assert runner._requests.on_scriptrunner_yield() is not None  # it is answered afterwards
