"""Several valleys: where they are, which way a descent from each place ends, and how often noise finds the best."""

import numpy as np
import pytest

from core.surfaces.valleys import (
    LANDSCAPES,
    Landscape,
    best_valley,
    even_starts,
    random_landscape,
    roll,
    valleys,
)

LOW = LANDSCAPES["low_ridges"]
EVERY = pytest.mark.parametrize("landscape", [*LANDSCAPES.values(), *map(random_landscape, range(4))])


@EVERY
def test_slope_and_bend_are_central_differences_of_the_formula(landscape):
    def formula(w):
        curves = zip(landscape.centres, landscape.heights, landscape.frequencies, landscape.phases, strict=True)
        return sum(landscape.bowl * (w - c) ** 2 / 2 + h * np.sin(f * w + p) for c, h, f, p in curves) / len(landscape)

    w = np.linspace(-7.0, 7.0, 141)
    assert landscape.cost(w) == pytest.approx(formula(w))
    assert landscape.slope(w) == pytest.approx((formula(w + 1e-5) - formula(w - 1e-5)) / 2e-5, abs=1e-8)
    assert landscape.curvature(w) == pytest.approx(
        (landscape.slope(w + 1e-5) - landscape.slope(w - 1e-5)) / 2e-5, abs=1e-8
    )
    assert landscape.each(w).mean(axis=1) == pytest.approx(landscape.cost(w))


@EVERY
def test_valleys_are_the_minima_of_a_fine_drawing_and_ridges_the_maxima_between(landscape):
    found = valleys(landscape)
    w = np.linspace(-40.0, 40.0, 800_001)
    cost = landscape.cost(w)
    low = w[1:-1][(cost[1:-1] < cost[:-2]) & (cost[1:-1] < cost[2:])]
    high = w[1:-1][(cost[1:-1] > cost[:-2]) & (cost[1:-1] > cost[2:])]
    assert [valley.w for valley in found] == pytest.approx(low, abs=2e-4)
    assert [valley.right for valley in found[:-1]] == pytest.approx(high, abs=2e-4)
    assert found[0].left == -np.inf and found[-1].right == np.inf
    assert [a.right for a in found[:-1]] == [b.left for b in found[1:]]
    assert found[best_valley(found)].cost == pytest.approx(cost.min(), abs=1e-7)
    assert all(abs(landscape.slope(valley.w)) < 1e-12 and valley.curvature > 0 for valley in found)
    assert all(landscape.window[0] < valley.w < landscape.window[1] for valley in found)


@EVERY
def test_small_plain_steps_end_at_the_bottom_of_the_valley_they_start_in(landscape):
    starts = even_starts(landscape)
    outcome = roll(landscape, starts, learning_rate=0.02, steps=4000)
    for start, end, index in zip(starts, outcome.path[-1], outcome.ended, strict=True):
        valley = outcome.valleys[index]
        assert valley.left <= start <= valley.right
        assert end == pytest.approx(valley.w, abs=1e-3)
    assert outcome.shares.sum() == pytest.approx(1.0)
    assert outcome.reached == outcome.shares[outcome.best] == np.mean(outcome.ended == outcome.best)


def test_updates_are_those_of_the_formulas():
    starts = [-3.0, 1.0, 5.0]
    for method, kept in (("plain", 0.0), ("momentum", 0.7)):
        path = roll(LOW, starts, learning_rate=0.1, steps=50, method=method, momentum=0.7).path
        w, v = np.array(starts), np.zeros(3)
        for k in range(50):
            v = kept * v - 0.1 * LOW.slope(w)
            w = w + v
            assert path[k + 1] == pytest.approx(w)


