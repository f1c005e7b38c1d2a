"""Layout: the position of the axis of the networks when several are trained at once, and the products for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from core.functions.calls import Call
from core.types import Array


@dataclass(frozen=True)
class Layout:
    """How arrays of one network become arrays of `runs` networks: without change, with one more axis first, or last.

    With "first" every product is a matrix product, which is fast for wide layers. With "last" it is a sum of products
    of vectors over the runs, which is faster for very narrow layers.
    """

    kind: Literal["one", "first", "last"]
    runs: int
    _scratch: dict[tuple[tuple[int, int], np.dtype[Any]], Array] = field(
        default_factory=dict, compare=False, repr=False
    )
    """One array of each size, for a product that is then copied; all calls use it in turn."""

    def shape(self, *shape: int) -> tuple[int, ...]:
        """Return the shape for all runs, given that for one run."""
        if self.kind == "one":
            return shape
        return (self.runs, *shape) if self.kind == "first" else (*shape, self.runs)

    def part(self, array: Array, low: int, high: int) -> Array:
        """Return the view of the units, or parameters, from low up to high."""
        return array[:, low:high] if self.kind == "first" else array[low:high]

    def of_runs(self, array: Array, low: int, high: int) -> Array:
        """Return the view of the runs from low up to high, at least one."""
        if self.kind == "one":
            return array
        return array[low:high] if self.kind == "first" else array[..., low:high]

    def by_run(self, array: Array) -> Array:
        """Return a view with the runs first in any layout: (runs, …)."""
        if self.kind == "one":
            return array[None]
        return array if self.kind == "first" else np.moveaxis(array, -1, 0)

    def spread(self, values: npt.ArrayLike, dtype: npt.DTypeLike) -> Array:
        """Return one number for each run, (runs,), so that it broadcasts over parameters."""
        numbers = np.array(values, dtype=dtype)
        if self.kind == "one":
            return numbers.reshape(())
        return numbers[:, None] if self.kind == "first" else numbers

    def shared(self, array: Array) -> Array:
        """Return a view of an array that all runs share, (units, batch), which broadcasts over the axis of the runs."""
        return np.broadcast_to(array[..., None], (*array.shape, self.runs)) if self.kind == "last" else array

    def units_first(self, rows: Array) -> Array:
        """Return instances, (n, units) that all runs share or (runs, n, units), as a batch: the units first."""
        if rows.ndim == 2:
            return self.shared(rows.T)
        if self.kind == "one":
            return rows[0].T
        return rows.swapaxes(1, 2) if self.kind == "first" else np.ascontiguousarray(rows.T)

    def forward(self, w: Array, a: Array, z: Array) -> list[Call]:
        """z ← W a: (out, in + 1) and (in + 1, batch) → (out, batch)."""
        if self.kind == "first":
            return [partial(np.matmul, w, a, z)]
        if self.kind == "last":
            return [partial(np.einsum, "oir,ibr->obr", w, a, out=z)]
        if w.shape[0] * a.size < LARGE or a.strides[0] > a.strides[1]:
            return [partial(w.dot, a, z)]
        # An array of its own for each piece of the data took 5 to 20 MB a network.
        shape = z.shape[1], z.shape[0]
        by_row = self._scratch.setdefault((shape, z.dtype), np.empty(shape, z.dtype))
        return [partial(a.T.dot, w.T, by_row), partial(np.copyto, z, by_row.T)]

    def outer(self, delta: Array, a: Array, g: Array) -> Call:
        """G ← δ aᵀ, summed over the batch: (out, batch) and (in + 1, batch) → (out, in + 1)."""
        if self.kind == "one":
            return partial(delta.dot, a.T, g)
        if self.kind == "first":
            return partial(np.matmul, delta, a.swapaxes(-1, -2), g)
        return partial(np.einsum, "obr,ibr->oir", delta, a, out=g)

    def back(self, w: Array, delta: Array, below: Array) -> Call:
        """δ below ← Wᵀ δ, without the biases: (out, in + 1) and (out, batch) → (in, batch)."""
        if self.kind == "one":
            return partial(w[:, :-1].T.dot, delta, below)
        if self.kind == "first":
            return partial(np.matmul, w[..., :-1].swapaxes(-1, -2), delta, below)
        return partial(np.einsum, "oir,obr->ibr", w[:, :-1], delta, out=below)


def layout_for(sizes: Sequence[int], runs: int) -> Layout:
    """Choose the layout that was measured to be fastest, by the limits below."""
    if runs == 1:
        return Layout("one", 1)
    return Layout("last" if runs >= NARROW_RUNS and max(sizes[1:]) <= NARROW else "first", runs)


NARROW, NARROW_RUNS = 4, 16
"""Up to this width, and from this many runs on, the axis of the runs is last."""

LARGE = 2**20
"""From so many products on, and with instances as rows, as data are, aᵀ Wᵀ was measured to be faster than W a."""

STACK = 4
"""Fewer networks than this are faster one by one than in a stack."""
