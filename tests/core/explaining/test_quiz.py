"""The quiz about planted mistakes."""

import numpy as np
import pytest

from benchmarks.backprop_check import random_case
from core.explaining.detection import detect, differing
from core.explaining.example import MAZUR
from core.explaining.mistakes import MISTAKES
from core.explaining.quiz import distinguishable, quiz
from core.networks.network import Network, parameters


def network(sizes, **options):
    theta = np.random.default_rng(3).normal(size=parameters(sizes))
    return Network(sizes, theta=theta, **{"hidden": "tanh", **options})


def test_the_quiz_asks_only_for_what_can_be_told_apart():
    asked = set()
    for seed in range(0, 500, 5):
        case = random_case(seed)
        given = (case.network, case.x, case.y)
        found = {name: detect(*given, name, 0.2) for name in MISTAKES}
        seen = {name: each.wrong for name, each in found.items() if each.visible}
        choices = distinguishable(*given, 0.2)
        for name, wrong in seen.items():
            alike = [rival for rival in seen if rival != name and not differing(wrong, seen[rival]).any()]
            assert (name in choices) == (not alike)
        question = quiz(*given, 0.2, seed=seed)
        if question is None:
            assert len(choices) < 2
            continue
        assert question.answer in question.choices == choices
        assert question.gradient == pytest.approx(seen[question.answer], nan_ok=True)
        asked.add(question.answer)
    assert asked == set(MISTAKES)


def test_a_sum_and_a_bias_counted_twice_are_the_same_where_both_double_everything():
    net = Network((1, 2), output="linear", cost="quadratic", theta=[1.0, 0.0, 2.0, 0.0])
    x, y = np.zeros((2, 1)), np.ones((2, 2))  # only the biases have a gradient, and fan-in is 1
    assert distinguishable(net, x, y) == ["sum_over_batch", "wrong_sign"]
    twice = Network((2, 1), output="linear", cost="quadratic", theta=[1.0, 1.0, 0.0])
    assert distinguishable(twice, np.zeros((2, 2)), np.ones((2, 1))) == ["wrong_sign"]
    assert quiz(twice, np.zeros((2, 2)), np.ones((2, 1))) is None


def test_a_seed_asks_the_same_question_again():
    net = MAZUR.network()
    answers = [quiz(net, MAZUR.x, MAZUR.y, 0.5, seed=seed).answer for seed in range(30)]
    assert answers == [quiz(net, MAZUR.x, MAZUR.y, 0.5, seed=seed).answer for seed in range(30)]
    assert set(answers) == {"drop_slope", "bias_per_weight", "slope_of_a", "update_order", "wrong_sign"}
