"""The run of a session: played in short slices, between which the page stays free, and shared fairly.

A run is advanced only while its page asks for frames: a session that has gone asks no more, and its run stands still.
The address has the number of updates done and what was changed on the way; it is written when the run pauses.
"""

import re
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import streamlit as st

from core.experiments.datasets import Dataset
from core.experiments.events import Event, read_events, write_events
from core.experiments.experiment import Experiment
from core.experiments.plan import MOST_UPDATES, Plan
from core.numerals import count
from ui.addresses import answer_address, shown_text
from ui.arrival import by_link

FRAME = 0.066
"""Seconds between two frames."""
AGAIN = 0.4
"""Seconds for which a run that was paused stays so: the second press of a double click is not meant for Play."""
LOOK = 0.4
"""Seconds between two looks, while it plays, at what keeps a network from learning."""
TURN = threading.Lock()
"""Held by the one session that computes a frame. NumPy lets other threads in at every larger operation, and to go on
means to queue behind all of them: ten sessions that compute at once, each a little, come to nothing."""
SLICE = 0.030
"""Seconds of a frame for training, at most."""
CAPACITY = 0.6
"""The share of a server's time that all sessions' training may take together."""
IDLE = 5.0
"""Seconds without a frame after which a run pauses: its page was left."""
AT, CHANGES = "train_at", "train_changes"
"""The address has the run's updates, and its events, under these names."""
_RUN, _ANEW = "train run", "train anew"

Found = TypeVar("Found")

_active: dict[str, float] = {}
"""When each run that is training last asked for a frame; one that has not for a second is forgotten."""


def budget(run: str, now: float) -> float:
    """Seconds that this run may train in this frame, given how many others have trained in the last second."""
    _active[run] = now
    for other, seen in list(_active.items()):
        if now - seen > 1.0:
            _active.pop(other, None)
    return min(SLICE, CAPACITY * FRAME / len(_active))


@dataclass
class Running:
    """A session's experiment, and how far it is to go.

    key tells whether the settings are still those of the experiment, run names it to the browser. Until `until` it is
    played with `speed` epochs a second (None: as fast as it goes), as long as `playing`; `replaying` what an address
    or the player asked for, it goes as fast as it can, and then plays on if it is to. eta is what the control of η said
    last: only a move of the control changes η. sent is the first epoch that the next message brings: it repeats the
    message before, in case the browser left that out.
    """

    experiment: Experiment
    key: object
    eta: float
    run: str = field(default_factory=lambda: uuid.uuid4().hex)
    playing: bool = False
    replaying: bool = False
    play_on: bool = False
    until: int = 0
    speed: float | None = None
    sent: int = 0
    _next: int = 0
    _paused: float = -AGAIN
    _found: Any = None
    _looked: float = -LOOK
    _credit: float = 0.0
    _last: float = 0.0

    def play(self) -> None:
        """Go on to the end."""
        if not self.experiment.over and time.perf_counter() - self._paused > AGAIN:
            self.playing, self.replaying, self.until = True, False, self.experiment.last
            self._last, self._credit = time.perf_counter(), 0.0

    def pause(self) -> None:
        """Stand still. A replay that is given up leaves out what was still to be changed."""
        if self.playing:
            self._paused = time.perf_counter()
        if self.replaying and self.experiment.updates < self.until:
            self.experiment.forget()
            self.eta = st.session_state["train_eta"] = self.experiment.etas[0]
        self.playing = self.replaying = self.play_on = False

    def replay(self, until: int, *, play_on: bool = False) -> None:
        """Go to so many updates as fast as possible."""
        self.playing = self.replaying = True
        self.until, self.play_on, self._last = until, play_on, time.perf_counter()

    def tick(self) -> None:
        """Train for one frame."""
        now = time.perf_counter()
        if self.playing and now - self._last > IDLE:
            self.pause()
        if not self.playing:
            return
        end = now + budget(self.run, now)
        experiment = self.experiment
        wanted = self.until - experiment.updates
        if self.speed is not None and not self.replaying:
            rate = self.speed * experiment.trainer.updates_per_epoch
            self._credit = min(self._credit + (now - self._last) * rate, max(1.0, 0.5 * rate))
            wanted = min(wanted, int(self._credit))
        self._last = now
        done, piece = 0, 4
        while done < wanted and not experiment.over and time.perf_counter() < end:
            size = min(piece, wanted - done)
            experiment.advance(size)
            done += size
            piece = min(2 * piece, 64)
        self._credit = max(0.0, self._credit - done)
        if experiment.over or experiment.updates >= self.until:
            self.playing, self.replaying = self.play_on and not experiment.over, False
            self.play_on, self.until, self._credit = False, experiment.last, 0.0

    def look(self, find: Callable[[], Found]) -> Found:
        """Return what `find` finds, or has found a moment ago while the run plays."""
        now = time.perf_counter()
        if not self.playing or now - self._looked > LOOK:
            self._found, self._looked = find(), now
        return self._found

    def has_sent(self) -> None:
        """Note that a message with all there is so far is on its way."""
        self.sent, self._next = self._next, self.experiment.trainer.epochs

    def send_from(self, epoch: int) -> None:
        """Have the next message begin at this epoch."""
        self.sent = self._next = epoch

    @property
    def progress(self) -> float:
        """The share done of what is replayed."""
        return min(1.0, self.experiment.updates / max(1, self.until))


