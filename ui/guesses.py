"""Guesses at the answer of a question: where one begins, and one that comes from the browser."""

import math
from typing import Any

from core.questions.question import Asks, Guess, Number, Options, Place


def first_guess(asks: Asks) -> Guess | None:
    """Return where a guess begins: in the middle of a slider or a map, and with no option."""
    if isinstance(asks, Number):
        middle = (asks.low * asks.high) ** 0.5 if asks.log else (asks.low + asks.high) / 2.0
        return float(round(middle)) if asks.whole else float(f"{middle:.3g}")
    return (0.0, 0.0) if isinstance(asks, Place) else None


def read_guess(asks: Asks, said: Any) -> Guess | None:
    """Return a guess as it came from the browser; where it cannot be one, that at which a guess begins."""
    numbers = said if isinstance(said, list) else [said]
    if not all(isinstance(each, int | float) and math.isfinite(each) for each in numbers):
        return first_guess(asks)
    if isinstance(asks, Number):
        return min(asks.high, max(asks.low, float(numbers[0])))
    if isinstance(asks, Options):
        return int(numbers[0]) if 0 <= numbers[0] < len(asks.options) else None
    if len(numbers) != 2:
        return first_guess(asks)
    w, b = (min(asks.reach, max(-asks.reach, float(each))) for each in numbers)
    return w, b
