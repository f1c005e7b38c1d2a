"""Backpropagation: what the page says of a network is checked against numbers from elsewhere."""

import math
import re

import numpy as np
import pytest

import ui.take_away
from core.explaining.example import MAZUR
from core.explaining.mistakes import MISTAKES
from core.explaining.quiz import quiz
from core.explaining.training import Update, train
from core.explaining.worksheet import Worksheet, read_line
from core.functions.costs import COSTS
from tests.arithmetic import tex_value
from tests.opening import alternatives, said, specifications
from tests.opening import opened as open_page
from tests.sampling import some
from ui.lessons import ACTIVATIONS
from ui.lessons.backpropagation.controls import COST_NAMES, OUTPUT, reach_of, step_of
from ui.lessons.backpropagation.presets import PRESETS

PAGE = "pages/5_Backpropagation.py"
BREAK, CHECK, QUIZ, SIDES = "Break it", "Check it", "Quiz", "∂C/∂a and ∂C/∂z"


def read_values(text):
    return read_line(text).values


def opened(**address):
    return open_page(PAGE, **address)


def press(app, key):
    app.button(key=key).click().run()
    assert not app.exception
    return app


def lines(app):
    """The chosen formula: its symbol, and what stands after each sign of equality."""
    (formula,) = app.latex
    body = formula.value.partition(r"\begin{aligned}")[2].partition(r"\end{aligned}")[0]
    symbol, *rest = body.split(" &= ")
    return symbol, [line.removesuffix("\n").strip().removesuffix(r"\\").strip() for line in rest]


# --- The walk --------------------------------------------------------------------------------------------------------


def test_it_opens_with_mazurs_numbers_at_its_first_stage():
    app = opened()
    assert "Forward through layer 1 (1 of 7)" in said(app)
    assert "Checked" not in said(app)
    assert lines(app) == (
        "z^{1}_{1}",
        [r"w^{1}_{11}\,x_{1} + w^{1}_{12}\,x_{2} + b^{1}_{1}", r"0.15 \cdot 0.05 + 0.2 \cdot 0.1 + 0.35", "0.3775"],
    )


def test_the_deltas_of_layer_1_are_told_with_all_their_factors():
    app = opened(back_stage="5")
    assert "δ of layer 1 (5 of 7)" in said(app)
    assert "✓ Checked against central differences" in said(app)
    assert "the neuron's own σ′(z) multiplies the sum: here 0.2406 to 0.2413" in said(app)
    assert lines(app) == (
        r"\delta^{1}_{1}",
        [
            r"(w^{2}_{11}\,\delta^{2}_{1} + w^{2}_{21}\,\delta^{2}_{2})\,\sigma'(z^{1}_{1})",
            r"(0.4 \cdot 0.1385 + 0.5 \cdot (-0.03810)) \cdot 0.2413",
            "0.008771",
        ],
    )


@pytest.mark.parametrize("stage", range(8))
def test_each_stage_says_what_happens_there(stage):
    titles = (
        "What is given", "Forward through layer 1", "Forward through layer 2", "The cost", "δ at the output",
        "δ of layer 1", "The gradients", "The update",
    )  # fmt: skip
    chosen = ("w^{1}_{11}", "z^{1}_{1}", "z^{2}_{1}", "C", r"\delta^{2}_{1}", r"\delta^{1}_{1}")
    app = opened(back_stage=str(stage))
    assert f"{titles[stage]} ({stage} of 7)" in said(app)
    assert stage >= len(chosen) or lines(app)[0] == chosen[stage]


@pytest.mark.parametrize("stage", [0, 4, 5, 7])
def test_a_number_that_comes_later_is_said_to_be_unknown(stage):
    app = opened(back_stage=str(stage), back_chosen="delta111")
    assert bool(app.latex) == (stage >= 5)
    if stage < 5:
        assert "δ¹₁, error δ = ∂C/∂z, is not known yet: it comes with “δ of layer 1”." in said(app)


