"""Lines of equal cost: at which heights to draw them, and where on a map there is room for a name."""

import numpy as np
import numpy.typing as npt

LEVELS = 15


def levels(low: float, high: float, number: int = LEVELS) -> list[float]:
    """Return heights between low and high: low + (high − low) ((k + ½) / number)², k = 0 … number − 1.

    A parabola is cut at even distances by them, and so they show a valley's floor and its walls alike.
    """
    shares = (np.arange(number) + 0.5) / number
    return (low + (high - low) * shares**2).tolist()


def name_place(region: npt.NDArray[np.bool_]) -> tuple[float, float] | None:
    """Return where a region is widest, as shares of the grid's columns and rows; None if it is narrower than 5 points.

    Points are taken off its edge, round by round; what is left last is farthest inside. The edge of the map counts.
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
