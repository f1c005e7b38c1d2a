"""What a visitor does with a page: open it, move its controls, read its address."""

from collections.abc import Callable
from functools import partial
from time import monotonic
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, ViewportSize
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.browser import PAGES, READY, VALUES, Server

POLL = 50  # ms; asking at each frame would have the browser draw 60 of them a second
PATIENCE = 60_000  # ms; a page takes a few hundred where nothing else computes
LONGEST_END = 100  # bytes: what says that a run is over has 44, and other messages up to 80,000, unread
LINK = '[data-testid="stPageLink-NavLink"]:visible'  # a link with a help text is there twice, once unseen

TABS = '[class*="_tab "] [role="radio"]'  # the names of a lesson's sections


class Visitor:
    """One tab of a browser at one server."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        self.server = server
        self.complaints: list[str] = []
        self.runs = self.heard = 0
        page.set_default_timeout(PATIENCE)
        page.on("websocket", lambda socket: socket.on("framereceived", self._count))
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def begin(self, window: ViewportSize) -> None:
        """Begin anew as in a new tab of this size, in light colours; what the last test left is forgotten."""
        if self.page.url.startswith("http"):
            self.page.evaluate("() => sessionStorage.clear()")
        self.page.set_viewport_size(window)
        self.page.emulate_media(color_scheme="light")
        self.complaints.clear()

    def leave(self) -> None:
        """Leave the page; one that stayed would be drawn anew in the next test's window, and might go on computing."""
        self.page.mouse.up()
        self.page.goto(f"{self.server.url}/_stcore/health")  # nothing to draw, in the same origin and so process

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location['url']})")

    def _count(self, payload: str | bytes) -> None:
        """Count what the server sends, and the finished runs. (The page may show a short run for less than a frame.)"""
        self.heard += 1
        if isinstance(payload, bytes) and len(payload) <= LONGEST_END:
            self.runs += ForwardMsg.FromString(payload).WhichOneof("type") == "script_finished"

    def open(self, name: str, **query: str) -> "Visitor":
        """Open a page with these query parameters, and wait until it is drawn."""
        self.page.goto(self.server.address(name, urlencode(query, quote_via=quote)))
        return self.settle()

    def turn_to(self, name: str, **query: str) -> "Visitor":
        """Have the page of this name with these query parameters, as Back or Forward leads there where it is open.

        That takes one run, where `open` has the browser read all the scripts again.
        """
        address = self.server.address(name, urlencode(query, quote_via=quote))
        if self.page.url.split("?")[0] != address.split("?")[0]:
            return self.open(name, **query)
        self.settle()  # a run that is on its way would be taken for the one that this asks for
        if self.page.url == address:
            return self
        self.page.evaluate("address => history.pushState(null, '', address)", address)
        return self.act(lambda: self.page.evaluate("() => dispatchEvent(new PopStateEvent('popstate'))"))

    def open_drawers(self) -> "Visitor":
        """Open the page's closed drawers of controls."""
        others = '[class*="_code"], [class*="st-key-numbers_"], [class*="st-key-home_asked_"], [class*="_take_away"]'
        drawers = f'[data-testid="stMain"] [class*="st-key-"]:not({others}) > .stExpander'
        closed = self.page.locator(f"{drawers} > details:not([open]) > summary")
        while closed.count():
            self.act(partial(closed.evaluate_all, "all => all.forEach((summary) => summary.click())"))
        return self

    def settle(self, quiet: int = 100) -> "Visitor":
        """Wait until the page has run, its charts are drawn, and nothing has come from the server for so many ms."""
        heard = -1
        while heard != self.heard:
            self.page.wait_for_function(READY, polling=POLL)
            heard = self.heard
            self.page.wait_for_timeout(quiet)
        self.page.wait_for_function(READY, polling=POLL)
        return self

    def until(self, holds: Callable[[], object], what: str) -> "Visitor":
        """Wait until something holds."""
        end = monotonic() + PATIENCE / 1000
        while not holds():
            assert monotonic() < end, f"it never came about that {what}"
            self.page.wait_for_timeout(POLL)
        return self

    def go_by_menu(self, name: str) -> "Visitor":
        """Follow the menu's link to the page of this name."""
        self.menu.nth(list(PAGES).index(name)).click()
        return self.arrive(name)

    @property
    def menu(self) -> Locator:
        """The links of the menu."""
        return self.page.get_by_test_id("stSidebar").locator(LINK)

    def arrive(self, name: str) -> "Visitor":
        """Wait until the browser is at the page of this name, drawn."""
        title = self.page.locator("h1").filter(has_text=title_of(name))
        title.wait_for()
        self.page.wait_for_url(lambda url: urlsplit(url).path == f"/{PAGES[name]}")
        return self.settle()

    def act(self, action: Callable[[], object]) -> "Visitor":
        """Do something that makes the page run again, and wait until it has."""
        before = self.runs
        action()
        return self.until(lambda: self.runs > before, "the page ran").settle()

    @property
    def query(self) -> dict[str, str]:
        """The parameters in the address."""
        return {key: values[-1] for key, values in parse_qs(urlsplit(self.page.url).query).items()}

    @property
    def values(self) -> dict[str, str]:
        """What stands in the page's controls, by key."""
        return self.page.evaluate(VALUES)

    def element(self, key: str) -> Locator:
        """The element with this key."""
        return self.page.locator(f".st-key-{key}")

    def offers(self, key: str) -> bool:
        """Whether a control is on the page and can be moved."""
        inputs = self.element(key).locator("input, [role=radio]")
        return inputs.count() > 0 and inputs.first.is_enabled()

    def slider(self, key: str) -> Locator:
        """The live slider with this key, without its number box."""
        return self.element(f"live_row_{key}").locator("input[type=range]")

    def box(self, key: str) -> Locator:
        """The box for a typed number beside the live slider with this key."""
        return self.element(f"live_row_{key}").locator("input[type=text]")

    def wait_for_address(self, key: str, value: str | None) -> "Visitor":
        """Wait until the address says so; None: until it says nothing of this key."""
        says = """([key, value]) => {
          const said = new URLSearchParams(location.search).get(key);
          return said === value || (said && value && Number(said) === Number(value));
        }"""
        self.page.wait_for_function(says, arg=[key, value], polling=POLL)
        return self

    def wait_for_value(self, key: str, value: str) -> None:
        """Wait until a number box says so."""
        self.page.wait_for_function(
            "([key, value]) => Number(document.querySelector(`.st-key-${key} input`)?.value) === Number(value)",
            arg=[key, value],
            polling=POLL,
        )

    def type_number(self, key: str, value: str) -> None:
        """Type a value into a slider's box and press Enter."""
        self.box(key).fill(value)
        self.box(key).press("Enter")

    def type_text(self, key: str, text: str) -> None:
        """Type into a text box and press Enter."""
        box = self.element(key).locator("input")
        box.fill(text)
        box.press("Enter")

    def switch(self, key: str) -> Locator:
        """What is to be clicked of a switch."""
        return self.element(key).locator("label").first

    def unfold(self, menu: Locator) -> None:
        """Open a menu; one that was just redrawn may close again at once."""
        options = self.page.locator("[role=option]")  # not those of a plain list
        for _ in range(5):
            menu.click()
            for _ in range(100):
                if options.count():
                    return
                self.page.wait_for_timeout(20)

    def another_number(self, key: str, steps: int = 6) -> str:
        """A value so many steps from a number box's own, upwards where there is room, or else one of its ends."""
        box = self.element(key).locator("input[type=number]")
        value, low, high, step = box.evaluate("b => [b.value, b.min, b.max, b.step].map(Number)")
        other = value + steps * step if value + steps * step <= high else value - steps * step
        ends = (end for end in (max(low, other), high, low) if end != value)
        return f"{next(ends):.10g}"

    def shows(self, key: str, value: str) -> bool:
        """Whether a control says so."""
        return same(self.values[key], value)

    def open_tab(self, at: int) -> "Visitor":
        """Open the tab at this place."""
        tab = self.page.locator(TABS).nth(at)
        return self if tab.get_attribute("aria-checked") == "true" else self.act(tab.click)

    def tabs(self) -> list[str]:
        """The names of the page's tabs."""
        return [text.strip() for text in self.page.locator(TABS).all_inner_texts()]


def title_of(name: str) -> str:
    """What the page of this name has as its title."""
    return "Training Deep Networks" if name == "Home" else name


def same(one: str | None, other: str | None) -> bool:
    """Whether two texts say the same value: 2.0 and 2 do."""
    if one is None or other is None:
        return one is other
    try:
        return abs(float(one) - float(other)) <= 1e-9 * abs(float(other))
    except ValueError:
        return one == other
