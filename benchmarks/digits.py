"""The book's nets on MNIST: `python -m benchmarks.digits [--seeds 5] [--shallow-seeds 1]` prints their test accuracies.

With `--ablation` it prints instead what each of the four changes from the shallow net to the intermediate one does,
alone and left out, as the experiment of the page trains them: five epochs from two seeds. With `--depth` it prints how
large the gradient is in each layer of the deep net of the page before it is trained, from three seeds.

The intermediate net is trained for 20 epochs, the shallow net for 200, on all 60,000 images in batches of 128, in
float32, as `core/digits` does it for the page: the same plan, the same trainer. Accuracies are per cent of the 10,000
test images, beside those that the book's notebooks record, each from one run. Ends with status 1 if an accuracy at the
end is out of its range: 97.0 to 98.0 for each seed of the intermediate net with a mean of 97.2 to 97.8, and 85.0 to
88.5 for the shallow net.
"""

import core  # noqa: F401 - asks for one thread, which must be before NumPy is imported

# isort: split
import argparse
import sys
from dataclasses import replace
from statistics import mean, stdev

from core.digits.ablation import VARIANTS, Ablation
from core.digits.book import INTERMEDIATE_CURVE, SHALLOW_CURVE, BookCurve
from core.digits.depth import QUICK_RUN, Depth
from core.digits.images import test_data, training_data
from core.digits.plan import BOOK_INTERMEDIATE, BOOK_SHALLOW, DigitsPlan
from core.digits.run import trainer_for

BOOK_PAIR = ("sigmoid", "glorot_uniform")
"""The activation and the initial weights of the book's deep net."""
INTERMEDIATE_RANGE, INTERMEDIATE_MEAN, SHALLOW_RANGE = (97.0, 98.0), (97.2, 97.8), (85.0, 88.5)


def accuracies(plan: DigitsPlan) -> list[float]:
    """Train the only network of a plan; per cent of the test images at the start and after each epoch."""
    trainer = trainer_for(plan.nets[0], plan, training_data(plan.images), test_data(), records="costs", snapshots=0)
    trainer.train(plan.epochs)
    found = trainer.records[0].test_accuracy
    assert found is not None
    return [100.0 * float(each) for each in found]


def print_table(runs: list[list[float]], epochs: list[int], book: BookCurve) -> None:
    """Print a line for each epoch: the mean, its spread if there are several runs, each run, and the book's."""
    several = len(runs) > 1
    names = [*(["mean", "sd"] if several else []), *(f"seed {seed}" for seed in range(len(runs))), "the book's run"]
    print(f"| epoch | {' | '.join(names)} |", "|--:" * (len(names) + 1) + "|", sep="\n")
    for epoch in epochs:
        values = [run[epoch] for run in runs]
        cells = [f"{mean(values):.2f}", f"{stdev(values):.2f}"] if several else []
        cells += [f"{value:.2f}" for value in values]
        known = book.at(epoch)
        print(f"| {epoch} | {' | '.join(cells)} | {'' if known is None else f'{100.0 * known:.2f}'} |", flush=True)


def within(value: float, limits: tuple[float, float]) -> bool:
    """Whether a value is in a range, with its ends."""
    return limits[0] <= value <= limits[1]


def run(plan: DigitsPlan, seeds: int) -> list[list[float]]:
    """The accuracies of a plan with each of so many seeds."""
    return [accuracies(replace(plan, seed=seed)) for seed in range(seeds)]


def ablation() -> None:
    """Train the shallow net with some of the changes, and print a line for each set of them."""
    experiment = Ablation()
    experiment.advance()
    print("| changed | after 1 epoch | after 5 epochs |", "|:--|--:|--:|", sep="\n")
    for changes in VARIANTS:
        found = 100.0 * experiment.accuracies(changes)
        cells = (" and ".join(f"{accuracy:.1f}" for accuracy in found[:, epoch]) for epoch in (1, experiment.epochs))
        print(f"| {', '.join(changes) or 'nothing: the shallow net'} | {' | '.join(cells)} |")


def depth() -> None:
    """Print the RMS gradient of each layer of the deep net at its start, and two quotients of them."""
    print("| seed | layers 1 to 6, output | layer 6 / layer 2 | layer 6 / layer 1 |", "|--:|:--|--:|--:|", sep="\n")
    for seed in range(3):
        experiment = Depth([BOOK_PAIR], replace(QUICK_RUN, epochs=1, seed=seed))
        while BOOK_PAIR not in experiment.found:
            experiment.advance(0.0)
        rms = experiment.found[BOOK_PAIR].rms[0]
        cells = " ".join(f"{value:.2e}" for value in rms)
        print(f"| {seed} | {cells} | {rms[5] / rms[1]:.0f} | {rms[5] / rms[0]:,.0f} |")


def main(seeds: int, shallow_seeds: int) -> int:
    """Train all, and print the two tables."""
    print("Intermediate net, 784-64-64-10, test accuracy in per cent\n")
    intermediate = run(BOOK_INTERMEDIATE, seeds)
    print_table(intermediate, list(range(BOOK_INTERMEDIATE.epochs + 1)), INTERMEDIATE_CURVE)
    print("\nShallow net, 784-64-10, test accuracy in per cent\n")
    shallow = run(BOOK_SHALLOW, shallow_seeds)
    print_table(shallow, [0, *SHALLOW_CURVE.epochs], SHALLOW_CURVE)
    last = [each[-1] for each in intermediate]
    good = all(within(each, INTERMEDIATE_RANGE) for each in last) and within(mean(last), INTERMEDIATE_MEAN)
    good = good and all(within(each[-1], SHALLOW_RANGE) for each in shallow)
    print("\n" + ("All as it should be." if good else "An accuracy is out of its range."))
    return 0 if good else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Train the book's nets on MNIST.")
    parser.add_argument("--seeds", type=int, default=5, help="of the intermediate net")
    parser.add_argument("--shallow-seeds", type=int, default=1, help="of the shallow net")
    parser.add_argument("--ablation", action="store_true", help="instead, one change at a time")
    parser.add_argument("--depth", action="store_true", help="instead, the gradient in each layer of a deep net")
    chosen = parser.parse_args()
    if chosen.ablation or chosen.depth:
        sys.exit(ablation() if chosen.ablation else depth())
    sys.exit(main(chosen.seeds, chosen.shallow_seeds))
