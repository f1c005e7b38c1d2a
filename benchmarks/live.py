"""How smoothly a page shows a run: `python -m benchmarks.live [--seconds 10] [--clicks 20] [--clients 1 6 7 10 20]`.

A real server and a headless Chromium on this machine, window 1024 × 768, the page "Train a network" at its defaults,
except the number of epochs, so that the run does not end.

- **Frames a second**: states of the run that were drawn, each with more updates than the one before. The browser
  draws a state once, in the animation frame after the message that brings it.
- **Bytes a frame**: all bytes that arrive through the websocket in this time, divided by the frames.
- **Server**: processor time of its process, as a share of one core.
- **Pause**: from the click, as the page sees it, to the last change of the drawn state; 0 if it does not change any
  more. Between two clicks the run continues for about a second.
- **Playback**: frames that are drawn while the player replays the frames that have arrived, divided by its time, and
  messages that the page sends to the server in this time.
- **Several sessions**: clients without a browser that speak the page's protocol. Each sends what the browser has sent:
  the first run, the click on Train, and then the run of the fragment, at the interval that the server has last
  requested, whether or not the frame before has come, as a browser does. A frame is a message with more updates
  than the one before. The clients compute on the same machine.
"""

import argparse
import asyncio
import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import nan

from playwright.async_api import Page, async_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.browser import READY, Server, launch_options, serving

NAME = "Train a network"
QUERY = "train_epochs=2000"
WITHIN = 150.0  # ms after which Pause must have an effect
CROWDS = (1, 6, 7, 10, 20)  # sessions at once
EXPECTED = {1: 12, 10: 6, 20: 2}  # frames a second of each, by the number of sessions

PROBE = """() => {
  const probe = (window.probe = { click: 0, changes: [] });
  const find = (root) => root.querySelector(".stage")
    ?? [...root.querySelectorAll("*")].map((each) => each.shadowRoot && find(each.shadowRoot)).find(Boolean);
  const stage = (probe.stage = find(document));
  let before = stage.dataset.updates;
  document.addEventListener("click", () => (probe.click = performance.now()), true);
  new MutationObserver(() => {
    if (stage.dataset.updates === before) return;
    before = stage.dataset.updates;
    probe.changes.push(performance.now());
  }).observe(stage, { attributeFilter: ["data-updates"] });
}"""


