"""How a visitor stays with one process of a server that has several (ui/serving/processes.py).

A cookie names the process. Where a browser keeps none, as in a frame of another site, or where it uses a connection
that has come to another process before, an upload or a download is sent on until it comes to the process that knows it.
"""

import re
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime

from ui.serving.cores import COMPANY, PLACE, VISITS, Company, Place
from ui.serving.processes import COOKIE

UPLOAD, MEDIA = "/_stcore/upload_file/", "/media/"
CONNECTIONS = 6
"""Those of a browser to one host: each may be to another process. A request is sent on once more for each process."""
PASSED_ON = ("x-forwarded-for", "forwarded")
"""What a proxy adds. It may send the requests of several visitors through one connection: each is to have its own."""


class Staying:
    """Names this process to a visitor's browser, and sends on what is for another one."""

    def __init__(self, app: ASGIApp, place: Place = PLACE, company: Company = COMPANY) -> None:
        self.app, self.place, self.company = app, place, company
        self.tries = CONNECTIONS + place.count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if not self.company.shares or scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        if scope["type"] == "websocket":
            VISITS.opened += 1
            VISITS.open += 1
            try:
                await self.app(scope, receive, self._naming(send))
            finally:
                VISITS.open -= 1
            return
        if any(name in Headers(scope=scope) for name in PASSED_ON):
            send = _closing(send)
        may_be_sent_on = scope["method"] != "OPTIONS" and _tries(scope) < self.tries
        if may_be_sent_on and _is_foreign_upload(scope):
            while (await receive()).get("more_body", False):  # to answer before it has all come would break it off
                pass
            await self._send_on(scope, send)
        elif may_be_sent_on and MEDIA in scope["path"]:
            await self._find(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _naming(self, send: Send) -> Send:
        """Have the browser keep the number of this process."""

        async def naming(message: Message) -> None:
            if message["type"] == "websocket.accept":
                headers = MutableHeaders(raw=list(message.get("headers", [])))
                headers.append("set-cookie", f"{COOKIE.decode()}={self.place.number}; Path=/; HttpOnly; SameSite=Lax")
                message = {**message, "headers": headers.raw}
            await send(message)

        return naming

    async def _find(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer if the file is here."""
        is_elsewhere = False

        async def answer(message: Message) -> None:
            nonlocal is_elsewhere
            if message["type"] == "http.response.start" and message["status"] == 404:
                is_elsewhere = True
                await self._send_on(scope, send)
            elif not is_elsewhere:
                await send(message)

        await self.app(scope, receive, answer)

    async def _send_on(self, scope: Scope, send: Send) -> None:
        """Ask the browser to ask the next process, by a new connection."""
        following = (self.place.number + 1) % self.place.count
        where = f"?process={following}&tries={_tries(scope) + 1}".encode()
        headers = [(b"location", where), (b"connection", b"close"), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 307, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


def _is_foreign_upload(scope: Scope) -> bool:
    """Return whether a file is for a session that is not here."""
    _, found, rest = scope["path"].partition(UPLOAD)
    return bool(found) and runtime.exists() and not runtime.get_instance().is_active_session(rest.split("/")[0])


def _closing(send: Send) -> Send:
    """Have the connection closed after an answer."""

    async def closing(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message.get("headers", [])))
            headers["connection"] = "close"
            message = {**message, "headers": headers.raw}
        await send(message)

    return closing


def _tries(scope: Scope) -> int:
    """Return how often a request was sent on."""
    told = parse_qs(scope["query_string"].decode("latin-1")).get("tries", ["0"])[-1]
    return int(told) if re.fullmatch("[0-9]{1,2}", told) else 99
