"""A server on a machine on which much goes wrong, and visitors who send what they should not: it serves the others."""

import http.client
import random
import socket
import sys
from contextlib import ExitStack, contextmanager

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.sync.client import connect

from benchmarks.browser import serving
from tests.session import Session, visiting

LESSON = "Cost functions"


@pytest.fixture(scope="session")
def faulty():
    """A server with a full disk, no place for temporary files, no home, and a clock that jumps."""
    with serving(command=[sys.executable, "-m", "tests.faulty_server"]) as server:
        yield server
        assert "Traceback" not in server.log.read_text()


def serves(server) -> None:
    """Have a visitor move a slider on a page that has to answer."""
    with visiting(server, LESSON) as session:
        session.move("cost_yhat", 0.25)
        assert session.values["cost_yhat"] == "0.25" and not session.elements("exception")
        assert any("0.25" in each.body for each in session.elements("markdown"))


@contextmanager
def stream(server, session_id: str = ""):
    """A websocket of a visitor, of one who has been here as a session if it is named."""
    known = ["streamlit", "PLACEHOLDER", session_id] if session_id else ["streamlit"]
    url = server.url.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(url, subprotocols=known, max_size=None, compression=None, close_timeout=0.1) as websocket:
        yield websocket


def test_a_full_disk_no_home_and_a_clock_that_jumps_keep_nobody_from_a_page(faulty):
    serves(faulty)
    with visiting(faulty, "Train a network", {"train_epochs": "3"}) as session:
        session.press("train_play")
        session.ask_for_frames(
            lambda s: any("Epoch 3" in str(each) or "epoch 3" in str(each) for each in s.elements("markdown"))
        )


@pytest.mark.parametrize("size", [5_000_000, 12_000_000])
def test_an_upload_needs_no_disk_and_one_too_large_is_refused(faulty, size):
    with visiting(faulty, "Train a network", {"train_data": "Your own CSV"}) as session:
        answer = upload(faulty, session, b"1,2,0\n" * (size // 6))
    assert answer == (204 if size < 10_000_000 else 413)
    serves(faulty)


def upload(server, session: Session, data: bytes) -> int:
    """Send a file as the browser does, and return the status of the answer."""
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=60)
    connection.request("GET", "/_stcore/health")
    answer = connection.getresponse()
    answer.read()
    cookie = next(value.split(";")[0] for name, value in answer.getheaders() if "xsrf" in value)
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n' + data + b"\r\n--x--\r\n"
    connection.putrequest("PUT", f"/_stcore/upload_file/{session.id}/file-1")
    for name, value in (
        ("Content-Type", "multipart/form-data; boundary=x"),
        ("Content-Length", str(len(body))),
        ("Cookie", cookie),
        ("X-Xsrftoken", cookie.split("=", 1)[1].strip('"')),
    ):
        connection.putheader(name, value)
    connection.endheaders()
    if len(data) < 10_000_000:  # a larger one is refused before it comes
        connection.send(body)
    status = connection.getresponse().status
    connection.close()
    return status


def test_a_visitor_who_stops_listening_and_ten_who_send_anything_hold_up_nobody(faulty):
    rng = random.Random(3)
    with stream(faulty) as websocket, ExitStack() as others:
        deaf = Session(websocket, "Train a network", {"train_epochs": "2000"})
        deaf.press("train_play")  # from now on it hears nothing
        feed = next(each for each in deaf.others.values() if each.kind == "bidi_component" and each.fragment)
        frame = BackMsg()
        frame.rerun_script.fragment_id, frame.rerun_script.is_auto_rerun = feed.fragment, True
        for _ in range(30):
            deaf.socket.send(frame.SerializeToString())
        for _ in range(10):
            others.enter_context(stream(faulty)).send(rng.randbytes(300) if rng.random() < 0.7 else "text")
        raw = others.enter_context(socket.create_connection(("localhost", int(faulty.url.rsplit(":", 1)[1]))))
        raw.sendall(rng.randbytes(500))
        serves(faulty)
    assert faulty.log.read_text().count("A websocket was closed: ") == 10


def test_a_connection_that_is_cut_again_and_again_goes_on_where_it_was(faulty):
    with visiting(faulty, LESSON) as session:
        session.move("cost_yhat", 0.25)
        session_id = session.id
    for value in (0.5, 0.75):
        with stream(faulty, session_id) as websocket:
            again = Session(websocket, LESSON, {"cost_yhat": "0.25"})
            assert again.id == session_id
            again.move("cost_yhat", value)
            assert again.values["cost_yhat"] == str(value)
    serves(faulty)
