"""What can be compared: each comparison makes methods that a study can train, at learning rates that suit them."""

import pytest

from core.experiments.plan import Plan
from core.study.comparisons import COMPARISONS, LADDER, methods_of, usual_etas
from core.study.plan import StudyPlan
from core.study.study import Study

BASE = Plan(n=20, widths=(3,), cost="cross_entropy", epochs=2)


@pytest.mark.parametrize("name", COMPARISONS)
def test_every_comparison_can_be_studied(name):
    base = Plan(n=20, widths=(3,), epochs=2) if name == "cost" else BASE
    methods = methods_of(name, base, others=(0.5,))
    assert len({method.name for method in methods}) == len(methods)
    assert {method.etas for method in methods[1:]} == {(0.5,)} and len(methods[0].etas) == 3
    assert len({method.plan(base) for method in methods}) == len(methods)
    assert Study(StudyPlan(base, methods, seeds=2)).advance()


def test_costs_that_keep_the_slope_are_tried_with_larger_steps_and_optimizers_with_smaller_ones():
    assert usual_etas(BASE) == (0.1, 0.3, 1.0)
    assert usual_etas(Plan(cost="half_quadratic")) == (0.3, 1.0, 3.0)
    assert usual_etas(Plan(cost="half_quadratic", hidden="sigmoid")) == (1.0, 3.0, 10.0)
    assert usual_etas(Plan(cost="cross_entropy", optimizer="adam")) == (0.003, 0.01, 0.03)
    assert LADDER[:4] == (0.0001, 0.0003, 0.001, 0.003)


def names(comparison, text):
    return [method.name for method in methods_of(comparison, BASE, only=text)]


@pytest.mark.parametrize(
    ("comparison", "text", "chosen"),
    [
        ("hidden", "ReLU, tanh", ["ReLU", "tanh"]),
        ("hidden", " relu ;tanh,, TANH ", ["ReLU", "tanh"]),
        ("init", "He; glorot u; 1/√n", ["He", "Glorot uniform", "1/√n"]),
        ("optimizer", "adam,plain", ["Adam", "plain descent"]),
        ("layers", "0 1, 6", ["no hidden layers", "1 hidden layer", "6 hidden layers"]),
        ("neurons", "1;32 5", ["1 neuron", "32 neurons", "5 neurons"]),
    ],
)
def test_a_list_chooses_the_methods_and_their_order(comparison, text, chosen):
    assert names(comparison, text) == chosen


@pytest.mark.parametrize(
    ("comparison", "text", "said"),
    [
        ("hidden", "ReLU", "This list names 1, and 2 to 6 are compared"),
        ("hidden", "ReLU, sofa", "'sofa' is none of these: tanh, sigmoid"),
        ("init", "Glorot, He", "'Glorot' could be several of these: Standard normal, Glorot normal"),
        ("layers", "1 7", "'7' is none of the numbers 0 to 6"),
        ("neurons", "1 2.5", "'2.5' is none of the numbers 1 to 32"),
        ("neurons", "1 2 3 4 5 6 7", "This list names 7, and 2 to 6 are compared"),
        ("neurons", "²", "is none of the numbers"),
        ("init", "He," * 50, "This list has 150 characters, and at most 120 are read"),
    ],
)
def test_a_list_that_names_none_says_which_there_are(comparison, text, said):
    with pytest.raises(ValueError, match=said):
        names(comparison, text)


@pytest.mark.parametrize("comparison", COMPARISONS)
def test_nothing_named_means_the_usual_ones_and_a_pair_is_fixed(comparison):
    assert names(comparison, " , ;") == names(comparison, "")
    if COMPARISONS[comparison].fixed:
        assert names(comparison, "sofa") == names(comparison, "")
