"""Limits: the environment sets them, what is no such number is named, and the docs have them all."""

from pathlib import Path

import pytest

from ui.limits import LIMITS, TRAININGS

DOCS = Path(__file__).parents[2] / "docs" / "limits.md"


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_a_limit_is_what_the_environment_says_and_its_default_otherwise(limit):
    low, high = limit.ends
    assert low <= limit.default <= high
    assert limit.value({}) == limit.value({limit.name: " "}) == limit.default
    assert limit.value({limit.name: f" {high:g} "}) == high
    row = f"| `{limit.name}` | {limit.default:g} | {low:g} to {high:,.0f} | {limit.meaning} |"
    assert row in DOCS.read_text()


@pytest.mark.parametrize("text", ["many", "0", "-3", "nan", "inf", "1e9"])
def test_what_is_no_such_number_is_named_with_what_is_needed(text):
    with pytest.raises(ValueError, match=rf"TDN_TRAININGS is '{text}', but a number from 1 to 1000 is needed"):
        TRAININGS.value({"TDN_TRAININGS": text})
