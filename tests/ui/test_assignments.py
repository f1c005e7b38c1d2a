"""Values that the program gives to controls stand although a message arrives that was sent before they were known."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.session import Session, visiting
from ui.assignments import STAMP, assign, assign_again, assigned, held


def app():
    import streamlit as st

    from ui.assignments import assign, assign_again, draw_stamp, held

    st.button("four", on_click=assign, args=({"level": 4.0},))
    st.button("one more", on_click=lambda: assign({"level": held("level", 1.0) + 1}))
    assign_again("level")
    st.number_input("Level", value=1.0, key="level")
    st.text(f"{held('level', 1.0):g}")
    draw_stamp()


@pytest.fixture
def page():
    return AppTest.from_function(app).run()


def as_sent_before(page, stamp, level):
    """Let the next message say what the browser said before it had heard of the latest assignment."""
    name, _ = page.text_input(key=STAMP).value.split()
    page.text_input(key=STAMP).set_value(f"{name} {stamp}")
    page.number_input(key="level").set_value(level)
    return page


def test_an_assignment_outlives_a_message_that_does_not_know_of_it(page):
    page.button[0].click().run()
    as_sent_before(page, "0", 1.0).run()
    assert page.text[0].value == "4" and page.number_input(key="level").value == 4.0


def test_presses_add_up_though_none_of_them_knows_of_the_one_before(page):
    page.button[1].click().run()
    for expected in ("3", "4", "5"):
        as_sent_before(page, "0", 1.0).button[1].click().run()
        assert page.text[0].value == expected
    as_sent_before(page, "2", 3.0).button[1].click().run()
    assert page.text[0].value == "6"


def test_a_stamp_from_a_session_that_was_lost_knows_of_nothing(page):
    page.button[0].click().run()
    page.text_input(key=STAMP).set_value("another 7")
    page.number_input(key="level").set_value(1.0).run()
    assert page.text[0].value == "4"


def test_what_the_user_sets_afterwards_counts(page):
    page.button[0].click().run()
    page.number_input(key="level").set_value(1.0).run()  # the browser knows of the 4
    assert page.text[0].value == "1"


def test_another_value_counts_even_before_the_browser_knows(page):
    page.button[0].click().run()
    as_sent_before(page, "0", 2.5).run()
    assert page.text[0].value == "2.5"


@pytest.mark.parametrize("stamp", ["", "nonsense", "a b", "-1", "9" * 5000, "٣"])
def test_a_stamp_that_is_no_number_breaks_nothing(page, stamp):
    page.text_input(key=STAMP).set_value(stamp).run()
    page.button[0].click().run()
    assert not page.exception and page.text[0].value == "4"


def test_a_control_that_was_closed_before_it_was_drawn_opens_with_what_was_assigned(monkeypatch):
    """Streamlit gives back to it the value that it had when it was last drawn."""
    session = {"level": 2.0}
    monkeypatch.setattr(st, "session_state", session)
    assign({"level": 4.0})
    session |= {"level": 2.0, STAMP: f"{session['assignments'].name} 1"}  # the browser knows of the assignment
    assert held("level", 1.0) == 4.0
    assign_again("level")
    assert session["level"] == 4.0
    session["level"] = 2.0  # now by the user
    assign_again("level")
    assert session["level"] == 2.0


def test_each_assignment_of_a_control_has_another_number(monkeypatch):
    """By it a slider in the browser knows that it was set meanwhile, also to the value that it had."""
    monkeypatch.setattr(st, "session_state", {"level": 1.0})
    numbers = [assigned("level")]
    for _ in range(2):
        assign({"level": 1.0})
        numbers.append(assigned("level"))
    assert numbers == sorted(set(numbers)) and assigned("depth") == 0


# --- With the protocol of the browser --------------------------------------------------------------------------------


def twice_at_once(session: Session, first: tuple[str, object], second: tuple[str, object]) -> Session:
    """Move two controls, the second before the page has heard what the first has changed."""
    before = dict(session.held)
    session.move(*first)
    own = session.controls[first[0]].proto.id
    session.held |= {key: value for key, value in before.items() if key != own}
    return session.move(*second)


def test_a_typed_number_is_kept_though_another_control_is_moved_at_once(server):
    with visiting(server, "Backpropagation") as session:
        twice_at_once(session, ("back_value", 1.5), ("back_hold", True))
        assert session.query == {"back_values": "w111:1.5", "back_hold": "true"}
        assert session.values["back_value"] == "1.5"


@pytest.mark.parametrize(
    ("name", "button"),
    [
        ("Gradient descent", "preset_descent_Momentum"),
        ("Saturated neurons", "preset_sat_Three inputs"),
        ("Train a network", "preset_train_Vanishing"),
    ],
)
def test_a_press_reaches_the_page_though_a_message_for_a_fragment_came_with_it(name, button, server):
    with visiting(server, name) as session:
        fragments = sorted({each.fragment for each in session.others.values()} - {""})
        expected = session.press(button).query
    assert expected and len(fragments) >= 2
    for fragment in fragments:
        with visiting(server, name) as session:
            assert session.press(button, fragment).query == expected


def test_what_is_chosen_while_a_run_sends_the_address_that_it_knows_comes_into_the_address(server):
    with visiting(server, "Learning speed") as session:
        known = dict(session.move("speed_tab", "Where the formula comes from").query)
        session.held[session.controls["speed_tab"].proto.id] = "In short"
        session.query = known  # written by the browser, and then overwritten by the run that was under way
        session.press("speed_step_reset")
        assert session.values["speed_tab"] == "In short" and "speed_tab" not in session.query
