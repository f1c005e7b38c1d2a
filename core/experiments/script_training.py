"""The pieces of a stand-alone script: the passes, the steps and the run.

They do the same operations as the engine, one by one, so that a script prints exactly the numbers of the page.
`script.py` fills in $name, and writes only the pieces that are chosen.
"""

# --- Forward and backward pass ----------------------------------------------------------------------------------------

DEEP = '''
def layers(theta):
    """θ as one matrix for each layer: a row is a neuron, its bias last."""
    matrices, at = [], 0
    for n, m in pairwise(SIZES):
        matrices.append(theta[at : at + m * (n + 1)].reshape(m, n + 1))
        at += m * (n + 1)
    return matrices


def forward(net, x):
    """The forward pass: what each layer is fed, with a last row of ones for the bias, and each layer's z."""
    *hidden, last = layers(net.theta)
    a, z = [x], []
    for w in hidden:
        z.append(w.dot(a[-1]))
        a.append(np.vstack([$hidden(z[-1]), np.ones(z[-1].shape[1])]))
    return a, [*z, last.dot(a[-1])]


def gradient(net, x, y):
    """The backward pass: ∂C/∂θ, summed over the points of a batch."""
    a, z = forward(net, x)
    w = layers(net.theta)
    delta = $error(y, z[-1])
    g = []
    for layer in reversed(range(len(w))):
        g.insert(0, delta.dot(a[layer].T).ravel())  # ∂C/∂w = δ a, and ∂C/∂b = δ · 1
        if layer > 0:
            below = w[layer][:, :-1].T.dot(delta)
            delta = below * $slope(z[layer - 1], a[layer][:-1])  # δ ← (wᵀ δ) σ′(z)
    return np.concatenate(g)
'''

SHALLOW = '''
def forward(net, x):
    """The forward pass: what the layer is fed, with a last row of ones for the bias, and its z."""
    return [x], [net.theta.reshape(SIZES[1], SIZES[0] + 1).dot(x)]


def gradient(net, x, y):
    """∂C/∂θ, summed over the points of a batch: ∂C/∂w = δ x, and ∂C/∂b = δ · 1."""
    _, z = forward(net, x)
    return $error(y, z[-1]).dot(x.T).ravel()
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
    z = forward(net, x.T)[1][-1].T
    return [$means]
'''

MEASURE_IN_PIECES = '''
def measure(net, x, y):
    """$what, over all points, which are gone through piece by piece."""
    sums = np.zeros($count)
    for low in range(0, len(x), $piece):
        z = forward(net, x[low : low + $piece].T)[1][-1].T
        wanted = y[low : low + $piece]
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
