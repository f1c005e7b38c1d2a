"""Datasets: their geometry, their noise, and that a seed gives the same points again."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.experiments.datasets import FEATURES, HILLS, KINDS, features, make, split

CLASSES = [name for name, kind in KINDS.items() if kind.classes]
HALF_AND_HALF = ("circle", "gauss", "spiral", "moons")


def radii(points):
    return np.hypot(points[:, 0], points[:, 1])


# --- Geometry without noise ----------------------------------------------------------------------------------------


def test_a_circle_lies_within_2_5_and_its_ring_from_3_5_to_5():
    data = make("circle", 2_000)
    inner, outer = radii(data.x[data.y == 1]), radii(data.x[data.y == 0])
    assert len(inner) == len(outer) == 1_000
    assert 2.4 < inner.max() <= 2.5 and inner.min() < 0.1
    assert 3.5 <= outer.min() < 3.6 and 4.9 < outer.max() <= 5.0
    assert inner.mean() == pytest.approx(1.25, abs=0.07)  # r is uniform, not the area: sd of the mean is 0.023
    angles = np.arctan2(*data.x.T)
    assert np.histogram(angles, 4, (-np.pi, np.pi))[0] == pytest.approx([500] * 4, abs=80)


def test_exclusive_or_has_a_class_in_two_opposite_quadrants_and_leaves_the_axes_free():
    data = make("xor", 2_000)
    assert (data.y == (data.x[:, 0] * data.x[:, 1] >= 0)).all()
    assert 0.3 <= np.abs(data.x).min() < 0.31 and 5.25 < np.abs(data.x).max() <= 5.3
    assert data.y.mean() == pytest.approx(0.5, abs=0.05)


# Bayes errors of the Playground's Gaussians, from Φ(−√(8/v)) with v = 0.5 + 7 nu; the tolerance is 4 standard errors.
@pytest.mark.parametrize(("noise", "error"), [(0.1, 0.0049), (0.25, 0.0297), (0.5, 0.0786)])
def test_two_gaussians_overlap_as_much_as_their_variance_says(noise, error):
    data = make("gauss", 20_000, noise)
    wrong = np.mean(data.y != (data.x.sum(axis=1) > 0))
    assert wrong == pytest.approx(error, abs=4 * math.sqrt(error / 20_000))
    for y, centre in ((1, 2.0), (0, -2.0)):
        points = data.x[data.y == y]
        assert len(points) == 10_000 and points.mean(axis=0) == pytest.approx([centre, centre], abs=0.1)
        assert points.var(axis=0) == pytest.approx([0.5 + 7 * noise] * 2, rel=0.06)
        assert abs(np.corrcoef(points.T)[0, 1]) < 0.05


def test_two_gaussians_have_variance_one_half_without_noise():
    data = make("gauss", 20_000)
    assert data.x[data.y == 1].var(axis=0) == pytest.approx([0.5, 0.5], rel=0.06)


def test_a_spiral_has_two_arms_of_one_and_three_quarter_turns_half_a_turn_apart():
    data = make("spiral", 500)
    arms = {y: data.x[data.y == y] for y in (0, 1)}
    arms = {y: points[np.argsort(radii(points))] for y, points in arms.items()}
    for y, turn in ((1, 0.0), (0, np.pi)):
        r = 5 * np.arange(250) / 250
        t = 1.75 * 2 * np.pi * np.arange(250) / 250 + turn
        assert arms[y] == pytest.approx(np.stack([r * np.sin(t), r * np.cos(t)], 1), abs=1e-12)
    assert arms[0] == pytest.approx(-arms[1], abs=1e-12)
    assert arms[1][125] == pytest.approx([2.5 * math.sin(1.75 * math.pi), 2.5 * math.cos(1.75 * math.pi)])


def test_moons_are_two_half_circles_that_reach_into_each_other():
    data = make("moons", 101)
    outer, inner = data.x[data.y == 0], data.x[data.y == 1]
    assert (len(outer), len(inner)) == (50, 51)
    assert radii(outer) == pytest.approx(1.0) and outer[:, 1].min() >= -1e-12
    assert radii(inner - [1.0, 0.5]) == pytest.approx(1.0) and inner[:, 1].max() <= 0.5 + 1e-12
    assert sorted(outer[:, 0])[::49] == pytest.approx([-1, 1]) and sorted(inner[:, 0])[::50] == pytest.approx([0, 2])
    steps = np.diff(np.sort(np.arctan2(outer[:, 1], outer[:, 0])))
    assert steps == pytest.approx(np.pi / 49)


def test_the_noise_of_moons_is_its_standard_deviation():
    clean, noisy = make("moons", 20_000, seed=3), make("moons", 20_000, 0.3, seed=3)
    assert (noisy.x - clean.x).std(axis=0) == pytest.approx([0.3, 0.3], rel=0.03)


def test_a_plane_is_a_tenth_of_the_sum():
    data = make("plane", 1_200)
    assert data.y == pytest.approx(data.x.sum(axis=1) / 10) and data.classes == 0 and data.y.dtype == np.float64
    assert 5.9 < np.abs(data.x).max() <= 6


def test_hills_and_hollows_are_cones_of_radius_2_around_six_centres():
    data = make("multi_gauss", 5_000)
    distance = np.min([np.hypot(*(data.x - [cx, cy]).T) for cx, cy, _ in HILLS], axis=0)
    assert (data.y[distance >= 2] == 0).all() and (distance < 2).any()
    assert np.abs(data.y) == pytest.approx(np.maximum(0, 1 - distance / 2))
    above_left = (data.x[:, 0] < -2) & (data.x[:, 1] > 0) & (distance < 1.9)
    below_left = (data.x[:, 0] < -2) & (data.x[:, 1] < 0) & (distance < 1.9)
    assert (data.y[above_left] > 0).all() and (data.y[below_left] < 0).all()
    assert HILLS[:, 2].sum() == 0 and data.y.max() > 0.9 and data.y.min() < -0.9


# --- Noise, seeds, sizes -------------------------------------------------------------------------------------------

# The share of points that noise moves across the boundary: for circle and xor what the Playground flips the label of.
FLIPS = [("circle", 0.1, 0.026), ("circle", 0.25, 0.079), ("circle", 0.5, 0.249),
         ("xor", 0.1, 0.008), ("xor", 0.25, 0.069), ("xor", 0.5, 0.174)]  # fmt: skip


@pytest.mark.parametrize(("name", "noise", "share"), FLIPS)
def test_noise_moves_as_many_points_across_the_boundary_as_the_playground_labels_anew(name, noise, share):
    data = make(name, 40_000, noise)
    across = radii(data.x) < 2.5 if name == "circle" else data.x[:, 0] * data.x[:, 1] >= 0
    assert np.mean(across != data.y) == pytest.approx(share, abs=0.006)


@pytest.mark.parametrize(
    ("name", "reach"), [("circle", 5), ("xor", 5), ("spiral", 1), ("plane", 6), ("multi_gauss", 6)]
)
def test_noise_moves_a_point_evenly_up_to_its_share_of_the_range_and_keeps_its_label(name, reach):
    clean, half, full = (make(name, 4_000, noise, seed=5) for noise in (0.0, 0.25, 0.5))
    assert (clean.y == full.y).all()
    moved = full.x - clean.x
    assert 0.49 * reach < np.abs(moved).max() <= 0.5 * reach
    assert moved.std(axis=0) == pytest.approx([0.5 * reach / math.sqrt(3)] * 2, rel=0.04)
    assert half.x - clean.x == pytest.approx(moved / 2, abs=1e-12)
    assert abs(np.corrcoef(moved.T)[0, 1]) < 0.07


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("n", [1, 2, 3, 7, 500])
def test_any_number_of_points_can_be_drawn(name, n):
    data = make(name, n, 0.2)
    assert data.x.shape == (n, 2) and data.y.shape == (n,) and len(data) == n
    assert np.isfinite(data.x).all() and np.isfinite(data.y).all()
    if data.classes:
        assert data.y.dtype == np.int64 and set(data.y) <= {0, 1}
        if name in HALF_AND_HALF:
            assert data.y.sum() == (n + 1) // 2


@pytest.mark.parametrize("name", KINDS)
def test_a_seed_gives_the_same_points_again_and_another_seed_gives_others(name):
    first, again, other = make(name, 50, 0.1, 7), make(name, 50, 0.1, 7), make(name, 50, 0.1, 8)
    assert (first.x == again.x).all() and (first.y == again.y).all()
    assert (first.x != other.x).any()


@pytest.mark.parametrize("name", CLASSES)
def test_the_points_come_in_random_order(name):
    y = make(name, 400).y
    changes = np.count_nonzero(np.diff(y))
    assert changes == pytest.approx(800 * y.mean() * (1 - y.mean()), abs=50)  # 200 for halves


@pytest.mark.parametrize("name", KINDS)
def test_the_window_holds_all_points_without_noise(name):
    data = make(name, 2_000)
    for axis, (low, high) in enumerate(data.window):
        assert low < data.x[:, axis].min() and data.x[:, axis].max() < high
    (left, right), (bottom, top) = data.window
    assert right - left == top - bottom  # one unit is as long upward as it is sideways


# --- Splitting -----------------------------------------------------------------------------------------------------


@given(st.integers(1, 300), st.floats(0, 1, exclude_max=True), st.integers(0, 2**63 - 1))
def test_every_point_is_either_trained_on_or_tested_on(n, share, seed):
    data = make("circle", n)
    train, test = split(data, share, seed)
    assert len(train) >= 1 and len(test) == min(round(n * share), n - 1) and len(train) + len(test) == n
    both = np.column_stack([np.concatenate([train.x, test.x]), np.concatenate([train.y, test.y])])
    whole = np.column_stack([data.x, data.y])
    assert (both[np.lexsort(both.T)] == whole[np.lexsort(whole.T)]).all()
    assert (train.name, train.classes, train.window) == (data.name, data.classes, data.window)


def test_half_of_400_points_are_200_and_the_division_hangs_on_its_seed():
    data = make("circle", 400)
    (train, test), (again, _), (other, _) = split(data), split(data), split(data, seed=1)
    assert len(train) == len(test) == 200
    assert (train.x == again.x).all() and (train.x != other.x).any()
    assert 70 < train.y.sum() < 130


# --- Features ------------------------------------------------------------------------------------------------------


def test_features_are_functions_of_the_point():
    points = np.array([[2.0, -3.0], [0.5, 1.0]])
    assert features(points, list(FEATURES)) == pytest.approx(
        np.array([[2, -3, 4, 9, -6, math.sin(2), math.sin(-3)], [0.5, 1, 0.25, 1, 0.5, math.sin(0.5), math.sin(1)]])
    )
    assert features(points, ["x2", "x1"]).tolist() == [[-3, 2], [1, 0.5]]
    assert [feature.label for feature in FEATURES.values()] == [
        "x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂",
    ]  # fmt: skip
    data = make("spiral", 5)
    assert data.features(["x1", "x2"]) == pytest.approx(data.x)
    assert features(np.empty((0, 2)), ["x1"]).shape == (0, 1)


# --- Refusals ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: make("ring"), "name is 'ring'.*circle, xor, gauss"),
        (lambda: make("circle", 0), "n is 0: a whole number from 1 to 100,000"),
        (lambda: make("circle", 10**9), "n is 1000000000"),
        (lambda: make("circle", 2.5), "n is 2.5"),
        (lambda: make("circle", True), "n is True"),
        (lambda: make("circle", 9, 0.51), "noise is 0.51: a share from 0 to 0.5"),
        (lambda: make("circle", 9, -0.1), "noise is -0.1"),
        (lambda: make("circle", 9, math.nan), "noise is nan"),
        (lambda: make("circle", 9, 0, -1), "seed is -1: a whole number from 0"),
        (lambda: split(make("circle", 9), 1.0), "test_share is 1.0: a share from 0, and less than 1"),
        (lambda: split(make("circle", 9), math.nan), "test_share is nan"),
        (lambda: split(make("circle", 9), 0.5, -1), "seed is -1"),
        (lambda: features(np.zeros((3, 2)), ["x3"]), "names has 'x3': pass one or more of x1, x2"),
        (lambda: features(np.zeros((3, 2)), []), "names is empty"),
        (lambda: features(np.zeros((3, 1)), ["x1"]), r"points has shape \(3, 1\)"),
        (lambda: features(np.zeros((3, 4)), ["x5"]), "names has 'x5': pass one or more of x1.*, x4$"),
        (lambda: features(np.zeros(2), ["x1"]), r"points has shape \(2,\)"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_what_was_given_and_what_is_needed(call, said):
    with pytest.raises(ValueError, match=said):
        call()
