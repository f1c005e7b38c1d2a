"""The nginx of deploy/ before several servers of this machine, for the benchmarks and the tests."""

import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

from benchmarks.browser import ROOT, Server, free_port

SCRIPT = ROOT / "deploy/nginx.sh"
STARTING = 10.0  # seconds


def find_nginx() -> str | None:
    """Return the path of an nginx on this machine."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def configuration(copies: Sequence[str], **settings: str) -> str:
    """Return what deploy/nginx.sh prints for copies at these addresses, with these settings."""
    environment = {"PATH": os.environ["PATH"], "COPIES": " ".join(copies), **settings}
    made = subprocess.run(["sh", SCRIPT], env=environment, capture_output=True, text=True, check=True)
    return made.stdout


@contextmanager
def proxied(servers: Sequence[Server], **settings: str) -> Iterator[Server]:
    """Start an nginx before these servers, wait until it answers, and stop it afterwards."""
    nginx = find_nginx()
    if nginx is None:
        raise RuntimeError("there is no nginx on this machine (on Debian: apt-get install nginx)")
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        folder.chmod(0o755)  # its workers may be of another user
        copies = [f"127.0.0.1:{urlsplit(server.url).port}" for server in servers]
        own = {"PORT": str(port), "FOLDER": name, "ACCESS_LOG": f"{name}/access plain", "PROCESSES": "1"}
        (folder / "nginx.conf").write_text(configuration(copies, **{**own, **settings}))
        command = [nginx, "-c", f"{name}/nginx.conf", "-g", "daemon off;"]
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log)
        server = Server(f"http://localhost:{port}", folder / "log", process)
        try:
            _wait_until_there(server)
            yield server
        finally:
            process.terminate()
            process.wait(20)


def _wait_until_there(server: Server) -> None:
    end = time.monotonic() + STARTING
    while time.monotonic() < end and server.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=5):
                return
        except (URLError, ConnectionError):
            time.sleep(0.02)
    raise RuntimeError(f"no nginx after {STARTING:.0f} s; its log says:\n{server.log.read_text()}")
