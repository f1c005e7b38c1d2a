"""The components that draw a run in the browser: the stage and the drawn networks, fed with parameters and records.

A message brings the parameters, not pictures. The browser computes the networks' answers from them (store.js). A
message is a kilobyte, far less than a frame's pictures, and the browser can show any moment of the run without asking.
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from streamlit.components import v2

from core.experiments.datasets import FEATURES, FURTHER, Origin, features
from core.experiments.drawn import MOST_CLASSES, MOST_DRAWN
from core.experiments.experiment import Experiment, grid
from core.networks.network import Network
from core.types import Array
from ui.canvas import Look, encoded, script, style
from ui.canvas.formulas import activate_table
from ui.telling import telling
from ui.training import PICTURE, STAGE_STYLE, STORE, stage_html, words_component

_HERE = Path(__file__).parent
SIDE = 40
"""Squares along each side of a picture of answers."""
NEURON_SIDE = 20
_ANSWERS = ("forward.js", "answers.js", "origin.js", "responses.js")


def _script(*files: Path) -> str:
    return activate_table() + script(*STORE, *(_HERE / name for name in (*_ANSWERS, "sentence.js")), *files)


_stage = telling(
    "training_stage",
    {"branch": {"run": str, "updates": int}, "point": {"x1": float, "x2": float, "kind": range(MOST_CLASSES)}},
    html=stage_html('<button type="button" class="branch">Train on from here</button>'),
    css=STAGE_STYLE,
    js=_script(*PICTURE, *(_HERE / name for name in ("stage.js", "layout.js", "curves.js", "slopes.js"))),
)
_inside = telling(
    "training_inside",
    {"set": {"run": str, "what": str, "text": str}},
    html='<div class="inside"><canvas role="img"></canvas><div class="tip" hidden></div><form hidden><label>'
    '<span></span><input name="value"></label> <button>set</button></form></div>',
    css=style(_HERE / "inside.css"),
    js=_script(_HERE / "inside.js", _HERE / "drawn_network.js"),
)
_numbers = v2.component(
    "training_numbers",
    html='<div class="numbers"><table></table></div>',
    css=style(_HERE / "numbers.css"),
    js=script(*STORE, _HERE / "numbers.js"),
)
_words = words_component("training_words", _HERE / "sentence.js")


def columns(experiment: Experiment) -> list[str]:
    """Return the names of a row's columns in the records, in order; k is the network's place."""
    names: list[str] = []
    for k, network in enumerate(experiment.networks):
        names += [f"{name}{k}" for name in ("cost", "test_cost", "accuracy", "test_accuracy")]
        names += [f"gradient{layer}_{k}" for layer in range(1, len(network.sizes))]
    return names


def epochs_of(experiment: Experiment) -> int:
    """Return the number of epochs after which the run ends, at the latest."""
    return experiment.last // experiment.trainer.updates_per_epoch


def lightest(network: Network) -> list[float]:
    """Return the largest σ′ of each layer's activation, which is drawn lightest."""
    return [network.hidden.steepest] * (len(network.sizes) - 2) + [network.output_function.steepest]


def ranges(network: Network) -> list[tuple[float, float] | None]:
    """Return the range of each layer's a, the inputs' first; None where it is unbounded on a side."""
    layers = [network.hidden] * (len(network.sizes) - 2)
    return [None, *(each.bounds if each.saturates else None for each in (*layers, network.output_function))]


def description(experiment: Experiment, run: str, looks: list[Look], log_cost: bool) -> dict[str, Any]:
    """Return what the stage needs of a run besides its messages."""
    dataset, network = experiment.dataset, experiment.networks[0]
    plan = experiment.plan

    def points(part: Any) -> str:
        return encoded(np.column_stack([part.x[:, :2], part.y]))

    return {
        "run": run,
        "networks": [
            look.described()
            | {"letter": letter, "hidden": one.hidden.name, "steepest": lightest(one), "ranges": ranges(one)}
            for letter, look, one in zip(plan.letters, looks, experiment.networks, strict=True)
        ],
        "sizes": list(network.sizes),
        "output": network.output,
        "targets": _ends(experiment),
        "classes": dataset.classes,
        "window": dataset.window,
        "training": points(experiment.training),
        "test": points(experiment.test),
        "has_test": len(experiment.test) > 0,
        "side": SIDE,
        "grid": encoded(features(grid(dataset, SIDE), plan.features)),
        "features": _features(experiment),
        "origin": _origin(dataset.origin),
        "columns": columns(experiment),
        "per_epoch": experiment.trainer.updates_per_epoch,
        "epochs": epochs_of(experiment),
        "address": "train_at",
        "adds": MOST_CLASSES if plan.data == "drawn" and len(dataset) < MOST_DRAWN else 0,
        "log_cost": log_cost,
    }


def _features(experiment: Experiment) -> list[str]:
    """Return the names of the networks' inputs: of the user's own columns, as in the user's table."""
    origin = experiment.dataset.origin
    own = {f"x{k}": name for k, name in enumerate(origin.inputs, start=1)} if origin else {}
    return [own.get(name) or (FEATURES | FURTHER)[name].label for name in experiment.plan.features]


