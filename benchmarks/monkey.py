"""Random use of a page: `python -m benchmarks.monkey [page] [seconds] [seed]`, all pages by default.

A monkey clicks, touches, drags, scrolls, presses keys, types, reloads, and goes back and forward, in a real browser.
What it does follows from the seed alone: each action has a kind and a few numbers from 0 to 1, which choose among what
is on the page. Every dozen actions it lets the page rest, and looks for what must not be: a page that has failed or is
stuck, a complaint in the console, a traceback in the server's log, a control whose value is not that of the address,
or another one once the address is opened anew (guesses aside). Then it prints what it has done, and stops.
"""

import argparse
import random
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from time import monotonic
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Browser, Error, Page, sync_playwright

from benchmarks.browser import AT_REST, PAGES, Server, launch_options, serving
from benchmarks.query_fuzz import WORST
from tests.browser.visitor import POLL, Visitor, same

WINDOWS = ({"width": 1440, "height": 900}, {"width": 1024, "height": 768}, {"width": 390, "height": 844})
BURST = 12
"""Actions between two rests."""
FRESH = 4
"""Rests between two times that the address is opened anew."""
KEYS = (
    "Tab",
    "Shift+Tab",
    "ArrowLeft",
    "ArrowRight",
    "ArrowUp",
    "ArrowDown",
    "Enter",
    " ",
    "Escape",
    "Home",
    "End",
    "PageUp",
)
TEXTS = (*(text for text in WORST if len(text) < 500 and "\x00" not in text), "0.5", "0,5", "1e-3", "−2", "½", "3")
PRESSED = "button:visible, summary:visible, [role=radio]:visible, [role=option]:visible, label:visible, canvas:visible"
"""What is clicked and touched. Links lead to other pages, which the monkey is not there for."""
HAS_FAILED = '.stException, [data-testid="stAlertContentError"]:has-text("This page has failed")'
REST = 1500
"""Milliseconds after which the page has compared its controls with the address (ui/access.js), or has marked itself."""
GOING = re.compile("(Pause|Stop)$")
"""The buttons that end what runs; the icon's name stands before the label."""
PATIENCE = 45.0
"""Seconds after which a page that does not come to rest is stuck."""
REPLAY = 240.0
"""The same for a run that is brought to the moment of its address."""


class Action(NamedTuple):
    """One action: its kind, and numbers from 0 to 1 that choose where and what."""

    kind: str
    at: float
    x: float
    y: float

    def __str__(self) -> str:
        return f"{self.kind}({self.at:.4f}, {self.x:.4f}, {self.y:.4f})"


KINDS = {
    "press": 22,
    "touch": 10,
    "key": 22,
    "slide": 12,
    "type": 8,
    "drag": 6,
    "click": 8,
    "scroll": 6,
    "reload": 1,
    "back": 2,
    "forward": 2,
    "scheme": 1,
}
"""Each kind of action, and how often it comes."""


def actions(seed: int) -> "Callable[[], Action]":
    """Return what gives the next action of this seed."""
    rng = random.Random(seed)
    kinds, weights = list(KINDS), list(KINDS.values())
    return lambda: Action(rng.choices(kinds, weights)[0], rng.random(), rng.random(), rng.random())


