"""How the page on handwritten digits opens, trains and fills memory: `python -m benchmarks.digits_page [--openings 5]`.

A real server and a headless Chromium, both on this machine, window 1024 × 768. The server is warm: it has started, and
each of its other pages has been visited.

- **Opening**: each time a browser context of its own, so that nothing is in its cache; *again* in one context, which
  has the app's files by then. From the request until the title and the painted picture are there, and until the
  picture shows the first updates, in the browser's own clock. *The first* visit since the server has started reads the
  images too. *A page with nothing* is one line, `st.title("Hello")`, on a server of its own: that much is Streamlit's.
- **Intermediate net, 20 epochs**: from the click on Train until the page offers no Pause any more. A message is one
  that brings more updates than the one before. *Core alone* is the same run in a process of its own before, with no
  page and no pause: so much work the run is at this moment. Processor time is that of the server.
- **Another session's slider**: a client without a browser replays, while the run goes on, what a browser has sent
  for two key presses on the slider of "Learning speed", in turns, with 0.1 s between them; from the message until its
  fragment has run. *Alone* are runs without it.
- **Scrubbing**: a run rests after six epochs. From a move of the bar below its picture until the open section says that
  it is of that moment, and the page is at rest; the browser waits 0.25 s of this for the bar to rest. Processor time is
  that of the server, for one move.
- **Memory**: the resident memory of the server's process. Ten sessions are clients without a browser, as in
  `benchmarks/live.py`. *Widest nets* are two of four hidden layers with 256 neurons each, on 500 images, so
  that their epochs are short. *Start of the tenth*: from connecting to the first updates that it hears of, while nine
  train.
"""

import asyncio
import statistics
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, BrowserContext, Page, async_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from benchmarks.browser import PAGES, READY, ROOT, Server, launch_options, serving
from benchmarks.live import PROBE, Client, Protocol, Traffic, protocol_of

NAME, OTHER = "Handwritten digits", "Learning speed"
ALONE = "digits_two=false&digits_layers=2&digits_hidden=ReLU&digits_cost=Cross-entropy&digits_eta=0.1"
"""The intermediate net alone."""
AT_REST = "&digits_at=0"
WIDEST = "digits_layers=4&digits_layers_b=4&digits_width=256&digits_width_b=256&digits_images=500"
LONG = "digits_epochs=200"
SESSIONS = 10
VIEW = {"width": 1024, "height": 768}

OPENING = """() => {
  const opening = (window.opening = { title: null, picture: null, learning: null });
  const find = (root) => root.querySelector(".stage")
    ?? [...root.querySelectorAll("*")].map((each) => each.shadowRoot && find(each.shadowRoot)).find(Boolean);
  const look = () => {
    if (document.querySelector("h1")) opening.title ??= performance.now();
    const updates = find(document)?.dataset.updates;
    if (updates !== undefined) opening.picture ??= performance.now();
    if (Number(updates) > 0) opening.learning ??= performance.now();
    if (opening.learning === null) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
CORE = """
import core
from core.digits.plan import BOOK_INTERMEDIATE
from core.digits.run import DigitsRun
from time import perf_counter, process_time
DigitsRun(BOOK_INTERMEDIATE).advance(469)
began, computed = perf_counter(), process_time()
DigitsRun(BOOK_INTERMEDIATE).advance(BOOK_INTERMEDIATE.last)
print(perf_counter() - began, process_time() - computed)
"""


@dataclass(frozen=True)
class Trained:
    """20 epochs on the page: seconds, messages, the server's processor time, and the other session's waits."""

    seconds: float
    messages: int
    server: float
    waits: Sequence[float]


# --- Opening ---------------------------------------------------------------------------------------------------------


async def opened(context: BrowserContext, server: Server) -> tuple[float, float, float]:
    """Open the page in a new tab; return the seconds until its title, its picture, and its first updates."""
    page = await context.new_page()
    await page.add_init_script(f"({OPENING})()")
    await page.goto(server.address(NAME), wait_until="commit")
    await page.wait_for_function("() => window.opening.learning !== null", timeout=60_000)
    title, picture, learning = await page.evaluate("[opening.title, opening.picture, opening.learning]")
    await page.close()
    await asyncio.sleep(2)  # until the server has dropped the session
    return title / 1000, picture / 1000, learning / 1000


async def opened_anew(browser: Browser, server: Server) -> tuple[float, float, float]:
    """Open the page with nothing in the browser's cache."""
    async with await browser.new_context(viewport=VIEW) as context:  # type: ignore[arg-type]
        return await opened(context, server)


