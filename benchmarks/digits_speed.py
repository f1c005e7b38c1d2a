"""How fast an epoch of handwritten digits is, here and elsewhere: `python -m benchmarks.digits_speed [--rounds 7]`.

The intermediate net of the chapter, 784-64-64-10 with ReLU, softmax and cross-entropy, η = 0.1, trained for one epoch
on the 60,000 images of `data/mnist.npz` in batches of 128 (and a last one of 96), in float32, from one start.

- **given order**: all images as float32, made before, taken as they come
- **new order**: shuffled within the epoch; the core's are bytes and divided by 255 there, as on the page

Everyone has one thread: the process is kept on one processor. In every round each has a turn, in random order; the
median over the rounds counts, and a ratio is to the core with the same kind of work. Set-up, compilation and the first
run are not timed. The time of the processor is the one to read on a machine with other work. *Cost* is the relative
difference of the cost after the epoch from the core's; scikit-learn has a start of its own, and JAX an order.

`--last-batch` instead shows what a small last batch does to the accuracy at the ends of epochs: about 10,000 images, 20
epochs, three seeds, and last batches of 4 to 96 images.
"""

import core  # noqa: F401 - asks for one thread, which must be before NumPy is imported

# isort: split
import argparse
import os
import random
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from benchmarks import peers
from benchmarks.peers import Array, Run, Start, Workload
from core.networks.last_batch import last_batch
from core.networks.network import Network
from core.networks.prepared import Prepared, PreparedBytes
from core.networks.trainer import Trainer

DATA = Path(__file__).parent.parent / "data" / "mnist.npz"
SIZES = (784, 64, 64, 10)


def digits() -> tuple[Workload, PreparedBytes]:
    """The workload, for libraries that want numbers, and the same images as bytes."""
    with np.load(DATA, allow_pickle=False) as arrays:
        images, labels = arrays["x_train"].reshape(-1, SIZES[0]), arrays["y_train"]
    theta = Network(SIZES, hidden="relu", output="softmax").theta[np.newaxis]
    x, y = images / np.float32(255.0), np.eye(SIZES[-1], dtype=np.float32)[labels]
    work = Workload("digits", SIZES, "relu", "softmax", ("cross_entropy",), 128, 1, x, y, theta, 0.1)
    return work, PreparedBytes(images, labels)


def ours(work: Workload, data: Prepared, *, shuffle: bool = False) -> Start:
    """`Trainer` on numbers or bytes."""

    def start() -> Run:
        net = Network(SIZES, hidden="relu", output="softmax", theta=work.thetas[0])
        trainer = Trainer(
            net, data, learning_rate=work.learning_rate, batch_size=work.batch_size, shuffle=shuffle,
            dtype=np.float32, records="none", snapshots=0,
        )  # fmt: skip

        def run() -> Array:
            trainer.train(work.epochs)
            return net.theta

        return run

    return start


def jax_shuffled(work: Workload, images: Array) -> Start:
    """The scan of `peers.jax_scan`, after a call that shuffles the images, and turns bytes into numbers."""
    import jax
    from jax import numpy as jnp

    parameters, *_, quadratic = peers.jax_arguments(work)
    x_all, y_all, n = jnp.asarray(images), jnp.asarray(work.y), len(work.x)
    whole, shape, train = n // work.batch_size * work.batch_size, (-1, work.batch_size), peers.jax_training(work, False)

    @jax.jit
    def shuffled(order):
        x, targets = x_all[order], y_all[order]
        if x.dtype == jnp.uint8:
            x = x.astype(jnp.float32) / 255.0
        batches = (each[:whole].reshape(*shape, each.shape[1]) for each in (x, targets))
        return *batches, (x[whole:], targets[whole:])

    rng = np.random.default_rng(0)

    def start() -> Run:
        def run() -> None:
            jax.block_until_ready(train(parameters, *shuffled(rng.permutation(n)), quadratic))

        return run

    return start


@dataclass(frozen=True)
class Competitor:
    """A competitor, the package that it needs, our expected ratio, and whether its mathematics are the same."""

    name: str
    make: Callable[[], Start]
    module: str = "numpy"
    expected: float = 0.0
    same: bool = True


def fields(work: Workload, data: PreparedBytes) -> dict[str, list[Competitor]]:
    """The competitors for each kind of work, the core first."""
    numbers, pixels = Prepared(work.x, data.classes, np.float32), np.rint(work.x * 255.0).astype(np.uint8)
    return {
        "given order": [
            Competitor("core", partial(ours, work, numbers)),
            Competitor("core, from bytes", partial(ours, work, data)),
            Competitor("textbook NumPy", partial(peers.textbook, work, False)),
            Competitor("scikit-learn", partial(peers.scikit_learn, work, False), "sklearn", 1.3, same=False),
            Competitor("PyTorch, eager", partial(peers.torch_eager, work, False), "torch", 1.5),
            Competitor("JAX, one scan", partial(peers.jax_scan, work, False), "jax", 0.95),
        ],
        "new order": [
            Competitor("core", partial(ours, work, data, shuffle=True), same=False),
            Competitor("JAX, one scan", partial(jax_shuffled, work, work.x), "jax", 0.95, same=False),
            Competitor("JAX, one scan, from bytes", partial(jax_shuffled, work, pixels), "jax", 0.95, same=False),
        ],
    }


