"""The main sentences of lessons 1 to 3, over random settings and their ends, against arithmetic of 50 digits."""

import random
import re

import mpmath
import pytest

from core.functions.activations import ACTIVATIONS
from core.numerals import count, numeral, percent, ratio
from ui.lessons.cost_functions import controls as costs
from ui.lessons.cost_functions.picture import say_costs
from ui.lessons.learning_speed import controls as speed
from ui.lessons.learning_speed.picture import say_race
from ui.lessons.learning_speed.race import Race
from ui.lessons.saturated_neurons import controls as neurons
from ui.lessons.saturated_neurons.neuron import Shown
from ui.lessons.saturated_neurons.picture import say_neuron
from ui.two_costs import Pair, compared

DIGITS = 50


def drawn(draw, slider):
    """Return a value of a slider: an end, a half, a whole, or any."""
    span = round((slider.high - slider.low) / slider.step)
    anywhere = slider.low + slider.step * draw.randrange(span + 1)
    inside = [value for value in (0.0, 0.5, 1.0) if slider.low <= value <= slider.high]
    return round(draw.choice([slider.low, slider.high, *inside, *[anywhere] * 5]), 6)


def exactly(value):
    """Return the number that a decimal on the screen means."""
    return mpmath.mpf(repr(value))


def rounds_to(said, number, write=numeral):
    """Whether a text is the number as the page writes it; a number half-way between two decimals may be either."""
    return said in {write(float(number) * nudge) for nudge in (1.0, 1.0 - 1e-13, 1.0 + 1e-13)}


def bold(text):
    """Return what stands in bold, except names in colours."""
    return re.findall(r"\*\*([^*]+)\*\*", re.sub(r":\w+\[\*\*[^*]*\*\*\]", "", text))


def cross_entropy(y, a):
    return -sum(each * (mpmath.log(p) if p else -mpmath.inf) for each, p in ((y, a), (1 - y, 1 - a)) if each)


@pytest.mark.parametrize("seed", range(100))
def test_lesson_1_says_the_error_and_both_costs(seed):
    draw = random.Random(seed)
    y, yhat = drawn(draw, costs.Y), draw.choice([drawn(draw, costs.YHAT)] * 3 + [1e-4, 0.9999])
    half = draw.choice(["half_quadratic", "quadratic"])
    text = say_costs(compared(half), y, yhat, "linear")

    with mpmath.workdps(DIGITS):
        exact, estimate = exactly(y), exactly(yhat)
        squared = (exact - estimate) ** 2 * (0.5 if half == "half_quadratic" else 1)
        entropy = cross_entropy(exact, estimate)
        expected = [0] if y == yhat and y in (0, 1) else [squared, entropy]
    start, error = re.match(r"(.*), the error is (.*?)\. ", text).groups()
    assert start == f"With y = {numeral(y)} and ŷ = {numeral(yhat)}"
    assert rounds_to(error, abs(exact - estimate))
    assert len(bold(text)) == len(expected) and all(map(rounds_to, bold(text), expected))


def a_and_slope(name, z):
    """a and σ′(z) of an activation by their definitions; z is a number of mpmath."""
    scale = {"scaled_tanh": (mpmath.mpf("1.7159"), mpmath.mpf(2) / 3)}.get(name, (mpmath.mpf(1), mpmath.mpf(1)))
    sigma, soft = 1 / (1 + mpmath.exp(-z)), mpmath.tanh(scale[1] * z)
    leak = {"relu": mpmath.mpf(0), "leaky_relu": mpmath.mpf("0.01")}.get(name)
    if leak is not None:
        return (z, mpmath.mpf(1)) if z > 0 else (leak * z, leak)
    return {
        "sigmoid": (sigma, sigma * (1 - sigma)),
        "tanh": (soft, 1 - soft**2),
        "scaled_tanh": (scale[0] * soft, scale[0] * scale[1] * (1 - soft**2)),
        "linear": (z, mpmath.mpf(1)),
        "silu": (z * sigma, sigma + z * sigma * (1 - sigma)),
    }[name]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_lesson_2_says_z_a_the_slope_and_the_state(name, seed):
    draw = random.Random(seed)
    inputs, share = draw.choice([1, 2, 3]), drawn(draw, neurons.SHARE)
    w, x = (tuple(drawn(draw, slider) for slider in sliders[:inputs]) for sliders in (neurons.W, neurons.X))
    b, activation = drawn(draw, neurons.B), ACTIVATIONS[name]
    text = say_neuron(Shown(activation, w, x, b, 0.1, 0.0, share / 100.0))

    with mpmath.workdps(DIGITS):
        z = mpmath.fsum([exactly(p) * exactly(q) for p, q in zip(w, x, strict=True)]) + exactly(b)
        a, slope = a_and_slope(name, z)
        part = slope / mpmath.mpf(activation.steepest)
    assert all(map(rounds_to, bold(text), (z, a, slope)))
    flat = activation.flat
    is_flat = flat is not None and (abs(part) < share / 100.0 if flat.graded else z <= 0)
    assert (f":green[**{flat.name if flat else ''}**]" in text) == is_flat
    if flat is not None and flat.graded:
        assert rounds_to(re.search(r"((?:\S|\u00a0)+ %) of its maximum", text)[1], part, percent)


