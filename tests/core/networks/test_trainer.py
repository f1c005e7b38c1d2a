"""Training: the engine's runs against loops written out, however they are cut, stacked, shuffled, or blown up."""

import gc
import itertools
import math
import weakref

import numpy as np
import pytest

from core.functions.activations import ACTIVATIONS
from core.functions.costs import COSTS
from core.networks.diagnosis import EXPLODED, diagnose
from core.networks.network import Network, rows
from core.networks.optimizers import OPTIMIZERS
from core.networks.prepared import Prepared
from core.networks.trainer import Trainer, penalty
from core.streams import stream
from tests.sampling import some

OUTPUTS = [*ACTIVATIONS, "softmax"]
QUADRATIC = [cost for cost in COSTS if cost != "cross_entropy"]
TRIPLES = [
    (hidden, output, QUADRATIC[(place + turn) % len(QUADRATIC)])
    for place, hidden in enumerate(ACTIVATIONS)
    for turn, output in enumerate(OUTPUTS)
]
TRIPLES += [(hidden, output, "cross_entropy") for hidden in ACTIVATIONS for output in ("sigmoid", "softmax")]
"""Each activation meets each output once and each cost at least once, and each output meets each cost."""
PAIRS = dict.fromkeys(triple[1:] for triple in TRIPLES)
SOME = [
    case for k, pair in enumerate(PAIRS) for case in some([each for each in TRIPLES if each[1:] == pair], 1, seed=k)
]
"""Each output still meets each cost."""
PLAIN = {"records": "none", "snapshots": 0}


def blobs(n=23, classes=2, inputs=2, seed=0):
    """Instances around a point for each class, (n, inputs), and their classes."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, classes, n)
    return rng.normal(0.0, 0.6, (n, inputs)) + np.stack([np.cos(2.0 * y), np.sin(2.0 * y)], axis=1), y


def encoded(y, output, outputs):
    own = y[:, None] == (np.arange(outputs) if outputs > 1 else 1)
    return np.where(own, 1.0, -1.0 if output in ("tanh", "linear", "scaled_tanh") else 0.0)


def copy_of(net, **changes):
    options = {"hidden": net.hidden, "output": net.output, "cost": net.cost_function, "theta": net.theta} | changes
    return Network(net.sizes, **options)


def gradients(net, x, y, batch, updates, seed=0, shuffle=True):
    """The mean gradient of each mini-batch, of the network as it is when it is asked for."""
    rng, n, done = stream(seed, "order"), len(x), 0
    while True:
        order = rng.permutation(n) if shuffle else np.arange(n)
        for low in range(0, n, batch):
            if done == updates:
                return
            chosen = order[low : low + batch]
            yield net.gradient(x[chosen], y[chosen])
            done += 1


def descend(net, x, y, batch, updates, rate, **options):
    for gradient in gradients(net, x, y, batch, updates, **options):
        net.theta -= rate * gradient
    return net.theta


# --- The same as the readable network --------------------------------------------------------------------------------


@pytest.mark.parametrize(("hidden", "output", "cost"), SOME)
def test_two_hundred_updates_agree_with_the_readable_network(hidden, output, cost):
    x, y = blobs(classes=3)
    net = Network((2, 4, 3, 3), hidden=hidden, output=output, cost=cost, seed=3)
    expected = copy_of(net)
    start = net.theta.copy()
    Trainer(net, x, y, learning_rate=0.03, batch_size=5, seed=7, **PLAIN).step(200)  # 23 instances: the last has 3
    descend(expected, x, encoded(y, output, 3), 5, 200, 0.03, seed=7)
    assert np.abs(net.theta - start).max() > 1e-3
    assert np.abs(net.theta - expected.theta).max() < 1e-9


@pytest.mark.parametrize("batch", [1, 4, 23, 100])
@pytest.mark.parametrize("shuffle", [True, False])
def test_every_size_of_batch_and_its_remainder_and_no_shuffling(batch, shuffle):
    x, y = blobs()
    net = Network((2, 3, 1), hidden="tanh", cost="half_quadratic")
    expected = copy_of(net)
    trainer = Trainer(net, x, y, learning_rate=0.03, batch_size=batch, shuffle=shuffle, **PLAIN)
    assert trainer.updates_per_epoch == math.ceil(23 / batch)
    trainer.train(3)
    descend(expected, x, encoded(y, "sigmoid", 1), min(batch, 23), trainer.updates, 0.03, shuffle=shuffle)
    assert trainer.epochs == 3 and np.abs(net.theta - expected.theta).max() < 1e-10


@pytest.mark.parametrize("networks", [1, 2, 5])
@pytest.mark.parametrize("seeds", ["own", "shared"])
def test_data_too_large_to_be_shuffled_at_once_are_fetched_in_the_same_order(networks, seeds, monkeypatch):
    x, y = blobs()
    ends = []
    for limit in (10**9, 0):
        monkeypatch.setattr("core.networks.group.AT_ONCE", limit)
        nets = [Network((2, 6, 1), seed=k) for k in range(networks)]
        seed = list(range(networks)) if seeds == "own" else 3
        Trainer(nets, x, y, learning_rate=0.1, batch_size=5, seed=seed, **PLAIN).step(33)
        ends.append(np.array([net.theta for net in nets]).tobytes())
    assert ends[0] == ends[1]


def test_real_targets_are_learned_as_they_are():
    x, _ = blobs()
    y = np.sin(3.0 * x[:, 0])
    net = Network((2, 5, 1), hidden="tanh", output="linear", cost="mean_quadratic")
    expected = copy_of(net)
    trainer = Trainer(net, x, y, learning_rate=0.03, batch_size=4)
    trainer.train(10)
    descend(expected, x, y[:, None], 4, trainer.updates, 0.03)
    assert np.abs(net.theta - expected.theta).max() < 1e-10
    assert trainer.records[0].accuracy is None and trainer.records[0].cost[-1] < trainer.records[0].cost[0]


# --- Optimizers, each written out from its formula -------------------------------------------------------------------


def written_momentum(theta, stepwise, eta):
    v = 0.0
    for g in stepwise:
        v = 0.9 * v - eta * g
        theta += v


def written_nesterov(theta, stepwise, eta):
    """Sutskever's form: the gradient is taken at θ + μv, and that point is what the trainer calls theta."""
    v, behind = np.zeros_like(theta), theta.copy()
    for g in stepwise:
        v = 0.9 * v - eta * g
        behind += v
        theta[:] = behind + 0.9 * v


