"""Archives: a few arrays as a .npz file that NumPy reads, and what a file from outside must be to be read as one.

A file from outside is not trusted. It is read within limits of size, nothing in it is evaluated or unpickled, and what
is not just as `packed` writes it is refused, with the reason.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

_HEADER = re.compile(
    rb"\{'descr': '(?P<type>[<|][a-z]\d)', 'fortran_order': False, "
    rb"'shape': \((?P<shape>\d{1,9},|\d{1,9}(?:, \d{1,9}){1,3})\), \} *\n"
)
_MAGIC = b"\x93NUMPY\x01\x00"
_BROKEN = zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError


class ArchiveError(ValueError):
    """A file is not the archive that was expected; the message is the reason, to go on a sentence with."""


def packed(arrays: Mapping[str, npt.NDArray[Any]], *, deflated: bool = True) -> bytes:
    """Return the bytes of a .npz file with these arrays; the same arrays give the same bytes."""
    way, file = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED, io.BytesIO()
    with zipfile.ZipFile(file, "w", way) as archive:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.save(content, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), content.getvalue(), way)  # without today's date
    return file.getvalue()


def unpacked(data: bytes, limits: Mapping[str, int]) -> dict[str, bytes]:
    """Return the arrays with these names, each with its header as bytes; no more is unpacked than these limits.

    Raises ArchiveError for what is no archive, for other arrays, and for larger ones.
    """
    files = {f"{name}.npy": limit for name, limit in limits.items()}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            if entries.keys() == files.keys() and len(archive.infolist()) == len(files):
                return {name: _content(archive, entries[f"{name}.npy"], limit) for name, limit in limits.items()}
    except ArchiveError:
        raise
    except _BROKEN as error:
        raise ArchiveError("it is not a .npz file, or it is damaged") from error
    *first, last = limits
    raise ArchiveError(f"it does not hold the arrays {', '.join(first)} and {last}, each once, and nothing else")


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # others cannot be unpacked in part
        raise ArchiveError("it is packed in another way than NumPy packs its files")
    with archive.open(entry) as stream:
        content = stream.read(limit + 1)  # never more, whatever the archive says
    if entry.file_size > limit or len(content) > limit:
        raise ArchiveError(f"its array {entry.filename.removesuffix('.npy')} has more than {limit:,} bytes")
    return content


def array_of(name: str, content: bytes, dtype: str, axes: int = 1) -> npt.NDArray[Any]:
    """Return an array of so many axes from its bytes, with a header exactly as NumPy writes it for this type.

    Raises ArchiveError for anything else.
    """
    start = len(_MAGIC) + 2
    length = int.from_bytes(content[len(_MAGIC) : start], "little")
    header, rest = content[start : start + length], content[start + length :]
    found = _HEADER.fullmatch(header) if content.startswith(_MAGIC) else None
    shape = tuple(int(length) for length in found["shape"].split(b",") if length) if found else ()
    if found is None or found["type"] != dtype.encode() or len(shape) != axes:
        what = "plain list" if axes == 1 else f"plain table of {axes} axes"
        raise ArchiveError(f"its array {name} is not a {what} of the type {dtype}")
    needed = prod(shape) * np.dtype(dtype).itemsize
    if len(rest) != needed:
        raise ArchiveError(f"its array {name} has {len(rest):,} bytes, and says that it has {needed:,}")
    return np.frombuffer(rest, dtype).reshape(shape)
