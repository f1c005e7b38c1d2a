"""Of cases that are many and alike, pytest takes a fixed sample; `ALL_CASES=1 pytest` takes all of them.

What is sampled are pages, windows or controls that one test goes over, so that each kind of fault is looked for in
every run, though not at every place where it might be.
"""

import os
import random
from collections.abc import Collection, Iterable
from typing import TypeVar

Case = TypeVar("Case")


def some(cases: Iterable[Case], number: int, seed: int = 0, *, always: Collection[Case] = ()) -> list[Case]:
    """Return so many of the cases, in their order: the same in each run with this seed, or all if ALL_CASES is set.

    always are taken besides; they are those of the cases that are the most telling.
    """
    every = list(cases)
    if os.environ.get("ALL_CASES"):
        return every
    others = [k for k, case in enumerate(every) if case not in always]
    taken = {*random.Random(seed).sample(others, min(number, len(others)))}
    return [case for k, case in enumerate(every) if k in taken or case in always]
