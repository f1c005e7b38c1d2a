"""What lesson 2 says about a neuron, a nudge and a fresh layer, and its tables, computed from the numbers shown."""

import math
from collections.abc import Mapping, Sequence

import streamlit as st

from core.activations import ACTIVATIONS
from core.initial_weights import MEAN_SQUARES, SCHEMES, LayerResponse, flat_in_theory
from core.neuron import Forward, Nudge, saturation_edge
from core.numerals import count, numeral, percent
from core.saturation import FLAT_SIDES, Stretch, flat_side, flat_stretches, steepest, way_back
from ui.tables import draw_table

FORMULAS = {"tanh": "tanh(z)", "sigmoid": "σ(z)", "relu": "max(z, 0)", "leaky_relu": "max(z, 0.01z)", "linear": "z"}
_STATES = {
    "dead": "on the flat side: the neuron is :green[**dead**].",
    "leaking": "on the flat side: the neuron is :green[**leaking**], a hundredth gets through.",
}
_NEVER = {
    "relu": "A ReLU does not saturate: above 0 its slope is 1 for ever. Its flat side, z ≤ 0, is called dead.",
    "leaky_relu": "A leaky ReLU does not saturate: its slope is 1 above 0, and 0.01 on the side called leaking.",
    "linear": "A linear unit does not saturate: its slope is 1 everywhere.",
}


def say_neuron(
    activation: str, w: Sequence[float], x: Sequence[float], b: float, here: Forward, share: float, reach: float
) -> str:
    """z = w·x + b with the numbers, a, σ′(z), and whether the neuron stands on a flat side."""
    z, a, slope = map(float, here)
    terms = [f"{_factor(weight)} × {_factor(value)}" for weight, value in zip(w, x, strict=True)]
    state, part = flat_side(activation, z, share), percent(slope / steepest(activation))
    said = f"z = w·x + b = {' + '.join([*terms, _factor(b)])} = **{numeral(z)}**, "
    said += f"a = {FORMULAS[activation]} = **{numeral(a)}**, σ′(z) = **{numeral(slope)}**, "
    if state == "saturated":
        said += f"{part} of its maximum: :green[**saturated**], being below {percent(share)}."
    else:
        said += _STATES[state] if state else f"{part} of its maximum: not saturated."
    return said + (" This z lies beyond the chart; an arrow stands for it." if abs(z) > reach else "")


def say_nudge(dw: float, db: float, here: Nudge, middle: Nudge, inputs: int) -> str:
    """What the nudge does to a here, and what it would do at z = 0."""
    name = "w₁" if inputs > 1 else "w"
    nudged = " and ".join(f"{what} by {numeral(size)}" for what, size in ((name, dw), ("b", db)) if size)
    if not nudged:
        return "Δw and Δb are both 0: move Δw to nudge the neuron."
    if here.dz == 0:
        return f"Nudging {nudged} leaves z where it is, Δz = Δw·x + Δb = 0, and so a does not move."
    near, far = float(middle.exact), float(here.exact)
    said = (
        f"Nudging {nudged} moves z by {numeral(float(here.dz))} and a {_by(far)}; at z = 0 it would move a {_by(near)}"
    )
    return said + (f", **{numeral(near / far, 3)} times** as far." if far and near / far >= 1.1 else ".")


def tell_edges(activation: str, share: float) -> str:
    """Where the flat sides begin, for this share of the largest slope."""
    edge = saturation_edge(activation, share)
    if edge is None:
        return _NEVER[activation]
    low, high = (numeral(float(ACTIVATIONS[activation].fn(z))) for z in (-edge, edge))
    return (
        f"σ′ is below {percent(share)} of its maximum, {numeral(steepest(activation))}, where |z| > {numeral(edge)}: "
        f"for a below {low} or above {high}."
    )