class Monkey:
    """A visitor that acts at random; `done` are its actions, and `faults` what it has found."""

    def __init__(self, browser: Browser, server: Server, name: str, seed: int) -> None:
        self.name, self.next = name, actions(seed)
        window = WINDOWS[seed % len(WINDOWS)]
        self.context = browser.new_context(viewport=window, has_touch=True, reduced_motion="reduce")
        self.context.add_init_script("window.print = () => {}")
        self.visitor = Visitor(self.context.new_page(), server)
        self.log_from = len(server.log.read_text())
        self.page.on("filechooser", lambda chooser: None)
        self.page.on("dialog", lambda dialog: dialog.dismiss())
        self.done: list[Action] = []
        self.faults: list[str] = []

    @property
    def page(self) -> Page:
        return self.visitor.page

    def run(self, seconds: float) -> None:
        """Act for so many seconds, or until there is a fault."""
        end, rests = monotonic() + seconds, 0
        self.page.goto(self.visitor.server.address(self.name, urlencode(AT_REST.get(self.name, {}))))
        self.page.locator("h1").wait_for()
        self.page.set_default_timeout(1500)
        while not self.faults and monotonic() < end:
            for _ in range(BURST):
                self.do(self.next())
            rests += 1
            self.check(anew=rests % FRESH == 0)
        self.context.close()

    def do(self, action: Action) -> None:
        """Do one thing; where it cannot be done just now, nothing."""
        self.done.append(action)
        try:
            getattr(self, action.kind)(action)
        except Error:  # what it chose is gone, covered or disabled
            self.page.mouse.up()

    # --- Kinds of actions ---

    def press(self, action: Action) -> None:
        self._chosen(PRESSED, action).click(position=None, timeout=800)

    def touch(self, action: Action) -> None:
        self._chosen(PRESSED, action).tap(timeout=800)

    def key(self, action: Action) -> None:
        for _ in range(1 + int(3 * action.x)):
            self.page.keyboard.press(KEYS[int(action.at * len(KEYS))])

    def slide(self, action: Action) -> None:
        box = self._chosen("input[type=range]:visible", action).bounding_box(timeout=800)
        if box:
            y = box["y"] + box["height"] / 2
            self._drag((box["x"] + action.x * box["width"], y), (box["x"] + action.y * box["width"], y))

    def type(self, action: Action) -> None:
        box = self._chosen("input[type=text]:visible, textarea:visible", action)
        box.fill(TEXTS[int(action.x * len(TEXTS))], timeout=800)
        if action.y < 0.8:
            box.press("Enter", timeout=800)

    def drag(self, action: Action) -> None:
        self._drag(self._point(action.at, action.x), self._point(action.x, action.y))

    def click(self, action: Action) -> None:
        on_a_link = "([x, y]) => Boolean(document.elementFromPoint(x, y)?.closest('a'))"
        if not self.page.evaluate(on_a_link, self._point(action.x, action.y)):
            self.page.mouse.click(*self._point(action.x, action.y), click_count=1 + int(1.2 * action.at))

    def scroll(self, action: Action) -> None:
        self.page.mouse.move(*self._point(action.x, action.y))
        self.page.mouse.wheel(0, 2400 * (action.at - 0.4))

    def reload(self, action: Action) -> None:
        self.page.reload(timeout=60_000)

    def back(self, action: Action) -> None:
        self.page.go_back(timeout=60_000)
        self._return()

    def forward(self, action: Action) -> None:
        self.page.go_forward(timeout=60_000)
        self._return()

    def scheme(self, action: Action) -> None:
        self.page.emulate_media(color_scheme="dark" if action.at < 0.5 else "light")

    def _chosen(self, selector: str, action: Action):
        found = self.page.locator('[data-testid="stMain"], body > div').locator(selector)
        count = found.count()
        if not count:
            raise Error("there is none")
        return found.nth(int(action.at * count))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        size = self.page.viewport_size or WINDOWS[0]
        return x * size["width"], y * size["height"]

    def _drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=6)
        self.page.mouse.up()

    # --- What must not be ---

    def _return(self) -> None:
        """Open the page anew if Back or Forward has led away from it."""
        if not self._is_here():
            self.visitor.page.goto(self.visitor.server.address(self.name), timeout=60_000)

    def _is_here(self) -> bool:
        return self.page.url.startswith("http") and urlsplit(self.page.url).path.strip("/") == PAGES[self.name]

    def check(self, *, anew: bool) -> None:
        """Let the page rest, and note what is wrong."""
        self.page.keyboard.press("Escape")
        with suppress(Error):  # a page that is just being left has no focus
            self.page.evaluate("() => document.activeElement?.blur()")  # what was typed counts once its box is left
        self._return()
        if not self._rests():
            return
        if self.page.locator(HAS_FAILED).count():
            self.faults.append("the page has failed")
        self.faults += self.visitor.complaints
        log = self.visitor.server.log.read_text()[self.log_from :]
        if "Uncaught app execution" in log:
            self.faults.append("the server's log has a traceback:\n" + log[-4000:])
        self.faults += self._unlike(self.visitor.query, "the address says")
        if anew and not self.faults:
            before = {key: value for key, value in self.visitor.values.items() if "_guess" not in key}
            self.page.goto(self.page.url, timeout=60_000)
            if self._rests(self._wait_for_replay):
                self.faults += self._unlike(before, "before the address was opened anew it was")

    def _rests(self, end: Callable[[], None] | None = None) -> bool:
        """Wait until the page rests, all drags and runs are over, and the address holds what is on the page.

        `end` has its runs end; by default they are stopped.
        """
        end = end or self._end_what_runs
        self.page.set_default_timeout(1000 * PATIENCE)
        try:
            end()
            self.visitor.settle(500)
            end()
            self.visitor.settle(REST)
            self.page.wait_for_function("() => !('restoring' in document.documentElement.dataset)", polling=POLL)
            self.visitor.settle()
        except Error as stuck:
            self.faults.append(f"the page is stuck: {stuck}")
            return False
        finally:
            self.page.set_default_timeout(1500)
        return True

    def _wait_for_replay(self) -> None:
        """Wait until a run has come to the moment of its address: to stop it before would be another moment."""
        self.page.locator("h1").wait_for()
        pause = self.page.get_by_test_id("stMain").get_by_role("button", name=GOING)
        pause.first.wait_for(state="detached", timeout=1000 * REPLAY)

    def _end_what_runs(self) -> None:
        """Press Pause and Stop: a long run would go on for minutes."""
        self.page.locator("h1").wait_for()
        going = self.page.get_by_test_id("stMain").get_by_role("button", name=GOING)
        end = monotonic() + PATIENCE
        while going.count():
            if monotonic() > end:
                raise Error("what runs does not end when it is asked to")
            with suppress(Error):  # it has ended by itself
                going.first.click(timeout=5_000)
            self.page.wait_for_timeout(POLL)

    def _unlike(self, wanted: dict[str, str], words: str) -> list[str]:
        """Return the controls whose value is another than is wanted."""
        now = self.visitor.values
        return [
            f"{key} is {now[key]!r}, {words} {wanted[key]!r}"
            for key in wanted.keys() & now.keys()
            if not same(now[key], wanted[key]) and now[key].lower() != wanted[key].lower()
        ]


def let_loose(browser: Browser, server: Server, name: str, seconds: float, seed: int) -> Monkey:
    """Let a monkey use a page for so many seconds."""
    monkey = Monkey(browser, server, name, seed)
    monkey.run(seconds)
    return monkey


def main(arguments: Sequence[str] | None = None) -> int:
    """Let a monkey use the page that is named, or each in turn, and print what it has found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.monkey", description=__doc__)
    parser.add_argument("page", nargs="?", choices=["all", *PAGES], default="all")
    parser.add_argument("seconds", nargs="?", type=float, default=600.0)
    parser.add_argument("seed", nargs="?", type=int, default=0)
    asked = parser.parse_args(arguments)
    failed = False
    print("| page | seed | actions | faults |\n|---|--:|--:|--:|")
    with serving() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        for name in PAGES if asked.page == "all" else [asked.page]:
            monkey = let_loose(browser, server, name, asked.seconds, asked.seed)
            print(f"| {name} | {asked.seed} | {len(monkey.done)} | {len(monkey.faults)} |", flush=True)
            if monkey.faults:
                failed = True
                print("\n".join(monkey.faults), "\nIt has done:", *monkey.done, sep="\n", file=sys.stderr, flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
