"""Lesson 8: the effect of its buttons on the run.

A press may come together with a changed setting, so what plays or moves the run waits until the page has come to the
run of its settings (`catch_up`).
"""

import streamlit as st

from ui.controls import put
from ui.lessons.handwritten_digits.controls import SEED
from ui.lessons.handwritten_digits.running import OVER, Running, begin_anew, running

_ASKED = "digits asked for"


def draw_buttons(present: Running) -> None:
    """Draw Train or Pause, and the other buttons that move the run."""
    playing, over = present.player.playing_as_drawn(), present.run.over
    if playing:
        st.button("Pause", key="digits_pause", type="primary", on_click=press, args=("pause",))
    else:
        why = OVER if over else None
        st.button("Train", key="digits_play", type="primary", on_click=press, args=("play",), disabled=over, help=why)
    still = playing or over
    why = "Pause it first" if playing else OVER
    told = "To the end of the epoch: of one pass through all training images"
    st.button(
        "Epoch", key="digits_epoch_button", help=why if still else told, on_click=press, args=("epoch",), disabled=still
    )
    st.button("Reset", key="digits_reset_button", help="The same start again", on_click=press, args=("reset",))
    st.button(
        "Seed", key="digits_seed_button", help="Other first weights, another order", on_click=press, args=("seed",)
    )


def press(what: str) -> None:
    """Do the action of a button, or have it done by `catch_up`."""
    present = running()
    if present is None:
        return
    plays = present.player.playing or st.session_state.get(_ASKED) == "play"
    st.session_state[_ASKED] = what if what in ("play", "epoch") else ""
    if what == "pause":
        present.pause()
    elif what == "reset":
        begin_anew(play=False)
    elif what == "seed":
        put((SEED, (int(SEED.value()) + 1) % (int(SEED.high) + 1)))
        begin_anew(play=plays)


def catch_up(present: Running) -> None:
    """Do what a press has asked of the run: play, or go to the end of the epoch."""
    what, run = st.session_state.pop(_ASKED, ""), present.run
    if what == "play":
        present.player.play()
    elif what == "epoch" and not present.player.playing:
        per_epoch = run.plan.updates_per_epoch
        present.player.replay(min(run.last, (run.updates // per_epoch + 1) * per_epoch))


def resend() -> None:
    """Send again the messages that the browser lacks."""
    present, have = running(), st.session_state["digits_feed"].have
    if present is not None and have and have.split(":")[0] == present.name:
        present.send_from(int(have.split(":")[1]))
