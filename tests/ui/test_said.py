"""What a browser says of a control counts only if it is such as that control says."""

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner_utils.script_requests import _coalesce_widget_states
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.session_state import SessionState

from ui.said import order_presses, refuse_nonsense

KEPT = "What a browser said of a control was left out: "


@pytest.fixture(autouse=True)
def refusing():
    refuse_nonsense()
    refuse_nonsense()


def lines(caplog):
    return [each.getMessage() for each in caplog.records if each.name == "training_deep_networks"]


def a_number(value):
    return 5.0 if value is None else min(9.0, float(value))


def drawn(state, kind="double_value", reads=a_number):
    """Draw a control of this kind, as a run does, and return its value."""
    metadata = WidgetMetadata("w", reads, lambda value: value, kind)
    return state.register_widget(metadata, None).value


def said(**values):
    return WidgetStates(widgets=[WidgetState(id="w", **values)])


@pytest.mark.parametrize("before", [True, False], ids=["drawn before", "not drawn yet"])
@pytest.mark.parametrize(
    ("kind", "nonsense", "told"),
    [
        ("double_value", {"string_value": "x"}, "string_value in the place of double_value"),
        ("double_value", {"trigger_value": True}, "trigger_value in the place of double_value"),
        ("string_value", {"string_value": "x"}, "string_value that cannot be read (ValueError)"),
        ("json_value", {"json_value": "{"}, "json_value that cannot be read (JSONDecodeError)"),
        ("json_value", {"json_value": "[" * 100_000}, "json_value that cannot be read (RecursionError)"),
    ],
)
def test_nonsense_is_left_out_with_one_line_and_the_value_stays(kind, nonsense, told, before, caplog):
    state = SessionState()
    if before:
        drawn(state, kind)
    state.on_script_will_rerun(said(**nonsense))
    assert drawn(state, kind) == 5.0
    assert lines(caplog) == [f"{KEPT}{told}."]

    state.on_script_will_rerun(said())  # an empty control
    assert drawn(state, kind) == 5.0
    state.on_script_will_rerun(said(**nonsense))
    assert drawn(state, kind) == 5.0


@pytest.mark.parametrize("before", [True, False], ids=["drawn before", "not drawn yet"])
def test_the_browser_says_a_whole_number_of_a_box_that_takes_only_such(before, caplog):
    state = SessionState()
    if before:
        drawn(state)
    state.on_script_will_rerun(said(int_value=7))
    assert drawn(state) == 7.0
    assert lines(caplog) == []


def test_what_a_control_says_counts_beside_what_another_does_not(caplog):
    state = SessionState()
    drawn(state)
    state.register_widget(WidgetMetadata("other", str, str, "string_value"), None)
    both = said(double_value=7.0)
    both.widgets.add(id="other", double_value=1.0)
    both.widgets.add(id="unknown", bool_value=True)
    state.on_script_will_rerun(both)
    assert drawn(state) == 7.0
    assert [each.id for each in both.widgets] == ["w", "unknown"] and len(lines(caplog)) == 1


def test_of_messages_that_were_made_one_the_presses_come_last_in_the_order_in_which_they_were_made():
    messages = [
        WidgetStates(widgets=[WidgetState(id=name, trigger_value=True), WidgetState(id="w", double_value=value)])
        for name, value in (("first", 1.0), ("second", 2.0), ("third", 3.0))
    ]
    one = _coalesce_widget_states(_coalesce_widget_states(messages[0], messages[1]), messages[2])
    order_presses(one)
    assert [each.id for each in one.widgets] == ["w", "first", "second", "third"]
    assert one.widgets[0].double_value == 3.0
