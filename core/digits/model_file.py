"""Model files: a trained net as a .npz file with its settings, and what a file must be to be read as one.

A file from outside is not trusted. It is read within limits of size, nothing in it is evaluated or unpickled, and what
is not just as `write_model` writes it is refused, with the reason.
"""

import io
import json
import re
import struct
import zipfile
import zlib
from dataclasses import asdict, dataclass, fields
from textwrap import shorten
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from core.digits.plan import BATCHES, EPOCHS, IMAGES, MOST_LAYERS, OUTPUT, SEEDS, WIDTHS, NetPlan
from core.digits.run import DigitsRun
from core.networks.network import Network
from core.types import Array

KIND = "Training Deep Networks, a net for digits, 1"
"""The first of the settings: what the file is, and in which version of the format."""

MOST_PARAMETERS = NetPlan((WIDTHS[1],) * MOST_LAYERS).parameters
MOST_SETTINGS, MOST_THETA = 2_000, 4 * MOST_PARAMETERS + 1_000
"""Bytes of the two arrays at most, each with its header."""
MOST_BYTES = MOST_THETA + MOST_SETTINGS + 10_000
"""Bytes of a file at most."""
_LIMITS = {"settings.npy": MOST_SETTINGS, "theta.npy": MOST_THETA}

_HEADER = re.compile(
    rb"\{'descr': '(?P<type>[<|][a-z]\d)', 'fortran_order': False, 'shape': \((?P<n>\d{1,9}),\), \} *\n"
)
_MAGIC = b"\x93NUMPY\x01\x00"
_COUNTS = {"batch": BATCHES, "images": IMAGES, "seed": SEEDS, "updates": (0, EPOCHS[1] * IMAGES[1])}


class ModelFileError(ValueError):
    """A file is not a saved net; the message is a sentence with the reason, and what to do."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This file is not a net that was saved here: {why}. Choose a .npz file saved on this page.")


@dataclass(frozen=True, eq=False)
class Model:
    """A net with its parameters, (parameters,), and how it was trained: the settings of its run, and its updates."""

    net: NetPlan
    theta: Array
    batch: int
    images: int
    seed: int
    updates: int

    def network(self) -> Network:
        """Return the network, with these parameters."""
        net = self.net
        return Network(net.sizes, hidden=net.activation, output=OUTPUT, cost=net.cost, theta=self.theta)


def model_of(run: DigitsRun, number: int = 0) -> Model:
    """Return a net of a run as it is now, to be saved."""
    plan = run.plan
    theta = run.networks[number].theta.copy()
    return Model(plan.nets[number], theta, plan.batch, plan.images, plan.seed, run.trainers[number].updates)


# --- Writing ----------------------------------------------------------------------------------------------------------


def write_model(model: Model) -> bytes:
    """Return the bytes of a .npz file; the same model gives the same bytes. Parameters are kept in float32."""
    settings = {"kind": KIND, **asdict(model.net), **{name: getattr(model, name) for name in _COUNTS}}
    text = np.frombuffer(json.dumps(settings).encode(), np.uint8)
    arrays = {"settings.npy": text, "theta.npy": model.theta.astype("<f4")}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.save(content, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(name), content.getvalue(), zipfile.ZIP_DEFLATED)  # without today's date
    return file.getvalue()


# --- Reading ----------------------------------------------------------------------------------------------------------


def read_model(data: bytes) -> Model:
    """Return the net in the bytes of a file; ModelFileError, with a sentence, if it is anything else."""
    if len(data) > MOST_BYTES:
        raise ModelFileError(f"it has {len(data):,} bytes, and a net at most {MOST_BYTES:,}")
    contents = _contents(data)
    settings = _settings(bytes(_array("settings", contents["settings.npy"], "|u1")))
    net = _net(settings)
    counts = {name: _count(settings[name], name, limits) for name, limits in _COUNTS.items()}
    theta = _array("theta", contents["theta.npy"], "<f4")
    if len(theta) != net.parameters:
        raise ModelFileError(f"it has {len(theta):,} parameters, and a net of its sizes has {net.parameters:,}")
    if not np.isfinite(theta).all():
        raise ModelFileError("some of its parameters are no finite numbers")
    return Model(net, theta.astype(np.float64), **counts)


def _contents(data: bytes) -> dict[str, bytes]:
    """Return the two arrays of the archive, each with its header; no more is unpacked than they may have."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            if entries.keys() == _LIMITS.keys() and len(archive.infolist()) == len(_LIMITS):
                return {name: _unpacked(archive, entries[name], limit) for name, limit in _LIMITS.items()}
    except ModelFileError:
        raise
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise ModelFileError("it is not a .npz file, or it is damaged") from error
    raise ModelFileError("it does not hold the arrays settings and theta, each once, and nothing else")


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # others cannot be unpacked in part
        raise ModelFileError("it is packed in another way than NumPy packs its files")
    with archive.open(entry) as stream:
        content = stream.read(limit + 1)  # never more, whatever the archive says
    if entry.file_size > limit or len(content) > limit:
        raise ModelFileError(f"its array {entry.filename.removesuffix('.npy')} has more than {limit:,} bytes")
    return content


