"""Worked examples that courses print, entered as a user enters them, with the numbers that stand there.

Only facts and figures are taken from the sources, which are named at each example.
"""

from dataclasses import replace

import numpy as np
import pytest

from core.explaining.gradient_check import check
from core.explaining.training import Update, train
from core.explaining.walk import walk
from core.explaining.worksheet import Worksheet, read_line


def entered(sizes, text, instances=1, **options):
    """The worksheet that a line of numbers gives; all that is not in the line is as the page begins."""
    values, faults = read_line(text)
    assert not faults
    options = {"hidden": "sigmoid", "output": "linear", "cost": "half_quadratic"} | options
    sheet = Worksheet(sizes, instances, values=values, **options)
    assert set(values) <= set(sheet.given())
    return sheet


def numbered(letter, rows):
    """Entries for rows of numbers: the last of a row of "w" is the bias."""
    if letter != "w":
        return ",".join(f"{letter}{i}{j}:{value}" for i, row in enumerate(rows, 1) for j, value in enumerate(row, 1))
    return ",".join(
        f"w{layer}{unit}{source}:{value}" if source < len(row) else f"b{layer}{unit}:{value}"
        for layer, neurons in enumerate(rows, 1)
        for unit, row in enumerate(neurons, 1)
        for source, value in enumerate(row, 1)
    )


def walked(sheet, update, digits=9):
    """The walk through the sheet, whose gradients are checked."""
    network = sheet.network()
    found = walk(network, sheet.x(), sheet.y(), update, digits=digits)
    assert check(network, update.chosen(sheet.x()), update.chosen(sheet.y())).passed
    return found


def values_of(found, kind, layer):
    return [each.value for each in found.quantities.values() if (each.key.kind, each.key.layer) == (kind, layer)]


# --- Large numbers ---------------------------------------------------------------------------------------------------


def test_the_pixels_of_cs231n():
    """cs231n.github.io/linear-classify: an image of the pixels 56, 231, 24, 2, and three scores.

    The third is printed as 61.95, which leaves out its bias of −1.2: with it, it is 60.75.
    """
    weights = [[[0.2, -0.5, 0.1, 2.0, 1.1], [1.5, 1.3, 2.1, 0.0, 3.2], [0, 0.25, 0.2, -0.3, -1.2]]]
    pixels = numbered("x", [[56, 231, 24, 2]])
    found = walked(entered((4, 3), f"{pixels},{numbered('w', weights)}"), Update(1e-6))
    assert values_of(found, "z", 1) == pytest.approx([-96.8, 437.9, 61.95 - 1.2], abs=1e-9)


def test_the_softmax_of_cs231n():
    """The same page, "SVM vs. Softmax": scores −2.85, 0.86, 0.28, probabilities 0.016, 0.631, 0.353, loss 1.04."""
    weights = [[[0.01, -0.05, 0.1, 0.05, 0], [0.7, 0.2, 0.05, 0.16, 0.2], [0, -0.45, -0.2, 0.03, -0.3]]]
    text = f"{numbered('x', [[-15, 22, -44, 56]])},{numbered('w', weights)},y11:0,y12:0,y13:1"
    found = walked(entered((4, 3), text, output="softmax", cost="cross_entropy"), Update(0.001))
    assert values_of(found, "z", 1) == pytest.approx([-2.85, 0.86, 0.28], abs=1e-9)
    assert values_of(found, "a", 1) == pytest.approx([0.016, 0.631, 0.353], abs=6e-4)
    assert found.cost == pytest.approx(1.04, abs=0.005)


HOUSES = (
    f"{numbered('x', [[2104, 5, 1, 45], [1416, 3, 2, 40], [852, 2, 1, 35]])},{numbered('y', [[460], [232], [178]])}"
)


def test_the_houses_of_the_machine_learning_specialization():
    """Andrew Ng, Supervised Machine Learning, week 2, lab on multiple variables: three houses with four features."""
    best = [[[0.39133535, 18.75376741, -53.36032453, -26.42131618, 785.1811367994083]]]
    found = walked(entered((4, 1), f"{HOUSES},{numbered('w', best)}", instances=3), Update(5e-7))
    assert found.cost == pytest.approx(1.5578904880036537e-12, rel=1e-6)
    gradient = [-2.72623577e-03, -6.27197263e-06, -2.21745578e-06, -6.92403391e-05, -1.6739251122999121e-06]
    assert found.back.gradient == pytest.approx(gradient, rel=1e-5)
    begun = entered((4, 1), f"{HOUSES},{numbered('w', [[[0, 0, 0, 0, 0]]])}", instances=3)
    network = begun.network()
    train(network, begun.x(), begun.y(), 5e-7, 1000)
    assert network.forward(begun.x()).a[-1].ravel() == pytest.approx([426.19, 286.17, 171.47], abs=0.005)
    assert network.theta == pytest.approx([0.2, 0.0, -0.01, -0.07, 0.0], abs=0.006)


# --- An activation for each layer ------------------------------------------------------------------------------------


