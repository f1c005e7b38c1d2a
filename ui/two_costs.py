"""The two costs that lessons compare, the quadratic one and cross-entropy: their names, and one thing for each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from core.functions.cost import Cost
from core.functions.costs import COSTS

T = TypeVar("T")
S = TypeVar("S")


@dataclass(frozen=True)
class Pair(Generic[T]):
    """One thing for each of the two costs, in the order in which charts list them."""

    quadratic: T
    cross_entropy: T

    def __iter__(self) -> Iterator[T]:
        return iter((self.quadratic, self.cross_entropy))

    def map(self, of: Callable[[T], S]) -> "Pair[S]":
        """Return the pair of the function's values."""
        return Pair(of(self.quadratic), of(self.cross_entropy))

    def columns(self) -> dict[str, Any]:
        """Return the pair as two columns of a chart's data set, under the names that charts read."""
        return dict(vars(self))


NAMES = Pair(":orange[**quadratic**]", ":blue[**cross-entropy**]")
"""What the costs are called on the screen, each in the colour of its curve."""


def compared(quadratic: str) -> Pair[Cost]:
    """Return the two costs. The name of the quadratic one says whether it is written with a ½."""
    return Pair(COSTS[quadratic], COSTS["cross_entropy"])


def has_half(quadratic: Cost) -> bool:
    """Return whether a quadratic cost is written with the ½: it is then ½ for an error of 1."""
    return float(quadratic.from_a(0.0, 1.0)) == 0.5


def half_words(quadratic: Cost, half: str = "½") -> str:
    """Return the convention in words."""
    return f"with {half}" if has_half(quadratic) else f"without {half}"
