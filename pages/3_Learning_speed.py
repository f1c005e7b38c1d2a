"""Learning speed: the cost decides whether a badly wrong neuron learns, by a factor of exactly 1/σ′(z)."""

import numpy as np
import pandas as pd
import streamlit as st

from charts.race import factor_bars, gradient_against_z, march, name_places, race
from charts.theme import SERIES, for_log
from core.activations import ACTIVATIONS, sigmoid, sigmoid_derivative, softmax
from core.costs import COSTS, ERRORS, cross_entropy_delta, quadratic_delta
from core.neuron import Descent, Neuron, chain_gradient, descend, first_within
from core.numerals import count, numeral
from core.thinning import thin
from ui.controls import Choice, Slider, Switch, chosen_preset, preset_buttons
from ui.frame import close_lesson, open_lesson
from ui.picture import draw
from ui.sections import draw_tabs, open_drawer
from ui.source import show_source

Runs = dict[str, Descent]

W = Slider("speed_w", "Weight w", -10.0, 10.0, 2.0, 0.01, "Where the neuron's weight starts")
B = Slider("speed_b", "Bias b", -10.0, 10.0, 2.0, 0.01, "Where the neuron's bias starts")
ETA = Slider("speed_eta", "Learning rate η", 0.001, 50.0, 0.15, 0.001, "How far one update goes", log=True)
STEP = Slider("speed_step", "Look at update", 0, 12_000, 0, 1, "Moves the dotted line through all three charts")
UPDATES = Slider("speed_updates", "Updates", 10, 12_000, 300, 10, "How long the race lasts", log=True)
X = Slider("speed_x", "Input x", -3.0, 3.0, 1.0, 0.01, "The one instance the neuron sees")
Y = Slider("speed_y", "Target y", 0.0, 1.0, 0.0, 0.01, "What the neuron should answer")
APART = Switch("speed_apart", "Another η for cross-entropy", help="Off: both costs use the same learning rate")
ETA_CE = Slider("speed_eta_ce", "η of cross-entropy", 0.001, 50.0, 0.15, 0.001, log=True)
CONVENTION = Choice(
    "speed_quadratic",
    "Quadratic cost",
    {"half_quadratic": "½ (y − a)²", "quadratic": "(y − a)²"},
    "half_quadratic",
    "Nielsen and most derivations write the ½; the book's equation 8.1 does not",
)
LOG_STEPS = Switch("speed_log", "Logarithmic updates", help="Spreads out the first updates of a long race")
GRADIENT_OF = Choice("speed_of", "Gradient", {"w": "∂C/∂w", "b": "∂C/∂b"}, "w")
LOG_GRADIENT = Switch("speed_grad_log", "Logarithmic scale")
Z1 = Slider("speed_z1", "Hidden z₁", -12.0, 12.0, 0.0, 0.1, "Weighted input of the hidden neuron")
Z2 = Slider("speed_z2", "Output z₂", -12.0, 12.0, 4.0, 0.1, "Weighted input of the output neuron")
W2 = Slider("speed_w2", "Weight w₂", -5.0, 5.0, 2.0, 0.1, "From the hidden neuron to the output")
WRONG = Slider("speed_wrong", "How far wrong, |z|", 0.0, 12.0, 4.0, 0.1, "z on the wrong side of the target")
SELDOM = (UPDATES, X, Y, CONVENTION, LOG_STEPS, APART, ETA_CE)
CONTROLS = (W, B, ETA, STEP, UPDATES, X, Y, APART, ETA_CE, CONVENTION, LOG_STEPS)
PRESETS = {
    "Nielsen's start (0.6, 0.9)": {"speed_w": 0.6, "speed_b": 0.9},
    "Badly wrong (2, 2)": {},
    "Worse (3, 3)": {"speed_w": 3.0, "speed_b": 3.0, "speed_updates": 2000, "speed_log": True},
    "Worst (4, 4)": {"speed_w": 4.0, "speed_b": 4.0, "speed_updates": 12_000, "speed_log": True},
    "Why not just raise η?": {"speed_eta": 8.49, "speed_apart": True, "speed_updates": 50},
    "Cross-entropy at η = .005": {"speed_eta": 0.005},
}
NOTES = {
    "Why not just raise η?": "With η = 8.49 the quadratic's first step is as long as cross-entropy's at .15, and then "
    "it wins: below .5 at update 6 against 17. One instance with a target of 0 or 1 forgives any overshoot. With many "
    "instances, some saturated and some not, no single η serves both.",
    "Cross-entropy at η = .005": "The η usually quoted for this demonstration. After 300 updates cross-entropy's "
    "output is still 0.7796; it comes below .5 at update 498. At η = .05 it needs 50 updates, at .15 it needs 17.",
}
NO_NOTE = "Each button sets all controls of the race; what you have moved returns to its start."
RATIO = {"half_quadratic": "1/σ′({})", "quadratic": "1/(2σ′({}))"}
NAMES = {"quadratic": ":orange[**quadratic**]", "cross_entropy": ":blue[**cross-entropy**]"}

