"""Lesson 5, the script to take away; take_away.py fills in $name."""

SCRIPT = '''
"""One pass forward and one back through a small network, and one update: every number, by name.

w211 leads into neuron 1 of layer 2 from neuron 1 below; b21 is the bias of that neuron. z211, a211 and delta211 are its
weighted input, activation and error δ = ∂C/∂z for instance 1 of those of this pass; dCdw211 is ∂C/∂w, and neww211 what
the update makes of the weight.
"""

import numpy as np

SIZES = $sizes
X = np.array($x)  # a row is an instance
Y = np.array($y)
LAYERS = [  # a row is a neuron: its weights, and its bias last
$layers]
VELOCITIES = [
$velocities]
ETA, MOMENTUM, HOLD_BIASES = $eta, $momentum, $hold


$functions


HIDDEN = [$hidden]  # of each hidden layer, σ and σ′


def forward(layers):
    """z and a of each layer; a column is an instance, and a begins with the inputs"""
    z, a = [], [X.T]
    for k, w in enumerate(layers):
        z.append(w[:, :-1] @ a[-1] + w[:, -1:])
        a.append(HIDDEN[k][0](z[-1]) if k < len(HIDDEN) else estimate(z[-1].T).T)
    return z, a


def cost_of(layers):
    """The cost of all instances of this pass"""
    return float($mean($cost(Y, forward(layers)[0][-1].T)))


z, a = forward(LAYERS)
delta = [error(Y.T, z[-1]) * $factor]
for k in reversed(range(len(HIDDEN))):  # back through the weights, times σ′(z)
    delta.insert(0, (LAYERS[k + 1][:, :-1].T @ delta[0]) * HIDDEN[k][1](z[k], a[k + 1]))
gradients = [np.hstack([d @ below.T, d.sum(axis=1, keepdims=True)])$over for d, below in zip(delta, a)]
new_layers = []
for w, v, g in zip(LAYERS, VELOCITIES, gradients):
    step = MOMENTUM * v - ETA * g  # v ← μ v − η ∂C/∂w
    if HOLD_BIASES:
        step[:, -1] = 0.0
    new_layers.append(w + step)

for k, w in enumerate(LAYERS):
    for unit, row in enumerate(w):
        for case in range(len(X)):
            place = f"{k + 1}{unit + 1}{case + 1}"
            for name, values in (("z", z[k]), ("a", a[k + 1]), ("delta", delta[k])):
                print(f"{name + place:<12}{float(values[unit, case])!r}")
        for source in range(len(row)):
            is_bias = source == len(row) - 1
            place = f"b{k + 1}{unit + 1}" if is_bias else f"w{k + 1}{unit + 1}{source + 1}"
            print(f"{'dCd' + place:<12}{float(gradients[k][unit, source])!r}")
            print(f"{'new' + place:<12}{float(new_layers[k][unit, source])!r}")
print(f"{'C':<12}{cost_of(LAYERS)!r}")
print(f"{'new C':<12}{cost_of(new_layers)!r}")
'''
