"""The walk: a published example to its last digit, every formula worked out from what is printed, and the order."""

import csv
import io
import json
import math
import re

import numpy as np
import pytest

from core.explaining.example import MAZUR
from core.explaining.quantities import Key, parameter_keys, parameter_names
from core.explaining.training import Update, bias_places, train, updated
from core.explaining.walk import walk
from core.explaining.worksheet import GIVEN
from core.formulas import written
from core.functions.activations import ACTIVATIONS
from core.functions.costs import COSTS
from core.networks.network import Network, parameters
from tests.arithmetic import last_digit, number_of, plain_value, tex_value
from tests.sampling import some

PAIRS = [(output, cost) for output in [*ACTIVATIONS, "softmax"] for cost in COSTS if cost != "cross_entropy"]
PAIRS += [("sigmoid", "cross_entropy"), ("softmax", "cross_entropy")]
QUADRATIC = [cost for cost in COSTS if cost != "cross_entropy"]
TRIPLES = [
    (hidden, output, QUADRATIC[(place + turn) % len(QUADRATIC)])
    for place, hidden in enumerate(ACTIVATIONS)
    for turn, output in enumerate([*ACTIVATIONS, "softmax"])
]
TRIPLES += [(hidden, output, "cross_entropy") for hidden in ACTIVATIONS for output in ("sigmoid", "softmax")]
"""Each activation meets each output once and each cost at least once, and each output meets each cost."""
SOME = [
    case for k, pair in enumerate(PAIRS) for case in some([each for each in TRIPLES if each[1:] == pair], 1, seed=k)
]
"""Each output still meets each cost."""


def targets(output, n, outputs, rng):
    one_hot = np.eye(outputs)[rng.integers(0, outputs, n)] if outputs > 1 else rng.integers(0, 2, (n, 1)) * 1.0
    return 2.0 * one_hot - 1.0 if output in ("tanh", "linear") else one_hot


def case(hidden, output, cost, seed, scale=1.0, sizes=None, n=None):
    rng = np.random.default_rng(seed)
    layers = int(rng.integers(1, 5))
    sizes = sizes or [int(k) for k in rng.integers(1, 5, layers + 1)]
    if output == "softmax":
        sizes[-1] = max(sizes[-1], 2)
    theta = np.round(rng.normal(0.0, scale, parameters(sizes)), 3)
    n = n or int(rng.integers(1, 5))
    net = Network(sizes, hidden=hidden, output=output, cost=cost, theta=theta)
    return net, np.round(rng.normal(size=(n, sizes[0])), 3), targets(output, n, sizes[-1], rng)


# --- Mazur's example -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def mazur():
    return walk(MAZUR.network(), MAZUR.x, MAZUR.y, Update(MAZUR.eta, MAZUR.hold_biases), digits=9)


@pytest.mark.parametrize(
    ("kind", "layer", "expected"),
    [
        ("a", 1, [0.59326999, 0.59688438]),
        ("a", 2, [0.75136507, 0.77292847]),
        ("delta", 2, [0.13849856, -0.03809824]),
        ("delta", 1, [0.00877135, 0.00995425]),
        ("new w", 2, [0.35891648, 0.40866619, 0.51130127, 0.56137012]),
        ("new w", 1, [0.14978072, 0.19956143, 0.24975114, 0.29950229]),
        ("new b", 1, [0.35, 0.35]),
        ("new b", 2, [0.6, 0.6]),
    ],
)
def test_the_published_example_comes_out_to_every_printed_digit(mazur, kind, layer, expected):
    got = [each.value for each in mazur.quantities.values() if (each.key.kind, each.key.layer) == (kind, layer)]
    assert got == pytest.approx(expected, rel=0, abs=5.0001e-9)


def test_its_cost_before_and_after_one_step_and_after_10_000():
    net = MAZUR.network()
    costs = train(net, MAZUR.x, MAZUR.y, Update(MAZUR.eta, hold_biases=True), 10_000).costs
    assert costs[0] == pytest.approx(0.2983711088, abs=5e-11)
    assert costs[1] == pytest.approx(0.29102777369359933, rel=0, abs=1e-12)
    assert costs[-1] == pytest.approx(3.5101878e-05, rel=0, abs=5e-13)
    assert net.forward(MAZUR.x).a[-1][0] == pytest.approx([0.01591362, 0.98406427], rel=0, abs=1e-8)
    assert (net.biases[0] == 0.35).all() and (net.biases[1] == 0.6).all()


