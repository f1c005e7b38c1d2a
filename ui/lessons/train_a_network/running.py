"""The run of a session: what the browser has of it, its place in the address, and when another run replaces it.

The address holds the number of updates done and the changes during the run; it is written when the run pauses. Where it
says nothing of any of them, the run has begun already, so that the page opens on something that tells.
"""

import re
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar

import streamlit as st

from core.experiments.datasets import Dataset
from core.experiments.division import Division
from core.experiments.events import Event, read_events, write_events
from core.experiments.experiment import Experiment, divided
from core.experiments.plan import MOST_UPDATES, Plan
from core.numerals import count
from ui.addresses import answer_address, shown_text
from ui.arrival import by_link
from ui.connection import take_up
from ui.controls import put
from ui.lessons.train_a_network.controls import ETA, as_at_first
from ui.player import Player
from ui.training.kept_runs import keep_run, lost_run, target_of

LOOK = 0.4
"""Seconds between two searches, while it plays, for what keeps a network from learning."""
AT, CHANGES = "train_at", "train_changes"
"""The address has the run's updates, and its events, under these names."""
OPENING = 300
"""The run is shown after so many updates where the address names neither a moment nor another run."""
KEPT = "train"
"""The browser keeps the run's facts under this name."""
_RUN, _ANEW, _ETA, _REST = "train run", "train anew", "train eta to show", "train rest"

Found = TypeVar("Found")


@dataclass
class Running:
    """A session's experiment with its player, and what the browser has of it.

    key changes with every setting except η: another key means another experiment. run is its name in the browser. sent
    is the first epoch of the next message, which repeats the previous message in case the browser skipped that.
    """

    experiment: Experiment
    key: tuple[Plan, str]
    run: str = field(default_factory=lambda: uuid.uuid4().hex)
    sent: int = 0
    _next: int = 0
    _found: Any = None
    _looked: float = -LOOK
    _state: object = None

    def __post_init__(self) -> None:
        """Give the run a player of its own."""
        self.player = Player(self.experiment, self._give_up)

    @property
    def mark(self) -> str:
        """What identifies the user's own points; empty for others."""
        return self.key[1]

    def _give_up(self) -> None:
        """Drop the changes that were still to come in a replay that was given up."""
        self.experiment.forget()
        put((ETA, self.experiment.last_eta))

    def look(self, find: Callable[[], Found]) -> Found:
        """Return what `find` finds in the run's present state; while the run plays, what it found a moment ago."""
        now, state = time.perf_counter(), (self.experiment.updates, tuple(self.experiment.events))
        if state != self._state and (not self.player.playing or now - self._looked > LOOK):
            self._found, self._looked, self._state = find(), now, state
        return self._found

    def has_sent(self) -> None:
        """Note that a message with everything so far has been sent."""
        self.sent, self._next = self._next, self.experiment.trainer.epochs

    def send_from(self, epoch: int) -> None:
        """Let the next message begin at this epoch."""
        self.sent = self._next = epoch


class Moment(NamedTuple):
    """Where a run is to be brought: as the address says it, and whether it plays on from there."""

    at: str
    changes: str
    plays: bool = False


def running() -> Running | None:
    """Return the session's run, if there is one."""
    return st.session_state.get(_RUN)


def start(key: tuple[Plan, str], experiment: Experiment) -> Running:
    """Make an experiment the session's run; it replaces the previous one."""
    experiment.advance(0)  # the first record is needed for the first picture
    st.session_state[_RUN] = Running(experiment, key)
    return st.session_state[_RUN]


def begin_anew() -> None:
    """Begin the next run at its start, wherever the previous one stands."""
    st.session_state[_ANEW] = True


def what_to_run(plan: Plan, points: Dataset | None) -> Running:
    """Return the session's run under this plan: the present one, or a new one if the plan has changed.

    A new session, and a link, restore the run of the address. A change of η during the run is an event of it; any other
    setting makes another run. `points` are the user's own, if there are any. Raises ValueError for a plan that cannot
    be trained.
    """
    run, anew = running(), st.session_state.pop(_ANEW, False)
    key = replace(plan, eta=0.0), "" if points is None else sha256(points.x.tobytes() + points.y.tobytes()).hexdigest()
    lost = None if anew else _lost(key, run)
    if not anew and (run is None or by_link() or lost is not None):
        run = _brought_back(key, plan, points, lost or _addressed())
        take_up(KEPT)
        _show_eta_of(run)
        return run
    take_up(KEPT)
    if run is None or anew or run.key != key:
        return start(key, _experiment(plan, (), points))
    if plan.eta != run.experiment.last_eta and not run.player.replaying:
        if run.experiment.updates == 0 or any(run.experiment.trainer.diverged_at):
            return start(key, _experiment(plan, (), points))
        try:
            run.experiment.change("eta", plan.eta)
        except ValueError as wrong:
            st.toast(f"The learning rate stays: {wrong}.", icon=":material/edit_off:")
            _show_eta_of(run)
    return run


def _experiment(plan: Plan, events: Sequence[Event], points: Dataset | None) -> Experiment:
    """Return a new experiment; the points of a plan are shared with all sessions that have chosen the same."""
    if points is not None:
        return Experiment(plan, events, points)
    return Experiment(plan, events, _shared(plan.data, plan.n, plan.noise, plan.test_share, plan.seed, plan.features))