lesson = open_lesson(__file__)


LIVE = "speed_live"  # the fragment that follows a slider while it moves


def draw_seldom() -> None:
    """Draw the controls of the drawer."""
    for slider in (UPDATES, X, Y):
        slider.draw(redraws=LIVE)
    CONVENTION.read()
    LOG_STEPS.read()
    ETA_CE.draw(redraws=LIVE, disabled=not APART.read())


controls, picture = st.columns([1, 2], gap="medium")
with controls:
    with st.container(key="hero_race"):
        for slider in (W, B, ETA):
            slider.draw(redraws=LIVE)
        sentence = st.container(key="sentence_race")
    st.markdown("**Starts worth trying**")
    preset_buttons(PRESETS, CONTROLS, key="race")
    note = st.container(key="note_race")
    scrubber = st.container()
    drawer = open_drawer("More: length, x, y, ½ or not, η apart", SELDOM, key="speed_more")
    if drawer:
        with drawer:
            draw_seldom()
    with scrubber:
        STEP.draw(redraws=LIVE, high=UPDATES.value())
    note.markdown(NOTES.get(chosen_preset(PRESETS, CONTROLS), NO_NOTE))
    states = st.container()
quadratic, apart, log_steps = CONVENTION.value(), APART.value(), LOG_STEPS.value()
with picture:
    charts = st.container(key="picture_race", height=560, border=False, gap=None)


@st.fragment(key=LIVE)
def live() -> None:
    """What follows the hand: the race, the sentence and the table."""
    w, b, x, y, updates = W.value(), B.value(), X.value(), Y.value(), UPDATES.value()
    step = STEP.value(high=updates)
    etas = (ETA.value(), ETA_CE.value() if apart else ETA.value())
    runs = {
        name: descend(w, b, x, y, cost, eta, updates)
        for (name, cost), eta in zip(
            {"quadratic": quadratic, "cross_entropy": "cross_entropy"}.items(), etas, strict=True
        )
    }
    with charts:
        draw_race(runs, step, y, log_steps)
    sentence.markdown(say_race(runs, step, w, b, x, y, quadratic))
    states.markdown(tell_states(runs, step, y))