@dataclass
class Traffic:
    """The traffic of a page's websocket: bytes received, messages sent."""

    size: int = 0
    sent: list[bytes] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Count from now on."""

        def add(payload: str | bytes) -> None:
            self.size += len(payload)

        def note(payload: str | bytes) -> None:
            self.sent.append(payload if isinstance(payload, bytes) else payload.encode())

        page.on("websocket", lambda socket: (socket.on("framereceived", add), socket.on("framesent", note)))


@dataclass(frozen=True)
class Watched:
    """The measurements of one session in a browser."""

    frames_per_second: float
    bytes_per_frame: float
    server: float
    pauses: Sequence[float]
    playback: float
    playback_messages: int


@dataclass(frozen=True)
class Protocol:
    """What a browser sends for its first run, for a click on Train, and for each frame after it."""

    first: BackMsg
    play: BackMsg
    frame: BackMsg


async def watch(page: Page, traffic: Traffic, server: Server, seconds: float, clicks: int) -> Watched:
    """Play, measure, pause and resume, and play back."""
    play = page.get_by_role("button", name="Train", exact=True)
    pause = page.get_by_role("button", name="Pause", exact=True)
    await page.evaluate(PROBE)
    await play.click()
    await page.wait_for_timeout(3000)
    await page.evaluate("probe.changes.length = 0")
    size, computed, began = traffic.size, server.cpu_seconds(), time.perf_counter()
    await page.wait_for_timeout(1000 * seconds)
    frames = await page.evaluate("probe.changes.length")
    took = time.perf_counter() - began
    size, computed = traffic.size - size, server.cpu_seconds() - computed
    pauses = []
    for _ in range(clicks):
        await pause.click()
        await page.wait_for_timeout(1000)
        pauses.append(await page.evaluate("Math.max(0, (probe.changes.at(-1) ?? 0) - probe.click)"))
        await play.click()
        await page.wait_for_timeout(1000)
    await pause.click()
    await page.wait_for_timeout(1500)
    playback, messages = await play_back(page, traffic)
    return Watched(frames / took, size / (frames or nan), computed / took, pauses, playback, messages)


async def play_back(page: Page, traffic: Traffic) -> tuple[float, int]:
    """Replay the frames that have arrived, to the end: frames drawn a second, and messages sent meanwhile."""
    await page.evaluate("probe.changes.length = 0")
    sent = len(traffic.sent)
    await page.locator(".stage .pace").select_option("0")
    await page.locator(".stage .player").click()
    await page.wait_for_function("() => probe.changes.length > 10", timeout=10_000)
    await page.wait_for_function("() => performance.now() - probe.changes.at(-1) > 500", timeout=60_000)
    rate = await page.evaluate("1000 * (probe.changes.length - 1) / (probe.changes.at(-1) - probe.changes[0])")
    return rate, len(traffic.sent) - sent


def protocol_of(sent: Sequence[bytes]) -> Protocol:
    """Find among all messages of a browser its first run, its click on Train, and a run of the fragment after it."""
    messages = [BackMsg.FromString(payload) for payload in sent]
    runs = [message for message in messages if message.HasField("rerun_script")]
    play = next(i for i, run in enumerate(runs) if any(w.trigger_value for w in run.rerun_script.widget_states.widgets))
    frame = next(run for run in runs[play:] if run.rerun_script.fragment_id)
    return Protocol(runs[0], runs[play], frame)


def updates_in(message: ForwardMsg) -> int | None:
    """The number of updates that a message of the run brings; None for any other."""
    component = message.delta.new_element.bidi_component
    if not component.component_name.endswith("training_feed"):
        return None
    return json.loads(component.json)["now"]


class Client:
    """A session without a browser that plays a run; `counts` reads the updates in a message, where there are any."""

    def __init__(self, protocol: Protocol, counts: Callable[[ForwardMsg], int | None] = updates_in) -> None:
        self.protocol, self.counts = protocol, counts
        self.interval = 0.0
        self.fragment = ""
        self.frames = self.size = self.updates = 0
        self.finished, self.told = asyncio.Event(), asyncio.Event()

    async def run(self, server: Server, end: asyncio.Event) -> None:
        """Open the page, press Train, and ask for frames until the end."""
        address = server.url.replace("http", "ws", 1) + "/_stcore/stream"
        async with connect(address, subprotocols=["streamlit"], max_size=None) as socket:  # type: ignore[list-item]
            hearing = asyncio.create_task(self._hear(socket))
            await socket.send(self.protocol.first.SerializeToString())
            await asyncio.wait_for(self.finished.wait(), 60)
            await socket.send(self.protocol.play.SerializeToString())
            await asyncio.wait_for(self.told.wait(), 60)
            await self._ask(socket, end)
            hearing.cancel()

    async def _ask(self, socket: ClientConnection, end: asyncio.Event) -> None:
        """Ask for frames by a timer, which restarts when the server requests another interval."""
        clock = asyncio.get_running_loop().time
        due = 0.0
        while not end.is_set():
            if self.told.is_set():
                self.told.clear()
                due = clock() + self.interval
            try:
                await asyncio.wait_for(self.told.wait(), max(0.0, due - clock()))
            except TimeoutError:
                asked = BackMsg()
                asked.CopyFrom(self.protocol.frame)
                asked.rerun_script.fragment_id = self.fragment
                await socket.send(asked.SerializeToString())
                due += self.interval

    async def _hear(self, socket: ClientConnection) -> None:
        async for payload in socket:
            assert isinstance(payload, bytes)
            self.size += len(payload)
            message = ForwardMsg.FromString(payload)
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                self.finished.set()
            elif kind == "auto_rerun":
                asked = message.auto_rerun.interval, message.auto_rerun.fragment_id
                if asked != (self.interval, self.fragment):
                    self.interval, self.fragment = asked
                    self.told.set()
            elif kind == "delta":
                updates = self.counts(message)
                if updates is not None and updates > self.updates:
                    self.updates = updates
                    self.frames += 1


@dataclass(frozen=True)
class Crowd:
    """The measurements of several sessions at once: each one's frames a second, bytes a frame, and the server."""

    frames_per_second: Sequence[float]
    bytes_per_frame: float
    server: float


