"""A page that loses its connection and comes back to a server that knows nothing of it: it goes on.

What is done then counts.

The proxy hides which session the browser had, as if another copy of the server answered. `python -m benchmarks.kills`
kills real servers, many times.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from benchmarks.browser import PAGES, READY, VALUES
from benchmarks.losing import Proxy

pytestmark = pytest.mark.browser
RUN = """() => {
  const [name, { now, playing }] = [...document.trainingRuns].at(-1);
  return { name, updates: now?.updates ?? 0, playing };
}"""
CSV = "height,weight,kind\n" + "\n".join(f"{i % 7 - 3},{i * 5 % 11 - 5},{'ab'[i % 2]}" for i in range(40))
CHOSEN = {"train_file_x1_1": "weight", "train_file_x2_1": "height"}


class Losing:
    """A page behind a proxy that can lose its server."""

    def __init__(self, page: Page, proxy: Proxy) -> None:
        self.page, self.proxy, self.times = page, proxy, 0

    def open(self, name: str, query: str = "") -> "Losing":
        self.page.goto(f"http://127.0.0.1:{self.proxy.port}/{PAGES[name]}?{query}")
        self.page.wait_for_function(READY)
        return self

    def lose(self) -> None:
        """Lose the server, and every memory of it."""
        self.proxy.shut = True
        self.proxy.cut()
        self.page.wait_for_function("() => document.untold")

    def find_another(self) -> None:
        """Let a server be found again, which does not know the page."""
        self.proxy.shut, self.proxy.forgets = False, True
        self.times += 1
        self.page.wait_for_function(f"() => document.connections === {self.times}")

    def button(self, name: str):
        return self.page.get_by_role("button", name=name, exact=True)


@pytest.fixture
def losing(chromium, server) -> Iterator[Losing]:
    page = chromium.new_page(viewport={"width": 1280, "height": 1000}, reduced_motion="reduce")
    page.set_default_timeout(60_000)
    yield Losing(page, Proxy(int(server.url.rpartition(":")[2])))
    page.close()


def test_a_run_on_a_file_plays_on_with_its_menus_and_the_first_press_counts(losing):
    page = losing.open("Train a network", "train_bias=3&train_speed=5&train_epochs=2000").page
    file = {"name": "mine.csv", "mimeType": "text/csv", "buffer": CSV.encode()}
    page.locator('.st-key-upload_train_file input[type="file"]').set_input_files(file)
    page.get_by_text("Its columns, and lines left out").click()
    for menu, column in CHOSEN.items():
        page.wait_for_function(READY)  # a run of the page would close the menu
        page.locator(f".st-key-{menu} input").click()
        page.get_by_role("option", name=column).click()
        page.wait_for_function(f"() => ({VALUES})().{menu} === '{column}'")
    losing.button("Train").click()
    page.wait_for_function(f"() => ({RUN})().updates > 10 && ({RUN})().playing")
    before = page.evaluate(RUN)

    losing.lose()
    expect(page.locator(".no-connection")).to_be_visible()
    losing.find_another()

    page.wait_for_function(
        f"(was) => {{ const run = ({RUN})(); return run.name !== was.name && run.updates > was.updates; }}", arg=before
    )
    assert CHOSEN.items() <= page.evaluate(VALUES).items()
    expect(page.locator(".no-connection")).to_be_hidden()
    losing.button("Pause").click()
    expect(losing.button("Train")).to_be_enabled()


def test_a_slider_that_is_released_without_a_server_counts_and_so_does_the_next_press(losing):
    page = losing.open("Learning speed").page
    box = page.locator('.st-key-speed_w_live input[type="range"]').bounding_box()
    page.mouse.move(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    page.mouse.down()
    losing.lose()
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2, steps=3)
    page.mouse.up()
    page.wait_for_function("() => document.untold.length > 0")
    left = page.evaluate("() => document.sliders.speed_w.current")

    losing.find_another()

    page.wait_for_function(f"() => Number(({VALUES})().speed_w) === {left} && location.search.includes('speed_w=')")
    assert page.evaluate("() => document.sliders.speed_w.current") == left
    losing.lose()
    losing.find_another()
    losing.button("Worse (3, 3)").click()
    page.wait_for_function(f"() => ({VALUES})().speed_w === '3'")
