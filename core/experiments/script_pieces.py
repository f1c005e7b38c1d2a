"""The pieces that a stand-alone script is put together from: the text of each function, for each choice there is.

They do what the engine does, operation by operation, since a script is to print the very numbers of the page. $name
is filled in by `core/experiments/script.py`. What is not chosen is not written.
"""

HEAD = '''
"""$title

It needs Python and NumPy, and nothing else. Its numbers are those of the page it comes from: every operation
is the same and in the same order, so they are equal to the last digit on the same machine, and to rounding on
another.

x are the inputs, y the targets, w the weights, b the biases; z = w x + b is a neuron's weighted input, a its
activation, ŷ the a of the output; C is the cost, δ = ∂C/∂z the error, σ′ = da/dz, and η the learning rate.
In `forward` and `gradient` a row is a neuron and a column is a point; everywhere else a row is a point.
"""

import os
from itertools import pairwise
from types import SimpleNamespace

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"  # several would add in another order

import numpy as np

np.seterr(all="ignore")  # numbers that become infinite are looked for below
'''

SETTINGS = """
SEED = $seed
SIZES = $sizes  # neurons: inputs, hidden layers, outputs
BATCH = $batch  # points to an update
UPDATES = $updates  # so many are done
EVERY = $every  # print after so many epochs
"""

SEEDS = """
# Random numbers of their own for the points, the first weights and the order in which points are learned.
data_seed, weights_seed, order_seed = np.random.SeedSequence(SEED).spawn(3)
draw_rng, split_rng = (np.random.default_rng(seed) for seed in data_seed.spawn(2))
"""

# --- The points ------------------------------------------------------------------------------------------------------

DRAWN = """
N = $n  # points
NOISE = $noise


$draw


points, y = draw(draw_rng)
mixed = draw_rng.permutation(N)
points, y = points[mixed], y[mixed]
"""

DRAW = {
    "circle": '''
def draw(rng):
    """Class 1 within the radius 2.5, and class 0 in a ring from 3.5 to 5; noise moves the points."""
    y = (np.arange(N) < (N + 1) // 2).astype(int)
    r = np.where(y == 1, rng.uniform(0.0, 2.5, N), rng.uniform(3.5, 5.0, N))
    t = rng.uniform(0.0, 2.0 * np.pi, N)
    return np.stack([r * np.sin(t), r * np.cos(t)], axis=1) + NOISE * rng.uniform(-5.0, 5.0, (N, 2)), y
''',
    "xor": '''
def draw(rng):
    """Class 1 where x1 and x2 have the same sign, off the axes; then noise moves the points."""
    x = rng.uniform(-5.0, 5.0, (N, 2))
    x += np.where(x > 0.0, 0.3, -0.3)
    y = (x[:, 0] * x[:, 1] >= 0.0).astype(int)
    return x + NOISE * rng.uniform(-5.0, 5.0, (N, 2)), y
''',
    "gauss": '''
def draw(rng):
    """Class 1 is normal around (2, 2), class 0 around (−2, −2); noise adds to the variance."""
    y = (np.arange(N) < (N + 1) // 2).astype(int)
    centres = np.where(y == 1, 2.0, -2.0)[:, np.newaxis]
    return centres + np.sqrt(0.5 + 7.0 * NOISE) * rng.standard_normal((N, 2)), y
''',
    "spiral": '''
def draw(rng):
    """Two arms, one for each class, half a turn apart; noise moves the points."""
    y = (np.arange(N) < (N + 1) // 2).astype(int)
    share = np.concatenate([np.arange(m) / m for m in ((N + 1) // 2, N // 2)])  # of the way out
    r, t = 5.0 * share, 1.75 * 2.0 * np.pi * share + np.where(y == 1, 0.0, np.pi)
    return np.stack([r * np.sin(t), r * np.cos(t)], axis=1) + NOISE * rng.uniform(-1.0, 1.0, (N, 2)), y
''',
    "moons": '''
def draw(rng):
    """Two half circles that reach into each other, class 1 being the inner; noise moves the points."""
    y = (np.arange(N) < (N + 1) // 2).astype(int)
    t = np.concatenate([np.linspace(0.0, np.pi, m) for m in ((N + 1) // 2, N // 2)])
    inner = np.stack([1.0 - np.cos(t), 0.5 - np.sin(t)], 1)
    outer = np.stack([np.cos(t), np.sin(t)], 1)
    return np.where(y[:, np.newaxis] == 1, inner, outer) + NOISE * rng.standard_normal((N, 2)), y
''',
    "plane": '''
def draw(rng):
    """The value to be estimated is y = (x1 + x2) / 10; then noise moves the points."""
    x = rng.uniform(-6.0, 6.0, (N, 2))
    return x + NOISE * rng.uniform(-6.0, 6.0, (N, 2)), x.sum(axis=1) / 10.0
''',
    "multi_gauss": '''
def draw(rng):
    """The value is the height of the nearest of six cones: 1 or −1 at its centre, 0 from 2 away on."""
    cones = np.array([[-4, 2.5, 1], [0, 2.5, -1], [4, 2.5, 1], [-4, -2.5, -1], [0, -2.5, 1], [4, -2.5, -1]])
    x = rng.uniform(-6.0, 6.0, (N, 2))
    distances = np.linalg.norm(x[:, np.newaxis] - cones[:, :2], axis=2)
    nearest = distances.argmin(axis=1)
    heights = cones[nearest, 2] * np.maximum(0.0, 1.0 - distances[np.arange(N), nearest] / 2.0)
    return x + NOISE * rng.uniform(-6.0, 6.0, (N, 2)), heights
''',
}

