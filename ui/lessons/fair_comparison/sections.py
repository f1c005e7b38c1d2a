"""Lesson 7: the lesson in three sentences, how the runs learned, and the numbers."""

import numpy as np
import streamlit as st

from charts.study import LEGEND, learning
from core.numerals import count, numeral, percent
from core.statistics.signed_ranks import signed_rank_test
from core.statistics.verdict import LEVEL
from core.study.plan import StudyPlan
from core.study.results import Findings, findings
from core.types import Array
from ui.controls import Choice
from ui.lessons.fair_comparison.picture import NOTHING_YET
from ui.lessons.fair_comparison.studying import Shown
from ui.lessons.fair_comparison.words import compares_costs, looks_of, say_interval, say_spread
from ui.picture import draw
from ui.tables import draw_table

QUANTITY = Choice("fair_quantity", "Shown", {"accuracy": "accuracy", "cost": "cost"}, "accuracy")
LEARNING_HEIGHT = 320
FAINT = 24
"""So many single runs of each method are drawn, faint, at most."""


def in_short() -> None:
    """Draw the lesson in three sentences."""
    st.markdown(
        "1. One run proves nothing. Compare many, in pairs: from the same start, with the same points and order.\n"
        "2. One η is unfair. Give each method its own best one, and choose that on other seeds than those that judge.\n"
        "3. Look at the failures, and say how sure you are: from an ordinary start the two costs nearly tie; from a "
        "saturated one the quadratic cost often does not get there in the same time."
    )


# --- How they learned -------------------------------------------------------------------------------------------------


def how_they_learned(work: Shown) -> None:
    """Draw the learning curves of all methods at their best η."""
    quantity = QUANTITY.read()
    plan, found = work.study.plan, findings(work.study)
    if found is None:
        st.markdown(NOTHING_YET)
        return
    st.markdown(
        f"Each method at its best η: the median of {count(found.seeds)} runs, the band between the quartiles, and "
        f"up to {FAINT} single runs, faint."
    )
    if quantity == "cost" and len({method.plan(plan.base).cost for method in plan.methods}) > 1:
        st.caption("Two costs are two currencies: compare how they fall, not their heights.")
    curves: dict[str, list[object]] = {n: [] for n in ("epoch", "low", "middle", "high", "series", "shape", "method")}
    runs: dict[str, list[object]] = {name: [] for name in ("epoch", "value", "run", "series")}
    for number, (each, look) in enumerate(zip(found.methods, looks_of(plan), strict=True)):
        values = _values(work, number, each.best, found.seeds, quantity)
        quartiles = np.quantile(values, (0.25, 0.5, 0.75), axis=0, method="inverted_cdf")
        name = plan.methods[number].name
        for epoch, (low, middle, high) in zip(work.study.epochs.tolist(), quartiles.T.tolist(), strict=True):
            for column, value in zip(curves, (epoch, low, middle, high, look.series, look.shape, name), strict=True):
                curves[column].append(value)
        for seed in range(min(FAINT, found.seeds)):
            runs["epoch"] += work.study.epochs.tolist()
            runs["value"] += values[seed].tolist()
            runs["run"] += [f"{number} {seed}"] * values.shape[1]
            runs["series"] += [look.series] * values.shape[1]
    draw(
        learning,
        "training points right, %" if quantity == "accuracy" else "cost on the training points (log)",
        quantity == "cost",
        compares_costs(plan),
        *(method.name for method in plan.methods),
        key="fair_learning",
        alt=_say_curves(plan, curves),
        height=LEARNING_HEIGHT + LEGEND * len(plan.methods),
        curves=curves,
        runs=runs,
        **_named(plan, quantity),
    )


def _named(plan: StudyPlan, quantity: str) -> dict[str, dict[str, list[object]]]:
    """Return what the legend names, and the target where the curves are of accuracy."""
    wanted = [100.0 * plan.target] if quantity == "accuracy" else []
    series = [look.series for look in looks_of(plan)]
    return {
        "names": {"text": [method.name for method in plan.methods], "series": [*series]},
        "target": {"at": [*wanted], "text": ["target" for _ in wanted]},
    }


