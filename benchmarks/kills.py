"""What a lost server or a cut connection loses: `python -m benchmarks.kills [--rounds 20] [--kinds playing …]`.

Two servers, and before them a proxy that passes bytes on to one of them. A headless Chromium has a tab for each kind of
state, four of them open at once. A round brings each tab into its state, with other values each time, and then

- **kills**: the server is ended by SIGKILL and started again on its port at once, so that it knows nothing; or
- **cuts**: the proxy cuts all connections. In every second round those that come afterwards lead to the other server,
  which has never seen these tabs.

- **Same state**: the tab has come back by itself, in the same document, and shows what it showed, at most 10 seconds
  after the kill or the cut: address, every control, the sentence beside the picture, and what the kind adds. A run that
  played has come at least as far as it was and plays on; a study that trained does so again.
- **After the server answers**: the same, from the moment at which a server answers again. A server that is started anew
  imports its libraries first, which takes three seconds of an idle core, and more where other programs run.
- **Next action**: what is done first then has its effect within some seconds. It changes from round to round: a slider
  is dragged, a number typed, a preset, Step, Epoch, Train or Pause pressed, a stroke drawn.
- **By hand**: documents that had to be loaded anew. None is, so this counts tabs that are another document.

A drag under way is released while there is no connection in one half of the rounds, and after it is back in the other.
"""

import io
import random
import re
import tempfile
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Page, sync_playwright
from playwright.sync_api import TimeoutError as NotInTime

from benchmarks.browser import PAGES, READY, VALUES, launch_options
from benchmarks.losing import Mortal, Proxy, copies

WITHIN = 10.0
"""Seconds until the same state."""
AT_ALL = 90.0
"""Seconds after which a tab is given up."""
EFFECT = 20.0
"""Seconds until an action has its effect; a busy machine draws several tabs at once."""
LOOK = 50
"""Ms between two looks."""

STATE = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return {
    connected: app?.dataset.testConnectionState === "CONNECTED",
    rests: app?.dataset.testScriptState === "notRunning",
    back: document.connections ?? 0,
  };
}"""
SENTENCE = """() => document.querySelector('[data-testid="stMain"] [class*="st-key-sentence_"]')?.innerText ?? "" """
RUN = """() => {
  const runs = [...(document.trainingRuns?.entries() ?? [])];
  const [name, { now, playing }] = runs.at(-1) ?? ["", {}];
  return { name, updates: now?.updates ?? 0, playing: Boolean(playing) };
}"""
SLIDERS = "() => Object.fromEntries(Object.entries(document.sliders ?? {}).map(([key, { current }]) => [key, current]))"


@dataclass
class Tab:
    """A page that is brought into a state of one kind, loses its server, and is looked at."""

    page: Page
    url: str
    kind: "Kind"
    chance: random.Random
    before: Any = None
    came_back: int = 0
    back: float | None = None
    seen: object = None
    notes: list[str] = field(default_factory=list)

    def open(self) -> None:
        """Open the page of its kind."""
        query = f"?{self.kind.query}" if self.kind.query else ""
        self.page.goto(f"{self.url}/{PAGES[self.kind.lesson]}{query}")
        self.page.wait_for_function(READY, timeout=60_000)
        self.page.evaluate("window.first = true")

    def shown(self) -> dict[str, Any]:
        """Return the address, every control, where the sliders stand, and the sentence."""
        return {
            "query": sorted(self.page.url.partition("?")[2].replace(".0", "").split("&")),
            "values": self.page.evaluate(VALUES),
            "sliders": self.page.evaluate(SLIDERS),
            "sentence": self.page.evaluate(SENTENCE),
        }

    def state(self) -> dict[str, Any]:
        """Return whether it is connected, whether no script runs, and how often it has come back."""
        return self.page.evaluate(STATE)

    def run(self) -> dict[str, Any]:
        """Return the run that its picture shows."""
        return self.page.evaluate(RUN)

    def until(self, holds: Callable[[], object], seconds: float = EFFECT) -> bool:
        """Wait until something holds; return whether it did in time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if holds():
                return True
            self.page.wait_for_timeout(LOOK)
        return bool(holds())

    def goes_on(self, seen: object) -> bool:
        """Return whether this is something else than at the look before."""
        before, self.seen = self.seen, seen
        return before is not None and before != seen

    def settle(self) -> None:
        """Wait until nothing runs and the same is shown for a while."""
        shown: Any = None
        for _ in range(60):
            last, shown = shown, self.shown()
            if last == shown and self.state()["rests"]:
                return
            self.page.wait_for_timeout(350)

    def press(self, name: str) -> None:
        """Press a button by its name."""
        self.page.get_by_role("button", name=name, exact=True).first.click(timeout=5000)

    def presses(self, name: str) -> bool:
        """Return whether there is a button of this name that can be pressed."""
        found = self.page.get_by_role("button", name=name, exact=True)
        return found.count() > 0 and found.first.is_enabled()

    def place(self, key: str, share: float) -> tuple[float, float]:
        """Return where the thumb of a slider stands at this share of its range, about."""
        box = self.page.locator(f'.st-key-{key}_live input[type="range"]').bounding_box()
        assert box is not None
        return box["x"] + 8 + share * (box["width"] - 16), box["y"] + box["height"] / 2

    def drag(self, key: str, share: float, *, release: bool = True) -> None:
        """Drag a slider to a share of its range, in some steps."""
        self.page.bring_to_front()
        self.page.locator(f".st-key-{key}_live").scroll_into_view_if_needed()
        mouse = self.page.mouse
        mouse.move(*self.place(key, self.chance.random()))
        mouse.down()
        mouse.move(*self.place(key, share), steps=5)
        if release:
            mouse.up()

    def agrees(self, key: str) -> bool:
        """Return whether the thumb, the number that is bound to it and the address say the same."""
        at, shown = self.page.evaluate(SLIDERS).get(key), self.page.evaluate(VALUES).get(key)
        named = re.search(rf"[?&]{key}=([^&]*)", self.page.url)
        same = shown is not None and at is not None and abs(float(shown) - at) < 1e-6
        return same and (named is None or abs(float(named[1]) - at) < 1e-6)