def test_its_single_costs_add_up(mazur):
    assert mazur.cost == pytest.approx(0.27481108 + 0.02356003, abs=1e-8) and mazur[Key("C")].value == mazur.cost
    assert mazur.new_cost == pytest.approx(0.29102777369359933, rel=0, abs=1e-12)


def test_what_it_leaves_out_is_the_biases(mazur):
    free = walk(MAZUR.network(), MAZUR.x, MAZUR.y, MAZUR.eta)
    assert free[Key("new b", 2, 1)].value == pytest.approx(0.6 - 0.5 * 0.138498562)
    assert free.new_cost < mazur.new_cost
    assert mazur[Key("new b", 2, 1)].note == "held fixed" and mazur[Key("new b", 2, 1)].symbols == ""
    assert mazur[Key("dC/db", 2, 1)].value == pytest.approx(0.138498562)  # there is a gradient all the same


# --- Every formula on the screen -------------------------------------------------------------------------------------


def test_the_parsers_of_this_file_read_what_is_written():
    assert plain_value("(−0.2171) · 2.5\u00a0×\u00a010⁻³ / (1 + e^(−|−2|))") == pytest.approx(
        -0.2171 * 2.5e-3 / (1 + math.exp(-2))
    )
    assert plain_value("max(0, −1) + 0.5 · (1 − 3)² + ln(2) + 1,234.5 / 2") == pytest.approx(2 + math.log(2) + 617.25)
    assert tex_value(r"(-0.2) \cdot 2.5\times10^{-3} + \frac{1}{1 + e^{-\lvert -2\rvert}}") == pytest.approx(
        -0.0005 + 1 / (1 + math.exp(-2))
    )
    assert tex_value(r"\max\left(0, -1\right) + (1 - 3)^{2} - \ln\left(2\right)") == pytest.approx(4 - math.log(2))


def check_formulas(found, digits=4):
    checked = 0
    for each in found.quantities.values():
        if each.key.kind in GIVEN or each.note == "held fixed" or not math.isfinite(each.value):
            assert each.numbers == each.symbols == ""
            continue
        assert each.numbers and each.symbols, (each.key, each.value)
        shown = number_of(each.result)
        assert shown == pytest.approx(each.value, rel=0.51 * 10.0 ** (1 - digits), abs=0)
        slack = 0.5 * last_digit(each.result)
        if each.value and digits == 4 and abs(each.value) < 1000:  # a short decimal is known to more digits than shown
            slack = min(slack, 0.5 * 10.0 ** (int(f"{each.value:.3e}".partition("e")[2]) - 3))
        for value in (plain_value(each.numbers), tex_value(each.numbers_tex)):
            assert value == pytest.approx(shown, rel=0, abs=slack * (1 + 1e-6) * bool(each.value) + 1e-14), (
                each.key,
                each.numbers,
                each.result,
            )
        checked += 1
    return checked


@pytest.mark.parametrize(("hidden", "output", "cost"), SOME)
def test_formulas_worked_out_with_the_numbers_printed_in_them_give_the_value_printed_beside_them(hidden, output, cost):
    net, x, y = case(hidden, output, cost, seed=sum(map(ord, hidden + output + cost)))
    assert check_formulas(walk(net, x, y, 0.3)) > 5


def test_the_formulas_worked_out_are_those_of_all_combinations():
    assert {triple[1:] for triple in TRIPLES} == set(PAIRS)
    assert {(hidden, cost) for hidden, _, cost in TRIPLES} == {
        (hidden, cost) for hidden in ACTIVATIONS for cost in COSTS
    }


@pytest.mark.parametrize("digits", [4, 9])
def test_the_same_holds_for_the_published_example_and_more_digits(digits):
    found = walk(MAZUR.network(), MAZUR.x, MAZUR.y, Update(MAZUR.eta, hold_biases=True), digits=digits)
    assert check_formulas(found, digits) == 41


