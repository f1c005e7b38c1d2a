"""Lesson 8: the fragment that trains, says where the run stands, and sends the browser the new data."""

import streamlit as st

from core.numerals import count, numeral
from ui.assignments import see_to_the_page
from ui.durations import seconds_in_words
from ui.lessons.handwritten_digits.actions import resend
from ui.lessons.handwritten_digits.canvas import message
from ui.lessons.handwritten_digits.draw_digit import is_drawing
from ui.lessons.handwritten_digits.picture import say_flattened, say_last_batch, say_now
from ui.lessons.handwritten_digits.running import Running
from ui.player import SHARING, draw_place
from ui.training import send

LIVE = "digits_live"


def draw_live(present: Running) -> None:
    """Draw a run's sentence, its progress, and the feed; the browser asks for more while it is busy."""
    interval = present.player.interval if present.player.busy else None
    st.fragment(_frame, key=LIVE, run_every=interval)(present)


def _frame(present: Running) -> None:
    """Draw one frame: train for a moment."""
    see_to_the_page()
    player, run = present.player, present.run
    with SHARING.turn:
        if player.playing:
            present.shown = None  # the picture follows the run
        if is_drawing() or not present.begun:
            player.hold()
        else:
            player.tick()
        told = message(run, present.name, present.sent, playing=player.playing)
        present.has_sent()
    st.markdown(say_now(run))
    draw_place(player)
    if player.playing:
        st.progress(_share(present), _progress(present))
    for remark in filter(None, (say_flattened(run), say_last_batch(run.plan))):
        st.caption(remark)
    send(told, key="digits_feed", on_have=resend)
    if player.outdated:
        st.rerun()  # the page's buttons change, and the browser's timer ends
    player.ask_for_frames()


def _share(present: Running) -> float:
    """Return which share is done: of the replay, or of the epoch."""
    if present.player.replaying:
        return present.player.progress
    per_epoch = present.run.plan.updates_per_epoch
    return present.run.updates % per_epoch / per_epoch


def _progress(present: Running) -> str:
    """Return what is being done, and how long it still takes."""
    run, per_epoch = present.run, present.run.plan.updates_per_epoch
    left = seconds_in_words(run.seconds_left())
    if present.player.replaying:
        left = f", to epoch {numeral(present.player.until / per_epoch)}"
    if run.recording:
        return f"Epoch {count(run.epochs)}: looking at the test images{left}"
    batch = f"batch {count(run.updates % per_epoch)} of {count(per_epoch)}"
    return f"Epoch {count(run.epochs + 1)}: {batch}{left}"
