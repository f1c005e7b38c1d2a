"""Answers and a look inside: compared with what a loop over the images finds, one at a time."""

import math

import numpy as np
import pytest

from core.digits.answers import answers_of, inputs_of
from core.digits.images import Images, load_digits, training_data
from core.digits.inside import activations_of, flat_layers, learned_images, weight_images
from core.digits.plan import DigitsPlan, NetPlan
from core.digits.run import trainer_for
from core.networks.network import Network


def few(n=230):
    images, labels = load_digits().test
    return Images(images[:n], labels[:n])


def net(scale=1.0, **changes):
    plan = NetPlan(**({"hidden": (20, 12)} | changes))
    return Network(plan.sizes, hidden=plan.activation, output="softmax", cost=plan.cost, scale=scale, seed=3)


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch):
    """Several pieces, the last of them smaller."""
    monkeypatch.setattr("core.digits.answers.PIECE", 100)
    monkeypatch.setattr("core.digits.inside.PIECE", 100)


def test_answers_are_those_of_each_image_alone():
    network, chosen = net(scale=2.0), few()
    answers = answers_of(network, chosen)
    confusion = np.zeros((10, 10), int)
    for k, (image, label) in enumerate(zip(*chosen, strict=True)):
        run = activations_of(network, image)
        z, a = run.z[-1][0], run.a[-1][0]
        e = [math.exp(each) for each in network.forward(image[None] / 255.0).z[-1][0]]
        assert a == pytest.approx(np.array(e) / sum(e))
        assert answers.probabilities[k] == pytest.approx(a) and answers.z[k] == pytest.approx(z)
        assert answers.costs["cross_entropy"][k] == pytest.approx(-math.log(e[label] / sum(e)))
        wanted = [float(digit == label) for digit in range(10)]
        assert answers.costs["mean_quadratic"][k] == pytest.approx(np.mean((a - wanted) ** 2))
        confusion[label, int(np.argmax(z))] += 1
    assert answers.confusion().tolist() == confusion.tolist()
    assert answers.accuracy == pytest.approx(np.trace(confusion) / len(chosen.labels))


def test_the_most_confidently_wrong_come_first_also_where_probabilities_round_to_1():
    network, chosen = net(scale=30.0), few()
    answers = answers_of(network, chosen)
    worst = answers.most_confidently_wrong(40)
    assert len(set(worst.tolist())) == 40 and answers.wrong[worst].all()
    left = set(np.flatnonzero(answers.wrong).tolist()) - set(worst.tolist())
    missing = [math.fsum(math.exp(z - max(answers.z[k])) for z in sorted(answers.z[k])[:-1]) for k in [*worst, *left]]
    assert missing[:40] == sorted(missing[:40]) and missing[39] <= min(missing[40:])
    assert answers.probabilities[worst[0]].max() == 1.0  # so the probabilities alone could not order them


def test_a_cell_of_the_confusion_matrix_leads_to_its_images():
    answers = answers_of(net(), few())
    table = answers.confusion()
    for label in range(10):
        for answer in range(10):
            chosen = answers.taken(label, answer)
            assert len(chosen) == table[label, answer]
            assert (answers.labels[chosen] == label).all() and (answers.decided[chosen] == answer).all()


def test_inputs_are_those_that_a_trainer_computes():
    from core.digits.images import training_data

    assert np.array_equal(inputs_of(load_digits().training.images[:50]), training_data(500).x(slice(50)))


def test_weights_lie_as_the_pixels_they_belong_to():
    network = net()
    pictures = weight_images(network)
    assert pictures.shape == (20, 28, 28)
    assert pictures[7, 3, 5] == network.theta[7 * 785 + 3 * 28 + 5]


@pytest.mark.parametrize("scale", [1.0, 6.0])
@pytest.mark.parametrize(("activation", "steepest"), [("sigmoid", 0.25), ("tanh", 1.0)])
def test_a_neuron_is_saturated_where_its_slope_is_below_5_percent_of_the_largest(activation, steepest, scale):
    network, images = net(scale=scale, activation=activation), few().images
    layers = flat_layers(network, images)
    run = network.forward(images / 255.0)
    for layer, a in zip(layers, run.a[1:-1], strict=True):
        slope = a * (1 - a) if activation == "sigmoid" else 1 - a**2
        assert layer.units == pytest.approx(np.mean(slope < 0.05 * steepest, axis=0), abs=1e-9)
        assert layer.share == pytest.approx(layer.units.mean()) and layer.dead is None and layer.name == "saturated"


def test_a_relu_is_dead_if_it_is_off_for_every_image():
    network, images = net(), few().images
    network.biases[0][[2, 5]] = -1_000.0
    first, second = flat_layers(network, images)
    run = network.forward(images / 255.0)
    assert first.dead == first.always == int(np.sum((run.z[0] <= 0).all(axis=0))) >= 2
    assert first.units == pytest.approx((run.z[0] <= 0).mean(axis=0))
    assert second.dead == int(np.sum((run.z[1] <= 0).all(axis=0)))


def test_a_leaking_neuron_is_never_dead_and_a_linear_one_never_flat():
    leaky, linear = (net(activation=name) for name in ("leaky_relu", "linear"))
    assert [layer.dead for layer in flat_layers(leaky, few().images)] == [None, None]
    assert flat_layers(linear, few().images) == (None, None)
    assert flat_layers(net(hidden=()), few().images) == ()


def test_what_was_learned_is_exactly_0_where_no_training_image_has_ink():
    plan = DigitsPlan((NetPlan(hidden=(8,)),), images=500, batch=100)
    start = plan.nets[0].network(plan.seed)
    trainer = trainer_for(plan.nets[0], plan, training_data(500), None, records="none")
    trainer.advance(0)
    assert not learned_images(trainer.networks[0], start).any()
    trainer.train(epochs=2)
    learned, inked = learned_images(trainer.networks[0], start), load_digits().training.images[:500].any(axis=0)
    assert learned.shape == (8, 28, 28)
    assert not learned.reshape(8, -1)[:, ~inked].any() and not inked.all()
    found = (trainer.networks[0].weights[0] - start.weights[0])[:, inked]
    assert learned.reshape(8, -1)[:, inked] == pytest.approx(found, abs=1e-7) and np.abs(found).max() > 1e-3