def _origin(origin: Origin | None) -> dict[str, Any] | None:
    """Return what the stage needs to speak of the user's own points in the user's words and units."""
    if origin is None:
        return None
    return {
        "inputs": origin.inputs[:2],
        "label": origin.label,
        "classes": origin.classes,
        "centre": origin.scaling.centre[:2].tolist(),
        "unit": origin.scaling.unit[:2].tolist(),
        "value": None if origin.values is None else [float(each[0]) for each in origin.values],
    }


def _ends(experiment: Experiment) -> tuple[float, float]:
    """Return the answers that have the full colours; half-way between them is the decision, or the value 0."""
    if experiment.dataset.classes:
        return experiment.networks[0].output_function.targets
    largest = float(np.abs(experiment.dataset.y).max()) or 1.0
    return -largest, largest


def draw_stage(about: dict[str, Any], *, key: str, on_branch: Any, on_point: Any) -> None:
    """Draw the stage; a press on a map, where points can be set by hand, calls on_point."""
    _stage(key=key, data=about, on_branch_change=on_branch, on_point_change=on_point, height="content")


def draw_words(about: dict[str, Any], *, key: str) -> None:
    """Draw the sentence on the moment shown, while that is not the latest."""
    parts = {name: about[name] for name in ("run", "networks", "columns", "classes", "has_test", "per_epoch", "epochs")}
    _words(key=key, data=parts, height="content")


def draw_numbers(about: dict[str, Any], *, key: str) -> None:
    """Draw the table of the records, and of the moment that is shown."""
    parts = {name: about[name] for name in ("run", "networks", "sizes", "columns", "classes", "per_epoch")}
    _numbers(key=key, data=parts, height="content")


def draw_inside(about: dict[str, Any], experiment: Experiment, *, key: str, on_set: Any) -> None:
    """Draw the networks with their weights and neurons."""
    small = features(grid(experiment.dataset, NEURON_SIDE), experiment.plan.features)
    parts = {name: about[name] for name in ("run", "networks", "sizes", "output", "targets", "features", "classes")}
    _inside(key=key, data=parts | {"side": NEURON_SIDE, "grid": encoded(small)}, on_set_change=on_set, height="content")


def message(experiment: Experiment, run: str, since: int, *, playing: bool) -> dict[str, Any]:
    """Return a message on the epochs from `since` on: records, slopes and snapshots, and the present parameters."""
    trainer, per_epoch = experiment.trainer, experiment.trainer.updates_per_epoch
    since = min(since, max(len(record.cost) for record in trainer.records_so_far))
    table, slopes = records(experiment, since), _slopes(experiment, since)
    kept = [snapshot for snapshot in trainer.snapshots_so_far if snapshot.updates >= (since - 1) * per_epoch]
    return {
        "run": run,
        "from": since,
        "rows": encoded(table),
        "columns": table.shape[1],
        "slopes": encoded(slopes, np.uint8),
        "units": slopes.shape[1],
        "thetas": encoded(np.array([snapshot.theta for snapshot in kept])),
        "at": [snapshot.updates for snapshot in kept],
        "parameters": sum(len(network.theta) for network in experiment.networks),
        "now": experiment.updates,
        "theta": encoded(np.concatenate([network.theta for network in experiment.networks])),
        "row": encoded(_row(experiment, gradient=not playing)),
        "playing": playing,
        "per_epoch": per_epoch,
    }


def _row(experiment: Experiment, *, gradient: bool) -> Array:
    """Return the numbers of the networks as they are now, with the columns of `columns`; nan where there is none."""
    cells: list[float | None] = []
    for network, now in zip(experiment.networks, experiment.trainer.standings(gradient=gradient), strict=True):
        layers = [None] * (len(network.sizes) - 1) if now.gradient is None else now.gradient
        cells += [now.cost, now.test_cost, now.accuracy, now.test_accuracy, *layers]
    return np.array([np.nan if cell is None else cell for cell in cells])


def records(experiment: Experiment, since: int = 0) -> Array:
    """Return the records from a row on, with the columns of `columns`; nan where there is none."""
    records = experiment.trainer.records_so_far
    table = np.full((max(len(record.cost) for record in records) - since, len(columns(experiment))), np.nan)
    at = 0
    for record in records:
        rows = slice(0, max(0, len(record.cost) - since))
        for values in (record.cost, record.test_cost, record.accuracy, record.test_accuracy):
            if values is not None:
                table[rows, at] = values[since:]
            at += 1
        if record.gradient is not None:
            layers = record.gradient.shape[1]
            table[rows, at : at + layers] = record.gradient[since:]
            at += layers
    return table


def _slopes(experiment: Experiment, since: int) -> npt.NDArray[np.uint8]:
    """Return each neuron's mean σ′ from a row of the records on, 255 for the largest σ′ of its activation."""
    records = experiment.trainer.records_so_far
    units = sum(sum(network.sizes[1:]) for network in experiment.networks)
    slopes = np.zeros((max(len(record.cost) for record in records) - since, units), np.uint8)
    unit = 0
    for record, network in zip(records, experiment.networks, strict=True):
        for slope, most in zip(record.slope or (), lightest(network), strict=record.slope is not None):
            shares = np.clip(255.0 * slope[since:] / most, 0.0, 255.0)
            slopes[: len(shares), unit : unit + slope.shape[1]] = np.rint(shares)
            unit += slope.shape[1]
    return slopes
