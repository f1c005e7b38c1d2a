"""Two copies behind the nginx of deploy/: a visitor stays with one copy, and goes on with the other when it is lost."""

import asyncio
import json
import socket
import threading
import urllib.request
from contextlib import contextmanager
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from benchmarks.browser import serving
from benchmarks.cold_crowd import Opening, crowd
from benchmarks.proxy import proxied
from tests.apart import apart
from tests.browser.test_own_data import upload

pytestmark = pytest.mark.browser
TABLE = "estimate,target\n0.9,1\n0.2,0\n"


@contextmanager
def listening():
    """A proxy for what a server asks of other hosts: the list of what it was asked for."""
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as trap:

        def answer():
            while True:
                try:
                    caller, _ = trap.accept()
                except OSError:
                    return
                heard.append(caller.recv(1000))
                caller.close()

        threading.Thread(target=answer, daemon=True).start()
        yield f"http://127.0.0.1:{trap.getsockname()[1]}", heard
        trap.shutdown(socket.SHUT_RDWR)


def asked(url, method="GET", body=None, **headers):
    """Status and headers of an answer."""
    pairs = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, pairs, method=method), timeout=20) as answer:
            return answer.status, answer.headers
    except HTTPError as refused:
        with refused:
            return refused.code, refused.headers


def test_a_visitor_of_two_copies_stays_with_one_and_goes_on_when_it_is_lost(visitor, server, nginx):
    with (
        listening() as (trap, left),
        serving(http_proxy=trap, https_proxy=trap) as lost,
        proxied([lost, server], HEAD_SECONDS="1") as front,
    ):
        slow = socket.create_connection(("127.0.0.1", urlsplit(front.url).port), 20)
        slow.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        answers_are_right(front)
        pages_of_other_hosts_are_refused(front, lost)
        a_crowd_gets_its_pages(front)
        with slow, pytest.raises(ConnectionResetError):  # a half-sent request is cut off
            slow.recv(100)
        visitor.server = front
        try:
            a_lost_copy_is_followed_by_the_other(visitor, front, lost)
        finally:
            visitor.server = server
        log = (front.log.parent / "access").read_text()
        assert {json.loads(line)["copy"] for line in log.splitlines()} >= {"1", "2"}
        assert "?" not in log and "127.0.0.1" not in log
    assert left == []


def answers_are_right(front):
    status, headers = asked(front.url + "/Learning_speed", accept_encoding="gzip")
    assert status == 200 and headers["Cache-Control"] == "no-cache" and headers["Content-Encoding"] == "gzip"
    assert headers["Content-Security-Policy"].startswith("default-src 'self'; script-src 'self' blob: 'sha256-")
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"):
        assert len(headers.get_all(name)) == 1
    home = {headers["Set-Cookie"].split(";")[0]}
    assert home <= {"copy=1", "copy=2"} and "HttpOnly" in headers["Set-Cookie"]
    for copy in ("copy=1", "copy=2"):  # whoever has a cookie keeps it
        assert [asked(front.url, cookie=copy)[1]["Set-Cookie"] for _ in range(4)] == [None] * 4

    script = front.url + shell_script()
    for cache in ("MISS", "HIT"):
        status, headers = asked(script, accept_encoding="gzip, br", cookie="copy=1")
        assert (status, headers["X-Cache"], headers["Content-Encoding"]) == (200, cache, "gzip")
        assert "immutable" in headers["Cache-Control"] and headers["Set-Cookie"] is None
    assert asked(script)[1]["Content-Encoding"] is None

    assert asked(front.url + "/_stcore/metrics")[0] == 404
    assert asked(front.url, host="evil.example.org")[0] == 421
    assert asked(front.url, "POST", b"x" * 100_000)[0] == 413
    upload_of = front.url + "/_stcore/upload_file/no/session"
    assert asked(upload_of, "PUT", b"x" * 100_000)[0] == 403  # it reaches a copy, which asks who sends
    assert asked(upload_of, "PUT", b"x" * 12_000_000)[0] == 413
    assert asked(front.url + "/?" + "x" * 8000, referer=front.url + "/?" + "x" * 8000)[0] == 200


def shell_script():
    from ui.serving.assets import packable

    return next(name for name in packable() if name.startswith("/static/js/index."))


def pages_of_other_hosts_are_refused(front, server):
    for each in (front, server):
        address = each.url.replace("http", "ws", 1) + "/_stcore/stream"
        with pytest.raises(InvalidStatus, match="403"), connect(address, origin="https://evil.example.org"):
            pass
        with connect(address, origin=each.url):
            pass


def a_crowd_gets_its_pages(front):
    openings = [Opening("Home", [shell_script()], ["/favicon.png"]), Opening("Learning speed", [], [shell_script()])]
    coming = crowd(front, openings, visitors=4, seconds=0, packing="gzip")
    visits = apart(asyncio.run, coming)
    assert len(visits) == 4 and all(150_000 < visit.size < 500_000 for visit in visits)


def a_lost_copy_is_followed_by_the_other(visitor, front, lost):
    asked_for = []
    page = visitor.page
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "copy", "value": "1", "url": front.url}])

    def note(request):
        asked_for.append(request.url)

    page.on("request", note)
    visitor.open("Cost functions")
    visitor.type_number("cost_yhat", "0.31")
    visitor.wait_for_address("cost_yhat", "0.31")
    assert copy_of(visitor) == "1"

    lost.process.kill()
    visitor.until(lambda: copy_of(visitor) == "2", "the other copy has taken over").settle()
    visitor.complaints.clear()  # the connection that was cut
    assert visitor.shows("cost_yhat", "0.31")
    upload(visitor, "table.csv", TABLE)
    page.get_by_text("table.csv").first.wait_for()
    assert copy_of(visitor) == "2"
    page.remove_listener("request", note)
    hosts = {urlsplit(url).netloc for url in asked_for if url.startswith(("http", "ws"))}
    assert hosts == {urlsplit(front.url).netloc}


def copy_of(visitor):
    return next(cookie["value"] for cookie in visitor.page.context.cookies() if cookie["name"] == "copy")
