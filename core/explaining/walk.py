"""One forward pass, one backward pass, one update: every quantity on the way, with the formula that it comes from.

Layers are counted from 1, the inputs being x = a⁰. As in Nielsen, w²₁₃ leads into neuron 1 of layer 2 and comes from
neuron 3 of layer 1; where there are several instances, the number of the instance stands in brackets, as in a¹₂⁽³⁾.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from core.explaining.derivations import (
    ACTIVATION_FORMULAS,
    cost_formulas,
    cost_slopes,
    derivative_formulas,
    error_formulas,
    slope_formulas,
    softmaxes,
)
from core.formulas.tree import (
    Formula,
    Product,
    Quotient,
    Style,
    Sum,
    Symbol,
    Value,
    constant,
    difference,
    digits_needed,
    quantities_in,
    written,
    written_tex,
)
from core.functions.activations import LEAK
from core.functions.costs import CrossEntropy
from core.networks.network import BackwardPass, ForwardPass, Network, output_slope, rows
from core.types import Array

MOST_LAYERS, MOST_NEURONS, MOST_INSTANCES = 4, 4, 4

Kind = Literal["x", "y", "w", "b", "z", "a", "C", "dC/da", "slope", "delta", "dC/dw", "dC/db", "new w", "new b"]
MEANINGS: dict[Kind, str] = {
    "x": "input",
    "y": "target",
    "w": "weight",
    "b": "bias",
    "z": "weighted input",
    "a": "activation",
    "C": "cost",
    "dC/da": "slope of the cost with the output",
    "slope": "slope of the activation",
    "delta": "error δ = ∂C/∂z",
    "dC/dw": "gradient of a weight",
    "dC/db": "gradient of a bias",
    "new w": "weight after the update",
    "new b": "bias after the update",
}


class Key(NamedTuple):
    """Which quantity: its kind, the layer and neuron, where a weight comes from, and the instance; all from 1."""

    kind: Kind
    layer: int = 0
    unit: int = 0
    source: int = 0
    instance: int = 0
    """0 for what belongs to no single instance, such as a weight or the mean cost."""


Formulas = Callable[[], Sequence[Formula]]


@dataclass(frozen=True, eq=False)
class Quantity:
    """A number with its name and stage, and the formula it comes from: with symbols, and with numbers.

    digits is how many significant digits the value is shown with. The numbers in the formula are those that a reader
    sees elsewhere, and worked out as they are printed they give the value that is printed; where four digits do not
    suffice for that, there are more. A quantity that is given, or held fixed, has no formula: symbols and numbers are
    empty, and so they are if the value is not finite.
    """

    key: Key
    symbol: Symbol
    stage: int
    value: float
    digits: int = 4
    note: str = ""
    formulas: Formulas = tuple

    @property
    def name(self) -> str:
        """The symbol in plain text."""
        return self.symbol.plain

    @property
    def result(self) -> str:
        """The value in plain text."""
        return written(self.value, self.digits)

    @property
    def result_tex(self) -> str:
        """The value in TeX."""
        return written_tex(self.value, self.digits)

    @property
    def symbols(self) -> str:
        """The formula with symbols, in plain text."""
        return self._written(tex=False, numbers=False)

    @property
    def symbols_tex(self) -> str:
        """The formula with symbols, in TeX."""
        return self._written(tex=True, numbers=False)

    @property
    def numbers(self) -> str:
        """The formula with numbers, in plain text."""
        return self._written(tex=False, numbers=True)

    @property
    def numbers_tex(self) -> str:
        """The formula with numbers, in TeX."""
        return self._written(tex=True, numbers=True)

    @property
    def sources(self) -> frozenset[str]:
        """The names of the quantities in the formula."""
        return frozenset(each.symbol.plain for each in quantities_in(self._chosen[0])) if self._chosen else frozenset()

    def _written(self, *, tex: bool, numbers: bool) -> str:
        if self._chosen is None:
            return ""
        formula, digits = self._chosen
        return formula.text(Style(tex, digits if numbers else None))

    @cached_property
    def _chosen(self) -> tuple[Formula, int] | None:
        """The first of the formulas, unless it works only with many digits, or not at all: then the shortest one."""
        if not np.isfinite(self.value):
            return None
        best: tuple[Formula, int] | None = None
        for formula in self.formulas():
            digits = digits_needed(formula, self.value, self.digits)
            if digits is not None and (best is None or digits < best[1]):
                best = formula, digits
            if best is not None and best[1] <= self.digits + MANY:
                return best
        return best


MANY = 5
"""More digits than this, beyond those of the result, are too many to read."""


@dataclass(frozen=True, eq=False)
class Stage:
    """One step of the walk: kind, title, the layer it is about (0 if none), and the quantities that are new."""

    kind: Literal["given", "forward", "cost", "output", "hidden", "gradients", "update"]
    title: str
    layer: int
    quantities: list[Quantity] = field(default_factory=list[Quantity])


class Side(NamedTuple):
    """An output of an instance: ∂C/∂a and ∂C/∂z = δ beside one another, and a − y."""

    slope: Quantity
    delta: Quantity
    error: float

    @property
    def slope_is_error(self) -> bool:
        """Whether ∂C/∂a is a − y, as for the quadratic cost with ½."""
        return bool(np.isclose(self.slope.value, self.error, rtol=1e-9, atol=1e-300))

    @property
    def delta_is_error(self) -> bool:
        """Whether ∂C/∂z is a − y, as for cross-entropy with its own output."""
        return bool(np.isclose(self.delta.value, self.error, rtol=1e-9, atol=1e-300))


@dataclass(frozen=True, eq=False)
class Walk:
    """All stages in order. theta and cost are those before the update, new_theta and new_cost those after it."""

    stages: list[Stage]
    run: ForwardPass
    back: BackwardPass
    cost: float
    new_theta: Array
    new_cost: float

    @cached_property
    def quantities(self) -> dict[Key, Quantity]:
        """Every quantity by its key, in the order of the walk."""
        return {each.key: each for stage in self.stages for each in stage.quantities}

    def __getitem__(self, key: Key | tuple[Kind, int, int, int, int]) -> Quantity:
        """Return a quantity."""
        return self.quantities[Key(*key)]

    def known(self, stage: int) -> Iterator[Quantity]:
        """Yield what is known at a stage: all that is new at it or came before."""
        return (each for each in self.quantities.values() if each.stage <= stage)

    def stages_of(self, layer: int) -> list[Quantity]:
        """Return all quantities of a layer: z, a, σ′ and δ of its neurons, and its parameters with their gradients."""
        return [each for each in self.quantities.values() if each.key.layer == layer]

    def sides(self) -> list[Side]:
        """Return ∂C/∂a and ∂C/∂z of every output and instance."""
        last = max(key.layer for key in self.quantities)
        found = list[Side]()
        for key, delta in self.quantities.items():
            if key.kind == "delta" and key.layer == last:
                place = key._replace(kind="dC/da")
                y = self.quantities[Key("y", 0, key.unit, 0, key.instance)].value
                a = self.quantities[key._replace(kind="a")].value
                found.append(Side(self.quantities[place], delta, a - y))
        return found

    def table(self) -> list[tuple[str, str, str, float, str, str]]:
        """Return a row for each quantity: stage, symbol, what it is, value, formula with symbols, with numbers."""
        return [
            (
                self.stages[each.stage].title,
                each.name,
                MEANINGS[each.key.kind],
                each.value,
                each.symbols or each.note or ("given" if each.stage == 0 else ""),
                each.numbers,
            )
            for each in self.quantities.values()
        ]

    def csv(self) -> str:
        """Return the table as a CSV file, the values with all their digits."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(("stage", "symbol", "meaning", "value", "formula", "with numbers"))
        writer.writerows((*row[:3], repr(row[3]), *row[4:]) for row in self.table())
        return text.getvalue()


