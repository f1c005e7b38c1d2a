"""How often studies claim a difference that is not there: `python -m benchmarks.false_claims [studies]`.

Studies are simulated whose two methods are equally good: for each seed the results of both are draws from one law,
skewed and with failures, which share how hard the seed is. So the two of a pair can be exchanged, but are no copies.
Each study chooses the best η of each method on one half of its seeds and is judged by the other half. Beside the
verdict stands what the two chosen settings alone would claim. Two more tables: how often a difference that is there is
found, and how often the interval holds the true median difference. Ends with status 1 if a verdict claims a difference
in more than 66 of 1,000 studies: one that does so with a chance of 5 % would have as many once in a hundred times.
"""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from core.statistics.bootstrap import interval
from core.statistics.choice import Results
from core.statistics.epochs import NOT_REACHED
from core.statistics.verdict import judge
from core.types import Array

SEEDS = (12, 32, 64, 256)
STUDIES, MOST = 1000, 66
DIFFERENCE = ("first", "second")


@dataclass(frozen=True)
class Law:
    """What runs of a method reach by chance, at each η of its grid: the median epoch, and the share that never learns.

    The logarithm of the epoch varies by `seed`, the same for both methods, by `own`, the same at each η of a method,
    and by `run`. With a long tail, the own part is exponential. Epochs are rounded up to multiples of `step`.
    """

    words: str
    epochs: tuple[float, ...]
    failing: tuple[float, ...]
    seed: float = 0.4
    own: float = 0.3
    run: float = 0.2
    long_tail: bool = False
    step: int = 1

    def draw_pair(self, seeds: int, rng: np.random.Generator, worse: "Law | None" = None) -> tuple[Results, Results]:
        """Return the results of two methods with the same seeds, of one law, or the second of a worse one."""
        hard = rng.normal(size=seeds)
        return self._draw(hard, rng), (worse or self)._draw(hard, rng)

    def _draw(self, hard: Array, rng: np.random.Generator) -> Results:
        """The seeds that are hard are late, and fail more often, whatever the method."""
        settings, seeds = len(self.epochs), len(hard)
        own = rng.exponential(size=seeds) - np.log(2.0) if self.long_tail else rng.normal(size=seeds)
        late = np.exp(self.seed * hard + self.own * own + self.run * rng.normal(size=(settings, seeds)))
        epochs = self.step * np.ceil(np.array(self.epochs)[:, None] * late / self.step)
        luck = (hard + rng.normal(size=seeds) + rng.normal(size=(settings, seeds))) / np.sqrt(3.0)
        limits = [NormalDist().inv_cdf(1.0 - share) if share else np.inf for share in self.failing]
        epochs[luck > np.array(limits)[:, None]] = NOT_REACHED
        return Results(tuple(float(2**k) for k in range(settings)), epochs)


V, VALLEY = (200.0, 120.0, 75.0, 60.0, 55.0, 58.0, 70.0, 100.0), (0.02, 0.02, 0.02, 0.03, 0.05, 0.1, 0.2, 0.4)
LAWS = (
    Law("one η, never fails", (60.0,), (0.0,)),
    Law("one η, a sixth fails", (60.0,), (0.16,)),
    Law("one η, half fail, long tail", (60.0,), (0.5,), long_tail=True),
    Law("one η, many ties", (60.0,), (0.1,), step=50),
    Law("eight η alike", (60.0,) * 8, (0.1,) * 8),
    Law("eight η, a best one", V, VALLEY),
    Law("eight η, a best one, runs apart", V, VALLEY, own=0.0, run=0.5),
    Law("eight η, a best one, long tail", V, VALLEY, own=1.0, long_tail=True),
    Law("eight η, half or more fail", V, (0.7, 0.6, 0.55, 0.5, 0.5, 0.5, 0.6, 0.8)),
    Law("the faster, the riskier", (240.0, 120.0, 60.0, 30.0), (0.02, 0.04, 0.06, 0.1)),
    Law("three η, fast or sure", (60.0, 40.0, 30.0), (0.02, 0.1, 0.25)),
    Law("two η, nearly alike", (60.0, 66.0), (0.1, 0.1)),
)


