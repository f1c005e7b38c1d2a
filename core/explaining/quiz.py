"""A quiz: the reader guesses a mistake, chosen at random, from the gradient that it gives."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.explaining.detection import detect, differing, wrong_gradient
from core.explaining.mistakes import MISTAKES
from core.explaining.training import Update
from core.networks.network import Network
from core.types import Array


@dataclass(frozen=True, eq=False)
class Quiz:
    """The mistakes that can be distinguished here, one of them chosen at random (answer), and the gradient it gives."""

    answer: str
    choices: list[str]
    gradient: Array


def distinguishable(network: Network, x: npt.ArrayLike, y: npt.ArrayLike, update: Update | float = 0.1) -> list[str]:
    """Return the names of the mistakes that are visible here and whose gradient no other mistake gives."""
    found = {name: detect(network, x, y, name, update) for name in MISTAKES}
    seen = {name: each.wrong for name, each in found.items() if each.visible}
    return [
        name
        for name, wrong in seen.items()
        if all(differing(wrong, other).any() for rival, other in seen.items() if rival != name)
    ]


def quiz(
    network: Network, x: npt.ArrayLike, y: npt.ArrayLike, update: Update | float = 0.1, seed: int = 0
) -> Quiz | None:
    """Plant one of the distinguishable mistakes, chosen by the seed; None if there are fewer than two."""
    choices = distinguishable(network, x, y, update)
    if len(choices) < 2:
        return None
    answer = choices[int(np.random.default_rng(seed).integers(len(choices)))]
    return Quiz(answer, choices, wrong_gradient(network, x, y, answer, update))
