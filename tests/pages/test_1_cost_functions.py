"""Lesson 1: what its sentences, formulas, tables and pictures say is checked against numbers from elsewhere."""

import math
import random
import re

import pytest

from tests.opening import alternatives, said, specifications
from tests.opening import opened as opened_page
from tests.sampling import some

PAGE = "pages/1_Cost_functions.py"
TABS = (
    "Table 8.1",
    "A set of instances",
    "Slopes",
    "How it grows",
    "Where it comes from",
    "What the textbook code returns",
)


def opened(**address):
    return opened_page(PAGE, **address)


def pasted(text):
    app = opened(cost_tab="A set of instances", cost_source="pasted text")
    app.text_area(key="cost_pasted").set_value(text).run()
    assert not app.exception
    return app


def uploaded(data, name="table.csv"):
    app = opened(cost_tab="A set of instances", cost_source="a file")
    app.get("file_uploader")[0].set_value((name, data, "text/csv")).run()
    assert not app.exception
    return app


def remarks(app):
    """The lines that could not be used, with the reasons, as the page's list of remarks names them."""
    found = [re.fullmatch(r"(?:line (\d+): )?(.+)", remark) for code in app.code for remark in code.value.split("\n")]
    return [(remark[1] or "", remark[2]) for remark in found if remark]


def worst(app):
    """The table of the most costly instances."""
    return next(frame.value for frame in app.dataframe if "share of quadratic" in frame.value.columns)


# --- The sentence and the formulas ---------------------------------------------------------------------------------


def test_the_page_opens_on_the_awful_estimate_with_the_published_costs():
    app = opened()

    assert "With y = 1 and ŷ = 0.1192, the error is 0.8808" in said(app)
    assert "The quadratic cost (y − ŷ)² is 0.7758, and for this y never more than 1" in said(app)
    assert "Cross-entropy is 2.127, and has no upper bound" in said(app)
    assert "quadratic without ½ 0.7758, cross-entropy 2.127" in alternatives(app)[0]


def test_both_formulas_have_the_numbers_plugged_in():
    quadratic, entropy = (formula.value for formula in opened(cost_y="0.25", cost_yhat="0.8").latex[:2])

    assert r"(0.25 - 0.8)^2" in quadratic
    assert r"\mathbf{0.3025}" in quadratic
    assert r"0.25 \cdot \ln 0.8" in entropy
    assert r"0.75 \cdot \ln 0.2" in entropy
    assert rf"\mathbf{{{-(0.25 * math.log(0.8) + 0.75 * math.log(0.2)):.3f}}}" in entropy


def test_the_convention_goes_through_sentence_and_formula():
    app = opened(cost_quadratic="½ (y − ŷ)²")

    assert "The quadratic cost ½ (y − ŷ)² is 0.3879, and for this y never more than 0.5" in said(app)
    assert r"\tfrac12(1 - 0.1192)^2" in app.latex[0].value
    assert "quadratic with ½ 0.3879" in alternatives(app)[0]


@pytest.mark.parametrize(
    ("y", "yhat", "sentence"),
    [
        ("1", "1", "Certain and right, so both costs are 0."),
        ("0", "0", "Certain and right, so both costs are 0."),
        ("1", "0", "Cross-entropy is ∞: ŷ gave no chance at all to what happened."),
        ("0", "1", "(y − ŷ)² is 1, the most it can ask for this y. Cross-entropy is ∞"),
        ("0.3", "0", "(y − ŷ)² is 0.09, where 0.49 is the most it can ask for this y. Cross-entropy is"),
        ("0.7", "0", "(y − ŷ)² is 0.49, the most it can ask for this y. Cross-entropy is"),
        ("0.5", "1", "ŷ gave no chance at all to what can happen."),
        ("0.5", "0.5", "Cross-entropy is 0.6931. Neither can be lower"),
        ("0.3", "0.9", "(y − ŷ)² is 0.36, and for this y never more than 0.49"),
        ("1", "0.0001", "(The dot of cross-entropy lies beyond this axis.)"),
        ("0", "1e-200", "the error is 1 × 10⁻²⁰⁰"),
    ],
)
def test_the_sentence_is_true_wherever_the_sliders_stand(y, yhat, sentence):
    assert sentence in said(opened(cost_y=y, cost_yhat=yhat))


def test_on_a_logarithmic_axis_a_cost_of_0_is_said_to_lie_beyond_it():
    text = said(opened(cost_yhat="1", cost_scale="logarithmic"))

    assert "(The dots of quadratic and cross-entropy lie beyond this axis.)" in text


