"""Images as bytes: the same run to the last bit as with x / 255, and never all of it in memory as numbers."""

import tracemalloc
from itertools import product

import numpy as np
import pytest

from core.networks.diagnosis import diagnose
from core.networks.layout import NARROW_RUNS, layout_for
from core.networks.network import Network
from core.networks.prepared import Prepared, PreparedBytes
from core.networks.trainer import Trainer


def images(n=23, inputs=12, seed=0):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (n, inputs), dtype=np.uint8), rng.integers(0, 3, n)


def trained(kind, dtype, networks=1, width=5, n=23, updates=40, hidden="relu", **options):
    """Networks trained on images of a kind of data, with images of the same kind as the test set."""
    (x, y), (tx, ty) = images(n), images(n // 2, seed=1)
    data, test = kind(x, y, dtype), kind(tx, ty, dtype)
    nets = [Network((12, width, 3), hidden=hidden, output="softmax", seed=k) for k in range(networks)]
    options = {"learning_rate": 0.1, "batch_size": 5, "seed": range(networks)} | options
    trainer = Trainer(nets, data, test=test, dtype=dtype, **options)
    trainer.step(updates)
    return trainer


def divided(x, y, dtype):
    return Prepared(x / 255.0, y, dtype)


def bits(trainer):
    rows = [
        [record.cost, record.accuracy, record.test_cost, record.test_accuracy, record.gradient, *record.slope]
        for record in trainer.records
    ]
    standing = [repr(each) for each in trainer.standings(gradient=True)]
    return [net.theta.tobytes() for net in trainer.networks], [[a.tobytes() for a in row] for row in rows], standing


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_byte_becomes_the_nearest_number_to_x_over_255(dtype):
    x = np.arange(256, dtype=np.uint8)[:, None]
    assert (PreparedBytes(x, np.zeros(256, int), dtype).x()[:, 0] == (x[:, 0] / 255.0).astype(dtype)).all()


# The stacks are of both layouts, with one order or an order for each; 23 images leave a last batch of 3, or none.
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("networks", "width"), [(1, 5), (2, 5), (5, 6), (NARROW_RUNS, 4)])
@pytest.mark.parametrize("at_once", [True, False])
def test_a_run_on_bytes_is_the_run_on_numbers_to_the_last_bit(dtype, networks, width, at_once, monkeypatch):
    monkeypatch.setattr("core.networks.group.AT_ONCE", 10**9 if at_once else 0)
    for (seed, shuffle), batch in product([(3, True), (range(networks), True), (3, False)], (5, 23)):
        options = {"networks": networks, "width": width, "shuffle": shuffle, "batch_size": batch, "seed": seed}
        options["updates"] = 13
        assert bits(trained(PreparedBytes, dtype, **options)) == bits(trained(divided, dtype, **options)), options


def test_the_stacks_above_have_both_layouts():
    assert [layout_for((12, width, 3), runs).kind for runs, width in ((1, 5), (5, 6), (NARROW_RUNS, 4))] == [
        "one", "first", "last",
    ]  # fmt: skip


@pytest.mark.parametrize("sample", [None, 700, 2500])
@pytest.mark.parametrize("every", [None, 7])
def test_records_of_several_pieces_and_of_a_sample_are_the_same(sample, every):
    options = {"n": 3000, "batch_size": 400, "updates": 20, "record_sample": sample, "record_every": every}
    assert bits(trained(PreparedBytes, np.float32, **options)) == bits(trained(divided, np.float32, **options))


def test_a_network_that_has_exploded_and_a_diagnosis_are_the_same():
    for rate in (0.1, 1e30):
        options = {"n": 1500, "learning_rate": rate, "hidden": "linear"}
        runs = [trained(kind, np.float32, **options) for kind in (PreparedBytes, divided)]
        assert bits(runs[0]) == bits(runs[1])
        assert (rate > 1.0) == (runs[0].diverged_at != [None])
        assert diagnose(runs[0]) == diagnose(runs[1])