OWN = """
# The points of the table, as they are on the page: x1, x2 and $meaning, one after another.
table = np.array([
$table
]).reshape(-1, 3)
points, y = table[:, :2].copy(), table[:, 2]
"""

INPUTS = '''
def inputs(points):
    """What the network is fed; the last column stays 1, so that a bias is a weight like any other."""
$coordinates
    x = np.ones((len(points), $columns))
$features
    return x
'''

FEATURES = {
    "x1": "x1",
    "x2": "x2",
    "x1_squared": "x1**2",
    "x2_squared": "x2**2",
    "x1_x2": "x1 * x2",
    "sin_x1": "np.sin(x1)",
    "sin_x2": "np.sin(x2)",
}

TARGETS = '''
def targets(y):
    """What the output should be."""
    return $targets
'''

SPLIT = """
# Some points are for testing, and the network never learns from them.
order = split_rng.permutation(len(points))
tested, trained = order[:$tested], order[$tested:]
X, Y = inputs(points[trained]), targets(y[trained])
X_TEST, Y_TEST = inputs(points[tested]), targets(y[tested])
"""

NO_SPLIT = """
trained = split_rng.permutation(len(points))  # all points: none is kept for testing
X, Y = inputs(points[trained]), targets(y[trained])
"""

PER_EPOCH = "PER_EPOCH = -(-len(X) // BATCH)  # updates; the last batch may be smaller"

# --- The start -------------------------------------------------------------------------------------------------------

START = '''
$draws


def start(draw, bias=0.0):
    """The first θ: it lists the neurons layer by layer, each with its weights and then its bias."""
    rng = np.random.default_rng(weights_seed)
    theta = []
    for n, m in pairwise(SIZES):  # n inputs of each of m neurons
        theta.append(np.column_stack([$scale * draw(rng, n, m), np.full(m, bias)]))
$last    return np.concatenate([neurons.ravel() for neurons in theta])
'''

OUTPUT_SCALE = "    theta[-1][:, :-1] *= $output_scale  # the weights of the output\n"
OUTPUT_BIAS = "    theta[-1][:, -1] += $output_bias  # the biases of the output\n"

DRAW_WEIGHTS = {
    "normal": """
def normal(rng, n, m):
    return rng.normal(0.0, 1.0, (m, n))
""",
    "glorot_normal": """
def glorot_normal(rng, n, m):
    return rng.normal(0.0, np.sqrt(2.0 / (n + m)), (m, n))
""",
    "glorot_uniform": """
def glorot_uniform(rng, n, m):
    limit = np.sqrt(3.0 * (2.0 / (n + m)))  # the variance, 2 / (n + m), is a third of its square
    return rng.uniform(-limit, limit, (m, n))
""",
    "he": """
def he(rng, n, m):
    return rng.normal(0.0, np.sqrt(2.0 / n), (m, n))
""",
    "lecun": """
def lecun(rng, n, m):
    return rng.normal(0.0, np.sqrt(1.0 / n), (m, n))
""",
    "uniform": """
def uniform(rng, n, m):
    return rng.uniform(-0.5, 0.5, (m, n))
""",
    "zeros": """
def zeros(rng, n, m):
    return np.zeros((m, n))
""",
}

