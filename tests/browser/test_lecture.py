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
    visitor.page.locator("dialog.lecture .place").get_by_text(f"{place} of 3", exact=True).wait_for()
    assert visitor.page.locator("iframe.present").count() == 1
    words = visitor.page.frame_locator("iframe.present").locator(".st-key-sentence_costs")
    words.get_by_text(f"ŷ = {estimate}", exact=False).first.wait_for()


def neighbours_are_ready(visitor: Visitor, frames: int) -> None:
    visitor.until(lambda: visitor.page.locator(READY).count() == frames, "the neighbours are drawn")


def test_keys_lead_on_and_back_what_was_moved_stays_and_a_reload_comes_back(visitor):
    page = visitor.page
    visitor.open("Lecture", lecture_steps=packed(THREE), lecture_run="true", lecture_shown="the whole page")
    is_at(visitor, 1, "0.25")
    neighbours_are_ready(visitor, 2)
    page.keyboard.press("PageDown")
    is_at(visitor, 2, "0.5")
    visitor.wait_for_address("lecture_step", "2").settle()

    slider = page.frame_locator("iframe.present").locator(".st-key-live_row_cost_yhat input[type=range]")
    slider.press("ArrowRight")
    is_at(visitor, 2, "0.5001")  # the slider keeps its key
    neighbours_are_ready(visitor, 3)
    page.frame_locator("iframe.present").locator(".st-key-sentence_costs").click()
    page.keyboard.press("ArrowRight")
    is_at(visitor, 3, "0.75")
    page.keyboard.press("ArrowLeft")
    is_at(visitor, 2, "0.5001")

    visitor.wait_for_address("lecture_step", "2")
    page.reload()
    is_at(visitor, 2, "0.5")
    page.keyboard.press("Escape")
    visitor.wait_for_address("lecture_run", None)
    assert page.locator("dialog.lecture").is_hidden() and page.locator("iframe").count() == 0
    assert page.get_by_role("radio", name="2. At 0.5, 1 min").is_checked()


def test_minutes_that_are_typed_count(visitor):
    page = visitor.open("Lecture", lecture_steps=packed(THREE)).page
    page.get_by_label("Minutes").fill("12")
    page.get_by_label("Minutes").press("Enter")
    page.get_by_role("radio", name="1. At 0.25, 12 min").wait_for()
    page.get_by_text("3 steps, 14 minutes.").wait_for()


def test_the_handout_holds_a_picture_of_each_step_its_sentence_and_its_link(visitor):
    steps = (
        Step("Cost_functions?cost_yhat=0.75", "A <b>chart</b>", "Say so.", 1),
        Step("Backpropagation?back_stage=1", "Drawn", "", 1),
    )
    visitor.open("Lecture", lecture_steps=packed(Lecture("Both", steps)))
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name="Handout").click()
    made = download.value.path().read_text("utf-8")

    assert download.value.suggested_filename == "Both.html"
    assert made.count("<figure><svg") == 2 and "could not be made" not in made
    chart, drawn = made.split("<figure>")[1:]
    assert chart.count("<path") > 5 and ">estimate ŷ<" in chart
    assert all(f">{text}<" in drawn for text in ("x₁", "w¹₁₁", "0.3775"))
    assert "With y = 1 and ŷ = 0.75" in chart and "Estimate ŷ: 0.75" in chart and "Say so." in chart
    assert f'href="{visitor.server.url}/Cost_functions?cost_yhat=0.75"' in chart
    assert "A &lt;b&gt;chart&lt;/b&gt;" in made
    assert "<script" not in made and "src=" not in made and "url(http" not in made
    assert visitor.page.locator("iframe").count() == 0
