"""Descent on the surface: the updates by hand, the limits of η against theory, and the word for what became of it."""

import math

import numpy as np
import pytest

from core.functions.costs import COSTS
from core.networks.optimizers import OPTIMIZERS, Settings
from core.surfaces.descent import Descent, descend_surface, descend_with_rates
from core.surfaces.points import POINT_SETS
from core.surfaces.surface import Surface

STAIRCASE = POINT_SETS["staircase"].make(0)
PAIRS = [("sigmoid", cost) for cost in COSTS] + [("linear", cost) for cost in COSTS if cost != "cross_entropy"]


def by_hand(surface, w, b, eta, steps, optimizer, settings, batches=None):
    """Every optimizer from its formula, with the gradient of the surface."""
    theta = np.array([w, b])
    v, s = np.zeros(2), np.zeros(2)
    path = [theta]
    for k in range(1, steps + 1):
        here = surface if batches is None else batches[k - 1]
        g = here.gradient(*theta)
        if optimizer == "sgd":
            theta = theta - eta * g
        elif optimizer in ("momentum", "nesterov"):
            v = settings.momentum * v - eta * g
            theta = theta + (v if optimizer == "momentum" else settings.momentum * v - eta * g)
        elif optimizer == "rmsprop":
            s = settings.rho * s + (1 - settings.rho) * g**2
            theta = theta - eta * g / (np.sqrt(s) + settings.epsilon)
        else:
            v = settings.beta1 * v + (1 - settings.beta1) * g
            s = settings.beta2 * s + (1 - settings.beta2) * g**2
            corrected = np.sqrt(s / (1 - settings.beta2**k)) + settings.epsilon
            theta = theta - eta * v / (1 - settings.beta1**k) / corrected
        path.append(theta)
    return np.array(path)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(("output", "cost"), PAIRS)
def test_the_path_is_that_of_the_formulas(optimizer, output, cost):
    surface, settings = Surface(STAIRCASE, cost, output), Settings(momentum=0.8)
    path = descend_surface(surface, -1.5, 2.0, learning_rate=0.05, steps=60, descent=Descent(optimizer, settings))
    expected = by_hand(surface, -1.5, 2.0, 0.05, 60, optimizer, settings)
    assert np.stack([path.w, path.b], axis=1) == pytest.approx(expected, rel=1e-10, abs=1e-12)
    assert path.cost == pytest.approx(surface.cost(path.w, path.b)) and path.updates == 60
    assert path.gradient == pytest.approx(surface.gradient(path.w, path.b))
    assert path.used == pytest.approx(path.gradient[:-1], abs=1e-14)
    assert path.steps == pytest.approx(np.diff(expected, axis=0), rel=1e-6, abs=1e-10)
    assert path.examples.tolist() == list(range(0, 305, 5))


@pytest.mark.parametrize("batch_size", [1, 2, 3, 5])
def test_a_batch_is_what_its_gradient_was_made_of_and_every_epoch_has_each_point_once(batch_size):
    surface = Surface(STAIRCASE, "cross_entropy")
    path = descend_surface(
        surface, 1.0, 1.0, learning_rate=0.1, steps=30, descent=Descent(batch_size=batch_size, seed=4)
    )
    per_epoch = math.ceil(5 / batch_size)
    assert path.examples[per_epoch] == 5 and path.examples[4 * per_epoch] == 20
    sizes = np.diff(path.examples)
    for epoch in range(3):  # added up, the batches of a standing neuron make the full gradient
        steps = slice(epoch * per_epoch, (epoch + 1) * per_epoch)
        still = descend_surface(
            surface, 1.0, 1.0, learning_rate=1e-13, steps=30, descent=Descent(batch_size=batch_size, seed=4)
        )
        assert (still.used[steps] * sizes[steps, None]).sum(axis=0) / 5 == pytest.approx(surface.gradient(1.0, 1.0))
    assert np.stack([path.w, path.b], 1)[1:] == pytest.approx(np.stack([path.w, path.b], 1)[:-1] - 0.1 * path.used)
    assert path.full_batch == (batch_size == 5)


def test_the_order_depends_on_the_seed_and_on_nothing_else():
    surface = Surface(STAIRCASE, "cross_entropy")
    runs = [
        descend_surface(surface, 0, 0, learning_rate=1.0, steps=40, descent=Descent(batch_size=2, seed=s)).w
        for s in (1, 1, 2)
    ]
    assert (runs[0] == runs[1]).all() and not np.allclose(runs[0], runs[2])


def test_several_rates_at_once_are_each_by_itself():
    surface = Surface(POINT_SETS["coins"].make(0), "half_quadratic")
    rates = (0.01, 1.0, 50.0)
    together = descend_with_rates(surface, 2, -3, learning_rates=rates, steps=80, descent=Descent("adam", batch_size=7))
    for rate, path in zip(rates, together, strict=True):
        alone = descend_surface(surface, 2, -3, learning_rate=rate, steps=80, descent=Descent("adam", batch_size=7))
        assert path.w == pytest.approx(alone.w, rel=1e-9) and path.learning_rate == rate


def test_what_overflows_is_cut_off_before_it_does():
    path = descend_surface(Surface(STAIRCASE, "quadratic", "linear"), 1, 1, learning_rate=10.0, steps=5000)
    assert path.diverged and path.updates < 5000 and len(path.used) == path.updates == len(path.examples) - 1
    for values in (path.w, path.b, path.cost, path.gradient):
        assert np.isfinite(values).all()


@pytest.mark.parametrize("start", [40.0, 1e3, -1e3])
def test_a_neuron_saturated_beyond_all_digits_is_no_trouble(start):
    for cost in ("half_quadratic", "cross_entropy"):
        path = descend_surface(Surface(STAIRCASE, cost), start, start, learning_rate=1.0, steps=50)
        assert np.isfinite(path.cost).all() and not path.diverged


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"descent": Descent("newton")}, "'newton'.*adam"),
        ({"steps": 20_001}, "20,000"),
        ({"descent": Descent(batch_size=6)}, "1 to 5"),
        ({"descent": Descent(batch_size=0)}, "1 to 5"),
        ({"learning_rate": 0.0}, "above 0"),
        ({"learning_rate": math.inf}, "finite"),
    ],
)
def test_a_descent_with_impossible_settings_is_refused(options, reason):
    with pytest.raises(ValueError, match=reason):
        descend_surface(Surface(STAIRCASE, "quadratic"), 0, 0, **{"learning_rate": 1.0, "steps": 10, **options})
