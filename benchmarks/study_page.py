"""How soon Cancel stops a study, and how studies share the server: `python -m benchmarks.study_page [--tries 20]`.

A real server and a headless Chromium, both on this machine, window 1024 × 768. A study is that of lesson 7 with 256
seeds and 1000 epochs, which trains for some minutes.

- **Cancel**: the mouse presses the button while the study trains, each time at another moment of a frame. From the
  press until the button says "Go on", and until the last message that the server has sent within two seconds, both in
  the browser's own clock. While it trains it sends several messages a second, so after the last one it trains no
  more: its processor time, a second after the press and for one second, shows that too. Between two tries the
  study goes on. Cancel is effective at the later of the two moments.
- **Lost**: tries after which fewer seeds were trained than the page had said before the press.
- **Seeds a second**: by the bar of progress, in clients without a browser that send what a browser has sent for the
  click on Run, and then ask for frames as it does (`benchmarks/live.py`). The two studies differ in their points, so
  neither finds what the other has trained; in each round they go on where they were left.
- **Slider**: the first slider of lesson 1 in a browser, as in `benchmarks/latency.py`: from a key press until the chart
  has been painted, and what is painted during a drag of two seconds. *Server's part*: a client without a browser, from
  the message until its fragment has run, as in `benchmarks/digits_page.py`. *Beside a busy program*: one that never
  rests, and has nothing to do with the server. It shows how much of a wait is the machine's, which has not more cores.
  The four take turns, round by round, since the load of a machine changes.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

from playwright.async_api import Browser, Page, async_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.browser import READY, Server, launch_options, serving
from benchmarks.digits_page import VIEW, move_slider, row, slider_messages, until
from benchmarks.latency import measure
from benchmarks.live import Client, Protocol, Traffic, protocol_of

NAME, OTHER = "Fair comparison", "Cost functions"
SEEDS = 256
LONG = f"fair_seeds={SEEDS}&fair_epochs=1000"
TWO = f"{LONG}&fair_noise=5", f"{LONG}&fair_noise=6"
WITHIN = 500.0  # ms
SLIDER = 300.0  # ms, for 95 of 100 moves

PROBE = """() => {
  const probe = (window.probe = { press: 0, go_on: 0, heard: 0 });
  document.addEventListener("pointerdown", () => Object.assign(probe, { press: performance.now(), go_on: 0 }), true);
  const heard = () => (probe.heard = performance.now());
  window.WebSocket = class extends WebSocket {
    constructor(...given) { super(...given); this.addEventListener("message", heard); }
  };
  const look = () => {
    const offered = document.querySelector('[class*="st-key-fair_study_row"]')?.textContent ?? "";
    if (offered.includes("Go on")) probe.go_on ||= performance.now();
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
TRAINED = """() => {
  const told = document.querySelector('[data-testid="stProgress"]').textContent;
  return Number(told.match(/([0-9]+) of [0-9]+ seeds/)[1]);
}"""


@dataclass(frozen=True)
class Cancelled:
    """One try: ms until "Go on", ms until the last message, the server's share of a core then, and seeds lost."""

    go_on: float
    heard: float
    server: float
    lost: int

    @property
    def effective(self) -> float:
        """The ms after which it has had its effect."""
        return max(self.go_on, self.heard)


# --- Cancel -----------------------------------------------------------------------------------------------------------


async def opened(browser: Browser, server: Server, query: str) -> tuple[Page, Traffic]:
    """Open a study that waits for Run."""
    page = await browser.new_page(viewport=VIEW)  # type: ignore[arg-type]
    traffic = Traffic()
    traffic.watch(page)
    await page.add_init_script(f"({PROBE})()")
    await page.goto(server.address(NAME, query))
    await page.wait_for_function(READY, timeout=60_000)
    await page.wait_for_timeout(1500)
    return page, traffic


async def cancel(page: Page, server: Server, wait: float) -> Cancelled:
    """Let a study train on for so many ms, and press Cancel."""
    button = page.get_by_role("button", name="Cancel", exact=True)
    await button.wait_for(timeout=60_000)
    await page.wait_for_timeout(wait)
    before, box = await page.evaluate(TRAINED), await button.bounding_box()
    assert box is not None
    await page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await page.wait_for_timeout(1000)
    computed, began = server.cpu_seconds(), time.perf_counter()
    await page.wait_for_timeout(1000)
    share = (server.cpu_seconds() - computed) / (time.perf_counter() - began)
    go_on, heard = await page.evaluate("[probe.go_on - probe.press, probe.heard - probe.press]")
    if go_on < 0.0:
        raise RuntimeError("the button does not say Go on two seconds after Cancel: the study is over, or trains on")
    return Cancelled(go_on, heard, share, max(0, before - await page.evaluate(TRAINED)))


async def measure_cancel(browser: Browser, server: Server, tries: int) -> None:
    """Print the rows of Cancel."""
    page, _ = await opened(browser, server, LONG)
    found: list[Cancelled] = []
    for k in range(tries):
        await page.get_by_role("button", name="Go on" if k else "Run", exact=True).click()
        found.append(await cancel(page, server, 1000.0 + 37.0 * (k % 10)))
    await page.close()
    for what, values in (
        ("the button says “Go on”", [each.go_on for each in found]),
        ("the server's last message", [each.heard for each in found]),
        ("effective", [each.effective for each in found]),
    ):
        row(f"Cancel until {what}, ms: median, longest", f"{statistics.median(values):.0f}, {max(values):.0f}")
    within = sum(each.effective <= WITHIN for each in found)
    row(f"Cancel effective within {WITHIN:.0f} ms", f"{within} of {tries}", "all")
    shares = [100.0 * each.server for each in found]
    told = f"{statistics.median(shares):.0f}, {max(shares):.0f}"
    row("server a second after Cancel, % of a core: median, most", told, "about 0")
    row("Cancel after which seeds were lost", f"{sum(each.lost > 0 for each in found)} of {tries}", "0")


# --- Two studies and a slider -----------------------------------------------------------------------------------------


def share_in(message: ForwardMsg) -> int | None:
    """The share, in per cent, that a message says has been trained; None for any other message."""
    element = message.delta.new_element
    return element.progress.value if element.WhichOneof("type") == "progress" else None


async def protocol(browser: Browser, server: Server, query: str) -> Protocol:
    """Return what a browser sends to open a study, to run it, and to ask for its frames."""
    page, traffic = await opened(browser, server, query)
    await page.get_by_role("button", name="Run", exact=True).click()
    await page.wait_for_timeout(3000)
    await page.close()
    return protocol_of(traffic.sent)


async def server_part(server: Server, messages: Sequence[BackMsg], seconds: float) -> list[float]:
    """Return the ms that the server needs for the moves of a slider."""
    end, waits = asyncio.Event(), list[float]()
    moving = asyncio.create_task(move_slider(server, messages, end, waits))
    await asyncio.sleep(seconds)
    end.set()
    await moving
    return [1000.0 * wait for wait in waits[2:]]


@asynccontextmanager
async def studying(server: Server, protocols: Sequence[Protocol]) -> AsyncIterator[Sequence[Client]]:
    """Let sessions train studies, from the moment when something of each has been trained."""
    end, members = asyncio.Event(), [Client(each, share_in) for each in protocols]
    tasks = [asyncio.create_task(member.run(server, end)) for member in members]
    await until(lambda: all(member.updates for member in members))
    yield members
    end.set()
    await asyncio.gather(*tasks)
    await asyncio.sleep(3)  # until the server has dropped the sessions


@contextmanager
def busy() -> Iterator[None]:
    """Let a program of its own compute."""
    program = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        program.kill()
        program.wait()


@dataclass
class Slider:
    """A slider of a visitor, with what has been measured of it and of studies beside it."""

    browser: Browser
    server: Server
    messages: Sequence[BackMsg]
    presses: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    drags: list[float] = field(default_factory=list)
    cores: list[float] = field(default_factory=list)
    rates: list[list[float]] = field(default_factory=list)

    async def move(self, presses: int, members: Sequence[Client] = ()) -> None:
        """Move it in a browser, and then without one, and look how far the studies have come meanwhile."""
        before, computed, began = [each.updates for each in members], self.server.cpu_seconds(), time.perf_counter()
        found = await measure(self.server, self.browser, OTHER, presses)
        self.waits += await server_part(self.server, self.messages, 5.0)
        took = time.perf_counter() - began
        self.cores.append((self.server.cpu_seconds() - computed) / took)
        gained = [each.updates - earlier for each, earlier in zip(members, before, strict=True)]
        self.rates.append([SEEDS * each / 100.0 / took for each in gained])
        self.presses += found.presses
        self.drags.append(found.updates_per_second)

    def report(self, when: str) -> None:
        """Print the rows of it."""
        for what, values in (("key press until painted", self.presses), ("server's part", self.waits)):
            told = f"{statistics.median(values):.0f}, {statistics.quantiles(values, n=20)[-1]:.0f} of {len(values)}"
            row(f"slider {when}: {what}, ms: median, p95", told, f"p95 < {SLIDER:.0f}")
        row(f"slider {when}: charts a second while it is dragged", f"{statistics.median(self.drags):.1f}")
        row(f"slider {when}: server, % of a core", f"{100.0 * statistics.median(self.cores):.0f}")
        if self.rates[0]:
            each = [statistics.median(rates) for rates in zip(*self.rates, strict=True)]
            row(f"slider {when}: seeds a second of each", ", ".join(f"{rate:.2f}" for rate in each), "> 0")


async def measure_together(browser: Browser, server: Server, presses: int, rounds: int) -> None:
    """Print the rows of a slider in each company; they take turns, since the load of a machine changes."""
    messages = await slider_messages(browser, server, OTHER)
    protocols = [await protocol(browser, server, query) for query in TWO]
    company = ("alone", "beside a busy program", "beside one study", "beside two studies")
    sliders = {when: Slider(browser, server, messages) for when in company}
    alone, beside_busy, *beside_studies = sliders.values()
    for _ in range(rounds):
        await alone.move(presses)
        with busy():
            await beside_busy.move(presses)
        for number, slider in enumerate(beside_studies, 1):
            async with studying(server, protocols[:number]) as members:
                await slider.move(presses, members)
    for when, slider in sliders.items():
        slider.report(when)


async def main(tries: int, presses: int, rounds: int, parts: Sequence[str]) -> None:
    """Measure, and print the table."""
    print("| what | measured | expected |\n|:--|--:|--:|", flush=True)
    load = os.getloadavg()[0]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**launch_options())  # type: ignore[arg-type]
        with serving() as server:
            if "cancel" in parts:
                await measure_cancel(browser, server, tries)
            if "together" in parts:
                await measure_together(browser, server, presses, rounds)
        await browser.close()
    row("load of the machine: before, after", f"{load:.1f}, {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    parser = ArgumentParser(description="Measure how soon Cancel stops a study, and how studies share the server.")
    parser.add_argument("--tries", type=int, default=20, help="how often Cancel is pressed")
    parser.add_argument("--presses", type=int, default=20, help="key presses on the slider, each time")
    parser.add_argument("--rounds", type=int, default=3, help="how often the slider is moved in each company")
    every = ("cancel", "together")
    parser.add_argument("--parts", nargs="+", choices=every, default=every)
    chosen = parser.parse_args()
    asyncio.run(main(chosen.tries, chosen.presses, chosen.rounds, chosen.parts))
