"""Lesson 1, below the picture: the graded estimates, a set of instances, slopes, growth, origin and code."""

import math

import numpy as np
import pandas as pd
import streamlit as st

from charts.costs import costs_against_z, dots, growth_curves, slope_curves, walls, within
from core.functions.activations import logit, sigmoid
from core.functions.costs import COSTS, cross_entropy, cross_entropy_from_z, naive_cross_entropy
from core.numerals import count, numeral, percent, tex
from core.tables.estimates import GRADED, WEEK, estimates_around, growth, probability_given
from core.tables.instances import FALLING_LOSS, Instances, Measure, measure
from ui.files import draw_problems
from ui.lessons import NAMES
from ui.lessons.cost_functions.controls import ERROR, RAIN, SET, SOURCE, Z
from ui.lessons.cost_functions.instances import edit_instances, paste_instances, upload_instances
from ui.lessons.cost_functions.picture import HALF, named
from ui.picture import draw
from ui.tables import draw_table


def in_short() -> None:
    """The three sentences to leave with."""
    st.markdown(
        "1. A cost turns how wrong an estimate is into one number: for y = 1 the book's awful ŷ = 0.1192 costs 0.7758 "
        "under the :orange[**quadratic**] cost (without ½) and 2.127 under :blue[**cross-entropy**].\n"
        "2. For y = 0 or 1 both put any two estimates in the same order. They differ in the price of being certain and "
        "wrong: the quadratic never asks more than 1 (without ½; with it, ½), and cross-entropy has no upper end.\n"
        "3. Neither grows exponentially with the error e. Twice the error is exactly four times the quadratic cost; "
        "cross-entropy is −ln(1 − e), and against a sigmoid's z it is nearly a straight line where z is badly wrong."
    )


def table_tab(quadratic: str) -> None:
    """The book's graded estimates under both costs."""
    prices = {name: [float(COSTS[c].from_a(g.y, g.yhat)) for g in GRADED] for name, c in named(quadratic).items()}
    table, words = st.columns([3, 2], gap="medium")
    with table:
        draw_table(
            ("grade", "ŷ", NAMES["quadratic"], NAMES["cross_entropy"]),
            [
                (f"y = {numeral(g.y)}: {g.verdict}", numeral(g.yhat), numeral(square), numeral(entropy))
                for g, square, entropy in zip(GRADED, *prices.values(), strict=True)
            ],
        )
    times = {name: numeral(price[3] / price[1]) for name, price in prices.items()}
    end = float(COSTS[quadratic].from_a(0.0, 1.0))
    words.markdown(
        f"One instance each, the quadratic cost {HALF[quadratic]}. Both costs put these estimates in the same order, "
        "and both treat 0.1192 for y = 0 like 0.8808 for y = 1. They differ in the price. From acceptable to awful "
        f"the {NAMES['quadratic']} cost is multiplied by {times['quadratic']} and {NAMES['cross_entropy']} by only "
        f"{times['cross_entropy']}. But awful is already {percent(prices['quadratic'][3] / end)} of the most that the "
        f"first can ask, {numeral(end)}, and the second has no such end: **move ŷ to 0**."
    )


def instances_tab(quadratic: str) -> None:
    """A set of instances: mean costs, accuracy, each one's share, and the most costly."""
    given, found = st.columns([1, 2], gap="medium")
    with given:
        source = SOURCE.read()
        before_or_after = SET.read(disabled=source != "table")
        if source == "table":
            instances = edit_instances(getattr(FALLING_LOSS, before_or_after), key=f"cost_rows_{before_or_after}")
        elif source == "paste":
            instances = paste_instances("\n".join(f"{g.y:g}, {g.yhat:g}" for g in GRADED), key="cost_pasted")
        else:
            instances = upload_instances(key="cost_file")
        st.caption(
            "A link to this page carries all controls, but no edited rows, no pasted text and no file: whoever "
            "follows it finds the rows that the page starts with."
        )
    with found:
        if source == "table":
            tell_falling_loss(quadratic)
        if instances is None:
            st.markdown("No file yet. If a link brought you here, the file stayed behind: load it again.")
        else:
            draw_problems(instances.problems, usable=bool(instances.y.size))
            tell_measure(instances, quadratic)


def tell_falling_loss(quadratic: str) -> None:
    """Before and after training: the loss falls while the accuracy stays."""
    rows = list[tuple[str, ...]]()
    for label, pairs in zip(("before training", "after training"), FALLING_LOSS, strict=True):
        m = measure(*np.transpose(pairs), costs=(quadratic, "cross_entropy"))
        rows.append((label, *map(numeral, m.means.values()), f"{np.sum(m.correct)} of {len(pairs)}"))
    st.markdown(
        "**The loss falls while the accuracy stays**: all three estimates get better, and none of them crosses ½."
    )
    draw_table(("three rows, mean cost", NAMES["quadratic"], NAMES["cross_entropy"], "right"), rows)


