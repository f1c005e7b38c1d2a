"""Lesson 4: what its sentences, tables, formulas and pictures say is checked against numbers from elsewhere."""

import base64
import json
import math
import re

import numpy as np
import pytest

from benchmarks.verdicts import setting
from core.networks.optimizers import OPTIMIZERS, Settings
from core.surfaces.descent import Descent, descend_surface, descend_with_rates
from core.surfaces.minimum import eigenvalues
from core.surfaces.outlook import ALL_AHEAD
from core.surfaces.points import POINT_SETS, Points
from core.surfaces.surface import Surface
from core.surfaces.valleys import LANDSCAPES, even_starts, roll
from core.surfaces.verdicts import judge, target_cost
from tests.arithmetic import check
from tests.opening import alternatives, said, specifications
from tests.opening import opened as opened_page
from tests.sampling import some
from ui.lessons import DESCENTS
from ui.lessons.gradient_descent.canvas import SIDE, surface_id, terrain
from ui.lessons.gradient_descent.controls import USED_BY
from ui.lessons.gradient_descent.points import MOST_TEXT, typed_points
from ui.lessons.gradient_descent.words import say_verdict

PAGE = "pages/4_Gradient_descent.py"
STAIRCASE = POINT_SETS["staircase"].make(0)
QUADRATIC, ENTROPY = Surface(STAIRCASE, "half_quadratic"), Surface(STAIRCASE, "cross_entropy")


def opened(**address):
    return opened_page(PAGE, **{f"descent_{key}": str(value) for key, value in address.items()})


def pressed(preset):
    app = opened()
    next(button for button in app.button if button.label == preset).click().run()
    assert not app.exception
    return app


def sentence(app):
    """What the page says of both descents."""
    return next(block for block in said_blocks(app) if block.startswith("quadratic "))


def said_blocks(app):
    plain = r":\w+\[\*\*(.+?)\*\*\]|\*\*(.+?)\*\*"
    return [re.sub(plain, lambda m: m[1] or m[2], b.value).replace("\u00a0", " ") for b in app.markdown]


# --- The sentence --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("preset", "told"),
    [
        ("A plateau", ["is parked where the surface is nearly level but not low: after 100 updates the cost is 0.3020",
                       "arrives: at most 0.4865 after 6 updates (lowest found 0.4844)", "25.61 (quadratic), 7.611"]),
        ("Both arrive", ["at most 0.08413 after 20 updates", "at most 0.4865 after 4 updates"]),
        ("η too small", ["crawls: after 100 updates the cost is still 0.2367 (lowest found",
                         "is still 0.6145; carried on, it is at most 0.4865 after 489 updates (lowest found"]),
        ("Parked, and bouncing", ["is parked where", "the cost is 0.1000 (lowest found 0.08372)",
                                 "bounces and has not settled"]),
        ("Explodes", ["explodes: after 100 updates the cost is 7.023 × 10¹⁶ and grows (lowest found 0.08)",
                      "Largest stable η: 1 (quadratic). With a larger one, steps near the lowest place found"]),
        ("Noisy, but cheap", ["cross-entropy is shaken by its mini-batches", "with all points: 194.8"]),
        ("Momentum", ["at most 0.08413 after 72 updates", "at most 0.4865 after 48 updates",
                      "48.65 (quadratic), 14.46 (cross-entropy)"]),
        ("No minimum", ["no minimum: the cost comes down to 0 only on the way to infinity",
                        "none without a minimum (quadratic), none without a minimum (cross-entropy)"]),
    ],
)  # fmt: skip
def test_each_prepared_descent_is_told_in_words_and_numbers(preset, told):
    text = sentence(pressed(preset))

    for words in told:
        assert words in text


