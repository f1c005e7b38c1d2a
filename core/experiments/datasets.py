"""Points to learn from: two coordinates and a class, or a value, for each; drawn by a formula and a seed.

The shapes are those of TensorFlow Playground (dataset.ts), but noise moves the points themselves, while the Playground
moves only the test that labels them: so the drawn points are those that the network sees. Moons are scikit-learn's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from core.streams import stream
from core.types import Array

MOST_POINTS = 100_000
MOST_NOISE = 0.5

Window = tuple[tuple[float, float], tuple[float, float]]
"""The part of the plane to draw: the ends of the axes x1 and x2."""


class Scaling(NamedTuple):
    """How each of k columns was scaled to a common range: centre and unit have shape (k,)."""

    centre: Array
    unit: Array

    def to_plane(self, given: Array) -> Array:
        """x = (given − centre) / unit, (n, k) → (n, k): mean 0, the outermost point of each column at ±5."""
        return (given - self.centre) / self.unit

    def to_given(self, x: Array) -> Array:
        """given = centre + unit · x, (n, k) → (n, k): the numbers of the file, for the labels of axes."""
        return self.centre + self.unit * x


@dataclass(frozen=True, eq=False)
class Origin:
    """What a user's own points are in the user's table: names of the columns and classes, and how they were scaled.

    values scales y if it is a value to estimate, with shape (1,); None for classes.
    """

    inputs: tuple[str, ...]
    label: str
    classes: tuple[str, ...]
    scaling: Scaling
    values: Scaling | None = None


@dataclass(frozen=True, eq=False)
class Dataset:
    """Points x, shape (n, k), and for each its y, shape (n,): the class index as an int64, or the value as a float64.

    classes is the number of classes, or 0 if y is a value to estimate. With two classes, 1 is the Playground's +1 and
    0 its −1. A user's own points may have more than two coordinates, and have an origin; the window shows the first
    two.
    """

    name: str
    x: Array
    y: npt.NDArray[np.int64] | Array
    classes: int
    window: Window
    origin: Origin | None = None

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.x)

    def features(self, names: Sequence[str]) -> Array:
        """Return the network's inputs, shape (n, k): one column for each named feature of the points."""
        return features(self.x, names)

    def take(self, rows: npt.NDArray[np.intp] | slice) -> "Dataset":
        """Return the points of these rows, in this order."""
        return Dataset(self.name, self.x[rows], self.y[rows], self.classes, self.window, self.origin)


def make(name: str, n: int = 500, noise: float = 0.0, seed: int = 0) -> Dataset:
    """Draw n points of a kind (see KINDS), in random order, with noise nu: a share from 0 to 0.5 (50 on a slider in %).

    With the same seed the noise moves the same points in the same direction, and farther if nu is larger. Raises
    ValueError for an unknown name, and for n, noise or seed out of range.
    """
    kind = KINDS.get(name)
    if kind is None:
        raise ValueError(f"name is {name!r}, which is no dataset: choose one of {', '.join(KINDS)}")
    _need_whole("n", n, 1, MOST_POINTS)
    if not 0.0 <= noise <= MOST_NOISE:
        raise ValueError(f"noise is {noise!r}: a share from 0 to {MOST_NOISE} is needed")
    rng = _streams(seed)[0]
    x, y = kind.draw(n, float(noise), rng)
    return Dataset(name, x, y, kind.classes, kind.window).take(rng.permutation(n))


def split(dataset: Dataset, test_share: float = 0.5, seed: int = 0) -> tuple[Dataset, Dataset]:
    """Divide at random into points to train on and round(n · test_share) points to test on, at least one to train on.

    Every point is in exactly one of the two. Raises ValueError unless 0 ≤ test_share < 1.
    """
    if not 0.0 <= test_share < 1.0:
        raise ValueError(f"test_share is {test_share!r}: a share from 0, and less than 1, is needed")
    n = len(dataset)
    tested = min(round(n * test_share), n - 1)
    order = _streams(seed)[1].permutation(n)
    return dataset.take(order[tested:]), dataset.take(order[:tested])


def _streams(seed: int) -> list[np.random.Generator]:
    """Return independent random generators for the points and for their division."""
    _need_whole("seed", seed, 0, 2**63 - 1)
    return stream(seed, "data").spawn(2)


