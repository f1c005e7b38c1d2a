"""The verdict on two methods, by one test, the sign test: which is better, or that these seeds cannot show it."""

from dataclasses import dataclass
from typing import Literal

from core.statistics.choice import Results, choose
from core.statistics.pairs import Tally, tally
from core.statistics.sign_test import chance_of_at_least, p_of, smallest_p
from core.types import Array

LEVEL = 0.05
"""A difference is claimed if equally good methods would show one as large in at most this share of all studies."""

Kind = Literal["first", "second", "not shown", "too few", "all tie"]


@dataclass(frozen=True)
class Verdict:
    """What pairs of runs say of two methods.

    kind: "first" or "second" is the better one, p is at most `LEVEL`; "not shown", it is larger; "too few", it is
    larger and had to be, since even if one method had won all untied pairs, p would be smallest_p, which is above
    `LEVEL`; "all tie", there are pairs and none is untied. p is that of the two-sided sign test over the untied pairs,
    smallest_p the smallest that so many can give.
    """

    kind: Kind
    tally: Tally
    p: float
    smallest_p: float


def verdict(first: Array, second: Array) -> Verdict:
    """Judge pairs of runs, both arrays (pairs,), with ∞ for "not reached", by the sign test.

    Raises ValueError for arrays of different lengths, and for what is no epoch.
    """
    counts = tally(first, second)
    p, least = p_of(counts), smallest_p(counts.untied)
    return Verdict(_kind(counts, p, least), counts, p, least)


def _kind(counts: Tally, p: float, least: float) -> Kind:
    if counts.ties and not counts.untied:
        return "all tie"
    if least > LEVEL:
        return "too few"
    if p > LEVEL:
        return "not shown"
    return "first" if counts.wins > counts.losses else "second"


# --- Each method at its best η ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Judgement:
    """What a study says of two methods, each at its best η.

    kind is that of the verdict, or "rests on η": the pairs show a difference, but the better method is not shown to be
    better than the other one at every η of the other one. chosen has the index of each method's best η, judged the
    epochs of the seeds that judge, (pairs,) each, and verdict what these pairs say. hardest is the index of that η of
    the other method which withstands the better one most, and against_hardest the verdict on these two, the methods in
    their order; both are None where the pairs show no difference.
    """

    kind: Kind | Literal["rests on η"]
    chosen: tuple[int, int]
    judged: tuple[Array, Array]
    verdict: Verdict
    hardest: int | None = None
    against_hardest: Verdict | None = None


def judge(first: Results, second: Results) -> Judgement:
    """Choose each method's best η on one half of the seeds, and judge both by the other half (`choose`).

    The seeds that judge have not chosen, so choosing does not flatter a method. But it may fail one: where two η are
    nearly equally good, chance may choose the better one for the first method and the worse one for the second, and
    many pairs then show the difference between the two η. So a method counts as better only if, at its chosen η, it is
    so by the same test against every η of the other one. If both methods are equally good at each η of one grid, the
    other one at the same η is among these, and already the test against that one claims a difference in at most `LEVEL`
    of all studies.
    Raises ValueError if the two have not the same number of seeds.
    """
    chosen, half = choose(first, second)
    judged = first.epochs[chosen[0], half], second.epochs[chosen[1], half]
    found = verdict(*judged)
    if found.kind not in ("first", "second"):
        return Judgement(found.kind, chosen, judged, found)
    better, others = (judged[0], second) if found.kind == "first" else (judged[1], first)
    hardest = max(range(len(others.etas)), key=lambda setting: _chance(better, others.epochs[setting, half]))
    other = others.epochs[hardest, half]
    against = verdict(better, other) if found.kind == "first" else verdict(other, better)
    kind = found.kind if against.kind == found.kind else "rests on η"
    return Judgement(kind, chosen, judged, found, hardest, against)


def _chance(better: Array, other: Array) -> float:
    """The chance that a fair coin would make the first of two win as often as it does, or more often."""
    counts = tally(better, other)
    return chance_of_at_least(counts.wins, counts.untied)
