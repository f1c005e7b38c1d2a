"""What a browser says of a control counts only if it is such as that control says, and presses count in their order.

Streamlit takes the value of any control from any message. A text for a number, or what should be JSON and is not, would
then fail the page, with a traceback in the log, and again at each further run. Here it is left out, and the control
keeps its value.

Of messages that wait Streamlit makes one, with the presses of the newest first. Their functions would be called in that
order: Train and then Reset would do what Reset and then Train should.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.state.common import WidgetMetadata, unpack_widget_state_value
from streamlit.runtime.state.session_state import Serialized, SessionState

PRESSES = {"trigger_value", "string_trigger_value", "json_trigger_value"}

_log = logging.getLogger("training_deep_networks")


class Reader:
    """What reads a control's value, as Streamlit knows it, and the kind of value that it reads.

    Streamlit's own note of the kind changes with what the browser has said. A box of whole numbers is noted as one of
    any numbers, and the browser says a whole one.
    """

    def __init__(self, reads: Callable[[Any], Any], kind: str | None) -> None:
        self._reads, self._kind = reads, kind

    def __call__(self, value: Any) -> Any:
        """Read a value."""
        return self._reads(value)

    def wrong_with(self, state: WidgetState) -> str:
        """Return why a state is not one of this control; "" if it is."""
        said = state.WhichOneof("value")
        if said is None:  # an empty control
            return ""
        if said != self._kind and (said, self._kind) != ("int_value", "double_value"):
            return f"{said} in the place of {self._kind}"
        try:
            self(unpack_widget_state_value(state))
        except Exception as error:  # whatever happens to a reader of nonsense
            return f"{said} that cannot be read ({type(error).__name__})"
        return ""


def refuse_nonsense() -> None:
    """Let nonsense be left out, before the server listens; a second time it does nothing."""
    if SessionState.set_widgets_from_proto.__module__ == __name__:
        return
    take, note = SessionState.set_widgets_from_proto, SessionState._set_widget_metadata  # pyright: ignore[reportPrivateUsage]

    def set_widgets_from_proto(self: SessionState, widget_states: WidgetStates) -> None:
        leave_out(widget_states, self._new_widget_state.widget_metadata)  # pyright: ignore[reportPrivateUsage]
        order_presses(widget_states)
        take(self, widget_states)

    def set_metadata(self: SessionState, widget_metadata: WidgetMetadata[Any]) -> None:
        reader = Reader(widget_metadata.deserializer, widget_metadata.value_type)
        states = self._new_widget_state.states  # pyright: ignore[reportPrivateUsage]
        said = states.get(widget_metadata.id)  # before the control was drawn
        if isinstance(said, Serialized) and (wrong := reader.wrong_with(said.value)):
            del states[widget_metadata.id]
            _say(wrong)
        note(self, replace(widget_metadata, deserializer=reader))

    SessionState.set_widgets_from_proto, SessionState._set_widget_metadata = set_widgets_from_proto, set_metadata  # pyright: ignore[reportPrivateUsage]


def leave_out(said: WidgetStates, known: dict[str, WidgetMetadata[Any]]) -> None:
    """Remove from a message what is wrong with the controls that are known."""
    wrong = [_wrong_with(state, known.get(state.id)) for state in said.widgets]
    if any(wrong):
        kept = [state for state, why in zip(said.widgets, wrong, strict=True) if not why]
        del said.widgets[:]
        said.widgets.extend(kept)
        _say(next(filter(None, wrong)))


def order_presses(said: WidgetStates) -> None:
    """Put the presses behind what else a message says, the oldest first."""
    pressed = [state for state in said.widgets if state.WhichOneof("value") in PRESSES]
    if len(pressed) > 1:
        others = [state for state in said.widgets if state.WhichOneof("value") not in PRESSES]
        del said.widgets[:]
        said.widgets.extend([*others, *reversed(pressed)])


def _wrong_with(state: WidgetState, known: WidgetMetadata[Any] | None) -> str:
    reader = None if known is None else known.deserializer
    return reader.wrong_with(state) if isinstance(reader, Reader) else ""


def _say(wrong: str) -> None:
    _log.warning("What a browser said of a control was left out: %s.", wrong)
