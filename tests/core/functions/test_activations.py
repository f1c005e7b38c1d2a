"""Activations: their slopes against central differences and 60 digits, their edges, and the shapes they keep."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.functions.activations import ACTIVATIONS, activation_named
from core.functions.activations.relu import relu_derivative
from core.functions.activations.sigmoid import logit, sigmoid
from core.functions.softmax import softmax

EVERY = pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
SIGMOID, TANH = ACTIVATIONS["sigmoid"], ACTIVATIONS["tanh"]
EACH_Z = np.round(np.linspace(-30.0, 30.0, 121), 2)


def slope(activation, z):
    return activation.derivative(z, activation.fn(z))


@EVERY
@given(z=st.floats(-5.0, 5.0).filter(lambda z: abs(z) > 1e-3))
def test_the_slope_is_the_central_difference(activation, z):
    h = 1e-5
    assert slope(activation, z) == pytest.approx((activation.fn(z + h) - activation.fn(z - h)) / (2 * h), abs=1e-8)


def agrees(activation, a, slopes, rel=1e-14, smallest=0.0):
    """The activation and its slope agree with these numbers of many digits, at each z."""
    assert activation.fn(EACH_Z) == pytest.approx(np.array(a, float), rel=1e-14, abs=0)
    assert slope(activation, EACH_Z) == pytest.approx(np.array(slopes, float), rel=rel, abs=smallest)


@pytest.fixture
def exact_z():
    """Each z with 60 digits, and 60 digits for what is computed from it."""
    with mpmath.workdps(60):
        yield [mpmath.mpf(float(z)) for z in EACH_Z]


def test_the_sigmoid_and_its_slope_agree_with_sixty_digits(exact_z):
    a = [1 / (1 + mpmath.exp(-z)) for z in exact_z]
    agrees(SIGMOID, a, [each * (1 - each) for each in a])


def test_tanh_and_its_slope_agree_with_sixty_digits(exact_z):
    a = [mpmath.tanh(z) for z in exact_z]
    agrees(TANH, a, [1 - each**2 for each in a])


def test_silu_and_its_slope_agree_with_sixty_digits(exact_z):
    def silu(z):
        return z / (1 + mpmath.exp(-z))

    slopes = [mpmath.diff(silu, z) for z in exact_z]
    agrees(ACTIVATIONS["silu"], [silu(z) for z in exact_z], slopes, rel=1e-13, smallest=1e-17)


def test_the_scaled_tanh_and_its_slope_agree_with_sixty_digits(exact_z):
    a, height = [mpmath.tanh(2 * z / 3) for z in exact_z], mpmath.mpf("1.7159")
    slopes = [height * 2 / 3 * (1 - each**2) for each in a]
    agrees(ACTIVATIONS["scaled_tanh"], [height * each for each in a], slopes)


def test_the_scaled_tanh_has_the_properties_that_lecun_chose_it_for():
    """Efficient BackProp, section 4.4: f(±1) = ±1, and the second derivative is largest at z = 1."""
    scaled = ACTIVATIONS["scaled_tanh"]
    assert scaled.fn(np.array([1.0, -1.0])) == pytest.approx([1.0, -1.0], abs=1e-5)
    z = np.linspace(0.0, 4.0, 4001)
    bends = np.abs(slope(scaled, z) * scaled.turn(z, scaled.fn(z)))
    assert z[np.argmax(bends)] == pytest.approx(1.0, abs=0.015)
    assert f"{float(slope(scaled, 1.0)):.4f}" == "0.7554"
    assert "0.7554" in scaled.flat_note


def test_the_minimum_and_the_steepest_place_of_silu():
    silu = ACTIVATIONS["silu"]
    with mpmath.workdps(30):
        lowest = float(-mpmath.lambertw(1 / mpmath.e).real)
        steepest = float(mpmath.findroot(lambda z: mpmath.diff(lambda t: t / (1 + mpmath.exp(-t)), z, 2), 2.4))
    assert silu.bounds[0] == pytest.approx(lowest, rel=1e-15)
    assert silu.one_to_one[0] == pytest.approx(lowest - 1.0, rel=1e-15)
    assert silu.fn(lowest - 1.0) == pytest.approx(lowest, rel=1e-15)
    assert slope(silu, lowest - 1.0) == pytest.approx(0.0, abs=1e-16)
    assert silu.steepest == pytest.approx(float(slope(silu, steepest)), rel=1e-14)


def test_the_slope_stays_positive_where_a_has_rounded_to_one():
    a = sigmoid(40.0)
    assert a == 1.0 and a * (1.0 - a) == 0.0
    assert SIGMOID.derivative(40.0, a) == pytest.approx(4.248354255291589e-18, rel=1e-12, abs=0)


def test_the_sigmoid_is_exactly_one_from_36_74_on_and_not_before():
    assert sigmoid(36.74) == 1.0 > sigmoid(36.7)
    assert sigmoid(np.float32(16.64)) == np.float32(1.0) > sigmoid(np.float32(16.6))


def test_the_slopes_quoted_for_saturation():
    z = np.array([0.0, 2.0, 4.0, 6.0])
    assert slope(SIGMOID, z) == pytest.approx([0.25, 0.104994, 0.0176627, 0.00246651], rel=1e-5)
    assert slope(TANH, z) == pytest.approx([1.0, 0.0706508, 0.00134095, 2.45765e-5], rel=1e-5)


def test_the_corner_of_relu_has_slope_zero_and_that_of_leaky_relu_a_hundredth():
    z = np.array([-2.0, 0.0, 2.0])
    assert slope(ACTIVATIONS["relu"], z).tolist() == [0.0, 0.0, 1.0]
    assert slope(ACTIVATIONS["leaky_relu"], z).tolist() == [0.01, 0.01, 1.0]
    assert relu_derivative(0.0, 0.0) == 0.0


@EVERY
def test_nothing_overflows_and_nothing_warns(activation):
    z = np.array([-1e300, -800.0, -1e-300, 0.0, 1e-300, 800.0, 1e300])
    assert np.isfinite(activation.fn(z)).all() and np.isfinite(slope(activation, z)).all()


@EVERY
@pytest.mark.parametrize("z", [0.5, np.array(0.5), np.full(3, 0.5), np.full((2, 3), 0.5), np.full((2, 1, 3), 0.5)])
def test_shapes_are_kept_and_every_element_is_treated_alike(activation, z):
    for values in (activation.fn(z), slope(activation, z)):
        assert np.shape(values) == np.shape(z)
        assert np.unique(values).size == 1


@EVERY
def test_float32_stays_float32(activation):
    z = np.linspace(-3.0, 3.0, 7, dtype=np.float32)
    assert activation.fn(z).dtype == np.float32
    assert slope(activation, z).dtype == np.float32
    assert activation.fn(z) == pytest.approx(activation.fn(z.astype(np.float64)), rel=1e-6, abs=1e-7)


@EVERY
def test_an_activation_gives_back_new_numbers_and_leaves_z_alone(activation):
    z = np.array([-1.0, 2.0])
    activation.fn(z)[:] = 7.0
    assert z.tolist() == [-1.0, 2.0]


@given(z=st.floats(-5.0, 5.0))
def test_the_logit_leads_from_a_back_to_z(z):
    assert logit(sigmoid(z)) == pytest.approx(z, rel=1e-10, abs=1e-14)


def test_the_logit_is_infinite_at_the_ends_and_undefined_beyond():
    assert logit(np.array([0.0, 1.0])).tolist() == [-np.inf, np.inf]
    assert np.isnan([logit(1.5), logit(-0.5)]).all()


def test_the_centre_of_an_output_that_saturates_lies_half_way_between_its_targets():
    assert all(each.centre == each.middle for each in ACTIVATIONS.values() if each.saturates)


def test_the_table_has_the_activations_in_the_order_of_the_screen_with_their_names_there():
    labels = {
        "tanh": "tanh",
        "sigmoid": "sigmoid",
        "relu": "ReLU",
        "leaky_relu": "leaky ReLU",
        "linear": "linear",
        "silu": "SiLU",
        "scaled_tanh": "scaled tanh",
    }
    known = [(name, activation.label) for name, activation in ACTIVATIONS.items() if name in labels]
    assert known == list(labels.items())
    assert activation_named("tanh") is activation_named(TANH) is TANH
    with pytest.raises(ValueError, match="'swish'.*sigmoid"):
        activation_named("swish")


def test_softmax_rows_add_up_to_one_and_ignore_a_common_shift():
    z = np.array([[-1.0, 1.0, 5.0], [1000.0, 999.0, -1000.0], [-800.0, -800.0, -800.0]])
    assert softmax(z).sum(axis=-1) == pytest.approx([1.0, 1.0, 1.0], rel=1e-15)
    assert softmax(z[:1] + 100.0) == pytest.approx(softmax(z[:1]), rel=1e-13)
    assert softmax(z)[1, :2] == pytest.approx([sigmoid(1.0), sigmoid(-1.0)], rel=1e-15)
    assert softmax(z)[2].tolist() == [1 / 3] * 3
