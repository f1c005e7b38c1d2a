"""Lesson 7, "One run": what each method did from one seed, and a link that opens just these runs in lesson 6."""

from collections.abc import Iterator, Sequence
from typing import Any

import streamlit as st

from core.experiments.plan import Plan
from core.numerals import numeral
from core.study.plan import RATES, Cell, Method, StudyPlan
from core.study.results import Findings, Found, findings
from ui.addresses import address
from ui.controls import Choice, Control, Slider, default_of
from ui.frame import LESSONS
from ui.lessons.fair_comparison.controls import SEEDS
from ui.lessons.fair_comparison.picture import NOTHING_YET
from ui.lessons.fair_comparison.studying import Shown
from ui.lessons.fair_comparison.words import say_epoch
from ui.lessons.train_a_network import controls as network
from ui.lessons.train_a_network.drawing import POINTS_BY_HAND
from ui.sections import NOTHING
from ui.tables import draw_table
from ui.views import link_to

SEED = Slider("fair_seed", "Seed", 0, SEEDS.high - 1, 0, 1, "The start that is looked into")
RATE = Choice(
    "fair_rate",
    "η",
    {"best": "each method's best"} | {str(n): f"number {n + 1} of each method" for n in range(RATES[1])},
    "best",
    "Which of the η that a method was tried with, from the smallest; the last one, if it has fewer",
    menu=True,
)
_TRAIN = next(lesson for lesson in LESSONS if lesson.keys == "train_")
_DIFFERING: dict[str, Choice] = {
    "cost": network.COST_B,
    "hidden": network.HIDDEN_B,
    "init": network.INIT_B,
    "optimizer": network.DESCENT_B,
}


def one_run(work: Shown) -> None:
    """Draw what happened from one seed."""
    plan, found = work.study.plan, findings(work.study)
    left, right = st.columns([2, 1], gap="medium", vertical_alignment="bottom")
    with left:
        SEED.draw(redraws=NOTHING, high=plan.seeds - 1)
    with right:
        RATE.read()
    seed = seed_now(plan)
    if found is None or seed >= found.seeds:
        st.markdown(NOTHING_YET if found is None else f"Seed {seed} has not been trained yet.")
        return
    cells = [Cell(number, _rate(method, each), seed) for number, (method, each) in enumerate(_both(plan, found))]
    rows = [
        (method.name, numeral(method.etas[cell.eta]), say_epoch(float(each.results.epochs[cell.eta, seed])))
        for cell, (method, each) in zip(cells, _both(plan, found), strict=True)
    ]
    draw_table(("method", "η", "target reached at epoch"), rows)
    if work.not_there:
        st.caption(work.not_there)
        return
    _draw_links(plan, cells, found.compared)


def _both(plan: StudyPlan, found: Findings) -> Iterator[tuple[Method, Found]]:
    """Return each method with what is found of it."""
    return zip(plan.methods, found.methods, strict=True)


def _rate(method: Method, found: Found) -> int:
    """Return the number of the η that is looked into."""
    return found.best if RATE.value() == RATE.default else min(int(RATE.value()), len(method.etas) - 1)


def seed_now(plan: StudyPlan) -> int:
    """Return the chosen seed, or the last one that the study has."""
    return min(int(SEED.value()), plan.seeds - 1)


def _draw_links(plan: StudyPlan, cells: Sequence[Cell], compared: tuple[int, int]) -> None:
    """Draw a link to the two runs that are compared side by side, and one to each of the others, or of all, alone."""
    names, seed = [method.name for method in plan.methods], cells[0].seed
    links: dict[str, dict[str, Any] | None] = {}
    both = pair_values(plan, *(cells[number] for number in compared))
    if both:
        links[f"{names[compared[0]]} and {names[compared[1]]}"] = both
    links |= {names[cell.method]: values_of(plan, cell) for cell in cells if not (both and cell.method in compared)}
    for name, values in links.items():
        if values is None:
            st.caption(f"{name}: “Train a network” has no layers as wide as these.")
            continue
        link_to(
            _TRAIN.file,
            label=f"Watch {name} learn from seed {seed}",
            icon=_TRAIN.icon,
            query=address(values),
        )


def pair_values(plan: StudyPlan, one: Cell, other: Cell) -> dict[str, Any] | None:
    """Return the values of lesson 6's controls for two runs side by side; None if it cannot have them."""
    first, second = plan.alone(one), plan.alone(other)
    differing = [name for name in _DIFFERING if getattr(first, name) != getattr(second, name)]
    settings = _settings(first)
    if settings is None or len(differing) != 1 or first.widths != second.widths:
        return None
    settings += [(network.COMPARE, differing[0]), (_DIFFERING[differing[0]], getattr(second, differing[0]))]
    if first.eta != second.eta:
        settings += [(network.APART, True), (network.ETA_B, second.eta)]
    return _query(settings)


def values_of(plan: StudyPlan, cell: Cell) -> dict[str, Any] | None:
    """Return the values of lesson 6's controls for one run alone; None if it cannot have it."""
    settings = _settings(plan.alone(cell))
    return None if settings is None else _query([*settings, (network.COMPARE, "none")])


def _settings(alone: Plan) -> list[tuple[Control, Any]] | None:
    """Return lesson 6's controls with their values for a run, by name; None if its layers are too wide."""
    if any(width > network.WIDTHS[0].high for width in alone.widths):
        return None
    by_hand: list[tuple[Control, Any]] = [(POINTS_BY_HAND, POINTS_BY_HAND.value())] if alone.data == "drawn" else []
    return [
        *by_hand,
        *((switch, name in alone.features) for name, switch in network.INPUTS.items()),
        (network.DATA, alone.data),
        (network.POINTS, alone.n),
        (network.NOISE, 100.0 * alone.noise),
        (network.SHARE, 0.0),
        (network.SEED, alone.networks()[0].seed),
        (network.SAME_POINTS, bool(alone.seeds)),
        (network.LAYERS, str(len(alone.widths))),
        *zip(network.WIDTHS, alone.widths, strict=False),
        (network.HIDDEN, alone.hidden),
        (network.COST, alone.cost),
        (network.INIT, alone.init),
        (network.SCALE, alone.scale),
        (network.OUTPUT_SCALE, alone.output_scale),
        (network.BIAS, alone.output_bias),
        (network.ETA, alone.eta),
        (network.BATCH, alone.batch_size),
        (network.DESCENT, alone.optimizer),
        (network.EPOCHS, alone.epochs),
    ]


def _query(settings: list[tuple[Control, Any]]) -> dict[str, Any]:
    """Return the values that lesson 6 does not open with anyway, as its address has them."""
    held = [(control, control.held(value)) for control, value in settings]
    return {control.key: value for control, value in held if value != default_of(control)}
