"""How long something takes, in words."""

import math


def seconds_in_words(seconds: float | None) -> str:
    """Return how long something still takes, for the end of a sentence; "" if that is not known."""
    return "" if seconds is None else f", {say_duration(seconds)} left"


def say_duration(seconds: float) -> str:
    """Return about how long something takes: "about 4 s", "about 35 s", "about 2 minutes", "about 3 hours"."""
    if seconds > 5400.0:
        return f"about {math.ceil(seconds / 3600.0):,} hours"
    if seconds > 90.0:
        return f"about {math.ceil(seconds / 60.0)} minutes"
    whole = max(1, math.ceil(seconds))
    whole = whole if whole <= 10 else 5 * math.ceil(whole / 5)
    return f"about {whole}\u00a0s"
