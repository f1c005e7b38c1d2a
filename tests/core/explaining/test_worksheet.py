"""The worksheet: its text, its names, and the numbers it begins with."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.explaining.example import MAZUR
from core.explaining.quantities import parameter_keys
from core.explaining.training import Update
from core.explaining.walk import walk
from core.explaining.worksheet import (
    GIVEN,
    LARGEST,
    MOST_VALUES,
    Worksheet,
    code_of,
    default_value,
    key_of,
    random_values,
    read_line,
    write_values,
)

SIZES = st.lists(st.integers(1, 4), min_size=2, max_size=5).map(tuple)


def sheet(sizes=(2, 2, 2), instances=1, cost="half_quadratic", output="sigmoid", values=None):
    return Worksheet(sizes, instances, "sigmoid", output, cost, values or {})


def test_two_two_two_begins_as_mazurs_example():
    begun = sheet()
    assert begun.network().theta == pytest.approx(MAZUR.theta, abs=0)
    assert begun.x().tolist() == [list(MAZUR.x[0])]
    assert begun.y().tolist() == [list(MAZUR.y[0])]


@given(SIZES, st.integers(1, 4), st.booleans())
def test_every_quantity_of_a_walk_has_a_name_that_leads_back_to_it(sizes, instances, momentum):
    begun = replace(sheet(sizes, instances), velocities=momentum)
    update = Update(0.5, momentum=0.9 * momentum, velocity=begun.velocity())
    walked = walk(begun.network(), begun.x(), begun.y(), update)
    names = {code_of(key): key for key in walked.quantities}
    assert len(names) == len(walked.quantities)
    assert {code: key_of(code, instances) for code in names} == names
    assert begun.given() == [code for code, key in names.items() if key.kind in GIVEN]
    assert all(begun.value(code) == walked.quantities[names[code]].value for code in begun.given())


@given(st.dictionaries(st.sampled_from(sheet((4, 4, 4, 4, 4), 4).given()), st.floats(-LARGEST, LARGEST)))
def test_text_brings_every_value_back_to_the_last_bit(values):
    assert read_line(write_values(values)) == (values, [])


def test_a_sheet_of_all_numbers_is_as_long_as_text_may_be():
    most = replace(sheet((4, 4, 4, 4, 4), 4), velocities=True)
    assert len(most.given()) == MOST_VALUES
    assert read_line(write_values(dict.fromkeys(most.given(), 0.25))) == (dict.fromkeys(most.given(), 0.25), [])


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("w115:1", "names no given number"),
        ("delta111:1", "names no given number"),
        ("w11:1", "names no given number"),
        ("C:1", "names no given number"),
        ("neww111:1", "names no given number"),
        ("w111", "has no number after the colon"),
        ("w111:", "has no number"),
        ("w111:nan", "has no number"),
        ("w111:1.2.3", "has no number"),
        ("w111:1e999", "is beyond ±1,000,000"),
        ("b11:1000000.5", "is beyond ±1,000,000"),
        ("w111:１", "has no number"),
        ("<b>", "names no given number"),
        ("w112:2", "is named twice: the first counts"),
    ],
)
def test_a_wrong_entry_is_left_out_with_the_reason_and_the_others_are_kept(entry, reason):
    line = read_line(f"w112:0.3,{entry},b21:-0.5")
    assert line.values == {"w112": 0.3, "b21": -0.5}
    ((wrong, why),) = line.faults
    assert wrong == entry
    assert reason in why


def test_what_teachers_type_is_read_as_meant():
    assert read_line("w111:0,5").values == {"w111": 0.5}
    assert read_line("w²₁₁=−3; b21:1,25\nx11 = 255").values == {"w211": -3.0, "b21": 1.25, "x11": 255.0}
    assert read_line("w111:1,w112:2") == ({"w111": 1.0, "w112": 2.0}, [])


PIECES = st.tuples(
    st.sampled_from("xywbzC") | st.text(max_size=2), st.text("0123459", max_size=4), st.sampled_from(":=,"), st.text()
)


@given(st.text(max_size=60) | st.lists(PIECES.map("".join), max_size=4).map(",".join))
def test_no_text_raises_anything_else(text):
    assert all(abs(value) <= LARGEST for value in read_line(text).values.values())


def test_what_is_read_may_have_spaces_and_a_true_minus_sign():
    assert read_line(" w112: 0.3 , b21:−.5,").values == {"w112": 0.3, "b21": -0.5}


def test_a_number_belongs_to_its_place_whatever_the_shape():
    small, large = sheet((2, 2, 2)), sheet((2, 3, 2))
    shared = set(small.given()) & set(large.given())
    assert len(shared) == len(small.given())
    assert all(small.value(code) == large.value(code) for code in shared)


def test_what_is_handed_out_is_neither_zero_nor_large_and_its_targets_are_0_and_1():
    most = sheet((4, 4, 4, 4, 4), 4)
    drawn = [default_value(code) for code in most.given() if not code.startswith("y")]
    assert all(0.0 < abs(value) <= 1.0 for value in drawn)
    assert len(set(drawn)) > 50
    assert set(most.y()[1:].ravel().tolist()) == {0.0, 1.0}
    assert most.y().sum(axis=1).tolist() == [1.0] * 4  # shares, as softmax needs them


def test_a_changed_value_is_in_the_network_and_one_that_is_changed_back_leaves_no_trace():
    changed = sheet().changed("w112", 3.0)
    assert changed == {"w112": 3.0}
    assert sheet(values=changed).network().weights[0][0, 1] == 3.0
    assert sheet(values=changed).changed("w112", default_value("w112")) == {}


def test_all_parameters_can_be_replaced_unless_one_is_too_large_or_no_number():
    network = sheet().network()
    moved = sheet(values=sheet().with_parameters(network.theta + 0.125))
    assert moved.network().theta.tolist() == (network.theta + 0.125).tolist()
    for bad in (2e6, np.nan, np.inf):
        theta = network.theta.copy()
        theta[3] = bad
        with pytest.raises(ValueError, match="beyond ±1,000,000, or no number at all: take a smaller η"):
            sheet().with_parameters(theta)


def test_cross_entropy_asks_for_an_output_that_it_goes_with():
    with pytest.raises(ValueError, match="cross-entropy goes with a sigmoid or a softmax output: choose one of these"):
        sheet(cost="cross_entropy", output="tanh").network()


def test_cross_entropy_asks_for_targets_between_0_and_1():
    with pytest.raises(ValueError, match=r"a target is 1\.5, but cross-entropy needs targets from 0 to 1"):
        sheet(cost="cross_entropy", values={"y11": 1.5}).y()
    assert sheet(values={"y11": 1.5}).y()[0, 0] == 1.5


def test_random_values_are_normal_and_leave_inputs_and_targets():
    begun = sheet((4, 4, 4, 4, 4), 2, values={"x11": 0.7})
    drawn = Worksheet((4, 4, 4, 4, 4), 2, "sigmoid", "sigmoid", "quadratic", random_values(begun, 3))
    theta = drawn.network().theta
    assert drawn.x().tolist() == begun.x().tolist()
    assert len(theta) == len(parameter_keys(drawn.sizes))
    assert abs(theta.mean()) < 0.3
    assert 0.8 < theta.std() < 1.2
    assert random_values(begun, 3) == random_values(begun, 3) != random_values(begun, 4)


def test_velocities_are_kept_with_momentum_and_forgotten_without():
    moving = replace(sheet(), velocities=True)
    theta, velocity = moving.network().theta, np.arange(12.0)
    values = moving.with_parameters(theta, velocity)
    assert replace(moving, values=values).velocity().tolist() == velocity.tolist()
    assert write_values(values).startswith("vb11:2,vb12:5,")
    assert replace(moving, values=values).with_parameters(theta) == {}
    assert not any(code.startswith("v") for code in random_values(replace(moving, values=values), 1))
    assert sheet().velocity() is None
    with pytest.raises(ValueError, match="a weight, a bias or a velocity would be beyond"):
        moving.with_parameters(theta, velocity * 1e9)
