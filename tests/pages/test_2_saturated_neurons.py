"""Lesson 2: what its sentences, tables and pictures say is checked against numbers from elsewhere."""

import math

import numpy as np
import pytest

from core.functions.activations import ACTIVATIONS as ACTIVATION_TABLE
from core.neurons.layer import layer_response
from tests.opening import alternatives, said, specifications
from tests.opening import opened as opened_page
from tests.sampling import some
from ui.lessons.saturated_neurons.picture import code_of

PAGE = "pages/2_Saturated_neurons.py"
ACTIVATIONS = ("tanh", "sigmoid", "ReLU", "leaky ReLU", "linear")
SCHEMES = ("Standard normal", "Glorot normal", "Glorot uniform", "He", "1/√n", "Uniform", "Zeros")
NUMBERS = {
    "sat_w1": (-5.0, 5.0, 1.25),
    "sat_w2": (-5.0, 5.0, 1.5),
    "sat_w3": (-5.0, 5.0, -2.5),
    "sat_x1": (-3.0, 3.0, 0.75),
    "sat_x2": (-3.0, 3.0, -0.25),
    "sat_x3": (-3.0, 3.0, 2.5),
    "sat_b": (-10.0, 10.0, -1.5),
    "sat_dw": (-1.0, 1.0, -0.2),
    "sat_db": (-1.0, 1.0, 0.3),
    "sat_share": (1, 99, 42),
    "sat_fan_in": (1, 2000, 50),
    "sat_neurons": (10, 1000, 40),
    "sat_seed": (0, 999, 7),
}
CHOICES = {
    "sat_activation": "leaky ReLU",
    "sat_inputs": "2",
    "sat_scheme": "He",
    "sat_layer_activation": "tanh",
    "sat_kind": "N(0, 1)",
    "sat_z_axis": "−10 to 10",
}


def opened(**address):
    return opened_page(PAGE, **({"sat_tab": "Where saturation comes from"} | address))


def sane(app):
    text = said(app) + "\n".join(alternatives(app)) + "\n".join(caption.value for caption in app.caption)
    assert all(word not in text for word in ("nan", "inf", "undefined", "∞", "None", "-0"))
    return text


# --- The neuron ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "relu", "leaky_relu", "linear"])
def test_the_code_shown_is_that_of_the_activation_chosen(name):
    names = [function.__name__ for function in code_of(ACTIVATION_TABLE[name])]

    assert names[:2] == [name, f"{name}_derivative"]
    assert "<lambda>" not in names


def test_the_page_opens_on_a_saturated_tanh_at_z_4():
    app = opened()

    assert (
        "z = w·x + b = 2 × 1 + 2 = 4, output a = tanh(z) = 0.9993. The slope of the curve there is σ′(z) = 0.001341"
        in said(app)
    )
    assert "0.1341 % of its maximum: saturated, since that is below the limit of 19 %" in said(app)
    # tanh 4.1 − tanh 4 and tanh 0.1, to 50 digits: 1.2151…e−4 and 0.0996679946
    assert "and the output a by 1.215 × 10⁻⁴. At z = 0 it would move a by 0.09967, which is 820 times as far" in said(
        app
    )
    assert "tanh against z with a neuron at z = 4: a = 0.9993, saturated" in alternatives(app)[0]
    assert "at the neuron's z = 4 it is 0.001341" in alternatives(app)[1]


def test_the_nudge_table_says_how_far_z_must_move_for_a_hundredth():
    app = opened()

    assert "| z must move by | −1.386 | 0.01000 |" in said(app)
    assert "| Δa, exact | 1.215 × 10⁻⁴ | 0.09967 |" in said(app)
    assert "| Δa ≈ σ′(z) Δz | 1.341 × 10⁻⁴ | 0.1 |" in said(app)


def test_a_nudge_of_the_bias_adds_to_that_of_the_weight():
    app = opened(sat_x1="2", sat_b="0", sat_dw="0.1", sat_db="0.3")

    assert "Nudging w by 0.1 and b by 0.3 moves z by 0.5" in said(app)
    assert "Δz = 0.5 changes a by" in sane(app)


def test_three_inputs_are_summed_and_the_nudge_goes_to_the_first_weight():
    app = opened(sat_inputs="3", sat_w1="-1.5", sat_x1="2", sat_w3="2", sat_x3="0.25", sat_b="-1")

    assert "(−1.5) × 2 + (−1) × 0.5 + 2 × 0.25 + (−1) = −4, output a = tanh(z) = −0.9993" in said(app)
    assert "Nudging w₁ by 0.1 moves z by 0.2" in said(app)


