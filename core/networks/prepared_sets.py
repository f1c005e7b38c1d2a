"""Several prepared data sets of one size, of which each of a trainer's networks learns from its own."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from core.networks.prepared import Prepared


class PreparedSets(Prepared):
    """Data sets one after another; a network sees one of them. len() is the number of instances of one set."""

    def __init__(self, sets: Sequence[Prepared], of: Sequence[int]) -> None:
        """of[k] is the number of the set, counted from 0, that network k learns from.

        Raises ValueError for no sets, for sets that differ in their number of instances, inputs, precision or in
        having classes, and for a number that no set has.
        """
        kinds = {(len(each), each.inputs, str(each.dtype), each.classes is None) for each in sets}
        if len(kinds) != 1:
            raise ValueError(
                f"there are {len(sets)} data sets of {len(kinds)} kinds, but networks that train together need sets of "
                "as many instances and inputs and of one type: give the others a trainer of their own"
            )
        if not all(0 <= number < len(sets) for number in of):
            raise ValueError(f"the sets are called {[*of]}, but they are counted from 0 to {len(sets) - 1}")
        self._sets, self._of, self._size = tuple(sets), tuple(of), len(sets[0])
        answers = np.concatenate([each.answers for each in sets])
        super().__init__(np.concatenate([each.x() for each in sets]), answers, sets[0].dtype)

    def __len__(self) -> int:
        """Return the number of instances of one set."""
        return self._size

    @property
    def nbytes(self) -> int:
        """How many bytes the rows of one set take."""
        return self._sets[0].nbytes

    def starts(self, networks: Sequence[int]) -> npt.NDArray[np.intp]:
        """Return where the set of each of these networks begins."""
        return np.array([self._of[k] * self._size for k in networks], np.intp)

    def of(self, network: int) -> Prepared:
        """Return the set of one network."""
        return self._sets[self._of[network]]
