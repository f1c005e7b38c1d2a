"""Who may ask: no page of another host may speak to the server, and only its neighbours read its figures.

Streamlit would let a page of another host in if that host is this machine, and to find out it asks a third host for its
own address, also where `server.corsAllowedOrigins` names the page. So it is judged here, and Streamlit need not.
"""

import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config

POLICY_VIOLATION = 1008
READING = {"GET", "HEAD", "OPTIONS"}
PASSED_ON = ("x-forwarded-for", "forwarded", "x-real-ip")
"""What a proxy adds to a request that it passes on."""

OWN = {"localhost", "127.0.0.1", "0.0.0.0"}
"""Names of this machine, whose pages Streamlit allows, such as those of a proxy that gives the server another name."""


def is_foreign(headers: Headers) -> bool:
    """Whether a page of another host asks, one that no setting allows."""
    origin = headers.get("origin")
    if origin is None or not config.get_option("server.enableCORS"):
        return False
    try:
        asking = urlsplit(origin)
    except ValueError:  # it is no address
        return True
    if asking.netloc == headers.get("host"):
        return False
    named = [config.get_option("browser.serverAddress"), *config.get_option("server.corsAllowedOrigins")]
    return asking.hostname not in OWN | set(map(_host, named))


def _without_origin(scope: Scope) -> Scope:
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"origin"]}


def _host(origin: str) -> str | None:
    return urlsplit(origin if "//" in origin else f"//{origin}").hostname


def is_neighbour(scope: Scope, headers: Headers) -> bool:
    """Whether a request comes from this machine or a private network, and through no proxy."""
    client = scope.get("client")
    if client is None or any(name in headers for name in PASSED_ON):
        return False
    try:
        address = ipaddress.ip_address(client[0])
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_loopback or address.is_private


class Doors:
    """Turns away what may not be asked."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        headers = Headers(scope=scope) if scope["type"] in ("http", "websocket") else Headers()
        if scope["type"] == "websocket" and is_foreign(headers):
            await receive()
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        elif scope["type"] == "http" and scope["method"] not in READING and is_foreign(headers):
            await PlainTextResponse("This server takes nothing from a page of another host.", 403)(scope, receive, send)
        elif scope["type"] == "http" and _asks_for_figures(scope) and not is_neighbour(scope, headers):
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
        elif scope["type"] == "websocket":
            await self.app(_without_origin(scope), receive, send)
        else:
            await self.app(scope, receive, send)


def _asks_for_figures(scope: Scope) -> bool:
    return scope["path"].rstrip("/").endswith("/_stcore/metrics")