def tell_measure(instances: Instances, quadratic: str, most: int = 20) -> None:
    """Mean of both costs, accuracy, and the most costly instances with their shares."""
    n = len(instances.lines)
    if n == 0:
        st.markdown("There is no instance, so there is no mean: give at least one row with y and ŷ.")
        return
    m = measure(instances.y, instances.yhat, (quadratic, "cross_entropy"))
    endless = (
        " One estimate of exactly 0 or 1 that was wrong is enough for ∞."
        if math.isinf(m.means["cross_entropy"])
        else ""
    )
    st.markdown(
        f"Your {count(n)} {'instance' if n == 1 else 'instances'}: mean {NAMES['quadratic']} ({HALF[quadratic]}) "
        f"**{numeral(m.means[quadratic])}**, mean {NAMES['cross_entropy']} **{numeral(m.means['cross_entropy'])}**, "
        f"accuracy **{percent(m.accuracy)}** ({count(int(np.sum(m.correct)))} of {count(n)}; right is to be on the "
        f"same side of ½ as y, and ½ itself is a no).{endless} {say_most_costly(instances, m, quadratic)}"
    )
    first = np.argsort(-m.costs["cross_entropy"], kind="stable")[:most]
    st.dataframe(
        pd.DataFrame(
            {
                "line": np.array(instances.lines)[first],
                "y": [numeral(value) for value in instances.y[first]],
                "ŷ": [numeral(value) for value in instances.yhat[first]],
                "right": ["yes" if right else "no" for right in m.correct[first]],
                "quadratic": [numeral(value) for value in m.costs[quadratic][first]],
                "share of quadratic": m.shares[quadratic][first],
                "cross-entropy": [numeral(value) for value in m.costs["cross_entropy"][first]],
                "share of cross-entropy": m.shares["cross_entropy"][first],
            }
        ),
        hide_index=True,
        height=min(38 + 35 * len(first), 388),
        column_config={
            name: st.column_config.ProgressColumn(name, format="percent", min_value=0.0, max_value=1.0)
            for name in ("share of quadratic", "share of cross-entropy")
        },
        alt=f"the {len(first)} most costly of {n} instances, by cross-entropy, each with its share of the total",
    )
    if n > most:
        st.caption(f"The {most} most costly of {count(n)}, by cross-entropy.")


def say_most_costly(instances: Instances, m: Measure, quadratic: str) -> str:
    """Which instance each cost charges most for, and what part of the whole that is."""
    if m.means["cross_entropy"] == 0.0:
        return "Every estimate is certain and right, so none of them costs anything."
    at, other = (m.worst[name] or 0 for name in ("cross_entropy", quadratic))
    part = {name: percent(share[at]) for name, share in m.shares.items()}
    exact = ", met exactly: only the entropy of y is left" if instances.y[at] == instances.yhat[at] else ""
    said = (
        f"The most costly under {NAMES['cross_entropy']} is line {count(instances.lines[at])}, with "
        f"y = {numeral(instances.y[at])} and ŷ = {numeral(instances.yhat[at])}{exact}. It alone makes "
        f"{part['cross_entropy']} of that cost"
    )
    if m.means[quadratic] == 0.0:
        return f"{said}; the {NAMES['quadratic']} cost is 0 in every line."
    said += f" and {part[quadratic]} of the {NAMES['quadratic']} one."
    if m.costs[quadratic][other] > m.costs[quadratic][at]:
        said += (
            f" The most costly under the {NAMES['quadratic']} cost is another, line {count(instances.lines[other])}, "
            f"with {percent(m.shares[quadratic][other])} of it."
        )
    return said