async def crowd(server: Server, protocol: Protocol, clients: int, seconds: float) -> Crowd:
    """Let so many clients play at once."""
    end = asyncio.Event()
    members = [Client(protocol) for _ in range(clients)]
    tasks = [asyncio.create_task(member.run(server, end)) for member in members]
    deadline = time.perf_counter() + 60
    while not all(member.frames for member in members) and time.perf_counter() < deadline:
        await asyncio.sleep(0.1)
    await asyncio.sleep(3)
    frames, size = [member.frames for member in members], sum(member.size for member in members)
    computed, began = server.cpu_seconds(), time.perf_counter()
    await asyncio.sleep(seconds)
    took = time.perf_counter() - began
    drawn = [member.frames - before for member, before in zip(members, frames, strict=True)]
    size, computed = sum(member.size for member in members) - size, server.cpu_seconds() - computed
    end.set()
    await asyncio.gather(*tasks)
    return Crowd([each / took for each in drawn], size / (sum(drawn) or nan), computed / took)


def row_of(crowd: Crowd) -> tuple[str, str, str]:
    """The measurements of several sessions, as a row of the table."""
    rates = crowd.frames_per_second
    name = f"frames a second, each of {len(rates)} clients" if len(rates) > 1 else "frames a second, one client"
    measured = f"{statistics.median(rates):.1f} (least {min(rates):.1f}), {crowd.bytes_per_frame:,.0f} bytes a frame"
    needed = EXPECTED.get(len(rates))
    return name, f"{measured}, server {100 * crowd.server:.0f} %", f"≥ {needed}" if needed else ""


def table(one: Watched, crowds: Sequence[Crowd]) -> str:
    """All measurements, as Markdown."""
    effective = sum(each <= WITHIN for each in one.pauses)
    rows = (
        ("frames a second, one session", f"{one.frames_per_second:.1f}", "≥ 12"),
        ("bytes a frame", f"{one.bytes_per_frame:,.0f}", "≤ 20,000"),
        ("server, % of a core", f"{100 * one.server:.0f}", ""),
        (f"Pause effective within {WITHIN:.0f} ms", f"{effective} of {len(one.pauses)}", "all"),
        ("Pause, ms: median, longest", f"{statistics.median(one.pauses):.0f}, {max(one.pauses):.0f}", ""),
        ("playback, frames a second", f"{one.playback:.1f}", "≥ 50"),
        ("messages to the server during playback", f"{one.playback_messages}", "0"),
        *map(row_of, crowds),
    )
    lines = (f"| {name} | {value} | {expected} |" for name, value, expected in rows)
    return "\n".join(("| what | measured | expected |", "|:--|--:|--:|", *lines))


async def main(seconds: float, clicks: int, clients: Sequence[int]) -> None:
    """Measure and print the table."""
    with serving() as server:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(**launch_options())
            page = await browser.new_page(viewport={"width": 1024, "height": 768})
            traffic = Traffic()
            traffic.watch(page)
            await page.goto(server.address(NAME, QUERY))
            await page.wait_for_function(READY, timeout=30_000)
            await page.locator(".stage[data-frames]").wait_for(state="attached")
            await page.wait_for_timeout(1500)
            one = await watch(page, traffic, server, seconds, clicks)
            await browser.close()
        crowds = []
        for members in clients:
            crowds.append(await crowd(server, protocol_of(traffic.sent), members, seconds))
            await asyncio.sleep(3)  # until the server has dropped the earlier sessions
    print(table(one, crowds))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure how smoothly a run is watched.")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long each rate is measured")
    parser.add_argument("--clicks", type=int, default=20, help="clicks on Pause")
    parser.add_argument("--clients", type=int, nargs="+", default=CROWDS, help="how many sessions at once")
    chosen = parser.parse_args()
    asyncio.run(main(chosen.seconds, chosen.clicks, chosen.clients))