def test_the_cost_is_told_with_its_convention():
    assert "C = 0.2984 (½ Σ (y − a)², summed over the outputs)" in said(opened(back_stage="3"))
    assert "C = 0.5967 (Σ (y − a)², summed over the outputs)" in said(opened(back_stage="3", back_cost="Σ (y − a)²"))
    assert "C = 0.2984 (mean (y − a)²)" in said(opened(back_stage="3", back_cost="mean (y − a)²"))
    assert ", the mean over 2 instances)" in said(opened(back_stage="3", back_instances="2"))


def test_mazurs_preset_comes_out_to_every_printed_digit():
    app = press(opened(), "preset_back_Mazur's example")
    assert lines(app)[1][-1] == "0.358916480"
    assert "C goes from 0.2984 to 0.2910" in said(app)
    assert "he holds the biases fixed" in said(app)
    expected = {
        "a211": ".751365070", "a221": ".772928465", "a111": ".593269992", "a121": ".596884378", "C": ".298371109",
        "delta211": ".138498562", "neww211": ".358916480", "neww212": ".408666186", "neww221": ".511301270",
        "neww222": ".561370121", "neww111": ".149780716", "neww112": ".199561432", "neww121": ".24975114",
        "neww122": ".29950229",
    }  # fmt: skip
    for code, printed in some(expected.items(), 6):
        app = opened(back_hold="true", back_digits="9", back_stage="7", back_chosen=code)
        assert tex_value(lines(app)[1][-1]) == pytest.approx(float(printed), abs=0.51 * 10.0 ** (1 - len(printed)))


def test_ten_thousand_updates_of_mazurs_example_are_those_of_the_right_order():
    app = press(press(opened(), "preset_back_Mazur's example"), "back_take_10000")
    assert "10,000 updates later: C went from 0.2984 to 3.51019 × 10⁻⁵." in app.toast[0].value.replace("\u00a0", " ")
    kept = read_values(app.session_state["back_values"])
    network = Worksheet((2, 2, 2), 1, "sigmoid", "sigmoid", "half_quadratic", kept).network()
    assert network.forward(MAZUR.x).a[-1][0] == pytest.approx([0.01591362, 0.98406427], abs=1e-8)
    assert not kept.keys() & {"b11", "b12", "b21", "b22"}


def test_the_note_on_mazur_tells_costs_that_are_so():
    told = said(press(opened(), "preset_back_Mazur's example"))
    for note, held in (("0.280471447", False), ("0.291027774", True)):
        assert note in told
        network = MAZUR.network()
        assert train(network, MAZUR.x, MAZUR.y, Update(0.5, held), 1).costs[-1] == pytest.approx(float(note), abs=6e-10)
    assert "he prints C = 0.291027924" in told  # by hand: layer 2 first, and δ through its new weights
    x, y, (w1, w2) = np.array(MAZUR.x[0]), np.array(MAZUR.y[0]), (weights.copy() for weights in MAZUR.network().weights)
    hidden = 1 / (1 + np.exp(-(w1 @ x + 0.35)))
    output = 1 / (1 + np.exp(-(w2 @ hidden + 0.6)))
    delta = (output - y) * output * (1 - output)
    w2 -= 0.5 * np.outer(delta, hidden)
    w1 -= 0.5 * np.outer(w2.T @ delta * hidden * (1 - hidden), x)
    hidden = 1 / (1 + np.exp(-(w1 @ x + 0.35)))
    output = 1 / (1 + np.exp(-(w2 @ hidden + 0.6)))
    assert 0.5 * np.sum((output - y) ** 2) == pytest.approx(0.291027924, abs=6e-10)


CODES = ("z111", "a111", "C", "dCda211", "slope111", "delta211", "delta111", "dCdw211", "dCdb12", "neww112", "newb21")
PAIRINGS = (("sigmoid", "half_quadratic"), ("softmax", "cross_entropy"), ("tanh", "quadratic"))