def written_rmsprop(theta, stepwise, eta):
    s = 0.0
    for g in stepwise:
        s = 0.9 * s + 0.1 * g**2
        theta -= eta * g / (np.sqrt(s) + 1e-8)


def written_adam(theta, stepwise, eta):
    """Algorithm 1 of Kingma and Ba, with ε added to the root of the corrected v."""
    m = v = 0.0
    for t, g in enumerate(stepwise, start=1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        theta -= eta * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)


WRITTEN = {
    "sgd": lambda theta, stepwise, eta: [theta.__isub__(eta * g) for g in stepwise],
    "momentum": written_momentum,
    "nesterov": written_nesterov,
    "rmsprop": written_rmsprop,
    "adam": written_adam,
}


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("hidden", ["tanh", "relu"])
def test_each_optimizer_follows_its_formula(optimizer, hidden):
    rate = 0.01 if optimizer in ("rmsprop", "adam") else 0.03
    x, y = blobs()
    net = Network((2, 4, 2, 1), hidden=hidden, seed=2)
    expected = copy_of(net)
    Trainer(net, x, y, learning_rate=rate, batch_size=5, optimizer=optimizer, **PLAIN).step(200)
    WRITTEN[optimizer](expected.theta, gradients(expected, x, encoded(y, "sigmoid", 1), 5, 200), rate)
    assert np.abs(net.theta - expected.theta).max() < 1e-9


def test_the_settings_of_optimizers_reach_them():
    x, y = blobs()
    ends = [
        Network((2, 3, 1)).theta
        for options in (
            {"optimizer": "momentum", "momentum": 0.0},
            {"optimizer": "nesterov", "momentum": 0.0},
            {"optimizer": "sgd"},
        )
        for net in [Network((2, 3, 1))]
        if Trainer(net, x, y, learning_rate=0.1, batch_size=5, **options, **PLAIN).train(5) is None
    ]
    assert ends[0] == pytest.approx(ends[1]) and ends[1] == pytest.approx(ends[2])


# --- Penalties -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("l2", "l1"), [(0.3, 0.0), (0.0, 0.2), (0.1, 0.05)])
@pytest.mark.parametrize("networks", [1, 4, 16])
def test_an_update_goes_down_the_central_difference_of_the_penalised_cost(l2, l1, networks):
    x, y = blobs()
    targets = encoded(y, "sigmoid", 1)
    nets = [Network((2, 3, 1), hidden="tanh", init="normal", output_bias=0.5, seed=k) for k in range(networks)]
    starts = [net.theta.copy() for net in nets]
    Trainer(nets, x, y, learning_rate=0.5, batch_size=23, shuffle=False, l2=l2, l1=l1, **PLAIN).step(1)
    for net, start in zip(nets, starts, strict=True):
        probe = copy_of(net, theta=start)
        for i in range(len(start)):
            ends = []
            for h in (1e-6, -1e-6):
                probe.theta[i] = start[i] + h
                ends.append(probe.cost(x, targets) + penalty(probe, l2=l2, l1=l1))
            probe.theta[i] = start[i]
            assert start[i] - net.theta[i] == pytest.approx(0.5 * (ends[0] - ends[1]) / 2e-6, rel=1e-6, abs=1e-8)


def test_a_penalty_counts_weights_and_not_biases():
    net = Network((1, 1, 1), theta=[2.0, 5.0, -3.0, 7.0])
    assert penalty(net, l2=0.1) == pytest.approx(0.05 * 13.0)
    assert penalty(net, l1=0.1) == pytest.approx(0.5)


