"""Dropout in a run for digits: it changes the training of the nets that ask for it, and no evaluation."""

import numpy as np
import pytest

from core.digits import run
from core.digits.images import load_digits, training_data
from core.digits.plan import DigitsPlan, NetPlan
from core.digits.run import DigitsRun
from core.networks.prepared import PreparedBytes

NET, DROPPED = NetPlan(hidden=(16, 8)), NetPlan(hidden=(16, 8), dropout=0.5)


@pytest.fixture(autouse=True)
def _few_test_images(monkeypatch):
    few = PreparedBytes(*(array[:300] for array in load_digits().test))
    monkeypatch.setattr(run, "test_data", lambda: few)


def test_only_the_net_that_asks_for_it_is_trained_with_dropout():
    pair, alone = (DigitsRun(DigitsPlan(nets, 60, 500, 2)) for nets in ((NET, DROPPED), (NET,)))
    pair.advance(10**9)
    alone.advance(10**9)
    assert np.array_equal(pair.networks[0].theta, alone.networks[0].theta)
    assert not np.allclose(pair.networks[1].theta, alone.networks[0].theta, atol=1e-3)


def test_an_evaluation_leaves_no_neuron_out():
    each = DigitsRun(DigitsPlan((DROPPED,), 60, 500, 2))
    each.advance(10**9)
    data = training_data(500)
    x, y = data.x().astype(float), data.targets("softmax", 10).astype(float)
    assert each.networks[0].cost(x, y) == pytest.approx(each.records[0].cost[-1], rel=1e-5)
    assert each.trainers[0].standings()[0].cost == each.records[0].cost[-1]
