"""A run: two nets in lock-step, in any pieces to the last bit, with the records and snapshots of each epoch."""

import numpy as np
import pytest

from core import pace
from core.digits import run
from core.digits.images import load_digits, training_data
from core.digits.plan import INTERMEDIATE, SHALLOW, DigitsPlan, NetPlan
from core.digits.run import DigitsRun
from core.networks.prepared import PreparedBytes
from core.networks.trainer import Trainer
from core.pace import Pace

SMALL = (NetPlan(hidden=(16, 8)), NetPlan(hidden=(12,), activation="sigmoid", cost="mean_quadratic", eta=0.5))


@pytest.fixture(autouse=True)
def _few_test_images(monkeypatch):
    """Evaluate on fewer test images; what they are does not matter here."""
    few = PreparedBytes(*(array[:300] for array in load_digits().test))
    monkeypatch.setattr(run, "test_data", lambda: few)


def plan(nets=SMALL, **changes):
    return DigitsPlan(nets, **({"batch": 60, "images": 500, "epochs": 3, "seed": 4} | changes))


def state(each):
    numbers = [network.theta for network in each.networks]
    for kept in each.records:
        numbers += [kept.cost, kept.accuracy, kept.test_cost, kept.test_accuracy, kept.gradient, *kept.slope]
    return each.updates, each.moments, [number.tobytes() for number in numbers]


def test_a_run_in_pieces_is_the_same_to_the_last_bit_and_its_nets_keep_in_step():
    whole, cut = DigitsRun(plan()), DigitsRun(plan())
    assert whole.advance(10**9) and whole.over and whole.updates == whole.last == 27
    assert cut.records == () and cut.recording
    calls = before = 0
    while not cut.advance(10**9, 0.0):
        assert len({trainer.updates for trainer in cut.trainers}) == 1
        assert cut.updates == before or before // 9 == (cut.updates - 1) // 9  # a record is never a part of the updates
        calls, before = calls + 1, cut.updates
    assert calls > 5
    assert state(cut) == state(whole)
    assert cut.advance(10, 0.0) and cut.updates == 27


def test_it_stops_at_the_very_update_that_was_asked_for():
    each = DigitsRun(plan())
    assert each.advance(7) and [trainer.updates for trainer in each.trainers] == [7, 7] and not each.over
    assert each.advance(0) and each.updates == 7 and each.epochs == 0
    assert each.advance(3) and each.epochs == 1 and len(each.records[0].cost) == 2


def test_each_net_is_trained_as_if_it_were_alone():
    pair = DigitsRun(plan())
    pair.advance(10**9)
    for net, network in zip(SMALL, pair.networks, strict=True):
        alone = net.network(4)
        trainer = Trainer(
            alone, training_data(500), learning_rate=net.eta, batch_size=60, seed=4, dtype=np.float32, records="none"
        )
        trainer.train(3)
        assert np.array_equal(network.theta, alone.theta)


def test_nets_of_one_shape_start_alike_and_a_record_is_that_of_the_whole_set():
    each = DigitsRun(plan((INTERMEDIATE, NetPlan(cost="mean_quadratic"))))
    assert np.array_equal(*(network.theta for network in each.networks))
    each.advance(10)
    pictures, labels = load_digits().training
    x, y = pictures[:500] / 255.0, np.eye(10)[labels[:500]]
    for (updates, network), record in zip(each.networks_at(8), each.records, strict=True):
        assert updates == 9
        assert record.epoch.tolist() == [0, 1]
        assert network.cost(x, y) == pytest.approx(record.cost[-1], rel=1e-5)
        assert np.mean(network.forward(x).a[-1].argmax(axis=1) == labels[:500]) == record.accuracy[-1]


def test_it_can_be_looked_at_as_it_was_after_each_epoch():
    each = DigitsRun(plan())
    starts = [network.theta.copy() for network in each.networks]
    each.advance(14)
    assert each.moments == (0, 9, 14)
    moments = (each.networks_at(updates) for updates in (4, 5, 99))
    for start, early, middle, now, current in zip(starts, *moments, each.networks, strict=True):
        assert [moment.updates for moment in (early, middle, now)] == [0, 9, 14]
        assert early.network.theta == pytest.approx(start, abs=1e-7)
        assert np.array_equal(now.network.theta, current.theta) and now.network is not current
        assert not np.allclose(middle.network.theta, start) and not np.allclose(middle.network.theta, current.theta)


def test_a_net_that_diverges_stops_and_the_other_goes_on():
    each = DigitsRun(plan((NetPlan(hidden=(64,) * 6, eta=100.0, activation="linear"), SMALL[1])))
    assert each.advance(10**9) and each.over and each.updates == 27
    first, second = each.diverged_at
    assert first is not None and second is None and np.isfinite(each.networks[0].theta).all()
    assert each.moments == (0, 9, 18, 27)  # of the net that went on
    stopped, other = each.networks_at(18)
    assert (stopped.updates, other.updates) == (first - 1, 18)


def test_the_snapshots_of_a_long_run_stay_within_their_limit(monkeypatch):
    monkeypatch.setattr(run, "HISTORY_BYTES", 6 * 4 * SHALLOW.parameters)
    each = DigitsRun(plan((SHALLOW,), epochs=7, batch=500))
    each.advance(10**9)
    assert each.trainers[0].history_bytes <= run.HISTORY_BYTES
    assert each.moments == (0, 2, 4, 6, 7) and len(each.records[0].cost) == 8


def test_the_time_left_is_that_of_the_clock_without_the_pauses(monkeypatch):
    clock = iter([0.0, 0.2, 0.4, 100.0, 100.2])
    monkeypatch.setattr(pace, "perf_counter", lambda: next(clock))
    seen = Pace()
    assert seen.seconds_for(10) is None
    for done in (0, 20, 40, 40, 60):
        seen.look(done)
    assert seen.seconds_for(300) == pytest.approx(3.0)