# --- The same run however it is cut ----------------------------------------------------------------------------------


def mixed(networks, seed=0):
    costs = itertools.cycle(["cross_entropy", "half_quadratic", "quadratic"])
    return [Network((2, 4, 1), hidden="tanh", cost=next(costs), seed=seed + k) for k in range(networks)]


@pytest.mark.parametrize("networks", [1, 2, 6, 17])
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_any_cutting_gives_the_same_bits(networks, optimizer, dtype):
    x, y = blobs()
    options = {"batch_size": 5, "learning_rate": 0.1, "optimizer": optimizer, "dtype": dtype, "snapshot_every": 3}
    runs = []
    for cut in ([40], [1] * 40, [3, 0, 7, 5, 25]):
        nets = mixed(networks)
        trainer = Trainer(nets, x, y, seed=range(networks), snapshots=4, **options)
        for updates in cut:
            trainer.step(updates)
        runs.append((nets, trainer))
    for nets, trainer in runs[1:]:
        assert trainer.updates == runs[0][1].updates == 40
        for net, first in zip(nets, runs[0][0], strict=True):
            assert net.theta.tobytes() == first.theta.tobytes()
        for record, first in zip(trainer.records, runs[0][1].records, strict=True):
            assert record.cost.tobytes() == first.cost.tobytes() and len(record.cost) == 9
            assert record.gradient.tobytes() == first.gradient.tobytes()
        assert [s.updates for s in trainer.snapshots] == [s.updates for s in runs[0][1].snapshots]
        assert all((s.theta == t.theta).all() for s, t in zip(trainer.snapshots, runs[0][1].snapshots, strict=True))


def test_recording_changes_nothing():
    x, y = blobs()
    ends = []
    for options in (PLAIN, {"records": "costs"}, {}):
        net = Network((2, 4, 1))
        Trainer(net, x, y, learning_rate=0.1, batch_size=23, **options).train(5)
        ends.append(net.theta.tobytes())
    assert ends[0] == ends[1] == ends[2]


def test_the_order_has_a_stream_of_its_own_and_shuffling_is_repeatable():
    x, y = blobs()

    def trained(weights, order):
        net = Network((2, 4, 1), seed=weights)
        Trainer(net, x, y, learning_rate=0.5, batch_size=5, seed=order, **PLAIN).train(2)
        return net.theta.tobytes()

    assert trained(0, 0) == trained(0, 0)
    assert trained(0, 0) != trained(0, 1) and trained(0, 0) != trained(1, 0)


# --- Stacks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("networks", "width"), [(2, 4), (5, 4), (17, 4), (5, 7)])
@pytest.mark.parametrize("seeds", ["own", "shared"])
@pytest.mark.parametrize("shuffle", some([True, False], 1, seed=2))
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_network_in_a_stack_learns_as_it_would_alone(networks, width, seeds, shuffle, optimizer):
    x, y = blobs()
    costs = ["cross_entropy", "half_quadratic", "quadratic"]
    nets = [Network((2, width, 1), hidden="tanh", cost=costs[k % 3], seed=k) for k in range(networks)]
    alone = [copy_of(net) for net in nets]
    rates = [0.01 + 0.001 * k for k in range(networks)]
    seed = list(range(networks)) if seeds == "own" else 4
    options = {"batch_size": 5, "shuffle": shuffle, "optimizer": optimizer, **PLAIN}
    Trainer(nets, x, y, learning_rate=rates, seed=seed, **options).train(6)
    for k, net in enumerate(alone):
        Trainer(net, x, y, learning_rate=rates[k], seed=k if seeds == "own" else 4, **options).train(6)
        assert np.abs(nets[k].theta - net.theta).max() < 1e-10


def test_networks_of_different_kinds_are_trained_together():
    x, y = blobs()
    kinds = [("tanh", "tanh", "half_quadratic", "sgd"), ("relu", "sigmoid", "cross_entropy", "adam")] * 5
    kinds += [("sigmoid", "linear", "quadratic", "momentum")]
    nets = [Network((2, 4, 1), hidden=h, output=o, cost=c, seed=k) for k, (h, o, c, _) in enumerate(kinds)]
    alone = [copy_of(net) for net in nets]
    optimizers = [kind[3] for kind in kinds]
    trainer = Trainer(nets, x, y, learning_rate=0.02, batch_size=5, optimizer=optimizers)
    trainer.train(4)
    for k, net in enumerate(alone):
        one = Trainer(net, x, y, learning_rate=0.02, batch_size=5, optimizer=optimizers[k])
        one.train(4)
        assert np.abs(nets[k].theta - net.theta).max() < 1e-10
        assert trainer.records[k].cost == pytest.approx(one.records[0].cost, rel=1e-9)
        assert trainer.snapshots[-1].theta[k] == pytest.approx(nets[k].theta, abs=0)


