"""Experiments of many networks, which train while they are looked at and can be stopped at any time.

What has been found stays on the screen, with the settings that it was found with, until other networks are trained in
its place. It is kept for the whole server too: who comes back, or reloads the page, finds it.
"""

import math
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import streamlit as st

from ui.assignments import see_to_the_page
from ui.connection import keep, recalled, take_up
from ui.durations import say_duration
from ui.player import AGAIN, SHARING, SLICE, USUAL, Player, Tempo, draw_place
from ui.turns import TURNS
from ui.works import Above, Playable, Work

_CHANGED = "experiment begun or stopped"
_SOON = "experiment that a preset asks for"
_BEGIN = "experiment that a press asks for"

Kind = TypeVar("Kind", bound=Work)


@dataclass
class Experimenting(Generic[Kind]):
    """An experiment of this session with its player. `settings` says what it was made with.

    kept is how many of its parts had been trained before, for whomever; drawn is the stage at which the page was drawn
    last; pressed is when it began or stopped last; next is the one that other settings have asked for meanwhile.
    """

    queue: Kind
    offer: "Offer[Kind]"
    kept: int = 0
    drawn: Hashable = None
    pressed: float = -math.inf
    next: "Experimenting[Kind] | None" = None

    def __post_init__(self) -> None:
        """Give it a player of its own."""
        self.player = Player(Playable(self.queue), tempo=self.offer.tempo)

    @property
    def settings(self) -> str:
        """What it was made with, in words."""
        return self.offer.settings

    @property
    def begun(self) -> bool:
        """Whether there is anything to see of it."""
        return self.player.playing or self.pressed > -math.inf or self.queue.finished > 0

    def go_on(self) -> None:
        """Train on; the run of the page pauses meanwhile."""
        above = self.offer.above()
        if above is not None:
            above.pause()
        self.player.play()
        self.pressed = time.perf_counter()

    def stop(self) -> None:
        """Train no further for now."""
        self.player.pause()
        self.pressed = time.perf_counter()


@dataclass(frozen=True)
class Offer(Generic[Kind]):
    """The experiment that the settings ask for: its name in the program, its settings in words, and what makes it.

    Two of one name are the same if their settings and marks are; a mark is what words do not tell apart. `say` says how
    far one has come. at_once tells of one that is the session's first, or that a preset has asked for (`begin_soon`),
    whether it begins at once. refused is why it cannot be trained here, nothing if it can. The page is drawn
    again at each other `stage`, since it shows more than the picture. `above` returns the page's own run, which rests
    meanwhile.
    """

    name: str
    settings: str
    make: Callable[[], Kind]
    say: "Callable[[Experimenting[Kind]], str]"
    mark: Hashable = None
    begin: str = "Train them"
    stop: str = "Stop"
    tempo: Tempo = USUAL
    at_once: Callable[[Kind], bool] = lambda work: False
    refused: str = ""
    stage: Callable[[Kind], Hashable] = lambda work: None
    above: Callable[[], Above | None] = lambda: None

    @property
    def key(self) -> str:
        """Where the session holds what is shown of this experiment."""
        return f"experiment {self.name}"

    def asks_for(self, held: Experimenting[Kind]) -> bool:
        """Return whether this is what the session holds."""
        return (self.settings, self.mark) == (held.offer.settings, held.offer.mark)

    def fresh(self, *, recall: bool = True) -> Experimenting[Kind]:
        """Make it, with what is known of its networks already."""
        queue = self.make()
        if recall:
            queue.recall()
        return Experimenting(queue, self, queue.finished)


def draw_experiment(offer: Offer[Kind], draw: Callable[[Kind], None]) -> None:
    """Draw an experiment: its buttons, how far it is, and by `draw` what it has found; other settings are offered."""
    held = held_of(offer)
    draw_buttons(held, offer)
    draw_found(held, offer, draw)


def held_of(offer: Offer[Kind]) -> Experimenting[Kind]:
    """Return what is to be shown: what the session holds, unless all that the settings ask for is known already."""
    if st.session_state.pop(_CHANGED, False):
        st.rerun()  # the fragment's timer is set by the page
    held = _held_of(offer)
    held.drawn = held.offer.stage(held.queue)
    return held


def _held_of(offer: Offer[Kind]) -> Experimenting[Kind]:
    soon = st.session_state.pop(_SOON, False)
    held: Experimenting[Kind] | None = st.session_state.get(offer.key)
    if st.session_state.get(_BEGIN) == offer.key:
        del st.session_state[_BEGIN]
        if not offer.refused and (held is None or not held.player.playing):
            held = held if held is not None and offer.asks_for(held) else _asked(offer, held)
            held.go_on()
            st.session_state[offer.key] = held
    if held is not None and (offer.asks_for(held) or held.player.playing):
        if _was_wanted(offer) and not held.queue.over:
            held.go_on()
        take_up(offer.name)
        return held
    fresh, shown = _asked(offer, held), held if held is not None and held.begun else None
    if shown is not None and not soon and not (fresh.queue.over and shown.queue.over):
        return shown  # what is done of it would be lost from sight
    wanted = _was_wanted(offer) or (not offer.refused and offer.at_once(fresh.queue))
    at_once = wanted and not fresh.queue.over
    if shown is not None and not (at_once or fresh.queue.over):
        return shown
    if at_once:
        fresh.go_on()
    st.session_state[offer.key] = fresh
    take_up(offer.name)
    return fresh


