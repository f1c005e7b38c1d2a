"""Saturated neurons: where the curve is flat, nudging w does nothing, and bad initial weights put a neuron there."""

from dataclasses import replace

import streamlit as st

from charts.activation import REACH, curve, layer_histogram, nudge_effect, slope
from charts.activation_data import (
    bands,
    curve_table,
    layer_span,
    layer_tables,
    nudge_tables,
    on_chart,
    tangent,
    threshold,
)
from core.activations import ACTIVATIONS, tanh_derivative
from core.initial_weights import SCHEMES, LayerResponse, layer_response
from core.neuron import Forward, Neuron, Nudge, nudge, saturation_edge, sigmoid_shift, tanh_change
from core.numerals import numeral, percent
from core.saturation import FLAT_SIDES, flat_side, way_back
from ui.controls import Choice, Slider, at_default, preset_buttons
from ui.frame import close_lesson, open_lesson
from ui.picture import draw
from ui.saturation import (
    draw_flat_sides,
    draw_nudge_table,
    draw_schemes,
    draw_slopes,
    say_layer,
    say_neuron,
    say_nudge,
    tell_edges,
)
from ui.sections import draw_tabs
from ui.source import show_source

LABELS = {name: ACTIVATIONS[name].label for name in ("tanh", "sigmoid", "relu", "leaky_relu", "linear")}
ACTIVATION = Choice("sat_activation", "Activation", LABELS, "tanh", show_label=False)
INPUTS = Choice("sat_inputs", "Number of inputs", {"1": "1", "2": "2", "3": "3"}, "1")
W = (
    Slider("sat_w1", "Weight w", -5.0, 5.0, 2.0, 0.01, "How strongly the first input counts"),
    Slider("sat_w2", "Weight w₂", -5.0, 5.0, -1.0, 0.01, "How strongly the second input counts"),
    Slider("sat_w3", "Weight w₃", -5.0, 5.0, 0.5, 0.01, "How strongly the third input counts"),
)
X = (
    Slider("sat_x1", "Input x", -3.0, 3.0, 1.0, 0.01, "What the neuron is given"),
    Slider("sat_x2", "Input x₂", -3.0, 3.0, 0.5, 0.01, "The second number that the neuron is given"),
    Slider("sat_x3", "Input x₃", -3.0, 3.0, 1.0, 0.01, "The third number that the neuron is given"),
)
B = Slider("sat_b", "Bias b", -10.0, 10.0, 2.0, 0.01, "Moves z without asking the inputs")
DW = Slider(
    "sat_dw", "Nudge Δw", -1.0, 1.0, 0.1, 0.01, "A small change of the (first) weight; the ring shows where it leads"
)
DB = Slider("sat_db", "Nudge Δb", -1.0, 1.0, 0.0, 0.01, "A small change of the bias, on top of Δw above")
SHARE = Slider(
    "sat_share", "Saturated below, % of max σ′", 1, 99, 19, 1, "19 % puts the sigmoid's edges at a = .05 and .95"
)
CONTROLS = (ACTIVATION, INPUTS, *W, *X, B, DW, DB, SHARE)
PRESETS = {
    "Saturated tanh": {},
    "In the middle": {"sat_b": -2.0},
    "Saturated sigmoid": {"sat_activation": "sigmoid"},
    "Dead ReLU": {"sat_activation": "relu", "sat_b": -5.0},
    "ReLU, large z": {"sat_activation": "relu", "sat_w1": 5.0},
    "Three inputs": {"sat_inputs": "3"},
}

FAN_IN = Slider("sat_fan_in", "Inputs n", 1, 2000, 784, 1, "How many inputs each neuron has: 28 × 28 = 784", log=True)
NEURONS = Slider(
    "sat_neurons",
    "Neurons",
    10,
    1000,
    256,
    1,
    "How many neurons the layer has; n times neurons is a million at most",
    log=True,
)
SCHEME = Choice("sat_scheme", "Initial weights", {name: scheme.label for name, scheme in SCHEMES.items()}, "normal")
LAYER_ACTIVATION = Choice("sat_layer_activation", "Activation of the layer", LABELS, "sigmoid")
KIND = Choice("sat_kind", "Inputs x from", {"uniform": "U[0, 1)", "normal": "N(0, 1)"}, "uniform")
SEED = Slider("sat_seed", "Seed", 0, 999, 0, 1, "The same seed draws the same inputs and weights")
Z_AXIS = Choice(
    "sat_z_axis", "z axis", {"60": "−60 to 60", "10": "−10 to 10"}, "60", "The end bars hold what lies beyond"
)
MOST_WEIGHTS = 1_000_000  # what a slider move can draw without a wait
LAYER_CONTROLS = (FAN_IN, NEURONS, SCHEME, LAYER_ACTIVATION, KIND, SEED, Z_AXIS)
LAYER_PRESETS = {
    "784 → 256 with N(0, 1)": {},
    "784 → 256 with Glorot": {"sat_scheme": "glorot_uniform"},
    "Glorot, close up": {"sat_scheme": "glorot_uniform", "sat_z_axis": "10"},
    "784 → 256 with 1/√n": {"sat_scheme": "lecun"},
}

