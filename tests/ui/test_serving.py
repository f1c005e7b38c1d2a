"""How the server answers a browser, asked without one: what it compresses, which headers it sends, whom it refuses."""

import asyncio
import gzip
import json
import re
from collections import Counter
from tempfile import SpooledTemporaryFile

import pytest
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse
from streamlit import config, net_util

from tests.apart import apart
from ui.frame import MENU
from ui.serving import assets, shell
from ui.serving.assets import Assets
from ui.serving.doors import Doors
from ui.serving.framing import framing_sites, say_framing
from ui.serving.headers import SecurityHeaders, content_security_policy
from ui.serving.shell import Shell

PUBLIC, NEIGHBOUR = "93.184.216.34", "10.1.2.3"
SCRIPT = next(name for name in assets.packable() if name.startswith("/static/js/index."))


async def streamlit(scope, receive, send):
    """In Streamlit's place: its page where a page is asked for, and a word elsewhere."""
    if scope["type"] == "websocket":
        assert b"origin" not in dict(scope["headers"])  # or it would ask who it is
        await send({"type": "websocket.accept"})
        return
    is_page = scope["path"].count("/") == 1 or scope["path"].endswith("/no_such_file")
    answer = FileResponse(f"{shell.get_static_dir()}/index.html") if is_page else PlainTextResponse("passed on")
    await answer(scope, receive, send)


def asked(layer, path="/", kind="http", method="GET", client=PUBLIC, **headers):
    """What a layer before Streamlit answers: the messages to the browser."""
    sent = []

    async def run():
        async def send(message):
            sent.append(message)

        async def receive():
            if kind == "http":
                await asyncio.Event().wait()  # the browser says no more
            return {"type": "websocket.connect"}

        pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": kind, "method": method, "path": path, "headers": pairs, "client": (client, 1)}
        await layer(streamlit)(scope, receive, send)

    apart(asyncio.run, run())
    return sent


def heard(*given, **asking):
    """Status, headers and body of an answer."""
    start, *bodies = asked(*given, **asking)
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], headers, b"".join(message.get("body", b"") for message in bodies)


# --- Fewer bytes ------------------------------------------------------------------------------------------------------


def test_a_script_is_sent_compressed_and_is_the_same_script():
    status, headers, body = heard(Assets, SCRIPT, accept_encoding="br, gzip")

    assert status == 200 and headers["content-encoding"] == "gzip" and headers["content-length"] == str(len(body))
    assert gzip.decompress(body) == assets.packable()[SCRIPT].read_bytes() and len(body) < 200_000
    assert "immutable" in headers["cache-control"] and headers["vary"] == "Accept-Encoding"
    assert headers["content-type"].startswith(("application/javascript", "text/javascript"))


def test_a_script_is_compressed_once_for_all_who_ask_at_the_same_time(monkeypatch):
    times = Counter()
    monkeypatch.setattr(assets, "_pack", lambda file: times.update([file]) or b"packed")
    scope = {"type": "http", "method": "GET", "path": SCRIPT, "headers": [(b"accept-encoding", b"gzip")]}

    async def nothing(message=None):
        return {"type": "http.request"}

    async def run():
        layer = Assets(streamlit)
        await asyncio.gather(*(layer(scope, nothing, nothing) for _ in range(30)))

    apart(asyncio.run, run())
    assert list(times.values()) == [1]


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (SCRIPT, {}),
        (SCRIPT, {"accept_encoding": "gzip", "range": "bytes=0-9"}),
        ("/static/js/../../secrets", {"accept_encoding": "gzip"}),
        ("/media/static/js/x.js", {"accept_encoding": "gzip"}),
    ],
)
def test_what_cannot_be_sent_compressed_passes_on(path, headers):
    assert heard(Assets, path, **headers)[2] == b"passed on"


# --- The page that says where the server is ---------------------------------------------------------------------------


def test_the_page_says_where_the_server_is_and_is_not_sent_twice():
    status, headers, body = heard(Shell, "/Learning_speed", accept_encoding="gzip")
    page = gzip.decompress(body).decode()

    assert status == 200 and headers["content-length"] == str(len(body))
    assert json.loads(re.search(r"if \((\[.*?\])\.includes", page)[1]) == [lesson.path for lesson in MENU]
    assert 'src="./static/js/' in page
    assert heard(Shell, "/")[2].decode() == page

    status, again, body = heard(Shell, "/Learning_speed", if_none_match=headers["etag"])
    assert (status, body) == (304, b"") and "content-length" not in again
    assert heard(Shell, "/", method="HEAD")[2] == b""


def test_what_is_no_page_of_streamlit_passes_on():
    assert heard(Shell, "/_stcore/health")[2] == b"passed on"


# --- Headers ----------------------------------------------------------------------------------------------------------


def test_a_page_may_run_and_show_only_what_its_server_sends():
    _, headers, _ = heard(SecurityHeaders)

    rules = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert rules["default-src"] == "'self'" and rules["frame-ancestors"] == "'self'"
    assert "unsafe" not in rules["script-src"] and "http" not in headers["content-security-policy"]
    assert rules["script-src"].count("'sha256-") == shell.shell().count(b"<script>") == 2
    assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "SAMEORIGIN"
    assert {"referrer-policy", "permissions-policy"} <= headers.keys()
    assert heard(SecurityHeaders, "/static/js/a.js")[1].keys() & {"content-security-policy"} == set()
    assert "content-security-policy" in heard(SecurityHeaders, "/static/no_such_file")[1]  # a page all the same