@pytest.mark.parametrize(
    ("code", "output", "cost"), [(code, *pair) for k, code in enumerate(CODES) for pair in some(PAIRINGS, 1, seed=k)]
)
def test_the_formula_on_the_screen_worked_out_with_its_numbers_gives_the_value_beside_it(code, output, cost):
    app = opened(
        back_chosen=code, back_stage="7", back_output=OUTPUT.options[output], back_cost=COST_NAMES[cost],
        back_hidden="tanh", back_values="w211:-0.37,x11:0.9,b12:0.4",
    )  # fmt: skip
    _, (*given, value) = lines(app)
    numbers = value if code == "dCdb12" else given[-1]  # ∂C/∂b = δ: the number is the value
    mantissa, _, power = value.removesuffix("}").partition(r"\times10^{")
    digit = 10.0 ** (int(power or 0) - len(mantissa.partition(".")[2]))
    assert tex_value(numbers) == pytest.approx(tex_value(value), abs=0.5001 * digit, rel=0)


def test_the_notes_of_the_presets_are_true():
    values = read_values(next(preset for preset in PRESETS if preset.name == "Saturated").values["back_values"])
    saturated = Worksheet((2, 2, 2), 1, "sigmoid", "sigmoid", "half_quadratic", values)
    run = saturated.network().forward(saturated.x())
    assert abs(run.a[-1] - saturated.y()).min() == pytest.approx(0.99, abs=0.005)
    assert (run.a[-1] * (1 - run.a[-1])).max() < 0.001
    assert abs(saturated.network().backward(run, saturated.y()).delta[-1]).max() < 0.001
    two = opened(back_instances="2", back_chosen="dCdw111", back_stage="6")
    assert lines(two)[1][0].endswith("}{2}")
    app = press(opened(), "preset_back_Four layers")
    assert "350 times smaller" in said(app)
    at = {"back_layers": "4", "back_stage": "9"}
    deltas = {
        layer: [tex_value(lines(opened(**at, back_chosen=f"delta{layer}{unit}1"))[1][-1]) for unit in (1, 2)]
        for layer in (1, 4)
    }
    size = {layer: math.hypot(*values) for layer, values in deltas.items()}
    assert size[4] / size[1] == pytest.approx(350, rel=0.01)


def test_a_dead_relu_passes_nothing_and_wakes_where_the_note_says():
    app = press(opened(), "preset_back_Dead ReLU")
    assert lines(app)[1][-1] == "0"
    for bias, dead in (("-0.0276", True), ("-0.0274", False)):
        app = opened(back_hidden="ReLU", back_values=f"b11:{bias}", back_stage="5")
        assert (lines(app)[1][-1] == "0") == dead


@pytest.mark.parametrize("preset", [preset.name for preset in PRESETS])
def test_every_preset_checks_green_and_has_a_note_of_its_own(preset):
    app = press(opened(), f"preset_back_{preset}")
    app.number_input(key="back_stage").set_value(app.number_input(key="back_stage").max).run()
    assert "✓ Checked against central differences" in said(app)
    assert "Each button sets the network" not in said(app)
    assert app.latex


# --- Numbers that are changed ----------------------------------------------------------------------------------------


def test_the_slider_moves_the_number_that_was_chosen_last_and_the_address_keeps_it():
    app = opened(back_chosen="x11", back_held="x11", back_stage="7")
    assert app.number_input(key="back_value").value == 0.05
    app.number_input(key="back_value").set_value(2.0).run()
    assert app.session_state["back_values"] == "x11:2"
    assert lines(app) == ("x_{1}", ["2"])
    app.number_input(key="back_value").set_value(0.05).run()
    assert app.session_state["back_values"] == ""


def test_numbers_from_an_address_are_in_the_network():
    app = opened(back_values="w211:0.7,x11:1", back_stage="2", back_chosen="z111")
    assert lines(app)[1][1] == r"0.15 \cdot 1 + 0.2 \cdot 0.1 + 0.35"


WRONG = ("w119:1", "w111:1e99", "hello", "<b>x</b>", "w111", "w111:nan", ",:,:" * 500)


@pytest.mark.parametrize(
    ("text", "typed"), [(text, how) for k, text in enumerate(WRONG) for how in some((False, True), 1, k)]
)
def test_a_wrong_entry_is_answered_at_the_line_whether_typed_or_from_an_address_and_the_others_count(text, typed):
    line = f"x11:1,{text}"
    app = opened(back_chosen="z111") if typed else opened(back_values=line, back_chosen="z111")
    if typed:
        app.text_input(key="back_values").set_value(line).run()
    assert not app.exception
    assert not app.toast
    assert "Left out, while all other numbers count: `" in app.warning[0].value
    assert lines(app)[1][1] == r"0.15 \cdot 1 + 0.2 \cdot 0.1 + 0.35"
    assert len(app.warning[0].value) < 800


