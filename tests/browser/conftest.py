"""One Chromium for all tests in a browser, once for each process that tests, and pages that watch their console."""

import os

import pytest
from playwright.sync_api import sync_playwright

from benchmarks.browser import find_chromium, launch_options
from tests.browser.visitor import Visitor

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

# A page lives for a second or two here: machine code made for its scripts costs more time than it saves.
THRIFTY = "--js-flags=--no-opt --no-maglev"

# A renderer that is forked copies each piece of memory that it writes to: a tenth of what it takes to open a page.
UNFORKED = "--no-zygote"

# The sidebar slides for 20 frames at each change of the window, and each frame is a layout of the whole page.
STILL = """document.addEventListener("DOMContentLoaded", () => {
  const style = document.createElement("style");
  style.textContent = "*, *::before, *::after { transition: none !important; animation: none !important }";
  document.head.append(style);
});"""


@pytest.fixture(scope="session")
def playwright():
    if find_chromium() is None:
        reason = "there is no Chromium on this machine (on Debian: apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        yield playwright


def options() -> dict:
    """Return how Chromium is started for tests."""
    usual = launch_options()
    return usual | {"args": [*usual["args"], THRIFTY, UNFORKED]}


@pytest.fixture(scope="session")
def chromium(playwright):
    browser = playwright.chromium.launch(**options())
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def shared_visitor(playwright, server, tmp_path_factory):
    """One tab for all tests: Chromium needs 5 s of processor time to open a page in a new one, and 1.6 s in this.

    A Chromium with a folder of its own keeps the compiled scripts there, which saves a quarter of this.
    """
    folder = tmp_path_factory.mktemp("chromium")
    context = playwright.chromium.launch_persistent_context(folder, **options(), viewport=WIDE, reduced_motion="reduce")
    context.add_init_script(STILL)
    yield Visitor(context.pages[0], server)
    context.close()


@pytest.fixture
def visitor(shared_visitor, server):
    """A tab of the browser, at the shared server.

    No page may complain in its console, and the server must not take for nonsense what a page of ours says.
    """
    shared_visitor.begin(WIDE)
    written = server.log.stat().st_size
    yield shared_visitor
    complaints = [*shared_visitor.complaints]
    shared_visitor.leave()
    assert not complaints
    assert [line for line in server.log.read_bytes()[written:].decode().splitlines() if "was left out:" in line] == []


@pytest.fixture
def toucher(visitor):
    """A visitor whose window is a phone's, and feels fingers: a context of its own would cost 3 to 5 s."""
    visitor.page.set_viewport_size(PHONE)
    finger = visitor.page.context.new_cdp_session(visitor.page)
    finger.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    yield visitor
    finger.detach()  # and with it the emulation ends
