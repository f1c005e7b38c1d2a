"""A worksheet for backpropagation: a small network, its instances, and every given number.

Each number has a default value that does not depend on the network's shape, and only changed numbers are written. So a
worksheet is a short line of text such as "w112:0.3,b21:-0.5", and an added neuron has its values at once.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from core.explaining.example import MAZUR
from core.explaining.quantities import VELOCITIES, Key, Kind, parameter_keys
from core.explaining.walk import MOST_INSTANCES, MOST_LAYERS, MOST_NEURONS
from core.functions.activations import OUTPUTS, output_named
from core.functions.cost import Cost
from core.functions.costs import cost_named
from core.functions.output import Output
from core.networks.network import Network
from core.numerals import count, shortest
from core.types import Array

LARGEST = 1e6
"""No given number may be farther from 0: far enough for pixels, prices, and scores of any course."""

MOST_VALUES = 2 * MOST_LAYERS * MOST_NEURONS * (MOST_NEURONS + 1) + 2 * MOST_INSTANCES * MOST_NEURONS

CODES: dict[Kind, tuple[str, tuple[str, ...]]] = {
    "x": ("x", ("instance", "unit")),
    "y": ("y", ("instance", "unit")),
    "w": ("w", ("layer", "unit", "source")),
    "b": ("b", ("layer", "unit")),
    "v(w)": ("vw", ("layer", "unit", "source")),
    "v(b)": ("vb", ("layer", "unit")),
    "z": ("z", ("layer", "unit", "instance")),
    "a": ("a", ("layer", "unit", "instance")),
    "C": ("C", ("instance",)),
    "dC/da": ("dCda", ("layer", "unit", "instance")),
    "slope": ("slope", ("layer", "unit", "instance")),
    "delta": ("delta", ("layer", "unit", "instance")),
    "dC/dw": ("dCdw", ("layer", "unit", "source")),
    "dC/db": ("dCdb", ("layer", "unit")),
    "dC/dx": ("dCdx", ("instance", "unit")),
    "new v(w)": ("newvw", ("layer", "unit", "source")),
    "new v(b)": ("newvb", ("layer", "unit")),
    "new w": ("neww", ("layer", "unit", "source")),
    "new b": ("newb", ("layer", "unit")),
}
"""How a quantity is named in an address: letters, and then a digit for each of these."""

GIVEN = ("x", "y", "w", "b", "v(w)", "v(b)")
_PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "0123456789" * 2)
_KINDS: dict[str, Kind] = {letters: kind for kind, (letters, _) in CODES.items()}


def code_of(key: Key) -> str:
    """Return a quantity's name in an address, such as "w112" or "delta211"; the mean cost is "C"."""
    letters, places = CODES[key.kind]
    if key.kind == "C" and key.instance == 0:
        return letters
    return letters + "".join(str(getattr(key, place) or 1) for place in places)


def key_of(code: str, instances: int) -> Key | None:
    """Return the quantity of a name, for so many instances; None if the name is no quantity."""
    match = re.fullmatch(r"([A-Za-z]+)([1-4]*)", code)
    if match is None or match[1] not in _KINDS:
        return None
    kind = _KINDS[match[1]]
    places = CODES[kind][1] if match[2] or kind != "C" else ()
    if len(match[2]) != len(places):
        return None
    found = {place: int(digit) for place, digit in zip(places, match[2], strict=True)}
    if instances == 1 and found.get("instance") == 1:
        found["instance"] = 0
    return Key(kind, **found)


def default_value(code: str) -> float:
    """Return the default of a given number: Mazur's value where he has one, so that 2-2-2 is his example.

    Other weights, biases and inputs are drawn from U(−1, 1) with two decimals; the seed is the name alone.
    Targets are 1 for output 2 in instance 3, for output 1 in instances 2 and 4, and 0 otherwise. Velocities are 0.
    """
    if code.startswith("v"):
        return 0.0
    if code in _EXAMPLE:
        return _EXAMPLE[code]
    if code.startswith("y"):
        return float(code in ("y21", "y32", "y41"))
    drawn = np.random.default_rng([ord(code[0]), *map(int, code[1:])]).uniform(-1.0, 1.0)
    return round(float(drawn), 2) or 0.5