@pytest.mark.parametrize(
    ("output", "cost"),
    [("sigmoid", "cross_entropy"), ("softmax", "cross_entropy"), ("sigmoid", "quadratic"), ("tanh", "half_quadratic")],
)
@pytest.mark.parametrize("scale", [5.0, 30.0])
def test_the_same_holds_where_units_are_saturated(output, cost, scale):
    for seed in some(range(4), 2):
        net, x, y = case("tanh", output, cost, seed, scale=scale, sizes=[2, 3, 2], n=2)
        check_formulas(walk(net, x, y, 0.3))


def test_the_symbols_are_those_of_the_book_and_of_tex():
    found = walk(MAZUR.network(), MAZUR.x, MAZUR.y, MAZUR.eta)
    delta = found[Key("delta", 1, 1)]
    assert (delta.name, delta.symbols) == ("δ¹₁", "(w²₁₁ · δ²₁ + w²₂₁ · δ²₂) · σ′(z¹₁)")
    assert delta.numbers == "(0.4 · 0.1385 + 0.5 · (−0.03810)) · 0.2413" and delta.result == "0.008771"
    assert delta.symbols_tex == r"(w^{2}_{11}\,\delta^{2}_{1} + w^{2}_{21}\,\delta^{2}_{2})\,\sigma'(z^{1}_{1})"
    assert delta.numbers_tex == r"(0.4 \cdot 0.1385 + 0.5 \cdot (-0.03810)) \cdot 0.2413"
    assert found[Key("dC/dw", 1, 1, 2)].symbol.tex == r"\frac{\partial C}{\partial w^{1}_{12}}"
    several = walk(MAZUR.network(), [[0, 0], [1, 1]], [[0, 1], [1, 0]], 0.5)
    assert several[Key("dC/dw", 2, 1, 2)].symbols == "(δ²₁⁽¹⁾ · a¹₂⁽¹⁾ + δ²₁⁽²⁾ · a¹₂⁽²⁾) / 2"
    assert several[Key("C")].symbols == "(C⁽¹⁾ + C⁽²⁾) / 2"


def test_a_value_that_loses_digits_is_given_more_of_them():
    net = Network((1, 1), cost="half_quadratic", output="linear", theta=[1.0, 0.0])
    slope = walk(net, [[1.00001]], [[1.0]], 0.1)[Key("dC/da", 1, 1)]
    assert slope.result == "1.000\u00a0×\u00a010⁻⁵" or number_of(slope.result) == pytest.approx(1e-5)
    assert slope.numbers == "1.00001 − 1"


# --- The order, and what is known when -------------------------------------------------------------------------------


def test_stages_go_forward_to_the_cost_and_back_to_the_update():
    net, x, y = case("tanh", "sigmoid", "cross_entropy", 0, sizes=[2, 3, 4, 2], n=2)
    found = walk(net, x, y, 0.1)
    assert [(stage.kind, stage.layer) for stage in found.stages] == [
        ("given", 0),
        *(("forward", layer) for layer in (1, 2, 3)),
        ("cost", 0),
        ("output", 3),
        ("hidden", 2),
        ("hidden", 1),
        ("gradients", 0),
        ("update", 0),
    ]
    assert all(each.stage == k for k, stage in enumerate(found.stages) for each in stage.quantities)
    known = {each.key.kind for each in found.known(2)}
    assert known == {"x", "y", "w", "b", "z", "a"} and Key("a", 3, 1, 0, 1) not in {e.key for e in found.known(2)}
    assert len(list(found.known(len(found.stages)))) == len(found.quantities)


