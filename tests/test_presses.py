"""A press that comes together with a changed setting counts for what that setting asks for.

A busy server makes one message of two that wait, and the second of two ends the run of the page that the first began.
"""

import pytest

from tests.session import Session, visiting

REST = {"train_bias": "3"}
SHORT = {"digits_images": "200", "digits_epochs": "3", "digits_at": "0"}
STUDY = {"fair_seeds": "12", "fair_epochs": "20", "fair_n": "400", "fair_etas_a": "1", "fair_etas_b": "0.3"}


def buttons(session: Session) -> set[str]:
    return {each.id.rsplit("-", 1)[1] for each in session.elements("button")}


@pytest.mark.parametrize(
    ("pressed", "moved", "at"),
    [
        ("train_play", {"train_eta": 0.3}, None),
        ("train_play", {"train_bias": 2.0}, None),
        ("train_step_button", {"train_bias": 2.0}, "1"),
        ("train_epoch_button", {"train_cost": "Cross-entropy"}, "20"),
    ],
)
def test_lesson_6_trains_under_the_setting_that_comes_with_the_press(pressed, moved, at, server):
    with visiting(server, "Train a network", REST) as session:
        session.press(pressed, **moved)
        assert ("train_pause" in buttons(session)) == (at is None)
        assert at is None or float(session.query["train_at"]) == float(at)
        for key, value in moved.items():
            assert session.query[key] == str(value) or float(session.query[key]) == value


def test_lesson_8_trains_one_epoch_under_the_setting_that_comes_with_the_press(server):
    with visiting(server, "Handwritten digits", SHORT) as session:
        session.press("digits_epoch_button", digits_eta=0.25)
        session.ask_for_frames(lambda session: "digits_pause" not in buttons(session))
        assert float(session.query["digits_at"]) == 1


def test_lesson_7_begins_the_study_of_the_setting_that_comes_with_the_press(server):
    with visiting(server, "Fair comparison", STUDY | {"fair_seeds": "256", "fair_epochs": "400"}) as session:
        assert "fair_study_train" in buttons(session)
        session.press("fair_study_train", fair_seeds=255.0)
        assert "fair_study_stop" in buttons(session)
        assert any("Shown: " in each.body and " 255 seeds" in each.body for each in session.elements("markdown"))
        session.press("fair_study_stop")


def test_no_press_is_lost_because_the_next_message_comes_at_once(server):
    with visiting(server, "Train a network", REST) as session:
        for _ in range(20):
            session.press_and_say_more("train_step_button")
        session.run()
        assert float(session.query["train_at"]) == 20
