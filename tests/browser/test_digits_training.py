"""Training on digits in the browser: the picture follows the run, and its moments can be shown again."""

from tests.browser.visitor import Visitor

LESSON = "Handwritten digits"
SHORT = {"digits_images": "500", "digits_batch": "100", "digits_epochs": "4"}
NOTE_ENTRIES = """() => {
  const push = history.pushState.bind(history);
  window.entries = [];
  history.pushState = (state, title, address) => {
    window.entries.push(String(address));
    push(state, title, address);
  };
}"""


def stands_at(visitor: Visitor, updates: int) -> None:
    visitor.page.locator(f".stage[data-updates='{updates}']").wait_for(state="attached")


def test_it_trains_when_it_is_opened_and_any_epoch_can_be_shown_again(visitor):
    visitor.open(LESSON, digits_tab="Draw a digit", digits_image="18", **SHORT)
    stands_at(visitor, 20)
    visitor.until(lambda: visitor.query.get("digits_at") in ("4", "4.0"), "the address says where the run rests")
    picture = visitor.page.locator(".stage canvas")
    told = "After epoch 4 of 4: A: the shallow net has "
    visitor.until(lambda: (picture.get_attribute("aria-label") or "").startswith(told), "the picture is described")
    visitor.page.locator(".stage input").fill("10")
    stands_at(visitor, 10)
    earlier = visitor.page.locator(".st-key-digits_words .moment")
    earlier.wait_for()
    assert earlier.inner_text().startswith("After epoch 2 of 4: A: the shallow net has ")
    answer = visitor.page.locator('[class*="st-key-section_"] p', has_text="Test image 18 shows 3.").first
    visitor.until(lambda: "B (after 2 epochs) takes it for" in answer.inner_text(), "the nets are those of that moment")
    visitor.page.locator(".stage .pace").select_option("0")  # as fast as it can
    visitor.page.locator(".stage .player").click()
    stands_at(visitor, 20)
    visitor.until(lambda: "B (after 4 epochs) takes it for" in answer.inner_text(), "the sheet's nets are the latest")


def test_after_a_preset_no_entry_of_the_history_names_the_moment_of_the_run_before_and_back_leads_to_it(visitor):
    rested = {"digits_images": "1000", "digits_batch": "100", "digits_at": "2.0"}
    visitor.open(LESSON, **rested)
    stands_at(visitor, 20)
    visitor.page.evaluate(NOTE_ENTRIES)
    visitor.page.get_by_role("button", name="A last batch of 16").click()
    visitor.until(lambda: "digits_epochs" in visitor.query, "the preset's settings are in the address")
    entries = visitor.page.evaluate("() => window.entries")
    assert len(entries) > 3 and not any("digits_at" in entry for entry in entries)
    visitor.page.get_by_role("button", name="Pause").click()
    visitor.page.get_by_role("button", name="Train", exact=True).wait_for()
    visitor.until(lambda: "digits_at" in visitor.query, "the address says where the run rests")
    visitor.settle()
    visitor.act(lambda: visitor.page.evaluate("history.go(-2)"))  # the pause, and the whole preset
    for key, value in rested.items():
        visitor.wait_for_address(key, value)
    assert visitor.query.keys() == rested.keys()
    stands_at(visitor, 20)


def test_back_leads_away_from_a_run_that_nobody_has_touched_and_to_one_that_trains_where_none_rests(visitor):
    visitor.open(LESSON, **SHORT)
    visitor.until(lambda: "digits_at" in visitor.query, "the address says where the run rests")
    visitor.page.go_back()
    visitor.page.wait_for_url(lambda url: "Handwritten" not in url)

    visitor.page.goto(visitor.server.address(LESSON, "digits_epochs=200"))  # it never rests: no waiting for that
    visitor.page.get_by_role("button", name="Pause").click()
    visitor.until(lambda: "digits_at" in visitor.query, "the address says where the run rests")
    visitor.page.go_back()
    visitor.page.get_by_role("button", name="Pause").wait_for()
    assert "digits_at" not in visitor.query


def test_an_experiment_trains_until_it_is_stopped_and_what_it_found_is_there_after_a_reload(visitor):
    visitor.open(LESSON, digits_at="0", digits_tab="How many layers", digits_sizes_epochs="3", digits_images="500")
    visitor.page.get_by_role("button", name="Train them").dblclick()
    visitor.page.get_by_text("so far, ").wait_for()  # which net is the best may change with every frame
    visitor.page.get_by_role("button", name="Stop").dblclick()
    visitor.page.get_by_role("button", name="Go on").wait_for()
    visitor.settle()
    assert visitor.page.get_by_text("so far, ").count() == 1
    visitor.page.reload()
    visitor.page.get_by_role("button", name="Go on").wait_for()
    visitor.page.get_by_text("so far, ").wait_for()


def test_a_projector_shows_accuracy_large_with_the_gradients_and_the_sheet_with_what_the_nets_see(visitor):
    visitor.open(LESSON, view="lecture", digits_at="0")
    places = """(root) => Object.fromEntries(Object.entries(root.stage.places).map(
      ([name, { inner }]) => [name, inner && inner.h * root.stage.enlarged()]))"""
    stage = visitor.page.locator(".stage")
    for width, height in ((1280, 720), (1024, 768)):
        visitor.page.set_viewport_size({"width": width, "height": height})
        visitor.until(lambda: (stage.evaluate(places)["accuracy"] or 0) >= 200, "accuracy is large")
        assert stage.evaluate(places)["gradient"] > 60
    visitor.turn_to(LESSON, view="lecture", digits_at="0", digits_tab="Draw a digit", digits_image="18")
    for width, height in ((1024, 768), (1280, 720)):
        visitor.page.set_viewport_size({"width": width, "height": height})
        for part in (".sheet canvas", ".seen canvas", ".seen figcaption", ".bars tr:last-child"):
            box = visitor.page.locator(f".pad {part}").bounding_box()
            assert box["y"] + box["height"] <= height and box["x"] + box["width"] <= width, part