def test_the_first_quantity_of_a_stage_is_of_the_kind_that_the_stage_is_there_for(mazur):
    assert [stage.first for stage in mazur.stages] == [
        Key("w", 1, 1, 1),
        Key("z", 1, 1),
        Key("z", 2, 1),
        Key("C"),
        Key("delta", 2, 1),
        Key("delta", 1, 1),
        Key("dC/dw", 1, 1, 1),
        Key("new w", 1, 1, 1),
    ]
    x, y = [*MAZUR.x, [0.3, 0.7]], [*MAZUR.y, [0.5, 0.5]]
    in_turn = walk(MAZUR.network(), np.array(x), np.array(y), Update(MAZUR.eta, turn=2))
    assert [stage.first.instance for stage in in_turn.stages] == [0, 2, 2, 2, 2, 2, 0, 0]


def test_a_formula_uses_only_what_is_known_before():
    for seed in range(6):
        net, x, y = case("relu", "softmax", "half_quadratic", seed, sizes=[2, 3, 2], n=2)
        found = walk(net, x, y, 0.1)
        names = {each.name: position for position, each in enumerate(found.quantities.values())}
        named = re.compile("|".join(re.escape(name) + "(?![₀-₉⁽])" for name in sorted(names, key=len, reverse=True)))
        for position, each in enumerate(found.quantities.values()):
            used = named.findall(each.symbols)
            assert all(names[name] < position for name in used), each.name
            assert used or not each.symbols or each.key.kind == "slope"


@pytest.mark.parametrize(("output", "cost"), PAIRS)
def test_every_value_is_that_of_the_network(output, cost):
    net, x, y = case("tanh", output, cost, 3, sizes=[3, 4, 2], n=3)
    found = walk(net, x, y, 0.2)
    run = net.forward(x)
    back = net.backward(run, y)
    for layer in (1, 2):
        for i in range(3):
            for unit in range(net.sizes[layer]):
                place = (layer, unit + 1, 0, i + 1)
                assert found[("z", *place)].value == run.z[layer - 1][i, unit]
                assert found[("a", *place)].value == run.a[layer][i, unit]
                assert found[("delta", *place)].value == back.delta[layer - 1][i, unit]
    gradient = net.gradient(x, y)
    for place, (key, value) in enumerate(zip(parameter_keys(net.sizes), net.theta, strict=True)):
        assert found[key].value == value
        assert found[key._replace(kind="dC/d" + key.kind)].value == pytest.approx(gradient[place], abs=1e-300)
        assert found[key._replace(kind="new " + key.kind)].value == value - 0.2 * gradient[place]
    assert found.cost == net.cost(x, y) and found[Key("C")].value == found.cost
    after = Network(net.sizes, hidden="tanh", output=output, cost=cost, theta=found.new_theta)
    assert found.new_cost == after.cost(x, y)


@pytest.mark.parametrize(("output", "cost"), PAIRS)
def test_dc_da_is_the_slope_of_the_cost_with_one_output_alone(output, cost):
    net, x, y = case("tanh", output, cost, 5, sizes=[2, 3], n=1)
    found = walk(net, x, y, 0.1)
    a = net.forward(x).a[-1][0]

    def cost_of(a):
        if cost == "cross_entropy" and output == "softmax":
            return -np.sum(y[0] * np.log(a))
        if cost == "cross_entropy":
            return -np.sum(y[0] * np.log(a) + (1 - y[0]) * np.log(1 - a))
        return {"quadratic": 1.0, "half_quadratic": 0.5, "mean_quadratic": 1 / 3}[cost] * np.sum((y[0] - a) ** 2)

    for unit, move in enumerate(np.eye(3) * 1e-6, start=1):
        expected = (cost_of(a + move) - cost_of(a - move)) / 2e-6
        assert found[Key("dC/da", 1, unit)].value == pytest.approx(expected, rel=1e-7, abs=1e-9)


def test_softmax_with_cross_entropy_gives_a_minus_y_for_z_and_not_for_a():
    for output, cost, slope_is, delta_is in (
        ("softmax", "cross_entropy", False, True),
        ("sigmoid", "cross_entropy", False, True),
        ("softmax", "half_quadratic", True, False),
        ("sigmoid", "half_quadratic", True, False),
        ("sigmoid", "quadratic", False, False),
        ("linear", "half_quadratic", True, True),
    ):
        net, x, y = case("tanh", output, cost, 7, sizes=[2, 3], n=2)
        for side in walk(net, x, y, 0.1).sides():
            assert (side.slope_is_error, side.delta_is_error) == (slope_is, delta_is)