# --- A hand on the controls ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("networks", [1, 5])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
def test_a_learning_rate_changed_on_the_way_holds_from_the_next_update_on(networks, optimizer):
    x, y = blobs()
    nets = mixed(networks)
    expected = [copy_of(net) for net in nets]
    trainer = Trainer(nets, x, y, learning_rate=0.02, batch_size=5, optimizer=optimizer)
    trainer.step(7)
    trainer.learning_rate = [0.01 * (k + 1) for k in range(networks)]
    trainer.step(9)
    for k, net in enumerate(expected):
        v = 0.0
        for update, g in enumerate(gradients(net, x, encoded(y, "sigmoid", 1), 5, 16)):
            v = (0.9 * v if optimizer == "momentum" else 0.0) - (0.02 if update < 7 else 0.01 * (k + 1)) * g
            net.theta += v
        assert np.abs(nets[k].theta - net.theta).max() < 1e-12
    assert trainer.learning_rate == tuple(0.01 * (k + 1) for k in range(networks))


def test_a_parameter_can_be_set_by_hand():
    x, y = blobs()
    nets = mixed(5)
    expected = copy_of(nets[3])
    trainer = Trainer(nets, x, y, learning_rate=0.03, batch_size=23, shuffle=False)
    trainer.step(2)
    trainer.set_parameter(3, 1, -2.5)
    assert nets[3].theta[1] == -2.5
    trainer.step(2)
    targets = encoded(y, "sigmoid", 1)
    descend(expected, x, targets, 23, 2, 0.03, shuffle=False)
    expected.theta[1] = -2.5
    assert nets[3].theta == pytest.approx(descend(expected, x, targets, 23, 2, 0.03, shuffle=False), abs=1e-12)
    with pytest.raises(ValueError, match="finite"):
        trainer.set_parameter(0, 0, math.inf)


@pytest.mark.parametrize("networks", [1, 5, 17])
def test_float32_follows_float64_to_its_rounding(networks):
    x, y = blobs()
    ends = []
    for dtype in (np.float64, np.float32):
        nets = mixed(networks)
        trainer = Trainer(nets, x, y, learning_rate=0.1, batch_size=5, dtype=dtype)
        trainer.train(10)
        ends.append(np.array([net.theta for net in nets]))
        assert trainer.snapshots[-1].theta.dtype == dtype
    assert 0.0 < np.abs(ends[0] - ends[1]).max() < 1e-5


# --- Records and snapshots -------------------------------------------------------------------------------------------


def recomputed(net, x, y):
    run = net.forward(x)
    a = run.a[-1]
    if a.shape[1] > 1:
        right = np.mean(a.argmax(axis=1) == y.argmax(axis=1))
    else:
        middle = 0.5 * (y.min() + y.max())
        right = np.mean((a > middle) == (y > middle))
    rms = [np.sqrt(np.mean(layer**2)) for layer in rows(net.gradient(x, y), net.sizes)]
    slopes = [net.hidden.derivative(z, h).mean(axis=0) for z, h in zip(run.z[:-1], run.a[1:-1], strict=True)]
    last = a * (1 - a) if net.output == "softmax" else ACTIVATIONS[net.output].derivative(run.z[-1], a)
    return net.cost(x, y), right, rms, [*slopes, last.mean(axis=0)]


LAST = [("sigmoid", 1), ("tanh", 1), ("linear", 1), ("softmax", 3), ("sigmoid", 3), ("tanh", 3)]
RECORDED = [(number, hidden, *last) for number in (1, 4, 16) for hidden in ACTIVATIONS for last in LAST]


@pytest.mark.parametrize(("networks", "hidden", "output", "outputs"), some(RECORDED, 60))
def test_records_are_what_the_readable_network_says_of_each_snapshot(hidden, output, outputs, networks):
    x, y = blobs(n=40, classes=max(2, outputs))
    costs = itertools.cycle(["half_quadratic"] + ["cross_entropy"] * (output in ("sigmoid", "softmax")))
    sizes = (2, 4, 3, outputs)
    nets = [Network(sizes, hidden=hidden, output=output, cost=next(costs), seed=k) for k in range(networks)]
    trainer = Trainer(nets, x[:23], y[:23], learning_rate=0.03, batch_size=5, test=(x[23:], y[23:]))
    trainer.train(2)
    targets = encoded(y, output, outputs)
    assert [s.updates for s in trainer.snapshots] == [0, 5, 10] == trainer.records[0].updates.tolist()
    for k, record in enumerate(trainer.records):
        assert record.epoch.tolist() == [0, 1, 2] and record.gradient.shape == (3, 3)
        for epoch, snapshot in enumerate(trainer.snapshots):
            net = copy_of(nets[k], theta=snapshot.theta[k])
            cost, right, rms, slopes = recomputed(net, x[:23], targets[:23])
            assert record.cost[epoch] == pytest.approx(cost, rel=1e-12)
            assert record.accuracy[epoch] == pytest.approx(right)
            assert record.gradient[epoch] == pytest.approx(rms, rel=1e-10)
            for layer, slope in enumerate(slopes):
                assert record.slope[layer][epoch] == pytest.approx(slope, rel=1e-12, abs=1e-15)
            cost, right, _, _ = recomputed(net, x[23:], targets[23:])
            assert record.test_cost[epoch] == pytest.approx(cost, rel=1e-12)
            assert record.test_accuracy[epoch] == pytest.approx(right)
        assert nets[k].theta == pytest.approx(trainer.snapshots[-1].theta[k], abs=0)