# --- The walk ------------------------------------------------------------------------------------------------------


def walk(
    network: Network,
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    eta: float,
    *,
    hold_biases: bool = False,
    digits: int = 4,
) -> Walk:
    """Go once forward and back through a network, and make one update θ ← θ − η ∂C/∂θ; the network itself stays.

    x is (n, inputs) and y (n, outputs). With hold_biases the biases stay as they are. Values are shown with `digits`
    significant digits. Raises ValueError for more than 4 layers, neurons in a layer, inputs or instances.
    """
    return _Walker(network, x, y, eta, hold_biases, digits).walk()


def updated(network: Network, gradient: Array, eta: float, *, hold_biases: bool = False) -> Array:
    """θ − η ∂C/∂θ, the biases as they are if they are held; gradient and result are laid out like theta."""
    return network.theta - eta * (gradient * ~bias_places(network) if hold_biases else gradient)


def train(
    network: Network, x: npt.ArrayLike, y: npt.ArrayLike, eta: float, steps: int, *, hold_biases: bool = False
) -> Array:
    """Make so many updates with all instances, in place; returns the cost before each and after the last, (steps + 1,).

    Costs that are no numbers any more are nan or ∞, and no warning is given.
    """
    costs = np.empty(steps + 1)
    with np.errstate(all="ignore"):
        for k in range(steps):
            costs[k] = network.cost(x, y)
            network.theta[:] = updated(network, network.gradient(x, y), eta, hold_biases=hold_biases)
        costs[steps] = network.cost(x, y)
    return costs


