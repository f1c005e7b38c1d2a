"""Calls on fixed arrays: the parts of a fast update."""

from collections.abc import Callable

import numpy as np

from core.types import Array

Call = Callable[[], object]
"""A function with its arguments bound, and an array for its result."""


def constant(value: float, like: Array) -> Array:
    """Return a number as an array of no axes: NumPy handles it in half the time of a Python number."""
    return np.array(value, dtype=like.dtype)