def draw_race(runs: Runs, step: int, y: float, log_steps: bool) -> None:
    """Draw output, cost and gradient of both runs over one axis of updates."""
    quantities = {
        "output": {name: run.a for name, run in runs.items()},
        "cost": {name: run.cost for name, run in runs.items()},
        "gradient": {name: np.abs(run.weight_gradient[:, 0]) for name, run in runs.items()},
    }
    along = march(len(runs["quadratic"].a) - 1, log_steps)
    shown = thin(100, *quantities["output"].values(), *quantities["gradient"].values(), along)
    told: list[str] = []
    for quantity, values in quantities.items():
        now = {name: float(value[step]) for name, value in values.items()}
        place = for_log if quantity == "gradient" else np.asarray
        told.append(
            f"{quantity} against updates: at update {count(step)} quadratic {numeral(now['quadratic'])}, "
            f"cross-entropy {numeral(now['cross_entropy'])}."
        )
        draw(
            race,
            quantity,
            log_steps,
            quantity == "gradient",
            key=f"chart_{quantity}",
            alt=" ".join(told) if quantity == "gradient" else None,
            curves=pd.DataFrame({"step": shown} | {name: place(value[shown]) for name, value in values.items()}),
            dots=pd.DataFrame({"x": step, "value": place(list(now.values())), "series": SERIES[:2]}),
            **(
                {"target": pd.DataFrame({"value": [y]}), "names": name_places(*values.values(), along)}
                if quantity == "output"
                else {}
            ),
        )


def say_race(runs: Runs, step: int, w: float, b: float, x: float, y: float, quadratic: str) -> str:
    """What to notice, with the current numbers: the gradients at the start, their ratio, and who gets there when."""
    slow, fast = (Neuron(w, b).gradient(x, y, cost) for cost in (quadratic, "cross_entropy"))
    z = w * x + b
    half = "½ convention" if quadratic == "half_quadratic" else "no ½"
    dw = {"quadratic": slow.weights[0], "cross_entropy": fast.weights[0]}
    parts = [f"With w = {numeral(w)} and b = {numeral(b)}: z = {numeral(z)} and σ′(z) = {numeral(slow.slope)}."]
    if x == 0:
        parts.append("The input x is 0, so ∂C/∂w is 0 under both costs and only b can learn.")
    elif fast.error == 0:
        parts.append("The output is the target, so both gradients are 0 and there is nothing to learn.")
    else:
        parts.append(
            f"∂C/∂w is {numeral(dw['quadratic'])} for the {NAMES['quadratic']} cost ({half}) and "
            f"{numeral(dw['cross_entropy'])} for {NAMES['cross_entropy']}: **{numeral(fast.delta / slow.delta)} times**"
            f" the size, exactly {RATIO[quadratic].format('z')}."
        )
    reached = {name: first_within(run.a, y, 0.5) for name, run in runs.items()}
    said = [f"{NAMES[name]} {after(k)}" for name, k in reached.items() if k is not None]
    missed = [NAMES[name] for name, k in reached.items() if k is None]
    parts.append("Updates until the output is within .5 of its target: " if said else "")
    parts[-1] += ", ".join(said) + ("; " if said and missed else "")
    parts[-1] += f"{' and '.join(missed)} not within {count(len(runs['quadratic'].a) - 1)}" if missed else ""
    parts[-1] += "."
    if step:
        at = [f"{NAMES[name]} a = {numeral(run.a[step])}" for name, run in runs.items()]
        parts.append(f"At update {count(step)}: {', '.join(at)}.")
    return " ".join(parts)


def after(updates: int) -> str:
    """Say when."""
    return f"after **{count(updates)}**" if updates else "from the start"


def tell_states(runs: Runs, step: int, y: float) -> str:
    """A table: both neurons at the update looked at, and when each came close to its target."""
    rows = [(f"at update {count(step)}", "", "")]
    rows += [
        (name, *(numeral(float(read(run))) for run in runs.values()))
        for name, read in {
            "w": lambda run: run.weights[step, 0],
            "b": lambda run: run.bias[step],
            "a": lambda run: run.a[step],
            "C": lambda run: run.cost[step],
        }.items()
    ]
    rows.append(("updates until a is", "", ""))
    for tolerance in (0.5, 0.2, 0.1):
        reached = [first_within(run.a, y, tolerance) for run in runs.values()]
        rows.append((f"within {tolerance} of y", *("not yet" if k is None else count(k) for k in reached)))
    lines = ["| | :orange[**quadratic**] | :blue[**cross-entropy**] |", "|:--|--:|--:|"]
    return "\n".join(lines + [f"| {a} | {b} | {c} |" for a, b, c in rows])