def bias_places(network: Network) -> npt.NDArray[np.bool_]:
    """Return which parameters are biases, laid out like theta."""
    marks = np.zeros(len(network.theta))
    for neurons in rows(marks, network.sizes):
        neurons[:, -1] = 1.0
    return marks == 1.0


def parameter_keys(sizes: Sequence[int]) -> list[Key]:
    """Return the key of every parameter, in the order of theta."""
    keys = list[Key]()
    for layer, (fan_in, fan_out) in enumerate(pairwise(sizes), start=1):
        for unit in range(1, fan_out + 1):
            keys += [Key("w", layer, unit, source) for source in range(1, fan_in + 1)]
            keys.append(Key("b", layer, unit))
    return keys


def parameter_names(sizes: Sequence[int]) -> list[str]:
    """Return the name of every parameter, in the order of theta: w¹₁₁, w¹₁₂, b¹₁, …"""
    return [symbol_of(key).plain for key in parameter_keys(sizes)]


_HIGH, _LOW = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"), str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def symbol_of(key: Key) -> Symbol:
    """Return the symbol of a quantity, plain and in TeX."""
    kind = key.kind
    if kind in ("dC/da", "dC/dw", "dC/db"):
        below = symbol_of(Key(kind[-1], key.layer, key.unit, key.source, key.instance))  # type: ignore[arg-type]
        return Symbol(f"∂C/∂{below.plain}", rf"\frac{{\partial C}}{{\partial {below.tex}}}", is_fraction=True)
    if kind == "slope":
        z = symbol_of(key._replace(kind="z"))
        return Symbol(f"σ′({z.plain})", rf"\sigma'({z.tex})")
    if kind in ("new w", "new b"):
        old = symbol_of(key._replace(kind="w" if kind == "new w" else "b"))
        return Symbol(f"new {old.plain}", rf"{old.tex}\text{{ new}}")
    letter, letter_tex = ("δ", r"\delta") if kind == "delta" else (kind, kind)
    index = "".join(str(part) for part in (key.unit, key.source) if part)
    layer = str(key.layer) if key.layer else ""
    case = f"({key.instance})" if key.instance else ""
    high_tex = ",".join(filter(None, (layer, case)))
    return Symbol(
        letter
        + layer.translate(_HIGH)
        + index.translate(_LOW)
        + (f"⁽{str(key.instance).translate(_HIGH)}⁾" if key.instance else ""),
        letter_tex + (f"^{{{high_tex}}}" if high_tex else "") + (f"_{{{index}}}" if index else ""),
    )


ETA = Symbol("η", r"\eta")


