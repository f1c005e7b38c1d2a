"""What a server must withstand: a visitor does to it what it should not, and this says whether anything is wrong then.

Nothing is wrong where the page says no exception and no failure, the log has only lines of known forms, every process
of the server is still there, and another visitor's slider is answered.
"""

import http.client
import logging
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from benchmarks.browser import ROOT, Server
from tests.session import PATIENCE, Session

WATCHED = "Cost functions"
FAILED = "This page has failed"
QUIET = 0.15
"""Seconds after which a message that starts no run is taken to have started none."""
BEGINNING = 1.0
"""And where it asks for a run of the whole page, which always comes."""
KNOWN = (
    r"",
    r"\s*You can now view your Streamlit app in your browser\.",
    r"\s*(Local |Network |External )?URL: http\S+",
    r"A websocket was closed: .+ instead of a message of the protocol\.",
    r"A message was left out: .+\.",
    r"What a browser said of a control was left out: .+\.",
    r"A request was left out: .+\.",
    r"Invalid HTTP request received\.",
    r'\{"time": .*"event": .*\}',
    r"(\S+ \S+ )?Ignoring query string with \d+ (characters|parameters) because it exceeds the .+ limit\.",
    r"(\S+ \S+ )?Client WebSocket message size \d+ bytes exceeds the limit of \d+ bytes; closing connection\.",
    r"(\S+ \S+ )?Upload rejected: request body exceeded the size limit while streaming .+",
    r"(\S+ \S+ )?The fragment with id \S{0,200} does not exist anymore - .+",
    r"\S+ \S+ No runtime found, using MemoryCacheStorageManager",
    r"(\S+ \S+ )?Couldn't find fragment with id \S*\. This can happen if .+",
    r"(Expected|Did not find|Found|Missing|Skipping) .{1,200}( at index \d+)?",
    r"Stopping\.\.\.",
)
"""The forms that a line of the log may have."""
logging.getLogger("websockets").setLevel(logging.CRITICAL)  # a connection that is cut is no fault
_KNOWN = re.compile("|".join(f"(?:{form})" for form in KNOWN))


class Watch:
    """Looks at one server: at its processes, at its log, and at how it answers another visitor."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._stack = ExitStack()
        self._visitor = self._stack.enter_context(opened(server, WATCHED))
        self._processes = processes(server.process.pid)
        self._read = 0
        self._moved = 0

    def __enter__(self) -> "Watch":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, at: TracebackType | None
    ) -> None:
        self._stack.close()

    def faults(self, *, moves: bool = True) -> list[str]:
        """Return what is wrong since this was asked last."""
        found = self._faults_of_the_log()
        now = processes(self.server.process.pid)
        if not self._processes <= now:
            found.append(f"processes are gone: {sorted(self._processes - now)}")
        self._processes = now
        return found + (self._faults_of_the_visit() if moves else [])

    def lines(self) -> list[str]:
        """Return the lines that the log has had since they were asked for last."""
        text = self.server.log.read_text(errors="replace")
        new, self._read = text[self._read :], len(text)
        return new.splitlines()

    def _faults_of_the_log(self) -> list[str]:
        odd = [line for line in self.lines() if not _KNOWN.fullmatch(line)]
        return [f"the log says {' / '.join(outlined(odd))}"] if odd else []

    def _faults_of_the_visit(self) -> list[str]:
        self._moved = self._moved % 90 + 1
        value = self._moved / 100
        try:
            self._visitor.move("cost_yhat", value)
        except (ConnectionClosed, TimeoutError) as wrong:
            return [f"another visitor is not answered: {wrong!r}"]
        answered = any(f"{value:g}" in each.body for each in self._visitor.elements("markdown"))
        return [] if answered else ["another visitor's slider is not answered"]


def outlined(lines: list[str]) -> list[str]:
    """Leave out, of tracebacks, the lines of all files but the app's own."""
    own = [line for line in lines if not line.startswith(" ") or str(ROOT) in line]
    return [line.strip().replace(f"{ROOT}/", "")[:200] for line in own]


def processes(pid: int) -> set[int]:
    """Return this process and all that it has started, as far as they run (on Linux)."""
    found, every = set[int](), [pid]
    while every:
        each = every.pop()
        with suppress(FileNotFoundError, ProcessLookupError):
            if Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                continue
            found.add(each)
            children = [path.read_text() for path in Path(f"/proc/{each}/task").glob("*/children")]
            every += [int(child) for text in children for child in text.split()]
    return found


