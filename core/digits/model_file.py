"""Model files: a trained net as a .npz file with its settings, and what a file must be to be read as one.

A file from outside is not trusted. It is read within limits of size, nothing in it is evaluated or unpickled, and what
is not just as `write_model` writes it is refused, with the reason.
"""

import json
from dataclasses import asdict, dataclass, fields
from textwrap import shorten
from typing import Any, cast

import numpy as np

from core.archives import ArchiveError, array_of, packed, unpacked
from core.digits.plan import BATCHES, EPOCHS, IMAGES, MOST_LAYERS, OUTPUT, SEEDS, WIDTHS, NetPlan
from core.digits.run import DigitsRun
from core.networks.network import Network
from core.types import Array

KIND = "Training Deep Networks, a net for digits, 1"
"""The first of the settings: what the file is, and in which version of the format."""

MOST_PARAMETERS = NetPlan((WIDTHS[1],) * MOST_LAYERS).parameters
MOST_SETTINGS, MOST_THETA = 2_000, 4 * MOST_PARAMETERS + 1_000
"""Bytes of the two arrays at most, each with its header."""
MOST_BYTES = MOST_THETA + MOST_SETTINGS + 10_000
"""Bytes of a file at most."""
_LIMITS = {"settings": MOST_SETTINGS, "theta": MOST_THETA}

_COUNTS = {"batch": BATCHES, "images": IMAGES, "seed": SEEDS, "updates": (0, EPOCHS[1] * IMAGES[1])}


class ModelFileError(ValueError):
    """A file is not a saved net; the message is a sentence with the reason, and what to do."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This file is not a net that was saved here: {why}. Choose a .npz file saved on this page.")


@dataclass(frozen=True, eq=False)
class Model:
    """A net with its parameters, (parameters,), and how it was trained: the settings of its run, and its updates."""

    net: NetPlan
    theta: Array
    batch: int
    images: int
    seed: int
    updates: int

    def network(self) -> Network:
        """Return the network, with these parameters."""
        net = self.net
        return Network(net.sizes, hidden=net.activation, output=OUTPUT, cost=net.cost, theta=self.theta)


def model_of(run: DigitsRun, number: int = 0) -> Model:
    """Return a net of a run as it is now, to be saved."""
    plan = run.plan
    theta = run.networks[number].theta.copy()
    return Model(plan.nets[number], theta, plan.batch, plan.images, plan.seed, run.trainers[number].updates)


# --- Writing ----------------------------------------------------------------------------------------------------------


def write_model(model: Model) -> bytes:
    """Return the bytes of a .npz file; the same model gives the same bytes. Parameters are kept in float32."""
    settings = {"kind": KIND, **asdict(model.net), **{name: getattr(model, name) for name in _COUNTS}}
    text = np.frombuffer(json.dumps(settings).encode(), np.uint8)
    return packed({"settings": text, "theta": model.theta.astype("<f4")})


# --- Reading ----------------------------------------------------------------------------------------------------------


def read_model(data: bytes) -> Model:
    """Return the net in the bytes of a file; ModelFileError, with a sentence, if it is anything else."""
    if len(data) > MOST_BYTES:
        raise ModelFileError(f"it has {len(data):,} bytes, and a net at most {MOST_BYTES:,}")
    try:
        contents = unpacked(data, _LIMITS)
        text, theta = (
            bytes(array_of("settings", contents["settings"], "|u1")),
            array_of("theta", contents["theta"], "<f4"),
        )
    except ArchiveError as error:
        raise ModelFileError(str(error)) from error
    settings = _settings(text)
    net = _net(settings)
    counts = {name: _count(settings[name], name, limits) for name, limits in _COUNTS.items()}
    if len(theta) != net.parameters:
        raise ModelFileError(f"it has {len(theta):,} parameters, and a net of its sizes has {net.parameters:,}")
    if not np.isfinite(theta).all():
        raise ModelFileError("some of its parameters are no finite numbers")
    return Model(net, theta.astype(np.float64), **counts)


def _settings(text: bytes) -> dict[str, Any]:
    """Return the settings: an object of JSON with exactly the names that are written."""
    try:
        found = json.loads(text.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ModelFileError("its settings are not written as JSON") from error
    names = {"kind", *_COUNTS, *(field.name for field in fields(NetPlan))}
    if not isinstance(found, dict) or cast(dict[str, Any], found).get("kind") != KIND:
        raise ModelFileError("its settings do not say that it is such a net, or it is from another version")
    settings = cast(dict[str, Any], found)
    if settings.keys() != names:
        differing = ", ".join(sorted(name[:20] for name in settings.keys() ^ names)[:3])
        raise ModelFileError(f"a setting is missing or there is one too many ({differing})")
    return settings


def _net(settings: dict[str, Any]) -> NetPlan:
    """Return the net that the settings describe."""
    hidden = settings["hidden"]
    if not isinstance(hidden, list) or not all(type(width) is int for width in cast(list[Any], hidden)):
        raise ModelFileError("its hidden layers are not a list of whole numbers")
    values: dict[str, Any] = {"hidden": tuple(cast(list[int], hidden))}
    for name in ("activation", "cost", "optimizer", "init"):
        if not isinstance(settings[name], str):
            raise ModelFileError(f"its setting {name} is not a name")
        values[name] = settings[name]
    for name in ("eta", "dropout"):
        if type(settings[name]) not in (int, float):
            raise ModelFileError(f"its setting {name} is not a number")
        values[name] = settings[name]
    try:
        return NetPlan(**values)
    except (ValueError, OverflowError) as error:
        raise ModelFileError(
            f"its settings are not those of a net here ({shorten(str(error), 160, placeholder=' …')})"
        ) from error


def _count(value: Any, name: str, limits: tuple[int, int]) -> int:
    if type(value) is not int or not limits[0] <= value <= limits[1]:
        raise ModelFileError(f"its setting {name} is not a whole number from {limits[0]:,} to {limits[1]:,}")
    return value
