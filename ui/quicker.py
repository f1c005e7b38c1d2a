"""Two things that Streamlit does in each run, or with each message, more slowly than it could.

Each is replaced by something that gives the same. They are parts of Streamlit that may change, so its minor version is
pinned; `tests/ui/test_quicker.py` compares them with the originals.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.state.safe_session_state import SafeSessionState

# pyright: reportPrivateUsage=false


def make_streamlit_quicker() -> None:
    """Replace both, before the server listens; a second time it does nothing."""
    if isinstance(SafeSessionState.filtered_state, property) and SafeSessionState.filtered_state.fget is _values:
        return
    app_session._populate_theme_msg = Themes(app_session._populate_theme_msg).write
    SafeSessionState.filtered_state = property(_values)  # type: ignore[method-assign,assignment]


class Themes:
    """Writes each section of the theme into a message: it is told to the browser in each run, and never changes.

    To read the options takes 4 to 7 % of the processor time of a run.
    """

    def __init__(self, write: Any) -> None:
        self._write = write
        self._known: dict[str, CustomThemeConfig] = {}

    def write(self, message: CustomThemeConfig, section: str = "theme") -> None:
        """Write a section into a message."""
        known = self._known.get(section)
        if known is None:
            known = CustomThemeConfig()
            self._write(known, section)
            self._known[section] = known
        if known.ByteSize():  # otherwise the message would say that there is such a section
            message.MergeFrom(known)


class Values(Mapping[str, Any]):
    """The values of a session by key, read where they are asked for.

    Number and text boxes and menus ask for one value each, and Streamlit makes a dictionary of all values for that,
    which for components takes as long as to draw one.
    """

    def __init__(self, state: SafeSessionState) -> None:
        self._state = state

    def __getitem__(self, key: str) -> Any:
        with self._state._lock:
            return self._state._state[key]

    def __iter__(self) -> Iterator[str]:
        with self._state._lock:
            return iter(self._state._state.filtered_state)

    def __len__(self) -> int:
        with self._state._lock:
            return len(self._state._state.filtered_state)


def _values(state: SafeSessionState) -> Values:
    return Values(state)
