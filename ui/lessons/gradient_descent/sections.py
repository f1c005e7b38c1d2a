"""Lesson 4, below the maps: a step in numbers, batches, seven learning rates, several valleys, and convexity."""

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import streamlit as st

from charts.descent import batch_costs, bend, landscape, valley_shares
from core.formulas import written
from core.formulas.quantity import Quantity
from core.functions.activations.sigmoid import sigmoid
from core.numerals import count, numeral, percent
from core.surfaces.batch_formulas import MOST_TERMS, BatchPoints
from core.surfaces.descent import SurfacePath, descend_surface, descend_with_rates
from core.surfaces.points import Points
from core.surfaces.stability import measured_limit, strip_rates
from core.surfaces.steps import step_at
from core.surfaces.surface import Surface, concave_beyond
from core.surfaces.valleys import LANDSCAPES, METHODS, Landscape, Method, Outcome, even_starts, random_landscape, roll
from core.surfaces.verdicts import Verdict, judge
from ui.controls import Choice, Slider
from ui.lessons import NAMES
from ui.lessons.gradient_descent.canvas import Maps, Panel, draw_maps
from ui.lessons.gradient_descent.controls import DESCENTS, Setup
from ui.lessons.gradient_descent.picture import LOOKS, curve, plain, say_least, say_verdict
from ui.picture import draw
from ui.tables import draw_table

COST_NAMES = {name: look.name for name, look in LOOKS.items()}
NUMBERS_OF = Choice("descent_numbers", "Under which cost", COST_NAMES, "quadratic")
BATCHES_OF = Choice("descent_batches", "Under which cost", COST_NAMES, "cross_entropy")
VALLEYS = Choice(
    "descent_valleys",
    "Curve",
    {name: each.label for name, each in LANDSCAPES.items()} | {"random": "Random curves"},
    "low_ridges",
    "Random curves are drawn by the page's seed",
)
FROM = Choice(
    "descent_from",
    "Descents",
    {"everywhere": "200 starts", "one": "one start, 200 seeds"},
    "everywhere",
    "200 starts spread evenly, or the same start 200 times with other orders of the instances",
)
VALLEY_W = Slider("descent_valley_w", "The one start", -6.0, 6.0, 4.0, 0.1, "Where w begins, if all begin in one place")
VALLEY_ETA = Slider("descent_valley_eta", "η in the valleys", 0.01, 2.0, 0.2, 0.01, "How far one update goes", log=True)
VALLEY_STEPS = Slider(
    "descent_valley_steps", "Steps in the valleys", 10, 1000, 200, 10, "Updates of each descent", log=True
)
VALLEY_MU = Slider("descent_valley_mu", "μ in the valleys", 0.0, 0.99, 0.9, 0.01, "What momentum keeps of a step")
VALLEY_BATCH = Slider("descent_valley_batch", "Instances to a batch", 1, 5, 1, 1, "5 are all, and make no noise")
CONVEX_Y = Slider("descent_convex_y", "Target y of the point", 0.0, 1.0, 0.0, 0.01, "Between 0 and 1: a soft target")
RUNS = 200
LIMITS = {"sgd": "2/\u2060λ", "momentum": "2(1 + μ)/\u2060λ", "nesterov": "2(1 + μ)/\u2060(λ(1 + 2μ))"}
"""The largest stable η by theory, with what keeps a line from ending at the stroke."""
MOST_UPDATES = 5_000


def cost_chosen(choice: Choice, setup: Setup) -> str:
    """Read which cost a section is about; with a linear output there is only one."""
    linear = "cross_entropy" not in setup.surfaces
    chosen = choice.read(disabled=linear)
    return "quadratic" if linear else chosen


# --- In short ------------------------------------------------------------------------------------------------------


def in_short() -> None:
    """The sentences to leave with."""
    st.markdown(
        "1. Training walks down a surface, one step against the slope at a time. The learning rate η decides whether "
        "it **crawls**, **arrives**, **bounces** or **parks** on a plateau; where nothing saturates, it **explodes**.\n"
        "2. A mini-batch's slope is a **noisy but cheap** direction: it looks at a few points, and leads downhill only "
        "on average.\n"
        "3. Under :blue[**cross-entropy**] one sigmoid neuron's surface bends down nowhere, so there is no plateau to "
        "park on; under the :orange[**quadratic**] cost there is. Where there are several valleys, **momentum and "
        "noise** can carry a descent out of a poor one."
    )


