"""Controls and the address: what they take, what they answer, and what a preset does."""

import pytest

from tests.opening import opened, said
from ui.addresses import address
from ui.controls import Slider
from ui.presets import apply_preset

RACE = "pages/3_Learning_speed.py"


@pytest.mark.parametrize("text", ["-10", "0", "1e-3", "10", "  2 "])
def test_a_slider_takes_any_number_in_its_range(text):
    assert Slider("k", "w", -10.0, 10.0, 0.0, 0.1).takes(text)


@pytest.mark.parametrize("text", ["10.1", "nan", "inf", "-inf", "1e999", "", "w", "1,5", "0x1", "1_0", "٢"])
def test_a_slider_does_not_take_what_is_no_number_in_its_range(text):
    assert not Slider("k", "w", -10.0, 10.0, 0.0, 0.1).takes(text)


@pytest.mark.parametrize(
    ("key", "asked", "shown"),
    [
        ("speed_w", "99", "**Weight w** = `99`, but a number from −10 to 10 is needed"),
        ("speed_w", "nan", "**Weight w** = `nan`, but"),
        ("speed_step", "inf", "**Look at update** = `inf`, but a number from 0 to 12,000 is needed"),
        ("speed_quadratic", "cubic", "**Quadratic cost** = `cubic`, but one of ½ (y − a)², (y − a)² is needed"),
        ("speed_log", "maybe", "**Logarithmic updates** = `maybe`, but true or false is needed"),
        ("speed_b", "**bold** [x](http://y)", "= `**bold** [x](http://y)`, but"),
        ("speed_b", "`a`\n# b", "= `'a' # b`, but"),
        ("speed_b", " ", "= nothing, but"),
        ("speed_b", "x" * 500, "= `" + "x" * 40 + "`, but"),
    ],
)
def test_an_address_that_a_control_cannot_take_is_answered_with_a_sentence(key, asked, shown):
    app = opened(RACE, **{key: asked})

    assert any(shown in toast.value for toast in app.toast)
    assert "the default is shown instead" in app.toast[0].value


def test_a_good_address_is_not_commented_on():
    assert not opened(RACE, speed_w="3.25", speed_quadratic="(y − a)²", speed_log="true", utm_source="mail").toast


@pytest.mark.parametrize(("asked", "shown"), [("40", "at update 40"), ("40.4", "at update 40")])
def test_a_whole_number_is_rounded_to_one(asked, shown):
    assert shown in said(opened(RACE, speed_step=asked))


def test_a_preset_may_only_name_controls_that_it_was_given():
    with pytest.raises(KeyError, match="nonsense"):
        apply_preset({"nonsense": 1.0}, (Slider("k", "w", 0.0, 1.0, 0.0, 0.1),))


def test_a_link_writes_values_as_the_address_does():
    assert address({"a": -2.000028, "b": True, "c": "tanh", "d": 40}) == {
        "a": "-2.000028",
        "b": "true",
        "c": "tanh",
        "d": "40",
    }
