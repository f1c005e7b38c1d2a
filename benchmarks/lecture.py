"""How soon the next step of a lecture is seen: `python -m benchmarks.lecture [--stay 2]`.

A real server and a headless Chromium, both on this machine, window 1024 × 768. A lecture of ten steps through all six
lessons is gone through twice forwards and twice backwards, by the keys of a presenter: Page Down and Page Up.

- **Key → picture**: from the key's event to the animation frame after the one in which the step's frame is shown, its
  page has run, its charts are drawn, and its number is on it. All in the browser's own clock.
- **Right**: steps on which that number was found. Each step has a number that no other step has.
- **Neighbours ready**: from the picture until the step before and the step after are computed, too.

A key is pressed once the neighbours are ready, and in a second round so many seconds after the last picture (`--stay`).
"""

import argparse
from statistics import median, quantiles
from typing import NamedTuple
from urllib.parse import urlencode

from playwright.sync_api import Page, sync_playwright

from benchmarks.browser import READY, launch_options, serving
from core.lecture import Lecture, packed
from ui.lessons.lecture import prepared

TOLD = (
    (prepared.AWFUL, "cross-entropy 2.127"),
    (prepared.FLAT, "820 times as far"),
    (prepared.FRESH, "84.0 % of 256"),
    (prepared.WRONG, "quadratic after 232"),
    (prepared.WORSE, "quadratic after 1,416"),
    (prepared.RAISED, "quadratic after 6,"),
    (prepared.PARKED, "the cost is 0.3020"),
    (prepared.RATES, "0.2540"),
    (prepared.MAZUR, "to 0.2910"),
    (prepared.STUCK, "Epoch 60 of 60"),
)
"""The ten steps, and what each of them alone says."""
ROUNDS = 2
PROBE = """(numbers) => {
  const find = (root) => [...root.querySelectorAll("*")].map((each) => each.shadowRoot).filter(Boolean);
  const dialog = () => find(document).map((root) => root.querySelector("dialog.lecture")).find(Boolean);
  const origin = performance.timeOrigin;
  const probe = (window.probe = { key: 0, took: null });
  const heard = (event) => {
    const own = event.view ? event.view.performance.timeOrigin : origin;
    Object.assign(probe, { key: event.timeStamp + own - origin, took: null });
  };
  window.addEventListener("keydown", heard, true);
  const shows = (at) => {
    const frame = dialog()?.querySelector("iframe.present");
    const page = frame?.contentDocument;
    const place = dialog()?.querySelector(".place").textContent;
    return place === `${at + 1} of ${numbers.length}` && frame.dataset.ready === "true"
      && page.querySelector('[data-testid="stMain"]').textContent.replaceAll("\\u00a0", " ").includes(numbers[at]);
  };
  probe.shows = shows;
  probe.wait = (at) => new Promise((seen) => {
    const look = () => shows(at)
      ? requestAnimationFrame((now) => seen(performance.now() - probe.key))
      : requestAnimationFrame(look);
    look();
  });
  probe.ready = (at) => {
    const wanted = [at - 1, at, at + 1].filter((place) => place in numbers).length;
    const frames = [...dialog().querySelectorAll("iframe")];
    for (const frame of frames) {
      if (frame.contentWindow.probed || !frame.contentDocument?.body) continue;
      frame.contentWindow.probed = true;
      frame.contentWindow.addEventListener("keydown", heard, true);
    }
    return frames.length === wanted && frames.every((frame) => frame.dataset.ready === "true");
  };
}"""


class Move(NamedTuple):
    """One key: ms until the picture, and ms from there until the neighbours were ready."""

    took: float
    neighbours: float


def walk(page: Page, stay: float | None) -> list[Move]:
    """Go through the lecture forwards and backwards, and return what each key took."""
    last, moves = len(TOLD) - 1, list[Move]()
    ways = [*range(1, last + 1), *range(last - 1, -1, -1)] * ROUNDS
    page.evaluate("probe.wait(0)")
    page.wait_for_function("() => probe.ready(0)")
    at = 0
    for to in ways:
        page.keyboard.press("PageDown" if to > at else "PageUp")
        took = page.evaluate("(at) => probe.wait(at)", to)
        start = page.evaluate("performance.now()")
        if stay is None:
            page.wait_for_function("(at) => probe.ready(at)", arg=to)
        else:
            page.wait_for_timeout(1000 * stay)
            page.evaluate("(at) => probe.ready(at)", to)
        moves.append(Move(took, page.evaluate("performance.now()") - start))
        at = to
    return moves


def run(url: str, stay: float | None) -> list[Move]:
    """Open the lecture in a fresh browser, and walk through it."""
    lecture = Lecture("", tuple(scene.lasting(1) for scene, _ in TOLD))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        page = browser.new_page(viewport={"width": 1024, "height": 768})
        page.set_default_timeout(120_000)
        page.goto(f"{url}/Lecture?{urlencode({'lecture_steps': packed(lecture)})}")
        page.wait_for_function(READY)
        page.evaluate(PROBE, [text for _, text in TOLD])
        page.get_by_role("button", name="Start").click()
        moves = walk(page, stay)
        browser.close()
        return moves


def row(name: str, moves: list[Move]) -> str:
    """A row of the table."""
    took = [move.took for move in moves]
    neighbours = f"{median(move.neighbours for move in moves) / 1000:.1f}"
    return (
        f"| {name} | {len(moves)} | {len(moves)} | {median(took):.0f} | {quantiles(took, n=20)[-1]:.0f} | "
        f"{max(took):.0f} | {neighbours} |"
    )


def main(stay: float) -> None:
    """Print the table."""
    print(
        "| next key | keys | right | key → picture, median ms | p95 ms | most ms | until the next key, median s |",
        "|:--|--:|--:|--:|--:|--:|--:|",
        sep="\n",
    )
    with serving() as server:
        print(row("when the neighbours are ready", run(server.url, None)), flush=True)
        print(row(f"{stay:g} s after the picture", run(server.url, stay)), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure how soon the next step of a lecture is seen.")
    parser.add_argument("--stay", type=float, default=2.0, help="seconds at a step in the second round")
    main(parser.parse_args().stay)