# --- Functions of z and a --------------------------------------------------------------------------------------------

HIDDEN = {
    "linear": """
def linear(z):
    return z


def linear_slope(a):
    return 1.0
""",
    "sigmoid": '''
def sigmoid(z):
    """σ(z) = 1 / (1 + e⁻ᶻ)"""
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_slope(a):
    """σ′ = a (1 − a)"""
    return a - a * a
''',
    "tanh": '''
def tanh(z):
    return np.tanh(z)


def tanh_slope(a):
    """tanh′ = 1 − a²"""
    return 1.0 - a * a
''',
    "relu": '''
def relu(z):
    return np.maximum(z, 0.0)


def relu_slope(a):
    """1 where a > 0, else 0"""
    return np.sign(a)
''',
    "leaky_relu": '''
def leaky_relu(z):
    return np.maximum(z, 0.01 * z)


def leaky_relu_slope(a):
    """1 where a > 0, else 0.01"""
    return np.maximum(np.sign(a), 0.01)
''',
}

ESTIMATE = {
    "linear": '''
def estimate(z):
    """ŷ = z: the output is linear."""
    return z
''',
    "sigmoid": '''
def estimate(z):
    """ŷ = σ(z) = 1 / (1 + e⁻ᶻ), written so that no exponent is above 0 and nothing overflows."""
    return np.exp(np.minimum(z, 0.0)) / (1.0 + np.exp(-np.abs(z)))
''',
    "tanh": '''
def estimate(z):
    """ŷ = tanh z"""
    return np.tanh(z)
''',
    "relu": '''
def estimate(z):
    """ŷ = max(z, 0)"""
    return np.maximum(z, 0.0)
''',
    "leaky_relu": '''
def estimate(z):
    """ŷ = z for z > 0, else 0.01 z"""
    return np.maximum(z, 0.01 * z)
''',
    "softmax": '''
def estimate(z):
    """ŷ = softmax(z): e^z over their sum; the largest z is taken off first, which changes no ŷ."""
    e = np.exp(z - np.max(z, axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
''',
}

# --- Costs, and the errors that they send back -----------------------------------------------------------------------

COST = {
    "quadratic": '''
def quadratic(y, z):
    """C = (y − ŷ)² of each point, summed over the outputs."""
    return np.sum((y - estimate(z)) ** 2, axis=1)
''',
    "half_quadratic": '''
def half_quadratic(y, z):
    """C = ½ (y − ŷ)² of each point, summed over the outputs."""
    return 0.5 * np.sum((y - estimate(z)) ** 2, axis=1)
''',
    "mean_quadratic": '''
def mean_quadratic(y, z):
    """C = (y − ŷ)² of each point, the mean over the outputs."""
    return 1.0 / SIZES[-1] * np.sum((y - estimate(z)) ** 2, axis=1)
''',
}

CROSS_ENTROPY = {
    "sigmoid": '''
def cross_entropy(y, z):
    """C = −[y ln ŷ + (1 − y) ln(1 − ŷ)], summed over the outputs; from z, so that no ln meets a 0."""
    left = np.where(z > 0.0, 1.0 - y, y)  # what the target leaves to the other side
    return np.sum(np.abs(z) * left + np.log1p(np.exp(-np.abs(z))), axis=1)
''',
    "softmax": '''
def cross_entropy(y, z):
    """C = −Σ y ln ŷ of each point; from z, so that no ln meets a 0."""
    below = z - np.max(z, axis=1, keepdims=True)
    others = np.exp(below)  # of all but the largest: ln ŷ = below − ln(1 + their sum)
    np.put_along_axis(others, np.argmax(below, axis=1, keepdims=True), 0.0, axis=1)
    return np.log1p(others.sum(axis=1)) - (y * below).sum(axis=1)
''',
}

FACTOR = {
    "quadratic": "2.0",
    "half_quadratic": "1.0",
    "mean_quadratic": "2.0 / SIZES[-1]",
    "cross_entropy": "1.0",
}
"""What the derivative of a cost has before a − y. It is left to the mean over the batch."""

