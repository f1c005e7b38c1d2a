"""Calls in a thread of their own: once Playwright has begun, its loop runs in the thread of the tests, alone there."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def apart(function: Callable[..., Any], *given: Any) -> Any:
    """What a function returns that runs an event loop."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(function, *given).result()
