"""Whether the claims about the presets of "Train a network" are true: `python -m benchmarks.presets [--seeds 20]`.

A claim is a plan, one of its networks, and a limit for its test accuracy at the end of the run. It is tested with the
seeds 0, 1, 2 …: each has its own points, first weights and order. A claim is kept if at least the expected number of
twenty seeds agree, or the same share of another number.
"""

import core  # noqa: F401 - asks for one thread, which must be before NumPy is imported

# isort: split
import argparse
import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.experiments.experiment import Experiment
from core.experiments.plan import ALONE, Plan, against

SEEDS = 20
STUCK = Plan(output_bias=8.0, epochs=60)
NEARLY_TIED = Plan(eta=0.5, variants=against(cost="cross_entropy", eta=0.1), epochs=60)
EXCLUSIVE_OR = Plan(data="xor", epochs=40)
SPIRAL = Plan(
    data="spiral",
    n=500,
    features=("x1", "x2", "sin_x1", "sin_x2"),
    widths=(16, 16),
    cost="cross_entropy",
    epochs=200,
    variants=ALONE,
)


@dataclass(frozen=True)
class Claim:
    """A claim about one network of a plan: its test accuracy is above, or below, so many per cent.

    expected is how many of 20 seeds must agree, or None if the result is only reported.
    """

    preset: str
    plan: Plan
    network: int
    above: float = 0.0
    below: float = 101.0
    expected: int | None = None

    @property
    def name(self) -> str:
        """The network's cost, as the table names it."""
        return self.plan.networks()[self.network].cost.replace("half_quadratic", "½ quadratic").replace("_", "-")

    @property
    def claimed(self) -> str:
        """The claim, in symbols."""
        if self.expected is None:
            return ""
        return f"below {self.below:g}" if self.below < 100.0 else f"above {self.above:g}"

    def agrees(self, accuracy: float) -> bool:
        """Whether a test accuracy, in per cent, is as claimed."""
        return self.above < accuracy < self.below

    def needed(self, seeds: int) -> int:
        """How many of so many seeds must agree: the expected share, rounded down."""
        return 0 if self.expected is None else math.floor(self.expected * seeds / SEEDS)


CLAIMS = (
    Claim("Stuck", STUCK, 0, below=60.0, expected=19),
    Claim("Stuck", STUCK, 1, above=95.0, expected=19),
    Claim("Nearly tied", NEARLY_TIED, 0, above=95.0, expected=18),
    Claim("Nearly tied", NEARLY_TIED, 1, above=95.0, expected=18),
    Claim("Spiral, solved", SPIRAL, 0, above=97.0, expected=19),
    Claim("Exclusive or", EXCLUSIVE_OR, 0),
    Claim("Exclusive or", EXCLUSIVE_OR, 1, above=97.0, expected=19),
)


@dataclass(frozen=True)
class Outcome:
    """A claim, and the accuracies in per cent at the end of each seed's run, on training and on test points."""

    claim: Claim
    training: Sequence[float]
    test: Sequence[float]

    @property
    def agreeing(self) -> int:
        """How many seeds agree."""
        return sum(map(self.claim.agrees, self.test))

    @property
    def kept(self) -> bool:
        """Whether at least the expected number of seeds agree."""
        return self.agreeing >= self.claim.needed(len(self.test))

    def row(self) -> str:
        """Return this as a line of the table."""
        claim, seeds = self.claim, len(self.test)
        agreeing = f"{self.agreeing} of {seeds}" if claim.expected is not None else ""
        expected = f"≥ {claim.needed(seeds)}" if claim.expected is not None else ""
        return (
            f"| {claim.preset} | {claim.name} | {claim.claimed} | {agreeing} | {expected} "
            f"| {spread(self.test)} | {spread(self.training)} |"
        )


HEAD = """\
| preset | cost | test accuracy claimed, % | seeds that agree | expected | test accuracy, % | training accuracy, % |
|:--|:--|:--|--:|--:|:--|:--|"""


def spread(values: Iterable[float]) -> str:
    """The median, the least and the greatest of some values."""
    values = sorted(values)
    return f"{statistics.median(values):.1f} ({values[0]:.1f} to {values[-1]:.1f})"


def accuracies(plan: Plan, seed: int) -> list[tuple[float, float]]:
    """Train a plan's networks with this seed to the end: each one's accuracy in %, on training and on test points."""
    experiment = Experiment(replace(plan, seed=seed))
    experiment.advance(experiment.last)
    found = []
    for record in experiment.trainer.records:
        assert record.accuracy is not None
        assert record.test_accuracy is not None
        found.append((100.0 * float(record.accuracy[-1]), 100.0 * float(record.test_accuracy[-1])))
    return found


def outcomes(claims: Iterable[Claim], seeds: int) -> Iterable[Outcome]:
    """Train each plan once with the seeds from 0 on, and return the outcome of each claim."""
    trained: dict[Plan, list[list[tuple[float, float]]]] = {}
    for claim in claims:
        if claim.plan not in trained:
            trained[claim.plan] = [accuracies(claim.plan, seed) for seed in range(seeds)]
        training, test = zip(*(run[claim.network] for run in trained[claim.plan]), strict=True)
        yield Outcome(claim, training, test)


def main(seeds: int) -> bool:
    """Print the table; return whether every claim was kept."""
    print(HEAD)
    kept = True
    for outcome in outcomes(CLAIMS, seeds):
        print(outcome.row(), flush=True)
        kept &= outcome.kept
    return kept


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Train the presets with many seeds.")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="seeds of each preset, from 0 on")
    if not main(parser.parse_args().seeds):
        raise SystemExit("not every preset kept its word")