@st.cache_resource(max_entries=32, show_spinner=False)
def _shared(data: str, n: int, noise: float, test_share: float, seed: int, features: tuple[str, ...]) -> Division:
    return divided(Plan(data=data, n=n, noise=noise, test_share=test_share, seed=seed, features=features))


def _show_eta_of(run: Running) -> None:
    """Set the control of η to the run's value, if it shows another."""
    if ETA.value() != run.experiment.last_eta:
        st.session_state[_ETA] = run.experiment.last_eta
        st.rerun()


def show_eta() -> None:
    """Put the waiting value of η into its control, before that is drawn."""
    if _ETA in st.session_state:
        put((ETA, st.session_state.pop(_ETA)))


def _addressed() -> Moment:
    """Return the moment that the address names."""
    return Moment(st.query_params.get(AT, ""), st.query_params.get(CHANGES, ""))


def _lost(key: tuple[Plan, str], run: Running | None) -> Moment | None:
    """Return the moment of a run that a lost server has had; None if there is none, or the session still has it."""
    lost = lost_run(KEPT, key)
    if lost is None or run is None or not lost.is_here(run.run, run.player):
        return None if lost is None else Moment(str(min(lost.updates, MOST_UPDATES)), lost.changes, lost.plays)
    if lost.plays:
        run.player.go_on()
    return None


def keep_in_browser(run: Running | None) -> None:
    """Have the browser keep what the address does not say while the run plays."""
    if run is not None:
        changes = _changes_of(run.experiment, target_of(run.player))
        keep_run(KEPT, run.run, run.key, run.player, changes)


def _brought_back(key: tuple[Plan, str], plan: Plan, points: Dataset | None, moment: Moment) -> Running:
    """Begin a run, and replay it up to a moment of it."""
    text, at = moment.changes, moment.at
    experiment = _experiment(plan, (), points)
    try:
        if events := read_events(text):
            first = events[0].value if events[0][:2] == (0, "eta") else plan.eta
            experiment = _experiment(replace(plan, eta=first), events, points)
    except ValueError as wrong:
        st.toast(
            f"The changes in the address are left out: {shown_text(str(wrong))}",
            icon=":material/link_off:",
            duration="infinite",
        )
    run = start(key, experiment)
    st.session_state.pop(_REST, None)  # it is the address that says where the run rests
    if not at and not text:
        experiment.advance(opens_at())
    until = min(int(float(at)), run.experiment.last) if _is_moment(at) else 0
    if until or moment.plays:
        run.player.replay(until, play_on=moment.plays)
    return run


def opens_at() -> int:
    """Return how many updates are done where the address names no moment, and no changes."""
    return OPENING if as_at_first() else 0


def _is_moment(text: str) -> bool:
    """Return whether an address may give this as the number of updates done."""
    return re.fullmatch(r"[0-9]{1,6}(\.0*)?", text) is not None and float(text) <= MOST_UPDATES


def go_back(updates: int) -> None:
    """Continue the run from an earlier moment, and drop everything after it."""
    run = running()
    if run is not None and 0 <= updates < run.experiment.updates:
        again = start(run.key, run.experiment.again(updates))
        put((ETA, again.experiment.last_eta))
        again.player.rate = run.player.rate
        again.player.replay(updates, play_on=True)


def _changes_of(experiment: Experiment, until: int) -> str:
    """Return the changes until then as the address has them; the first learning rate is named before another only."""
    events = [event for event in experiment.events if event.updates <= until]
    rates = [event for event in events if event.is_rate]
    if rates and events[0][:2] != (0, "eta"):
        events = [Event(0, "eta", experiment.plan.eta), *events]
    elif len(rates) == 1 and rates[0].value == experiment.plan.eta:
        events.remove(rates[0])
    return write_events(events)


def keep_in_address(run: Running | None) -> None:
    """Write where the run stands into the address; while it plays, where it rested last.

    That is written again each time: a message that the browser has sent before may say something older.
    """
    if run is not None and not run.player.playing:
        experiment = run.experiment
        says_something = experiment.updates or as_at_first()
        st.session_state[_REST] = (
            float(experiment.updates) if says_something else None,
            _changes_of(experiment, experiment.updates),
        )
    if run is not None and _REST in st.session_state:
        st.session_state[AT], st.session_state[CHANGES] = st.session_state[_REST]
    answer_address(AT, "Updates", f"a number from 0 to {count(MOST_UPDATES)}", _is_moment)
    with st.container(key="unseen_train"):
        at = st.number_input(
            "Updates done", 0.0, float(MOST_UPDATES), None, 1.0, "%.0f", key=AT, bind="query-params", disabled=True
        )
        changes = st.text_input("Changes on the way", "", key=CHANGES, bind="query-params", disabled=True)
    if run is not None and not run.player.playing:
        _follow_the_address(run, at or 0.0, changes)


def _follow_the_address(run: Running, at: float, changes: str) -> None:
    """Replay a run up to the moment that its address names, if that is a later one.

    What was assigned stands in the address, unless Back or Forward has led to another run: then the address wins.
    """
    until, updates = min(int(at), run.experiment.last), run.experiment.updates
    if at == int(at) and until > updates and changes == _changes_of(run.experiment, updates):
        st.session_state[_REST] = float(until), changes
        run.player.replay(until)
