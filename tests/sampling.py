"""Of cases that are many and alike, pytest takes a fixed sample; `ALL_CASES=1 pytest` takes all of them.

What is sampled are pages, windows or controls that one test goes over, so that each kind of fault is looked for in
every run, though not at every place where it might be.
"""

import os
import random
from collections.abc import Iterable
from typing import TypeVar

Case = TypeVar("Case")


def some(cases: Iterable[Case], number: int, seed: int = 0) -> list[Case]:
    """Return so many of the cases, in their order: the same in each run with this seed, or all if ALL_CASES is set."""
    every = list(cases)
    if os.environ.get("ALL_CASES") or number >= len(every):
        return every
    return [every[k] for k in sorted(random.Random(seed).sample(range(len(every)), number))]