def in_short() -> None:
    """The three sentences to leave with."""
    st.markdown(
        "1. A sigmoid neuron learns by ∂C/∂w = (a − y) · σ′(z) · x under the :orange[**quadratic**] cost with the ½, "
        "and by (a − y) · x under :blue[**cross-entropy**].\n"
        "2. Their ratio is exactly 1/σ′(z): 4 at z = 0, 56.62 at w = b = 2, and without end as the neuron saturates.\n"
        "3. This holds at the output only. A hidden neuron has no target, and keeps its own σ′ under every cost."
    )


def gradient_tab(w: float, b: float, x: float, y: float, quadratic: str) -> None:
    """|∂C/∂w| or |∂C/∂b| for any z, and the factors of the gradient here."""
    left, right = st.columns(2, gap="medium")
    with left:
        of, log_scale = GRADIENT_OF.read(), LOG_GRADIENT.read()
    times_x = x if of == "w" else 1.0
    place = for_log if log_scale else np.asarray
    slow, fast = (Neuron(w, b).gradient(x, y, cost) for cost in (quadratic, "cross_entropy"))
    here = [float(gradient.delta) * times_x for gradient in (slow, fast)]
    z = np.linspace(-10.0, 10.0, 161)
    anywhere = [Neuron(1.0, 0.0).gradient(z[:, None], y, cost).delta * times_x for cost in (quadratic, "cross_entropy")]
    with left:
        draw(
            gradient_against_z,
            of,
            log_scale,
            key="chart_gradient_z",
            height=360,
            alt=f"size of ∂C/∂{of} against z. At z = {numeral(w * x + b)} it is {numeral(abs(here[0]))} for the "
            f"quadratic cost and {numeral(abs(here[1]))} for cross-entropy.",
            curves=pd.DataFrame(
                {"z": z, "quadratic": place(np.abs(anywhere[0])), "cross_entropy": place(np.abs(anywhere[1]))}
            ),
            dots=pd.DataFrame({"x": w * x + b, "value": place(np.abs(here)), "series": SERIES[:2]}),
        )
    with right:
        two, k = ("", 1.0) if quadratic == "half_quadratic" else ("2 · ", 2.0)
        over = "{}".format if k == 1.0 else "(2 · {})".format
        error, slope = float(slow.error), float(slow.slope)
        draw_factors(
            [
                *([("2", 2.0, "not there")] if two else []),
                ("|a − y|", abs(error), abs(error)),
                ("σ′(z)", slope, "cancelled"),
                *([("|x|", abs(x), abs(x))] if of == "w" else []),
                (f"|∂C/∂{of}|", abs(here[0]), abs(here[1])),
            ],
            key="chart_factors",
            longest=3.0,
        )
        tail, number = (" · x", f" · {signed(x)}") if of == "w" else ("", "")
        st.markdown(
            f":orange[**quadratic**] ∂C/∂{of} = {two}(a − y) · σ′(z){tail} = "
            f"{two}{signed(error)} · {numeral(slope)}{number} = **{numeral(here[0])}**  \n"
            f":blue[**cross-entropy**] ∂C/∂{of} = (a − y){tail} = {signed(error)}{number} = **{numeral(here[1])}**  \n"
            f"ratio = 1 / {over('σ′(z)')} = 1 / {over(numeral(slope))} = **{numeral(1.0 / (k * slope))}**"
        )


def signed(x: float) -> str:
    """Write a factor of a product, a negative one in brackets."""
    return f"({numeral(x)})" if x < 0 else numeral(x)


