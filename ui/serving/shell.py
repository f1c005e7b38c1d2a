"""The empty page that a browser gets before it speaks to the server, told where the server is.

Streamlit's own page looks for the server below its address first: a link to a lesson asks for
`/Learning_speed/_stcore/health` in vain, and waits half a second before it asks again. A line of script that knows the
pages' names says at once where the server is, under any path that a proxy may put before it.
"""

import base64
import gzip
import hashlib
import json
import re
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.file_util import get_static_dir

from ui.frame import MENU

OTHERS = ("/static/", "/media/", "/component/", "/_stcore/")
"""Below these there are no pages."""

SCRIPT = """(() => {
  const parts = location.pathname.replace(/\\/+$/, "").split("/");
  if (%s.includes(parts.at(-1))) parts.pop();
  (window.__streamlit ??= {}).BACKEND_BASE_URL ??= `${location.origin}${parts.join("/")}/`;
})();"""


@cache
def original() -> bytes:
    """Streamlit's page."""
    return (Path(get_static_dir()) / "index.html").read_bytes()


@cache
def shell() -> bytes:
    """Streamlit's page with the line that says where the server is."""
    said = SCRIPT % json.dumps([page.path for page in MENU])
    page = original().decode("utf-8")
    if page.count("<head>") != 1:
        raise RuntimeError(
            "Streamlit's page has no single <head> to put the server's place into: see ui/serving/shell.py"
        )
    return page.replace("<head>", f"<head>\n    <script>{said}</script>").encode("utf-8")


@cache
def script_hashes() -> tuple[str, ...]:
    """What a Content-Security-Policy calls the scripts that stand in the page itself."""
    inline = re.findall(r"<script>(.*?)</script>", shell().decode("utf-8"), re.DOTALL)
    digests = (hashlib.sha256(text.encode("utf-8")).digest() for text in inline)
    return tuple(f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in digests)


@cache
def mark() -> str:
    """The ETag of the page."""
    return f'W/"{hashlib.sha256(shell()).hexdigest()[:16]}"'


@cache
def packed() -> bytes:
    """The page, compressed."""
    return gzip.compress(shell(), mtime=0)


class Shell:
    """Sends that page wherever Streamlit sends its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and put the page in the place of Streamlit's."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or _is_no_page(scope["path"]):
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        replaced = False

        async def answer(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and _is_original(message):
                replaced = True
                await _send_shell(asked, scope["method"], MutableHeaders(raw=message["headers"]), send)
            elif not replaced:
                await send(message)

        await self.app(_plain(scope), receive, answer)


def _is_original(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    is_page = headers.get("content-type", "").startswith("text/html") and start["status"] == 200
    return is_page and headers.get("content-length") == str(len(original()))


def _is_no_page(path: str) -> bool:
    return any(folder in path for folder in OTHERS)


def _plain(scope: Scope) -> Scope:
    """The same request for all of the page as it is, whatever the browser has of it and could unpack."""
    wishes = (b"if-none-match", b"if-modified-since", b"range", b"accept-encoding")
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in wishes]}


async def _send_shell(asked: Headers, method: str, headers: MutableHeaders, send: Send) -> None:
    is_known = mark() in asked.get("if-none-match", "")
    is_packed = "gzip" in asked.get("accept-encoding", "")
    body = packed() if is_packed else shell()
    for name in ("last-modified", "accept-ranges"):
        del headers[name]
    headers["etag"] = mark()
    headers["cache-control"] = "no-cache"
    headers["vary"] = "Accept-Encoding"
    headers["content-length"] = str(len(body))
    if is_packed:
        headers["content-encoding"] = "gzip"
    if is_known:
        del headers["content-length"]
    await send({"type": "http.response.start", "status": 304 if is_known else 200, "headers": headers.raw})
    await send({"type": "http.response.body", "body": b"" if is_known or method == "HEAD" else body})