def test_numbers_of_a_larger_network_are_kept_and_said_to_wait():
    app = opened(back_values="w311:2,x21:0.5", back_layers="2")
    assert app.warning[0].value == "Kept, but without a place in this network: w311, x21."
    assert not opened(back_values="w311:2,x21:0.5", back_layers="3", back_instances="2").warning


def test_a_choice_that_this_network_does_not_have_is_asked_for_in_words():
    app = opened(back_chosen="delta411")
    assert not app.latex
    assert "Choose a number in the picture" in said(app)
    assert "Choose a number" in said(opened(back_output="softmax", back_chosen="slope211", back_stage="7"))


@pytest.mark.parametrize("key", ["back_random", "back_again"])
def test_buttons_draw_random_numbers_and_take_them_back(key):
    app = press(opened(back_values="x12:0.6", back_stage="7"), "back_random")
    drawn = read_values(app.session_state["back_values"])
    assert drawn["x12"] == 0.6
    assert len(drawn) == 13
    if key == "back_again":
        assert press(app, key).session_state["back_values"] == ""
    assert "✓ Checked" in said(app)


def test_updates_are_made_as_core_makes_them_until_numbers_get_too_large():
    app = press(opened(back_instances="3", back_eta="2"), "back_take_100")
    start = Worksheet((2, 2, 2), 3, "sigmoid", "sigmoid", "half_quadratic", {})
    network = start.network()
    for _ in range(100):
        network.theta[:] -= 2.0 * network.gradient(start.x(), start.y())
    kept = read_values(app.session_state["back_values"])
    assert [kept[code] for code in start.given()[12:]] == pytest.approx(network.theta, rel=1e-12)
    assert "100 updates later" in app.toast[0].value
    app = press(opened(back_output="linear", back_eta="100"), "back_take_100")
    assert "The numbers stay as they are: a weight or bias would be beyond ±1,000,000" in app.toast[0].value
    assert app.session_state["back_values"] == ""


def test_next_and_back_stop_at_the_ends():
    app = opened(back_stage="6")
    assert app.button(key="back_go_next").label == "Next"
    press(app, "back_go_next")
    assert app.number_input(key="back_stage").value == 7
    for _ in range(7):
        press(app, "back_go_back")
    assert app.number_input(key="back_stage").value == 0
    assert app.button(key="back_go_back").disabled


def test_next_at_the_last_stage_makes_the_update_and_starts_over():
    app = opened(back_stage="7", back_chosen="w211")
    assert "“Update and start over” begins again with the new numbers." in said(app)
    assert app.button(key="back_go_next").label == "Update and start over"
    press(app, "back_go_next")
    assert app.number_input(key="back_stage").value == 0
    assert "What is given (0 of 7)" in said(app)
    network = MAZUR.network()
    train(network, MAZUR.x, MAZUR.y, 0.5, 1)
    assert read_values(app.session_state["back_values"])["w211"] == network.weights[1][0, 0]


COMBINED = [(output, cost) for k, output in enumerate([*ACTIVATIONS, "softmax"]) for cost in some(COSTS, 1, seed=k)]
TELLING = [("sigmoid", "cross_entropy"), ("softmax", "cross_entropy"), ("tanh", "cross_entropy")]
"""Where cross-entropy fits, and where it does not."""


@pytest.mark.parametrize(("output", "cost"), dict.fromkeys([*COMBINED, *TELLING]))
def test_every_output_is_walked_through_and_green_or_refused_in_words(output, cost):
    """With one cost for each output: core checks every combination."""
    app = opened(back_output=OUTPUT.options[output], back_cost=COST_NAMES[cost], back_stage="7", back_layers="3")
    if cost == "cross_entropy" and output not in ("sigmoid", "softmax"):
        assert "This cannot be computed: " in said(app)
        assert "cross-entropy goes with a sigmoid or a softmax output: choose one of these, or a quadratic" in said(app)
    else:
        assert "✓ Checked against central differences" in said(app)


