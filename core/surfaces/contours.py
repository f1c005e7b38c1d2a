"""Contour lines: the heights to draw them at, and the place on a map with room for a name."""

import numpy as np
import numpy.typing as npt

LEVELS = 15


def levels(low: float, high: float, number: int = LEVELS) -> list[float]:
    """Return heights between low and high: low + (high − low) ((k + ½) / number)², k = 0 … number − 1.

    They cut a parabola at even distances, so they show a valley's floor as well as its walls.
    """
    shares = (np.arange(number) + 0.5) / number
    return (low + (high - low) * shares**2).tolist()


def name_place(region: npt.NDArray[np.bool_]) -> tuple[float, float] | None:
    """Return where a region is widest, as shares of the grid's columns and rows; None if it is narrower than 5 points.

    Its edge points are removed, round by round; the last point left is farthest inside. The edge of the map counts.
    """
    inside = np.pad(region, 1)
    rounds, last = 0, inside
    while inside.any():
        last, rounds = inside, rounds + 1
        inside = (
            inside
            & np.roll(inside, 1, axis=0)
            & np.roll(inside, -1, axis=0)
            & np.roll(inside, 1, axis=1)
            & np.roll(inside, -1, axis=1)
        )
    if rounds < 3:
        return None
    rows, columns = np.nonzero(last)
    at = int(np.argmin(np.abs(rows - rows.mean()) + np.abs(columns - columns.mean())))
    return float((columns[at] - 1) / (region.shape[1] - 1)), float((rows[at] - 1) / (region.shape[0] - 1))
