"""How fast training is here and in other libraries: `python -m benchmarks.training [--rounds 9] [--workload W1]`.

Four workloads, each with the same start, the same batches in the same order and the same dtype for everyone:

- **W1** a 2-4-2-1 network, tanh, half_quadratic, 250 points in batches of 10, 100 epochs, float64
- **W2** a 2-8-8-8-1 network, likewise, 320 points in batches of 32, 100 epochs, float32
- **W3** a 784-64-64-10 network, ReLU, softmax and cross-entropy, 9,984 random pictures in batches of 128, 1 epoch,
  float32
- **W4** 64 networks as in W1 but with a sigmoid output, half of them with each of the costs, float32; its times are
  per update and network

All competitors are timed in one run, on one thread if they allow this setting. In every round each has a turn,
in random order; the best of three runs in a row counts, and the median over the rounds. Set-up, compilation and the
first run are not timed. With records, all also evaluate all instances after every epoch, as `Trainer` does by
default: cost, accuracy, each layer's gradient and each neuron's slope (scikit-learn: cost and accuracy).

*Cost* is the relative difference of the final cost of the first network from ours. scikit-learn has none, since it has
its own start and, except in W3, its own cost. If a full run would take minutes, fewer epochs or networks are timed, but
the cost is that after a full run.

Last, the time that a user waits after a change to the architecture of W1: from the change to the end of the first 100
epochs, which in JAX includes compiling.
"""

import core  # noqa: F401 - asks for one thread, which must be before NumPy is imported

# isort: split
import argparse
import random
import statistics
from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from benchmarks import peers
from benchmarks.peers import Array, Run, Start, Workload
from core.experiments.datasets import make
from core.networks.network import Network
from core.networks.trainer import Trainer


def networks_of(work: Workload) -> list[Network]:
    """The networks of a workload at their start."""
    return [
        Network(work.sizes, hidden=work.hidden, output=work.output, cost=cost, theta=theta)
        for cost, theta in zip(work.costs, work.thetas, strict=True)
    ]


def circle(
    name: str, sizes: tuple[int, ...], n: int, batch_size: int, output: str, costs: tuple[str, ...], dtype: type
) -> Workload:
    """Points of the circle for a network with one output."""
    data = make("circle", n)
    y = data.y[:, np.newaxis] * (2 if output == "tanh" else 1) - (1 if output == "tanh" else 0)
    thetas = np.stack([Network(sizes, hidden="tanh", output=output, seed=seed, cost=cost).theta
                       for seed, cost in enumerate(costs)])  # fmt: skip
    return Workload(
        name, sizes, "tanh", output, costs, batch_size, 100, data.x.astype(dtype), y.astype(dtype), thetas, 0.03
    )


def pictures(name: str) -> Workload:
    """Random pictures, a fifth of the pixels set, for a network as for digits."""
    rng, sizes = np.random.default_rng(0), (784, 64, 64, 10)
    x = rng.random((9_984, 784)) * (rng.random((9_984, 784)) < 0.2)
    y = np.eye(10)[rng.integers(0, 10, 9_984)]
    theta = Network(sizes, hidden="relu", output="softmax").theta[np.newaxis]
    return Workload(
        name, sizes, "relu", "softmax", ("cross_entropy",), 128, 1, x.astype("f4"), y.astype("f4"), theta, 0.1
    )


BOTH = ("half_quadratic",) * 32 + ("cross_entropy",) * 32
WORKLOADS: dict[str, Callable[[], Workload]] = {
    "W1": lambda: circle("W1", (2, 4, 2, 1), 250, 10, "tanh", ("half_quadratic",), np.float64),
    "W2": lambda: circle("W2", (2, 8, 8, 8, 1), 320, 32, "tanh", ("half_quadratic",), np.float32),
    "W3": lambda: pictures("W3"),
    "W4": lambda: circle("W4", (2, 4, 2, 1), 250, 10, "sigmoid", BOTH, np.float32),
}


def ours(work: Workload, records: bool, *, shuffle: bool = False) -> Start:
    """`Trainer`; with shuffle every network has its own order, and a new one in every epoch."""

    def start() -> Run:
        networks = networks_of(work)
        trainer = Trainer(
            networks, work.x, work.y, learning_rate=work.learning_rate, batch_size=work.batch_size, dtype=work.x.dtype,
            shuffle=shuffle, seed=range(len(networks)), records="all" if records else "none", snapshots=0,
        )  # fmt: skip
        trainer.step(0)  # the record of the start, which the others do not take

        def run() -> Array:
            trainer.train(work.epochs)
            return networks[0].theta

        return run

    return start


@dataclass(frozen=True)
class Competitor:
    """A competitor: its workloads, the package that it needs, and our expected ratio in each of them.

    networks is how many are trained in W4, and epochs how many are timed there; None for all of them.
    """

    name: str
    make: Callable[[Workload, bool], Start]
    expected: dict[str, float]
    module: str | None = None
    networks: int | None = None
    epochs: int | None = None
    same: bool = True