class Kind:
    """A kind of state: the page, how a tab is brought into it, what is the same afterwards, and what is done next."""

    name, lesson, query = "", "", ""

    def prepare(self, tab: Tab, turn: int) -> None:
        """Bring the tab into a state."""

    def shown(self, tab: Tab) -> Any:
        """Return what is to be the same afterwards."""
        return tab.shown()

    def meanwhile(self, tab: Tab, turn: int) -> None:
        """Do something while there is no connection."""

    def is_same(self, tab: Tab) -> bool:
        """Return whether the tab shows what it showed."""
        return tab.state()["rests"] and self.shown(tab) == tab.before

    def act(self, tab: Tab, turn: int) -> bool:
        """Do the next action; return whether it has its effect."""
        raise NotImplementedError


def drags(tab: Tab, key: str) -> bool:
    """Drag a slider; return whether the page follows."""
    before = tab.shown()
    tab.drag(key, tab.chance.uniform(0.1, 0.9))
    return tab.until(lambda: tab.shown()["values"] != before["values"] and tab.agrees(key))


def types(tab: Tab, key: str, value: str) -> bool:
    """Type a number; return whether the page follows."""
    box = tab.page.locator(f'.st-key-{key}_live input[type="text"]')
    box.fill(value)
    box.press("Enter")
    return tab.until(lambda: abs(float(tab.page.evaluate(VALUES)[key]) - float(value)) < 1e-6 and tab.agrees(key))


def chooses(tab: Tab, preset: str) -> bool:
    """Press a preset; return whether it is in force then."""
    tab.press(preset)
    tick = tab.page.locator(f'button:has-text("{preset}") [data-testid="stIconMaterial"]')
    return tab.until(lambda: tick.count() > 0)