@pytest.mark.parametrize(
    ("output", "targets", "right"),
    [
        ("sigmoid", [[1.0], [0.0], [1.0], [1.0]], 0.75),
        ("sigmoid", [[1.0], [0.0], [0.5], [1.0]], None),
        ("tanh", [[1.0], [-1.0], [1.0], [1.0]], 0.75),
        ("tanh", [[1.0], [0.0], [1.0], [1.0]], None),
        ("softmax", [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 0.0]], 0.75),
        ("softmax", [[0.9, 0.1], [0.0, 1.0], [1.0, 0.0], [1.0, 0.0]], None),
        ("sigmoid", [[1.0, 1.0], [0.0, 1.0], [1.0, 0.0], [1.0, 0.0]], None),
    ],
)
def test_targets_that_are_those_of_classes_have_an_accuracy_and_others_have_none(output, targets, right):
    outputs = len(targets[0])
    theta = [0.0, 2.0, 0.0, -2.0][: 2 * outputs]  # always the first class of two, or class 1
    net = Network((1, outputs), output=output, cost="half_quadratic", theta=theta)
    accuracy = Trainer(net, np.zeros((4, 1)), np.array(targets), **GOOD).records[0].accuracy
    assert accuracy is None if right is None else accuracy[0] == right


def test_data_larger_than_a_piece_are_recorded_as_a_whole():
    x, y = blobs(n=2500)
    net = Network((2, 4, 1))
    record = Trainer(net, x, y, learning_rate=0.1, batch_size=100).records[0]
    cost, right, rms, slopes = recomputed(net, x, encoded(y, "sigmoid", 1))
    assert (record.cost[0], record.accuracy[0]) == pytest.approx((cost, right), rel=1e-12)
    assert record.gradient[0] == pytest.approx(rms, rel=1e-10)
    assert [each[0] for each in record.slope] == [pytest.approx(slope, rel=1e-12) for slope in slopes]


def test_less_can_be_recorded():
    x, y = blobs()
    options = {"learning_rate": 0.1, "batch_size": 5}
    costs = Trainer(Network((2, 4, 1)), x, y, records="costs", **options).records[0]
    assert costs.gradient is None and costs.slope is None and costs.test_cost is None and len(costs.accuracy) == 1
    nothing = Trainer(Network((2, 4, 1)), x, y, **PLAIN, **options)
    assert nothing.records == () and nothing.snapshots == []


