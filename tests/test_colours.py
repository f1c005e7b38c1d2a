"""The theme's colours: whatever words are written in stands out from what is behind it, in light and in dark."""

import re
import tomllib
from pathlib import Path

import pytest

from charts.theme import SERIES, TEXT

THEMES = tomllib.loads((Path(__file__).parents[1] / ".streamlit/config.toml").read_text("utf-8"))["theme"]
WORDS = [name for name in SERIES if name != "faint"]  # no chart writes in this one
LEAST = 4.5  # WCAG 2.2, level AA


def luminance(colour: str) -> float:
    """The relative luminance of a colour such as "#1E2227", by WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """The colour so far on the way from one to the other."""
    pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round((1 - share) * a + share * b):02x}" for a, b in pairs)


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_in_every_colour_of_the_charts_and_of_running_text_can_be_read(theme):
    colours = THEMES[theme]
    series = dict(zip(SERIES, colours["chartCategoricalColors"], strict=True))
    found = {name: contrast(series[name], colours["backgroundColor"]) for name in WORDS}
    for name in ("textColor", "linkColor", "primaryColor", *(n for n in colours if n.endswith("TextColor"))):
        found[name] = contrast(colours[name], colours["backgroundColor"])
    assert {name: ratio for name, ratio in found.items() if ratio < LEAST} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_segment_can_be_read_on_its_tint(theme):
    """Streamlit writes in the primary colour on a tint of a tenth, and of a fifth of the row that names sections."""
    colours = THEMES[theme]
    tint = mixed(colours["backgroundColor"], colours["primaryColor"], 0.2)
    assert contrast(colours["primaryColor"], tint) >= LEAST


def test_the_words_at_axes_have_the_themes_text_colours():
    assert re.findall("#[0-9A-F]{6}", TEXT.expr) == [THEMES[theme]["textColor"] for theme in ("light", "dark")]