class Sliders(Kind):
    name, lesson = "sliders moved", "Learning speed"
    keys = ("speed_w", "speed_b", "speed_eta")

    def prepare(self, tab: Tab, turn: int) -> None:
        for key in tab.chance.sample(self.keys, 2):
            tab.drag(key, tab.chance.uniform(0.1, 0.9))
            tab.page.wait_for_timeout(600)
        tab.settle()

    def act(self, tab: Tab, turn: int) -> bool:
        what = turn % 4
        if what == 0:
            return drags(tab, self.keys[turn // 4 % 3])
        if what == 1:
            return types(tab, self.keys[turn // 4 % 3], f"{tab.chance.uniform(0.2, 1.4):.2f}")
        if what == 2:
            return chooses(tab, PRESETS[turn // 4 % len(PRESETS)])
        before = tab.shown()
        tab.press("Play")
        played = tab.until(lambda: tab.shown()["sentence"] != before["sentence"])
        tab.until(lambda: tab.presses("Play"))  # it stops by itself where an output comes near its target
        return played


class Drag(Sliders):
    name = "a drag under way"

    def prepare(self, tab: Tab, turn: int) -> None:
        tab.settle()
        self.key = self.keys[turn % 3]
        tab.drag(self.key, tab.chance.uniform(0.1, 0.9), release=False)
        self.held = True
        self.share = tab.chance.uniform(0.1, 0.9)

    def shown(self, tab: Tab) -> Any:
        return None

    def meanwhile(self, tab: Tab, turn: int) -> None:
        tab.page.mouse.move(*tab.place(self.key, self.share), steps=4)
        if turn % 2 == 0:
            self._release(tab)

    def is_same(self, tab: Tab) -> bool:
        if self.held:
            tab.page.mouse.move(*tab.place(self.key, self.share), steps=2)
            self._release(tab)
        return tab.state()["rests"] and tab.agrees(self.key)

    def _release(self, tab: Tab) -> None:
        tab.page.mouse.up()
        self.held, self.at = False, tab.page.evaluate(SLIDERS)[self.key]

    def act(self, tab: Tab, turn: int) -> bool:
        stays = abs(tab.page.evaluate(SLIDERS)[self.key] - self.at) < 1e-6
        if not stays:
            tab.notes.append("the value that the hand left is gone")
        return super().act(tab, turn) and stays


class Paused(Kind):
    name, lesson, query = "paused at an epoch", "Train a network", "train_bias=3&train_epochs=2000"

    def prepare(self, tab: Tab, turn: int) -> None:
        for _ in range(1 + turn % 3):
            before = tab.run()["updates"]
            tab.press(("Epoch", "Step")[turn % 2])
            tab.until(lambda before=before: tab.run()["updates"] > before)
        tab.settle()

    def shown(self, tab: Tab) -> Any:
        return {**tab.shown(), "updates": tab.run()["updates"], "playing": tab.run()["playing"]}

    def act(self, tab: Tab, turn: int) -> bool:
        before = tab.run()
        if turn % 4 == 3:
            return drags(tab, "train_eta")
        tab.press(("Epoch", "Step", "Train")[turn % 4])
        on = tab.until(lambda: tab.run()["updates"] > before["updates"])
        if turn % 4 == 2 and tab.until(lambda: tab.presses("Pause")):
            tab.press("Pause")
            on = on and tab.until(lambda: tab.presses("Train"))
        return on


class Playing(Kind):
    name, lesson, query = "playing", "Train a network", "train_bias=3&train_epochs=2000&train_speed=5"

    def prepare(self, tab: Tab, turn: int) -> None:
        if "train_epochs=2000" not in tab.page.url:  # a preset was chosen
            tab.open()
        if tab.run()["updates"] > 1500 and tab.presses("Reset"):
            tab.press("Reset")
            tab.until(lambda: tab.run()["updates"] == 0)
        if not tab.presses("Pause"):
            tab.press("Train")
        tab.until(lambda: tab.presses("Pause"))
        tab.page.wait_for_timeout(500 + tab.chance.randrange(1000))

    def shown(self, tab: Tab) -> Any:
        return {"values": tab.shown()["values"], "updates": tab.run()["updates"]}

    def is_same(self, tab: Tab) -> bool:
        now = self.shown(tab)
        same = now["values"] == tab.before["values"] and now["updates"] >= tab.before["updates"]
        return same and tab.presses("Pause") and tab.goes_on(now["updates"])

    def act(self, tab: Tab, turn: int) -> bool:
        if turn % 3 == 2:
            before = tab.run()
            chosen = chooses(tab, ("Nearly tied", "Exclusive or")[turn // 3 % 2])
            return chosen and tab.until(lambda: tab.run()["name"] != before["name"])
        tab.press(("Pause", "Reset")[turn % 3])
        return tab.until(lambda: tab.presses("Train"))


class Uploaded(Kind):
    name, lesson, query = "a file uploaded", "Train a network", "train_tab=In+short"

    def prepare(self, tab: Tab, turn: int) -> None:
        rows = [(tab.chance.uniform(-5, 5), tab.chance.uniform(-5, 5)) for _ in range(40)]
        lines = ["height,weight,kind", *(f"{x:.3f},{y:.3f},{'ab'[x * y > 0]}" for x, y in rows)]
        file = {"name": f"points{turn}.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
        before = tab.run()["name"]
        tab.page.locator('.st-key-upload_train_file input[type="file"]').set_input_files(file)
        tab.until(lambda: tab.run()["name"] != before)
        tab.settle()
        tab.press("Epoch")
        tab.until(lambda: tab.run()["updates"] > 0)
        tab.settle()

    def shown(self, tab: Tab) -> Any:
        said = tab.page.locator('[data-testid="stColumn"]').first.inner_text()
        return {**tab.shown(), "updates": tab.run()["updates"], "said": said}

    def act(self, tab: Tab, turn: int) -> bool:
        before = tab.run()
        tab.press(("Epoch", "Step")[turn % 2])
        return tab.until(lambda: tab.run()["updates"] > before["updates"])


class Digit(Kind):
    name, lesson, query = "a digit drawn", "Handwritten digits", "digits_at=0&digits_tab=Draw+a+digit"
    pad = ".pad .sheet canvas"

    def prepare(self, tab: Tab, turn: int) -> None:
        self.stroke(tab)
        self.stroke(tab)
        tab.page.wait_for_timeout(500)
        tab.settle()

    def stroke(self, tab: Tab) -> None:
        tab.page.bring_to_front()
        tab.page.locator(self.pad).scroll_into_view_if_needed()
        box = tab.page.locator(self.pad).bounding_box()
        assert box is not None
        x, y = (box["x"] + tab.chance.uniform(0.2, 0.8) * box["width"] for _ in range(2))
        top, bottom = (box["y"] + tab.chance.uniform(low, low + 0.3) * box["height"] for low in (0.1, 0.6))
        tab.page.mouse.move(x, top)
        tab.page.mouse.down()
        tab.page.mouse.move(y, bottom, steps=6)
        tab.page.mouse.up()

    def shown(self, tab: Tab) -> Any:
        section = tab.page.locator(".st-key-section_digits_tab").inner_text()
        return {**tab.shown(), "answers": section, "bars": tab.page.locator(".pad .bars").inner_text()}

    def act(self, tab: Tab, turn: int) -> bool:
        before = self.shown(tab)
        if turn % 2:
            tab.press("Put it on the sheet")
            return tab.until(lambda: "Test image" in self.shown(tab)["answers"]) and self._clear(tab)
        self.stroke(tab)
        return tab.until(lambda: self.shown(tab)["bars"] != before["bars"])

    def _clear(self, tab: Tab) -> bool:
        tab.press("Clear")
        return tab.until(lambda: "Nothing is drawn" in self.shown(tab)["answers"])


class StudyRuns(Kind):
    name, lesson = "a study running", "Fair comparison"
    query = "fair_seeds=256&fair_epochs=300"

    def prepare(self, tab: Tab, turn: int) -> None:
        if not tab.presses("Cancel"):
            tab.press("Go on" if tab.presses("Go on") else "Run" if tab.presses("Run") else "Train again")
        tab.until(lambda: tab.presses("Cancel"))
        before = self.share(tab)
        tab.until(lambda: self.share(tab) != before)

    def share(self, tab: Tab) -> str:
        return tab.page.get_by_test_id("stProgress").first.inner_text()

    def shown(self, tab: Tab) -> Any:
        return tab.page.evaluate(VALUES)

    def is_same(self, tab: Tab) -> bool:
        same = self.shown(tab) == tab.before
        return same and tab.presses("Cancel") and tab.goes_on(self.share(tab))

    def act(self, tab: Tab, turn: int) -> bool:
        tab.press("Cancel")
        return tab.until(lambda: tab.presses("Go on") or tab.presses("Run"))


PRESETS = ("Nielsen's start (0.6, 0.9)", "Worse (3, 3)", "Badly wrong (2, 2)")
KINDS: tuple[type[Kind], ...] = (Sliders, Drag, Paused, Playing, Uploaded, Digit, StudyRuns)


@dataclass
class Count:
    """What has been counted of one kind under kills, or under cuts."""

    rounds: int = 0
    acted: int = 0
    by_hand: int = 0
    took: list[float] = field(default_factory=list)
    after_answer: list[float] = field(default_factory=list)


def lose(tabs: Sequence[Tab], how: Callable[[], Mortal], turn: int, counts: dict[str, Count]) -> None:
    """Bring all tabs into their states, lose the server, and count what is the same and what counts then."""
    for tab in tabs:
        tab.kind.prepare(tab, turn)
        tab.before, tab.came_back, tab.back, tab.seen = tab.kind.shown(tab), tab.state()["back"], None, None
    lost = time.monotonic()
    server = how()
    answered = Answered(server)
    for tab in tabs:
        tab.kind.meanwhile(tab, turn)
    while time.monotonic() - lost < AT_ALL and any(tab.back is None for tab in tabs):
        for tab in tabs:
            state = tab.state() if tab.back is None else None
            if state and state["connected"] and state["back"] > tab.came_back and tab.kind.is_same(tab):
                tab.back = time.monotonic() - lost
        tabs[0].page.wait_for_timeout(LOOK)
    for tab in tabs:
        count(tab, turn, counts[tab.kind.name], answered.at - lost)


class Answered:
    """Notes when a server answers again."""

    def __init__(self, server: Mortal) -> None:
        self.at = time.monotonic()
        threading.Thread(target=self._wait, args=(server,), daemon=True).start()

    def _wait(self, server: Mortal) -> None:
        server.wait()
        self.at = time.monotonic()


def count(tab: Tab, turn: int, counted: Count, answered: float) -> None:
    """Count one round of a tab, with its next action; `answered` is when the server answered after it was lost."""
    counted.rounds += 1
    same = tab.back is not None
    if tab.back is not None:
        counted.took.append(tab.back)
        counted.after_answer.append(tab.back - answered)
    try:
        acted = tab.kind.act(tab, turn)
    except NotInTime as wrong:
        acted = False
        tab.notes.append(str(wrong).splitlines()[0])
    counted.acted += acted
    counted.by_hand += tab.page.evaluate("window.first") is not True
    if not (same and acted):
        print(f"{tab.kind.name}, round {turn}: same {same} ({tab.back}), acted {acted} {tab.notes}; {answered:.1f}")
        if not same:
            print(difference(tab.before, tab.kind.shown(tab)))
        tab.page.screenshot(path=str(Path(tempfile.gettempdir()) / f"kills-{tab.kind.name}-{turn}.png"))
        tab.open()
    tab.notes.clear()


def difference(before: Any, now: Any) -> str:
    """Return what differs between two things that were shown."""
    if not isinstance(before, dict):
        return f"  {before} {now}"
    return "\n".join(f"  {key}: {before[key]!r} {now[key]!r}" for key in before if before[key] != now[key])


def kill(servers: Sequence[Mortal], proxy: Proxy) -> Mortal:
    """End the server that the tabs have, and start it again."""
    server = next(each for each in servers if each.port == proxy.target)
    server.kill()
    server.start()
    return server


def cut(servers: Sequence[Mortal], proxy: Proxy, turn: int) -> Mortal:
    """Cut all connections; in every second round the next ones lead to the other server."""
    server = next(each for each in servers if (each.port == proxy.target) != bool(turn % 2))
    proxy.cut(server.port)
    return server


def measure(rounds: int, kinds: Sequence[type[Kind]], counts: dict[str, dict[str, Count]], seed: int = 1) -> None:
    """Do so many kills and so many cuts with tabs of these kinds, and count."""
    with copies() as (proxy, servers), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**launch_options())
        context = chromium.new_context(viewport={"width": 1280, "height": 1000})
        url = f"http://127.0.0.1:{proxy.port}"
        tabs = [Tab(context.new_page(), url, kind(), random.Random(f"{seed} {kind.name}")) for kind in kinds]
        for tab in tabs:
            tab.open()
        for turn in range(rounds):
            lose(tabs, lambda: kill(servers, proxy), turn, counts["kills"])
            lose(tabs, lambda turn=turn: cut(servers, proxy, turn), turn, counts["cuts"])
        chromium.close()


def table(counts: dict[str, dict[str, Count]]) -> str:
    """Write what was counted as a table."""
    out = io.StringIO()
    heads = "within 10 s | median, longest, s | after the server answers | by hand | next action counts"
    print(f"| state | lost by | same state | {heads} |", file=out)
    print("|:--|:--|--:|--:|--:|--:|--:|--:|", file=out)
    for what, found in counts.items():
        for name, each in found.items():
            n, in_time = each.rounds, sum(took <= WITHIN for took in each.took)
            cells = [f"{len(each.took)} of {n}", f"{in_time} of {n}", spread(each.took), spread(each.after_answer)]
            cells += [str(each.by_hand), f"{each.acted} of {n}"]
            print(f"| {name} | {what[:-1]} | {' | '.join(cells)} |", file=out)
    return out.getvalue()


def spread(seconds: Sequence[float]) -> str:
    """Write the median and the longest of some times."""
    return f"{median(seconds):.1f}, {max(seconds):.1f}" if seconds else ""


def main() -> None:
    """Print the table of docs/kills.md."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--kinds", nargs="*", default=[kind.name for kind in KINDS])
    parser.add_argument("--together", type=int, default=4, help="tabs at once")
    asked = parser.parse_args()
    kinds = [kind for kind in KINDS if kind.name in asked.kinds]
    counts = {what: {kind.name: Count() for kind in kinds} for what in ("kills", "cuts")}
    for at in range(0, len(kinds), asked.together):
        measure(asked.rounds, kinds[at : at + asked.together], counts)
        print(table(counts))


if __name__ == "__main__":
    main()
