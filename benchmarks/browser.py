"""One real server and one headless Chromium, for the benchmarks and for the tests in tests/browser."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from ui.frame import LECTURE, MENU

ROOT = Path(__file__).parents[1]
PAGES = {"Home": "", **{page.title: page.path for page in MENU}}
"""Every page's name, and its path in the address."""

TAUGHT = [name for name in PAGES if name != LECTURE.title]
"""The pages with a picture, a sentence and sliders: all but the one that shows the others."""

AT_REST = {
    "Train a network": {"train_bias": "3"},
    "Fair comparison": {"fair_seeds": "12", "fair_epochs": "5"},
    "Handwritten digits": {"digits_at": "0"},
}
"""What an address says so that its page computes nothing while it is looked at: no trial of a remedy, no training."""

READY = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const charts = [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')].filter((c) => c.offsetParent);
  return app && app.dataset.testScriptState === "notRunning" && document.querySelector("h1")
    && !document.querySelector('[data-testid="stSkeleton"]')
    && charts.every((c) => c.querySelector("svg.marks, canvas.marks"));
}"""
"""True once a page has run and each of its visible charts is drawn."""

DRAWN = [name for name in TAUGHT if name not in ("Train a network", "Fair comparison", "Handwritten digits")]
"""The pages whose picture follows a slider while it moves."""

CHARTED = [name for name in DRAWN if name != "Backpropagation"]
"""The pages with a chart in that picture."""

VALUES = r"""() => Object.fromEntries([...document.querySelectorAll('[class*="st-key-"]')].flatMap((element) => {
  const key = element.className.match(/st-key-(\w+)/)[1];
  const plain = (shown) => shown?.textContent.replaceAll("\u00a0", " ").replaceAll("\u2060", "").trim();
  const number = element.querySelector('input[type="number"]');
  if (element.dataset.testid === "stElementContainer" && !element.closest(".st-key-unseen_stamp")) {
    if (number) return [[key, number.value]];
    const text = element.querySelector('[data-testid="stTextInput"] input');
    if (text) return [[key, text.value]];
    const segment = element.querySelector('[data-testid="stButtonGroup"] [aria-checked="true"]');
    if (segment) return [[key, plain(segment)]];
    const menu = element.querySelector('[data-testid="stSelectbox"] input');
    if (menu) return [[key, menu.value || plain(menu.closest('[data-baseweb="select"]'))]];
    const toggle = element.querySelector('[data-testid="stCheckbox"] input');
    if (toggle) return [[key, String(toggle.checked)]];
  }
  return [];
}))"""
"""The value of every control on the page, as in the address, by key."""


@dataclass(frozen=True)
class Server:
    """A running server: its address, the file it writes its log to, and its first process."""

    url: str
    log: Path
    process: "subprocess.Popen[bytes]"

    def processes(self) -> list[int]:
        """Return the ids of its process and of all that it has started (on Linux)."""
        found = [self.process.pid]
        for pid in found:
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                with suppress(OSError):  # it has ended meanwhile
                    found += map(int, children.read_text().split())
        return found

    def cpu_seconds(self) -> float:
        """Return the processor time of these processes so far (on Linux)."""
        ticks = 0
        for pid in self.processes():
            with suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def address(self, name: str, query: str = "") -> str:
        """Return the address of the page of this name."""
        return f"{self.url}/{PAGES[name]}" + (f"?{query}" if query else "")


def find_chromium() -> str | None:
    """Return the path of a Chromium on this machine."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def launch_options() -> dict[str, object]:
    """Return what Playwright's `chromium.launch` needs, in its synchronous and its asynchronous form."""
    return {"executable_path": find_chromium(), "args": ["--no-sandbox", "--disable-gpu"]}


def free_port() -> int:
    """Return a port of this machine that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def serving(root: Path = ROOT, command: Sequence[str] = (), **environment: str) -> Iterator[Server]:
    """Start a separate server on a free port, wait until it answers, and stop it afterwards."""
    with starting(root, command, **environment) as server:
        wait_until_healthy(server, server.process)
        yield server


@contextmanager
def starting(root: Path = ROOT, command: Sequence[str] = (), **environment: str) -> Iterator[Server]:
    """Start a separate server on a free port, and stop it afterwards; it does not listen yet.

    command is what starts it, with the port as its last word; as a newcomer would where there is none.
    """
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        usual = (sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true", "--server.port")
        path = Path(folder) / "log"
        with path.open("w") as log:
            process = subprocess.Popen(
                [*(command or usual), str(port)], cwd=root, stdout=log, stderr=log, env={**os.environ, **environment}
            )
        server = Server(f"http://localhost:{port}", path, process)
        try:
            yield server
        finally:
            process.terminate()
            process.wait(60)


def wait_until_healthy(server: Server, process: "subprocess.Popen[bytes]", seconds: float = 60) -> None:
    """Wait until a server answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"no server after {seconds:.0f} s; its log says:\n{server.log.read_text()}")
