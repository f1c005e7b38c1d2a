"""What is downloaded is what is on the screen, also when the button is pressed right after a value was given."""

import csv
import io
import re

import pytest

from benchmarks.browser import ROOT
from tests.browser.test_live_slider import drag_and_let_go, value
from tests.browser.visitor import Visitor
from ui.canvas import LATEST, joined

pytestmark = pytest.mark.browser
DRAWN_ANEW = """(script) => {
  const component = new Function(`${script.replace("export default", "const component =")}; return component;`)();
  const [pressed, saved] = [[], []];
  HTMLAnchorElement.prototype.click = function () { saved.push(this.download); };
  const draw = (more) => {
    const parentElement = document.body.appendChild(document.createElement("div"));
    parentElement.append(document.createElement("button"));
    const data = { key: "k", label: "Download", file: "f.txt", kind: "text/plain", ...more };
    component({ data, parentElement, setTriggerValue: (name, at) => pressed.push(at) });
    return parentElement;
  };
  const first = draw({});
  first.querySelector("button").click();
  first.remove();
  draw({});
  draw({ made: "old", at: pressed[0] - 1 });
  const before = saved.length;
  draw({ made: "text", at: pressed[0] });
  draw({ made: "text", at: pressed[0] });
  return [before, saved];
}"""


def downloaded(visitor: Visitor, button: str) -> str:
    """Press a button that downloads, and return the file's text."""
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("button", name=button).click()
    return waiting.value.path().read_text("utf-8")


def weight_in_table(text: str) -> float:
    rows = {row["symbol"]: row for row in csv.DictReader(io.StringIO(text))}
    return float(rows["w¹₁₁"]["value"])


def rate_in_script(text: str) -> float:
    return float(re.search(r"\beta=([0-9.e-]+)", text)[1])


@pytest.mark.parametrize(
    ("page", "address", "key", "button", "read", "typed"),
    [
        ("Backpropagation", {"back_tab": "All values"}, "back_value", "All values as CSV", weight_in_table, "1,5 ½"),
        (
            "Train a network",
            {"train_tab": "The script", "train_bias": "3"},  # it learns: no remedy is tried
            "train_eta",
            "Download the script",
            rate_in_script,
            "0,37 ½",
        ),
    ],
    ids=["table", "script"],
)
def test_a_download_holds_what_was_typed_or_dragged_just_before(page, address, key, button, read, typed, visitor):
    visitor.open(page, **address)
    for text in typed.split():
        visitor.box(key).fill(text)
        assert read(downloaded(visitor, button)) == pytest.approx(float(text.replace(",", ".").replace("½", "0.5")))
    visitor.element(f"live_row_{key}").scroll_into_view_if_needed()
    drag_and_let_go(visitor, key)
    moved = value(visitor, key)
    assert read(downloaded(visitor, button)) == pytest.approx(moved)
    visitor.box(key).fill(text)
    assert read(downloaded(visitor, button)) == pytest.approx(0.5)


def test_a_file_is_saved_once_though_its_button_was_drawn_anew_after_the_press(visitor):
    """By hand: Streamlit does it once in some hundred presses, when runs of a page break each other off."""
    script = joined(LATEST, ROOT / "ui/download.js")
    assert visitor.page.evaluate(DRAWN_ANEW, script) == [0, ["f.txt"]]
