"""The run of a session: what the browser has of it, its place in the address, and when another run replaces it.

The address holds the number of epochs done; it is written when the run rests. Where it says nothing, the run begins at
once, so that the page opens on something that learns.
"""

import re
import uuid
from dataclasses import dataclass, field

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.digits.plan import EPOCHS, DigitsPlan
from core.digits.run import DigitsRun
from ui.addresses import answer_address
from ui.arrival import by_link
from ui.connection import take_up
from ui.player import SHARING, Player, Tempo
from ui.training.kept_runs import LostRun, keep_run, lost_run

AT = "digits_at"
"""The address has the number of epochs done under this name."""
TEMPO = Tempo(frame=0.205, slice=0.184)
"""A large network gets on faster in fewer, longer pieces; more than four frames a second are enough to watch it."""
AFTER_BACK = 1.5
"""Seconds until the second frame after Back or Forward: one that is asked for before the browser has drawn the controls
anew would say what stood in them before, and Streamlit would take that. A run that has begun keeps to its tempo."""
OVER = "The run is over: Reset begins it again, and “Epochs”, under “Images and epochs”, makes it longer"
KEPT = "digits"
"""The browser keeps the run's facts under this name."""
_RUN, _ANEW, _REST = "digits run", "digits anew", "digits rest"


@dataclass
class Running:
    """A session's run with its player, and what the browser has of it.

    name is the run's name in the browser. sent is the first epoch of the next message, which repeats the previous
    message in case the browser skipped that. shown is the moment that the picture shows, in updates, as the browser has
    told it; None if that is the latest.
    """

    run: DigitsRun
    name: str = field(default_factory=lambda: uuid.uuid4().hex)
    sent: int = 0
    begun: bool = False
    shown: int | None = None
    _next: int = 0

    def __post_init__(self) -> None:
        """Give the run a player of its own."""
        self.player = Player(self.run, tempo=TEMPO)

    def pause(self) -> None:
        """Let the run rest; a record that is due is completed, so that all that is said is of one moment."""
        self.player.pause()
        with SHARING.turn:
            self.run.advance(0)

    def has_sent(self) -> None:
        """Note that a message with everything so far has been sent."""
        self.sent, self._next, self.begun = self._next, recorded(self.run), True

    def send_from(self, epoch: int) -> None:
        """Let the next message begin at this epoch."""
        self.sent = self._next = epoch


def recorded(run: DigitsRun) -> int:
    """Return the last epoch of which all records are complete; a network that has stopped has no more."""
    lengths = [len(record.epoch) for record in run.records]
    going = [length for length, at in zip(lengths, run.diverged_at, strict=True) if at is None]
    return (min(going) if going else max(lengths)) - 1


def running() -> Running | None:
    """Return the session's run, if there is one."""
    return st.session_state.get(_RUN)


def start(plan: DigitsPlan, *, play: bool = False) -> Running:
    """Make a new run the session's; it replaces the previous one."""
    run = DigitsRun(plan)
    with SHARING.turn:
        run.advance(0)  # the first record is needed for the first picture
    begun = Running(run)
    if play:
        begun.player.play()
    st.session_state[_REST] = None
    st.session_state[_RUN] = begun
    return begun


def begin_anew(*, play: bool = True) -> None:
    """Begin the next run at its start, wherever the previous one stands, and play it or let it rest there."""
    st.session_state[_ANEW] = play


def what_to_run(plan: DigitsPlan) -> Running:
    """Return the session's run under this plan: the present one, or a new one if the plan has changed.

    A new session, and a link, restore the run of the address. Another plan goes on playing if the run before did.
    """
    present, play = running(), st.session_state.get(_ANEW)
    lost = _lost(plan, present) if play is None else None
    if play is None and (present is None or by_link() or lost is not None):
        brought = _brought_back(plan, lost)
        take_up(KEPT)
        return brought
    take_up(KEPT)
    if present is not None and play is None and present.run.plan == plan:
        return present
    if play is None:
        play = present is not None and present.player.playing
    if present is not None:
        present.player.pause()
    begun = start(plan, play=play)
    st.session_state[_ANEW] = None
    return begun


def _lost(plan: DigitsPlan, present: Running | None) -> LostRun | None:
    """Return the run that a lost server has had; None if there is none, or the session still has it."""
    lost = lost_run(KEPT, plan)
    if lost is None or present is None or not lost.is_here(present.name, present.player):
        return lost
    if lost.plays:
        present.player.go_on()
    return None


def keep_in_browser(present: Running) -> None:
    """Have the browser keep what the address does not say while the run plays."""
    keep_run(KEPT, present.name, present.run.plan, present.player)


def _brought_back(plan: DigitsPlan, lost: LostRun | None) -> Running:
    """Begin the run that a lost server has had, or that of the address.

    Go to the moment that is named there; play if the address names none.
    """
    if lost is not None:
        begun = start(plan)
        begun.player.replay(min(lost.updates, begun.run.last), play_on=lost.plays)
        return begun
    text = st.query_params.get(AT, "")
    begun = start(plan, play=not _is_moment(text))
    if begun.player.playing:
        return begun
    until = min(round(float(text) * plan.updates_per_epoch), begun.run.last)
    if until:
        begun.player.replay(until)
    return begun


def _is_moment(text: str) -> bool:
    """Return whether an address may give this as the number of epochs done."""
    return re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,9})?", text) is not None and float(text) <= EPOCHS[1]


def begin_before_the_controls(plan: DigitsPlan, place: DeltaGenerator) -> bool:
    """Begin the run that a button has asked for, and write its moment; return whether one has.

    Streamlit writes the address anew for each control that such a button sets; the browser makes one entry of them
    (ui/access.js). Were the moment written after them, the address would name the moment of the run before, with
    settings of the new one, for as long as that takes.
    """
    asked = st.session_state.get(_ANEW) is not None
    if asked:
        keep_in_address(what_to_run(plan), place)
    return asked


def keep_in_address(present: Running, place: DeltaGenerator) -> None:
    """Write where the run stands into the address; while it plays, where it rested last. `place` is not seen.

    That is written again each time: a message that the browser has sent before may say something older.
    """
    player, per_epoch = present.player, present.run.plan.updates_per_epoch
    if not player.playing:
        st.session_state[_REST] = round(present.run.updates / per_epoch, 8)
    if _REST in st.session_state:
        st.session_state[AT] = st.session_state[_REST]
    answer_address(AT, "Epochs", f"a number from 0 to {EPOCHS[1]}", _is_moment)
    with place:
        at = st.number_input(
            "Epochs done", 0.0, float(EPOCHS[1]), None, 1.0, "%.10g", key=AT, bind="query-params", disabled=True
        )
    if at is None and not player.playing:  # Back has led to an address that names no moment
        begin_anew()
        st.rerun()
    if at is not None and at != st.session_state.get(_REST, at):
        _follow_the_address(present, at)


def _follow_the_address(present: Running, at: float) -> None:
    """Go to the moment that the address names, if it is a later one than the run has come to.

    What was written stands in the address, unless Back or Forward has led to another: then the address wins.
    """
    until = min(round(at * present.run.plan.updates_per_epoch), present.run.last)
    if until > present.run.updates:
        st.session_state[_REST] = at
        present.player.replay(until)
        present.player.interval = AFTER_BACK