def test_a_sum_that_rounds_stands_exactly_at_zero():
    app = opened(sat_activation="ReLU", sat_w1="0.1", sat_x1="3", sat_b="-0.3")

    assert "0.1 × 3 + (−0.3) = 0, output a = max(z, 0) = 0." in said(app)
    assert "σ′(z) = 0, on the flat side: the neuron is off" in said(app)


def test_a_relu_that_is_off_does_not_answer_at_all():
    app = opened(sat_activation="ReLU", sat_b="-5")

    assert "the neuron is off" in said(app)
    assert "moves z by 0.1 and the output a not at all. At z = 0 it would move a by 0.1." in said(app)
    assert "| to move a by | 0.01 | 0.01 |" in said(app)
    assert "| z must move by | 3.010 | 0.01 |" in said(app) or "| z must move by | 3.01 | 0.01 |" in said(app)
    assert "A ReLU does not saturate" in app.caption[0].value


def test_a_relu_with_a_large_z_answers_in_full():
    text = said(opened(sat_activation="ReLU", sat_w1="5"))

    assert "z = w·x + b = 5 × 1 + 2 = 7, output a = max(z, 0) = 7." in text
    assert "σ′(z) = 1, 100 % of its maximum: not saturated" in text


def test_a_leaky_relu_leaks_a_hundredth():
    app = opened(sat_activation="leaky ReLU", sat_b="-5")

    assert "the neuron is leaking" in said(app)
    assert (
        "moves z by 0.1 and the output a by 0.001. At z = 0 it would move a by 0.1, which is 100 times as far"
        in said(app)
    )
    assert "| z must move by | 1 | 0.01 |" in said(app)


def test_a_sigmoid_is_saturated_below_a_twentieth_and_above_nineteen():
    app = opened(sat_activation="sigmoid")

    assert "where |z| > 2.944: for an output *a* below 0.05 or above 0.95" in app.caption[0].value.replace(
        "0.05000", "0.05"
    )
    assert "σ′(z) = 0.01766" in said(app)


def test_another_share_moves_the_edges_and_the_verdict():
    strict = opened(sat_b="-1")
    generous = opened(sat_b="-1", sat_share="50")

    # tanh′(1) = 0.41997
    assert "42.00 % of its maximum: not saturated, since that is not below the limit of 19 %" in said(strict)
    assert "42.00 % of its maximum: saturated, since that is below the limit of 50 %" in said(generous)
    assert "50 % of its maximum, 1, where |z| > 0.8814" in generous.caption[0].value  # artanh √½


def test_a_neuron_beyond_the_chart_is_said_to_be_there():
    assert "This z lies beyond the chart" in said(opened(sat_w1="5", sat_x1="3"))
    assert "beyond the chart" not in said(opened())


def test_a_nudge_that_does_not_reach_z_is_said_not_to():
    assert "leaves z where it is" in said(opened(sat_x1="0"))
    assert "leaves z where it is" in said(opened(sat_x1="3", sat_dw="0.1", sat_db="-0.3"))
    assert "move Δw to nudge the neuron" in said(opened(sat_dw="0"))


def test_silu_falls_and_rises_and_two_z_may_give_one_a():
    app = opened(sat_activation="SiLU", sat_b="-4", sat_tab="Which activations saturate")
    # silu′(−2) = σ(−2) (1 − 2 σ(2)) and the a at z = −2, by hand; the largest slope is 1.0998
    slope = 1 / (1 + math.exp(2)) * (1 - 2 / (1 + math.exp(-2)))
    assert f"a = z σ(z) = −{2 / (1 + math.exp(2)):.4f}. The slope of the curve there is σ′(z) = −{-slope:.5f}" in said(
        app
    )
    assert f"−{-100 * slope / 1.09984:.3f} % of its maximum: flat, since its size is below the limit of 19 %" in said(
        app
    )
    assert "turns at z = −1.278: where two z give one a, the last row leads to the nearer" in said(app)
    assert "| SiLU | z < −0.6195 | flat | 1.100 |" in said(app)
    assert "SiLU is not monotone: a falls to its minimum, −0.2785, at z = −1.278" in app.caption[0].value


def test_silu_is_flat_on_a_range_with_two_ends_where_little_counts_as_flat():
    assert "| SiLU | z < −3.930 and −1.595 < z < −1.059 | flat |" in said(
        opened(sat_share="5", sat_tab="Which activations saturate")
    )


# --- The tabs ------------------------------------------------------------------------------------------------------


