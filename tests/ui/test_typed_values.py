"""What a slider's box takes, and what it says of the rest."""

import pytest

from ui.controls import Slider

ANY = Slider("any", "Any", -5.0, 5.0, 0.0, 0.1)
WHOLE = Slider("whole", "Whole", 0, 5000, 10, 10)


def test_a_box_takes_each_number_of_its_range_however_it_is_written():
    assert [ANY.read(text) for text in ("0,5", "−3", "1e-3", "½", " 5 ")] == [0.5, -3.0, 0.001, 0.5, 5.0]
    assert [WHOLE.read(text) for text in ("1e3", "2 × 10³", "15", "5 000")] == [1000.0, 2000.0, 15.0, 5000.0]
    assert ANY.read("2", high=2.0) == 2.0


@pytest.mark.parametrize(
    ("slider", "text", "sentence"),
    [
        (ANY, "5.01", r"'5.01' cannot be taken: a number from −5 to 5 is needed"),
        (ANY, "−1e9", r"'−1e9' cannot be taken: a number from −5 to 5 is needed"),
        (WHOLE, "½", r"'½' cannot be taken: a whole number from 0 to 5,000 is needed"),
        (WHOLE, "1,000", r"'1,000' may mean 1 or 1000: write 1.000 or 1000"),
        (ANY, "", r"Nothing is typed here"),
    ],
)
def test_a_box_says_what_it_needs(slider, text, sentence):
    with pytest.raises(ValueError, match=sentence):
        slider.read(text)


def test_the_upper_end_may_be_lower_for_now():
    with pytest.raises(ValueError, match="from −5 to 2 is needed"):
        ANY.read("3", high=2.0)
