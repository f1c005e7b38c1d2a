"""Pairs of y and ŷ: read, checked, and measured."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.tables.instances import FALLING_LOSS, measure, parse_pairs, read_instances, shares_of


def pairs_of(instances):
    return list(zip(instances.y.tolist(), instances.yhat.tolist(), strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "1,0.9\n0,0.2",
        "y,ŷ\n1,.9\n0,.2",
        "Prediction;Target\n0,9;1\n0,2;0",
        "id\tlabel\tp\n7\t1\t0.9\n8\t0\t0.2",
        "1 .9\n0 .2",
    ],
)
def test_the_columns_are_found_by_name_or_else_are_the_first_two(text):
    instances = read_instances(text)
    assert pairs_of(instances) == [(1.0, 0.9), (0.0, 0.2)] and instances.problems == []


def test_every_wrong_row_is_named_with_its_line_and_the_right_ones_are_kept():
    text = "y,yhat\n1,0.9\nabc,0.5\n1,nan\n0,1.5\n\n1\n1,\n0,inf\n-1,0.5\n0.5,0.5"
    instances = read_instances(text.encode())
    assert pairs_of(instances) == [(1.0, 0.9), (0.5, 0.5)] and instances.lines == [2, 11]
    found = {problem.line: problem.reason for problem in instances.problems}
    expected = {
        3: "y is 'abc', which is not a number",
        4: "ŷ is 'nan', which is not finite",
        5: "ŷ is '1.5', which is outside",
    }
    expected |= {
        7: "There is one cell only, '1': the second is missing, or the tab, semicolon",
        8: "ŷ is missing",
        9: "ŷ is 'inf', which is not finite",
        10: "y is '-1', which is outside",
    }
    assert found.keys() == expected.keys()
    assert all(found[line].startswith(reason) for line, reason in expected.items())
    assert all("from 0 to 1 is needed" in reason for line, reason in found.items() if line != 7)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("a b\n1 0.9", "y was taken from 'a' and ŷ from 'b'"),
        ("y,model\n1,0.9", "y was taken from 'y' and ŷ from 'model'"),
        ("model,y\n0.9,1", "y was taken from 'y' and ŷ from 'model'"),
        ("truth,p\n1,0.9", "y was taken from 'truth' and ŷ from 'p'"),
        ("Prediction,truth\n0.9,1", "y was taken from 'truth' and ŷ from 'prediction'"),
    ],
)
def test_one_known_name_of_two_is_enough_and_what_was_taken_is_said(text, taken):
    instances = read_instances(text)
    assert pairs_of(instances) == [(1.0, 0.9)]
    assert [problem.line for problem in instances.problems] == [None] and taken in instances.problems[0].reason


def test_a_line_that_no_delimiter_parts_is_lost_to_nobody():
    instances = read_instances("1|0.5\n0|0.3")
    assert instances.y.size == 0 and [problem.line for problem in instances.problems] == [1, 2]


def test_of_many_columns_with_one_known_the_other_is_not_guessed_at():
    instances = read_instances("y,model,other\n1,0.9,0.8")
    assert instances.y.size == 0 and "no ŷ" in instances.problems[0].reason and "yhat" in instances.problems[0].reason
    unknown = read_instances("left,right\n1,0.9")
    assert pairs_of(unknown) == [(1.0, 0.9)] and "first two" in unknown.problems[0].reason


def test_many_problems_are_capped_and_too_many_rows_are_cut():
    instances = read_instances("1,0.5\n" + "x,1\n" * 332)
    assert len(instances.problems) == 21 and instances.problems[-1].reason == "… and 312 more."
    cut = read_instances("1,0.5\n" * 30, max_rows=10)
    assert len(cut.y) == 10 and "longer than 10 rows" in cut.problems[0].reason


@given(st.one_of(st.binary(), st.text(), st.text('01.,;\t" \n-eyŷ')))
def test_no_file_stops_the_reading_and_only_numbers_from_0_to_1_come_out(data):
    instances = read_instances(data)
    assert len(instances.y) == len(instances.yhat) == len(instances.lines)
    assert len(instances.y) + len(instances.problems) > 0 or b"y" in bytes(str(data), "utf-8", "replace").lower()
    assert all(((each >= 0) & (each <= 1)).all() for each in (instances.y, instances.yhat))


def test_an_editable_table_may_hold_anything():
    instances = parse_pairs(
        [(1, 0.9), (None, None), (math.nan, None), ("0", " 0,25 "), (1, None), (None, 0.5), (2.0, 0.5),
         (True, np.float32(0.5)),
         ("a\x00b", 0.5), ([], 0.5), (10**400, 0.5), (1, np.float64("inf"))]
    )  # fmt: skip
    assert pairs_of(instances) == [(1.0, 0.9), (0.0, 0.25), (1.0, 0.5)] and instances.lines == [1, 4, 8]
    assert [problem.line for problem in instances.problems] == [5, 6, 7, 9, 10, 11, 12]
    reasons = [problem.reason for problem in instances.problems]
    assert reasons[0] == "ŷ is missing: a number from 0 to 1 is needed."
    assert reasons[2] == "y is 2.0, which is outside the range: a number from 0 to 1 is needed."
    assert reasons[3].startswith(r"y is 'a\x00b', which is not a number")
    assert reasons[6].startswith("ŷ is inf, which is not finite")


# --- Measuring -----------------------------------------------------------------------------------------------------


def test_the_books_estimates_are_measured_in_both_currencies():
    m = measure([1, 1, 1, 0], [0.9, 0.6, 0.1192, 0.1192])
    assert m.costs["quadratic"] == pytest.approx([0.01, 0.16, 0.77580864, 0.01420864], rel=1e-12)
    assert m.costs["cross_entropy"] == pytest.approx(
        [0.10536051565782628, 0.5108256237659907, 2.1269525243508878, 0.1269246935736668], rel=1e-14
    )
    assert m.means["quadratic"] == pytest.approx(0.24000432) and m.worst == {"quadratic": 2, "cross_entropy": 2}
    assert m.accuracy == 0.75 and m.correct.tolist() == [True, True, False, True]
    assert m.shares["quadratic"][2] == pytest.approx(0.77580864 / 0.96001728)
    assert m.shares["cross_entropy"].sum() == pytest.approx(1.0)


def test_one_certain_mistake_makes_the_mean_infinite_and_takes_the_whole_share():
    m = measure([1, 1, 0], [0.0, 0.5, 1.0])
    assert m.means["cross_entropy"] == math.inf and m.shares["cross_entropy"].tolist() == [0.5, 0.0, 0.5]
    assert m.worst["cross_entropy"] == 0
    assert m.means["quadratic"] == 0.75


def test_perfect_estimates_have_no_shares_and_no_instances_have_no_mean():
    assert shares_of(measure([1, 0], [1, 0]).costs["cross_entropy"]).tolist() == [0.0, 0.0]
    nothing = measure([], [])
    assert math.isnan(nothing.means["quadratic"]) and math.isnan(nothing.accuracy)
    assert nothing.worst == {"quadratic": None, "cross_entropy": None}


def test_exactly_one_half_counts_as_no():
    assert measure([0.0, 1.0, 0.5], [0.5, 0.5, 0.2]).correct.tolist() == [True, False, True]


def test_measuring_refuses_shapes_that_differ_and_costs_it_does_not_know():
    with pytest.raises(ValueError, match=r"\(2,\).*\(3,\)"):
        measure([1, 0], [1, 0, 1])
    with pytest.raises(ValueError, match="'hinge'"):
        measure([1], [0.5], ["hinge"])
    assert measure([1], [0.6], ["half_quadratic"]).means == {"half_quadratic": pytest.approx(0.08)}


def test_the_loss_can_fall_while_the_accuracy_stays():
    before, after = (measure(*np.array(rows).T) for rows in FALLING_LOSS)
    assert before.accuracy == after.accuracy == pytest.approx(2 / 3)
    assert all(after.means[cost] < before.means[cost] for cost in ("quadratic", "cross_entropy"))
    assert len(FALLING_LOSS.before) == len(FALLING_LOSS.after) == 3