def test_a_mini_batch_is_made_of_instances_and_an_epoch_of_all_of_them():
    for size in (1, 2, 3):
        path = roll(LOW, [0.3, 0.3, -2.0], learning_rate=1e-9, steps=20, method="mini-batch", batch_size=size).path
        slopes = -np.diff(path, axis=0) / 1e-9
        choices = LOW.slopes(np.array([0.3, 0.3, -2.0]))
        first = slopes[0]
        if size == 1:
            assert all(np.min(np.abs(row - one)) < 1e-5 for row, one in zip(choices, first, strict=True))
        per_epoch = -(-5 // size)
        sizes = np.minimum(size, 5 - size * np.arange(per_epoch))
        total = (slopes[:per_epoch] * sizes[:, None]).sum(axis=0) / 5
        assert total == pytest.approx(LOW.slope(np.array([0.3, 0.3, -2.0])), abs=1e-5)
    both = roll(LOW, [0.3, 0.3], learning_rate=0.1, steps=20, method="mini-batch").path
    assert not np.allclose(both[:, 0], both[:, 1])  # every run has an order of its own


def test_a_batch_of_all_instances_is_plain_descent():
    plain = roll(LOW, even_starts(LOW), learning_rate=0.1, steps=30)
    batch = roll(LOW, even_starts(LOW), learning_rate=0.1, steps=30, method="mini-batch", batch_size=5)
    assert (plain.path == batch.path).all()


def shares(landscape, **options):
    return roll(landscape, even_starts(landscape), learning_rate=0.2, steps=300, **options).reached


def test_across_low_ridges_momentum_and_noise_find_the_best_valley_and_across_high_ones_noise_does_not():
    assert shares(LOW) == pytest.approx(0.215)
    assert shares(LOW, method="momentum") == pytest.approx(0.655)
    assert np.mean([shares(LOW, method="mini-batch", seed=seed) for seed in range(5)]) > 0.9
    high = LANDSCAPES["high_ridges"]
    assert abs(shares(high, method="mini-batch") - shares(high)) < 0.05
    assert shares(high, method="momentum") > shares(high) + 0.1


def test_from_one_start_the_seed_alone_decides_where_noise_ends():
    worst = LOW.window[0] + 0.5
    assert roll(LOW, np.full(200, worst), learning_rate=0.2, steps=300).shares.max() == 1.0
    few = roll(LOW, np.full(200, worst), learning_rate=0.2, steps=60, method="mini-batch", batch_size=2, seed=1)
    again = roll(LOW, np.full(200, worst), learning_rate=0.2, steps=60, method="mini-batch", batch_size=2, seed=1)
    other = roll(LOW, np.full(200, worst), learning_rate=0.2, steps=60, method="mini-batch", batch_size=2, seed=2)
    assert (few.shares > 0).sum() >= 2 and (few.path == again.path).all() and not (few.path == other.path).all()


def test_steps_far_too_long_do_not_raise():
    assert roll(LOW, [1.0], learning_rate=100.0, steps=3000).shares.sum() == 1.0


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"starts": []}, "1 to 1,000"),
        ({"starts": [np.nan]}, "finite"),
        ({"method": "luck"}, "'luck'.*momentum"),
        ({"steps": 5001}, "5,000"),
        ({"batch_size": 6}, "batch_size 6"),
        ({"learning_rate": 0.0}, "above 0"),
        ({"momentum": 1.0}, "below 1"),
    ],
)
def test_what_cannot_roll_is_refused(options, reason):
    given = {"starts": [0.0], "learning_rate": 0.1, "steps": 10, **options}
    with pytest.raises(ValueError, match=reason):
        roll(LOW, given.pop("starts"), **given)


def test_a_landscape_needs_one_number_for_each_instance_and_a_bowl():
    with pytest.raises(ValueError, match="heights has shape"):
        Landscape("x", "x", 1.0, [0.0, 1.0], [1.0], [1.0, 1.0], [0.0, 0.0])
    with pytest.raises(ValueError, match="bowl"):
        Landscape("x", "x", 0.0, [0.0], [1.0], [1.0], [0.0])


def test_who_is_still_on_the_move_is_told_from_who_has_come_to_rest():
    landscape = LANDSCAPES["low_ridges"]
    found = roll(landscape, even_starts(landscape), learning_rate=0.2, steps=3)
    last = found.path[-2] - 0.2 * landscape.slope(found.path[-2])
    assert found.path[-1] == pytest.approx(last)
    assert found.moving == np.mean(np.abs(0.2 * landscape.slope(found.path[-2])) > 0.01) > 0.3
    assert roll(landscape, even_starts(landscape), learning_rate=0.2, steps=500).moving == 0.0
