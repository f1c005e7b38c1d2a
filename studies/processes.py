"""Local processes that train blocks: as many as there are cores, each with one thread for its matrix products.

A process that dies is replaced, and its block is trained again. If the command itself ends, however it does, so do its
processes.
"""

import os
import signal
from collections import Counter
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import Any

from studies.blocks import Block, Trained, train
from studies.errors import CommandError

MOST = 256
"""So many processes at most."""
DEATHS = 3
"""If so many processes die of the same block, one after the other, something is wrong with it."""
_SPAWN = get_context("spawn")


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Worker:
    """A process, the pipe to it, and the number of the block that it trains."""

    def __init__(self, settings: str) -> None:
        """Start it. It does not hear the Ctrl-C that is meant for the command."""
        self.block = -1
        self.pipe, other = _SPAWN.Pipe()
        self.process = _SPAWN.Process(target=_serve, args=(other, settings), daemon=True)
        heard = signal.signal(signal.SIGINT, signal.SIG_IGN)  # a process begins with what is set now
        try:
            self.process.start()
        finally:
            signal.signal(signal.SIGINT, heard)
        other.close()  # so that the pipe ends where the process does

    def begin(self, number: int, block: Block) -> None:
        """Give it a block to train. If it has died meanwhile, that is seen when its answer is waited for."""
        self.block = number
        try:
            self.pipe.send(block)
        except OSError:
            self.process.join()

    def answer(self) -> Any:
        """Return what it has trained, or the sentence why it cannot; None if it has died."""
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            return None

    def end(self) -> None:
        """Stop it at once."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def by_processes(settings: str, blocks: list[Block], number: int) -> Trained:
    """Train blocks in so many processes; yield each, with its parts, as soon as it is trained. Raises CommandError."""
    waiting, deaths = [*range(len(blocks))][::-1], Counter[int]()
    workers = [Worker(settings) for _ in blocks[:number]]
    try:
        for worker in workers:
            worker.begin(waiting[-1], blocks[waiting.pop()])
        while workers:
            for place in _speaking(workers):
                worker = workers[place]
                found = worker.answer()
                if isinstance(found, list):
                    yield blocks[worker.block], found
                elif isinstance(found, str):
                    raise CommandError(found)
                else:
                    _count(deaths, worker, blocks)
                    waiting.append(worker.block)
                    worker.end()
                    workers[place] = Worker(settings)
                if waiting:
                    workers[place].begin(waiting[-1], blocks[waiting.pop()])
                else:
                    workers.pop(place).end()
    finally:
        for worker in workers:
            worker.end()


def _speaking(workers: list[Worker]) -> list[int]:
    """Wait until some have answered or died; return their places, the last one first."""
    heard = wait([worker.pipe for worker in workers])
    return [place for place, worker in enumerate(workers) if worker.pipe in heard][::-1]


def _count(deaths: Counter[int], worker: Worker, blocks: list[Block]) -> None:
    """Count the death of a process. Raises CommandError if the same block has had too many."""
    deaths[worker.block] += 1
    seeds = [seed for part in blocks[worker.block] for seed in part]
    if deaths[worker.block] == DEATHS:
        raise CommandError(
            f"{DEATHS} processes died, one after the other, while they trained the seeds {seeds[0]} to {seeds[-1]}. "
            "Often the memory is too small: try --workers 1. What is finished is kept; the same "
            "command goes on with it."
        )


def _serve(pipe: Connection, settings: str) -> None:
    """Train what is asked for until nobody asks."""
    Thread(target=_end_with_the_command, daemon=True).start()
    while True:
        try:
            block = pipe.recv()
        except EOFError:
            return
        try:
            found: list[Any] | str = [*train(settings, block)]
        except MemoryError:
            found = "There is not enough memory for this study: try --workers 1, or fewer points or neurons."
        except ValueError as error:
            found = f"These settings cannot be trained: {error}"
        pipe.send(found)


def _end_with_the_command() -> None:
    """End this process when the one that has started it ends, whatever is being trained."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
