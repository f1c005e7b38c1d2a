"""Advancing for a limited time: short slices, records among them, and the same bits as without a limit."""

import numpy as np
import pytest

from core.networks import trainer as training
from core.networks.network import Network
from core.networks.prepared import Prepared
from core.networks.records import MOST_PRODUCTS, PIECE, piece_for
from core.networks.trainer import SLICE, Trainer


def pictures(n, inputs=12, classes=3, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, inputs)), rng.integers(0, classes, n)


def digits(n=5000, tested=1500, networks=1, **options):
    nets = [Network((12, 5, 3), output="softmax", seed=k) for k in range(networks)]
    settings = {"learning_rate": 0.1, "batch_size": 100} | options
    return Trainer(nets, *pictures(n), test=pictures(tested, seed=1) if tested else None, **settings)


class Clock:
    """A clock that goes on by as much as it is told to at each look."""

    def __init__(self, monkeypatch, step=0.0):
        self.now, self.step, self.looks = 0.0, step, 0
        monkeypatch.setattr(training, "perf_counter", self)

    def __call__(self):
        self.looks += 1
        self.now += self.step
        return self.now


def state(trainer):
    numbers = [net.theta for net in trainer.networks] + [snapshot.theta for snapshot in trainer.snapshots]
    for record in trainer.records:
        numbers += [record.cost, record.accuracy, record.test_cost, record.gradient, *(record.slope or ())]
    return trainer.updates, [None if each is None else each.tobytes() for each in numbers]


@pytest.mark.parametrize("networks", [1, 2, 5])
def test_a_run_in_slices_is_the_same_to_the_last_bit(networks):
    whole, cut = digits(networks=networks), digits(networks=networks)
    whole.step(120)
    calls = 0
    while cut.updates < 120 or cut.recording:
        cut.advance(120 - cut.updates, 0.0)
        calls += 1
    assert calls > 120 / 64
    assert state(cut) == state(whole)


def test_a_record_is_taken_in_pieces_and_can_be_left_after_each():
    trainer = digits()
    assert trainer.recording and trainer.records_so_far == () and trainer.snapshots_so_far == []
    pieces = 0
    while trainer.recording:
        trainer.advance(0, 0.0)
        pieces += 1
    assert pieces == 5 + 2  # 5,000 instances for training, 1,500 for testing
    assert len(trainer.records_so_far[0].cost) == len(trainer.snapshots_so_far) == 1
    trainer.advance(50, 0.0)
    while trainer.updates < 50:
        trainer.advance(50 - trainer.updates, 0.0)
    assert trainer.recording
    assert len(trainer.records_so_far[0].cost) == 1
    assert len(trainer.records[0].cost) == 2
    assert not trainer.recording


def test_whoever_asks_gets_complete_records_of_the_moment_they_belong_to():
    whole, cut = digits(), digits()
    whole.step(50)
    while cut.updates < 50:
        cut.advance(50 - cut.updates, 0.0)
    assert cut.recording
    cut.set_parameter(0, 0, 3.0)  # completes what has been begun of theta as it was
    assert cut.records[0].cost.tobytes() == whole.records[0].cost.tobytes()
    assert cut.networks[0].theta[0] == 3.0


def test_the_clock_is_looked_at_after_every_piece_and_the_time_is_kept(monkeypatch):
    clock = Clock(monkeypatch, step=0.001)
    trainer = digits(n=50 * PIECE, tested=0)
    before = clock.now
    trainer.advance(1000, 0.010)
    assert trainer.recording
    assert 0.008 <= clock.now - before <= 0.011
    while trainer.recording:
        trainer.advance(0, 0.010)
    before = clock.now
    trainer.advance(1000, 0.010)
    assert clock.now - before <= 0.011
    assert 0 < trainer.updates < 1000


def test_so_many_updates_are_done_at_once_as_fit_into_a_slice(monkeypatch):
    clock = Clock(monkeypatch)
    trainer = digits(records="none", snapshots=0, shuffle=False)
    done = []
    honest = trainer._groups[0].advance

    def counted(first, last):
        clock.now += 0.0005 * (last - first)
        done.append(last - first)
        return honest(first, last)

    monkeypatch.setattr(trainer._groups[0], "advance", counted)
    trainer.advance(50, 1.0)
    assert done[:3] == [1, 2, 4]
    assert max(done) == round(SLICE / 0.0005)
    assert sum(done) == 50


def test_without_a_limit_an_epoch_is_done_in_one_go_and_no_clock_slows_it(monkeypatch):
    trainer = digits(records="none", snapshots=0)
    done = []
    honest = trainer._groups[0].advance
    monkeypatch.setattr(trainer._groups[0], "advance", lambda *cut: (done.append(cut), honest(*cut))[1])
    clock = Clock(monkeypatch)
    trainer.step(120)
    assert done == [(0, 50), (0, 50), (0, 20)]
    assert clock.looks <= 2


def test_a_piece_of_a_large_network_has_fewer_instances():
    assert piece_for(64) == piece_for(784 * 64 + 64 * 64 + 64 * 10 + 138) == PIECE == 1024
    assert piece_for(785 * 800 + 801 * 800 + 801 * 10) == 32
    assert all(piece_for(weights) * weights <= MOST_PRODUCTS for weights in (10**5, 10**6, 10**7))
    assert piece_for(10**9) == 1


def test_records_are_taken_every_so_many_updates():
    often, usual = digits(record_every=20), digits(record_every=None)
    for trainer in (often, usual):
        trainer.step(100)
    (record,), (per_epoch,) = often.records, usual.records
    assert record.updates.tolist() == [0, 20, 40, 60, 80, 100]
    assert record.epoch.tolist() == [0, 0, 0, 1, 1, 2]
    assert record.cost[[0, -1]].tolist() == per_epoch.cost[[0, 2]].tolist()
    assert often.networks[0].theta.tobytes() == usual.networks[0].theta.tobytes()


def test_a_record_of_a_sample_is_of_evenly_spaced_training_instances_and_all_test_instances():
    trainer = digits(record_sample=700)
    trainer.step(30)
    (x, y), (tx, ty) = pictures(5000), pictures(1500, seed=1)
    start = Network((12, 5, 3), output="softmax", seed=0)
    (record,) = trainer.records
    assert record.cost[0] == pytest.approx(start.cost(x[::9], np.eye(3)[y[::9]]), rel=1e-12)
    assert record.test_cost[0] == pytest.approx(start.cost(tx, np.eye(3)[ty]), rel=1e-12)
    assert record.accuracy[0] == np.mean(start.forward(x[::9]).a[-1].argmax(axis=1) == y[::9])
    whole = digits(record_sample=5000)
    assert whole.records[0].cost.tobytes() == digits().records[0].cost.tobytes()


def test_prepared_data_of_many_inputs_in_single_precision_are_shared_and_read_only():
    data = Prepared(*pictures(300, inputs=784), np.float32)
    trainers = [
        Trainer(Network((784, 4, 3), output="softmax"), data, learning_rate=0.1, batch_size=10, dtype=np.float32)
        for _ in range(2)
    ]
    for trainer in trainers:
        trainer.train(1)
        assert trainer.data is data
        assert np.shares_memory(trainer._recorder._evaluators[0][0]._pieces[0].y, data.targets("softmax", 3))
    for array in (data.rows, data.targets("softmax", 3), data.classes):
        assert not array.flags.writeable
    assert data.rows.dtype == data.targets("softmax", 3).dtype == np.float32
