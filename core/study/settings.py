"""The settings of a study, by the names that a settings file and a result file have for them.

`KEYS` says of every setting what it is and which values it takes; nothing else decides what a file may hold.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any, NoReturn, cast

from core.experiments.datasets import KINDS, MOST_NOISE, Dataset
from core.experiments.plan import Plan
from core.functions.activations import ACTIVATIONS
from core.functions.costs import COSTS
from core.networks.initial_weights import SCHEMES
from core.networks.optimizers import OPTIMIZERS
from core.quotes import shown
from core.study.comparisons import COMPARISONS, MOST_TEXT, methods_of
from core.study.etas import ENDS
from core.study.given import OWN, Given, given_of
from core.study.plan import MOST_EPOCHS, RATES, SEEDS, StudyPlan

USUAL_COSTS = {"cost": "half_quadratic"}
"""The cost of a plan where none is named: the quadratic one where costs are compared, else cross-entropy."""


class SettingsError(ValueError):
    """Settings are not those of a study; the message is a sentence: what was given, what is needed, what to do."""


@dataclass(frozen=True)
class StudySettings:
    """All settings of a study, those of lesson 7; the defaults are those that the lesson opens with.

    A cost or a list of learning rates that is empty is the usual one. `own` are points that are given: `data` is "own"
    then, and points, noise and fresh count for nothing.
    """

    compare: str = "cost"
    only: str = ""
    etas: tuple[float, ...] = ()
    etas_of_others: tuple[float, ...] = ()
    cost: str = ""
    seeds: int = 32
    target: float = 0.95
    epochs: int = 30
    data: str = "circle"
    points: int = 200
    noise: float = 0.0
    fresh: bool = True
    widths: tuple[int, ...] = (8, 8)
    hidden: str = "tanh"
    init: str = "glorot_uniform"
    scale: float = 1.0
    output_scale: float = 1.0
    output_bias: float = 8.0
    batch_size: int = 10
    optimizer: str = "sgd"
    own: Given | None = None

    def plan(self) -> StudyPlan:
        """Return the plan. Raises ValueError for methods that cannot be compared."""
        base = Plan(
            data=self.data,
            n=self.points,
            noise=self.noise,
            test_share=0.0,
            widths=self.widths,
            hidden=self.hidden,
            cost=self.cost or USUAL_COSTS.get(self.compare, "cross_entropy"),
            init=self.init,
            scale=self.scale,
            output_scale=self.output_scale,
            output_bias=self.output_bias,
            batch_size=self.batch_size,
            optimizer=self.optimizer,
            epochs=self.epochs,
        )
        if self.own is not None:
            base = self.own.plan(base)
        methods = methods_of(self.compare, base, self.etas, self.etas_of_others, self.only)
        return StudyPlan(base, methods, seeds=self.seeds, fresh=self.fresh, target=self.target)

    def dataset(self) -> Dataset | None:
        """Return the points that are given; None if each seed draws them."""
        return None if self.own is None else self.own.dataset()

    def values(self) -> dict[str, Any]:
        """Return all settings by name, as JSON and TOML have them; without `own` if there are no points."""
        values = {name: _plain(getattr(self, name)) for name in KEYS if name != "own"}
        return values if self.own is None else {**values, "own": self.own.values()}


def _plain(value: Any) -> Any:
    return list(cast(tuple[Any, ...], value)) if isinstance(value, tuple) else value


# --- What each setting takes ------------------------------------------------------------------------------------------

Check = Callable[[Any], Any]
"""Returns a value as a setting holds it, or raises ValueError with what is needed instead."""


@dataclass(frozen=True)
class Key:
    """A setting: what it is, which values it takes, in words, and what makes its value from that of a file."""

    what: str
    takes: str
    check: Check


def _whole(low: int, high: int, what: str) -> Key:
    takes = f"a whole number from {low:,} to {high:,}"
    return Key(what, takes, lambda value: value if type(value) is int and low <= value <= high else _wrong(takes))


def _number(low: float, high: float, what: str) -> Key:
    takes = f"a number from {low:g} to {high:g}"
    return Key(what, takes, lambda value: float(value) if _is_number(value, low, high) else _wrong(takes))


def _is_number(value: Any, low: float, high: float) -> bool:
    return type(value) in (int, float) and low <= value <= high


def _name(names: Iterable[str], what: str) -> Key:
    every = [*names]
    takes = "one of " + ", ".join(f'"{name}"' for name in every if name)
    return Key(what, takes, lambda value: value if type(value) is str and value in every else _wrong(takes))


def _list(most: int, takes: str, each: Check, what: str, *, ordered: bool = False) -> Key:
    def check(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(cast(list[Any], value)) > most:
            _wrong(takes)
        try:
            found = [each(part) for part in cast(list[Any], value)]
        except ValueError:
            _wrong(takes)
        return tuple(sorted(set(found))) if ordered else tuple(found)

    return Key(what, takes, check)


def _wrong(takes: str) -> NoReturn:
    raise ValueError(takes)


def _etas(whose: str) -> Key:
    takes = f"a list of at most {RATES[1]} numbers, each from {ENDS[0]:g} to {ENDS[1]:g}"
    what = f"the learning rates of {whose}; empty: three that suit each"
    return _list(RATES[1], takes, _number(*ENDS, "").check, what, ordered=True)


def _text(most: int, what: str) -> Key:
    takes = f"a text of at most {most} characters"
    return Key(what, takes, lambda value: value if type(value) is str and len(value) <= most else _wrong(takes))


_LAYERS, _WIDTHS = COMPARISONS["layers"].ends, COMPARISONS["neurons"].ends
_WIDTHS_TAKE = f"a list of at most {_LAYERS[1]} whole numbers, each from {_WIDTHS[0]} to {_WIDTHS[1]}"
_FLAG = "true or false"

KEYS: dict[str, Key] = {
    "compare": _name(COMPARISONS, "what is compared"),
    "only": _text(MOST_TEXT, "only these methods, such as tanh, ReLU or 1, 3, 6; empty: the usual ones"),
    "etas": _etas("the first method"),
    "etas_of_others": _etas("the other methods"),
    "cost": _name(["", *COSTS], "the cost of all, or the quadratic one that is compared; empty: the usual one"),
    "seeds": _whole(*SEEDS, "so many starts, the same for all methods"),
    "target": _number(0.01, 1.0, "a run has learned once this share of the points is right"),
    "epochs": _whole(1, MOST_EPOCHS, "a run that needs more has not learned"),
    "data": _name([*(name for name, kind in KINDS.items() if kind.classes), OWN], "the points"),
    "points": _whole(20, 1000, "so many of them"),
    "noise": _number(0.0, MOST_NOISE, "how far they are moved from their places"),
    "fresh": Key("new points for every seed", _FLAG, lambda value: value if type(value) is bool else _wrong(_FLAG)),
    "widths": _list(_LAYERS[1], _WIDTHS_TAKE, _whole(*_WIDTHS, "").check, "the neurons of each hidden layer"),
    "hidden": _name(ACTIVATIONS, "the activation of the hidden neurons"),
    "init": _name(SCHEMES, "how the first weights are drawn"),
    "scale": _number(0.1, 10.0, "a factor on all first weights"),
    "output_scale": _number(0.1, 10.0, "one more factor on those of the output"),
    "output_bias": _number(-12.0, 12.0, "the first bias of the output; far from 0 it is saturated"),
    "batch_size": _whole(1, 1000, "points to an update"),
    "optimizer": _name(OPTIMIZERS, "what is made of a gradient"),
    "own": Key("points that are given: x, y, classes and inputs", "a table", given_of),
}
assert list(KEYS) == [field.name for field in fields(StudySettings)]


def settings_of(values: Mapping[str, Any]) -> StudySettings:
    """Return the settings with these values by name, as a file has them; what is not named has its default.

    Raises SettingsError for a name that is no setting, a value that a setting does not take, and methods that cannot be
    compared.
    """
    for name in values:
        if name not in KEYS:
            near = get_close_matches(name[:40], KEYS, 1)
            hint = f"did you mean “{near[0]}”?" if near else f"the settings are {', '.join(KEYS)}."
            raise SettingsError(f"{shown(name)} is no setting of a study: {hint}")
    settings = StudySettings(**{name: _checked(name, value) for name, value in values.items()})
    if (settings.data == OWN) != (settings.own is not None):
        raise SettingsError(f'data = "{OWN}" and a table [{OWN}] belong together: give both, or neither.')
    if settings.compare == "cost" and settings.cost and COSTS[settings.cost].needs_classes:
        raise SettingsError(
            f"cost is {shown(settings.cost)}, but where costs are compared it names the quadratic one: leave it out."
        )
    if settings.only and COMPARISONS[settings.compare].fixed:
        raise SettingsError(
            f"only is {shown(settings.only)}, but the methods of {settings.compare!r} are fixed: leave it out."
        )
    try:
        settings.plan()
    except ValueError as error:
        raise SettingsError(f"These settings are not those of a study: {str(error).rstrip('.')}.") from error
    return settings


def _checked(name: str, value: Any) -> Any:
    try:
        return KEYS[name].check(value)
    except ValueError as error:
        raise SettingsError(f"{name} is {_said(value)}, but it must be {error}: change it, or leave it out.") from error


def _said(value: Any) -> str:
    """Say what a value is; what may be long or nested is not written out."""
    if isinstance(value, dict):
        return "a table"
    if not isinstance(value, list):
        return shown(value)
    parts = cast(list[Any], value)
    plain = all(isinstance(part, str | bool | int | float) for part in parts)
    return shown(parts) if plain and len(parts) < RATES[1] else f"a list of {len(parts):,}"
