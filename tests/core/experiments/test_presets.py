"""The presets keep their word, with two of the twenty seeds of benchmarks.presets."""

from functools import cache

import pytest

from benchmarks.presets import CLAIMS, STUCK, Claim, Outcome, outcomes


@cache
def first_outcomes() -> list[Outcome]:
    """The outcome of each claim; claims share their runs."""
    return list(outcomes(CLAIMS, 2))


@pytest.mark.parametrize("at", range(len(CLAIMS)), ids=[f"{claim.preset}, {claim.name}" for claim in CLAIMS])
def test_a_preset_keeps_its_word(at):
    outcome = first_outcomes()[at]
    claim = outcome.claim
    assert claim == CLAIMS[at]
    assert len(outcome.test) == 2
    if claim.expected is not None:
        assert all(map(claim.agrees, outcome.test))


def test_seeds_that_do_not_agree_break_a_claim():
    claim = Claim("Stuck", STUCK, 1, above=95.0, expected=19)
    assert Outcome(claim, [100.0] * 20, [96.0] * 19 + [95.0]).kept
    assert not Outcome(claim, [100.0] * 20, [96.0] * 18 + [95.0] * 2).kept
    low = Claim("Stuck", STUCK, 0, below=60.0, expected=19)
    assert Outcome(low, [50.0] * 20, [59.9] * 20).kept
    assert not Outcome(low, [50.0] * 20, [60.0] * 20).kept
