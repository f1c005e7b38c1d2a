"""Lesson 3: what its sentences, tables and pictures say is checked against numbers from elsewhere."""

import math
import re
from decimal import Decimal, localcontext

import pytest

from core.rounding import known_digits
from tests.opening import alternatives, said, specifications
from tests.opening import opened as opened_page
from ui.lessons.learning_speed.race import Race
from ui.two_costs import Pair, compared

PAGE = "pages/3_Learning_speed.py"
COSTS = compared("half_quadratic")


def opened(**address):
    return opened_page(PAGE, **address)


@pytest.mark.parametrize(
    ("address", "ratio", "updates"),
    [
        ({}, "56.62 times", "quadratic cost needs 232 updates, cross-entropy 17, until"),
        ({"speed_quadratic": "(y − a)²"}, "28.31 times", "cross-entropy 17, until"),
        ({"speed_w": "0.6", "speed_b": "0.9"}, "6.705 times", "needs 36 updates, cross-entropy 8, until"),
        (
            {"speed_w": "3", "speed_b": "3", "speed_updates": "2000"},
            "405.4 times",
            "needs 1,416 updates, cross-entropy 23, until",
        ),
        (
            {"speed_w": "4", "speed_b": "4", "speed_updates": "12000"},
            "2,983 times",
            "10,028 updates, cross-entropy 30, until",
        ),
        (
            {"speed_eta": "0.005"},
            "56.62 times",
            "needs more than 300 updates, cross-entropy more than 300, until",
        ),
        (
            {"speed_eta": "8.49", "speed_apart": "true", "speed_updates": "50"},
            "56.62 times",
            "(η = 8.49) needs 6 updates, cross-entropy (η = 0.15) 17, until",
        ),
    ],
)
def test_the_sentence_names_the_ratio_of_the_gradients_and_who_arrives_when(address, ratio, updates):
    text = said(opened(**address))

    assert ratio in text
    assert updates in text


def test_the_sentence_states_the_convention_it_computes_with():
    assert "quadratic cost ½ (y − a)², " in said(opened())
    assert "exactly 1/σ′(z)" in said(opened())
    assert "quadratic cost (y − a)², " in said(opened(speed_quadratic="(y − a)²"))
    assert "exactly 1/(2σ′(z))" in said(opened(speed_quadratic="(y − a)²"))


def exact(w, b, y, eta, updates, of_quadratic):
    """The output after so many updates, x = 1, with 150 digits."""
    with localcontext() as context:
        context.prec = 150
        z, y = Decimal(w) + Decimal(b), Decimal(y)
        for _ in range(updates):
            a = 1 / (1 + (-z).exp())
            z -= 2 * Decimal(eta) * (a - y) * (a * (1 - a) if of_quadratic else 1)
        return float(1 / (1 + (-z).exp()))


def test_an_output_that_rounding_decides_is_not_printed():
    text = said(opened(speed_w="3", speed_b="2", speed_y="0.5", speed_eta="50", speed_step="300"))

    assert "At update 300: quadratic a = ?, cross-entropy a = 0.9999. Rounding decides the later digits of" in text
    assert "| a | ? | 0.9999 |" in text and "| w | ? | 5.321 |" in text
    assert exact(3, 2, 0.5, 50, 300, of_quadratic=False) == pytest.approx(0.9999, abs=5e-5)
    race = Race(3.0, 2.0, 1.0, 0.5, COSTS, Pair(50.0, 50.0), 300)
    assert race.runs.quadratic.a[300] != pytest.approx(exact(3, 2, 0.5, 50, 300, of_quadratic=True), abs=0.05)
    assert "Rounding" not in said(opened(speed_step="300"))


@pytest.mark.parametrize("eta", [0.15, 8.0, 17.0, 23.0, 31.0, 50.0])
def test_digits_that_are_printed_are_those_of_exact_arithmetic(eta):
    race, printed = Race(3.0, 2.0, 1.0, 0.5, COSTS, Pair(eta, eta), 60), 0
    for run, twin, torn in race.with_twins:
        for step in (10, 30, 60):
            known = known_digits(run.a[step], twin.a[step]) if torn[step] else 4
            right = exact(3, 2, 0.5, eta, step, of_quadratic=run is race.runs.quadratic)
            printed += known > 0
            assert not known or run.a[step] == pytest.approx(right, rel=10.0 ** (1 - known))
    assert printed >= 3