lesson = open_lesson(__file__)
st.html(
    "<style>[data-testid='stLayoutWrapper']:has(> [class*='st-key-unused_sat']) { display: none; }"
    "@media (max-width: 640px) { .st-key-small_sat_slopes :is(th, td) { font-size: .8rem; padding: .3rem; } }</style>"
)


LIVE, NUDGED = "sat_live", "sat_nudged"  # the fragments that follow a slider while it moves
controls, picture = st.columns([1, 2], gap="medium")
with controls:
    with st.container(key="hero_saturation"):
        activation, first = ACTIVATION.read(), st.container()
        B.draw(redraws=LIVE)
        DW.draw(redraws=LIVE)
        sentence = st.container(key="sentence_saturation")
        st.markdown("**States worth trying**")
        preset_buttons(PRESETS, CONTROLS, key="sat")
    inputs = int(INPUTS.read())
    for i, (weight, value) in enumerate(zip(W, X, strict=True)):
        # What is not in use is drawn, out of sight, only where a link names it, so that its values are checked.
        if i >= inputs and at_default(weight) and at_default(value):
            continue
        with st.container(key=f"{'used' if i < inputs else 'unused'}_sat_{i + 1}") if i else first:
            for slider in (weight, value):
                mark = "₁" if i == 0 and inputs > 1 else ""
                replace(slider, label=slider.label + mark).draw(redraws=LIVE, disabled=i >= inputs)
    SHARE.draw(redraws=LIVE)
    edges = st.container(key="note_edges")
with picture:
    charts = st.container(key="picture_saturation", height=560, border=False, gap=None)


def neuron_now() -> tuple[list[float], list[float], Forward, Nudge, Nudge]:
    """The weights and inputs in use, the neuron's z, a and σ′(z), and what the nudge does here and at z = 0.

    Both sums are cleared of rounding, so that 0.1 × 3 − 0.3 stands exactly at 0; from there on z is all that counts.
    """
    w, x = ([slider.value() for slider in sliders[:inputs]] for sliders in (W, X))
    nudges = [DW.value()] + [0.0] * (inputs - 1)
    z, dz = (round(float(Neuron(v, c).forward(x).z), 12) for v, c in ((w, B.value()), (nudges, DB.value())))
    neuron = Neuron(1.0, 0.0, activation)
    moved, middle = (nudge(neuron, at, 0.0, dz) for at in (z, 0.0))
    return w, x, neuron.forward(z), moved, middle


@st.fragment(key=LIVE)
def live() -> None:
    """What follows the hand: the neuron on its curve, and what to notice about it."""
    w, x, here, moved, middle = neuron_now()
    share = SHARE.value() / 100.0
    with charts:
        draw_neuron(activation, here, float(here.z + moved.dz), share)
    with sentence:
        st.markdown(say_neuron(activation, w, x, B.value(), here, share, REACH))
        st.markdown(say_nudge(DW.value(), DB.value(), moved, middle, inputs))
    edges.caption(tell_edges(activation, share))


@st.fragment(key=NUDGED)
def nudged() -> None:
    """What the nudge does, as a table and against Δz; it follows Δb."""
    _, _, here, moved, middle = neuron_now()
    with table:
        draw_nudge_table(activation, here, moved, middle)
    with effect:
        draw_nudge(activation, here, moved, middle)


def draw_neuron(activation: str, here: Forward, nudged: float, share: float) -> None:
    """Draw the curve with the neuron on it, and σ′ beneath on the same z axis."""
    z, table = float(here.z), curve_table(activation)
    marks = {"neuron": on_chart(activation, z), "nudged": on_chart(activation, nudged)}
    flat = bands(activation, share)
    name = ACTIVATIONS[activation].label
    draw(
        curve,
        activation,
        key="chart_sat_curve",
        alt=f"{name} against z with a neuron at z = {numeral(z)}: a = {numeral(float(here.a))}, "
        f"{flat_side(activation, z, share) or 'not on a flat side'}",
        curve=table[["z", "a"]],
        tangent=tangent(activation, z),
        **{mark: at[["z", "a", "shape"]] for mark, at in marks.items()},
        **({} if flat.empty else {"bands": flat}),
    )
    draw(
        slope,
        activation,
        key="chart_sat_slope",
        alt=f"slope of {name} against z; at the neuron's z = {numeral(z)} it is {numeral(float(here.slope))}",
        curve=table[["z", "slope"]],
        **{mark: at[["z", "slope", "shape"]] for mark, at in marks.items()},
        **({} if flat.empty else {"bands": flat[["low", "high"]]}),
        **({} if saturation_edge(activation, share) is None else {"threshold": threshold(activation, share)}),
    )


