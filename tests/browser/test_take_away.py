"""Pictures that are taken away hold what they show and where it is from; a printed page is one whole sheet."""

import io
from xml.etree import ElementTree

import pytest
from PIL import Image

from benchmarks.print_pages import faults_of_picture, print_page, read_sheet, said_on
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
SVG = "{http://www.w3.org/2000/svg}"
LOSE_WHAT_SETTLES = """(key) => {
  const slider = document.sliders[key];
  const tell = slider.setTriggerValue;
  slider.setTriggerValue = () => { slider.setTriggerValue = tell; };
}"""


def taken(visitor: Visitor, button: str) -> bytes:
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("button", name=button).click()
    return waiting.value.path().read_bytes()


def test_a_picture_is_taken_away_with_its_title_settings_and_link(visitor):
    """The lesson has a canvas and a chart, and so both kinds of pictures; the step is typed just before.

    It is lost at first, as when the server drops it for the press that follows: the picture waits for its answer.
    """
    visitor.open("Gradient descent", descent_eta="2")
    visitor.act(visitor.page.locator("summary").filter(has_text="Take away").click)
    visitor.box("descent_step").fill("4")
    visitor.page.evaluate(LOSE_WHAT_SETTLES, "descent_step")
    svg = ElementTree.fromstring(taken(visitor, "Picture as SVG"))
    words = " ".join("".join(text.itertext()) for text in svg.iter(f"{SVG}text"))

    for wanted in ("Gradient descent", "What do learning rate", "Learning rate η: 2", "Look at step: 4", "weight w"):
        assert wanted in words
    assert visitor.query["descent_step"] in ("4", "4.0")
    assert "descent_eta=2" in words.replace(" ", "")
    assert "descent_step=4" in words.replace(" ", "")
    assert len(list(svg.iter(f"{SVG}image"))) == 2  # the surfaces; all else is drawn in lines and words
    assert len(list(svg.iter(f"{SVG}path"))) > 40

    png = Image.open(io.BytesIO(taken(visitor, "Picture as PNG")))

    assert png.size == (2 * int(svg.get("width")), 2 * int(svg.get("height")))
    assert len(png.resize((100, 100)).getcolors(10_000)) > 500


@pytest.mark.parametrize(
    ("name", "query", "paper", "landscape"),
    [("Backpropagation", {"back_layers": "3"}, "A4", False), ("Train a network", {"train_bias": "0"}, "Letter", True)],
)
def test_a_page_is_printed_on_one_sheet_in_light_colours_with_all_of_its_picture(
    name, query, paper, landscape, visitor, tmp_path
):
    """A sample of what benchmarks.print_pages does."""
    visitor.page.emulate_media(color_scheme="dark")
    visitor.open(name, **query)

    assert faults_of_picture(visitor.page) == []
    sheet = read_sheet(print_page(visitor.page, tmp_path, paper, landscape))
    assert sheet.faults(*said_on(visitor.page)) == []
    assert sheet.right > 0.9


def test_the_lines_that_explain_a_canvas_are_on_paper_too(visitor):
    visitor.open("Handwritten digits", digits_at="0", digits_images="500")
    explained = visitor.page.locator(".legend i").count()
    visitor.page.emulate_media(media="print")
    lines = visitor.page.locator("body > .handout > svg line:is([stroke-width='2'], [stroke-width='5'])")
    assert explained == 3
    visitor.until(lambda: lines.count() == explained, "each line of the legend is on paper")
    shown = visitor.page.locator("body > .handout .settings li").last
    assert shown.text_content() == "Shown: epoch 0 · update 0"
    visitor.page.emulate_media(media="null")
