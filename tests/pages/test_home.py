"""The home page: the small race tells the truth, and its cards lead into prepared states."""

import pytest

from tests.opening import alternatives, opened, said


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ({}, "below one half after 232 updates and after 17 updates"),
        ({"home_w": "0.6", "home_b": "0.9"}, "below one half after 36 updates and after 8 updates"),
        ({"home_w": "4", "home_b": "4"}, "below one half not within 300 updates and after 30 updates"),
    ],
)
def test_the_small_race_says_who_arrives_when(address, told):
    app = opened("app.py", **address)

    assert told in said(app)
    assert "quadratic" in alternatives(app)[0]


@pytest.mark.parametrize("value", ["-5", "5"])
def test_the_race_is_told_at_the_ends_of_its_sliders(value):
    text = said(opened("app.py", home_w=value, home_b=value))

    assert "The output starts at a = " in text
    assert "None" not in text


def test_a_neuron_that_starts_right_is_said_to_be_right_from_the_start():
    assert "from the start" in said(opened("app.py", home_w="-5", home_b="-5"))
