"""How much work a function does, counted and not timed: the count is the same on a busy machine."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def lines_run(function: Callable[[], object], most: int = 10_000_000) -> int:
    """How many lines of Python a call executes, those of all that it calls included; over `most` it is broken off."""
    count = 0

    def note(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        if count > most:
            raise RuntimeError(f"more than {most:,} lines were run")
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        function()
    finally:
        sys.settrace(before)
    return count
