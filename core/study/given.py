"""Points that are given to a study, and not drawn: their numbers as a settings file and a result file have them."""

from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from core.experiments.datasets import FEATURES, FURTHER, MOST_INPUTS, Dataset
from core.experiments.plan import Plan

OWN = "own"
"""The name of given points where a study would name a kind of points."""
MOST_POINTS = 1_000
MOST_CLASSES = 10
MOST_SIZE = 1e6
"""No coordinate is larger."""
_KEYS = {"x", "y", "classes", "inputs"}


@dataclass(frozen=True)
class Given:
    """Points x, a tuple of coordinates for each, with their classes y from 0 on, and the inputs made of them."""

    x: tuple[tuple[float, ...], ...]
    y: tuple[int, ...]
    classes: int
    inputs: tuple[str, ...]

    @classmethod
    def of(cls, points: Dataset, inputs: tuple[str, ...]) -> "Given":
        """Return the points of a data set with classes."""
        x: list[list[float]] = points.x.tolist()
        return cls(tuple(map(tuple, x)), tuple(points.y.tolist()), points.classes, inputs)

    def dataset(self) -> Dataset:
        """Return the points as a data set."""
        window = ((-6.0, 6.0), (-6.0, 6.0))
        return Dataset(OWN, np.array(self.x, float), np.array(self.y, np.int64), self.classes, window)

    def plan(self, base: Plan) -> Plan:
        """Return a plan on these points."""
        output = "sigmoid" if self.classes == 2 else "softmax"
        return replace(base, data=OWN, n=len(self.y), noise=0.0, features=self.inputs, output=output)

    def values(self) -> dict[str, Any]:
        """Return them as JSON and TOML have them."""
        return {
            "x": [list(point) for point in self.x],
            "y": list(self.y),
            "classes": self.classes,
            "inputs": list(self.inputs),
        }


def given_of(value: Any) -> Given:
    """Return the points that a table of a file holds. Raises ValueError with what is needed instead."""
    if not isinstance(value, dict) or cast(dict[str, Any], value).keys() != _KEYS:
        raise ValueError(f"a table with {', '.join(sorted(_KEYS))}, and nothing else")
    table = cast(dict[str, Any], value)
    x, y, classes, inputs = table["x"], table["y"], table["classes"], table["inputs"]
    if type(classes) is not int or not 2 <= classes <= MOST_CLASSES:
        raise ValueError(f"points of 2 to {MOST_CLASSES} classes")
    if not isinstance(x, list) or not isinstance(y, list):
        raise ValueError("a table whose x and y are lists")
    points, labels = cast(list[Any], x), cast(list[Any], y)
    if not 1 <= len(points) <= MOST_POINTS or len(labels) != len(points):
        raise ValueError(f"1 to {MOST_POINTS:,} points in x, and as many classes in y")
    if not all(type(label) is int and 0 <= label < classes for label in labels):
        raise ValueError(f"points whose classes in y are whole numbers from 0 to {classes - 1}")
    found = tuple(_point(each) for each in points)
    if len({len(each) for each in found}) != 1:
        raise ValueError("points that all have equally many coordinates")
    return Given(found, tuple(cast(list[int], labels)), classes, _inputs(inputs, len(found[0])))


def _point(value: Any) -> tuple[float, ...]:
    coordinates = cast(list[Any], value) if isinstance(value, list) else []
    if not 2 <= len(coordinates) <= MOST_INPUTS or not all(
        type(each) in (int, float) and abs(each) <= MOST_SIZE for each in coordinates
    ):
        raise ValueError(f"points of 2 to {MOST_INPUTS} numbers, none larger than {MOST_SIZE:,.0f}")
    return tuple(float(each) for each in coordinates)


def _inputs(value: Any, coordinates: int) -> tuple[str, ...]:
    known = [*FEATURES, *[*FURTHER][: coordinates - 2]]
    names = cast(list[Any], value) if isinstance(value, list) else []
    if not names or len(set(map(str, names))) != len(names) or not all(name in known for name in names):
        raise ValueError(f"points with inputs, each once, of {', '.join(known)}")
    return tuple(names)