def test_numbers_that_rounding_decides_are_not_printed_to_four_digits():
    """The steps are chaotic: the last bit of exp decides about them, and differs from processor to processor."""
    text = sentence(pressed("Parked, and bouncing"))
    assert re.search(r"between about \d[.\d]* and about \d[.\d]* \(lowest found 0\.4844\)", text)
    assert re.search(r"Rounding decides the later digits of cross-entropy from update \d\d on: a second run", text)
    assert "Rounding" not in sentence(pressed("Both arrive"))
    table = said(opened(w="1.2", b="-0.5", eta="76.8", apart="true", eta_ce="22.8", steps="300", step="300"))
    assert re.search(r"\| C \| 0\.1000 \| \? \|", table)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ({"points": "Shares (soft targets)", "eta": "40"},
         "cross-entropy jumps for ever: every 24 updates it is back, at costs from 0.4938 to 8.263"),
        ({"output": "linear", "optimizer": "Adam", "eta": "15", "w": "-0.9", "b": "1.1", "steps": "2000"},
         "quadratic bounces and has not settled: the last quarter"),
        ({"points": "One point on the wrong side", "optimizer": "Momentum", "eta": "20", "w": "-3.6", "b": "-1.6"},
         "cross-entropy bounces and has not settled"),
        ({"points": "Your own points", "own": "-2.3 0.18; 9.5 0.23; -6.08 0.74; -25.88 0.76"},
         "(lowest found 0.01381)"),
        ({"w": "-1", "b": "1", "eta": "26.5"}, "carried on, it jumps for ever after 109 updates, back every 2 updates"),
    ],
)  # fmt: skip
def test_outcomes_that_only_a_longer_run_shows_are_said(address, told):
    assert told in sentence(opened(**address))


def test_the_numbers_of_the_first_sentence_are_right():
    """The update by hand, the minimum as where it leads, and 2/λ by differences."""
    w, b = ENTROPY.minimum.w, ENTROPY.minimum.b
    theta, x, y = np.array([-3.0, 3.0]), STAIRCASE.x, STAIRCASE.y
    costs = []
    for _ in range(101):
        a = 1.0 / (1.0 + np.exp(-(theta[0] * x + theta[1])))
        costs.append(-np.mean(y * np.log(a) + (1 - y) * np.log(1 - a)))
        theta = theta - 3.0 * np.array([np.mean((a - y) * x), np.mean(a - y)])
    assert costs[-1] == pytest.approx(0.4844, abs=5e-5) and theta == pytest.approx([w, b], abs=1e-3)
    for surface, limit in ((QUADRATIC, 25.61), (ENTROPY, 7.611)):
        at, h = np.array(surface.minimum[:2]), 1e-3
        corners = [[[float(surface.cost(*(at + p * i + q * j))) for p, q in ((1, 1), (1, -1), (-1, 1), (-1, -1))]
                    for j in h * np.eye(2)] for i in h * np.eye(2)]  # fmt: skip
        bent = np.array(corners) @ [1.0, -1.0, -1.0, 1.0] / (4 * h * h)
        assert 2.0 / np.linalg.eigvalsh(bent)[1] == pytest.approx(limit, rel=5e-4)
    assert costs[5] > 0.4865 > costs[6] and target_cost(ENTROPY) == pytest.approx(0.48649, abs=1e-5)


def test_a_point_far_on_the_wrong_side_leaves_the_quadratic_without_a_minimum():
    text = sentence(opened(points="One point on the wrong side"))

    assert (
        "no minimum found: the cost comes down to 0.05556 only on the way to infinity" in text
    )  # ½ · 1/9: one is wrong
    assert "(lowest found 0.6025)" in text
    assert "none without a minimum (quadratic), 3.223 (cross-entropy)" in text


def test_one_point_with_a_linear_output_has_a_line_of_minima():
    assert "lowest found 0, along a whole line" in sentence(opened(points="One point", output="linear", eta="0.5"))


@pytest.mark.parametrize("name", ["rmsprop", "adam"])
def test_no_limit_is_claimed_where_steps_do_not_scale_with_the_gradient(name):
    text = sentence(opened(optimizer=DESCENTS[name]))

    assert f"{DESCENTS[name]}'s steps do not scale with the gradient, so no largest stable η is claimed." in text
    assert "Largest stable" not in text