def test_a_target_that_cross_entropy_has_no_value_for_is_answered():
    app = opened(back_cost="cross-entropy", back_values="y11:1.5")
    assert "This cannot be computed: a target is 1.5, but cross-entropy needs targets from 0 to 1" in said(app)


def test_what_cannot_be_computed_is_taken_away_as_it_is_drawn(monkeypatch):
    """The picture shows the given numbers alone, so the chosen one is that of stage 0, whatever stage is asked for."""
    given = []
    monkeypatch.setattr(ui.take_away, "draw_take_away", lambda title, taken: given.append(taken))
    app = opened(back_cost="cross-entropy", back_values="y11:1.5", back_stage="5")
    assert "This cannot be computed" in said(app)
    assert "w¹₁₁: weight, layer 1, to neuron 1 from input 1, given" in said(app)
    assert given[-1].formulas[0] == "w¹₁₁ = 0.15"
    assert not any(setting.startswith("Stage") for setting in given[-1].settings)
    opened(back_stage="5")
    assert given[-1].formulas[0].startswith("δ¹₁ = ")
    assert "Stage: 5" in given[-1].settings


def test_a_single_softmax_output_is_answered():
    assert "a single softmax output is always 1" in said(opened(back_output="softmax", back_outputs="1"))


# --- Check it --------------------------------------------------------------------------------------------------------


def test_the_check_is_green_for_each_layer_and_its_step_can_be_spoilt():
    text = said(opened(back_tab=CHECK))
    assert "✓ The check is green" in text
    assert re.search(r"\| layer 1 \| \S+ × 10⁻\S+ \|\n\| layer 2 \|", text)
    assert "Theory puts the best h near 6.8 × 10⁻⁵" in text
    assert "✗ The check is red for w¹₁₁, w¹₁₂" in said(opened(back_tab=CHECK, back_h="1e-12"))
    assert "✗ The check is red" in said(opened(back_tab=CHECK, back_h="0.1"))


def test_kinks_are_named():
    text = said(opened(back_tab=CHECK, back_hidden="ReLU", back_values="b11:-0.0275"))
    assert "Kinks. A ReLU's slope jumps at z = 0" in text
    assert re.search(r"z¹₁ of instance 1 is (0|−?\d\.\d+ × 10⁻\S+)", text)


def test_the_curve_over_h_is_one_picture_whatever_h_is():
    one, other = (specifications(opened(back_tab=CHECK, back_h=h)) for h in ("1e-5", "1e-3"))
    assert one == other
    assert any("worst relative error against the step h" in text for text in alternatives(opened(back_tab=CHECK)))


# --- Break it --------------------------------------------------------------------------------------------------------


def test_dropping_the_slope_is_the_cross_entropy_gradient_and_trains_better():
    text = said(opened(back_tab=BREAK))
    assert "✗ The check is red for every gradient" in text
    assert "trains *better* here. The wrong gradient is exactly that of cross-entropy" in text
    twice = said(opened(back_tab=BREAK, back_cost="Σ (y − a)²"))
    assert "exactly 2 times that of cross-entropy" in twice


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_is_planted_and_named_or_said_to_be_invisible(mistake):
    text = said(opened(back_tab=BREAK, back_mistake=MISTAKES[mistake].label))
    visible = {"drop_slope", "bias_per_weight", "slope_of_a", "update_order", "wrong_sign"}
    assert ("✗ The check" in text) == (mistake in visible)
    assert ("✓ Still green: the mistake cannot be seen here." in text) == (mistake not in visible)
    assert "100 updates with η = 0.5" in text


def test_a_mistake_of_order_is_seen_by_a_check_of_the_update_only():
    text = said(opened(back_tab=BREAK, back_mistake=MISTAKES["update_order"].label))
    assert "✗ The check of the update is red for the updates of w¹₁₁, w¹₁₂, b¹₁, w¹₂₁, w¹₂₂, b¹₂." in text


