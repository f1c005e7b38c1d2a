"""Plans: the book's two nets, their parameters, what is refused; and the book's recorded curves."""

import pytest

from core.digits.book import INTERMEDIATE_CURVE, SHALLOW_CURVE
from core.digits.depth import BOOK_DEEP
from core.digits.plan import BOOK_INTERMEDIATE, BOOK_SHALLOW, INTERMEDIATE, SHALLOW, DigitsPlan, NetPlan, arithmetic


def test_the_parameters_of_the_books_nets_and_the_sums_behind_them():
    assert [term.value for term in arithmetic(INTERMEDIATE.sizes)] == [50_240, 4_160, 650]
    assert INTERMEDIATE.parameters == 55_050 and SHALLOW.parameters == 50_890
    assert BOOK_DEEP.sizes == (784, 30, 30, 30, 30, 30, 30, 10)


@pytest.mark.parametrize("net", [SHALLOW, INTERMEDIATE, NetPlan(hidden=()), NetPlan(hidden=(8, 256, 16, 9))])
def test_the_arithmetic_is_that_of_the_network(net):
    terms = arithmetic(net.sizes)
    written = [eval(term.text.replace("·", "*")) for term in terms]
    assert written == [term.value for term in terms]
    assert sum(written) == net.parameters == len(net.network(0).theta)


def test_the_books_nets_differ_in_four_settings():
    differing = {name for name in vars(SHALLOW) if getattr(SHALLOW, name) != getattr(INTERMEDIATE, name)}
    assert differing == {"hidden", "activation", "cost", "eta"}
    assert (BOOK_SHALLOW.epochs, BOOK_SHALLOW.last) == (200, 93_800)
    assert (BOOK_INTERMEDIATE.epochs, BOOK_INTERMEDIATE.last) == (20, 9_380)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"hidden": (4,)}, "width of a hidden layer is 4, but it must be from 8 to 256"),
        ({"hidden": (8, 257)}, "is 257"),
        ({"hidden": (8,) * 9}, "9 hidden layers"),
        ({"activation": "step"}, "activation"),
        ({"cost": "hinge"}, "cost"),
        ({"optimizer": "lion"}, "optimizer is 'lion'"),
        ({"init": "ones"}, "init is 'ones'"),
        ({"eta": 0.0}, "eta is 0"),
        ({"eta": float("nan")}, "eta is nan"),
        ({"dropout": 0.95}, "dropout is 0.95"),
        ({"hidden": (), "dropout": 0.5}, "no hidden layer"),
    ],
)
def test_a_net_that_cannot_be_is_refused(changes, why):
    with pytest.raises(ValueError, match=why):
        NetPlan(**changes)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"nets": ()}, "0 networks"),
        ({"nets": (SHALLOW,) * 3}, "3 networks"),
        ({"batch": 0}, "batch is 0"),
        ({"images": 499}, "images is 499, but it must be from 500 to 60,000"),
        ({"images": 60_001}, "images is 60,001"),
        ({"epochs": 201}, "epochs is 201"),
        ({"seed": -1}, "seed is -1"),
        ({"batch": 14}, "60,000 images in batches of 14 are 4,286 updates an epoch, but 4,000 are the most"),
    ],
)
def test_a_run_that_cannot_be_is_refused(changes, why):
    with pytest.raises(ValueError, match=why):
        DigitsPlan(**changes)


@pytest.mark.parametrize(("images", "batch"), [(60_000, 128), (10_000, 128), (9_984, 128), (500, 1_000)])
def test_an_epoch_ends_with_its_last_batch_however_small(images, batch):
    plan = DigitsPlan(images=images, batch=batch)
    assert plan.updates_per_epoch == len(range(0, images, batch))


def test_the_books_curves_end_where_its_notebooks_end():
    assert (SHALLOW_CURVE.at(1), SHALLOW_CURVE.at(200), max(SHALLOW_CURVE.accuracy)) == (0.1010, 0.8560, 0.8560)
    assert (INTERMEDIATE_CURVE.at(1), INTERMEDIATE_CURVE.at(20)) == (0.9234, 0.9759)
    assert INTERMEDIATE_CURVE.at(19) == max(INTERMEDIATE_CURVE.accuracy) == 0.9760
    assert SHALLOW_CURVE.at(7) is None and len(INTERMEDIATE_CURVE.epochs) == len(INTERMEDIATE_CURVE.accuracy) == 20