EDGES = [("0", "0"), ("0", "1"), ("1", "0"), ("1", "1"), ("0.5", "0"), ("1", "1e-310")]


@pytest.mark.parametrize(("y", "yhat", "tab"), [(*edge, t) for k, t in enumerate(TABS) for edge in some(EDGES, 2, k)])
def test_no_end_of_a_slider_brings_nan_or_a_traceback(y, yhat, tab):
    app = opened(cost_y=y, cost_yhat=yhat, cost_tab=tab, cost_error="0.5", cost_rain="1", cost_z="-800")

    words = said(app).replace("`nan`", "").replace("`inf`", "")
    for text in [words, *alternatives(app), *(formula.value for formula in app.latex)]:
        assert "nan" not in text.lower().split()
        assert "undefined" not in text
        assert "∞ times" not in text
        assert "**nan" not in text


# --- The neuron ----------------------------------------------------------------------------------------------------


def test_the_awful_estimate_as_a_neuron_names_both_gradients_and_their_ratio():
    text = said(opened())

    assert "0.8808 for cross-entropy, 0.09248 for the quadratic cost ½ (y − ŷ)²: 9.525 times less" in text
    assert "(For (y − ŷ)² it is 0.1850: 4.762 times.)" in text


def link(app):
    return next(link.proto for link in app.get("page_link") if link.proto.label == "Open this ŷ as a neuron")


def test_the_link_carries_the_z_that_gives_exactly_this_estimate():
    parameters = dict(part.split("=") for part in link(opened(cost_y="0.25")).query_string.split("&"))

    assert 1 / (1 + math.exp(-float(parameters["speed_w"]))) == pytest.approx(0.1192, rel=1e-15)
    assert float(parameters["speed_b"]) == 0
    assert float(parameters["speed_y"]) == 0.25


@pytest.mark.parametrize(
    ("yhat", "disabled", "sentence"),
    [
        ("0", True, "No neuron answers exactly 0: z = ln(ŷ / (1 − ŷ)) would be −∞."),
        ("1", True, "No neuron answers exactly 1"),
        ("0.00001", True, "The sliders of that lesson end at −10."),
        ("0.9999", False, "z = ln(ŷ / (1 − ŷ)) = 9.210"),
        ("0.0001", False, "z = ln(ŷ / (1 − ŷ)) = −9.210"),
    ],
)
def test_where_no_neuron_can_be_opened_the_page_says_so(yhat, disabled, sentence):
    app = opened(cost_yhat=yhat, cost_y="0.5")

    assert link(app).disabled is disabled
    assert sentence in said(app)


def test_a_neuron_on_its_target_has_nothing_to_learn_from():
    assert "∂C/∂z is 0 under both costs" in said(opened(cost_y="0.3", cost_yhat="0.3"))


# --- Controls ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value", "tab"),
    [
        ("cost_y", 0.3333, TABS[0]),
        ("cost_yhat", 0.9997, TABS[0]),
        ("cost_scale", "logarithmic", TABS[0]),
        ("cost_quadratic", "½ (y − ŷ)²", TABS[0]),
        ("cost_source", "pasted text", TABS[1]),
        ("cost_set", "after training", TABS[1]),
        ("cost_error", 0.25, TABS[3]),
        ("cost_rain", 0.55, TABS[4]),
        ("cost_z", -12.5, TABS[5]),
        ("cost_tab", "Slopes", None),
    ],
)
def test_a_value_in_the_address_arrives_in_its_control(key, value, tab):
    app = opened(**{key: str(value)} | ({"cost_tab": tab} if tab else {}))

    assert app.session_state[key] == value
    assert not app.toast


@pytest.mark.parametrize(
    ("preset", "y", "yhat", "costs"),
    [
        ("0.9997 excellent", 1.0, 0.9997, ("9 × 10⁻⁸", "3.000 × 10⁻⁴")),
        ("0.9 acceptable", 1.0, 0.9, ("0.01", "0.1054")),
        ("0.6 disappointing", 1.0, 0.6, ("0.16", "0.5108")),
        ("0.1192 awful", 1.0, 0.1192, ("0.7758", "2.127")),
        ("y = 0: 0.1192", 0.0, 0.1192, ("0.01421", "0.1269")),
        ("1 − 0.1192", 1.0, 0.8808, ("0.01421", "0.1269")),
    ],
)
def test_a_preset_sets_y_and_the_estimate_and_keeps_the_rest(preset, y, yhat, costs):
    app = opened(cost_y="0.4", cost_yhat="0.7", cost_scale="logarithmic")

    next(button for button in app.button if button.label == preset).click().run()

    assert not app.exception
    assert (app.session_state["cost_y"], app.session_state["cost_yhat"]) == (y, yhat)
    assert app.session_state["cost_scale"] == "logarithmic"
    assert all(cost in said(app) for cost in costs)


