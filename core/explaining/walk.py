"""One forward pass, one backward pass, one update: every quantity with the formula that it comes from.

Layers are counted from 1; the inputs are x = a⁰. As in Nielsen, w²₁₃ leads into neuron 1 of layer 2 and comes from
neuron 3 of layer 1. With several instances, the number of the instance stands in brackets, as in a¹₂⁽³⁾.
"""

from functools import partial

import numpy as np
import numpy.typing as npt

from core.explaining.notebook import Notebook
from core.explaining.quantities import (
    NEW,
    NEW_VELOCITIES,
    SLOPES,
    VELOCITIES,
    Key,
    parameter_keys,
)
from core.explaining.stages import Walk
from core.explaining.training import Update, new_velocity, update_of
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
from core.functions.activation import Activation
from core.networks.network import Network

MOST_LAYERS, MOST_NEURONS, MOST_INSTANCES = 4, 4, 4


def walk(
    network: Network,
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    update: Update | float,
    *,
    digits: int = 4,
) -> Walk:
    """Make a forward pass, a backward pass and one update; the network itself does not change.

    x is (n, inputs) and y (n, outputs). The passes are those of the update's instances; the others are only given. A
    number in place of the update is its η. Values are shown with `digits` significant digits. Raises ValueError for
    more than 4 layers, neurons in a layer, inputs or instances.
    """
    return _Walker(network, x, y, update_of(update), digits).walk()


ETA, MU = Symbol("η", r"\eta"), Symbol("μ", r"\mu")