def cost_of(theta: Array, work: Workload) -> float:
    """The cost of the network on every sixth image."""
    net = Network(SIZES, hidden="relu", output="softmax", theta=theta)
    return net.cost(work.x[::6], work.y[::6])


def timed(start: Start) -> tuple[float, float]:
    """Seconds of the processor and of the clock for one run."""
    run = start()
    busy, clock = process_time(), perf_counter()
    run()
    return process_time() - busy, perf_counter() - clock


def main(rounds: int) -> None:
    """Time all in turn, and print the table."""
    if not DATA.exists():
        raise SystemExit(f"{DATA} is missing: the images come with the project, take them from there")
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # before a library starts its threads
    work, data = digits()
    field = {(kind, each.name): each for kind, all_ in fields(work, data).items() for each in all_}
    starts = {key: each.make() for key, each in field.items() if peers.installed(each.module)}
    thetas = {key: start()() for key, start in starts.items()}
    costs = {key: cost_of(theta, work) for key, theta in thetas.items() if field[key].same and theta is not None}
    rng, times = random.Random(0), {key: list[tuple[float, float]]() for key in starts}
    for _ in range(rounds):
        for key in rng.sample(list(starts), len(starts)):
            times[key].append(timed(starts[key]))
    report(field, times, costs)


def last_batches() -> None:
    """Print how far the accuracy on the test images drops between two epochs after the fifth, and where it ends."""
    with np.load(DATA, allow_pickle=False) as arrays:
        (x, tx), (y, ty) = ((arrays[f"{each}_train"], arrays[f"{each}_test"]) for each in "xy")
    test = PreparedBytes(tx.reshape(-1, SIZES[0]), ty)
    print(
        "| images | last batch | weight | largest drop, three seeds | at the end |", "|--:|--:|--:|--:|--:|", sep="\n"
    )
    for left in (0, 4, 8, 16, 32, 64, 96):
        n = 77 * 128 + (left or 128)
        curves: list[Array] = []
        for seed in range(3):
            net = Network(SIZES, hidden="relu", output="softmax", seed=seed)
            trainer = Trainer(
                net, PreparedBytes(x[:n].reshape(n, -1), y[:n]), test=test, learning_rate=0.1, batch_size=128,
                seed=seed, dtype=np.float32, records="costs", snapshots=0,
            )  # fmt: skip
            trainer.train(20)
            curves.append(100.0 * np.asarray(trainer.records[0].test_accuracy))
        drops = ", ".join(f"{np.max(curve[5:-1] - curve[6:]):.1f}" for curve in curves)
        last, ends = last_batch(n, 128), ", ".join(f"{curve[-1]:.1f}" for curve in curves)
        print(f"| {n:,} | {last.instances if last else 128} | {last.weight if last else 1.0:.3g} | {drops} | {ends} |")


Key = tuple[str, str]


def report(field: dict[Key, Competitor], times: dict[Key, list[tuple[float, float]]], costs: dict[Key, float]) -> None:
    """Print the table of the medians."""
    print("| work | who | processor, ms | ratio | expected | clock, ms | ratio | cost |")
    print("|:--|:--|--:|--:|--:|--:|--:|--:|")
    medians = {key: [1e3 * statistics.median(each) for each in zip(*rows, strict=True)] for key, rows in times.items()}
    for (kind, name), each in field.items():
        if (kind, name) not in medians:
            print(f"| {kind} | {name} | not installed | | | | | |")
            continue
        busy, clock = medians[kind, name]
        ratios = busy / medians[kind, "core"][0], clock / medians[kind, "core"][1]
        expected = f"≥ {each.expected:g}" if each.expected else ""
        other = costs.get((kind, name))
        cost = "" if other is None or name == "core" else f"{abs(other / costs[kind, 'core'] - 1):.0e}"
        head = f"| {kind} | {name} | {busy:.0f} | {ratios[0]:.2f} | {expected}"
        print(f"{head} | {clock:.0f} | {ratios[1]:.2f} | {cost} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Time an epoch of digits, here and in other libraries.")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--last-batch", action="store_true", help="show what a small last batch does, instead")
    chosen = parser.parse_args()
    last_batches() if chosen.last_batch else main(chosen.rounds)