@pytest.mark.parametrize("tab", ["Slopes", "How it grows"])
def test_a_slider_changes_data_and_no_specification(tab):
    one, other = opened(cost_tab=tab), opened(cost_tab=tab, cost_y="0.3", cost_yhat="0", cost_error="0.4")

    assert specifications(one) == specifications(other)


# --- The tabs ------------------------------------------------------------------------------------------------------


def test_table_8_1_has_the_published_costs_and_compares_acceptable_with_awful():
    text = said(opened(cost_tab="Table 8.1"))

    for row in (
        "y = 1: excellent | 0.9997 | 9 × 10⁻⁸ | 3.000 × 10⁻⁴",
        "y = 1: acceptable | 0.9 | 0.01 | 0.1054",
        "y = 1: disappointing | 0.6 | 0.16 | 0.5108",
        "y = 1: awful | 0.1192 | 0.7758 | 2.127",
        "y = 0: good | 0.1192 | 0.01421 | 0.1269",
        "y = 1: good | 0.8808 | 0.01421 | 0.1269",
    ):
        assert row in text
    assert f"multiplied by {0.77580864 / 0.01:.2f}" in text
    assert "awful is already 77.58 % of the most that the first can ask, 1," in text
    assert f"by only {2.1269525243508878 / 0.10536051565782628:.2f}" in text


def test_the_slopes_are_those_of_the_formulas():
    app = opened(cost_tab="Slopes")

    assert f"quadratic −{2 * 0.8808:.3f}, cross-entropy −{1 / 0.1192:.3f}" in alternatives(app)[1]
    assert "2(\\hat y - y) = -1.762" in app.latex[2].value
    assert "= -0.8808" in opened(cost_tab="Slopes", cost_quadratic="½ (y − ŷ)²").latex[2].value


def test_at_its_limit_the_slope_of_cross_entropy_is_called_a_limit():
    app = opened(cost_tab="Slopes", cost_yhat="1")

    assert "= -1" in app.latex[3].value
    assert "cross-entropy, a limit" in said(app)


def test_doubling_the_error_is_exactly_four_times_for_the_quadratic_only():
    text = said(opened(cost_tab="How it grows", cost_error="0.25"))

    assert "0.0625 → 0.25, exactly 4 times" in text
    assert f"0.2877 → 0.6931, {math.log(0.5) / math.log(0.75):.3f} times" in text


def test_half_an_error_cannot_be_doubled_at_a_finite_price():
    assert "0.6931 → ∞, beyond all bounds" in said(opened(cost_tab="How it grows", cost_error="0.5"))


def test_against_z_cross_entropy_grows_by_one_for_each_step():
    text = said(opened(cost_tab="How it grows"))

    assert "at z = −40 it is 40, at z = −41 it is 41" in text
    assert "0.3679, 0.1353, 0.04979" in text


def test_the_week_of_forecasts_multiplies_to_the_mean_cost():
    text = said(opened(cost_tab="Where it comes from"))

    assert f"probability of {0.9 * 0.8 * 0.7 * 0.6 * 0.9:.4f}" in text
    assert f"a mean of {-math.log(0.27216) / 5:.4f}" in text
    assert "= 0.2722." in text


def test_a_forecast_that_left_no_chance_makes_the_week_impossible():
    text = said(opened(cost_tab="Where it comes from", cost_rain="1"))

    assert "a mean of ∞" in text
    assert "makes the product 0 and the cost ∞" in text


def test_what_the_textbook_code_returns_stands_beside_what_is_right_and_at_z_40_it_fails_for_both_targets():
    text = said(opened(cost_tab="What the textbook code returns"))

    for row in ("| 1 | 1 | `nan` | 0 |", "| 1 | 0 | `inf` | ∞ |", "| 0 | 0 | `nan` | 0 |"):
        assert row in text
    assert "| 0.5 | 0.5 | 0.6931 | 0.6931 |" in text
    assert "| 1 | 1 | `nan` | 4.248 × 10⁻¹⁸ |" in text
    assert "| 0 | 1 | `inf` | 40 |" in text
    assert "float64 stores exactly 1" in text


# --- A set of instances --------------------------------------------------------------------------------------------


