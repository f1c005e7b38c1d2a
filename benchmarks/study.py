"""Two costs over many seeds, what comes of it and how fast: `python -m benchmarks.study [picture|speed|whole ...]`.

- **picture**: a 2-8-8-1 network of sigmoids, 200 points of the circle, new ones for each seed, full batch, 300 epochs,
  weights drawn from N(0, 1), 100 seeds. Each cost has η of its own, chosen by half of the seeds; the other half judges.
  Then both costs with one η, from a saturated start.
- **speed**: the same networks, both costs at eight η each, with full batch and with batches of 10, through `Study`, in
  a loop of single networks by `Experiment`, and by JAX, one jitted scan under vmap, if it is installed. A sample of the
  seeds is trained, one stack of 64 networks, and in the loop with batches of 10 the 16 networks of one seed. All see
  the same points in the same order, and record cost and accuracy on all points after each epoch. Everyone has one
  thread on one processor. In every round each has a turn, in random order; the median over the rounds counts, by the
  time of the processor. The core's set-up is timed, the compilation of JAX is not, but stated.
- **whole**: all 1,024 networks with full batch, once, in a process of its own: seconds of the clock and memory.
"""

import core  # noqa: F401 - asks for one thread, which must be before NumPy is imported

# isort: split
import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from time import perf_counter, process_time

import numpy as np

from benchmarks.peers import installed, layers
from core.experiments.experiment import Experiment, divided, untrained
from core.experiments.plan import Plan
from core.statistics.epochs import Spread
from core.streams import stream
from core.study.plan import Cell, Method, StudyPlan
from core.study.results import findings
from core.study.study import Study

BASE = Plan(
    data="circle", n=200, widths=(8, 8), hidden="sigmoid", init="normal", cost="half_quadratic", batch_size=200,
    epochs=300,
)  # fmt: skip


def study_of(base: Plan, quadratic: tuple[float, ...], entropy: tuple[float, ...], seeds: int) -> StudyPlan:
    """The plan of a study of the two costs, each with its own η."""
    costs = ("½ quadratic", "half_quadratic", quadratic), ("cross-entropy", "cross_entropy", entropy)
    return StudyPlan(base, tuple(Method(name, etas, (("cost", cost),)) for name, cost, etas in costs), seeds=seeds)


# --- The picture ------------------------------------------------------------------------------------------------------

STARTS = ((1.0, 1.0), (1.0, 4.0), (2.0, 1.0), (2.0, 4.0))
"""What the weights, and those of the last layer once more, are multiplied by."""
BETTER = {"first": "quadratic better", "second": "cross-entropy better"}
QUADRATIC, ENTROPY = (3.0, 10.0, 30.0, 100.0), (0.3, 1.0, 3.0, 10.0)


def said(spread: Spread) -> str:
    """The median epoch and the quartiles, and how many runs never reached the target."""
    median, low, high = (
        "never" if np.isinf(each) else f"{each:g}" for each in (spread.median, spread.lower, spread.upper)
    )
    return f"{median} ({low} to {high}) | {spread.runs - spread.reached}/{spread.runs}"


def picture(seeds: int) -> None:
    """Print for each start each cost at its best η, and the verdict; then at every η."""
    print(
        "| weights, last layer | best η, quadratic | median epoch | never | best η, cross-entropy | median epoch "
        "| never | sooner: quadratic, tie, cross-entropy | p | verdict |",
        "|:--|--:|--:|--:|--:|--:|--:|--:|--:|:--|",
        sep="\n",
    )
    every: list[str] = []
    for scale, output_scale in STARTS:
        study = Study(study_of(replace(BASE, scale=scale, output_scale=output_scale), QUADRATIC, ENTROPY, seeds))
        study.advance()
        found = findings(study)
        assert found is not None
        cells = [f"{each.results.etas[each.best]:g} | {said(each.spreads[each.best])}" for each in found.methods]
        kind, pairs, start = found.judgement.kind, found.judgement.verdict, f"× {scale:g}, × {output_scale:g}"
        counts, p = ", ".join(map(str, pairs.tally)), f"{pairs.p:.2g}"
        print(f"| {start} | {' | '.join(cells)} | {counts} | {p} | {BETTER.get(kind, kind)} |")
        for method, each in zip(study.plan.methods, found.methods, strict=True):
            every += [f"| {start} | {method.name} | {eta:g} | {said(at)} |"
                      for eta, at in zip(method.etas, each.spreads, strict=True)]  # fmt: skip
    print("\n| weights, last layer | cost | η | median epoch | never |", "|:--|:--|--:|--:|--:|", *every, sep="\n")