QUADRATIC_ERROR = {
    "linear": '''
def quadratic_error(y, z):
    """δ ∝ a − y"""
    return z - y
''',
    "sigmoid": '''
def quadratic_error(y, z):
    """δ ∝ (a − y) σ′(z), σ′ = a (1 − a): small where the neuron is saturated, however large the error."""
    t = np.exp(-np.maximum(z, -700.0))
    a = 1.0 / (t + 1.0)
    rest = t * a  # 1 − a, which so never rounds to 0
    return (a * (1.0 - y) - rest * y) * a * rest
''',
    "tanh": '''
def quadratic_error(y, z):
    """δ ∝ (a − y) (1 − a²)"""
    a = np.tanh(z)
    return (a - y) * (1.0 - a * a)
''',
    "relu": '''
def quadratic_error(y, z):
    """δ ∝ (a − y) where a > 0, else 0"""
    a = np.maximum(z, 0.0)
    return (a - y) * np.sign(a)
''',
    "leaky_relu": '''
def quadratic_error(y, z):
    """δ ∝ (a − y) where a > 0, else 0.01 (a − y)"""
    a = np.maximum(z, 0.01 * z)
    return (a - y) * np.maximum(np.sign(a), 0.01)
''',
    "softmax": '''
def quadratic_error(y, z):
    """δ ∝ a (g − Σ a g) with g = a − y: every z moves every a."""
    e = np.exp(z - np.max(z, axis=0, keepdims=True))
    a = e / np.sum(e, axis=0, keepdims=True)
    g = a - y
    return (g - np.sum(a * g, axis=0, keepdims=True)) * a
''',
}

CROSS_ENTROPY_ERROR = {
    "sigmoid": '''
def cross_entropy_error(y, z):
    """δ = a − y: σ′(z) has cancelled, so the worse the error, the larger the gradient."""
    t = np.exp(-np.maximum(z, -700.0))
    a = 1.0 / (t + 1.0)
    rest = t * a  # 1 − a, which so never rounds to 0
    return a * (1.0 - y) - rest * y
''',
    "softmax": '''
def cross_entropy_error(y, z):
    """δ = a − y"""
    e = np.exp(z - np.max(z, axis=0, keepdims=True))
    return e / np.sum(e, axis=0, keepdims=True) - y
''',
}

# --- There and back --------------------------------------------------------------------------------------------------

DEEP = '''
def layers(theta):
    """θ as one matrix for each layer: a row is a neuron, its bias last."""
    matrices, at = [], 0
    for n, m in pairwise(SIZES):
        matrices.append(theta[at : at + m * (n + 1)].reshape(m, n + 1))
        at += m * (n + 1)
    return matrices


def forward(net, x):
    """The way forward: what each layer is fed, with a last row of ones for the bias, and the output's z."""
    *hidden, last = layers(net.theta)
    a = [x]
    for w in hidden:
        z = w.dot(a[-1])
        a.append(np.vstack([$hidden(z), np.ones(z.shape[1])]))
    return a, last.dot(a[-1])


def gradient(net, x, y):
    """The way back: ∂C/∂θ, summed over the points of a batch."""
    a, z = forward(net, x)
    w = layers(net.theta)
    delta = $error(y, z)
    g = []
    for layer in reversed(range(len(w))):
        g.insert(0, delta.dot(a[layer].T).ravel())  # ∂C/∂w = δ a, and ∂C/∂b = δ · 1
        if layer > 0:
            delta = w[layer][:, :-1].T.dot(delta) * $slope(a[layer][:-1])  # δ ← (wᵀ δ) σ′(z)
    return np.concatenate(g)
'''

SHALLOW = '''
def forward(net, x):
    """The way forward: what the layer is fed, with a last row of ones for the bias, and its z."""
    return [x], net.theta.reshape(SIZES[1], SIZES[0] + 1).dot(x)


def gradient(net, x, y):
    """∂C/∂θ, summed over the points of a batch: ∂C/∂w = δ x, and ∂C/∂b = δ · 1."""
    _, z = forward(net, x)
    return $error(y, z).dot(x.T).ravel()
'''

# --- Steps -----------------------------------------------------------------------------------------------------------

WEIGHTS_ONLY = """
# 1 for each weight and 0 for each bias, which has no penalty.
IS_WEIGHT = np.concatenate([np.tile(np.append(np.ones(n), 0.0), m) for n, m in pairwise(SIZES)])
"""

L2 = "    g = g + net.theta * ($l2 * IS_WEIGHT)  # the penalty ½ λ₂ Σw²\n"
L1 = "    g = g + np.sign(net.theta) * ($l1 * IS_WEIGHT)  # the penalty λ₁ Σ|w|\n"

