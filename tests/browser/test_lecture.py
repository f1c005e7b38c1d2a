"""The running lecture in a browser: keys lead from step to step, and a reload comes back to the same one."""

import pytest

from core.lecture import Lecture, Step, packed
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
ESTIMATES = ("0.25", "0.5", "0.75")
THREE = Lecture("", tuple(Step(f"Cost_functions?cost_yhat={yhat}", f"At {yhat}", "", 1) for yhat in ESTIMATES))
READY = "iframe[data-ready=true]"


def is_at(visitor: Visitor, place: int, estimate: str) -> None:
    """Wait until a step is shown, and its page says which estimate it is about."""
    visitor.page.locator("dialog .place").get_by_text(f"{place} of 3", exact=True).wait_for()
    assert visitor.page.locator("iframe.present").count() == 1
    words = visitor.page.frame_locator("iframe.present").locator(".st-key-sentence_costs")
    words.get_by_text(f"ŷ = {estimate}", exact=False).first.wait_for()


def neighbours_are_ready(visitor: Visitor, frames: int) -> None:
    visitor.until(lambda: visitor.page.locator(READY).count() == frames, "the neighbours are drawn")


def test_keys_lead_on_and_back_what_was_moved_stays_and_a_reload_comes_back(visitor):
    page = visitor.page
    visitor.open("Lecture", lecture_steps=packed(THREE), lecture_run="true")
    is_at(visitor, 1, "0.25")
    neighbours_are_ready(visitor, 2)
    page.keyboard.press("PageDown")
    is_at(visitor, 2, "0.5")
    visitor.wait_for_address("lecture_step", "2")

    slider = page.frame_locator("iframe.present").locator(".st-key-live_row_cost_yhat input[type=range]")
    slider.press("ArrowRight")
    is_at(visitor, 2, "0.5001")  # the slider keeps its key
    neighbours_are_ready(visitor, 3)
    page.frame_locator("iframe.present").locator("h1").click()
    page.keyboard.press("ArrowRight")
    is_at(visitor, 3, "0.75")
    page.keyboard.press("ArrowLeft")
    is_at(visitor, 2, "0.5001")

    visitor.wait_for_address("lecture_step", "2")
    page.reload()
    is_at(visitor, 2, "0.5")
    page.keyboard.press("Escape")
    visitor.wait_for_address("lecture_run", None)
    assert page.locator("dialog").is_hidden() and page.locator("iframe").count() == 0
    assert page.get_by_role("radio", name="2. At 0.5, 1 min").is_checked()