def running() -> Running | None:
    """Return the session's run, if there is one."""
    return st.session_state.get(_RUN)


def start(key: object, experiment: Experiment, eta: float) -> Running:
    """Make an experiment the session's run, in place of the one before; eta is what the control of η says."""
    experiment.advance(0)
    st.session_state[_RUN] = Running(experiment, key, eta)
    return st.session_state[_RUN]


def begin_anew() -> None:
    """Begin the next run at its start, whatever the one before has come to."""
    st.session_state[_ANEW] = True


def what_to_run(plan: Plan, points: Dataset | None, mark: str) -> Running:
    """Return the session's run under this plan: the one that is there, or a new one if the plan is another.

    A new session, and a link, bring the run of the address back. Moving η under way is an event of the run; any other
    setting makes another run. `mark` tells the user's own points from others. Raises ValueError for a plan that cannot
    be trained.
    """
    run, anew = running(), st.session_state.pop(_ANEW, False)
    key = replace(plan, eta=0.0), mark
    if not anew and (run is None or by_link()):
        return _brought_back(key, plan, points)
    if run is None or anew or run.key != key:
        return start(key, Experiment(plan, (), points), plan.eta)
    if plan.eta != run.eta and not run.replaying:
        if run.experiment.updates == 0 or any(run.experiment.trainer.diverged_at):
            return start(key, Experiment(plan, (), points), plan.eta)
        run.eta = plan.eta
        try:
            run.experiment.change("eta", plan.eta)
        except ValueError as wrong:
            st.toast(f"The learning rate stays: {wrong}.", icon=":material/edit_off:")
    return run


def _brought_back(key: object, plan: Plan, points: Dataset | None) -> Running:
    """Begin the run of the address, and have it go to where the address says."""
    text, at = st.query_params.get(CHANGES, ""), st.query_params.get(AT, "0")
    experiment = Experiment(plan, (), points)
    try:
        if events := read_events(text):
            first = events[0].value if events[0][:2] == (0, "eta") else plan.eta
            experiment = Experiment(replace(plan, eta=first), events, points)
    except ValueError as wrong:
        st.toast(
            f"The changes in the address are left out: {shown_text(str(wrong))}",
            icon=":material/link_off:",
            duration="infinite",
        )
    run = start(key, experiment, plan.eta)
    until = min(int(float(at)), run.experiment.last) if _is_moment(at) else 0
    if until:
        run.replay(until)
    return run


def _is_moment(text: str) -> bool:
    """Whether an address may give this as the number of updates done."""
    return re.fullmatch(r"[0-9]{1,6}(\.0*)?", text) is not None and float(text) <= MOST_UPDATES


def go_back(updates: int) -> None:
    """Take the run up again from an earlier moment: what came after it is forgotten."""
    run = running()
    if run is not None and 0 <= updates < run.experiment.updates:
        rates = [event.value for event in run.experiment.events if event.what == "eta" and event.updates <= updates]
        eta = rates[-1] if rates else run.experiment.plan.eta
        st.session_state["train_eta"] = eta
        again = start(run.key, run.experiment.again(updates), eta)
        again.speed = run.speed
        again.replay(updates, play_on=True)


def keep_in_address(run: Running | None) -> None:
    """Write where the run stands into the address, unless it is under way."""
    if run is not None and not run.playing:
        experiment = run.experiment
        events = [event for event in experiment.events if event.updates <= experiment.updates]
        if any(event.what.startswith("eta") for event in events) and events[0][:2] != (0, "eta"):
            events = [Event(0, "eta", experiment.plan.eta), *events]
        st.session_state[AT] = float(experiment.updates)
        st.session_state[CHANGES] = write_events(events)
    answer_address(AT, "Updates", f"a number from 0 to {count(MOST_UPDATES)}", _is_moment)
    with st.container(key="unseen_train"):
        st.number_input(
            "Updates done", 0.0, float(MOST_UPDATES), 0.0, 1.0, "%.0f", key=AT, bind="query-params", disabled=True
        )
        st.text_input("Changes on the way", "", key=CHANGES, bind="query-params", disabled=True)
