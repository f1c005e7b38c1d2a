"""Fit: how well a network answers, in one number for classes and for values."""

import numpy as np

from core.networks.network import ForwardPass, Network
from core.networks.prepared import decided
from core.types import Array


def fit_of(network: Network, run: ForwardPass, y: Array) -> float:
    """Return the share of right answers; for targets of values 1 − Σ(a − y)² / Σ(y − ȳ)², the variance explained.

    y is (n, outputs), and run the forward pass of the same n instances. It is at most 1; an answer that is not finite
    has no part in it: then it is 0 for classes, and −∞ for values.
    """
    a, output = run.a[-1], network.output_function
    low, high = output.targets
    if np.isin(y, (low, high)).all():
        wanted = decided(output, y)
        return float(np.mean((decided(output, a) == wanted) & np.isfinite(a).all(axis=-1)))
    if not np.isfinite(a).all():
        return -np.inf
    spread = float(np.sum(np.square(y - y.mean(axis=0))))
    missed = float(np.sum(np.square(a - y)))
    return 1.0 - missed / spread if spread > 0.0 else float(missed == 0.0)