# --- The step in numbers -------------------------------------------------------------------------------------------


def numbers_tab(setup: Setup, index: int) -> None:
    """The update from the step looked at: its points in a table, and every formula with its numbers."""
    name = cost_chosen(NUMBERS_OF, setup)
    step = step_at(
        setup.surfaces[name], setup.w, setup.b, index=index, learning_rate=setup.etas[name], descent=setup.descent
    )
    if step is None:
        st.markdown(f"{NAMES[name]} has left the range of numbers before step {count(index)}: look at an earlier one.")
        return
    points = (
        "all points" if step.full_batch else f"a batch of {count(len(step.batch))} of {count(step.all_points)} points"
    )
    st.markdown(
        f"{NAMES[name]}, the update from step {count(index)} to step {count(index + 1)}, made of {points}. "
        "The slider *Look at step* chooses the update."
    )
    _points_table(step.batch, step.mean, setup.surfaces[name])
    with st.container(key="step_formulas", gap="xsmall"):
        st.markdown(f"**Point {step.batch.numbers[0]}, for one:**")
        for line in step.point:
            st.latex(line.tex)
        rest = ", with the sums of the table's last row:" if len(step.batch) > MOST_TERMS else ":"
        st.markdown(f"**Over the {'points' if step.full_batch else 'batch'}{rest}**")
        for line in step.mean:
            st.latex(line.tex_in_two if 1 < len(step.batch) <= MOST_TERMS else line.tex)
        st.markdown(f"**What {DESCENTS[setup.optimizer]} makes of it:**")
        for line in step.update:
            st.latex(line.tex)
    change = step.cost_after - step.cost_before
    went = "falls" if change < 0.0 else "rises" if change > 0.0 else "stays:"
    of_all = "" if step.full_batch else " of all points"
    st.markdown(
        f"The cost{of_all} {went} from {numeral(step.cost_before)} to {numeral(step.cost_after)}, "
        f"a difference of {numeral(change)}."
    )


def _points_table(batch: BatchPoints, mean: list[Quantity], surface: Surface) -> None:
    """Every point of the batch with what is worked out for it; the sums in the last row."""
    sloped = surface.bounded and not surface.cancels
    header = ("point", "x", "y", "z", "a", *(["σ′(z)"] if sloped else []), "δ", "δ x", "C")
    columns = [batch.x, batch.y, batch.z, batch.a, *([batch.slope] if sloped else []), batch.delta]
    columns += [batch.delta * batch.x, batch.cost]
    rows = [
        (str(number), *(written(float(column[i]), 4) for column in columns)) for i, number in enumerate(batch.numbers)
    ]
    blank = ["" for _ in header[1:-3]]
    cost, slope_w, slope_b = mean  # whose formulas may need more digits of the sums they quote
    sums = ((batch.delta.sum(), slope_b), (batch.delta @ batch.x, slope_w), (batch.cost.sum(), cost))
    rows.append(("**sum**", *blank, *(f"**{written(float(total), _digits(line))}**" for total, line in sums)))
    draw_table(header, rows)


def _digits(line: Quantity) -> int:
    """With how many digits a formula's numbers are printed."""
    return line.chosen.digits if line.chosen else line.digits


# --- Batches -------------------------------------------------------------------------------------------------------


