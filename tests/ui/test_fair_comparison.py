"""What a study says, for results that are made up: each kind of verdict, and differences that are no numbers."""

import math

import numpy as np
import pytest

from core.experiments.plan import Plan
from core.numerals import numeral
from core.study.plan import Method, StudyPlan
from core.study.results import findings_of
from ui.lessons.fair_comparison.words import say_chosen, say_failures, say_interval, say_verdict
from ui.plain import plain

BASE = Plan(n=20, epochs=9)
NEVER = math.inf


def found_of(*rows, etas=(1.0,)):
    """The plan and the findings of methods with these epochs, one row for each method, or one for each η of it."""
    reached = [np.atleast_2d(np.array(row, float)) for row in rows]
    methods = tuple(Method(f"M{k}", etas if len(each) > 1 else (1.0,)) for k, each in enumerate(reached))
    plan = StudyPlan(BASE, methods, seeds=reached[0].shape[1])
    return plan, findings_of(plan, reached, plan.seeds)


@pytest.mark.parametrize(("wins", "ties", "losses"), [(12, 0, 0), (0, 2, 10), (7, 1, 4), (3, 8, 1), (0, 12, 0)])
def test_the_verdict_names_what_the_pairs_say_and_its_p_is_that_of_another_library(wins, ties, losses):
    from scipy import stats

    plan, found = found_of([2] * wins + [4] * ties + [6] * losses, [4] * 12)
    text, untied = plain(say_verdict(plan, found)), wins + losses
    p = stats.binomtest(wins, untied).pvalue if untied else 1.0
    if not untied:
        assert text.startswith("No difference: all pairs tie. In the 12 pairs, M0 was sooner in 0, M1 in 0, 12 tied.")
        return
    assert f"M0 was sooner in {wins}, M1 in {losses}" in text and f"p = {numeral(p, 2)}." in text
    sooner = "M0 reaches the target sooner than M1" if wins > losses else "M1 reaches the target sooner than M0"
    assert (f"Here {sooner} by 2 epochs, in the median pair." in text) == (p <= 0.05)
    assert ("sooner than" in text) == (p <= 0.05)
    smallest = numeral(stats.binomtest(untied, untied).pvalue, 2)
    assert (f"p would still be {smallest}, above 0.05." in text) == (untied < 6)
    assert (f"So many untied pairs could give p = {smallest} at best." in text) == (p > 0.05 and untied >= 6)


def test_a_method_that_another_rate_of_the_other_one_withstands_is_not_called_better():
    plan, found = found_of([[5, 9] * 8, [9, 5] * 8], [[7, 7] * 8, [8, 8] * 8], etas=(0.1, 1.0))
    assert "The difference rests on η." in plain(say_verdict(plan, found))
    assert "M0 η = 0.1, M1 η = 0.1. Seeds 0, 2, 4 … have chosen it, and the others judge" in say_chosen(plan, found)


def test_failures_are_counted_over_all_seeds_at_the_best_rate():
    plan, found = found_of([[NEVER, 3, NEVER, 3], [NEVER] * 4], [1, 1, 1, NEVER], etas=(1.0, 3.0))
    assert plain(say_failures(plan, found)) == "Not within 9 epochs, of 4 runs: M0 2, M1 1."


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (
            [5] * 12,
            [3] * 12,
            "M0 needed 2 more epochs than M1; 95 % of resampled studies lie between 2 more and 2 more.",
        ),
        (
            [3] * 12,
            [5] * 12,
            "M0 needed 2 fewer epochs than M1; 95 % of resampled studies lie between 2 fewer and 2 fewer.",
        ),
        ([4] * 12, [4] * 12, "both needed equally many epochs"),
        ([NEVER] * 12, [4] * 12, "M0 did not reach the target where M1 did; 95 % of resampled studies say the same."),
        ([4] * 12, [NEVER] * 12, "M1 did not reach the target where M0 did; 95 % of resampled studies say the same."),
    ],
)
def test_the_difference_in_the_median_pair_is_said_in_words_where_it_is_no_number(first, second, said):
    assert said in say_interval(*found_of(first, second))
