"""An inspection in pieces finds what is found at once, and is of one moment."""

import numpy as np
import pytest

from core.digits.answers import answers_of
from core.digits.images import Images, load_digits
from core.digits.inside import flat_layers
from core.digits.inspection import PIECE, Inspection
from core.digits.plan import NetPlan


def some(n):
    images, labels = load_digits().test
    return Images(images[:n], labels[:n])


@pytest.mark.parametrize("net", [NetPlan((16, 8)), NetPlan((8,), "sigmoid"), NetPlan(()), NetPlan((8,), "linear")])
def test_pieces_give_what_is_found_at_once(net):
    network, images = net.network(3), some(2 * PIECE + 123)
    inspection = Inspection(network, images)
    seen = []
    while not inspection.advance(0.0):
        seen.append(inspection.done)
    assert seen == [PIECE, 2 * PIECE]
    answers, flat = answers_of(network, images), flat_layers(network, images.images)
    for name in ("labels", "z", "probabilities"):
        np.testing.assert_allclose(getattr(inspection.answers, name), getattr(answers, name), rtol=1e-12)
    for name, cost in answers.costs.items():
        np.testing.assert_allclose(inspection.answers.costs[name], cost, rtol=1e-9)
    for found, expected in zip(inspection.flat, flat, strict=True):
        assert (found is None) == (expected is None)
        if found is not None and expected is not None:
            assert (found.name, found.dead) == (expected.name, expected.dead)
            assert np.array_equal(found.units, expected.units)


def test_a_network_that_is_trained_meanwhile_is_inspected_as_it_was():
    network, images = NetPlan((8,)).network(0), some(2 * PIECE)
    before = answers_of(network, images).z
    inspection = Inspection(network, images)
    inspection.advance(0.0)
    network.theta[:] = 0.0
    inspection.advance()
    np.testing.assert_allclose(inspection.answers.z, before, rtol=1e-12)