def draw_factors(factors: list[tuple[str, float, float | str]], *, key: str, longest: float) -> None:
    """Draw named factors as bars, quadratic and cross-entropy; a text stands for a factor that is not there."""
    rows = [
        (name, series, *((0.0, value) if isinstance(value, str) else (value, numeral(value))))
        for name, *values in factors
        for series, value in zip(SERIES[:2], values, strict=True)
    ]
    name = factors[-1][0]
    draw(
        factor_bars,
        longest,
        *(row[0] for row in factors),
        key=key,
        height=90 + 42 * len(factors),
        alt=f"factors as bars; their product {name} is {rows[-2][3]} for the quadratic cost "
        f"and {rows[-1][3]} for cross-entropy",
        bars=pd.DataFrame(rows, columns=["factor", "series", "value", "label"]),
    )


def hidden_tab(x: float, y: float, quadratic: str) -> None:
    """A chain of two neurons: what cross-entropy cancels, and what it cannot."""
    left, right = st.columns([1, 2], gap="medium")
    with left:
        z1, z2, w2 = Z1.draw(), Z2.draw(), W2.draw()
        chain = {
            name: chain_gradient(z1, z2, w2, x, y, cost) for name, cost in (("q", quadratic), ("c", "cross_entropy"))
        }
        q, c = chain["q"], chain["c"]
        if q.gradient:
            gain = f"{numeral(c.gradient / q.gradient)} times the size, which is {RATIO[quadratic].format('z₂')}"
        else:
            gain = "nothing to compare"
        st.markdown(
            f"One input x = {numeral(x)}, one hidden sigmoid neuron, one sigmoid output with target {numeral(y)} (the "
            f"race's x and y). ∂C/∂w₁ is {numeral(q.gradient)} for the "
            f":orange[**quadratic**] cost and {numeral(c.gradient)} for :blue[**cross-entropy**]: {gain}, "
            f"with the output's σ′(z₂) = {numeral(q.output_slope)}. The hidden neuron has no target of its "
            f"own, and its σ′(z₁) = {numeral(q.hidden_slope)} stays in both. **Move z₁**: both fall together."
        )
    with right:
        z = np.linspace(-12.0, 12.0, 121)
        slopes = sigmoid_derivative(z, sigmoid(z))
        curves = {
            name: for_log(np.abs(g.delta * g.w2 * g.x) * slopes) for name, g in (("quadratic", q), ("cross_entropy", c))
        }
        draw(
            gradient_against_z,
            "w₁",
            True,
            key="chart_chain",
            height=300,
            alt=f"size of ∂C/∂w₁ against z₁. At z₁ = {numeral(z1)} it is {numeral(abs(q.gradient))} for the "
            f"quadratic cost and {numeral(abs(c.gradient))} for cross-entropy.",
            curves=pd.DataFrame({"z": z} | curves),
            dots=pd.DataFrame({"x": z1, "value": for_log(np.abs([q.gradient, c.gradient])), "series": SERIES[:2]}),
        )
        k = [] if quadratic == "half_quadratic" else [("2", 2.0, "not there")]
        draw_factors(
            [
                *k,
                ("|a₂ − y|", abs(q.error), abs(c.error)),
                ("σ′(z₂)", q.output_slope, "cancelled"),
                ("|w₂|", abs(w2), abs(w2)),
                ("σ′(z₁)", q.hidden_slope, q.hidden_slope),
                ("|x|", abs(x), abs(x)),
                ("|∂C/∂w₁|", abs(q.gradient), abs(c.gradient)),
            ],
            key="chart_chain_factors",
            longest=5.0,
        )