def test_without_an_input_the_sentence_says_that_w_cannot_learn():
    assert "∂C/∂w is 0 under both costs and only b can learn" in said(opened(speed_x="0"))


def test_with_the_output_on_its_target_the_sentence_says_that_there_is_nothing_to_learn():
    assert "there is nothing to learn" in said(opened(speed_w="0", speed_b="0", speed_y="0.5"))


def test_the_table_shows_both_neurons_at_the_update_looked_at():
    text = said(opened(speed_step="300"))

    assert "| w | −0.6843 | −2.205 |" in text  # published end of the race, to four digits
    assert "| a | 0.2028 | 0.01201 |" in text
    assert "| C | 0.02057 | 0.01208 |" in text
    assert "| within 0.2 of y | not yet | 31 |" in text


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        ("Nielsen's start (0.6, 0.9)", {"speed_w": 0.6, "speed_b": 0.9, "speed_eta": 0.15}),
        ("Worst (4, 4)", {"speed_w": 4.0, "speed_b": 4.0, "speed_updates": 12_000, "speed_log": True}),
        ("Why not just raise η?", {"speed_eta": 8.49, "speed_apart": True, "speed_eta_ce": 0.15}),
        ("Cross-entropy at η = 0.005", {"speed_w": 2.0, "speed_eta": 0.005, "speed_eta_ce": 0.15}),
    ],
)
def test_a_preset_sets_its_controls_and_returns_the_others(preset, expected):
    app = opened(speed_w="-3", speed_x="2")

    next(button for button in app.button if button.label == preset).click().run()

    assert not app.exception
    assert {key: app.session_state[key] for key in expected} == expected
    assert app.session_state["speed_x"] == 1.0


def test_the_note_on_raising_the_learning_rate_says_why_it_is_no_way_out():
    text = said(opened(speed_eta="8.49", speed_apart="true", speed_updates="50"))

    assert "below 0.5 at update 6 against 17" in text
    assert "One instance with a target of 0 or 1 forgives any overshoot. A set does not" in text


def test_a_note_stays_while_one_looks_around_in_its_race():
    race = {"speed_eta": "8.49", "speed_apart": "true", "speed_updates": "50"}

    assert "forgives any overshoot" in said(opened(**race, speed_step="20", speed_log="true"))
    assert "Each button sets all controls" in said(opened(**race, speed_w="2.01"))


def test_where_both_gradients_are_0_there_is_no_ratio():
    tab = {"speed_tab": "Gradient against z"}

    assert "Both are 0, since x is 0: there is no ratio." in said(opened(**tab, speed_x="0"))
    assert "ratio = 1" in said(opened(**tab, speed_x="0", speed_of="∂C/∂b"))
    assert "since the output is the target" in said(opened(**tab, speed_w="0", speed_b="0", speed_y="0.5"))


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ({}, "Move z₁ away from 0"),
        ({"speed_z1": "12"}, "Bring z₁ back to 0"),
        ({"speed_w2": "0"}, "nothing to compare"),
    ],
)
def test_the_hidden_tab_asks_only_for_what_can_be_done(address, told):
    text = said(opened(speed_tab="Hidden neurons", **address))

    assert told in text
    assert text.count("z₁ away") + text.count("z₁ back") == (told[-1] == "0")


def test_the_note_on_the_usual_learning_rate_gives_the_output_it_leaves():
    assert "output is still 0.7796" in said(opened(speed_eta="0.005"))
    assert "within 0.5 of y | not yet | 498" in said(opened(speed_eta="0.005", speed_updates="500"))
    assert re.search(r"within 0.5 of y \| \S+ \| 50 \|", said(opened(speed_eta="0.05", speed_updates="1000")))


def test_every_chart_has_a_text_alternative_with_the_current_numbers():
    app = opened(speed_step="300")

    texts = alternatives(app)

    assert "output against updates: at update 300 quadratic 0.2028, cross-entropy 0.01201" in texts[0]
    assert "cost against updates: at update 300 quadratic 0.02057, cross-entropy 0.01208" in texts[0]


