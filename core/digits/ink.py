"""Ink: what was drawn by hand, brought into the form of the MNIST images.

As for MNIST, the ink is scaled into 20 × 20 pixels with its shape kept, and placed on 28 × 28 so that its centre of
mass lies at pixel (14, 14), counted from 0. All 10,000 test images lie so, each to within half a pixel.
"""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from core.digits.images import SIDE, Bytes
from core.types import Array

BOX = 20
"""The ink fits in a square of so many pixels."""
CENTRE = 14
"""The pixel, counted from 0 in both directions, where the centre of mass lies, to within half a pixel."""
LARGEST = 2_000
"""A drawing has at most so many rows."""


def as_digit(drawing: npt.NDArray[Any]) -> Bytes | None:
    """(side, side) of bytes, 0 for paper → (28, 28) of bytes, or None if there is no ink.

    Each pixel is the mean of the drawing over the area that it covers. Where the drawing lies does not matter, and
    neither does its scale. Only if the ink lies so unevenly that it would reach over the edge of the image, as a large
    blot with a speck far from it, is it made smaller than 20 pixels. Raises ValueError for any other array.
    """
    if drawing.dtype != np.uint8 or drawing.ndim != 2 or not 1 <= len(drawing) == drawing.shape[1] <= LARGEST:
        raise ValueError(
            f"the drawing is {drawing.dtype} of shape {drawing.shape}, but it must be a square of bytes: pass uint8 of "
            f"shape (side, side), side being 1 to {LARGEST:,}"
        )
    ink = cropped(drawing)
    if ink is None:
        return None
    for box in range(BOX, 0, -1):
        placed = _placed(np.rint(np.round(scaled(ink, box), 6)))  # so that no rounding error decides on 127.5
        if placed is not None:
            return placed
    return None  # so faint and so scattered that no pixel reaches 1 of 255


def cropped(drawing: npt.NDArray[Any]) -> npt.NDArray[Any] | None:
    """Return the smallest part of a drawing with all its ink; None if there is none."""
    rows, columns = (np.flatnonzero(drawing.any(axis=axis)) for axis in (1, 0))
    return drawing[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if len(rows) else None


def scaled(ink: npt.NDArray[Any], box: int) -> Array:
    """(h, w) → the same on fewer or more pixels: its longer side is `box` of them, and its shape is kept.

    The other side may end within a pixel, whose rest is paper then.
    """
    share = box / max(ink.shape)
    down, across = (_overlaps(length, share) for length in ink.shape)
    return down @ ink.astype(np.float64) @ across.T


def _overlaps(length: int, share: float) -> Array:
    """(pixels, length): how much of each new pixel is covered by each old one, which is `share` of a new one long."""
    pixels = max(1, math.ceil(length * share - 1e-9))
    old, new = np.arange(length) * share, np.arange(pixels)[:, None]
    return np.clip(np.minimum(old + share, new + 1.0) - np.maximum(old, new), 0.0, None)


def _placed(ink: Array) -> Bytes | None:
    """Place ink on an image by its centre of mass, moved by whole pixels; None if it does not fit, or there is none."""
    if not ink.any():
        return None
    top, left = (CENTRE - math.ceil(round(each, 9) - 0.5) for each in centre_of_mass(ink))
    bottom, right = top + ink.shape[0], left + ink.shape[1]
    if min(top, left) < 0 or max(bottom, right) > SIDE:
        return None
    image = np.zeros((SIDE, SIDE), np.uint8)
    image[top:bottom, left:right] = ink
    return image


def centre_of_mass(image: npt.NDArray[Any]) -> tuple[float, float]:
    """Return the mean row and the mean column of the ink, Σ i m / Σ m, pixels counted from 0; nan without ink."""
    mass = image.astype(np.float64)
    down, across = (np.sum(mass.sum(axis=axis) * np.arange(mass.shape[1 - axis])) for axis in (1, 0))
    return float(down / mass.sum()), float(across / mass.sum())
