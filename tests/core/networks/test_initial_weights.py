"""Initial weights: their sizes, and the book's layer of 256 neurons."""

import numpy as np
import pytest

from core.networks.initial_weights import SCHEMES
from core.neurons.layer import flat_in_theory, layer_response
from core.neurons.spread import spread_of

ALL = ["normal", "glorot_normal", "glorot_uniform", "he", "lecun", "uniform", "zeros"]


def test_the_table_has_the_seven_schemes_and_only_playgrounds_has_a_bias():
    assert list(SCHEMES) == ALL
    assert {name: scheme.bias for name, scheme in SCHEMES.items() if scheme.bias} == {"uniform": 0.1}


@pytest.mark.parametrize(
    ("fan_in", "fan_out", "limit"),
    [
        (784, 256, 0.075955452531275),
        (784, 64, 0.08411582311380664),
        (64, 64, 0.21650635094610965),
        (64, 10, 0.2847473987257497),
    ],
)
def test_glorot_uniform_has_the_known_limits_and_keeps_to_them(fan_in, fan_out, limit):
    scheme = SCHEMES["glorot_uniform"]
    weights = scheme.draw(np.random.default_rng(1), fan_in, fan_out)
    assert scheme.limit(fan_in, fan_out) == pytest.approx(limit, rel=1e-14)
    assert 0.99 * limit < np.abs(weights).max() <= limit


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_drawn_weights_have_the_shape_and_the_spread_they_should(scheme):
    weights = scheme.draw(np.random.default_rng(0), 300, 200)
    assert weights.shape == (200, 300)
    assert weights.std() == pytest.approx(scheme.sd(300, 200), rel=0.01)
    assert weights.mean() == pytest.approx(0.0, abs=0.015)
    assert (weights == scheme.draw(np.random.default_rng(0), 300, 200)).all()


def test_standard_deviations():
    sd = {name: scheme.sd(784, 256) for name, scheme in SCHEMES.items()}
    assert sd["normal"] == 1.0 and sd["zeros"] == 0.0
    assert sd["he"] == pytest.approx(np.sqrt(2 / 784)) and sd["lecun"] == pytest.approx(1 / 28)
    assert sd["glorot_normal"] == sd["glorot_uniform"] == pytest.approx(np.sqrt(2 / 1040))
    assert sd["uniform"] == pytest.approx(1 / np.sqrt(12)) and SCHEMES["uniform"].limit(4, 2) == 0.5


@pytest.mark.parametrize(
    ("scheme", "sd", "flat"),
    [
        ("normal", 16.165807537309522, 0.85542),
        ("glorot_uniform", 0.7089175569585666, 3.286e-5),
        ("glorot_normal", 0.7089175569585666, 3.384e-5),
        ("lecun", 0.5773502691896257, 3.67e-7),
    ],
)
def test_the_books_layer_is_saturated_as_theory_says(scheme, sd, flat):
    responses = [layer_response(scheme, "sigmoid", 784, 256, seed=seed) for seed in range(40)]
    assert responses[0].spread.sd == pytest.approx(sd, rel=1e-14)
    assert responses[0].flat_theory == pytest.approx(flat, rel=1e-3)
    assert np.std([each.z for each in responses]) == pytest.approx(sd, rel=0.02)
    assert np.mean([each.flat for each in responses]) == pytest.approx(flat, abs=0.01)


def test_saturated_means_below_five_or_above_ninety_five_per_cent():
    response = layer_response("normal", "sigmoid", 784, 256, seed=3)
    assert response.flat == np.mean((response.a < 0.05) | (response.a > 0.95))
    assert response.slope == pytest.approx(response.a * (1 - response.a), abs=1e-15)


def test_tanh_saturates_more_and_relu_is_flat_for_half_of_its_neurons():
    tanh = [layer_response(scheme, "tanh", 784, 256).flat_theory for scheme in ("normal", "glorot_uniform", "lecun")]
    assert tanh == pytest.approx([0.9264, 0.040, 0.0091], abs=3e-3)  # |a| > .9 means a slope below 1 − .81
    relu = layer_response("he", "relu", 784, 4000)
    assert relu.flat_theory == 0.5 and relu.flat == pytest.approx(0.5, abs=0.04)
    assert layer_response("he", "linear", 9, 9).flat is None
    assert layer_response("he", "linear", 9, 9).flat_theory is None


def test_a_bias_moves_the_middle_of_the_layer():
    response = layer_response("uniform", "leaky_relu", 50, 4000, inputs="normal", seed=2)
    assert response.spread.sd == pytest.approx(np.sqrt(50 / 12))
    assert response.z.mean() == pytest.approx(0.1, abs=0.15)
    assert response.flat_theory < 0.5


def test_without_spread_theory_asks_where_the_mean_stands():
    still = spread_of(SCHEMES["zeros"], 3, 3, "uniform")
    assert [flat_in_theory("sigmoid", mean, still, 0.19) for mean in (-3.0, -2.9, 2.9, 3.0)] == [1.0, 0.0, 0.0, 1.0]


def test_zero_weights_leave_every_neuron_at_its_bias():
    response = layer_response("zeros", "sigmoid", 10, 5)
    assert response.z.tolist() == [0.0] * 5 and response.flat == response.flat_theory == response.spread.sd == 0.0
    assert layer_response("zeros", "relu", 10, 5).flat_theory == layer_response("zeros", "relu", 10, 5).flat == 1.0


def test_the_same_seed_is_the_same_layer_and_what_cannot_be_drawn_is_refused():
    assert (layer_response("he", "relu", 9, 9, seed=4).z == layer_response("he", "relu", 9, 9, seed=4).z).all()
    assert (layer_response("he", "relu", 9, 9, seed=4).z != layer_response("he", "relu", 9, 9, seed=5).z).all()
    for scheme, fan_in, inputs in (("xavier", 9, "uniform"), ("he", 0, "uniform"), ("he", 9, "cauchy")):
        with pytest.raises(ValueError, match="cannot be drawn"):
            layer_response(scheme, "relu", fan_in, 9, inputs=inputs)
