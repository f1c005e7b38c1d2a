"""A server with two processes: each visitor stays with one, whoever is lost goes on, and nothing is left at the end."""

import http.client
import os
import re
import signal
import socket
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from websockets.sync.client import connect

from benchmarks.browser import serving
from tests.browser.test_own_data import FLOWERS, upload
from tests.session import visiting

pytestmark = pytest.mark.browser


def process_of(server, **headers):
    """The number of the process that a new websocket comes to."""
    address = server.url.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(address, additional_headers=headers, close_timeout=0.1) as websocket:
        return int(re.search(r"tdn_process=(\d)", websocket.response.headers["Set-Cookie"])[1])


def children(pid):
    """The processes that a process has started (on Linux)."""
    return [int(word) for file in Path(f"/proc/{pid}/task").glob("*/children") for word in file.read_text().split()]


def until(holds, seconds=40.0):
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def answer_of(server, method, path, body=None, **headers):
    """The status and the headers of an answer, and what follows from a redirect: each by a new connection."""
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, named)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 307:
        return answer, 0
    following, times = answer_of(server, method, path.split("?")[0] + answer.getheader("Location"), body, **headers)
    return following, times + 1


def test_two_processes_share_the_visitors_and_a_lost_one_loses_nothing(visitor, server):
    with serving(TDN_PROCESSES="2") as two:
        until(lambda: process_of(two, Cookie="tdn_process=1") == 1)
        visitors_are_shared_and_stay(two)
        every_beginning_is_answered(two)
        an_upload_finds_its_process_without_a_cookie(two)
        visitor.server = two
        try:
            a_page_goes_on_when_its_process_is_lost(visitor, two)
        finally:
            visitor.server = server
        (other,) = children(two.process.pid)
        two.process.send_signal(signal.SIGTERM)
        two.process.wait(30)
        assert not Path(f"/proc/{other}").exists()
        assert "Traceback" not in two.log.read_text()


def test_with_the_first_process_all_end():
    with serving(TDN_PROCESSES="2") as two:
        until(lambda: process_of(two, Cookie="tdn_process=1") == 1)
        (other,) = children(two.process.pid)
        two.process.kill()
        two.process.wait(30)
        until(lambda: not Path(f"/proc/{other}").exists() or "Z" in Path(f"/proc/{other}/stat").read_text().split())


def visitors_are_shared_and_stay(two):
    address = two.url.replace("http", "ws", 1) + "/_stcore/stream"
    with ExitStack() as open_ones:
        visits = [open_ones.enter_context(connect(address, close_timeout=0.1)) for _ in range(6)]
        numbers = [visit.response.headers["Set-Cookie"][12] for visit in visits]
        assert sorted(numbers) == ["0", "0", "0", "1", "1", "1"]
    for number in (0, 1):
        assert [process_of(two, Cookie=f"tdn_process={number}") for _ in range(3)] == [number] * 3


def every_beginning_is_answered(two):
    """By both processes in turn, however a request comes."""
    for pieces, status in [
        ([b"GET /_stcore/health HTTP/1.1\r\nHost: lab\r\n", b"Connection: close\r\n\r\n"], b"200"),
        ([b"G", b"ET /_stcore/health HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r", b"\n"], b"200"),
        ([b"GET /_stcore/health HTTP/1.0\n\n"], b"200"),
        ([b"\x16\x03\x01 something encrypted"], b"400"),
        ([b"GET /_stcore/health HTTP/1.1\r\nX: " + b"x" * 100_000, b"\r\n\r\n"], b"400"),
    ] * 2:
        with socket.create_connection(("127.0.0.1", urlsplit(two.url).port), 20) as caller:
            for piece in pieces:
                caller.sendall(piece)
                time.sleep(0.01)
            assert caller.recv(100).split()[1] == status
    with socket.create_connection(("127.0.0.1", urlsplit(two.url).port), 20):
        pass  # who says nothing, and leaves


def an_upload_finds_its_process_without_a_cookie(two):
    with visiting(two, "Train a network") as one, visiting(two, "Train a network") as another:
        token = answer_of(two, "GET", "/_stcore/health")[0].getheader("Set-Cookie").split(";")[0]
        form = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n1,2,0\r\n--x--\r\n'
        kind = "multipart/form-data; boundary=x"
        sent_on = []
        for session in (one, one, another, another):
            path = f"/_stcore/upload_file/{session.id}/file-1"
            security = token.split("=", 1)[1].strip('"')
            answer, times = answer_of(two, "PUT", path, form, cookie=token, x_xsrftoken=security, content_type=kind)
            sent_on.append(times)
            assert answer.status == 204
        assert set(sent_on) == {0, 1}  # whether the first process that was asked knew the session
        answer, times = answer_of(two, "PUT", "/_stcore/upload_file/nobody/file-1", form, cookie=token)
        assert answer.status in (400, 403) and times == 8  # six connections, two processes
        for path in ("/media/no-such-file.csv", "/media/x?tries=x", "/media/x?tries=" + "9" * 5000):
            assert answer_of(two, "GET", path)[0].status == 404
        passed_on = {"x_forwarded_for": "1.2.3.4"}
        assert answer_of(two, "GET", "/_stcore/health", **passed_on)[0].getheader("Connection") == "close"


def a_page_goes_on_when_its_process_is_lost(visitor, two):
    visitor.page.context.add_cookies([{"name": "tdn_process", "value": "1", "url": two.url}])
    visitor.open("Train a network", train_bias="0")
    upload(visitor, "flowers.csv", FLOWERS)
    visitor.wait_for_address("train_data", "Your own CSV")
    visitor.page.locator(".legend").get_by_text("rose").wait_for()

    (other,) = children(two.process.pid)
    os.kill(other, signal.SIGKILL)
    visitor.page.wait_for_function("() => document.connections === 1")  # what is pressed before may go to who is dead
    visitor.page.get_by_role("button", name="Train", exact=True).click()
    visitor.page.get_by_role("button", name="Pause", exact=True).click()
    visitor.page.locator(".legend").get_by_text("rose").wait_for()
    until(lambda: [*children(two.process.pid), other][0] != other)
    until(lambda: process_of(two, Cookie="tdn_process=1") == 1)
    assert "Process 1 of the server has ended" in two.log.read_text()
