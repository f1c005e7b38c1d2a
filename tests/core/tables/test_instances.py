"""Pairs of y and ŷ: read, checked, and measured."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.tables.instances import FALLING_LOSS, ChosenColumns, instances_of, measure, parse_pairs, shares_of
from ui.reading import read_table


def read_instances(data, *chosen):
    return instances_of(read_table(data), ChosenColumns(*chosen))


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
        4: "ŷ is missing",
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
    ("text", "said"),
    [
        ("a b\n1 0.9", "y was taken from 'a' and ŷ from 'b'"),
        ("y,model\n1,0.9", "y was taken from 'y' and ŷ from 'model'"),
        ("model,y\n0.9,1", "y was taken from 'y' and ŷ from 'model'"),
        ("turned out,p\n1,0.9", "y was taken from 'turned out' and ŷ from 'p'"),
        ("Prediction,came\n0.9,1", "y was taken from 'came' and ŷ from 'Prediction'"),
        ("1,0.9\n0,0.2", "The table has no names: column 1 has y, since it holds only 0 and 1, and column 2 has ŷ."),
        ("0.9,1\n0.2,0", "The table has no names: column 2 has y, since it holds only 0 and 1, and column 1 has ŷ."),
        ("foo,bar\n0.9,1\n0.2,0", "No name says which column is y and which ŷ: bar has y"),
        ("1,1,.9\n2,0,.2\n3,0,.3\n4,1,.3", "column 1 only numbers the rows, so it was passed over."),
        ("Id,y,p\n17,1,.9\n12,0,.2", "Id only tells the rows apart, so it was passed over."),
        ("true label  p\n1 .9\n0 .2", "Line 1 has 3 names for 2 columns: they were not used."),
        ("y,p\n1,1.0000001\n0,-1e-9", "2 numbers of p lay outside 0 to 1 by at most 10⁻⁶, such as 1.0000001"),
        ("y,p\n1,93\n0,20", "p is in per cent: '93' is 0.93."),
        ("y,p\n1,93%\n0,20%", "p is in per cent: '93%' is 0.93."),
        ("y,p\n1,93%\n0,.2\n0,.3", "p has signs of per cent in some lines: only those were divided by 100."),
        ("y,p0,p1\n0,.3,.7\n1,.2,.8\n1,.1,.9", "p0 and p1 add up to 1 in every row, as predict_proba gives them: p1"),
    ],
)
def test_what_was_taken_for_what_is_said(text, said):
    assert any(each.startswith(said) or said in each for each in read_instances(text).assumed)


@pytest.mark.parametrize(
    ("labels", "one", "y"),
    [
        ("1 2 2", "2", [0, 1, 1]),
        ("-1 1 1", "1", [0, 1, 1]),
        ("−1 +1 +1", "1", [0, 1, 1]),
        ("cat dog dog", "dog", [0, 1, 1]),
        ("True False False", "True", [1, 0, 0]),
        ("ja nein nein", "ja", [1, 0, 0]),
        ("M B B", "M", [1, 0, 0]),
        ("c a b", "c", [1, 0, 0]),
        ("0 1 1", "", [0, 1, 1]),
        ("0.0 1.0 1.0", "", [0, 1, 1]),
        ("0 0.25 1", "", [0, 0.25, 1]),
    ],
)
def test_of_two_labels_one_becomes_1_and_they_can_be_exchanged(labels, one, y):
    text = "y_true,y_prob\n" + "".join(f"{label},0.{k + 1}\n" for k, label in enumerate(labels.split()))
    found = read_instances(text)
    assert found.y.tolist() == y and found.one == one and not found.problems
    if one:
        other = next(label for label in found.labels if label != one)
        assert f"y is 1 where y_true is {one!r}, and 0 where it is" in found.assumed[-1]
        assert read_instances(text, None, None, other).y.tolist() == [float(cell == other) for cell in labels.split()]


@pytest.mark.parametrize(
    "name", ["Y_True", "actual", "Diagnosis", "Klasse", "étiquette", "класс", "true label", "ZIEL"]
)
@pytest.mark.parametrize(
    "estimate", ["yhat", "Y_Pred", "proba_1", "P(y=1)", "y score", "Wahrscheinlichkeit", "确率 概率"]
)
def test_names_are_known_in_any_case_and_order_and_in_several_languages(name, estimate):
    assert pairs_of(read_instances(f"{estimate}\tweight\t{name}\n.9\t3\t1\n.2\t4\t0")) == [(1.0, 0.9), (0.0, 0.2)]


@pytest.mark.parametrize(
    "text",
    [
        "0.1,0.9\n0.7,0.3\n0.4,0.6",
        ",0,1\n0,.1,.9\n1,.7,.3\n2,.4,.6",
        "class_0,class_1\n.1,.9\n.7,.3\n.4,.6",
        "65%,35%\n20%,80%\n50%,50%",
        ".33,.66\n.12,.88\n.5,.5",
        "1,.1,.9\n2,.7,.3\n3,.4,.6\n4,.2,.8",
    ],
)
def test_probabilities_of_all_classes_are_no_labels(text):
    found = read_instances(text)
    assert len(found.y) == 0 and found.columns == (None, None)
    assert (
        "predict_proba" in found.problems[-1].reason and "add the column of what happened" in found.problems[-1].reason
    )


def test_estimates_that_are_labels_become_0_and_1_as_those_of_y_do():
    found = read_instances("actual,predicted\ncat,cat\ndog,cat\ndog,dog\n1,1\n")
    assert pairs_of(found) == [(0, 0), (1, 0), (1, 1), (0, 0)]
    assert "predicted holds labels, not probabilities" in found.assumed[-1]
    assert read_instances("y,pred\n1,1\n2,1\n2,1\n1,1").yhat.tolist() == [0, 0, 0, 0]


def test_a_probability_is_preferred_to_a_predicted_label_and_columns_can_be_chosen():
    text = "y_true,y_pred,y_prob\n1,1,.8\n0,1,.6\n0,0,.1\n"
    assert read_instances(text).columns == (0, 2)
    assert read_instances(text).taken == "3 rows. y: y_true; ŷ: y_prob."
    assert read_instances(text, 0, 1).yhat.tolist() == [1, 1, 0]


def test_scores_are_refused_as_a_whole_and_not_row_by_row():
    found = read_instances("y,p\n1,-3.2\n0,5\n1,0.5\n")
    assert len(found.y) == 0
    assert [problem.reason[:50] for problem in found.problems] == ["p goes from -3.2 to 5, so it holds no probabilitie"]


def test_where_a_guess_would_be_likely_wrong_the_user_is_asked():
    found = read_instances("y,foo,bar\n1,.1,.3\n0,.2,.4")
    assert found.columns == (0, None) and "no name says which column is ŷ: choose it" in found.problems[0].reason
    assert read_instances("y,foo,bar\n1,.1,.3\n0,.2,.4", None, 2).yhat.tolist() == [0.3, 0.4]


def test_a_y_of_many_values_is_refused_as_a_whole():
    found = read_instances("y,p\n" + "".join(f"{k * 7 % 401 + 2},0.5\n" for k in range(300)))
    assert len(found.problems) == 1
    assert found.problems[0].reason.startswith("y has 300 different values: for y, 0 and 1, numbers between them")


def test_an_id_is_no_estimate_even_where_nothing_else_is_left():
    found = read_instances("PassengerId,Survived\n892,0\n893,1\n894,0\n895,1")
    assert found.columns == (1, None) and "no name says which column is ŷ" in found.problems[0].reason


@pytest.mark.parametrize("text", ["[[1 0.9]\n [0 0.2]]", "[[1, 0.9],\n [0, 0.2]]", "y,p\n1,[0.9]\n0,[0.2]"])
def test_numbers_are_read_as_numpy_and_keras_print_them(text):
    assert pairs_of(read_instances(text)) == [(1.0, 0.9), (0.0, 0.2)]


def test_one_wrong_cell_makes_no_labels_of_numbers():
    found = read_instances("y,p\n" + "1,.3\n0,.2\n" * 200 + "2,.5\noops,.5\n")
    assert len(found.y) == 400 and [problem.line for problem in found.problems] == [402, 403]
    slips = read_instances("y,p\n" + "1,.3\n2,.2\n" * 20 + "oops,.5\n")
    assert set(slips.y) == {0.0, 1.0} and [problem.line for problem in slips.problems] == [42]


def test_many_problems_are_capped_and_no_row_is_lost():
    instances = read_instances("1,0.5\n" + "x,1\n" * 332 + "0,0.5\n" * 400)
    assert len(instances.problems) == 21 and instances.problems[-1].reason == "… and 312 more."
    assert len(read_instances("1,0.5\n0,0.25\n" * 30_000).y) == 60_000


@given(st.one_of(st.binary(), st.text(), st.text('01.,;\t" \n-eyŷ')))
def test_no_file_stops_the_reading_and_only_numbers_from_0_to_1_come_out(data):
    instances = read_instances(data)
    assert len(instances.y) == len(instances.yhat) == len(instances.lines)
    assert len(instances.y) + len(instances.problems) > 0
    assert all(
        sentence.isprintable() and sentence.endswith(".") for sentence in [instances.taken or ".", *instances.assumed]
    )
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
