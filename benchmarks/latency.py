"""How soon the charts follow the user's input: `python -m benchmarks.latency [--presses 40] [--page "Learning speed"]`.

A real server and a headless Chromium, both on this machine, window 1024 × 768, one page after another.

- **Key press → painted**: arrow keys on the page's first live slider, one every third of a second. From the input
  event to the animation frame after the last change in any chart of the picture, all in the browser's own clock.
  (Content below the picture follows when the input pauses, and is not measured.)
- **Drag**: the mouse holds the same slider's thumb and moves from side to side for two seconds. Its moves are sent
  through the DevTools protocol sixty times a second, at fixed times and without waiting for the page to handle the one
  before, as a user does not wait either. (Playwright's own `mouse.move` waits, and so slows the drag down.)
  An update is a state of the first chart that differs from the one before, at its animation frame. (A picture without
  a chart sends the event "picture-painted" whenever it has changed.) The last
  paint is that of the last new state of any chart of the picture, measured from the last input event, while the
  button is still down.
- **Bytes and messages**: the data that arrive through the websocket in these two seconds, divided by the updates.
- **Re-embeds**: charts embedded in the page again, from the first key press to a second after the drag.
- **History**: entries added to the browser's history by the drag.
"""

import argparse
import asyncio
import statistics
from dataclasses import dataclass

from playwright.async_api import Browser, CDPSession, Page, async_playwright

from benchmarks.browser import DRAWN, READY, Server, launch_options, serving

PROBE = """() => {
  const probe = (window.probe = { input: 0, painted: 0, updates: [], embeds: 0 });
  const main = document.querySelector('[data-testid="stMain"]');
  const chart = () => main.querySelector('[class*="st-key-picture_"] [data-testid="stVegaLiteChart"]')
    ?? main.querySelector('[data-testid="stVegaLiteChart"]');
  const picture = () => main.querySelector('[class*="st-key-picture_"]') ?? chart();
  const drawn = !picture().contains(chart()); // on a canvas alone, or as the page's own elements: each says so itself
  document.addEventListener("picture-painted", () => {
    probe.painted = performance.now();
    if (drawn) probe.updates.push(probe.painted);
  });
  document.addEventListener("input", () => (probe.input = performance.now()), true);
  new MutationObserver((changes) => {
    let any = false, first = false;
    for (const { type, target, addedNodes, attributeName, oldValue } of changes) {
      for (const node of addedNodes) probe.embeds += node.matches?.("svg.marks") ?? false;
      const moved = type === "childList" ? [...addedNodes].some((node) => node.matches?.("svg.marks"))
        : target.closest("svg.marks") && target.getAttribute(attributeName) !== oldValue;
      any ||= moved && picture().contains(target);
      first ||= moved && !drawn && chart().contains(target);
    }
    if (any) requestAnimationFrame(() => {
      probe.painted = performance.now();
      if (first) probe.updates.push(probe.painted);
    });
  }).observe(main, { subtree: true, childList: true, attributeOldValue: true, attributeFilter: PLACES });
}""".replace("PLACES", '["d", "transform", "x2", "y2"]')
REST = 0.33  # seconds between two key presses: less than a live slider waits until its value settles
HAND = 1 / 60  # seconds between two moves of the mouse
DRAG = 2.0  # seconds


@dataclass
class Traffic:
    """The data that came through the websocket."""

    messages: int = 0
    size: int = 0

    def add(self, payload: str | bytes) -> None:
        """Count one message."""
        self.messages += 1
        self.size += len(payload)


@dataclass(frozen=True)
class Latency:
    """The measurements on one page; times in ms."""

    presses: list[float]
    updates_per_second: float
    last_paint: float
    bytes_per_update: float
    messages_per_update: float
    embeds: int
    history: int

    def row(self, name: str) -> str:
        """Return this as a line of the table."""
        median, p95 = statistics.median(self.presses), sorted(self.presses)[int(0.95 * len(self.presses))]
        return (
            f"| {name} | {median:.0f} | {p95:.0f} | {self.updates_per_second:.1f} | {self.last_paint:.0f} "
            f"| {self.bytes_per_update:,.0f} | {self.messages_per_update:.1f} | {self.embeds} | {self.history} |"
        )