def test_nesterov_and_momentum_have_limits_of_their_own():
    λ = QUADRATIC.minimum.eigenvalues[0]
    μ = 0.8
    assert f"{2 * (1 + μ) / λ:.2f} (quadratic)" in sentence(opened(optimizer="Momentum", momentum=μ))
    assert f"{2 * (1 + μ) / (λ * (1 + 2 * μ)):.2f} (quadratic)" in sentence(opened(optimizer="Nesterov", momentum=μ))


def test_what_leaves_the_range_of_numbers_is_said_to():
    text = sentence(opened(output="linear", eta="1000", steps="2000"))

    assert re.search(
        r"explodes: after \d+ updates the cost is .*, and the next update leaves the range of numbers", text
    )


def test_with_a_linear_output_there_is_one_map_and_the_reason_why():
    app = opened(output="linear", eta="0.5")
    (maps,) = components(app, "descent_maps")

    assert "cross-entropy" not in sentence(app)
    assert list(maps["surfaces"]) == ["left"] and len(maps["panels"]) == 1
    assert "Cross-entropy is not defined here: a linear output a = z is no probability" in maps["note"]
    assert components(opened(), "descent_maps")[0]["note"] == ""


def test_without_the_half_the_limit_is_half():
    assert "12.80 (quadratic), 7.611" in sentence(opened(quadratic="(y − a)²"))


def test_several_verdicts_at_once_over_many_settings_have_finite_numbers():
    for address in (
        {"w": 20, "b": -20, "eta": 1000},
        {"w": -20, "b": 20, "eta": 0.001, "steps": 2000},
        {"points": "Random answers", "batch": 7, "optimizer": "Adam", "seed": 3},
        {"points": "Shares (soft targets)", "optimizer": "Nesterov", "eta": 100},
        {"points": "One point", "step": 10},
    ):
        assert not re.search(r"undefined|nan|None|∞", said(opened(**address))), address


# --- Presets and notes ---------------------------------------------------------------------------------------------


def kind(surface, w, b, eta, steps=100, **how):
    return judge(surface, descend_surface(surface, w, b, learning_rate=eta, steps=steps, **how))


def test_what_the_notes_claim_is_so():
    """Each number in a note that the sentence above it does not show."""
    notes = {name: said(pressed(name)) for name in ("Both arrive", "η too small", "Explodes", "Momentum")}

    assert "At η = 20 the quadratic still arrives, and cross-entropy bounces" in notes["Both arrive"]
    assert kind(QUADRATIC, -1, 1, 20.0).stayed and kind(ENTROPY, -1, 1, 20.0).kind == "bouncing"
    assert "1,959 updates under the quadratic cost and 489 under cross-entropy" in notes["η too small"]
    assert kind(QUADRATIC, -1, 1, 0.03, 5000).stayed == 1959 and kind(ENTROPY, -1, 1, 0.03, 5000).stayed == 489
    assert "costs of 0.1692 and 0.4924" in notes["Momentum"]
    for surface, last in ((QUADRATIC, 0.1692), (ENTROPY, 0.4924)):
        plain = kind(surface, -1, 1, 0.1)
        assert plain.stayed > 100 and plain.last == pytest.approx(last, abs=5e-5)
    assert "each step ends up 1.2 times as long as the one before" in notes["Explodes"]
    path = descend_surface(Surface(STAIRCASE, "half_quadratic", "linear"), -3, 3, learning_rate=1.1, steps=100)
    lengths = np.hypot(*path.steps.T)
    assert lengths[-1] / lengths[-2] == pytest.approx(1.2)


def test_the_note_on_noise_counts_examples():
    assert "first comes within 1 % after 18 examples" in said(pressed("Noisy, but cheap"))
    surface = Surface(POINT_SETS["coins"].make(0), "cross_entropy")
    for size, examples in ((1, 18), (20, 440)):
        path = descend_surface(surface, -1, 1, learning_rate=0.5, steps=100, descent=Descent(batch_size=size))
        first = int(np.argmax(path.cost <= surface.minimum.cost + 0.01 * (math.log(2) - surface.minimum.cost)))
        assert path.examples[first] == examples
    one = descend_surface(surface, -1, 1, learning_rate=0.5, steps=100, descent=Descent(batch_size=1))
    assert judge(surface, one).kind == "bouncing"
    text = said(opened(tab="Batches", points="Random answers", w="-1", b="1", eta="0.5", batch="1"))
    assert "it first had 0.2792 after 18 examples" in text and "it first had 0.2792 after 440 examples" in text


