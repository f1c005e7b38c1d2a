"""Thinning: which points of long curves to draw, so that a drawn curve looks like the whole one."""

import numpy as np
import numpy.typing as npt

from core.types import Array


def thin(points: int, *curves: Array) -> npt.NDArray[np.intp]:
    """Choose at most `points` + 1 indices of curves of one length (n,), the first and the last among them.

    The walk along all curves together, each scaled to its own range and with the even march of the index as
    one more, is cut into pieces of equal length; so flat stretches get few points and steep ones many.
    """
    n = len(curves[0])
    if n <= points:
        return np.arange(n)
    travel = np.full(n - 1, 1.0 / (n - 1))
    for curve in curves:
        steps = np.abs(np.diff(curve))
        travel += steps / max(float(steps.sum()), np.finfo(float).tiny)
    walked = np.concatenate([[0.0], np.cumsum(travel)])
    return np.unique(np.append(np.searchsorted(walked, np.linspace(0.0, walked[-1], points)), n - 1).clip(0, n - 1))