@pytest.mark.parametrize(("most", "updates"), [(400, 5000), (5, 64), (2, 33), (400, 399), (3, 1)])
def test_snapshots_are_evenly_spaced_and_never_too_many(most, updates):
    x, y = blobs()
    trainer = Trainer(
        Network((2, 1)), x, y, learning_rate=0.1, batch_size=5, records="none", snapshots=most, snapshot_every=1
    )
    trainer.step(updates)
    taken = [snapshot.updates for snapshot in trainer.snapshots]
    assert taken == list(range(0, updates + 1, trainer.snapshot_every)) and len(taken) <= most
    assert len(taken) >= min(updates + 1, most // 2)


def test_prepared_data_are_shared_and_not_copied():
    x, y = blobs()
    first = Trainer(Network((2, 1)), x, y, learning_rate=0.1, batch_size=5, test=(x, y))
    second = Trainer(Network((2, 1)), first.data, learning_rate=0.1, batch_size=5, test=first.test)
    assert second.data is first.data and second.test is first.test
    assert first.data.targets("sigmoid", 1) is first.data.targets("sigmoid", 1)
    second.train(2)
    assert (first.data.rows[:, :-1] == x).all()


# --- Divergence ------------------------------------------------------------------------------------------------------


def exploding(cost="quadratic", **options):
    x, _ = blobs()
    y = 3.0 * x[:, :1]
    net = Network((2, 4, 1), hidden="relu", output="linear", cost=cost, init="normal", seed=1)
    return net, Trainer(net, x, y, learning_rate=3.0, batch_size=5, **options)


@pytest.mark.parametrize(
    "options", [{}, PLAIN, PLAIN | {"optimizer": "nesterov"}, {"records": "costs"}, {"dtype": np.float32}]
)
def test_a_run_that_explodes_stops_at_its_last_finite_update_however_it_is_cut(options):
    ends = []
    for cut in ([3000], [1] * 600, [7] * 90):
        net, trainer = exploding(**options)
        for updates in cut:
            trainer.step(updates)
        assert trainer.stopped and trainer.diverged_at[0] is not None
        assert np.isfinite(net.theta).all()
        for record in trainer.records:
            assert np.isfinite(record.cost).all()
            assert record.gradient is None or np.isfinite(record.gradient).all()
            assert len(record.cost) == len(record.epoch) == math.ceil(trainer.diverged_at[0] / 5)
        assert all(np.isfinite(snapshot.theta).all() for snapshot in trainer.snapshots)
        ends.append((trainer.diverged_at, trainer.updates, net.theta.tobytes(), len(trainer.snapshots)))
    assert ends[0] == ends[1] == ends[2]


def test_the_last_finite_update_is_that_of_the_readable_network():
    net, trainer = exploding("half_quadratic", **PLAIN)  # no factor of 2 that makes δ overflow earlier
    expected = copy_of(net)
    x, _ = blobs()
    trainer.train(400)
    at = trainer.diverged_at[0]
    assert trainer.updates == at - 1
    with np.errstate(all="ignore"):
        before = descend(copy_of(expected), x, 3.0 * x[:, :1], 5, at - 1, 3.0)
        after = descend(copy_of(expected), x, 3.0 * x[:, :1], 5, at, 3.0)
    assert np.isfinite(before).all() and not np.isfinite(after).all()
    assert net.theta == pytest.approx(before, rel=1e-6)


@pytest.mark.parametrize("networks", [5, 17])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
def test_the_others_of_a_stack_go_on_when_one_explodes(networks, optimizer):
    x, _ = blobs()
    y = 3.0 * x[:, :1]

    def network(k):
        return Network((2, 4, 1), hidden="relu", output="linear", cost="quadratic", init="normal", seed=k)

    rates = [300.0 if k == 1 else 0.002 for k in range(networks)]
    nets = [network(k) for k in range(networks)]
    trainer = Trainer(nets, x, y, learning_rate=rates, batch_size=5, optimizer=optimizer)
    trainer.train(60)
    trainer.learning_rate = rates  # must not wake the one that has stopped
    trainer.train(60)
    assert not trainer.stopped and trainer.epochs == 120
    assert [k for k, at in enumerate(trainer.diverged_at) if at is not None] == [1]
    for k, net in enumerate(nets):
        alone = network(k)
        one = Trainer(alone, x, y, learning_rate=rates[k], batch_size=5, optimizer=optimizer)
        one.train(120)
        assert one.diverged_at[0] == trainer.diverged_at[k]
        assert len(one.records[0].cost) == len(trainer.records[k].cost)
        assert net.theta == pytest.approx(alone.theta, rel=1e-6 if k == 1 else 1e-9, abs=1e-12)
        assert trainer.records[k].cost == pytest.approx(one.records[0].cost, rel=1e-6)


# --- How the networks stand ------------------------------------------------------------------------------------------


def test_a_network_stands_as_the_readable_one_says_at_every_update_and_after_a_change_by_hand():
    x, y = blobs(40)
    nets = [Network((2, 4, 1), cost=cost, seed=seed) for seed, cost in enumerate(["quadratic", "cross_entropy"])]
    trainer = Trainer(nets, x, y, learning_rate=0.5, batch_size=7, test=blobs(20, seed=1))
    targets = trainer.data.targets("sigmoid", 1)
    for change in (None, None, 3.0):
        trainer.step(1)
        if change is not None:
            trainer.set_parameter(0, 1, change)
        for net, now in zip(nets, trainer.standings(gradient=True), strict=True):
            assert now.cost == pytest.approx(net.cost(x, targets), rel=1e-12)
            assert now.accuracy == np.mean((net.forward(x).a[-1][:, 0] > 0.5) == y)
            parts = rows(net.gradient(x, targets), net.sizes)
            assert now.gradient == pytest.approx([np.sqrt(np.mean(part**2)) for part in parts], rel=1e-9)
            test_x, test_y = blobs(20, seed=1)
            assert now.test_cost == pytest.approx(net.cost(test_x, test_y.astype(float)), rel=1e-12)
    assert trainer.standings()[0].cost == trainer.standings(gradient=True)[0].cost


def test_at_a_record_a_network_stands_as_recorded_and_after_a_change_there_as_changed():
    x, y = blobs(40)
    trainer = Trainer(net := Network((2, 4, 1), seed=3), x, y, learning_rate=0.5, batch_size=7)
    trainer.train(2)
    assert trainer.standings()[0].cost == trainer.records[0].cost[-1]
    trainer.set_parameter(0, 0, 9.0)
    assert trainer.standings()[0].cost == pytest.approx(net.cost(x, y.astype(float)), rel=1e-12)
    assert trainer.standings()[0].cost != trainer.records[0].cost[-1]


def test_a_network_that_has_stopped_stands_where_it_was_last_finite():
    net, trainer = exploding()
    trainer.train(200)
    now = trainer.standings()[0]
    with np.errstate(all="ignore"):
        expected = net.cost(trainer.data.rows[:, :-1], trainer.data.targets(net.output, 1))
    assert now.cost == (expected if np.isfinite(expected) else np.inf)
    with pytest.raises(ValueError, match="records is 'none'"):
        exploding(**PLAIN)[1].standings()


# --- Diagnosis -------------------------------------------------------------------------------------------------------


def test_an_explosion_is_diagnosed_with_the_epoch_at_which_the_cost_passed_the_limit():
    _, trainer = exploding()
    trainer.train(200)
    found = diagnose(trainer)  # though its outputs overflow, without a warning
    cost = trainer.records[0].cost
    assert found.verdict == "exploded" and found.learning_rate == 3.0
    assert (found.hidden, found.output, found.cost) == ("relu", "linear", "quadratic")
    assert found.update == trainer.diverged_at[0]
    assert cost[found.passed_epoch] == found.passed_cost > EXPLODED >= cost[found.passed_epoch - 1]
    assert found.epoch == found.passed_epoch
    assert np.isfinite(found.wrong_and_saturated)


def test_an_explosion_without_records_is_diagnosed_too():
    _, trainer = exploding(**PLAIN)
    trainer.train(200)
    found = diagnose(trainer)
    assert found.verdict == "exploded" and found.passed_epoch is None
    assert found.epoch == math.ceil(trainer.diverged_at[0] / trainer.updates_per_epoch)


def single(z, y, cost="half_quadratic", output="sigmoid"):
    """One neuron that gives every instance the same z, not trained yet."""
    net = Network((1, 1), output=output, cost=cost, theta=[0.0, z])
    return Trainer(net, np.zeros((len(y), 1)), np.array(y), learning_rate=0.1, batch_size=4)


def test_wrong_and_saturated_is_a_stall_and_its_numbers_are_those_of_the_neuron():
    found = diagnose(single(6.0, [0, 0, 1, 1, 1]))
    a = 1 / (1 + math.exp(-6.0))
    error = np.array([a, a, a - 1, a - 1, a - 1])
    assert found.verdict == "saturated" and found.wrong_and_saturated == pytest.approx(0.4)
    assert (found.error_limit, found.slope_limit) == (0.5, 0.01)
    assert found.cross_entropy_ratio == pytest.approx(
        np.sqrt(np.mean(error**2) / np.mean((error * a * (1 - a)) ** 2)), rel=1e-9
    )
    assert found.cross_entropy_ratio == pytest.approx(1 / (a * (1 - a)), rel=1e-9)
    assert diagnose(single(6.0, [0, 0, 1, 1, 1], "quadratic")).cross_entropy_ratio == pytest.approx(
        0.5 / (a * (1 - a)), rel=1e-9
    )


def test_saturated_and_right_is_no_stall_nor_is_wrong_and_saturated_under_cross_entropy():
    assert diagnose(single(6.0, [1, 1, 1])).verdict == "learning"
    assert diagnose(single(6.0, [1, 1, 1])).wrong_and_saturated == 0.0
    assert diagnose(single(0.5, [0, 0, 0])).verdict == "learning"
    crossed = diagnose(single(6.0, [0, 0, 0], "cross_entropy"))
    assert crossed.verdict == "learning" and crossed.wrong_and_saturated == 1.0
    assert crossed.cross_entropy_ratio is None
    assert diagnose(single(6.0, [0, 0, 0], output="linear")).verdict == "learning"


def test_a_tanh_output_is_measured_on_its_own_scale():
    found = diagnose(single(4.0, [0, 0, 1], output="tanh"))
    assert found.verdict == "saturated" and found.error_limit == 1.0 and found.slope_limit == 0.04
    assert found.wrong_and_saturated == pytest.approx(2 / 3)


def test_a_relu_layer_whose_units_are_all_dead_is_a_stall():
    x, y = blobs()
    net = Network((2, 3, 2, 1), hidden="relu", init="normal", seed=0)
    net.biases[1][:] = -100.0
    found = diagnose(Trainer(net, x, y, learning_rate=0.1, batch_size=5))
    assert found.verdict == "dead" and found.dead_layers == (1,)
    net.biases[1][0] = 100.0
    alive = diagnose(Trainer(net, x, y, learning_rate=0.1, batch_size=5))
    assert alive.verdict == "learning" and alive.dead_layers == ()


def test_of_a_large_network_fewer_instances_are_looked_at_and_a_record_under_way_is_left(monkeypatch):
    y = [0, 1, 1, 1] * 600  # every fourth is wrong and saturated
    trainer = single(6.0, y)
    assert diagnose(trainer).wrong_and_saturated == 0.25
    monkeypatch.setattr("core.networks.diagnosis.MOST_PRODUCTS", 2 * 600)  # the network has two parameters
    assert diagnose(trainer).wrong_and_saturated == 1.0
    assert trainer.recording


# --- Refusals --------------------------------------------------------------------------------------------------------

GOOD = {"learning_rate": 0.1, "batch_size": 5}


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"learning_rate": -1.0}, "finite length"),
        ({"learning_rate": math.nan}, "finite length"),
        ({"learning_rate": [0.1, 0.2]}, "2 values of learning_rate for 1"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"snapshots": 1}, "snapshots is 1"),
        ({"snapshots": -1}, "snapshots is -1"),
        ({"record_every": 0}, "record_every is 0"),
        ({"record_sample": 0}, "record_sample is 0"),
        ({"snapshot_every": 0}, "snapshot_every is 0"),
        ({"history_bytes": 100}, "history_bytes is 100, but two rows of records take"),
        ({"optimizer": "sdg"}, "'sdg'.*adam"),
        ({"momentum": 1.0}, "momentum is 1"),
        ({"epsilon": 0.0}, "epsilon is 0"),
        ({"l2": -1.0}, "l2 is -1"),
        ({"dtype": np.float16}, "float16.*float32 or float64"),
        ({"records": "some"}, "'some'"),
    ],
)
def test_settings_out_of_range_are_refused_with_a_reason(options, reason):
    with pytest.raises(ValueError, match=reason):
        Trainer(Network((2, 3, 1)), *blobs(), **(GOOD | options)).step(0)


