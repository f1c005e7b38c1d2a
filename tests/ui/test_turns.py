"""Turns: one run computes at a time, frames and other runs alternate, and nobody waits for ever."""

import threading
import time

import pytest
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

import ui.ready  # noqa: F401
from ui import turns
from ui.turns import Turns


class Run(threading.Thread):
    """A run that waits for its turn, notes its name, and then waits until it may end."""

    def __init__(self, given: Turns, name: str, done: list[str], *, frame: bool = False) -> None:
        super().__init__(name=name, daemon=True)
        self.given, self.frame, self.done, self.may_end = given, frame, done, threading.Event()

    def run(self) -> None:
        with self.given.turn(frame=self.frame):
            self.done.append(self.name)
            self.may_end.wait(10)


def until(holds) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.001)


def started(given: Turns, kinds: str) -> tuple[list[Run], list[str]]:
    """Start one run after another, "f" a frame and "m" another one: each waits before the next one asks."""
    done: list[str] = []
    runs = [Run(given, f"{kind}{k}", done, frame=kind == "f") for k, kind in enumerate(kinds)]
    for k, run in enumerate(runs):
        run.start()
        until(lambda k=k: len(done) + given.waiting == k + 1)
    return runs, done


def test_one_run_has_the_turn_and_frames_and_others_alternate_each_in_its_order():
    given = Turns()
    runs, done = started(given, "mfffmmm")
    assert done == ["m0"] and given.waiting == 6
    for number in range(len(runs)):
        until(lambda number=number: len(done) == number + 1)
        next(run for run in runs if run.name == done[-1]).may_end.set()
    for run in runs:
        run.join(10)
    assert [name[0] for name in done] == ["m", "m", "f", "m", "f", "m", "f"]
    assert [name for name in done if name[0] == "f"] == ["f1", "f2", "f3"]
    assert given.waiting == 0 and given.counts[:2] == (7, 3)


def test_a_turn_that_is_given_away_is_the_next_one_s_and_is_not_given_twice():
    given = Turns()
    runs, done = started(given, "m")
    other = Run(given, "other", done)
    given.give_away()  # this thread has none
    assert done == ["m0"]
    other.start()
    until(lambda: given.waiting == 1)
    runs[0].may_end.set()
    until(lambda: done == ["m0", "other"])
    other.may_end.set()
    other.join(10)
    until(lambda: given.idle_for(0.0))
    with given.turn(frame=False):
        given.give_away()
        with given.turn(frame=True):  # what was given away can be had again
            assert not given.idle_for(0.0)


def test_who_has_waited_long_goes_without_and_the_turn_is_not_lost(monkeypatch):
    monkeypatch.setattr(turns, "LONGEST", 0.01)
    given = Turns()
    runs, done = started(given, "m")
    late = Run(given, "late", done)
    late.start()
    until(lambda: done == ["m0", "late"])
    assert given.waiting == 0
    late.may_end.set()
    late.join(10)
    assert not given.idle_for(0.0)  # the first one still has it
    runs[0].may_end.set()
    runs[0].join(10)
    assert given.idle_for(0.0)


@pytest.mark.parametrize(("frame", "seconds", "slow"), [(False, 2.0, 1), (True, 2.0, 0), (False, 0.5, 0)])
def test_a_run_that_took_long_is_counted_as_slow_and_a_frame_is_not(monkeypatch, frame, seconds, slow):
    given, times = Turns(), iter([0.0, seconds, seconds, seconds])
    monkeypatch.setattr(turns.time, "monotonic", lambda: next(times))
    with given.turn(frame=frame):
        pass
    assert given.counts == (1, frame, slow)


def test_streamlit_s_runs_have_turns():
    assert ScriptRunner._run_script.__qualname__.startswith("give_turns.")
