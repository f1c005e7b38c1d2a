"""A run for digits as a stand-alone script: one file of NumPy that reads the images and prints the run's numbers.

It does the operations of the engine in float32, with the same first weights and the same order of the images. What
depends on the activation, the cost and the optimizer is written by core/experiments.
"""

from string import Template

from core.digits.images import CLASSES, TRAINING
from core.digits.plan import OUTPUT, DigitsPlan, NetPlan
from core.experiments.script_functions import cost_function, error_function, estimate_function, hidden_functions
from core.experiments.script_pieces import DRAW_WEIGHTS
from core.experiments.script_training import MEMORY, OPTIMIZER, PLAIN_SGD
from core.functions.activations import activation_named, output_named
from core.functions.costs import cost_named
from core.networks.initial_weights import SCHEMES
from core.networks.optimizers import Settings

_HEAD = '''
"""$title

It needs Python, NumPy and the file mnist.npz of the project that it comes from: beside it, in a folder data, or named
on the command line. Its first weights, the order of the images and its operations are those of the page, in float32;
so its numbers are the page's but for the rounding of sums.$dropout

z = w x + b is a neuron's weighted input, a its activation, ŷ the a of the output; C is the cost, δ = ∂C/∂z the error,
σ′ = da/dz, and η the learning rate. In `forward` and `gradient` a row is a neuron and a column is an image.
"""

import os
import sys
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"

import numpy as np

np.seterr(all="ignore")  # numbers that become infinite are looked for below

SEED = $seed
IMAGES = $images  # to train on, of $training
BATCH = $batch  # images to an update
UPDATES = $updates  # so many are done
PER_EPOCH = -(-IMAGES // BATCH)

places = [*map(Path, sys.argv[1:2]), Path("mnist.npz"), Path("data/mnist.npz")]
file = next((place for place in places if place.is_file() and place.suffix == ".npz"), None)
if file is None:
    sys.exit("mnist.npz is not here: copy it from the project's folder data, or name its place on the command line")
with np.load(file, allow_pickle=False) as data:
    images, labels = data["x_train"][:IMAGES].reshape(IMAGES, -1), data["y_train"][:IMAGES]
    test_images, test_labels = data["x_test"].reshape(len(data["y_test"]), -1), data["y_test"]

# Random numbers of their own for the first weights and the order in which images are learned.
_, weights_seed, order_seed = np.random.SeedSequence(SEED).spawn(3)


def inputs(some):
    """Bytes → x = bytes / 255, and a last column of ones for the bias."""
    x = np.ones((len(some), some.shape[1] + 1), np.float32)
    np.divide(some, np.float32(255.0), x[:, :-1])
    return x


def targets(some):
    """1 for the digit that an image shows, and 0 for the others."""
    return (some[:, None] == np.arange($classes)).astype(np.float32)
'''

_START = '''
def start(sizes, draw, bias=0.0):
    """The first θ: it lists the neurons layer by layer, each with its weights and then its bias."""
    rng = np.random.default_rng(weights_seed)
    theta = []
    for n, m in pairwise(sizes):  # n inputs of each of m neurons
        theta.append(np.column_stack([draw(rng, n, m), np.full(m, bias)]))
    return np.concatenate([neurons.ravel() for neurons in theta]).astype(np.float32)
'''

_PASSES = '''
def layers(net):
    """θ as one matrix for each layer: a row is a neuron, its bias last."""
    matrices, at = [], 0
    for n, m in pairwise(net.sizes):
        matrices.append(net.theta[at : at + m * (n + 1)].reshape(m, n + 1))
        at += m * (n + 1)
    return matrices


def forward(net, x, kept=1.0):
    """The forward pass: what each layer is fed, with a last row of ones for the bias, and each layer's z."""
    *hidden, last = layers(net)
    fed, z = [x], []
    for w in hidden:
        z.append(w.dot(fed[-1]))
        a = net.hidden(z[-1])
        if w is hidden[-1]:
            a = a * kept
        fed.append(np.vstack([a, np.ones((1, a.shape[1]), np.float32)]))
    return fed, [*z, last.dot(fed[-1])]


def gradient(net, x, y):
    """The backward pass: ∂C/∂θ, summed over the images of a batch."""
    kept = keep(net, x.shape[1])
    fed, z = forward(net, x, kept)
    w = layers(net)
    delta = net.error(y, z[-1])
    g = []
    for layer in reversed(range(len(w))):
        g.insert(0, delta.dot(fed[layer].T).ravel())  # ∂C/∂w = δ a, and ∂C/∂b = δ · 1
        if layer > 0:
            below = w[layer][:, :-1].T.dot(delta)
            if layer == len(w) - 1:
                below = below * kept
            delta = below * net.slope(z[layer - 1], net.hidden(z[layer - 1]))  # δ ← (wᵀ δ) σ′(z)
    return np.concatenate(g)


def keep(net, images):
    """The factors of dropout: 0 for a neuron that is left out, and for the others 1 / (1 − p)."""
    if net.dropout == 0.0:
        return np.float32(1.0)
    drawn = dropout_rng.random((net.sizes[-2], images))
    return (drawn >= net.dropout).astype(np.float32) / np.float32(1.0 - net.dropout)
'''