_EXAMPLE = {code_of(key): value for key, value in zip(parameter_keys(MAZUR.sizes), MAZUR.theta, strict=True)} | {
    f"{letter}1{unit}": value
    for letter, ((*values,),) in (("x", MAZUR.x), ("y", MAZUR.y))
    for unit, value in enumerate(values, start=1)
}


@dataclass(frozen=True)
class Worksheet:
    """The shape of a network, and the given numbers that differ from their defaults, by name.

    hidden is the activation of all hidden layers, or one for each. With velocities, every parameter has one, which
    momentum needs.
    """

    sizes: tuple[int, ...]
    instances: int
    hidden: str | Sequence[str]
    output: str
    cost: str
    values: Mapping[str, float]
    reduction: str = "mean"
    velocities: bool = False

    def value(self, code: str) -> float:
        """Return a given number."""
        return self.values.get(code, default_value(code))

    def has(self, code: str) -> bool:
        """Whether this is a given number of this network."""
        return code in self.given()

    def given(self) -> list[str]:
        """Return the names of all given numbers: inputs and targets of every instance, parameters, velocities."""
        instances = [
            f"{letter}{instance}{unit}"
            for instance in range(1, self.instances + 1)
            for letter, units in (("x", self.sizes[0]), ("y", self.sizes[-1]))
            for unit in range(1, units + 1)
        ]
        return instances + self._parameters() + (self._velocities() if self.velocities else [])

    def network(self) -> Network:
        """Build the network. Raises ValueError if the cost does not fit the output, or softmax has only one unit."""
        cost = cost_named(self.cost)
        fitting = [each for each in OUTPUTS.values() if _goes(cost, each)]
        if output_named(self.output) not in fitting:
            labels = " or ".join(f"a {each.label}" for each in fitting)
            raise ValueError(
                f"{cost.label.lower()} goes with {labels} output: choose one of these, or a quadratic cost"
            )
        return Network(
            self.sizes,
            hidden=self.hidden,
            output=self.output,
            cost=self.cost,
            theta=[self.value(code) for code in self._parameters()],
            reduction=self.reduction,
        )

    def activation(self, layer: int) -> str:
        """Return the name of a layer's activation; the layers are counted from 1, and the last one is the output."""
        if layer == len(self.sizes) - 1:
            return self.output
        return self.hidden if isinstance(self.hidden, str) else self.hidden[layer - 1]

    def velocity(self) -> Array | None:
        """The velocities, laid out like theta; None if there are none."""
        return np.array([self.value(code) for code in self._velocities()]) if self.velocities else None

    def _parameters(self) -> list[str]:
        return [code_of(key) for key in parameter_keys(self.sizes)]

    def _velocities(self) -> list[str]:
        return [code_of(key._replace(kind=VELOCITIES[key.kind])) for key in parameter_keys(self.sizes)]

    def x(self) -> Array:
        """The inputs, (instances, inputs)."""
        return self._given("x", self.sizes[0])

    def y(self) -> Array:
        """The targets, (instances, outputs). Raises ValueError for targets that the cost has no value for."""
        y = self._given("y", self.sizes[-1])
        cost = cost_named(self.cost)
        if cost.cancels(self.output) and not ((y >= 0.0) & (y <= 1.0)).all():
            wrong = float(y[(y < 0.0) | (y > 1.0)][0])
            raise ValueError(
                f"a target is {wrong:g}, but {cost.label.lower()} needs targets from 0 to 1: "
                "choose that y and move it, or choose a quadratic cost"
            )
        return y

    def _given(self, letter: str, units: int) -> Array:
        rows = range(1, self.instances + 1)
        return np.array([[self.value(f"{letter}{row}{unit}") for unit in range(1, units + 1)] for row in rows])

    def changed(self, code: str, value: float) -> dict[str, float]:
        """Return the values with one of them changed to `value`."""
        return changes(dict(self.values) | {code: value})

    def with_parameters(self, theta: npt.ArrayLike, velocity: npt.ArrayLike | None = None) -> dict[str, float]:
        """Return the values with all weights and biases changed, and with these velocities, or none.

        Raises ValueError for a number beyond ±1,000,000, or one that is not finite.
        """
        new = dict(zip(self._parameters(), np.asarray(theta, dtype=np.float64).tolist(), strict=True))
        if velocity is not None:
            new |= dict(zip(self._velocities(), np.asarray(velocity, dtype=np.float64).tolist(), strict=True))
        if not all(abs(value) <= LARGEST for value in new.values()):
            what = "a weight or bias" if velocity is None else "a weight, a bias or a velocity"
            raise ValueError(f"{what} would be beyond ±{count(int(LARGEST))}, or no number at all: take a smaller η")
        return changes(_at_rest(self.values) | new)


