"""The same training in other libraries, for `benchmarks.training`: each as in its own documentation.

Every competitor gets a workload and returns its start: a function that sets everything up, untimed, and returns the
training itself, which is timed and returns the final theta of the first network, or None if the mathematics differ.
No library is imported before it is needed. A record covers all instances, once an epoch: cost, accuracy, the root mean
square of each layer's gradient, and each neuron's mean σ′(z).
"""

import importlib.util
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from benchmarks.textbook import TextbookNetwork

Array = np.ndarray
Run = Callable[[], Array | None]
Start = Callable[[], Run]


@dataclass(frozen=True, eq=False)
class Workload:
    """What to train: data in the order of the batches, targets as the network needs them, the networks' starts.

    x is (n, inputs) and y (n, outputs), both of dtype; thetas (networks, parameters) has one row for each of the costs.
    """

    name: str
    sizes: tuple[int, ...]
    hidden: str
    output: str
    costs: tuple[str, ...]
    batch_size: int
    epochs: int
    x: Array
    y: Array
    thetas: Array
    learning_rate: float

    @property
    def updates(self) -> int:
        """Updates of one network in one run."""
        return self.epochs * -(-len(self.x) // self.batch_size)


def installed(module: str) -> bool:
    """Whether a library can be imported."""
    return importlib.util.find_spec(module) is not None


def layers(theta: Array, sizes: Sequence[int]) -> list[Array]:
    """Views of theta by layer, (…, fan_out, fan_in + 1), with the bias as the last column."""
    ends = np.cumsum([0, *(fan_out * (fan_in + 1) for fan_in, fan_out in pairwise(sizes))])
    return [
        theta[..., start:end].reshape(*theta.shape[:-1], fan_out, fan_in + 1)
        for (start, end), (fan_in, fan_out) in zip(pairwise(ends), pairwise(sizes), strict=True)
    ]


def flat(weights: Sequence[Array], biases: Sequence[Array]) -> Array:
    """theta from weights of shape (fan_out, fan_in) and biases (fan_out,)."""
    return np.concatenate(
        [np.column_stack([w, b]).ravel() for w, b in zip(weights, biases, strict=True)], dtype=np.float64
    )


def right(a: Array, y: Array) -> Array:
    """Which instances are classified correctly: by argmax, or by the middle between the two targets."""
    if y.shape[1] > 1:
        return a.argmax(axis=1) == y.argmax(axis=1)
    middle = 0.5 * (y.min() + y.max())
    return (a[:, 0] > middle) == (y[:, 0] > middle)


def cost_of(cost: str, a: Array, y: Array) -> Array:
    """Cost of every instance."""
    if cost == "half_quadratic":
        return 0.5 * ((a - y) ** 2).sum(axis=1)
    if y.shape[1] > 1:
        return -np.log(a[y == 1])
    return -(y * np.log(a) + (1 - y) * np.log(1 - a)).sum(axis=1)


def slope_of(name: str, a):
    """σ′(z) from a, in the library of a; a (1 − a) for softmax."""
    if name == "tanh":
        return 1 - a**2
    return (a > 0) * 1.0 if name == "relu" else a * (1 - a)


def names_of(work: Workload) -> list[str]:
    """The activation of each layer."""
    return [work.hidden] * (len(work.sizes) - 2) + [work.output]


# --- Textbook NumPy ------------------------------------------------------------------------------------------------


def textbook(work: Workload, records: bool, networks: int = 1) -> Start:
    """One network after another with the formulas of the textbook."""

    def start() -> Run:
        nets = []
        for theta, cost in zip(work.thetas[:networks], work.costs, strict=False):
            parts = layers(theta.astype(work.x.dtype), work.sizes)
            weights, biases = [part[:, :-1].T.copy() for part in parts], [part[:, -1].copy() for part in parts]
            nets.append(TextbookNetwork(weights, biases, work.hidden, work.output, cost))
        order = np.arange(len(work.x))

        def run() -> Array:
            for net in nets:
                if not records:
                    net.train(work.x, work.y, work.learning_rate, work.batch_size, work.epochs, order)
                else:
                    for _ in range(work.epochs):
                        net.train(work.x, work.y, work.learning_rate, work.batch_size, 1, order)
                        textbook_record(net, work)
            return flat([w.T for w in nets[0].weights], nets[0].biases)

        return run

    return start


def textbook_record(net: TextbookNetwork, work: Workload) -> tuple[float, float, list[float], list[Array]]:
    """Evaluate all instances."""
    activations = net.forward(work.x)
    gradients = net.backward(activations, work.y)
    sizes = [np.sqrt((np.sum(w**2) + np.sum(b**2)) / (w.size + b.size)) for w, b in zip(*gradients, strict=True)]
    slopes = [slope_of(name, a).mean(axis=0) for name, a in zip(names_of(work), activations[1:], strict=True)]
    a = activations[-1]
    return cost_of(net.cost, a, work.y).mean(), right(a, work.y).mean(), sizes, slopes


# --- scikit-learn --------------------------------------------------------------------------------------------------


def scikit_learn(work: Workload, records: bool) -> Start:
    """One MLPClassifier: always with logistic or softmax output and log-loss, and with its own weights.

    Without records it uses fit, which always keeps a cost per epoch; with them partial_fit and predict_proba in every
    epoch, for cost and accuracy: it gives no more.
    """
    from sklearn.neural_network import MLPClassifier

    labels = work.y.argmax(axis=1) if work.y.shape[1] > 1 else (work.y[:, 0] > 0.5).astype(int)

    def start() -> Run:
        net = MLPClassifier(
            work.sizes[1:-1], activation=work.hidden, solver="sgd", alpha=0.0, batch_size=work.batch_size,
            learning_rate_init=work.learning_rate, max_iter=work.epochs, shuffle=False, tol=0.0, random_state=0,
            n_iter_no_change=10**9, momentum=0.0, nesterovs_momentum=False,
        )  # fmt: skip

        def run() -> None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # it has not converged
                if not records:
                    net.fit(work.x, labels)
                else:
                    for _ in range(work.epochs):
                        net.partial_fit(work.x, labels, classes=np.unique(labels))
                        a = net.predict_proba(work.x)
                        (-np.log(a[np.arange(len(a)), labels]).mean(), (a.argmax(axis=1) == labels).mean())

        return run

    return start


# --- PyTorch -------------------------------------------------------------------------------------------------------


def torch_network(work: Workload, theta: Array):
    """An nn.Sequential with these weights; the last activation is part of the loss if the loss takes z."""
    import torch
    from torch import nn

    kinds = {"tanh": nn.Tanh, "relu": nn.ReLU, "sigmoid": nn.Sigmoid}
    modules = []
    for part in layers(theta, work.sizes):
        linear = nn.Linear(part.shape[1] - 1, part.shape[0], dtype=torch_dtype(work))
        linear.weight.data.copy_(torch.tensor(part[:, :-1]))
        linear.bias.data.copy_(torch.tensor(part[:, -1]))
        modules += [linear, kinds[work.hidden]()]
    modules.pop()
    if work.output in kinds:
        modules.append(kinds[work.output]())
    return nn.Sequential(*modules)


def torch_dtype(work: Workload):
    """The dtype of the workload."""
    import torch

    return torch.float64 if work.x.dtype == np.float64 else torch.float32


def torch_eager(work: Workload, records: bool) -> Start:
    """One network, its optimizer and its loss, step by step."""
    import torch
    from torch.nn import functional

    x, y = torch.tensor(work.x), torch.tensor(work.y)
    labels = y.argmax(dim=1)

    def loss_of(a, rows):
        if work.output == "softmax":
            return functional.cross_entropy(a, labels[rows])
        if work.costs[0] == "cross_entropy":
            return functional.binary_cross_entropy(a, y[rows])
        return 0.5 * functional.mse_loss(a, y[rows])

    def record(net, optimizer):
        a, slopes = x, []
        for module in net:
            a = module(a)
            if not isinstance(module, torch.nn.Linear):
                slopes.append(slope_of(work.hidden, a.detach()).mean(dim=0))
        if work.output == "softmax":
            slopes.append(slope_of("softmax", a.detach().softmax(dim=1)).mean(dim=0))
        optimizer.zero_grad()
        loss = loss_of(a, slice(None))
        loss.backward()
        gradients = [each.grad.flatten() for each in net.parameters()]
        sizes = [torch.cat(pair).square().mean().sqrt() for pair in zip(gradients[::2], gradients[1::2], strict=True)]
        return loss.item(), right(a.detach().numpy(), work.y).mean(), torch.stack(sizes).numpy(), slopes

    def start() -> Run:
        net = torch_network(work, work.thetas[0])
        optimizer = torch.optim.SGD(net.parameters(), lr=work.learning_rate)

        def run() -> Array:
            for _ in range(work.epochs):
                for first in range(0, len(x), work.batch_size):
                    rows = slice(first, first + work.batch_size)
                    optimizer.zero_grad()
                    loss_of(net(x[rows]), rows).backward()
                    optimizer.step()
                if records:
                    record(net, optimizer)
            linear = [module for module in net if isinstance(module, torch.nn.Linear)]
            return flat(
                [each.weight.detach().numpy() for each in linear], [each.bias.detach().numpy() for each in linear]
            )

        return run

    return start


def torch_vmap(work: Workload, records: bool) -> Start:
    """All networks at once: vmap of grad, as in PyTorch's tutorial on ensembles."""
    import torch
    from torch.func import functional_call, grad, stack_module_state, vmap

    x, y = torch.tensor(work.x), torch.tensor(work.y)
    quadratic = torch.tensor([cost == "half_quadratic" for cost in work.costs])

    def losses(a, y, quadratic):
        square = 0.5 * ((a - y) ** 2).sum(dim=1)
        entropy = torch.nn.functional.binary_cross_entropy(a, y, reduction="none").sum(dim=1)
        return torch.where(quadratic, square, entropy).mean()

    def start() -> Run:
        nets = [torch_network(work, theta) for theta in work.thetas]
        parameters, buffers = stack_module_state(nets)
        parameters = {name: value.detach() for name, value in parameters.items()}

        def loss_of(parameters, x, y, quadratic):
            return losses(functional_call(nets[0], (parameters, buffers), (x,)), y, quadratic)

        gradients = vmap(grad(loss_of), in_dims=(0, None, None, 0))

        def traced(parameters, x, y, quadratic):
            activations, values = [x], list(parameters.values())
            for w, b, name in zip(values[::2], values[1::2], names_of(work), strict=True):
                z = activations[-1] @ w.T + b
                activations.append(torch.tanh(z) if name == "tanh" else torch.sigmoid(z))
            return losses(activations[-1], y, quadratic), activations[1:]

        def twice(out):  # the value to differentiate, and all computed values
            return out[0], out

        def record(parameters, x, y, quadratic):
            gradient, (loss, activations) = grad(lambda p: twice(traced(p, x, y, quadratic)), has_aux=True)(parameters)
            flattened = [each.flatten() for each in gradient.values()]
            pairs = zip(flattened[::2], flattened[1::2], strict=True)
            sizes = [torch.cat(pair).square().mean().sqrt() for pair in pairs]
            slopes = [slope_of(name, a).mean(dim=0) for name, a in zip(names_of(work), activations, strict=True)]
            return loss, ((activations[-1] > 0.5) == (y > 0.5)).double().mean(), sizes, slopes

        recorded = vmap(record, in_dims=(0, None, None, 0))

        @torch.no_grad()
        def run() -> Array:
            for _ in range(work.epochs):
                for first in range(0, len(x), work.batch_size):
                    rows = slice(first, first + work.batch_size)
                    for name, gradient in gradients(parameters, x[rows], y[rows], quadratic).items():
                        parameters[name].sub_(gradient, alpha=work.learning_rate)
                if records:
                    recorded(parameters, x, y, quadratic)
            values = list(parameters.values())
            return flat([value[0].numpy() for value in values[::2]], [value[0].numpy() for value in values[1::2]])

        return run

    return start


# --- JAX -----------------------------------------------------------------------------------------------------------


def jax_training(work: Workload, records: bool):
    """Return the jitted training of a stack of networks, one scan over epochs of a scan over batches, vmapped.

    Its arguments are the parameters, a list of (w, b) with an axis of networks if there is more than one, the batches,
    the last, smaller batch, which may be empty, and for each network whether its cost is quadratic.
    """
    import jax
    from jax import numpy as jnp

    fns = {"tanh": jnp.tanh, "relu": lambda z: jnp.maximum(z, 0), "sigmoid": jax.nn.sigmoid}

    def forward(parameters, x):
        *below, (w, b) = parameters
        activations = [x]
        for weights, biases in below:
            activations.append(fns[work.hidden](activations[-1] @ weights.T + biases))
        return activations[-1] @ w.T + b, activations[1:]

    def square(z, y):
        return 0.5 * ((fns[work.output](z) - y) ** 2).sum(axis=1)

    def entropy(z, y):
        if work.output == "softmax":
            return -(y * jax.nn.log_softmax(z)).sum(axis=1)
        return (jnp.logaddexp(0, z) - z * y).sum(axis=1)

    def loss_of(parameters, x, y, quadratic):
        z, hidden = forward(parameters, x)
        if set(work.costs) == {"half_quadratic"}:
            return square(z, y).mean(), (z, hidden)
        if set(work.costs) == {"cross_entropy"}:
            return entropy(z, y).mean(), (z, hidden)
        return jnp.where(quadratic, square(z, y), entropy(z, y)).mean(), (z, hidden)

    def record(parameters, x, y, quadratic):
        (loss, (z, hidden)), gradient = jax.value_and_grad(loss_of, has_aux=True)(parameters, x, y, quadratic)
        a = jax.nn.softmax(z) if work.output == "softmax" else fns[work.output](z)
        middle = 0.5 * (y.min() + y.max())
        hit = a.argmax(axis=1) == y.argmax(axis=1) if y.shape[1] > 1 else (a > middle) == (y > middle)
        sizes = [jnp.sqrt(((w**2).sum() + (b**2).sum()) / (w.size + b.size)) for w, b in gradient]
        slopes = [slope_of(name, each).mean(axis=0) for name, each in zip(names_of(work), [*hidden, a], strict=True)]
        return loss, hit.mean(), sizes, slopes

    def train(parameters, x_batches, y_batches, rest, quadratic):
        def update(parameters, batch):
            gradient, _ = jax.grad(loss_of, has_aux=True)(parameters, *batch, quadratic)
            return jax.tree.map(lambda p, g: p - work.learning_rate * g, parameters, gradient), None

        def epoch(parameters, _):
            parameters, _ = jax.lax.scan(update, parameters, (x_batches, y_batches))
            if len(rest[0]):
                parameters, _ = update(parameters, rest)
            if not records:
                return parameters, None
            x, y = (
                jnp.concatenate([each.reshape(-1, each.shape[-1]), last])
                for each, last in zip((x_batches, y_batches), rest, strict=True)
            )
            return parameters, record(parameters, x, y, quadratic)

        return jax.lax.scan(epoch, parameters, length=work.epochs)

    return jax.jit(jax.vmap(train, in_axes=(0, None, None, None, 0)) if len(work.costs) > 1 else train)


def jax_arguments(work: Workload):
    """The arguments of `jax_training`, on the device."""
    import jax
    from jax import numpy as jnp

    jax.config.update("jax_enable_x64", True)  # else float64 becomes float32
    parts = layers(work.thetas if len(work.costs) > 1 else work.thetas[0], work.sizes)
    parameters = [tuple(jnp.asarray(each, work.x.dtype) for each in (part[..., :-1], part[..., -1])) for part in parts]
    whole = len(work.x) // work.batch_size * work.batch_size
    data = work.x, work.y
    batches = [jnp.asarray(each[:whole].reshape(-1, work.batch_size, each.shape[1])) for each in data]
    rest = tuple(jnp.asarray(each[whole:]) for each in data)
    quadratic = jnp.array([cost == "half_quadratic" for cost in work.costs])
    return parameters, *batches, rest, quadratic


def jax_scan(work: Workload, records: bool, *, ahead: bool = True) -> Start:
    """The whole training compiled into one call: ahead of time, or at the first call."""
    import jax

    arguments = jax_arguments(work)
    train = jax_training(work, records)
    if ahead:
        jax.block_until_ready(train(*arguments))

    def start() -> Run:
        def run() -> Array:
            parameters, _ = jax.block_until_ready(train(*arguments))
            first = [
                tuple(np.asarray(each[0] if len(work.costs) > 1 else each) for each in part) for part in parameters
            ]
            return flat([w for w, _ in first], [b for _, b in first])

        return run

    return start