@pytest.mark.parametrize(
    ("sizes", "options", "x", "y", "reason"),
    [
        ((2, 1), {}, np.zeros((4, 3)), [0, 1, 0, 1], "x has 3 columns.*2 inputs"),
        ((2, 1), {}, np.zeros((4, 2)), [0, 1, 0], "one row for each instance"),
        ((2, 1), {}, np.zeros((0, 2)), [], "one row for each instance"),
        ((2, 1), {}, np.full((4, 2), np.nan), [0, 1, 0, 1], "x holds nan"),
        ((2, 1), {}, np.zeros((4, 2)), [0.0, 1.0, np.inf, 1.0], "y holds nan"),
        ((2, 1), {}, np.zeros((4, 2)), [0, 1, 2, 1], "class 2.*1 output can tell 2"),
        ((2, 3), {}, np.zeros((4, 2)), [0, 1, 3, 1], "class 3.*3 outputs can tell 3"),
        ((2, 1), {}, np.zeros((4, 2)), [0, -1, 1, 1], "class -1"),
        ((2, 1), {}, np.zeros((4, 2)), [0.0, 2.0, 1.0, 1.0], "from 0 to 2.*targets from 0 to 1"),
        ((2, 2), {}, np.zeros((4, 2)), [0.0, 1.0, 1.0, 1.0], "1 targets.*2 outputs"),
        ((2, 2), {"output": "softmax"}, np.zeros((1, 2)), [[1.0, 1.0]], "add up to 1"),
    ],
)
def test_data_that_do_not_go_with_the_network_are_refused_with_a_reason(sizes, options, x, y, reason):
    with pytest.raises(ValueError, match=reason):
        Trainer(Network(sizes, **options), x, y, **GOOD)