def test_in_the_three_rows_the_loss_falls_while_the_accuracy_stays():
    text = said(opened(cost_tab="A set of instances"))

    before = -(math.log(0.6) + math.log(0.6) + math.log(0.2)) / 3
    after = -(math.log(0.9) + math.log(0.9) + math.log(0.4)) / 3
    assert f"| before training | 0.32 | {before:.4f} | 2 of 3 |" in text
    assert f"| after training | 0.1267 | {after:.4f} | 2 of 3 |" in text
    assert f"mean cross-entropy {before:.4f}, accuracy 66.67 % (2 of 3" in text


def test_the_other_three_rows_are_measured_when_they_are_chosen():
    app = opened(cost_tab="A set of instances", cost_set="after training")

    assert "mean cross-entropy 0.3757, accuracy 66.67 %" in said(app)
    assert worst(app)["line"].iloc[0] == 3


def test_each_instance_has_its_share_and_the_worst_is_named():
    app = pasted("y, ŷ\n1, 0.5\n0, 0.5\n1, 0.25\n")

    assert "Your 3 instances" in said(app)
    assert (
        "The most costly under cross-entropy is line 4, with y = 1 and ŷ = 0.25. It alone makes 50 % of that cost"
        in said(app)
    )
    assert list(worst(app)["share of cross-entropy"]) == pytest.approx([0.5, 0.25, 0.25])
    assert list(worst(app)["share of quadratic"]) == pytest.approx([0.5625 / 1.0625, 0.25 / 1.0625, 0.25 / 1.0625])


def test_the_convention_goes_into_the_mean_and_leaves_the_shares():
    app = opened(cost_tab="A set of instances", cost_quadratic="½ (y − ŷ)²")

    assert "mean quadratic (with ½) 0.16" in said(app)
    assert worst(app)["share of quadratic"].iloc[0] == pytest.approx(0.64 / 0.96)


def test_wrong_lines_are_named_with_their_reasons_and_the_others_are_kept():
    app = pasted("y, ŷ\n1, 0.9\n1, soon\n0, 1.5\n1\n0, 0.2\n")

    assert "Your 2 instances" in said(app)
    named = dict(remarks(app))
    assert named.keys() == {"3", "4", "5"}
    assert "'soon', which is not a number" in named["3"]
    assert "outside the range" in named["4"]
    assert "one cell only" in named["5"]


def test_a_column_of_an_unknown_name_is_named():
    app = pasted("y, colour\n1, red\n")

    assert any("ŷ from 'colour'" in text.value for text in app.text)
    assert remarks(app)[0] == ("", "No row could be used: y was read from 'y', and ŷ from 'colour'.")
    assert "ŷ is 'red', which is not a number" in remarks(app)[1][1]
    assert "There is no instance" in said(app)


@pytest.mark.parametrize(
    "text", ["1;0,9\n0;0,2", "1|0.9\n0|0.2", "1\t0.9\n0\t0.2", "1 0.9\n0 0.2", "yhat,y\n0.9,1\n0.2,0"]
)
def test_any_usual_delimiter_is_read(text):
    app = pasted(text)

    assert "Your 2 instances: mean quadratic (without ½) 0.025" in said(app)
    assert not remarks(app)


def test_the_wrong_delimiter_is_answered_line_by_line():
    app = pasted("1:0.9\n0:0.2")

    assert "There is no instance" in said(app)
    assert {line for line, _ in remarks(app)} >= {"2"}


def test_an_estimate_that_left_no_chance_makes_the_mean_infinite_in_words():
    text = said(pasted("1, 0\n1, 0.9"))

    assert "mean cross-entropy ∞" in text
    assert "is enough for ∞" in text
    assert "It alone makes that cost ∞" in text


def test_of_perfect_estimates_none_is_costly():
    assert "so none of them costs anything" in said(pasted("1, 1\n0, 0"))


def test_the_most_costly_is_named_for_each_cost_and_a_soft_target_is_not_blamed():
    text = said(pasted("0.5, 0.5\n1, 0.55\n"))

    assert "is line 1, with y = 0.5 and ŷ = 0.5, met exactly: only the entropy of y is left" in text
    assert "The most costly under the quadratic cost is another, line 2, with 100 % of it." in text
    assert "the quadratic cost is 0 in every line" in said(pasted("0.5, 0.5\n"))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "not text"),
        (b"PK\x03\x04\x14\0\x06\0", "workbook"),
    ],
)
def test_a_file_that_is_no_table_is_said_to_be_none(data, reason):
    app = uploaded(data, "table.xlsx")

    assert any(reason in why for _, why in remarks(app))
    assert "There is no instance" in said(app)


def test_all_rows_are_measured_and_the_twenty_worst_are_shown():
    rows = "\n".join(f"{k % 2},{(k % 97 + 1) / 100}" for k in range(12_000))
    app = uploaded(f"y,yhat\n{rows}\nthis,too\n".encode())

    assert "Your 12,000 instances" in said(app)
    assert len(worst(app)) == 20
    assert [line for line, _ in remarks(app)] == ["12002"]