def arrival(z, rate, y, eta, updates, factor, near=0.5):
    """Return after how many updates |a − y| < near, the gradient in z being (a − y) · factor(σ′)."""
    for update in range(updates + 1):
        a = 1 / (1 + mpmath.exp(-z))
        if abs(a - y) < near:
            return update
        z -= eta * rate * (a - y) * factor(a * (1 - a))
    return None


@pytest.mark.parametrize("seed", range(40))
def test_lesson_3_says_z_both_gradients_their_ratio_and_when_each_arrives(seed):
    draw = random.Random(seed)
    w, b, x, y = (drawn(draw, slider) for slider in (speed.W, speed.B, speed.X, speed.Y))
    eta, updates = draw.choice([0.001, 0.15, 0.5, 2.0]), draw.choice([10, 60, 150])
    half = draw.choice(["half_quadratic", "quadratic"])
    text = say_race(Race(w, b, x, y, compared(half), Pair(eta, eta), updates), 0)

    with mpmath.workdps(DIGITS):
        at, target = exactly(x), exactly(y)
        z = exactly(w) * at + exactly(b)
        a, slope = a_and_slope("sigmoid", z)
        k = 1 if half == "half_quadratic" else 2
        slow, fast = k * (a - target) * slope * at, (a - target) * at
        rate, speed_of = at**2 + 1, exactly(eta)
        to_reach = [near for near in map(mpmath.mpf, ("0.5", "0.2", "0.1")) if abs(a - target) >= near]
        arrivals = [
            arrival(z, rate, target, speed_of, updates, factor, to_reach[0])
            for factor in (lambda s: k * s, lambda s: mpmath.mpf(1))
            if to_reach
        ]
    said_z, said_slope = re.search(r" = w·x \+ b = (.*?), where .* σ′\(z\)\u00a0=\u00a0(.*?)\. ", text).groups()
    assert rounds_to(said_z, z) and rounds_to(said_slope, slope)
    if x and a != target:
        gradients = re.search(r"\], (.*?), is \*\*(.*?) times\*\* that .*, (.*?): exactly", text).groups()
        assert rounds_to(gradients[0], fast) and rounds_to(gradients[2], slow)
        assert rounds_to(gradients[1], fast / slow, ratio)
    inside = {3: None, 2: "0.5", 1: "0.2", 0: "0.1"}[len(to_reach)]
    starts = re.match(r"The output \*a\* starts at (.*?), already within (.*?) of its target (.*?)\.( |\n)", text)
    assert bool(starts) == bool(inside)
    if starts:
        assert rounds_to(starts[1], a) and starts.groups()[1:3] == (inside, numeral(y))
    said, _, aim = text.partition("until ")
    near = f"within {numeral(float(to_reach[0]))}" if to_reach else ""
    expected = f"it is {near}." if starts else f"the output *a* is {near} of its target."
    assert aim.startswith(expected) if to_reach else not aim
    for name, update in zip(("quadratic", "cross-entropy"), arrivals, strict=bool(to_reach)):
        needs = rf"more than \*\*{count(updates)}\*\*" if update is None else rf"\*\*{count(update)}\*\*"
        assert re.search(rf"{name}\*\*\]( cost needs)? {needs}", said)