def _goes(cost: Cost, output: Output) -> bool:
    """Whether a cost can be used with an output."""
    try:
        cost.check_output(output)
    except ValueError:
        return False
    return True


def changes(values: Mapping[str, float]) -> dict[str, float]:
    """Return only the values that differ from their defaults."""
    return {code: value for code, value in values.items() if value != default_value(code)}


def _at_rest(values: Mapping[str, float]) -> dict[str, float]:
    """Return the values without velocities."""
    return {code: value for code, value in values.items() if not code.startswith("v")}


class Fault(NamedTuple):
    """An entry of a line that is left out, and why."""

    entry: str
    reason: str


class Line(NamedTuple):
    """What a line of numbers says: its values by name, and the entries that are left out."""

    values: dict[str, float]
    faults: list[Fault]


def read_line(text: str) -> Line:
    """Read "w112:0.3,b21:-0.5"; empty text means no changes. What cannot be read is a fault and leaves the rest alone.

    Entries may also be separated by semicolons or line breaks, have "=" for the colon, a decimal comma, a true minus
    sign, and names with raised and lowered digits, such as w¹₁₂.
    """
    found = Line({}, [])
    for entry in _entries(text):
        code, _, number = entry.replace("=", ":").partition(":")
        code = code.strip().translate(_PLAIN_DIGITS)
        key, value = key_of(code, 2), _number(number)
        if key is None or key.kind not in GIVEN:
            reason = "names no given number: write x, y, w or b with its digits, such as w112:0.3"
        elif value is None:
            reason = "has no number after the colon: write one, such as w112:0.3"
        elif not abs(value) <= LARGEST:
            reason = f"is beyond ±{count(int(LARGEST))}: write a number between"
        elif code in found.values:
            reason = "is named twice: the first counts"
        elif len(found.values) == MOST_VALUES:
            reason = f"is one too many: a network here has at most {MOST_VALUES} numbers"
        else:
            found.values[code] = value
            continue
        found.faults.append(Fault(entry, reason))
    return found


def _entries(text: str) -> list[str]:
    """Return the entries of a line; a comma between two digits that begins no entry is a decimal comma."""
    pieces = re.sub(r"(?<=[0-9]),(?=[0-9]+\s*(?:[,;\n]|$))", ".", text)
    return [piece.strip() for piece in re.split(r"[,;\n]", pieces) if piece.strip()]


def _number(text: str) -> float | None:
    plain = text.strip().replace("−", "-")
    if not re.fullmatch(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?", plain):
        return None
    return float(plain)


def write_values(values: Mapping[str, float]) -> str:
    """Write values as `read_line` reads them, with enough digits to read back the same numbers."""
    return ",".join(f"{code}:{shortest(value)}" for code, value in sorted(values.items()))


def random_values(sheet: Worksheet, seed: int) -> dict[str, float]:
    """Draw new weights and biases, N(0, 1) with two decimals, at rest; inputs and targets do not change."""
    codes: Sequence[str] = [code_of(key) for key in parameter_keys(sheet.sizes)]
    drawn = np.round(np.random.default_rng(seed).normal(size=len(codes)), 2)
    return changes(_at_rest(sheet.values) | dict(zip(codes, drawn.tolist(), strict=True)))