def _need_whole(name: str, value: object, least: int, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not least <= value <= most:
        raise ValueError(f"{name} is {value!r}: a whole number from {least:,} to {most:,} is needed")


# --- The kinds -----------------------------------------------------------------------------------------------------


def circle(n: int, noise: float, rng: np.random.Generator) -> tuple[Array, npt.NDArray[np.int64]]:
    """(x1, x2) = (r sin t, r cos t) with t ~ U(0, 2π); class 1 inside: r ~ U(0, 2.5), class 0 outside: r ~ U(3.5, 5).

    Half of the points each. The class is decided first, then noise moves the point by nu U(−5, 5) along both axes.
    """
    y = _halves(n)
    r = np.where(y == 1, rng.uniform(0.0, 2.5, n), rng.uniform(3.5, 5.0, n))
    t = rng.uniform(0.0, 2.0 * np.pi, n)
    return _polar(r, t) + noise * rng.uniform(-5.0, 5.0, (n, 2)), y


def exclusive_or(n: int, noise: float, rng: np.random.Generator) -> tuple[Array, npt.NDArray[np.int64]]:
    """x1, x2 ~ U(−5, 5), each pushed 0.3 away from 0; class 1 where x1 · x2 ≥ 0, that is in two opposite quadrants.

    The class is decided first, then noise moves the point by nu U(−5, 5) along both axes.
    """
    x = rng.uniform(-5.0, 5.0, (n, 2))
    x += np.where(x > 0.0, 0.3, -0.3)
    y = (x[:, 0] * x[:, 1] >= 0.0).astype(np.int64)
    return x + noise * rng.uniform(-5.0, 5.0, (n, 2)), y


def two_gaussians(n: int, noise: float, rng: np.random.Generator) -> tuple[Array, npt.NDArray[np.int64]]:
    """Class 1 ~ N((2, 2), v I) and class 0 ~ N((−2, −2), v I), half of the points each; v = 0.5 + 7 nu.

    The best boundary is x1 + x2 = 0, with the error Φ(−√(8 / v)): 0.49 % for nu = 0.1, 7.86 % for nu = 0.5.
    """
    y = _halves(n)
    centres = np.where(y == 1, 2.0, -2.0)[:, np.newaxis]
    return centres + np.sqrt(0.5 + 7.0 * noise) * rng.standard_normal((n, 2)), y


def spiral(n: int, noise: float, rng: np.random.Generator) -> tuple[Array, npt.NDArray[np.int64]]:
    """Two arms of m points, i = 0 … m − 1: (r sin t, r cos t) with r = 5 i/m, t = 1.75 · 2π i/m + d.

    d = 0 for class 1 and π for class 0; noise moves each point by nu U(−1, 1) along both axes, as in the Playground.
    """
    y = _halves(n)
    share = np.concatenate([np.arange(m) / m for m in (np.count_nonzero(y == 1), np.count_nonzero(y == 0)) if m])
    x = _polar(5.0 * share, 1.75 * 2.0 * np.pi * share + np.where(y == 1, 0.0, np.pi))
    return x + noise * rng.uniform(-1.0, 1.0, (n, 2)), y


def moons(n: int, noise: float, rng: np.random.Generator) -> tuple[Array, npt.NDArray[np.int64]]:
    """Class 0, the outer moon: (cos t, sin t); class 1, the inner: (1 − cos t, 0.5 − sin t); t evenly on [0, π].

    Half of the points each; noise adds N(0, nu²) to both coordinates. As make_moons of scikit-learn.
    """
    y = _halves(n)
    t = np.concatenate([np.linspace(0.0, np.pi, m) for m in (np.count_nonzero(y == 1), np.count_nonzero(y == 0))])
    inner, outer = np.stack([1.0 - np.cos(t), 0.5 - np.sin(t)], 1), np.stack([np.cos(t), np.sin(t)], 1)
    return np.where(y[:, np.newaxis] == 1, inner, outer) + noise * rng.standard_normal((n, 2)), y


def plane(n: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """y = (x1 + x2) / 10 for x1, x2 ~ U(−6, 6); noise then moves the point by nu U(−6, 6) along both axes."""
    x = rng.uniform(-6.0, 6.0, (n, 2))
    return x + noise * rng.uniform(-6.0, 6.0, (n, 2)), x.sum(axis=1) / 10.0


HILLS = np.array([[-4.0, 2.5, 1], [0.0, 2.5, -1], [4.0, 2.5, 1], [-4.0, -2.5, -1], [0.0, -2.5, 1], [4.0, -2.5, -1]])
"""Centre and sign of each of the six hills and hollows, shape (6, 3)."""


def multi_gaussian(n: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """y = ± max(0, 1 − d/2), with d the distance to the nearest of six hills (+) and hollows (−), see HILLS.

    x1, x2 ~ U(−6, 6); noise then moves the point by nu U(−6, 6) along both axes. The name is the Playground's,
    although the hills are cones.
    """
    x = rng.uniform(-6.0, 6.0, (n, 2))
    distances = np.linalg.norm(x[:, np.newaxis] - HILLS[:, :2], axis=2)  # (n, 6)
    nearest = distances.argmin(axis=1)
    heights = HILLS[nearest, 2] * np.maximum(0.0, 1.0 - distances[np.arange(n), nearest] / 2.0)
    return x + noise * rng.uniform(-6.0, 6.0, (n, 2)), heights


def _halves(n: int) -> npt.NDArray[np.int64]:
    """Class 1 for the first half of n points and 0 for the others; of an odd number, the greater half."""
    return (np.arange(n) < (n + 1) // 2).astype(np.int64)


def _polar(r: Array, t: Array) -> Array:
    return np.stack([r * np.sin(t), r * np.cos(t)], axis=1)


@dataclass(frozen=True)
class Kind:
    """A kind of dataset: draw(n, noise, rng) returns x (n, 2) and y (n,), in any order."""

    name: str
    label: str
    classes: int
    draw: Callable[[int, float, np.random.Generator], tuple[Array, npt.NDArray[np.int64] | Array]]
    window: Window = ((-6.0, 6.0), (-6.0, 6.0))


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("circle", "Circle", 2, circle),
        Kind("xor", "Exclusive or", 2, exclusive_or),
        Kind("gauss", "Two Gaussians", 2, two_gaussians),
        Kind("spiral", "Spiral", 2, spiral),
        Kind("moons", "Moons", 2, moons, ((-2.0, 3.0), (-2.25, 2.75))),
        Kind("plane", "Plane", 0, plane),
        Kind("multi_gauss", "Hills and hollows", 0, multi_gaussian),
    )
}


# --- The inputs of the network -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Feature:
    """One input of a network: a function of the points, (n, k) → (n,)."""

    name: str
    label: str
    fn: Callable[[Array], Array]


FEATURES: dict[str, Feature] = {
    feature.name: feature
    for feature in (
        Feature("x1", "x₁", lambda x: x[:, 0]),
        Feature("x2", "x₂", lambda x: x[:, 1]),
        Feature("x1_squared", "x₁²", lambda x: x[:, 0] ** 2),
        Feature("x2_squared", "x₂²", lambda x: x[:, 1] ** 2),
        Feature("x1_x2", "x₁x₂", lambda x: x[:, 0] * x[:, 1]),
        Feature("sin_x1", "sin x₁", lambda x: np.sin(x[:, 0])),
        Feature("sin_x2", "sin x₂", lambda x: np.sin(x[:, 1])),
    )
}

MOST_INPUTS = 10
"""So many columns of a user's table can be inputs."""


def _coordinate(k: int) -> Feature:
    return Feature(f"x{k}", "x" + str(k).translate(_BELOW), lambda x: x[:, k - 1])


_BELOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
FURTHER: dict[str, Feature] = {f"x{k}": _coordinate(k) for k in range(3, MOST_INPUTS + 1)}
"""The third to tenth coordinate of a user's own points; a network has no function of these but themselves."""


def features(points: Array, names: Sequence[str]) -> Array:
    """Return the named features of points (n, k), shape (n, names), in the order of the names, for a grid or for data.

    Raises ValueError for points of less than two coordinates, for no names, and for names that are no features of them.
    """
    if points.ndim != 2 or points.shape[1] < 2:
        raise ValueError(f"points has shape {points.shape}: pass (n, 2) or more columns, a row for each point")
    known = FEATURES | dict(list(FURTHER.items())[: points.shape[1] - 2])
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        given = f"names has {', '.join(map(repr, unknown))}" if unknown else "names is empty"
        raise ValueError(f"{given}: pass one or more of {', '.join(known)}")
    return np.stack([known[name].fn(points) for name in names], axis=1)