def batches_tab(setup: Setup) -> None:
    """The same descent with batches of one point, of the chosen size, and of all: by updates, and by examples."""
    name = cost_chosen(BATCHES_OF, setup)
    surface, n = setup.surfaces[name], len(setup.points)
    epochs = max(1, min(setup.steps, MOST_UPDATES // n))
    examples = n * epochs
    some = setup.batch if 1 < setup.batch < n else max(2, n // 4)
    sizes = {"one": 1} | ({"some": some} if 1 < some < n else {}) | ({"all": n} if n > 1 else {})
    told, data = list[str](), dict[str, dict[str, dict[str, npt.ArrayLike]]]()
    verdicts: dict[str, str] = {}
    for way, size in sizes.items():
        updates = epochs * math.ceil(n / size)  # the last batch of an epoch may be smaller
        path = descend_surface(
            surface,
            setup.w,
            setup.b,
            learning_rate=setup.etas[name],
            steps=updates,
            descent=replace(setup.descent, batch_size=size),
        )
        verdict = judge(surface, path)
        shown = slice(0, setup.steps + 1)
        data[way] = {
            "updates": curve(np.arange(len(path.cost))[shown], path.cost[shown], "x"),
            "examples": curve(path.examples, path.cost, "x"),
        }
        told.append(
            "batches of 1" if way == "one" else f"all {count(n)}" if way == "all" else f"batches of {count(size)}"
        )
        verdicts[told[-1]] = _say_seen(path, verdict)
    least = [surface.minimum.cost] if surface.minimum else []
    series = {"one": "green", "some": "purple", "all": "ink"}
    names = {"series": [series[way] for way in sizes], "text": told}
    nothing: dict[str, npt.ArrayLike] = {"x": np.zeros(0), "value": np.zeros(0)}
    for way in series:
        data.setdefault(way, {"updates": nothing, "examples": nothing})
    seen = "; ".join(f"{size}: {words}" for size, words in verdicts.items())
    for place, against in zip(st.columns(2, gap="medium"), ("updates", "examples"), strict=True):
        with place:
            draw(
                batch_costs,
                against,
                key=f"chart_batches_{against}",
                height=380,
                alt=f"cost against {against} with " + plain(seen),
                least={"value": least},
                names=names,
                **{way: each[against] for way, each in data.items()},
            )
    lines = "\n".join(f"- **{size}**: {words}." for size, words in verdicts.items())
    st.markdown(
        f"{NAMES[name]}, η = {numeral(setup.etas[name])}, the same descent with different sizes of batches. An update "
        "costs what it looks at, so the fair comparison is on the right: there each has looked at "
        f"{count(examples)} examples. Small batches gain most where many points say much the same, as under *Noisy, "
        f"but cheap*, and with a small η, since they are shaken in proportion to it.\n{lines}"
    )


def _say_seen(path: SurfacePath, verdict: Verdict) -> str:
    """What became of it, and after how many examples it first had the target."""
    if verdict.first is None:
        return say_verdict(verdict, path)
    seen = count(int(path.examples[verdict.first]))
    return f"{say_verdict(verdict, path)}; it first had {numeral(verdict.target)} after {seen} examples"


# --- Seven learning rates ------------------------------------------------------------------------------------------


def strip_tab(setup: Setup, reach: float) -> None:
    """The same start under seven learning rates: small maps, verdicts in words, and the largest stable η."""
    panels, tables = list[Panel](), dict[str, list[tuple[str, ...]]]()
    for name, surface in setup.surfaces.items():
        rates = strip_rates(surface, setup.optimizer, setup.settings.momentum)
        limit = setup.limit(name)
        paths = descend_with_rates(
            surface, setup.w, setup.b, learning_rates=rates, steps=setup.steps, descent=setup.descent
        )
        tables[name] = []
        for rate, path in zip(rates, paths, strict=True):
            panels.append(Panel(name, LOOKS[name], f"η = {numeral(rate, 3)}", path))
            times = [f"{numeral(rate / limit, 3)} ×"] if limit else []
            tables[name].append((numeral(rate), *times, say_verdict(judge(surface, path), path)))
    alt = "Small maps of seven descents under each cost; the tables below say what became of them."
    draw_maps(Maps(setup.surfaces, panels, reach, 7, alt), key="descent_strip")
    for place, (name, rows) in zip(st.columns(len(tables), gap="medium"), tables.items(), strict=True):
        with place:
            st.markdown(_say_limit(setup, name))
            header = ("η", *(["of the limit"] if setup.limit(name) else []), "what became of it")
            draw_table(header, rows, words=len(header))
    st.caption(
        f"{count(setup.steps)} steps from w = {numeral(setup.w)}, b = {numeral(setup.b)}. To arrive means to win 99 % "
        "of what can be won, counted from the cost at w = b = 0 (down to the minimum, or without one to what the cost "
        "comes down to), and to keep it. Parked: in the last quarter of the updates the cost changes by less than 2 % "
        "of what is left, nothing gains speed, and the slope, kept up all the way, would not win half of it; a longer "
        "descent may still find a way out. The other words are for updates that turn back or raise the cost."
    )
    if all(row[-1].startswith("**is parked") for row in tables["quadratic"]):
        st.markdown(
            "From this start every η leaves the quadratic parked: its ground is level here. Press **Both arrive** "
            "above, and η decides."
        )


def _say_limit(setup: Setup, name: str) -> str:
    """The largest stable η of a surface: λ, theory, and what an experiment finds."""
    surface, limit = setup.surfaces[name], setup.limit(name)
    least = surface.minimum
    if setup.optimizer in ("rmsprop", "adam"):
        return f"{NAMES[name]}: no largest stable η is claimed for {DESCENTS[setup.optimizer]}; the seven are fixed."
    if least is None or limit is None:
        return (
            f"{NAMES[name]} has **{say_least(surface)}**. So no η is the largest stable one; the seven are "
            "multiples of what it would be at w = b = 0."
        )
    found = measured_limit(surface, setup.optimizer, settings=setup.settings)
    measured = (
        "it is not met within 9.75 %"
        if found is None
        else f"{numeral(found[0])} still converges, {numeral(found[1])} no longer does"
    )
    mu = "" if setup.optimizer == "sgd" else f" and μ = {numeral(setup.settings.momentum)}"
    return (
        f"{NAMES[name]}: with λ = {numeral(least.eigenvalues[0])}, the largest curvature at the minimum{mu}, theory "
        f"gives {LIMITS[setup.optimizer]} = **{numeral(limit)}**. By experiment, close to the minimum: {measured}."
    )


# --- Local minima --------------------------------------------------------------------------------------------------


def valleys_tab(seed: int) -> None:
    """One number, several valleys: where plain descent, momentum and mini-batches end, from many starts or seeds."""
    left, right = st.columns([1, 2], gap="medium")
    with left:
        chosen, origin = VALLEYS.read(), FROM.read()
        for slider in (VALLEY_ETA, VALLEY_STEPS, VALLEY_MU, VALLEY_BATCH):
            slider.draw()
        VALLEY_W.draw(disabled=origin != "one")
    curves = random_landscape(seed) if chosen == "random" else LANDSCAPES[chosen]
    one = origin == "one"
    starts = np.full(RUNS, VALLEY_W.value()) if one else even_starts(curves, RUNS)
    outcomes: dict[Method, Outcome] = {
        name: roll(
            curves,
            starts,
            learning_rate=VALLEY_ETA.value(),
            steps=int(VALLEY_STEPS.value()),
            method=name,
            momentum=VALLEY_MU.value(),
            batch_size=int(VALLEY_BATCH.value()),
            seed=seed,
        )
        for name in METHODS
    }
    with right:
        _draw_landscape(curves, outcomes["plain"], VALLEY_W.value() if one else None)
        for place, (name, outcome) in zip(st.columns(3, gap="small"), outcomes.items(), strict=True):
            with place:
                _draw_shares(METHODS[name], outcome)
    shares = ", ".join(f"{METHODS[name].lower()} {percent(outcome.reached)}" for name, outcome in outcomes.items())
    moving = ", ".join(
        f"{METHODS[name].lower()} {percent(outcome.moving)}"
        for name, outcome in outcomes.items()
        if outcome.moving > 0.0
    )
    where = f"from w = {numeral(VALLEY_W.value())}, 200 times" if one else "from 200 starts"
    st.markdown(
        f"After {count(int(VALLEY_STEPS.value()))} updates {where} in the best valley: **{shares}**. "
        + (f"Still on the move then: {moving}. " if moving else "")
        + ("One start and no noise make one descent: without batches all 200 end alike. " if one else "")
        + "C(w) is the average of five instances' curves; "
        + (
            "a mini-batch of five is all of them, and makes no noise."
            if VALLEY_BATCH.value() == len(curves)
            else f"a mini-batch averages {count(int(VALLEY_BATCH.value()))} of them only."
        )
    )
    st.latex(r"C(w) = \frac{1}{5}\sum_{i=1}^{5} C_i(w), \qquad " + landscape_tex(curves, 0))
    parameters = (curves.centres, curves.heights, curves.frequencies, curves.phases)
    with st.container(key="states_valleys"):
        draw_table(
            ("i", "centre c", "height h", "frequency f", "phase p"),
            [(str(i + 1), *(numeral(float(each[i])) for each in parameters)) for i in range(len(curves))],
        )


def landscape_tex(curves: Landscape, i: int) -> str:
    """Write the formula of an instance's curve."""
    half = numeral(curves.bowl / 2.0)
    return rf"C_i(w) = {half}\,(w - c_i)^2 + h_i \sin(f_i w + p_i)"


def _draw_landscape(curves: Landscape, outcome: Outcome, start: float | None) -> None:
    """Draw the curves, and the valleys with their numbers."""
    low, high = curves.window
    w = np.linspace(low, high, 241)
    each = curves.each(w)
    best = outcome.best
    draw(
        landscape,
        key="chart_landscape",
        height=330,
        alt="cost over w, with valleys at "
        + ", ".join(f"w = {numeral(valley.w)} (C = {numeral(valley.cost)})" for valley in outcome.valleys)
        + f"; the best is number {best + 1}",
        each={
            "w": np.tile(w, len(curves)),
            "value": each.T.ravel(),
            "instance": np.repeat([str(i + 1) for i in range(len(curves))], len(w)),
        },
        cost={"w": w, "value": curves.cost(w)},
        start={"w": [] if start is None else [start]},
        valleys={
            "w": [valley.w for valley in outcome.valleys],
            "value": [valley.cost for valley in outcome.valleys],
            "series": ["green" if i == best else "ink" for i in range(len(outcome.valleys))],
            "text": [f"{i + 1}: best" if i == best else str(i + 1) for i in range(len(outcome.valleys))],
        },
    )


def _draw_shares(method: str, outcome: Outcome) -> None:
    """Draw which share of the descents ended where."""
    numbers = range(len(outcome.valleys))
    draw(
        valley_shares,
        method,
        key=f"chart_shares_{method}",
        height=230,
        alt=f"{method}: share of the descents that end in each valley: "
        + ", ".join(f"valley {i + 1} {percent(float(outcome.shares[i]))}" for i in numbers),
        shares={
            "valley": [str(i + 1) for i in numbers],
            "share": outcome.shares,
            "series": ["green" if i == outcome.best else "muted" for i in numbers],
            "text": [numeral(100.0 * float(share), 3) for share in outcome.shares],
        },
    )


# --- Is it convex? -------------------------------------------------------------------------------------------------


def convex_tab() -> None:
    """Cost and bend of one point against z, under both costs."""
    y = CONVEX_Y.draw()
    z = np.linspace(-8.0, 8.0, 161)
    points = Points(np.array([1.0]), np.array([y]))
    surfaces = {"quadratic": Surface(points, "half_quadratic"), "cross_entropy": Surface(points, "cross_entropy")}
    low, high = concave_beyond(y)
    parts = [
        (left, right) for left, right in ((-8.0, low), (high, 8.0)) if left < right and abs(left) <= 8.0 >= abs(right)
    ]
    down = {
        "left": [left for left, _ in parts],
        "right": [right for _, right in parts],
        "middle": [0.5 * (left + right) for left, right in parts],
        "text": ["bends down" for _ in parts],
    }
    values = {
        "cost": {name: surface.cost(0.0, z) for name, surface in surfaces.items()},
        "bend": {name: surface.curvature(np.array(y), z) for name, surface in surfaces.items()},
    }
    for place, of in zip(st.columns(2, gap="medium"), ("cost", "bend"), strict=True):
        with place:
            draw(
                bend,
                of,
                key=f"chart_convex_{of}",
                height=340,
                alt=f"{of} of one point against z, for y = {numeral(y)}: {_beyond(low, high)}",
                curves={"z": z, **values[of]},
                down=down,
                zero={"value": [0.0]},
            )
    st.markdown(
        f"For y = {numeral(y)}, the :orange[**quadratic**] cost ½ (y − a)² of a sigmoid neuron "
        f"**{_beyond(low, high)}**; there C″(z) < 0, and the factor ½ changes nothing about where. "
        ":blue[**Cross-entropy**] has C″(z) = σ′(z), which is above 0 for every z: its sum over any points never bends "
        "down over (w, b), for z is linear in both. "
        "Only a surface that bends down somewhere can have plateaus: places where the slope is small though the cost "
        "is not. (What is level there may bend up slightly; the hatched ground is what cuts it off from the valley.)"
    )


def _beyond(low: float, high: float) -> str:
    """Where the quadratic cost bends down, in words."""
    told = [f"for z < {numeral(low)} (a < {numeral(float(sigmoid(np.array(low))))})"] if math.isfinite(low) else []
    if math.isfinite(high):
        log = " = ln 2" if math.isclose(high, math.log(2.0)) else ""
        third = " = ⅔" if log else ""
        told.append(f"for z > {numeral(high)}{log} (a > {numeral(float(sigmoid(np.array(high))))}{third})")
    return "bends down " + " and ".join(told)
