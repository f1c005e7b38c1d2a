"""One sigmoid neuron that learns a single instance."""

import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.functions.costs import COSTS
from core.functions.costs.cross_entropy import CrossEntropy
from core.neurons.learning import descend, first_within
from core.neurons.neuron import Neuron
from tests.effort import lines_run

numbers = st.floats(-2.0, 2.0)


@pytest.mark.parametrize("cost", COSTS)
@settings(max_examples=40)
@given(
    start=st.lists(st.tuples(numbers, numbers), min_size=1, max_size=4),
    b=numbers,
    y=st.sampled_from([0.0, 0.3, 1.0]),
    eta=st.floats(0.01, 0.3),
)
def test_the_walk_of_one_number_is_gradient_descent_on_all_weights(cost, start, b, y, eta):
    w, x = np.array(start).T
    run = descend(w, b, x, y, cost, eta, 40)
    neuron = Neuron(w, b)
    expected = []
    for _ in range(41):
        z, a, _ = neuron.forward(x)
        gradient = neuron.gradient(x, y, cost)
        numbers = (neuron.bias, z, a, gradient.delta, COSTS[cost].value(y, z, a))
        expected.append([*numbers, *neuron.weights, *gradient.weights])
        neuron = Neuron(neuron.weights - eta * gradient.weights, neuron.bias - eta * gradient.bias)
    walked = np.column_stack([run.bias, run.z, run.a, run.delta, run.cost, run.weights, run.weight_gradient])
    assert walked == pytest.approx(np.array(expected), rel=1e-12, abs=1e-12)


def test_a_cost_that_is_not_of_the_error_alone_is_refused_and_not_taken_for_cross_entropy():
    class Weighted(CrossEntropy):
        """A cost that cancels nothing and is no function of the error."""

        def cancels(self, output):
            return False

    with pytest.raises(ValueError, match="'weighted'.*error a − y alone"):
        descend(0.6, 0.9, 1.0, 0.0, Weighted("weighted", "Weighted", "?"), 0.15, 3)


# REFERENCE: Nielsen's neuron, x = 1 and y = 0. a after 0, 50, …, 300 updates, and the first updates below .5, .2, .1.
RACES = [
    ("half_quadratic", 0.15, 0.6, 0.9, (36, 107, 273),
     "8175744762 3870104444 2109962538 1527398856 1237474213 1060557830 0939556949"),
    ("half_quadratic", 0.15, 2.0, 2.0, (232, 302, 469),
     "9820137900 9759333969 9641308470 9334174726 7887362970 3572118294 2028484243"),
    ("cross_entropy", 0.15, 0.6, 0.9, (8, 22, 41),
     "8175744762 0792146373 0371255345 0240651613 0177652986 0140671871 0116382090"),
    ("cross_entropy", 0.15, 2.0, 2.0, (17, 31, 50),
     "9820137900 0985039265 0410722277 0256853784 0186383027 0146109146 0120087415"),
    ("cross_entropy", 0.005, 0.6, 0.9, (228, 666, 1247),
     "8175744762 7515691521 6789282277 6052771415 5354904651 4725756333 4176792996"),
    ("cross_entropy", 0.005, 2.0, 2.0, (498, 937, 1517),
     "9820137900 9710126732 9539050918 9281625063 8912194374 8414815616 7795870642"),
]  # fmt: skip


@pytest.mark.parametrize(("cost", "eta", "w", "b", "crossings", "outputs"), RACES)
def test_nielsens_neuron_learns_as_recomputed(cost, eta, w, b, crossings, outputs):
    run = descend(w, b, 1.0, 0.0, cost, eta, 1600)
    assert run.a[:301:50] == pytest.approx([float("0." + digits) for digits in outputs.split()], abs=6e-11)
    assert tuple(first_within(run.a, 0.0, level) for level in (0.5, 0.2, 0.1)) == crossings


@pytest.mark.parametrize(("start", "quadratic", "cross_entropy"), [(2, 232, 17), (3, 1416, 23), (4, 10028, 30)])
def test_the_worse_the_start_the_longer_only_the_quadratic_takes(start, quadratic, cross_entropy):
    runs = [descend(start, start, 1, 0, cost, 0.15, 12_000) for cost in ("half_quadratic", "cross_entropy")]
    assert [first_within(run.a, 0.0, 0.5) for run in runs] == [quadratic, cross_entropy]