def test_biases_counted_once_per_weight_go_red_but_change_nothing_while_they_are_held():
    label = MISTAKES["bias_per_weight"].label
    text = said(opened(back_tab=BREAK, back_mistake=label, back_hold="true"))
    assert "✗ The check is red for the gradients of b¹₁, b¹₂, b²₁, b²₂" in text
    assert "the same with the wrong one. What it gets wrong is not used: the biases are held fixed." in text


@pytest.mark.parametrize(
    ("address", "mistake", "reason"),
    [
        ({}, "sum_over_batch", "With one instance the sum is the mean."),
        ({}, "hidden_slope", "The output has the same activation as the hidden layers"),
        ({"back_layers": "1"}, "update_order", "There is no hidden layer"),
        ({"back_inputs": "1", "back_width_1": "1"}, "bias_per_weight", "a single incoming weight (fan-in 1)"),
        ({"back_hidden": "ReLU", "back_output": "linear"}, "slope_of_a", "σ′(a) = σ′(z)"),
    ],
)
def test_the_page_says_why_a_mistake_is_invisible(address, mistake, reason):
    assert reason in said(opened(back_tab=BREAK, back_mistake=MISTAKES[mistake].label, **address))


def test_a_training_that_explodes_is_told_in_words():
    text = said(opened(back_tab=BREAK, back_mistake="Wrong sign", back_output="linear", back_eta="0.5"))
    assert "with the right gradient; with the wrong one the training explodes: C has passed 10¹⁰." in text
    text = said(opened(back_tab=BREAK, back_output="linear", back_eta="100"))
    assert "100 updates with η = 100 explode with either gradient: η is too large" in text


def test_what_changes_nothing_at_the_start_may_do_so_later():
    zero = ",".join(f"{code}:0" for code in ("w111", "w112", "b11", "w121", "w122", "b12"))
    text = said(
        opened(back_tab=BREAK, back_hidden="tanh", back_values=zero, back_mistake=MISTAKES["update_order"].label)
    )
    assert "✓ Still green: the mistake cannot be seen here. ∂C/∂w is 0 above the first layer" in text
    assert "It changes nothing at the start; but as the numbers move, it comes to." in text


def test_only_what_is_wrong_with_held_biases_is_said_not_to_be_used():
    label = MISTAKES["update_order"].label
    text = said(opened(back_tab=BREAK, back_mistake=label, back_hold="true", back_eta="0.001"))
    assert "biases are held fixed. " not in text.partition("100 updates")[2]


@pytest.mark.parametrize(("targets", "told"), [
    ("y11:0,y12:1", "δ = ∂C/∂z is a − y: the slopes of softmax have cancelled"),
    ("y11:0.5,y12:0.9", "δ = ∂C/∂z is a Σy − y, since the targets do not add up to 1"),
])  # fmt: skip
def test_softmax_with_cross_entropy_gives_a_minus_y_for_targets_that_add_up_to_1(targets, told):
    address = {"back_output": "softmax", "back_cost": "cross-entropy", "back_stage": "4", "back_values": targets}
    assert told in said(opened(**address))


def test_what_cannot_be_computed_is_drawn_as_far_as_it_is_given():
    app = opened(back_cost="cross-entropy", back_values="y11:1.5", back_held="y11", back_tab=CHECK)
    assert app.number_input(key="back_value").value == 1.5
    assert "There is nothing to show as long as this cannot be computed: a target is 1.5" in said(app)
    app.number_input(key="back_value").set_value(1.0).run()
    assert "✓ The check is green" in said(app)


def test_where_every_difference_crosses_a_kink_nothing_is_called_green():
    zero = ",".join(f"{code}:0" for code in ("w111", "w112", "b11", "w121", "w122", "b12"))
    app = opened(back_layers="1", back_output="ReLU", back_values=zero, back_tab=CHECK, back_stage="3")
    assert "Nothing could be checked, since every difference crosses a kink" in said(app)
    assert "Not checked: every central difference crosses a kink." in said(app)


def test_an_answer_to_one_puzzle_is_none_to_the_next():
    app = opened(back_tab=QUIZ, back_guess=MISTAKES["wrong_sign"].label)
    assert "A mistake is planted" not in said(app)
    app.number_input(key="back_quiz").set_value(2.0).run()
    assert "A mistake is planted" in said(app)


# --- Quiz, sides and table -------------------------------------------------------------------------------------------