def test_a_teaching_platform_may_be_allowed_to_show_pages_in_a_frame(monkeypatch):
    monkeypatch.setenv("FRAME_ANCESTORS", "https://moodle.example.org https://*.example.com:8443")

    assert "frame-ancestors 'self' https://moodle.example.org https://*.example.com:8443;" in content_security_policy()
    assert "x-frame-options" not in heard(SecurityHeaders)[1]
    assert (
        say_framing() == "another page of this host or of https://moodle.example.org or of https://*.example.com:8443"
    )
    monkeypatch.delenv("FRAME_ANCESTORS")
    assert say_framing() == "another page of this host"


@pytest.mark.parametrize("wrong", ["moodle.example.org", "https://a.org; script-src *", "https://a.org/path"])
def test_a_setting_that_is_no_site_is_refused(monkeypatch, wrong):
    monkeypatch.setenv("FRAME_ANCESTORS", wrong)
    with pytest.raises(ValueError, match="FRAME_ANCESTORS has .* give sites such as"):
        framing_sites()


# --- Doors ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def no_request_leaves(monkeypatch):
    asked_hosts = []
    monkeypatch.setattr(net_util, "_make_blocking_http_get", lambda url, timeout: asked_hosts.append(url))
    yield
    assert asked_hosts == []


@pytest.mark.usefixtures("no_request_leaves")
def test_a_page_of_another_host_cannot_speak_to_the_server():
    own = {"host": "lab.example.org", "origin": "https://lab.example.org"}
    foreign = {"host": "lab.example.org", "origin": "https://evil.example.org"}

    assert asked(Doors, kind="websocket", **own) == [{"type": "websocket.accept"}]
    assert asked(Doors, kind="websocket", host="lab.example.org") == [{"type": "websocket.accept"}]
    assert asked(Doors, kind="websocket", **foreign) == [{"type": "websocket.close", "code": 1008}]
    assert heard(Doors, "/_stcore/upload_file/a/b", method="PUT", **foreign)[0] == 403
    assert heard(Doors, "/_stcore/upload_file/a/b", method="PUT", **own)[0] == 200
    assert heard(Doors, **foreign)[0] == 200


def test_a_page_of_another_host_may_be_allowed(monkeypatch):
    options = {
        "server.enableCORS": True,
        "server.corsAllowedOrigins": ["https://friend.example.org"],
        "browser.serverAddress": "lab.example.org",
    }
    monkeypatch.setattr(config, "get_option", options.__getitem__)
    friend = {"host": "lab.example.org", "origin": "https://friend.example.org"}
    foreign = {"host": "lab.example.org", "origin": "https://evil.example.org"}

    renamed = {"host": "copy1:8501", "origin": "https://lab.example.org"}  # by a proxy
    for allowed in (friend, renamed, {"host": "127.0.0.1:8501", "origin": "http://localhost:8080"}):
        assert asked(Doors, kind="websocket", **allowed) == [{"type": "websocket.accept"}]
    assert asked(Doors, kind="websocket", **foreign)[0]["type"] == "websocket.close"
    options["server.enableCORS"] = False
    assert asked(Doors, kind="websocket", **foreign) == [{"type": "websocket.accept"}]


def test_only_neighbours_read_the_figures_and_through_no_proxy():
    figures = "/_stcore/metrics"

    assert heard(Doors, figures, client=NEIGHBOUR)[0] == heard(Doors, figures, client="::1")[0] == 200
    assert heard(Doors, figures, client="::ffff:127.0.0.1")[0] == 200
    assert heard(Doors, figures, client=PUBLIC)[0] == heard(Doors, figures, client="testclient")[0] == 404
    assert heard(Doors, figures, client=NEIGHBOUR, x_forwarded_for=PUBLIC)[0] == 404
    assert heard(Doors, "/_stcore/health", client=PUBLIC)[0] == 200


def test_the_server_says_its_own_address_without_asking_another_host():
    assert config.get_option("browser.serverAddress") == "localhost"
    assert config.is_manually_set("browser.serverAddress")


# --- Uploads ----------------------------------------------------------------------------------------------------------


def test_an_upload_is_kept_in_memory_and_needs_no_place_on_disk(monkeypatch):
    import ui.serving.layers  # noqa: F401

    monkeypatch.setattr(SpooledTemporaryFile, "rollover", lambda file: pytest.fail("it went to a file"))
    content = b"0.5,1\n" * 1_200_000
    body = b'--x\r\nContent-Disposition: form-data; name="a"; filename="a.csv"\r\n\r\n' + content + b"\r\n--x--\r\n"

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def read():
        headers = [(b"content-type", b"multipart/form-data; boundary=x")]
        async with Request({"type": "http", "headers": headers, "method": "PUT"}, receive).form() as form:
            return await form["a"].read()

    assert apart(asyncio.run, read()) == content


@pytest.mark.parametrize("origin", ["x://[", "http://[::1", "null", ""])
def test_what_is_no_address_of_a_page_is_foreign(origin):
    assert heard(Doors, "/_stcore/upload_file/a/b", method="PUT", origin=origin, host="here")[0] == 403
