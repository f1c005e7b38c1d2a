"""Thinning: which points of long curves to draw, so that a drawn curve looks like the whole one."""

import numpy as np
import numpy.typing as npt

from core.types import Array

MOST = 2_000
"""Points that a chart can still draw while a slider moves."""

CLOSE = 0.004
"""How far straight lines may leave a curve, as a share of its range: less than a pixel of a chart 200 pixels high."""


def thin(x: Array, *curves: Array) -> npt.NDArray[np.intp]:
    """Choose which points of curves over x, all of shape (n,), to draw: as few as follow them, the ends among them.

    A line between two points leaves a curve by |f″| Δx²/8, so the points stand closest where √|f″| is largest, summed
    over the curves (each as a share of its range); an eighth of them is spread evenly. Their number grows from 16 by
    halves until straight lines stay within `CLOSE` of every curve, or up to `MOST`.
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
    return np.arange(n) if n <= MOST else np.unique(np.linspace(0, n - 1, MOST).astype(np.intp))


_TINY = np.finfo(float).tiny


def _follows(x: Array, curve: Array, kept: npt.NDArray[np.intp]) -> bool:
    drawn = np.interp(x, x[kept], curve[kept])
    return bool(np.abs(drawn - curve).max() <= CLOSE * np.ptp(curve))