def test_a_cost_that_has_no_slope_in_numbers_is_still_walked_through():
    net = Network((1, 1), theta=[800.0, 0.0])
    found = walk(net, [[1.0]], [[0.0]], 0.1)
    assert found.cost == 800.0 and found[Key("dC/da", 1, 1)].value == math.inf
    assert found[Key("dC/da", 1, 1)].numbers == "" and found[Key("delta", 1, 1)].value == 1.0
    check_formulas(found)


def test_the_corner_of_a_relu_has_a_note():
    net = Network((1, 1, 1), hidden="relu", output="linear", cost="quadratic", theta=np.zeros(4))
    assert "convention" in walk(net, [[1.0]], [[1.0]], 0.1)[Key("slope", 1, 1)].note


# --- Names, tables, refusals -----------------------------------------------------------------------------------------


def test_names_are_in_the_order_of_theta_and_biases_are_found():
    assert parameter_names((2, 1, 2)) == ["w¹₁₁", "w¹₁₂", "b¹₁", "w²₁₁", "b²₁", "w²₂₁", "b²₂"]
    net = Network((2, 1, 2))
    assert bias_places(net).tolist() == [False, False, True, False, True, False, True]
    moved = updated(net, np.ones(7), Update(1.0, hold_biases=True)) - net.theta
    assert moved.tolist() == pytest.approx([-1, -1, 0, -1, 0, -1, 0])


def test_the_table_is_a_csv_with_all_digits():
    found = walk(MAZUR.network(), MAZUR.x, MAZUR.y, MAZUR.eta)
    assert found.csv().startswith("\ufeffstage,")
    rows = list(csv.DictReader(io.StringIO(found.csv().removeprefix("\ufeff"))))
    assert len(rows) == len(found.quantities) == 16 + 8 + 1 + 6 + 4 + 12 + 2 + 12
    assert [float(row["value"]) for row in rows] == [each.value for each in found.quantities.values()]
    assert rows[-1]["symbol"] == "new b²₂" and "η" in rows[-1]["formula"]
    json.dumps(rows)


def test_the_network_itself_is_left_alone_and_shared_with_nothing():
    net = MAZUR.network()
    before = net.theta.copy()
    found = walk(net, MAZUR.x, MAZUR.y, 0.5)
    assert (net.theta == before).all() and not np.shares_memory(found.new_theta, net.theta)


@pytest.mark.parametrize("sizes", [(2, 5, 1), (5, 1), (1, 1, 1, 1, 1, 1)])
def test_what_is_too_large_to_be_shown_is_refused(sizes):
    with pytest.raises(ValueError, match="at most 4 layers"):
        walk(Network(sizes), np.zeros((1, sizes[0])), np.zeros((1, 1)), 0.1)
    with pytest.raises(ValueError, match="4 instances"):
        walk(Network((1, 1)), np.zeros((5, 1)), np.zeros((5, 1)), 0.1)


@pytest.mark.parametrize(
    ("x", "digits", "text"),
    [(1234.5678, 4, "1,235"), (1234.5678, 7, "1,234.568"), (0.0, 4, "0"), (-2e-5, 3, "−2\u00a0×\u00a010⁻⁵")],
)
def test_numbers_are_written_with_the_digits_asked_for(x, digits, text):
    assert written(x, digits) == text


@pytest.mark.parametrize("hidden", ["tanh", "sigmoid", "scaled_tanh"])
@pytest.mark.parametrize("z", [-30.0, 19.0, 60.0])
def test_a_slope_that_is_nearly_0_is_printed_with_a_formula_that_gives_it(hidden, z):
    net = Network((1, 1, 1), hidden=hidden, output="linear", cost="half_quadratic", theta=[z, 0.0, 1.0, 0.0])
    slope = walk(net, [[1.0]], [[0.5]], 0.1)[Key("slope", 1, 1)]
    assert 0.0 < slope.value < 1e-8
    assert plain_value(slope.numbers) == pytest.approx(slope.value, rel=1e-3, abs=0)
