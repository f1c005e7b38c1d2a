"""The caretaker: it collects garbage while nobody waits, and its line counts what has been since the last one."""

import asyncio
import gc
import json
import logging
import resource
import threading

import pytest

from tests.apart import apart
from ui import caretaker
from ui.caretaker import Caretaker, keeping
from ui.turns import Turns


@pytest.fixture
def turns(monkeypatch):
    given = Turns()
    monkeypatch.setattr(caretaker, "TURNS", given)
    return given


def ran(turns: Turns, runs: int, *, frame: bool = False) -> None:
    for _ in range(runs):
        with turns.turn(frame=frame):
            pass


def test_garbage_is_collected_after_enough_runs_and_only_while_nobody_waits(turns, monkeypatch):
    collected: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda: collected.append(turns.counts.runs))
    kept = Caretaker(0.0)
    monkeypatch.setattr(caretaker, "CALM", 0.0)
    ran(turns, caretaker.ENOUGH - 1)
    kept.look(0.0)
    assert collected == []
    with turns.turn(frame=False):
        ran(turns, 0)
        kept.look(0.0)
        assert collected == []
    for _ in range(2):
        kept.look(0.0)
    assert collected == [caretaker.ENOUGH]
    monkeypatch.setattr(caretaker, "CALM", 60.0)
    ran(turns, caretaker.ENOUGH)
    kept.look(0.0)
    assert collected == [caretaker.ENOUGH]


def test_a_line_says_what_has_been_since_the_one_before_in_numbers_alone(turns, caplog, monkeypatch):
    caplog.set_level(logging.INFO, logger="training_deep_networks")
    kept = Caretaker(60.0)
    monkeypatch.setattr(kept, "_written", 0.0)
    ran(turns, 3)
    ran(turns, 2, frame=True)
    kept.look(59.0)
    assert not caplog.messages
    kept.look(60.0)
    ran(turns, 1)
    kept.look(90.0)
    kept.look(120.0)
    first, second = map(json.loads, caplog.messages)
    assert (first["runs"], first["frames"], second["runs"], second["frames"]) == (5, 2, 1, 0)
    assert first.keys() == {
        *("time", "event", "process", "sessions", "trainings", "runs", "frames", "slow_runs", "waiting", "memory_mb"),
    }
    assert all(isinstance(value, int) for name, value in first.items() if name not in ("time", "event"))


def test_there_is_a_caretaker_as_long_as_the_server_runs(monkeypatch):
    looks: list[float] = []
    monkeypatch.setattr(Caretaker, "look", lambda self, now: looks.append(now))
    monkeypatch.setattr(caretaker, "LOOK", 0.001)

    async def serve() -> None:
        async with keeping(None):
            while len(looks) < 3:
                await asyncio.sleep(0.001)

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard // 2, hard))
    apart(asyncio.run, serve())
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == (hard, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    until_stopped = [thread for thread in threading.enumerate() if thread.name == "caretaker"]
    for thread in until_stopped:
        thread.join(10)
    assert not any(thread.is_alive() for thread in until_stopped) and len(looks) >= 3