def _array(name: str, content: bytes, dtype: str) -> npt.NDArray[Any]:
    """Return an array of one axis from its bytes, with a header exactly as NumPy writes it for this type."""
    start = len(_MAGIC) + 2
    length = int.from_bytes(content[len(_MAGIC) : start], "little")
    header, rest = content[start : start + length], content[start + length :]
    found = _HEADER.fullmatch(header) if content.startswith(_MAGIC) else None
    if found is None or found["type"] != dtype.encode():
        raise ModelFileError(f"its array {name} is not a plain list of the type {dtype}")
    n, size = int(found["n"]), np.dtype(dtype).itemsize
    if len(rest) != n * size:
        raise ModelFileError(f"its array {name} has {len(rest):,} bytes, and says that it has {n * size:,}")
    return np.frombuffer(rest, dtype)


def _settings(text: bytes) -> dict[str, Any]:
    """Return the settings: an object of JSON with exactly the names that are written."""
    try:
        found = json.loads(text.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ModelFileError("its settings are not written as JSON") from error
    names = {"kind", *_COUNTS, *(field.name for field in fields(NetPlan))}
    if not isinstance(found, dict) or cast(dict[str, Any], found).get("kind") != KIND:
        raise ModelFileError("its settings do not say that it is such a net, or it is from another version")
    settings = cast(dict[str, Any], found)
    if settings.keys() != names:
        differing = ", ".join(sorted(name[:20] for name in settings.keys() ^ names)[:3])
        raise ModelFileError(f"a setting is missing or there is one too many ({differing})")
    return settings


def _net(settings: dict[str, Any]) -> NetPlan:
    """Return the net that the settings describe."""
    hidden = settings["hidden"]
    if not isinstance(hidden, list) or not all(type(width) is int for width in cast(list[Any], hidden)):
        raise ModelFileError("its hidden layers are not a list of whole numbers")
    values: dict[str, Any] = {"hidden": tuple(cast(list[int], hidden))}
    for name in ("activation", "cost", "optimizer", "init"):
        if not isinstance(settings[name], str):
            raise ModelFileError(f"its setting {name} is not a name")
        values[name] = settings[name]
    for name in ("eta", "dropout"):
        if type(settings[name]) not in (int, float):
            raise ModelFileError(f"its setting {name} is not a number")
        values[name] = settings[name]
    try:
        return NetPlan(**values)
    except (ValueError, OverflowError) as error:
        raise ModelFileError(
            f"its settings are not those of a net here ({shorten(str(error), 160, placeholder=' …')})"
        ) from error


def _count(value: Any, name: str, limits: tuple[int, int]) -> int:
    if type(value) is not int or not limits[0] <= value <= limits[1]:
        raise ModelFileError(f"its setting {name} is not a whole number from {limits[0]:,} to {limits[1]:,}")
    return value
