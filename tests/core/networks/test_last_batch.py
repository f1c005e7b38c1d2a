"""The last batch of an epoch: what is left over, and how far it moves the network."""

import math

import numpy as np
import pytest

from core.networks.last_batch import last_batch
from core.networks.network import Network
from core.networks.trainer import Trainer


@pytest.mark.parametrize(
    ("instances", "batch_size", "left", "weight", "even"),
    [(10_000, 128, 16, 8.0, 9_984), (60_000, 128, 96, 4 / 3, 59_904), (500, 128, 116, 128 / 116, 384)],
)
def test_what_is_left_over_and_how_much_each_of_its_instances_counts(instances, batch_size, left, weight, even):
    last = last_batch(instances, batch_size)
    assert last == (left, weight, math.sqrt(weight), even)
    assert last.telling == (instances == 10_000)


@pytest.mark.parametrize(("instances", "batch_size"), [(9_984, 128), (60_000, 100), (128, 128), (7, 128)])
def test_where_all_batches_are_alike_there_is_none(instances, batch_size):
    assert last_batch(instances, batch_size) is None


def test_an_instance_of_the_last_batch_moves_the_network_by_its_weight_as_often_as_another():
    x, y = np.random.default_rng(0).normal(size=(11, 2)), np.zeros(11)
    last = last_batch(11, 4)
    moved = []
    for low in (0, 8):  # each in a batch of its own size
        net = Network((2, 1), output="linear", cost="half_quadratic", theta=[0.3, -0.2, 0.1])
        start, chosen = net.theta.copy(), x[low : low + 4]
        alone = net.gradient(x[low : low + 1], y[low : low + 1])
        Trainer(net, chosen, y[low : low + 4], learning_rate=0.1, batch_size=4, shuffle=False).step(1)
        others = sum(net.copy(theta=start).gradient(row[None], [0.0]) for row in chosen[1:])
        moved.append(((start - net.theta) / 0.1 * len(chosen) - others) / len(chosen) / alone)
    assert moved[1] / moved[0] == pytest.approx(np.full(3, last.weight), rel=1e-9)
    assert last.instances == 3


@pytest.mark.parametrize(("instances", "batch_size"), [(0, 128), (100, 0), (-1, 5)])
def test_what_is_no_number_of_things_is_refused(instances, batch_size):
    with pytest.raises(ValueError, match=f"{instances} instances in batches of {batch_size}.*pass 1 or more"):
        last_batch(instances, batch_size)
