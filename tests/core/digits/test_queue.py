"""The experiments: what changed, learning speed by depth, and as many layers as it takes; all of them in pieces."""

import math
from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np
import pytest

from core.digits import machine, queue
from core.digits.ablation import SETTINGS, VARIANTS, Ablation, changed
from core.digits.depth import ACTIVATIONS, BOOK_DEEP, BOOK_DEEP_RUN, QUICK_RUN, STARTS, Depth, alike, deep
from core.digits.images import load_digits, training_data
from core.digits.plan import INTERMEDIATE, SHALLOW, DigitsPlan, NetPlan
from core.digits.sizes import GRID, Cell, Sizes, cells
from core.networks.network import rows
from core.networks.prepared import PreparedBytes
from core.networks.trainer import Trainer

FEW = {"batch": 100, "images": 500, "epochs": 2}


@pytest.fixture(autouse=True)
def _few_test_images(monkeypatch):
    few = PreparedBytes(*(array[:200] for array in load_digits().test))
    monkeypatch.setattr(queue, "test_data", lambda: few)


def plain(findings):
    """What has been found, as bytes."""
    return repr([[np.asarray(each, float).tobytes() for each in finding] for finding in findings])


MAKERS = {
    "ablation": lambda: Ablation(VARIANTS[:3], (0, 5), **FEW),
    "depth": lambda: Depth([("relu", "he"), ("tanh", "normal")], replace(BOOK_DEEP_RUN, **FEW)),
    "sizes": lambda: Sizes(cells((0, 2), (8, 16)), DigitsPlan((INTERMEDIATE,), **FEW)),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_what_is_found_does_not_depend_on_the_pieces(kind):
    whole, cut = MAKERS[kind](), MAKERS[kind]()
    assert whole.advance() and whole.over and whole.done == whole.total
    done = [cut.done]
    while not cut.advance(0.0):
        done.append(cut.done)
    assert done[0] == 0.0 and done == sorted(done) and len(done) > 10
    assert plain(whole.findings) == plain(cut.findings)


@pytest.mark.parametrize("kind", MAKERS)
def test_a_queue_takes_over_what_another_of_its_kind_has_trained_and_trains_the_rest(kind, monkeypatch):
    monkeypatch.setattr(queue, "MEMORY", queue.Memory())
    first, whole = MAKERS[kind](), MAKERS[kind]()
    while first.finished < 1:
        first.advance(0.0)
    again = MAKERS[kind]()
    assert not again.done and again.finished == 0
    again.recall()
    assert again.finished == 1 and again.trained(0) and 0.0 < again.done < again.total
    again.advance()
    whole.advance()
    assert plain(again.findings) == plain(whole.findings)


def test_a_queue_takes_over_nothing_of_another_kind_or_plan_and_the_oldest_is_forgotten(monkeypatch):
    monkeypatch.setattr(queue, "MEMORY", queue.Memory(most=2))
    first = MAKERS["ablation"]()
    first.advance()
    sizes = Sizes((Cell(1, 64),), first.plans[0])
    sizes.recall()
    other = Ablation(VARIANTS[:3], (0, 5), **FEW | {"epochs": 1})
    other.recall()
    same = MAKERS["ablation"]()
    same.recall()
    assert sizes.finished == other.finished == 0 and [same.trained(k) for k in range(6)] == [False] * 4 + [True] * 2


def test_the_time_that_is_left_is_known_before_the_start_and_shrinks(monkeypatch):
    monkeypatch.setattr(queue, "MACHINE", machine.Machine())
    each = MAKERS["sizes"]()
    before = each.seconds_left()
    assert 0.0 < before < 60.0
    while not each.finished:
        each.advance(0.0)
    assert each.seconds_left() < 2.0 * before
    each.advance()
    assert each.seconds_left() == 0.0


def test_work_counts_each_image_update_and_evaluation():
    plan = DigitsPlan((INTERMEDIATE,), batch=100, images=1_000, epochs=2)
    assert machine.work(replace(plan, epochs=4)) == 2 * machine.work(plan)
    more = machine.work(plan, 500) - machine.work(plan)
    assert more == pytest.approx(2 * 500 * machine.EVALUATED * (55_050 + machine.PER_IMAGE))
    assert machine.work(replace(plan, batch=10)) > machine.work(plan)


def test_a_queue_has_found_something_before_it_is_over():
    each = MAKERS["ablation"]()
    assert each.means() == {} and each.number == 0
    while each.findings[1] is None or len(each.findings[1]) < 2:
        each.advance(0.0)
    assert len(each.findings[0]) == 3 and not each.over
    assert (each.number, each.epochs_done, each.finished) == (1, 1, 1)
    assert each.accuracies(()).shape == (1, 3) and each.accuracies(SETTINGS).shape == (0, 3)


# --- What changed? ----------------------------------------------------------------------------------------------------


def test_the_ablation_goes_from_the_shallow_net_to_the_intermediate_one():
    assert (changed(()), changed(SETTINGS)) == (SHALLOW, INTERMEDIATE)
    assert changed(("hidden",)) == replace(SHALLOW, hidden=(64, 64)) and changed(("eta",)).eta == 0.1
    ends = {VARIANTS[0], VARIANTS[1]}
    assert ends == {(), SETTINGS} and sorted(map(len, VARIANTS)) == [0, 1, 1, 1, 1, 3, 3, 3, 3, 4]
    with pytest.raises(ValueError, match="do not differ in dropout"):
        changed(("eta", "dropout"))


def test_a_variant_is_trained_as_its_net_alone():
    each = Ablation([("cost", "eta")], (3,), **FEW)
    each.advance()
    network = NetPlan(hidden=(64,), activation="sigmoid", cost="cross_entropy", eta=0.1).network(3)
    trainer = Trainer(
        network, training_data(500), learning_rate=0.1, batch_size=100, seed=3, dtype=np.float32, records="none"
    )
    trainer.train(2)
    images, labels = (array[:200] for array in load_digits().test)
    right = network.forward(images / 255.0).a[-1].argmax(axis=1) == labels
    assert each.accuracies(("cost", "eta"))[0, -1] == pytest.approx(right.mean())


def test_the_means_of_variants_are_over_seeds_that_all_of_them_have():
    each = MAKERS["ablation"]()
    while each.finished < 4:
        each.advance(0.0)
    assert len(each.accuracies(())) == 2 and len(each.accuracies(SETTINGS)) == 1
    assert each.means() == {changes: each.accuracies(changes)[0, -1] for changes in each.variants}
    each.advance()
    assert each.means() == {changes: each.accuracies(changes)[:, -1].mean() for changes in each.variants}


# --- Learning speed by depth ------------------------------------------------------------------------------------------

# One run with seed 0 elsewhere: by how much the weights of the five layers from 30 to 30 moved in the first epoch.
FIRST_EPOCH = np.array([1.017e-3, 2.996e-3, 1.414e-2, 6.565e-2, 0.2674])


def test_the_books_deep_net_learns_faster_from_layer_to_layer():
    each = Depth([("sigmoid", "glorot_uniform")], replace(BOOK_DEEP_RUN, epochs=1))
    each.advance()
    speeds = each.found["sigmoid", "glorot_uniform"]
    assert speeds.epochs.tolist() == [0, 1] and speeds.moved.shape == (1, 7)
    moved = speeds.moved[0, 1:6]
    assert np.all(np.diff(moved) > 0.0) and np.abs(np.log(moved / FIRST_EPOCH)).max() < np.log(3.0)
    assert 100 < moved[-1] / moved[0] < 700


def test_speeds_are_those_of_the_gradient_of_the_whole_set():
    run = replace(BOOK_DEEP_RUN, **FEW)
    each = Depth([("tanh", "glorot_uniform")], run)
    each.advance()
    speeds = each.found["tanh", "glorot_uniform"]
    network = replace(run.nets[0], activation="tanh").network(0)
    images, labels = load_digits().training
    gradient = network.gradient(images[:500] / 255.0, np.eye(10)[labels[:500]])
    layers = rows(gradient, network.sizes)
    assert speeds.rms[0] == pytest.approx([np.sqrt(np.mean(layer**2)) for layer in layers], rel=1e-4)
    assert speeds.norm[0] == pytest.approx([np.linalg.norm(layer) for layer in layers], rel=1e-4)
    # What the docstring says about layers of different sizes.
    assert speeds.norm[0, 0] / speeds.rms[0, 0] / (speeds.norm[0, 1] / speeds.rms[0, 1]) == pytest.approx(
        5.03, abs=0.01
    )


def test_layers_that_are_alike_have_equally_many_inputs_and_neurons():
    shapes = list(pairwise(BOOK_DEEP.sizes))
    assert list(alike(BOOK_DEEP.sizes)) == [2, 3, 4, 5, 6]
    assert {shapes[layer - 1] for layer in alike(BOOK_DEEP.sizes)} == {(30, 30)}
    assert [len(alike((784, *(30,) * hidden, 10))) for hidden in (1, 2, 3)] == [0, 1, 2]


# What the page says of the layers that it compares, and of the first, for its own settings.
def test_at_the_start_every_alike_layer_of_sigmoids_has_several_times_the_gradient_of_the_one_before():
    each = Depth([("sigmoid", "glorot_uniform"), ("tanh", "glorot_uniform")], replace(QUICK_RUN, epochs=1))
    each.advance()
    rms = each.found["sigmoid", "glorot_uniform"].rms[0]
    assert rms[5] / rms[1] == pytest.approx(345, abs=1)
    steps = rms[2:6] / rms[1:5]
    assert steps.min() > 3.9 and steps.max() < 5.0
    assert rms[1] / rms[0] > 8.0  # the pixels, most of them 0, take as much again
    even = each.found["tanh", "glorot_uniform"].rms[0][1:6]
    assert even.max() / even.min() < 2.0


def test_any_depth_and_width_can_be_trained_with_each_activation_and_start():
    (net,) = deep(3, 8).nets
    assert net.sizes == (784, 8, 8, 8, 10) and deep(6, 30) == QUICK_RUN
    each = Depth([(ACTIVATIONS[0], STARTS[0])], replace(deep(1, 8), **FEW))
    each.advance()
    assert each.found[ACTIVATIONS[0], STARTS[0]].rms.shape == (3, 2)


def test_a_net_that_diverges_ends_its_own_part_only():
    deep = replace(BOOK_DEEP_RUN, nets=(NetPlan(hidden=(64,) * 6, eta=100.0),), **FEW)
    each = Depth([("linear", "normal"), ("sigmoid", "normal")], deep)
    assert each.advance()
    assert each.found["linear", "normal"].diverged and not each.found["sigmoid", "normal"].diverged
    assert np.isfinite(each.found["linear", "normal"].rms).all()
    assert all(len(speeds.moved) == len(speeds.rms) - 1 == len(speeds.epochs) - 1 for speeds in each.found.values())


# --- As many hidden layers as it takes --------------------------------------------------------------------------------


def test_a_grid_has_one_cell_without_a_hidden_layer():
    assert len(GRID) == 1 + 4 * 6 and GRID[0] == Cell(0, 0) and GRID[-1] == Cell(4, 256)


def test_a_cell_has_a_score_once_all_its_seeds_are_trained_and_it_is_their_mean():
    grid, run = (Cell(0, 0), Cell(1, 16)), DigitsPlan((INTERMEDIATE,), **FEW)
    both = Sizes(grid, run, seeds=(0, 3))
    while both.finished < 3:
        both.advance(0.0)
        assert set(both.found) == set(grid[: both.finished // 2])
    both.advance()
    each = [Sizes(grid, replace(run, seed=seed), seeds=(seed,)) for seed in (0, 3)]
    for one in each:
        one.advance()
    for cell in grid:
        scores = [one.found[cell] for one in each]
        assert both.found[cell].test_cost == pytest.approx(np.mean([score.test_cost for score in scores]))
        assert both.found[cell].test_accuracy == pytest.approx(np.mean([score.test_accuracy for score in scores]))
        assert both.found[cell].spread == pytest.approx(abs(scores[0].test_cost - scores[1].test_cost))
        assert scores[0].spread == 0.0


def test_the_best_cell_is_that_with_the_lowest_test_cost_or_the_highest_accuracy():
    each = MAKERS["sizes"]()
    assert each.best() is each.best(by_accuracy=True) is None
    each.advance()
    found = each.found
    assert [score.parameters for score in found.values()] == [7_850, 6_442, 13_002]
    assert found[each.best()].test_cost == min(score.test_cost for score in found.values())
    assert found[each.best(by_accuracy=True)].test_accuracy == max(score.test_accuracy for score in found.values())


def test_a_cell_that_diverges_has_an_infinite_cost_and_is_not_the_best():
    each = Sizes((Cell(1, 8), Cell(2, 8)), DigitsPlan((INTERMEDIATE,), **FEW), seeds=(0, 1))
    each.advance()
    assert each.findings[0] is not None
    each.findings[0] = each.findings[0]._replace(test_cost=math.inf)
    score = each.found[Cell(1, 8)]
    assert score.test_cost == score.spread == math.inf
    assert each.best() == Cell(2, 8)


def test_a_mean_is_over_the_seeds_with_which_all_variants_have_been_trained(monkeypatch):
    """Another queue may have trained some, and of those the memory has forgotten a part."""
    made = partial(Ablation, ((), ("hidden",), SETTINGS), range(2), epochs=1, images=500, batch=100)
    monkeypatch.setattr(queue, "MEMORY", queue.Memory(5))
    whole = made()
    whole.advance()
    part = made()
    part.recall()
    assert not part.trained(0) and part.whole_seeds() == [1]
    assert part.means() == {each: whole.accuracies(each)[1, -1] for each in part.variants}
    assert whole.whole_seeds() == [0, 1]


def test_what_is_remembered_of_a_net_s_speeds_is_no_more_than_that():
    each = MAKERS["depth"]()
    each.advance()
    for speeds in each.found.values():
        assert all(
            array.base is None or array.base.nbytes == array.nbytes
            for array in (speeds.epochs, speeds.rms, speeds.norm)
        )
