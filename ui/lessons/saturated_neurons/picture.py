"""Lesson 2, the neuron on its curve: its picture, and what to notice about it."""

from collections.abc import Callable
from typing import Any

from charts.activation import LARGEST_Z, curve, slope
from charts.activation_data import bands, curve_table, on_chart, tangent, threshold
from core.functions.activation import Activation
from core.neurons.neuron import Nudge
from core.neurons.saturation import flat_ranges, flat_side
from core.numerals import bracketed, numeral, percent, ratio
from ui.lessons.saturated_neurons.neuron import Shown
from ui.picture import draw

# --- The picture ---------------------------------------------------------------------------------------------------


def draw_neuron(shown: Shown) -> None:
    """Draw the curve with the neuron on it, and σ′ beneath on the same z axis."""
    name, label = shown.activation.name, shown.activation.label
    table = curve_table(name)
    draw(
        curve,
        name,
        key="chart_sat_curve",
        alt=f"{label} against z with a neuron at z = {numeral(shown.z)}: a = {numeral(float(shown.here.a))}, "
        f"{flat_side(name, shown.z, shown.share) or 'not on a flat side'}",
        curve=table[["z", "a"]],
        tangent=tangent(name, shown.z),
        **marks(shown, "a"),
    )
    draw(
        slope,
        name,
        key="chart_sat_slope",
        alt=f"slope of {label} against z; at the neuron's z = {numeral(shown.z)} it is "
        f"{numeral(float(shown.here.slope))}",
        curve=table[["z", "slope"]],
        **marks(shown, "slope"),
    )


def marks(shown: Shown, quantity: str) -> dict[str, Any]:
    """Return the data sets of both neurons, nudged and not, of the flat sides and the threshold, for "a" or "slope"."""
    name, nudged = shown.activation.name, float(shown.z + shown.nudge_here.dz)
    places = {"neuron": on_chart(name, shown.z), "nudged": on_chart(name, nudged)}
    found: dict[str, Any] = {mark: place[["z", quantity, "shape"]] for mark, place in places.items()}
    flat = shown.activation.flat
    if flat is not None:
        table = bands(name, shown.share)
        found["bands"] = table if quantity == "a" else table[["low", "high"]]
        if flat.graded and quantity == "slope":
            found["threshold"] = threshold(name, shown.share)
    return found


# --- The sentences -------------------------------------------------------------------------------------------------


def say_neuron(shown: Shown) -> str:
    """Return z = w·x + b with the numbers, a, σ′(z), and whether the neuron stands on a flat side."""
    terms = [f"{bracketed(weight)} × {bracketed(value)}" for weight, value in zip(shown.w, shown.x, strict=True)]
    said = (
        f"z = w·x + b = {' + '.join([*terms, bracketed(shown.b)])} = **{numeral(shown.z)}**, "
        f"output a = {shown.activation.short} = **{numeral(float(shown.here.a))}**. "
        f"The slope of the curve there is σ′(z) = **{numeral(float(shown.here.slope))}**, {say_state(shown)}"
    )
    return said + (" This z lies beyond the chart; an arrow stands for it." if abs(shown.z) > LARGEST_Z else "")


def say_state(shown: Shown) -> str:
    """Return how steep the curve is there, whether the neuron stands on a flat side, and why."""
    flat, slope = shown.activation.flat, float(shown.here.slope)
    part = percent(slope / shown.activation.steepest)
    is_flat = bool(shown.activation.is_flat(shown.z, shown.share))
    if flat is None or not flat.graded:
        on_side = f"on the flat side: the neuron is :green[**{flat.name}**]{flat.detail}." if flat and is_flat else ""
        return on_side or f"{part} of its maximum: not saturated."
    size, limit = "its size" if slope < 0.0 else "that", percent(shown.share)
    if is_flat:
        return f"{part} of its maximum: :green[**{flat.name}**], since {size} is below the limit of {limit}."
    return f"{part} of its maximum: not {flat.name}, since {size} is not below the limit of {limit}."


def say_nudge(shown: Shown) -> str:
    """Return how the nudge changes a here, and how it would change a at z = 0."""
    name = "w₁" if len(shown.w) > 1 else "w"
    sizes = (name, shown.dw), ("b", shown.db)
    nudged = " and ".join(f"{what} by {numeral(size)}" for what, size in sizes if size)
    if not nudged:
        return "Δw and Δb are both 0: move Δw to nudge the neuron."
    if shown.nudge_here.dz == 0:
        return f"Nudging {nudged} leaves z where it is, Δz = Δw·x + Δb = 0, and so the output *a* does not move."
    return f"Nudging {nudged} moves z by {numeral(float(shown.nudge_here.dz))} and {say_effect(shown)}"


def say_effect(shown: Shown) -> str:
    """Return how far the nudge moves a here, and how far it would move a at z = 0."""
    near, far = by(shown.nudge_middle), by(shown.nudge_here)
    times = float(shown.nudge_middle.exact) / float(shown.nudge_here.exact) if shown.nudge_here.exact else 0.0
    tail = f", which is **{ratio(times, 3)} times** as far." if times >= 1.1 else "."
    return f"the output *a* {far}. At z = 0 it would move *a* {near}{tail}"


def say_edges(activation: Activation, share: float) -> str:
    """Return where the flat sides begin, for this share of the largest slope; or what else is flat."""
    if activation.flat_note:
        return activation.flat_note
    edge = flat_ranges(activation, share)[-1].low
    low, high = (numeral(float(activation.fn(z))) for z in (-edge, edge))
    return (
        f"σ′ is below {percent(share)} of its maximum, {numeral(activation.steepest)}, where |z| > {numeral(edge)}: "
        f"for an output *a* below {low} or above {high}."
    )


def by(push: Nudge) -> str:
    """Return by how much a nudge moves the output."""
    return f"by **{numeral(float(push.exact))}**" if push.exact else "**not at all**"


# --- The code ------------------------------------------------------------------------------------------------------


def code_of(activation: Activation) -> list[Callable[..., Any]]:
    """Return the functions that compute this activation's a, σ′, Δa and Δz, except lambdas."""
    functions = (activation.fn, activation.derivative, activation.change, activation.shift, *activation.beneath)
    return [function for function in functions if getattr(function, "__name__", "") != "<lambda>"]
