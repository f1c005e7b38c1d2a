"""The player: plays anything that can advance, frame by frame, and shares the server's time among all who play.

A frame is one run of the fragment that draws what is played. The thing advances only while its page asks for frames: a
closed session asks for none, and what it played stops. Some work can be done beside, a few milliseconds in each frame;
it goes on while the player is paused.

The more sessions play, the longer is the time between the frames of each. And a frame ends only when the server has
sent it (ui/frames.py): a slow server has fewer frames, and loses none.
"""

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import streamlit as st

from core.numerals import count
from ui.frames import page_runs, run_every, wait_until_sent
from ui.limits import TRAININGS

FRAME = 0.066
"""Seconds between two frames, at least."""
FRAMES = 120.0
"""Frames a second that all sessions together may ask for."""
SLICE = 0.030
"""Seconds of a frame for advancing, at most."""
CAPACITY = 0.6
"""The share of a server's time that advancing may take in all sessions together."""
ALONE = 0.9
"""The share that one session may take while no other plays."""
BESIDE_PAUSED, BESIDE_PLAYING = SLICE, 0.002
"""Seconds of a frame for the work beside, at most, while the player is paused and while it plays.

A paused page is busy until the work is over: the longer its pieces, the fewer frames it needs.
"""
FEW = 3
"""While more than so many play, the work beside waits in those that play."""
QUEUED = 1.0
"""Seconds between two frames of a player that waits in the queue."""
AGAIN = 0.4
"""Seconds for which a paused player stays paused: the second press of a double click is not meant for Play."""
IDLE = 60.0
"""Seconds without a frame after which a player pauses: its page was left. A busy machine takes some seconds for one.

A replay goes on, however slow its page.
"""