def test_the_books_layer_is_saturated_with_standard_normal_weights_and_not_with_glorots():
    text = said(opened())
    measured = layer_response("normal", "sigmoid", 784, 256)
    z = measured.z
    saturated = sum(not 0.05 <= 1 / (1 + math.exp(-value)) <= 0.95 for value in z) / 256

    assert f"Standard normal: {100 * saturated:.1f} % of 256 neurons saturated, in theory 85.5 %" in text
    assert "in theory 16.17" in text
    assert "Glorot uniform: 0 % of 256 neurons saturated, in theory 0.00329 %" in text
    assert "in theory 0.7089" in text
    assert "| 1/√n: N(0, 1 / n) | 0.03571 | 0.5774 | 3.67 × 10⁻⁵ % |" in text


def test_the_slopes_are_the_published_ones_and_every_flat_side_has_its_name():
    text = said(opened(sat_tab="Which activations saturate"))

    assert "| sigmoid | 0.25 | 0.1050 | 0.01766 | 0.002467 |" in text
    assert "| tanh | 1 | 0.07065 | 0.001341 | 2.458 × 10⁻⁵ |" in text
    assert "| ReLU | 0 | 1 | 1 | 1 |" in text
    assert "| leaky ReLU | 0.01 | 1 | 1 | 1 |" in text
    assert "| linear | 1 | 1 | 1 | 1 |" in text
    assert "| tanh | z < −1.472 and z > 1.472 | saturated | 1 |" in text
    assert "| sigmoid | z < −2.944 and z > 2.944 | saturated | 0.25 |" in text
    assert "| ReLU | z ≤ 0 | off | 1 |" in text
    assert "| linear | nowhere | none | 1 |" in text
    assert "tanh z = 2 · sigmoid(2z) − 1" in text


def test_the_code_behind_the_page_can_be_read():
    app = opened()
    assert not app.code
    app.session_state["sat_code"] = True
    app.run()
    assert not app.exception
    assert any("def shift_to_middle" in block.value for block in app.code)


# --- The address, the ends and the presets -------------------------------------------------------------------------


def test_every_control_takes_its_value_from_the_address():
    wanted = {key: value for key, (_, _, value) in NUMBERS.items()}
    app = opened(**{key: str(value) for key, value in (wanted | CHOICES).items()})

    assert {key: app.session_state[key] for key in wanted} == wanted
    assert {key: app.session_state[key] for key in CHOICES} == CHOICES
    assert "z = w·x + b = 1.25 × 0.75 + 1.5 × (−0.25) + (−1.5) = −0.9375" in sane(app)


ENDS = [(inputs, end) for inputs in ("1", "3") for end in (0, 1)]


@pytest.mark.parametrize(
    ("activation", "inputs", "end"), [(name, *case) for k, name in enumerate(ACTIVATIONS) for case in some(ENDS, 2, k)]
)
def test_at_the_ends_of_all_sliders_every_sentence_still_holds_numbers(activation, inputs, end):
    ends = {key: str(numbers[end]) for key, numbers in NUMBERS.items()}
    app = opened(sat_activation=activation, sat_layer_activation=activation, sat_inputs=inputs, **ends)
    # w and x have the same sign at both ends: 15 for each input, and then the bias
    z = 15 * int(inputs) + (-10 if end == 0 else 10)
    assert f"= {z}, output a = " in sane(app)


@pytest.mark.parametrize(("turn", "activation"), list(enumerate(ACTIVATIONS[::2])))
def test_no_end_of_a_slider_breaks_the_page(turn, activation):
    """Each slider takes one of its three values here, and all of them over three kinds of activations.

    Two move at a time: one of the neuron and, far from it in the list, another.
    """
    app = opened(sat_activation=activation, sat_layer_activation=activation, sat_inputs="3")
    keys = list(NUMBERS)
    for place in range(7):
        moved = {key: NUMBERS[key][(keys.index(key) + turn) % 3] for key in keys[place::7]}
        for key, value in moved.items():
            app.number_input(key=key).set_value(value)
        assert not app.run().exception, moved
        assert len(sane(app)) > 100


def test_a_layer_has_a_million_weights_at_most():
    app = opened(sat_fan_in="2000", sat_neurons="1000")
    assert "of 500 neurons saturated" in sane(app)
    assert "of 1,000 neurons saturated" in sane(opened(sat_fan_in="1000", sat_neurons="1000"))


@pytest.mark.parametrize("scheme", some(SCHEMES, 4))
def test_every_scheme_says_what_it_measured(scheme):
    app = opened(sat_scheme=scheme)
    assert f"{scheme}: " in sane(app)
    assert f"| {scheme}: " in said(app)