def equal_rates(seeds: int) -> None:
    """Print what both costs come to with one η from the saturated start."""
    base = replace(BASE, scale=2.0, output_scale=4.0, epochs=500)
    study = Study(study_of(base, (0.5,), (0.5,), seeds))
    study.advance()
    print("\n| η = 0.5, × 2, × 4, 500 epochs | mean accuracy | median | gradient at the start |", "|:--|--:|--:|--:|",
          sep="\n")  # fmt: skip
    for number, method in enumerate(study.plan.methods):
        accuracy = study.curves[number].accuracy[0, :, -1]
        sizes = [last_gradient(study.plan.alone(Cell(number, 0, seed))) for seed in range(seeds)]
        print(f"| {method.name} | {np.mean(accuracy):.3f} | {np.median(accuracy):.3f} | {np.median(sizes):.2g} |")


def last_gradient(plan: Plan) -> float:
    """The root mean square of the gradient of the output layer's weights and bias at the start."""
    division = divided(plan)
    network = untrained(plan, division.dataset.classes)
    gradient = network.gradient(division.prepared.x(), division.prepared.targets(network.output_function, 1))
    return float(np.sqrt(np.mean(gradient[-(network.sizes[-2] + 1) :] ** 2)))


# --- Speed ------------------------------------------------------------------------------------------------------------

ETAS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
SEEDS, SAMPLE = 64, 4
Reached = list[float]


@dataclass(frozen=True)
class Competitor:
    """A competitor: what trains the networks, and how many of them; `expected` is our ratio, of its time to ours."""

    name: str
    run: Callable[[], Reached]
    networks: int
    expected: float = 0.0


def cells_of(plan: StudyPlan, seeds: int) -> list[Cell]:
    """The runs of the first so many seeds, in the order of the study."""
    etas = ((number, eta) for number, method in enumerate(plan.methods) for eta in range(len(method.etas)))
    return [Cell(number, eta, seed) for seed, (number, eta) in product(range(seeds), etas)]


def by_study(plan: StudyPlan) -> Reached:
    """Train all in stacks; return the epochs at which the target was reached."""
    study = Study(plan)
    study.advance()
    return [study.reached[cell.method][cell.eta, cell.seed] for cell in cells_of(plan, plan.seeds)]


def by_loop(plan: StudyPlan, seeds: int) -> Reached:
    """Train one network after the other; return the same."""
    reached: Reached = []
    for cell in cells_of(plan, seeds):
        alone = Experiment(plan.alone(cell), records="costs", snapshots=0)
        alone.advance(alone.last)
        accuracy = alone.trainer.records[0].accuracy
        assert accuracy is not None
        reached.append(first_of(accuracy, plan.target))
    return reached


def first_of(accuracy, target: float) -> float:
    """The first epoch with the target; ∞ if there is none."""
    at = np.flatnonzero(np.asarray(accuracy) >= target)
    return float(at[0]) if len(at) else np.inf


def by_jax(plan: StudyPlan) -> tuple[Callable[[], Reached], float]:
    """Compile the training of all networks as one call; return it, and the seconds that the first call took longer.

    A full batch is taken as it lies. For batches the orders are drawn in every call, as in the core, and the points
    of each network gathered in the scan.
    """
    import jax
    from jax import numpy as jnp

    jax.config.update("jax_enable_x64", True)
    cells, base = cells_of(plan, plan.seeds), plan.base
    plans = [plan.alone(cell) for cell in cells]
    divisions = [divided(plan.alone(Cell(0, 0, seed))) for seed in range(plan.seeds)]
    networks = [untrained(each, 2) for each in plans]
    x = jnp.asarray([divisions[cell.seed].prepared.x() for cell in cells])
    y = jnp.asarray([divisions[cell.seed].prepared.targets("sigmoid", 1) for cell in cells])
    parts = layers(np.stack([network.theta for network in networks]), networks[0].sizes)
    parameters = [(jnp.asarray(part[..., :-1]), jnp.asarray(part[..., -1])) for part in parts]
    rates, quadratic = jnp.asarray([each.eta for each in plans]), jnp.asarray([cell.method == 0 for cell in cells])

    def losses(parameters, x, y, quadratic):
        a = x
        *below, (w, b) = parameters
        for weights, biases in below:
            a = jax.nn.sigmoid(a @ weights.T + biases)
        z = a @ w.T + b
        squares, entropies = 0.5 * (jax.nn.sigmoid(z) - y) ** 2, jnp.logaddexp(0.0, z) - z * y
        return jnp.where(quadratic, squares, entropies).mean(), z

    def train(parameters, x, y, rate, quadratic, order):
        def update(parameters, batch):
            gradient, _ = jax.grad(losses, has_aux=True)(parameters, *batch, quadratic)
            return jax.tree.map(lambda p, g: p - rate * g, parameters, gradient), None

        def epoch(parameters, order):
            if order is None:
                parameters, _ = update(parameters, (x, y))
            else:
                batches = (each[order].reshape(-1, base.batch_size, each.shape[1]) for each in (x, y))
                parameters, _ = jax.lax.scan(update, parameters, tuple(batches))
            cost, z = losses(parameters, x, y, quadratic)
            return parameters, (cost, ((z > 0.0) == (y > 0.5)).mean())

        start = losses(parameters, x, y, quadratic)[1]
        _, (_, accuracy) = jax.lax.scan(epoch, parameters, order, length=base.epochs)
        return jnp.concatenate([((start > 0.0) == (y > 0.5)).mean()[None], accuracy])

    whole = base.batch_size >= base.n
    compiled = jax.jit(jax.vmap(train, in_axes=(0, 0, 0, 0, 0, None if whole else 0)))

    def run() -> Reached:
        order = None if whole else jnp.asarray(orders(plan)[[cell.seed for cell in cells]])
        accuracy = np.asarray(compiled(parameters, x, y, rates, quadratic, order))
        return [first_of(each, plan.target) for each in accuracy]

    times: list[float] = []
    for _ in range(2):
        begun = perf_counter()
        run()
        times.append(perf_counter() - begun)
    return run, times[0] - times[1]