def test_relu_then_sigmoid_then_softmax():
    """Prakash Jay, "Back-Propagation is very simple. Who made it Complicated?" (2017).

    He goes on with rounded numbers: so his last digit is one or two off.
    """
    columns = [
        [[0.1, 0.2, 0.3], [0.3, 0.2, 0.7], [0.4, 0.3, 0.9]],
        [[0.2, 0.3, 0.5], [0.3, 0.5, 0.7], [0.6, 0.4, 0.8]],
        [[0.1, 0.4, 0.8], [0.3, 0.7, 0.2], [0.5, 0.2, 0.9]],
    ]
    weights = [[[*column, 1.0] for column in zip(*layer, strict=True)] for layer in columns]
    text = f"x11:0.1,x12:0.2,x13:0.7,y11:1,y12:0,y13:0,{numbered('w', weights)}"
    options = {"hidden": ("relu", "sigmoid"), "output": "softmax", "cost": "cross_entropy"}
    found = walked(entered((3, 3, 3, 3), text, **options), Update(0.01))
    assert values_of(found, "a", 1) == pytest.approx([1.35, 1.27, 1.8], abs=1e-12)
    assert values_of(found, "a", 2) == pytest.approx([0.938, 0.94, 0.98], abs=0.0025)
    assert values_of(found, "z", 3) == pytest.approx([1.8658, 2.2292, 2.8204], abs=0.003)
    assert values_of(found, "a", 3) == pytest.approx([0.1985, 0.2855, 0.5158], abs=5e-4)


# --- How updates are made --------------------------------------------------------------------------------------------


def test_one_instance_after_another():
    """Jason Brownlee, "Linear Regression Tutorial Using Gradient Descent" (2016): b and w after each instance."""
    sheet = entered((1, 1), "x11:1,x21:2,x31:4,x41:3,y11:1,y21:3,y31:3,y41:2,w111:0,b11:0", instances=4)
    printed = [(0.01, 0.01), (0.0397, 0.0694), (0.066527, 0.176708), (0.08056049, 0.21880847)]
    for turn, (b, w) in enumerate(printed, start=1):
        found = walked(sheet, Update(0.01, turn=turn))
        assert values_of(found, "new b", 1) + values_of(found, "new w", 1) == pytest.approx([b, w], abs=5e-9)
        sheet = replace(sheet, values=sheet.with_parameters(found.new_theta))


@pytest.mark.parametrize(
    ("eta", "momentum", "printed"),
    [
        (0.4, 0.0, (-0.943467, -0.000073)),
        (0.6, 0.0, (-0.387814, -1673.365109)),
        (0.6, 0.5, (0.007188, 0.002553)),
        (0.6, 0.25, (-0.126340, -0.186632)),
    ],
)
def test_momentum_on_a_long_valley_with_a_sum_over_the_batch(eta, momentum, printed):
    """Dive into Deep Learning, chapter on momentum: 0.1 x₁² + 2 x₂² from (−5, −2), after 20 steps.

    Here x₁ and x₂ are weights, and the two terms are the costs of two instances, which are added.
    """
    text = f"x11:{0.2**0.5!r},x12:0,x21:0,x22:2,y11:0,y21:0,w111:-5,w112:-2,b11:0"
    sheet = entered((2, 1), text, instances=2, reduction="sum", velocities=momentum > 0)
    update = Update(eta, hold_biases=True, momentum=momentum, velocity=sheet.velocity())
    walked(sheet, update)
    network = sheet.network()
    coming = train(network, sheet.x(), sheet.y(), update, 20).coming
    assert network.theta[:2] == pytest.approx(printed, abs=6e-7)
    values = sheet.with_parameters(network.theta, coming.velocity if sheet.velocities else None)
    assert replace(sheet, values=values).network().theta.tolist() == network.theta.tolist()


def test_four_steps_with_momentum_and_their_velocities():
    """Université de Saïda, exercise on momentum: (x − 4)² from 10, with α 0.2 and β 0.9."""
    sheet = entered((1, 1), "x11:1,y11:4,w111:10,b11:0", cost="quadratic", velocities=True)
    for velocity, x in ((-2.4, 7.6), (-3.6, 4.0), (-3.24, 0.76), (-1.62, -0.86)):
        update = Update(0.2, hold_biases=True, momentum=0.9, velocity=sheet.velocity())
        found = walked(sheet, update)
        assert values_of(found, "new v(w)", 1) + values_of(found, "new w", 1) == pytest.approx([velocity, x], abs=1e-12)
        sheet = replace(sheet, values=sheet.with_parameters(found.new_theta, found.new_velocity))
    assert np.all(sheet.velocity() == found.new_velocity)


def test_targets_of_1_with_the_scaled_tanh():
    """LeCun and others, "Efficient BackProp" (1998): 1.7159 tanh(2x/3) is ±1 at ±1, so there C is 0 and no δ is."""
    found = walked(entered((1, 1), "x11:1,y11:1,w111:1,b11:0", output="scaled_tanh"), Update(0.1))
    assert values_of(found, "a", 1) == pytest.approx([1.0], abs=1e-5)
    assert found.cost < 1e-10