def draw_nudge(activation: str, here: Forward, moved: Nudge, middle: Nudge) -> None:
    """Draw Δa against Δz, here and at z = 0."""
    z = numeral(float(here.z))
    draw(
        nudge_effect,
        activation,
        key="chart_sat_nudge",
        height=440,
        alt=f"Δa against Δz: Δz = {numeral(float(moved.dz))} changes a by {numeral(float(moved.exact))} at z = {z} "
        f"and by {numeral(float(middle.exact))} at z = 0",
        **nudge_tables(activation, float(here.z), moved, middle),
    )


def in_short() -> None:
    """The three sentences to leave with."""
    st.markdown(
        "1. z = w·x + b and a = σ(z). A small nudge of w or b moves a by σ′(z) times what it moves z.\n"
        "2. Where the curve is flat, nudging does nothing: at z = 4 a tanh has σ′(z) = 0.001341, in the middle 1. "
        "Sigmoid and tanh are flat at both ends, a ReLU is dead for z ≤ 0 and never flat above, a linear unit never.\n"
        "3. Initial weights can put a whole layer there: with 784 inputs from U[0, 1) and weights from N(0, 1), in "
        "theory 85.55 % of its sigmoids start below .05 or above .95; with Glorot's weights 0.00328 % do."
    )


@st.cache_data(max_entries=64, show_spinner=False)
def fresh_layer(
    scheme: str, activation: str, n: int, neurons: int, kind: str, seed: int, share: float
) -> LayerResponse:
    """Draw a fresh layer, once: a slider of the neuron above need not draw it again."""
    return layer_response(scheme, activation, n, neurons, inputs=kind, seed=seed, share=share)


def layer_tab(share: float) -> None:
    """Many neurons with fresh weights: where their z and a lie, measured and in theory."""
    preset_buttons(LAYER_PRESETS, LAYER_CONTROLS, key="sat_layer")
    left, right = st.columns([1, 2], gap="medium")
    with left:
        scheme, activation, kind = SCHEME.read(), LAYER_ACTIVATION.read(), KIND.read()
        n = FAN_IN.draw()
        neurons, seed, reach = NEURONS.draw(high=min(1000, MOST_WEIGHTS // n)), SEED.draw(), float(Z_AXIS.read())
    rival = "glorot_uniform" if scheme == "normal" else "normal"
    layers = {name: fresh_layer(name, activation, n, neurons, kind, seed, share) for name in (scheme, rival)}
    with right:
        with st.container(key="sentence_layer"):
            st.markdown(say_layer(activation, neurons, layers))
        for quantity in ("z", "a"):
            tables = layer_tables(quantity, activation, scheme, layers[scheme], share, reach)
            lowest, highest = (percent(float(tables["bars"]["share"].iloc[end]), 3) for end in (0, -1))
            draw(
                layer_histogram,
                quantity,
                activation in FLAT_SIDES,
                *layer_span(quantity, activation, reach),
                key=f"chart_sat_layer_{quantity}",
                height=230,
                alt=f"histogram of {quantity} over the neurons: {lowest} in the lowest bin, {highest} in the highest",
                **tables,
            )
        draw_schemes(activation, n, neurons, kind, share, scheme)


def activations_tab(share: float) -> None:
    """Where each activation is flat and what that is called, and its slope at a few z."""
    left, right = st.columns(2, gap="medium")
    with left:
        draw_flat_sides(share)
    with right, st.container(key="small_sat_slopes"):
        draw_slopes()
    st.markdown(
        "Saturation is not common to all activations: a ReLU never saturates above 0, a linear unit nowhere. A tanh "
        "is a sigmoid drawn at another size, **tanh z = 2σ(2z) − 1**; its slope is 4σ′(2z), four times as steep in "
        "the middle, and it saturates at half the |z|. At its corner, z = 0, a ReLU is given the slope to its left."
    )


st.subheader("Nudge: here, and at z = 0", anchor=False)
table, effect = st.columns([1, 2], gap="medium")
with table:
    DB.draw(redraws=NUDGED)
live()
nudged()
draw_tabs(
    {
        "In short": in_short,
        "Where saturation comes from": lambda: layer_tab(SHARE.value() / 100.0),
        "Which activations saturate": lambda: activations_tab(SHARE.value() / 100.0),
    },
    key="sat_tab",
)
show_source(Neuron, nudge, tanh_change, tanh_derivative, way_back, sigmoid_shift, layer_response, key="sat_code")
close_lesson(lesson)