class Advancing(Protocol):
    """What can be played: it has done so many `updates`, ends at `last` at the latest, and may be `over` before."""

    @property
    def updates(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def over(self) -> bool: ...
    def advance(self, updates: int, seconds: float) -> bool:
        """Do so many updates, or as many as fit into so many seconds; return whether none is left to do."""
        ...


class Work(Protocol):
    """What is done beside playing, in pieces: it takes about so many seconds, and returns whether it is over."""

    @property
    def over(self) -> bool: ...
    def advance(self, seconds: float) -> bool: ...


class Sharing:
    """The players of one server, and how much time each may take.

    turn is held by the one session that computes a frame. NumPy lets other threads run at every larger operation, and
    must then wait for all of them before it goes on: ten sessions that compute at once make almost no progress.
    """

    def __init__(self, most: int) -> None:
        self.turn = threading.Lock()
        self.most = most
        self._asked: dict[str, tuple[float, float]] = {}

    @property
    def playing(self) -> int:
        """How many play, those in the queue not counted."""
        self._forget(time.perf_counter())
        return min(self.most, len(self._asked))

    def players(self, name: str, now: float, interval: float) -> int:
        """Note that a player asks for a frame, and for the next after an interval; return how many are playing."""
        self._asked[name] = now, interval
        self._forget(now)
        return min(self.most, len(self._asked))

    def _forget(self, now: float) -> None:
        """Forget the players that ask no more."""
        for other, (asked, every) in list(self._asked.items()):
            if now - asked > max(1.0, 3.0 * every):
                self._asked.pop(other, None)

    def place(self, name: str) -> int:
        """Return a player's place in the queue, by when it began; 0: it may play."""
        return max(0, [*self._asked].index(name) + 1 - self.most) if name in self._asked else 0

    def leave(self, name: str) -> None:
        """Note that a player has paused."""
        self._asked.pop(name, None)


SHARING = Sharing(int(TRAININGS.value()))


class Tempo(NamedTuple):
    """The seconds between two frames, at least, and those of a frame for advancing, at most."""

    frame: float = FRAME
    slice: float = SLICE


USUAL = Tempo()


def draw_place(player: "Player") -> None:
    """Say where a player stands in the queue, if it has to wait."""
    if player.place:
        several = f"{count(SHARING.most)} trainings run here, as many as may at once"
        st.info(
            f"{several if SHARING.most > 1 else 'One training runs here, and no more may at once'}. Yours is number "
            f"{count(player.place)} in the queue, and goes on by itself.",
            icon=":material/hourglass_top:",
        )


def interval_for(players: int, now: float, tempo: Tempo = USUAL) -> float:
    """Return the seconds between frames if so many play; `now` is kept while it is at most a little too long."""
    wanted = max(tempo.frame, players / FRAMES)
    return now if wanted <= now <= 1.25 * wanted else wanted


def budget_for(players: int, interval: float, tempo: Tempo = USUAL) -> float:
    """Return the seconds that each of so many players may advance in a frame."""
    share = ALONE if players == 1 else CAPACITY / players
    return min(tempo.slice, share * interval)


@dataclass
class Player:
    """Plays a thing.

    While `playing`, it advances to `until` by `rate` updates a second (None: as fast as it can). While `replaying`,
    it advances as fast as it can to the update it was asked for, and then plays on if asked to. A replay that is given
    up before its end calls on_give_up. It is `left` if it has paused because its page was away. interval is the number
    of seconds between two frames. place is its place in the queue where more want to play than may (0: it plays). There
    is work `beside` if something is to be done for a few milliseconds in each frame, whether it plays or not.
    """

    thing: Advancing
    on_give_up: Callable[[], None] = lambda: None
    rate: float | None = None
    playing: bool = False
    replaying: bool = False
    until: int = 0
    interval: float = FRAME
    place: int = 0
    beside: Work | None = None
    tempo: Tempo = USUAL
    left: bool = False
    _name: str = field(default_factory=lambda: uuid.uuid4().hex)
    _drawn: bool | None = None
    _play_on: bool = False
    _timed: float | None = None
    _paused: float = -AGAIN
    _credit: float = 0.0
    _last: float = 0.0

    @property
    def busy(self) -> bool:
        """Whether it needs frames: it plays, or there is work beside."""
        return self.playing or (self.beside is not None and not self.beside.over)

    def playing_as_drawn(self) -> bool:
        """Return whether it plays, and note that the page draws its buttons so."""
        self._drawn = self.playing
        return self.playing

    @property
    def outdated(self) -> bool:
        """Whether the page shows that it plays though it rests, or the other way round.

        What has ended the playing, a frame or a press, may itself be ended before the page has run.
        """
        return self._drawn is not None and self._drawn != self.playing

    def play(self) -> None:
        """Go on to the end."""
        now = time.perf_counter()
        if not self.thing.over and now - self._paused > AGAIN:
            self.playing, self.replaying, self.until, self.left = True, False, self.thing.last, False
            self._last, self._credit = now, 0.0

    def pause(self) -> None:
        """Stop advancing."""
        given_up = self.replaying and self.thing.updates < self.until
        if self.playing:
            self._paused = time.perf_counter()
        self.left = False
        self._rest(playing=False)
        if given_up:
            self.on_give_up()

    def replay(self, until: int, *, play_on: bool = False) -> None:
        """Go to so many updates as fast as possible."""
        self.playing = self.replaying = True
        self.left = False
        self.until, self._play_on, self._last = until, play_on, time.perf_counter()

    def tick(self) -> None:
        """Advance for one frame."""
        now = time.perf_counter()
        if self.playing and not self.replaying and now - self._last > IDLE:
            self.pause()
            self.left, self._paused = True, -AGAIN
        if not self.busy:
            return
        players = SHARING.players(self._name, now, self.interval)
        self.place = SHARING.place(self._name)
        if self.place:
            self.interval = QUEUED
            self.hold()
            return
        self.interval = interval_for(players, self.interval, self.tempo)
        budget = budget_for(players, self.interval, self.tempo)
        self._work(players, budget)
        if self.playing:
            self._go_on(now, budget)

    def hold(self) -> None:
        """Let a frame pass without advancing; the page is not left, but has to answer something else first."""
        self._last = time.perf_counter()

    def _work(self, players: int, budget: float) -> None:
        """Do a piece of the work beside, if there is any and it has not to wait."""
        if self.beside is not None and not self.beside.over and (players <= FEW or not self.playing):
            self.beside.advance(min(budget, BESIDE_PLAYING if self.playing else BESIDE_PAUSED))

    def _go_on(self, now: float, budget: float) -> None:
        """Advance the thing for so many seconds at most, and rest if that was the end."""
        before = self.thing.updates
        complete = self.thing.advance(self._wanted(now), budget)
        self._credit = max(0.0, self._credit - (self.thing.updates - before))
        if self.thing.over or (complete and self.thing.updates >= self.until):
            self._rest(playing=self._play_on and not self.thing.over)

    def _wanted(self, now: float) -> int:
        """Return how many updates to do in this frame, if there is time for them."""
        wanted = self.until - self.thing.updates
        if self.rate is not None and not self.replaying:
            self._credit = min(self._credit + (now - self._last) * self.rate, max(1.0, 0.5 * self.rate))
            wanted = min(wanted, int(self._credit))
        self._last = now
        return max(0, wanted)

    def _rest(self, *, playing: bool) -> None:
        self.playing, self.replaying, self._play_on, self.place = playing, False, False, 0
        self.until, self._credit = self.thing.last, 0.0
        if not playing:
            SHARING.leave(self._name)

    @property
    def plays_on(self) -> bool:
        """Whether it plays on at the end of a replay."""
        return self._play_on

    def go_on(self) -> None:
        """Play on after a lost connection, whether or not it was noticed already that the page was away."""
        if self.left:
            self.play()
        self.hold()

    @property
    def progress(self) -> float:
        """Return which share of the replay is done."""
        return min(1.0, self.thing.updates / max(1, self.until))

    def ask_for_frames(self) -> None:
        """Have the browser run this fragment again after the interval, and then every so many seconds.

        Call it last in the fragment, and without holding turn.

        A run of the page has stopped the browser's timer. A run of the fragment has not, and must not set it again for
        nothing: if the user has followed a link meanwhile, the timer would ask for this fragment on the next page.
        """
        if self.busy:
            if page_runs() or self.interval != self._timed:
                self._timed = self.interval
                run_every(self.interval)
            wait_until_sent()