def test_the_note_on_the_plateau_counts_the_wrong_points():
    a = 1 / (1 + np.exp(-(-3 * STAIRCASE.x + 3)))
    wrong = np.abs(a - STAIRCASE.y) > 0.5
    assert "Three of the five points are wrong, two of them badly" in said(opened())
    assert wrong.tolist() == [True, True, False, False, True]
    assert sorted((np.abs(a - STAIRCASE.y) > 0.99).tolist()) == [False] * 3 + [True] * 2


def test_parked_and_bouncing_has_three_times_each_limit():
    app = pressed("Parked, and bouncing")
    assert app.session_state["descent_eta"] == pytest.approx(3 * 2 / QUADRATIC.minimum.eigenvalues[0], rel=1e-3)
    assert app.session_state["descent_eta_ce"] == pytest.approx(3 * 2 / ENTROPY.minimum.eigenvalues[0], rel=2e-3)
    assert "Each η is three times the largest stable one of its cost" in said(app)


def test_a_preset_sets_its_controls_and_returns_the_others():
    app = opened(w="7", optimizer="Adam", reach="12")
    next(button for button in app.button if button.label == "No minimum").click().run()

    assert app.session_state["descent_w"] == -3.0 and app.session_state["descent_optimizer"] == "plain descent"
    assert app.session_state["descent_points"] == "Five points, separable" and app.session_state["descent_reach"] == 15


def test_a_note_stays_while_one_looks_around():
    assert "stays there" in said(opened(w=1.2, b=-0.5, eta=76.8, apart="true", eta_ce=22.8, steps=300, step=9, reach=4))
    assert "Each button sets all controls" in said(opened(w="-2.5"))


# --- The table, the step in numbers --------------------------------------------------------------------------------


def test_the_table_shows_both_descents_at_the_step_looked_at():
    text = said(opened(step="6"))
    slow, fast = (descend_surface(s, -3, 3, learning_rate=3.0, steps=100) for s in (QUADRATIC, ENTROPY))

    assert "| at step 6 | quadratic | cross-entropy |" in text
    assert f"| C | {slow.cost[6]:.4f} | {fast.cost[6]:.4f} |" in text
    assert f"| w | −{-slow.w[6]:.3f} | {fast.w[6]:.3f} |" in text
    assert "| examples seen | 30 | 30 |" in text
    assert "it ends here" in said(opened(step="100"))


WHERE = [
    {},
    {"step": "7", "eta": "0.7"},
    {"step": "40", "points": "Random answers", "batch": "3", "seed": "2"},
    {"step": "5", "points": "Shares (soft targets)", "quadratic": "(y − a)²", "w": "1.5"},
    {"w": "9", "b": "-7", "eta": "50"},
]
FORMULAS = [
    (where, name, cost)
    for k, name in enumerate(OPTIMIZERS)
    for at, cost in enumerate(("quadratic", "cross-entropy"))
    for where in some(WHERE, 2, seed=2 * k + at)
]
"""Each optimizer under each cost, in two of the places; core tests the formulas in more."""


@pytest.mark.parametrize(("where", "optimizer", "cost"), FORMULAS)
def test_formulas_on_the_screen_worked_out_with_their_numbers_give_the_value_beside_them(where, optimizer, cost):
    app = opened(tab="The step in numbers", optimizer=DESCENTS[optimizer], numbers=cost, **where)
    formulas = [block.value for block in app.latex]

    assert len(formulas) >= 9
    assert sum(check(formula) for formula in formulas) >= len(formulas) - 1


