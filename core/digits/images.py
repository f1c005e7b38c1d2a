"""The images: 60,000 handwritten digits to learn from and 10,000 to test with, read once for the whole process.

They stay bytes, 55 MB in all, and are shared by everyone; a trainer turns them into numbers batch by batch.
"""

import struct
import zipfile
import zlib
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from core.networks.prepared import PreparedBytes

Bytes = npt.NDArray[np.uint8]

SIDE = 28
"""An image has so many rows of so many pixels."""
PIXELS = SIDE * SIDE
CLASSES = 10
TRAINING, TEST = 60_000, 10_000

FILE = Path(__file__).parents[2] / "data" / "mnist.npz"

_SHAPES: dict[str, tuple[int, ...]] = {
    "y_train": (TRAINING,),
    "y_test": (TEST,),
    "x_train": (TRAINING, SIDE, SIDE),
    "x_test": (TEST, SIDE, SIDE),
}
_UNREADABLE = (
    OSError, ValueError, KeyError, EOFError, TypeError, AttributeError, MemoryError, RuntimeError,
    zipfile.BadZipFile, zlib.error, struct.error,
)  # fmt: skip
"""What NumPy and the archive raise for files of all kinds."""
_LOCK = Lock()


class DigitsError(Exception):
    """The images cannot be read; the message says why, and what to do."""


class Images(NamedTuple):
    """Images, (n, 784), a row of the picture after the other, 0 for paper and 255 for ink; and labels, (n,)."""

    images: Bytes
    labels: Bytes


class Digits(NamedTuple):
    """The images to train on, and those to test with; all arrays are read-only."""

    training: Images
    test: Images


def load_digits() -> Digits:
    """Return the MNIST digits, the same arrays every time. Raises DigitsError if their file is missing or broken."""
    with _LOCK:  # two sessions that begin together read the file once
        return _loaded()


@cache
def _loaded() -> Digits:
    return read_digits(FILE)


def read_digits(file: Path) -> Digits:
    """Read a file of digits; DigitsError if it is missing or broken, or if it holds anything else."""
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
            found = {name: _checked(file, name, arrays[name]) for name in _SHAPES}
    except FileNotFoundError:
        raise DigitsError(
            f"The handwritten digits are not there: {file.name} is missing in the folder {file.parent.name}. "
            f"Copy it there from the project's files, {file.parent.name}/{file.name}."
        ) from None
    except _UNREADABLE as error:
        raise DigitsError(_broken(file, "it cannot be read as four arrays of bytes")) from error
    return Digits(
        Images(found["x_train"].reshape(TRAINING, PIXELS), found["y_train"]),
        Images(found["x_test"].reshape(TEST, PIXELS), found["y_test"]),
    )


def _checked(file: Path, name: str, array: npt.NDArray[Any]) -> Bytes:
    """Return an array of the file, read-only; DigitsError unless it has its type, its shape, and labels from 0 to 9."""
    if array.dtype != np.uint8 or array.shape != _SHAPES[name]:
        needed = f"uint8 of shape {_SHAPES[name]}"
        raise DigitsError(_broken(file, f"{name} is {array.dtype} of shape {array.shape}, and should be {needed}"))
    if array.ndim == 1 and array.max() >= CLASSES:
        raise DigitsError(_broken(file, f"{name} holds the label {array.max()}, and a digit is at most {CLASSES - 1}"))
    array.setflags(write=False)
    return array


def _broken(file: Path, why: str) -> str:
    return (
        f"The handwritten digits cannot be used: {file.parent.name}/{file.name} is not the file that it should be: "
        f"{why}. Copy it anew from the project's files; {file.parent.name}/README.md says what it is."
    )


# --- In the form that trainers need ---------------------------------------------------------------------------------


def training_data(images: int = TRAINING) -> PreparedBytes:
    """Return the first so many training images, shared by all who ask for as many; ValueError unless 1 to 60,000."""
    if not 1 <= images <= TRAINING:
        raise ValueError(f"images is {images:,}, but there are {TRAINING:,} to train on: pass 1 to {TRAINING:,}")
    return _training(images)


@lru_cache(maxsize=4)  # each has targets of its own, 40 bytes for each image
def _training(images: int) -> PreparedBytes:
    all_images, labels = load_digits().training
    return PreparedBytes(all_images[:images], labels[:images])


@cache
def test_data() -> PreparedBytes:
    """Return all 10,000 test images; everyone shares them."""
    return PreparedBytes(*load_digits().test)
