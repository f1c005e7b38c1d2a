"""Points that were set by hand: one text holds them, so that an address can."""

import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from core.experiments.datasets import Dataset

MOST_DRAWN = 200
MOST_CLASSES = 4
EDGE = 6.0
"""The coordinates lie between −EDGE and EDGE."""

_NUMBER = r"[-+−]?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)"
_POINT = re.compile(rf"\s*({_NUMBER})\s+({_NUMBER})\s+([0-9]+)\s*")


class Drawn(NamedTuple):
    """A point and its class, counted from 0."""

    x1: float
    x2: float
    kind: int


def read_drawn(text: str) -> list[Drawn]:
    """Read "x1 x2 class; x1 x2 class; …"; ValueError says which part is no point, or what is too many."""
    points: list[Drawn] = []
    for part in filter(str.strip, text.split(";")):
        match = _POINT.fullmatch(part)
        if match is None:
            raise ValueError(f"{part.strip()[:40]!r} is no point: x₁, x₂ and the class are needed, such as -1.5 2 0")
        x1, x2 = (float(number.replace(",", ".").replace("−", "-")) for number in match.groups()[:2])
        point = Drawn(x1, x2, int(match[3]))
        if max(abs(x1), abs(x2)) > EDGE or point.kind >= MOST_CLASSES:
            raise ValueError(
                f"{part.strip()[:40]!r} lies outside: coordinates from −{EDGE:g} to {EDGE:g} and a class from 0 to "
                f"{MOST_CLASSES - 1} are needed"
            )
        points.append(point)
    if not 1 <= len(points) <= MOST_DRAWN:
        raise ValueError(f"there are {len(points)} points: 1 to {MOST_DRAWN} are needed")
    return points


def write_drawn(points: Iterable[Drawn]) -> str:
    """Write points so that `read_drawn` reads them, with two decimals."""
    return "; ".join(f"{round(x1, 2) + 0.0:g} {round(x2, 2) + 0.0:g} {kind}" for x1, x2, kind in points)


def drawn_dataset(points: Iterable[Drawn]) -> Dataset:
    """Return the points as a data set of at least two classes."""
    table = np.array(list(points))
    kinds = table[:, 2].astype(np.int64)
    return Dataset("own", table[:, :2].copy(), kinds, max(2, int(kinds.max()) + 1), ((-EDGE, EDGE), (-EDGE, EDGE)))
