"""Thinning: which points of long curves to draw, so that a drawn curve looks like the whole one."""

import numpy as np
import numpy.typing as npt

from core.types import Array


def thin(points: int, *curves: Array) -> npt.NDArray[np.intp]:
    """Choose which points of curves, each of shape (n,), to draw: about `points`, the first and the last among them.

    The walk along all curves together, each scaled to its own travel and with the even march of the index as
    one more, is cut into pieces of equal length; so flat stretches get few points and steep ones many. Where straight
    lines between them would leave a curve by more than a twentieth of its range (it swings to and fro), twice as many
    are taken, and so on up to `MOST`.
    """
    n = len(curves[0])
    travel = np.full(max(n - 1, 0), 1.0 / max(n - 1, 1))
    for curve in curves:
        steps = np.abs(np.diff(curve))
        travel += steps / max(float(steps.sum()), np.finfo(float).tiny)
    walked = np.concatenate([[0.0], np.cumsum(travel)])
    while points < min(n, MOST):
        marks = np.searchsorted(walked, np.linspace(0.0, float(walked[-1]), points))
        kept = np.unique(np.append(marks, n - 1).clip(0, n - 1))
        if all(_follows(curve, kept) for curve in curves):
            return kept
        points *= 2
    return np.arange(n) if n <= MOST else np.unique(np.linspace(0, n - 1, MOST).astype(np.intp))


MOST = 2_000
"""Points that a chart can still draw while a slider moves."""


def _follows(curve: Array, kept: npt.NDArray[np.intp]) -> bool:
    drawn = np.interp(np.arange(len(curve)), kept, curve[kept])
    return bool(np.abs(drawn - curve).max() <= 0.05 * np.ptp(curve))
