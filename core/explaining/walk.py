"""One forward pass, one backward pass, one update: every quantity with the formula that it comes from.

Layers are counted from 1; the inputs are x = a⁰. As in Nielsen, w²₁₃ leads into neuron 1 of layer 2 and comes from
neuron 3 of layer 1. With several instances, the number of the instance stands in brackets, as in a¹₂⁽³⁾.
"""

import numpy as np
import numpy.typing as npt

from core.explaining.quantities import Key, Kind, StagedQuantity, parameter_keys, symbol_of
from core.explaining.stages import Stage, Walk
from core.explaining.training import updated
from core.formulas import (
    Formula,
    Product,
    Quotient,
    Sum,
    Symbol,
    Value,
    constant,
    difference,
)
from core.formulas.quantity import Formulas
from core.functions.activation import Activation
from core.networks.network import Network

MOST_LAYERS, MOST_NEURONS, MOST_INSTANCES = 4, 4, 4


def walk(
    network: Network,
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    eta: float,
    *,
    hold_biases: bool = False,
    digits: int = 4,
) -> Walk:
    """Make a forward pass, a backward pass and one update θ ← θ − η ∂C/∂θ; the network itself does not change.

    x is (n, inputs) and y (n, outputs). With hold_biases the biases do not change. Values are shown with `digits`
    significant digits. Raises ValueError for more than 4 layers, neurons in a layer, inputs or instances.
    """
    return _Walker(network, x, y, eta, hold_biases, digits).walk()


ETA = Symbol("η", r"\eta")


class _Walker:
    """Makes the quantities stage by stage; each formula refers to quantities of earlier stages."""

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

    # --- The parts of a stage -----------------------------------------------------------------------------------

    def _stage(self, kind: str, title: str, layer: int = 0) -> None:
        self.stages.append(Stage(kind, title, layer))  # type: ignore[arg-type]

    def _add(self, key: Key, value: float, formulas: Formulas = tuple, note: str = "") -> None:
        value = float(value) + 0.0  # no −0
        self.stages[-1].quantities.append(
            StagedQuantity(symbol_of(key), value, formulas, self.digits, key=key, stage=len(self.stages) - 1, note=note)
        )
        self.values[key] = value

    def _leaf(self, kind: Kind, layer: int, unit: int, source: int = 0, instance: int = 0) -> Value:
        """An earlier quantity as a part of a formula; the activations of layer 0 are the inputs."""
        if kind == "a" and layer == 0:
            kind = "x"
        key = Key(kind, layer, unit, source, instance)
        return Value(symbol_of(key), self.values[key])

    def _instances(self) -> list[tuple[int, int]]:
        """(row, number) of every instance; a single instance has no number."""
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
                    net = self.network
                    made = net.output_function if layer == self.layers else net.hidden
                    return made.output_forms(z, unit - 1)

                self._add(Key("a", layer, unit, 0, case), self.run.a[layer][i, unit - 1], activated)

    def _cost(self) -> None:
        self._stage("cost", "The cost")
        value = self.network.cost_function.value
        each = value(self.y, self.run.z[-1], self.run.a[-1], self.network.output)
        for i, case in self._instances():

            def costing(case: int = case) -> list[Formula]:
                return self.network.cost_function.forms(self.network.output_function, *self._outputs(case))

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
        output = net.output_function
        slopes, own = net.cost_function.slopes(self.y, z, a, output), output.slope(z, a)
        for i, case in self._instances():
            for unit in range(1, net.sizes[-1] + 1):

                def sloping(unit: int = unit, case: int = case) -> list[Formula]:
                    return net.cost_function.slope_forms(output, *self._outputs(case), unit - 1)

                self._add(Key("dC/da", layer, unit, 0, case), slopes[i, unit - 1], sloping)
                if isinstance(output, Activation):
                    self._slope(output, layer, unit, case, own[i, unit - 1])
            for unit in range(1, net.sizes[-1] + 1):

                def erring(unit: int = unit, case: int = case) -> list[Formula]:
                    return self._output_delta(unit, case)

                self._add(Key("delta", layer, unit, 0, case), self.back.delta[-1][i, unit - 1], erring)

    def _slope(self, activation: Activation, layer: int, unit: int, case: int, value: float) -> None:
        def sloping() -> list[Formula]:
            z, a = (self._leaf(kind, layer, unit, instance=case) for kind in ("z", "a"))
            return activation.slope_forms(z, a)

        z = self.values[Key("z", layer, unit, 0, case)]
        note = activation.slope_note(z) if activation.slope_note else ""
        self._add(Key("slope", layer, unit, 0, case), value, sloping, note)

    def _output_delta(self, unit: int, case: int) -> list[Formula]:
        layer, output = self.layers, self.network.output_function
        y, z, a = self._outputs(case)
        if self.network.cost_function.cancels(output):
            return output.error_forms(y, z, a, unit - 1)
        slopes = [self._leaf("dC/da", layer, k, instance=case) for k in range(1, len(y) + 1)]
        own = None if output.joint else self._leaf("slope", layer, unit, instance=case)
        return output.through_forms(a, slopes, own, unit - 1)

    def _hidden(self, layer: int) -> None:
        self._stage("hidden", f"δ of layer {layer}", layer)
        above = self.network.sizes[layer + 1]
        activation = self.network.hidden
        slopes = activation.derivative(self.run.z[layer - 1], self.run.a[layer])
        for i, case in self._instances():
            for unit in range(1, self.network.sizes[layer] + 1):
                self._slope(activation, layer, unit, case, slopes[i, unit - 1])
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
    """Raise ValueError for a network that is too large to show in stages."""
    if len(network.weights) > MOST_LAYERS or max(network.sizes) > MOST_NEURONS or instances > MOST_INSTANCES:
        raise ValueError(
            f"sizes are {'-'.join(map(str, network.sizes))} with {instances} instances, but a walk shows every number: "
            "pass at most 4 layers, 4 neurons in each, 4 inputs and 4 instances"
        )
