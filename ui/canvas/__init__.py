"""What all canvases share: how numbers are sent to them, the look of a curve, and their common scripts and styles.

The browser gets each component's script as one text. There is no build step: the files are joined in order.
"""

import base64
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

_HERE = Path(__file__).parent
LATEST = _HERE / "latest.js"
"""What every component needs; the other shared files are for those that draw."""
BUTTON = _HERE.parent / "button.css"
"""The look of a component's button."""
PLAIN = _HERE.parent / "plain_words.js"
"""What a component needs that reads the words on the page."""
_SHARED = (LATEST, *(_HERE / name for name in ("numbers.js", "colours.js", "vector.js", "picture.js", "cursor.js")))


class Look(NamedTuple):
    """How a curve or a path is named and drawn: its name, its colour (an index into the theme's), and its dash."""

    name: str
    series: int
    dash: tuple[int, ...] = ()

    def described(self) -> dict[str, Any]:
        """Return the same as a script reads it."""
        return {"name": self.name, "series": self.series, "dash": list(self.dash)}


def script(*files: Path) -> str:
    """Return the script of a component: what all canvases share, then the files."""
    return joined(*_SHARED, *files)


def style(*files: Path) -> str:
    """Return the style of a component: the tooltip's, then the files."""
    return joined(_HERE / "tip.css", *files)


def joined(*files: Path) -> str:
    """Return the texts of the files, one after another."""
    return "\n".join(file.read_text("utf-8") for file in files)


def encoded(values: npt.ArrayLike, kind: npt.DTypeLike = np.float32) -> str:
    """Write numbers as the browser reads them: little-endian, in base 64. What is too large becomes the largest."""
    array = np.asarray(values)
    if kind == np.float32:
        most = float(np.finfo(np.float32).max)
        array = np.clip(array, -most, most)
    array = np.ascontiguousarray(array, np.dtype(kind).newbyteorder("<"))
    return base64.b64encode(array.tobytes()).decode("ascii")