def test_the_quiz_takes_the_right_answer_and_no_other():
    right = 0
    for mistake in MISTAKES.values():
        text = said(opened(back_tab=QUIZ, back_guess=mistake.label))
        right += "✓ Right." in text
        assert ("✓ Right." in text) != ("✗ Not that one" in text)
    assert right == 1
    assert "A mistake is planted" in said(opened(back_tab=QUIZ))


def test_other_puzzles_plant_other_mistakes():
    answers = {puzzle: quiz(MAZUR.network(), MAZUR.x, MAZUR.y, 0.5, seed=puzzle).answer for puzzle in range(1, 8)}
    for puzzle, mistake in some(answers.items(), 3):
        assert "✓ Right." in said(opened(back_tab=QUIZ, back_quiz=str(puzzle), back_guess=MISTAKES[mistake].label))
    assert len(set(answers.values())) >= 3


def test_a_network_with_nothing_to_guess_says_so():
    text = said(opened(back_tab=QUIZ, back_layers="1", back_output="linear", back_inputs="1", back_outputs="1"))
    assert "nothing to guess" in text


def test_the_sides_show_that_a_minus_y_is_dc_dz_for_softmax_with_cross_entropy_and_not_dc_da():
    text = said(opened(back_tab=SIDES, back_output="softmax", back_cost="cross-entropy", back_values="y11:0,y12:1"))
    assert "| δ²₂ | −0.4703 | −1.888 | −0.4703 = a − y |" in text
    assert "With softmax and cross-entropy ∂C/∂z is a − y" in text
    assert "| δ²₁ | 0.7414 | 0.7414 = a − y | 0.1385 |" in said(opened(back_tab=SIDES))


def test_the_table_has_every_value_and_can_be_taken_along():
    app = opened(back_tab="All values")
    table = app.dataframe[0].value
    assert len(table) == 61
    assert table.iloc[0]["formula"] == "given"


# --- What courses print ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("preset", "code", "printed"),
    [("In turn", "w111", [0.01, 0.0694, 0.176708, 0.21880847]), ("Momentum", "w111", [7.6, 4.0, 0.76, -0.86])],
)
def test_updates_of_the_presets_come_out_as_printed(preset, code, printed):
    app = press(opened(), f"preset_back_{preset}")
    for value in printed:
        press(app, "back_take_1")
        assert read_values(app.session_state["back_values"])[code] == pytest.approx(value, abs=5e-9)
        assert "✓ Checked" in said(app)


def test_the_notes_on_published_examples_tell_what_the_network_shows():
    pixels = press(opened(), "preset_back_Pixels and scores")
    assert lines(pixels)[1][-1] == "1.040"
    assert "scores z of −2.85, 0.86 and 0.28, and a cost of 1.04, as printed" in said(pixels)
    assert said(pixels).count("✓ Checked") == 1
    three = press(opened(), "preset_back_Three activations")
    assert float(lines(three)[1][-1]) == pytest.approx(0.1985, abs=2e-4)
    assert "answers a = max(z, 0)" in said(opened(back_hidden_1="ReLU", back_stage="1"))


def test_each_hidden_layer_may_have_its_own_activation():
    app = opened(back_layers="3", back_hidden="tanh", back_hidden_2="scaled tanh", back_stage="2", back_chosen="a211")
    assert "answers a = 1.7159 tanh(2z/3)" in said(app)
    assert "1.7159" in lines(app)[1][0]
    app.number_input(key="back_stage").set_value(9.0).run()
    assert "✓ Checked" in said(app)


def test_a_sum_over_the_batch_is_told_and_its_gradient_is_not_divided():
    app = opened(back_instances="2", back_reduction="sum", back_stage="3")
    assert "summed over the outputs, the sum over 2 instances)" in said(app)
    app = opened(back_instances="2", back_reduction="sum", back_stage="6", back_chosen="dCdw111")
    assert "frac" not in lines(app)[1][0]
    text = said(
        opened(
            back_instances="2", back_reduction="sum", back_tab=BREAK,
            back_mistake=MISTAKES["sum_over_batch"].label,
        )
    )  # fmt: skip
    assert "the sum over its instances here, so the sum of their gradients is right" in text