def test_targets_may_be_numbers():
    x, _ = images()
    y = np.random.default_rng(2).uniform(size=(23, 2))
    ends = []
    for kind in (PreparedBytes, divided):
        net = Network((12, 4, 2), output="linear", cost="quadratic")
        trainer = Trainer(net, kind(x, y, np.float64), learning_rate=0.03, batch_size=5)
        trainer.train(3)
        assert trainer.records[0].accuracy is None
        ends.append(net.theta.tobytes())
    assert ends[0] == ends[1]


# --- Memory ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shuffle", [True, False])
def test_training_and_records_take_a_few_megabytes_beside_the_bytes(shuffle):
    rng = np.random.default_rng(0)
    x, y = rng.integers(0, 256, (6_000, 784), dtype=np.uint8), rng.integers(0, 10, 6_000)
    as_numbers = 4 * 785 * len(x)
    tracemalloc.start()
    try:
        data = PreparedBytes(x, y)
        made, _ = tracemalloc.get_traced_memory()
        net = Network((784, 8, 10), hidden="relu", output="softmax")
        trainer = Trainer(
            net, data, test=data, learning_rate=0.1, batch_size=512, dtype=np.float32, shuffle=shuffle, snapshots=0
        )
        trainer.train(1)
        trainer.standings(gradient=True)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(trainer.records[0].cost) == 2
    assert made < 0.1e6  # of 4.7 million bytes of images there is no copy
    assert most < 0.5 * as_numbers


def test_the_bytes_are_shared_by_all_who_use_them_and_cannot_be_written_through():
    x, y = images()
    some = PreparedBytes(x[:10], y[:10])
    assert np.shares_memory(some._bytes, x) and not some._bytes.flags.writeable
    assert x.flags.writeable and len(some) == 10


# --- Refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x", "y", "reason"),
    [
        (np.zeros((4, 3)), [0, 1, 0, 1], "x is float64 of shape .4, 3..*type uint8"),
        ([[0, 1], [2, 3]], [0, 1], "x is int64 of shape .2, 2..*type uint8"),
        (np.zeros((4, 2, 2), np.uint8), [0, 1, 0, 1], r"shape \(4, 2, 2\).*a row of bytes for each instance"),
        (np.zeros((0, 3), np.uint8), [], r"shape \(0, 3\).*a row of bytes for each instance"),
        (np.zeros((4, 3), np.uint8), [0, 1], r"y has shape \(2,\).*a row of bytes for each instance"),
        (np.zeros((4, 3), np.uint8), np.zeros((4, 1, 1)), r"y has shape \(4, 1, 1\)"),
        (np.zeros((4, 3), np.uint8), [0, 1, -1, 0], "the class -1"),
        (np.zeros((4, 3), np.uint8), [0.0, 1.0, np.nan, 0.0], "y holds nan"),
    ],
)
def test_what_is_no_bytes_or_does_not_fit_is_refused_with_a_reason(x, y, reason):
    with pytest.raises(ValueError, match=reason):
        PreparedBytes(x, y)


def test_bytes_must_fit_the_network_and_the_precision():
    data = PreparedBytes(*images())
    with pytest.raises(ValueError, match="x has 12 columns.*2 inputs"):
        Trainer(Network((2, 3), output="softmax"), data, learning_rate=0.1, batch_size=5, dtype=np.float32)
    with pytest.raises(ValueError, match="prepared as float32"):
        Trainer(Network((12, 3), output="softmax"), data, learning_rate=0.1, batch_size=5)
    with pytest.raises(ValueError, match="class 2.*1 output can tell 2"):
        Trainer(Network((12, 1)), data, learning_rate=0.1, batch_size=5, dtype=np.float32)


def test_more_instances_need_no_more_room_to_be_evaluated():
    layout, rng = layout_for((784, 64, 10), 1), np.random.default_rng(0)
    w, x = rng.normal(size=(64, 785)), rng.normal(size=(2, 300, 785))
    z = np.empty((2, 64, 300))
    pieces = [layout.forward(w, each.T, out) for each, out in zip(x, z, strict=True)]
    written = {id(pieces[k][0].args[-1]) for k in range(2)}
    assert len(pieces[0]) == 2
    assert len(written) == 1  # they are filled in turn
    for call in (call for piece in pieces for call in piece):
        call()
    assert np.allclose(z, [w @ each.T for each in x])
