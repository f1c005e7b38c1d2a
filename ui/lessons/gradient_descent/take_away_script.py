"""Lesson 4, the pieces of the script to take away; take_away.py fills in $name."""

HEAD = '''
"""One neuron with one weight and one bias descends on the surface of its cost over (w, b).

z = w x + b, δ = ∂C/∂z, ∂C/∂w = δ x and ∂C/∂b = δ, as means over the points; η is the learning rate.
"""

from types import SimpleNamespace

import numpy as np

np.seterr(all="ignore")  # numbers that become infinite are looked for below
X = np.array($x)
Y = np.array($y)
W, B = $w, $b  # the start
STEPS, SHOWN = $steps, $shown  # so many are made, and this one is printed
BATCH, SEED = $batch, $seed  # points to an update, and what their order is drawn with
'''

SIGMOID = '''
def outputs(z):
    """a = σ(z) and 1 − a = σ(−z), neither of which rounds to 0"""
    e = np.exp(-np.abs(z))
    near, far = 1.0 / (1.0 + e), e / (1.0 + e)
    return np.where(z >= 0.0, near, far), np.where(z >= 0.0, far, near)


def quadratic(z, y):
    """C = $formula of each point, and its δ = $factor (a − y) σ′(z), with σ′(z) = a (1 − a)"""
    a, rest = outputs(z)
    error = (1.0 - y) * a - y * rest
    return $weight * error**2, $factor * error * a * rest


def cross_entropy(z, y):
    """C = −[y ln a + (1 − y) ln(1 − a)] of each point, and its δ = a − y: σ′(z) has cancelled"""
    a, rest = outputs(z)
    cost = np.abs(z) * np.where(z > 0.0, 1.0 - y, y) + np.log1p(np.exp(-np.abs(z)))
    return cost, (1.0 - y) * a - y * rest
'''

LINEAR = '''
def quadratic(z, y):
    """C = $formula of each point, with a = z, and its δ = $factor (a − y)"""
    return $weight * (z - y) ** 2, $factor * (z - y)
'''

RUN = '''
$step


def cost_and_gradient(cost, theta, x, y):
    """C and (∂C/∂w, ∂C/∂b), the means over these points"""
    values, delta = cost(theta[0] * x + theta[1], y)
    return np.mean(values), np.array([np.mean(delta * x), np.mean(delta)])


def batches():
    """The points of each update: all of them, or a few in an order that is new in every epoch"""
    rng = np.random.default_rng(np.random.SeedSequence(SEED, spawn_key=(2,)))
    while True:
        order = rng.permutation(len(X)) if BATCH < len(X) else np.arange(len(X))
        for start in range(0, len(X), BATCH):
            yield order[start : start + BATCH]


def descend(cost, eta):
    """w, b, C, ∂C/∂w and ∂C/∂b after each update, up to the last that is finite"""
    net = SimpleNamespace(theta=np.array([W, B]), eta=eta$memory)
    states, batch = [], batches()
    for _ in range(STEPS + 1):
        value, g = cost_and_gradient(cost, net.theta, X, Y)
        state = [*net.theta, value, *g]
        if not np.isfinite(state).all():
            break
        states.append([float(number) for number in state])
        points = next(batch)
        $optimizer(net, cost_and_gradient(cost, net.theta, X[points], Y[points])[1], len(points))
    return states


for name, (cost, eta) in {
$sides
}.items():
    states = descend(cost, eta)
    print(name)
    for k in dict.fromkeys((0, min(SHOWN, len(states) - 1), len(states) - 1)):
        numbers = zip(("w", "b", "C", "dC/dw", "dC/db"), states[k])
        print(f"  step {k:<6}" + "  ".join(f"{name} = {number!r:<24}" for name, number in numbers).rstrip())
'''
