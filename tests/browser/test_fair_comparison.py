"""A study in the browser: it begins at once, is cancelled, goes on, and loses nothing by a reload."""

import re

from tests.browser.visitor import Visitor
from tests.pages.test_7_fair_comparison import filed

LESSON = "Fair comparison"
LONG = {"fair_seeds": "256", "fair_epochs": "200", "fair_n": "60", "fair_etas_a": "1", "fair_etas_b": "0.3"}


def begin(visitor: Visitor, **query: str) -> None:
    """Open a study that trains for many seconds, and wait until the first seeds are known."""
    visitor.page.goto(visitor.server.address(LESSON, "&".join(f"{k}={v}" for k, v in query.items())))
    visitor.page.get_by_role("button", name=re.compile("Cancel|Run|Go on")).first.wait_for()
    run = visitor.page.get_by_role("button", name=re.compile("Run|Go on"))
    if run.count():
        run.click()
    visitor.page.get_by_role("button", name="Cancel").wait_for()
    visitor.until(lambda: seeds(visitor) >= 2, "two seeds are trained")


def seeds(visitor: Visitor) -> int:
    """How many seeds the page says are trained."""
    told = re.search(r"(\d+) of 256 seeds", visitor.page.get_by_test_id("stProgress").inner_text())
    return int(told[1]) if told else 0


def test_a_double_press_cancels_what_is_done_stays_and_it_goes_on_by_a_key(visitor):
    begin(visitor, **LONG, fair_tab="Numbers")
    visitor.page.get_by_text("No test yet").wait_for()  # the open section has followed
    visitor.page.get_by_role("button", name="Cancel").dblclick()
    visitor.page.get_by_role("button", name="Go on").wait_for()
    visitor.settle()
    done = seeds(visitor)
    assert done >= 2 and "Not within " in visitor.page.locator(".st-key-sentence_fair").inner_text()
    visitor.page.wait_for_timeout(300)
    assert seeds(visitor) == done

    visitor.page.get_by_role("button", name="Go on").focus()
    visitor.page.keyboard.press("Enter")
    visitor.until(lambda: seeds(visitor) > done, "it goes on")
    visitor.page.get_by_role("button", name="Cancel").click()
    visitor.page.get_by_role("button", name="Go on").wait_for()


def test_a_reload_in_the_middle_of_a_study_keeps_what_is_trained_and_other_settings_wait_for_their_button(visitor):
    begin(visitor, **LONG | {"fair_n": "70"})
    before = seeds(visitor)
    visitor.page.reload()
    visitor.until(lambda: seeds(visitor) >= before, "what was trained is there")
    playing = visitor.page.get_by_role("button", name="Cancel")
    if playing.count():
        playing.click()
    visitor.page.get_by_role("button", name="Go on").wait_for()
    visitor.settle()
    visitor.type_number("fair_seeds", "20")
    visitor.page.get_by_role("button", name="Train with the new settings").wait_for()
    assert "The settings have changed" in visitor.page.get_by_test_id("stAlert").inner_text()


def test_the_result_of_the_command_is_opened_and_one_press_leads_back(visitor):
    visitor.turn_to(LESSON, fair_seeds="12", fair_epochs="12", fair_n="20", fair_etas_a="1", fair_etas_b="0.3")
    visitor.act(visitor.page.locator("summary").filter(has_text="A study from a file").click)
    file = {"name": "mine.npz", "mimeType": "application/octet-stream", "buffer": filed()}
    visitor.page.locator('.st-key-fair_result_file input[type="file"]').set_input_files(file)
    visitor.page.get_by_text("From the file").wait_for()
    told = visitor.page.locator(".st-key-sentence_fair").first  # for a moment there are two
    visitor.until(lambda: "tanh" in told.inner_text(), "the methods of the file are compared")

    visitor.page.get_by_role("button", name="Back to the study of this page").click()
    visitor.until(lambda: "quadratic" in told.inner_text(), "the page's own study is shown again")
