"""What every answer tells the browser to refuse."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.serving.assets import FOLDER
from ui.serving.framing import framing_sites
from ui.serving.shell import script_hashes

NOSNIFF = "x-content-type-options"

UNUSED = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
"""What a browser could do for a page, and need not for these."""


def content_security_policy() -> str:
    """Where the parts of a page may come from, and what may run in it: only what the server sends.

    - blob: for scripts, since Streamlit makes each component's script a module in the browser.
    - Styles as they come, since Streamlit writes style elements and attributes while it draws.
    - data: and blob: for pictures: those of charts, drawings, and what is taken away.

    Nothing is evaluated ('unsafe-eval'): Streamlit has Vega interpret the expressions of charts.
    """
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", "blob:", *script_hashes()]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "frame-ancestors": " ".join(["'self'", *framing_sites()]),
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def security_headers() -> dict[str, str]:
    """All of these headers."""
    headers = {
        "content-security-policy": content_security_policy(),
        "permissions-policy": ", ".join(f"{feature}=()" for feature in UNUSED),
        "referrer-policy": "same-origin",
        NOSNIFF: "nosniff",
    }
    return headers if framing_sites() else headers | {"x-frame-options": "SAMEORIGIN"}


class SecurityHeaders:
    """Adds them to each answer; a script or a style needs only one of them, and a page has ninety such files."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = security_headers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add to its answer."""

        is_asset = scope["type"] == "http" and FOLDER in scope["path"]

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                is_page = headers.get("content-type", "").startswith("text/html")
                for name, value in self.headers.items():
                    if name == NOSNIFF or is_page or not is_asset:
                        headers.setdefault(name, value)
                message = {**message, "headers": headers.raw}
            await send(message)

        await self.app(scope, receive, answer)
