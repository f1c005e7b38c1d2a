"""Lesson 7: the picture of a study: when the runs of each method learned, and how many did at each η."""

import math

import numpy as np
import streamlit as st

from charts.study import arrivals, end_of, medians, never_zone, places, shares
from core.numerals import count, numeral
from core.study.plan import StudyPlan
from core.study.results import Findings, findings
from ui.lessons.fair_comparison.studying import Shown
from ui.lessons.fair_comparison.words import looks_of, say_chosen, say_epoch, say_failures, say_in_one, say_verdict
from ui.picture import draw

RATES_HEIGHT = 180
NOTHING_YET = "Nothing is known before two seeds are trained."


def draw_study(work: Shown) -> None:
    """Draw what a study has found so far."""
    plan, found = work.study.plan, findings(work.study)
    with st.container(key="sentence_fair"):
        st.markdown(NOTHING_YET if found is None else f"{say_verdict(plan, found)} {say_failures(plan, found)}")
    with st.container(key="picture_fair", border=False, gap=None):
        _draw_arrivals(plan, found)
    left, right = st.columns(2, gap="small")
    with left:
        _draw_rates(plan, found, "share")
    with right:
        _draw_rates(plan, found, "median")
    st.caption("" if found is None else say_chosen(plan, found))


def _draw_arrivals(plan: StudyPlan, found: Findings | None) -> None:
    """Draw a dot for each run at its method's best η."""
    every = np.concatenate([each.epochs for each in found.methods]) if found else np.array([math.inf])
    looks, last = looks_of(plan), end_of(every, plan.base.epochs)
    runs: dict[str, list[object]] = {name: [] for name in ("x", "y", "series", "shape", "text")}
    spreads: dict[str, list[object]] = {name: [] for name in ("low", "high", "middle", "row", "series")}
    words: dict[str, list[object]] = {"row": [], "text": []}
    for row, (each, look) in enumerate(zip(found.methods if found else (), looks, strict=False)):
        x, y = places(each.epochs, last)
        runs["x"] += x.tolist()
        runs["y"] += (row + y).tolist()
        runs["series"] += [look.series] * len(x)
        runs["shape"] += [look.shape] * len(x)
        runs["text"] += [f"seed {seed}: {_when(epoch)}" for seed, epoch in enumerate(each.epochs)]
        here = each.spreads[each.best]
        if math.isfinite(here.median):
            high = min(here.upper, last)
            for name, value in zip(spreads, (here.lower, high, here.median, row, look.series), strict=True):
                spreads[name].append(value)
        words["row"].append(row)
        words["text"].append(
            f"{count(here.runs - here.reached)} of {count(here.runs)}" if here.reached < here.runs else ""
        )
    draw(
        arrivals,
        last,
        *(method.name for method in plan.methods),
        key="fair_arrivals",
        alt=NOTHING_YET
        if found is None
        else "; ".join(
            f"{method.name}: {say_in_one(plan, each)}" for method, each in zip(plan.methods, found.methods, strict=True)
        ),
        runs=runs,
        spreads=spreads,
        words=words,
        zone=never_zone(last),
    )


def _draw_rates(plan: StudyPlan, found: Findings | None, shown: str) -> None:
    """Draw the share that reached the target at each η, or the median epoch."""
    etas = sorted({eta for method in plan.methods for eta in method.etas})
    looks = looks_of(plan)
    table: dict[str, list[object]] = {
        name: [] for name in ("eta", "share", "median", "series", "shape", "best", "method")
    }
    said: list[str] = []
    for method, each, look in zip(plan.methods, found.methods if found else (), looks, strict=False):
        for number, (eta, spread) in enumerate(zip(method.etas, each.spreads, strict=True)):
            if shown == "median" and not math.isfinite(spread.median):
                continue
            best = number == each.best and each.learned
            row = (eta, 100.0 * spread.share, spread.median, look.series, look.shape, best, method.name)
            for name, value in zip(table, row, strict=True):
                table[name].append(value)
            reached = f"{numeral(100.0 * spread.share)} %" if shown == "share" else say_epoch(spread.median)
            said.append(f"{method.name} η = {numeral(eta)}: {reached}")
    ends = [] if shown == "share" else [end_of(np.array([*table["median"], math.inf], float), plan.base.epochs)]
    draw(
        shares if shown == "share" else medians,
        *ends,
        *etas,
        key=f"fair_{shown}",
        alt="; ".join(said) or NOTHING_YET,
        height=RATES_HEIGHT,
        rates=table,
    )


def _when(epoch: float) -> str:
    return "never" if np.isinf(epoch) else f"epoch {int(epoch)}"
