"""`python -m studies settings.toml`: train a study without the app, in local processes or on a Dask cluster.

What is found is written after each block. Whatever stops the command, the same command goes on where it stopped, and
the result is the same file, byte for byte: on one machine, or on machines with the same kind of processor and NumPy.
"""

import argparse
import json
import os
import sys
from contextlib import closing
from pathlib import Path
from time import monotonic

from core.study.kept import Kept
from core.study.results import findings
from core.study.settings import SettingsError, StudySettings
from core.study.settings_text import MOST_BYTES, read_settings
from core.study.study import Study, parts_of
from studies.blocks import Block, Trained, blocks_of, fits
from studies.cluster import by_dask
from studies.errors import CommandError
from studies.processes import MOST, by_processes, cores
from studies.result import begun, save

INTERRUPTED = 130
"""What a command returns that Ctrl-C has ended."""


def main(arguments: list[str] | None = None) -> int:
    """Train the study that the command line names; return 0, or 1 after a sentence that says what is wrong."""
    given = _parser().parse_args(arguments)
    try:
        run(given.settings, given.to or given.settings.with_suffix(".npz"), given)
    except CommandError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What is finished is kept; the same command goes on with it.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # nobody reads what it says
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - for what Python itself flushes at the end
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m studies",
        description="Train a study of the lesson “Fair comparison”; the lesson opens the result.",
    )
    parser.add_argument("settings", type=Path, help="a file of settings, TOML or JSON; docs/studies_command.md")
    parser.add_argument("--to", type=Path, help="the result, a .npz file; otherwise named like the settings")
    parser.add_argument("--workers", type=int, default=0, help="local processes; otherwise one for each core")
    parser.add_argument("--blocks", type=int, default=0, help="write so many times; otherwise after each part")
    parser.add_argument("--scheduler", default="", help="train on this Dask scheduler, such as tcp://192.168.0.5:8786")
    return parser


def run(source: Path, target: Path, given: argparse.Namespace) -> None:
    """Train a study to its end. Raises CommandError."""
    settings, parts = _read(source)
    if target.resolve() == source.resolve():
        raise CommandError(f"{source} would be overwritten by the result: name another file with --to.")
    workers, number = _asked(given, len(parts))
    kept = begun(target, settings)
    blocks = blocks_of(kept, parts, number)
    text = json.dumps(settings.values())
    _say_begin(kept, target, blocks)
    if blocks:
        with closing(_trainer(text, blocks, workers, given.scheduler)) as trained:
            _keep(trained, settings, kept, target)
    _say_found(kept)
    _say(f"{target} has the whole study. Open it in the lesson “Fair comparison”, under “A study from a file”.")


def _trainer(text: str, blocks: list[Block], workers: int, scheduler: str) -> Trained:
    return by_dask(text, blocks, scheduler, _say) if scheduler else by_processes(text, blocks, workers)


def _read(path: Path) -> tuple[StudySettings, list[range]]:
    """Return the settings in a file, and the parts of their study. Raises CommandError."""
    try:
        with path.open("rb") as file:
            settings = read_settings(file.read(MOST_BYTES + 1))
        plan, points = settings.plan(), settings.dataset()
        parts = parts_of(plan, points)
        Study(plan, points, block=1, seeds=range(1))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}. Name a file of settings.") from error
    except SettingsError as error:
        raise CommandError(f"{path}: {error}") from error
    except ValueError as error:
        raise CommandError(f"{path}: these settings cannot be trained: {error}") from error
    return settings, parts


def _asked(given: argparse.Namespace, parts: int) -> tuple[int, int]:
    """Return how many processes and blocks are asked for. Raises CommandError for numbers that cannot be."""
    workers, blocks = given.workers or min(cores(), MOST), given.blocks or parts
    if not 1 <= workers <= MOST:
        raise CommandError(f"--workers is {workers}, but 1 to {MOST} processes can work: choose a number of these.")
    if not 1 <= blocks <= parts:
        raise CommandError(f"--blocks is {blocks}, but this study has {parts} parts: choose 1 to {parts}.")
    return workers, blocks


def _keep(trained: Trained, settings: StudySettings, kept: Kept, target: Path) -> None:
    """Keep and write each block as it comes, and say how far it is."""
    began, before = monotonic(), int(kept.trained.sum())
    for block, parts in trained:
        if not fits(parts, kept, block):
            raise CommandError(
                "What has come back is no part of this study: is there another version of it on a worker?"
            )
        for part in parts:
            kept.put(part)
        save(target, settings, kept)
        done = int(kept.trained.sum())
        left = (monotonic() - began) / (done - before) * (kept.plan.seeds - done)
        rest = f", about {_in_words(left)} left" if done < kept.plan.seeds else ""
        _say(f"Seeds {block[0][0]} to {block[-1][-1]} are trained: {done} of {kept.plan.seeds}{rest}.")


def _say_begin(kept: Kept, target: Path, blocks: list[Block]) -> None:
    plan, done = kept.plan, int(kept.trained.sum())
    names = ", ".join(method.name for method in plan.methods)
    _say(f"{plan.runs:,} networks: {names}, over {plan.seeds} seeds.")
    if done:
        rest = f"; {len(blocks)} blocks are left" if blocks else ""
        _say(f"{target} has {done} of {plan.seeds} seeds already{rest}.")


def _say_found(kept: Kept) -> None:
    """Print for each method its best η, the median epoch, and how many runs never learned."""
    found = findings(kept)
    assert found is not None
    for method, each in zip(kept.plan.methods, found.methods, strict=True):
        spread = each.spreads[each.best]
        median = "never" if spread.median == float("inf") else f"epoch {spread.median:g}"
        never = spread.runs - spread.reached
        at = f"best η {method.etas[each.best]:g}, median {median}"
        _say(f"{method.name}: {at}, never learned {never} of {spread.runs}.")


def _in_words(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"


def _say(line: str) -> None:
    print(line, flush=True)
