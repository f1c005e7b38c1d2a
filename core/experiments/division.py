"""Points, divided for training and testing, and prepared; any number of runs can share them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.experiments.datasets import Dataset, split
from core.networks.prepared import Prepared


@dataclass(frozen=True, eq=False)
class Division:
    """All points, those for training, those for testing, and both parts prepared for networks. Read-only.

    prepared_test is None where no points are for testing.
    """

    dataset: Dataset
    training: Dataset
    test: Dataset
    prepared: Prepared
    prepared_test: Prepared | None


def divide(
    dataset: Dataset, test_share: float, seed: int, features: Sequence[str], dtype: npt.DTypeLike = np.float64
) -> Division:
    """Divide the points at random, by the seed, and prepare the named features of both parts.

    Raises ValueError as `split` and `Dataset.features` do, and if no features are given.
    """
    if not features:
        raise ValueError("no input is chosen, and a network needs one at least: choose x₁ and x₂")
    training, test = split(dataset, test_share, seed)
    for part in (training, test):
        part.x.setflags(write=False)
        part.y.setflags(write=False)
    prepared = Prepared(training.features(features), training.y, dtype)
    prepared_test = Prepared(test.features(features), test.y, dtype) if len(test) else None
    return Division(dataset, training, test, prepared, prepared_test)
