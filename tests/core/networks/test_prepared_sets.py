"""Networks that learn from data of their own in one stack do what each does alone."""

import numpy as np
import pytest

from core.networks.network import Network
from core.networks.prepared import Prepared
from core.networks.prepared_sets import PreparedSets
from core.networks.trainer import Trainer

N = 30
COSTS = ("half_quadratic", "cross_entropy")


def points(seed, outputs=1, n=N):
    rng = np.random.default_rng(seed)
    return Prepared(rng.normal(size=(n, 2)), rng.integers(0, max(outputs, 2), n))


def networks(width, outputs, number):
    return [Network((2, width, outputs), cost=COSTS[k % 2], seed=k) for k in range(number)]


@pytest.mark.parametrize("batch", [N, 7])
@pytest.mark.parametrize(
    ("width", "outputs", "number"),
    [(3, 1, 20), (8, 1, 20), (8, 3, 6), (8, 1, 2)],  # the runs last, first, several outputs, one by one
)
def test_a_network_in_a_stack_learns_from_its_own_set_as_alone(width, outputs, number, batch):
    sets, tests = ([points(seed + shift, outputs) for seed in range(number // 2)] for shift in (0, 50))
    of = [(7 * k) % (number // 2) for k in range(number)]
    how = {"batch_size": batch, "learning_rate": 0.7, "snapshots": 0}
    stacked = networks(width, outputs, number)
    data, test = (PreparedSets(each, of) for each in (sets, tests))
    trainer = Trainer(stacked, data, test=test, seed=of, **how)
    trainer.train(5)
    assert len(trainer.data) == N and trainer.updates == 5 * -(-N // batch)
    for k, network in enumerate(networks(width, outputs, number)):
        alone = Trainer(network, sets[of[k]], test=tests[of[k]], seed=of[k], **how)
        alone.train(5)
        assert np.allclose(stacked[k].theta, network.theta, rtol=0, atol=1e-13)
        for name in ("cost", "accuracy", "test_cost", "test_accuracy", "gradient"):
            assert getattr(trainer.records[k], name) == pytest.approx(getattr(alone.records[0], name), abs=1e-12)


def test_a_network_that_stops_is_judged_by_its_own_set():
    nets = [Network((2, 8, 1), hidden="relu", output="linear", cost="half_quadratic", seed=k) for k in range(8)]
    sets = [points(seed) for seed in range(8)]
    trainer = Trainer(nets, PreparedSets(sets, range(8)), seed=range(8), batch_size=N, learning_rate=[1e9] + [0.01] * 7)
    trainer.train(40)
    assert trainer.diverged_at[0] is not None and trainer.diverged_at[1:] == [None] * 7
    standing = trainer.standings()[0]
    with np.errstate(all="ignore"):
        right = (nets[0].forward(sets[0].x()).a[-1][:, 0] > 0.0) == sets[0].classes
    assert standing.accuracy == right.mean()


def test_sets_that_cannot_be_trained_together_are_refused():
    with pytest.raises(ValueError, match="2 data sets of 2 kinds"):
        PreparedSets([points(0), points(1, n=N + 1)], [0, 1])
    with pytest.raises(ValueError, match="0 data sets"):
        PreparedSets([], [])
    with pytest.raises(ValueError, match="counted from 0 to 0"):
        PreparedSets([points(0)], [1])
    with pytest.raises(ValueError, match="leave shuffle at True"):
        Trainer(networks(3, 1, 4), PreparedSets([points(0)], [0] * 4), shuffle=False, learning_rate=1.0, batch_size=5)