HEAD = """\
| page | key press → painted, median ms | p95 ms | updates a second while dragging | last paint ms | bytes an update \
| messages an update | re-embeds | history entries a drag |
|:--|--:|--:|--:|--:|--:|--:|--:|--:|"""
EXPECTED = "| *expected* | ≤ 110 | ≤ 200 | ≥ 15 | ≤ 150 | | | 0 | 1 |"


async def measure(server: Server, browser: Browser, name: str, presses: int) -> Latency:
    """Measure one page, in a separate tab."""
    page = await browser.new_page(viewport={"width": 1024, "height": 768})
    traffic = Traffic()
    page.on("websocket", lambda socket: socket.on("framereceived", traffic.add))
    await page.goto(server.address(name))
    await page.wait_for_function(READY, timeout=30_000)
    await page.wait_for_timeout(1500)
    await page.evaluate(PROBE)
    times = await press_keys(page, presses)
    await page.wait_for_timeout(1000)
    updates, last_paint, arrived, history = await drag(page, traffic)
    embeds = await page.evaluate("probe.embeds")
    await page.close()
    n = max(updates, 1)
    return Latency(times, updates / DRAG, last_paint, arrived.size / n, arrived.messages / n, embeds, history)


async def press_keys(page: Page, presses: int) -> list[float]:
    """Press arrow keys on the first live slider; return the ms from each input to the last change of a chart."""
    await page.locator("input[type=range]").first.focus()
    times = []
    for i in range(presses):
        await page.evaluate("probe.painted = 0")
        await page.keyboard.press("ArrowRight" if i % 2 else "ArrowLeft")
        await page.wait_for_timeout(1000 * REST)
        await page.wait_for_function("() => probe.painted", timeout=5000)
        times.append(await page.evaluate("probe.painted - probe.input"))
    return times


async def drag(page: Page, traffic: Traffic) -> tuple[int, float, Traffic, int]:
    """Drag the first live slider: updates, ms from the last input to the last paint, traffic, history entries."""
    box = await page.locator("input[type=range]").first.bounding_box()
    share = await page.locator("input[type=range]").first.evaluate("r => (r.value - r.min) / (r.max - r.min)")
    assert box is not None
    left, width = box["x"] + 8, box["width"] - 16
    x, y = left + share * width, box["y"] + box["height"] / 2
    hand = await page.context.new_cdp_session(page)
    entries = await page.evaluate("history.length")
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.evaluate("probe.updates.length = 0")
    before = Traffic(traffic.messages, traffic.size)
    sweep = 0.4 * width * (1 if share < 0.5 else -1)
    await asyncio.gather(*await move_by_the_clock(hand, x, y, sweep))
    await page.wait_for_timeout(1000)
    arrived = Traffic(traffic.messages - before.messages, traffic.size - before.size)
    updates = await page.evaluate("probe.updates.length")
    last_paint = await page.evaluate("probe.painted - probe.input")
    await page.mouse.up()
    await page.wait_for_timeout(1500)
    return updates, last_paint, arrived, await page.evaluate("history.length") - entries


async def move_by_the_clock(hand: CDPSession, x: float, y: float, sweep: float) -> list[asyncio.Task[object]]:
    """Move the mouse from side to side between x and x + sweep, once a second, without waiting for the page."""
    clock = asyncio.get_running_loop().time
    start, sent = clock(), []
    while (now := clock() - start) < DRAG:
        at = x + sweep * (1 - abs(1 - 2 * (now % 1)))
        move = {"type": "mouseMoved", "x": at, "y": y, "button": "left", "buttons": 1}
        sent.append(asyncio.ensure_future(hand.send("Input.dispatchMouseEvent", move)))
        await asyncio.sleep(max(0.0, start + len(sent) * HAND - clock()))
    return sent


async def main(names: list[str], presses: int) -> None:
    """Measure these pages and print the table."""
    with serving() as server:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(**launch_options())
            print(HEAD, EXPECTED, sep="\n", flush=True)
            for name in names:
                print((await measure(server, browser, name, presses)).row(name), flush=True)
            await browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure how soon the charts follow the hand.")
    parser.add_argument("--presses", type=int, default=40, help="key presses on each page")
    parser.add_argument("--page", action="append", choices=DRAWN, help="measure this page only; may be repeated")
    chosen = parser.parse_args()
    asyncio.run(main(chosen.page or list(DRAWN), chosen.presses))