def test_with_a_linear_output_the_formulas_hold_too():
    app = opened(tab="The step in numbers", output="linear", eta="0.3", step="4")
    assert sum(check(block.value) for block in app.latex) == len(app.latex) - 1  # a = z is no sum to be done
    assert "σ′" not in "".join(block.value for block in app.latex)


def test_with_many_points_the_sums_are_those_of_the_last_row():
    app = opened(tab="The step in numbers", points="Random answers", step="3", numbers="cross-entropy", eta="0.5")
    last = next(row for row in said(app).split("\n") if row.startswith("| sum"))
    quoted = [re.findall(r"= \\frac\{(.+?)\}\{20\}", block.value)[-1] for block in app.latex if r"\sum" in block.value]
    sums = [cell.strip() for cell in last.split("|")[-4:-1]]

    assert len(quoted) == 3
    tex = [cell.replace("−", "-") for cell in sums]  # δ, δ x, C
    assert [quoted[2], quoted[1], quoted[0]] == tex


def test_a_descent_that_has_left_the_range_of_numbers_has_no_step_there():
    app = opened(tab="The step in numbers", output="linear", eta="1000", steps="2000", step="1900")
    assert "quadratic has left the range of numbers before step 1,900: look at an earlier one." in said(app)


# --- The other sections --------------------------------------------------------------------------------------------


def test_batches_are_compared_over_the_same_number_of_examples():
    text = said(opened(tab="Batches", w="-1", b="1", batch="2"))

    assert "each has looked at 500 examples" in text
    some = descend_surface(ENTROPY, -1, 1, learning_rate=3.0, steps=300, descent=Descent(batch_size=2))
    assert some.examples[300] == 500  # batches of 2, 2 and 1
    sizes = re.findall(r"- (batches of \d+|all \d+): (.+)\.", text)
    assert [size for size, _ in sizes] == ["batches of 1", "batches of 2", "all 5"]
    full = judge(ENTROPY, descend_surface(ENTROPY, -1, 1, learning_rate=3.0, steps=100))
    assert f"after {5 * full.first} examples" in sizes[2][1]


def test_the_strip_tells_seven_rates_with_the_limit_by_theory_and_by_experiment():
    app = opened(tab="Seven learning rates", w="-1", b="1")
    text = said(app)
    strip = components(app, "descent_strip")[0]

    assert "25.61. By experiment, close to it: with 25.54 it still comes to rest there, with 25.67 no longer." in text
    assert "7.611. By experiment, close to it: with 7.592 it still comes to rest there, with 7.630 no longer." in text
    assert "| 23.05 | 0.9 × | arrives" in text and "| 8.372 | 1.1 × | jumps for ever" in text
    assert len(strip["panels"]) == 14
    path = descend_surface(ENTROPY, -1, 1, learning_rate=0.9 * 2 / ENTROPY.minimum.eigenvalues[0], steps=100)
    assert numbers(strip["panels"][10]["path"]) == pytest.approx(np.concatenate([path.w, path.b]), rel=1e-5, abs=1e-5)


def verdict_of(seed, cost, eta):
    """What the page says of a random setting of the benchmark, with another η."""
    chosen = setting(seed)
    surface = Surface(chosen.surface.points, cost, chosen.surface.output)
    (path,) = descend_with_rates(
        surface, *chosen.start, learning_rates=[eta], steps=chosen.steps, descent=chosen.descent
    )
    return say_verdict(judge(surface, path, ahead=ALL_AHEAD), path), path


def test_no_range_is_printed_whose_ends_look_alike():
    said, path = verdict_of(3007, "half_quadratic", 586.1383811089856)
    assert said == "**has not settled**, though the last quarter of the costs is 0.1534 to the last digit printed"
    assert np.ptp(path.cost[-70:]) < 1e-4


def test_a_descent_that_is_at_the_target_but_leaves_it_again_is_not_still_on_its_way():
    said, path = verdict_of(3002, "half_quadratic", 0.01)
    assert path.cost[-1] < 0.08101
    assert "the cost is 0.08066; carried on, it stays at most 0.08101 only from update 13,220 on" in said


