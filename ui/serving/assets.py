"""Streamlit's scripts and styles, compressed once for all visitors.

Streamlit sends them as they are, 4.4 MB to a new browser, since compressing them for each one would cost more than it
saves. They never change under one name, so once is enough; what is kept is a few MB.
"""

import asyncio
import gzip
import mimetypes
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.file_util import get_static_dir

FOLDER = "/static/"
PACKED = (".js", ".css", ".svg")
"""What compression makes smaller; fonts and pictures are compressed already."""

FOREVER = "public, immutable, max-age=31536000"


def packable() -> dict[str, Path]:
    """Every file that is sent compressed, by its path in the address."""
    root = Path(get_static_dir())
    files = (file for file in (root / "static").rglob("*") if file.suffix in PACKED)
    return {f"/{file.relative_to(root).as_posix()}": file for file in files}


class Assets:
    """Sends them compressed to browsers that take it; anything else passes on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.files = packable()
        self.kept: dict[str, asyncio.Task[bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, or pass the request on."""
        name = self._asked_for(scope)
        if name is None:
            await self.app(scope, receive, send)
            return
        headers = {"content-encoding": "gzip", "vary": "Accept-Encoding", "cache-control": FOREVER}
        answer = Response(await self._packed(name), headers=headers, media_type=mimetypes.guess_type(name)[0])
        await answer(scope, receive, send)

    def _asked_for(self, scope: Scope) -> str | None:
        if scope["type"] != "http" or scope["method"] != "GET" or FOLDER not in scope["path"]:
            return None
        name = scope["path"][scope["path"].index(FOLDER) :]
        headers = Headers(scope=scope)
        is_plain = not any(condition in headers for condition in ("range", "if-none-match", "if-modified-since"))
        return name if name in self.files and is_plain and "gzip" in headers.get("accept-encoding", "") else None

    async def _packed(self, name: str) -> bytes:
        """The compressed file. Who asks while it is being compressed waits for that; who leaves does not end it."""
        if name not in self.kept:
            self.kept[name] = asyncio.create_task(asyncio.to_thread(_pack, self.files[name]))
        return await asyncio.shield(self.kept[name])


def _pack(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), mtime=0)
