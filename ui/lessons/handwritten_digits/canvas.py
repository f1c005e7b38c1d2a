"""The components that draw a run for digits in the browser: the stage, and the words on an earlier moment.

A message brings the records since the last, and what the networks take ten watched images for; no parameters.
"""

from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from streamlit.components import v2

from core.digits.images import CLASSES
from core.digits.run import DigitsRun
from core.digits.watched import watched_images
from core.functions.costs import COSTS
from core.networks.records import Records
from core.types import Array
from ui.canvas import encoded, script
from ui.lessons.handwritten_digits.naming import LETTERS, book_curve, looks_of
from ui.lessons.handwritten_digits.running import AT, recorded
from ui.training import PICTURE, STAGE_STYLE, STORE, stage_html, words_component

_HERE = Path(__file__).parent
MOST_AT_FIRST = 20
"""The axis of epochs shows so many from the start, if the run has as many; later all that have been done."""

_stage = v2.component(
    "digits_stage",
    html=stage_html(),
    css=STAGE_STYLE,
    js=script(
        *STORE,
        *PICTURE,
        *(_HERE / name for name in ("sentence.js", "stage.js", "layout.js", "watched.js", "curves.js", "layers.js")),
    ),
)
_words = words_component("digits_words", _HERE / "sentence.js")


def columns(run: DigitsRun) -> list[str]:
    """Return the names of a row's columns in the records, in order; the number at the end is the network's place."""
    names: list[str] = []
    for k, net in enumerate(run.plan.nets):
        layers = range(1, len(net.sizes))
        names += [f"{name}{k}" for name in ("cost", "test_cost", "accuracy", "test_accuracy")]
        names += [f"{name}{layer}_{k}" for name in ("gradient", "slope") for layer in layers]
        names += chain.from_iterable((f"taken{digit}_{k}", f"sure{digit}_{k}") for digit in range(CLASSES))
    return names


def description(run: DigitsRun, name: str, *, log_cost: bool, near: bool) -> dict[str, Any]:
    """Return what the stage needs of a run besides its messages."""
    plan = run.plan
    curves = [book_curve(plan, k) for k in range(len(plan.nets))]
    return {
        "run": name,
        "networks": [
            look.described()
            | {
                "letter": letter if len(plan.nets) > 1 else "",
                "layers": len(net.sizes) - 1,
                "cost": COSTS[net.cost].label,
                "book": None if curve is None else {"epochs": curve.epochs, "accuracy": curve.accuracy},
            }
            for look, net, letter, curve in zip(looks_of(plan), plan.nets, LETTERS, curves, strict=False)
        ],
        "images": encoded(watched_images(), np.uint8),
        "columns": columns(run),
        "per_epoch": plan.updates_per_epoch,
        "epochs": plan.epochs,
        "least": min(plan.epochs, MOST_AT_FIRST),
        "address": AT,
        "address_per": plan.updates_per_epoch,
        "opens_at": 0,
        "log_cost": log_cost,
        "near": near,
    }


def draw_stage(about: dict[str, Any], *, key: str) -> None:
    """Draw the stage."""
    _stage(key=key, data=about, height="content")


def draw_words(about: dict[str, Any], *, key: str) -> None:
    """Draw the sentence on the moment shown, while that is not the latest."""
    parts = {name: about[name] for name in ("run", "networks", "columns", "per_epoch", "epochs")}
    _words(key=key, data=parts, height="content")


def message(run: DigitsRun, name: str, since: int, *, playing: bool) -> dict[str, Any]:
    """Return a message on the epochs from `since` on, and on the present moment."""
    table = rows(run)
    since = min(since, len(table))
    per_epoch = run.plan.updates_per_epoch
    return {
        "run": name,
        "from": since,
        "rows": encoded(table[since:]),
        "columns": table.shape[1],
        "slopes": "",
        "units": 0,
        "thetas": "",
        "at": [epoch * per_epoch for epoch in range(since, len(table))],
        "parameters": 0,
        "now": run.updates,
        "theta": "",
        "row": encoded(_now(run)),
        "playing": playing,
    }


def rows(run: DigitsRun) -> Array:
    """Return the complete records with the columns of `columns`; nan where a network that has stopped has none."""
    length = recorded(run) + 1
    parts: list[Array] = []
    for k, record in enumerate(run.records):
        glances = np.array([glance[k].ravel() for glance in run.glances[:length]])
        known = _numbers(record)[:length]
        part = np.full((length, known.shape[1] + glances.shape[1]), np.nan)
        part[: len(known), : -glances.shape[1]] = known
        part[: len(glances), -glances.shape[1] :] = glances
        parts.append(part)
    return np.hstack(parts)


def _now(run: DigitsRun) -> Array:
    """Return the last record of each network, with what the networks take the watched images for now."""
    glances, epoch = run.glance(), recorded(run)
    parts: list[Array] = []
    for k, record in enumerate(run.records):
        parts += [_numbers(record)[: epoch + 1][-1], glances[k].ravel()]
    return np.concatenate(parts)


def _numbers(record: Records) -> Array:
    """Return the numbers of one network's records, a row for each, without the watched images."""
    slopes = [slope.mean(axis=1) for slope in record.slope or ()]
    assert record.gradient is not None
    shares = (record.test_cost, record.accuracy, record.test_accuracy)
    return np.column_stack([record.cost, *(share for share in shares if share is not None), record.gradient, *slopes])
