"""Data in the form that the engine needs: prepared once, and shared by any number of trainers and sessions."""

from collections.abc import Sequence
from functools import partial
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from core.functions.activations import output_named
from core.functions.calls import Call, constant
from core.functions.output import Output
from core.types import Array

Labels = npt.NDArray[np.intp]
Rooms = dict[tuple[int, ...], npt.NDArray[Any]]
"""Arrays that several lists of calls fill in turn, each just before it uses them; by the shape of one, or of a row."""


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
        self._set_answers(y)

    def _set_answers(self, y: npt.NDArray[Any]) -> None:
        """Keep the classes or the targets. ValueError for nan, ∞ and negative classes."""
        self.classes: Labels | None = None
        self._given: Array | None = None
        if y.ndim == 1 and y.dtype.kind in "biu":
            self.classes = y.astype(np.intp)
            self.classes.setflags(write=False)
            if self.classes.min() < 0:
                raise ValueError(f"y holds the class {self.classes.min()}, but classes are counted from 0: shift them")
        else:
            self._given = np.array(y, dtype=self.dtype).reshape(len(y), -1)
            if not np.isfinite(self._given).all():
                raise ValueError("y holds nan or ∞, and nothing can be learned from that: leave such instances out")
        self._targets: dict[tuple[str, int], Array] = {}

    def __len__(self) -> int:
        """Return n, the number of instances."""
        return len(self.rows)

    @property
    def inputs(self) -> int:
        """The number of inputs of an instance."""
        return self.rows.shape[1] - 1

    @property
    def dtype(self) -> np.dtype[np.float64]:
        """The precision of the rows and the targets."""
        return self.rows.dtype

    @property
    def nbytes(self) -> int:
        """How many bytes the rows take if all are fetched at once."""
        return self.rows.nbytes

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
        return np.where(own, high, low).astype(self.dtype)

    def room(self, *shape: int) -> Array:
        """Return an array for the rows of so many instances, with its last column, of ones, filled."""
        return np.ones((*shape, self.inputs + 1), self.dtype)

    def fetch(self, order: npt.NDArray[np.intp], room: Array, rooms: Rooms) -> list[Call]:
        """Return the calls that copy the rows of the instances of this order into `room`; it may change in between.

        `rooms` has arrays that calls of one kind and size use in turn; a new one is added to it.
        """
        return [partial(np.take, self.rows, order, 0, room, "clip")]

    def view(self, chosen: slice, rooms: Rooms) -> tuple[Array, list[Call]]:
        """Return the rows of a slice, and the calls that fill them before each use: none where they are a view."""
        return self.rows[chosen], []

    def x(self, chosen: slice = slice(None)) -> Array:
        """Return the inputs of a slice of the instances, (n, inputs)."""
        rows, calls = self.view(chosen, {})
        for call in calls:
            call()
        return rows[:, :-1]

    @property
    def answers(self) -> npt.NDArray[Any]:
        """The classes, or the targets as they were given."""
        return cast(npt.NDArray[Any], self._given if self.classes is None else self.classes)

    def starts(self, networks: Sequence[int]) -> npt.NDArray[np.intp] | None:
        """Return at which row the instances of each of these networks begin; None if all have the same ones."""
        return None

    def of(self, network: int) -> "Prepared":
        """Return the instances of one of a trainer's networks."""
        return self

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


class PreparedBytes(Prepared):
    """Instances whose inputs are bytes, such as images: each input is x / 255, from 0 to 1.

    The bytes are shared, and become numbers batch by batch: 60,000 images of 784 pixels take 47 MB, not 188. A run on
    them is the same to the last bit as one on `Prepared(x / 255, …)`.
    """

    def __init__(self, x: npt.ArrayLike, y: npt.ArrayLike, dtype: npt.DTypeLike = np.float32) -> None:
        """x is (n, inputs), of bytes, and must not change from now on, since it is not copied; y is as in `Prepared`.

        Raises ValueError for other shapes or types, and for answers that `Prepared` refuses.
        """
        x, y = np.asarray(x), np.asarray(y)
        if x.dtype != np.uint8 or x.ndim != 2 or len(x) == 0 or y.shape[:1] != x.shape[:1] or y.ndim > 2:
            raise ValueError(
                f"x is {x.dtype} of shape {x.shape} and y has shape {y.shape}, but x needs a row of bytes for each "
                "instance: pass x of shape (n, inputs) and type uint8, and y of shape (n,) or (n, outputs)"
            )
        self._bytes = x.view()
        self._bytes.setflags(write=False)
        self._dtype = cast(np.dtype[np.float64], np.dtype(dtype))
        self._set_answers(y)

    def __len__(self) -> int:
        """Return n, the number of instances."""
        return len(self._bytes)

    @property
    def inputs(self) -> int:
        """The number of inputs of an instance."""
        return self._bytes.shape[1]

    @property
    def dtype(self) -> np.dtype[np.float64]:
        """The precision of the rows and the targets."""
        return self._dtype

    @property
    def nbytes(self) -> int:
        """How many bytes the rows would take if all were fetched at once."""
        return len(self) * (self.inputs + 1) * self._dtype.itemsize

    def fetch(self, order: npt.NDArray[np.intp], room: Array, rooms: Rooms) -> list[Call]:
        """Return the calls that turn the bytes of the instances of this order into rows in `room`."""
        shape = (*room.shape[:-1], self.inputs)
        if shape not in rooms:
            rooms[shape] = np.empty(shape, np.uint8)
        chosen = rooms[shape]
        return [partial(np.take, self._bytes, order, 0, chosen, "clip"), self._turn(chosen, room)]

    def view(self, chosen: slice, rooms: Rooms) -> tuple[Array, list[Call]]:
        """Return room for the rows of a slice, and the call that fills it."""
        given = self._bytes[chosen]
        shape = (self.inputs + 1,)
        if shape not in rooms or len(rooms[shape]) < len(given):
            rooms[shape] = self.room(len(given))
        room = rooms[shape][: len(given)]
        return room, [self._turn(given, room)]

    def _turn(self, given: npt.NDArray[np.uint8], room: Array) -> Call:
        """Division rounds each x / 255 correctly, in either precision; a product with 1 / 255 would not."""
        return partial(np.divide, given, constant(255.0, room), room[..., :-1])


def decided(output: Output | str, a: Array) -> Labels:
    """(…, n, outputs) → (…, n): the class of the largest output, or a single output's side of the middle."""
    if a.shape[-1] > 1:
        return np.argmax(a, axis=-1)
    return (a[..., 0] > output_named(output).middle).astype(np.intp)
