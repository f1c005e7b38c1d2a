"""Blocks on an existing Dask cluster, whose workers need NumPy, and not this program: the command sends it along.

Dask itself is an optional library (`distributed`). It trains a block of a worker that has died on another one.
"""

import logging
import re
import socket
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, Queue
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from studies.blocks import Block, Trained
from studies.errors import CommandError
from studies.sources import archived, mark_of, sources

CONNECT = 10.0
"""Seconds in which a scheduler has to answer."""
PLUGIN = "studies of Training Deep Networks"
"""The name of what a cluster holds of this program; a later command puts its own version in the place of it."""
_ADDRESS = re.compile(r"(?:tcp|tls)://(?P<host>\[[0-9a-fA-F:.]+\]|[\w.-]+):(?P<port>[0-9]{1,5})")


def by_dask(settings: str, blocks: list[Block], address: str, say: Callable[[str], None]) -> Trained:
    """Train blocks on the workers of a scheduler; yield each once it is trained. Raises CommandError."""
    if find_spec("distributed") is None:
        raise CommandError(
            "--scheduler needs the package distributed, which is not installed here: pip install distributed, or leave "
            "--scheduler out, and this machine trains the study."
        )
    _need_someone_at(address)
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is said once, here
    client = _connected(address)
    with client:
        _send_the_program(client)
        if not client.scheduler_info()["workers"]:
            say("The scheduler has no worker yet: waiting for one. Start some with: dask worker " + address)
        yield from _trained(client, settings, blocks)


def _connected(address: str) -> Any:
    """Return a client of the scheduler. Raises CommandError if none answers in time.

    Connecting to another kind of server would never end, so it is left to itself after a while.
    """
    from distributed import Client

    found: Queue[Any] = Queue()

    def connect() -> None:
        try:
            found.put(Client(address, timeout=CONNECT, set_as_default=False))
        except (OSError, ValueError) as error:
            found.put(error)

    Thread(target=connect, daemon=True).start()
    try:
        client = found.get(timeout=2.0 * CONNECT)
    except Empty:
        client = None
    if not isinstance(client, Client):
        raise CommandError(_say_nobody(address))
    return client


def _need_someone_at(address: str) -> None:
    """Raise CommandError unless something listens at an address; Dask itself would say so late, and at length."""
    found = _ADDRESS.fullmatch(address)
    try:
        if found is None:
            raise ValueError
        socket.create_connection((found["host"].strip("[]"), int(found["port"])), CONNECT).close()
    except (OSError, ValueError, OverflowError) as error:
        raise CommandError(_say_nobody(address)) from error


def _say_nobody(address: str) -> str:
    return (
        f"No Dask scheduler answers at {address!r}. The first lines of “dask scheduler” say its address, such as "
        "tcp://192.168.0.5:8786."
    )


def _send_the_program(client: Any) -> None:
    """Let all workers, those that come later too, have this program as it is here."""
    from distributed.diagnostics.plugin import UploadFile

    with TemporaryDirectory() as folder:
        try:
            client.register_plugin(UploadFile(str(archived(Path(folder)))), name=PLUGIN)
        except ImportError as error:
            raise CommandError(
                f"A worker of the cluster cannot import what trains a study: {error}. Install NumPy there, of the same "
                "version as here."
            ) from error


def _trained(client: Any, settings: str, blocks: list[Block]) -> Trained:
    from distributed import as_completed

    mark = mark_of(sources())
    futures = {
        client.submit(_call_there(), mark, settings, block, pure=False): number for number, block in enumerate(blocks)
    }
    for future in as_completed(futures, loop=client.loop):
        block = blocks[futures[future]]
        if future.status != "finished":
            raise CommandError(_say_lost(future, block))
        found = future.result()
        if isinstance(found, str):
            raise CommandError(found)
        yield block, found
        future.release()


def _call_there() -> Callable[..., Any]:
    """Return a function within a function: Dask sends such a one as it is, and not by its name.

    The scheduler reads what it is to hand on, and has nothing of this program.
    """

    def call(*given: Any) -> Any:
        from studies.there import train_there

        return train_there(*given)

    return call


def _say_lost(future: Any, block: Block) -> str:
    """Say why a block has not come back."""
    kept = "What is finished is kept; the same command goes on with it."
    if future.status == "error":
        error = future.exception()
        return (
            f"The cluster could not train the seeds {block[0][0]} to {block[-1][-1]}: {type(error).__name__}. Look "
            f"into the log of its workers. {kept}"
        )
    return f"The scheduler is gone. {kept}"