class Claims(NamedTuple):
    """How many studies end with each verdict, and how many would if the chosen settings alone decided."""

    ended: Counter[str]
    alone: Counter[str]


def differing(verdicts: Counter[str]) -> int:
    """How many verdicts claim that one of the two methods is better."""
    return sum(verdicts[kind] for kind in DIFFERENCE)


def claims(law: Law, seeds: int, studies: int = STUDIES, worse: Law | None = None) -> Claims:
    """Return what so many studies claim: of two equally good methods, or of one and a worse one."""
    ended, alone = Counter[str](), Counter[str]()
    for study in range(studies):
        found = judge(*law.draw_pair(seeds, np.random.default_rng((study, seeds)), worse))
        ended[found.kind] += 1
        alone[found.verdict.kind] += 1
    return Claims(ended, alone)


def coverage(law: Law, seeds: int, studies: int) -> int:
    """Return in how many studies of equally good methods the interval holds 0, the true median difference."""
    held = 0
    for study in range(studies):
        first, second = law.draw_pair(seeds, np.random.default_rng((study, seeds)))
        ends = interval(first.epochs[0], second.epochs[0], seed=study)
        held += ends.low <= 0.0 <= ends.high
    return held


HEADER = [f"| results | {' | '.join(f'{seeds} seeds' for seeds in SEEDS)} |", f"|:--|{'--:|' * len(SEEDS)}"]


def row(words: str, cells: Iterable[object]) -> str:
    """One line of a table."""
    return f"| {words} | {' | '.join(map(str, cells))} |"


def false_claims(studies: int) -> tuple[list[str], int]:
    """The table of claims about equally good methods, and the largest number of them."""
    lines, most = list(HEADER), 0
    for law in LAWS:
        found = [claims(law, seeds, studies) for seeds in SEEDS]
        most = max(most, *(differing(each.ended) for each in found))
        lines.append(row(law.words, (f"{differing(each.ended)} ({differing(each.alone)})" for each in found)))
    return lines, most


def true_claims(studies: int) -> tuple[list[str], int]:
    """The table of right claims about a method and a worse one, and the largest number of wrong ones."""
    lines, wrong = list(HEADER), 0
    for law in LAWS:
        slower = replace(law, epochs=tuple(1.5 * epoch for epoch in law.epochs))
        riskier = replace(law, failing=tuple(min(share + 0.3, 0.95) for share in law.failing))
        for words, worse in (("1.5 times as late", slower), ("30 points more fail", riskier)):
            found = [claims(law, seeds, studies, worse) for seeds in SEEDS]
            wrong = max(wrong, *(each.ended["second"] for each in found))
            cells = (f"{each.ended['first']} ({each.alone['first']})" for each in found)
            lines.append(row(f"{law.words}; {words}", cells))
    return lines, wrong


def main(studies: int = STUDIES) -> int:
    """Print all tables."""
    lines, most = false_claims(studies)
    print(f"## Equally good methods: claims of a difference in {studies:,} studies (by the chosen η alone)\n")
    print("\n".join(lines), f"\nAt most {most} of {studies:,}.\n", sep="\n")
    lines, wrong = true_claims(studies)
    print(f"## A worse second method: right claims in {studies:,} studies (by the chosen η alone)\n")
    print("\n".join(lines), f"\nClaims that the worse one is better: at most {wrong} of {studies:,}.\n", sep="\n")
    print(f"## Equally good methods: intervals of 95 % that hold 0 in {studies:,} studies\n")
    held = [row(law.words, (coverage(law, seeds, studies) for seeds in SEEDS)) for law in LAWS if len(law.epochs) == 1]
    print("\n".join(HEADER + held))
    return 1 if most > MOST / 1000 * studies else 0


if __name__ == "__main__":
    sys.exit(main(*(int(each) for each in sys.argv[1:])))
