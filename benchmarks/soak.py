"""What a server keeps of visitors who have left: `python -m benchmarks.soak [--sessions 2000] [--trainings 200]`.

A real server and clients without a browser, four at a time. Each opens one lesson after another in turn, moves a number
and leaves; every so many of them train in lesson 6 to the end of three epochs. The memory of the server's processes,
their threads, open files and sockets are told after the first hundred, then from time to time, and at the end, each
time when all sessions have been forgotten, for which the server is asked to keep them for 5 seconds only.
"""

import argparse
import asyncio
import os
import time
from itertools import pairwise
from pathlib import Path

from benchmarks.browser import DRAWN, Server, serving
from benchmarks.live import Client
from benchmarks.load import MOVES, Mover, moves_on, training_on

AT_ONCE = 4
FORGOTTEN = 5  # seconds
WITHIN = 30.0  # megabytes above the level after the first hundred, at most


def kept(server: Server) -> tuple[float, int, int, int]:
    """Return the megabytes, threads, files and sockets of all processes of a server (on Linux)."""
    totals = [0, 0, 0, 0]
    for pid in server.processes():
        process = Path(f"/proc/{pid}")
        told = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines() if ":" in line)
        files = [str(each.readlink()) for each in (process / "fd").iterdir() if each.is_symlink()]
        sockets = sum(name.startswith("socket:") for name in files)
        found = int(told["VmRSS"].split()[0]), int(told["Threads"]), len(files), sockets
        totals = [total + one for total, one in zip(totals, found, strict=True)]
    return totals[0] / 1024, *totals[1:]


async def visit(server: Server, moves: list[list[bytes]], number: int) -> None:
    """Open a lesson, move, and leave."""
    end = asyncio.Event()
    mover = Mover(moves[number % len(moves)][: 2 + number % MOVES], number)
    task = asyncio.create_task(mover.run(server, end))
    while not mover.waits and not task.done():
        await asyncio.sleep(0.02)
    end.set()
    await task


async def train(server: Server, client: Client) -> None:
    """Train until some frames have come, and leave."""
    end = asyncio.Event()
    task = asyncio.create_task(client.run(server, end))
    while client.frames < 10 and not task.done():
        await asyncio.sleep(0.02)
    end.set()
    await task


async def main(sessions: int, trainings: int) -> None:
    """Send them, and print the table."""
    os.environ["STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL"] = str(FORGOTTEN)
    print("| sessions | trainings | memory, MB | threads | files | sockets |\n|--:|--:|--:|--:|--:|--:|", flush=True)
    with serving() as server:
        moves = [await asyncio.to_thread(moves_on, server, name) for name in DRAWN if name != "Home"]
        protocol = await asyncio.to_thread(training_on, server)
        limit, began, trained, first = asyncio.Semaphore(AT_ONCE), time.perf_counter(), 0, 0.0

        async def one(number: int, *, training: bool) -> None:
            async with limit:
                await (train(server, Client(protocol)) if training else visit(server, moves, number))

        few = min(100, sessions)
        stops = sorted({0, few, *(quarter * sessions // 4 for quarter in range(1, 5))} - {*range(1, few)})
        for before, after in pairwise(stops):
            kinds = [n * trainings // sessions != (n - 1) * trainings // sessions for n in range(before, after)]
            await asyncio.gather(*(one(n, training=kind) for n, kind in zip(range(before, after), kinds, strict=True)))
            trained += sum(kinds)
            await asyncio.sleep(3 * FORGOTTEN)  # until they are forgotten, and garbage is collected
            memory, *counts = kept(server)
            first = first or memory
            print(f"| {after} | {trained} | {memory:.0f} | {' | '.join(map(str, counts))} |", flush=True)
        told = server.log.read_text().count("Traceback")
    print(
        f"\n{memory - first:+.0f} MB since the first {stops[1]} (expected: at most {WITHIN:+.0f}); tracebacks: {told}; "
        f"{(time.perf_counter() - began) / 60.0:.1f} minutes"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure what a server keeps of visitors who have left.")
    parser.add_argument("--sessions", type=int, default=2000, help="how many visitors come, four at a time")
    parser.add_argument("--trainings", type=int, default=200, help="how many of them train")
    chosen = parser.parse_args()
    asyncio.run(main(chosen.sessions, chosen.trainings))
