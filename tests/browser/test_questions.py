"""A question in a browser: a place is pressed on the map, a number is set by keys, and no complaint comes."""

import pytest

pytestmark = pytest.mark.browser


def test_a_press_on_the_map_is_the_guess_and_the_next_numbers_forget_it(visitor):
    visitor.open("Gradient descent", descent_question="Where on the line does it end?")
    assert visitor.query["descent_tab"] == "Predict"
    assert not visitor.page.evaluate("'restoring' in document.documentElement.dataset"), "it was taken for a Back"
    chart = visitor.page.locator(".st-key-asked_descent_question .marks").first
    chart.scroll_into_view_if_needed()
    w = visitor.page.get_by_role("slider", name="Your guess: w")
    assert w.input_value() == "0"
    box = chart.bounding_box()
    visitor.act(lambda: visitor.page.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + 0.3 * box["height"]))
    assert 0.5 < float(w.input_value()) < 3.0
    visitor.act(visitor.page.get_by_role("button", name="Reveal").click)
    assert w.is_disabled()
    answer, spoken = visitor.element("answer_descent_question").inner_text(), visitor.page.locator(".spoken")
    visitor.until(lambda: answer.split("guess")[0] in spoken.text_content(), "the answer is spoken")
    visitor.act(visitor.page.get_by_role("button", name="New numbers").click)
    visitor.wait_for_address("descent_question_seed", "2")
    assert w.input_value() == "0"
    assert w.is_enabled()
