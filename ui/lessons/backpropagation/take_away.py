"""Lesson 5, to take away: one pass forward and back through the network, and its update."""

import csv
from collections.abc import Sequence
from io import StringIO
from string import Template

import numpy as np

from core.experiments.script_functions import cost_function, error_function, estimate_function, hidden_functions
from core.explaining.worksheet import Worksheet
from core.functions.activations import activation_named, output_named
from core.functions.costs import cost_named
from core.networks.network import Network, rows
from ui.lessons.backpropagation.controls import (
    CHOSEN,
    CONTROLS,
    COST,
    ETA,
    HELD,
    HIDDEN,
    OUTPUT,
    STAGE,
    VALUE,
    last_stage,
)
from ui.lessons.backpropagation.numbers import chosen_key
from ui.lessons.backpropagation.picture import Scene, drawn_at
from ui.lessons.backpropagation.take_away_script import SCRIPT
from ui.take_away import TakeAway, in_words


def take_away(sheet: Worksheet) -> TakeAway:
    """Return what the lesson has to give: of what is drawn, where the network that is asked for cannot be computed."""
    scene, stage, wrong = drawn_at(sheet, int(STAGE.value(high=last_stage())))
    unsaid = (CHOSEN, HELD, VALUE, STAGE) if wrong else (CHOSEN, HELD, VALUE)
    first = [control for control in (HIDDEN, OUTPUT, COST, ETA, STAGE) if control not in unsaid]
    return TakeAway(
        "backpropagation",
        in_words(first, [control for control in CONTROLS if control not in unsaid]),
        formulas(scene, stage),
        lambda: list(csv.reader(StringIO(scene.walk.csv()))),
        lambda: script(scene),
    )


def formulas(scene: Scene, stage: int) -> list[str]:
    """Return the formula of the number that is chosen at a stage, with symbols and numbers, and the rules of all."""
    key = chosen_key(scene.sheet, scene.walk.stages[stage])
    quantity = scene.walk.quantities.get(key) if key is not None else None
    chosen: list[str] = []
    if quantity is not None:
        steps = dict.fromkeys(filter(None, (quantity.symbols, quantity.numbers, quantity.result)))
        chosen = [" = ".join((quantity.name, *steps))]
    return [*chosen, "z = Σ w a + b, ∂C/∂w = δ a, ∂C/∂b = δ, and below the output δ = Σ w δ · σ′(z)"]


def script(scene: Scene) -> str:
    """Return a script that does the passes and the update, and prints every number of them."""
    sheet, update = scene.sheet, scene.update
    network = sheet.network()
    output, cost = output_named(sheet.output), cost_named(sheet.cost)
    names = [activation_named(sheet.activation(layer)).name for layer in range(1, len(sheet.sizes) - 1)]
    functions = [hidden_functions(activation_named(name)) for name in dict.fromkeys(names)]
    functions += [estimate_function(output), cost_function(cost, output), error_function("error", cost, output)]
    velocity = sheet.velocity()
    return Template(SCRIPT.strip("\n") + "\n").substitute(
        sizes=list(sheet.sizes),
        x=update.chosen(sheet.x()).tolist(),
        y=update.chosen(sheet.y()).tolist(),
        layers=_matrices(network, network.theta),
        velocities=_matrices(network, np.zeros_like(network.theta) if velocity is None else velocity),
        eta=repr(float(update.eta)),
        momentum=repr(float(update.momentum)),
        hold=update.hold_biases,
        functions="\n\n\n".join(functions),
        hidden=", ".join(f"({name}, {name}_slope)" for name in names),
        cost=cost.name,
        factor=cost.script_factor,
        over="" if sheet.reduction == "sum" else " / len(X)",
        mean="np.sum" if sheet.reduction == "sum" else "np.mean",
    )


def _matrices(network: Network, theta: Sequence[float] | np.ndarray) -> str:
    """Write parameters as a matrix for each layer: a row is a neuron, its bias last."""
    layers = rows(np.asarray(theta, dtype=np.float64), network.sizes)
    return "".join(f"    np.array({layer.tolist()}),\n" for layer in layers)
