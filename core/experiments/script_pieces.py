"""The pieces of a stand-alone script: the points, and the first weights.

They do the same operations as the engine, one by one, so that a script prints exactly the numbers of the page.
`script.py` fills in $name, and writes only the pieces that are chosen.
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

TWO_SEEDS = """
# The points have a seed of their own, SEED, beside that of the first weights and of their order.
START_SEED = $start
draw_rng, split_rng = (np.random.default_rng(seed) for seed in np.random.SeedSequence(SEED).spawn(3)[0].spawn(2))
weights_seed, order_seed = np.random.SeedSequence(START_SEED).spawn(3)[1:]
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
# The points of the table, as they are on the page: $coordinates and $meaning, one after another.
$origin
table = np.array([
$table
]).reshape(-1, $columns)
points, y = table[:, :-1].copy(), table[:, -1]
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