@contextmanager
def opened(server: Server, name: str, query: dict[str, str] | None = None) -> Iterator[Session]:
    """Open a page in a session of its own; a connection that is closed already may be left at once."""
    url = server.url.replace("http", "ws", 1) + "/_stcore/stream"
    known = [Subprotocol("streamlit")]
    with connect(url, subprotocols=known, max_size=None, compression=None, close_timeout=0.2) as socket:
        yield Session(socket, name, query)


def say(session: Session, message: bytes | str) -> tuple[list[str], bool]:
    """Send a message as it is, and hear all that follows; return the faults, and whether the page has run."""
    session.socket.send(message)
    found, began, running = list[str](), False, 0
    while True:
        patience = PATIENCE if running else QUIET if began or not asks_for_the_page(message) else BEGINNING
        try:
            heard = ForwardMsg.FromString(session.socket.recv(patience))
        except TimeoutError:
            return [*found, "a run does not end"] if running else found, began
        kind = heard.WhichOneof("type")
        if kind == "new_session":
            began, running = True, 1
        elif kind == "script_finished" and heard.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            running = 0
        elif kind == "delta":
            found += faults_of(heard.delta.new_element)


def asks_for_the_page(message: bytes | str) -> bool:
    """Return whether a message is one that the page always answers with a run."""
    with suppress(Exception):
        said = BackMsg.FromString(message if isinstance(message, bytes) else b"")
        return said.WhichOneof("type") == "rerun_script" and not said.rerun_script.fragment_id
    return False


def faults_of(element: object) -> list[str]:
    """Return what is wrong with an element: an exception, or the sentence of a page that has failed."""
    kind = element.WhichOneof("type")  # type: ignore[attr-defined]
    if kind == "exception":
        return [f"an exception stands on the page: {element.exception.message[:200]}"]  # type: ignore[attr-defined]
    text = element.alert.body if kind == "alert" else element.markdown.body if kind == "markdown" else ""  # type: ignore[attr-defined]
    wrong = FAILED in text or "Traceback" in text
    return [f"the page says: {text[:200]}"] if wrong else []


def faults_on(session: Session) -> list[str]:
    """Return what is wrong with a page as it is now."""
    raised = [f"an exception stands on the page: {each.message[:200]}" for each in session.elements("exception")]
    failed = [f"the page says: {each.body[:80]}" for each in session.elements("alert") if FAILED in each.body]
    return raised + failed + ([] if session.elements("heading") else ["the page has no title"])


def token(server: Server) -> str:
    """Return the cookie that the server gives each browser against requests of other hosts' pages."""
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=PATIENCE)
    connection.request("GET", "/_stcore/health")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return next(value.split(";")[0] for _, value in answer.getheaders() if "xsrf" in value)


class Table:
    """Counts by kind what became of what was sent, and prints them as a table."""

    def __init__(self, *columns: str) -> None:
        self.columns = columns
        self.counts = Counter[tuple[str, str]]()
        self.kinds = list[str]()
        self.began = time.monotonic()

    def note(self, kind: str, outcome: str, faults: list[str], seed: object) -> None:
        """Note what became of one; its faults are printed at once, with its seed."""
        if kind not in self.kinds:
            self.kinds.append(kind)
        self.counts[kind, "sent"] += 1
        self.counts[kind, outcome] += 1
        self.counts[kind, "faults"] += bool(faults)
        for fault in faults:
            print(f"{kind}, seed {seed}: {fault}", flush=True)

    @property
    def faults(self) -> int:
        """How many were followed by a fault."""
        return sum(self.counts[kind, "faults"] for kind in self.kinds)

    def print(self) -> None:
        """Print the table, and a last row with the sums."""
        columns = ("sent", *self.columns, "faults")
        print("| kind | " + " | ".join(columns) + " |", "|:--|" + "--:|" * len(columns), sep="\n")
        for kind in self.kinds:
            print(f"| {kind} | " + " | ".join(str(self.counts[kind, each]) for each in columns) + " |")
        sums = [sum(self.counts[kind, each] for kind in self.kinds) for each in columns]
        print("| all | " + " | ".join(map(str, sums)) + " |")
