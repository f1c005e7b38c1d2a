"""What only a browser writes: the labels of an axis."""

import pytest

from core.numerals import numeral
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
LABELS = """() => [...[...document.querySelectorAll('[data-testid="stVegaLiteChart"]')].at(-1)
  .querySelectorAll('.role-axis-label text')].filter((text) => text.getAttribute("opacity") !== "0")
  .map((text) => [text.textContent, text.getBoundingClientRect()]).map(([text, { right, y }]) => [text, right, y])"""


def test_a_logarithmic_axis_writes_its_numbers_as_they_are_written_everywhere(visitor):
    for settings in ({}, from_both("-9", updates="10"), from_both("10", updates="12000")):
        visitor.turn_to("Learning speed", **settings)
        check_labels(visitor)


def from_both(start: str, updates: str) -> dict[str, str]:
    """What the address says where weight and bias start at the same number."""
    return {"speed_w": start, "speed_b": start, "speed_updates": updates}


def check_labels(visitor: Visitor) -> None:
    """Whether the labels are numerals, each of them once, in their order."""
    written = {
        numeral(m * 10.0**k).replace("\u00a0", " ").removeprefix("1 × "): m * 10.0**k
        for k in range(-16, 7)
        for m in (1, 3)
    }
    written["≤ 10⁻¹⁶"] = written.pop("10⁻¹⁶")
    labels = visitor.page.evaluate(LABELS)
    left = min(right for _, right, _ in labels)  # where the labels of the y axis end
    shown = [written[text] for text, right, _ in sorted(labels, key=lambda label: -label[2]) if right < left + 1]
    assert len(shown) >= 2
    assert shown == sorted(set(shown))


def test_in_a_projector_s_view_what_follows_a_chart_in_a_section_stands_below_it(visitor):
    visitor.page.set_viewport_size({"width": 1440, "height": 900})
    visitor.open("Handwritten digits", view="lecture", digits_at="0", digits_tab="What changed?")
    chart = visitor.page.locator('[class*="st-key-section_"] .marks').bounding_box()
    after = visitor.page.get_by_text("the shallow net with this one change").bounding_box()
    assert chart["height"] > 1.3 * 320 and after["y"] >= chart["y"] + chart["height"] - 1
