"""Lesson 1, a set of instances: mean costs, accuracy, the share of each instance, and the most costly ones."""

import math

import numpy as np
import pandas as pd
import streamlit as st

from core.functions.cost import Cost
from core.numerals import count, numeral, percent
from core.tables.estimates import GRADED
from core.tables.instances import FALLING_LOSS, Instances, Measure, measure
from core.types import Array
from ui.files import draw_problems
from ui.lessons.cost_functions.controls import SET, SOURCE
from ui.lessons.cost_functions.instances import edit_instances, paste_instances, uploaded_instances
from ui.tables import draw_table
from ui.two_costs import NAMES, Pair, half_words

MOST = 20
"""How many instances the table shows."""


def instances_tab(costs: Pair[Cost]) -> None:
    """Draw a set of instances: mean costs, accuracy, each instance's share, and the most costly ones."""
    given, found = st.columns([1, 2], gap="medium")
    with given:
        source = SOURCE.read()
        instances = draw_source(source, SET.read(disabled=source != "table"))
        st.caption(
            "A link to this page carries all controls, but no edited rows, no pasted text and no file: whoever "
            "follows it finds the rows that the page starts with."
        )
    with found:
        if source == "table":
            draw_falling_loss(costs)
        if instances is None:
            st.markdown(
                "No file yet: load one beside the picture, at the top of the page. If a link brought you here, the "
                "file stayed behind: load it again."
            )
        else:
            draw_problems(instances.problems, usable=bool(instances.y.size))
            draw_measure(costs, instances)


def draw_source(source: str, before_or_after: str) -> Instances | None:
    """Draw the source of the instances, and return them; None if there is no file yet."""
    if source == "table":
        return edit_instances(getattr(FALLING_LOSS, before_or_after), key=f"cost_rows_{before_or_after}")
    if source == "paste":
        return paste_instances("\n".join(f"{g.y:g}, {g.yhat:g}" for g in GRADED), key="cost_pasted")
    return uploaded_instances()


def measured(costs: Pair[Cost], y: Array, yhat: Array) -> Measure:
    """Return the measure of a set under both costs."""
    return measure(y, yhat, [cost.name for cost in costs])


def draw_falling_loss(costs: Pair[Cost]) -> None:
    """Draw a table, before and after training: the loss falls while the accuracy stays."""
    rows = list[tuple[str, ...]]()
    for label, pairs in zip(("before training", "after training"), FALLING_LOSS, strict=True):
        m = measured(costs, *np.transpose(pairs))
        rows.append((label, *map(numeral, m.means.values()), f"{np.sum(m.correct)} of {len(pairs)}"))
    st.markdown(
        "**The loss falls while the accuracy stays**: all three estimates get better, and none of them crosses ½."
    )
    draw_table(("three rows, mean cost", *NAMES, "right"), rows)


def draw_measure(costs: Pair[Cost], instances: Instances) -> None:
    """Draw the mean of both costs, the accuracy, and the most costly instances with their shares."""
    n = len(instances.lines)
    if n == 0:
        st.markdown("There is no instance, so there is no mean: give at least one row with y and ŷ.")
        return
    m = measured(costs, instances.y, instances.yhat)
    st.markdown(f"{say_measure(costs, m)} {say_most_costly(costs, instances, m)}")
    draw_most_costly(costs, instances, m)
    if n > MOST:
        st.caption(f"The {MOST} most costly of {count(n)}, by cross-entropy.")


def say_measure(costs: Pair[Cost], m: Measure) -> str:
    """Return the mean of both costs, and the accuracy."""
    n, right = len(m.correct), int(np.sum(m.correct))
    mean = costs.map(lambda cost: m.means[cost.name])
    endless = (
        " One estimate of exactly 0 or 1 that was wrong is enough for ∞." if math.isinf(mean.cross_entropy) else ""
    )
    return (
        f"Your {count(n)} {'instance' if n == 1 else 'instances'}: mean {NAMES.quadratic} "
        f"({half_words(costs.quadratic)}) **{numeral(mean.quadratic)}**, mean {NAMES.cross_entropy} "
        f"**{numeral(mean.cross_entropy)}**, accuracy **{percent(m.accuracy)}** ({count(right)} of {count(n)}; right "
        f"means on the same side of ½ as y, and exactly ½ counts as below it).{endless}"
    )