async def nothing_opened(browser: Browser, times: int) -> list[float]:
    """Return the seconds until the title of a page with nothing else, each time with an empty cache."""
    found: list[float] = []
    with TemporaryDirectory() as folder:
        (Path(folder) / "app.py").write_text('import streamlit as st\n\nst.title("Hello")\n', "utf-8")
        with serving(Path(folder)) as server:
            for _ in range(times + 1):
                async with await browser.new_context(viewport=VIEW) as context:  # type: ignore[arg-type]
                    page = await context.new_page()
                    await page.add_init_script(f"({OPENING})()")
                    await page.goto(server.url, wait_until="commit")
                    await page.wait_for_function("() => window.opening.title !== null", timeout=60_000)
                    found.append(await page.evaluate("opening.title") / 1000)
    return found[1:]  # the first visit has the server compile what it needs


async def visit_others(browser: Browser, server: Server) -> None:
    """Visit every other page once."""
    page = await browser.new_page(viewport=VIEW)  # type: ignore[arg-type]
    for name in PAGES:
        if name != NAME:
            await page.goto(server.address(name))
            await page.wait_for_function(READY, timeout=60_000)
    await page.close()


# --- Training --------------------------------------------------------------------------------------------------------


def core_alone() -> tuple[float, float]:
    """Return the seconds of the clock and of the processor for 20 epochs of the intermediate net without a page."""
    told = subprocess.run([sys.executable, "-c", CORE], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    clock, processor = map(float, told.split())
    return clock, processor


async def at_rest(browser: Browser, server: Server, query: str) -> tuple[Page, Traffic]:
    """Open the page with a run that rests at its start."""
    page = await browser.new_page(viewport=VIEW)  # type: ignore[arg-type]
    traffic = Traffic()
    traffic.watch(page)
    await page.goto(server.address(NAME, query + AT_REST))
    await page.wait_for_function(READY, timeout=60_000)
    await page.locator(".stage[data-frames]").wait_for(state="attached")
    await page.wait_for_timeout(1500)
    return page, traffic


async def train(browser: Browser, server: Server, slider: Sequence[BackMsg] | None = None) -> Trained:
    """Train the intermediate net to its end; another session moves a slider meanwhile, if its messages are given."""
    page, _ = await at_rest(browser, server, ALONE)
    await page.evaluate(PROBE)
    end, waits = asyncio.Event(), list[float]()
    other = None if slider is None else asyncio.create_task(move_slider(server, slider, end, waits))
    await asyncio.sleep(2)
    waits.clear()
    computed, began = server.cpu_seconds(), time.perf_counter()
    await page.get_by_role("button", name="Train", exact=True).click()
    pause = page.get_by_role("button", name="Pause", exact=True)
    await pause.wait_for()
    await pause.wait_for(state="detached", timeout=120_000)
    seconds, computed = time.perf_counter() - began, server.cpu_seconds() - computed
    during = list(waits)
    end.set()
    if other is not None:
        await other
    messages = await page.evaluate("probe.changes.length")
    await page.close()
    return Trained(seconds, messages, computed, during)


async def slider_messages(browser: Browser, server: Server, name: str = OTHER) -> list[BackMsg]:
    """Return what a browser sends on another page: its first run, and two moves of a live slider."""
    page = await browser.new_page(viewport=VIEW)  # type: ignore[arg-type]
    traffic = Traffic()
    traffic.watch(page)
    await page.goto(server.address(name))
    await page.wait_for_function(READY, timeout=60_000)
    await page.locator("input[type=range]").first.focus()
    for key in ("ArrowRight", "ArrowLeft"):
        await page.keyboard.press(key)
        await page.wait_for_timeout(300)
    await page.close()
    runs = [message for message in map(BackMsg.FromString, traffic.sent) if message.HasField("rerun_script")]
    moves = [run for run in runs if run.rerun_script.fragment_id]
    return [runs[0], *moves[:2]]


async def move_slider(server: Server, messages: Sequence[BackMsg], end: asyncio.Event, waits: list[float]) -> None:
    """Open the other page, and move its slider ten times a second at most; note the seconds that each move takes."""
    first, *moves = messages
    address = server.url.replace("http", "ws", 1) + "/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=None) as socket:  # type: ignore[list-item]

        async def run(message: BackMsg) -> int:
            """Send a message, and return how many elements come before its run has ended."""
            await socket.send(message.SerializeToString())
            elements = 0
            async for payload in socket:
                assert isinstance(payload, bytes)
                heard = ForwardMsg.FromString(payload)
                elements += heard.WhichOneof("type") in ("delta", "ref_hash")
                if heard.WhichOneof("type") == "script_finished":
                    break
            return elements

        await run(first)
        while not end.is_set():
            for move in moves:
                began = time.perf_counter()
                if not await run(move):
                    raise RuntimeError("the slider's fragment has drawn nothing: its messages are not understood")
                waits.append(time.perf_counter() - began)
                await asyncio.sleep(0.1)


# --- Scrubbing -------------------------------------------------------------------------------------------------------


async def scrub(browser: Browser, server: Server, section: str, nets: str, moves: int) -> tuple[list[float], float]:
    """Move the bar, each time to another epoch; return the seconds of each move, and the server's for one of them."""
    page = await browser.new_page(viewport=VIEW)  # type: ignore[arg-type]
    await page.goto(server.address(NAME, f"{nets}&digits_at=6&digits_image=18&{section}"))
    await page.get_by_role("button", name="Train", exact=True).wait_for(timeout=120_000)
    await page.wait_for_function(READY)
    await page.wait_for_timeout(2000)
    per_epoch = int(await page.locator(".stage").evaluate("(root) => root.stage.data.per_epoch"))
    seconds, computed = list[float](), server.cpu_seconds()
    for k in range(moves):
        epoch = 1 + 2 * (k % 2)
        words = f"run after {epoch} epoch{'s' * (epoch > 1)}"
        began = time.perf_counter()
        await page.locator(".stage input").fill(str(epoch * per_epoch))
        await page.locator(f'[class*="st-key-section_"] p:has-text("{words}")').wait_for()
        await page.wait_for_function(READY)
        seconds.append(time.perf_counter() - began)
        await page.wait_for_timeout(500)
    computed = server.cpu_seconds() - computed
    await page.close()
    return seconds, computed / moves


async def measure_scrubbing(browser: Browser, moves: int) -> None:
    """Print the rows of the sections that look into the nets."""
    with serving() as server:
        for what, nets in (("the book's nets", "digits_images=10000"), ("widest nets", WIDEST)):
            for section in ("tab=Draw a digit", "part=Weights", "part=Layers", "part=Mistakes"):
                tab = "&digits_tab=Look inside" if section.startswith("part") else ""
                seconds, computed = await scrub(browser, server, f"digits_{section}{tab}", nets, moves)
                name = section.split("=")[1]
                row(f"a move of the bar, {name}, {what}, s; processor, s", f"{spread(seconds)}; {computed:.2f}")


# --- Memory ----------------------------------------------------------------------------------------------------------


def memory(server: Server) -> float:
    """Return the resident memory of the server's process in MB (on Linux)."""
    told = Path(f"/proc/{server.process.pid}/status").read_text()
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("VmRSS")) / 1000