def orders(plan: StudyPlan):
    """The orders of the points, (seeds, epochs, n), as the core draws them."""
    streams = [stream(seed, "order") for seed in range(plan.seeds)]
    return np.stack([[rng.permutation(plan.base.n) for _ in range(plan.base.epochs)] for rng in streams])


def compare(batch_size: int, rounds: int, rng: random.Random) -> None:
    """Time all with batches of one size, and print a line for each."""
    plan = study_of(replace(BASE, batch_size=batch_size), ETAS, ETAS, SAMPLE)
    whole = batch_size >= BASE.n
    sample = SAMPLE if whole else 1
    field = [
        Competitor("Study", partial(by_study, plan), plan.runs),
        Competitor("loop", partial(by_loop, plan, sample), plan.runs // SAMPLE * sample, 1.0 if whole else 4.0),
    ]
    compiling = 0.0
    if installed("jax"):
        run, compiling = by_jax(plan)
        field.append(Competitor("JAX, vmap of a scan", run, plan.runs, 0.8))
    reached = {each.name: each.run() for each in field}
    times: dict[str, list[float]] = {each.name: [] for each in field}
    for _ in range(rounds):
        for each in rng.sample(field, len(field)):
            begun = process_time()
            each.run()
            times[each.name].append((process_time() - begun) / each.networks)
    updates = BASE.epochs * -(-BASE.n // batch_size)
    medians = {name: statistics.median(values) / updates for name, values in times.items()}
    for each in field:
        ratio, expected = medians[each.name] / medians["Study"], f"≥ {each.expected:g}" if each.expected else ""
        alike = sum(a == b for a, b in zip(reached[each.name], reached["Study"], strict=False))
        print(f"| {'full' if whole else batch_size} | {each.name} | {1 / medians[each.name]:,.0f} | {ratio:.2f} "
              f"| {expected} | {alike} of {len(reached[each.name])} |")  # fmt: skip
    if compiling:
        print(f"| {'full' if whole else batch_size} | JAX, compiling | {compiling:.1f} s, not counted | | | |")
    else:
        print(f"| {'full' if whole else batch_size} | JAX | not installed | | | |")


def speed(rounds: int) -> None:
    """Time both kinds of batches, on one processor."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # before a library starts its threads
    print(
        "| batch | who | networks × updates a second | ratio | expected | reached at the same epoch |",
        "|--:|:--|--:|--:|--:|--:|",
        sep="\n",
    )
    rng = random.Random(0)
    for batch_size in (BASE.n, 10):
        compare(batch_size, rounds, rng)


# --- The whole study --------------------------------------------------------------------------------------------------


def whole() -> None:
    """Train the whole study once, and print its time and the memory of the process."""
    plan, load = study_of(BASE, ETAS, ETAS, SEEDS), os.getloadavg()[0]
    before, begun, busy = peak(), perf_counter(), process_time()
    study = Study(plan)
    study.advance()
    clock, busy = perf_counter() - begun, process_time() - busy
    updates = plan.runs * BASE.epochs
    print(f"{plan.runs:,} networks, {updates:,} updates: {clock:.1f} s, {busy:.1f} of the processor, "
          f"under a load of {load:.1f}; {updates / busy:,.0f} networks × updates a second of the processor; "
          f"memory at most {peak():.0f} MB, {before:.0f} of them before")  # fmt: skip


def peak() -> float:
    """The most memory that the process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(parts: list[str], seeds: int, rounds: int) -> None:
    """Print what is asked for; the whole study has a process of its own if there are other parts."""
    if parts == ["whole"]:
        whole()
        return
    if "whole" in parts:
        subprocess.run([sys.executable, "-m", "benchmarks.study", "whole"], check=True)
    if "picture" in parts:
        picture(seeds)
        equal_rates(seeds)
    if "speed" in parts:
        speed(rounds)


PARTS = ("whole", "picture", "speed")

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Compare two costs over many seeds, and time it.")
    parser.add_argument("parts", nargs="*", choices=PARTS, default=PARTS, help="only these parts")
    parser.add_argument("--seeds", type=int, default=100, help="of the picture")
    parser.add_argument("--rounds", type=int, default=7, help="of the timing")
    chosen = parser.parse_args()
    main([*chosen.parts], chosen.seeds, chosen.rounds)
