"""What is quicker gives what Streamlit gives, and each part of Streamlit that is replaced is still there."""

from typing import Any

import pytest
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.state import SafeSessionState, SessionState

from ui.quicker import Themes, make_streamlit_quicker

SECTIONS = ["theme", "theme.light", "theme.dark", "theme.sidebar", "theme.light.sidebar", "theme.dark.sidebar"]


@pytest.fixture(scope="module")
def original():
    """Streamlit's own function, however often it has been replaced."""
    make_streamlit_quicker()
    return app_session._populate_theme_msg.__self__._write


@pytest.mark.parametrize("section", SECTIONS)
def test_a_theme_is_told_as_streamlit_tells_it_and_its_options_are_read_once(original, section, monkeypatch):
    reads: list[str] = []
    read = app_session.config.get_options_for_section
    monkeypatch.setattr(app_session.config, "get_options_for_section", lambda name: reads.append(name) or read(name))
    themes, expected = Themes(original), CustomThemeConfig()
    original(expected, section)
    for _ in range(2):
        told = CustomThemeConfig()
        themes.write(told, section)
        assert told == expected
    assert len(reads) == 2  # one of them for what is expected
    whole, other = CustomThemeConfig(), CustomThemeConfig()
    themes.write(whole.sidebar, "theme.sidebar")
    original(other.sidebar, "theme.sidebar")
    assert whole.HasField("sidebar") == other.HasField("sidebar")


def test_the_values_of_a_session_are_those_that_streamlit_lists():
    make_streamlit_quicker()
    state = SessionState()
    state["one"], state["two"] = 1, None
    safe = SafeSessionState(state, lambda: None)
    values: Any = safe.filtered_state
    assert dict(values) == state.filtered_state == {"one": 1, "two": None} and len(values) == 2
    assert "one" in values and values["two"] is None and "three" not in values and values.get("three") is None


def test_streamlit_is_made_quicker_once():
    make_streamlit_quicker()
    replaced = app_session._populate_theme_msg, SafeSessionState.filtered_state
    make_streamlit_quicker()
    assert replaced == (app_session._populate_theme_msg, SafeSessionState.filtered_state)
