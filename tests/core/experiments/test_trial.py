"""Trials of remedies: what they find does not depend on how they are cut, and holds for other seeds."""

import math
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.remedies import fits_with, random_cases, tried
from core.experiments.datasets import make
from core.experiments.experiment import Experiment
from core.experiments.plan import ALONE, Plan
from core.experiments.remedies import last_resort, remedies_for
from core.experiments.trial import (
    GOOD,
    MOST_UPDATES,
    PRESENT,
    SEEDS,
    TOLERANCE,
    Outcome,
    Trial,
    begun,
    reached,
    seeds_for,
    updates_of,
)
from core.networks.diagnosis import Verdict

STUCK = Plan(n=100, output_bias=8.0, epochs=60, eta=0.3, variants=ALONE)


def test_what_a_trial_finds_does_not_depend_on_how_it_is_cut():
    whole, cut = (Trial(STUCK, [{"cost": "cross_entropy"}, {"eta": 0.01}]) for _ in range(2))
    assert whole.advance()
    slices = 0
    while not cut.advance(0.0):
        slices += 1
    assert slices > SEEDS
    assert (whole.present, whole.helped, whole.tried) == (cut.present, cut.helped, cut.tried)


def test_a_remedy_that_helps_is_trained_with_all_seeds_and_another_is_dropped():
    trial = Trial(STUCK, [{"eta": 0.01}, {"cost": "cross_entropy"}], at_last=[{"output_bias": 0.0}])
    trial.advance()
    (best,) = trial.helped
    assert best.changes == {"cost": "cross_entropy"}
    assert len(best.fits) == SEEDS and len(trial.present.fits) == PRESENT
    assert trial.tried == 2
    experiment = Experiment(replace(STUCK, cost="cross_entropy"))
    experiment.advance(experiment.last)
    assert best.fits[0] == experiment.trainer.records[0].accuracy[-1]
    assert best.epochs == 60


def test_a_plan_with_points_of_one_seed_keeps_them_while_the_start_differs():
    plan = replace(STUCK, seed=4, seeds=(9,))
    trial = Trial(plan, [{"cost": "cross_entropy"}])
    trial.advance()
    (best,) = trial.helped
    for fit, seed in zip(best.fits, seeds_for(plan), strict=True):
        experiment = Experiment(replace(plan, cost="cross_entropy", seeds=(seed,)))
        experiment.advance(experiment.last)
        assert fit == experiment.trainer.records[0].accuracy[-1]


def test_the_last_resort_is_tried_if_nothing_else_helps_and_nothing_is_tried_if_all_is_well():
    trial = Trial(STUCK, [{"eta": 0.01}], at_last=[{"cost": "cross_entropy"}])
    trial.advance()
    assert trial.tried == 2 and trial.helped[0].changes == {"cost": "cross_entropy"}
    well = Trial(replace(STUCK, cost="cross_entropy"), [{"eta": 0.01}])
    well.advance()
    assert well.present.fit >= GOOD and well.tried == 0


def test_what_is_said_of_other_seeds_is_as_far_below_the_worst_as_the_median_is_above():
    assert Outcome({}, (1.0, 1.0, 1.0), 1).fit == 1.0
    assert Outcome({}, (0.9, 0.96, 0.98), 1).fit == pytest.approx(0.84)
    assert Outcome({}, (1.0, -math.inf), 1).fit == -math.inf


def test_a_trial_is_bounded_and_a_run_that_diverges_is_no_help():
    long = begun(replace(STUCK, epochs=2000, batch_size=1))
    assert updates_of(long) == MOST_UPDATES
    large = begun(replace(STUCK, n=2000, batch_size=1000, widths=(16,) * 6, epochs=2000))
    assert updates_of(large) < 300
    bad = begun(Plan(data="plane", n=60, hidden="relu", output="linear", eta=50.0, variants=ALONE, epochs=30))
    bad.advance(updates_of(bad))
    assert reached(bad) == -math.inf


def test_own_points_are_those_of_every_seed():
    points = make("xor", 60, seed=3)
    trial = Trial(Plan(n=999, data="own", epochs=20, variants=ALONE, eta=0.001), [{"eta": 0.5}], points=points)
    trial.advance()
    assert trial.over and len(trial.present.fits) == PRESENT


VERDICTS = [verdict for verdict in Verdict.__args__ if verdict != "learning"]


@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize(
    ("plan", "classes"),
    [
        (Plan(eta=20.0, scale=3.0, output_bias=2.0, variants=ALONE), 2),
        (Plan(data="plane", output="linear", optimizer="adam", hidden="relu", variants=ALONE), 0),
    ],
)
def test_every_remedy_is_a_plan_that_can_be_trained_and_changes_something(verdict, plan, classes):
    remedies = [*remedies_for(verdict, plan, classes), *last_resort(plan, classes)]
    assert remedies
    for changes in remedies:
        changed = replace(plan, **changes)
        assert changed != plan
        Experiment(replace(changed, n=20)).advance(1)
    assert remedies_for("learning", plan, classes) == []


def test_seeds_of_a_trial_begin_with_the_plans_own_and_are_all_different():
    assert seeds_for(Plan(seed=7))[0] == 7
    assert seeds_for(Plan(seeds=(7,))) == seeds_for(Plan(seed=7))
    assert len(set(seeds_for(Plan(seed=9_999)))) == SEEDS


def test_remedies_do_with_other_seeds_what_is_said_of_them():
    """A small sample of `python -m benchmarks.remedies`."""
    fits = []
    for case in random_cases(20, seed=7):
        if case.plan.batch_size >= 50:  # these are trained fast
            result = tried(case, others=2)
            fits += [fit - result.outcome.fit for fit in result.others]
    assert len(fits) >= 6
    assert np.mean(np.array(fits) >= -TOLERANCE) >= 0.85


def test_stuck_is_helped_by_cross_entropy_and_dead_relus_by_leaky_ones_with_other_seeds():
    dead = Plan(widths=(8,) * 4, hidden="relu", init="normal", optimizer="adam", eta=0.3, epochs=60, variants=ALONE)
    for plan, verdict in ((STUCK, "saturated"), (replace(dead, n=100, cost="cross_entropy"), "dead")):
        trial = Trial(plan, remedies_for(verdict, plan, 2), last_resort(plan, 2))
        trial.advance()
        best = trial.helped[0]
        assert min(fits_with(plan, best.changes, 3)) >= best.fit - TOLERANCE