COMPETITORS = (
    Competitor("core", ours, dict.fromkeys(WORKLOADS, 1.0)),
    Competitor(
        "core, a new order every epoch",
        lambda work, records: ours(work, records, shuffle=True), dict.fromkeys(WORKLOADS, 0.0), same=False,
    ),
    Competitor("textbook NumPy", peers.textbook, {"W1": 5.0, "W2": 4.5, "W3": 1.0, "W4": 0.0}, networks=1),
    Competitor(
        "scikit-learn", peers.scikit_learn, {"W1": 10.0, "W2": 0.0, "W3": 1.3, "W4": 0.0}, "sklearn", 1, same=False
    ),
    Competitor("PyTorch, eager", peers.torch_eager, {"W1": 30.0, "W2": 0.0, "W3": 0.0}, "torch"),
    Competitor("PyTorch, vmap", peers.torch_vmap, {"W4": 20.0}, "torch", epochs=10),
    Competitor("JAX, one scan", peers.jax_scan, {"W1": 0.5, "W2": 0.7, "W3": 0.95}, "jax"),
    Competitor("JAX, vmap of a scan", peers.jax_scan, {"W4": 1.2}, "jax"),
)  # fmt: skip


def best_of_three(start: Start) -> float:
    """Seconds of the fastest of three runs in a row."""
    times = []
    for _ in range(3):
        run = start()
        begin = perf_counter()
        run()
        times.append(perf_counter() - begin)
    return min(times)


def compare(work: Workload, rounds: int, records: bool, rng: random.Random) -> None:
    """Time all competitors of a workload, and print a line for each."""
    starts: dict[str, Start] = {}
    times: dict[str, list[float]] = {}
    costs: dict[str, float] = {}
    updates: dict[str, int] = {}
    field = [each for each in COMPETITORS if work.name in each.expected]
    for each in field:
        if each.module is not None and not peers.installed(each.module):
            continue
        theta = each.make(work, records)()()
        if each.same and theta is not None:
            first = Network(work.sizes, hidden=work.hidden, output=work.output, cost=work.costs[0], theta=theta)
            costs[each.name] = first.cost(work.x, work.y)
        timed = replace(work, epochs=each.epochs or work.epochs)
        starts[each.name] = each.make(timed, records)
        networks = min(each.networks or len(work.costs), len(work.costs))
        updates[each.name], times[each.name] = timed.updates * networks, []
    for _ in range(rounds):
        for name in rng.sample(list(starts), len(starts)):
            times[name].append(best_of_three(starts[name]) / updates[name])
    medians = {name: 1e6 * statistics.median(values) for name, values in times.items()}
    for each in field:
        head = f"| {work.name}{', records' if records else ''} | {each.name} "
        if each.name not in medians:
            print(f"{head}| not installed | | | |")
            continue
        ratio = medians[each.name] / medians["core"]
        expected = each.expected[work.name] if each.name != "core" and not records else 0.0
        cost = f"{abs(costs[each.name] / costs['core'] - 1):.0e}" if each.name in costs and each.name != "core" else ""
        print(f"{head}| {medians[each.name]:.3g} | {ratio:.2f} | {f'≥ {expected:g}' if expected else ''} | {cost} |")


def first_epochs(rounds: int, rng: random.Random) -> None:
    """Time the first 100 epochs of architectures that have not been seen before, and print a line for each."""
    names = ["core"] + (["JAX, one scan"] if peers.installed("jax") else [])
    times: dict[str, list[float]] = {name: [] for name in names}
    seen = rng.sample([(first, second) for first in range(3, 13) for second in range(2, 9)], rounds)
    for hidden in seen:
        for name in rng.sample(names, len(names)):
            begin = perf_counter()
            work = circle("W1", (2, *hidden, 1), 250, 10, "tanh", ("half_quadratic",), np.float64)
            (ours(work, True) if name == "core" else peers.jax_scan(work, True, ahead=False))()()
            times[name].append(perf_counter() - begin)
    medians = {name: 1e3 * statistics.median(values) for name, values in times.items()}
    print("\n| first 100 epochs of a new architecture | ms | ratio | expected |", "|:--|--:|--:|--:|", sep="\n")
    for name in ("core", "JAX, one scan"):
        if name not in medians:
            print(f"| {name} | not installed | | |")
            continue
        expected = "≥ 8" if name != "core" else ""
        print(f"| {name} | {medians[name]:.0f} | {medians[name] / medians['core']:.1f} | {expected} |")


def main(rounds: int, names: list[str]) -> None:
    """Run the workloads and print the tables."""
    rng = random.Random(0)
    print("| workload | who | µs per update | ratio to core | expected | cost |", "|:--|:--|--:|--:|--:|--:|", sep="\n")
    for records in (False, True):
        for name in names:
            compare(WORKLOADS[name](), rounds, records, rng)
    first_epochs(rounds, rng)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Time training, here and in other libraries.")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--workload", action="append", choices=WORKLOADS, help="only this one; may be repeated")
    chosen = parser.parse_args()
    main(chosen.rounds, chosen.workload or list(WORKLOADS))
