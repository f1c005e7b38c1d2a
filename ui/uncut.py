"""Another message may end a run of the page only where it draws something, and never the function that a press calls.

Streamlit would end it wherever it reads or writes the session's state, and what a message has said would be lost: a
press that waits for its turn when the next message comes, a function that is half done, or what has been taken out of
the state and not yet been put where it belongs.
"""

from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_run_context import RunLocation, ThreadState, get_script_run_ctx


def cut_no_function_short() -> None:
    """Have runs be ended at such places only; the runner offers no place for that, so it is wrapped."""
    begin, look = ScriptRunner.__init__, ScriptRunner._maybe_handle_execution_control_request  # pyright: ignore[reportPrivateUsage]

    def begun(self: ScriptRunner, *given: Any, **named: Any) -> None:
        begin(self, *given, **named)
        object.__setattr__(self._session_state, "_yield_callback", lambda: None)  # pyright: ignore[reportPrivateUsage]

    def look_outside_functions(self: ScriptRunner) -> None:
        inside = get_script_run_ctx(suppress_warning=True) and ThreadState.get().run_location is RunLocation.CALLBACK
        if not inside:
            look(self)

    ScriptRunner.__init__ = begun
    ScriptRunner._maybe_handle_execution_control_request = look_outside_functions  # pyright: ignore[reportPrivateUsage]