PLAIN_SGD = '''
def sgd(net, g, batch):
    """θ ← θ − η g, g being the mean over the batch."""
    net.theta -= g * (net.eta * ($factor / batch))
'''

OPTIMIZER = {
    "sgd": '''
def sgd(net, g, batch):
    """θ ← θ − η g"""
$mean    net.theta -= g * net.eta
''',
    "momentum": '''
def momentum(net, g, batch):
    """v ← μ v − η g, θ ← θ + v"""
$mean    net.v = net.v * $momentum - g * net.eta
    net.theta += net.v
''',
    "nesterov": '''
def nesterov(net, g, batch):
    """v ← μ v − η g, θ ← θ + μ v − η g: the gradient where momentum would lead"""
$mean    step = g * net.eta
    net.v = net.v * $momentum - step
    net.theta += net.v * $momentum - step
''',
    "rmsprop": '''
def rmsprop(net, g, batch):
    """s ← ρ s + (1 − ρ) g², θ ← θ − η g / (√s + ε)"""
$mean    net.s = net.s * $rho + g * g * (1.0 - $rho)
    net.theta -= g / (np.sqrt(net.s) + $epsilon) * net.eta
''',
    "adam": '''
def adam(net, g, batch):
    """m ← β₁ m + (1 − β₁) g, s ← β₂ s + (1 − β₂) g², θ ← θ − η m̂ / (√ŝ + ε), as in Kingma and Ba 2015.

    m̂ = m / (1 − β₁ᵗ) and ŝ = s / (1 − β₂ᵗ) make up for the start at 0; here they are one factor.
    """
$mean    net.t += 1
    net.m = net.m * $beta1 + g * (1.0 - $beta1)
    net.s = net.s * $beta2 + g * g * (1.0 - $beta2)
    c = np.sqrt(1.0 - $beta2**net.t)
    net.theta -= net.m / (np.sqrt(net.s) + c * $epsilon) * (c / (1.0 - $beta1**net.t)) * net.eta
''',
}

MEMORY = {"sgd": (), "momentum": ("v",), "nesterov": ("v",), "rmsprop": ("s",), "adam": ("m", "s", "t")}

# --- The run ---------------------------------------------------------------------------------------------------------

MEASURE = '''
def measure(net, x, y):
    """$what, over all points."""
    _, z = forward(net, x.T)
    z = z.T
    return [$means]
'''

MEASURE_IN_PIECES = '''
def measure(net, x, y):
    """$what, over all points, which are gone through piece by piece."""
    sums = np.zeros($count)
    for low in range(0, len(x), $piece):
        _, z = forward(net, x[low : low + $piece].T)
        z, wanted = z.T, y[low : low + $piece]
        sums += [$sums]
    return list(sums / len(x))
'''

RUN = '''
def report(epochs):
    """Measure every network that is under way, and print it if it is time."""
    for net in running.copy():
        numbers = $numbers
        g = gradient(net, X.T, Y.T) * ($factor / len(X))  # its squares must be finite too
        if not np.isfinite([*numbers, *(g * g)]).all():
            give_up(net)
        elif epochs % EVERY == 0 or updates == UPDATES:
            print(f"{epochs:<8g}{net.name}    " + " ".join(f"{number:<$width}" for number in numbers))


def give_up(net):
    """Leave a network out whose numbers have become infinite."""
    running.remove(net)
    print(f"{net.name} has diverged: infinite numbers at update {updates}. A smaller η may help.")

$change
order_rng = np.random.default_rng(order_seed)
running = $networks
updates = 0
print($header)
report(0)
while updates < UPDATES and running:
$changing    if updates % PER_EPOCH == 0:  # an epoch begins: all points, in a new order
        order = order_rng.permutation(len(X))
        x, y = X[order], Y[order]
    low = updates % PER_EPOCH * BATCH
    batch_x, batch_y = x[low : low + BATCH].T, y[low : low + BATCH].T
    updates += 1
    for net in running.copy():
        $optimizer(net, gradient(net, batch_x, batch_y), batch_x.shape[1])
        if not np.isfinite(net.theta).all():
            give_up(net)
    if updates % PER_EPOCH == 0 or updates == UPDATES:
        report(updates / PER_EPOCH)
'''

CHANGE = '''
def change():
    """What was changed by hand on the way, after so many updates."""
$changes

'''
