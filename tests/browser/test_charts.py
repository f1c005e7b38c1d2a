"""What only a browser writes: the labels of an axis."""

import pytest

from core.numerals import numeral
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
LABELS = """() => [...[...document.querySelectorAll('[data-testid="stVegaLiteChart"]')].at(-1)
  .querySelectorAll('.role-axis-label text')].filter((text) => text.getAttribute("opacity") !== "0")
  .map((text) => [text.textContent, text.getBoundingClientRect()]).map(([text, { right, y }]) => [text, right, y])"""


def test_a_logarithmic_axis_writes_its_numbers_as_they_are_written_everywhere(visitor):
    visitor.open("Learning speed").open_drawers()
    check_labels(visitor)
    for w, updates in (("-9", "10"), ("10", "12000")):
        for key, typed in {"speed_w": w, "speed_b": w, "speed_updates": updates}.items():
            visitor.type_number(key, typed)
            visitor.wait_for_address(key, typed)
        visitor.settle()
        check_labels(visitor)


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