class _Walker:
    """Makes the quantities stage by stage; each formula refers to quantities made before."""

    def __init__(
        self, network: Network, x: npt.ArrayLike, y: npt.ArrayLike, eta: float, hold_biases: bool, digits: int
    ) -> None:
        self.network, self.eta, self.hold_biases, self.digits = network, float(eta), hold_biases, digits
        self.run = network.forward(x)
        self.n = len(self.run.a[0])
        self.layers = len(network.weights)
        check_size(network, self.n)
        self.y = np.asarray(y, dtype=np.float64).reshape(self.n, -1)
        self.back = network.backward(self.run, self.y)
        self.cost = network.cost(x, self.y)
        self.new_theta = updated(network, self.back.gradient, self.eta, hold_biases=hold_biases)
        after = Network(
            network.sizes,
            hidden=network.hidden,
            output=network.output,
            cost=network.cost_function,
            theta=self.new_theta,
        )
        self.new_cost = after.cost(x, self.y)
        self.stages = list[Stage]()
        self.values = dict[Key, float]()

    def walk(self) -> Walk:
        self._given()
        for layer in range(1, self.layers + 1):
            self._forward(layer)
        self._cost()
        self._output()
        for layer in range(self.layers - 1, 0, -1):
            self._hidden(layer)
        self._gradients()
        self._update()
        return Walk(self.stages, self.run, self.back, self.cost, self.new_theta, self.new_cost)

    # --- What the stages are made of ----------------------------------------------------------------------------

    def _stage(self, kind: str, title: str, layer: int = 0) -> None:
        self.stages.append(Stage(kind, title, layer))  # type: ignore[arg-type]

    def _add(self, key: Key, value: float, formulas: Formulas = tuple, note: str = "") -> None:
        value = float(value) + 0.0  # no −0
        quantity = Quantity(key, symbol_of(key), len(self.stages) - 1, value, self.digits, note=note, formulas=formulas)
        self.stages[-1].quantities.append(quantity)
        self.values[key] = value

    def _leaf(self, kind: Kind, layer: int, unit: int, source: int = 0, instance: int = 0) -> Value:
        """A quantity that was made before, as a part of a formula; the activations of layer 0 are the inputs."""
        if kind == "a" and layer == 0:
            kind = "x"
        key = Key(kind, layer, unit, source, instance)
        return Value(symbol_of(key), self.values[key])

    def _instances(self) -> list[tuple[int, int]]:
        """(row, number) of every instance; a single one has no number."""
        return [(0, 0)] if self.n == 1 else [(i, i + 1) for i in range(self.n)]

    # --- The stages ---------------------------------------------------------------------------------------------

    def _given(self) -> None:
        self._stage("given", "What is given")
        for i, case in self._instances():
            for unit, value in enumerate(self.run.a[0][i], start=1):
                self._add(Key("x", 0, unit, 0, case), value)
            for unit, value in enumerate(self.y[i], start=1):
                self._add(Key("y", 0, unit, 0, case), value)
        for key, value in zip(parameter_keys(self.network.sizes), self.network.theta, strict=True):
            self._add(key, value)

    def _forward(self, layer: int) -> None:
        self._stage("forward", f"Forward through layer {layer}", layer)
        fan_out, fan_in = self.network.weights[layer - 1].shape
        for i, case in self._instances():
            for unit in range(1, fan_out + 1):

                def weighted(unit: int = unit, case: int = case) -> list[Formula]:
                    terms = [
                        Product(
                            (self._leaf("w", layer, unit, source), self._leaf("a", layer - 1, source, instance=case))
                        )
                        for source in range(1, fan_in + 1)
                    ]
                    return [Sum((*terms, self._leaf("b", layer, unit)))]

                self._add(Key("z", layer, unit, 0, case), self.run.z[layer - 1][i, unit - 1], weighted)
            for unit in range(1, fan_out + 1):

                def activated(unit: int = unit, case: int = case) -> list[Formula]:
                    z = [self._leaf("z", layer, k, instance=case) for k in range(1, fan_out + 1)]
                    name = self.network.output if layer == self.layers else self.network.hidden.name
                    return softmaxes(z, unit - 1) if name == "softmax" else ACTIVATION_FORMULAS[name](z[unit - 1])

                self._add(Key("a", layer, unit, 0, case), self.run.a[layer][i, unit - 1], activated)

    def _cost(self) -> None:
        self._stage("cost", "The cost")
        value = self.network.cost_function.value
        each = value(self.y, self.run.z[-1], self.run.a[-1], self.network.output)
        for i, case in self._instances():

            def costing(case: int = case) -> list[Formula]:
                return cost_formulas(self.network.cost_function, self.network.output, *self._outputs(case))

            self._add(Key("C", instance=case), each[i], costing)
        if self.n > 1:

            def mean() -> list[Formula]:
                costs = [self._leaf("C", 0, 0, instance=case) for _, case in self._instances()]
                return [Quotient(Sum(costs), constant(self.n))]

            self._add(Key("C"), self.cost, mean)

    def _outputs(self, case: int) -> tuple[list[Value], list[Value], list[Value]]:
        """y, z and a of every output, as parts of formulas."""
        units = range(1, self.network.sizes[-1] + 1)
        return (
            [self._leaf("y", 0, unit, instance=case) for unit in units],
            [self._leaf("z", self.layers, unit, instance=case) for unit in units],
            [self._leaf("a", self.layers, unit, instance=case) for unit in units],
        )

    def _output(self) -> None:
        layer, net = self.layers, self.network
        self._stage("output", "δ at the output", layer)
        z, a = self.run.z[-1], self.run.a[-1]
        slopes = cost_slopes(net.cost_function, net.output, self.y, z, a)
        bends = output_slope(net.output, z, a)
        for i, case in self._instances():
            for unit in range(1, net.sizes[-1] + 1):

                def sloping(unit: int = unit, case: int = case) -> list[Formula]:
                    return slope_formulas(net.cost_function, net.output, *self._outputs(case), unit - 1)

                self._add(Key("dC/da", layer, unit, 0, case), slopes[i, unit - 1], sloping)
                if net.output != "softmax":
                    self._slope(net.output, layer, unit, case, bends[i, unit - 1])
            for unit in range(1, net.sizes[-1] + 1):

                def erring(unit: int = unit, case: int = case) -> list[Formula]:
                    return self._output_delta(unit, case)

                self._add(Key("delta", layer, unit, 0, case), self.back.delta[-1][i, unit - 1], erring)

    def _slope(self, activation: str, layer: int, unit: int, case: int, value: float) -> None:
        def bending() -> list[Formula]:
            z, a = (self._leaf(kind, layer, unit, instance=case) for kind in ("z", "a"))
            return derivative_formulas(activation, z, a, value)

        z = self.values[Key("z", layer, unit, 0, case)]
        side = "z > 0" if z > 0.0 else "z < 0" if z < 0.0 else "z = 0, where it is 0 by convention"
        if activation == "leaky_relu" and z == 0.0:
            side = f"z = 0, where it is {LEAK:g} by convention"
        note = side if activation in ("relu", "leaky_relu") else ""
        self._add(Key("slope", layer, unit, 0, case), value, bending, note)

    def _output_delta(self, unit: int, case: int) -> list[Formula]:
        layer, net = self.layers, self.network
        y, z, a = self._outputs(case)
        if isinstance(net.cost_function, CrossEntropy):
            return error_formulas(net.output, y, z, a, unit - 1)
        slopes = [self._leaf("dC/da", layer, k, instance=case) for k in range(1, len(y) + 1)]
        if net.output == "softmax":
            own = slopes[unit - 1]
            others = [Product((a[k], difference(own, slopes[k]))) for k in range(len(a)) if k != unit - 1]
            return [Product((a[unit - 1], Sum(others)))]
        return [Product((slopes[unit - 1], self._leaf("slope", layer, unit, instance=case)))]

    def _hidden(self, layer: int) -> None:
        self._stage("hidden", f"δ of layer {layer}", layer)
        above = self.network.sizes[layer + 1]
        activation = self.network.hidden
        slopes = activation.derivative(self.run.z[layer - 1], self.run.a[layer])
        for i, case in self._instances():
            for unit in range(1, self.network.sizes[layer] + 1):
                self._slope(activation.name, layer, unit, case, slopes[i, unit - 1])
            for unit in range(1, self.network.sizes[layer] + 1):

                def passed_down(unit: int = unit, case: int = case) -> list[Formula]:
                    terms = [
                        Product((self._leaf("w", layer + 1, k, unit), self._leaf("delta", layer + 1, k, instance=case)))
                        for k in range(1, above + 1)
                    ]
                    return [Product((Sum(terms), self._leaf("slope", layer, unit, instance=case)))]

                self._add(Key("delta", layer, unit, 0, case), self.back.delta[layer - 1][i, unit - 1], passed_down)

    def _gradients(self) -> None:
        self._stage("gradients", "The gradients")
        for key, value in zip(parameter_keys(self.network.sizes), self.back.gradient, strict=True):

            def gradient(key: Key = key) -> list[Formula]:
                terms = list[Formula]()
                for _, case in self._instances():
                    delta = self._leaf("delta", key.layer, key.unit, instance=case)
                    below = [self._leaf("a", key.layer - 1, key.source, instance=case)] if key.kind == "w" else []
                    terms.append(Product((delta, *below)))
                return [Quotient(Sum(terms), constant(self.n)) if self.n > 1 else terms[0]]

            self._add(key._replace(kind="dC/dw" if key.kind == "w" else "dC/db"), value, gradient)

    def _update(self) -> None:
        self._stage("update", "The update")
        for key, value in zip(parameter_keys(self.network.sizes), self.new_theta, strict=True):

            def stepping(key: Key = key) -> list[Formula]:
                old = Value(symbol_of(key), self.values[key])
                slope_key = key._replace(kind="dC/dw" if key.kind == "w" else "dC/db")
                slope = Value(symbol_of(slope_key), self.values[slope_key])
                return [difference(old, Product((Value(ETA, self.eta), slope)))]

            held = self.hold_biases and key.kind == "b"
            self._add(
                key._replace(kind="new w" if key.kind == "w" else "new b"),
                value,
                tuple if held else stepping,
                "held fixed" if held else "",
            )


