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
    one_shape = len({method.plan(base).widths for method in methods}) == 1
    assert one_shape == COMPARISONS[name].one_shape


def test_costs_that_keep_the_slope_are_tried_with_larger_steps_and_optimizers_with_smaller_ones():
    assert usual_etas(BASE) == (0.1, 0.3, 1.0)
    assert usual_etas(Plan(cost="half_quadratic")) == (0.3, 1.0, 3.0)
    assert usual_etas(Plan(cost="half_quadratic", hidden="sigmoid")) == (1.0, 3.0, 10.0)
    assert usual_etas(Plan(cost="cross_entropy", optimizer="adam")) == (0.003, 0.01, 0.03)
    assert LADDER[:4] == (0.0001, 0.0003, 0.001, 0.003)
