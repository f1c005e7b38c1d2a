"""Files that a page cannot use: `python -m benchmarks.upload_fuzz [--uploads 500] [--seed 0] [--only KIND NUMBER]`.

A real server gets them as a browser sends them, without a browser: the page is asked for a place, the file goes there
with the token against foreign pages, and a run names it in the field. What a fault is, benchmarks/unharmed.py says;
each is printed with the name and the number of its file, which --only sends alone.
"""

import argparse
import http.client
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from typing import NamedTuple

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed

from benchmarks.browser import AT_REST, Server, serving
from benchmarks.odd_files import FIELDS, KINDS, File, right_file
from benchmarks.odd_messages import usual
from benchmarks.query_fuzz import nonsense
from benchmarks.unharmed import Table, Watch, faults_on, opened, say, token
from tests.session import PATIENCE

TAKEN, SENTENCE, REFUSED = "taken", "answered by a sentence", "request refused"
PLACES: dict[str, tuple[str, dict[str, str]]] = {
    "cost_file": ("Cost functions", {}),
    "train_file": ("Train a network", AT_REST["Train a network"] | {"train_data": "Your own CSV"}),
    "fair_result_file": ("Fair comparison", AT_REST["Fair comparison"]),
    "digits_net_file": ("Handwritten digits", AT_REST["Handwritten digits"] | {"digits_tab": "Save and load"}),
}
"""Where each field is."""
BOUNDARY = "x0x"


class Sent(NamedTuple):
    """What became of an upload: in short, and what is wrong."""

    outcome: str
    faults: list[str]


class Loader:
    """A visitor with one upload field open."""

    def __init__(self, server: Server, field: str, stack: ExitStack) -> None:
        self.server, self.field = server, field
        self.session = stack.enter_context(opened(server, *PLACES[field]))
        if field == "fair_result_file":
            self.session.move("fair_from_file", True)
        self._cookie = token(server)
        self._alerts = self._sentences()

    def load(self, file: File) -> Sent:
        """Load a file as a browser does."""
        place = self.place(file.name)
        status = self.put(place.upload_url, form(file))
        if status != 204:
            return Sent(REFUSED, [] if 400 <= status < 500 else [f"the server answers {status}"])
        return self.name([(place, file)])

    def name(self, files: list[tuple[FileURLs, File]]) -> Sent:
        """Let the page run with these files in its field."""
        message = usual(self.session)
        state = message.rerun_script.widget_states.widgets.add(id=self._id())
        add_files(state, files)
        found, ran = say(self.session, message.SerializeToString())
        self.session.run()
        told = self._sentences() - self._alerts
        found += faults_on(self.session) + ([] if ran else ["the page does not run"])
        return Sent(SENTENCE if told else TAKEN, found)

    def place(self, name: str) -> FileURLs:
        """Ask the page for a place for a file of this name."""
        message = BackMsg()
        message.file_urls_request.request_id = "places"
        message.file_urls_request.file_names.append(name)
        message.file_urls_request.session_id = self.session.id
        self.session.socket.send(message.SerializeToString())
        while True:
            heard = ForwardMsg.FromString(self.session.socket.recv(PATIENCE))
            if heard.WhichOneof("type") == "file_urls_response":
                return heard.file_urls_response.file_urls[0]

    def put(self, path: str, body: bytes, method: str = "PUT", **headers: str | None) -> int:
        """Send a request, with other headers if some are given, and return the status; 0 where there is no answer."""
        usual_ones: dict[str, str | None] = {
            "Content_Type": f"multipart/form-data; boundary={BOUNDARY}",
            "Content_Length": str(len(body)),
            "Cookie": self._cookie,
            "X_Xsrftoken": self._cookie.split("=", 1)[1].strip('"'),
        }
        connection = http.client.HTTPConnection(self.server.url.removeprefix("http://"), timeout=3)
        try:
            connection.putrequest(method, path)
            for name, value in (usual_ones | headers).items():
                if value is not None:
                    connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            with suppress(BrokenPipeError, ConnectionResetError):  # it is refused before it has come
                connection.send(body)
            return connection.getresponse().status
        except (TimeoutError, http.client.HTTPException, ConnectionResetError):
            return 0
        finally:
            connection.close()

    def _id(self) -> str:
        fields = [each for each in self.session.others.values() if each.kind == "file_uploader"]
        return next(each.proto.id for each in fields if each.key == self.field)

    def _sentences(self) -> set[str]:
        return {each.body for each in self.session.elements("alert") if each.format in (Alert.ERROR, Alert.WARNING)}


def form(file: File, field: str = "file") -> bytes:
    """Write a file as the body of a request."""
    name = file.name.encode("utf-8", "replace").replace(b'"', b"%22").replace(b"\r", b"%0D").replace(b"\n", b"%0A")
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="'.encode()
    return head + name + b'"\r\n\r\n' + file.data + f"\r\n--{BOUNDARY}--\r\n".encode()


def add_files(state: WidgetState, files: list[tuple[FileURLs, File]]) -> None:
    """Name files in the state of a field."""
    state.file_uploader_state_value.SetInParent()
    for place, file in files:
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.file_id, info.name, info.size = place.file_id, file.name, len(file.data)
        info.file_urls.CopyFrom(place)


# --- Requests and states that are none --------------------------------------------------------------------------------


