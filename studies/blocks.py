"""Blocks: what is given to a process at once, and what is written at once. A block is one part of a study or several.

The parts depend on the study alone (`core.study.study.parts_of`), and each is trained by itself. So it makes no
difference how many blocks there are, who trains them, and in which order they are done.
"""

from collections.abc import Generator
from itertools import pairwise
from typing import Any

import numpy as np

from core.study.kept import Kept, Part
from core.study.settings_text import read_settings
from core.study.study import trained_part

Block = list[range]
"""The seeds of each part."""
Trained = Generator[tuple[Block, list[Any]], None, None]
"""Blocks as they come, each with its trained parts."""


def blocks_of(kept: Kept, parts: list[range], number: int) -> list[Block]:
    """Divide the parts into so many blocks, as equal as can be; return of each what is not trained yet."""
    trained = kept.trained
    ends = np.linspace(0, len(parts), number + 1).round().astype(int).tolist()
    blocks = [parts[low:high] for low, high in pairwise(ends)]
    left = [[seeds for seeds in block if not trained[seeds[0] : seeds[-1] + 1].all()] for block in blocks]
    return [block for block in left if block]


def train(settings: str, block: Block) -> list[Part]:
    """Train the parts of a block, given the settings of the study as a text; return what is kept of each."""
    found = read_settings(settings.encode())
    plan, points = found.plan(), found.dataset()
    return [trained_part(plan, seeds, points) for seeds in block]


def fits(parts: Any, kept: Kept, block: Block) -> bool:
    """Return whether what has come from elsewhere are the trained parts of this block."""
    if not isinstance(parts, list) or len(parts) != len(block):
        return False
    for part, own in zip(parts, (kept.part(seeds) for seeds in block), strict=True):
        if not isinstance(part, Part) or part.low != own.low or np.isnan(part.reached).any():
            return False
        if any(a.shape != b.shape or a.dtype != b.dtype for a, b in zip(part[1:], own[1:], strict=True)):
            return False
    return True