def draw_most_costly(costs: Pair[Cost], instances: Instances, m: Measure) -> None:
    """Draw a table of the most costly instances under cross-entropy, each with its share of both costs.

    Its numbers are numbers, written as everywhere: a press on a column's name sorts them by size.
    """
    values, shares = costs.map(lambda cost: m.costs[cost.name]), costs.map(lambda cost: m.shares[cost.name])
    first = np.argsort(-values.cross_entropy, kind="stable")[:MOST]
    table = {
        "line": np.array(instances.lines)[first],
        "y": instances.y[first],
        "ŷ": instances.yhat[first],
        "right": ["yes" if right else "no" for right in m.correct[first]],
    }
    for name, value, share in zip(("quadratic", "cross-entropy"), values, shares, strict=True):
        table |= {name: value[first], f"share of {name}": share[first]}
    figures = [name for name, column in table.items() if np.asarray(column).dtype == float and "share" not in name]
    st.dataframe(
        pd.DataFrame(table).style.format(dict.fromkeys(figures, numeral)),
        hide_index=True,
        height=min(38 + 35 * len(first), 388),
        column_config={
            name: st.column_config.ProgressColumn(name, format="percent", min_value=0.0, max_value=1.0)
            for name in table
            if name.startswith("share")
        },
        alt=f"the {len(first)} most costly of {len(instances.lines)} instances, by cross-entropy, each with its share "
        "of the total",
    )


def say_most_costly(costs: Pair[Cost], instances: Instances, m: Measure) -> str:
    """Return which instance is the most costly under each cost, and its share of the whole."""
    mean = costs.map(lambda cost: m.means[cost.name])
    if mean.cross_entropy == 0.0:
        return "Every estimate is certain and right, so none of them costs anything."
    at = m.worst[costs.cross_entropy.name] or 0
    part = costs.map(lambda cost: percent(m.shares[cost.name][at]))
    values = m.costs[costs.cross_entropy.name]
    exact = ", met exactly: only the entropy of y is left" if instances.y[at] == instances.yhat[at] else ""
    said = (
        f"The most costly under {NAMES.cross_entropy} is line {count(instances.lines[at])}, with "
        f"y = {numeral(instances.y[at])} and ŷ = {numeral(instances.yhat[at])}{exact}. "
        f"{say_part(values, part.cross_entropy)}"
    )
    if mean.quadratic == 0.0:
        return f"{said}; the {NAMES.quadratic} cost is 0 in every line."
    said += f" and {part.quadratic} of the {NAMES.quadratic} one." if np.isfinite(values[at]) else "."
    return said + say_other(costs.quadratic, instances, m, at)


def say_part(values: Array, part: str) -> str:
    """Return what the most costly instance makes of the whole cost; an infinite cost has no shares."""
    endless = int(np.count_nonzero(np.isinf(values)))
    if not endless:
        return f"It alone makes {part} of that cost"
    return "It alone makes that cost ∞" if endless == 1 else f"It is one of {count(endless)} that make that cost ∞"


def say_other(quadratic: Cost, instances: Instances, m: Measure, at: int) -> str:
    """Return which instance has a larger quadratic cost than the one at this place, if there is any."""
    values, other = m.costs[quadratic.name], m.worst[quadratic.name] or 0
    if values[other] <= values[at]:
        return ""
    return (
        f" The most costly under the {NAMES.quadratic} cost is another, line {count(instances.lines[other])}, "
        f"with {percent(m.shares[quadratic.name][other])} of it."
    )
