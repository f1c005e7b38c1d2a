"""Whether a study comes out as the same file, whoever trains it: `python -m benchmarks.study_command [--kills 20]`.

The study is the one that lesson 7 opens with, for more epochs. Its file is written once by one process in one block;
all others are compared with it, byte by byte:

- **another division**: one block and eight, one local process and several, a Dask cluster on this machine with two
  workers, which run in an empty folder and have NumPy, and not this program;
- **kills**: at a random moment the command, one of its processes, a worker of the cluster or its scheduler is killed,
  or the command gets a Ctrl-C. What ends the command is followed by the same command, until the study is whole.
"""

import argparse
import filecmp
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
SETTINGS = "seeds = 32\nepochs = {epochs}\n"
PARTS = 8
"""The study has so many parts, each of four seeds."""
MOST_STARTS = 10
"""A command that has been killed is started again at most so often."""


class Command:
    """The command as a process, whose lines are read while it runs."""

    def __init__(self, settings: Path, target: Path, *options: str) -> None:
        """Start it."""
        asked = [sys.executable, "-m", "studies", str(settings), "--to", str(target), *options]
        heard = signal.signal(
            signal.SIGINT, signal.default_int_handler
        )  # in the background it is ignored, and inherited
        self.process = subprocess.Popen(asked, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        signal.signal(signal.SIGINT, heard)
        self.lines: list[str] = []

    def read(self, blocks: int) -> bool:
        """Read on until it has written so many blocks, or has ended; return whether it still runs."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            if sum("are trained:" in each for each in self.lines) >= blocks:
                return True
        return False

    def end(self) -> int | None:
        """Read the rest, wait, and return the code."""
        assert self.process.stdout is not None
        self.lines += self.process.stdout.readlines()
        self.process.stdout.close()
        return self.process.wait(120)

    def children(self) -> list[int]:
        """The processes that train for it."""
        return children_of(self.process.pid)


def children_of(process: int) -> list[int]:
    """The numbers of the processes that a process has spawned to work for it."""
    with suppress(OSError):
        found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        return [int(each) for each in found if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()]
    return []


class Cluster:
    """A Dask scheduler on this machine with two workers."""

    def __init__(self, folder: Path, *worker: str) -> None:
        """Start it; its processes run in this folder, and have no path to this program. A worker has these options."""
        self._folder, self._file = folder, folder / "scheduler.json"
        self._file.unlink(missing_ok=True)
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        options = ("--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1", *worker)
        self.workers = [self._start("worker", *options) for _ in range(2)]
        self.address = self._address()

    def _start(self, *asked: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-P", "-m", "dask", *asked, "--scheduler-file", str(self._file)]
        if asked[0] == "worker":
            command += ["--local-directory", str(self._folder)]
        path = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, cwd=self._folder, env=path, stdout=quiet, stderr=quiet)

    def _address(self) -> str:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(OSError, ValueError):
                return str(json.loads(self._file.read_text())["address"])
            time.sleep(0.05)
        raise RuntimeError("no Dask scheduler has started within a minute")

    def close(self, *, at_once: bool = False) -> None:
        """End all that was started."""
        for process in (*self.workers, self.scheduler):
            process.kill() if at_once else process.terminate()
        for process in (*self.workers, self.scheduler):
            process.wait(30)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A cluster in a folder of its own."""
    with TemporaryDirectory() as folder:
        made = Cluster(Path(folder))
        try:
            yield made
        finally:
            made.close()


# --- What is done to a study ------------------------------------------------------------------------------------------

Strike = Callable[[Command, random.Random], None]


def kill_command(command: Command, rng: random.Random) -> None:
    """End the command at once, as the machine does that runs out of memory."""
    command.process.kill()


def interrupt(command: Command, rng: random.Random) -> None:
    """Ctrl-C."""
    command.process.send_signal(signal.SIGINT)


def kill_process(command: Command, rng: random.Random) -> None:
    """End one of the local processes that train."""
    with suppress(ProcessLookupError, IndexError):
        os.kill(rng.choice(command.children()), signal.SIGKILL)


def kill_worker(cluster: Cluster) -> Strike:
    """End what trains in one of the two workers of a cluster; its nanny starts another one."""

    def strike(command: Command, rng: random.Random) -> None:
        with suppress(ProcessLookupError, IndexError):
            os.kill(rng.choice([each for worker in cluster.workers for each in children_of(worker.pid)]), 9)

    return strike


def struck(settings: Path, target: Path, strike: Strike, rng: random.Random, *options: str) -> tuple[int, bool]:
    """Train a study that is struck once at a random moment, and go on with it; return how often the command was
    started, and whether some seeds were kept over a start."""
    target.unlink(missing_ok=True)
    command = Command(settings, target, *options)
    if command.read(rng.randrange(PARTS - 1)):
        time.sleep(rng.uniform(0.0, 0.3))
        strike(command, rng)
    starts, went_on = 1, False
    while command.end() != 0:
        if starts == MOST_STARTS:
            raise RuntimeError("".join(command.lines))
        starts += 1
        command = Command(settings, target, *options)
        command.read(1)
        went_on |= any("already" in line for line in command.lines)
    return starts, went_on


# --- The tables -------------------------------------------------------------------------------------------------------


def divided(settings: Path, reference: Path, dask: Cluster) -> None:
    """Print whether every division of the work gives the same file."""
    folder, scheduler = reference.parent, ("--scheduler", dask.address)
    ways: dict[str, tuple[str, ...]] = {
        "eight blocks, one process": ("--blocks", "8", "--workers", "1"),
        "eight blocks, two processes": ("--blocks", "8", "--workers", "2"),
        "three blocks, four processes": ("--blocks", "3", "--workers", "4"),
        "one block, Dask with two workers": ("--blocks", "1", *scheduler),
        "eight blocks, Dask with two workers": ("--blocks", "8", *scheduler),
    }
    print("| division | seconds | the same file |", "|:--|--:|--:|", sep="\n")
    for name, options in ways.items():
        target = folder / "divided.npz"
        target.unlink(missing_ok=True)
        begun = time.monotonic()
        command = Command(settings, target, *options)
        if command.end() != 0:
            raise RuntimeError("".join(command.lines))
        same = filecmp.cmp(reference, target, shallow=False)
        print(f"| {name} | {time.monotonic() - begun:.1f} | {'yes' if same else 'NO'} |", flush=True)


def killed(settings: Path, reference: Path, kills: int, dask: Cluster) -> None:
    """Print how many studies that were struck came out the same."""
    two, there = ("--workers", "2"), ("--scheduler", dask.address)
    strikes: dict[str, tuple[Strike, tuple[str, ...]]] = {
        "the command killed": (kill_command, two),
        "Ctrl-C": (interrupt, two),
        "one of its processes killed": (kill_process, two),
        "the command killed, on Dask": (kill_command, there),
        "Ctrl-C, on Dask": (interrupt, there),
        "a Dask worker killed": (kill_worker(dask), there),
    }
    print("\n| what happens | times | commands needed, most | some seeds were kept | the same file |",
          "|:--|--:|--:|--:|--:|", sep="\n")  # fmt: skip
    for name, (strike, options) in strikes.items():
        row(name, kills, reference, lambda rng, s=strike, o=options: struck(settings, _target(reference), s, rng, *o))


def scheduler_killed(settings: Path, reference: Path, kills: int) -> None:
    """Print the row in which the scheduler is killed; what is left is trained in local processes."""

    def once(rng: random.Random) -> tuple[int, bool]:
        target = _target(reference)
        target.unlink(missing_ok=True)
        with cluster() as dask:
            command = Command(settings, target, "--scheduler", dask.address)
            if command.read(1 + rng.randrange(PARTS - 2)):
                dask.scheduler.kill()
            if command.end() == 0:
                return 1, False
        rest = Command(settings, target)
        rest.end()
        return 2, any("already" in line for line in rest.lines)

    row("the Dask scheduler killed, the rest trained here", kills, reference, once)


def row(name: str, kills: int, reference: Path, once: Callable[[random.Random], tuple[int, bool]]) -> None:
    """Print a row of so many kills."""
    rng = random.Random(name)
    starts: list[int] = []
    kept = same = 0
    for _ in range(kills):
        needed, went_on = once(rng)
        starts.append(needed)
        kept += went_on
        same += filecmp.cmp(reference, _target(reference), shallow=False)
    print(f"| {name} | {kills} | {max(starts)} | {kept} | {same} of {kills} |", flush=True)


def _target(reference: Path) -> Path:
    return reference.with_name("struck.npz")


def main(kills: int, epochs: int) -> None:
    """Print both tables."""
    with TemporaryDirectory() as folder, cluster() as dask:
        settings, reference = Path(folder) / "study.toml", Path(folder) / "reference.npz"
        settings.write_text(SETTINGS.format(epochs=epochs))
        Command(settings, reference, "--blocks", "1", "--workers", "1").end()
        divided(settings, reference, dask)
        killed(settings, reference, kills, dask)
        scheduler_killed(settings, reference, max(1, kills // 4))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Kill studies, and compare their files.")
    parser.add_argument("--kills", type=int, default=20, help="of each kind")
    parser.add_argument("--epochs", type=int, default=100, help="of each run of the study")
    chosen = parser.parse_args()
    main(chosen.kills, chosen.epochs)
