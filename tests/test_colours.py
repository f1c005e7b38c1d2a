"""The theme's colours: whatever words are written in stands out from what is behind it, in light and in dark."""

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from charts.theme import SERIES, TEXT

THEMES = tomllib.loads((Path(__file__).parents[1] / ".streamlit/config.toml").read_text("utf-8"))["theme"]
WORDS = [name for name in SERIES if name != "faint" and "ground" not in name]  # no chart writes in these
LEAST = 4.5  # WCAG 2.2, level AA
LEAST_OF_MARKS = 3.0  # WCAG 2.2, level AA, for what is no text

# What readers without red or without green receptors see, in linear light (Machado, Oliveira and Fernandes 2009).
SIGHT = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


def light(colour: str) -> list[float]:
    """Red, green and blue of a colour such as "#1E2227" in linear light."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(colour: str) -> float:
    """The relative luminance of a colour, by WCAG 2.2."""
    red, green, blue = light(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lab(colour: str, sight: str = "usual"):
    """L*, a*, b* of CIE 1976."""
    shares = TO_XYZ @ np.clip(SIGHT[sight] @ light(colour), 0.0, 1.0) / WHITE
    x, y, z = np.where(shares > 0.008856, np.cbrt(shares), 7.787 * shares + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


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


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_points_of_both_classes_stand_out_from_the_grounds_of_both_and_from_the_page(theme):
    series = dict(zip(SERIES, THEMES[theme]["chartCategoricalColors"], strict=True))
    grounds = (series["ground of class 0"], series["ground of class 1"], THEMES[theme]["backgroundColor"])
    found = {(name, behind): contrast(series[name], behind) for name in ("class 0", "class 1") for behind in grounds}
    assert {pair: ratio for pair, ratio in found.items() if ratio < LEAST_OF_MARKS} == {}


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_classes_differ_in_hue_for_every_reader_and_their_grounds_are_equally_light(theme, sight):
    """A difference of 2.3 is just noticed."""
    series = dict(zip(SERIES, THEMES[theme]["chartCategoricalColors"], strict=True))
    for names, least in ((("class 0", "class 1"), 60), (("ground of class 0", "ground of class 1"), 40)):
        one, other = (lab(series[name], sight) for name in names)
        assert np.linalg.norm(one - other) >= least
    if sight == "usual":
        one, other = (lab(series[name]) for name in names)
        assert one[0] == pytest.approx(other[0], abs=1.5)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_class_has_the_colour_of_a_cost(theme):
    series = dict(zip(SERIES, THEMES[theme]["chartCategoricalColors"], strict=True))
    for name in ("class 0", "class 1"):
        for cost in SERIES[:2]:
            assert np.linalg.norm(lab(series[name]) - lab(series[cost])) >= 35


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_projector_the_lines_of_a_map_stand_out_from_every_band_and_from_its_hatches(theme):
    script = (Path(__file__).parents[1] / "ui/lessons/gradient_descent/background.js").read_text("utf-8")
    assert "LARGE_SHARE = 2 / 3" in script  # so the bands end at the third of four colours
    hatch = float(re.search(r"small \? 0\.\d+ : (0\.\d+)", script)[1])
    block = re.search(rf"{theme}: \[(.*?)\n  \]", script, re.DOTALL)[1]
    stops = ["#" + "".join(f"{int(part):02x}" for part in rgb) for rgb in re.findall(r"(\d+), (\d+), (\d+)", block)]
    ink = THEMES[theme]["textColor"]
    grounds = [*stops[:3], *(mixed(stop, ink, hatch) for stop in stops[:3])]
    assert len(stops) == 4 and min(contrast(ink, ground) for ground in grounds) >= LEAST_OF_MARKS
