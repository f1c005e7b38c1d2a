"""The home page: the small race tells the truth, and its cards lead into prepared states."""

import math

import pytest

from tests.opening import alternatives, opened, said


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ({}, "To bring it below one half takes quadratic 232 updates and cross-entropy 17 updates."),
        ({"home_w": "0.6", "home_b": "0.9"}, "takes quadratic 36 updates and cross-entropy 8 updates."),
        ({"home_w": "5", "home_b": "-5"}, "takes quadratic 1 update and cross-entropy 1 update."),
        ({"home_w": "4", "home_b": "4"}, "takes quadratic more than 300 updates and cross-entropy 30 updates."),
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
    text = said(opened("app.py", home_w="-5", home_b="-5"))

    assert "It is below one half from the start" in text
    assert "takes" not in text


def test_the_small_race_says_what_it_is_run_with():
    captions = [caption.value for caption in opened("app.py").caption]

    assert "Input x = 1, target y = 0, learning rate η = 0.15; the quadratic cost is ½ (y − a)²." in captions


def test_what_is_different_here_is_said_with_numbers_that_come_out():
    """ln(1 + e⁻³) and σ′(−3) by hand; the limits are 2/λmax of the reference, 25.61 and 7.611 (½ convention)."""
    text = said(opened("app.py", home_w="-4", home_b="1"))

    assert f"costs {math.log1p(math.exp(-3)):.5f} at z = −3" in text
    assert f"σ′(z) = {1 / (2 + math.exp(-3) + math.exp(3)):.5f} in its gradient" in text
    assert "η is 25.61 with ½ (y − a)² and 7.611 with cross-entropy" in text
    assert "the worst of 12 differs from its central difference by 5.1 × 10⁻⁹ of its size" in text
