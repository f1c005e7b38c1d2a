"""What every canvas shares: how numbers travel to it, and the functions that stand before its script."""

import base64
from pathlib import Path

import numpy as np
import numpy.typing as npt

SHARED = (Path(__file__).parent / "canvas.js").read_text("utf-8")


def encoded(values: npt.ArrayLike, kind: npt.DTypeLike = np.float32) -> str:
    """Write numbers as the browser reads them: little-endian, in base 64; what is too large as the largest there is."""
    array = np.asarray(values)
    if kind == np.float32:
        most = float(np.finfo(np.float32).max)
        array = np.clip(array, -most, most)
    array = np.ascontiguousarray(array, np.dtype(kind).newbyteorder("<"))
    return base64.b64encode(array.tobytes()).decode("ascii")