def test_a_slider_changes_data_and_no_specification():
    one, other = (
        opened(),
        opened(speed_w="-7", speed_b="3.3", speed_eta="20", speed_x="0", speed_step="7", speed_y="0.3"),
    )

    assert specifications(one) == specifications(other)


@pytest.mark.parametrize(
    ("z1", "quadratic", "entropy"),
    [("0", "0.008673", "0.4910"), ("5", "2.306 × 10⁻⁴", "0.01306"), ("10", "1.575 × 10⁻⁶", "8.916 × 10⁻⁵")],
)
def test_the_hidden_neuron_keeps_its_own_slope_under_both_costs(z1, quadratic, entropy):
    text = said(opened(speed_tab="Hidden neurons", speed_z1=z1))

    assert f"∂C/∂w₁ is {quadratic} for the quadratic cost and {entropy} for cross-entropy: 56.62 times" in text


def test_the_factors_multiply_to_the_gradient_written_beside_them():
    where = {"speed_w": "-3", "speed_b": "1", "speed_x": "-1.5", "speed_y": "1", "speed_quadratic": "(y − a)²"}
    text = said(opened(speed_tab="Gradient against z", **where))
    z = 5.5  # (−3)(−1.5) + 1
    assert "quadratic ∂C/∂w = 2 · (a − y) · σ′(z) · x = 2 · (−0.004070) · 0.004054 · (−1.5) = 4.950 × 10⁻⁵" in text
    assert f"z = w·x + b = {z}" in text


def test_undefined_pairings_are_called_undefined():
    text = said(opened(speed_tab="Which output with which cost"))
    rows = {row.split("|")[1].strip(): row for row in text.split("\n") if row.startswith("|")}

    assert "| 0.01735 | 0.9820 |" in rows["sigmoid"]
    assert "| 0.03469 | 0.9820 |" in rows["softmax"]  # ½ (a − y)² over two outputs through the full Jacobian
    assert "| 0.002681 | undefined; matching form 1.999 |" in rows["tanh"]
    assert "| 4 | undefined |" in rows["linear"]
    assert "| 4 | undefined |" in rows["relu"]


def test_below_a_of_1_linear_and_relu_outputs_have_a_cross_entropy():
    text = said(opened(speed_tab="Which output with which cost", speed_wrong="0.5"))
    rows = {row.split("|")[1].strip(): row for row in text.split("\n") if row.startswith("|")}

    assert rows["linear"].endswith("| 0.5 | 0 | 0.5 | 2 |")  # 1 / (1 − a)
    assert rows["relu"].endswith("| 0.5 | 0 | 0.5 | 2 |")
    assert "the target −1 is no probability" in rows["tanh"]
    assert "undefined" in rows["tanh"]


def test_a_closed_tab_is_empty_and_an_open_one_is_filled():
    closed, filled = opened(), opened(speed_tab="Gradient against z")

    assert not any("∂C/∂w against z." in text for text in alternatives(closed))
    assert any("∂C/∂w against z." in text for text in alternatives(filled))


def test_the_drawer_is_empty_until_it_is_opened_or_one_of_its_controls_is_moved():
    assert "speed_x" not in opened().session_state
    assert opened(speed_x="2").session_state["speed_x"] == 2.0
    assert opened(speed_x="2").session_state["speed_y"] == 0.0  # all of it is drawn, not that control alone


ENDS = ["speed_w", "speed_b", "speed_eta", "speed_x", "speed_y", "speed_updates", "speed_step"]


@pytest.mark.parametrize("key", ENDS)
def test_no_end_of_a_slider_shows_an_undefined_number(key):
    app = opened(speed_log="true")  # which fills the drawer

    for end in ("min", "max"):
        app.number_input(key=key).set_value(getattr(app.number_input(key=key), end)).run()

        assert not app.exception, end
        assert not re.search(r"undefined|nan|∞|None", said(app)), end


def test_the_sentences_to_leave_with_quote_the_ratio_at_two_places():
    assert f"4 at z = 0, {math.cosh(2) ** 2 * 4:.2f} at z = 4 (w = b = 2 with x = 1)" in said(opened())
