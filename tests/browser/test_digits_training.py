"""Training on digits in the browser: the picture follows the run, and its moments can be shown again."""

from tests.browser.visitor import Visitor

LESSON = "Handwritten digits"
SHORT = {"digits_images": "1000", "digits_batch": "100", "digits_epochs": "6"}


def stands_at(visitor: Visitor, updates: int) -> None:
    visitor.page.locator(f".stage[data-updates='{updates}']").wait_for(state="attached")


def test_it_trains_when_it_is_opened_and_any_epoch_can_be_shown_again(visitor):
    visitor.open(LESSON, **SHORT)
    stands_at(visitor, 60)
    visitor.until(lambda: visitor.query.get("digits_at") in ("6", "6.0"), "the address says where the run rests")
    told = visitor.page.locator(".stage canvas").get_attribute("aria-label")
    assert told.startswith("After epoch 6 of 6: A: the shallow net has ")
    visitor.page.locator(".stage input").fill("20")
    stands_at(visitor, 20)
    earlier = visitor.page.locator(".st-key-digits_words .moment")
    earlier.wait_for()
    assert earlier.inner_text().startswith("After epoch 2 of 6: A: the shallow net has ")
    visitor.page.locator(".stage .player").click()
    stands_at(visitor, 60)


def test_an_experiment_trains_until_it_is_stopped_and_what_it_found_is_there_after_a_reload(visitor):
    visitor.open(LESSON, digits_at="0", digits_tab="How many layers", digits_sizes_epochs="2")
    visitor.page.get_by_role("button", name="Train them").dblclick()
    visitor.page.get_by_text("so far, the net without a hidden layer has the lowest test cost").wait_for()
    visitor.page.get_by_role("button", name="Stop").dblclick()
    visitor.page.get_by_role("button", name="Go on").wait_for()
    visitor.settle()
    assert visitor.page.get_by_text("so far, ").count() == 1
    visitor.page.reload()
    visitor.page.get_by_role("button", name="Go on").wait_for()
    visitor.page.get_by_text("so far, ").wait_for()