def test_what_still_comes_down_at_the_target_does_not_go_on_between_two_costs():
    said, _ = verdict_of(3003, "cross_entropy", 0.5266)
    assert said == "**arrives**: at most 0.006931 after 5 updates"


def test_only_what_hardly_ever_rises_is_said_to_crawl():
    for seed, eta, word in ((33, 7.48, "has not arrived"), (3005, 0.01, "crawls")):
        said, path = verdict_of(seed, "half_quadratic", eta)
        changes = np.diff(path.cost)
        assert said.startswith(f"**{word}**"), said
        assert (changes[changes > 0.0].sum() > 0.1 * -changes[changes < 0.0].sum()) == (word != "crawls")


def test_batches_are_judged_to_the_end_and_what_a_descent_has_from_the_start_is_said_so():
    text = said(opened(tab="Batches", batch="1", eta="0.5", steps="2000", w="1", b="-0.6"))
    assert "so far" not in text
    assert text.count("or less at the start already") == 3 and "after 0 examples" not in text


def test_the_strip_claims_no_limit_without_a_minimum_or_for_adam():
    text = said(opened(tab="Seven learning rates", points="Five points, separable"))
    assert text.count("So no η is the largest stable one") == 2
    assert "of the limit" not in text
    assert said(opened(tab="Seven learning rates", optimizer="Adam")).count("is claimed for Adam; the seven are") == 2


@pytest.mark.parametrize("name", ["low_ridges", "high_ridges"])
def test_the_valleys_shares_are_those_of_core(name):
    text = said(opened(tab="Local minima", valleys=LANDSCAPES[name].label))
    plain = roll(LANDSCAPES[name], even_starts(LANDSCAPES[name]), learning_rate=0.2, steps=200)

    assert f"plain descent {100 * plain.reached:g} %" in text


def test_one_start_without_noise_ends_in_one_valley():
    app = opened(tab="Local minima", **{"from": "one start, 200 seeds", "valley_w": "4"})
    texts = {text.split(":")[0]: text for text in alternatives(app) if "share of the descents" in text}

    assert "100 %" in texts["Plain descent"] and "100 %" in texts["Momentum"]
    assert "One start and no noise make one descent" in said(app)


def test_the_formula_of_the_curves_gives_what_is_drawn():
    app = opened(tab="Local minima")
    rows = re.findall(r"^\| \d \| (.+) \|$", said(app), flags=re.M)
    c, h, f, p = np.array([[float(cell.replace("−", "-")) for cell in row.split("|")] for row in rows]).T
    at = re.search(r"w = (\S+) \(C = (\S+)\); the best is number 3|w = (\S+) \(C = (\S+)\)", alternatives(app)[1])
    w, cost = (float(text.replace("−", "-")) for text in at.groups() if text)

    assert "0.125\\,(w - c_i)^2 + h_i \\sin(f_i w + p_i)" in app.latex[0].value
    assert np.mean(0.125 * (w - c) ** 2 + h * np.sin(f * w + p)) == pytest.approx(cost, abs=2e-3)


@pytest.mark.parametrize(
    ("y", "told"),
    [
        ("0", "is concave for z > 0.6931 = ln 2 (a > 0.6667 = ⅔)"),
        ("1", "is concave for z < −0.6931 (a < 0.3333)"),
        ("0.5", "is concave for z < −1.317 (a < 0.2113) and for z > 1.317 (a > 0.7887)"),
    ],
)
def test_where_the_quadratic_is_concave_is_said_for_every_target(y, told):
    assert told in said(opened(tab="Is it convex?", convex_y=y))
    z = np.linspace(-6, 6, 2001)
    cost = 0.5 * (float(y) - 1 / (1 + np.exp(-z))) ** 2
    down = np.diff(cost, 2) < -1e-15
    turns = z[1:-1][1:][down[1:] != down[:-1]]
    edges = [float(text.replace("−", "-")) for text in re.findall(r"z [<>] (\S+)", told)]
    assert turns == pytest.approx(edges, abs=0.01)
    assert "a > 0.6667" not in told or math.isclose(edges[0], math.log(2), abs_tol=1e-4)


