"""Learning rates as people type them: "0.3 1 3", with decimal commas or fractions, one beside the other."""

from core.quotes import shown
from core.study.plan import RATES
from core.typed_numbers import read_number

MOST_TEXT = 120
"""Characters of a list of learning rates, at most."""
ENDS = (1e-4, 100.0)
"""The smallest and the largest learning rate of a study."""


def read_etas(text: str) -> tuple[float, ...]:
    """Return the learning rates that a text names, in their order of size, each once; none for an empty text.

    They are parted by spaces or semicolons; a comma at the end of a number parts, too.
    Raises ValueError with a sentence for a text that is too long, too many numbers, and what is no such number.
    """
    if len(text) > MOST_TEXT:
        raise ValueError(f"This list of η has {len(text)} characters, and at most {MOST_TEXT} are read")
    etas = {_eta(part.rstrip(",")) for part in text.replace(";", " ").split() if part != ","}
    if len(etas) > RATES[1]:
        raise ValueError(f"These are {len(etas)} learning rates, and a method is tried with at most {RATES[1]}")
    return tuple(sorted(etas))


def _eta(text: str) -> float:
    eta = read_number(text)
    if not ENDS[0] <= eta <= ENDS[1]:
        raise ValueError(f"{shown(text)} is no learning rate here: each is from {ENDS[0]} to {ENDS[1]:g}")
    return eta