def check_size(network: Network, instances: int) -> None:
    """Raise ValueError for a network that is too large to be walked through."""
    if len(network.weights) > MOST_LAYERS or max(network.sizes) > MOST_NEURONS or instances > MOST_INSTANCES:
        raise ValueError(
            f"sizes are {'-'.join(map(str, network.sizes))} with {instances} instances, but a walk shows every number: "
            "pass at most 4 layers, 4 neurons in each, 4 inputs and 4 instances"
        )


# --- A worked example -----------------------------------------------------------------------------------------------


class Example(NamedTuple):
    """A network with one instance, a learning rate, and whether its biases are held fixed."""

    sizes: tuple[int, ...]
    hidden: str
    output: str
    cost: str
    theta: tuple[float, ...]
    x: tuple[tuple[float, ...], ...]
    y: tuple[tuple[float, ...], ...]
    eta: float
    hold_biases: bool

    def network(self) -> Network:
        """Build the network anew."""
        return Network(self.sizes, hidden=self.hidden, output=self.output, cost=self.cost, theta=self.theta)


MAZUR = Example(
    sizes=(2, 2, 2),
    hidden="sigmoid",
    output="sigmoid",
    cost="half_quadratic",
    theta=(0.15, 0.20, 0.35, 0.25, 0.30, 0.35, 0.40, 0.45, 0.60, 0.50, 0.55, 0.60),
    x=((0.05, 0.10),),
    y=((0.01, 0.99),),
    eta=0.5,
    hold_biases=True,
)
"""Matt Mazur, "A step by step backpropagation example" (2015). He updates the weights only."""
