"""How long training blocks the other sessions, and how much it stores: `python -m benchmarks.slices [--frames 200]`.

60,000 random pictures of 784 pixels in float32, as many as there are handwritten digits, and networks of several sizes,
played frame by frame as a page does it: while it holds the lock that all sessions share, the player advances the run
and reads what is complete. The first frames compute the first record, which is taken on all pictures before the first
update; further records follow, because there are only 600 updates between two of them.

- **Lock held**: the longest time of a frame. While it lasts no other session can compute. Next to it is the longest
  processor time of a frame, without the time of other programs on the machine.
- **Slice of a record**: the longest piece of work between two looks at the clock, in processor time, and the median.
- **A whole record**: all slices of one record together.
- **History**: the largest number of bytes of records and snapshots at the end of a frame. The limit is 16,000,000.
"""

import core  # noqa: F401 - asks for one thread, which must be before NumPy is imported

# isort: split
import argparse
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter, thread_time

import numpy as np

from core.networks.network import Network
from core.networks.prepared import Prepared
from core.networks.settings import HISTORY_BYTES
from core.networks.trainer import Trainer
from ui.player import SHARING, Player

PICTURES = 60_000
SIZES = ((784, 30, 10), (784, 64, 64, 10), (784, 256, 256, 10))
MOST_LOCKED, MOST_SLICE = 40.0, 15.0  # ms


class Run:
    """A trainer in the form that a player needs: it ends after so many updates."""

    def __init__(self, trainer: Trainer, last: int) -> None:
        self.trainer, self.last = trainer, last

    @property
    def updates(self) -> int:
        """How many updates have been done."""
        return self.trainer.updates

    @property
    def over(self) -> bool:
        """Whether the run is at its end, and its last record complete."""
        return self.updates >= self.last and not self.trainer.recording

    def advance(self, updates: int, seconds: float) -> bool:
        """Do so many updates, or as many as fit into the time; return whether nothing is left to do."""
        end = min(self.updates + updates, self.last)
        self.trainer.advance(end - self.updates, seconds)
        return self.updates >= end and not self.trainer.recording


def pictures(n: int, seed: int = 0) -> Prepared:
    """Random pictures, a fifth of the pixels set, of ten classes."""
    rng = np.random.default_rng(seed)
    x = rng.random((n, 784), dtype=np.float32)
    x[x > 0.2] = 0.0
    return Prepared(x, rng.integers(0, 10, n), np.float32)


def run_on(data: Prepared, sizes: tuple[int, ...]) -> Run:
    """A run of one network, ReLU and softmax, in batches of 10, with a record and a snapshot every 600 updates."""
    network = Network(sizes, hidden="relu", output="softmax")
    trainer = Trainer(
        network, data, learning_rate=0.05, batch_size=10, dtype=np.float32, record_every=600, snapshot_every=60
    )
    return Run(trainer, 10**9)


def frames(run: Run, number: int) -> Iterator[tuple[float, float]]:
    """Play so many frames; yield how many ms each holds the lock, and its processor time in ms."""
    player = Player(run)
    player.play()
    for _ in range(number):
        with SHARING.turn:
            began, computed = perf_counter(), thread_time()
            player.tick()
            _ = run.trainer.records_so_far, run.trainer.snapshots_so_far
            yield 1000.0 * (perf_counter() - began), 1000.0 * (thread_time() - computed)
    player.pause()


def slices(run: Run) -> Iterator[float]:
    """Complete the current record; yield the processor time of each slice in ms."""
    while run.trainer.recording:
        began = thread_time()
        run.trainer.advance(0, 0.0)
        yield 1000.0 * (thread_time() - began)


@dataclass(frozen=True)
class Row:
    """The measurements of one network."""

    sizes: tuple[int, ...]
    locked: float
    computed: float
    slice: float
    usual: float
    record: float
    history: int

    def __str__(self) -> str:
        """Return this as a line of the table."""
        return (
            f"| {'-'.join(map(str, self.sizes))} | {self.locked:.1f} ({self.computed:.1f}) "
            f"| {self.slice:.1f} ({self.usual:.1f}) | {self.record:,.0f} | {self.history:,} |"
        )


HEAD = f"""\
| network | lock held, ms (≤ {MOST_LOCKED:.0f}), of them computing \
| slice of a record, ms (≤ {MOST_SLICE:.0f}) and median | a whole record, ms | history, bytes (≤ {HISTORY_BYTES:,}) |
|:--|--:|--:|--:|--:|"""


def measure(data: Prepared, sizes: tuple[int, ...], number: int) -> Row:
    """Measure one network: the first record slice by slice, and then so many frames."""
    taken = list(slices(run_on(data, sizes)))
    run, locked, computed, history = run_on(data, sizes), 0.0, 0.0, 0
    for held, of_them in frames(run, number):
        locked, computed = max(locked, held), max(computed, of_them)
        history = max(history, run.trainer.history_bytes)
    return Row(sizes, locked, computed, max(taken), statistics.median(taken), sum(taken), history)


def main(number: int) -> None:
    """Print the table."""
    data = pictures(PICTURES)
    print(HEAD)
    for sizes in SIZES:
        print(measure(data, sizes, number), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure how long training holds up other sessions.")
    parser.add_argument("--frames", type=int, default=200, help="frames of each network")
    main(parser.parse_args().frames)