class _Walker(Notebook):
    """Makes the quantities stage by stage; each formula refers to quantities of earlier stages."""

    def __init__(self, network: Network, x: npt.ArrayLike, y: npt.ArrayLike, update: Update, digits: int) -> None:
        super().__init__(digits)
        self.network, self.update = network, update
        self.x = np.asarray(x, dtype=np.float64).reshape(-1, network.sizes[0])
        self.y = np.asarray(y, dtype=np.float64).reshape(len(self.x), -1)
        self.layers = len(network.weights)
        check_size(network, len(self.x))
        x, self.targets = update.chosen(self.x), update.chosen(self.y)
        self.n = len(x)
        self.run = network.forward(x)
        self.back = network.backward(self.run, self.targets)
        self.cost = network.cost(x, self.targets)
        self.velocity = np.zeros_like(network.theta) if update.velocity is None else update.velocity
        self.new_velocity = new_velocity(network, self.back.gradient, update)
        self.new_theta = network.theta + self.new_velocity
        with np.errstate(all="ignore"):  # far too large a step: then the cost is ∞, or no number
            self.new_cost = network.copy(theta=self.new_theta).cost(x, self.targets)

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
        return Walk(self.stages, self.run, self.back, self.cost, self.new_theta, self.new_velocity, self.new_cost)

    # --- Several instances --------------------------------------------------------------------------------------

    def _instances(self) -> list[tuple[int, int]]:
        """(row, number) of every instance of the update; if no other is given, a single instance has no number."""
        if len(self.x) == 1:
            return [(0, 0)]
        return [(0, self.update.turn)] if self.update.turn else [(i, i + 1) for i in range(self.n)]

    def _in_batch(self, terms: list[Formula]) -> Formula:
        """What the terms of all instances come to: their mean, or their sum."""
        if len(terms) == 1:
            return terms[0]
        total = Sum(terms)
        return Quotient(total, constant(len(terms))) if self.network.reduction == "mean" else total

    # --- The stages ---------------------------------------------------------------------------------------------

    def _given(self) -> None:
        self.stage("given", "What is given")
        for i in range(len(self.x)):
            case = i + 1 if len(self.x) > 1 else 0
            for unit, value in enumerate(self.x[i], start=1):
                self.add(Key("x", 0, unit, 0, case), value)
            for unit, value in enumerate(self.y[i], start=1):
                self.add(Key("y", 0, unit, 0, case), value)
        keys = parameter_keys(self.network.sizes)
        for key, value in zip(keys, self.network.theta, strict=True):
            self.add(key, value)
        if self.update.momentum:
            for key, value in zip(keys, self.velocity, strict=True):
                self.add(key._replace(kind=VELOCITIES[key.kind]), value)

    def _forward(self, layer: int) -> None:
        self.stage("forward", f"Forward through layer {layer}", layer)
        fan_out, fan_in = self.network.weights[layer - 1].shape
        for i, case in self._instances():
            for unit in range(1, fan_out + 1):

                def weighted(unit: int = unit, case: int = case) -> list[Formula]:
                    terms = [
                        Product((self.leaf("w", layer, unit, source), self.leaf("a", layer - 1, source, instance=case)))
                        for source in range(1, fan_in + 1)
                    ]
                    return [Sum((*terms, self.leaf("b", layer, unit)))]

                self.add(Key("z", layer, unit, 0, case), self.run.z[layer - 1][i, unit - 1], weighted)
            for unit in range(1, fan_out + 1):

                def activated(unit: int = unit, case: int = case) -> list[Formula]:
                    z = [self.leaf("z", layer, k, instance=case) for k in range(1, fan_out + 1)]
                    made = (*self.network.hidden_activations, self.network.output_function)[layer - 1]
                    return made.output_forms(z, unit - 1)

                self.add(Key("a", layer, unit, 0, case), self.run.a[layer][i, unit - 1], activated)

    def _cost(self) -> None:
        self.stage("cost", "The cost")
        value = self.network.cost_function.value
        each = value(self.targets, self.run.z[-1], self.run.a[-1], self.network.output)
        for i, case in self._instances():

            def costing(case: int = case) -> list[Formula]:
                return self.network.cost_function.forms(self.network.output_function, *self._outputs(case))

            self.add(Key("C", instance=case), each[i], costing)
        if self.n > 1:

            def mean() -> list[Formula]:
                costs = [self.leaf("C", 0, 0, instance=case) for _, case in self._instances()]
                return [self._in_batch(list(costs))]

            self.add(Key("C"), self.cost, mean)

    def _outputs(self, case: int) -> tuple[list[Value], list[Value], list[Value]]:
        """y, z and a of every output, as parts of formulas."""
        units = range(1, self.network.sizes[-1] + 1)
        return (
            [self.leaf("y", 0, unit, instance=case) for unit in units],
            [self.leaf("z", self.layers, unit, instance=case) for unit in units],
            [self.leaf("a", self.layers, unit, instance=case) for unit in units],
        )

    def _output(self) -> None:
        layer, net = self.layers, self.network
        self.stage("output", "δ at the output", layer)
        z, a = self.run.z[-1], self.run.a[-1]
        output = net.output_function
        slopes, own = net.cost_function.slopes(self.targets, z, a, output), output.slope(z, a)
        for i, case in self._instances():
            for unit in range(1, net.sizes[-1] + 1):

                def sloping(unit: int = unit, case: int = case) -> list[Formula]:
                    return net.cost_function.slope_forms(output, *self._outputs(case), unit - 1)

                self.add(Key("dC/da", layer, unit, 0, case), slopes[i, unit - 1], sloping)
                if isinstance(output, Activation):
                    self._slope(output, layer, unit, case, own[i, unit - 1])
            for unit in range(1, net.sizes[-1] + 1):

                def erring(unit: int = unit, case: int = case) -> list[Formula]:
                    return self._output_delta(unit, case)

                self.add(Key("delta", layer, unit, 0, case), self.back.delta[-1][i, unit - 1], erring)

    def _slope(self, activation: Activation, layer: int, unit: int, case: int, value: float) -> None:
        def sloping() -> list[Formula]:
            z, a = (self.leaf(kind, layer, unit, instance=case) for kind in ("z", "a"))
            return activation.slope_forms(z, a)

        z = self.values[Key("z", layer, unit, 0, case)]
        note = activation.slope_note(z) if activation.slope_note else ""
        self.add(Key("slope", layer, unit, 0, case), value, sloping, note)

    def _output_delta(self, unit: int, case: int) -> list[Formula]:
        layer, output = self.layers, self.network.output_function
        y, z, a = self._outputs(case)
        if self.network.cost_function.cancels(output):
            return output.error_forms(y, z, a, unit - 1)
        slopes = [self.leaf("dC/da", layer, k, instance=case) for k in range(1, len(y) + 1)]
        own = None if output.joint else self.leaf("slope", layer, unit, instance=case)
        return output.through_forms(a, slopes, own, unit - 1)

    def _hidden(self, layer: int) -> None:
        self.stage("hidden", f"δ of layer {layer}", layer)
        above = self.network.sizes[layer + 1]
        activation = self.network.hidden_activations[layer - 1]
        slopes = activation.derivative(self.run.z[layer - 1], self.run.a[layer])
        for i, case in self._instances():
            for unit in range(1, self.network.sizes[layer] + 1):
                self._slope(activation, layer, unit, case, slopes[i, unit - 1])
            for unit in range(1, self.network.sizes[layer] + 1):

                def passed_down(unit: int = unit, case: int = case) -> list[Formula]:
                    terms = [
                        Product((self.leaf("w", layer + 1, k, unit), self.leaf("delta", layer + 1, k, instance=case)))
                        for k in range(1, above + 1)
                    ]
                    return [Product((Sum(terms), self.leaf("slope", layer, unit, instance=case)))]

                self.add(Key("delta", layer, unit, 0, case), self.back.delta[layer - 1][i, unit - 1], passed_down)

    def _gradients(self) -> None:
        self.stage("gradients", "The gradients")
        for key, value in zip(parameter_keys(self.network.sizes), self.back.gradient, strict=True):

            def gradient(key: Key = key) -> list[Formula]:
                terms = list[Formula]()
                for _, case in self._instances():
                    delta = self.leaf("delta", key.layer, key.unit, instance=case)
                    below = [self.leaf("a", key.layer - 1, key.source, instance=case)] if key.kind == "w" else []
                    terms.append(Product((delta, *below)))
                return [self._in_batch(terms)]

            self.add(key._replace(kind=SLOPES[key.kind]), value, gradient)
        slopes = self.back.delta[0] @ self.network.weights[0]
        for i, case in self._instances():
            for unit in range(1, self.network.sizes[0] + 1):

                def sloping(unit: int = unit, case: int = case) -> list[Formula]:
                    terms = [
                        Product((self.leaf("w", 1, k, unit), self.leaf("delta", 1, k, instance=case)))
                        for k in range(1, self.network.sizes[1] + 1)
                    ]
                    return [Sum(terms)]

                self.add(Key("dC/dx", 0, unit, 0, case), slopes[i, unit - 1], sloping)

    def _update(self) -> None:
        self.stage("update", "The update")
        for place, key in enumerate(parameter_keys(self.network.sizes)):
            held = self.update.hold_biases and key.kind == "b"
            note = "held fixed" if held else ""
            if self.update.momentum:
                new = key._replace(kind=NEW_VELOCITIES[key.kind])
                self.add(new, self.new_velocity[place], tuple if held else partial(self._speeding, key), note)
            new = key._replace(kind=NEW[key.kind])
            self.add(new, self.new_theta[place], tuple if held else partial(self._stepping, key), note)

    def _step(self, key: Key) -> Formula:
        """η ∂C/∂θ."""
        return Product((Value(ETA, self.update.eta), self.known(key._replace(kind=SLOPES[key.kind]))))

    def _speeding(self, key: Key) -> list[Formula]:
        """μ v − η ∂C/∂θ."""
        kept = Product((Value(MU, self.update.momentum), self.known(key._replace(kind=VELOCITIES[key.kind]))))
        return [difference(kept, self._step(key))]

    def _stepping(self, key: Key) -> list[Formula]:
        """θ − η ∂C/∂θ, or θ + v with momentum."""
        if not self.update.momentum:
            return [difference(self.known(key), self._step(key))]
        return [Sum((self.known(key), self.known(key._replace(kind=NEW_VELOCITIES[key.kind]))))]


def check_size(network: Network, instances: int) -> None:
    """Raise ValueError for a network that is too large to show in stages."""
    if len(network.weights) > MOST_LAYERS or max(network.sizes) > MOST_NEURONS or instances > MOST_INSTANCES:
        raise ValueError(
            f"sizes are {'-'.join(map(str, network.sizes))} with {instances} instances, but a walk shows every number: "
            "pass at most 4 layers, 4 neurons in each, 4 inputs and 4 instances"
        )
