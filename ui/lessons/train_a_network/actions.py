"""Lesson 6: the effect of its buttons and pictures on the run.

A press may come together with a changed setting: in one message, or since it has ended the run of the page that the
setting had begun. So what plays or moves the run waits until the page has come to the run of its settings (`catch_up`).
"""

from typing import Any

import streamlit as st

from core.experiments.experiment import Experiment
from core.typed_numbers import read_number
from ui.addresses import shown_text
from ui.controls import put
from ui.lessons.train_a_network.canvas import draw_inside
from ui.lessons.train_a_network.controls import CONTROLS, ETA, SEED
from ui.lessons.train_a_network.own_points import FILE
from ui.lessons.train_a_network.running import Running, begin_anew, go_back, running, show_eta
from ui.own_table import is_coming

SET_BY_HAND = "train set by hand"
_REMEDY = "train remedy"
_ASKED = "train asked for"
OVER = "The run is over: Reset begins it again, and “Stop after epochs” makes it longer"


def draw_buttons(run: Running | None) -> None:
    """Draw Train or Pause, and the other buttons that move the run.

    While a file is on its way there is no run, and what is pressed waits for it.
    """
    playing = run is not None and run.player.playing_as_drawn()
    over = not is_coming(key=FILE) if run is None else run.experiment.over
    if playing:
        st.button("Pause", key="train_pause", type="primary", on_click=press, args=("pause",))
    else:
        why = None if run is None or not over else OVER
        st.button("Train", key="train_play", type="primary", on_click=press, args=("play",), disabled=over, help=why)
    for what, label, told in (
        ("step", "Step", "One update: one change of the weights, against the gradient of one mini-batch of points"),
        ("epoch", "Epoch", "To the end of the epoch: of one pass through all training points"),
        ("reset", "Reset", "The same start again"),
        ("seed", "Seed", "The next seed: another start, other points or another order of them"),
    ):
        still = what in ("step", "epoch") and (playing or over)
        why = ("Pause it first" if playing else OVER) if still else told
        st.button(label, key=f"train_{what}_button", help=why, on_click=press, args=(what,), disabled=still)


def press(what: str) -> None:
    """Do the action of a button, or have it done by `catch_up`."""
    run = running()
    if what == "seed":
        put((SEED, (int(SEED.value()) + 1) % 10_000))
        st.session_state[_ASKED] = []
    elif what == "reset":
        if run is not None:
            put((ETA, run.experiment.plan.eta))
        start_over()
    elif what == "pause":
        st.session_state[_ASKED] = []
        if run is not None:
            run.player.pause()
    elif what not in (asked := st.session_state.get(_ASKED, [])):
        st.session_state[_ASKED] = [*asked, what]


def start_over() -> None:
    """Begin the next run at its start, and let it rest there, whatever was pressed before."""
    st.session_state[_ASKED] = []
    begin_anew()


def catch_up(run: Running | None, refused: str) -> None:
    """Do what presses have asked of the run; while there is none, they wait, unless its settings are refused.

    After a lost connection the user's file comes later than a press, and what is refused then may be only its lack.
    """
    if run is not None or (refused and not is_coming(key=FILE)):
        for what in st.session_state.pop(_ASKED, []):
            if run is not None:
                move(run, what)


def move(run: Running, what: str) -> None:
    """Play, or do one update or the rest of an epoch; where a run is being brought back, once it is there."""
    player, experiment, per_epoch = run.player, run.experiment, run.experiment.trainer.updates_per_epoch
    at = player.until if player.replaying else experiment.updates
    ends = {"play": at, "step": at + 1, "epoch": at + per_epoch - at % per_epoch}
    if player.replaying:
        player.replay(min(ends[what], experiment.last), play_on=player.plays_on or what == "play")
    elif what == "play":
        player.play()
    elif not player.playing:
        experiment.advance(ends[what] - at)


def remedy(sets: dict[str, object]) -> None:
    """Keep a remedy until the page runs: its button is in a fragment, which draws no controls."""
    st.session_state[_REMEDY], st.session_state[_ASKED] = sets, []


def waits_for_the_page() -> bool:
    """Return whether a remedy waits for the next run of the page."""
    return _REMEDY in st.session_state


def apply_remedy() -> None:
    """Put a remedy's values into the controls, before these are drawn, and begin anew."""
    show_eta()
    sets = st.session_state.pop(_REMEDY, {})
    if sets:
        put(*((control, sets[control.key]) for control in CONTROLS if control.key in sets))
        begin_anew()


def changed() -> None:
    """Take over a weight or bias that the user has set."""
    run, asked = running(), st.session_state["train_inside"].set
    if run is not None and asked and asked["run"] == run.run and not run.player.playing:
        try:
            run.experiment.change(asked["what"], read_number(asked["text"]))
            st.session_state[SET_BY_HAND] = True
        except ValueError as wrong:
            st.toast(f"The network stays as it was: {shown_text(str(wrong))}", icon=":material/edit_off:")


def branched() -> None:
    """Go on from an earlier moment, as the player asks."""
    run, asked = running(), st.session_state["train_stage"].branch
    if run is not None and asked and asked["run"] == run.run:
        go_back(int(asked["updates"]))


def resend() -> None:
    """Send again the messages that the browser lacks."""
    run, have = running(), st.session_state["train_feed"].have
    if run is not None and have and have.split(":")[0] == run.run:
        run.send_from(int(have.split(":")[1]))


def look_inside(about: dict[str, Any], experiment: Experiment) -> None:
    """Draw the networks; a value that the user sets there concerns the whole page."""
    if st.session_state.pop(SET_BY_HAND, False):
        st.rerun()
    st.caption("Each small map is what a neuron answers over the plane. Press a weight or a neuron to set it by hand.")
    draw_inside(about, experiment, key="train_inside", on_set=changed)
