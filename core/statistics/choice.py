"""The best η of a method: chosen on one half of the seeds, so that the other half can judge it."""

from dataclasses import dataclass

from core.statistics.epochs import checked, spread
from core.types import Array

CHOOSING, JUDGING = slice(0, None, 2), slice(1, None, 2)
"""The first, third, fifth … seed choose; the second, fourth, sixth … judge. So any first part of the seeds has both."""


@dataclass(frozen=True)
class Results:
    """What a method reached: for each η and each seed the epoch, ∞ for "not reached".

    etas: (settings,); epochs: (settings, seeds).
    Raises ValueError if their shapes do not fit, and for what is no epoch.
    """

    etas: tuple[float, ...]
    epochs: Array

    def __post_init__(self) -> None:
        epochs = checked(self.epochs, dimensions=2)
        if len(epochs) != len(self.etas) or epochs.size == 0:
            raise ValueError(
                f"{len(self.etas)} η and epochs of shape {epochs.shape} do not fit: "
                "pass one row for each η and one column for each seed, and at least one of each"
            )
        object.__setattr__(self, "epochs", epochs)

    @property
    def seeds(self) -> int:
        """The number of seeds."""
        return self.epochs.shape[1]

    def of(self, half: slice) -> "Results":
        """Return the results of these seeds alone."""
        return Results(self.etas, self.epochs[:, half])


def best_setting(results: Results) -> int:
    """Return the index of the best η over all seeds of the results: the one with the smallest median epoch.

    Of equal medians the one at which more runs reached the target; of these the smaller η. Where fewer than half of the
    runs reached it at any η, all medians are ∞, so that the number that did decides. The number does not come first,
    since it hangs on chance where nearly all runs, or about as many, reach the target at several η: a single run would
    choose between a fast and a slow one.
    """

    def rank(setting: int) -> tuple[float, int, float]:
        found = spread(results.epochs[setting])
        return found.median, -found.reached, results.etas[setting]

    return min(range(len(results.etas)), key=rank)


def choose(first: Results, second: Results) -> tuple[tuple[int, int], slice]:
    """Return the index of the best η of each method, chosen by `CHOOSING`, and the seeds that may judge them.

    Where both methods have a single η, nothing is chosen, and all seeds judge.
    Raises ValueError if the two have not the same number of seeds.
    """
    if first.seeds != second.seeds:
        raise ValueError(
            f"{first.seeds} seeds cannot be compared with {second.seeds}: run both methods with the same seeds"
        )
    if len(first.etas) == len(second.etas) == 1:
        return (0, 0), slice(None)
    return (best_setting(first.of(CHOOSING)), best_setting(second.of(CHOOSING))), JUDGING