# --- Maps ----------------------------------------------------------------------------------------------------------


def components(app, key):
    """What the maps with this key are given."""
    found = [json.loads(each.proto.json) for each in app.get("bidi_component") if key in each.proto.id]
    return [each for each in found if each]


def numbers(text):
    return np.frombuffer(base64.b64decode(text), "<f4")


def test_the_maps_show_the_surfaces_of_core():
    (maps,) = components(opened(), "descent_maps")
    axis = np.linspace(-6, 6, SIDE)
    for name, surface in (("left", QUADRATIC), ("right", ENTROPY)):
        told = maps["surfaces"][name]
        heights = numbers(told["heights"]).reshape(SIDE, SIDE)
        assert heights == pytest.approx(surface.cost(*np.meshgrid(axis, axis)), rel=1e-6)
        curvature = numbers(told["curvature"]).reshape(SIDE, SIDE)
        assert ((curvature < 0) == (eigenvalues(surface.hessian(*np.meshgrid(axis, axis)))[..., 1] < 0)).all()
        assert told["minimum"][:3] == pytest.approx(surface.minimum[:3])
        assert told["id"] == surface_id(surface)
        assert (
            told["bends"]
            == [
                ["hatched: bends down", "in some direction"],
                ["bends down nowhere:", "convex"],
            ][name == "right"]
        )
    assert maps["surfaces"]["right"]["label_at"] is None
    assert maps["surfaces"]["left"]["label_at"] is not None


@pytest.mark.parametrize("reach", [1, 6, 30])
@pytest.mark.parametrize("points", POINT_SETS)
def test_a_map_says_that_a_surface_is_convex_only_if_it_is_so_beyond_the_map(points, reach):
    """Where a sigmoid saturates wrongly its quadratic cost bends down, if not on this map then farther out."""
    learned = POINT_SETS[points].make(0)
    for cost, output in (("cross_entropy", "sigmoid"), ("half_quadratic", "linear")):
        assert terrain(Surface(learned, cost, output), reach)["bends"] == ("bends down nowhere:", "convex")
    quadratic = terrain(Surface(learned, "half_quadratic"), reach)
    hatched = (numbers(quadratic["curvature"]) < 0.0).any()
    assert quadratic["bends"][1] == ("in some direction" if hatched else "on this map")
    assert (numbers(terrain(Surface(learned, "half_quadratic"), 30)["curvature"]) < 0.0).any()


@pytest.mark.parametrize("reach", [6, 30])
@pytest.mark.parametrize("x", [(1000.0, -1000.0), (27.26, 0.0), (-310.0, 45.5, 200.0), (90.0, -64.0, 3.0, 71.0)])
def test_rounding_makes_no_convex_surface_bend_down_however_far_its_points_are(x, reach):
    far = terrain(Surface(Points(np.array(x), np.arange(len(x)) % 2.0), "cross_entropy"), reach)
    assert far["bends"] == ("bends down nowhere:", "convex") and far["label_at"] is None
    assert (numbers(far["curvature"]) >= 0.0).all()


def test_a_map_is_described_once_for_all_who_look_at_it():
    assert terrain(QUADRATIC, 6.0) is terrain(QUADRATIC, 6.0)


def test_the_paths_sent_to_the_maps_are_those_of_core():
    app = opened(eta="2", steps="50", step="9", momentum="0.5", optimizer="Nesterov", batch="2", seed="4")
    (sent,) = components(app, "descent_feed")
    for name, surface in (("left", QUADRATIC), ("right", ENTROPY)):
        path = descend_surface(
            surface, -3, 3, learning_rate=2.0, steps=50, descent=Descent("nesterov", Settings(0.5), 2, 4)
        )
        told = sent["paths"][name]
        assert numbers(told["path"]) == pytest.approx(np.concatenate([path.w, path.b]), rel=1e-6)
        assert (told["step"], told["id"]) == (9, surface_id(surface))
    assert "quadratic: from w = −3, b = 3 to w = " in sent["alt"].replace("\u00a0", " ")