def menus(app):
    """The menus that say what was taken for what, by their labels."""
    return {box.label: box for box in app.selectbox if "cost_file" in str(box.key)}


def test_an_upload_beside_the_picture_opens_the_section_that_measures_it():
    app = opened()
    app.get("file_uploader")[0].set_value(
        ("p.csv", b"Id,y_true,y_prob\n1,cat,.3\n2,dog,.9\n3,dog,.8", "text/csv")
    ).run()

    assert "Your 3 instances" in said(app) and not app.exception
    texts = "\n".join(text.value for text in app.text)
    assert "3 rows. y: y_true; ŷ: y_prob." in texts
    assert "Id only tells the rows apart, so it was passed over." in texts
    assert "y is 1 where y_true is 'dog', and 0 where it is 'cat'." in texts
    assert app.query_params["cost_source"] == "a file"


def test_what_was_taken_for_what_can_be_changed_and_the_label_that_is_1_exchanged():
    app = uploaded(b"u,v,truth\n.9,.2,no\n.8,.3,no\n.7,.1,yes\n")
    assert "There is no instance" in said(app) and "choose it" in remarks(app)[0][1]

    menus(app)["Column of ŷ"].select_index(0).run()
    assert "Your 3 instances" in said(app) and "accuracy 33.33 %" in said(app)

    menus(app)["y is 1 where it is"].select("no").run()
    assert "accuracy 66.67 %" in said(app)

    menus(app)["Column of ŷ"].select_index(1).run()
    assert not app.exception and menus(app)["y is 1 where it is"].value == "no"
    assert "mean cross-entropy 0.9729" in said(app)  # (−ln 0.2 − ln 0.3 − ln 0.9) / 3


def test_choices_begin_anew_with_other_columns():
    app = uploaded(b"y,u,v\n1,.9,.2\n0,.1,.3\n")
    menus(app)["Column of ŷ"].select_index(2).run()
    app.get("file_uploader")[0].set_value(("other.csv", b"p;y\n0,9;1\n0,2;0", "text/csv")).run()

    assert "Your 2 instances" in said(app) and not app.exception
    assert menus(app)["Column of ŷ"].value == 0


def test_the_first_line_can_be_said_to_be_data():
    app = uploaded(b"0,1\n0,.5\n1,.2\n0,.1")
    assert "Your 3 instances" in said(app)

    menus(app)["The first line has"].select("data").run()
    assert "Your 4 instances" in said(app) and "mean cross-entropy ∞" in said(app)

    app.get("file_uploader")[0].set_value(("other.csv", b"0,1\n0,.4\n1,.2\n0,.1", "text/csv")).run()
    assert "Your 3 instances" in said(app) and menus(app)["The first line has"].value == "guess"


def test_without_a_file_the_page_says_that_a_link_does_not_carry_one():
    app = opened(cost_tab="A set of instances", cost_source="a file")

    assert "the file stayed behind" in said(app)
    assert "no edited rows, no pasted text and no file" in app.caption[0].value


def test_a_stranger_s_text_is_never_read_as_markdown():
    app = pasted("y, ŷ\n1, **bold** <img src=x onerror=alert(1)> [a](http://b)\n")

    assert "bold" not in said(app)
    assert "bold" not in "".join(warning.value for warning in app.warning)
    assert "bold" in remarks(app)[1][1]


def test_random_text_gives_a_page_and_never_a_traceback():
    rng = random.Random(1)
    app = opened(cost_tab="A set of instances", cost_source="pasted text")
    for _ in range(12):
        text = "".join(rng.choice('01.,;\t \n"eyŷ−x\x01\u2028[*`$:<') for _ in range(rng.randrange(80)))
        app.text_area(key="cost_pasted").set_value(text).run()
        assert not app.exception, text
        assert remarks(app) or "Your" in said(app), text


def test_pasted_text_is_kept_while_another_tab_is_open():
    app = pasted("1, 0.75\n")
    app.query_params["cost_tab"] = "Slopes"
    app.run()
    app.query_params["cost_tab"] = "A set of instances"
    app.run()

    assert app.text_area(key="cost_pasted").value == "1, 0.75\n"


def test_the_sentences_to_leave_with_quote_the_books_awful_estimate():
    text = said(opened(cost_tab="In short"))

    assert f"costs {0.8808**2:.4f} under the quadratic cost (y − ŷ)²" in text
    assert f"and {-math.log(0.1192):.3f} under cross-entropy" in text