def test_a_learning_rate_for_the_same_first_step_lets_the_quadratic_win_with_one_instance():
    assert first_within(descend(2.0, 2.0, 1.0, 0.0, "half_quadratic", 8.49, 20).a, 0.0, 0.5) == 6


def test_after_300_updates_the_neuron_stands_where_it_should():
    run = descend(0.6, 0.9, 1.0, 0.0, "half_quadratic", 0.15, 300)
    assert (run.weights[-1, 0], run.bias[-1], run.cost[-1]) == pytest.approx(
        (-1.2831324334, -0.9831324334, 0.0044138363), abs=1e-10
    )
    starts = [descend(*start, 1.0, 0.0, cost, 0.15, 0).cost[0] for start in ((0.6, 0.9), (2, 2)) for cost in
              ("half_quadratic", "cross_entropy")]  # fmt: skip
    assert starts == pytest.approx([0.3342140121, 1.7014132780, 0.4821755419, 4.0181499279], abs=1e-10)


def test_no_half_is_twice_the_learning_rate_and_one_output_makes_the_mean_no_difference():
    plain = descend(2.0, 2.0, 1.0, 0.0, "quadratic", 0.15, 300)
    half = descend(2.0, 2.0, 1.0, 0.0, "half_quadratic", 0.3, 300)
    mean = descend(2.0, 2.0, 1.0, 0.0, "mean_quadratic", 0.15, 300)
    assert plain.a == pytest.approx(half.a, rel=1e-13)
    assert plain.cost == pytest.approx(2 * half.cost, rel=1e-12)
    assert plain.a.tolist() == mean.a.tolist()


@pytest.mark.parametrize("cost", COSTS)
@given(
    w=st.floats(-1e150, 1e150), b=st.floats(-1e300, 1e300), x=st.floats(-1e150, 1e150), eta=st.floats(0, 1e6),
    y=st.sampled_from([0.0, 0.5, 1.0]),
)  # fmt: skip
def test_no_finite_start_overflows(cost, w, b, x, eta, y):
    run = descend(w, b, x, y, cost, eta, 30)
    assert all(np.isfinite(each).all() for each in (run.weights, run.bias, run.z, run.a, run.cost, run.delta))


def test_what_cannot_be_walked_is_refused():
    for w, x, y, eta, updates, reason in [
        ([1.0], [1.0, 2.0], 0.0, 0.1, 1, "same shape"),
        ([1.0], [1.0], 1.5, 0.1, 1, "y is 1.5"),
        ([1.0], [1.0], math.nan, 0.1, 1, "y is nan"),
        ([1.0], [1.0], 0.0, 0.1, -1, "updates is -1"),
        ([1e200], [1e200], 0.0, 0.1, 1, "smaller numbers"),
        ([1.0], [1.0], 0.0, math.inf, 1, "smaller numbers"),
    ]:
        with pytest.raises(ValueError, match=reason):
            descend(w, 0.0, x, y, "quadratic", eta, updates)


def test_an_update_is_so_little_work_that_a_slider_can_be_followed():
    run = partial(descend, 4.0, 4.0, 1.0, 0.0, "half_quadratic", 0.15)
    assert lines_run(partial(run, 12_000)) - lines_run(partial(run, 2_000)) <= 15 * 10_000


def test_the_first_time_within_a_tolerance_is_strict():
    assert first_within([0.9, 0.5, 0.4], 0.0, 0.5) == 2
    assert first_within([0.2, 0.5, 0.4], 0.0, 0.5) == 0
    assert first_within([0.9, 0.8], 0.0, 0.5) is None
    assert first_within([0.1, 0.8], 1.0, 0.25) == 1
    assert first_within([], 1.0, 0.25) is None


def test_an_output_that_is_stored_as_0_or_1_is_within_one_half_of_one_half():
    """The exact a is between 0 and 1."""
    assert first_within([1.0], 0.5, 0.5) == first_within([1e-18], 0.5, 0.5) == 0
    assert first_within([1.0], 0.4, 0.5) is None


def test_the_quadratic_cost_keeps_its_digits_where_the_output_has_rounded_to_its_target():
    run = descend(40.0, 0.0, 1.0, 1.0, "quadratic", 0.15, 0)
    assert float(run.cost[0]) == pytest.approx(math.exp(-80.0), rel=1e-12)
    assert float(descend(-40.0, 0.0, 1.0, 0.0, "quadratic", 0.15, 0).cost[0]) == pytest.approx(
        math.exp(-80.0), rel=1e-12
    )