def test_instances_take_turns_and_each_button_says_whose_turn_is_next():
    address = {"back_instances": "3", "back_takes": "one in turn", "back_turn": "3", "back_stage": "3"}
    app = opened(**address)
    assert "of instance 3 alone, whose turn it is" in said(app)
    press(app, "back_take_1")
    assert app.session_state["back_turn"] == 1.0
    press(app, "back_take_100")
    assert app.session_state["back_turn"] == 2.0
    assert "100 updates later" in app.toast[0].value


def test_a_note_stays_through_updates_and_says_how_many_and_leaves_with_any_other_change():
    app, note = opened(), next(preset.note for preset in PRESETS if preset.name == "In turn")
    press(app, "preset_back_In turn")
    assert note in said(app)
    press(app, "back_take_1")
    assert f"*“In turn”, 1 update later. Of its start:* {note}" in said(app)
    press(app, "back_take_100")
    assert "101 updates later" in said(app)
    press(app, "back_random")
    assert note not in said(app)
    press(app, "back_take_1")
    assert note not in said(app)


def test_momentum_has_velocities_that_can_be_moved_and_that_go_on():
    app = opened(
        back_momentum="0.9", back_stage="7", back_chosen="newvw211", back_held="vw211", back_values="vw211:0.5"
    )
    assert app.number_input(key="back_value").value == 0.5
    assert lines(app)[0] == r"\text{new }v(w^{2}_{11})"
    assert lines(app)[1][0] == r"\mu\,v(w^{2}_{11}) - \eta\,\frac{\partial C}{\partial w^{2}_{11}}"
    assert "Every weight and bias keeps μ times its velocity" in said(app)
    press(app, "back_take_1")
    network = MAZUR.network()
    expected = 0.9 * 0.5 - 0.5 * network.gradient(MAZUR.x, MAZUR.y)[6]
    kept = read_values(app.session_state["back_values"])
    assert (kept["vw211"], kept["w211"]) == pytest.approx((expected, 0.4 + expected))
    assert not any(code.startswith("v") for code in read_values(press(app, "back_random").session_state["back_values"]))


def test_the_slope_of_the_cost_with_an_input_is_shown():
    app = opened(back_chosen="dCdx12", back_stage="6")
    assert lines(app)[0] == r"\frac{\partial C}{\partial x_{2}}"
    assert lines(app)[1][0] == r"w^{1}_{12}\,\delta^{1}_{1} + w^{1}_{22}\,\delta^{1}_{2}"
    network, h = MAZUR.network(), 1e-6
    ends = [network.cost([[0.05, 0.1 + step]], MAZUR.y) for step in (h, -h)]
    assert float(lines(app)[1][-1]) == pytest.approx((ends[0] - ends[1]) / (2 * h), rel=1e-3)


@pytest.mark.parametrize(
    ("value", "reach", "step"),
    [(0.15, 20, 0.01), (-19.9, 20, 0.01), (20, 50, 0.01), (-57, 100, 0.1), (255, 500, 0.1), (2104, 5000, 1.0),
     (999_999, 1e6, 1000.0), (1e6, 1e6, 1000.0)],
)  # fmt: skip
def test_the_range_of_the_slider_follows_the_number(value, reach, step):
    assert reach_of(float(value)) == reach
    assert step_of(reach_of(float(value))) == pytest.approx(step)


def test_what_is_typed_stays_where_no_slider_reaches():
    app = opened(back_chosen="x11", back_held="x11", back_stage="7")
    app.number_input(key="back_value").set_value(2104.0).run()
    assert app.session_state["back_values"] == "x11:2104"
    assert lines(app) == ("x_{1}", ["2{,}104"])
    assert "✓ Checked" in said(app)


def test_two_costs_that_differ_are_not_printed_alike():
    for mistake in ("update_order", "slope_of_a", "bias_per_weight"):
        text = said(opened(back_tab=BREAK, back_mistake=MISTAKES[mistake].label, back_eta="0.001"))
        shown = re.search(r"C is (\S+) with the right gradient and (\S+) with the wrong one", text)
        assert shown is None or shown[1] != shown[2]
