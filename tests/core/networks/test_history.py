"""History: what is kept of a run stays within its bytes, evenly spaced, and is the same however the run is cut."""

import numpy as np
import pytest

from core.networks.history import FIRST_ROWS, History
from core.networks.network import Network, parameters
from core.networks.settings import HISTORY_BYTES, TrainerSettings
from core.networks.trainer import Trainer


def points(n=40, inputs=2, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, inputs)), rng.integers(0, 2, n)


def trained(updates, sizes=(2, 4, 1), networks=1, **options):
    nets = [Network(sizes, seed=k) for k in range(networks)]
    trainer = Trainer(nets, *points(inputs=sizes[0]), learning_rate=0.1, batch_size=10, **options)
    trainer.step(updates)
    return trainer


@pytest.mark.parametrize("seed", range(12))
def test_the_bytes_are_never_exceeded_and_what_is_kept_is_evenly_spaced(seed):
    rng = np.random.default_rng(seed)
    most = int(rng.integers(3_000, 60_000))
    history = History(TrainerSettings(0.1, 10, history_bytes=most, record_every=1, snapshot_every=2), (2, 1), 3, 5)
    row = {"cost": np.zeros(3), "accuracy": np.ones(3), "slope": np.zeros((3, int(rng.integers(1, 20))))}
    theta = int(rng.integers(1, 300))
    for updates in range(1500):
        if history.record_is_due(updates):
            history.add_record(updates, row | {"cost": np.full(3, float(updates))}, [False] * 3)
        if history.snapshot_is_due(updates):
            history.add_snapshot(updates, np.full((3, theta), float(updates)))
        assert history.bytes <= most
        assert history.bytes >= sum(snapshot.theta.nbytes for snapshot in history.snapshots)
    for record in history.records():
        assert record.cost.tolist() == record.updates.tolist()
        assert record.updates.tolist() == list(range(0, 1500, history.record_every))
        assert record.epoch.tolist() == [updates // 5 for updates in record.updates]
    taken = [snapshot.updates for snapshot in history.snapshots]
    if taken:
        assert taken == list(range(0, 1500, history.snapshot_every))
        assert all((snapshot.theta == snapshot.updates).all() for snapshot in history.snapshots)


def test_more_than_an_eighth_of_the_bytes_is_used_before_anything_is_given_up():
    trainer = trained(4000, snapshot_every=1, snapshots=10**6, record_every=1, history_bytes=100_000)
    assert trainer.snapshot_every > 1 and trainer.record_every > 1
    assert 12_500 < trainer.history_bytes <= 100_000


def test_history_is_the_same_however_the_run_is_cut():
    options = {"snapshot_every": 3, "record_every": 2, "history_bytes": 9_000, "networks": 5}
    whole, cut = trained(700, **options), trained(0, **options)
    while cut.updates < 700:
        cut.advance(min(7, 700 - cut.updates), 0.0)
    assert whole.record_every > 2 and whole.snapshot_every > 3
    assert (whole.record_every, whole.snapshot_every) == (cut.record_every, cut.snapshot_every)
    for one, other in zip(whole.records, cut.records, strict=True):
        assert one.cost.tobytes() == other.cost.tobytes()
        assert one.gradient.tobytes() == other.gradient.tobytes()
    assert [s.theta.tobytes() for s in whole.snapshots] == [s.theta.tobytes() for s in cut.snapshots]


def test_a_thinned_run_has_rows_of_the_run_that_was_not_thinned():
    whole, thin = trained(900, snapshots=0), trained(900, snapshots=0, history_bytes=4_000)
    factor = thin.record_every // whole.record_every
    assert factor > 1
    assert thin.records[0].cost.tobytes() == whole.records[0].cost[::factor].tobytes()
    assert thin.records[0].updates.tolist() == whole.records[0].updates[::factor].tolist()


def test_a_network_that_has_stopped_keeps_its_own_rows_when_they_are_thinned():
    history = History(TrainerSettings(0.1, 10, history_bytes=2_000, record_every=1, snapshots=0), (2, 1), 2, 1)
    for updates in range(200):
        if history.record_is_due(updates):
            history.add_record(updates, {"cost": np.full(2, float(updates))}, [updates >= 50, False])
    stopped, other = history.records()
    assert stopped.updates.tolist() == list(range(0, 50, history.record_every)) == stopped.cost.tolist()
    assert other.updates.tolist() == list(range(0, 200, history.record_every))


def test_records_that_were_handed_out_stay_as_they_are():
    trainer = trained(100, record_every=1, history_bytes=20_000)
    (before,) = trainer.records
    costs = before.cost.copy()
    trainer.step(3000)
    assert trainer.record_every > 1
    assert before.cost.tobytes() == costs.tobytes()
    with pytest.raises(ValueError, match="read-only"):
        trainer.records[0].cost[0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        trainer.snapshots[0].theta[0] = 1.0


def test_a_snapshot_of_which_two_are_too_many_is_not_kept():
    trainer = trained(8, sizes=(2, 300, 1), history_bytes=18_000, records="costs")
    assert trainer.snapshots == []
    assert len(trainer.records[0].cost) == 3


def test_the_largest_run_of_the_lesson_keeps_all_records_and_400_snapshots():
    sizes = (7, 16, 16, 16, 16, 16, 16, 10)
    row = 2 * 8 * (4 + len(sizes) - 1 + sum(sizes[1:]))
    rows = FIRST_ROWS
    while rows < 2001:
        rows *= 2
    assert rows * row + 400 * 2 * 8 * parameters(sizes) <= HISTORY_BYTES


def test_the_digits_run_stays_within_sixteen_megabytes():
    trainer = trained(1600, sizes=(784, 30, 10), records="costs", networks=2, snapshot_every=1)
    assert 8_000_000 < trainer.history_bytes <= HISTORY_BYTES
    assert len(trainer.snapshots) > 20
