"""Published and recomputed figures, one test for each: the notebooks' prints, Nielsen's neuron, the edges."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from core.functions.activations.sigmoid import sigmoid, sigmoid_derivative
from core.functions.costs import COSTS
from core.functions.costs.quadratic import squared_error
from core.functions.entropy import cross_entropy, cross_entropy_from_z, naive_cross_entropy
from core.functions.softmax import softmax
from core.neurons.learning import descend

ROWS = json.loads(Path(__file__).with_name("reference_values.json").read_text(encoding="utf-8"))


def largest_quadratic_signal(y):
    z = np.linspace(0.6, 0.8, 2_000_001)
    return np.max(COSTS["half_quadratic"].delta(y, z, sigmoid(z), "sigmoid"))


def smallest_logarithmic_growth(_):
    a = np.linspace(0.3, 0.4, 1_000_001)  # e = 1 − a
    return np.min(-COSTS["cross_entropy"].slope(1.0, a) / cross_entropy(1.0, a))


def trajectory(inputs, key):
    if "k" not in inputs and "eta" not in inputs:
        return sigmoid(inputs["w"] + inputs["b"])
    cost = {"q": "half_quadratic", "c": "cross_entropy"}[key.split("_")[2]]
    updates = inputs.get("k", 300)
    return descend(inputs["w0"], inputs["b0"], 1.0, 0.0, cost, inputs["eta"], updates).a[-1]


def compute(row):
    key, inputs = row["id"], row["inputs"]
    if key.startswith("nielsen1"):
        return trajectory(inputs, key)
    if key.startswith("quad_signal"):
        return largest_quadratic_signal(inputs["y"])
    if key == "quad_doubling":
        return squared_error(0.0, inputs["2e"]) / squared_error(0.0, inputs["e"])
    if key.startswith("quad_"):
        return squared_error(inputs["y"], inputs["yhat"])
    if key == "ce_min_log_growth":
        return smallest_logarithmic_growth(inputs)
    if key == "ce_signal_vs_cost":
        z = math.log(inputs["a"] / (1 - inputs["a"]))
        return abs(COSTS["cross_entropy"].delta(1.0, z, sigmoid(z), "sigmoid"))
    if key.startswith("ce_logit"):
        return cross_entropy_from_z(inputs["y"], inputs["z"])
    if key.startswith(("ce_edge", "ce_tanh")):
        return naive_cross_entropy(inputs["y"], inputs["a"])
    if key.startswith("ce_"):
        return cross_entropy(inputs["y"], inputs["a"])
    if key.startswith("sigmoid_prime"):
        return sigmoid_derivative(inputs["z"], sigmoid(inputs["z"]))
    if key.startswith("sigmoid"):
        return sigmoid(inputs["z"])
    z = np.array(inputs["z"])
    if key == "softmax_total":
        return math.exp(z[0]) / softmax(z)[0]
    if key.startswith("softmax_exp"):
        return softmax(z)[inputs["k"]] / softmax(z)[0] * math.exp(z[0])
    return softmax(z)[inputs["k"]]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_reference_value(row):
    expected = float(row["expected"])
    value = float(compute(row))
    if row["id"].endswith("_pub"):  # printed with one digit after the point that is not 0
        value = round(value, 2)
    if row["id"] == "ce_min_log_growth":  # a minimum found on a grid
        assert value == pytest.approx(expected, abs=1e-10)
        return
    assert value == pytest.approx(expected, rel=0, abs=row["tolerance"], nan_ok=True)


def test_a_cost_close_to_nothing_has_all_its_digits():
    assert float(cross_entropy_from_z(1.0, 40.0)) == pytest.approx(4.248354255291589e-18, rel=1e-14, abs=0)
