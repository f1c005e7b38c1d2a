"""The sheet to draw on, by its own script: what is drawn there reaches Python, and is taken for the right digit."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from core.digits.answers import answers_of
from core.digits.images import Images, load_digits, training_data
from core.digits.ink import as_digit
from core.digits.plan import INTERMEDIATE, DigitsPlan
from core.digits.run import trainer_for
from core.networks.network import Network
from tests.browser.visitor import Visitor
from ui.canvas import encoded
from ui.lessons.handwritten_digits.draw_digit import HTML, SCRIPT, STYLE, read_ink

pytestmark = pytest.mark.browser

EASY = [*range(8), *range(9, 20)]
WRONG = [8, 259, 1107, 1530, 2044, 3206, 4093, 4289, 4601, 4615, 9768]
"""Test images that the net below has right, and that it has wrong, most of them surely: thirty in all."""

BEGIN = """([html, css, script]) => {
  const theme = `--st-text-color: #1e2227; --st-background-color: #fcfbf8; --st-border-color: #dddddd;
    --st-chart-categorical-colors: #b84f00,#0068a3,#1e2227,#5f636a;`;
  document.body.innerHTML = `<style>:root { ${theme} } ${css}</style>${html}`;
  const component = new Function(`${script.replace("export default", "const component =")}; return component;`)();
  window.inks = [];
  document.addEventListener("digit-ink", ({ detail }) => window.inks.push(detail));
  window.show = (put) => component({ data: { mail: "pad", put }, parentElement: document.body });
  window.show(null);
  window.pad = document.querySelector(".pad").pad;
  window.answer = (more = {}) => {
    const nothing = { put: null, seen: btoa("\\0".repeat(784)), look: "", nets: [], sheet: "" };
    (document.mail ??= {}).pad = { to: "pad", at: window.inks.at(-1)?.at ?? 0, ...nothing, ...more };
    document.dispatchEvent(new CustomEvent("mail", { detail: "pad" }));
  };
}"""
# As one would copy an image on the sheet: large, and with soft edges.
COPY = """(text) => {
  const { pad } = window;
  pad.ink.clearRect(0, 0, 336, 336);
  pad.ink.imageSmoothingEnabled = true;
  const image = new ImageData(28, 28);
  [...atob(text)].forEach((sign, i) => (image.data[4 * i + 3] = sign.charCodeAt(0)));
  const small = new OffscreenCanvas(28, 28);
  small.getContext("2d").putImageData(image, 0, 0);
  pad.ink.drawImage(small, 0, 0, 336, 336);
  return pad.bytes();
}"""


@pytest.fixture
def sheet(visitor: Visitor) -> Visitor:
    """The component alone, in an empty page."""
    visitor.page.goto(f"{visitor.server.url}/_stcore/health")
    visitor.page.evaluate(BEGIN, [HTML, STYLE, SCRIPT])
    return visitor


@pytest.fixture(scope="module")
def net() -> Network:
    plan = DigitsPlan((INTERMEDIATE,), images=10_000, batch=100, epochs=3)
    trainer = trainer_for(INTERMEDIATE, plan, training_data(plan.images), None, snapshots=0)
    trainer.train(epochs=plan.epochs)
    return trainer.networks[0]


def decided(net: Network, images: Any, labels: Any) -> Any:
    return answers_of(net, Images(np.stack(images).reshape(-1, 784), labels)).decided


def drawn(sheet: Visitor, number: int, how: Callable[[Visitor, str], str]) -> Any:
    """A test image on the sheet, brought back to Python and into the form of MNIST."""
    ink = read_ink({"ink": how(sheet, encoded(load_digits().test.images[number], np.uint8)), "at": 1})
    assert ink is not None
    return as_digit(ink)


def copy(sheet: Visitor, image: str) -> str:
    return sheet.page.evaluate(COPY, image)


def put(sheet: Visitor, image: str) -> str:
    return sheet.page.evaluate("(ink) => { pad.put({ ink, side: 28, at: 1 }); return pad.bytes(); }", image)


def test_thirty_test_images_on_the_sheet_are_taken_for_what_they_are_taken_for_themselves(sheet, net):
    numbers = EASY + WRONG
    images, labels = (part[numbers] for part in load_digits().test)
    themselves = decided(net, images, labels)
    assert len(numbers) == 30 and np.sum(themselves != labels) >= 8

    copied = [drawn(sheet, number, copy) for number in numbers]
    chosen = [drawn(sheet, number, put) for number in numbers]

    assert np.sum(decided(net, copied, labels) == themselves) >= 27
    assert np.array_equal(np.stack(chosen).reshape(-1, 784), images)


def test_a_stroke_is_sent_and_undone_and_a_second_waits_for_the_answer_to_the_first(sheet):
    page = sheet.page
    box = page.locator(".sheet canvas").bounding_box()
    assert page.locator(".sheet canvas").evaluate("(canvas) => getComputedStyle(canvas).touchAction") == "none"

    def stroke(x: float) -> None:
        page.mouse.move(box["x"] + x, box["y"] + 60)
        page.mouse.down()
        page.mouse.move(box["x"] + x, box["y"] + 260, steps=5)
        page.mouse.up()

    stroke(100)
    page.wait_for_function("() => inks.length === 1")
    stroke(200)
    page.wait_for_timeout(100)
    assert page.evaluate("inks.length") == 1
    page.evaluate("answer()")
    page.wait_for_function("() => inks.length === 2")
    page.evaluate("answer()")
    both = read_ink(page.evaluate("inks[1]"))
    page.get_by_role("button", name="Undo").click()
    page.wait_for_function("() => inks.length === 3")
    page.evaluate("answer()")
    one = read_ink(page.evaluate("inks[2]"))
    page.get_by_role("button", name="Clear").click()
    page.wait_for_function("() => inks.length === 4")

    assert both[:, 60:75].max() == 255 and not one[:, 60:].any()
    assert one[20:87, 30:37].min() == 255 and np.flatnonzero(one.any(axis=0)).size <= 12
    assert not read_ink(page.evaluate("inks[3]")).any()


def test_ink_is_sent_again_to_a_server_that_never_had_it_and_stays_on_the_sheet(sheet):
    page = sheet.page
    page.evaluate("() => { pad.at = [50, 50]; pad.lineTo([50, 200]); }")
    page.wait_for_function("() => inks.length === 1")
    page.evaluate("answer()")
    page.evaluate("answer({ at: 0, put: { ink: btoa('\\0'.repeat(784)), side: 28, at: 1, opened: true } })")
    page.wait_for_function("() => inks.length === 2")

    first, second = (read_ink(page.evaluate(f"inks[{k}]")) for k in range(2))
    assert first.any() and np.array_equal(first, second)

    # A test image that is asked for then counts, though the ink has not come yet.
    page.evaluate("answer({ at: 0, put: { ink: btoa('\\0'.repeat(784)), side: 28, at: 2, opened: false } })")
    assert page.evaluate("[pad.placed, pad.byHand, inks.length]") == [2, False, 2]
