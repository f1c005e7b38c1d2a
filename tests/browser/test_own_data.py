"""A user's own file in a browser: the field is in sight, and the picture speaks the file's words."""

import pytest

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
FLOWERS = "width,height,kind\n" + "".join(
    f"{4 + k % 7 / 5},{20 + k % 5},{('rose', '<b>lily')[k % 2]}\n" for k in range(40)
)


def upload(visitor: Visitor, name: str, text: str) -> None:
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    visitor.act(lambda: visitor.page.locator("input[type=file]").set_input_files(file))


@pytest.mark.parametrize(("lesson", "query"), [("Cost functions", {}), ("Train a network", {"train_bias": "0"})])
def test_the_upload_field_is_above_the_fold(visitor, lesson, query):
    visitor.page.set_viewport_size({"width": 1280, "height": 720})
    visitor.open(lesson, **query)
    box = visitor.page.get_by_role("button", name="Upload", exact=True).bounding_box()
    assert box is not None and box["y"] + box["height"] <= 720


def test_the_picture_speaks_the_words_and_units_of_the_file(visitor):
    visitor.turn_to("Train a network", train_bias="0")  # where the test before has opened it, it is there
    upload(visitor, "flowers.csv", FLOWERS)
    visitor.wait_for_address("train_data", "Your own CSV")
    legend = visitor.page.locator(".legend")
    legend.get_by_text("rose").wait_for()
    assert "<b>lily" in legend.inner_text() and "filled: training, hollow: test" in legend.inner_text()

    box = visitor.page.locator(".stage canvas").bounding_box()
    visitor.page.mouse.move(box["x"] + 80, box["y"] + 80)
    tip = visitor.page.locator(".stage .tip")
    tip.wait_for()
    assert tip.inner_text().startswith("width = 4.") and "(<b>lily at 0, rose at 1)" in tip.inner_text()