def malformed_request(rng: random.Random, loader: Loader) -> Sent:
    """Send a request that no browser sends; it is refused, or does nothing."""
    file = right_file(loader.field)
    path, body = loader.place(file.name).upload_url, form(file)
    wrong: dict[str, Callable[[], int]] = {
        "session": lambda: loader.put(
            path.replace(loader.session.id, rng.choice(("no", "0" * 36, "%00", "a%2Fb"))), body
        ),
        "path": lambda: loader.put(rng.choice((path + "/x", path + "%2e%2e", path.rsplit("/", 2)[0])), body),
        "no token": lambda: loader.put(path, body, X_Xsrftoken=None),
        "token": lambda: loader.put(path, body, X_Xsrftoken=rng.choice(("2|a|b|c", "x" * 5_000, "2|zz|zz|9999999999"))),
        "cookie": lambda: loader.put(path, body, Cookie=rng.choice((None, "_streamlit_xsrf=2|a", ";;=;", "=" * 999))),
        "no form": lambda: loader.put(
            path, file.data, Content_Type=rng.choice((None, "text/csv", "multipart/form-data"))
        ),
        "boundary": lambda: loader.put(path, body, Content_Type="multipart/form-data; boundary=" + "y" * 70),
        "cut": lambda: loader.put(path, body[: rng.randrange(1, len(body))]),
        "bytes": lambda: loader.put(path, rng.randbytes(3_000)),
        "two files": lambda: loader.put(path, form(file)[:-7] + b"\r\n" + form(file)),
        "a field": lambda: loader.put(path, body.replace(b"; filename=", b"; name2=", 1)),
        "many fields": lambda: loader.put(path, b"".join(form(File(str(k), b""))[:-9] for k in range(2_000))),
        "length": lambda: loader.put(
            path, body, Content_Length=rng.choice(("-1", "x", "1e3", "9" * 30, "10", "99999"))
        ),
        "no length": lambda: loader.put(path, body, Content_Length=None),
        "chunks": lambda: loader.put(path, b"zz\r\n" + body, Content_Length=None, Transfer_Encoding="chunked"),
        "method": lambda: loader.put(path, body, method=rng.choice(("POST", "PATCH", "GET", "DELETE", "OPTIONS"))),
        "origin": lambda: loader.put(path, body, Origin=rng.choice(("https://example.org", "null", "x://[", "\x7f"))),
    }
    name = rng.choice(list(wrong))
    status = wrong[name]()
    found = [f"a request with a wrong {name} is answered by {status}"] if status >= 500 else []
    loader.session.run()
    return Sent(REFUSED if status == 0 or status >= 400 else TAKEN, found + faults_on(loader.session))


def odd_state(rng: random.Random, loader: Loader) -> Sent:
    """Name files that are not there, other visitors' files, or the same file several times."""
    file = right_file(loader.field)
    place = loader.place(file.name)
    loader.put(place.upload_url, form(file))
    gone = FileURLs(file_id=rng.choice(("", "x", "0" * 36, nonsense(rng)[:200])), upload_url="x", delete_url="y")
    if rng.random() < 0.3:
        loader.put(place.delete_url, b"", method="DELETE")
    files = rng.choice(([], [place], [gone], [gone, place], [place, place], [place] * 300))
    return loader.name([(each, File(nonsense(rng)[:500], file.data)) for each in files])


OTHERS: dict[str, Callable[[random.Random, Loader], Sent]] = {
    "malformed requests": malformed_request,
    "fields that name no file, or several": odd_state,
}


# --- All of them ------------------------------------------------------------------------------------------------------


class Loaders:
    """One visitor for each field, who comes again where the connection was closed."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._open = dict[str, tuple[ExitStack, Loader]]()

    def leave(self) -> None:
        """Let all visitors go."""
        for stack, _ in self._open.values():
            stack.close()
        self._open.clear()

    def send(self, field: str, kind: str, seed: str) -> Sent:
        """Send an upload of this kind to this field."""
        if field not in self._open:
            stack = ExitStack()
            self._open[field] = stack, Loader(self._server, field, stack)
        stack, loader = self._open[field]
        rng = random.Random(seed)
        try:
            if kind in OTHERS:
                return OTHERS[kind](rng, loader)
            sent = loader.load(KINDS[kind](rng, field))
        except (ConnectionClosed, TimeoutError, AssertionError) as wrong:
            stack.close()
            del self._open[field]
            return Sent(REFUSED, [f"the page is lost: {wrong!r}"])
        untrue = {"right files": sent.outcome != TAKEN, "empty": sent.outcome == TAKEN}
        return Sent(sent.outcome, [*sent.faults, f"it is {sent.outcome}"] if untrue.get(kind) else sent.faults)


def uploads(number: int) -> Iterator[tuple[str, int, str]]:
    """Return the kind, the number within it and the field of each upload, all kinds in all fields by turns."""
    kinds = [*KINDS, *OTHERS]
    for k in range(number):
        at = k // len(kinds)
        yield kinds[k % len(kinds)], at, FIELDS[(at + k % len(kinds)) % len(FIELDS)]


def main(number: int, seed: int, only: tuple[str, int] | None = None) -> int:
    """Send so many uploads, print the table, and return the number of faults."""
    table = Table(TAKEN, SENTENCE, REFUSED)
    with serving() as server, Watch(server) as watch:
        loaders = Loaders(server)
        for kind, at, field in uploads(number):
            if only in (None, (kind, at)):
                sent = loaders.send(field, kind, f"{seed} {kind} {at}")
                table.note(kind, sent.outcome, [f"in {field}: {each}" for each in sent.faults + watch.faults()], at)
        for fault in watch.faults():
            print(f"at the end: {fault}")
    table.print()
    return table.faults


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Load files that pages cannot use.")
    parser.add_argument("--uploads", type=int, default=500, help="in all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs=2, metavar=("KIND", "NUMBER"), help="one that had a fault")
    asked = parser.parse_args()
    raise SystemExit(main(asked.uploads, asked.seed, (asked.only[0], int(asked.only[1])) if asked.only else None) > 0)