def pairing_tab(quadratic: str) -> None:
    """Every output with both costs, badly wrong: where σ′ cancels, and where the cost has no meaning."""
    wrong = WRONG.draw()
    rows = ["| output | a, target | quadratic ∂C/∂z | cross-entropy ∂C/∂z | |", "|:--|:--|--:|--:|:--|"]
    for output, (y, said) in PAIRINGS.items():
        z = np.array([[wrong, 0.0]]) if output == "softmax" else np.array(wrong)
        a = softmax(z) if output == "softmax" else ACTIVATIONS[output].fn(z)
        target = np.array([[0.0, 1.0]]) if output == "softmax" else np.array(y)
        slow = COSTS[quadratic].delta(target, z, a, output)
        if output in ("sigmoid", "softmax"):
            fast = numeral(float(np.ravel(COSTS["cross_entropy"].delta(target, z, a, output))[0]))
        else:
            fast = (
                "undefined"
                if output != "tanh"
                else f"undefined; matching form {numeral(float(ERRORS[output](y, z, a)))}"
            )
        rows.append(
            f"| **{output}** | {numeral(float(np.ravel(a)[0]))}, {numeral(y)} | {numeral(float(np.ravel(slow)[0]))} "
            f"| {fast} | {said} |"
        )
    st.markdown("\n".join(rows))
    half = "with the ½" if quadratic == "half_quadratic" else "without the ½"
    st.markdown(
        f"Each output is wrong by z = {numeral(wrong)}; the quadratic cost is taken {half}. Softmax has two classes "
        f"with z = ({numeral(wrong)}, 0), the second being right, and its row shows the first. "
        "The flaw is never the quadratic cost by itself: it is the **pairing** with an output that saturates. "
        "The form that matches tanh is C = −½[(1 + y) ln((1 + a)/2) + (1 − y) ln((1 − a)/2)]. "
        "**Raise |z|**: sigmoid, softmax and tanh lose their quadratic gradient, and the linear output does not."
    )


PAIRINGS = {
    "sigmoid": (0.0, "cross-entropy cancels σ′(z): ∂C/∂z = a − y"),
    "softmax": (0.0, "so does categorical cross-entropy, −Σ y ln a; the quadratic goes through the full Jacobian"),
    "tanh": (
        -1.0,
        "a negative a has no logarithm; for targets ±1 a matching form exists, with ∂C/∂z = a − y (see below)",
    ),
    "linear": (0.0, "nothing saturates: the quadratic cost is the matching one, ∂C/∂z ∝ a − y; a is no probability"),
    "relu": (0.0, "like linear for z > 0, no gradient at all for z < 0; a may pass 1, so it is no probability"),
}


def formula_tab() -> None:
    """Ask for the gradient one would like to have, and integrate."""
    st.markdown("Ask for what we would like to have: a gradient as large as the error, with no σ′(z) in it.")
    st.latex(r"\frac{\partial C}{\partial z} = a - y")
    st.markdown("By the chain rule, and since σ′(z) = a(1 − a) for the sigmoid, the cost must then have the slope")
    st.latex(
        r"\frac{\partial C}{\partial a} = \frac{\partial C}{\partial z}\Big/\sigma'(z) = \frac{a-y}{a(1-a)}"
        r" = -\frac{y}{a} + \frac{1-y}{1-a}"
    )
    st.markdown("and integrating over a gives, up to a constant, which is chosen so that being exactly right costs 0,")
    st.latex(r"C = -\bigl[\,y\ln a + (1-y)\ln(1-a)\,\bigr]")
    st.markdown(
        "This is cross-entropy for one instance (a set takes the mean). So it was made for the sigmoid: the same "
        "question asked of tanh, σ′(z) = 1 − a², has another answer, which stands under *Which output with which cost*."
    )


live()
w, b, x, y = W.value(), B.value(), X.value(), Y.value()
draw_tabs(
    {
        "In short": in_short,
        "Gradient against z": lambda: gradient_tab(w, b, x, y, quadratic),
        "Hidden neurons": lambda: hidden_tab(x, y, quadratic),
        "Which output with which cost": lambda: pairing_tab(quadratic),
        "Where the formula comes from": formula_tab,
    },
    key="speed_tab",
)
show_source(descend, quadratic_delta, cross_entropy_delta, sigmoid_derivative, key="speed_code")
close_lesson(lesson)
