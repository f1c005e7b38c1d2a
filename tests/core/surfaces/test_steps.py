"""One update in all its parts: each formula worked out from what is printed, and the memory against the formulas."""

import math

import numpy as np
import pytest

from core.formulas import Power, Root, Style, Symbol, Value, constant
from core.networks.optimizers import OPTIMIZERS, Settings
from core.surfaces.batch_formulas import MOST_TERMS
from core.surfaces.descent import Descent, descend_surface
from core.surfaces.points import POINT_SETS, Points
from core.surfaces.steps import step_at
from core.surfaces.surface import Surface
from core.surfaces.update_formulas import memory_before
from core.surfaces.walk import batches
from tests.arithmetic import check, tex_value
from tests.sampling import some

PAIRS = [("half_quadratic", "sigmoid"), ("quadratic", "sigmoid"), ("cross_entropy", "sigmoid"), ("quadratic", "linear")]


def test_the_reader_of_tex_reads():
    assert tex_value(r"\frac{1}{1 + e^{-2}} \cdot (-3\times10^{-2})") == pytest.approx(-0.03 / (1 + math.exp(-2)))
    assert tex_value(r"\sqrt{\frac{0.5}{2}} + (1 - 0.9)^{2} - 1{,}000") == pytest.approx(0.5 + 0.01 - 1000)
    assert tex_value(r"\max\left(0, -1\right) - \ln\left(2\right) + \lvert -3\rvert") == pytest.approx(3 - math.log(2))
    assert check(r"C = \frac{a}{b} = \frac{1}{3} = 0.3333") and not check(r"z_{1} = 4")
    with pytest.raises(AssertionError):
        check(r"C = \frac{1}{3} = 0.3334")


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(("cost", "output"), PAIRS)
@pytest.mark.parametrize(
    ("name", "size"), some([("staircase", 5), ("staircase", 1), ("coins", 20), ("coins", 3)], 2, seed=2)
)
def test_formulas_worked_out_with_the_numbers_printed_in_them_give_the_value_beside_them(
    name, size, cost, output, optimizer
):
    surface = Surface(POINT_SETS[name].make(0), cost, output)
    for index, eta in ((0, 0.05), (3, 2.0), (40, 0.3)):
        step = step_at(
            surface, -2.5, 1.7, index=index, learning_rate=eta, descent=Descent(optimizer, batch_size=size, seed=3)
        )
        lines = [*step.point, *step.mean, *step.update]
        if np.abs(step.new).max() > 1e12:
            continue
        checked = sum(check(line.tex) + check(line.tex_in_two) for line in lines)
        assert checked >= 2 * (len(lines) - 4)  # of a batch of one, the means are the values of its point


@pytest.mark.parametrize("start", [40.0, -300.0, 1e3])
@pytest.mark.parametrize(("cost", "output"), PAIRS)
def test_the_formulas_hold_where_the_neuron_is_saturated_beyond_all_digits(cost, output, start):
    surface = Surface(POINT_SETS["staircase"].make(0), cost, output)
    step = step_at(surface, start, start / 3, index=0, learning_rate=1e-3, descent=Descent("adam"))
    for line in [*step.point, *step.mean, *step.update]:
        check(line.tex)


@pytest.mark.parametrize(("cost", "output"), PAIRS)
def test_a_step_is_that_of_the_surface_and_of_the_path(cost, output):
    surface = Surface(POINT_SETS["coins"].make(1), cost, output)
    how = {"learning_rate": 0.1, "descent": Descent("nesterov", batch_size=6, seed=5)}
    path = descend_surface(surface, 1.0, -1.0, steps=30, **how)
    step = step_at(surface, 1.0, -1.0, index=12, **how)
    batch = Surface(Points(step.batch.x, step.batch.y), cost, output)
    here = path.w[12], path.b[12]
    cost_line, slope_w, slope_b = step.mean
    assert cost_line.value == pytest.approx(float(batch.cost(*here)))
    assert (slope_w.value, slope_b.value) == pytest.approx(tuple(batch.gradient(*here)))
    assert (step.cost_before, step.cost_after) == pytest.approx((path.cost[12], path.cost[13]))
    assert step.new == (path.w[13], path.b[13]) == (step.update[1].value, step.update[3].value)
    assert not step.full_batch and len(step.batch) > MOST_TERMS
    assert [surface.points.x[k - 1] for k in step.batch.numbers] == step.batch.x.tolist()


def test_the_batches_are_those_that_the_descent_looks_at():
    surface = Surface(POINT_SETS["coins"].make(0), "cross_entropy")
    path = descend_surface(surface, 1.0, 1.0, learning_rate=1e-12, steps=9, descent=Descent(batch_size=7, seed=2))
    for used, batch in zip(path.used, batches(20, 7, 2), strict=False):
        alone = Surface(Points(surface.points.x[batch], surface.points.y[batch]), "cross_entropy")
        assert used == pytest.approx(alone.gradient(1.0, 1.0))


def test_the_memory_is_that_of_the_formulas():
    surface, settings = Surface(POINT_SETS["staircase"].make(0), "cross_entropy"), Settings(0.8, 0.7, 0.6, 0.5)
    v, s, m, squares = (np.zeros(2) for _ in range(4))
    paths = {
        name: descend_surface(surface, 2.0, 1.0, learning_rate=0.1, steps=12, descent=Descent(name, settings))
        for name in OPTIMIZERS
    }
    for k in range(12):
        for name, expected in (("momentum", (v,)), ("rmsprop", (s,)), ("adam", (m, squares)), ("sgd", ())):
            found = memory_before(paths[name], k)
            assert np.array(found) == pytest.approx(np.array(expected))
        v = 0.8 * v - 0.1 * paths["momentum"].used[k]
        s = 0.7 * s + 0.3 * paths["rmsprop"].used[k] ** 2
        m = 0.6 * m + 0.4 * paths["adam"].used[k]
        squares = 0.5 * squares + 0.5 * paths["adam"].used[k] ** 2


def test_beyond_the_range_of_numbers_there_is_no_step():
    surface = Surface(POINT_SETS["staircase"].make(0), "quadratic", "linear")
    assert step_at(surface, 1.0, 1.0, index=1_999, learning_rate=100.0) is None


def test_powers_and_roots_write_and_work_themselves_out():
    beta = Value(Symbol("β", r"\beta"), 0.9)
    symbols, numbers = Style(False, None), Style(True, 4)
    assert Power(beta, 8).text(symbols) == "β^8" and Power(beta, 8).text(numbers) == "0.9^{8}"
    assert Power(Value(Symbol("a", "a"), -2.0), 3).text(numbers) == "(-2)^{3}"
    assert Power(beta, 8).evaluate(None).value == pytest.approx(0.9**8)
    assert (
        Root(constant(2.25)).text(Style(False, 4)) == "√(2.25)" and Root(constant(2.25)).text(numbers) == r"\sqrt{2.25}"
    )
    assert Root(constant(2.25)).evaluate(None).value == 1.5
    assert Root(constant(0.0)).evaluate(None) == (0.0, 0.0)