async def until(true: Callable[[], object], seconds: float = 120.0) -> float:
    """Wait until something holds; return the seconds that it took."""
    began = time.perf_counter()
    while not true():
        if time.perf_counter() - began > seconds:
            raise TimeoutError(f"it does not hold after {seconds:.0f} s")
        await asyncio.sleep(0.01)
    return time.perf_counter() - began


async def together(server: Server, protocol: Protocol, seconds: float) -> tuple[float, float]:
    """Let ten sessions train; return the most MB seen, and the seconds until the tenth heard of its first updates."""
    end = asyncio.Event()
    members = [Client(protocol) for _ in range(SESSIONS)]
    tasks = [asyncio.create_task(member.run(server, end)) for member in members[:-1]]
    await until(lambda: all(member.frames for member in members[:-1]))
    tasks.append(asyncio.create_task(members[-1].run(server, end)))
    start, most = await until(lambda: members[-1].frames), 0.0
    stop = time.perf_counter() + seconds
    while time.perf_counter() < stop:
        most = max(most, memory(server))
        await asyncio.sleep(0.2)
    end.set()
    await asyncio.gather(*tasks)
    await asyncio.sleep(3)  # until the server has dropped the sessions
    return most, start


async def ten_sessions(browser: Browser, server: Server, query: str, seconds: float) -> tuple[float, float]:
    """Find what a browser sends for a run with this query, and let ten clients do the same."""
    page, traffic = await at_rest(browser, server, query)
    await page.get_by_role("button", name="Train", exact=True).click()
    await page.wait_for_timeout(2000)
    await page.close()
    return await together(server, protocol_of(traffic.sent), seconds)


# --- The table -------------------------------------------------------------------------------------------------------


def row(what: str, measured: str, expected: str = "") -> None:
    """Print a line of the table."""
    print(f"| {what} | {measured} | {expected} |", flush=True)