def test_every_chart_has_a_text_alternative_with_the_current_numbers():
    assert (
        "cost against updates: quadratic 0.3109 at step 5, cross-entropy 0.4869 at step 5"
        in alternatives(opened(step="5"))[0]
    )


def test_a_slider_changes_data_and_no_specification():
    other = {"w": "-7", "eta": "20", "step": "7", "points": "Random answers", "steps": "900", "output": "linear"}

    assert specifications(opened()) == specifications(opened(**other))


# --- Typed points --------------------------------------------------------------------------------------------------


def test_typed_points_are_learned():
    app = opened(points="Your own points", own="-1 0; −0,5 1; 0.5 0.25; 2 1")
    (maps,) = components(app, "descent_maps")

    assert maps["surfaces"]["left"]["x"] == [-1.0, -0.5, 0.5, 2.0]
    assert maps["surfaces"]["left"]["y"] == [0.0, 1.0, 0.25, 1.0]
    assert not app.warning


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1 0; 2", "point 2: y is missing"),
        ("1 0; 2 7", "point 2: y is 7, but it must be from 0 to 1"),
        ("1 0; 5000 1", "point 2: x is 5000, but it must be from −1,000 to 1,000"),
        ("1 0; two 1; 3 1", "point 2: x cannot be read: 'two' is not a number"),
        ("1 0 9; 2 1", "point 1: there are more than two numbers"),
        ("; ;1 0;nan 1", "point 4"),
    ],
)
def test_a_typed_point_that_cannot_be_used_is_named(text, reason):
    app = opened(points="Your own points", own=text)

    assert reason in "\n".join(block.value for block in app.code)
    assert "could be used" in app.warning[0].value


@pytest.mark.parametrize(
    "text", some(["", ";;;", "hello", "<b>x</b> 1", "**bold** [x](http://example.org)", "1", "∞ ∞", "\x00"], 4)
)
def test_nonsense_gets_a_sentence_and_the_five_points_stand_in(text):
    app = opened(points="Your own points", own=text)

    assert "None of it could be used" in app.warning[0].value
    assert any("show the five overlapping points" in caption.value for caption in app.caption)
    assert "parked" in sentence(app)


def test_no_text_is_too_long_or_too_strange_to_be_read():
    points, problems = typed_points("1 0;" * 3_000)
    assert len(points) == 50 and any("only the first 50" in problem.reason for problem in problems)
    points, problems = typed_points("x y;" * 3_000)
    assert points is None and len(problems) <= 25 and f"{MOST_TEXT:,}" in problems[0].reason
    assert typed_points(" ")[0] is None and typed_points(" ")[1]
    rng = np.random.default_rng(0)
    for _ in range(300):
        typed_points("".join(chr(k) for k in rng.integers(1, 0x2FFF, 60)) + ";".join(map(str, rng.normal(size=9))))


@pytest.mark.parametrize("x", [[0.0], [0.0, 0.0, 0.0], [1000.0, -1000.0, 999.0], [1e-9, 2e-9]])
def test_extreme_points_are_drawn_and_told(x):
    own = "; ".join(f"{value} {k % 2}" for k, value in enumerate(x))
    for output in some(("sigmoid", "linear"), 1, seed=len(x)):
        app = opened(points="Your own points", own=own, output=output, eta="0.5")
        assert "nan" not in said(app)


ENDS = ["w", "b", "eta", "step", "reach", "steps", "batch", "seed", "momentum", "rho", "beta1", "beta2", "eta_ce"]


@pytest.mark.parametrize("key", ENDS)
def test_no_end_of_a_slider_shows_an_undefined_number(key):
    optimizer = DESCENTS[USED_BY.get(f"descent_{key}", ("sgd",))[0]]
    app = opened(reach="7", apart="true", optimizer=optimizer)  # which fills both drawers

    for end in ("min", "max"):
        box = app.number_input(key=f"descent_{key}")
        box.set_value(getattr(box, end)).run()

        assert not app.exception, end
        assert not re.search(r"undefined|nan|None", said(app)), end
