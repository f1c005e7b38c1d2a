"""A study finds of each run what that run finds alone, in whatever blocks and pieces it is trained."""

from dataclasses import replace

import numpy as np
import pytest

from core.experiments.datasets import make
from core.experiments.experiment import Experiment
from core.experiments.plan import Plan
from core.study import study as studies
from core.study.kept import ROWS
from core.study.plan import Cell, Method, StudyPlan
from core.study.study import Study, first_epoch

BASE = Plan(n=30, widths=(5,), hidden="sigmoid", init="normal", output_scale=4.0, batch_size=7, epochs=12)
METHODS = (
    Method("½ quadratic", (1.0, 3.0), (("cost", "half_quadratic"),)),
    Method("deep", (0.5,), (("cost", "cross_entropy"), ("widths", (4, 3)))),
    Method("Adam", (0.1, 0.3), (("optimizer", "adam"), ("cost", "cross_entropy"), ("hidden", "relu"))),
)
PLAN = StudyPlan(BASE, METHODS, seeds=6, target=0.7)


def alone(plan, cell, points=None):
    each = Experiment(plan.alone(cell), points=points, records="costs", snapshots=0)
    each.advance(each.last)
    return each.trainer.records[0]


@pytest.mark.parametrize("block", [None, 1, 4, 6])
def test_each_run_finds_what_it_finds_alone_in_any_block(block):
    study = Study(PLAN, block=block)
    assert study.advance() and study.over and study.done == 6 and study.share == 1.0
    for cell in (
        Cell(m, eta, seed) for m, each in enumerate(METHODS) for eta in range(len(each.etas)) for seed in (0, 3, 5)
    ):
        record, curves = alone(PLAN, cell), study.curves[cell.method]
        assert study.reached[cell.method][cell.eta, cell.seed] == first_epoch(record, 0.7)
        assert curves.cost[cell.eta, cell.seed] == pytest.approx(record.cost, rel=1e-6)
        assert curves.accuracy[cell.eta, cell.seed] == pytest.approx(record.accuracy, rel=1e-6)
    reached = np.concatenate([each.ravel() for each in study.reached])
    assert 0 < np.isfinite(reached).sum() < len(reached)  # some did, and some did not


def test_one_data_set_for_all_seeds_and_the_user_s_own_points_are_those_of_each_run():
    points = make("gauss", 40, 0.1, 3)
    same = Study(replace(PLAN, fresh=False))
    own = Study(replace(PLAN, base=replace(BASE, data="own")), points)
    same.advance()
    own.advance()
    cell = Cell(0, 1, 4)
    assert own.curves[0].cost[1, 4] == pytest.approx(alone(own.plan, cell, points).cost, rel=1e-6)
    assert same.curves[0].cost[1, 4] == pytest.approx(alone(same.plan, cell).cost, rel=1e-6)
    each = Experiment(same.plan.alone(cell))
    assert np.array_equal(np.sort(each.dataset.x, 0), np.sort(make(BASE.data, BASE.n, BASE.noise, BASE.seed).x, 0))


def test_pairs_start_from_the_same_weights_points_and_order(monkeypatch):
    stacks = [*Study(replace(PLAN, methods=METHODS[::2]))._begun([2, 3])]
    starts = {}
    for stack in stacks:
        for k, cell in enumerate(stack.cells):
            starts.setdefault(cell.seed, []).append((stack.trainer.networks[k].theta, stack.trainer.data.of(k)))
        assert stack.trainer.settings.seed == [cell.seed for cell in stack.cells]
    for each in starts.values():
        assert len(each) == 4
        assert all((theta == each[0][0]).all() and data is each[0][1] for theta, data in each)
    assert (starts[2][0][0] != starts[3][0][0]).any()


def test_pieces_of_time_change_nothing_and_what_is_done_stays():
    whole, pieces = Study(PLAN), Study(PLAN, block=2)
    whole.advance()
    shares = [pieces.share]
    while not pieces.advance(0.0):
        shares.append(pieces.share)
        done = [np.isfinite(each.cost[:, :, 0]).sum() for each in pieces.curves]
        assert pieces.done <= min(done) and pieces.done in (0, 2, 4)
    assert len(shares) > 9 and min(np.diff(shares)) > -1e-12
    for a, b in zip(whole.curves, pieces.curves, strict=True):
        assert np.array_equal(a.cost, b.cost) and np.array_equal(a.accuracy, b.accuracy)


def test_large_networks_are_trained_in_smaller_stacks(monkeypatch):
    monkeypatch.setattr(studies, "MOST_NUMBERS", 3 * 30 * 8)
    stacks = [*Study(replace(PLAN, methods=METHODS[:1] * 2))._begun([0, 1])]
    assert [len(stack.cells) for stack in stacks] == [3, 3, 2]


def test_blocks_fill_stacks_of_runs_that_the_same_calls_train():
    study = Study(replace(PLAN, seeds=96, methods=METHODS))
    first = study._stacks
    assert [{(cell.method, len(stack.trainer._groups)) for cell in stack.cells} for stack in first] == [
        {(0, 1)}, {(1, 1)}, {(2, 1)},
    ]  # fmt: skip
    assert [len(stack.cells) for stack in first] == [48, 24, 48]  # a fourth of 96 seeds
    alike = Study(replace(PLAN, seeds=96, methods=METHODS[:1] * 2))
    assert [len(stack.cells) for stack in alike._stacks] == [64]


def test_a_curve_keeps_a_hundred_epochs_at_most_and_the_epoch_reached_is_exact():
    study = Study(StudyPlan(replace(BASE, epochs=250), METHODS[:2], seeds=2, target=0.8))
    study.advance()
    assert study.epochs[[0, -1]].tolist() == [0, 250] and len(study.epochs) <= ROWS
    assert set(np.diff(study.epochs)[:-1]) == {3}
    cells = [Cell(0, eta, seed) for eta in (0, 1) for seed in (0, 1)]
    expected = [first_epoch(alone(study.plan, cell), 0.8) for cell in cells]
    assert study.reached[0].ravel().tolist() == expected
    assert any(epoch % 3 for epoch in expected if epoch < 250), expected


def test_what_cannot_be_studied_is_refused():
    for changes, said in (
        ({"seeds": 257}, "257 seeds, but a study has 2 to 256"),
        ({"methods": METHODS[:1]}, "1 methods, but a study has 2 to 6"),
        ({"base": replace(BASE, epochs=2_000)}, "2000 epochs, but a study has 1 to 1,000"),
        ({"target": 1.2}, "the target is 1.2"),
    ):
        with pytest.raises(ValueError, match=said):
            replace(PLAN, **changes)
    with pytest.raises(ValueError, match="values and no classes"):
        Study(
            replace(
                PLAN,
                base=replace(BASE, data="plane", output="linear", cost="half_quadratic"),
                methods=(METHODS[0],) * 2,
            )
        )
