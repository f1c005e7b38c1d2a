"""Quoting what a user has typed, in a sentence that says what is wrong with it."""

LONGEST_QUOTE = 40


def shown(value: object) -> str:
    """Quote what was given, safely and briefly: as Python would write it, at most 40 characters."""
    text = repr(value[: 2 * LONGEST_QUOTE] if isinstance(value, str) else value)
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
