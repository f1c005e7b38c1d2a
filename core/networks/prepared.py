"""Data in the form that the engine needs: prepared once, and shared by any number of trainers and sessions."""

import numpy as np
import numpy.typing as npt

from core.functions.activations import output_named
from core.functions.output import Output
from core.types import Array

Labels = npt.NDArray[np.intp]


class Prepared:
    """Instances with their classes or targets, in one precision. They never change after they are made.

    rows is (n, inputs + 1), with ones in the last column, for the biases.
    """

    def __init__(self, x: npt.ArrayLike, y: npt.ArrayLike, dtype: npt.DTypeLike = np.float64) -> None:
        """x is (n, inputs). y is (n,) of whole numbers or booleans for classes; of floats, (n,) or (n, outputs), for
        targets that are used as given. Raises ValueError for other shapes, nan or ∞, and negative classes.
        """
        x, y = np.asarray(x), np.asarray(y)
        if x.ndim != 2 or len(x) == 0 or y.shape[:1] != x.shape[:1] or y.ndim > 2:
            raise ValueError(
                f"x has shape {x.shape} and y {y.shape}, but both need one row for each instance: "
                "pass x of shape (n, inputs) and y of shape (n,) for classes or (n, outputs) for targets"
            )
        self.rows: Array = np.ones((len(x), x.shape[1] + 1), dtype=dtype)
        self.rows[:, :-1] = x
        self.rows.setflags(write=False)
        if not np.isfinite(self.rows).all():
            raise ValueError("x holds nan or ∞, and nothing can be learned from that: leave such instances out")
        self.classes: Labels | None = None
        self._given: Array | None = None
        if y.ndim == 1 and y.dtype.kind in "biu":
            self.classes = y.astype(np.intp)
            self.classes.setflags(write=False)
            if self.classes.min() < 0:
                raise ValueError(f"y holds the class {self.classes.min()}, but classes are counted from 0: shift them")
        else:
            self._given = np.array(y, dtype=dtype).reshape(len(y), -1)
            if not np.isfinite(self._given).all():
                raise ValueError("y holds nan or ∞, and nothing can be learned from that: leave such instances out")
        self._targets: dict[tuple[str, int], Array] = {}

    def __len__(self) -> int:
        """Return n, the number of instances."""
        return len(self.rows)

    def targets(self, output: Output | str, outputs: int) -> Array:
        """Return the targets of an output, (n, outputs), read-only and the same array every time.

        Classes become {0, 1} for sigmoid and ReLU, ±1 for tanh and linear, one-hot for softmax. Raises ValueError if
        there are more classes than the outputs can distinguish, or not as many targets as outputs.
        """
        key = (output_named(output).name, outputs)
        if key not in self._targets:
            made = self._encoded(output, outputs) if self._given is None else self._given
            if made.shape[1] != outputs:
                raise ValueError(f"y has {made.shape[1]} targets for each instance, but the network {outputs} outputs")
            made.setflags(write=False)
            self._targets.setdefault(key, made)  # another session may have made them in the meantime
        return self._targets[key]

    def _encoded(self, output: Output | str, outputs: int) -> Array:
        assert self.classes is not None
        most = max(outputs, 2)
        if self.classes.max() >= most:
            raise ValueError(
                f"y holds the class {self.classes.max()}, but {outputs} output{'s' * (outputs > 1)} can tell {most} "
                f"classes apart, counted from 0: build the network with {self.classes.max() + 1} outputs"
            )
        low, high = output_named(output).targets
        own = self.classes[:, None] == (np.arange(outputs) if outputs > 1 else 1)
        return np.where(own, high, low).astype(self.rows.dtype)

    def every(self, step: int, output: Output | str, outputs: int) -> tuple[Array, Array, Labels | None]:
        """Return the rows, the targets and the labels of every `step`-th instance, from the first on, as views."""
        labels = self.labels(output, outputs)
        targets = self.targets(output, outputs)[::step]
        return self.rows[::step], targets, None if labels is None else labels[::step]

    def labels(self, output: Output | str, outputs: int) -> Labels | None:
        """Return each instance's class, (n,): as given, or found from targets that are exactly those of classes.

        None if some target is not: then no answer is right or wrong, and there is no accuracy.
        """
        if self.classes is not None:
            return self.classes
        targets = self.targets(output, outputs)
        low, high = output_named(output).targets
        own = targets == high
        if not (own | (targets == low)).all() or (outputs > 1 and not (own.sum(axis=1) == 1).all()):
            return None
        return decided(output, targets)


def decided(output: Output | str, a: Array) -> Labels:
    """(…, n, outputs) → (…, n): the class of the largest output, or a single output's side of the middle."""
    if a.shape[-1] > 1:
        return np.argmax(a, axis=-1)
    return (a[..., 0] > output_named(output).middle).astype(np.intp)
