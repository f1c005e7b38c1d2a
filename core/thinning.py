"""Thinning: which points of long curves to draw, so that a drawn curve looks like the whole one."""

import numpy as np
import numpy.typing as npt

from core.types import Array

MOST = 2_000
"""The largest number of points that a chart can draw while a slider moves."""

CLOSE = 0.004
"""How far straight lines may differ from a curve, as a share of its range: less than a pixel if 200 pixels high."""


def thin(x: Array, *curves: Array) -> npt.NDArray[np.intp]:
    """Choose the points to draw of curves over x, all of shape (n,): as few as possible, with both ends.

    A line between two points differs from a curve by |f″| Δx²/8, so the points are closest where √|f″|, summed over the
    curves (each as a share of its range), is largest; an eighth of them is spread evenly. Their number grows from 16 by
    half each time until straight lines stay within `CLOSE` of every curve. A curve that would need more than `MOST`
    swings too often to be followed: of it, `extremes` are drawn.
    """
    n = len(x)
    bends = np.zeros(n)
    for curve in curves:
        slopes = np.diff(curve) / np.diff(x)
        bends[1:-1] += np.sqrt(np.abs(np.diff(slopes)) * (x[2:] - x[:-2]) / max(float(np.ptp(curve)), _TINY))
    walked = np.cumsum(bends) / max(float(bends.sum()), _TINY) + np.arange(n) / (7.0 * max(n - 1, 1))
    points = 16
    while points < min(n, MOST):
        marks = np.searchsorted(walked, np.linspace(0.0, float(walked[-1]), points))
        kept = np.unique(np.concatenate([[0], marks, [n - 1]]).clip(0, n - 1))
        if all(_follows(x, curve, kept) for curve in curves):
            return kept
        points += points // 2
    return np.arange(n) if n <= MOST else extremes(x, *curves, columns=MOST // (2 + 2 * len(curves)))


def extremes(x: Array, *curves: Array, columns: int) -> npt.NDArray[np.intp]:
    """Choose what columns of equal width over x can show: of each the first and last point, and each curve's extremes.

    All curves have shape (n,), and x grows. At most 2 + 2 × (curves) points are chosen in a column. No swing is lost or
    made longer, as happens to every k-th point: a drawn curve covers just the heights that the whole one covers.
    """
    width = (x[-1] - x[0]) / columns
    column = np.minimum((x - x[0]) / width, columns - 1).astype(np.intp)
    starts = np.flatnonzero(np.diff(column, prepend=-1))
    kept = [starts, np.append(starts[1:], len(x)) - 1]
    for curve in curves:
        for signed in (curve, -curve):
            lowest = np.minimum.reduceat(signed, starts)[np.searchsorted(starts, np.arange(len(x)), "right") - 1]
            at = np.flatnonzero(signed == lowest)
            kept.append(at[np.unique(column[at], return_index=True)[1]])
    return np.unique(np.concatenate(kept))


_TINY = np.finfo(float).tiny


def _follows(x: Array, curve: Array, kept: npt.NDArray[np.intp]) -> bool:
    drawn = np.interp(x, x[kept], curve[kept])
    return bool(np.abs(drawn - curve).max() <= CLOSE * np.ptp(curve))