def slopes_tab(y: float, yhat: float, quadratic: str) -> None:
    """∂C/∂ŷ of both costs: what a change of ŷ changes."""
    chart, words = st.columns([3, 2], gap="medium")
    at = estimates_around(y)
    slopes = {name: within(COSTS[cost].slope(y, at), "slope") for name, cost in named(quadratic).items()}
    here = {name: float(COSTS[cost].slope(y, yhat)) for name, cost in named(quadratic).items()}
    with chart:
        draw(
            slope_curves,
            key="cost_slopes",
            height=400,
            alt=f"slope of both costs against ŷ for y = {numeral(y)}. At ŷ = {numeral(yhat)}: quadratic "
            f"{numeral(here['quadratic'])}, cross-entropy {numeral(here['cross_entropy'])}.",
            curves=pd.DataFrame({"yhat": at} | slopes),
            dots=dots(yhat, here, "slope"),
            walls=walls(y, ("slope → −∞", "slope → ∞")),
            level=pd.DataFrame({"value": [0.0]}),
        )
    factor = "" if quadratic == "half_quadratic" else "2"
    limit = ", a limit" if y == yhat and y in (0.0, 1.0) else ""
    with words:
        st.markdown(f"{NAMES['quadratic']}, {HALF[quadratic]}")
        st.latex(rf"\frac{{\partial C}}{{\partial \hat y}} = {factor}(\hat y - y) = {tex(here['quadratic'])}")
        st.markdown(f"{NAMES['cross_entropy']}{limit}")
        st.latex(
            rf"\frac{{\partial C}}{{\partial \hat y}} = \frac{{\hat y - y}}{{\hat y(1-\hat y)}}"
            rf" = {tex(here['cross_entropy'])}"
        )
        st.markdown(
            f"The slope says how much a small step of ŷ is worth. For the {NAMES['quadratic']} cost "
            f"({HALF[quadratic]}) it never leaves ±{factor or 1}. For {NAMES['cross_entropy']} there is ŷ(1 − ŷ) "
            "below the line. That is σ′(z) of a sigmoid neuron, which the chain rule multiplies the slope by: so it "
            "cancels, and lesson 3 shows what that is worth. **Move ŷ** towards the dotted pole and watch this slope "
            "leave the chart."
        )


def growth_tab(y: float, yhat: float, quadratic: str) -> None:
    """How both costs grow with the error, and with z: neither does so exponentially."""
    left, right = st.columns(2, gap="medium")
    with left:
        e = ERROR.draw()
        prices = {name: [float(COSTS[c].from_a(0.0, x)) for x in (e, 2.0 * e)] for name, c in named(quadratic).items()}
        ratio = float(growth("cross_entropy", e, 2.0 * e))
        more = f"**{numeral(ratio)} times**" if math.isfinite(ratio) else "**beyond all bounds**"
        st.markdown(
            f"**Double the error**, from {numeral(e)} to {numeral(2.0 * e)}, with y = 0 or 1. {NAMES['quadratic']}: "
            f"{numeral(prices['quadratic'][0])} → {numeral(prices['quadratic'][1])}, exactly "
            f"**{numeral(float(growth(quadratic, e, 2.0 * e)))} times**, whatever e is. {NAMES['cross_entropy']}, "
            f"−ln(1 − e): {numeral(prices['cross_entropy'][0])} → {numeral(prices['cross_entropy'][1])}, {more}: "
            "about 2 while e is small, without end as 2e comes near 1. It is often said that costs grow "
            "exponentially. Then equal steps of e would always give the same factor, a level line; neither cost does "
            "that."
        )
        errors = np.arange(1, 9) / 10
        ratios = {name: growth(cost, errors, np.arange(2, 10) / 10) for name, cost in named(quadratic).items()}
        draw(
            growth_curves,
            key="cost_growth",
            height=300,
            alt="factor by which the cost grows in a step of 0.1 of the error: quadratic from 4 down to "
            f"{numeral(ratios['quadratic'][-1])}, cross-entropy from {numeral(ratios['cross_entropy'][0])} to "
            f"{numeral(ratios['cross_entropy'][-1])}, lowest {numeral(float(ratios['cross_entropy'].min()))}",
            curves=pd.DataFrame({"error": errors} | ratios),
            level=pd.DataFrame({"value": [2.5], "text": ["an exponential is level"]}),
        )
    with right:
        z = np.linspace(-10.0, 10.0, 101)
        here = float(logit(yhat))
        now = {name: float(COSTS[cost].from_a(y, yhat)) for name, cost in named(quadratic).items()}
        far = [numeral(float(cross_entropy_from_z(1.0, z))) for z in (-40.0, -41.0)]
        st.markdown(
            "**Against z**, if ŷ = σ(z) comes from a sigmoid neuron, cross-entropy is a straight line where the "
            f"neuron is badly wrong. For y = 1: at z = −40 it is {far[0]}, at z = −41 it is {far[1]}. The "
            f"{NAMES['quadratic']} cost is level there, and a level line teaches nothing. What is exponential is the "
            "inverse: for y = 1, ŷ = e^(−C), so costs of 1, 2 and 3 mean ŷ = "
            f"{', '.join(numeral(math.exp(-c)) for c in (1, 2, 3))}. The chart is drawn for your y = {numeral(y)}; "
            + (f"your ŷ is at z = {numeral(here)}." if abs(here) <= 10 else "your ŷ lies beyond it.")
        )
        a = sigmoid(z)
        now_dots = dots(min(10.0, max(-10.0, here)), now, "z")
        if abs(here) > 10:
            now_dots["shape"] = "triangle-right" if here > 0 else "triangle-left"
        draw(
            costs_against_z,
            key="cost_in_z",
            height=346,
            alt=f"both costs against z for y = {numeral(y)}; at z = {numeral(here)} the quadratic is "
            f"{numeral(now['quadratic'])} and cross-entropy {numeral(now['cross_entropy'])}",
            curves=pd.DataFrame(
                {"z": z, "quadratic": COSTS[quadratic].value(y, z, a), "cross_entropy": cross_entropy_from_z(y, z)}
            ),
            dots=now_dots,
        )