def _values(work: Shown, method: int, eta: int, seeds: int, quantity: str) -> Array:
    """Return the curves of a method at one η, (seeds, epochs); a run that has overflowed keeps its last value."""
    curves = work.study.curves[method]
    kept = (curves.accuracy if quantity == "accuracy" else curves.cost)[eta, :seeds].astype(np.float64)
    known = np.maximum.accumulate(np.where(np.isnan(kept), 0, np.arange(kept.shape[1])), axis=1)
    kept = np.take_along_axis(kept, known, axis=1)
    return 100.0 * kept if quantity == "accuracy" else np.maximum(kept, 1e-16)


def _say_curves(plan: StudyPlan, curves: dict[str, list[object]]) -> str:
    last = dict(zip(curves["method"], curves["middle"], strict=True))
    return "At the last epoch the medians are: " + "; ".join(
        f"{name} {numeral(float(str(v)))}" for name, v in last.items()
    )


# --- Numbers ----------------------------------------------------------------------------------------------------------


def numbers(work: Shown) -> None:
    """Draw the tests on the pairs, and what each method reached at each η."""
    plan, found = work.study.plan, findings(work.study)
    if found is None:
        st.markdown(NOTHING_YET)
        return
    st.markdown(_say_tests(plan, found))
    rows: list[tuple[str, ...]] = []
    for method, each in zip(plan.methods, found.methods, strict=True):
        for number, (eta, spread) in enumerate(zip(method.etas, each.spreads, strict=True)):
            name, shown = (f"**{text}**" if number == each.best else text for text in (method.name, numeral(eta)))
            rows.append(
                (
                    name,
                    shown,
                    f"{count(spread.reached)} of {count(spread.runs)}",
                    percent(spread.share, 3),
                    say_spread(spread),
                )
            )
    draw_table(("method", "η", "reached", "share", "epochs: median (quartiles)"), rows)
    st.caption(
        f"Over all {count(found.seeds)} seeds; the best η is bold. The median is the epoch by which half of all "
        "runs had reached the target, the quartiles those of a quarter and three quarters: “never” where so many did "
        "not. No number is averaged with “never”."
    )


def _say_tests(plan: StudyPlan, found: Findings) -> str:
    """Return the pairs, the test that gives the verdict, another one beside it, and an interval."""
    one, other = found.judgement.judged
    names = [plan.methods[number].name for number in found.compared]
    verdict, ranks = found.judgement.verdict, signed_rank_test(one, other)
    wins, ties, losses = verdict.tally
    hardest = found.judgement.hardest
    pairs = f"**{names[0]} against {names[1]}**, in {count(len(one))} pairs"
    alone = "**Sign test**, exact, two-sided, which alone gives the verdict"
    beside = "**Wilcoxon's signed-rank test**, exact, beside it"
    smallest = (
        f"the smallest p that {count(verdict.tally.untied)} untied pairs can give is {numeral(verdict.smallest_p, 3)}"
    )
    tally = f"- {pairs}: {count(wins)} won, {count(ties)} tied, {count(losses)} lost. Two that did not get there tie."
    if found.seeds < plan.seeds:
        done = f"{count(found.seeds)} of {count(plan.seeds)}"
        return (
            f"{tally}\n- **No test yet**: {done} seeds are trained. Who looks after every "
            "five pairs, up to 128, and stops once p is small, would claim a difference of two equally good methods "
            f"in about 190 of 1,000 studies, instead of at most {count(round(1000 * LEVEL))}."
        )
    lines = [
        tally,
        f"- {alone}: p = {numeral(verdict.p, 3)}. A difference is claimed up to {LEVEL}; {smallest}.",
        f"- {beside}: p = {numeral(ranks.p, 3)}. It looks at the sizes of the differences, too.",
        f"- {say_interval(plan, found)}",
    ]
    if hardest is not None and found.judgement.against_hardest is not None:
        against = found.judgement.against_hardest
        loser = names[1] if verdict.tally.wins > verdict.tally.losses else names[0]
        eta = plan.methods[found.compared[names.index(loser)]].etas[hardest]
        lines.append(
            f"- At that η of {loser} which withstands most, {numeral(eta)}: p = {numeral(against.p, 3)}, "
            f"{count(against.tally.wins)} won and {count(against.tally.losses)} lost."
        )
    return "\n".join(lines)