def test_networks_must_have_one_shape_and_prepared_data_the_right_precision():
    x, y = blobs()
    with pytest.raises(ValueError, match="shapes"):
        Trainer([Network((2, 1)), Network((2, 2, 1))], x, y, **GOOD)
    with pytest.raises(ValueError, match="one or more networks"):
        Trainer([], x, y, **GOOD)
    with pytest.raises(ValueError, match="y is missing"):
        Trainer(Network((2, 1)), x, **GOOD)
    with pytest.raises(ValueError, match="prepared as float32"):
        Trainer(Network((2, 1)), Prepared(x, y, np.float32), **GOOD)
    with pytest.raises(ValueError, match="forwards"):
        Trainer(Network((2, 1)), x, y, **GOOD).step(-1)


def test_what_the_engine_does_not_train_is_refused_in_words():
    x, y = blobs()
    with pytest.raises(ValueError, match="activations tanh, relu, but one for all of them is needed"):
        Trainer(Network((2, 3, 3, 1), hidden=("tanh", "relu")), x, y, learning_rate=0.1, batch_size=5)
    with pytest.raises(ValueError, match="a sum over the batch, but a trainer takes the mean"):
        Trainer(Network((2, 3, 1), reduction="sum"), x, y, learning_rate=0.1, batch_size=5)


@pytest.mark.parametrize(("networks", "batch"), [(1, 5), (5, 23), (20, 5)])
def test_what_a_run_needed_is_freed_with_its_trainer(networks, batch):
    """A cycle would keep the arrays until the collector comes by: a server would have those of many runs at once."""
    gc.disable()
    try:
        trainer = Trainer([Network((2, 3, 1), seed=k) for k in range(networks)], *blobs(), learning_rate=0.1,
                          batch_size=batch, records="costs")  # fmt: skip
        trainer.train(2)
        kept = [weakref.ref(work) for group in trainer._groups for work in group.engine._passes.values()]
        assert kept
        del trainer
        assert not any(each() for each in kept)
    finally:
        gc.enable()