def origin_tab() -> None:
    """Cross-entropy as −ln of the probability that was given to what happened."""
    table, words = st.columns([3, 2], gap="medium")
    with words:
        rain = RAIN.draw()
    y = np.array(WEEK.y)
    yhat = np.array(
        [rain if day == "Wednesday" else forecast for day, forecast in zip(WEEK.days, WEEK.yhat, strict=True)]
    )
    given, cost = probability_given(y, yhat), cross_entropy(y, yhat)
    product, mean = float(np.prod(given)), float(np.mean(cost))
    with table:
        draw_table(
            ("day", "ŷ, rain", "given to it", "−ln"),
            [
                (f"{day}, {'wet' if wet else 'dry'}", *map(numeral, row))
                for day, wet, row in zip(WEEK.days, WEEK.y, zip(yhat, given, cost, strict=True), strict=True)
            ]
            + [("**week**", "", f"× **{numeral(product)}**", f"+ **{numeral(float(np.sum(cost)))}**")],
        )
    words.markdown(
        "The table says how probable rain was said to be, and so what probability was given to what happened. If the "
        f"days are independent, then the forecaster gave this whole week a probability of **{numeral(product)}**, the "
        "product. A good forecaster makes it large, or −ln of it small, which turns the product into a sum: "
        f"{numeral(float(np.sum(cost)))}, for {len(y)} days a mean of **{numeral(mean)}**. That mean is equation 8.2, "
        "since y ln ŷ + (1 − y) ln(1 − ŷ) just picks the logarithm that belongs to what happened. "
        + (
            "The one day that was given no chance at all makes the product 0 and the cost ∞."
            if math.isinf(mean)
            else f"Back again: e^(−{len(y)} · {numeral(mean)}) = {numeral(math.exp(-len(y) * mean))}."
        )
    )
    half = float(cross_entropy(0.5, 0.5))
    st.markdown(
        "A target between 0 and 1 is several days in one. Of two days with the same forecast one is wet and one dry: "
        f"that is y = 0.5. No forecast is better than 0.5, and even that costs ln 2 = {numeral(half)} a day: the "
        "entropy of the weather."
    )


def code_tab(y: float, yhat: float) -> None:
    """What the formula returns when it is typed as it stands, and what is right."""
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown("Nearly everybody types equation 8.2 like this. The first row is your own y and ŷ.")
        st.code("-(y * np.log(a) + (1 - y) * np.log(1 - a))", wrap_lines=True)
        draw_table(
            ("y", "ŷ = a", "it returns", "right"),
            [
                (numeral(t), numeral(a), printed(naive_cross_entropy(t, a)), numeral(float(cross_entropy(t, a))))
                for t, a in ((y, yhat), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0), (0.5, 0.5))
            ],
            words=0,
        )
        st.markdown(
            "Two perfect estimates come back as `nan`, because 0 · ln 0 is computed as 0 · −∞; one `nan` makes the "
            "mean of a whole set `nan`. And the last row is right at ln 2: with a target between 0 and 1 the lowest "
            "cost is not 0."
        )
    with right:
        z = Z.draw()
        a = float(sigmoid(z))
        st.markdown(
            f"In a network a is σ(z). At z = {numeral(z)}, float64 stores "
            f"{'exactly ' if a in (0.0, 1.0) else ''}{numeral(a)}."
        )
        draw_table(
            ("y", "a = σ(z)", "it returns", "right, from z"),
            [
                (numeral(t), numeral(a), printed(naive_cross_entropy(t, a)), numeral(float(cross_entropy_from_z(t, z))))
                for t in (1.0, 0.0)
            ],
            words=0,
        )
        st.latex(r"C = \max(z, 0) - zy + \ln(1 + e^{-|z|})")
        st.markdown(
            "From z = 36.74 on, σ(z) has rounded to exactly 1, and the line breaks for both targets. Clipping a only "
            "hides that. Computed from z, the cost is right as far as numbers go: **try 800**, or −800."
        )


def printed(value: object) -> str:
    """A number as the code returns it: nan and inf by the names that Python prints."""
    number = float(np.asarray(value))
    return numeral(number) if math.isfinite(number) else f"`{number}`"