def spread(values: Sequence[float]) -> str:
    """Return the median and the largest of some seconds."""
    return f"{statistics.median(values):.2f} ({max(values):.2f})"


def report_openings(when: str, times: Sequence[tuple[float, float, float]]) -> None:
    """Print the rows of some openings."""
    for k, (what, expected) in enumerate((("title", "≤ 1"), ("picture", ""), ("learning", "≤ 2"))):
        row(f"{when}: {what}, s", spread([each[k] for each in times]), expected)


def report_training(trained: Sequence[Trained], alone: Sequence[Trained], core: Sequence[tuple[float, float]]) -> None:
    """Print the rows of the training: with another session's slider, alone, and without a page."""
    row("20 epochs, s", spread([each.seconds for each in trained]), "≤ 8")
    row("20 epochs alone, s", spread([each.seconds for each in alone]), "≤ 8")
    row("the same, core alone, s", spread([clock for clock, _ in core]))
    row("the same, core alone, processor, s", spread([processor for _, processor in core]))
    ratio = statistics.median(each.seconds / clock for each, (clock, _) in zip(alone, core, strict=True))
    row("20 epochs alone / core alone, clock", f"{ratio:.2f}")
    row("server's processor time, alone, s", spread([each.server for each in alone]))
    least = min(each.messages / each.seconds for each in (*trained, *alone))
    row("messages a second, least", f"{least:.1f}", "≥ 4")
    waits = [1000 * wait for each in trained for wait in each.waits]
    row("another session's slider, ms: median", f"{statistics.median(waits):.0f} of {len(waits)}")
    row("another session's slider, ms: p95", f"{statistics.quantiles(waits, n=20)[-1]:.0f}", "< 300")


async def measure_page(browser: Browser, openings: int, runs: int) -> None:
    """Print the rows of the openings and of the training."""
    with serving() as server:
        await visit_others(browser, server)
        row("memory before the page is opened, MB", f"{memory(server):.0f}")
        first = await opened_anew(browser, server)
        told = ", ".join(f"{each:.2f}" for each in first)
        row("the first opening: title, picture, learning, s", told, "≤ 1, , ≤ 2")
        row("memory with the images, MB", f"{memory(server):.0f}", "≤ 500")
        row("a page with nothing: title, s", spread(await nothing_opened(browser, openings)))
        report_openings("opening", [await opened_anew(browser, server) for _ in range(openings)])
        async with await browser.new_context(viewport=VIEW) as context:  # type: ignore[arg-type]
            report_openings("again", [await opened(context, server) for _ in range(openings + 1)][1:])
        slider = await slider_messages(browser, server)
        trained, alone, core = list[Trained](), list[Trained](), list[tuple[float, float]]()
        for _ in range(runs):
            core.append(core_alone())
            alone.append(await train(browser, server))
            trained.append(await train(browser, server, slider))
        report_training(trained, alone, core)


async def measure_memory(browser: Browser, seconds: float) -> None:
    """Print the rows of ten sessions, each time with a new server: one that they have left keeps them for a while."""
    for name, query in (("the two nets of the book", LONG), ("widest nets", f"{LONG}&{WIDEST}")):
        with serving() as server:
            await visit_others(browser, server)
            most, start = await ten_sessions(browser, server, query, seconds)
        row(f"memory, ten sessions train {name}, MB", f"{most:.0f}", "≤ 1,000")
        row(f"start of the tenth, {name}, s", f"{start:.1f}")


async def main(openings: int, runs: int, seconds: float, parts: Sequence[str]) -> None:
    """Measure, and print the table."""
    print("| what | measured | expected |\n|:--|--:|--:|", flush=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**launch_options())  # type: ignore[arg-type]
        if "page" in parts:
            await measure_page(browser, openings, runs)
        if "scrubbing" in parts:
            await measure_scrubbing(browser, 6)
        if "memory" in parts:
            await measure_memory(browser, seconds)
        await browser.close()


if __name__ == "__main__":
    parser = ArgumentParser(description="Measure how the page on handwritten digits opens, trains and fills memory.")
    parser.add_argument("--openings", type=int, default=5, help="how often the page is opened")
    parser.add_argument("--runs", type=int, default=3, help="how often 20 epochs are trained")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long ten sessions train")
    every = ("page", "scrubbing", "memory")
    parser.add_argument("--parts", nargs="+", choices=every, default=every)
    chosen = parser.parse_args()
    asyncio.run(main(chosen.openings, chosen.runs, chosen.seconds, chosen.parts))