_RUN = '''
def report():
    """Print cost and accuracy of each network on the test images, which are gone through piece by piece."""
    for net in networks:
        cost, right = 0.0, 0
        for low in range(0, len(test_images), 1_000):
            x, y = inputs(test_images[low : low + 1_000]), targets(test_labels[low : low + 1_000])
            z = forward(net, x.T)[1][-1].T.astype(np.float64)
            cost += net.cost(y, z).sum()
            right += np.sum(z.argmax(axis=1) == test_labels[low : low + 1_000])
        n = len(test_images)
        print(f"{updates / PER_EPOCH:<8g}{net.name:<4}{cost / n:<14.6g}{100.0 * right / n:.2f} %")


order_rng, dropout_rng = np.random.default_rng(order_seed), np.random.default_rng(SEED)
networks = [
$networks
]
updates = 0
print("epoch   net test cost     test images right")
report()
while updates < UPDATES:
    if updates % PER_EPOCH == 0:  # an epoch begins: all images, in a new order
        order = order_rng.permutation(IMAGES)
    batch = order[updates % PER_EPOCH * BATCH :][:BATCH]
    x, y = inputs(images[batch]).T, targets(labels[batch]).T
    updates += 1
    for net in networks:
        before = net.theta.copy()
        net.step(net, gradient(net, x, y), len(batch))
        if not np.isfinite(net.theta).all():
            net.theta = before  # it has diverged, and stays as it was
            net.step = lambda *_: None
            print(f"{net.name} has diverged: infinite numbers at update {updates}. A smaller η may help.")
    if updates % PER_EPOCH == 0 or updates == UPDATES:
        report()
'''

_NETWORK = """    SimpleNamespace(
        name="$letter", sizes=$sizes, theta=start($sizes, $init, $bias), eta=$eta, dropout=$dropout,
        hidden=$hidden, slope=${hidden}_slope, cost=$cost, error=${cost}_error, factor=$factor, step=$step,
        v=np.float32(0.0), m=np.float32(0.0), s=np.float32(0.0), t=0,
    ),"""


def script(plan: DigitsPlan, updates: int) -> str:
    """Return the text of a script that does so many updates of a run, and prints its records on the test images."""
    letters = "AB"[: len(plan.nets)]
    named = ", and ".join("–".join(map(str, net.sizes)) for net in plan.nets)
    drawn = any(net.dropout for net in plan.nets)
    head = Template(_HEAD).substitute(
        title=f"Handwritten digits: {'networks' if len(letters) > 1 else 'a network'} of {named} neurons, trained.",
        dropout=" Dropout draws numbers of its own, though, so with it they differ." if drawn else "",
        seed=plan.seed,
        images=plan.images,
        training=TRAINING,
        batch=plan.batch,
        updates=updates,
        classes=CLASSES,
    )
    nets = "\n".join(_network(net, letter) for net, letter in zip(plan.nets, letters, strict=True))
    sections = [head, *_functions(plan), _START, _PASSES, *_steps(plan), Template(_RUN).substitute(networks=nets)]
    return "\n\n\n".join(section.strip("\n") for section in sections) + "\n"


def _functions(plan: DigitsPlan) -> list[str]:
    """Return the functions that the networks need: first weights, activations, the output, costs and their errors."""
    output = output_named(OUTPUT)
    draws = [DRAW_WEIGHTS[name] for name in dict.fromkeys(net.init for net in plan.nets)]
    hidden = [hidden_functions(activation_named(name)) for name in dict.fromkeys(net.activation for net in plan.nets)]
    costs = [cost_named(name) for name in dict.fromkeys(net.cost for net in plan.nets)]
    values = [cost_function(cost, output) for cost in costs]
    errors = [error_function(f"{cost.name}_error", cost, output) for cost in costs]
    found = [*draws, *hidden, estimate_function(output), *values, *errors]
    return [_sized(each) for each in found]


def _sized(text: str) -> str:
    """All networks have as many outputs as there are digits."""
    return text.replace("SIZES[-1]", str(CLASSES))


def _steps(plan: DigitsPlan) -> list[str]:
    """Return a step of each optimizer."""
    constants = vars(Settings())
    texts: list[str] = []
    for name in dict.fromkeys(net.optimizer for net in plan.nets):
        pattern = OPTIMIZER[name] if MEMORY[name] else PLAIN_SGD
        mean = "    g = g * (net.factor / batch)  # the mean over the batch\n"
        texts.append(Template(pattern).substitute(constants, factor="net.factor", mean=mean))
    return texts


def _network(net: NetPlan, letter: str) -> str:
    return Template(_NETWORK).substitute(
        letter=letter,
        sizes=net.sizes,
        init=net.init,
        bias=SCHEMES[net.init].bias,
        eta=float(net.eta),
        dropout=float(net.dropout),
        hidden=net.activation,
        cost=net.cost,
        factor=_sized(cost_named(net.cost).script_factor),
        step=net.optimizer,
    )
