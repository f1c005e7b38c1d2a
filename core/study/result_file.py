"""Result files: what a study has found, as a .npz file with its settings, and what a file must be to be read as one.

The file has four arrays, in this order, so that NumPy reads them without this program:

* settings: text in UTF-8, JSON: "kind", "settings", and of each method its "name" and "etas", as `methods`;
* reached, float64, (runs, seeds): the epoch at which a run reached the target, ∞ for never, nan if it is not trained.
  The runs of a seed are in the order of the methods, and for each method in the order of its η;
* cost and accuracy, float32, (runs, seeds, epochs kept): the curves, of epoch 0 and then every k-th one, k = ⌈epochs /
  100⌉; nan after a run has overflowed, and where it is not trained.

Nothing is packed, so the same results are the same bytes everywhere. A file from outside is not trusted: see
`core/archives.py`. One of an unfinished study has some seeds only.
"""

import json
from typing import Any, cast

import numpy as np

from core.archives import ArchiveError, array_of, packed, unpacked
from core.study.kept import ROWS, Kept, Part
from core.study.plan import METHODS, RATES, SEEDS, StudyPlan
from core.study.settings import SettingsError, StudySettings, settings_of
from core.study.study import parts_of

KIND = "Training Deep Networks, a study, 1"
"""What the file is, and in which version: another one if the format changes, or what the same settings find."""

MOST_SETTINGS = 300_000
_RUNS = METHODS[1] * RATES[1] * SEEDS[1]
_LIMITS = {
    "settings": MOST_SETTINGS,
    "reached": 8 * _RUNS + 200,
    "cost": 4 * ROWS * _RUNS + 200,
    "accuracy": 4 * ROWS * _RUNS + 200,
}
MOST_BYTES = sum(_LIMITS.values()) + 2_000
"""Bytes of a file at most."""


class ResultFileError(ValueError):
    """A file is no result of a study; the message is a sentence with the reason, `why`, and what to do."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(
            f"This file is not the result of a study: {why}. Choose a .npz file that “python -m studies” has written."
        )


def write_result(settings: StudySettings, kept: Kept) -> bytes:
    """Return the bytes of a result file; the same findings give the same bytes."""
    whole = kept.part(range(kept.plan.seeds))
    text = json.dumps(_head(settings, kept.plan), ensure_ascii=False).encode()
    arrays: dict[str, Any] = {"settings": np.frombuffer(text, np.uint8), "reached": whole.reached.astype("<f8")}
    curves = {"cost": whole.cost.astype("<f4"), "accuracy": whole.accuracy.astype("<f4")}
    return packed(arrays | curves, deflated=False)


def _head(settings: StudySettings, plan: StudyPlan) -> dict[str, Any]:
    """Return what the text of a file says; the methods and the parts follow from the settings in this version."""
    methods = [{"name": method.name, "etas": list(method.etas)} for method in plan.methods]
    part = len(parts_of(plan, settings.dataset())[0])
    return {"kind": KIND, "settings": settings.values(), "methods": methods, "part": part}


def read_result(data: bytes) -> tuple[StudySettings, Kept]:
    """Return the settings and the findings in the bytes of a file; ResultFileError if it is anything else."""
    if len(data) > MOST_BYTES:
        raise ResultFileError(f"it has {len(data):,} bytes, and a study at most {MOST_BYTES:,}")
    try:
        contents = unpacked(data, _LIMITS)
        settings = _settings(bytes(array_of("settings", contents["settings"], "|u1")))
        reached = array_of("reached", contents["reached"], "<f8", 2)
        cost, accuracy = (array_of(name, contents[name], "<f4", 3) for name in ("cost", "accuracy"))
    except ArchiveError as error:
        raise ResultFileError(str(error)) from error
    kept = Kept(settings.plan())
    _check(kept, Part(0, reached, cost, accuracy))
    kept.put(Part(0, reached, cost, accuracy))
    return settings, kept


def _settings(text: bytes) -> StudySettings:
    """Return the settings in the text of a file, which is just as it would be written today."""
    try:
        found = json.loads(text.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ResultFileError("its settings are not written as JSON") from error
    head = cast(dict[str, Any], found) if isinstance(found, dict) else {}
    if head.get("kind") != KIND:
        raise ResultFileError("its settings do not say that it is one, or it is from another version of the format")
    try:
        settings = settings_of(cast(dict[str, Any], head["settings"]) if isinstance(head.get("settings"), dict) else {})
    except SettingsError as error:
        raise ResultFileError(f"its settings are not those of a study here ({str(error).rstrip('.')})") from error
    if head != _head(settings, settings.plan()):
        raise ResultFileError("its methods are not those that its settings name in this version of the program")
    return settings


def _check(kept: Kept, part: Part) -> None:
    """Raise ResultFileError unless the arrays are such as a study with this plan finds."""
    own = kept.part(range(kept.plan.seeds))
    for name in ("reached", "cost", "accuracy"):
        given, needed = getattr(part, name).shape, getattr(own, name).shape
        if given != needed:
            raise ResultFileError(f"its array {name} has the shape {given}, and its settings ask for {needed}")
    known = ~np.isnan(part.reached)
    if not (known.all(axis=0) == known.any(axis=0)).all():
        raise ResultFileError("of some seed a part of the runs is trained, and the others are not")
    epochs = part.reached[np.isfinite(part.reached)]
    if (part.reached < 0).any() or (epochs > kept.plan.base.epochs).any() or (epochs % 1 != 0).any():
        raise ResultFileError("a run has reached the target at what is no epoch of the study")
    if (part.accuracy < 0).any() or (part.accuracy > 1).any() or (part.cost < 0).any():
        raise ResultFileError("a cost is below 0, or an accuracy is none")
    if np.isnan(part.accuracy[known][:, 0]).any() or np.isfinite(part.accuracy[~known]).any():
        raise ResultFileError("a run that is trained has no curve, or one that is not trained has one")
