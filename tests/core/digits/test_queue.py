"""The experiments: what changed, learning speed by depth, and as many layers as it takes; all of them in pieces."""

from dataclasses import replace

import numpy as np
import pytest

from core.digits import queue
from core.digits.ablation import SETTINGS, VARIANTS, Ablation, changed
from core.digits.depth import BOOK_DEEP_RUN, Depth
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


def plain(found):
    """What has been found, as bytes."""
    return repr({key: [np.asarray(each).tobytes() for each in value] for key, value in found.items()})


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
    if kind == "ablation":
        assert whole.found == cut.found
    else:
        assert plain(whole.found) == plain(cut.found)


def test_a_queue_has_found_something_before_it_is_over():
    each = MAKERS["ablation"]()
    while not each.found[SETTINGS]:
        each.advance(0.0)
    assert len(each.found[()][0]) == 3 and len(each.found[SETTINGS][0]) == 2 and not each.over
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


def test_a_net_that_diverges_ends_its_own_part_only():
    deep = replace(BOOK_DEEP_RUN, nets=(NetPlan(hidden=(64,) * 6, eta=100.0),), **FEW)
    each = Depth([("linear", "normal"), ("sigmoid", "normal")], deep)
    assert each.advance()
    assert each.found["linear", "normal"].diverged and not each.found["sigmoid", "normal"].diverged
    assert np.isfinite(each.found["linear", "normal"].rms).all()


# --- As many hidden layers as it takes --------------------------------------------------------------------------------


def test_a_grid_has_one_cell_without_a_hidden_layer():
    assert len(GRID) == 1 + 4 * 6 and GRID[0] == Cell(0, 0) and GRID[-1] == Cell(4, 256)


def test_the_best_cell_is_that_with_the_lowest_test_cost():
    each = MAKERS["sizes"]()
    assert each.best is None
    while Cell(0, 0) not in each.found:
        each.advance(0.0)
    assert each.found[Cell(0, 0)].epochs == 1 and each.best is None
    each.advance()
    assert [score.parameters for score in each.found.values()] == [7_850, 6_442, 13_002]
    other = next(cell for cell in GRID if cell in each.found and cell != each.best)
    assert each.found[other].test_cost > each.found[each.best].test_cost
    each.found[other] = each.found[other]._replace(cost=0.0, test_accuracy=1.0)
    assert each.best != other
    each.found[other] = each.found[other]._replace(test_cost=0.0)
    assert each.best == other
    assert all(score.epochs == 2 and 0.0 <= score.test_accuracy <= 1.0 for score in each.found.values())


def test_a_network_that_trains_does_not_count_beside_one_that_has_been_trained():
    ablation = MAKERS["ablation"]()
    ablation.found[()] = {0: [0.1, 0.5, 0.9], 1: [0.1, 0.2]}
    assert ablation.latest(()) == [0.9]
    ablation.found[()] = {0: [0.1, 0.5]}
    assert ablation.latest(()) == [0.5]