def draw_nudge_table(activation: str, here: Forward, moved: Nudge, middle: Nudge) -> None:
    """A table of the nudge here and at z = 0, and of how far z must move to bring a 0.01 back."""
    fn, z = ACTIVATIONS[activation], float(here.z)
    start = fn.fn(0.0)
    places = ((float(here.a), float(here.slope), moved), (float(start), float(fn.derivative(0.0, start)), middle))
    ways = way_back(activation, z), way_back(activation, 0.0)
    rows = {
        "a": [numeral(a) for a, _, _ in places],
        "σ′(z)": [numeral(slope) for _, slope, _ in places],
        "Δz = Δw·x + Δb": [numeral(float(push.dz)) for *_, push in places],
        "**Δa**, exact": [f"**{numeral(float(push.exact))}**" for *_, push in places],
        "Δa ≈ σ′(z) Δz": [numeral(float(push.first_order)) for *_, push in places],
        "to move a by": [numeral(way.change) for way in ways],
        "z must move by": [f"**{numeral(way.shift)}**" for way in ways],
    }
    draw_table(("", f":green[**here**, z = {numeral(z)}]", "at z = 0"), [(name, *row) for name, row in rows.items()])
    goal = numeral(fn.middle)
    if ways[0].inwards:
        note = f"The last two rows: 0.01 closer to the middle, a = {goal}; at z = 0, which is there already, 0.01 up."
    else:
        note = f"The last two rows: 0.01 up, since here too a is less than 0.01 from the middle, a = {goal}."
    if activation in ("relu", "leaky_relu"):
        note += (
            " At the corner, z = 0, σ′ is that of the left side by convention: to the right the first order is wrong."
        )
    st.markdown(note)


def say_layer(activation: str, neurons: int, layers: Mapping[str, LayerResponse]) -> str:
    """For each scheme, how many neurons stand on a flat side and how far z spreads, measured and in theory."""
    lines: list[str] = []
    for name, layer in layers.items():
        said = f"{SCHEMES[name].label}: "
        if layer.flat is not None and layer.flat_theory is not None:
            said += f"**{percent(layer.flat, 3)}** of {count(neurons)} neurons {FLAT_SIDES[activation]}, "
            said += f"in theory {percent(layer.flat_theory, 3)}; "
        lines.append(said + f"sd of z {numeral(float(layer.z.std()))}, in theory {numeral(layer.sd_theory)}.")
    return "  \n".join(lines)


def draw_schemes(activation: str, n: int, neurons: int, kind: str, share: float, chosen: str) -> None:
    """A table of all schemes in theory: the spread of the weights and of z, and the share on a flat side."""
    rows: list[tuple[str, ...]] = []
    for scheme in SCHEMES.values():
        sd = scheme.sd(n, neurons)
        spread = sd * math.sqrt(n * MEAN_SQUARES[kind])
        flat = flat_in_theory(activation, scheme.bias, spread, share)
        name = f"**{scheme.label}**" if scheme.name == chosen else scheme.label
        part = "none" if flat is None else percent(flat, 3)
        rows.append((f"{name}: {scheme.formula}", numeral(sd), numeral(spread), part))
    draw_table(("in theory", "sd of w", "sd of z", FLAT_SIDES.get(activation, "flat")), rows)
    st.markdown(
        f"sd of z = √(n · E[x²] · Var w), with n = {count(n)} inputs, m = {count(neurons)} neurons and "
        f"E[x²] = {numeral(MEAN_SQUARES[kind])}. The dots in the upper histogram are the normal curve that this gives. "
        "All neurons of the layer see one and the same x, and a few inputs do not make z normal: bring n down to 1 and "
        "move the seed, and theory holds only on average over x."
    )


def draw_slopes() -> None:
    """A table of σ′ at a few z, for all activations."""
    at = (0.0, 2.0, 4.0, 6.0)
    rows = [
        (activation.label, *(numeral(float(activation.derivative(z, activation.fn(z)))) for z in at))
        for activation in map(ACTIVATIONS.__getitem__, FORMULAS)
    ]
    draw_table(("", *(f"σ′({numeral(z)})" for z in at)), rows)


def draw_flat_sides(share: float) -> None:
    """A table of where each activation is flat, how steep it is at most, and what its flat side is called."""
    rows: list[tuple[str, ...]] = []
    for name in FORMULAS:
        sides = flat_stretches(name, share)
        where = " and ".join(_stretch(side) for side in sides) or "nowhere"
        rows.append((ACTIVATIONS[name].label, where, FLAT_SIDES.get(name, "none"), numeral(steepest(name))))
    draw_table(("", f"flat (below {percent(share)})", "called", "largest σ′"), rows, words=3)


def _stretch(side: Stretch) -> str:
    if side.low == -math.inf:
        return f"z ≤ {numeral(side.high)}" if side.high == 0.0 else f"z < {numeral(side.high)}"
    return f"z > {numeral(side.low)}"


def _factor(number: float) -> str:
    """Write a number inside a sum or a product, a negative one in brackets."""
    return f"({numeral(number)})" if number < 0 else numeral(number)


def _by(change: float) -> str:
    return f"by **{numeral(change)}**" if change else "**not at all**"
