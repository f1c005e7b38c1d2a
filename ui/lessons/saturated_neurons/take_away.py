"""Lesson 2, to take away: a neuron on its curve, and the effect of a nudge."""

from collections.abc import Iterator, Sequence
from string import Template

from charts.activation_data import curve_table
from core.formulas import code
from core.functions.activation import A, Activation, Z
from core.functions.activations import ACTIVATIONS
from ui.lessons.saturated_neurons.controls import ACTIVATION, CONTROLS, DB, DW, INPUTS, SHARE, B, W, X
from ui.lessons.saturated_neurons.neuron import Shown
from ui.take_away import TakeAway, in_words

_SCRIPT = '''"""A neuron, z = w·x + b and a = σ(z) with σ = $label, and the effect of a nudge of w and b."""

import numpy as np

W, X, B = np.array($w), np.array($x), $b
DW, DB = np.array($dw), $db  # the nudge


def activation(z):
    """σ(z) = $formula"""
    return $fn


def slope(z):
    """σ′(z), exact also where a has rounded"""
    a = activation(z)
    return $slope


def change(z, dz):
    """Δa = σ(z + Δz) − σ(z), as the integral of σ′: so no digit is lost where both are nearly equal."""
    nodes, weights = np.polynomial.legendre.leggauss(64)
    ends = [z, *[kink for kink in $kinks if min(z, z + dz) < kink < max(z, z + dz)], z + dz]
    parts = zip(ends[:-1], ends[1:])
    return sum((high - low) / 2.0 * np.sum(weights * slope((low + high) / 2.0 + (high - low) / 2.0 * nodes))
               for low, high in parts)


z = round(float(X @ W) + B, 12)  # cleared of rounding, so that 0.1 · 3 − 0.3 is exactly 0
dz = round(float(X @ DW) + DB, 12)
print("                              here                     at z = 0")
for name, values in {
    "z": (z, 0.0),
    "a": (activation(z), activation(0.0)),
    "slope": (slope(z), slope(0.0)),
    "dz": (dz, dz),
    "da, exact": (change(z, dz), change(0.0, dz)),
    "da, first order": (slope(z) * dz, slope(0.0) * dz),
}.items():
    print(f"{name:<30}" + "".join(f"{float(value)!r:<25}" for value in values).rstrip())
'''


def take_away(shown: Shown) -> TakeAway:
    """Return what the lesson has to give."""
    used = [control for pair in zip(W, X, strict=True) for control in pair][: 2 * len(shown.w)]
    others = [control for control in CONTROLS if control not in (*W, *X)]
    activation = shown.activation
    return TakeAway(
        "saturated_neurons",
        in_words((ACTIVATION, *used, B, DW), (*(each for each in others if each is not INPUTS), DB, SHARE)),
        [
            f"z = w·x + b, a = {activation.short} = {activation.forms(Z)[0].plain}, σ′(z) = {activation.slope_text}",
            "Δa ≈ σ′(z) Δz, with Δz = Δw·x + Δb: where σ′ is nearly 0, a nudge does nearly nothing",
        ],
        lambda: rows(activation),
        lambda: script(shown),
    )


def rows(activation: Activation) -> Iterator[Sequence[object]]:
    """Yield the curve and its slope."""
    table = curve_table(activation.name)
    yield "z", "a", "slope"
    yield from zip(*(table[name].tolist() for name in ("z", "a", "slope")), strict=True)


def script(shown: Shown) -> str:
    """Return a script that prints the neuron's values, and the effect of the nudge here and at z = 0."""
    activation = ACTIVATIONS[shown.activation.name]
    slope = activation.slope_code if activation.piecewise else activation.slope_forms(Z, A)[-1]
    return Template(_SCRIPT).substitute(
        label=activation.label,
        w=list(shown.w),
        x=list(shown.x),
        b=repr(shown.b),
        dw=[shown.dw, *(0.0 for _ in shown.w[1:])],
        db=repr(shown.db),
        formula=activation.forms(Z)[0].plain,
        fn=code.numpy(activation.code),
        slope=f"{code.numpy(slope)} + 0.0 * z",
        kinks=list(activation.kinks),
    )
