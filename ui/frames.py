"""What a run asks of Streamlit: that the run before has ended, when the browser runs a fragment again, and that its
output is sent.

Streamlit offers none of it. Where parts of it are used that may change, its minor version is pinned.
"""

import threading

import streamlit as st
from streamlit import runtime
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState, get_script_run_ctx

from ui.turns import TURNS

LOOK = 0.005
"""Seconds between two looks whether the output has been sent."""
LONGEST = 0.5
"""Seconds to wait for either, at most: a browser that is gone takes no output."""

_THREAD = "thread of the latest run"


def let_the_run_before_end() -> None:
    """Wait until the thread that this session's run before had is over; call it first in each run.

    Streamlit may start a run while that thread still removes what its page no longer has. Both then change one session
    state without a common lock, and the new run fails at its next control.
    """
    this, before = threading.current_thread(), st.session_state.get(_THREAD)
    if before is this:
        return
    st.session_state[_THREAD] = this
    if before is not None:
        before.join(LONGEST)


def page_runs() -> bool:
    """Return whether the whole page runs, and not only a fragment."""
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and not context.fragment_ids_this_run


def run_every(seconds: float) -> None:
    """Change how often the browser runs the fragment that this is called in.

    Streamlit takes `run_every` where a fragment is declared, and the page would have to run to change it. The message
    that it then sends can be sent from the fragment too: the browser sets its timer anew if the interval has changed.
    """
    context = get_script_run_ctx(suppress_warning=True)
    fragment = None if context is None else ThreadState.get().fragment_id
    if context is not None and fragment is not None:
        message = ForwardMsg()
        message.auto_rerun.interval, message.auto_rerun.fragment_id = seconds, fragment
        context.enqueue(message)


def wait_until_sent() -> None:
    """Wait until the server has sent what this run has drawn so far, though not for longer than LONGEST.

    The start of a fragment's next run drops what has not been sent of this one. A busy server would so compute frames
    that nobody sees: with ten sessions on a machine with two cores and two other busy programs, 0.2 of 10 frames came
    through.
    """
    context = get_script_run_ctx(suppress_warning=True)
    session = runtime.get_instance().get_app_session(context.session_id) if context and runtime.exists() else None
    if not isinstance(session, AppSession):  # the browser is gone, or there is only a stand-in for a server
        return
    loop, queue, sent = session._event_loop, session._browser_queue, threading.Event()  # pyright: ignore[reportPrivateUsage]

    def look() -> None:
        if queue.is_empty():
            sent.set()
        else:
            loop.call_later(LOOK, look)

    TURNS.give_away()
    loop.call_soon_threadsafe(look)  # after the output, which is handed to the loop in the same way
    sent.wait(LONGEST)