def begin_soon() -> None:
    """Have the experiment that the settings ask for begin with the page's next run, if it takes no long time."""
    st.session_state[_SOON] = True


def _was_wanted(offer: Offer[Any]) -> bool:
    """Return whether the browser has seen this experiment train, or what it found, before it lost its connection."""
    was = recalled(offer.name)
    return was is not None and was.get("settings") == offer.settings and was.get("wanted") is True


def _asked(offer: Offer[Kind], held: Experimenting[Kind] | None) -> Experimenting[Kind]:
    """Return what the settings ask for: made once, though each run of the page needs it, since that takes its time."""
    if held is None:
        return offer.fresh()
    if held.next is None or not offer.asks_for(held.next):
        held.next = offer.fresh()
    else:
        held.next.queue.recall()  # another session may have trained it meanwhile
    return held.next


# --- Buttons ----------------------------------------------------------------------------------------------------------


def draw_buttons(held: Experimenting[Kind], offer: Offer[Kind]) -> None:
    """Draw the button for what is shown, and the one for what the settings ask for if that is something else."""
    same, queue = offer.asks_for(held), held.queue
    keep(offer.name, {"settings": held.settings, "wanted": held.player.playing or (held.begun and queue.over)})
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"{offer.name}_row"):
        if held.player.playing_as_drawn():
            _draw_button(offer.stop, "stop", held, offer, first=False)
            return
        if not same:
            if not offer.refused:
                _draw_button("Train with the new settings", "anew", held, offer)
        elif queue.over:
            _draw_button("Train again", "again", held, offer, first=False)
        if not queue.over and not held.offer.refused:
            _draw_button("Go on" if held.begun else offer.begin, "train", held, offer, first=same)


def _draw_button(label: str, what: str, held: Experimenting[Kind], offer: Offer[Kind], *, first: bool = True) -> None:
    st.button(
        label,
        key=f"{offer.name}_{what}",
        type="primary" if first else "secondary",
        on_click=_press,
        args=("begin" if first else what, held, offer),
    )


def _press(what: str, held: Experimenting[Kind], offer: Offer[Kind]) -> None:
    """Do the action of a button; the second press of a double click does nothing.

    To begin what the settings ask for is left to the page: they may have changed together with the press.
    """
    held = st.session_state.get(offer.key, held)
    if time.perf_counter() - held.pressed < AGAIN:
        return
    if what == "stop":
        held.stop()
    elif what == "begin":
        st.session_state[_BEGIN] = offer.key
    elif not held.player.playing:
        held = held if what == "train" else offer.fresh(recall=False)
        held.go_on()
        st.session_state[offer.key] = held
    st.session_state[_CHANGED] = True


# --- What is seen -----------------------------------------------------------------------------------------------------


def draw_found(held: Experimenting[Kind], offer: Offer[Kind], draw: Callable[[Kind], None]) -> None:
    """Draw how far an experiment is, and by `draw` what it has found; while it plays, again and again."""
    interval = held.player.interval if held.player.busy else None
    st.fragment(_frame, key=f"{offer.name}_live", run_every=interval)(held, offer, draw)


def _frame(held: Experimenting[Kind], offer: Offer[Kind], draw: Callable[[Kind], None]) -> None:
    """Draw one frame: train for a moment, and show what has been found."""
    see_to_the_page()
    player, queue, above = held.player, held.queue, offer.above()
    if player.tempo.slice > SLICE:
        TURNS.give_away()  # so long a piece of work would hold up everybody's sliders
    with SHARING.turn:
        if player.playing and above is not None and above.player.playing:
            held.stop()  # the run above has been begun: a session trains one of the two at a time
        player.tick()
        told, share = held.offer.say(held), queue.done / queue.total
    st.progress(min(1.0, share), told)
    draw_place(player)
    draw(queue)
    if not offer.asks_for(held):
        st.info(_say_change(held, offer), icon=":material/tune:")
    st.caption(f"Shown: {held.settings}." if held.begun else "")
    if player.outdated or held.drawn != held.offer.stage(queue):
        st.rerun()  # the button changes, and the browser's timer ends; or other parts of the page have something new
    player.ask_for_frames()


def _say_change(held: Experimenting[Kind], offer: Offer[Kind]) -> str:
    """Return what the changed settings do."""
    now = f"The settings have changed: {offer.settings}."
    if offer.refused:
        return f"{now} {offer.refused}"
    if held.player.playing:
        return f"{now} What trains now keeps to those that it began with. Press “{offer.stop}” for the new ones."
    fresh = _asked(offer, held)
    with SHARING.turn:
        takes = say_duration(fresh.queue.seconds_left())
    return f"{now} “Train with the new settings” takes {takes} and replaces what is shown."
