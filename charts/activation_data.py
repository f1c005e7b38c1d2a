"""The data sets for lesson 2's charts, made from the neuron or the layer that is shown."""

import numpy as np
import pandas as pd

from charts.activation import ARROW, LARGEST_DZ, LARGEST_Z
from core.functions.activations import ACTIVATIONS
from core.networks.initial_weights import SCHEMES
from core.neurons.layer import LayerResponse
from core.neurons.neuron import Nudge
from core.neurons.saturation import flat_ranges, shares
from core.numerals import numeral
from core.types import Array

_TANGENT = 2.0
_BINS, _BINS_OF_BOUNDED = 60, 20


def curve_table(activation: str) -> pd.DataFrame:
    """z, a and slope from end to end of the chart, densest in the middle; a corner at 0 stays sharp."""
    t = np.linspace(-3.0, 3.0, 160)
    z = np.sort(np.append(LARGEST_Z * np.sinh(t) / np.sinh(3.0), [-1e-9, 1e-9]))
    fn = ACTIVATIONS[activation]
    return pd.DataFrame({"z": z, "a": fn.fn(z), "slope": fn.derivative(z, fn.fn(z))})


def tangent(activation: str, z: float) -> pd.DataFrame:
    """Return z and a of both ends of a piece of the tangent at z."""
    fn = ACTIVATIONS[activation]
    a = fn.fn(z)
    along = np.array([-_TANGENT, _TANGENT])
    return pd.DataFrame({"z": z + along, "a": a + fn.derivative(z, a) * along})


def on_chart(activation: str, z: float) -> pd.DataFrame:
    """Return z, a, slope and shape of a neuron; a neuron beyond the chart is an arrow at its edge."""
    fn, shape, at = ACTIVATIONS[activation], "inside", z
    if abs(z) > LARGEST_Z:
        shape, at = ("left", -ARROW) if z < 0.0 else ("right", ARROW)
    a = fn.fn(at)
    return pd.DataFrame({"z": [at], "a": [a], "slope": [fn.derivative(at, a)], "shape": [shape]})


def bands(activation: str, share: float, end: float = LARGEST_Z) -> pd.DataFrame:
    """Return low, high, at, height and name of each range of z, from −end to end, where the activation is flat."""
    shown = ACTIVATIONS[activation]
    height = shown.centre if shown.saturates else LARGEST_Z / 2.0
    rows = [
        (low, high, (low + high) / 2.0, height, side.name)
        for side in flat_ranges(activation, share)
        for low, high in [(max(side.low, -end), min(side.high, end))]
        if low <= high
    ]
    return pd.DataFrame(rows, columns=["low", "high", "at", "height", "name"])


def flat_outputs(activation: str, share: float, end: float) -> pd.DataFrame:
    """Return low and high of the a that belong to these z. Of two z with one a, that on the longer branch counts."""
    shown, flat = ACTIVATIONS[activation], bands(activation, share, end)
    least, most = shown.one_to_one
    ends = zip(flat["low"].clip(lower=least), flat["high"].clip(upper=most), strict=True)
    rows = [(float(shown.fn(low)), float(shown.fn(high))) for low, high in ends if low <= high]
    return pd.DataFrame(rows, columns=["low", "high"])


def threshold(activation: str, share: float) -> pd.DataFrame:
    """Return the slope below which the activation counts as saturated, and its label."""
    shown = ACTIVATIONS[activation]
    name = shown.flat.name if shown.flat else "flat"
    return pd.DataFrame({"slope": [share * shown.steepest], "label": [f"{name} below this line"]})


def nudge_tables(activation: str, z: float, here: Nudge, middle: Nudge) -> dict[str, pd.DataFrame]:
    """Return the data sets of `nudge_effect`: Δa against Δz at z and at 0, the present nudge, the lines' names."""
    dz = np.linspace(-LARGEST_DZ, LARGEST_DZ, 81)
    change = ACTIVATIONS[activation].change
    lines = pd.DataFrame({"dz": dz, "here": change(z, dz), "middle": change(0.0, dz)})
    dots = pd.DataFrame({"dz": [here.dz], "here": [here.exact], "middle": [middle.exact]})
    end = lines.tail(1).reset_index(drop=True)
    far, near = f"at z = {numeral(z)}", "at z = 0"
    if np.allclose(end["here"], end["middle"], rtol=0.0, atol=0.1 * np.abs(lines["middle"]).max()):
        far, near = ("" if z == 0.0 else f"{far} and ") + near, ""  # the lines end together: one name for both
    return {"curves": lines, "dots": dots, "names": end.assign(here_name=far, middle_name=near)}


def layer_range(quantity: str, activation: str, end: float) -> tuple[float, float]:
    """Return the range of a histogram: of z, from −end to end, or of a."""
    shown = ACTIVATIONS[activation]
    return shown.bounds if quantity == "a" and shown.saturates else (-end, end)


def layer_tables(
    quantity: str, activation: str, scheme: str, layer: LayerResponse, share: float, end: float
) -> dict[str, pd.DataFrame]:
    """Return the data sets of `layer_histogram`: the bars, the expected share (for z only), and where it is flat."""
    low, high = layer_range(quantity, activation, end)
    edges = np.linspace(low, high, (_BINS if (low, high) == (-end, end) else _BINS_OF_BOUNDED) + 1)
    tables = {"bars": _bars(edges, shares(layer.z if quantity == "z" else layer.a, edges))}
    if quantity == "z":
        expected = layer.spread.shares(SCHEMES[scheme].bias, edges)
        tables["theory"] = pd.DataFrame({"at": (edges[:-1] + edges[1:]) / 2.0, "share": expected})
    flat = bands(activation, share, end) if quantity == "z" else flat_outputs(activation, share, end)
    return tables | ({} if flat.empty else {"bands": flat})


def _bars(edges: Array, share: Array) -> pd.DataFrame:
    return pd.DataFrame({"start": edges[:-1], "end": edges[1:], "share": share})