@pytest.mark.parametrize(
    ("preset", "sentence"),
    [
        ("Saturated tanh", "= 4, output a = tanh(z) = 0.9993"),
        (
            "In the middle",
            "= 0, output a = tanh(z) = 0. The slope of the curve there is σ′(z) = 1, 100 % of its maximum: not",
        ),
        (
            "Saturated sigmoid",
            "output a = σ(z) = 0.9820. The slope of the curve there is σ′(z) = 0.01766, 7.065 % of its maximum: sat",
        ),
        ("ReLU, off", "= −3, output a = max(z, 0) = 0"),
        ("ReLU, large z", "= 7, output a = max(z, 0) = 7"),
        ("Three inputs", "2 × 1 + (−1) × 0.5 + 0.5 × 1 + 2 = 4"),
    ],
)
def test_a_preset_sets_its_state_from_anywhere(preset, sentence):
    app = opened(sat_w1="-3.3", sat_b="1.7", sat_activation="linear", sat_share="77")
    app.button(key=f"preset_sat_{preset}").click().run()
    assert not app.exception
    assert sentence in said(app)


@pytest.mark.parametrize(
    ("preset", "sentence"),
    [
        ("784 → 256 with N(0, 1)", "Standard normal: 84.0 % of 256 neurons saturated, in theory 85.5 %"),
        ("784 → 256 with Glorot", "Glorot uniform: 0 % of 256 neurons saturated"),
        ("Glorot, close up", "Glorot uniform: 0 % of 256 neurons saturated"),
        ("784 → 256 with 1/√n", "1/√n: 0 % of 256 neurons saturated, in theory 3.67 × 10⁻⁵ %"),
    ],
)
def test_a_preset_of_the_layer_leaves_the_neuron_alone(preset, sentence):
    app = opened(sat_w1="-3.3", sat_fan_in="12", sat_seed="5", sat_layer_activation="ReLU")
    app.button(key=f"preset_sat_layer_{preset}").click().run()
    assert not app.exception
    assert sentence in said(app)
    assert app.session_state["sat_w1"] == -3.3


def test_a_slider_changes_data_and_never_a_specification():
    app = opened()
    before = specifications(app)
    for key in ("sat_w1", "sat_dw", "sat_share", "sat_fan_in", "sat_neurons"):
        app.number_input(key=key).set_value(NUMBERS[key][2]).run()
    assert len(before) == 5
    assert specifications(app) == before


@pytest.mark.parametrize(("key", "value"), [("sat_w1", "9"), ("sat_inputs", "4"), ("sat_w3", "x"), ("sat_share", "0")])
def test_an_address_that_cannot_be_met_opens_the_default_and_says_so(key, value):
    app = opened(**{key: value})
    assert "= 2 × 1 + 2 = 4" in said(app)
    assert "the default is shown instead" in app.toast[0].value


def test_the_sentences_to_leave_with_quote_a_saturated_tanh_and_the_books_layer():
    text = said(opened(sat_tab="In short"))

    assert f"σ′(z) = {1 - math.tanh(4) ** 2:.6f}" in text
    squares = (np.random.default_rng(0).random((10_000, 784)) ** 2).sum(axis=1)  # |x|² of many x, normal weights
    share = np.mean([math.erfc(math.log(19) / math.sqrt(2 * each)) for each in squares])
    assert f"{100 * share:.2f} %" in text
    assert "0.00329 %" in text


def test_the_table_of_schemes_names_the_symmetry_of_zeros_and_calls_no_relu_dead_for_one_x():
    text = said(opened(sat_layer_activation="ReLU"))
    row = next(line for line in text.splitlines() if "Zeros: 0" in line)
    assert row.count("all neurons are identical: symmetry") == 1
    assert "off for this x" in text


def test_a_single_input_has_the_average_over_it_and_zeros_are_no_good_start():
    text = said(opened(sat_tab="Where saturation comes from", sat_fan_in="1"))
    assert "| Standard normal: N(0, 1) | 1 | 0.5774 | 0.0269 % |" in text
    assert "Glorot normal: N(0, 2 / (n + m)) | 0.08822 | 0.05093 | less than 1 × 10⁻⁸ % |" in text
    assert "U(−0.5, 0.5), bias 0.1, as TensorFlow Playground | 0.2887 | 0.1667 | 0 % |" in text
    assert "| Zeros: 0 | 0 | 0 | 0 %, but all neurons are identical: symmetry |" in text
